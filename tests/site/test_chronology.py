"""A story's dates: in which order they stand, what stands together, and how much of it a page can bear."""

from __future__ import annotations

import pytest

from generator.archive.order import in_time
from generator.site.chronology import LINES, period_of
from generator.site.evidence import Chronology, Strand
from generator.site.planned import OutPath
from generator.site.views import StoryView
from tests.archive.given import date
from tests.site.written import article, pages, site_of


def told(files: dict[str, str], when: str = "") -> StoryView:
    """The page of the story `s` that these articles tell."""
    record = f"---\ntitle: The strike\n{f'when: {when}' if when else ''}\n---\n"
    view = pages(site_of({**files, "stories/s.md": record}))[OutPath("stories/s/index.html")].view
    assert isinstance(view, StoryView)
    return view


def rows(view: StoryView) -> list[tuple[str, list[str]]]:
    """Each date of a chronology, and what is of it: the kind, and the texts or how much there is."""
    assert view.chronology is not None
    return [(moment.date.text, [_said(strand) for strand in moment.strands]) for moment in view.chronology.moments]


def _said(strand: Strand) -> str:
    texts = [f"{one.text}{f' ({one.detail})' if one.detail else ''}" for one in strand.occurrences]
    return f"{strand.label}: {', '.join(texts) or strand.counted}"


def lines(shown: Chronology) -> int:
    return sum(max(1, len(strand.occurrences)) for moment in shown.moments for strand in moment.strands)


# Order


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("2023-06-24", "2023-06-25"),
        ("-0044-03-15", "0001"),
        ("2023-06", "2023-06-01"),  # what goes on while the other is comes before it
        ("2023-06", "2023-06-25"),
        ("2023-06-01", "2023-06-02/2023-06-30"),
        ("2023-06-23/2023-06-24", "2023-06-23"),
        ("2023-06-23/..", "2023-06-23/2023-06-24"),  # without an end it is longest
        ("2023", "2023-06-23/.."),
        ("2023-06-25", "2023-06-25?"),  # the sure one first
        ("2023-06-25?", "2023-06-26"),
        ("2023", "2023-21"),
        ("2023-06-25T08:00:00Z", "2023-06-25T09:00:00Z"),
        ("../1999", "2000"),
        ("1999", "../1999"),  # it may have begun at any time, and is known to be over then
        ("../2023-06-25?", "2023-06-25"),
        ("2023-06-24", "../2023-06-25"),
        ("192X", "1930"),
        ("2023-06-25", "XXXX"),
        ("Y17000", "XXXX"),
    ],
)
def test_dates_of_every_kind_stand_in_the_order_of_time(first: str, then: str) -> None:
    assert in_time(date(first)) < in_time(date(then))


def test_kinds_of_one_date_are_told_apart_and_stand_in_one_order() -> None:
    source = "{url: https://example.com/a, retrieved: 2023-06-25, captures: [{url: https://web.example/a, date: 2024}]}"
    view = told({"articles/a.md": article("A", stories="[s]", source=source, updated="2023-06-26")}, "2023-06-25")
    assert rows(view) == [
        ("25 June 2023", ["Happened: The strike", "Published: A", "Captured: A (retrieved)"]),
        ("26 June 2023", ["Published: A (updated)"]),
        ("2024", ["Captured: A (copy at web.example)"]),
    ]
    assert view.chronology is not None
    assert [strand.kind for strand in view.chronology.moments[0].strands] == ["event", "publication", "capture"]


def test_uncertain_dates_stand_apart_and_say_so_and_unknown_ones_come_last() -> None:
    days = {"a": "XXXX", "b": "2023-06-25?", "c": "2023-06-25", "d": "2023-06~"}
    files = {f"articles/{name}.md": article(name, date=day, stories="[s]") for name, day in days.items()}
    view = told(files)
    assert rows(view) == [
        ("about June 2023", ["Published: d"]),
        ("25 June 2023", ["Published: c"]),
        ("25 June 2023?", ["Published: b"]),
        ("undated", ["Published: a"]),
    ]
    assert view.chronology is not None
    assert [moment.date.note for moment in view.chronology.moments] == ["approximate", "", "uncertain", ""]


def test_moments_of_one_day_are_of_that_day_in_their_order() -> None:
    hours = {"a": "2023-06-25T18:00:00Z", "b": "2023-06-25T06:00:00Z", "c": "2023-06-26"}
    files = {f"articles/{name}.md": article(name, date=hour, stories="[s]") for name, hour in hours.items()}
    view = told(files)
    assert rows(view) == [("25 June 2023", ["Published: b, a"]), ("26 June 2023", ["Published: c"])]
    assert view.chronology is not None
    assert view.chronology.moments[0].date.iso == "2023-06-25"


def test_what_befell_an_article_on_one_day_is_said_once() -> None:
    captures = "[{url: https://web.example/a, date: 2023-07-01}, {url: https://web.example/b, date: 2023-07-01}]"
    source = f"{{url: https://example.com/a, retrieved: 2023-07-01, captures: {captures}}}"
    view = told({"articles/a.md": article("A", stories="[s]", source=source)})
    assert rows(view)[1] == ("1 July 2023", ["Captured: A (retrieved, copy at web.example)"])


