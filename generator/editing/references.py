"""Every place in an archive's YAML where something is named: in articles, notes and records.

Resolves each name by the rules of the archive room, and by nothing else. Texts below the front matter are the matter of
`links`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from enum import StrEnum

from generator.archive.directory import Namespace, known
from generator.archive.names import Named, who
from generator.archive.records import TargetKind
from generator.editing.desk import Desk
from generator.editing.subjects import Subject
from generator.model import EntityRef, Record, Ref, SourcePath
from generator.problems import Position


class Form(StrEnum):
    """How a reference names what it means."""

    ID = "id"
    KEY = "key"  # an entity's type and id: "people/im-chon-il"
    NAME = "name"


class Reference(Record):
    """A name in a file, where its value begins, and how it names what it means."""

    path: SourcePath
    at: Position
    written: str
    form: Form


_Meant = tuple[TargetKind, str]  # a kind and the directory's key
_Found = tuple[SourcePath, Ref | EntityRef, _Meant]


def references_to(subject: Subject, desk: Desk) -> tuple[Reference, ...]:
    """Every reference to something, by file and place."""
    meant = (subject.sort.kind, subject.key)
    found = (_reference(path, ref, subject) for path, ref, means in _references(desk) if means == meant)
    return tuple(sorted(found, key=lambda one: (one.path, one.at)))


def _reference(path: SourcePath, ref: Ref | EntityRef, subject: Subject) -> Reference:
    form = Form.NAME
    if subject.record is not None:
        written = unicodedata.normalize("NFC", ref.name)
        if written == unicodedata.normalize("NFC", subject.label):
            form = Form.NAME  # as the archive shows it, whatever its id is
        elif written in {subject.id, *(former.name for former in subject.record.replaces)}:
            form = Form.ID
        elif written == subject.key:
            form = Form.KEY
    return Reference(path=path, at=ref.at, written=ref.name, form=form)


def _references(desk: Desk) -> Iterator[_Found]:
    yield from _in_articles(desk)
    yield from _in_entities(desk)
    directory = desk.directory
    for tag in desk.shelves.tags:
        for ref in tag.broader:
            yield from _found(tag.source, ref, TargetKind.TAG, known(ref.name, directory.tags.names))
    for story in desk.shelves.stories:
        for ref in story.where:
            claimants = known(ref.name, directory.entities)
            places = tuple(one for one in claimants if one.key.startswith("places/"))
            yield from _found(story.source, ref, TargetKind.ENTITY, places or claimants)
    for quote in desk.shelves.quotes:
        if quote.speaker:
            yield from _of_entity(quote.source, quote.speaker, desk)
        for ref in quote.reported_by:
            yield from _first_of(quote.source, ref, _outlets(desk), _entities(desk))


def _in_articles(desk: Desk) -> Iterator[_Found]:
    directory = desk.directory
    for article in desk.shelves.articles:
        yield article.source, article.outlet, (TargetKind.OUTLET, directory.outlets.meaning[article.outlet.name])
        for entity in article.entities:
            yield from _of_entity(article.source, entity, desk)
        for ref in article.stories:
            yield article.source, ref, (TargetKind.STORY, directory.stories.meaning[ref.name])
        for ref in article.tags:
            yield article.source, ref, (TargetKind.TAG, directory.tags.meaning[ref.name])
        for note in article.annotations:
            source = note.file or article.source
            for entity in note.entities:
                yield from _of_entity(source, entity, desk)
            for tag in note.tags:
                yield from _found(source, tag, TargetKind.TAG, known(tag.name, directory.tags.names))


def _in_entities(desk: Desk) -> Iterator[_Found]:
    for entity in desk.shelves.entities:
        for ref in entity.different_from:
            yield from _found(entity.source, ref, TargetKind.ENTITY, known(ref.name, desk.directory.entities))
        for role in entity.roles:
            if role.of is not None:
                yield from _first_of(entity.source, role.of, _entities(desk), _outlets(desk))


_Space = tuple[TargetKind, Namespace]


def _entities(desk: Desk) -> _Space:
    return TargetKind.ENTITY, desk.directory.entities


def _outlets(desk: Desk) -> _Space:
    return TargetKind.OUTLET, desk.directory.outlets.names


def _of_entity(source: SourcePath, ref: EntityRef, desk: Desk) -> Iterator[_Found]:
    """What a declared entity means; a name that nothing declares as an entity may mean a record all the same."""
    mention = desk.directory.mentions.get((ref.type, ref.name))
    if mention is not None:
        yield source, ref, (TargetKind.ENTITY, mention.entity)
    elif ref.type is None:
        yield from _found(source, ref, TargetKind.ENTITY, known(ref.name, desk.directory.entities))


def _first_of(source: SourcePath | None, ref: Ref, *spaces: _Space) -> Iterator[_Found]:
    for kind, names in spaces:
        claimants = who(ref.name, names.recorded) or who(ref.name, names.unrecorded)
        if claimants:
            yield from _found(source, ref, kind, claimants)
            return


def _found(
    source: SourcePath | None, ref: Ref | EntityRef, kind: TargetKind, claimants: tuple[Named, ...]
) -> Iterator[_Found]:
    """The first claimant, as the archive room takes it."""
    if source and claimants:
        yield source, ref, (kind, claimants[0].key)
