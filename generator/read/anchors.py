"""Finds the words that a note is about in an article's reading text, and says how they are quoted for certain.

A quotation is a TextQuoteSelector (W3C Web Annotation Data Model, 4.2.4): the words, and what stands before and after
them. Texts change after they were quoted, so less and less is asked for, and slight changes of the words are followed.
But a note is lost rather than put on other words: where two places would do, where a number is another, where a word is
found inside longer ones only. Finds places and writes no message: whoever shows a loss has its reason and the places.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final, NamedTuple

from generator.model import TextQuote
from generator.read.approximate import Match, Searchable, Words, searchable, similar
from generator.read.comparable import Comparable, comparable, is_edge, occurrences

_SPACE: Final = re.compile(r"\s+")
_HANGUL: Final = ("가", "힣")


class Anchor(NamedTuple):
    """The words that a note is about: code points of the text from `start` up to `end`, exclusive.

    `written` is what the text has there; `approximate` says that this is not what was quoted, only much like it.
    """

    start: int
    end: int
    approximate: bool
    written: str


class Loss(StrEnum):
    """Why words have no anchor."""

    NOT_FOUND = "not found"
    INSIDE_WORDS = "found inside longer words only"
    SEVERAL = "found several times"
    SIMILAR = "similar words found several times"


class Lost(NamedTuple):
    """That there is no anchor, and the places that it might have had: `quote_for` says how each would be quoted."""

    reason: Loss
    places: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Anchors:
    """A text prepared for any number of quotations; a thousand of 50,000 characters take 0.03 s if they are exact."""

    text: str

    def anchor(self, quote: TextQuote) -> Anchor | Lost:
        """Where a quotation stands, or why that is not known.

        What decides, in this order: the words with all that is said to stand around them; with what is said to stand on
        one side; alone; with at most a tenth of their characters changed. Where one of these has two places, the words
        are lost.
        """
        wanted = _wanted(quote)
        found = self._exactly(wanted.exact)
        if whole := _whole(wanted, self._folded, [at for at, _ in found]):
            places = [(at, at + len(wanted.exact)) for at in _narrowed(wanted, self._folded, whole)]
            return self._lost(Loss.SEVERAL, places) if len(places) > 1 else self._anchor(*places[0])
        alike = self._similarly(wanted)
        if len(alike) == 1:
            return self._anchor(alike[0].start, alike[0].end, approximate=alike[0].distance > 0)
        if alike:
            return self._lost(Loss.SIMILAR, [(match.start, match.end) for match in alike])
        return self._lost(Loss.INSIDE_WORDS if found else Loss.NOT_FOUND, found)

    def quote_for(self, start: int, end: int) -> TextQuote:
        """The quotation of some characters that `anchor` finds again, and nothing else by it.

        White space around them is no part of it, and what is one to the reader (a letter and its accent) is not
        divided. It has as few characters around the words as tell them from the same words elsewhere, from the edge of
        a word on; they are as in the text, each white space one space. ValueError where there are no words.
        """
        first, last = self._compared.stands_for(start, end)
        if first >= last:
            raise ValueError(f"there is nothing to quote between {start} and {end}")
        begin, stop = _around(self._folded, first, last)
        start, end = self._compared.within(first, last)
        begin, stop = self._compared.within(begin, stop)
        prefix, exact, suffix = (self.text[begin:start], self.text[start:end], self.text[end:stop])
        return TextQuote(exact=_spaced(exact), prefix=_spaced(prefix), suffix=_spaced(suffix))

    @cached_property
    def _compared(self) -> Comparable:
        return comparable(self.text)

    @cached_property
    def _searchable(self) -> Searchable:
        return searchable(self._folded)

    @property
    def _folded(self) -> str:
        return self._compared.folded

    def _exactly(self, words: str) -> list[tuple[int, int]]:
        places = ((at, at + len(words)) for at in occurrences(words, self._folded)) if words else ()
        return [place for place in places if self._compared.divides_nothing(*place)]

    def _similarly(self, wanted: _Wanted) -> list[Match]:
        """The words with changes; a part of one word is too little to look for in others."""
        is_long = " " in wanted.exact
        words = Words(wanted.exact, wanted.cut_before and is_long, wanted.cut_after and is_long)
        matches = similar(words, self._searchable)
        return [match for match in matches if self._compared.divides_nothing(match.start, match.end)]

    def _anchor(self, start: int, end: int, *, approximate: bool = False) -> Anchor:
        start, end = self._compared.within(start, end)
        return Anchor(start, end, approximate, self.text[start:end])

    def _lost(self, reason: Loss, places: Sequence[tuple[int, int]]) -> Lost:
        return Lost(reason, tuple(self._compared.within(*place) for place in places))


def anchor(text: str, quote: TextQuote) -> Anchor | Lost:
    """Where a quotation stands in a text, or why that is not known; for many of one text see `Anchors.anchor`."""
    return Anchors(text).anchor(quote)


def quote_for(text: str, start: int, end: int) -> TextQuote:
    """The quotation of some characters of a text that `anchor` finds again; see `Anchors.quote_for`."""
    return Anchors(text).quote_for(start, end)


# Finding


class _Wanted(NamedTuple):
    """A quotation, folded, without white space where its parts meet: whether they had some is easily lost.

    `cut_before` and `cut_after` say that, as it is written, the words begin and end inside longer ones.
    """

    exact: str
    prefix: str
    suffix: str
    cut_before: bool
    cut_after: bool


def _wanted(quote: TextQuote) -> _Wanted:
    exact, prefix, suffix = (comparable(part).folded for part in (quote.exact, quote.prefix, quote.suffix))
    return _Wanted(
        exact.strip(" "),
        prefix.strip(" "),
        suffix.strip(" "),
        cut_before=not is_edge(prefix + exact + suffix, len(prefix)),
        cut_after=not is_edge(prefix + exact + suffix, len(prefix + exact)),
    )


def _whole(wanted: _Wanted, text: str, found: Sequence[int]) -> Sequence[int]:
    """Those places where the words stand as words, or as the part of a word that they were quoted as.

    Several words are themselves also where letters make the first or last one longer, as endings do.
    """
    whole = [at for at in found if _begins_whole(wanted, text, at) and _ends_whole(wanted, text, at)]
    if whole or " " not in wanted.exact:
        return whole
    return [at for at in found if _is_lengthened(text, at) and _is_lengthened(text, at + len(wanted.exact))]


def _begins_whole(wanted: _Wanted, text: str, at: int) -> bool:
    return is_edge(text, at) or (wanted.cut_before and _has_before(text, at, wanted.prefix))


def _ends_whole(wanted: _Wanted, text: str, at: int) -> bool:
    end = at + len(wanted.exact)
    return _may_end_at(text, end) or (wanted.cut_after and _has_after(text, end, wanted.suffix))


def _is_lengthened(text: str, at: int) -> bool:
    return is_edge(text, at) or (text[at - 1].isalpha() and text[at].isalpha())


def _may_end_at(text: str, end: int) -> bool:
    """Whether a word may end here: in Korean also where a particle follows, which people do not quote with a name."""
    return is_edge(text, end) or all(_HANGUL[0] <= char <= _HANGUL[1] for char in text[end - 1 : end + 1])


def _has_before(text: str, at: int, prefix: str) -> bool:
    return text.endswith(prefix, 0, _before_space(text, at))


def _has_after(text: str, at: int, suffix: str) -> bool:
    return text.startswith(suffix, _after_space(text, at))


def _before_space(text: str, at: int) -> int:
    return at - 1 if text[at - 1 : at] == " " else at


def _after_space(text: str, at: int) -> int:
    return at + 1 if text[at : at + 1] == " " else at


def _narrowed(wanted: _Wanted, text: str, places: Sequence[int]) -> Sequence[int]:
    """The places that a quotation's prefix and suffix leave; all where neither is there any more."""
    before = [at for at in places if _has_before(text, at, wanted.prefix)] if wanted.prefix else []
    after = [at for at in places if _has_after(text, at + len(wanted.exact), wanted.suffix)] if wanted.suffix else []
    if both := sorted(set(before) & set(after)):
        return both
    certain = [side[0] for side in (before, after) if len(side) == 1]
    return sorted(set(certain or before + after or places))


