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

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from heapq import heappushpop
from typing import NamedTuple, TypeVar

from generator.archive.order import day_number
from generator.archive.records import EntityKey, Entry
from generator.model import ArticleId, StoryId

NEAREST = 4  # how many related articles an article has
REACH = 24  # neighbours on either side that a shared entity or story brings in
RAREST = 12  # the weight of an entity that one article names; half as often is one more
STORY = 8  # the weight of a shared story
CLOSEST = 4  # the most that closeness in time can add: two articles of one day
FAR_ENOUGH = 1 << 2 * CLOSEST - 1  # days from which on it adds nothing, about four months
FAR = 1 << 40  # days from an article whose date is unknown

Term = TypeVar("Term", EntityKey, StoryId)
NOBODY = (0, 0, 0)  # less near than any: score, days apart and place in the archive's order, the last two negative


class Shared(NamedTuple):
    """An entity or story that several articles have: where they stand in the archive's order, and what it weighs."""

    places: list[int]
    weight: int


def relate(entries: Sequence[Entry]) -> dict[ArticleId, tuple[ArticleId, ...]]:
    """At most four related articles for each, nearest first; `entries` in the archive's order.

    Each pair is looked at once, from the newer of the two (measured: two thirds of the time of looking from both).
    """
    days = [day_number(entry.article.date.earliest) if entry.article.date.earliest else None for entry in entries]
    terms = _terms_of(entries)
    ids = [entry.id for entry in entries]
    nearest = [[NOBODY] * NEAREST for _ in entries]  # heaps of the nearest yet met, so that memory stays small
    related: dict[ArticleId, tuple[ArticleId, ...]] = {}
    for here, entry in enumerate(entries):
        day, own = days[here], nearest[here]
        for other, score in _older(here, terms(entry), days):
            there, its = days[other], nearest[other]
            apart = FAR if day is None or there is None else abs(day - there)
            near = score + CLOSEST - apart.bit_length() // 2 if apart < FAR_ENOUGH else score
            heappushpop(own, (near, -apart, -other))
            if near >= its[0][0]:
                heappushpop(its, (near, -apart, -here))
        # All newer articles have had their turn before: what is kept now is the nearest of all.
        related[ids[here]] = tuple([ids[-place] for near, _, place in sorted(own, reverse=True) if near])
        nearest[here] = []
    return related


def _terms_of(entries: Sequence[Entry]) -> Callable[[Entry], list[Shared]]:
    """A lookup of the entities and stories that an article has and others have too."""
    named = {
        entity: Shared(places, max(1, RAREST + 1 - len(places).bit_length()))
        for entity, places in _shared([mention.entity for mention in entry.mentions] for entry in entries)
    }
    told = {story: Shared(places, STORY) for story, places in _shared(entry.stories for entry in entries)}

    def terms(entry: Entry) -> list[Shared]:
        found = [named.get(mention.entity) for mention in entry.mentions]
        found += [told.get(story) for story in entry.stories]
        return [term for term in found if term]

    return terms


def _shared(terms_of_entries: Iterable[Iterable[Term]]) -> Iterable[tuple[Term, list[int]]]:
    """The places at which each term occurs; one that a single article has relates nothing."""
    places: dict[Term, list[int]] = {}
    for place, terms in enumerate(terms_of_entries):
        for term in terms:
            places.setdefault(term, []).append(place)
    return ((term, here) for term, here in places.items() if len(here) > 1)


def _older(here: int, terms: Iterable[Shared], days: Sequence[int | None]) -> Iterable[tuple[int, int]]:
    """The older articles within reach that can be among the nearest of the one at `here`, or it among theirs.

    Each with the weight of all that the two share.
    """
    scores: dict[int, int] = {}
    candidates: set[int] = set()
    for places, weight in terms:
        rank = bisect_left(places, here)
        candidates.update(places[rank + 1 : _last_alone(places, rank, days)])
        for other in places[rank + 1 : rank + 1 + REACH]:
            if other in scores:
                scores[other] += weight
                candidates.add(other)
            else:
                scores[other] = weight
    return [(other, scores[other]) for other in candidates]


def _last_alone(places: Sequence[int], rank: int, days: Sequence[int | None]) -> int:
    """Where those end among the `places` of a term that sharing this term alone can make near the article at `rank`.

    Of articles that share the same with one, the nearest in time comes first. So beyond the fourth on a side nobody
    need be looked at (measured: a third less time) but those to whom the four are no nearer: of two of one day the
    newer comes first, and to an undated article no day is nearer than another.
    """
    last = min(len(places), rank + 1 + REACH)
    if days[places[last - 1]] is None:
        return last
    end = min(last, rank + 1 + NEAREST)
    while end < last and days[places[end - NEAREST]] == days[places[rank]]:
        end += 1
    return end
