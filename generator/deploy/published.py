"""What is published: the files of a site as a folder, an address or a branch has them.

Of an address only the manifest is fetched, or, where a host does not give that, the sitemap; both with bounds. No page
is, so what an old page was called is known where its file can be read, and nowhere else.
"""

from __future__ import annotations

import http.client
import os
import re
import time
import unicodedata
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from generator import __version__
from generator.files import read_regular, words
from generator.model import Record
from generator.output.guards import shown
from generator.output.manifest import MANIFEST, files_of_manifest, read_manifest
from generator.problems import Problem, Span, warning
from generator.site.planned import SitePath
from generator.site.routes import SITEMAP, out_path

LARGEST = 64 * 1024 * 1024  # bytes of one answer; a sitemap may have 50 MB (sitemaps.org)
MOST_PARTS = 200  # sitemaps that an index may name: ten million addresses
PATIENCE = 60.0  # seconds for one answer, all of it
_SILENCE = 20.0  # seconds without a byte
_PART = 65_536
_PAGE_HEAD = 65_536  # bytes of a page in which its title stands

_LOCATION = re.compile(r"<loc>\s*([^<]*?)\s*</loc>")
_TITLE = re.compile(r'<meta property="og:title" content="([^"]*)"')
_REFRESH = re.compile(r'<meta http-equiv="refresh" content="0; ?url=([^"]*)"', re.IGNORECASE)
_NO_PAGES = frozenset({"CNAME", "LICENSE", "LICENSE.md", "README", "README.md"})  # of a branch's readers


class OldPage(Record):
    """What a published page says of itself: its title, and where it leads when it only leads on."""

    title: str = ""
    leads_to: str = ""  # the path of an address, percent-decoded


class Published(Record):
    """The files of a published site; `where` is how messages call it, `page` gives what one of its pages says."""

    where: str
    files: frozenset[str]
    page: Callable[[str], OldPage]


def published_in(where: str) -> Published | Problem:
    """What is published at an address or in a folder; the problem where that cannot be known, or is nothing."""
    return _at(where) if where.startswith(("https://", "http://")) else _in(Path(where))


def nothing_published(where: str) -> Problem:
    """There is nothing yet that could be missed."""
    hint = "right before the first publication; otherwise see whether it is the right place"
    return warning("nothing-published", "no site is published there, so none was compared", Span(where), hint)


def page_in(data: bytes) -> OldPage:
    """What the bytes of a page say of it."""
    head = data[:_PAGE_HEAD].decode(errors="replace")
    title, leads_to = _TITLE.search(head), _REFRESH.search(head)
    return OldPage(
        title=unescape(title[1]) if title and not leads_to else "",
        leads_to=unquote(urlsplit(unescape(leads_to[1])).path) if leads_to else "",
    )


def without_notes(paths: Iterator[str]) -> frozenset[str]:
    """The files of a folder or branch that make a site: not those that are about it, nor hidden ones."""
    return frozenset(path for path in paths if path not in _NO_PAGES and not path.startswith("."))


# A folder


def _in(folder: Path) -> Published | Problem:
    if not folder.is_dir():
        return nothing_published(shown(folder))
    try:
        files = frozenset(read_manifest(folder)) or without_notes(_walk(folder))
    except OSError as error:
        return _unreadable(shown(folder), words(error))
    if not files:
        return nothing_published(shown(folder))

    def page(path: str) -> OldPage:
        try:
            return page_in(read_regular(folder / path, _PAGE_HEAD))
        except OSError:
            return OldPage()

    return Published(where=shown(folder), files=files, page=page)


def _walk(folder: Path) -> Iterator[str]:
    def fail(error: OSError) -> None:
        raise error

    for base, folders, names in os.walk(folder, onerror=fail):
        folders[:] = [name for name in folders if name != ".git"]
        below = os.path.relpath(base, folder).replace(os.sep, "/")
        for name in names:
            path = unicodedata.normalize("NFC", name if below == "." else f"{below}/{name}")
            yield path.encode(errors="backslashreplace").decode()


# An address


class _AnswerError(Exception):
    """What came instead of an answer."""


def _at(url: str) -> Published | Problem:
    base = url if url.endswith("/") else f"{url}/"
    try:
        manifest = _fetched(base + MANIFEST)
        files = frozenset(files_of_manifest(manifest or b""))
        if not files:
            sitemap = _fetched(base + SITEMAP)
            files = frozenset(_below(base, _locations(base, sitemap or b"")))
            if sitemap is None and manifest is None:
                return nothing_published(base)
    except _AnswerError as error:
        return _unreadable(base, str(error))
    if not files:
        return _unreadable(base, "it has neither a manifest of Pressmark's nor a sitemap of its pages")
    return Published(where=base, files=files, page=lambda _path: OldPage())


def _locations(base: str, sitemap: bytes) -> Iterator[str]:
    """The addresses in a sitemap, and in those that an index names; of this site only."""
    text = sitemap.decode(errors="replace")
    found = [unescape(one) for one in _LOCATION.findall(text)]
    if "<sitemapindex" not in text:
        yield from found
        return
    for part in found[:MOST_PARTS]:
        path = _path_below(base, part)
        answer = _fetched(base + path) if path else None
        yield from (unescape(one) for one in _LOCATION.findall((answer or b"").decode(errors="replace")))


def _below(base: str, addresses: Iterator[str]) -> Iterator[str]:
    for address in addresses:
        path = _path_below(base, address)
        if path is not None:
            yield out_path(SitePath(unicodedata.normalize("NFC", unquote(path))))


def _path_below(base: str, address: str) -> str | None:
    """The path of an address below the site's; its host may have another name by now."""
    root, path = urlsplit(base).path, urlsplit(address).path
    return path.removeprefix(root) if path.startswith(root) else None


def _fetched(url: str) -> bytes | None:
    """What an address answers; None when it says that there is nothing."""
    until = time.monotonic() + PATIENCE
    request = urllib.request.Request(url, headers={"User-Agent": f"Pressmark/{__version__}"})  # noqa: S310
    parts, size = list[bytes](), 0
    try:
        with _opener().open(request, timeout=_SILENCE) as answer:
            while part := answer.read1(_PART):
                parts.append(part)
                size += len(part)
                if size > LARGEST:
                    raise _AnswerError(f"{url} has more than {LARGEST // (1024 * 1024)} MiB")
                if time.monotonic() > until:
                    raise _AnswerError(f"{url} takes longer than {PATIENCE:.0f} seconds")
    except urllib.error.HTTPError as error:
        if error.code in {404, 410}:
            return None
        raise _AnswerError(f"{url} answers {error.code} {error.reason}") from error
    except urllib.error.URLError as error:
        why = words(error.reason) if isinstance(error.reason, OSError) else str(error.reason)
        raise _AnswerError(f"{url} cannot be reached: {why}") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise _AnswerError(f"{url} cannot be read: {str(error) or type(error).__name__}") from error
    return b"".join(parts)


def _opener() -> urllib.request.OpenerDirector:
    """What opens addresses of the web and nothing else, wherever they redirect."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPRedirectHandler(),
        urllib.request.HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener


def _unreadable(where: str, why: str) -> Problem:
    hint = "nothing was compared: try again, or name a copy of the published site as a folder"
    return Problem("published-not-read", f"cannot tell what is published: {why}", Span(where), hint)
