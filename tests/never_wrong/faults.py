"""A disk that fails: file operations below a folder go wrong, or kill the process, from the n-th one or at it.

Counts what goes through `os`, `open` and `sqlite3` with a path or a descriptor below the folder; everything else works
as ever. What a failing write had to write is half on disk.
"""

from __future__ import annotations

import builtins
import errno
import inspect
import io
import os
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import CodeType
from typing import Any, NamedTuple, Self
from unittest import mock

ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EMFILE)
WRITING = frozenset({"write", "create", "replace", "rename", "link", "mkdir", "unlink", "remove", "rmdir", "utime"})

_BY_PATH = (
    "replace", "rename", "link", "mkdir", "unlink", "remove", "rmdir", "stat", "lstat", "scandir", "fsync", "utime",
    "read",
)  # fmt: skip
_FOR_ANYBODY = frozenset({"_opened", "open_regular", "read_regular", "read_text_bytes"})  # functions of files.py
_SQLITE = {
    errno.ENOSPC: "database or disk is full",
    errno.EIO: "disk I/O error",
    errno.EACCES: "attempt to write a readonly database",
    errno.EMFILE: "unable to open database file",
}


class Operation(NamedTuple):
    """One call: what it did, to what, and which line of the program asked for it."""

    name: str
    path: str
    asked_by: str = ""


class Plan(NamedTuple):
    """Which operation fails, how, and whether all after it do so too, or one more; `error` None kills the process."""

    at: int
    error: int | None
    onward: bool = False
    only: Callable[[Operation], bool] = lambda _: True
    also: int = -1

    def __str__(self) -> str:
        how = errno.errorcode[self.error] if self.error else "SIGKILL"
        also = f" and {self.also}" if self.also >= 0 else ""
        return f"{how} {'from' if self.onward else 'at'} operation {self.at}{also}"


NEVER = Plan(-1, None)


class Disk:
    """The operations so far, and the plan they fail by."""

    def __init__(self, folder: Path, plan: Plan) -> None:
        self.folder = os.fspath(folder)
        self.plan = plan
        self.done: list[Operation] = []
        self.failed = 0
        self.descriptors: dict[int, str] = {}

    def path(self, place: Any, directory: int | None = None) -> str | None:  # noqa: ANN401 - whatever os takes
        """The path below the folder that an argument means; None for any other."""
        if isinstance(place, int):
            return self.descriptors.get(place)
        text = os.fsdecode(place)
        if directory is not None:
            text = os.path.join(self.descriptors.get(directory, ""), text)
        return text if text.startswith(self.folder) else None

    def fails(self, operation: Operation) -> int | None:
        """The error number with which an operation fails that begins now; None when it works."""
        if not self.plan.only(operation):
            return None
        self.done.append(operation._replace(asked_by=_asking()))
        number = len(self.done) - 1
        if number in {self.plan.at, self.plan.also} or (self.plan.onward and 0 <= self.plan.at <= number):
            self.failed += 1
            if self.plan.error is None:
                os.kill(os.getpid(), signal.SIGKILL)
            return self.plan.error
        return None

    def check(self, name: str, path: str) -> None:
        """OSError for an operation that fails."""
        if error := self.fails(Operation(name, path)):
            raise OSError(error, os.strerror(error), path)


def _asking() -> str:
    """The line that asked; of what looks and reads for anybody, the line that asked it to."""
    frame = inspect.currentframe()
    while frame is not None and not _asks(frame.f_code):
        frame = frame.f_back
    return f"{os.path.basename(frame.f_code.co_filename)}:{frame.f_lineno}" if frame else ""


def _asks(code: CodeType) -> bool:
    ours = f"{os.sep}generator{os.sep}" in code.co_filename
    return ours and not code.co_filename.endswith("ways.py") and code.co_name not in _FOR_ANYBODY


