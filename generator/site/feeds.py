"""What feeds, sitemaps and robots.txt say, as frozen values for the output room to write.

An entry's id is a tag URI (RFC 4151) made of the site's host and base path and the article's permanent id, so that
another permalink pattern or protocol does not make old articles new again. Every URL here is absolute.

Nothing reads a clock: a feed is as new as its newest entry. An undated article has no honest `updated`, which Atom
demands; it gets the day its text was retrieved, else 1970-01-01, and `published` is left out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

import msgspec

from generator.archive.records import Entry, Noted
from generator.model import Display, Record
from generator.settings import FeedContent
from generator.site import dates, routes, words
from generator.site.context import Context, body_view, language_of, shortened, shows_body, target_path
from generator.site.parts import BodyView
from generator.site.planned import SitePath

EPOCH = "1970-01-01T00:00:00Z"
TAG_DATE = "2026"  # RFC 4151 wants a date on which the host was its owner's; a fixed one keeps ids for good
SITEMAP_URLS = 50_000  # sitemaps.org: at most 50,000 URLs and 50 MB a file
SITEMAP_BYTES = 45_000_000
_SITEMAP_OVERHEAD = 80  # bytes of markup around one URL


class FeedEntryView(Record):
    """An article as feeds carry it. Times are RFC 3339; `body` is None where rights or site.yaml say summary only."""

    id: str
    url: str
    title: str
    updated: str
    published: str | None
    summary: str
    lang: str
    outlet: str
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    original: str | None = None  # the page the text came from
    image: str | None = None
    body: BodyView | None = None


class FeedView(Record):
    """A feed, for atom.xml or feed.json; `home_url` is the page it follows."""

    title: str
    id: str
    home_url: str
    feed_url: str
    subtitle: str
    author: str
    language: str
    direction: Literal["ltr", "rtl"]
    updated: str
    entries: tuple[FeedEntryView, ...]


class SitemapUrl(Record):
    """A page for search engines; `lastmod` is a W3C date, or empty where nobody knows."""

    loc: str
    lastmod: str = ""


class SitemapView(Record):
    """One sitemap file."""

    urls: tuple[SitemapUrl, ...]


class SitemapIndexView(Record):
    """The list of sitemap files, where one is not enough."""

    sitemaps: tuple[str, ...]


class RobotsView(Record):
    """robots.txt: everything may be read, and where the sitemap is."""

    sitemap: str


class TextView(Record):
    """A file whose text is made where its facts are known (annotations.json); empty for .nojekyll."""

    text: str = ""


def feed_view(  # noqa: PLR0913, PLR0917 - a feed is these five things; its subtitle is optional
    context: Context,
    title: str,
    listing: SitePath,
    feed: SitePath,
    entries: Sequence[FeedEntryView],
    subtitle: str = "",
) -> FeedView:
    """The feed of these articles, newest first; `listing` is the page it follows, `feed` its own place."""
    config = context.config
    return FeedView(
        title=title,
        id=tag_uri(config.url, f"feed/{listing}"),
        home_url=context.base.absolute(listing),
        feed_url=context.base.absolute(feed),
        subtitle=subtitle,
        author=config.author or config.title,
        language=config.language,
        direction="rtl" if words.text_direction(config.language) == "rtl" else "ltr",
        updated=newest(entry.updated for entry in entries),
        entries=tuple(entries),
    )


def tag_uri(site_url: str, name: str) -> str:
    """A permanent id that is not an address: "tag:example.org,2026:archive/article/im-chon-il"."""
    return _tagging_entity(site_url) + quote(name, safe="/-_.~")


@lru_cache(maxsize=16)
def _tagging_entity(site_url: str) -> str:
    parts = urlsplit(site_url)
    return f"tag:{parts.hostname or 'localhost'},{TAG_DATE}:{quote(parts.path.lstrip('/'), safe='/-_.~%')}"


def newest(times: Iterable[str]) -> str:
    """The latest of RFC 3339 times, whatever their offsets; 1970-01-01 where there is none."""
    return max(times, key=dt.datetime.fromisoformat, default=EPOCH)


def sitemaps(urls: Iterable[SitemapUrl]) -> tuple[SitemapView, ...]:
    """The URLs in files of at most 50,000 and 45 MB, in the order given; one empty file for an empty site."""
    files: list[tuple[SitemapUrl, ...]] = []
    chunk: list[SitemapUrl] = []
    size = 0
    for url in urls:
        bytes_needed = len(url.loc) + len(url.lastmod) + _SITEMAP_OVERHEAD
        if len(chunk) == SITEMAP_URLS or size + bytes_needed > SITEMAP_BYTES:
            files.append(tuple(chunk))
            chunk, size = [], 0
        chunk.append(url)
        size += bytes_needed
    if chunk or not files:
        files.append(tuple(chunk))
    return tuple(SitemapView(urls=file) for file in files)


def lastmod(entry: Entry) -> str:
    """When an article was last changed, as sitemaps write it; empty where its dates do not say."""
    article = entry.article
    known = (dates.iso_for_html(date) for date in (article.updated, article.date) if date is not None)
    return next((text for text in known if text), "")


def feed_entry(context: Context, entry: Entry) -> FeedEntryView:
    """An article as feeds carry it."""
    article, archive, zone = entry.article, context.archive, ZoneInfo(context.config.timezone)
    url = context.base.absolute(context.paths[entry.id])
    image = target_path(context, entry.image) if entry.image else None
    categories = [archive.tags[tag].name for tag in entry.tags]
    categories += [archive.entities[mention.entity].name for mention in entry.mentions]
    return FeedEntryView(
        id=tag_uri(context.config.url, f"article/{entry.id}"),
        url=url,
        title=article.title,
        updated=_updated(entry, zone),
        published=dates.rfc3339(article.date, zone),
        summary=entry.summary,
        lang=language_of(context, entry),
        outlet=archive.outlets[entry.outlet].name,
        authors=article.byline,
        categories=tuple(dict.fromkeys(categories)),
        original=article.provenance.url if article.provenance else None,
        image=context.base.absolute(image) if image else None,
        body=_body(context, entry, url),
    )


def note_entry(context: Context, noted: Noted) -> FeedEntryView:
    """A note as feeds carry it; it quotes its words only where the article's rights let the article show them."""
    entry, annotation, zone = noted.entry, noted.note.annotation, ZoneInfo(context.config.timezone)
    page = context.base.absolute(context.paths[entry.id])
    quoted = f"“{shortened((annotation.requoted or annotation.quote).exact)}” · " if shows_body(entry) else ""
    made = dates.rfc3339(annotation.created, zone) if annotation.created else None
    body = body_view(context, annotation.body, noted.note.targets)
    return FeedEntryView(
        id=tag_uri(context.config.url, f"article/{entry.id}/note/{annotation.id}"),
        url=f"{page}#{routes.fragment(f'note-{annotation.id}')}",
        title=f"{quoted}{entry.article.title}",
        updated=made or _updated(entry, zone),
        published=made,
        summary=annotation.body.excerpt,
        lang=context.language,
        outlet=context.config.title,
        authors=(annotation.by,) if annotation.by else (),
        categories=tuple(context.archive.tags[tag].name for tag in noted.note.tags),
        body=_with_absolute_links(context, body, page) if body else None,
    )


def _updated(entry: Entry, zone: ZoneInfo) -> str:
    article = entry.article
    retrieved = article.provenance.retrieved if article.provenance else None
    known = (dates.rfc3339(date, zone) for date in (article.updated, article.date, retrieved) if date is not None)
    return next((time for time in known if time), EPOCH)


def _body(context: Context, entry: Entry, url: str) -> BodyView | None:
    """The whole text with absolute links, where site.yaml wants it and the article's rights allow it."""
    if context.config.feeds.content is not FeedContent.FULL or entry.display is not Display.FULL:
        return None
    body = body_view(context, entry.article.body, entry.targets)
    return _with_absolute_links(context, body, url) if body else None


def _with_absolute_links(context: Context, body: BodyView, page: str) -> BodyView:
    return msgspec.structs.replace(body, urls=tuple(_absolute(context, link, page) for link in body.urls))


def _absolute(context: Context, link: str | None, page: str) -> str | None:
    if link is None:
        return None
    if link.startswith("#"):
        return page + link
    return context.base.origin + link if link.startswith("/") and not link.startswith("//") else link
