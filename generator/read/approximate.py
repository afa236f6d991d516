"""Words that were slightly changed, found again: approximate search in folded texts.

Similar means that at most a tenth of the characters were changed, added or left out (Levenshtein's distance), that
every number is what it was, and that no word is cut. Knows nothing of notes: `anchors` judges what is found.

G. Myers, "A fast bit-vector algorithm for approximate string matching based on dynamic programming", Journal of the ACM
46(3), 1999: a column of the table of distances is two integers, and one step makes the next column. An integer of
Python's has as many bits as the words have characters, so there are no blocks. H. Hyyrö, "Explaining and extending the
bit-parallel approximate string matching algorithm of Myers", Tampere 2001, gives the form used here, also for distances
from a fixed place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from generator.read.comparable import is_edge, occurrences

EDITS_IN: Final = 10  # characters, one may be another
MOST_COUNTED: Final = 50_000  # characters in which edits are counted for one quotation: 0.1 s for 300 characters

_NUMBER: Final = re.compile(r"\d+")


class Words(NamedTuple):
    """Words to look for; `cut_before` and `cut_after` say that they were taken out of the middle of a word."""

    words: str
    cut_before: bool = False
    cut_after: bool = False


class Match(NamedTuple):
    """Characters of a text that are like the wanted ones, and by how many edits they differ."""

    start: int
    end: int
    distance: int


class _Stretch(NamedTuple):
    """A part of a text in which a match may lie, which begins by `latest_start` and ends at `first_end` or later.

    Between these two are the numbers that are wanted.
    """

    start: int
    end: int
    latest_start: int
    first_end: int


class _Rank(NamedTuple):
    """How well a match does: of two the lesser is better."""

    distance: int
    cuts: int  # words of the text that it begins or ends inside
    other_ends: int  # first and last characters that are not those of the wanted ones
    longer: int  # or shorter, than what is wanted
    start: int
    end: int


class Searchable(NamedTuple):
    """A folded text and where its numbers stand."""

    text: str
    numbers: tuple[tuple[int, int], ...]


def searchable(text: str) -> Searchable:
    """A folded text made ready to be searched any number of times."""
    return Searchable(text, tuple(number.span() for number in _NUMBER.finditer(text)))


def similar(wanted: Words, within: Searchable) -> tuple[Match, ...]:
    """The most similar words of a text, and some of those that are similar too and do not overlap them.

    In order of the text. Nothing is similar to fewer than ten characters but themselves. A text that repeats itself all
    over has nothing that is certain to be meant, and is not searched to its end.
    """
    if len(wanted.words) < EDITS_IN:
        return ()
    stretches = _stretches(wanted.words, within)
    matches = [match for stretch in stretches if (match := _best(wanted, within.text, stretch))]
    if not matches:
        return ()
    best = min(matches, key=lambda match: match.distance)
    rests = [rest for stretch in stretches for rest in _without(stretch, best)]
    return tuple(sorted({best, *(match for rest in rests if (match := _best(wanted, within.text, rest)))}))


def _without(stretch: _Stretch, match: Match) -> tuple[_Stretch, _Stretch]:
    """What a stretch has before and after a match."""
    return (
        stretch._replace(end=min(stretch.end, match.start)),
        stretch._replace(start=max(stretch.start, match.end)),
    )


def _stretches(words: str, within: Searchable) -> list[_Stretch]:
    """Where a text has the numbers of the words in their order and no others."""
    text, there = within
    expected = _NUMBER.findall(words)
    starts = [0, *(end for _, end in there)]  # of what is between the numbers
    ends = [*(start for start, _ in there), len(text)]
    if not expected:
        return [_Stretch(start, end, end, start) for start, end in zip(starts, ends, strict=True)]
    longest = len(words) + len(words) // EDITS_IN
    stretches = []
    for at in range(len(there) - len(expected) + 1):
        numbers = there[at : at + len(expected)]
        if [text[start:end] for start, end in numbers] == expected:
            first, last = numbers[0][0], numbers[-1][1]
            start, end = max(starts[at], last - longest), min(ends[at + len(expected)], first + longest)
            stretches.append(_Stretch(start, end, first, last))
    return stretches


def _best(wanted: Words, text: str, stretch: _Stretch) -> Match | None:
    """The most similar words of a stretch; of equals those that cut no word and end alike."""
    if stretch.start > stretch.latest_start or stretch.end < stretch.first_end:
        return None
    most = len(wanted.words) // EDITS_IN
    windows = list(_windows(wanted.words, text, stretch))
    if sum(stop - start for start, stop in windows) > MOST_COUNTED:
        return None
    ends = [
        (distance, end)
        for start, stop in windows
        for end, distance in _ends(wanted.words, text, start, stop)
        if distance <= most and end >= stretch.first_end and _may_end(wanted, text, end)
    ]
    best: _Rank | None = None
    for least, end in sorted(ends):
        if best and least > best.distance:
            break
        if best and abs(end - best.end) > most:  # elsewhere it is another place, or the text repeats itself
            continue
        from_here = text[max(stretch.start, end - len(wanted.words) - most) : end]
        for start, distance in _starts(wanted.words, from_here, end):
            if distance <= most and start <= stretch.latest_start and _may_start(wanted, text, start):
                found = _rank(wanted.words, text, start, end, distance)
                best = min(best, found) if best else found
    return Match(best.start, best.end, best.distance) if best else None


def _rank(words: str, text: str, start: int, end: int, distance: int) -> _Rank:
    return _Rank(
        distance,
        (not is_edge(text, start)) + (not is_edge(text, end)),
        (text[start] != words[0]) + (text[end - 1] != words[-1]),
        abs(end - start - len(words)),
        start,
        end,
    )


def _may_end(wanted: Words, text: str, end: int) -> bool:
    return text[end - 1] != " " and (wanted.cut_after or is_edge(text, end))


def _may_start(wanted: Words, text: str, start: int) -> bool:
    return text[start] != " " and (wanted.cut_before or is_edge(text, start))


def _windows(words: str, text: str, stretch: _Stretch) -> Iterator[tuple[int, int]]:
    """The parts of a stretch that a match can lie in, in order and apart.

    Of words with k edits one of k + 1 parts is as it was (S. Wu and U. Manber, "Fast text searching allowing errors",
    1992), so most texts need no search that counts edits, and are done in a tenth of the time.
    """
    most = len(words) // EDITS_IN
    parts = most + 1
    borders = [number * len(words) // parts for number in range(parts + 1)]
    within = text[stretch.start : stretch.end]
    begins = sorted({at - first for first, last in pairwise(borders) for at in occurrences(words[first:last], within)})
    open_from = open_to = -1
    for begin in begins:
        start, end = stretch.start + max(begin - most, 0), min(stretch.start + begin + len(words) + most, stretch.end)
        if start > open_to:
            if open_to >= 0:
                yield open_from, open_to
            open_from = start
        open_to = max(open_to, end)
    if open_to >= 0:
        yield open_from, open_to


def _ends(words: str, text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Each end of words between two places, and the least distance to `words` of any that end there."""
    return zip(range(start + 1, stop + 1), _distances(words, text[start:stop], every_start=1), strict=True)


def _starts(words: str, text: str, end: int) -> Iterator[tuple[int, int]]:
    """Each start in a text that ends at `end`, and the distance of what is between from `words`."""
    return zip(range(end - 1, end - len(text) - 1, -1), _distances(words[::-1], text[::-1], every_start=0), strict=True)


def _distances(words: str, text: Sequence[str], *, every_start: int) -> Iterator[int]:
    """For each character of a text, the distance of `words` from what ends with it.

    That begins with the text (`every_start` is 0), or wherever the distance is least (1).
    """
    masks: dict[str, int] = {}
    for place, char in enumerate(words):
        masks[char] = masks.get(char, 0) | 1 << place
    full, last = (1 << len(words)) - 1, 1 << len(words) - 1
    rises, falls, distance = full, 0, len(words)  # the differences down the column, as bits
    for char in text:
        matches = masks.get(char, 0)
        either = matches | falls
        diagonal = (((matches & rises) + rises) ^ rises) | either
        right = falls | (full & ~(diagonal | rises))
        left = rises & diagonal
        if right & last:
            distance += 1
        elif left & last:
            distance -= 1
        right = right << 1 | (1 - every_start)
        rises = full & (left << 1 | ~(diagonal | right))
        falls = right & diagonal & full
        yield distance