class _File:
    """An open file whose reading, writing and closing can fail."""

    def __init__(self, file: Any, path: str, disk: Disk) -> None:  # noqa: ANN401
        self._file, self._path, self._disk = file, path, disk

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        return getattr(self._file, name)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __iter__(self) -> Iterator[Any]:
        return iter(self._file)

    def read(self, *size: int) -> Any:  # noqa: ANN401
        self._disk.check("read", self._path)
        return self._file.read(*size)

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401
        self._disk.check("read", self._path)
        return int(self._file.readinto(buffer))

    def write(self, data: Any) -> int:  # noqa: ANN401
        if error := self._disk.fails(Operation("write", self._path)):
            self._file.write(data[: len(data) // 2])
            raise OSError(error, os.strerror(error), self._path)
        return int(self._file.write(data))

    def close(self) -> None:
        was_open = not self._file.closed
        self._file.close()
        if was_open and self._file.mode not in {"r", "rb"}:
            self._disk.check("close", self._path)


class _Connection(sqlite3.Connection):
    """A database that fails; `disk` and `path` are set when it is opened."""

    disk: Disk
    path: str

    def _check(self, name: str) -> None:
        if error := self.disk.fails(Operation(name, self.path)):
            raise sqlite3.OperationalError(_SQLITE[error])

    def execute(self, *arguments: Any) -> sqlite3.Cursor:  # noqa: ANN401
        self._check("sqlite")
        return super().execute(*arguments)

    def executemany(self, *arguments: Any) -> sqlite3.Cursor:  # noqa: ANN401
        self._check("sqlite")
        return super().executemany(*arguments)

    def executescript(self, *arguments: Any) -> sqlite3.Cursor:  # noqa: ANN401
        self._check("sqlite")
        return super().executescript(*arguments)

    def commit(self) -> None:
        self._check("sqlite")
        super().commit()


@contextmanager
def failing(folder: Path, plan: Plan) -> Iterator[Disk]:
    """A disk on which the files below `folder` fail as planned."""
    disk = Disk(folder, plan)
    with ExitStack() as stack:
        for name in _BY_PATH:
            stack.enter_context(mock.patch.object(os, name, _checked(disk, name, getattr(os, name))))
        opened = _opened(disk, builtins.open)
        for module, name, function in (
            (os, "open", _descriptor(disk, os.open)),
            (os, "close", _closed(disk, os.close)),
            (builtins, "open", opened),
            (io, "open", opened),
            (sqlite3, "connect", _connected(disk, sqlite3.connect)),
        ):
            stack.enter_context(mock.patch.object(module, name, function))
        yield disk


def _checked(disk: Disk, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
    def call(place: Any = ".", *arguments: Any, **named: Any) -> Any:  # noqa: ANN401
        path = disk.path(place, named.get("dir_fd") or named.get("src_dir_fd"))
        if path is not None:
            disk.check(name, path)
        return real(place, *arguments, **named)

    return call


def _descriptor(disk: Disk, real: Callable[..., int]) -> Callable[..., int]:
    def call(place: Any, flags: int, *arguments: Any, **named: Any) -> int:  # noqa: ANN401
        path = disk.path(place, named.get("dir_fd"))
        if path is None:
            return real(place, flags, *arguments, **named)
        disk.check("create" if flags & os.O_CREAT else "open", path)
        descriptor = real(place, flags, *arguments, **named)
        disk.descriptors[descriptor] = path
        return descriptor

    return call


def _closed(disk: Disk, real: Callable[[int], None]) -> Callable[[int], None]:
    def call(descriptor: int) -> None:
        disk.descriptors.pop(descriptor, None)
        real(descriptor)

    return call


def _opened(disk: Disk, real: Callable[..., Any]) -> Callable[..., Any]:
    def call(place: Any, mode: str = "r", *arguments: Any, **named: Any) -> Any:  # noqa: ANN401
        path = disk.path(place)
        if path is None:
            return real(place, mode, *arguments, **named)
        if not isinstance(place, int):
            disk.check("create" if set(mode) & set("wax+") else "open", path)
        else:
            del disk.descriptors[place]  # the file closes it
        return _File(real(place, mode, *arguments, **named), path, disk)

    return call


def _connected(disk: Disk, real: Callable[..., Any]) -> Callable[..., Any]:
    def call(place: Any, **named: Any) -> Any:  # noqa: ANN401
        path = disk.path(os.fspath(place).removeprefix("file:"))
        if path is None:
            return real(place, **named)
        if error := disk.fails(Operation("connect", path)):
            raise sqlite3.OperationalError(_SQLITE[error])
        connection = real(place, factory=_Connection, **named)
        connection.disk, connection.path = disk, path
        return connection

    return call
