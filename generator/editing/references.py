"""Every place in an archive's YAML where something is named: in articles, notes and records.

Resolves each name by the rules of the archive room, and by nothing else. Texts below the front matter are the matter of
`links`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from enum import StrEnum

from generator.archive.directory import Namespace, known
from generator.archive.names import Named
from generator.archive.records import TargetKind
from generator.editing.desk import Desk
from generator.editing.subjects import Sort, Subject, who_of
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


_Meant = tuple[TargetKind, frozenset[str]]  # a kind, and the directory's keys of all that it can mean
_Found = tuple[SourcePath, Ref | EntityRef, _Meant]


def references_to(subject: Subject, desk: Desk, or_to: Subject | None = None) -> tuple[Reference, ...]:
    """Every reference to something, by file and place.

    One that may mean something else as well counts only where that is `or_to`.
    """
    keys = {subject.key, or_to.key if or_to else subject.key}
    found = (
        _reference(path, ref, subject)
        for path, ref, (kind, means) in _references(desk)
        if kind is subject.sort.kind and subject.key in means and means <= keys
    )
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
    for tag in desk.shelves.tags:
        for ref in tag.broader:
            yield from _found(tag.source, ref, _tags(desk))
    for story in desk.shelves.stories:
        for ref in story.where:
            claimants = known(ref.name, desk.directory.entities)
            places = tuple(one for one in claimants if one.key.startswith("places/"))
            yield from _meaning(story.source, ref, TargetKind.ENTITY, places or claimants)
    for quote in desk.shelves.quotes:
        if quote.speaker:
            yield from _of_entity(quote.source, quote.speaker, desk)
        for ref in quote.reported_by:
            yield from _found(quote.source, ref, _outlets(desk))


def _in_articles(desk: Desk) -> Iterator[_Found]:
    for article in desk.shelves.articles:
        yield from _found(article.source, article.outlet, _outlets(desk))
        for entity in article.entities:
            yield from _of_entity(article.source, entity, desk)
        for ref in article.stories:
            yield from _found(article.source, ref, (TargetKind.STORY, desk.directory.stories.names))
        for ref in article.tags:
            yield from _found(article.source, ref, _tags(desk))
        for note in article.annotations:
            source = note.file or article.source
            for entity in note.entities:
                yield from _of_entity(source, entity, desk)
            for tag in note.tags:
                yield from _found(source, tag, _tags(desk))


def _in_entities(desk: Desk) -> Iterator[_Found]:
    for entity in desk.shelves.entities:
        for ref in entity.different_from:
            yield from _found(entity.source, ref, _entities(desk))
        for role in entity.roles:
            if role.of is not None:
                yield from _found(entity.source, role.of, _entities(desk), _outlets(desk))


_Space = tuple[TargetKind, Namespace]


def _entities(desk: Desk) -> _Space:
    return TargetKind.ENTITY, desk.directory.entities


def _outlets(desk: Desk) -> _Space:
    return TargetKind.OUTLET, desk.directory.outlets.names


def _tags(desk: Desk) -> _Space:
    return TargetKind.TAG, desk.directory.tags.names


def _of_entity(source: SourcePath, ref: EntityRef, desk: Desk) -> Iterator[_Found]:
    """What a declared entity means; a name that nothing declares as an entity may mean a record all the same."""
    mention = desk.directory.mentions.get((ref.type, ref.name))
    if mention is None:
        if ref.type is None:
            yield from _found(source, ref, _entities(desk))
        return
    sort = Sort(kind=TargetKind.ENTITY, type=ref.type)
    claimants = who_of(ref.name, desk.directory.entities.recorded, sort)
    yield source, ref, (TargetKind.ENTITY, frozenset({mention.entity, *(one.key for one in claimants)}))


def _found(source: SourcePath | None, ref: Ref | EntityRef, *spaces: _Space) -> Iterator[_Found]:
    """What a name means in the first of some namespaces that knows it."""
    for kind, names in spaces:
        if claimants := known(ref.name, names):
            yield from _meaning(source, ref, kind, claimants)
            return


def _meaning(
    source: SourcePath | None, ref: Ref | EntityRef, kind: TargetKind, claimants: Iterable[Named]
) -> Iterator[_Found]:
    keys = frozenset(one.key for one in claimants)
    if source and keys:
        yield source, ref, (kind, keys)
