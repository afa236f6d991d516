"""Every address on every page leads somewhere, under a base path, on a host that knows files and nothing else."""

from __future__ import annotations

import re
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from tests.published.built import BuiltSite


def of_this_site(site: BuiltSite, url: str) -> bool:
    return urlsplit(url).netloc == urlsplit(site.base_url).netloc


def test_every_internal_address_is_a_file_of_the_site(site: BuiltSite) -> None:
    own = {url: found for url, found in site.addresses.items() if of_this_site(site, url)}
    broken = [
        (path, reference.tag, reference.url)
        for url, (path, reference) in own.items()
        if site.answer(urldefrag(url).url) is None
    ]
    assert len(own) > 50
    assert not broken[:20]


def test_every_fragment_is_an_id_of_the_page_it_leads_to(site: BuiltSite) -> None:
    dangling = []
    for url, (path, reference) in site.addresses.items():
        target, fragment = urldefrag(url)
        page = site.facts.get(site.answer(target) or "")
        if fragment and page and unquote(fragment) not in page.ids:
            dangling.append((path, reference.url))
    assert not dangling[:20]


def test_ids_are_unique_on_a_page(site: BuiltSite) -> None:
    assert not [path for path, page in site.facts.items() if len(set(page.ids)) != len(page.ids)][:20]


def test_every_scheme_is_one_that_is_safe_to_follow(site: BuiltSite) -> None:
    schemes = {urlsplit(url).scheme for url in site.addresses}
    assert schemes <= {"http", "https", "mailto"}


def test_what_a_stylesheet_loads_is_a_file_of_the_site(site: BuiltSite) -> None:
    sheets = [path for path in site.files if path.endswith(".css")]
    loaded = [
        (sheet, url)
        for sheet in sheets
        for url in re.findall(r"""(?:url\(\s*|@import\s+)["']?([^"')\s]+)""", site.bytes_of(sheet).decode())
        if not url.startswith(("data:", "#"))
    ]
    assert sheets
    assert not [(sheet, url) for sheet, url in loaded if site.answer(urljoin(site.url_of(sheet), url)) is None]


def test_every_page_is_reached_from_the_front_page_by_links(demo: BuiltSite) -> None:
    reached, waiting = set(), ["index.html"]
    while waiting:
        path = waiting.pop()
        if path in reached:
            continue
        reached.add(path)
        page = demo.facts[path]
        targets = {demo.answer(urldefrag(r.absolute).url) for r in page.references if r.tag == "a"}
        waiting.extend(target for target in targets if target in demo.facts)
    assert sorted(path for path, page in demo.facts.items() if page.indexable and path not in reached) == []


def test_a_page_says_its_own_address(site: BuiltSite) -> None:
    wrong = [
        (path, page.canonical) for path, page in site.facts.items() if page.indexable and page.canonical != page.url
    ]
    assert not [(path, said) for path, said in wrong if said is None or site.answer(said) != path][:20]


def test_the_host_is_told_to_serve_files_as_they_are(site: BuiltSite) -> None:
    assert {".nojekyll", "404.html", "robots.txt", "sitemap.xml", "feed.xml", "feed.json"} <= site.files
