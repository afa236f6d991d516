"""What reference managers are given other people's readers read back to the same fields, whatever a text holds."""

from __future__ import annotations

import json
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
import rispy  # type: ignore[import-untyped]
from citeproc.source.json import CiteProcJSON  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st
from pybtex.database import Entry as BibEntry  # type: ignore[import-untyped]
from pybtex.database import parse_string
from pylatexenc.latex2text import LatexNodes2Text  # type: ignore[import-untyped]

from generator.model import EdtfDate, Language, Provenance
from generator.read.edtf import parse_date
from generator.site.bibliography import Reference, reference_of
from generator.site.exchange import biblatex, csl_json, csl_list, ris
from tests.site.given import context, entry, on

HERE = "https://example.org/archive/2023/06/a/"
AWKWARD = r"100% of \emph{it} & $5 #1_a ~b ^c {d} “e”, and “f and g”"


def dated(text: str) -> EdtfDate:
    date = parse_date(text, ZoneInfo("UTC"))
    assert isinstance(date, EdtfDate)
    return date


def reference(**changes: Any) -> Reference:  # noqa: ANN401 - fields of Article
    fields = {
        "provenance": Provenance(url="https://times.example/a?x=1&y=%20_#z", retrieved=on(2023, 6, 27)),
        **changes,
    }
    article = msgspec.structs.replace(entry(**fields), mentions=())
    return reference_of(context(article), article)


FULL = reference(
    title=AWKWARD, byline=("Jane Doe", "AFP", "Ursula von der Leyen"), summary="One & only.", lang=Language("de-AT")
)


def read_ris(text: str) -> dict[str, Any]:
    (found,) = rispy.loads(text)
    return dict(found)


def read_biblatex(text: str) -> BibEntry:
    ((_, found),) = parse_string(text, "bibtex").entries.items()
    return found


def plain(latex: str) -> str:
    """What LaTeX would print; the reader knows no names of braces, and takes a circumflex for an accent."""
    latex = latex.replace(r"\textbraceleft{}", r"\{").replace(r"\textbraceright{}", r"\}")
    return str(LatexNodes2Text().latex_to_text(latex)).replace("ˆ", "^")


# RIS


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("type_of_reference", "NEWS"),
        ("id", "a"),
        ("title", AWKWARD),
        ("secondary_title", "The Times"),
        ("authors", ["Doe, Jane", "AFP", "von der Leyen, Ursula"]),
        ("year", "2023"),
        ("date", "2023/06/25/"),
        ("access_date", "2023/06/27/"),
        ("abstract", "One & only."),
        ("keywords", ["Diplomacy"]),
        ("language", "de-AT"),
        ("urls", ["https://times.example/a?x=1&y=%20_#z"]),
        ("name_of_database", "The <Archive> & more"),
    ],
)
def test_ris_is_read_back(field: str, value: object) -> None:
    assert read_ris(ris(FULL))[field] == value


def test_ris_keeps_to_its_lines() -> None:
    text = ris(FULL)
    assert text.startswith("TY  - NEWS\r\n")
    assert text.endswith("ER  - \r\n\r\n")
    assert f"AV  - {HERE}\r\n" in text
    assert all(line[2:6] == "  - " for line in text.split("\r\n") if line)


@pytest.mark.parametrize(
    ("written", "year", "date"),
    [
        ("2023-06", "2023", "2023/06//"),
        ("2023", "2023", "2023///"),
        ("2023-22", "2023", "2023///Summer"),
        ("2023-06-25?", "2023", "2023/06/25/uncertain"),
        ("1920~", "1920", "1920///approximate"),
        ("2023-06-XX", "2023", "2023/06//day not known"),
        ("192X", None, "1920///1920s"),
        ("2023-06-25/2023-06-27", None, "2023///25–27 June 2023"),
        ("-0043", None, None),
        ("XXXX", None, None),
    ],
)
def test_ris_invents_no_part_of_a_date(written: str, year: str | None, date: str | None) -> None:
    found = read_ris(ris(reference(date=dated(written))))
    assert (found.get("year"), found.get("date")) == (year, date)


# BibLaTeX


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("entrysubtype", "newspaper"),
        ("journaltitle", "The Times"),
        ("date", "2023-06-25"),
        ("urldate", "2023-06-27"),
        ("url", "https://times.example/a?x=1&y=%20_#z"),
        ("langid", "german"),
        ("keywords", "Diplomacy"),
    ],
)
def test_biblatex_is_read_back(field: str, value: str) -> None:
    assert read_biblatex(biblatex(FULL)).fields[field] == value


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("addendum", f"Archived in The <Archive> & more, {HERE}"),
        ("library", "The <Archive> & more"),
        ("abstract", "One & only."),
    ],
)
def test_what_latex_would_take_for_itself_is_printed(field: str, value: str) -> None:
    assert plain(read_biblatex(biblatex(FULL)).fields[field]) == value


