"""Whether a site still holds what it says it holds: every file against the list of SHA-256 sums at its root.

Archivists call this fixity. It takes a site alone, in a folder or on the web, as anybody has it who copied it or reads
it; whether the site is what its content says, `verify` asks, which needs the content. Changes nothing.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

from generator import __version__
from generator.files import read_regular, words
from generator.intake import Progress
from generator.model import Record
from generator.output.commit import sha256_of
from generator.output.guards import published_at, shown
from generator.output.manifest import MANIFEST, STAGING, SUMS, unsafe
from generator.problems import Problem, Span

AT_ONCE = 8  # requests to a host
PATIENCE = 30.0  # seconds for an answer
LARGEST_LIST = 256 * 1024 * 1024  # bytes
NOT_FOUND = frozenset({404, 410})

_LINE = re.compile(r"([0-9a-fA-F]{64}) [ *](.+)")
_NOT_THE_SITE = frozenset({MANIFEST, SUMS, STAGING, ".git"})  # at its root
_NO_LIST = f"a site has the file {SUMS} at its root; build it anew if it is older than that"


class Checked(Record):
    """How many files a list names, and every difference from it."""

    files: int
    problems: tuple[Problem, ...]


def check_folder(folder: Path, progress: Progress) -> Checked:
    """A site in a folder: files that are missing, that hold something else, and that the list does not name."""
    try:
        data = read_regular(folder / SUMS, LARGEST_LIST)
    except OSError as error:
        return Checked(files=0, problems=(_no_list(shown(folder / SUMS), words(error)),))
    listed = _sums(data, shown(folder / SUMS))
    if isinstance(listed, Problem):
        return Checked(files=0, problems=(listed,))
    problems: list[Problem] = []
    for number, path in enumerate(sorted(listed)):
        progress("Checking", number, len(listed))
        problems.extend(_difference(_held(folder, path), listed[path], published_at(folder, path)))
    progress("Checking", len(listed), len(listed))
    for path in sorted(set(_files(folder)) - listed.keys()):
        hint = "somebody put it there, or the list is of another site"
        problems.append(
            Problem("unknown-file", "not in the list of the site's files", published_at(folder, path), hint)
        )
    return Checked(files=len(listed), problems=tuple(problems))


def check_site(url: str, progress: Progress) -> Checked:
    """A site on the web: files that are missing or hold something else.

    What a host has beyond the list cannot be seen, and hidden files (`.nojekyll`) are not asked for: few serve them.
    """
    base = url if url.endswith("/") else f"{url}/"
    data = _fetched(base + SUMS)
    if not isinstance(data, bytes):
        return Checked(files=0, problems=(_no_list(base + SUMS, data or "there is none"),))
    listed = _sums(data, base + SUMS)
    if isinstance(listed, Problem):
        return Checked(files=0, problems=(listed,))
    paths = [path for path in sorted(listed) if not any(part.startswith(".") for part in path.split("/"))]
    problems: list[Problem] = []
    with ThreadPoolExecutor(AT_ONCE) as threads:
        for number, (path, held) in enumerate(zip(paths, threads.map(partial(_served, base), paths), strict=True)):
            progress("Checking", number, len(paths))
            problems.extend(_difference(held, listed[path], Span(_address(base, path))))
    progress("Checking", len(paths), len(paths))
    return Checked(files=len(paths), problems=tuple(problems))


class _Held(Record):
    """What a file holds: its SHA-256; else why that is not known; neither where there is no file."""

    sha256: str = ""
    refused: str = ""


def _difference(held: _Held, wanted: str, span: Span) -> Iterator[Problem]:
    if held.refused:
        yield Problem("unreadable-file", f"cannot be read: {held.refused}", span)
    elif not held.sha256:
        yield Problem("missing-file", "missing: the list names this file", span)
    elif held.sha256 != wanted.lower():
        hint = "restore it from a copy, or publish the site anew"
        yield Problem("changed-file", "changed: not what the list says it holds", span, hint)


def _sums(data: bytes, place: str) -> dict[str, str] | Problem:
    """The list, path to SHA-256; a problem where it is not one."""
    listed: dict[str, str] = {}
    for number, line in enumerate(data.decode(errors="replace").removesuffix("\n").split("\n"), start=1):
        found = _LINE.fullmatch(line)
        if found is None or unsafe(found[2]):
            return Problem("bad-sums", "not a line of `sha256sum`, with a path below the site", Span(place, number))
        listed[found[2]] = found[1]
    return listed


def _no_list(place: str, reason: str) -> Problem:
    return Problem(
        "no-sums", f"there is no list of the site's files to check it against: {reason}", Span(place), _NO_LIST
    )


# In a folder


def _held(folder: Path, path: str) -> _Held:
    try:
        return _Held(sha256=sha256_of(folder / path) or "")
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return _Held()
    except OSError as error:
        return _Held(refused=words(error))


def _files(folder: Path) -> Iterator[str]:
    """Every file of the site by its path, and links, which a site has none of."""
    for base, folders, names in os.walk(folder):
        below = os.path.relpath(base, folder).replace(os.sep, "/")
        before = "" if below == "." else f"{below}/"
        if not before:
            folders[:] = [name for name in folders if name not in _NOT_THE_SITE]
        links = [name for name in folders if os.path.islink(os.path.join(base, name))]
        yield from (before + name for name in (*names, *links) if before or name not in _NOT_THE_SITE)


# On the web


def _served(base: str, path: str) -> _Held:
    data = _fetched(_address(base, path))
    if isinstance(data, bytes):
        return _Held(sha256=hashlib.sha256(data).hexdigest())
    return _Held(refused=data)


def _address(base: str, path: str) -> str:
    return base + quote(path, safe="/-_.~")


def _fetched(url: str) -> bytes | str:
    """What is served at an address, or why nothing is: empty where nothing is there."""
    try:
        asking = Request(url, headers={"User-Agent": f"Pressmark/{__version__}"})  # noqa: S310 - the caller saw to http
        with urlopen(asking, timeout=PATIENCE) as answer:  # noqa: S310
            data: bytes = answer.read()
            return data
    except HTTPError as error:
        with error:
            return "" if error.code in NOT_FOUND else f"the host answers {error.code}"
    except (OSError, HTTPException, ValueError) as error:
        return str(getattr(error, "reason", error)) or type(error).__name__
