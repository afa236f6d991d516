"""What of a built site goes on a disk, and how: pages with other addresses, other files as they are, and a README.

Left out is what only a host or a subscriber needs; links to that lead to the site on the web. Makes no page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.asbuilt import BUILD
from generator.files import open_regular, words
from generator.intake import Progress
from generator.offline.links import Links, has_module
from generator.offline.readme import README, newest_in, readme
from generator.offline.zips import Zip
from generator.output.guards import published_at
from generator.output.manifest import SUMS, sums_bytes
from generator.output.store import Stored
from generator.problems import Problem, warning
from generator.site import routes
from generator.site.parts import SiteValue

LONG = 200  # characters of a path in the zip; Windows takes 259, of which the folder it is unpacked into has a part

# What only those need who come to a host: robots, subscribers, whoever asks for what is not there.
_FOR_HOSTS = frozenset({b"atom.xml", b"feed.json", b"sitemap.xml", b"sitemap-index.xml", b"robots.txt"})
_OF_HOSTS = frozenset({routes.out_path(routes.NOT_FOUND), routes.out_path(routes.NOJEKYLL)})
_PAGE_MARK = b"\0"  # in the key's template of a page that a theme's template wrote
_PIECE = 1 << 20


class _UnreadableError(Exception):
    """A file of the site that the system does not give."""


class Edition:
    """A built site on its way into a zip, in the folder `name`."""

    def __init__(self, output: Path, pages: Mapping[str, Stored], site: SiteValue, name: str) -> None:
        self.name = name
        self._output = output
        self._pages = pages
        self._site = site
        built = {path for path, stored in pages.items() if not _is_for_hosts(path, stored)}
        self.paths = sorted(built | {README, SUMS})
        base = routes.Base(origin=site.url.removesuffix(site.root), root=site.root)
        self._links = Links(base, frozenset(self.paths))

    def unfit(self) -> Iterator[Problem]:
        """What its files are called, where a reader's system may not like it. Names that none takes, no build gives."""
        for path in self._pages:
            if routes.folded(path).split("/")[0] == routes.folded(README):
                message = f"/{path} is in the place of the text that tells readers what the folder is"
                yield Problem("colliding-pages", message, published_at(self._output, path), "give it another address")
        long = [path for path in self.paths if _length(f"{self.name}/{path}") > LONG]
        if long:
            longest = max(long, key=_length)
            others = f", and {len(long) - 1} more have over {LONG}" if len(long) > 1 else ""
            message = f"its path has {_length(f'{self.name}/{longest}')} characters in the zip{others}"
            hint = "Windows unpacks no more than 259, with the folder it is unpacked into: shorter ids make it shorter"
            yield warning("long-path", message, published_at(self._output, longest), hint)

    def put_into(self, archive: Zip, progress: Progress) -> Iterator[Problem]:
        """Add every file; a file that is no longer what was built is a problem, and the last."""
        modules: list[str] = []
        for number, path in enumerate(self.paths):
            progress("Packing", number, len(self.paths))
            if path in {README, SUMS}:  # made here
                continue
            try:
                is_whole = self._add(archive, path, modules)
            except _UnreadableError as error:
                yield Problem("unreadable-file", f"cannot be read: {error}", published_at(self._output, path))
                return
            if not is_whole:
                yield Problem("not-built", "changed while it was exported", published_at(self._output, path), BUILD)
                return
        progress("Packing", len(self.paths), len(self.paths))
        about = readme(self._site, self._newest())
        archive.add(README, [about], len(about))
        sums = sums_bytes(archive.sums)
        archive.add(SUMS, [sums], len(sums))
        if modules:
            message = f"{len(modules)} pages have a script of the type module, which browsers load from a host only"
            hint = 'in the theme, write it as a classic script: `<script src="…" defer>`'
            yield warning("module-script", message, published_at(self._output, modules[0]), hint)

    def _add(self, archive: Zip, path: str, modules: list[str]) -> bool:
        """Add a file, a page with the addresses of a disk; whether it is what was built."""
        stored = self._pages[path]
        is_style = path.endswith(".css") and path.startswith(routes.STATIC)
        if _PAGE_MARK not in stored.key.template and not is_style:
            return archive.add(path, self._pieces(path), stored.size) == stored.sha256
        data = b"".join(self._pieces(path))
        if hashlib.sha256(data).hexdigest() != stored.sha256:
            return False
        text = data.decode(errors="surrogateescape")
        if not is_style and has_module(text):
            modules.append(path)
        changed = self._links.style(text, path) if is_style else self._links.page(text, path)
        data = changed.encode(errors="surrogateescape")
        archive.add(path, [data], len(data))
        return True

    def _pieces(self, path: str) -> Iterator[bytes]:
        """What a file holds, a piece at a time."""
        try:
            with open_regular(self._output / path) as file:
                while piece := file.read(_PIECE):
                    yield piece
        except OSError as error:
            raise _UnreadableError(words(error)) from error

    def _newest(self) -> str:
        """The date of the newest article, as the site's own feed says it; empty where there is none."""
        return newest_in(b"".join(self._pieces(routes.out_path(routes.FEED))))


def _is_for_hosts(path: str, stored: Stored) -> bool:
    return stored.key.template in _FOR_HOSTS or path in _OF_HOSTS


def _length(path: str) -> int:
    """How long Windows and exFAT find a path: they count UTF-16 units."""
    return len(path.encode("utf-16-le")) // 2
