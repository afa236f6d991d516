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
from collections.abc import Iterable
from pathlib import Path

import msgspec

from generator.files import open_regular, read_regular
from generator.model import Record
from generator.output.manifest import MANIFEST, STAGING, manifest_bytes, unsafe

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
    if os.path.lexists(output / STAGING):
        if not os.path.islink(output / STAGING):
            # First, so that a half emptied folder never looks like a publication whose files have all moved.
            (output / STAGING / _JOURNAL).unlink(missing_ok=True)
        shutil.rmtree(output / STAGING)


def commit(output: Path, journal: Journal) -> None:
    """Do what `journal` says and clear staging away; `UndoneError` if it could not be done and nothing has changed.

    Any other OSError means that taking back failed too; the journal is then still there for `roll_forward`. Once the
    new manifest is in place nothing is taken back, not even when the user interrupts.
    """
    undo: list[tuple[Path, Path]] = []  # where a file is, and where it was; noted before it moves
    try:
        (output / STAGING / _OLD).mkdir(exist_ok=True)
        (output / STAGING / _MANIFEST).write_bytes(manifest_bytes(journal.manifest))
        _write_journal(output, journal)
        for removal in journal.removals:
            _set_aside(output, removal.path, undo)
        remove_empty_folders(output, (removal.path for removal in journal.removals))
        for move in journal.moves:
            _move_in(output, move.path, undo)
        os.replace(output / STAGING / _MANIFEST, output / MANIFEST)
    except (OSError, KeyboardInterrupt) as error:
        if undo and not os.path.lexists(output / STAGING / _MANIFEST):
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
    for removal in journal.removals:
        place = output / removal.path
        if is_inside(output, removal.path) and sha256_of(place) == removal.before:
            place.unlink()
    remove_empty_folders(output, (removal.path for removal in journal.removals))
    for move in journal.moves:
        waiting, place = staging_of(output) / staged_name(move.path), output / move.path
        if not os.path.lexists(waiting):
            continue
        if not is_inside(output, move.path) or not _makes_way(place, move):
            lost.add(move.path)
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        os.replace(waiting, place)
    kept = {path: sha256 for path, sha256 in journal.manifest.items() if path not in lost}
    (output / STAGING / _MANIFEST).write_bytes(manifest_bytes(kept))
    os.replace(output / STAGING / _MANIFEST, output / MANIFEST)
    discard_staging(output)
    return True


def sha256_of(path: Path) -> str | None:
    """The SHA-256 of a regular file, not following a link at its end; None when there is no such file."""
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            return None
        with open_regular(path) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return None


def is_inside(output: Path, path: str) -> bool:
    """Whether every folder on the way to `path` is a real folder or not there yet: no link leads us elsewhere."""
    place = output
    for part in path.split("/")[:-1]:
        place /= part
        try:
            if not stat.S_ISDIR(os.lstat(place).st_mode):
                return False
        except FileNotFoundError:
            return True
    return True


def remove_empty_folders(output: Path, paths: Iterable[str]) -> None:
    """Remove the folders that held `paths` and now hold nothing, deepest first; never the output folder itself."""
    folders = {"/".join(parts[:end]) for path in paths for parts in [path.split("/")] for end in range(1, len(parts))}
    for folder in sorted(folders, key=lambda one: (-one.count("/"), one)):
        if is_inside(output, f"{folder}/x"):
            with contextlib.suppress(OSError):  # not empty, or gone already
                os.rmdir(output / folder)


def _set_aside(output: Path, path: str, undo: list[tuple[Path, Path]]) -> None:
    aside = output / STAGING / _OLD / staged_name(path)
    _only_a_file(output / path)
    undo.append((aside, output / path))
    os.replace(output / path, aside)


def _move_in(output: Path, path: str, undo: list[tuple[Path, Path]]) -> None:
    waiting, place = staging_of(output) / staged_name(path), output / path
    _remove_empty(place)
    if os.path.lexists(place):
        _only_a_file(place)
        aside = output / STAGING / _OLD / staged_name(path)
        undo.append((aside, place))
        try:
            os.link(place, aside)  # a second name, so that a reader of the site never finds the page missing
        except OSError:
            os.replace(place, aside)
    else:
        place.parent.mkdir(parents=True, exist_ok=True)
    undo.append((place, waiting))
    os.replace(waiting, place)


def _take_back(output: Path, journal: Journal, undo: list[tuple[Path, Path]]) -> None:
    """Bring every file back, the last moved first; one that is where it was had not moved, or has a second name."""
    for here, there in reversed(undo):
        _remove_empty(there)
        if os.path.lexists(here) and not os.path.lexists(there):
            there.parent.mkdir(parents=True, exist_ok=True)
            os.replace(here, there)
    remove_empty_folders(output, (move.path for move in journal.moves))
    discard_staging(output)


def _makes_way(place: Path, move: Move) -> bool:
    """Whether a place is free, or holds what the journal expects there: never a link, nor a folder with something."""
    with contextlib.suppress(OSError):
        _remove_empty(place)
    return not os.path.lexists(place) or sha256_of(place) in {move.before or move.after, move.after}


def _remove_empty(place: Path) -> None:
    """Remove a folder that holds no more than empty folders; OSError if it holds anything else. Files stay."""
    if os.path.isdir(place) and not os.path.islink(place):
        for folder, _, _ in os.walk(place, topdown=False):
            os.rmdir(folder)


def _only_a_file(place: Path) -> None:
    """OSError when something else has come into the place of a file."""
    if not stat.S_ISREG(os.lstat(place).st_mode):
        raise OSError(errno.EEXIST, os.strerror(errno.EEXIST), str(place))


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
    """The journal of a run that was killed; None when it has none, or one that is not whole."""
    if os.path.islink(output / STAGING):
        return None
    try:
        sealed = msgspec.json.decode(read_regular(output / STAGING / _JOURNAL), type=_Sealed)
        if sealed.checksum != _checksum(sealed.journal):
            return None
        journal = msgspec.json.decode(sealed.journal, type=Journal)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
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
