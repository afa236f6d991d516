"""Which entities articles declare: names by type, and names of flat lists whose type has to be found.

A name under a type means a record of that type or a term of that type; "Paris" under people is never the city. A name
in a flat list means any record; if no record claims it, it is of the type under which other articles declare it. So is
the speaker of a quote, who is a person where no article says what they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from generator.archive.names import (
    Named,
    Names,
    Unread,
    ambiguous_aliases,
    ambiguous_name,
    fold,
    index_names,
    named_entity,
    who,
)
from generator.archive.records import EntityKey, entity_key
from generator.archive.terms import Settled, Term, Use, by_written, settle
from generator.model import Article, Entity, EntityId, EntityRef, EntityType, Quote, Record, SourcePath
from generator.problems import Problem, warning

TypedName = tuple[EntityType | None, str]  # an entity as an article declares it
UsesByType = Mapping[EntityType, list[Use]]

PEOPLE = EntityType("people")  # what a speaker is where nothing else says what they are


class SettledEntities(Record):
    """What every declared entity means. A name without a type that nothing gives one to has no meaning here."""

    recorded: Names  # of all types, by EntityKey
    meaning: Mapping[TypedName, EntityKey]
    terms: Mapping[EntityType, tuple[Term, ...]]
    problems: tuple[Problem, ...]


class _Flat(Record):
    claimed: Mapping[str, Named]
    typed: Mapping[str, EntityType]  # what other declarations make of names that no record claims
    disputed: frozenset[str]
    problems: tuple[Problem, ...]


def settle_entities(
    entities: Iterable[Entity], articles: Iterable[Article], quotes: Iterable[Quote], unread: Unread
) -> SettledEntities:
    """Decides what the declared entities of all articles, and the speakers of all quotes, mean."""
    by_type: dict[EntityType, list[Entity]] = {}
    everyone = tuple(entities)
    for entity in everyone:
        by_type.setdefault(entity.type, []).append(entity)
    recorded = index_names(map(named_entity, everyone))
    uses, flat_uses = _uses(articles)
    spoken = [_spoken(quote.source, quote.speaker) for quote in quotes if quote.speaker]
    flat_uses += spoken
    flat = _settle_flat(flat_uses, recorded, uses, frozenset(fold(use.written) for use in spoken), unread)
    for use in flat_uses:
        if use.written in flat.typed:
            uses.setdefault(flat.typed[use.written], []).append(use)
    settled = {
        kind: settle(here, index_names(map(named_entity, by_type.get(kind, ())))) for kind, here in sorted(uses.items())
    }
    disputed = flat.disputed.union(*(here.disputed for here in settled.values()))
    return SettledEntities(
        recorded=recorded,
        meaning=_meaning(flat, settled),
        terms={kind: here.terms for kind, here in settled.items()},
        problems=(
            *flat.problems,
            *(problem for here in settled.values() for problem in here.problems),
            *_ids_of_other_types(settled, recorded),
            *ambiguous_aliases(recorded, disputed, _parted(everyone, recorded)),
        ),
    )


def _uses(articles: Iterable[Article]) -> tuple[dict[EntityType, list[Use]], list[Use]]:
    typed: dict[EntityType, list[Use]] = {}
    flat: list[Use] = []
    for article in articles:
        declared = [(article.source, ref) for ref in article.entities]
        declared += [(note.file or article.source, ref) for note in article.annotations for ref in note.entities]
        for source, ref in declared:
            here = flat if ref.type is None else typed.setdefault(ref.type, [])
            here.append(Use(written=ref.name, source=source, at=ref.at))
    return typed, flat


def _spoken(source: SourcePath, speaker: EntityRef) -> Use:
    return Use(written=speaker.name, source=source, at=speaker.at)


def _settle_flat(
    flat_uses: Iterable[Use], recorded: Names, typed_uses: UsesByType, spoken: frozenset[str], unread: Unread
) -> _Flat:
    """What names without a type mean; those `spoken` (folded) are of people, unless they are declared otherwise."""
    declared_as: dict[str, set[EntityType]] = {}
    flat = by_written(flat_uses)
    if flat:
        for kind, uses in typed_uses.items():
            for written in {use.written for use in uses}:
                declared_as.setdefault(fold(written), set()).add(kind)
    claimed: dict[str, Named] = {}
    typed: dict[str, EntityType] = {}
    disputed: set[str] = set()
    problems: list[Problem] = []
    for written, here in flat.items():
        claimants = who(written, recorded)
        kinds = declared_as.get(fold(written)) or ({PEOPLE} if fold(written) in spoken else set())
        if claimants:
            claimed[written] = claimants[0]
        elif len(kinds) == 1:
            typed[written] = min(kinds)
        elif not unread.may_be(written):
            problems.extend(_untyped_entity(use, sorted(kinds)) for use in here)
        if len(claimants) > 1:
            disputed.add(fold(written))
            problems.extend(ambiguous_name(written, claimants, use.span) for use in here)
    return _Flat(claimed=claimed, typed=typed, disputed=frozenset(disputed), problems=tuple(problems))


def _untyped_entity(use: Use, kinds: list[EntityType]) -> Problem:
    if kinds:
        message = f'"{use.written}" has no record and is declared elsewhere under {" and ".join(kinds)}'
        hint = "write it under the type you mean"
    else:
        message = f'no record and no type for "{use.written}"'
        hint = "write it under people, organizations, places, works or another type, or add a record"
    return Problem("untyped-entity", message, use.span, hint=hint)


def _ids_of_other_types(settled: Mapping[EntityType, Settled], recorded: Names) -> Iterator[Problem]:
    """A warning for each id that is declared under a type its record does not have: it makes a term of its own."""
    for kind, here in settled.items():
        for term in here.terms:
            for spelling in term.spellings:
                for record in recorded.by_id.get(spelling, ()):
                    yield from (_id_of_other_type(use, kind, record) for use in term.uses if use.written == spelling)


def _id_of_other_type(use: Use, kind: EntityType, record: Named) -> Problem:
    other = record.key.partition("/")[0]
    return warning(
        "id-of-other-type",
        f'"{use.written}" stands under {kind}, but its record is of type {other} ({record.source})',
        use.span,
        hint=f"write it under {other}",
    )


def _meaning(flat: _Flat, settled: Mapping[EntityType, Settled]) -> dict[TypedName, EntityKey]:
    meaning: dict[TypedName, EntityKey] = {
        (None, written): EntityKey(record.key) for written, record in flat.claimed.items()
    }
    for kind, here in settled.items():
        meaning.update(((kind, written), EntityKey(record.key)) for written, record in here.claimed.items())
        for term in here.terms:
            key = entity_key(kind, EntityId(term.id))
            meaning.update(((kind, spelling), key) for spelling in term.spellings)
    meaning.update(((None, written), meaning[kind, written]) for written, kind in flat.typed.items())
    return meaning


def _parted(entities: Iterable[Entity], recorded: Names) -> frozenset[tuple[str, str]]:
    """Pairs of keys, in order, of entities one of which says it is different from the other."""
    pairs = (
        (entity_key(entity.type, entity.id), other.key)
        for entity in entities
        for ref in entity.different_from
        for other in who(ref.name, recorded)
    )
    return frozenset((min(pair), max(pair)) for pair in pairs)