def test_a_title_keeps_its_capitals_and_every_character() -> None:
    title = read_biblatex(biblatex(reference(title=r"100% of \it & $5 #1_a ~b ^c {d"))).fields["title"]
    assert (title[0], title[-1]) == ("{", "}")
    assert plain(title) == r"100% of \it & $5 #1_a ~b ^c {d"


def test_biblatex_knows_the_parts_of_names() -> None:
    people = read_biblatex(biblatex(FULL)).persons["author"]
    assert [(one.first_names, one.prelast_names, one.last_names) for one in people] == [
        (["Jane"], [], ["Doe"]),
        ([], [], ["{AFP}"]),
        (["Ursula"], ["von", "der"], ["Leyen"]),
    ]


def test_a_name_with_and_in_it_stays_one() -> None:
    of = reference(byline=("Staff and agencies", "Martin King Jr."))
    people = read_biblatex(biblatex(of)).persons["author"]
    assert [str(one) for one in people] == ["{Staff and agencies}", "King, Jr., Martin"]


@pytest.mark.parametrize("written", ["2023-06-25?", "1920~", "192X", "2023-22", "2023-06/..", "2023-06-25/2023-06-27"])
def test_biblatex_takes_dates_as_they_are_recorded(written: str) -> None:
    assert read_biblatex(biblatex(reference(date=dated(written)))).fields["date"] == written


# CSL-JSON


@pytest.mark.parametrize(
    ("written", "issued"),
    [
        ("2023-06-25", {"date-parts": [[2023, 6, 25]]}),
        ("2023-06", {"date-parts": [[2023, 6]]}),
        ("2023-XX", {"date-parts": [[2023]]}),
        ("2023-22", {"date-parts": [[2023]], "season": 2}),
        ("2023-06-25?", {"date-parts": [[2023, 6, 25]], "circa": True}),
        ("1920~", {"date-parts": [[1920]], "circa": True}),
        ("192X", {"date-parts": [[1920], [1929]], "circa": True}),
        ("2023-06-25/2023-06-27", {"date-parts": [[2023, 6, 25], [2023, 6, 27]]}),
        ("1920~/1923", {"date-parts": [[1920], [1923]], "circa": True}),
        ("2023-06/..", {"literal": "since June 2023"}),
        ("-0043", {"date-parts": [[-44]]}),
        ("XXXX", None),
    ],
)
def test_a_date_has_the_parts_that_are_known(written: str, issued: dict[str, object] | None) -> None:
    assert json.loads(csl_json(reference(date=dated(written)))).get("issued") == issued


def test_csl_json_is_read_back() -> None:
    text = csl_list((csl_json(FULL), csl_json(msgspec.structs.replace(FULL, id="b"))))
    item = CiteProcJSON(json.loads(text))["a"]
    assert (item.type, str(item["container_title"])) == ("article-newspaper", "The Times")
    assert str(item["title"]) == AWKWARD
    assert json.loads(text)[0]["author"] == [
        {"family": "Doe", "given": "Jane"},
        {"literal": "AFP"},
        {"family": "von der Leyen", "given": "Ursula"},
    ]
    assert json.loads(text)[0]["archive_location"] == HERE


def test_no_references_are_a_list_of_none() -> None:
    assert json.loads(csl_list(())) == []


# Anything


@settings(max_examples=60)
@given(st.text(max_size=80), st.text(min_size=1, max_size=40), st.text(max_size=80))
def test_any_text_comes_through_every_format(title: str, author: str, summary: str) -> None:
    of = reference(title=title, byline=(author,), summary=summary)
    found = read_ris(ris(of))
    assert (found.get("title", ""), found.get("abstract", "")) == (of.title, of.abstract)
    assert json.loads(csl_json(of)).get("title", "") == of.title
    assert read_biblatex(biblatex(of)).fields["journaltitle"] == "The Times"


def test_an_abstract_is_the_archivists_own_and_never_words_of_the_text() -> None:
    of = reference(summary=None)
    assert of.abstract == ""
    assert "excerpt" not in (ris(of) + biblatex(of) + csl_json(of)).casefold()
