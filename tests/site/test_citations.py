"""Citations are what the styles' own CSL makes of the article, and say in which archive it is kept."""

from __future__ import annotations

import json
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import EdtfDate, Provenance
from generator.read.edtf import parse_date
from generator.site.bibliography import Reference, reference_of
from generator.site.citations import citations
from generator.site.exchange import csl_json
from tests.site.given import context, entry, on
from tests.site.processor import STYLES, by_the_processor, without_its_place

UTC = ZoneInfo("UTC")
PUBLISHED = Provenance(url="https://times.example/a")
HERE = "https://example.org/archive/"


def dated(text: str) -> EdtfDate:
    date = parse_date(text, UTC)
    assert isinstance(date, EdtfDate)
    return date


def reference(**changes: Any) -> Reference:  # noqa: ANN401 - fields of Article
    article = msgspec.structs.replace(entry(**{"provenance": PUBLISHED, **changes}), mentions=())
    return reference_of(context(article), article)


def cited(style: str, of: Reference) -> str:
    """A citation as HTML with nothing but italics."""
    texts = next(one.texts for one in citations(of) if one.style == style)
    return "".join(f"<i>{text.text}</i>" if text.italic else text.text for text in texts)


# Given names are initials here: citeproc-py abbreviates them in every style, and only APA asks for it.
CASES: list[dict[str, Any]] = [
    {},
    {"title": "Who speaks?"},
    {"title": "Peace!", "byline": ("J. Doe",)},
    {"byline": ("J.-P. Doe",)},
    {"byline": ("J. Q. Doe", "R. Roe")},
    {"byline": ("AFP",)},
    {"byline": ("AFP", "R. Roe")},
    {"byline": ("J. Doe", "R. Roe", "P. Poe")},
    {"byline": ("U. von der Leyen",)},
    {"byline": tuple(f"{letter}. Doe" for letter in "ABCDEFGHIJKL")},
    {"byline": ("J. Doe",), "provenance": None},
    {"date": dated("2023-06")},
    {"date": dated("2023")},
    {"byline": ("J. Doe",), "date": dated("1923-09-01")},
    {"byline": ("J. Doe",), "date": dated("2023-XX-XX")},
    {"byline": ("J. Doe",), "date": dated("XXXX")},
    {"byline": ("J. Doe",), "date": dated("2023-05-01T10:00:00Z")},
]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_citation_is_what_the_styles_own_csl_makes_of_it(style: str, case: dict[str, Any]) -> None:
    of = reference(**case)
    assert without_its_place(cited(style, of)) == by_the_processor(style, json.loads(csl_json(of)))


# CSL knows one kind of doubt, no decade and no open end, and citeproc-py loses the year of some ranges.
@pytest.mark.parametrize(
    ("written", "apa", "chicago", "mla"),
    [
        ("2023-06-25", "2023, June 25", "June 25, 2023", "25 June 2023"),
        ("2023-09", "2023, September", "September 2023", "Sept. 2023"),
        ("2023-22", "2023, Summer", "Summer 2023", "Summer 2023"),
        ("2023-06-25?", "2023, June 25?", "[June 25, 2023?]", "25 June 2023?"),
        ("1920~", "ca. 1920", "[ca. 1920]", "circa 1920"),
        ("1920-05%", "ca. 1920, May?", "[ca. May 1920?]", "circa May 1920?"),
        ("192X", "1920s", "1920s", "1920s"),
        ("18XX", "19th century", "19th century", "19th century"),
        ("2023-06-25/2023-06-27", "2023, June 25–27", "June 25–27, 2023", "25–27 June 2023"),
        ("2023-06-25/2023-07-02", "2023, June 25–July 2", "June 25–July 2, 2023", "25 June–2 July 2023"),
        ("2022-12/2023-01", "2022, December – 2023, January", "December 2022 – January 2023", "Dec. 2022 – Jan. 2023"),
        ("1920/1923", "1920–1923", "1920–1923", "1920–1923"),
        ("1920~/1923", "ca. 1920 – 1923", "[ca. 1920 – 1923]", "circa 1920 – 1923"),
        ("2023-06-25/..", "since 2023, June 25", "since June 25, 2023", "since 25 June 2023"),
        ("../1923", "until 1923", "until 1923", "until 1923"),
        ("-0043", "44 BC", "44 BC", "44 BC"),
        ("XXXX", "n.d.", "n.d.", ""),
    ],
)
def test_a_date_is_cited_with_all_its_doubts(written: str, apa: str, chicago: str, mla: str) -> None:
    of = reference(date=dated(written), byline=("Jane Doe",))
    stop = "" if chicago.endswith(".") else "."
    assert cited("APA", of).startswith(f"Doe, J. ({apa}). Title of a. <i>The Times</i>. https://times.example/a (")
    assert cited("Chicago", of).startswith(
        f"Doe, Jane. “Title of a.” <i>The Times</i>, {chicago}{stop} https://times.example/a. "
    )
    when = f", {mla}" if mla else ""
    assert cited("MLA", of).startswith(f"Doe, Jane. “Title of a.” <i>The Times</i>{when}, https://times.example/a. ")


