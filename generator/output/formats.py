"""Machine formats: Atom (RFC 4287), JSON Feed 1.1, sitemaps (sitemaps.org 0.9), robots.txt, ready texts, and data.

Text in, text out: each writer turns one view of `site.feeds` into a file. What may be as large as all texts together
(`FILE_FORMATS`) is no text but written into its file by `write_file`. XML is built from escaped strings: it reads
like the file it makes, and took 1.6 s where ElementTree took 2.2 s for 3,400 feeds of 20 entries. Characters that
XML 1.0 cannot hold are dropped, never written as references.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import msgspec

from generator.model import Record
from generator.output.database import write_database
from generator.output.tables import Texts, write_csv, write_json_lines
from generator.site.dictionary import DatabaseView, TableView
from generator.site.feeds import FeedEntryView, FeedView, RobotsView, SitemapIndexView, SitemapView, TextView
from generator.site.parts import BodyView

ATOM = "atom.xml"
JSON_FEED = "feed.json"
SITEMAP = "sitemap.xml"
SITEMAP_INDEX = "sitemap-index.xml"
ROBOTS = "robots.txt"
TEXT = "text"
CSV = "table.csv"
JSON_LINES = "table.jsonl"
DATABASE = "database.sqlite"
FILE_FORMATS: frozenset[str] = frozenset({CSV, JSON_LINES, DATABASE})
FORMATS: frozenset[str] = frozenset({ATOM, JSON_FEED, SITEMAP, SITEMAP_INDEX, ROBOTS, TEXT}) | FILE_FORMATS

Bodies = Callable[[BodyView], str]

_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
_SITEMAP_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_format(name: str, view: Record, bodies: Bodies) -> str:
    """The text that `name` (one of `FORMATS`) makes of a view; `bodies` gives a body's HTML with its links filled in.

    One of the `FILE_FORMATS` makes none. A view of the wrong kind is a mistake of the program and a TypeError.
    """
    match (name, view):
        case ("atom.xml", FeedView()):
            text = "".join(_atom(view, bodies))
        case ("feed.json", FeedView()):
            text = _json_feed(view, bodies)
        case ("sitemap.xml", SitemapView()):
            text = "".join(_sitemap(view))
        case ("sitemap-index.xml", SitemapIndexView()):
            text = "".join(_sitemap_index(view))
        case ("robots.txt", RobotsView()):
            text = f"User-agent: *\nDisallow:\n\nSitemap: {view.sitemap}\n"
        case ("text", TextView()):
            text = view.text
        case _:
            message = f"{name} cannot be written from a {type(view).__name__}"
            raise TypeError(message)
    return text


def write_file(name: str, view: Record, texts: Texts, place: Path) -> None:
    """Write the file that `name` (one of `FILE_FORMATS`) makes of a view; `texts` gives a body's reading text.

    A view of the wrong kind is a mistake of the program and a TypeError; OSError where the system refuses the file.
    """
    match (name, view):
        case ("table.csv", TableView()):
            with place.open("wb") as file:
                write_csv(view, texts, file)
        case ("table.jsonl", TableView()):
            with place.open("wb") as file:
                write_json_lines(view, texts, file)
        case ("database.sqlite", DatabaseView()):
            write_database(view, texts, place)
        case _:
            message = f"{name} cannot be written from a {type(view).__name__}"
            raise TypeError(message)


# Atom


def _atom(view: FeedView, bodies: Bodies) -> Iterator[str]:
    yield _DECLARATION
    yield f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={_attribute(view.language)}>\n'
    yield f"  <title>{_text(view.title)}</title>\n"
    if view.subtitle:
        yield f"  <subtitle>{_text(view.subtitle)}</subtitle>\n"
    yield f"  <id>{_text(view.id)}</id>\n"
    yield f"  <updated>{view.updated}</updated>\n"
    yield f"  <author><name>{_text(view.author)}</name></author>\n"
    yield f'  <link rel="self" type="application/atom+xml" href={_attribute(view.feed_url)}/>\n'
    yield f'  <link rel="alternate" type="text/html" href={_attribute(view.home_url)}/>\n'
    yield "  <generator>Pressmark</generator>\n"
    for entry in view.entries:
        yield from _atom_entry(entry, bodies)
    yield "</feed>\n"


def _atom_entry(entry: FeedEntryView, bodies: Bodies) -> Iterator[str]:
    yield _atom_facts(entry)
    if entry.body is not None:
        html = _text(bodies(entry.body))
        yield f'    <content type="html" xml:base={_attribute(entry.url)}>{html}</content>\n'
    yield "  </entry>\n"


@lru_cache(maxsize=10_000)  # an entry is in the feeds of all that its article names
def _atom_facts(entry: FeedEntryView) -> str:
    return "".join(_atom_lines(entry))


def _atom_lines(entry: FeedEntryView) -> Iterator[str]:
    yield f"  <entry xml:lang={_attribute(entry.lang)}>\n"
    yield f"    <title>{_text(entry.title)}</title>\n"
    yield f"    <id>{_text(entry.id)}</id>\n"
    yield f'    <link rel="alternate" type="text/html" href={_attribute(entry.url)}/>\n'
    if entry.original:
        yield f'    <link rel="via" href={_attribute(entry.original)}/>\n'
    if entry.published:
        yield f"    <published>{entry.published}</published>\n"
    yield f"    <updated>{entry.updated}</updated>\n"
    for author in entry.authors or (entry.outlet,):
        yield f"    <author><name>{_text(author)}</name></author>\n"
    for category in entry.categories:
        yield f"    <category term={_attribute(category)}/>\n"
    if entry.summary:
        yield f"    <summary>{_text(entry.summary)}</summary>\n"


# JSON Feed


def _json_feed(view: FeedView, bodies: Bodies) -> str:
    feed: dict[str, object] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": view.title,
        "home_page_url": view.home_url,
        "feed_url": view.feed_url,
        **_given(description=view.subtitle),
        "authors": [{"name": view.author}],
        "language": view.language,
        "items": [_json_item(entry, bodies) for entry in view.entries],
    }
    return msgspec.json.encode(feed).decode() + "\n"


def _json_item(entry: FeedEntryView, bodies: Bodies) -> dict[str, object]:
    """An item; one without a body carries its summary as text, since an item must have some content."""
    content = "content_text" if entry.body is None else "content_html"
    return {
        "id": entry.id,
        "url": entry.url,
        **_given(external_url=entry.original),
        "title": entry.title,
        content: entry.summary or entry.title if entry.body is None else bodies(entry.body),
        **_given(summary=entry.summary, image=entry.image, date_published=entry.published),
        "date_modified": entry.updated,
        "authors": [{"name": author} for author in entry.authors or (entry.outlet,)],
        "tags": list(entry.categories),
        "language": entry.lang,
    }


def _given(**fields: str | None) -> dict[str, str]:
    """The fields that say something."""
    return {name: text for name, text in fields.items() if text}


# Sitemaps


def _sitemap(view: SitemapView) -> Iterator[str]:
    yield f'{_DECLARATION}<urlset xmlns="{_SITEMAP_NAMESPACE}">\n'
    for url in view.urls:
        changed = f"<lastmod>{url.lastmod}</lastmod>" if url.lastmod else ""
        yield f"  <url><loc>{_text(url.loc)}</loc>{changed}</url>\n"
    yield "</urlset>\n"


def _sitemap_index(view: SitemapIndexView) -> Iterator[str]:
    yield f'{_DECLARATION}<sitemapindex xmlns="{_SITEMAP_NAMESPACE}">\n'
    for url in view.sitemaps:
        yield f"  <sitemap><loc>{_text(url)}</loc></sitemap>\n"
    yield "</sitemapindex>\n"


# XML


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("", text))


def _attribute(text: str) -> str:
    return quoteattr(_NOT_XML.sub("", text))
