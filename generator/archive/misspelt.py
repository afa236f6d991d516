"""Outlets that an article names and no record describes: papers of their own, or recorded ones misspelt.

Only what a slip of the pen explains counts as misspelt: the article before the name, spacing, punctuation, diacritics,
or a letter or two in one long word. A word more or less makes another paper: "Le Monde diplomatique" is not "Le Monde".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from generator.archive.names import fold
from generator.archive.terms import Term
from generator.model import Outlet
from generator.problems import Problem

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


_Gap = tuple[int, tuple[str, ...]]  # a name with the word at this place taken out


def unknown_outlets(terms: Iterable[Term], outlets: Sequence[Outlet]) -> Iterator[Problem]:
    """An error for every use of an outlet that no record describes and that looks like a recorded one misspelt."""
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
        meant = _meant(*_apart(term.label), joined, gaps)
        if meant is None:
            continue
        hint = f'did you mean "{meant.written}"? ({meant.outlet.source})'
        for use in term.uses:
            yield Problem("unknown-outlet", f'no outlet "{use.written}"', use.span, hint=hint)


def _meant(
    article: str, words: tuple[str, ...], joined: dict[str, list[_Spelling]], gaps: dict[_Gap, list[_Spelling]]
) -> _Spelling | None:
    """The recorded spelling that these words miss, the nearest first; two different articles are two papers."""
    near: list[tuple[int | None, _Spelling]] = []
    for key in _joined(article, words):
        near += [(0, found) for found in joined.get(key, ())]
    for gap in _gaps(words):
        place = gap[0]
        near += [(_slips(words[place], found.words[place]), found) for found in gaps.get(gap, ())]
    likely = [
        (slips, found.written, found)
        for slips, found in near
        if slips is not None and (article == found.article or "" in {article, found.article})
    ]
    return min(likely, key=lambda one: one[:2])[2] if likely else None


def _slips(one: str, other: str) -> int | None:
    """How many letters are wrong in a word, None when too many for a slip; a figure is never one."""
    shorter = min(len(one), len(other))
    if shorter < LONG_WORD or not (one.isalpha() and other.isalpha()):
        return None
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - only a run with an unrecorded outlet pays for this import

    most = 2 if shorter >= VERY_LONG_WORD else 1
    slips = int(OSA.distance(one, other, score_cutoff=most))
    return slips if slips <= most else None


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
