"""Files for machines: feeds of the site and of each term, the sitemap, robots.txt, .nojekyll."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.archive.records import Archive, Entry
from generator.model import ArticleId, SourcePath
from generator.site import routes
from generator.site.context import Context
from generator.site.feeds import (
    EmptyView,
    FeedEntryView,
    RobotsView,
    SitemapIndexView,
    SitemapUrl,
    feed_entry,
    feed_view,
    lastmod,
    sitemaps,
)
from generator.site.parts import Head
from generator.site.planned import OutPath, Page
from generator.site.routes import SitePath

# The output room's names for these formats.
ATOM = "atom.xml"
JSON_FEED = "feed.json"
SITEMAP = "sitemap.xml"
SITEMAP_INDEX = "sitemap-index.xml"
ROBOTS = "robots.txt"
NOJEKYLL = "nojekyll"


def feed_pages(context: Context) -> Iterator[Page]:
    """The site's two feeds and an Atom feed for every outlet, entity, tag and story."""
    archive, title = context.archive, context.config.title
    known: dict[ArticleId, FeedEntryView] = {}  # an article is in the feeds of all that it names

    def carried(entries: tuple[Entry, ...]) -> list[FeedEntryView]:
        newest = entries[: context.config.feeds.items]
        return [known.get(entry.id) or known.setdefault(entry.id, feed_entry(context, entry)) for entry in newest]

    for path, template in ((routes.FEED, ATOM), (routes.JSON_FEED, JSON_FEED)):
        view = feed_view(context, title, routes.HOME, path, carried(archive.entries), context.config.description)
        yield Page(path=routes.out_path(path), template=template, view=view)
    for name, origin, listing, entries in _terms(archive):
        path = routes.feed_of(listing)
        view = feed_view(context, f"{name} · {title}", listing, path, carried(entries))
        yield Page(path=routes.out_path(path), template=ATOM, view=view, origin=origin)


def _terms(archive: Archive) -> Iterator[tuple[str, SourcePath | None, SitePath, tuple[Entry, ...]]]:
    """Every term's name, source, page and articles."""
    for outlet in archive.outlets.values():
        yield outlet.name, outlet.source, routes.outlet(outlet.id), archive.by_outlet.get(outlet.id, ())
    for key, entity in archive.entities.items():
        place = routes.entity(entity.type, entity.id)
        yield entity.name, entity.source, place, archive.by_entity.get(key, ())
    for tag in archive.tags.values():
        yield tag.name, tag.source, routes.tag(tag.id), archive.by_tag.get(tag.id, ())
    for story in archive.stories.values():
        yield story.title, story.source, routes.story(story.id), archive.by_story.get(story.id, ())


def sitemap_pages(context: Context, readable: Iterable[Page]) -> Iterator[Page]:
    """The sitemap of every page that wants to be found, in several files behind an index when it is large."""
    changed = {routes.out_path(context.paths[entry.id]): lastmod(entry) for entry in context.archive.entries}
    files = sitemaps(_url(page.path, head, changed) for page in readable if (head := _head(page)) and head.index)
    if len(files) == 1:
        yield Page(path=routes.out_path(routes.SITEMAP), template=SITEMAP, view=files[0])
        return
    parts = [routes.sitemap_part(number) for number in range(1, len(files) + 1)]
    for path, view in zip(parts, files, strict=True):
        yield Page(path=routes.out_path(path), template=SITEMAP, view=view)
    index = SitemapIndexView(sitemaps=tuple(context.base.absolute(path) for path in parts))
    yield Page(path=routes.out_path(routes.SITEMAP), template=SITEMAP_INDEX, view=index)


def robots_pages(context: Context) -> Iterator[Page]:
    """robots.txt and .nojekyll."""
    robots = RobotsView(sitemap=context.base.absolute(routes.SITEMAP))
    yield Page(path=routes.out_path(routes.ROBOTS), template=ROBOTS, view=robots)
    yield Page(path=routes.out_path(routes.NOJEKYLL), template=NOJEKYLL, view=EmptyView())


def _head(page: Page) -> Head | None:
    head = getattr(page.view, "head", None)
    return head if isinstance(head, Head) else None


def _url(path: OutPath, head: Head, changed: dict[OutPath, str]) -> SitemapUrl:
    return SitemapUrl(loc=head.canonical, lastmod=changed.get(path, ""))
