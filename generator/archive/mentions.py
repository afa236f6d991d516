"""Where a text names the people, organisations and places that it is said to be about.

Finds what is written and guesses nothing: a name or strong alias as `names.fold` makes spellings equal, in the letters'
own case or in capitals, between the edges of words; a weak alias only after a strong mention of the same entity. What
several entities claim names all of them, and means the one whose name it is. Inflected forms are other words here:
names in Finnish or German texts are found where they stand in a form that somebody recorded.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from generator.archive.names import fold
from generator.archive.records import key_of
from generator.model import Entity

BORDER = "\0"  # what no name and no text holds: stands between passages that do not belong together
SHOUTED = 3  # letters from which a name may be written in capitals
# Scripts that put no spaces between words, so that a name may stand beside any letter of theirs: first and last code
# points of Thai to Lao, Myanmar, Khmer, kana, and the ideographs (Unicode's Line_Break classes ID and SA).
_UNSPACED = (
    (0x0E00, 0x0EFF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
    (0x3040, 0x30FF),
    (0x3400, 0x9FFF),
    (0x20000, 0x3FFFF),
)
# What `str.lower` and `_PLAIN` fold as `names.fold` does, one for one: ASCII, letters of Latin-1 and Latin Extended-A,
# Greek (a sigma is lowered by its place), Cyrillic, Hebrew, Arabic, kana, ideographs and Hangul syllables but for those
# that become two, and the commonest punctuation.
_REGULAR = (
    r"\x00-\x5f\x61-\x7f\xa0\xab\xbb\xc0-\xd6\xd8-\xde\xe0-\xf6\xf8-\xff\u0100-\u012f\u0134-\u013e\u0141-\u0148\u014a-\u017e"
    r"\u0391-\u03a1\u03a4-\u03a9\u03ac-\u03af\u03b1-\u03c1\u03c3-\u03ce\u0401\u0410-\u044f\u0451\u05d0-\u05ea\u0621-\u063a\u0641-\u064a"
    r"\u2010-\u2014\u2018\u2019\u201a\u201c-\u201e\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3"
)
_IRREGULAR = re.compile(rf"[^{_REGULAR}]")
_ODD = re.compile(rf"\s{{2,}}|[\s\S][\u0300-\u036f\u3099\u309a]+|[^{_REGULAR}]")
_PLAIN = {
    **dict.fromkeys("\t\n\v\f\r\x1c\x1d\x1e\x1f\xa0", " "),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014", "-"),
    **dict.fromkeys("\u2018\u2019", "'"),
}
_APART = frozenset(f" .,;:!?()'{BORDER}")  # what no word has
_HANGUL = (0xAC00, 0xD7A3)
_PARTICLES = frozenset(  # what Korean puts behind a name in the same word
    {
        *("은", "는", "이", "가", "을", "를", "의", "에", "와", "과", "도", "로", "만", "께"),
        *(
            "에게",
            "에서",
            "에는",
            "에도",
            "으로",
            "이나",
            "이라",
            "이며",
            "이고",
            "까지",
            "부터",
            "보다",
            "처럼",
            "한테",
            "께서",
        ),
    }
)


class Wanted(NamedTuple):
    """An entity to look for: its key, what always means it (its name first), and what does once it has been named."""

    key: str
    strong: tuple[str, ...]
    weak: tuple[str, ...] = ()


def wanted_of(entity: Entity, written: str) -> Wanted:
    """What to look for where an article declares an entity, in its own spelling or another."""
    strong = (entity.name, written, *(alias.name for alias in entity.aliases))
    weak = tuple(alias.name for alias in entity.weak_aliases)
    return Wanted(key_of(entity), tuple(dict.fromkeys(strong)), weak)


class Mention(NamedTuple):
    """The characters of a text that name an entity: code points from `start` up to `end`, exclusive.

    `keys` are of all that they can name, in the order in which they are wanted; `meant` is the one they do, or None.
    """

    start: int
    end: int
    keys: tuple[str, ...]
    meant: str | None


def mentions(text: str, wanted: Sequence[Wanted]) -> tuple[Mention, ...]:
    """Every mention, in order; none overlaps another, and of those that would the longest counts."""
    folded = _fold_text(text)
    strong = (_Claim(name, one.key, is_name=name == one.strong[0]) for one in wanted for name in one.strong)
    taken = _longest(_settled(_found(folded, strong)), ())
    first: dict[str, int] = {}
    for mention in sorted(taken):
        for key in mention.keys:
            first.setdefault(key, mention.start)
    weak = (_Claim(name, one.key, is_name=False) for one in wanted if one.key in first for name in one.weak)
    later = ((start, end, claim) for start, end, claim in _found(folded, weak) if start > first[claim.key])
    return tuple(sorted([*taken, *_longest(_settled(later), taken)]))


def spelt_several_ways(wanted: Sequence[Wanted]) -> frozenset[str]:
    """The keys of those that a text may call by more than one name: of the others it can only say the one they have."""
    return frozenset(one.key for one in wanted if len(one.strong) + len(one.weak) > 1)


def spelt(text: str, wanted: Sequence[Wanted]) -> dict[str, tuple[str, ...]]:
    """How a reading text spells the wanted entities: by key, each spelling once, in the order of the text.

    What several of them claim counts for none.
    """
    passages = text.replace("\n\n", BORDER)
    found: dict[str, dict[str, None]] = {}
    for mention in mentions(passages, wanted):
        if mention.meant is not None:
            spelling = " ".join(passages[mention.start : mention.end].split())
            found.setdefault(mention.meant, {})[spelling] = None
    return {key: tuple(spellings) for key, spellings in found.items()}


class _Claim(NamedTuple):
    """A spelling that means an entity, and whether it is the entity's own name."""

    name: str
    key: str
    is_name: bool


