"""What a name given on the command line means: an entity, outlet, tag or story, with or without a record."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from generator.archive.directory import Declared, Namespace
from generator.archive.names import Named, Names, fold
from generator.archive.records import TargetKind, entity_key
from generator.archive.terms import Term
from generator.editing.desk import Desk
from generator.files import SITE_FILE
from generator.model import Entity, EntityId, EntityType, Outlet, Record, SourcePath, Story, Tag
from generator.problems import Problem, Span, did_you_mean

Authority = Entity | Outlet | Tag | Story

KINDS = {"tags": TargetKind.TAG, "outlets": TargetKind.OUTLET, "stories": TargetKind.STORY}
_FOLDERS = {
    TargetKind.TAG: "tags",
    TargetKind.OUTLET: "outlets",
    TargetKind.STORY: "stories",
    TargetKind.ENTITY: "entities",
}


class Sort(Record):
    """What names are looked up among: a kind of records, and of entities a type (None: every type)."""

    kind: TargetKind
    type: EntityType | None = None

    @property
    def words(self) -> str:
        """How messages call one of them."""
        if self.kind is not TargetKind.ENTITY:
            return str(self.kind)
        return f"entity of type {self.type}" if self.type else "entity"


class Subject(Record):
    """Somebody or something that is to be renamed or merged; `record` is None for a name without one."""

    sort: Sort
    id: str
    label: str
    record: Authority | None = None
    spellings: tuple[str, ...] = ()  # of a name without a record, the commonest first

    @property
    def key(self) -> str:
        """What the directory files it under."""
        return entity_key(self.sort.type, EntityId(self.id)) if self.sort.type else self.id

    @property
    def source(self) -> SourcePath | None:
        """The record's file."""
        return self.record.source if self.record else None

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that means it: the name and aliases of its record, or every spelling."""
        if self.record is None:
            return self.spellings
        return (self.label, *(alias.name for alias in self.record.aliases))


def sort_of(written: str | None, desk: Desk) -> Sort | Problem:
    """What `--type` means: tags, outlets, stories or a type of entity; tags where it is not given."""
    if written is None:
        return Sort(kind=TargetKind.TAG)
    if written in KINDS:
        return Sort(kind=KINDS[written])
    types = [one.id for one in desk.config.entity_types]
    if written in types:
        return Sort(kind=TargetKind.ENTITY, type=EntityType(written))
    known = [*KINDS, *types]
    near = did_you_mean(written, known)
    hint = f'did you mean "{near}"?' if near else f"there are: {', '.join(known)}"
    return Problem("unknown-type", f'nothing has the type "{written}"', Span(SITE_FILE), hint)


def subjects_named(written: str, sort: Sort, desk: Desk) -> tuple[Subject, ...]:
    """Everything of a sort that a name can mean: records first, by id, name or alias; else names without a record."""
    space = space_of(sort, desk)
    claimants = who_of(written, space.recorded, sort) or who_of(written, space.unrecorded, sort)
    return tuple(subject_of(named, sort, desk) for named in claimants)


def the_one(written: str, sort: Sort, desk: Desk) -> Subject | Problem:
    """The one thing that a name means, or the problem that there is none or several."""
    found = subjects_named(written, sort, desk)
    if len(found) == 1:
        return found[0]
    if found:
        ways = [one.key for one in found]
        listed = " and ".join(f"{one.key} ({one.source or 'no record'})" for one in found)
        message = f'"{written}" may mean more than one {sort.words}: {listed}'
        return Problem("ambiguous-name", message, Span(SITE_FILE), f"write the one you mean: {' or '.join(ways)}")
    return Problem("unknown-name", f'no {sort.words} "{written}"', Span(SITE_FILE), _elsewhere(written, sort, desk))


def _elsewhere(written: str, sort: Sort, desk: Desk) -> str | None:
    """Where else the name means something, or which name of this sort is near it."""
    for word, kind in KINDS.items():
        if kind is not sort.kind and subjects_named(written, Sort(kind=kind), desk):
            return f"there is one among the {word}: --type {word}"
    for one in subjects_named(written, Sort(kind=TargetKind.ENTITY), desk):
        if one.sort.type != sort.type:
            return f"there is one of type {one.sort.type}: --type {one.sort.type}"
    near = did_you_mean(written, sorted(_names_of(sort, desk)))
    return f'did you mean "{near}"?' if near else None


def _names_of(sort: Sort, desk: Desk) -> Iterator[str]:
    """The names and ids of everything of a sort."""
    space = space_of(sort, desk)
    for table in (space.recorded, space.unrecorded):
        for names in (table.by_name, table.by_id):
            yield from (name for name, claimants in names.items() if _of_type(claimants, sort))


def having_id(identifier: str, sort: Sort, desk: Desk) -> Iterator[Named]:
    """What of a sort has an id, or had it."""
    space = space_of(sort, desk)
    for table in (space.recorded, space.unrecorded):
        yield from _of_type(table.by_id.get(identifier, ()), sort)


def folder_of(sort: Sort, content: str) -> str:
    """Where a new record of a sort goes: an entity into the folder of its type."""
    folder = f"{content}/{_FOLDERS[sort.kind]}"
    return f"{folder}/{sort.type}" if sort.type else folder


def subject_of(named: Named, sort: Sort, desk: Desk) -> Subject:
    """What a lookup found, with its record or its spellings."""
    if sort.kind is TargetKind.ENTITY:
        kind, _, entity_id = named.key.partition("/")
        exact = Sort(kind=sort.kind, type=EntityType(kind))
        records: Iterable[Authority] = (
            one for one in desk.shelves.entities if one.type == kind and one.id == entity_id
        )
        terms: Iterable[Term] = desk.directory.entity_terms.get(EntityType(kind), ())
    else:
        exact, records, terms = sort, _shelf(sort, desk), _declared(sort, desk).terms
    record = next((one for one in records if one.id == named.id), None)
    if record is not None:
        return Subject(sort=exact, id=record.id, label=named.name, record=record)
    term = next(one for one in terms if one.id == named.id)
    return Subject(sort=exact, id=term.id, label=term.label, spellings=term.spellings)


def who_of(written: str, names: Names, sort: Sort) -> tuple[Named, ...]:
    """As `names.who`, among those of one sort."""
    exact = unicodedata.normalize("NFC", written)
    for table, text in ((names.by_id, exact), (names.by_name, exact), (names.by_folded, fold(written))):
        if claimants := _of_type(table.get(text, ()), sort):
            return claimants
    return ()


def _of_type(claimants: Iterable[Named], sort: Sort) -> tuple[Named, ...]:
    if sort.type is None:
        return tuple(claimants)
    return tuple(one for one in claimants if one.key.startswith(f"{sort.type}/"))


def space_of(sort: Sort, desk: Desk) -> Namespace:
    """The names that are looked up together: of all entities, or of all tags, outlets or stories."""
    return desk.directory.entities if sort.kind is TargetKind.ENTITY else _declared(sort, desk).names


def _declared(sort: Sort, desk: Desk) -> Declared:
    match sort.kind:
        case TargetKind.OUTLET:
            return desk.directory.outlets
        case TargetKind.STORY:
            return desk.directory.stories
        case _:
            return desk.directory.tags


def _shelf(sort: Sort, desk: Desk) -> Sequence[Authority]:
    match sort.kind:
        case TargetKind.OUTLET:
            return desk.shelves.outlets
        case TargetKind.STORY:
            return desk.shelves.stories
        case _:
            return desk.shelves.tags
