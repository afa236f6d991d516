"""Pages describe themselves in schema.org's words, and no text of the archive can break out of the description."""

from __future__ import annotations

import json
from typing import Any

import extruct
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import UNDATED, ArticleType, OutletId, StoryId
from generator.site import metadata, routes
from generator.site.context import crumbs
from generator.site.metadata import HEADLINE_LENGTH, headline
from tests.site.given import KIM, MONTH, RICH, context, entry

CONTEXT = context(RICH)
TIMES = CONTEXT.archive.outlets[OutletId("times")]
CRUMBS = crumbs(CONTEXT, ("2023", routes.year(2023)))

ARTICLE = json.loads(metadata.article_jsonld(CONTEXT, RICH))
REQUIRED = {"@context", "@type", "url", "headline", "datePublished", "inLanguage", "publisher", "isPartOf"}


@pytest.mark.parametrize(
    ("kind", "schema"),
    [
        (ArticleType.NEWS, "NewsArticle"),
        (ArticleType.ANALYSIS, "AnalysisNewsArticle"),
        (ArticleType.OPINION, "OpinionNewsArticle"),
        (ArticleType.EDITORIAL, "OpinionNewsArticle"),
        (ArticleType.DISPATCH, "ReportageNewsArticle"),
        (ArticleType.INTERVIEW, "NewsArticle"),
    ],
)
def test_a_kind_of_article_has_its_class(kind: ArticleType, schema: str) -> None:
    block = json.loads(metadata.article_jsonld(CONTEXT, entry(type=kind)))
    assert block["@type"] == schema
    assert set(block) >= REQUIRED


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("url", "https://example.org/archive/2023/06/rich/"),
        ("headline", "</script><script>alert(1)</script> & \u2028 more"),
        ("datePublished", "2023-06-25"),
        ("dateModified", "2023-06-26"),
        ("inLanguage", "fr"),
        ("dateline", "SÉOUL"),
        ("wordCount", 300),
        ("keywords", ["Diplomacy"]),
        ("image", "https://example.org/archive/assets/photo.jpg"),
        ("isBasedOn", ["https://times.example/a?x=1&y=2", "https://example.org/archive/2023/06/a/"]),
        (
            "workExample",
            {
                "@type": "ArchiveComponent",
                "@id": "https://example.org/archive/2023/06/rich/#copy",
                "url": "https://example.org/archive/2023/06/rich/",
                "holdingArchive": {
                    "@type": "ArchiveOrganization",
                    "@id": "https://example.org/archive/#archive",
                    "name": "The <Archive> & more",
                    "url": "https://example.org/archive/",
                },
            },
        ),
        ("archivedAt", ["https://web.archive.example/1"]),
        (
            "publisher",
            {
                "@type": "NewsMediaOrganization",
                "name": "The Times",
                "url": "https://times.example/",
                "sameAs": ["https://www.wikidata.org/entity/Q50008"],
            },
        ),
        (
            "isPartOf",
            {"@type": "WebSite", "@id": "https://example.org/archive/#site", "name": "The <Archive> & more"},
        ),
    ],
)
def test_an_article_says(key: str, value: object) -> None:
    assert ARTICLE[key] == value


def test_entities_are_named_with_their_authorities() -> None:
    kim = "https://example.org/archive/entities/people/kim/"
    assert ARTICLE["mentions"] == [
        {
            "@type": "Person",
            "@id": f"{kim}#entity",
            "name": "Kim Jong Un",
            "url": kim,
            "sameAs": ["https://www.wikidata.org/entity/Q56226"],
        }
    ]


def test_a_byline_is_a_person_an_agency_or_an_entity_of_the_archive() -> None:
    assert [(author["@type"], author["name"]) for author in ARTICLE["author"]] == [
        ("Person", "Jane Doe"),
        ("Organization", "AFP"),
        ("Person", "Kim Jong Un"),
    ]


@pytest.mark.parametrize("date", [UNDATED, MONTH])
def test_no_day_is_invented(date: Any) -> None:  # noqa: ANN401
    assert "datePublished" not in json.loads(metadata.article_jsonld(CONTEXT, entry(date=date)))


@pytest.mark.parametrize(
    ("block", "schema", "name"),
    [
        (metadata.site_jsonld(CONTEXT), "WebSite", "The <Archive> & more"),
        (metadata.outlet_jsonld(CONTEXT, TIMES), "NewsMediaOrganization", "The Times"),
        (metadata.entity_jsonld(CONTEXT, CONTEXT.archive.entities[KIM]), "Person", "Kim Jong Un"),
        (metadata.story_jsonld(CONTEXT, CONTEXT.archive.stories[StoryId("mutiny")]), "CollectionPage", "The mutiny"),
    ],
)
def test_other_pages_say_what_they_are(block: str, schema: str, name: str) -> None:
    found = json.loads(block)
    assert (found["@context"], found["@type"], found["name"]) == ("https://schema.org", schema, name)
    assert not [key for key, value in found.items() if value in ("", None, [], {})]


def test_a_person_has_other_names_and_offices() -> None:
    found = json.loads(metadata.entity_jsonld(CONTEXT, CONTEXT.archive.entities[KIM]))
    assert (found["alternateName"], found["jobTitle"]) == (["Kim Jong-un"], ["Supreme leader"])


def test_the_way_from_the_front_page_stands_beside_the_article() -> None:
    article, way = json.loads(metadata.article_jsonld(CONTEXT, RICH, CRUMBS))["@graph"]
    assert article["@type"] == "NewsArticle"
    assert [(item["position"], item["item"]) for item in way["itemListElement"]] == [
        (1, "https://example.org/archive/"),
        (2, "https://example.org/archive/2023/"),
    ]


@given(st.text(max_size=200))
def test_no_text_breaks_out_of_the_script_element(text: str) -> None:
    block = metadata.article_jsonld(CONTEXT, entry(title=text, dateline=text, byline=(text,)))
    assert not set("<>&\u2028\u2029") & set(block)
    assert json.loads(block).get("dateline", "") == text


def test_a_consumer_finds_the_block_in_the_page() -> None:
    block = metadata.article_jsonld(CONTEXT, RICH, CRUMBS)
    page = f'<!doctype html><html><head><script type="application/ld+json">{block}</script></head><body></body></html>'
    found = extruct.extract(page, syntaxes=["json-ld"], base_url="https://example.org/")["json-ld"]
    assert [node["@type"] for node in found[0]["@graph"]] == ["NewsArticle", "BreadcrumbList"]


@given(st.text(min_size=HEADLINE_LENGTH - 10, max_size=400))
def test_a_headline_has_at_most_110_characters(title: str) -> None:
    short = headline(title)
    assert 0 < len(short) <= HEADLINE_LENGTH
    assert short == title or (short.endswith("…") and title.startswith(short[:-1]))


def test_the_same_article_gives_the_same_bytes() -> None:
    assert metadata.article_jsonld(context(RICH), RICH) == metadata.article_jsonld(CONTEXT, RICH)
