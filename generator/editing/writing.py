"""Files written all together or not at all.

New texts are written beside the files they replace, and take their places when every one of them is there; what then
fails is taken back, and where that fails, too, the files that have changed are named. A file that is not what it was
when it was read is not touched, and permissions stay.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from generator.editing.plans import Change
from generator.files import inside, leaves_archive, read_regular, words
from generator.model import SourcePath
from generator.problems import Problem, Span


class _Step(NamedTuple):
    """One file on its way: where it really is (a link stays a link), the new text beside it, and its permissions."""

    change: Change
    place: str
    beside: str
    mode: int | None  # None: what the system gives new files


def write(folder: Path, changes: Sequence[Change]) -> tuple[Problem, ...]:
    """Write all changes; or none, and the problem that kept them from being written."""
    steps = [_step(folder, change) for change in changes]
    problem = _refused(folder, steps)
    if problem is not None:
        return (problem,)
    try:
        for step in steps:
            problem = _prepare(step)
            if problem is not None:
                return (problem,)
        return _put_in_place(steps)
    finally:
        for step in steps:
            with contextlib.suppress(OSError):
                os.unlink(step.beside)


def _step(folder: Path, change: Change) -> _Step:
    place = os.path.realpath(folder / change.path)
    mode = None
    with contextlib.suppress(OSError):  # it is not there: `_refused` says so
        mode = stat.S_IMODE(os.stat(folder / (change.like or change.path)).st_mode)
    return _Step(change, place, _beside(place), mode)


def _beside(place: str) -> str:
    """A hidden name, which no build or preview takes for content."""
    head, name = os.path.split(place)
    return os.path.join(head, f".{name[:100]}.{os.getpid()}.pressmark")


def _refused(folder: Path, steps: Iterable[_Step]) -> Problem | None:
    root = os.path.realpath(folder)
    places: dict[str, SourcePath] = {}
    for step in steps:
        path = step.change.path
        if not inside(step.place, root):
            return leaves_archive(path)
        other = places.setdefault(step.place, path)
        if other != path:
            return Problem("one-file-twice", f'"{other}" and "{path}" are one file', Span(path), "remove the link")
        if _now(step.place) != step.change.before:
            return _changed(path)
        if step.change.before is not None and not os.access(step.place, os.W_OK):
            return Problem("cannot-write", f'"{path}" is write-protected', Span(path), "make the file writable")
    return None


def _now(place: str) -> bytes | None:
    try:
        return read_regular(place)
    except FileNotFoundError:
        return None
    except OSError:
        return b"\0"  # whatever is there, it is not what was read


def _changed(path: SourcePath) -> Problem:
    return Problem(
        "file-changed", "this file has changed since it was read; nothing was written", Span(path), "try again"
    )


def _prepare(step: _Step) -> Problem | None:
    """Write the new text beside its place, with the permissions of the file that it replaces or continues."""
    change = step.change
    if change.after is None:
        return None
    try:
        os.makedirs(os.path.dirname(step.place), exist_ok=True)
        _write_beside(step, change.after)
    except OSError as error:
        message = f'cannot write "{change.path}": {words(error)}; nothing was written'
        return Problem("cannot-write", message, Span(change.path))
    return None


def _put_in_place(steps: Sequence[_Step]) -> tuple[Problem, ...]:
    """Every new text to its place, then the files away that go; or all of it taken back, also when Ctrl-C comes."""
    begun: list[_Step] = []
    try:
        for step in sorted(steps, key=lambda step: step.change.after is None):
            if _now(step.place) != step.change.before:
                return _taken_back(begun, _changed(step.change.path))
            begun.append(step)
            try:
                if step.change.after is None:
                    os.unlink(step.place)
                else:
                    os.replace(step.beside, step.place)
            except OSError as error:
                path = step.change.path
                message = f'cannot write "{path}": {words(error)}; nothing was written'
                return _taken_back(begun[:-1], Problem("cannot-write", message, Span(path)))
    except KeyboardInterrupt:
        _restored(begun)
        raise
    return ()


def _taken_back(done: Sequence[_Step], problem: Problem) -> tuple[Problem, ...]:
    """The problem, and which files have changed all the same because that could not be taken back."""
    left = _restored(done)
    if not left:
        return (problem,)
    message = f"{problem.message.removesuffix('; nothing was written')}; written before that, and not taken back: "
    return (Problem(problem.code, message + ", ".join(left), problem.span, "see what they say, and try again"),)


def _restored(done: Sequence[_Step]) -> list[SourcePath]:
    """Make files again what they were; those that this cannot be done for."""
    left: list[SourcePath] = []
    for step in reversed(done):
        try:
            _restore(step)
        except OSError:
            left.append(step.change.path)
    return sorted(left)


def _restore(step: _Step) -> None:
    if step.change.before is None:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(step.place)
    else:
        _write_beside(step, step.change.before)
        os.replace(step.beside, step.place)


def _write_beside(step: _Step, data: bytes) -> None:
    with open(step.beside, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if step.mode is not None:
        os.chmod(step.beside, step.mode)
