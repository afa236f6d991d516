"""A host that serves a site as GitHub Pages does, and a crawler that visits all of it.

What GitHub Pages does, as far as a static site can tell: a project's site is below `/NAME/` and nothing else of it is
anywhere; case counts; a folder's address ends with `/` and is redirected to there (301); `/about` is also
`/about.html`; an address that is not there gets `404.html` with the status 404; texts are compressed for who takes
that; an unchanged file is not sent again (304).
"""

from __future__ import annotations

import gzip
import hashlib
import http.client
import mimetypes
import re
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit

import lxml.html

from tests.published.built import ADDRESSES, absolute

COMPRESSED = ("text/", "application/json", "application/xml", "application/javascript", "image/svg+xml")
TYPES = {".xml": "application/xml", ".js": "application/javascript; charset=utf-8", ".woff2": "font/woff2"}


@dataclass(frozen=True)
class Answer:
    """What a host answers: its status, its headers by name in lower case, and the bytes, uncompressed."""

    status: int
    headers: Mapping[str, str]
    data: bytes


class PagesHost:
    """A running host; `url` is the site's address, with its base path."""

    def __init__(self, folder: Path, root: str) -> None:
        self.files = {
            path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()
        }  # read once, so that case counts on every file system
        self.root = root
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self.server.server_port}{root}"
        self.connection = http.client.HTTPConnection("127.0.0.1", self.server.server_port, timeout=20)

    def found(self, address: str) -> tuple[int, str]:
        """The status and the file for a path, or where it is redirected to."""
        path = unquote(address)
        if not path.startswith(self.root):
            return (301, self.root) if path == self.root.rstrip("/") else (404, "")
        below = path.removeprefix(self.root)
        if below == "" or below.endswith("/"):
            index = f"{below}index.html"
            return (200, index) if index in self.files else (404, "404.html")
        if below in self.files:
            return 200, below
        if f"{below}.html" in self.files:
            return 200, f"{below}.html"
        return (301, f"{address}/") if f"{below}/index.html" in self.files else (404, "404.html")

    def get(self, url: str, **headers: str) -> Answer:
        """The answer to a request; nothing is followed. All go over one connection, as a browser's do."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.connection.request("GET", urlsplit(url).path or "/", headers={"Accept-Encoding": "gzip", **named})
        answer = self.connection.getresponse()
        data = answer.read()
        found = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, found, gzip.decompress(data) if "content-encoding" in found else data)


@contextmanager
def hosted(folder: Path, root: str) -> Iterator[PagesHost]:
    """Serve a folder below a base path."""
    host = PagesHost(folder, root)
    thread = Thread(target=host.server.serve_forever, daemon=True)
    thread.start()
    try:
        yield host
    finally:
        host.connection.close()
        host.server.shutdown()
        host.server.server_close()
        thread.join()


def _handler(host: PagesHost) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def log_message(self, *_: object) -> None:
            """Nothing."""

        def do_GET(self) -> None:
            """Answer as GitHub Pages does."""
            status, found = host.found(urlsplit(self.path).path)
            if status == 301:
                self._send(301, b"", {"Location": found})
                return
            data = host.files[found].read_bytes() if found in host.files else b"There isn't a GitHub Pages site here."
            ending = found[found.rfind(".") :] if "." in found else ""
            kind = TYPES.get(ending) or mimetypes.guess_type(found)[0] or "application/octet-stream"
            mark = f'"{hashlib.sha256(data).hexdigest()[:16]}"'
            if status == 200 and self.headers.get("If-None-Match") == mark:
                self._send(304, b"", {"ETag": mark})
                return
            headers = {"Content-Type": f"{kind}; charset=utf-8" if kind == "text/html" else kind, "ETag": mark}
            if kind.startswith(COMPRESSED) and "gzip" in self.headers.get("Accept-Encoding", ""):
                data = gzip.compress(data, compresslevel=1, mtime=0)
                headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
            self._send(status, data, headers)

        def _send(self, status: int, data: bytes, headers: Mapping[str, str]) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    return Handler


# Crawling


@dataclass(frozen=True)
class Visit:
    """An address that was asked for, the page that names it first, and what came."""

    url: str
    named_by: str
    status: int


_IN_STYLES = re.compile(r"""(?:url\(\s*|@import\s+)["']?([^"')\s]+)""")
_IN_XML = re.compile(r"""(?:<loc>|href=")(https?://[^"<]+)""")


def crawl(host: PagesHost, built_for: str, most: int = 100_000) -> dict[str, Visit]:
    """Every address of the site that can be come to from its front page, its feeds and its sitemap, each asked once.

    `built_for` is the address the site was built for: what names it in full is asked of this host.
    """
    visits: dict[str, Visit] = {}
    here: dict[str, str | None] = {}
    waiting = deque((host.url + path, "") for path in ("", "sitemap.xml", "robots.txt", "404.html"))
    while waiting and len(visits) < most:
        url, named_by = waiting.popleft()
        if url in visits:
            continue
        answer = host.get(url)
        visits[url] = Visit(url, named_by, answer.status)
        if answer.status == 200:
            for name in _named(answer, url):
                if name not in here:
                    here[name] = _here(host, built_for, name)
                if (found := here[name]) is not None and found not in visits:
                    waiting.append((found, url))
    return visits


def _here(host: PagesHost, built_for: str, url: str) -> str | None:
    """An address as this host is asked for it; None for one of another site."""
    plain = urldefrag(url).url.partition("?")[0]
    if plain.startswith(built_for):
        plain = host.url + plain.removeprefix(built_for)
    parts = urlsplit(plain)
    if parts.netloc != urlsplit(host.url).netloc:
        return None
    return f"{parts.scheme}://{parts.netloc}{quote(unquote(parts.path), safe='/-_.~%')}"


def _named(answer: Answer, url: str) -> Iterator[str]:
    kind = answer.headers.get("content-type", "")
    if kind.startswith("text/html"):
        tree = lxml.html.document_fromstring(answer.data, parser=lxml.html.HTMLParser(encoding="utf-8"))
        for value in tree.xpath(ADDRESSES):
            candidates = value.split(",") if value.attrname == "srcset" else [value]
            yield from (absolute(url, one.split()[0]) for one in map(str, candidates) if one.strip())
        for content in tree.xpath("//meta[@http-equiv='refresh']/@content"):
            yield urljoin(url, content.partition("url=")[2])
    elif kind.startswith("text/css"):
        yield from (urljoin(url, found) for found in _IN_STYLES.findall(answer.data.decode()) if found[:5] != "data:")
    elif kind.startswith("application/xml"):
        yield from _IN_XML.findall(answer.data.decode())
