"""What lies on the way to a file of the output folder: real folders, nothing yet, or something else.

A link is never followed, wherever it is: it counts as something else. And what the system refuses to look at is an
OSError, never taken for a place where nothing is.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterable, Iterator
from enum import Enum
from pathlib import Path


class Way(Enum):
    """How far one comes on the way to a file."""

    OPEN = "real folders all the way"
    MISSING = "real folders as far as there are any"
    CLOSED = "a link or a file where a folder should be"


class Ways:
    """The ways to the files of an output folder, as they are now.

    Each folder is looked at once, and none below one that is missing; so hold this no longer than the looking takes.
    """

    def __init__(self, output: Path) -> None:
        self._output = os.fspath(output)
        self._known = {"": Way.OPEN}

    def to(self, path: str) -> Way:
        """The way to the folder that `path` is in."""
        folder = path.rpartition("/")[0]
        known = self._known.get(folder)
        if known is None:
            known = self._known[folder] = self._walk(path)
        return known

    def closed_by(self, path: str) -> str:
        """What stands first on the way to `path` where a folder should be, if the way is closed."""
        return next(folder for folder in folders_to(path) if self._known.get(folder) is Way.CLOSED)

    def _walk(self, path: str) -> Way:
        way = Way.OPEN
        for folder in folders_to(path):
            way = self._known.get(folder) or self._look(folder)
            if way is not Way.OPEN:
                break
        return way

    def _look(self, folder: str) -> Way:
        status = status_of(f"{self._output}/{folder}")
        way = Way.MISSING if status is None else Way.OPEN if stat.S_ISDIR(status.st_mode) else Way.CLOSED
        self._known[folder] = way
        return way


class Folders:
    """Makes the folders that files need, each once."""

    def __init__(self, output: Path) -> None:
        self._output = os.fspath(output)
        self._there = {""}

    def make_for(self, path: str) -> bool:
        """Make the folders on the way to `path`; whether the last was made just now, so that nothing is in it yet."""
        if path.rpartition("/")[0] in self._there:
            return False
        new = False
        for folder in folders_to(path):
            if folder not in self._there:
                new = self._make(f"{self._output}/{folder}")
                self._there.add(folder)
        return new

    @staticmethod
    def _make(place: str) -> bool:
        try:
            os.mkdir(place)
        except FileExistsError:
            if not is_folder(place):
                raise
            return False
        return True


def status_of(place: str | Path) -> os.stat_result | None:
    """What `os.lstat` says of a place; None when nothing is there, OSError when it cannot be looked at."""
    try:
        return os.lstat(place)
    except (FileNotFoundError, NotADirectoryError):
        return None


def is_there(place: str | Path) -> bool:
    """Whether anything is at a place; unlike `os.path.lexists`, it does not say no when it cannot look."""
    return status_of(place) is not None


def is_folder(place: str | Path) -> bool:
    """Whether a folder is at a place, and not a link to one."""
    status = status_of(place)
    return status is not None and stat.S_ISDIR(status.st_mode)


def folders_to(path: str) -> Iterator[str]:
    """The folders on the way to a path, from the top: "a" and "a/b" for "a/b/c"."""
    end = path.find("/")
    while end >= 0:
        yield path[:end]
        end = path.find("/", end + 1)


def remove_empty(place: str) -> None:
    """Remove a folder that holds no more than empty folders; OSError if it holds anything else. Files stay."""
    if is_folder(place):
        for folder, _, _ in os.walk(place, topdown=False):
            os.rmdir(folder)


def remove_emptied(output: Path, paths: Iterable[str]) -> None:
    """Remove the folders that held `paths` and now hold nothing, deepest first; never the output folder itself."""
    ways = Ways(output)
    folders = {folder for path in paths for folder in folders_to(path)}
    for folder in sorted(folders, key=lambda one: (-one.count("/"), one)):
        if ways.to(folder) is Way.OPEN:
            with contextlib.suppress(OSError):  # not empty, or no folder
                os.rmdir(f"{output}/{folder}")
