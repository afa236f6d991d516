"""Where every page lives.

The only module that joins path segments into URLs or output paths. Everyone else holds a `SitePath`, `Url` or
`OutPath` that came from here, so the base path, the permalink pattern and the shape of list pages change in one place.

A `SitePath` is relative to the site's root and written in Unicode ("2023/06/a/", "feed.xml", "" for the front page);
a `Url` is percent-encoded (RFC 3986) and starts with the site's base path or, when absolute, with its origin.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NewType
from urllib.parse import quote, unquote, urlsplit

from generator.archive.records import Entry, Redirect
from generator.model import EntityType, OutletId, PageId, QuoteId, Record, SourcePath, StoryId, TagId, TextQuote
from generator.settings import Config
from generator.site.planned import OutPath, SitePath

Url = NewType("Url", str)

HOME = SitePath("")
ARTICLES = SitePath("articles/")
OUTLETS = SitePath("outlets/")
ENTITIES = SitePath("entities/")
TAGS = SitePath("tags/")
STORIES = SitePath("stories/")
NOTES = SitePath("notes/")
QUOTES = SitePath("quotes/")
UNDATED = SitePath("undated/")
NOT_FOUND = SitePath("404.html")
FEED = SitePath("feed.xml")
JSON_FEED = SitePath("feed.json")
SITEMAP = SitePath("sitemap.xml")
ROBOTS = SitePath("robots.txt")
FRONT = PageId("index")
NOJEKYLL = SitePath(".nojekyll")
STATIC = SitePath("static/")
DATA = SitePath("data/")
MANIFEST = SitePath("manifest-sha256.txt")


_LONG_QUOTE = 300  # characters: what Chromium compares word by word
_FEW_WORDS = 5
_LISTING = re.compile(
    r"(?:(?:articles|outlets|entities(?:/[^/]+)?|tags|stories|quotes|undated|notes(?:/(?:by|tags)/[^/]+)?|-?\d{4,}(?:/\d\d)?)/)?"
    r"|.*/(?:page/\d+|by/count|by/letter/[^/]+|compare)/"
)
_TERM = re.compile(r"((?:outlets|tags|stories|quotes|entities/[^/]+)/)([^/]+)/")
_NOT_IN_URLS = re.compile(r"[\s\x00-\x20\x7f\"<>\\^`{|}]|%(?![0-9A-Fa-f]{2})")


class Base(Record):
    """Where the site is mounted: its origin ("https://user.github.io") and base path ("/archive/")."""

    origin: str
    root: str

    def url(self, path: SitePath) -> Url:
        """The URL of a page as links on the site write it: base path first, no host."""
        return Url(self.root + _encoded(path))

    def absolute(self, path: SitePath) -> Url:
        """The whole URL of a page, for feeds, metadata and sitemaps."""
        return Url(self.origin + self.url(path))

    def within(self, path: str) -> Url:
        """The URL of a site path as an editor writes it ("/about/#team"), under the base path."""
        return Url(self.root + quote(path.lstrip("/"), safe="/-_.~#?=&;:@!$'()*+,%"))


def base_of(config: Config) -> Base:
    """Where site.yaml's `url` mounts the site."""
    parts = urlsplit(config.url)
    root = quote(unicodedata.normalize("NFC", parts.path), safe="/-_.~%!$&'()*+,;=:@")
    return Base(origin=f"{parts.scheme}://{parts.netloc}", root=root or "/")


def out_path(path: SitePath) -> OutPath:
    """The file below the output folder that serves a page: a folder's index.html, or the file itself."""
    return OutPath(unicodedata.normalize("NFC", path + "index.html" if path == "" or path.endswith("/") else path))


def asked_for(base: Base, path: str) -> OutPath | None:
    """The output file that answers a request for a URL's path, percent-decoded; None for what lies outside the site.

    Only what a path says: whether there is such a file, its caller knows.
    """
    root = unquote(base.root)
    return out_path(SitePath(path.removeprefix(root))) if path.startswith(root) else None


