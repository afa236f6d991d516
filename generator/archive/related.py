"""Which articles are near each other.

Two articles are near when they share entities, the more so the rarer these are, when they tell one story, and when
they are of one time. All scores are small integers and all ties are broken by the archive's own order, so the lists
are the same everywhere.

A list changes only when it has reason to. An entity weighs by how many articles name it, in powers of two, and not by
the size of the archive: one more article leaves nearly every weight as it was. And an article is compared only with
those closest in time among the articles that share an entity (`REACH` on either side), so that a name in
thousands of articles neither costs a square of them nor decides anything.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from generator.archive.order import day_number
from generator.archive.records import Entry
from generator.model import ArticleId

NEAREST = 4  # how many related articles an article has
REACH = 24  # neighbours on either side that a shared entity or story brings in
RAREST = 12  # the weight of an entity that one article names; half as often is one more
STORY = 8  # the weight of a shared story
CLOSEST = 4  # the most that closeness in time can add
FAR = 1 << 40  # days from an article whose date is unknown


class Standing(NamedTuple):
    """Where an article stands among those that share one entity or story, and what sharing it weighs."""

    places: list[int]  # in the archive's order
    rank: int
    weight: int


def relate(entries: Sequence[Entry]) -> dict[ArticleId, tuple[ArticleId, ...]]:
    """At most four related articles for each, nearest first; `entries` in the archive's order."""
    days = [day_number(entry.article.date.earliest) if entry.article.date.earliest else None for entry in entries]
    standings: list[list[Standing]] = [[] for _ in entries]
    for places in _postings((mention.entity for mention in entry.mentions) for entry in entries).values():
        _stand(places, max(1, RAREST + 1 - len(places).bit_length()), standings)
    for places in _postings(entry.stories for entry in entries).values():
        _stand(places, STORY, standings)
    return {
        entry.id: tuple(entries[place].id for place in _nearest(index, _scores(standings[index]), days))
        for index, entry in enumerate(entries)
    }


def _postings(terms_of_entries: Iterable[Iterable[str]]) -> Mapping[str, list[int]]:
    """The places in the archive's order at which each term occurs."""
    postings: dict[str, list[int]] = {}
    for place, terms in enumerate(terms_of_entries):
        for term in terms:
            postings.setdefault(term, []).append(place)
    return postings


def _stand(places: list[int], weight: int, standings: list[list[Standing]]) -> None:
    """Notes a shared term where it occurs; one that a single article has relates nothing."""
    if len(places) > 1:
        for rank, place in enumerate(places):
            standings[place].append(Standing(places, rank, weight))


def _scores(standings: Iterable[Standing]) -> dict[int, int]:
    """What the articles within reach share with one, weighed; one article's at a time, so that memory stays small."""
    scores: dict[int, int] = {}
    for places, rank, weight in standings:
        for other in (*places[max(0, rank - REACH) : rank], *places[rank + 1 : rank + 1 + REACH]):
            scores[other] = scores.get(other, 0) + weight
    return scores


def _nearest(index: int, scores: Mapping[int, int], days: Sequence[int | None]) -> list[int]:
    least = 0
    if len(scores) > NEAREST:
        # Closeness adds at most CLOSEST, so most candidates need no further look (measured: half the time).
        least = heapq.nlargest(NEAREST, scores.values())[-1] - CLOSEST
    day = days[index]
    ranked: list[tuple[int, int, int]] = []
    for place, score in scores.items():
        if score >= least:
            other = days[place]
            apart = FAR if day is None or other is None else abs(day - other)
            closeness = CLOSEST - apart.bit_length() // 2  # none from about four months on
            ranked.append((-score - closeness if closeness > 0 else -score, apart, place))
    return [place for _, _, place in heapq.nsmallest(NEAREST, ranked)]
