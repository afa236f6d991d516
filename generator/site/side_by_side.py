"""Which of a story's articles and shared passages are compared side by side: one choice, for all that lead to them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from generator.archive.records import Archive, Passage
from generator.model import ArticleId, StoryId

MOST = 24  # articles side by side


def passages_in(archive: Archive) -> dict[ArticleId, tuple[Passage, ...]]:
    """The passages that each article shares with others."""
    found: dict[ArticleId, dict[str, Passage]] = {}
    for passage in archive.passages:
        for place in passage.places:
            found.setdefault(place.article, {})[passage.id] = passage
    return {article: tuple(here.values()) for article, here in found.items()}


def side_by_side(
    archive: Archive, shared: Mapping[ArticleId, tuple[Passage, ...]]
) -> dict[StoryId, tuple[Passage, ...]]:
    """For each story some of whose articles share words, the passages that are compared, with their places there alone.

    They follow each other as in the oldest article that has each. Of a story with very many articles, those are left
    out that were the last to share anything.
    """
    found = {}
    for story, entries in archive.by_story.items():
        age = {entry.id: number for number, entry in enumerate(reversed(entries))}
        passages = _within(dict.fromkeys(passage for one in age for passage in shared.get(one, ())), age)
        compared = _within(passages, _first_to_share(passages, age))
        if compared:
            found[story] = tuple(sorted(compared, key=lambda passage: (*_oldest(passage, age), passage.id)))
    return found


def _within(passages: Iterable[Passage], articles: Collection[ArticleId]) -> list[Passage]:
    """The passages that several of these articles have, with their places in these."""
    of_these = (
        Passage(id=passage.id, places=tuple(place for place in passage.places if place.article in articles))
        for passage in passages
    )
    return [passage for passage in of_these if len({place.article for place in passage.places}) > 1]


def _first_to_share(passages: Iterable[Passage], age: Mapping[ArticleId, int]) -> frozenset[ArticleId]:
    """The articles that are compared: each came to share something when it and another had been published."""
    since: dict[ArticleId, int] = {}
    for passage in passages:
        _, second, *_ = sorted({age[place.article] for place in passage.places})
        for place in passage.places:
            shared = max(age[place.article], second)
            since[place.article] = min(since.get(place.article, shared), shared)
    return frozenset(sorted(since, key=lambda article: (since[article], age[article]))[:MOST])


def _oldest(passage: Passage, age: Mapping[ArticleId, int]) -> tuple[int, int]:
    return min((age[place.article], place.start) for place in passage.places)
