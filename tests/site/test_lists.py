"""Long lists: numbered from the oldest, so that new articles leave old pages alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.archive.records import Entry
from generator.model import Article, ArticleId, EdtfDate, OutletId, Precision, Ref, SourcePath
from generator.settings import Config
from generator.site import lists, routes
from generator.site.parts import ArticleCard, Chip, DateView
from generator.site.planned import SitePath

BASE = routes.base_of(Config(title="T", url="https://example.org/"))

OUTLET = Chip(text="O", url="/o/", kind="outlet", kind_label="Outlet")
CARD = ArticleCard(
    title="T",
    url="/t/",
    date=DateView(text="1921"),
    outlet=OUTLET,
    type="news",
    type_label="News",
    lang="en",
    dir="ltr",
)


def entries(count: int) -> tuple[Entry, ...]:
    """Articles with ids "1" (the oldest) to `count`, newest first."""
    return tuple(_entry(str(number), 2000) for number in range(count, 0, -1))


def _entry(identifier: str, year: int) -> Entry:
    date = EdtfDate(text=str(year), precision=Precision.YEAR, earliest=(year, 1, 1), latest=(year, 12, 31))
    article = Article(
        source=SourcePath(f"content/articles/{identifier}.md"),
        id=ArticleId(identifier),
        title=identifier,
        outlet=Ref(name="o"),
        date=date,
    )
    return Entry(article=article, outlet=OutletId("o"))


def cut(count: int, per_page: int) -> dict[int | None, tuple[Entry, ...]]:
    """The entries of every page of a list, the newest page first."""
    numbers, members = (None, *range(lists.numbered_pages(count, per_page), 0, -1)), entries(count)
    return {number: members[lists.on_page(count, per_page, number)] for number in numbers}


@given(st.integers(0, 400), st.integers(1, 60))
def test_every_article_stands_on_exactly_one_page_in_order(count: int, per_page: int) -> None:
    pages = cut(count, per_page)
    assert [entry.id for members in pages.values() for entry in members] == [entry.id for entry in entries(count)]


@given(st.integers(0, 400), st.integers(1, 60))
def test_a_new_article_changes_the_newest_page_and_adds_at_most_one(count: int, per_page: int) -> None:
    before, after = cut(count, per_page), cut(count + 1, per_page)
    assert all(after[number] == members for number, members in before.items() if number is not None)
    assert len(after) - len(before) in {0, 1}


@given(st.integers(0, 400), st.integers(1, 60))
def test_the_newest_page_is_never_nearly_empty(count: int, per_page: int) -> None:
    newest = cut(count, per_page)[None]
    assert len(newest) >= min(count, per_page)
    assert len(newest) < 2 * per_page


def test_pages_lead_to_their_neighbours() -> None:
    newest = lists.pagination(BASE, SitePath("tags/x/"), None, 3)
    assert newest.newer is None
    assert newest.older is not None
    assert newest.older.url == "/tags/x/page/3/"
    middle = lists.pagination(BASE, SitePath("tags/x/"), 3, 3)
    assert middle.newer is not None
    assert middle.newer.url == "/tags/x/"
    oldest = lists.pagination(BASE, SitePath("tags/x/"), 1, 3)
    assert oldest.older is None
    assert oldest.earlier_pages == ()


def test_a_numbered_page_does_not_know_how_many_there_are() -> None:
    """Else each new page would change every other."""
    assert lists.pagination(BASE, SitePath("a/"), 2, 5) == lists.pagination(BASE, SitePath("a/"), 2, 50)


@pytest.mark.parametrize(
    ("years", "bars"),
    [
        ([2001], None),
        ([2001, 2001], None),
        ([2001, 2003, 2003], [("2001", 1), ("2002", 0), ("2003", 2)]),
        ([1850, 1949], [(f"{year}s", int(year in {1850, 1940})) for year in range(1850, 1950, 10)]),
    ],
)
def test_a_timeline_shows_gaps_and_turns_to_decades(years: list[int], bars: list[tuple[str, int]] | None) -> None:
    shown = lists.timeline([_entry(str(place), year) for place, year in enumerate(years)], BASE, frozenset(years))
    assert (shown and [(bar.label, bar.count) for bar in shown.bars]) == bars


@pytest.mark.parametrize(
    ("first", "last", "ticks"),
    [
        (2001, 2010, []),  # few bars have their labels
        (2001, 2011, ["2002", "2004", "2006", "2008", "2010"]),
        (1873, 1915, ["1880", "1890", "1900", "1910"]),
        (1848, 1946, ["1840", "1860", "1880", "1900", "1920"]),
        (1500, 1999, ["1500", "1600", "1700", "1800", "1900"]),
    ],
)
def test_a_long_timeline_has_round_years_under_it(first: int, last: int, ticks: list[str]) -> None:
    shown = lists.timeline([_entry("a", first), _entry("b", last)], BASE, frozenset())
    assert shown is not None
    assert [bar.tick for bar in shown.bars if bar.tick] == ticks
    assert len(ticks) <= lists.TICKS


def test_a_timeline_stays_short_however_long_the_span() -> None:
    shown = lists.timeline([_entry("a", -3000), _entry("b", 2023)], BASE, frozenset())
    assert shown is not None
    assert len(shown.bars) <= lists.MOST_BARS + 1


def test_a_heading_that_comes_again_has_an_anchor_of_its_own() -> None:
    entries = [_entry("a", 1921), _entry("b", 1920), _entry("c", 1921)]
    groups = lists.grouped(
        entries, lambda entry: entry.article.date.text, lambda text: (text, f"y{text}", None), lambda _: CARD
    )
    assert [(group.label, group.anchor) for group in groups] == [
        ("1921", "y1921"),
        ("1920", "y1920"),
        ("1921", "y1921-2"),
    ]
