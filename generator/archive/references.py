"""What records say of each other: broader tags, offices, places, namesakes, merged records, who reported a quote.

Resolves the names in records; those in articles are the matter of `entries`. A name nobody knows is a warning and is
left out, so whatever is here exists; only who reported a quote is kept by name where the archive has nothing of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from generator.archive.directory import Directory, known
from generator.archive.links import held_back
from generator.archive.names import Named, Names, ambiguous_name, index_names, named_text, who
from generator.archive.records import EntityKey, Mention, Redirect, Reporter, Target, TargetKind, entity_key, key_of
from generator.archive.shelves import Published, Shelves
from generator.model import (
    NOWHERE,
    Entity,
    EntityId,
    Outlet,
    Quote,
    QuoteId,
    Record,
    Ref,
    SourcePath,
    Story,
    StoryId,
    Tag,
    TagId,
)
from generator.problems import Problem, Span, warning

Broader = Mapping[TagId, tuple[TagId, ...]]
Replacing = Entity | Outlet | Tag | Story  # what may stand in the place of records that were merged into it


class References(Record):
    """Resolved names of authority records, as `Archive` holds them."""

    broader: Broader
    different_from: Mapping[EntityKey, tuple[EntityKey, ...]]
    where: Mapping[StoryId, tuple[EntityKey, ...]]
    roles_of: Mapping[tuple[EntityKey, int], Target]
    speakers: Mapping[QuoteId, Mention]
    reporters: Mapping[QuoteId, tuple[Reporter, ...]]
    redirects: tuple[Redirect, ...]


def refer(published: Published, directory: Directory) -> tuple[References, list[Problem]]:
    """Resolves every name that entities, tags, stories and quotes give, and collects the redirects of all records."""
    problems: list[Problem] = []
    shelves, held = published.shelves, index_names(map(named_text, published.held_articles))
    broader = {tag.id: _broader(tag, directory, problems) for tag in shelves.tags if tag.broader}
    acyclic, cycles = without_cycles(broader)
    problems.extend(_tag_cycle(cycle, shelves.tags) for cycle in cycles)
    for _, records in _replacing(shelves):
        problems.extend(_replaced_but_there(records))
    references = References(
        broader=acyclic,
        different_from={
            key_of(entity): _different_from(entity, directory, problems)
            for entity in shelves.entities
            if entity.different_from
        },
        where={story.id: _where(story, directory, problems) for story in shelves.stories if story.where},
        roles_of={
            (key_of(entity), index): target
            for entity in shelves.entities
            for index, target in _offices(entity, directory, problems)
        },
        speakers={quote.id: speaker for quote in shelves.quotes if (speaker := _speaker(quote, directory))},
        reporters={
            quote.id: tuple(_reporter(ref, quote, directory, held, problems) for ref in quote.reported_by)
            for quote in shelves.quotes
            if quote.reported_by
        },
        redirects=tuple(_redirects(shelves)),
    )
    return references, problems


def without_cycles(broader: Broader) -> tuple[Broader, list[tuple[TagId, ...]]]:
    """The same relation without the steps that lead back, and the circles they closed, each from its own start."""
    kept: dict[TagId, dict[TagId, None]] = {}
    circles: list[tuple[TagId, ...]] = []
    done: set[TagId] = set()
    for start in sorted(broader):
        # A walk upwards: the tags from `start` to here, each with the steps it has not yet taken.
        walk = {start: iter(broader[start])} if start not in done else {}
        while walk:
            here = next(reversed(walk))
            step = next(walk[here], None)
            if step is None:
                done.add(here)
                del walk[here]
            elif step in walk:
                path = list(walk)
                circles.append((*path[path.index(step) :], step))
            else:
                kept.setdefault(here, {})[step] = None
                if step not in done:
                    walk[step] = iter(broader.get(step, ()))
    return {tag: tuple(kept[tag]) for tag in sorted(kept)}, circles


class _Place(NamedTuple):
    """Where a reference stands, and whom it can mean."""

    source: SourcePath | None
    directory: Directory


def _one(ref: Ref, place: _Place, claimants: Sequence[Named], what: str, problems: list[Problem]) -> Named | None:
    """The one thing that a record's reference means; the first when several claim it, which is a problem."""
    span = Span(place.source or "", ref.at.line, ref.at.column)
    if not claimants:
        if not place.directory.unread.may_be(ref.name):
            problems.append(warning("unknown-reference", f'no {what} "{ref.name}"', span))
        return None
    if len(claimants) > 1:
        problems.append(ambiguous_name(ref.name, claimants, span))
    return claimants[0]


def _broader(tag: Tag, directory: Directory, problems: list[Problem]) -> tuple[TagId, ...]:
    names = directory.tags.names
    found = (_one(ref, _Place(tag.source, directory), known(ref.name, names), "tag", problems) for ref in tag.broader)
    return tuple(TagId(broader.id) for broader in found if broader)


