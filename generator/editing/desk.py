"""An archive laid out for editing: every record and who every name means, drafts and future articles included.

An edit that does not know all of the archive would leave references behind, so an archive with a file that cannot be
read is refused.
"""

from __future__ import annotations

from pathlib import Path

from generator.archive.directory import Directory, draw_up
from generator.archive.names import unread_in
from generator.archive.shelves import Shelves, shelve
from generator.files import list_content, read_text_bytes
from generator.intake import KeepsNothing, Progress, Shelf, take_config, take_in
from generator.model import AnyRecord, Record, SourcePath
from generator.problems import Problem, Severity
from generator.read.parse import kind_of
from generator.readings import load_readings
from generator.settings import Config
from generator.spread import Spread


class Desk(Record):
    """What an edit looks at; it changes nothing of it."""

    folder: Path
    config: Config
    files: tuple[SourcePath, ...]  # below the content folder, records or not
    records: tuple[AnyRecord, ...]
    shelves: Shelves
    directory: Directory
    problems: tuple[Problem, ...]  # of the files, each for itself


def lay_out(folder: Path, spread: Spread, progress: Progress) -> tuple[Desk | None, tuple[Problem, ...]]:
    """The archive in `folder`, or None and why it cannot be edited: what is wrong with its files."""
    config, problems = take_config(folder)
    if config is None:
        return None, problems
    listing = list_content(folder, config.content, config.place("content"))
    shelf = Shelf(folder=folder, listing=listing, config=config, chunk=100, spread=spread)
    taken = take_in(shelf, load_readings(folder), KeepsNothing(), progress)
    sources = {record.source for record in taken.records}
    unread = [path for path in taken.files if path not in sources and kind_of(path, config) is not None]
    shelves, duplicates = shelve(taken.records)
    missing = [problem for problem in taken.problems if problem.severity is Severity.ERROR]
    if missing or duplicates:
        return None, (*missing, *duplicates)
    directory, _ = draw_up(shelves, unread_in(unread))
    desk = Desk(
        folder=folder,
        config=config,
        files=taken.files,
        records=taken.records,
        shelves=shelves,
        directory=directory,
        problems=taken.problems,
    )
    return desk, ()


def bytes_of(desk: Desk, path: SourcePath) -> bytes | Problem:
    """What a file of the archive says now."""
    data, problems = read_text_bytes(desk.folder, path)
    return problems[0] if data is None else data
