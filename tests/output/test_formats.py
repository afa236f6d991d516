"""Machine formats are what their specifications ask for, whatever the archive's texts hold."""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

import feedparser
import jsonschema
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from generator.model import Digest
from generator.output.formats import FORMATS, write_format
from generator.site.feeds import (
    FeedEntryView,
    FeedView,
    RobotsView,
    SitemapIndexView,
    SitemapUrl,
    SitemapView,
    TextView,
)
from generator.site.parts import BodyView

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XML = "{http://www.w3.org/XML/1998/namespace}"
RFC3339 = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)"
HTML = '<p>A &amp; B <a href="https://example.org/x/?a=1&amp;b=2">link</a> ]]></p>'

ENTRY = FeedEntryView(
    id="tag:example.org,2026:article/a",
    url="https://example.org/2023/06/a/",
    title="A <b>bold</b> & \u0000odd\u001b title",
    updated="2023-06-26T00:00:00+09:00",
    published="2023-06-25T00:00:00+09:00",
    summary='Summary with "quotes" & <tags>',
    lang="fr",
    outlet="The Times",
    authors=("Jane Doe", "AFP"),
    categories=("Diplomacy", 'A "quoted" & <odd> tag'),
    original="https://times.example/a?x=1&y=2",
    image="https://example.org/assets/photo.jpg",
    body=BodyView(digest=Digest("b"), urls=()),
)
BARE = FeedEntryView(
    id="tag:example.org,2026:article/b",
    url="https://example.org/undated/b/",
    title="Undated",
    updated="1970-01-01T00:00:00Z",
    published=None,
    summary="",
    lang="en",
    outlet="The Times",
)
FEED = FeedView(
    title="The <Archive> & more",
    id="tag:example.org,2026:feed/",
    home_url="https://example.org/",
    feed_url="https://example.org/feed.xml",
    subtitle="What was said & done",
    author="The editors",
    language="en",
    direction="ltr",
    updated="2023-06-26T00:00:00+09:00",
    entries=(ENTRY, BARE),
)
EMPTY_FEED = msgspec.structs.replace(FEED, entries=(), subtitle="")

JSON_FEED_1_1 = {
    "type": "object",
    "required": ["version", "title", "items"],
    "additionalProperties": False,
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": {"type": "string"},
        "home_page_url": {"$ref": "#/$defs/url"},
        "feed_url": {"$ref": "#/$defs/url"},
        "description": {"type": "string", "minLength": 1},
        "authors": {"$ref": "#/$defs/authors"},
        "language": {"$ref": "#/$defs/language"},
        "items": {"type": "array", "items": {"$ref": "#/$defs/item"}},
    },
    "$defs": {
        "url": {"type": "string", "pattern": "^https?://"},
        "time": {"type": "string", "pattern": f"^{RFC3339}$"},
        "language": {"type": "string", "pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"},
        "authors": {
            "type": "array",
            "minItems": 1,
            "items": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}},
        },
        "item": {
            "type": "object",
            "required": ["id"],
            "anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
            "additionalProperties": False,
            "properties": {
                "id": {"type": "string", "minLength": 1},
                "url": {"$ref": "#/$defs/url"},
                "external_url": {"$ref": "#/$defs/url"},
                "title": {"type": "string"},
                "content_html": {"type": "string"},
                "content_text": {"type": "string"},
                "summary": {"type": "string", "minLength": 1},
                "image": {"$ref": "#/$defs/url"},
                "date_published": {"$ref": "#/$defs/time"},
                "date_modified": {"$ref": "#/$defs/time"},
                "authors": {"$ref": "#/$defs/authors"},
                "tags": {"type": "array", "items": {"type": "string"}, "uniqueItems": True},
                "language": {"$ref": "#/$defs/language"},
            },
        },
    },
}


def html_of(_body: BodyView) -> str:
    return HTML


def atom(view: FeedView) -> etree._Element:
    return etree.fromstring(write_format("atom.xml", view, html_of).encode())