def test_a_chronology_of_one_date_of_one_kind_says_nothing_and_is_left_out() -> None:
    assert told({"articles/a.md": article("A", stories="[s]")}).chronology is None
    assert told({"articles/a.md": article("A", stories="[s]")}, "2023-06-25").chronology is not None


def test_a_statement_stands_on_the_day_it_was_made_where_an_article_of_the_story_reported_it() -> None:
    def quote(reported_by: str, said: str = "2023-06-24?") -> str:
        return f"---\ntitle: The statement\nsaid: {said}\nreported_by: [{reported_by}]\n---\nWords.\n"

    files = {"articles/a.md": article("A", stories="[s]"), "articles/b.md": article("B")}
    view = told({**files, "quotes/q.md": quote("a")})
    assert rows(view) == [("24 June 2023?", ["Said: The statement"]), ("25 June 2023", ["Published: A"])]
    assert view.chronology is not None
    (said,) = view.chronology.moments[0].strands[0].occurrences
    assert said.outlet is not None
    assert said.outlet.text == "The Times"
    for other in (quote("b"), quote("The Times"), quote("a, The Times", said="")):
        assert told({**files, "quotes/q.md": other}).chronology is None


# How much


def daily(articles: int, days: int) -> dict[str, str]:
    """Articles of some outlets, spread over days from 1 January 2023 on."""
    found = {}
    for number in range(articles):
        month, day = divmod(number % days, 28)
        written = f"{2023 + month // 12}-{month % 12 + 1:02}-{day + 1:02}"
        found[f"articles/{number:03}.md"] = article(
            f"A{number}", date=written, stories="[s]", outlet=f"Outlet {number % 7}", source="{retrieved: 2024-01-08}"
        )
    return found


@pytest.mark.parametrize(
    ("articles", "days", "unit", "published", "captured"),
    [
        (3, 3, "day", "1 January 2023: A0", "A0 (retrieved), A1 (retrieved), A2 (retrieved)"),
        (8, 8, "day", "1 January 2023: A0", ", ".join(f"A{number} (retrieved)" for number in range(8))),
        (9, 1, "day", "1 January 2023: 9 articles from 7 outlets", "9 articles"),
        (300, 60, "day", "1 January 2023: 5 articles from 5 outlets", "300 articles"),
        (300, 300, "month", "January 2023: 28 articles from 7 outlets", "300 articles"),
    ],
)
def test_a_story_of_many_articles_counts_those_it_cannot_name(
    articles: int, days: int, unit: str, published: str, captured: str
) -> None:
    view = told(daily(articles, days))
    assert view.chronology is not None
    assert view.chronology.unit == unit
    assert lines(view.chronology) <= LINES
    found = rows(view)
    assert f"{found[0][0]}: {found[0][1][0]}" == published.replace(": ", ": Published: ")
    assert found[-1][1][-1] == f"Captured: {captured}"


def test_an_event_stays_a_day_where_articles_stand_together_by_month() -> None:
    view = told(daily(300, 300), "2023-03-03/2023-03-05")
    assert ("3–5 March 2023", ["Happened: The strike"]) in rows(view)


@pytest.mark.parametrize(
    ("written", "unit", "period"),
    [
        ("2023-06-25", "day", "2023-06-25"),
        ("2023-06-25", "month", "2023-06"),
        ("2023-06-25?", "month", "2023-06?"),
        ("2023-06-25%", "year", "2023%"),
        ("2023-06~", "month", "2023-06~"),
        ("2023-06", "year", "2023"),
        ("2023-21", "year", "2023"),
        ("2023-06-25/2023-06-26", "month", "2023-06-25/2023-06-26"),  # an interval may reach beyond any of them
        ("192X", "year", "192X"),
        ("-0044-03-15", "month", "-0044-03"),
        ("XXXX", "year", "XXXX"),
    ],
)
def test_a_date_stands_with_others_of_its_period_as_sure_as_it_is(written: str, unit: str, period: str) -> None:
    assert period_of(date(written), unit).text == period


# Coverage


def test_coverage_counts_the_articles_of_each_outlet_from_its_first_to_its_last() -> None:
    days = {"a": "2023-06-26", "b": "2023-06", "c": "2023-06-25", "d": "2023-06-25", "e": "XXXX"}
    outlets = {"a": "Times", "b": "Times", "c": "Times", "d": "Mail", "e": "Post"}
    files = {
        f"articles/{name}.md": article(name, date=day, stories="[s]", outlet=outlets[name])
        for name, day in days.items()
    }
    found = [
        (row.outlet.text, row.count, row.first and row.first.text, row.last and row.last.text)
        for row in told(files).coverage
    ]
    assert found == [
        ("Times", 3, "25 June 2023", "26 June 2023"),  # "June" may have been before or after
        ("Mail", 1, "25 June 2023", "25 June 2023"),
        ("Post", 1, None, None),
    ]
