"""A built site as a reader's browser gets it from a static host.

`BuiltSite` answers addresses from files the way GitHub Pages does, only stricter: case counts, nothing is guessed and
nothing is redirected. `PageFacts` is what the tests ask of a page, read once.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import lxml.html

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "generator"]

# How the first path of each kind of page is found; the order matters, the first pattern that fits wins.
KINDS = {
    "home": r"index\.html",
    "not-found": r"404\.html",
    "older-articles": r".+/page/\d+/index\.html",
    "articles": r"articles/index\.html",
    "outlets": r"outlets/index\.html",
    "outlet": r"outlets/[^/]+/index\.html",
    "tags": r"tags/index\.html",
    "tag": r"tags/[^/]+/index\.html",
    "stories": r"stories/index\.html",
    "story": r"stories/[^/]+/index\.html",
    "entities": r"entities/index\.html",
    "people": r"entities/people/index\.html",
    "person": r"entities/people/[^/]+/index\.html",
    "entities-of-a-type": r"entities/[^/]+/index\.html",
    "place": r"entities/places/[^/]+/index\.html",
    "entity": r"entities/[^/]+/[^/]+/index\.html",
    "undated": r"undated/index\.html",
    "year": r"\d{4}/index\.html",
    "month": r"\d{4}/\d{2}/index\.html",
    "article": r"(\d{4}(/\d{2})?|undated)/[^/]+/index\.html",
    "page": r"[^/]+/index\.html",
}


def build(source: Path, output: Path, base_url: str, *more: str, env: Mapping[str, str] | None = None) -> str:
    """Build an archive with the public command; what it printed. Fails the test with that when the build fails."""
    arguments = ["build", "--site", str(source), "--output", str(output), "--base-url", base_url, *more]
    found = subprocess.run(
        [*COMMAND, *arguments],
        cwd=source,
        env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=240,
    )
    assert found.returncode == 0, f"pressmark {' '.join(arguments)}\n{found.stdout[-4000:]}{found.stderr[-4000:]}"
    return found.stdout + found.stderr


@dataclass(frozen=True)
class Reference:
    """An address that a page names: in which element and attribute, as it stands there, and made absolute."""

    tag: str
    attribute: str
    url: str
    absolute: str
    rel: frozenset[str] = frozenset()

    @property
    def is_loaded(self) -> bool:
        """Whether a browser fetches it by itself, without a reader's click."""
        if self.tag == "link":
            return bool(self.rel & {"stylesheet", "icon", "preload", "modulepreload", "manifest", "prefetch"})
        return self.tag not in {"a", "area", "meta", "form", "blockquote", "q"}


@dataclass(frozen=True)
class PageFacts:
    """What tests ask of an HTML page."""

    path: str
    url: str
    ids: tuple[str, ...]
    references: tuple[Reference, ...]  # each once
    indexable: bool
    redirects: bool
    canonical: str | None
    policy: str | None  # the Content-Security-Policy in its meta element
    inline: tuple[str, ...] = field(repr=False)  # scripts, styles and handlers written into the page


@dataclass(frozen=True)
class BuiltSite:
    """A built archive: the files in `folder`, meant to be served at `base_url`, made from `source`."""

    source: Path
    folder: Path
    base_url: str

    @cached_property
    def files(self) -> frozenset[str]:
        """Every file, by its path below the folder with `/`."""
        return frozenset(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file())

    @cached_property
    def pages(self) -> tuple[str, ...]:
        """The HTML files, sorted."""
        return tuple(sorted(path for path in self.files if path.endswith(".html")))

    @cached_property
    def facts(self) -> Mapping[str, PageFacts]:
        """What each page says, by its path."""
        return {path: read_page(self, path) for path in self.pages}

    @cached_property
    def addresses(self) -> Mapping[str, tuple[str, Reference]]:
        """Every absolute address that a page names, with the first page that does and how."""
        found: dict[str, tuple[str, Reference]] = {}
        for path, page in self.facts.items():
            for reference in page.references:
                found.setdefault(reference.absolute, (path, reference))
        return found

    def bytes_of(self, path: str) -> bytes:
        """A file's bytes."""
        return (self.folder / path).read_bytes()

    def url_of(self, path: str) -> str:
        """The address of a file: a folder's for its index.html."""
        return self.base_url + path.removesuffix("index.html") if path.endswith("index.html") else self.base_url + path

    def answer(self, url: str) -> str | None:
        """The file that answers an absolute URL, or None where the host would say 404 or redirect."""
        if not url.startswith(self.base_url):
            return None
        path = unquote(urlsplit(url).path, errors="strict").removeprefix(urlsplit(self.base_url).path)
        if path == "" or path.endswith("/"):
            path += "index.html"
        return path if path in self.files else None

    def kinds(self) -> dict[str, str]:
        """One page of each kind that the site has, by kind; the longest of its kind, where most can go wrong."""
        found: dict[str, list[str]] = {}
        for path in self.pages:
            kind = next((kind for kind, pattern in KINDS.items() if re.fullmatch(pattern, path)), "redirect")
            found.setdefault(kind, []).append(path)
        return {kind: max(paths, key=lambda path: (self.size(path), path)) for kind, paths in found.items()}

    def size(self, path: str) -> int:
        """A file's size in bytes."""
        return (self.folder / path).stat().st_size