_Found = tuple[int, int, _Claim]


class _Folded(NamedTuple):
    """A text and its folded form.

    `ends` are the places in the folded form behind each character that became more, fewer or several; `starts` where
    they begin there, and `shifts` how much further on in the text the folded form is from there on.
    """

    text: str
    folded: str
    starts: list[int]
    ends: list[int]
    shifts: list[int]

    def place(self, at: int) -> int | None:
        """The place in the text of the folded character `at`, or of the end; None inside one that was one there."""
        known = bisect_right(self.ends, at)
        if known < len(self.starts) and self.starts[known] < at:
            return None
        return at + (self.shifts[known - 1] if known else 0)


def _fold_text(text: str) -> _Folded:
    """Most characters are folded by `str.lower` and a few replacements; the others one by one."""
    folded = _fold_plain(text)
    has_gaps = "  " in folded
    if not has_gaps and _IRREGULAR.search(text) is None:
        return _Folded(text, folded, [], [], [])
    parts: list[str] = []
    starts, ends, shifts = list[int](), list[int](), list[int]()
    done = length = 0
    for found in _ODD.finditer(text) if has_gaps else _odd(text):
        plain, odd = _fold_plain(text[done : found.start()]), found.group()
        folded = " " if odd.isspace() else fold(odd)
        done, length = found.end(), length + len(plain)
        parts += (plain, folded)
        starts.append(length)
        length += len(folded)
        ends.append(length)
        shifts.append(done - length)
    parts.append(_fold_plain(text[done:]))
    return _Folded(text, "".join(parts), starts, ends, shifts)


def _odd(text: str) -> Iterator[re.Match[str]]:
    """The matches of `_ODD` in a text without gaps, in a tenth of its time: one is around all that is irregular."""
    done = 0
    for irregular in _IRREGULAR.finditer(text):
        if irregular.start() >= done:
            found = _ODD.match(text, max(irregular.start() - 1, done)) or _ODD.match(text, irregular.start())
            if found:
                done = found.end()
                yield found


