"""A feed names its articles for good, is as new as its newest, and leads to absolute addresses only."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.archive.records import Entry
from generator.model import Display
from generator.settings import Config, FeedContent, FeedOptions
from generator.site import feeds, routes
from generator.site.feeds import EPOCH, FeedView, SitemapUrl, feed_entry, feed_view, lastmod, newest, sitemaps, tag_uri
from generator.site.machine import feed_pages
from generator.site.planned import OutPath
from tests.site.given import CONFIG, MONTH, RETRIEVED_ENTRY, RICH, UNDATED_ENTRY, context, entry, on

FULL = msgspec.structs.replace(CONFIG, feeds=FeedOptions(items=20, content=FeedContent.FULL))


def feed(*entries: Entry, config: Config = CONFIG) -> FeedView:
    made = context(*entries, config=config)
    return feed_view(made, "T", routes.HOME, routes.FEED, [feed_entry(made, entry) for entry in entries], "S")


@pytest.mark.parametrize(
    ("site", "name", "uri"),
    [
        ("https://example.org/", "article/im-chon-il", "tag:example.org,2026:article/im-chon-il"),
        ("https://user.github.io/archive/", "article/a", "tag:user.github.io,2026:archive/article/a"),
        ("http://localhost:8000/", "article/a", "tag:localhost,2026:article/a"),
        ("https://example.org/", "article/임천일", "tag:example.org,2026:article/%EC%9E%84%EC%B2%9C%EC%9D%BC"),
        ("https://example.org/", "article/c#", "tag:example.org,2026:article/c%23"),
    ],
)
def test_an_id_is_made_of_host_place_and_permanent_id(site: str, name: str, uri: str) -> None:
    assert tag_uri(site, name) == uri


def test_another_permalink_pattern_or_protocol_keeps_the_ids() -> None:
    moved = msgspec.structs.replace(CONFIG, permalink="/{outlet}/{id}/", url="http://example.org/archive/")
    assert [each.id for each in feed(RICH).entries] == [each.id for each in feed(RICH, config=moved).entries]
    assert feed(RICH).entries[0].url != feed(RICH, config=moved).entries[0].url


@pytest.mark.parametrize(
    ("article", "published", "updated"),
    [
        (entry(), "2023-06-25T00:00:00+09:00", "2023-06-25T00:00:00+09:00"),
        (RICH, "2023-06-25T00:00:00+09:00", "2023-06-26T00:00:00+09:00"),
        (entry(date=MONTH), "2023-06-01T00:00:00+09:00", "2023-06-01T00:00:00+09:00"),
        (RETRIEVED_ENTRY, None, "2024-01-02T00:00:00+09:00"),
        (UNDATED_ENTRY, None, EPOCH),
    ],
)
def test_when_an_entry_was_published_and_changed(article: Entry, published: str | None, updated: str) -> None:
    (shown,) = feed(article).entries
    assert (shown.published, shown.updated) == (published, updated)


def test_a_feed_is_as_new_as_its_newest_entry() -> None:
    assert feed(entry("old", date=on(1890, 1, 1)), RICH, UNDATED_ENTRY).updated == "2023-06-26T00:00:00+09:00"
    assert feed().updated == EPOCH


def test_times_are_compared_across_offsets() -> None:
    assert newest(["2023-06-25T00:00:00+09:00", "2023-06-24T23:00:00Z"]) == "2023-06-24T23:00:00Z"
    assert newest(["0001-01-01T00:00:00+09:00", "9999-12-31T23:59:59-11:00"]) == "9999-12-31T23:59:59-11:00"


def test_a_feed_carries_the_newest_few_in_order() -> None:
    few = msgspec.structs.replace(CONFIG, feeds=FeedOptions(items=2))
    made = context(*(entry(name) for name in "cba"), config=few)
    carried = {page.path: page.view for page in feed_pages(made) if isinstance(page.view, FeedView)}
    assert [shown.title for shown in carried[OutPath("feed.xml")].entries] == ["Title of c", "Title of b"]


def test_an_entry_says_where_it_comes_from_and_what_it_is_about() -> None:
    (shown,) = feed(RICH).entries
    assert shown.url == "https://example.org/archive/2023/06/rich/"
    assert shown.original == "https://times.example/a?x=1&y=2"
    assert shown.authors == ("Jane Doe", "AFP", "Kim")
    assert shown.categories == ("Diplomacy", "Kim Jong Un")
    assert (shown.outlet, shown.lang) == ("The Times", "fr")
    assert shown.image == "https://example.org/archive/assets/photo.jpg"


def test_links_of_a_body_are_absolute() -> None:
    (shown,) = feed(entry(), config=FULL).entries
    assert shown.body is not None
    assert shown.body.urls == (
        "https://example.org/archive/entities/people/kim/#x",
        "https://elsewhere.example/?a=1&b=2",
        "https://example.org/archive/2023/06/a/#fn1",
        None,
    )


@pytest.mark.parametrize("display", [Display.EXCERPT, Display.METADATA])
def test_rights_forbid_the_whole_text_in_feeds_too(display: Display) -> None:
    held = msgspec.structs.replace(entry(), display=display)
    assert feed(held, config=FULL).entries[0].body is None


def test_feeds_carry_summaries_unless_told_otherwise() -> None:
    assert feed(entry()).entries[0].body is None


@given(st.integers(0, 12), st.integers(1, 5))
def test_sitemaps_hold_every_url_once_in_order(count: int, most: int) -> None:
    urls = [SitemapUrl(loc=f"https://example.org/{number}/") for number in range(count)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(feeds, "SITEMAP_URLS", most)
        files = sitemaps(urls)
    assert [url for file in files for url in file.urls] == urls
    assert all(len(file.urls) <= most for file in files)
    assert len(files) == max(1, -(-count // most))


def test_a_sitemap_of_long_urls_stays_below_its_size() -> None:
    urls = [SitemapUrl(loc="https://example.org/" + "a" * 2000) for _ in range(40_000)]
    files = sitemaps(urls)
    assert [len(file.urls) for file in files] == [21428, 18572]
    assert all(sum(len(url.loc) for url in file.urls) < feeds.SITEMAP_BYTES for file in files)


@pytest.mark.parametrize(
    ("article", "day"),
    [(RICH, "2023-06-26"), (entry(), "2023-06-25"), (entry(date=MONTH), "2023-06"), (UNDATED_ENTRY, "")],
)
def test_lastmod_is_said_only_when_known(article: Entry, day: str) -> None:
    assert lastmod(article) == day