def sample(paths: Iterable[str], count: int) -> list[str]:
    """At most `count` paths, the same ones each time and spread over all."""
    return sorted(sorted(paths, key=lambda path: hashlib.blake2b(path.encode()).digest())[:count])


def parse(site: BuiltSite, path: str) -> lxml.html.HtmlElement:
    """A page as a tree."""
    return lxml.html.document_fromstring(site.bytes_of(path), parser=lxml.html.HTMLParser(encoding="utf-8"))


def read_page(site: BuiltSite, path: str) -> PageFacts:
    """What a page says."""
    tree = parse(site, path)
    url = site.url_of(path)
    metas = {name.lower(): meta.get("content", "") for meta in tree.xpath("//meta") if (name := _meta_name(meta))}
    canonical = tree.xpath("//link[@rel='canonical']/@href")
    return PageFacts(
        path=path,
        url=url,
        ids=tuple(tree.xpath("//@id")),
        references=tuple(dict.fromkeys(_references(tree, url))),
        indexable="noindex" not in metas.get("robots", "") and "refresh" not in metas and path != "404.html",
        redirects="refresh" in metas,
        canonical=canonical[0] if canonical else None,
        policy=metas.get("content-security-policy"),
        inline=tuple(f"<{element.tag}>" for element in tree.xpath(INLINE)),
    )


ADDRESSES = (
    "//@href | //@src | //@action | //@formaction | //@poster | //@data | //@cite | //@srcset"
    " | //@*[local-name()='xlink:href' or name()='xlink:href']"
)
INLINE = (
    "//style | //script[not(@src) and not(@type='application/ld+json')]"
    " | //*[@style] | //*[@*[starts-with(name(), 'on')]]"
)


def _meta_name(element: lxml.html.HtmlElement) -> str | None:
    return element.get("name") or element.get("http-equiv")


def _references(tree: lxml.html.HtmlElement, base: str) -> Iterator[Reference]:
    for value in tree.xpath(ADDRESSES):
        element = value.getparent()
        rel = frozenset((element.get("rel") or "").split())
        for url in _candidates(value) if value.attrname == "srcset" else [str(value)]:
            yield Reference(element.tag, value.attrname, url, absolute(base, url), rel)
    for content in tree.xpath("//meta[@property='og:url' or @property='og:image']/@content"):
        yield Reference("meta", "content", str(content), str(content))
    for content in tree.xpath("//meta[translate(@http-equiv, 'REFSH', 'refsh')='refresh']/@content"):
        url = content.partition("url=")[2]
        yield Reference("meta", "refresh", url, absolute(base, url))


def _candidates(srcset: str) -> list[str]:
    return [candidate.split()[0] for candidate in srcset.split(",") if candidate.strip()]


def absolute(base: str, url: str) -> str:
    """An address that the page at `base` names, made absolute as a browser does."""
    # Most addresses are of this host and the same on every page: joined once, that halves the reading of a large site.
    return _joined(_origin(base) if url.startswith("/") else base, url.strip())


@lru_cache(maxsize=50_000)
def _origin(base: str) -> str:
    return urljoin(base, "/")


@lru_cache(maxsize=50_000)
def _joined(base: str, url: str) -> str:
    return urljoin(base, url)
