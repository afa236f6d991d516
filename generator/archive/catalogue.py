"""The indexes of an archive: which entries stand under which outlet, entity, tag, story and date.

Takes entries that are resolved and in order, and keeps that order; looks up no name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from generator.archive.directory import Directory
from generator.archive.order import in_time
from generator.archive.records import Count, EntityKey, Entry, Mention, Noted, Spelling, Spelt, key_of
from generator.archive.shelves import Shelves
from generator.model import (
    UNDATED,
    ArticleId,
    Entity,
    EntityId,
    Outlet,
    OutletId,
    Quote,
    QuoteId,
    Story,
    StoryId,
    Tag,
    TagId,
    Ymd,
)

TOGETHER = 24  # how many co-occurring entities an entity keeps

Key = TypeVar("Key", bound=Hashable)
Item = TypeVar("Item", Entry, Noted)


def all_outlets(shelves: Shelves, directory: Directory) -> dict[OutletId, Outlet]:
    """Recorded outlets and those that only articles name, by id."""
    terms = (Outlet(id=OutletId(term.id), name=term.label) for term in directory.outlets.terms)
    return {outlet.id: outlet for outlet in sorted((*shelves.outlets, *terms), key=lambda outlet: outlet.id)}


def all_tags(shelves: Shelves, directory: Directory) -> dict[TagId, Tag]:
    """Recorded tags and those that only articles name, by id."""
    terms = (Tag(id=TagId(term.id), name=term.label) for term in directory.tags.terms)
    return {tag.id: tag for tag in sorted((*shelves.tags, *terms), key=lambda tag: tag.id)}


def all_stories(shelves: Shelves, directory: Directory) -> dict[StoryId, Story]:
    """Recorded stories and those that only articles name, by id."""
    terms = (Story(id=StoryId(term.id), title=term.label) for term in directory.stories.terms)
    return {story.id: story for story in sorted((*shelves.stories, *terms), key=lambda story: story.id)}


def all_entities(shelves: Shelves, directory: Directory) -> dict[EntityKey, Entity]:
    """Recorded entities and those that only articles name, by key."""
    terms = (
        Entity(id=EntityId(term.id), type=kind, name=term.label)
        for kind, terms in directory.entity_terms.items()
        for term in terms
    )
    return {key_of(entity): entity for entity in sorted((*shelves.entities, *terms), key=key_of)}


def index(
    entries: Iterable[Item], keys: Iterable[Key], keys_of: Callable[[Item], Iterable[Key]]
) -> dict[Key, tuple[Item, ...]]:
    """Entries or notes under each of their keys, in the order given; every one of `keys` is there, if only empty."""
    found: dict[Key, list[Item]] = {key: [] for key in keys}
    for entry in entries:
        for key in keys_of(entry):
            found.setdefault(key, []).append(entry)
    return {key: tuple(here) for key, here in found.items()}


def by_month(entries: Iterable[Entry]) -> dict[tuple[int, int], tuple[Entry, ...]]:
    """Entries whose month is known, the newest month first."""
    return dict(sorted(index(entries, (), _months).items(), reverse=True))


def by_year(entries: Iterable[Entry]) -> dict[int, tuple[Entry, ...]]:
    """Entries whose year is known, the newest year first; the others are `undated`."""
    return dict(sorted(index(entries, (), _years).items(), reverse=True))


def undated(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Entries that no year claims: dates unknown, open at the start, or known to the decade or century only."""
    return tuple(entry for entry in entries if entry.article.date.year is None)


def notes(entries: Iterable[Entry]) -> tuple[Noted, ...]:
    """The notes on all entries, the newest first; those without a day as their articles follow each other, last."""
    found = [
        Noted(entry=entry, note=note, number=number)
        for entry in entries
        for number, note in enumerate(entry.notes, start=1)
    ]
    return tuple(sorted(found, key=_made_on, reverse=True))


def _made_on(noted: Noted) -> tuple[bool, Ymd]:
    day = noted.note.annotation.created.earliest if noted.note.annotation.created else None
    return day is not None, day or (0, 0, 0)