def site_path(path: str) -> SitePath:
    """The place that an output file answers to: its folder's, for an index.html."""
    return SitePath(path.removesuffix("index.html") if f"/{path}".endswith("/index.html") else path)


def folded(path: str) -> str:
    """A path as a file system that ignores case and normalisation sees it (macOS, Windows).

    Simple case folding, a character for a character, as such file systems do: "preußen" is not "preussen" to them.
    """
    if path.isascii():
        return path.lower()
    composed = unicodedata.normalize("NFC", path)
    return "".join(low if len(low := letter.casefold()) == 1 else letter for letter in composed)


# Articles and dates


def article(entry: Entry, pattern: str) -> SitePath:
    """An article's permanent place by site.yaml's `permalink` pattern.

    Segments whose date part is not known are left out ("1923" gives /1923/ID/); undated articles live in /undated/.
    """
    year, month, day = date_parts(entry)
    if year is None and re.search(r"\{(?:year|month|day)\}", pattern):
        return SitePath(f"{UNDATED}{entry.id}/")
    known = {
        "year": "" if year is None else year_segment(year),
        "month": "" if month is None else f"{month:02d}",
        "day": "" if day is None else f"{day:02d}",
        "id": entry.id,
        "outlet": entry.outlet,
        "type": entry.article.type.value,
    }
    filled = (segment.format_map(known) for segment in pattern.strip("/").split("/"))
    return SitePath("/".join(segment for segment in filled if segment) + "/")


def date_parts(entry: Entry) -> tuple[int | None, int | None, int | None]:
    """The year, month and day that an article's date names, None for each it leaves open."""
    date = entry.article.date
    return date.year, date.month, date.day


def year_segment(year: int) -> str:
    """A year as a path segment, four digits at least ("0987", "-0044")."""
    return f"-{-year:04d}" if year < 0 else f"{year:04d}"


def year(number: int) -> SitePath:
    """A year's page."""
    return SitePath(f"{year_segment(number)}/")


def month(number: int, of_year: int) -> SitePath:
    """A month's page."""
    return SitePath(f"{year_segment(of_year)}/{number:02d}/")


# Terms and indexes


def outlet(identifier: OutletId) -> SitePath:
    """An outlet's page."""
    return SitePath(f"{OUTLETS}{identifier}/")


def tag(identifier: TagId) -> SitePath:
    """A tag's page."""
    return SitePath(f"{TAGS}{identifier}/")


def story(identifier: StoryId) -> SitePath:
    """A story's page."""
    return SitePath(f"{STORIES}{identifier}/")


def compare(identifier: StoryId) -> SitePath:
    """Where the wordings of a story's articles are compared."""
    return SitePath(f"{STORIES}{identifier}/compare/")


def quote_page(identifier: QuoteId) -> SitePath:
    """A quote's page."""
    return SitePath(f"{QUOTES}{identifier}/")


def entity_type(of: EntityType) -> SitePath:
    """The index of one type of entity."""
    return SitePath(f"{ENTITIES}{of}/")


def entity(of: EntityType, identifier: str) -> SitePath:
    """An entity's page."""
    return SitePath(f"{ENTITIES}{of}/{identifier}/")


def notes_by(author: str) -> SitePath:
    """The notes of one author, named by a slug."""
    return SitePath(f"{NOTES}by/{author}/")


def notes_about(tag: TagId) -> SitePath:
    """The notes with one tag."""
    return SitePath(f"{NOTES}tags/{tag}/")


def cite(article: SitePath) -> SitePath:
    """An article for reference managers."""
    return SitePath(f"{article}cite.ris")


def references(listing: SitePath, ending: str) -> SitePath:
    """The articles of a list for reference managers, in the format that `ending` names: "ris", "bib", "json"."""
    return SitePath(f"{listing}references.{ending}")


def web_annotations(listing: SitePath) -> SitePath:
    """The notes of an article, or all of them, as Web Annotations."""
    return SitePath(f"{listing}annotations.json")


