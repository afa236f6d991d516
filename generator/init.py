"""`pressmark init`: a new archive in an empty folder, from the starter that comes with Pressmark.

The starter is a folder of plain files (`generator/starter/`); names that begin with `dot-` begin with a dot in the new
archive, so that no tool takes the starter's own .gitignore and workflow for this project's. Asks nothing and never
writes over a file.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from generator.files import words
from generator.output.guards import shown
from generator.problems import Problem, Span

_MAY_BE_THERE = frozenset({".git"})


def write_starter(folder: Path) -> Problem | None:
    """Fill `folder`, made if need be, with a new archive; the problem that kept us from it, or None."""
    span = Span(shown(folder))
    try:
        if folder.exists() and any(one.name not in _MAY_BE_THERE for one in folder.iterdir()):
            hint = "name a new folder, or empty this one"
            return Problem("folder-not-empty", f'"{span.path}" is not empty', span, hint)
        for path, data in starter():
            place = folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            with open(place, "xb") as file:
                file.write(data)
    except OSError as error:
        return Problem("cannot-write", f'cannot write into "{span.path}": {words(error)}', span)
    return None


def starter() -> Iterator[tuple[str, bytes]]:
    """Every file of a new archive: its path and its bytes, in a fixed order."""
    yield from _below(files("generator") / "starter", "")


def _below(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        path = prefix + _unhidden(entry.name)
        if entry.is_dir():
            yield from _below(entry, f"{path}/")
        else:
            yield path, entry.read_bytes()


def _unhidden(name: str) -> str:
    return f".{name.removeprefix('dot-')}" if name.startswith("dot-") else name
