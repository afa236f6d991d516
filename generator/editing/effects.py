"""What an edit would do to the archive, seen before it is done.

The changed files are read and everything is put together again, in memory. An edit that would bring an error is
refused, and every warning that it would bring is told. A mistake of the editor itself shows here, too: a file in which
only references changed has to say everything else as before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from generator.archive.assemble import ArchiveOptions, assemble
from generator.archive.names import fold
from generator.archive.records import Archive
from generator.editing.desk import Desk
from generator.files import SITE_FILE, read_text_bytes
from generator.model import Annotation, AnyRecord, Article, Entity, Outlet, Record, SourcePath, Tag
from generator.prepare import the_time
from generator.problems import Problem, Span, warning
from generator.read.annotations import NOTES_SUFFIX, notes_path
from generator.read.parse import kind_of, parse
from generator.read.source import decode
from generator.site.plan import plan


class Meant(Record):
    """What an edit means to change: the names by which references say the same from now on.

    `relinked` are files whose texts may change, as links lead elsewhere; `rewritten` those that are changed as records;
    `requoted` articles whose notes may quote the words that they are about now.
    """

    names: frozenset[str]
    relinked: frozenset[SourcePath] = frozenset()
    rewritten: frozenset[SourcePath] = frozenset()
    requoted: frozenset[SourcePath] = frozenset()


def new_problems(
    changed: Mapping[SourcePath, bytes | None], moved: Mapping[SourcePath, SourcePath], meant: Meant, desk: Desk
) -> tuple[Problem, ...]:
    """The problems that the archive would have after some changes and has not now.

    `changed` has the new bytes of each file, None for one that goes; `moved` says where what it said is then.
    """
    known = {record.source: record for record in desk.records if record.source}
    touched = {
        SourcePath(path.removesuffix(NOTES_SUFFIX) + ".md") if path.endswith(NOTES_SUFFIX) else path for path in changed
    }
    records = {path: record for path, record in known.items() if path not in touched}
    problems: list[Problem] = []
    read: list[Problem] = []
    for path in sorted(touched):
        if changed.get(path, b"") is None:
            continue
        record, wrong = _read(path, changed, desk)
        read += wrong
        if record is None:
            continue
        records[path] = record
        before = known.get(path)
        if before is not None and path not in meant.rewritten and not _says_the_same(before, record, meant):
            problems.append(_says_something_else(path))
    gone = {path for path, after in changed.items() if after is None}
    files = tuple(sorted({*desk.files, *changed} - gone))
    before_all, archive = _said(desk.records, desk.files, desk)
    after_all, archive_now = _said(records.values(), files, desk)
    problems += _more(_in_words(read, {}), _in_words(desk.problems, moved))
    problems += _more(_by_file(after_all, {}), _by_file(before_all, moved))
    return (*problems, *_changed_addresses(archive, archive_now))


_Told = tuple[tuple[str, ...], Problem]  # what it is told by, wherever in its file it is


def _more(after: Iterable[_Told], before: Iterable[_Told]) -> Iterator[Problem]:
    """The problems that there are more of after than before."""
    known = Counter(told for told, _ in before)
    for told, problem in after:
        known[told] -= 1
        if known[told] < 0:
            yield problem


def _in_words(problems: Iterable[Problem], moved: Mapping[SourcePath, SourcePath]) -> Iterator[_Told]:
    """What is wrong with files, by what is said of them: no edit of a name changes that."""
    return (((*told, one.message), one) for told, one in _by_file(problems, moved))


def _by_file(problems: Iterable[Problem], moved: Mapping[SourcePath, SourcePath]) -> Iterator[_Told]:
    """What is wrong with the archive, by its kind: words may differ, as "a or b" becomes "a"."""
    return (((one.code, moved.get(SourcePath(one.span.path), one.span.path)), one) for one in problems)


def _changed_addresses(before: Archive, after: Archive) -> Iterator[Problem]:
    """A warning for each other name without a record that gets the address for which two names competed."""
    old = {_name(one): one.id for one in _without_a_record(before)}
    for one in _without_a_record(after):
        if (was := old.get(_name(one), one.id)) != one.id:
            message = f'the page of "{one.name}" moves from {was} to {one.id}, which no other name wants any more'
            hint = "to keep an address for good, write a record with an `id`"
            yield warning("address-changed", message, Span(SITE_FILE), hint)


def _without_a_record(archive: Archive) -> Iterator[Entity | Tag | Outlet]:
    for many in (archive.entities, archive.tags, archive.outlets):
        yield from (one for one in many.values() if one.source is None)


def _name(one: Entity | Tag | Outlet) -> tuple[str, str]:
    return one.type if isinstance(one, Entity) else type(one).__name__, fold(one.name)


def _says_something_else(path: SourcePath) -> Problem:
    message = "this file cannot be edited as it is written: something else in it would change, too"
    return Problem("cannot-edit", message, Span(path), "write the names in it on one line each, and try again")


def _said(
    records: Iterable[AnyRecord], files: tuple[SourcePath, ...], desk: Desk
) -> tuple[tuple[Problem, ...], Archive]:
    """Everything that is wrong with these records together, and the archive that they make."""
    options = ArchiveOptions(now=the_time(), drafts=True, future=True)
    assembled = assemble(records, files, desk.config, options)
    return (*assembled.problems, *plan(assembled.archive, desk.config).problems), assembled.archive


def _read(
    path: SourcePath, changed: Mapping[SourcePath, bytes | None], desk: Desk
) -> tuple[AnyRecord | None, tuple[Problem, ...]]:
    kind, data = kind_of(path, desk.config), _bytes(path, changed, desk)
    source, problems = decode(path, data) if data is not None else (None, ())
    if source is None or kind is None:
        return None, problems
    beside = notes_path(path)
    notes = _bytes(beside, changed, desk) if beside in {*desk.files, *changed} else None
    notes_source = decode(beside, notes)[0] if notes is not None else None
    parsed, problems = parse(source, kind, desk.config, notes_source)
    return (parsed.record if parsed else None), problems


def _bytes(path: SourcePath, changed: Mapping[SourcePath, bytes | None], desk: Desk) -> bytes | None:
    return changed[path] if path in changed else read_text_bytes(desk.folder, path)[0]


# Whether a record says the same

_PLACES = frozenset({"at", "id_at", "note_at"})
_OF_TEXTS = frozenset({"digest", "destinations", "anchors", "body", "note"})


def _says_the_same(before: AnyRecord, after: AnyRecord, meant: Meant) -> bool:
    ignored = _PLACES | _OF_TEXTS if before.source in meant.relinked else _PLACES
    if isinstance(before, Article) and isinstance(after, Article) and before.source in meant.requoted:
        quoted = tuple(map(_requoted, before.annotations, after.annotations))
        before = msgspec.structs.replace(before, annotations=(*quoted, *before.annotations[len(quoted) :]))
    one, other = (_bare(msgspec.to_builtins(record), meant.names, ignored) for record in (before, after))
    return bool(one == other)


def _requoted(before: Annotation, after: Annotation) -> Annotation:
    """A note as it is when it quotes the words that it is about, unless it could not be edited.

    What is said to stand around them may stay as it was: where that leads, the note's place tells.
    """
    if before.requoted is None or after.requoted is not None:
        return before
    was, now, then = before.quote, before.requoted, after.quote
    around = {
        "prefix": was.prefix if then.prefix == was.prefix else now.prefix,
        "suffix": was.suffix if then.suffix == was.suffix else now.suffix,
    }
    return msgspec.structs.replace(before, quote=msgspec.structs.replace(now, **around), requoted=None)


def _bare(value: Any, names: frozenset[str], ignored: frozenset[str]) -> Any:  # noqa: ANN401 - any part of a record
    """A record's value without places, in which every reference that is meant is one."""
    if isinstance(value, dict):
        bare = {key: _bare(one, names, ignored) for key, one in value.items() if key not in ignored}
        return bare | {"name": ""} if bare.get("name") in names else bare
    if isinstance(value, (list, tuple)):
        items = [_bare(one, names, ignored) for one in value]
        same = [one for one in items if isinstance(one, dict) and one.get("name") == ""]
        roles = sorted({str(one.get("role") or "") for one in same} - {""})
        return [one for one in items if one not in same] + ([{"name": "", "roles": roles}] if same else [])
    return value
