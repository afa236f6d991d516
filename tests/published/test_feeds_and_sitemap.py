"""Feeds are what RFC 4287 and JSON Feed 1.1 ask for; the sitemap lists every page for search engines and no other."""

from __future__ import annotations

import json
import re

import feedparser
import jsonschema
from lxml import etree

from tests.published.built import BuiltSite, sample

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
FEEDS_TO_PARSE = 150  # of each site; all of them are held against the RFC

JSON_FEED = {
    "type": "object",
    "required": ["version", "title", "home_page_url", "feed_url", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": {"type": "string", "minLength": 1},
        "home_page_url": {"type": "string", "format": "uri"},
        "feed_url": {"type": "string", "format": "uri"},
        "language": {"type": "string"},
        "authors": {"type": "array", "items": {"type": "object", "minProperties": 1}},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "url", "title"],
                "anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
                "properties": {
                    "id": {"type": "string", "minLength": 1},
                    "url": {"type": "string", "format": "uri"},
                    "date_published": {"type": "string", "pattern": RFC3339.pattern},
                    "date_modified": {"type": "string", "pattern": RFC3339.pattern},
                    "tags": {"type": "array", "items": {"type": "string"}, "uniqueItems": True},
                },
            },
        },
    },
}


def atom_feeds(site: BuiltSite) -> list[str]:
    return sorted(path for path in site.files if path.rpartition("/")[2] == "feed.xml")


def complaints_about_atom(site: BuiltSite, path: str) -> list[str]:
    """What RFC 4287 (4.1.1, 4.1.2) would not have in this feed, and addresses that lead nowhere."""
    feed = etree.fromstring(site.bytes_of(path))
    found = []
    entries = feed.findall(f"{ATOM}entry")
    for element in (feed, *entries):
        found += [
            f"{element.tag}: {len(element.findall(ATOM + name))} {name}"
            for name in ("id", "title", "updated")
            if len(element.findall(ATOM + name)) != 1
        ]
        found += [
            f"date {d.text}"
            for d in element.iter(ATOM + "updated", ATOM + "published")
            if not RFC3339.fullmatch(d.text)
        ]
        links = {link.get("rel", "alternate"): link.get("href") for link in element.findall(f"{ATOM}link")}
        found += [f"leads nowhere: {href}" for rel, href in links.items() if rel != "via" and site.answer(href) is None]
        found += ["no alternate link"] if "alternate" not in links else []
    if feed.find(f"{ATOM}author") is None and any(entry.find(f"{ATOM}author") is None for entry in entries):
        found.append("no author")
    own = feed.find(f"{ATOM}link[@rel='self']")
    if own is None or site.answer(own.get("href")) != path:
        found.append("does not say its own address")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    return found + ([] if len(ids) == len(set(ids)) else ["an id twice"])


def test_every_feed_keeps_the_atom_rules(site: BuiltSite) -> None:
    complaints = {path: found for path in atom_feeds(site) if (found := complaints_about_atom(site, path))}
    assert len(atom_feeds(site)) > 30
    assert not dict(list(complaints.items())[:10])


def test_a_feed_reader_reads_the_feeds_without_a_complaint(site: BuiltSite) -> None:
    for path in {"feed.xml", *sample(atom_feeds(site), FEEDS_TO_PARSE)}:
        feed = feedparser.parse(site.bytes_of(path))
        assert not feed.bozo, (path, feed.get("bozo_exception"))
        assert feed.version == "atom10"
        assert feed.entries or path != "feed.xml"
        assert all(entry.title and entry.link and entry.updated_parsed for entry in feed.entries), path


def test_a_feed_id_is_the_same_in_every_feed(site: BuiltSite) -> None:
    ids: dict[str, set[str]] = {}
    for path in sample(atom_feeds(site), FEEDS_TO_PARSE):
        for entry in etree.fromstring(site.bytes_of(path)).iter(f"{ATOM}entry"):
            ids.setdefault(entry.find(f"{ATOM}link").get("href"), set()).add(entry.findtext(f"{ATOM}id"))
    assert ids
    assert not {link: found for link, found in ids.items() if len(found) > 1}


def test_the_json_feed_is_a_json_feed(site: BuiltSite) -> None:
    feed = json.loads(site.bytes_of("feed.json"))
    jsonschema.validate(feed, JSON_FEED)
    assert feed["feed_url"] == site.base_url + "feed.json"
    assert feed["home_page_url"] == site.base_url
    assert feed["items"]
    assert not [item["url"] for item in feed["items"] if site.answer(item["url"]) is None]
    assert len({item["id"] for item in feed["items"]}) == len(feed["items"])


def test_both_feeds_of_the_site_name_the_same_articles(site: BuiltSite) -> None:
    atom = etree.fromstring(site.bytes_of("feed.xml"))
    assert [item["id"] for item in json.loads(site.bytes_of("feed.json"))["items"]] == [
        entry.findtext(f"{ATOM}id") for entry in atom.iter(f"{ATOM}entry")
    ]


def sitemap_addresses(site: BuiltSite, path: str = "sitemap.xml") -> list[str]:
    tree = etree.fromstring(site.bytes_of(path))
    if tree.tag == f"{SITEMAP}sitemapindex":
        parts = [site.answer(location.text) for location in tree.iter(f"{SITEMAP}loc")]
        assert all(parts)
        return [url for part in parts if part for url in sitemap_addresses(site, part)]
    assert tree.tag == f"{SITEMAP}urlset"
    return [location.text for location in tree.iter(f"{SITEMAP}loc")]


def test_the_sitemap_lists_every_page_for_search_engines_and_no_other(site: BuiltSite) -> None:
    listed = sitemap_addresses(site)
    assert len(listed) == len(set(listed))
    assert [url for url in listed if site.answer(url) is None][:20] == []
    expected = {path for path, page in site.facts.items() if page.indexable}
    found = {site.answer(url) for url in listed}
    assert sorted(expected - found)[:20] == []
    assert sorted(found - expected)[:20] == []


def test_robots_are_told_where_the_sitemap_is(site: BuiltSite) -> None:
    assert f"Sitemap: {site.base_url}sitemap.xml" in site.bytes_of("robots.txt").decode().splitlines()
