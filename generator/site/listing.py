"""A page with a long list of articles: its newest page, which says more, and its numbered older ones, which do not.

Older pages hold only the list, so that a new article leaves them as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.archive.records import Entry
from generator.model import Record, SourcePath
from generator.site import dates, lists, routes
from generator.site.context import Context, card, crumbs, head
from generator.site.parts import CardGroup, DateView, Pagination
from generator.site.planned import Page
from generator.site.routes import SitePath
from generator.site.views import TermListView

Grouping = Callable[[Context, tuple[Entry, ...]], tuple[CardGroup, ...]]


class Listing(Record):
    """A list of articles and where it lives; `steps` are its breadcrumbs after Home, itself included."""

    path: SitePath
    kicker: str
    title: str
    steps: tuple[tuple[str, SitePath], ...]
    entries: tuple[Entry, ...]  # newest first
    grouping: Grouping
    origin: SourcePath | None = None


def listing_pages(
    context: Context,
    listing: Listing,
    template: str,
    newest: Callable[[tuple[CardGroup, ...], Pagination], Record],
) -> Iterator[Page]:
    """The list's newest page, made by `newest` from its groups and neighbours, then its numbered pages."""
    pages = lists.list_pages(listing.entries, context.config.per_page)
    for page in pages:
        neighbours = lists.pagination(context.base, listing.path, page.number, len(pages) - 1)
        groups = listing.grouping(context, page.entries)
        if page.number is None:
            view = newest(groups, neighbours)
            yield Page(path=routes.out_path(listing.path), template=template, view=view, origin=listing.origin)
        else:
            path = routes.numbered(listing.path, page.number)
            view = _older(context, listing, page.number, groups, neighbours)
            yield Page(path=routes.out_path(path), template="list.html", view=view, origin=listing.origin)


def _older(
    context: Context, listing: Listing, number: int, groups: tuple[CardGroup, ...], pages: Pagination
) -> TermListView:
    path, name = routes.numbered(listing.path, number), f"Page {number}"
    title = f"{listing.title}, page {number}"
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
    """Entries under their dates in words."""

    def heading(date: DateView) -> tuple[str, str, str | None]:
        return date.text, f"d{date.edtf.rstrip('?~%')}", None

    return lists.grouped(entries, lambda entry: card(context, entry).date, heading, lambda entry: card(context, entry))


def told_forward(context: Context, entries: tuple[Entry, ...]) -> tuple[CardGroup, ...]:
    """Entries under their years and months, oldest first: how a story is told."""

    def heading(period: tuple[int | None, int | None]) -> tuple[str, str, str | None]:
        year, month = period
        if year is None:
            return "No certain year", "no-year", None
        if month is None:
            return dates.year_text(year, context.language), f"y{year}", context.base.url(routes.year(year))
        label = dates.month_year(year, month, context.language)
        return label, f"m{year}-{month:02d}", context.base.url(routes.month(month, year))

    return lists.grouped(tuple(reversed(entries)), _period, heading, lambda entry: card(context, entry))


def _period(entry: Entry) -> tuple[int | None, int | None]:
    return entry.article.date.year, entry.article.date.month