def _different_from(entity: Entity, directory: Directory, problems: list[Problem]) -> tuple[EntityKey, ...]:
    names = directory.entities
    found = (
        _one(ref, _Place(entity.source, directory), known(ref.name, names), "entity", problems)
        for ref in entity.different_from
    )
    return tuple(EntityKey(other.key) for other in found if other)


def _where(story: Story, directory: Directory, problems: list[Problem]) -> tuple[EntityKey, ...]:
    found: list[Named | None] = []
    for ref in story.where:
        claimants = known(ref.name, directory.entities)
        places = [named for named in claimants if named.key.startswith("places/")]
        found.append(_one(ref, _Place(story.source, directory), places or claimants, "place", problems))
    return tuple(EntityKey(place.key) for place in found if place)


def _offices(entity: Entity, directory: Directory, problems: list[Problem]) -> Iterator[tuple[int, Target]]:
    for index, role in enumerate(entity.roles):
        if role.of is None:
            continue
        kind, claimants = TargetKind.ENTITY, known(role.of.name, directory.entities)
        if not claimants:
            kind, claimants = TargetKind.OUTLET, known(role.of.name, directory.outlets.names)
        body = _one(role.of, _Place(entity.source, directory), claimants, "entity or outlet", problems)
        if body:
            yield index, Target(kind=kind, id=body.key)


def _speaker(quote: Quote, directory: Directory) -> Mention | None:
    """Who a quote says speaks; None also where the directory has said that it is not known who is meant."""
    speaker = quote.speaker
    found = directory.mentions.get((speaker.type, speaker.name)) if speaker else None
    return msgspec.structs.replace(found, role=speaker.role) if found and speaker else None


def _reporter(ref: Ref, quote: Quote, directory: Directory, held: Names, problems: list[Problem]) -> Reporter:
    """Who reported a quote: an outlet, else an article."""
    kind, claimants = TargetKind.OUTLET, known(ref.name, directory.outlets.names)
    if not claimants:
        kind, claimants = TargetKind.ARTICLE, who(ref.name, directory.articles)
    if not claimants and who(ref.name, held):
        problems.append(held_back(ref.name, Span(quote.source, ref.at.line, ref.at.column)))
        return Reporter(name=ref.name)
    found = _one(ref, _Place(quote.source, directory), claimants, "outlet or article", problems)
    return Reporter(name=found.name, target=Target(kind=kind, id=found.key)) if found else Reporter(name=ref.name)


def _tag_cycle(cycle: tuple[TagId, ...], tags: Sequence[Tag]) -> Problem:
    tag = next(tag for tag in tags if tag.id == cycle[0])
    at = tag.broader[0].at if tag.broader else NOWHERE
    return Problem(
        "tag-cycle",
        f"a tag is broader than itself: {' → '.join(cycle)}",
        Span(tag.source or "", at.line, at.column),
        hint="take one of them out of `broader`",
    )


def _replacing(shelves: Shelves) -> tuple[tuple[TargetKind, Sequence[Replacing]], ...]:
    return (
        (TargetKind.ENTITY, shelves.entities),
        (TargetKind.OUTLET, shelves.outlets),
        (TargetKind.TAG, shelves.tags),
        (TargetKind.STORY, shelves.stories),
    )


def _key_beside(record: Replacing, other: str) -> str:
    """The key that `other` has as the id of a record of the same kind and type."""
    return entity_key(record.type, EntityId(other)) if isinstance(record, Entity) else other


def _replaced_but_there(records: Sequence[Replacing]) -> Iterator[Problem]:
    present = {_key_beside(record, record.id): record for record in records}
    for record in records:
        for ref in record.replaces:
            other = present.get(_key_beside(record, ref.name))
            if other is not None:
                yield Problem(
                    "replaces-existing",
                    f'"{ref.name}" is replaced but still has a record ({other.source})',
                    Span(record.source or "", ref.at.line, ref.at.column),
                    hint="delete the merged record; its address will lead here",
                )


def _redirects(shelves: Shelves) -> Iterator[Redirect]:
    for article in shelves.articles:
        target = Target(kind=TargetKind.ARTICLE, id=article.id)
        for path in article.aliases:
            yield Redirect(path=path, target=target, source=article.source)
    for kind, records in _replacing(shelves):
        present = {_key_beside(record, record.id) for record in records}
        for record in records:
            target = Target(kind=kind, id=_key_beside(record, record.id))
            for ref in record.replaces:
                if _key_beside(record, ref.name) not in present:  # else a problem already
                    source = record.source or SourcePath("")
                    yield Redirect(path="", target=target, source=source, replaced=ref.name)
    for page in shelves.pages:
        target = Target(kind=TargetKind.PAGE, id=page.id)
        for path in page.aliases:
            yield Redirect(path=path, target=target, source=page.source)
