"""The front page, standalone pages, 404 and the pages that lead from old addresses to new ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial

import msgspec

from generator.archive.records import EntityKey, Redirect, TargetKind
from generator.model import OutletId, StandalonePage, StoryId, TagId
from generator.site import lists, metadata, routes, words
from generator.site.context import (
    TOP,
    Context,
    card,
    common_entities,
    common_outlets,
    common_tags,
    crumbs,
    extra_of,
    head,
    record_body,
    target_path,
)
from generator.site.indexes import story_cards
from generator.site.parts import ChipGroup, LinkView, WayIn
from generator.site.planned import Page, SitePath
from generator.site.views import HomeView, NotFoundView, PageView, RedirectView

NEWEST = 12
STORIES = 6


def home_page(context: Context) -> Page:
    """The front page: what is new, what it is about, and every way in."""
    path = routes.HOME
    return Page(path=routes.out_path(path), template="home.html", make=partial(_home_view, context), address=path)


def _home_view(context: Context) -> HomeView:
    archive, config = context.archive, context.config
    front = archive.pages.get(routes.FRONT)
    return HomeView(
        head=head(
            context,
            routes.HOME,
            config.title,
            config.description or config.title,
            jsonld=metadata.site_jsonld(context),
        ),
        title=config.title,
        description=config.description,
        introduction=record_body(context, front.source, front.body) if front else None,
        newest=tuple(card(context, entry) for entry in archive.entries[:NEWEST]),
        all_articles=LinkView(text="All articles", url=context.base.url(routes.ARTICLES)) if archive.entries else None,
        stories=story_cards(context)[:STORIES],
        outlets=ChipGroup(label="Outlets", kind="outlet", chips=common_outlets(context, archive.entries)),
        entities=common_entities(context, archive.entries, most=8),
        tags=ChipGroup(label="Tags", kind="tag", chips=common_tags(context, archive.entries, most=TOP * 2)),
        ways_in=_ways_in(context),
        timeline=lists.timeline(archive.entries, context.base, frozenset(archive.by_year)),
    )


def _ways_in(context: Context) -> tuple[WayIn, ...]:
    """Every index that has something to show, named in the singular where that is one thing."""
    archive = context.archive
    of_type = Counter(entity.type for entity in archive.entities.values())
    ways: list[tuple[str, str, SitePath, int, str]] = [
        ("Article", "Articles", routes.ARTICLES, len(archive.entries), "article"),
        ("Story", "Stories", routes.STORIES, len(archive.stories), "story"),
        ("Outlet", "Outlets", routes.OUTLETS, len(archive.outlets), "outlet"),
        *(
            (label.singular, label.label, routes.entity_type(label.id), of_type[label.id], label.id)
            for label in context.types.values()
        ),
        ("Tag", "Tags", routes.TAGS, len(archive.tags), "tag"),
        ("Quote", "Quotes", routes.QUOTES, len(archive.quotes), "quote"),
        ("Note", "Notes", routes.NOTES, len(archive.notes), "note"),
        ("Undated", "Undated", routes.UNDATED, len(archive.undated), "undated"),
    ]
    return tuple(
        WayIn(text=one if count == 1 else many, url=context.base.url(path), count=count, kind=kind)
        for one, many, path, count, kind in ways
        if count
    )


def standalone_pages(context: Context) -> Iterator[Page]:
    """The site's own pages, but the front page's introduction."""
    for page in context.archive.pages.values():
        if page.id != routes.FRONT:
            path = routes.page(page.id)
            yield Page(
                path=routes.out_path(path),
                template="page.html",
                make=partial(_page_view, context, page),
                address=path,
                origin=page.source,
            )


def _page_view(context: Context, page: StandalonePage) -> PageView:
    path = routes.page(page.id)
    lang = page.lang or context.config.language
    description = page.summary or page.body.excerpt or page.title
    return PageView(
        head=head(context, path, page.title, description, lang=lang),
        crumbs=crumbs(context, (page.title, path)),
        title=page.title,
        summary=page.summary,
        lang=lang,
        dir=words.text_direction(lang),
        body=record_body(context, page.source, page.body),
        draft=page.draft,
        extra=extra_of(page),
    )


def not_found_page(context: Context) -> Page:
    """404.html, which hosts serve for any address that is not there."""
    return Page(path=routes.out_path(routes.NOT_FOUND), template="404.html", make=partial(_not_found_view, context))


def _not_found_view(context: Context) -> NotFoundView:
    title = "Page not found"
    links = tuple(LinkView(text=way.text, url=way.url) for way in _ways_in(context))
    base = head(context, routes.NOT_FOUND, title, f"There is no such page in {context.config.title}.")
    return NotFoundView(
        head=msgspec.structs.replace(base, index=False),
        title=title,
        ways_in=(LinkView(text="Front page", url=context.base.url(routes.HOME)), *links),
    )


def redirect_pages(context: Context) -> Iterator[Page]:
    """A page at every old address that leads to the new one."""
    for redirect in context.archive.redirects:
        target = target_path(context, redirect.target)
        if target is not None:
            path = _old_place(context, redirect)
            make = partial(_redirect_view, context, path, target)
            yield Page(path=routes.out_path(path), template="redirect.html", make=make, origin=redirect.source)


def _redirect_view(context: Context, path: SitePath, target: SitePath) -> RedirectView:
    title = "This page has moved"
    base = head(context, path, title, title)
    return RedirectView(
        head=msgspec.structs.replace(base, canonical=context.base.absolute(target), index=False),
        title=title,
        url=context.base.url(target),
    )


def _old_place(context: Context, redirect: Redirect) -> SitePath:
    old = redirect.replaced
    if old is None:
        return routes.redirect(redirect)
    match redirect.target.kind:
        case TargetKind.OUTLET:
            return routes.outlet(OutletId(old))
        case TargetKind.TAG:
            return routes.tag(TagId(old))
        case TargetKind.STORY:
            return routes.story(StoryId(old))
        case _:
            return routes.entity(context.archive.entities[EntityKey(redirect.target.id)].type, old)