def _fold_plain(text: str) -> str:
    folded = text.lower()
    for variant, plain in _PLAIN.items():
        if variant in folded:
            folded = folded.replace(variant, plain)
    return folded


def _found(within: _Folded, claims: Iterable[_Claim]) -> Iterator[_Found]:
    folded, is_longer_or_shorter = within.folded, bool(within.starts)
    for claim in claims:
        wanted = _folded_name(claim.name)
        at = folded.find(wanted) if wanted else -1
        while at >= 0:
            end = at + len(wanted)
            # Most names stand between a space and a space or comma, which takes no function to know.
            if (folded[at - 1 : at] in _APART or _begins_word(folded, at)) and (
                folded[end : end + 1] in _APART or _ends_word(folded, end)
            ):
                start, stop = (within.place(at), within.place(end)) if is_longer_or_shorter else (at, end)
                if start is not None and stop is not None:
                    written = within.text[start:stop].rstrip()
                    if written == claim.name or _is_written(written, claim.name):
                        yield start, start + len(written), claim
            at = folded.find(wanted, at + 1)


@lru_cache(maxsize=10_000)  # the same names are looked for in many articles
def _folded_name(name: str) -> str:
    return fold(name)


def _is_written(found: str, name: str) -> bool:
    """Whether a text has a name's own capitals and small letters, or capitals throughout."""
    if len(found) >= SHOUTED and found.isupper():
        return True
    return [char.isupper() for char in found if char.isalpha()] == [char.isupper() for char in name if char.isalpha()]


def _begins_word(text: str, at: int) -> bool:
    return at == 0 or not (_is_of_word(text[at - 1]) and _is_of_word(text[at])) or _is_unspaced(text[at])


def _ends_word(text: str, end: int) -> bool:
    if end == len(text) or not (_is_of_word(text[end - 1]) and _is_of_word(text[end])) or _is_unspaced(text[end - 1]):
        return True
    if not _is_hangul(text[end - 1]):
        return False
    rest = end
    while rest < len(text) and _is_hangul(text[rest]):
        rest += 1
    return text[end:rest] in _PARTICLES and (rest == len(text) or not _is_of_word(text[rest]))


def _is_of_word(char: str) -> bool:
    return char.isalnum() or char == "_" or unicodedata.category(char)[0] == "M"


def _is_unspaced(char: str) -> bool:
    code = ord(char)
    return code > _UNSPACED[0][0] and any(first <= code <= last for first, last in _UNSPACED)


def _is_hangul(char: str) -> bool:
    return _HANGUL[0] <= ord(char) <= _HANGUL[1]


def _settled(found: Iterable[_Found]) -> Iterator[Mention]:
    """Each place once, with all that it can name, and the one that it means."""
    claims: dict[tuple[int, int], list[_Claim]] = {}
    for start, end, claim in found:
        claims.setdefault((start, end), []).append(claim)
    for (start, end), here in claims.items():
        if len(here) == 1:
            key = here[0].key
            yield Mention(start, end, (key,), key)
            continue
        named = dict.fromkeys(claim.key for claim in here if claim.is_name)
        keys = dict.fromkeys(claim.key for claim in here)
        meant = tuple(named or keys)
        yield Mention(start, end, tuple(keys), meant[0] if len(meant) == 1 else None)


def _longest(found: Iterable[Mention], taken: Sequence[Mention]) -> list[Mention]:
    """Those that overlap no longer one, nor one that is taken; of equal ones the first."""
    in_order = sorted([*found, *taken])
    if all(one.end <= other.start for one, other in pairwise(in_order)):  # nearly always
        return [mention for mention in in_order if mention not in taken] if taken else in_order
    kept: list[Mention] = []
    around = list(taken)
    for mention in sorted(set(in_order).difference(taken), key=lambda one: (one.start - one.end, one.start)):
        if all(mention.end <= other.start or other.end <= mention.start for other in around):
            kept.append(mention)
            around.append(mention)
    return kept