def quotes_by_entity(
    quotes: Mapping[QuoteId, Quote], speakers: Mapping[QuoteId, Mention]
) -> dict[EntityKey, tuple[Quote, ...]]:
    """What each entity said, the earliest first; what has no date last."""
    found: dict[EntityKey, list[Quote]] = {}
    for quote in sorted(quotes.values(), key=lambda quote: (in_time(quote.said or UNDATED), quote.id)):
        if quote.id in speakers:
            found.setdefault(speakers[quote.id].entity, []).append(quote)
    return {entity: tuple(found[entity]) for entity in sorted(found)}


def spellings(
    entries: Sequence[Entry], entities: Mapping[EntityKey, Entity], spelt: Mapping[ArticleId, Spelt]
) -> dict[EntityKey, tuple[Spelling, ...]]:
    """How articles spell each entity, commonest first, then by code point.

    An article that `spelt` says nothing of for an entity spells it as it declares it; an id is not a spelling.
    """
    found: dict[EntityKey, dict[str, list[Entry]]] = {key: {} for key in entities}
    for entry in entries:
        in_text = spelt.get(entry.id, {})
        for mention in entry.mentions:
            for written in in_text.get(mention.entity) or _declared(mention, entities[mention.entity]):
                found[mention.entity].setdefault(written, []).append(entry)
    return {key: _spellings(here) for key, here in found.items()}


def _declared(mention: Mention, entity: Entity) -> tuple[str, ...]:
    by_id = entity.source is not None and mention.written in {entity.id, mention.entity}
    return () if by_id and mention.written != entity.name else (mention.written,)


def _spellings(found: Mapping[str, Sequence[Entry]]) -> tuple[Spelling, ...]:
    ranked = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(
        Spelling(
            text=written,
            count=len(entries),
            outlets=_commonest(Counter(entry.outlet for entry in entries), len(entries)),
            oldest=entries[-1].id,
        )
        for written, entries in ranked
    )


def together(by_entity: Mapping[EntityKey, Sequence[Entry]]) -> dict[EntityKey, tuple[Count, ...]]:
    """The entities that most often stand in one article with each, at most 24, commonest first, then by key."""
    found: dict[EntityKey, tuple[Count, ...]] = {}
    for key, entries in by_entity.items():
        counter = Counter([mention.entity for entry in entries for mention in entry.mentions])
        del counter[key]
        found[key] = _commonest(counter, TOGETHER)
    return found


def derived(entries: Iterable[Entry]) -> dict[ArticleId, tuple[ArticleId, ...]]:
    """For each article that others derive from, those others."""
    found: dict[ArticleId, dict[ArticleId, None]] = {}
    for entry in entries:
        for parent in entry.parents:
            if parent.article is not None:
                found.setdefault(parent.article, {})[entry.id] = None
    return {article: tuple(others) for article, others in sorted(found.items())}


def narrower(broader: Mapping[TagId, Iterable[TagId]]) -> dict[TagId, tuple[TagId, ...]]:
    """The tags that name each tag as broader, by id."""
    found: dict[TagId, list[TagId]] = {}
    for tag, wider in sorted(broader.items()):
        for other in wider:
            found.setdefault(other, []).append(tag)
    return {tag: tuple(found[tag]) for tag in sorted(found)}


def _months(entry: Entry) -> tuple[tuple[int, int], ...]:
    year, month = entry.article.date.year, entry.article.date.month
    return () if year is None or month is None else ((year, month),)


def _years(entry: Entry) -> tuple[int, ...]:
    year = entry.article.date.year
    return () if year is None else (year,)


def _commonest(
    counts: Mapping[str, int] | Mapping[EntityKey, int] | Mapping[OutletId, int], most: int
) -> tuple[Count, ...]:
    """At most `most` names and how often they occur, commonest first, then by code point."""
    names: dict[int, list[str]] = {}
    for name, count in counts.items():
        names.setdefault(count, []).append(name)
    ranked: list[Count] = []
    for count in sorted(names, reverse=True):
        if len(ranked) >= most:
            break  # the many that occur once are seldom put in order (measured: 16 ms for 3,200 entities, and not 27)
        ranked += [Count(id=name, count=count) for name in sorted(names[count])]
    return tuple(ranked[:most])