# Quoting


def _spaced(text: str) -> str:
    return _SPACE.sub(" ", text)


def _around(text: str, first: int, last: int) -> tuple[int, int]:
    """Where the shortest quotation of some characters, with what tells them from others, begins and stops.

    Every other place of the same words differs before them or behind. So each prefix that tells one place more is tried
    with the suffix that the rest needs, and the shortest sum is taken.
    """
    left, right = _before_space(text, first), _after_space(text, last)
    others = _others(text, first, last)
    alike_before = [_alike_before(text, left, _before_space(text, at)) for at, _ in others]
    alike_after = [_alike_after(text, right, _after_space(text, end)) for _, end in others]
    least_before = 0 if is_edge(text, first) else left - _edge_before(text, left - 1)  # the rest of the word
    least_after = 0 if is_edge(text, last) else _edge_after(text, right + 1) - right
    most_before, most_after = left - text.startswith(" "), len(text) - text.endswith(" ") - right
    prefixes = {left - _edge_before(text, left - length - 1) for length in alike_before if length < most_before}
    choices = []
    for before in {least_before, *(max(least_before, length) for length in prefixes)}:
        rest = [alike for known, alike in zip(alike_before, alike_after, strict=True) if known >= before]
        if not rest:
            choices.append((before + least_after, before, least_after))
        elif max(rest) < most_after:
            after = max(least_after, _edge_after(text, right + max(rest) + 1) - right)
            choices.append((before + after, before, after))
    _, before, after = min(choices)
    return left - before if before else first, right + after if after else last


def _others(text: str, first: int, last: int) -> list[tuple[int, int]]:
    """Other places where the same characters might be meant."""
    places = ((at, at + last - first) for at in occurrences(text[first:last], text) if at != first)
    begins_whole, ends_whole = is_edge(text, first), is_edge(text, last)
    return [
        (at, end)
        for at, end in places
        if (is_edge(text, at) or not begins_whole) and (_may_end_at(text, end) or not ends_whole)
    ]


def _edge_before(text: str, at: int) -> int:
    """The last edge of a word up to here, from which a quotation can begin."""
    while at > 0 and (text[at] == " " or not is_edge(text, at)):
        at -= 1
    return at


def _edge_after(text: str, at: int) -> int:
    """The first edge of a word from here, at which a quotation can stop."""
    while at < len(text) and (text[at - 1] == " " or not is_edge(text, at)):
        at += 1
    return at


def _alike_before(text: str, one: int, other: int) -> int:
    """How many characters before two places are the same."""
    return _longest(lambda size: text[one - size : one] == text[other - size : other], min(one, other))


def _alike_after(text: str, one: int, other: int) -> int:
    """How many characters from two places on are the same."""
    return _longest(lambda size: text[one : one + size] == text[other : other + size], len(text) - max(one, other))


def _longest(holds: Callable[[int], bool], most: int) -> int:
    """The largest number up to `most` that a thing holds for, when it holds for all smaller ones."""
    size = 1
    while size <= most and holds(size):
        size *= 2
    least, most = size // 2, min(size - 1, most)
    while least < most:
        middle = (least + most + 1) // 2
        if holds(middle):
            least = middle
        else:
            most = middle - 1
    return least
