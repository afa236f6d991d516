"""The files of an output folder, as they are to be published: all that are there, whoever put them there."""

from __future__ import annotations

import os
from pathlib import Path

from generator.files import is_debris, unreadable
from generator.output.guards import published_at, shown
from generator.output.manifest import MANIFEST, STAGING, unsafe
from generator.problems import Problem, warning

_LEFT_OUT = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})  # what systems leave in folders


def files_in(output: Path) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """Each file's path on the site and its place on this machine, and what cannot be published.

    Files that are not Pressmark's count too (`.well-known/`, a `CNAME`), but for what systems and editors leave behind.
    """
    files: dict[str, str] = {}
    problems: list[Problem] = []

    def fail(error: OSError) -> None:
        problems.append(unreadable(shown(output), error))

    for base, folders, names in os.walk(output, onerror=fail):
        linked = [name for name in folders if os.path.islink(os.path.join(base, name))]
        folders[:] = sorted(name for name in folders if name not in {STAGING, ".git", *linked})
        for name in sorted((*names, *linked)):
            place = os.path.join(base, name)
            path = os.path.relpath(place, output).replace(os.sep, "/")
            if _is_left_behind(name):
                continue
            problem = _unfit(output, path, place)
            if problem is not None:
                problems.append(problem)
            else:
                files[path] = place
    return files, tuple(problems)


def _is_left_behind(name: str) -> bool:
    return name in _LEFT_OUT or name == ".git" or (not name.startswith(".") and is_debris(name))


def _unfit(output: Path, path: str, place: str) -> Problem | None:
    """Why a file cannot be published; None for one that can."""
    span = published_at(output, path)
    if os.path.islink(place) or not os.path.isfile(place):
        return warning("not-a-file", "neither a file nor a folder; left out", span, "put a file there, if it is wanted")
    wrong = unsafe(path) if path != MANIFEST else None
    return Problem("unsafe-path", f"the path {wrong}", span, "give it another name") if wrong else None