def data_file(name: str) -> SitePath:
    """A file of the archive's data."""
    return SitePath(f"{DATA}{name}")


def page(identifier: PageId) -> SitePath:
    """A standalone page; the page `index` introduces the front page."""
    return HOME if identifier == FRONT else SitePath(f"{identifier}/")


def numbered(listing: SitePath, number: int) -> SitePath:
    """An older page of a long list; numbers count from the oldest."""
    return SitePath(f"{listing}page/{number}/")


def by_count(index: SitePath) -> SitePath:
    """The same index, the most frequent first. No term's page can be there: a term has no `by/count/` below it."""
    return SitePath(f"{index}by/count/")


def by_letter(index: SitePath, letter: str) -> SitePath:
    """The part of a long index under one letter."""
    return SitePath(f"{index}by/letter/{letter}/")


def feed_of(listing: SitePath) -> SitePath:
    """The Atom feed of a term's articles."""
    return SitePath(f"{listing}feed.xml")


def sitemap_part(number: int) -> SitePath:
    """One file of a split sitemap."""
    return SitePath(f"sitemap-{number}.xml")


def is_listing(path: SitePath) -> bool:
    """Whether a page lists what there is, by where it is: it comes and goes with what it lists."""
    return _LISTING.fullmatch(path) is not None


def term_of(path: SitePath) -> tuple[SitePath, str] | None:
    """The index that a term's page is below and the term's id, by where it is; None for any other page."""
    found = _TERM.fullmatch(path)
    return (SitePath(found[1]), found[2]) if found and not is_listing(path) else None


# Files and old addresses


def asset(source: SourcePath, content: str) -> SitePath:
    """Where a file of the archive is published: content/assets/x as assets/x, any other as files/PATH."""
    below = source.removeprefix(f"{content}/")
    return SitePath(below if below.startswith("assets/") else f"files/{below}")


def redirect(old: Redirect) -> SitePath:
    """The place of an old address: a file when its last segment has an ending, a folder otherwise."""
    path = unquote(old.path).strip("/")
    last = path.rsplit("/", 1)[-1]
    return SitePath(path if "." in last and not old.path.endswith("/") else f"{path}/")


def external(url: str) -> Url:
    """Another site's URL as its author wrote it, with the characters that no URL may hold percent-encoded.

    Letters of other scripts stay (an IRI, RFC 3987): browsers take them, and a reader can read them.
    """
    return Url(_NOT_IN_URLS.sub(lambda found: quote(found.group(), safe=""), url))


def to_words(url: str, quote_of: TextQuote) -> Url:
    """Another site's page at the words that a note quotes (URL Fragment Text Directives, wicg.github.io).

    A long quotation is named by its first and last words.
    """
    spaced = quote_of.exact.split()
    exact = " ".join(spaced)
    ends = [" ".join(spaced[:_FEW_WORDS]), " ".join(spaced[-_FEW_WORDS:])] if len(exact) > _LONG_QUOTE else [exact]
    parts = [f"{_directive(quote_of.prefix)}-"] if quote_of.prefix.strip() else []
    parts += map(_directive, ends if len(spaced) > 2 * _FEW_WORDS else [exact])
    parts += [f"-{_directive(quote_of.suffix)}"] if quote_of.suffix.strip() else []
    return Url(f"{external(url.partition('#')[0])}#:~:text={','.join(parts)}")


def _directive(text: str) -> str:
    return quote(" ".join(text.split()), safe="").replace("-", "%2D")


def fragment(written: str) -> str:
    """A fragment, percent-encoded, without `#`."""
    return quote(unquote(written), safe="-_.~!$&'()*+,;=:@/?")


@lru_cache(maxsize=100_000)  # an address is written on a dozen pages
def _encoded(path: str) -> str:
    quoted = quote(unicodedata.normalize("NFC", path), safe="/-_.~")
    return path if quoted == path else quoted  # one text and not two for each plain address
