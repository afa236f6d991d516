"""Long lists: which articles stand on which page, and under which heading.

Pages are numbered from the oldest article, so that a new one changes the newest page and at most one numbered page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from itertools import groupby
from typing import TypeVar

from generator.archive.records import Entry
from generator.site import routes
from generator.site.parts import ArticleCard, CardGroup, LinkView, PageLink, Pagination, Timeline, YearBar
from generator.site.planned import SitePath
from generator.site.routes import Base

Key = TypeVar("Key", bound=Hashable)

EARLIER_SHOWN = 5
MOST_BARS = 80
FEW_BARS = 10  # each of so few has its label under it
TICKS = 8  # of a longer chart's years fit under it on a telephone


def numbered_pages(count: int, per_page: int) -> int:
    """How many numbered pages a list of `count` entries has beside its newest page.

    Numbered pages hold exactly `per_page` entries and never change when a newer article comes; the newest page holds
    the rest, at least `per_page` and less than twice as many (or everything, when that is less).
    """
    return max(count // per_page - 1, 0)


def on_page(count: int, per_page: int, number: int | None) -> slice:
    """Which of `count` entries, newest first, stand on a numbered page; on the newest page for None."""
    if number is None:
        return slice(0, count - numbered_pages(count, per_page) * per_page)
    begin = count - number * per_page
    return slice(begin, begin + per_page)


def pagination(base: Base, listing: SitePath, number: int | None, numbered: int) -> Pagination:
    """The neighbours of page `number` of a list that has `numbered` numbered pages."""

    def link(to: int) -> LinkView:
        return LinkView(text=f"Page {to}", url=base.url(routes.numbered(listing, to)))

    before = numbered if number is None else number - 1
    newest = LinkView(text="Newest", url=base.url(listing))
    newer = None if number is None else newest if number == numbered else link(number + 1)
    shown = range(before, max(before - EARLIER_SHOWN, 0), -1)
    earlier = tuple(PageLink(number=to, url=base.url(routes.numbered(listing, to))) for to in shown)
    return Pagination(number=number, newer=newer, older=link(before) if before else None, earlier_pages=earlier)


def grouped(
    entries: Iterable[Entry],
    key: Callable[[Entry], Key],
    heading: Callable[[Key], tuple[str, str, str | None]],
    card: Callable[[Entry], ArticleCard],
) -> tuple[CardGroup, ...]:
    """Neighbouring entries with an equal key under one heading: (label, anchor, URL or None).

    A key can come again further down ("192X" stands between 1921 and 1919); its anchor is then numbered.
    """
    groups = []
    seen: Counter[str] = Counter()
    for value, members in groupby(entries, key):
        label, anchor, url = heading(value)
        seen[anchor] += 1
        if seen[anchor] > 1:
            anchor = f"{anchor}-{seen[anchor]}"
        groups.append(CardGroup(label=label, anchor=anchor, url=url, cards=tuple(card(entry) for entry in members)))
    return tuple(groups)


def timeline(entries: Iterable[Entry], base: Base, linked: frozenset[int]) -> Timeline | None:
    """Articles by year as small bars, gaps included; by decade or century when the span is long; None for one year.

    `linked` are the years that have a page; only bars of single years lead anywhere.
    """
    years = [entry.article.date.year for entry in entries]
    counts: dict[int, int] = {}
    for year in years:
        if year is not None:
            counts[year] = counts.get(year, 0) + 1
    if not counts or min(counts) == max(counts):
        return None
    span = max(counts) - min(counts)
    step = next(step for step in (1, 10, 100, 1000, span) if span < MOST_BARS * step)
    binned: dict[int, int] = {}
    for year, count in counts.items():
        binned[year - year % step] = binned.get(year - year % step, 0) + count
    peak = max(binned.values())
    shown = range(min(binned), max(binned) + 1, step)
    ticks = _ticks(shown)
    bars = tuple(
        YearBar(
            label=str(year) if step == 1 else f"{year}s",
            count=(count := binned.get(year, 0)),
            height=-(-count * 100 // peak),
            url=base.url(routes.year(year)) if step == 1 and year in linked and count else None,
            tick=str(year) if year in ticks else "",
        )
        for year in shown
    )
    unit = {1: "year", 10: "decade", 100: "century"}.get(step, "period")
    return Timeline(bars=bars, first=str(min(counts)), last=str(max(counts)), peak=peak, unit=unit)


def _ticks(shown: range) -> frozenset[int]:
    """The round years under a chart of these years or spans: as many as have room, and none too near its end."""
    if len(shown) <= FEW_BARS:
        return frozenset()
    apart = next(every * shown.step for every in (1, 2, 5, 10, 20, 50, 100) if every * TICKS >= len(shown))
    room = shown.stop - len(shown) * shown.step // (TICKS + 1)
    return frozenset(year for year in shown if year % apart == 0 and year <= room)
