"""Who a byline names. A name left whole is never wrong; one is turned about only where its order is plain."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from generator.archive.records import Entry
from generator.model import Language, OutletId
from generator.site.bylines import authors_of
from generator.site.context import Context
from tests.site.given import KIM, context, entry


def _one(name: str, given: Context | None = None, **changes: Any) -> Any:  # noqa: ANN401 - fields of Article
    article: Entry = entry(byline=(name,), **changes)
    (author,) = authors_of(given or context(article), article)
    return author


@pytest.mark.parametrize(
    ("printed", "filed"),
    [
        ("Jane Doe", "Doe, Jane"),
        ("  Jane\n Doe ", "Doe, Jane"),
        ("Jean-Paul Doe", "Doe, Jean-Paul"),
        ("J. R. R. Doe", "Doe, J. R. R."),
        ("Ursula von der Leyen", "von der Leyen, Ursula"),
        ("Martin Luther King Jr.", "King, Martin Luther, Jr."),
        ("Иван Петров", "Петров, Иван"),
        ("AFP", "AFP"),
        ("REUTERS STAFF", "REUTERS STAFF"),
        ("The Times", "The Times"),  # the outlet itself
        ("Jane Doe and Richard Roe", "Jane Doe and Richard Roe"),
        ("Jane Doe, Staff Writer", "Jane Doe, Staff Writer"),
        ("jane@times.example", "jane@times.example"),
        ("Our own correspondent in the Far East of Russia", "Our own correspondent in the Far East of Russia"),
        ("Lee Min-hyung", "Lee Min-hyung"),  # a family's name, and comes first more often than not
        ("金正恩 平壤", "金正恩 平壤"),
        ("x II", "x II"),
    ],
)
def test_a_name_is_filed(printed: str, filed: str) -> None:
    assert _one(printed).inverted == filed


@pytest.mark.parametrize("language", ["ko", "zh-Hant", "hu", "vi"])
def test_where_the_familys_name_comes_first_names_stay_whole(language: str) -> None:
    assert _one("Nagy Imre", lang=Language(language)).family == ""


def test_where_an_outlets_country_puts_the_familys_name_first_names_stay_whole() -> None:
    given = context(entry())
    times = msgspec.structs.replace(given.archive.outlets[OutletId("times")], country="KR")
    archive = msgspec.structs.replace(given.archive, outlets={times.id: times})
    assert _one("Nam Joo", msgspec.structs.replace(given, archive=archive)).family == ""


@pytest.mark.parametrize(
    ("sort_name", "filed"),
    [
        (None, "Kim Jong Un"),
        ("Kim Jong Un", "Kim Jong Un"),
        ("Kim, Jong Un", "Kim, Jong Un"),
        ("A, B, Jr.", "A, B, Jr."),
    ],
)
def test_a_record_says_how_its_person_is_filed(sort_name: str | None, filed: str) -> None:
    given = context(entry())
    kim = msgspec.structs.replace(given.archive.entities[KIM], sort_name=sort_name)
    archive = msgspec.structs.replace(given.archive, entities={KIM: kim})
    author = _one("KIM", msgspec.structs.replace(given, archive=archive))
    assert (author.inverted, author.organization, author.entity) == (filed, False, KIM)


@pytest.mark.parametrize(
    ("printed", "organization"), [("AFP", True), ("KCNA WATCH", True), ("Jane Doe", False), ("The Times", True)]
)
def test_one_word_or_capitals_only_is_an_agency(printed: str, organization: bool) -> None:
    assert _one(printed).organization is organization
