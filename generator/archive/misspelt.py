"""Outlets that an article names and no record describes: papers of their own, or recorded ones misspelt.

Only what a slip of the pen explains counts as misspelt: the article before the name, spacing, punctuation, diacritics,
or a letter or two in one long word. A letter in a shorter word is a doubt ("Time" is not "The Times"), so it is a
warning. A word more or less makes another paper: "Le Monde diplomatique" is not "Le Monde".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from generator.archive.names import fold
from generator.archive.terms import Term
from generator.model import Outlet
from generator.problems import Problem, warning

SHORT_WORD = 4  # letters from which a word that has one letter wrong is in doubt
LONG_WORD = 5  # letters from which a word may have one letter wrong
VERY_LONG_WORD = 8  # letters from which it may have two
_ARTICLES = frozenset(
    {
        *("the", "a", "an", "le", "la", "les", "l", "un", "une"),
        *("der", "die", "das", "den", "det", "de", "het", "en", "ett"),
        *("el", "los", "las", "il", "lo", "gli", "i", "o", "os", "as", "al"),
    }
)
_NO_WORD = re.compile(r"[\W_]+")


class _Spelling(NamedTuple):
    """A recorded spelling, taken apart: its leading article, if any, and the other words."""

    article: str
    words: tuple[str, ...]
    written: str
    outlet: Outlet


class _Miss(NamedTuple):
    """A recorded spelling that a name misses by so many letters. The nearest sorts first, the doubtful last."""

    in_doubt: bool
    slips: int
    written: str
    spelling: _Spelling


_Gap = tuple[int, tuple[str, ...]]  # a name with the word at this place taken out


def unknown_outlets(terms: Iterable[Term], outlets: Sequence[Outlet]) -> Iterator[Problem]:
    """A problem for every use of an outlet that no record describes and that looks like a recorded one misspelt."""
    joined: dict[str, list[_Spelling]] = {}
    gaps: dict[_Gap, list[_Spelling]] = {}
    for outlet in outlets:
        for written in (outlet.name, *(alias.name for alias in outlet.aliases)):
            spelling = _Spelling(*_apart(written), written, outlet)
            for key in _joined(spelling.article, spelling.words):
                joined.setdefault(key, []).append(spelling)
            for gap in _gaps(spelling.words):
                gaps.setdefault(gap, []).append(spelling)
    for term in terms:
        miss = _miss(*_apart(term.label), joined, gaps)
        if miss is None:
            continue
        meant = miss.spelling.outlet
        hint = f'did you mean "{meant.name}"? ({meant.source})'
        for use in term.uses:
            if miss.in_doubt:
                message = f'the outlet "{use.written}" has no record, and "{miss.written}" has one'
                yield warning("similar-outlet", message, use.span, f"{hint} If not, give it a record of its own")
            else:
                yield Problem("unknown-outlet", f'no outlet "{use.written}"', use.span, hint=hint)


def _miss(
    article: str, words: tuple[str, ...], joined: dict[str, list[_Spelling]], gaps: dict[_Gap, list[_Spelling]]
) -> _Miss | None:
    """The recorded spelling that these words miss, the nearest first; two different articles are two papers."""
    alike = [found for key in _joined(article, words) for found in joined.get(key, ())]
    near = [_Miss(in_doubt=False, slips=0, written=found.written, spelling=found) for found in alike]
    for gap in _gaps(words):
        word = words[gap[0]]
        near += [miss for found in gaps.get(gap, ()) if (miss := _miss_in_word(word, found.words[gap[0]], found))]
    likely = [one for one in near if article == one.spelling.article or "" in {article, one.spelling.article}]
    return min(likely, key=lambda one: one[:3]) if likely else None


def _miss_in_word(one: str, other: str, spelling: _Spelling) -> _Miss | None:
    """The spelling, if few enough letters are wrong in a word of it for a slip; a figure is never one."""
    shorter = min(len(one), len(other))
    if shorter < SHORT_WORD or not (one.isalpha() and other.isalpha()):
        return None
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - only a run with an unrecorded outlet pays for this import

    most = 2 if shorter >= VERY_LONG_WORD else 1
    slips = int(OSA.distance(one, other, score_cutoff=most))
    in_doubt = shorter < LONG_WORD
    return _Miss(in_doubt, slips, spelling.written, spelling) if slips <= most else None


def _apart(name: str) -> tuple[str, tuple[str, ...]]:
    """A name's leading article and its other words, without case, punctuation and diacritics."""
    plain = unicodedata.normalize("NFKD", fold(name))
    letters = "".join(char for char in plain if unicodedata.category(char) != "Mn")
    words = tuple(_NO_WORD.sub(" ", letters).split())
    if len(words) > 1 and words[0] in _ARTICLES:
        return words[0], words[1:]
    return "", words


def _joined(article: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """The words without spaces, with the article and without it; none for a name without letters."""
    bare = "".join(words)
    return tuple(dict.fromkeys((bare, article + bare))) if bare else ()


def _gaps(words: tuple[str, ...]) -> Iterator[_Gap]:
    for place in range(len(words)):
        yield place, (*words[:place], *words[place + 1 :])
