"""An article's page says to Zotero, and to whoever reads Dublin Core, that it is a newspaper's article."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from generator.archive.records import Entry
from generator.model import EdtfDate, Rights
from generator.read.edtf import parse_date
from generator.site.bibliography import reference_of
from generator.site.embedded import embedded
from tests.site.given import RICH, context, entry


def said(article: Entry) -> list[tuple[str, str]]:
    given = context(article)
    return [(one.name, one.content) for one in embedded(given, article, reference_of(given, article))]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("z:itemType", ["newspaperArticle"]),
        ("prism.publicationName", ["The Times"]),
        ("citation_author", ["Doe, Jane", "AFP", "Kim Jong Un"]),
        ("citation_publication_date", ["2023-06-25"]),
        ("citation_language", ["fr"]),
        ("citation_public_url", ["https://example.org/archive/2023/06/rich/"]),
        ("DC.creator", ["Doe, Jane", "AFP", "Kim Jong Un"]),
        ("DC.publisher", ["The Times"]),
        ("DC.date", ["2023-06-25"]),
        ("DC.language", ["fr"]),
        ("DC.identifier", ["https://example.org/archive/2023/06/rich/"]),
        ("DC.relation", ["https://times.example/a?x=1&y=2"]),
        ("DC.subject", ["Diplomacy"]),
        ("citation_abstract", []),  # words of the text are no abstract
        ("citation_journal_title", []),  # Zotero would make it a journal's article
        ("DC.source", []),  # and this its publication
        ("DC.coverage", []),  # and this its shelf mark
        ("DC.type", []),
    ],
)
def test_a_page_says(name: str, values: list[str]) -> None:
    assert [content for said_name, content in said(RICH) if said_name == name] == values


def test_rights_are_said_as_statement_and_holder() -> None:
    article = entry(rights=Rights(statement="http://rightsstatements.org/vocab/InC/1.0/", holder="The Times Ltd"))
    assert [content for name, content in said(article) if name == "DC.rights"] == [
        "http://rightsstatements.org/vocab/InC/1.0/",
        "The Times Ltd",
    ]


@pytest.mark.parametrize(
    ("written", "readable", "exact"),
    [
        ("2023-06", ["2023-06"], ["2023-06"]),
        ("2023-06-25?", ["25 June 2023?"], ["2023-06-25?"]),
        ("1920~", ["about 1920"], ["1920~"]),
        ("192X", ["1920s"], ["192X"]),
        ("2023-06-XX", ["June 2023"], ["2023-06-XX"]),
        ("XXXX", [], []),
    ],
)
def test_a_doubtful_date_is_said_in_words_and_in_edtf(written: str, readable: list[str], exact: list[str]) -> None:
    date = parse_date(written, ZoneInfo("UTC"))
    assert isinstance(date, EdtfDate)
    found = said(entry(date=date))
    assert [content for name, content in found if name == "citation_publication_date"] == readable
    assert [content for name, content in found if name == "DC.date"] == exact
