"""The moment of publication: staged files take their places, all of them or none.

A journal, complete before the first file moves, says what is to be done. A failure on the way is undone; a run that
was killed on the way, or while it undid, is finished by the next one (`roll_forward`). All moves are renames inside one
file system, and only files are moved: of folders, nothing but empty ones goes. A file's staged name stands for the fact
that it has not moved yet, so undoing gives it back before anything else.
The journal is flushed to disk, the pages are not one by one: after a power cut a page may be damaged, and
`build --verify` finds it.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import stat
from pathlib import Path
from typing import NamedTuple

import msgspec

from generator.files import SpecialFileError, open_regular, read_regular
from generator.model import Record
from generator.output.manifest import MANIFEST, STAGING, manifest_bytes, unsafe
from generator.output.ways import Folders, Way, Ways, is_folder, is_there, remove_emptied, remove_empty, status_of

_JOURNAL = "journal.json"
_MANIFEST = "manifest.new"
_NEW = "new"
_OLD = "old"


class Move(Record):
    """A file that takes its place, and the SHA-256 of what it replaces; None where nothing is to be there."""

    path: str
    before: str | None
    after: str


class Removal(Record):
    """A file that goes, if it is still the one we published."""

    path: str
    before: str


class Journal(Record):
    """One publication: removals first, then moves, then the manifest."""

    removals: tuple[Removal, ...]
    moves: tuple[Move, ...]
    manifest: dict[str, str]


class _Sealed(Record):
    checksum: str
    journal: str


class UndoneError(OSError):
    """A publication that failed and was taken back; the site is as it was."""


class _Places:
    """Where the files of a publication are, as texts: with Path objects the moves alone took twice the time."""

    def __init__(self, output: Path) -> None:
        self._output = os.fspath(output)

    def published(self, path: str) -> str:
        return f"{self._output}/{path}"

    def waiting(self, path: str) -> str:
        return f"{self._output}/{STAGING}/{_NEW}/{staged_name(path)}"

    def aside(self, path: str) -> str:
        return f"{self._output}/{STAGING}/{_OLD}/{staged_name(path)}"


def staging_of(output: Path) -> Path:
    """The folder in which new files wait; always inside the output folder, so that moving them is a rename."""
    return output / STAGING / _NEW


def staged_name(path: str) -> str:
    """What a file is called while it waits.

    All wait in one folder: making and removing a folder a page took half the time of a large publication (4,000 pages:
    9 s with folders, 2 s without, on a busy disk).
    """
    return hashlib.blake2b(path.encode(), digest_size=16).hexdigest()


def discard_staging(output: Path) -> None:
    """Remove everything staged; OSError if that fails."""
    status = status_of(output / STAGING)
    if status is not None:
        if not stat.S_ISLNK(status.st_mode):
            # First, so that a half emptied folder never looks like a publication whose files have all moved.
            (output / STAGING / _JOURNAL).unlink(missing_ok=True)
        shutil.rmtree(output / STAGING)


def commit(output: Path, journal: Journal) -> None:
    """Do what `journal` says and clear staging away; `UndoneError` if it could not be done and nothing has changed.

    Any other OSError means that taking back failed too; the journal is then still there for `roll_forward`. Once the
    new manifest is in place nothing is taken back, not even when the user interrupts.
    """
    undo: list[_Step] = []  # noted before anything moves
    places, folders = _Places(output), Folders(output)
    try:
        (output / STAGING / _OLD).mkdir(exist_ok=True)
        (output / STAGING / _MANIFEST).write_bytes(manifest_bytes(journal.manifest))
        _write_journal(output, journal)
        for removal in journal.removals:
            _set_aside(places, removal.path, undo)
        remove_emptied(output, (removal.path for removal in journal.removals))
        for move in journal.moves:
            _move_in(places, folders, move, undo)
        os.replace(output / STAGING / _MANIFEST, output / MANIFEST)
    except (OSError, KeyboardInterrupt) as error:
        if undo and not is_there(output / STAGING / _MANIFEST):
            discard_staging(output)
            raise
        _take_back(output, journal, undo)
        if isinstance(error, OSError):
            raise UndoneError(error.errno, error.strerror or str(error), error.filename) from error
        raise
    discard_staging(output)


def has_journal(output: Path) -> bool:
    """Whether a publication waits here to be finished."""
    return _read_journal(output) is not None


def roll_forward(output: Path) -> bool:
    """Finish the publication that a killed run left, or clear away what it had not decided to publish.

    True when there was one to finish. A file that somebody put in the way since is left, and is then not ours.
    """
    journal = _read_journal(output)
    if journal is None:
        discard_staging(output)
        return False
    lost: set[str] = set()
    places = _Places(output)
    ways = Ways(output)
    for removal in journal.removals:
        place = places.published(removal.path)
        if ways.to(removal.path) is Way.OPEN and sha256_of(place) == removal.before:
            os.unlink(place)
    remove_emptied(output, (removal.path for removal in journal.removals))
    ways, folders = Ways(output), Folders(output)
    for move in journal.moves:
        waiting, place = places.waiting(move.path), places.published(move.path)
        if not is_there(waiting):
            continue
        if ways.to(move.path) is Way.CLOSED or not _makes_way(place, move):
            lost.add(move.path)
            continue
        folders.make_for(move.path)
        os.replace(waiting, place)
    kept = {path: sha256 for path, sha256 in journal.manifest.items() if path not in lost}
    (output / STAGING / _MANIFEST).write_bytes(manifest_bytes(kept))
    os.replace(output / STAGING / _MANIFEST, output / MANIFEST)
    discard_staging(output)
    return True


def sha256_of(path: str | Path) -> str | None:
    """The SHA-256 of a regular file, not following a link at its end; None when there is no such file."""
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            return None
        with open_regular(path) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return None


class _Step(NamedTuple):
    """A place that changes: where its new file waited, and where its old one lies; None where there is none."""

    place: str
    waiting: str | None
    aside: str | None


def _set_aside(places: _Places, path: str, undo: list[_Step]) -> None:
    place, aside = places.published(path), places.aside(path)
    status = status_of(place)
    if status is not None and not stat.S_ISREG(status.st_mode):
        raise _in_the_way(place)
    undo.append(_Step(place, waiting=None, aside=aside))
    os.replace(place, aside)


def _move_in(places: _Places, folders: Folders, move: Move, undo: list[_Step]) -> None:
    waiting, place = places.waiting(move.path), places.published(move.path)
    is_free = move.before is None and folders.make_for(move.path)
    status = None if is_free else status_of(place)
    aside = None
    if status is None:
        folders.make_for(move.path)
    elif stat.S_ISDIR(status.st_mode):
        remove_empty(place)
    elif move.before is None or not stat.S_ISREG(status.st_mode):
        raise _in_the_way(place)
    else:
        aside = places.aside(move.path)
    undo.append(_Step(place, waiting, aside))
    if aside is not None:
        _second_name(place, aside)
    os.replace(waiting, place)


def _second_name(place: str, name: str) -> None:
    """Keep a file under another name while its place gets another, so that a reader never finds the page missing."""
    try:
        os.link(place, name)
    except OSError:  # a file system without links
        os.replace(place, name)


def _in_the_way(place: str) -> OSError:
    """The failure of a publication into whose way something has come since it was decided on."""
    return FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), place)


def _take_back(output: Path, journal: Journal, undo: list[_Step]) -> None:
    """Bring every file back, the last moved first; no page is missing meanwhile, should this fail too."""
    for step in reversed(undo):
        _bring_back(step)
    remove_emptied(output, (move.path for move in journal.moves))
    discard_staging(output)


def _bring_back(step: _Step) -> None:
    place, waiting, aside = step
    remove_empty(place)
    if waiting is not None and is_there(place) and not is_there(waiting):  # it has moved in
        if aside is None:
            os.replace(place, waiting)
        else:
            _second_name(place, waiting)
            os.replace(aside, place)
    elif aside is not None and is_there(aside) and not is_there(place):
        os.makedirs(os.path.dirname(place), exist_ok=True)
        os.replace(aside, place)


def _makes_way(place: str, move: Move) -> bool:
    """Whether a place is free, or holds what the journal expects there: never a link, nor a folder with something."""
    with contextlib.suppress(OSError):
        remove_empty(place)
    return not is_there(place) or sha256_of(place) in {move.before or move.after, move.after}


def _write_journal(output: Path, journal: Journal) -> None:
    text = msgspec.json.encode(journal).decode()
    sealed = msgspec.json.encode(_Sealed(checksum=_checksum(text), journal=text))
    place = output / STAGING / _JOURNAL
    beside = place.with_name("journal.new")
    with open(beside, "wb") as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, place)
    _flush_folder(place.parent)


def _read_journal(output: Path) -> Journal | None:
    """The journal of a run that was killed; None when it has none, or one that is not whole.

    OSError when it is there and cannot be read: to go on without it would leave the site half published.
    """
    if not is_folder(output / STAGING):
        return None
    try:
        sealed = msgspec.json.decode(read_regular(output / STAGING / _JOURNAL), type=_Sealed)
        if sealed.checksum != _checksum(sealed.journal):
            return None
        journal = msgspec.json.decode(sealed.journal, type=Journal)
    except (FileNotFoundError, IsADirectoryError, SpecialFileError):  # none of ours
        return None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    paths = [*journal.manifest, *(one.path for one in journal.removals), *(one.path for one in journal.moves)]
    return None if any(unsafe(path) for path in paths) else journal


def _checksum(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _flush_folder(folder: Path) -> None:
    """Make a rename last through a power cut, where the system can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
