"""The whole site from the archive: every page, feed and file, each with its path. Read this first in this room.

Says what is to be published and where; renders and writes nothing. Two things that want one path are a problem that
names both, also when only case or Unicode normalisation tells the paths apart (a Mac or a USB stick would mix them up).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from generator import __version__
from generator.archive.records import Archive
from generator.archive.rights import for_readers
from generator.model import SourcePath
from generator.problems import Problem, Span
from generator.settings import Config, DataContent
from generator.site import routes, words
from generator.site.articles import article_pages, articles_pages
from generator.site.coins import with_coins
from generator.site.compare import compare_pages
from generator.site.context import ATOM, JSON_FEED, Context, prepare
from generator.site.data import data_pages
from generator.site.deadlinks import dead_links
from generator.site.front import home_page, not_found_page, redirect_pages, standalone_pages
from generator.site.indexes import entity_indexes, outlet_index, story_index, tag_index
from generator.site.machine import annotation_pages, feed_pages, reference_pages, site_files
from generator.site.notes import notes_pages
from generator.site.parts import FeedLink, LinkView, SiteValue
from generator.site.periods import month_pages, undated_pages, year_pages
from generator.site.planned import Copy, OutPath, Page, Site, SitePath
from generator.site.quotes import quote_pages
from generator.site.stories import story_pages
from generator.site.terms import entity_pages, outlet_pages, tag_pages


def plan(archive: Archive, config: Config) -> Site:
    """Every page and file of the site; colliding paths are among its problems.

    Nothing in this room is given the words that an article's rights withhold.
    """
    archive = for_readers(archive)
    context = with_coins(prepare(archive, config))
    readable = tuple(_readable_pages(context))
    machine = (
        *feed_pages(context),
        *annotation_pages(context),
        *reference_pages(context),
        *site_files(context, readable),
    )
    pages = (*readable, *machine)
    copies = tuple(
        Copy(path=routes.out_path(routes.asset(source, config.content)), source=source) for source in archive.assets
    )
    problems = (
        *_collisions(pages, copies),
        *dead_links(context, {*(page.path for page in pages), *(copy.path for copy in copies)}),
    )
    again = partial(plan, archive, config)
    return Site(
        value=site_value(context),
        pages=pages,
        copies=copies,
        problems=problems,
        again=again,
        withheld=archive.withheld,
    )


def _readable_pages(context: Context) -> Iterator[Page]:
    yield home_page(context)
    yield from article_pages(context)
    yield from articles_pages(context)
    yield from year_pages(context)
    yield from month_pages(context)
    yield from undated_pages(context)
    yield from outlet_pages(context)
    yield from entity_pages(context)
    yield from tag_pages(context)
    yield from story_pages(context)
    yield from compare_pages(context)
    yield from outlet_index(context)
    yield from entity_indexes(context)
    yield from tag_index(context)
    yield from story_index(context)
    yield from quote_pages(context)
    yield from notes_pages(context)
    yield from standalone_pages(context)
    yield from data_pages(context)
    yield from redirect_pages(context)
    yield not_found_page(context)


# What every template sees


def site_value(context: Context) -> SiteValue:
    """The `site` value: what all pages share. No counts, no dates, so that it changes only with site.yaml."""
    config, base = context.config, context.base
    return SiteValue(
        title=config.title,
        language=config.language,
        dir=words.text_direction(config.language),
        url=base.absolute(routes.HOME),
        root=base.root,
        description=config.description,
        author=config.author,
        menu=tuple(_menu(context)),
        feeds=(
            FeedLink(title="Atom feed", url=base.url(routes.FEED), type=ATOM),
            FeedLink(title="JSON feed", url=base.url(routes.JSON_FEED), type=JSON_FEED),
        ),
        generator=f"Pressmark {__version__}",
        options=tuple((extra.key, extra.value) for extra in config.extra),
        data=base.url(routes.DATA) if config.data.content is not DataContent.NONE else None,
    )


def _menu(context: Context) -> Iterator[LinkView]:
    """site.yaml's menu, or the indexes that have something to show and the site's own pages."""
    archive, base = context.archive, context.base
    if context.config.menu:
        for item in context.config.menu:
            yield LinkView(text=item.text, url=base.within(item.url) if item.url.startswith("/") else item.url)
        return
    indexes: tuple[tuple[str, SitePath, object], ...] = (
        ("Articles", routes.ARTICLES, archive.entries),
        ("Stories", routes.STORIES, archive.stories),
        ("Outlets", routes.OUTLETS, archive.outlets),
        ("Entities", routes.ENTITIES, archive.entities),
        ("Tags", routes.TAGS, archive.tags),
        ("Quotes", routes.QUOTES, archive.quotes),
        ("Notes", routes.NOTES, archive.notes),
    )
    for text, path, members in indexes:
        if members:
            yield LinkView(text=text, url=base.url(path))
    for page in archive.pages.values():
        if page.id != routes.FRONT and "/" not in page.id:
            yield LinkView(text=page.title, url=base.url(routes.page(page.id)))


# Collisions


def _collisions(pages: Iterable[Page], copies: Iterable[Copy]) -> Iterator[Problem]:
    """One problem for each path that several pages or files want, naming every source file."""
    wanted: dict[str, list[tuple[OutPath, SourcePath | None]]] = {}
    claims = [(page.path, page.origin) for page in pages] + [(copy.path, copy.source) for copy in copies]
    claims.append((routes.out_path(routes.MANIFEST), None))  # which is written when all others are
    for path, origin in claims:
        wanted.setdefault(routes.folded(path), []).append((path, origin))
    folders: dict[str, tuple[OutPath, SourcePath | None]] = {}
    for path, origin in claims:
        parts = routes.folded(path).split("/")
        for depth in range(1, len(parts)):
            folders.setdefault("/".join(parts[:depth]), (path, origin))
    said = set[tuple[SourcePath | None, ...]]()
    for key, claimants in wanted.items():
        if len(claimants) > 1:
            sources = tuple(origin for _, origin in claimants)
            if sources not in said:  # one pair of terms collides with its page, its feed and every page of its list
                said.add(sources)
                yield _collision(claimants)
        elif key in folders:
            yield _file_and_folder(claimants[0], folders[key])


def _collision(claimants: list[tuple[OutPath, SourcePath | None]]) -> Problem:
    sources = [origin for _, origin in claimants if origin]
    paths = list(dict.fromkeys(f"/{path.removesuffix('index.html')}" for path, _ in claimants))
    names = ", ".join(dict.fromkeys(sources)) or "the site's own pages"
    own = " and a page of the site's own" if sources and len(sources) < len(claimants) else ""
    wanted = "differ only in case or normalisation, and are wanted by" if len(paths) > 1 else "is wanted by"
    return Problem(
        "colliding-pages",
        f"{' and '.join(paths)} {wanted} {names}{own}",
        Span(sources[-1] if sources else "site.yaml"),
        hint="give one of them another id or address",
    )


def _file_and_folder(claimant: tuple[OutPath, SourcePath | None], inside: tuple[OutPath, SourcePath | None]) -> Problem:
    path, origin = claimant
    below, other = inside
    return Problem(
        "colliding-pages",
        f"/{path} would be a file and a folder at once, since /{below} lies in it",
        Span(origin or other or "site.yaml"),
        hint="give one of them another address",
    )
