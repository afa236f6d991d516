"""Files for machines: feeds, notes as Web Annotations, the sitemap, robots.txt, .nojekyll."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from generator.archive.records import Archive, Entry
from generator.model import ArticleId, SourcePath
from generator.site import routes
from generator.site.annotations import annotation_collection, annotation_page
from generator.site.bibliography import Reference, reference_of
from generator.site.context import ALL_REFERENCES, MOST_REFERENCES, REFERENCE_FORMATS, Context
from generator.site.exchange import biblatex, csl_json, csl_list, ris
from generator.site.feeds import (
    FeedEntryView,
    FeedView,
    RobotsView,
    SitemapIndexView,
    SitemapUrl,
    TextView,
    feed_entry,
    feed_view,
    lastmod,
    note_entry,
    sitemaps,
)
from generator.site.planned import Page, SitePath

# The output room's names for these formats.
ATOM = "atom.xml"
JSON_FEED = "feed.json"
SITEMAP = "sitemap.xml"
SITEMAP_INDEX = "sitemap-index.xml"
ROBOTS = "robots.txt"
TEXT = "text"


def feed_pages(context: Context) -> Iterator[Page]:
    """The site's two feeds and an Atom feed for every outlet, entity, tag and story."""
    archive, title = context.archive, context.config.title
    known: dict[ArticleId, FeedEntryView] = {}  # an article is in the feeds of all that it names

    def view(name: str, home: SitePath, path: SitePath, entries: tuple[Entry, ...], description: str = "") -> FeedView:
        newest = entries[: context.config.feeds.items]
        carried = [known.get(entry.id) or known.setdefault(entry.id, feed_entry(context, entry)) for entry in newest]
        return feed_view(context, name, home, path, carried, description)

    for path, template in ((routes.FEED, ATOM), (routes.JSON_FEED, JSON_FEED)):
        make = partial(view, title, routes.HOME, path, archive.entries, context.config.description)
        yield Page(path=routes.out_path(path), template=template, make=make)
    for name, origin, listing, entries in _terms(archive):
        path = routes.feed_of(listing)
        make = partial(view, f"{name} · {title}", listing, path, entries)
        yield Page(path=routes.out_path(path), template=ATOM, make=make, origin=origin)
    if archive.notes:
        path = routes.feed_of(routes.NOTES)
        yield Page(path=routes.out_path(path), template=ATOM, make=partial(_notes_feed, context, path))


def _notes_feed(context: Context, path: SitePath) -> FeedView:
    newest = context.archive.notes[: context.config.feeds.items]
    entries = [note_entry(context, noted) for noted in newest]
    return feed_view(context, f"Notes · {context.config.title}", routes.NOTES, path, entries)


def annotation_pages(context: Context) -> Iterator[Page]:
    """The notes of each article that has any, and all of them together, as Web Annotations."""
    for entry in context.archive.entries:
        if entry.notes:
            path = routes.web_annotations(context.paths[entry.id])
            make = partial(_text, annotation_page, context, entry)
            yield Page(path=routes.out_path(path), template=TEXT, make=make, origin=entry.article.source)
    if context.archive.notes:
        path = routes.web_annotations(routes.NOTES)
        yield Page(path=routes.out_path(path), template=TEXT, make=partial(_text, annotation_collection, context))


def _text(write: Callable[..., str], *given: Context | Entry) -> TextView:
    return TextView(text=write(*given))


def reference_pages(context: Context) -> Iterator[Page]:
    """Each article for reference managers, and in every format those of each outlet, entity, tag and story, and all.

    As `context.reference_links` says: a file where there are several articles, and in long ones the newest.
    """
    archive = context.archive
    for entry in archive.entries:
        path = routes.cite(context.paths[entry.id])
        make = partial(_text, _ris_of, context, entry)
        yield Page(path=routes.out_path(path), template=TEXT, make=make, origin=entry.article.source)
    written: dict[tuple[str, ArticleId], str] = {}  # an article is in the files of all that it names

    def view(ending: str, entries: tuple[Entry, ...]) -> TextView:
        write = _WRITERS[ending]
        parts = [
            written.get((ending, entry.id))
            or written.setdefault((ending, entry.id), write(reference_of(context, entry)))
            for entry in entries
        ]
        return TextView(text=csl_list(parts) if ending == "json" else "".join(parts))

    terms = ((origin, listing, entries[:MOST_REFERENCES]) for _, origin, listing, entries in _terms(archive))
    for origin, listing, entries in ((None, routes.ARTICLES, archive.entries[:ALL_REFERENCES]), *terms):
        for ending, _, _ in REFERENCE_FORMATS if len(entries) > 1 else ():
            path = routes.references(listing, ending)
            yield Page(path=routes.out_path(path), template=TEXT, make=partial(view, ending, entries), origin=origin)


_WRITERS: dict[str, Callable[[Reference], str]] = {"ris": ris, "bib": biblatex, "json": csl_json}


def _ris_of(context: Context, entry: Entry) -> str:
    return ris(reference_of(context, entry))


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


def site_files(context: Context, readable: Iterable[Page]) -> Iterator[Page]:
    """What crawlers and hosts look for at a site's root: the sitemap of `readable` pages, robots.txt, .nojekyll."""
    yield from _sitemap_pages(context, readable)
    robots = RobotsView(sitemap=context.base.absolute(routes.SITEMAP))
    yield Page(path=routes.out_path(routes.ROBOTS), template=ROBOTS, make=lambda: robots)
    yield Page(path=routes.out_path(routes.NOJEKYLL), template=TEXT, make=TextView)


def _sitemap_pages(context: Context, readable: Iterable[Page]) -> Iterator[Page]:
    """The sitemap of every page that wants to be found, in several files behind an index when it is large."""
    changed = {context.paths[entry.id]: lastmod(entry) for entry in context.archive.entries}
    addresses = (page.address for page in readable if page.address is not None)
    files = sitemaps(
        SitemapUrl(loc=context.base.absolute(address), lastmod=changed.get(address, "")) for address in addresses
    )
    if len(files) == 1:
        yield Page(path=routes.out_path(routes.SITEMAP), template=SITEMAP, make=lambda: files[0])
        return
    parts = [routes.sitemap_part(number) for number in range(1, len(files) + 1)]
    for number, path in enumerate(parts):
        yield Page(path=routes.out_path(path), template=SITEMAP, make=partial(files.__getitem__, number))
    index = SitemapIndexView(sitemaps=tuple(context.base.absolute(path) for path in parts))
    yield Page(path=routes.out_path(routes.SITEMAP), template=SITEMAP_INDEX, make=lambda: index)