@pytest.mark.parametrize(
    ("style", "provenance", "end"),
    [
        ("APA", None, "<i>The Times</i>. Archived in <i>The <Archive> & more</i>, {here}"),
        ("APA", PUBLISHED, "https://times.example/a (Archived in <i>The <Archive> & more</i>, {here})"),
        ("Chicago", None, "” June 25, 2023. Archived in <i>The <Archive> & more</i>, {here}."),
        ("MLA", PUBLISHED, ", https://times.example/a. Archived in <i>The <Archive> & more</i>, {here}."),
        (
            "APA",
            Provenance(url="https://times.example/a", retrieved=on(2023, 6, 27)),
            "(Retrieved June 27, 2023; archived in <i>The <Archive> & more</i>, {here})",
        ),
        (
            "MLA",
            Provenance(url="https://times.example/a", retrieved=on(2023, 6, 27)),
            ". Retrieved 27 June 2023; archived in <i>The <Archive> & more</i>, {here}.",
        ),
    ],
)
def test_a_citation_says_where_the_article_is_kept(style: str, provenance: Provenance | None, end: str) -> None:
    assert cited(style, reference(provenance=provenance)).endswith(end.format(here=f"{HERE}2023/06/a/"))


@pytest.mark.parametrize(
    ("title", "quoted"),
    [
        ("A plain one", "“A plain one.”"),
        ("What “any option” means", "“What ‘any option’ means.”"),
        ('What "any option" means', "“What ‘any option’ means.”"),
        ("They have “any option”", "“They have ‘any option.’”"),
        ("Who has “any option”?", "“Who has ‘any option’?”"),
        ("He asked: “Who?”", "“He asked: ‘Who?’”"),
        ("In the U.S.", "“In the U.S.”"),
    ],
)
def test_a_headline_is_quoted_once(title: str, quoted: str) -> None:
    assert f" {quoted} " in cited("Chicago", reference(title=title))


def test_given_names_are_whole_but_in_apa() -> None:
    of = reference(byline=("Jean-Paul Quentin Doe", "Richard Roe"))
    assert cited("APA", of).startswith("Doe, J.-P. Q., & Roe, R. (2023")
    assert cited("Chicago", of).startswith("Doe, Jean-Paul Quentin, and Richard Roe. “")


def test_apa_names_twenty_authors_and_of_more_the_last() -> None:
    of = reference(byline=tuple(f"{chr(65 + number)}. Doe" for number in range(22)))
    assert "Doe, S., … Doe, V. (2023" in cited("APA", of)


@given(st.text(max_size=80), st.lists(st.text(max_size=40), max_size=4).map(tuple))
def test_any_title_and_byline_can_be_cited(title: str, byline: tuple[str, ...]) -> None:
    of = reference(title=title, byline=byline)
    for style in STYLES:
        text = cited(style, of)
        assert "<i>The Times</i>" in text
        assert "\n" not in text
