"""Pages of years and months, and of the articles without a date."""

from __future__ import annotations

from collections.abc import Iterator

from generator.archive.records import Entry
from generator.model import Record
from generator.site import dates, routes, words
from generator.site.context import Context, common_entities, common_outlets, crumbs, head
from generator.site.listing import Listing, by_day, by_month, listing_pages, without_date
from generator.site.parts import CardGroup, LinkView, MonthCount, Pagination
from generator.site.planned import Page
from generator.site.views import MonthView, YearView

MONTHS = range(1, 13)


class Neighbours(Record):
    """The periods with articles before and after one."""

    earlier: LinkView | None = None
    later: LinkView | None = None


def year_pages(context: Context) -> Iterator[Page]:
    """A page for every year that has articles."""
    years = sorted(context.archive.by_year)
    links = [
        LinkView(text=dates.year_text(year, context.language), url=context.base.url(routes.year(year)))
        for year in years
    ]
    for place, year in enumerate(years):
        yield from _year_pages(context, year, _neighbours(links, place))


def _year_pages(context: Context, year: int, beside: Neighbours) -> Iterator[Page]:
    entries, path, title = context.archive.by_year[year], routes.year(year), dates.year_text(year, context.language)
    steps = ((title, path),)
    listing = Listing(path=path, kicker="Year", title=title, steps=steps, entries=entries, grouping=by_month)

    def newest(groups: tuple[CardGroup, ...], pages: Pagination) -> YearView:
        return YearView(
            head=head(context, path, title, _summary(context, entries, title)),
            crumbs=crumbs(context, *steps),
            title=title,
            count=len(entries),
            months=_months(context, year),
            outlets=common_outlets(context, entries),
            entities=common_entities(context, entries),
            groups=groups,
            pages=pages,
            earlier=beside.earlier,
            later=beside.later,
        )

    return listing_pages(context, listing, "year.html", newest)


def _months(context: Context, year: int) -> tuple[MonthCount, ...]:
    counts = {month: len(context.archive.by_month.get((year, month), ())) for month in MONTHS}
    peak = max(*counts.values(), 1)
    return tuple(
        MonthCount(
            label=dates.month_name(month, context.language),
            short=dates.month_short(month, context.language),
            narrow=dates.month_narrow(month, context.language),
            count=count,
            height=-(-count * 100 // peak),
            url=context.base.url(routes.month(month, year)) if count else None,
        )
        for month, count in counts.items()
    )


def month_pages(context: Context) -> Iterator[Page]:
    """A page for every month that has articles."""
    months = sorted(context.archive.by_month)
    links = [
        LinkView(text=dates.month_year(year, month, context.language), url=context.base.url(routes.month(month, year)))
        for year, month in months
    ]
    for place, (year, month) in enumerate(months):
        path = routes.month(month, year)
        steps = (
            (dates.year_text(year, context.language), routes.year(year)),
            (dates.month_name(month, context.language), path),
        )
        listing = Listing(
            path=path,
            kicker="Month",
            title=links[place].text,
            steps=steps,
            entries=context.archive.by_month[year, month],
            grouping=by_day,
        )
        yield from _period_pages(context, listing, _neighbours(links, place))


def undated_pages(context: Context) -> Iterator[Page]:
    """The articles whose date is not known, if there are any."""
    if context.archive.undated:
        path = routes.UNDATED
        listing = Listing(
            path=path,
            kicker="Date not known",
            title="Undated",
            steps=(("Undated", path),),
            entries=context.archive.undated,
            grouping=without_date,
        )
        yield from _period_pages(context, listing, Neighbours())


def _period_pages(context: Context, listing: Listing, beside: Neighbours) -> Iterator[Page]:
    def newest(groups: tuple[CardGroup, ...], pages: Pagination) -> MonthView:
        return MonthView(
            head=head(context, listing.path, listing.title, _summary(context, listing.entries, listing.title)),
            crumbs=crumbs(context, *listing.steps),
            title=listing.title,
            count=len(listing.entries),
            outlets=common_outlets(context, listing.entries),
            entities=common_entities(context, listing.entries),
            groups=groups,
            pages=pages,
            earlier=beside.earlier,
            later=beside.later,
        )

    return listing_pages(context, listing, "month.html", newest)


def _neighbours(links: list[LinkView], place: int) -> Neighbours:
    return Neighbours(
        earlier=links[place - 1] if place else None,
        later=links[place + 1] if place + 1 < len(links) else None,
    )


def _summary(context: Context, entries: tuple[Entry, ...], title: str) -> str:
    return f"{words.count_of(len(entries), 'article')} in {context.config.title}: {title}."
