"""One state of the archive, ready to be shown: every page that a build would publish, made when it is asked for.

A generation never changes, so whatever is shown of it is of one state. Pages come from the same plan, views, templates
and files as `build`'s, and carry nothing that is not in them: what a preview adds to a page, `answers` adds.
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from generator.model import Digest, Record, SourcePath
from generator.output.bodies import Bodies, for_readers
from generator.output.changes import encoded_or_none
from generator.output.formats import FILE_FORMATS, FORMATS
from generator.output.render import Fault, Renderer, render, renderer, write
from generator.output.staging import CopyTask
from generator.output.store import digest_of, encoded
from generator.output.theme import Theme
from generator.readings import LostBodyError, Reading
from generator.settings import Config
from generator.site.planned import OutPath, Page, Site
from generator.site.routes import Base, base_of

KEPT = 3  # generations whose texts are held: a page of one may be in the making while the next are shown
_FIRST = -1  # the turn of what was shown at first


class Generation(Record, eq=False):
    """What there is to show, and since which generation each file that is shown as it is has been what it is.

    `moved` says of pages that earlier generations had where the same article is now.
    """

    number: int
    base: Base
    site: Site
    theme: Theme
    using: Renderer
    look: bytes  # digest of what every page shows
    pages: Mapping[OutPath, Page]
    files: Mapping[OutPath, CopyTask]
    since: Mapping[OutPath, int]
    moved: Mapping[OutPath, OutPath] = msgspec.field(default_factory=dict)


class Shown(NamedTuple):
    """A page's bytes, and a name for them that differs wherever they do."""

    data: bytes
    version: str


class _Since(NamedTuple):
    """The bodies that a file has since a turn, which is the number of generations that were shown before it."""

    turn: int
    digests: tuple[Digest, ...]


class Texts:
    """Bodies by digest (`output.bodies.Bodies`): those read since the preview began, and under them the cache's.

    Never gives a digest another text, so all generations share one. Threads may share it too. Of what was read, it
    holds what the last few generations show.
    """

    def __init__(self) -> None:
        self._read: dict[Digest, str] = {}
        self._of: dict[SourcePath, list[_Since]] = {}
        self._turn = 0
        self._cached: Bodies | None = None
        self._findings: dict[bytes, bytes] = {}
        self._lock = threading.Lock()  # of the cache's connection

    def rest_on(self, cached: Bodies, findings: Mapping[bytes, bytes]) -> None:
        """Take from the cache what has not been read, and what was found in texts."""
        self._cached = cached
        self._findings = dict(findings)

    def add(self, readings: Iterable[Reading]) -> None:
        """Hold the bodies of files that were just read, for the next generation."""
        for reading in readings:
            self._hold(reading.path, self._turn, [body[:2] for body in reading.bodies])

    def hold(self, path: SourcePath, digests: Iterable[Digest]) -> None:
        """Hold the bodies that are shown of a file, as far as the cache has them, until it shows others."""
        if path not in self._of:
            self._hold(path, _FIRST, [(digest, text) for digest in digests if (text := self._cached_text(digest))])

    def _hold(self, path: SourcePath, turn: int, bodies: list[tuple[Digest, str]]) -> None:
        self._read.update(bodies)
        shown = self._of.setdefault(path, [])
        if shown and shown[-1].turn == turn:  # read twice for one generation: the first was never shown
            shown.pop()
        shown.append(_Since(turn, tuple(digest for digest, _ in bodies)))

    def go_on(self, present: Collection[SourcePath]) -> None:
        """Another generation is shown, of these files: forget what none of the last few shows."""
        self._turn += 1
        for path, shown in tuple(self._of.items()):
            if path not in present and shown[-1].digests:
                shown.append(_Since(self._turn, ()))
            while len(shown) > 1 and shown[1].turn <= self._turn - KEPT:
                del shown[0]
            if not shown[-1].digests and len(shown) == 1:
                del self._of[path]
        wanted = {digest for shown in self._of.values() for since in shown for digest in since.digests}
        self._read = {digest: text for digest, text in self._read.items() if digest in wanted}

    def _cached_text(self, digest: Digest) -> str:
        try:
            return self.html(digest)
        except LostBodyError:
            return ""

    def bodies(self) -> Bodies:
        """These, as a `concordance.Library` has them."""
        return self

    def findings(self) -> Mapping[bytes, bytes]:
        """What was found in texts."""
        return self._findings

    def keep_findings(self, found: Mapping[bytes, bytes], wanted: Collection[bytes]) -> None:
        """Add findings, and forget those that nobody wants any more."""
        kept = {key: content for key, content in self._findings.items() if key in wanted}
        self._findings = {**kept, **found}

    def html(self, digest: Digest) -> str:
        """The HTML of a body; LostBodyError when it is gone."""
        found = self._read.get(digest)
        if found is not None or not digest:
            return found or ""
        if self._cached is None:
            raise LostBodyError(digest)
        with self._lock:
            return self._cached.html(digest)


def first(config: Config, site: Site, theme: Theme, texts: Texts, files: Mapping[OutPath, CopyTask]) -> Generation:
    """The first generation of a preview."""
    return Generation(
        number=1,
        base=base_of(config),
        site=site,
        theme=theme,
        using=renderer(theme.templates, theme.name, site.value, for_readers(texts, site.withheld)),
        look=digest_of(encoded(site.value)),
        pages={page.path: page for page in site.pages},
        files=files,
        since=dict.fromkeys(files, 1),
    )


def with_page(generation: Generation, page: Page) -> Generation:
    """The next generation, in which one page is another."""
    pages = {**generation.pages, page.path: page}
    return msgspec.structs.replace(generation, number=generation.number + 1, pages=pages)


def show(generation: Generation, page: Page) -> Shown | Fault:
    """A page's bytes, or what keeps it from being written; LostBodyError when its body is gone."""
    view = page.view
    made = _written if page.template in FILE_FORMATS else render
    data = made(page, view, generation.using)
    if isinstance(data, Fault):
        return data
    return Shown(data.encode() if isinstance(data, str) else data, _version(generation, page, view))


def _written(page: Page, view: Record, using: Renderer) -> bytes | Fault:
    """What a file is that a build would write."""
    with tempfile.TemporaryDirectory(prefix="pressmark-") as folder:
        place = Path(folder) / "file"
        return write(page, view, using, place) or place.read_bytes()


def version(generation: Generation, page: Page) -> str:
    """The version that `show` would give, without the text."""
    return _version(generation, page, page.view)


def trial(generation: Generation) -> tuple[Fault, ...]:
    """What is wrong with the templates, as far as a page of each can tell."""
    one_of_each = {page.template: page for page in reversed(generation.site.pages) if page.template not in FORMATS}
    shown = (show(generation, page) for page in one_of_each.values())
    return tuple(one for one in shown if isinstance(one, Fault))


def _version(generation: Generation, page: Page, view: Record) -> str:
    reaches = {template.name: template.reach for template in generation.theme.templates}
    template = reaches.get(page.template, "")
    return digest_of((encoded_or_none(view) or b"") + generation.look + f"{page.template}{template}".encode()).hex()