# RFC 4287, 4.1.1 and 4.1.2: how often each child may stand in a feed and in an entry (one, at most one, any number).
ONE, AT_MOST_ONE, ANY = {1}, {0, 1}, set(range(10_000))
FEED_CHILDREN = {
    "author": ANY,
    "category": ANY,
    "contributor": ANY,
    "generator": AT_MOST_ONE,
    "icon": AT_MOST_ONE,
    "id": ONE,
    "link": ANY,
    "logo": AT_MOST_ONE,
    "rights": AT_MOST_ONE,
    "subtitle": AT_MOST_ONE,
    "title": ONE,
    "updated": ONE,
    "entry": ANY,
}
ENTRY_CHILDREN = {
    "author": ANY,
    "category": ANY,
    "content": AT_MOST_ONE,
    "contributor": ANY,
    "id": ONE,
    "link": ANY,
    "published": AT_MOST_ONE,
    "rights": AT_MOST_ONE,
    "source": AT_MOST_ONE,
    "summary": AT_MOST_ONE,
    "title": ONE,
    "updated": ONE,
}


def assert_children(element: etree._Element, allowed: dict[str, set[int]]) -> None:
    found = [str(child.tag).removeprefix(ATOM) for child in element]
    assert set(found) <= set(allowed)
    assert not {name: found.count(name) for name, counts in allowed.items() if found.count(name) not in counts}


def assert_rfc_4287(feed: etree._Element) -> None:
    """What RFC 4287 says MUST be, for the elements we write."""
    assert feed.tag == f"{ATOM}feed"
    assert_children(feed, FEED_CHILDREN)
    assert len(feed.findall(f"{ATOM}link[@rel='self']")) == 1  # a SHOULD that readers count on
    entries = feed.findall(f"{ATOM}entry")
    for element in (feed, *entries):
        if element is not feed:
            assert_children(element, ENTRY_CHILDREN)
        alternates = element.findall(f"{ATOM}link[@rel='alternate']")
        assert len({(link.get("type"), link.get("hreflang")) for link in alternates}) == len(alternates) == 1
        assert element is feed or element.find(f"{ATOM}author") is not None or feed.find(f"{ATOM}author") is not None
        assert urlsplit(str(element.findtext(f"{ATOM}id"))).scheme
    for link in feed.iter(f"{ATOM}link"):
        assert urlsplit(str(link.get("href"))).scheme in {"http", "https"}
        assert link.get("rel") in {"self", "alternate", "via"}
        assert not list(link)
    for date in feed.iter(f"{ATOM}updated", f"{ATOM}published"):
        assert re.fullmatch(RFC3339, str(date.text))
    for person in feed.iter(f"{ATOM}author"):
        assert [child.tag for child in person] == [f"{ATOM}name"]
    assert all(category.get("term") for category in feed.iter(f"{ATOM}category"))
    for text in feed.iter(f"{ATOM}title", f"{ATOM}subtitle", f"{ATOM}summary", f"{ATOM}content"):
        assert text.get("type", "text") in {"text", "html"}
        assert not list(text)
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("view", [FEED, EMPTY_FEED])
def test_a_feed_keeps_the_atom_rules(view: FeedView) -> None:
    assert_rfc_4287(atom(view))


def test_a_feed_reader_reads_what_was_written() -> None:
    feed = feedparser.parse(write_format("atom.xml", FEED, html_of).encode())
    assert not feed.bozo
    assert (feed.version, feed.feed.title, feed.feed.link) == ("atom10", "The <Archive> & more", FEED.home_url)
    first, second = feed.entries
    assert first.title == "A <b>bold</b> & odd title"
    assert first.summary == ENTRY.summary
    assert first.content[0].value == HTML
    assert [tag.term for tag in first.tags] == list(ENTRY.categories)
    assert [author.name for author in first.authors] == ["Jane Doe", "AFP"]
    assert (first.published, first.updated) == (ENTRY.published, ENTRY.updated)
    assert second.author == "The Times"
    assert "published" not in second


