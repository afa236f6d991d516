"""How two wordings of one passage differ, word by word.

Textual critics part what an author chose from what a compositor did: words are substantive, punctuation and capitals
accidental (W. W. Greg, "The Rationale of Copy-Text", 1950). The same holds for outlets that print one dispatch. So
wordings differ here where their words do. Punctuation, white space, capitals and the shape of an apostrophe or hyphen
make no difference, but stay in the texts, so that who wants to can show them. Spelling and the division of words make
one, since how outlets spell a name is what readers of an archive look for: "Kim Jong Un" and "Kim Jong-un" differ.

Knows no language: no word is the form of another, and nothing says which wording was first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from generator.archive.names import fold

LONGEST_WORD = 200  # characters; what is longer may be cut anywhere

_LETTERS = re.compile(r"[^\W_]+")
# Scripts that put no spaces between words: Thai to Lao, Myanmar, Khmer, kana, ideographs.
_NO_SPACES = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_UNSPACED = re.compile(f"[{_NO_SPACES}]")
_PARTS = re.compile(f"[{_NO_SPACES}]|[^{_NO_SPACES}]+")
_JOINERS = frozenset("-\u2010\u2011'\u2019\u02bc\u00ad\u200c\u200d\u2060")  # hyphens, apostrophes, what is not seen
_IN_NUMBERS = frozenset(".,")
_NEAR = 20  # characters on either side within which nearly all words end


class Kind(StrEnum):
    """What became of some words of the base."""

    SAME = "same"
    REPLACED = "replaced"
    ADDED = "added"
    LEFT_OUT = "left out"


class Run(NamedTuple):
    """Words that fared alike, and what follows each up to the next: as the base has them, and as the other text does.

    Added words have no base and words left out no other. Where words are the same, the two may still differ in
    punctuation, white space and capitals.
    """

    kind: Kind
    base: str
    other: str


def differences(base: str, other: str) -> tuple[Run, ...]:
    """What became of the words of a base, in order: the runs' bases make up `base`, and their others `other`.

    As many words as can be are the same (a longest common subsequence). What stands before the first word always is.
    """
    from rapidfuzz.distance import LCSseq  # noqa: PLC0415 - only who compares wordings pays for this import

    numbers: dict[str, int] = {}
    ours, theirs = _pieces(base), _pieces(other)
    keys = [[numbers.setdefault(fold(word), len(numbers)) for word, _ in pieces] for pieces in (ours, theirs)]
    runs: list[Run] = []
    at = to = 0
    for start, first, size in LCSseq.editops(*keys).as_matching_blocks():  # the last one is empty, at the ends
        runs.append(_changed(_text(ours[at:start]), _text(theirs[to:first])))
        at, to = start + size, first + size
        runs.append(Run(Kind.SAME, _text(ours[start:at]), _text(theirs[first:to])))
    return tuple(run for run in runs if run.base or run.other)


def words(text: str) -> list[tuple[int, int]]:
    """Where the words of a text begin and end, in code points, ends exclusive.

    A word is letters and digits with their marks, also across one hyphen or apostrophe, or across a point or comma in
    a number. In scripts that put no spaces between words each character is one.
    """
    found: list[tuple[int, int]] = []
    for start, end in _parts(text):
        if found and _is_joined(text, found[-1][1], start):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def whole_words(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int] | None]:
    """Spans of a text that overlap nowhere, with the whole of the words they begin and end in.

    A word at the edges of two goes with the first; None for one of which others leave no word. A span begins and ends
    with a letter or digit. What is longer than LONGEST_WORD is no word and may be cut.
    """
    whole: dict[tuple[int, int], tuple[int, int]] = {}
    done = 0
    for start, end in sorted(spans):
        first, behind = _word_around(text, start)
        while first < done < end and (found := _LETTERS.search(text, max(behind, done), end)):
            first, behind = _word_around(text, found.start())
        if first >= done:
            done = _word_around(text, end - 1)[1]
            whole[start, end] = (first, done)
    return [whole.get(span) for span in spans]


def is_unspaced(char: str) -> bool:
    """Whether a character is of a script without spaces between words, so that one may begin or end beside it."""
    return _UNSPACED.match(char) is not None


def _word_around(text: str, at: int) -> tuple[int, int]:
    """Where the word of the letter `at` begins and ends."""
    for near in (_NEAR, LONGEST_WORD):
        first, last = max(0, at - near), min(len(text), at + near)
        for start, end in words(text[first:last]):
            # A word that comes so close to what was cut off may go on there, also behind a hyphen.
            whole = (start > 1 or not first) and (first + end < last - 1 or last == len(text))
            if start <= at - first < end and (whole or near == LONGEST_WORD):
                return first + start, first + end
    return at, at + 1


def _pieces(text: str) -> list[tuple[str, str]]:
    """The words of a text, each with what follows it up to the next; first no word, with what the text begins with."""
    found = [(0, 0), *words(text)]
    untils = [*(start for start, _ in found[1:]), len(text)]
    return [(text[start:end], text[end:until]) for (start, end), until in zip(found, untils, strict=True)]


def _text(pieces: Sequence[tuple[str, str]]) -> str:
    return "".join([word + behind for word, behind in pieces])


def _changed(base: str, other: str) -> Run:
    if base and other:
        return Run(Kind.REPLACED, base, other)
    return Run(Kind.LEFT_OUT if base else Kind.ADDED, base, other)


def _parts(text: str) -> Iterator[tuple[int, int]]:
    """Runs of letters and digits with the marks behind them; characters of unspaced scripts one by one."""
    for letters in _LETTERS.finditer(text):
        start, end = letters.span()
        if text.isascii() or not _UNSPACED.search(text, start, end):
            yield start, _behind_marks(text, end)
        else:
            for part in _PARTS.finditer(text, start, end):
                yield part.start(), _behind_marks(text, part.end())


def _behind_marks(text: str, at: int) -> int:
    while at < len(text) and not text[at].isascii() and unicodedata.category(text[at])[0] == "M":
        at += 1
    return at


def _is_joined(text: str, end: int, start: int) -> bool:
    """Whether letters that end and others that start there are of one word."""
    between = text[end:start]
    if between in _IN_NUMBERS:
        joins = text[end - 1].isdigit() and text[start].isdigit()
    else:
        joins = not between or between in _JOINERS
    return joins and not is_unspaced(text[start]) and not _ends_unspaced(text, end)


def _ends_unspaced(text: str, end: int) -> bool:
    while end > 1 and unicodedata.category(text[end - 1])[0] == "M":
        end -= 1
    return is_unspaced(text[end - 1])
