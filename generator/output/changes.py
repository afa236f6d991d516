"""Which of the planned files have to be made, and why.

A page whose key is what it was, and whose file is what was published, is right as it is. Looks at the output folder
and writes nothing.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import unicodedata
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path

from generator import __version__
from generator.files import open_regular, unreadable
from generator.model import Digest, Record
from generator.output.commit import sha256_of
from generator.output.formats import FORMATS
from generator.output.publish import is_as_stored
from generator.output.staging import CopyTask
from generator.output.store import Key, Reason, Store, Stored, digest_of, encoded
from generator.output.theme import Theme
from generator.problems import Problem
from generator.site.parts import SiteValue
from generator.site.planned import Site


class Earlier(Record):
    """What an earlier build left in the output folder, and why all of it, or all that templates made, is made anew."""

    output: Path
    store: Store
    for_all: Reason | None
    for_templates: Reason | None


class Copies(Record):
    """The files to be copied with their keys, and those that are right as they are."""

    copies: tuple[tuple[CopyTask, Key], ...]
    kept: dict[str, Stored]
    problems: tuple[Problem, ...]


def earlier_build(output: Path, store: Store, value: SiteValue, *, fresh: bool) -> Earlier:
    """What there is to go by; nothing of it when the build is to be `fresh`."""
    for_all = Reason.FRESH if fresh else Reason.TOOL if store.pages and store.tool != tool() else None
    for_templates = for_all or (Reason.SITE if store.pages and store.site != value else None)
    return Earlier(output=output, store=store, for_all=for_all, for_templates=for_templates)


def page_key(template: str, encoded_view: bytes, reaches: Mapping[str, Digest]) -> Key:
    """All that decides a page's bytes; `reaches` are the digests of templates and all that they reach, by name."""
    reached = template if template in FORMATS else f"{template}\0{reaches.get(template, '')}"
    return Key(view=digest_of(encoded_view), template=reached.encode())


def encoded_or_none(view: Record) -> bytes | None:
    """A view's bytes; None for one that holds what no text can, and will not render either."""
    try:
        return encoded(view)
    except UnicodeEncodeError:
        return None


def page_state(path: str, template: str, key: Key | None, earlier: Earlier) -> Reason | Stored:
    """Why a page has to be made, or what is stored of it when it is right as it is."""
    # Formats do not see `site`: what they show of it is in their views.
    return _state(path, key, earlier, earlier.for_all if template in FORMATS else earlier.for_templates)


def copies_to_do(site: Site, theme: Theme, folder: Path, earlier: Earlier) -> Copies:
    """What has to be copied: the archive's files and the theme's own."""
    copies: list[tuple[CopyTask, Key]] = []
    kept: dict[str, Stored] = {}
    problems: list[Problem] = []
    for copy in copy_tasks(site, theme, folder):
        sha256 = _sha256_of_source(copy)
        if isinstance(sha256, Problem):
            problems.append(sha256)
            continue
        key = Key(view=bytes.fromhex(sha256), template=b"copy")
        found = _state(copy.path, key, earlier, Reason.FRESH if earlier.for_all is Reason.FRESH else None)
        if isinstance(found, Stored):
            kept[copy.path] = found
        else:
            copies.append((copy, key))
    return Copies(copies=tuple(copies), kept=kept, problems=tuple(problems))


def tool() -> str:
    """The version of everything that makes pages: Pressmark, its output code as it is on this disk, libraries, Unicode.

    The code counts because a version number does not change while somebody works on the program.
    """
    code = hashlib.blake2b(digest_size=8)
    here = Path(__file__).resolve().parent
    read = here.parent / "read"
    for file in (*sorted(here.glob("*.py")), read / "destinations.py", read / "reading.py"):
        code.update(file.read_bytes())
    libraries = " ".join(f"{name} {version(name)}" for name in ("jinja2", "markupsafe", "msgspec"))
    written_with = f"sqlite {sqlite3.sqlite_version} unicode {unicodedata.unidata_version}"
    return f"{__version__} {code.hexdigest()} {libraries} {written_with}"


def _state(path: str, key: Key | None, earlier: Earlier, general: Reason | None) -> Reason | Stored:
    stored = earlier.store.pages.get(path)
    if general is Reason.FRESH:
        return general
    if stored is None or key is None:
        return Reason.NEW
    if general is not None:
        return general
    if stored.key.template != key.template:
        return Reason.TEMPLATE
    if stored.key.view != key.view:
        return Reason.VIEW
    if is_as_stored(earlier.output, path, stored):
        return stored
    holds = _sha256_of_output(earlier.output, path)
    if holds == stored.sha256:
        return _as_it_is(earlier.output, path, stored)
    return Reason.EDITED if holds else Reason.MISSING


def _as_it_is(output: Path, path: str, stored: Stored) -> Stored:
    """What is stored of a file, with the time it has now; as it is stored when it has gone this moment."""
    try:
        status = os.lstat(output / path)
    except OSError:
        return stored
    return Stored(key=stored.key, sha256=stored.sha256, size=status.st_size, mtime_ns=status.st_mtime_ns)


def _sha256_of_output(output: Path, path: str) -> str | None:
    try:
        return sha256_of(output / path)
    except OSError:
        return None


def copy_tasks(site: Site, theme: Theme, folder: Path) -> Iterator[CopyTask]:
    """Every file that the site publishes as it is: the archive's, then the theme's."""
    for copy in site.copies:
        yield CopyTask(path=copy.path, source=str(folder / copy.source), shown=copy.source)
    for file in theme.static:
        yield CopyTask(path=file.path, source=file.file, shown=f"themes/{theme.name}/{file.path}")


def _sha256_of_source(copy: CopyTask) -> str | Problem:
    try:
        with open_regular(copy.source) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        return unreadable(copy.shown, error)
