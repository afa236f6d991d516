"""Which folders Pressmark refuses to publish into.

Publishing deletes what it owns and writes where it is told; this is what keeps a slip of the keyboard from aiming it
at the archive itself or at somebody's home. Folders are compared as the file system knows them, not by their spelling.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from generator.files import THEMES
from generator.output.theme import packaged_themes
from generator.problems import Problem, Span

HINT = "publish into a folder of its own, such as `--output public`"


def refusals(output: Path, site_folder: Path, content: str) -> tuple[Problem, ...]:
    """Why `output` is no place to publish into; empty when it is one. It need not exist yet."""
    span = Span(shown(output))
    if os.path.islink(output):
        hint = "name the folder that the link leads to"
        return (Problem("output-is-symlink", "the output folder is a symbolic link", span, hint),)
    if os.path.exists(output) and not os.path.isdir(output):
        return (Problem("output-not-a-folder", "the output folder is a file", span, HINT),)
    found = _relation(output, site_folder, content)
    return (Problem("output-refused", f"the output folder {found}", span, HINT),) if found else ()


def shown(path: Path) -> str:
    """A path as messages write it, whatever bytes it holds."""
    return os.fspath(path).encode(errors="backslashreplace").decode()


def published_at(output: Path, path: str) -> Span:
    """A published file as the place of a problem: its path from where the user stands."""
    return Span(shown(output / path))


def _relation(output: Path, site_folder: Path, content: str) -> str | None:
    """What a folder has to do with those that are not to be written into: it is one, holds one, or is inside one."""
    itself, above = _identity(output), set(_with_parents(output))
    to_keep = [(_identity(place), place, name) for place, name in _above_is_refused(site_folder, content)]
    for known, _, name in to_keep:
        if itself is not None and known == itself:
            return f"is {name}"
    for _, place, name in to_keep:
        if itself is not None and itself in set(_with_parents(place)):
            return f"holds {name}"
    for place, name in _inside_is_refused(site_folder, content):
        if (known := _identity(place)) is not None and known in above:
            return f"is inside {name}" if known != itself else f"is {name}"
    return None


def _above_is_refused(site_folder: Path, content: str) -> Iterator[tuple[Path, str]]:
    yield site_folder, "the archive's own folder"
    yield site_folder / content, "the content folder"
    yield site_folder / THEMES, "the themes folder"
    yield packaged_themes(), "Pressmark's own folder"
    with contextlib.suppress(RuntimeError):  # a user whom the system does not know, as in some containers
        yield Path.home(), "your home folder"
    yield Path("/dev"), "the folder of devices"  # folders of /dev/shm are places like others
    yield Path(os.path.abspath(os.sep)), "the root of the file system"


def _inside_is_refused(site_folder: Path, content: str) -> Iterator[tuple[Path, str]]:
    yield site_folder / content, "the content folder"
    yield site_folder / THEMES, "the themes folder"
    yield site_folder / ".pressmark", "Pressmark's cache"
    yield site_folder / ".git", "the version control folder"
    yield packaged_themes(), "Pressmark's own folder"
    yield Path("/proc"), "a folder of the system"
    yield Path("/sys"), "a folder of the system"


def _with_parents(path: Path) -> Iterator[tuple[int, int]]:
    """The identities of a folder and all above it, those that exist."""
    real = Path(os.path.realpath(path))
    for place in (real, *real.parents):
        if (known := _identity(place)) is not None:
            yield known


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    return status.st_dev, status.st_ino
