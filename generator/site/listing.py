"""A page with a long list of articles: its newest page, which says more, and its numbered older ones, which do not.

Older pages hold only the list, so that a new article leaves them as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import msgspec

from generator.archive.records import Entry
from generator.model import Record, SourcePath
from generator.site import dates, lists, routes
from generator.site.context import Context, card, crumbs, head
from generator.site.parts import CardGroup, DateView, Pagination
from generator.site.planned import Page, SitePath
from generator.site.views import TermListView

Grouping = Callable[[Context, tuple[Entry, ...]], tuple[CardGroup, ...]]
Newest = Callable[[tuple[CardGroup, ...], Pagination], Record]


class Listing(Record):
    """A list of articles and where it lives; `steps` are its breadcrumbs after Home, itself included."""

    path: SitePath
    kicker: str
    title: str
    steps: tuple[tuple[str, SitePath], ...]
    entries: tuple[Entry, ...]  # newest first
    grouping: Grouping
    origin: SourcePath | None = None


def listing_pages(context: Context, listing: Listing, template: str, newest: Newest) -> Iterator[Page]:
    """The list's newest page, made by `newest` from its groups and neighbours, then its numbered pages."""
    numbered = lists.numbered_pages(len(listing.entries), context.config.per_page)
    yield Page(
        path=routes.out_path(listing.path),
        template=template,
        make=partial(_newest, context, listing, newest),
        address=listing.path,
        origin=listing.origin,
    )
    for number in range(numbered, 0, -1):
        path = routes.numbered(listing.path, number)
        yield Page(
            path=routes.out_path(path),
            template="list.html",
            make=partial(_older, context, listing, number),
            address=path,
            origin=listing.origin,
        )


def _newest(context: Context, listing: Listing, newest: Newest) -> Record:
    return newest(*_content(context, listing, None))


def _content(context: Context, listing: Listing, number: int | None) -> tuple[tuple[CardGroup, ...], Pagination]:
    """What stands on one page of a list, and its neighbours."""
    entries, per_page = listing.entries, context.config.per_page
    numbered = lists.numbered_pages(len(entries), per_page)
    shown = entries[lists.on_page(len(entries), per_page, number)]
    return listing.grouping(context, shown), lists.pagination(context.base, listing.path, number, numbered)


def _older(context: Context, listing: Listing, number: int) -> TermListView:
    path, name = routes.numbered(listing.path, number), f"Page {number}"
    title = f"{listing.title}, page {number}"
    groups, pages = _content(context, listing, number)
    return TermListView(
        head=head(context, path, title, f"{listing.kicker}: {title}. {context.config.title}."),
        crumbs=crumbs(context, *listing.steps, (name, path)),
        kicker=listing.kicker,
        title=listing.title,
        url=context.base.url(listing.path),
        groups=groups,
        pages=pages,
    )


# How lists are headed


def by_year(context: Context, entries: tuple[Entry, ...]) -> tuple[CardGroup, ...]:
    """Entries under their years; those whose date names no single year under a heading of their own."""

    def heading(year: int | None) -> tuple[str, str, str | None]:
        if year is None:
            return "No certain year", "no-year", None
        return dates.year_text(year, context.language), f"y{year}", context.base.url(routes.year(year))

    return lists.grouped(entries, lambda entry: entry.article.date.year, heading, lambda entry: card(context, entry))


def by_month(context: Context, entries: tuple[Entry, ...]) -> tuple[CardGroup, ...]:
    """Entries of one year under their months; those dated only by the year under "Month not known"."""

    def heading(period: tuple[int | None, int | None]) -> tuple[str, str, str | None]:
        year, month = period
        if year is None or month is None:
            return "Month not known", "no-month", None
        url = context.base.url(routes.month(month, year))
        return dates.month_name(month, context.language), f"m{month:02d}", url

    return lists.grouped(entries, _period, heading, lambda entry: card(context, entry))


def by_day(context: Context, entries: tuple[Entry, ...]) -> tuple[CardGroup, ...]:
    """Entries under their dates in words, which their cards then need not repeat."""

    def heading(date: DateView) -> tuple[str, str, str | None]:
        return date.text, f"d{date.edtf.rstrip('?~%')}", None

    groups = lists.grouped(entries, lambda one: card(context, one).date, heading, lambda one: card(context, one))
    return tuple(msgspec.structs.replace(group, date=group.cards[0].date) for group in groups)


def without_date(context: Context, entries: tuple[Entry, ...]) -> tuple[CardGroup, ...]:
    """Entries whose date nobody knows under one heading, which says so once for all."""
    cards = tuple(card(context, entry) for entry in entries)
    same = len({one.date for one in cards}) == 1
    return (CardGroup(label="Date not known", anchor="undated", cards=cards, date=cards[0].date if same else None),)


def told_forward(context: Context, entries: tuple[Entry, ...]) -> tuple[CardGroup, ...]:
    """Entries under their years and months, oldest first: how a story is told; those of an unknown date come last."""

    def heading(period: tuple[int | None, int | None]) -> tuple[str, str, str | None]:
        year, month = period
        if year is None:
            return "No certain year", "no-year", None
        if month is None:
            return dates.year_text(year, context.language), f"y{year}", context.base.url(routes.year(year))
        label = dates.month_year(year, month, context.language)
        return label, f"m{year}-{month:02d}", context.base.url(routes.month(month, year))

    forward = tuple(reversed(entries))
    forward = tuple(sorted(forward, key=lambda entry: entry.article.date.earliest is None))
    return lists.grouped(forward, _period, heading, lambda entry: card(context, entry))


def _period(entry: Entry) -> tuple[int | None, int | None]:
    return entry.article.date.year, entry.article.date.month
