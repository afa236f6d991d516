"""Addresses of a site, and what they are in its pages on a disk."""

from __future__ import annotations

import time

import pytest

from generator.offline.links import Links, has_module
from generator.site.routes import Base

FILES = frozenset(
    {
        "index.html",
        "2023/06/a/index.html",
        "2023/06/a/cite.ris",
        "entities/people/им-чон-ир/index.html",
        "tags/100%/index.html",
        "old.php",
        "assets/plan.pdf",
        "static/base.css",
        "static/fonts/a.woff2",
    }
)
HERE = "2023/06/a/index.html"


def links(root: str = "/archive/") -> Links:
    return Links(Base(origin="https://example.org", root=root), FILES)


@pytest.mark.parametrize(
    ("written", "on_disk"),
    [
        ("/archive/", "../../../index.html"),
        ("/archive/2023/06/a/", "../../../2023/06/a/index.html"),
        ("/archive/2023/06/a", "../../../2023/06/a/index.html"),  # hosts add the slash
        ("/archive/2023/06/a/#n1", "../../../2023/06/a/index.html#n1"),
        ("/archive/2023/06/a/?q=x#n1", "../../../2023/06/a/index.html?q=x#n1"),
        ("/archive/2023/06/a/cite.ris", "../../../2023/06/a/cite.ris"),
        (
            "/archive/entities/people/%D0%B8%D0%BC-%D1%87%D0%BE%D0%BD-%D0%B8%D1%80/",
            "../../../entities/people/%D0%B8%D0%BC-%D1%87%D0%BE%D0%BD-%D0%B8%D1%80/index.html",
        ),
        ("/archive/tags/100%25/", "../../../tags/100%25/index.html"),
        ("../../../assets/plan.pdf", "../../../assets/plan.pdf"),  # relative to the page's address
        ("cite.ris", "../../../2023/06/a/cite.ris"),
        ("#n1", "#n1"),
        ("?page=2", "?page=2"),
        ("", ""),
        # What the folder does not hold is on the web.
        ("/archive/feed.xml", "https://example.org/archive/feed.xml"),
        ("/archive/gone/", "https://example.org/archive/gone/"),
        ("/elsewhere/", "https://example.org/elsewhere/"),
        # What is said to be on the web is looked for there, the archive's own pages too.
        ("https://example.org/archive/2023/06/a/", "https://example.org/archive/2023/06/a/"),
        ("//example.net/x", "https://example.net/x"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("data:image/png;base64,AA", "data:image/png;base64,AA"),
        ("http://[", "http://["),
        ("/archive/[", "https://example.org/archive/["),
    ],
)
def test_an_address_leads_to_the_file_that_answers_it(written: str, on_disk: str) -> None:
    assert links().address(written, HERE) == on_disk


def test_a_site_at_the_root_of_its_host_and_a_page_at_the_root_of_the_site() -> None:
    assert links("/").address("/2023/06/a/", "index.html") == "2023/06/a/index.html"
    assert links("/").address("/", "old.php") == "index.html"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<a class="x" href="/archive/">A</a>', '<a class="x" href="../../../index.html">A</a>'),
        ("<A HREF='/archive/'>A</A>", '<A HREF="../../../index.html">A</A>'),
        ("<a href=/archive/>A</a>", '<a href="../../../index.html">A</a>'),
        ('<a title="a > b" href="/archive/">A</a>', '<a title="a > b" href="../../../index.html">A</a>'),
        ('<a title=" href=x " data-href="/archive/">A</a>', '<a title=" href=x " data-href="/archive/">A</a>'),
        ("<p>href=\"/archive/\"</p><abbr title='/archive/'>", "<p>href=\"/archive/\"</p><abbr title='/archive/'>"),
        (  # no word of a text goes
            '<img alt="an integrity test" src="/archive/assets/plan.pdf"/>',
            '<img alt="an integrity test" src="../../../assets/plan.pdf"/>',
        ),
        (
            '<img srcset="/archive/assets/plan.pdf 1x, /archive/assets/plan.pdf 2x">',
            '<img srcset="../../../assets/plan.pdf 1x, ../../../assets/plan.pdf 2x">',
        ),
        ('<blockquote cite="/archive/2023/06/a/">', '<blockquote cite="../../../2023/06/a/index.html">'),
        ('<a href="/archive/2023/06/a/?a=1&amp;b=2">', '<a href="../../../2023/06/a/index.html?a=1&amp;b=2">'),
        (
            '<meta http-equiv="refresh" content="0; url=/archive/2023/06/a/">',
            '<meta http-equiv="refresh" content="0; url=../../../2023/06/a/index.html">',
        ),
        (
            "<meta content=\"default-src 'none'; img-src 'self' data:\" http-equiv=\"Content-Security-Policy\">",
            "<meta content=\"default-src 'none'; img-src 'self' file: data:\" http-equiv=\"Content-Security-Policy\">",
        ),
        ('<meta name="description" content="url=/archive/">', '<meta name="description" content="url=/archive/">'),
        ('<link rel="preload" as="font" crossorigin href="/archive/static/fonts/a.woff2">', ""),
        (
            '<link rel="stylesheet" crossorigin="anonymous" integrity="sha256-x" href="/archive/static/base.css">',
            '<link rel="stylesheet"   href="../../../static/base.css">',
        ),
        ('<link rel="canonical" href="https://example.org/archive/">',) * 2,
        ('<script type="application/ld+json">{"@id": "/archive/"}</script>',) * 2,
    ],
)
def test_in_a_page_its_addresses_change_and_nothing_that_is_read(before: str, after: str) -> None:
    assert links().page(before, HERE) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("src: url(fonts/a.woff2)", "src: url(fonts/a.woff2)"),
        ("src: url( '/archive/static/fonts/a.woff2' )", "src: url( '../static/fonts/a.woff2' )"),
        ('@import "/archive/static/base.css";', '@import "../static/base.css";'),
        ("url(\"data:image/svg+xml,%3Csvg xmlns='x'/%3E\")",) * 2,
    ],
)
def test_in_a_style_sheet_only_what_begins_at_the_host_changes(before: str, after: str) -> None:
    assert links().style(before, "static/base.css") == after


@pytest.mark.parametrize(
    ("page", "has"),
    [
        ('<script type="module" src="x.js"></script>', True),
        ("<script src=x.js type=module>", True),
        ('<script src="x.js" defer></script>', False),
        ("<p>type=module</p>", False),
    ],
)
def test_a_script_that_no_disk_gives_is_seen(page: str, has: bool) -> None:
    assert has_module(page) is has


def test_a_quote_that_is_never_closed_costs_no_time() -> None:
    start = time.perf_counter()
    links().page("<a " + "b='c' d=\"e\" " * 20_000 + 'href="', HERE)
    assert time.perf_counter() - start < 5