def test_content_is_html_with_its_own_base_and_language() -> None:
    entry = atom(FEED).find(f"{ATOM}entry")
    assert entry is not None
    assert entry.get(f"{XML}lang") == "fr"
    content = entry.find(f"{ATOM}content")
    assert content is not None
    assert (content.get("type"), content.get(f"{XML}base"), content.text) == ("html", ENTRY.url, HTML)


ODD_ENTRIES = st.builds(
    FeedEntryView,
    id=st.just("tag:example.org,2026:article/a"),
    url=st.just("https://example.org/a/"),
    title=st.text(),
    updated=st.just("2023-06-26T00:00:00Z"),
    published=st.none(),
    summary=st.text(),
    lang=st.sampled_from(["en", "zh-Hant"]),
    outlet=st.text(),
    authors=st.lists(st.text(), max_size=2).map(tuple),
    categories=st.lists(st.text("\x01<&\"'\n\ufffe\U0001f600a", min_size=1), max_size=2, unique=True).map(tuple),
)


@given(ODD_ENTRIES, st.text())
def test_no_text_makes_a_feed_that_does_not_parse(entry: FeedEntryView, title: str) -> None:
    view = msgspec.structs.replace(FEED, title=title, entries=(entry,))
    parsed = atom(view)
    legal = re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", title).replace("\r\n", "\n")
    assert (parsed.findtext(f"{ATOM}title") or "") == legal.replace("\r", "\n")
    jsonschema.validate(json.loads(write_format("feed.json", view, html_of)), JSON_FEED_1_1)


@pytest.mark.parametrize("view", [FEED, EMPTY_FEED])
def test_a_json_feed_keeps_version_1_1(view: FeedView) -> None:
    jsonschema.validate(json.loads(write_format("feed.json", view, html_of)), JSON_FEED_1_1)


def test_a_json_item_has_the_body_or_the_summary() -> None:
    first, second = json.loads(write_format("feed.json", FEED, html_of))["items"]
    assert (first["content_html"], first["date_published"]) == (HTML, ENTRY.published)
    assert "content_html" not in second
    assert "date_published" not in second
    assert second["content_text"] == "Undated"


def test_a_sitemap_gives_a_date_only_where_one_is_known() -> None:
    view = SitemapView(
        urls=(SitemapUrl(loc="https://example.org/?a=1&b=2", lastmod="2023-06"), SitemapUrl(loc="https://example.org/b/"))
    )  # fmt: skip
    tree = etree.fromstring(write_format("sitemap.xml", view, html_of).encode())
    assert [[(str(field.tag).removeprefix(SITEMAP), field.text) for field in url] for url in tree] == [
        [("loc", "https://example.org/?a=1&b=2"), ("lastmod", "2023-06")],
        [("loc", "https://example.org/b/")],
    ]


def test_a_sitemap_index_names_its_files() -> None:
    view = SitemapIndexView(sitemaps=("https://example.org/sitemap-1.xml", "https://example.org/sitemap-2.xml"))
    tree = etree.fromstring(write_format("sitemap-index.xml", view, html_of).encode())
    assert tree.tag == f"{SITEMAP}sitemapindex"
    assert [place.text for place in tree.iter(f"{SITEMAP}loc")] == list(view.sitemaps)


def test_robots_may_read_everything_and_find_the_sitemap() -> None:
    text = write_format("robots.txt", RobotsView(sitemap="https://example.org/sitemap.xml"), html_of)
    assert text.splitlines() == ["User-agent: *", "Disallow:", "", "Sitemap: https://example.org/sitemap.xml"]


def test_nojekyll_is_empty() -> None:
    assert write_format("text", TextView(), html_of) == ""


@pytest.mark.parametrize("name", [*sorted(FORMATS - {"text"}), "article.html"])
def test_a_view_of_another_kind_is_a_mistake_of_the_program(name: str) -> None:
    with pytest.raises(TypeError, match=re.escape(name)):
        write_format(name, TextView(), html_of)
