"""Which of the planned files have to be made, and why.

A page whose key is what it was, and whose file is what was published, is right as it is. Looks at the output folder
and writes nothing.
"""

from __future__ import annotations

import functools
import hashlib
import os
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
from generator.output.store import Key, Reason, Store, Stored, digest_of, site_digest
from generator.output.theme import Theme
from generator.problems import Problem
from generator.site.planned import Page, Site


class Work(Record):
    """What is to be done, and what is right as it is."""

    pages: tuple[tuple[Page, Reason], ...]
    copies: tuple[CopyTask, ...]
    keys: dict[str, Key]  # of everything that is to be done and can be stored
    kept: dict[str, Stored]
    problems: tuple[Problem, ...]


class Trust(Record):
    """What of an earlier build is believed: `store` at all, and sizes and times in place of the bytes."""

    store: bool = True
    times: bool = True


def work_to_do(site: Site, theme: Theme, folder: Path, output: Path, store: Store, trust: Trust) -> Work:  # noqa: PLR0913,PLR0917
    """Everything that `site` and the theme's own files need to be published into `output`."""
    pages: list[tuple[Page, Reason]] = []
    copies: list[CopyTask] = []
    keys: dict[str, Key] = {}
    kept: dict[str, Stored] = {}
    problems: list[Problem] = []
    state = functools.partial(_state, output=output, store=store, trust=trust)
    for_all = _for_all(store, trust)
    for_templates = for_all or (Reason.SITE if store.site != site_digest(site.value) else None)
    reaches = {template.name: template.reach for template in theme.templates}
    for page in site.pages:
        key = page_key(page, reaches)
        # Formats do not see `site`: what they show of it is in their views.
        found = state(page.path, key, general=for_all if page.template in FORMATS else for_templates)
        if key is not None:
            keys[page.path] = key
        if isinstance(found, Stored):
            kept[page.path] = found
        else:
            pages.append((page, found))
    for copy in _copies(site, theme, folder):
        sha256 = _sha256_of_source(copy)
        if isinstance(sha256, Problem):
            problems.append(sha256)
            continue
        keys[copy.path] = Key(view=bytes.fromhex(sha256), template=b"copy")
        found = state(copy.path, keys[copy.path], general=None)
        if isinstance(found, Stored):
            kept[copy.path] = found
        else:
            copies.append(copy)
    return Work(pages=tuple(pages), copies=tuple(copies), keys=keys, kept=kept, problems=tuple(problems))


def page_key(page: Page, reaches: Mapping[str, Digest]) -> Key | None:
    """All that decides a page's bytes; None for a view that holds what no text can (it will not render either).

    `reaches` are the digests of templates and all that they reach, by name.
    """
    template = page.template if page.template in FORMATS else f"{page.template}\0{reaches.get(page.template, '')}"
    try:
        return Key(view=digest_of(page.view), template=template.encode())
    except UnicodeEncodeError:
        return None


def tool() -> str:
    """The version of everything that makes pages: Pressmark, its output code as it is on this disk, Jinja, Unicode.

    The code counts because a version number does not change while somebody works on the program.
    """
    code = hashlib.blake2b(digest_size=8)
    here = Path(__file__).resolve().parent
    for file in (*sorted(here.glob("*.py")), here.parent / "read" / "destinations.py"):
        code.update(file.read_bytes())
    return f"{__version__} {code.hexdigest()} jinja2 {version('jinja2')} unicode {unicodedata.unidata_version}"


def _state(  # noqa: PLR0913
    path: str, key: Key | None, *, output: Path, store: Store, trust: Trust, general: Reason | None
) -> Reason | Stored:
    """Why a file has to be made, or what is to be stored of it when it is right as it is."""
    stored = store.pages.get(path)
    if not trust.store:
        return Reason.FRESH
    if stored is None or key is None:
        return Reason.NEW
    if general is not None:
        return general
    if stored.key.template != key.template:
        return Reason.TEMPLATE
    if stored.key.view != key.view:
        return Reason.VIEW
    if trust.times and is_as_stored(output, path, stored):
        return stored
    holds = _sha256_of_output(output, path)
    if holds == stored.sha256:
        return _as_it_is(output, path, stored)
    return Reason.EDITED if holds else Reason.MISSING


def _for_all(store: Store, trust: Trust) -> Reason | None:
    """A reason that holds for every page."""
    if not trust.store:
        return Reason.FRESH
    return Reason.TOOL if store.tool != tool() else None


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


def _copies(site: Site, theme: Theme, folder: Path) -> Iterator[CopyTask]:
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
