"""New files wait here: pages rendered and files copied into the staging folder, none of them published yet."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from generator.files import open_regular, unreadable, words
from generator.model import Record
from generator.output.commit import staged_name, staging_of
from generator.output.guards import shown
from generator.problems import Problem, Span


class Staged(Record):
    """A file in staging: what it will be called, and how to know it again."""

    path: str
    sha256: str
    size: int
    mtime_ns: int


class CopyTask(Record):
    """A file to copy: where it will be, where it is, and what messages call it."""

    path: str
    source: str
    shown: str


def stage_copy(task: CopyTask, output: Path) -> Staged | Problem:
    """Copy one file into the output's staging folder."""
    try:
        source = open_regular(task.source)  # closed below; opened apart to tell whose fault an error is
    except OSError as error:
        return unreadable(task.shown, error)
    digest = hashlib.sha256()
    try:
        with source, open(staging_of(output) / staged_name(task.path), "wb") as file:
            while data := source.read(1 << 20):
                digest.update(data)
                file.write(data)
            file.flush()
            status = os.fstat(file.fileno())
    except OSError as error:
        return cannot_write(shown(output / task.path), error)
    return Staged(path=task.path, sha256=digest.hexdigest(), size=status.st_size, mtime_ns=status.st_mtime_ns)


def cannot_write(path: str, error: OSError) -> Problem:
    """The problem of a file that the system will not let us write; the published site is as it was."""
    hint = "nothing was published; the site is as it was"
    return Problem("cannot-write", f"cannot write: {words(error)}", Span(path), hint)


def stage(staging: str, path: str, data: bytes) -> Staged:
    """Write one page into staging; OSError if that fails."""
    with open(f"{staging}/{staged_name(path)}", "wb") as file:
        file.write(data)
        file.flush()
        status = os.fstat(file.fileno())
    return Staged(path=path, sha256=hashlib.sha256(data).hexdigest(), size=status.st_size, mtime_ns=status.st_mtime_ns)


def to_stage(staging: str, path: str) -> Path:
    """Where in staging a page's file is to be written; there is none yet."""
    place = Path(staging) / staged_name(path)
    place.unlink(missing_ok=True)
    return place


def staged(path: str, place: Path) -> Staged:
    """A page whose file was written into staging."""
    with open(place, "rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        status = os.fstat(file.fileno())
    return Staged(path=path, sha256=sha256, size=status.st_size, mtime_ns=status.st_mtime_ns)
