"""One build at a time for an output folder.

A lock of the operating system on a file that lies outside the published folder: it ends with the process that holds
it, however that ends. It is a lock between processes (POSIX record locks, which forked workers do not inherit and so
cannot keep alive); two builds inside one process are for their program to keep apart. Where no lock file can be made at
all, a build goes on without one.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from generator.output.guards import shown
from generator.output.store import FOLDER
from generator.problems import Problem, Span
from generator.site.routes import folded

PATIENCE = 5.0  # seconds to wait for another build to end
_PAUSE = 0.1  # seconds between two looks


@contextlib.contextmanager
def alone(folder: Path, output: Path) -> Iterator[Problem | None]:
    """Keep every other build out of `output` for the length of a block; gives the problem when one is there already."""
    until = time.monotonic() + PATIENCE
    held: list[tuple[Path, int]] = []
    try:
        for place in _places(folder, output):
            taken = _take(place, until)
            if taken is None:
                yield _another(output)
                return
            if taken >= 0:
                held.append((place, taken))
        yield None
    finally:
        for place, descriptor in reversed(held):
            _release(place, descriptor)


def _places(folder: Path, output: Path) -> list[Path]:
    """The lock files: one with the cache, one that builds of other archives, or without a cache, see too."""
    name = hashlib.blake2b(os.fsencode(folded(os.path.realpath(output))), digest_size=8).hexdigest()
    places = [folder / FOLDER / f"building-{name}.lock"]
    with contextlib.suppress(OSError):  # no folder for temporary files
        places.append(Path(tempfile.gettempdir()) / f"pressmark-{name}.lock")
    return places


def _take(place: Path, until: float) -> int | None:
    """A descriptor that holds the lock, None when somebody else does for too long, -1 where no lock can be."""
    while True:
        try:
            descriptor = os.open(place, _FLAGS, 0o600)
        except OSError:
            return -1
        if _try_lock(descriptor):
            if _is_still(place, descriptor):
                return descriptor
            os.close(descriptor)  # its holder removed it as we waited
            continue
        os.close(descriptor)
        if time.monotonic() >= until:
            return None
        time.sleep(_PAUSE)


def _release(place: Path, descriptor: int) -> None:
    with contextlib.suppress(OSError):  # Windows removes no open file; an empty one does no harm
        place.unlink()
    os.close(descriptor)


def _is_still(place: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(os.stat(place), os.fstat(descriptor))
    except OSError:
        return False


def _another(output: Path) -> Problem:
    hint = "wait until it has ended, or publish into another folder with --output"
    return Problem("another-build", "another build is publishing into this folder", Span(shown(output)), hint)


_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)

if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            # A file system without locks: the other lock file has to do.
            return error.errno not in {errno.EACCES, errno.EAGAIN}
        return True
