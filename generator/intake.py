"""An archive's folder becomes records: lists the files, has each one read, keeps every problem.

The read room sees one file at a time and no disk; this module is between the two. It resolves nothing.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

import msgspec

from generator.archive.sharing import Share, sharer
from generator.files import SITE_FILE, Listing, read_text_bytes
from generator.model import AnyRecord, Record, SourcePath
from generator.problems import Problem, Span, warning
from generator.read.annotations import NOTES_SUFFIX, article_path, notes_path
from generator.read.config import read_config
from generator.read.parse import ContentKind, kind_of, parse
from generator.read.source import Source, decode
from generator.readings import Reading, Row, Said, hint_of, key_of, reader_of, reading_of, said_by, said_in
from generator.settings import Config
from generator.spread import Spread, chunks, in_turn

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""


class Intake(Record):
    """Every record of the archive, and the path of every file there is."""

    records: tuple[AnyRecord, ...]
    files: tuple[SourcePath, ...]
    problems: tuple[Problem, ...]


class Wanted(NamedTuple):
    """A content file that is to be read, and the notes file beside it, if any."""

    path: SourcePath
    notes: SourcePath | None


class Reader(Record):
    """What it takes to read files: where they are, the settings, the digest of what reads, and when it began (ns)."""

    folder: str
    config: Config
    digest: bytes
    started: int


class Keeper(Protocol):
    """What is told of each reading, so that it can be kept for the next build."""

    def keep(self, readings: Iterable[Reading]) -> None:
        """Files that were read anew."""
        ...

    def touch(self, rows: Iterable[tuple[SourcePath, Row]]) -> None:
        """Files that say what they said, with the hint they have now."""
        ...


class KeepsNothing:
    """A keeper for whoever only wants to know what is wrong."""

    def keep(self, readings: Iterable[Reading]) -> None:
        """Nothing."""

    def touch(self, rows: Iterable[tuple[SourcePath, Row]]) -> None:
        """Nothing."""


def take_config(folder: Path) -> tuple[Config | None, tuple[Problem, ...]]:
    """The configuration in site.yaml, or None and what is wrong with it."""
    source, problems = _source(folder, SITE_FILE)
    if source is None:
        return None, problems
    config, more = read_config(source)
    return config, (*problems, *more)


class Shelf(Record):
    """The archive that is to be read, and who reads: how many files a task, by which workers."""

    folder: Path
    listing: Listing
    config: Config
    chunk: int
    spread: Spread = in_turn


def take_in(shelf: Shelf, known: Mapping[SourcePath, Row], keeper: Keeper, progress: Progress) -> Intake:
    """Every record of the archive; files that are as a row of `known` has them are not read again."""
    config, listing = shelf.config, shelf.listing
    present = set(listing.files)
    wanted = [Wanted(path, _notes_beside(path, config, present)) for path in listing.files if kind_of(path, config)]
    reader = Reader(folder=str(shelf.folder), config=config, digest=reader_of(config), started=time.time_ns())
    share = sharer()
    said = _still_so(reader, wanted, known, keeper, share)
    unread = [file for file in wanted if file.path not in said]
    progress("Reading", 0, len(unread))
    done = 0
    for readings in shelf.spread(read_files, reader, chunks(unread, shelf.chunk)):
        keeper.keep(readings)
        said.update((reading.path, _sharing(said_in(reading), share)) for reading in readings)
        done += len(readings)
        progress("Reading", done, len(unread))
    ordered = [said[file.path] for file in wanted]
    problems = (problem for one in ordered for problem in one.problems)
    return Intake(
        records=tuple(one.record for one in ordered if one.record is not None),
        files=listing.files,
        problems=(*listing.problems, *_orphans(listing.files, config), *problems),
    )


def read_files(reader: Reader, files: Sequence[Wanted]) -> tuple[Reading, ...]:
    """Read some files. One that cannot be opened has no key: it is tried again the next time."""
    return tuple(_read(file, reader) for file in files)


def _sharing(said: Said, share: Share) -> Said:
    return said if said.record is None else msgspec.structs.replace(said, record=share(said.record))


def _read(file: Wanted, reader: Reader) -> Reading:
    folder, kind = reader.folder, kind_of(file.path, reader.config)
    hint = _hint(file, reader)  # before it is read: what changes meanwhile will look changed
    data, problems = read_text_bytes(folder, file.path)
    notes, wrong = read_text_bytes(folder, file.notes) if file.notes else (None, ())
    problems += wrong
    key = key_of(data, notes, reader.digest) if data is not None and not problems else b""
    source, wrong = decode(file.path, data) if data is not None else (None, ())
    problems += wrong
    if source is None or kind is None:
        return reading_of(file.path, key, hint, Said(record=None, problems=problems), ())
    notes_source, wrong = decode(file.notes, notes) if file.notes and notes is not None else (None, ())
    problems += wrong
    parsed, wrong = parse(source, kind, reader.config, notes_source)
    said = Said(record=parsed.record if parsed else None, problems=(*problems, *wrong))
    return reading_of(file.path, key, hint, said, parsed.html if parsed else ())


def _still_so(
    reader: Reader, wanted: Iterable[Wanted], known: Mapping[SourcePath, Row], keeper: Keeper, share: Share
) -> dict[SourcePath, Said]:
    """What files say that are as they were: by their hint, or else by their bytes."""
    said: dict[SourcePath, Said] = {}
    touched: list[tuple[SourcePath, Row]] = []
    for file in wanted:
        row = known.get(file.path)
        if row is None:
            continue
        hint = _hint(file, reader)
        if not hint or row.hint != hint:
            if _key(file, reader) != row.key:
                continue
            touched.append((file.path, row._replace(hint=hint)))
        kept = said_by(row)
        if kept is not None:
            said[file.path] = _sharing(kept, share)
    keeper.touch(touched)
    return said


def _key(file: Wanted, reader: Reader) -> bytes | None:
    data, wrong = read_text_bytes(reader.folder, file.path)
    notes, also = read_text_bytes(reader.folder, file.notes) if file.notes else (None, ())
    return None if data is None or wrong or also else key_of(data, notes, reader.digest)


def _hint(file: Wanted, reader: Reader) -> bytes:
    try:
        statuses = [os.stat(os.path.join(reader.folder, path)) if path else None for path in file]
        return hint_of(reader.digest, statuses, reader.started)
    except OSError:
        return b""


def _source(folder: Path, path: SourcePath) -> tuple[Source | None, tuple[Problem, ...]]:
    data, problems = read_text_bytes(folder, path)
    return (None, problems) if data is None else decode(path, data)


def _notes_beside(path: SourcePath, config: Config, present: set[SourcePath]) -> SourcePath | None:
    notes = notes_path(path)
    return notes if notes in present and kind_of(path, config) is ContentKind.ARTICLE else None


def _orphans(files: tuple[SourcePath, ...], config: Config) -> list[Problem]:
    """Notes files that belong to no article: their notes would silently not be on the site."""
    present = set(files)
    articles = f"{config.content}/{ContentKind.ARTICLE}/"
    return [
        warning(
            "orphaned-notes",
            "notes without an article beside them; left out",
            Span(path),
            f'they belong to an article "{article_path(path).rpartition("/")[2]}" in the same folder',
        )
        for path in files
        if path.startswith(articles) and path.endswith(NOTES_SUFFIX) and article_path(path) not in present
    ]
