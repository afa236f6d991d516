"""What a built site gives those who cite: read by other people's tools, on every article of real archives."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from functools import cache
from urllib.parse import urljoin

import extruct
import lxml.html
import pytest
import rispy  # type: ignore[import-untyped]
from playwright.sync_api import Browser
from pybtex.database import parse_string

from tests.published.browser import tab
from tests.published.built import BuiltSite
from tests.site.processor import STYLES, by_the_processor, without_its_place


def articles(site: BuiltSite) -> Iterator[tuple[str, lxml.html.HtmlElement]]:
    """Every article's page, by the path of its folder."""
    for path in sorted(site.files):
        if path.endswith("/cite.ris"):
            folder = path.removesuffix("cite.ris")
            yield folder, lxml.html.fromstring(site.bytes_of(f"{folder}index.html"))


def meta(document: lxml.html.HtmlElement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in document.xpath("//meta[@name]"):
        found.setdefault(element.get("name"), []).append(element.get("content"))
    return found


@cache
def all_ris(site: BuiltSite) -> list[dict[str, object]]:
    return rispy.loads(site.bytes_of("articles/references.ris").decode())


def all_csl(site: BuiltSite) -> list[dict[str, object]]:
    return list(json.loads(site.bytes_of("articles/references.json")))


def test_every_format_lists_every_article_with_the_same_fields(site: BuiltSite) -> None:
    csl = {str(item["id"]): item for item in all_csl(site)}
    ris = {str(item["id"]): item for item in all_ris(site)}
    bib = parse_string(site.bytes_of("articles/references.bib").decode(), "bibtex").entries
    assert len(csl) == len(all_csl(site)) == sum(1 for _ in articles(site)) > 4
    assert csl.keys() == ris.keys() == set(bib.keys())
    for identifier, item in csl.items():
        other, third = ris[identifier], bib[identifier]
        assert (item.get("title"), item["container-title"]) == (other.get("title"), other["secondary_title"])
        assert [item["URL"]] == other["urls"]
        assert item["URL"] == third.fields["url"]
        assert item["archive"] == other["name_of_database"]
        issued = item.get("issued")
        if isinstance(issued, dict) and "year" in other:
            assert issued["date-parts"][0][0] == int(str(other["year"]))
            assert third.fields["date"].startswith(str(other["year"]))


def test_an_articles_own_file_is_its_part_of_the_list(site: BuiltSite) -> None:
    whole = site.bytes_of("articles/references.ris")
    files = [site.bytes_of(path) for path in site.files if path.endswith("/cite.ris")]
    assert sum(map(len, files)) == len(whole)
    assert all(file in whole for file in files)


def test_an_articles_page_has_the_same_in_the_other_formats(site: BuiltSite) -> None:
    csl = {str(item["id"]): item for item in all_csl(site)}
    for folder, document in articles(site):
        biblatex, item = (element.text_content() for element in document.xpath("//pre[@class='citation']"))
        (shown,) = json.loads(item)
        assert shown == csl[shown["id"]], folder
        assert list(parse_string(biblatex, "bibtex").entries.keys()) == [shown["id"]]


@pytest.mark.parametrize("style", STYLES)
def test_real_articles_are_cited_as_the_styles_own_csl_does(style: str, newspapers: BuiltSite) -> None:
    csl = {str(item["archive_location"]): item for item in all_csl(newspapers)}
    compared = 0
    for folder, document in list(articles(newspapers))[::10]:
        item = csl[document.xpath("string(//link[@rel='canonical']/@href)")]
        (cited,) = document.xpath(f"//dt[.='{style}']/following-sibling::dd/p")
        ours = html.unescape(re.sub(r"^<p.*?>|</p>\s*$", "", lxml.html.tostring(cited, encoding="unicode")))
        assert without_its_place(ours) == by_the_processor(style, item), folder
        compared += 1
    assert compared > 30


def test_zotero_finds_a_newspaper_article(site: BuiltSite) -> None:
    for folder, document in articles(site):
        said = meta(document)
        (item,) = rispy.loads(site.bytes_of(f"{folder}cite.ris").decode())
        assert said["z:itemType"] == ["newspaperArticle"]
        assert said["prism.publicationName"] == [item["secondary_title"]]
        assert said["citation_title"] == said["DC.title"] == [item["title"]]
        assert said["citation_public_url"] == [site.base_url + folder] or "%" in said["citation_public_url"][0]
        assert said.get("citation_author", []) == item.get("authors", [])
        assert not said.keys() & {"citation_journal_title", "DC.source", "DC.coverage", "citation_date"}


def test_a_harvester_finds_dublin_core_and_where_the_article_is_held(demo: BuiltSite) -> None:
    path = "2023/06/mt-20230625/index.html"
    text, syntaxes = demo.bytes_of(path).decode(), ["dublincore", "json-ld"]
    found = extruct.extract(text, base_url=demo.url_of(path), syntaxes=syntaxes)
    (core,) = found["dublincore"]
    elements = {element["name"]: element["content"] for element in core["elements"]}
    assert elements["DC.title"] == "Pyongyang backs Moscow after the mutiny"
    assert (elements["DC.date"], elements["DC.language"]) == ("2023-06-25", "en")
    article = found["json-ld"][0]["@graph"][0]
    assert article["workExample"]["holdingArchive"]["@type"] == "ArchiveOrganization"


def test_every_outlet_entity_tag_and_story_page_offers_its_articles(site: BuiltSite) -> None:
    for listing in ("outlets", "entities/people", "tags", "stories"):
        for path in sorted(site.files):
            if re.fullmatch(rf"{listing}/[^/]+/feed\.xml", path):
                page = lxml.html.fromstring(site.bytes_of(path.replace("feed.xml", "index.html")))
                count = len(page.xpath("//article[contains(@class, 'row')]"))
                urls = page.xpath("//p[@class='references']/a/@href")
                offered = [site.answer(urljoin(site.base_url, url)) for url in urls]
                assert len(offered) == min(count, 1) + 2 * (count > 1), path
                assert None not in offered, path


def test_citations_are_read_and_copied(chromium: Browser, demo: BuiltSite) -> None:
    with tab(chromium, demo) as (page, wrong):
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.goto(f"{demo.base_url}2023/06/mt-20230625/")
        page.get_by_text("Ways to cite this article").click()
        page.get_by_role("button", name="Copy MLA").click()
        page.get_by_text("Copied").wait_for()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == (
            "“Pyongyang backs Moscow after the mutiny.” The Moscow Times, 25 June 2023. Archived in Pyongyang and the "
            f"mutiny of June 2023, {demo.base_url}2023/06/mt-20230625/."
        )
        assert wrong == []


@pytest.mark.parametrize("style", ["APA", "Chicago", "MLA", "BibLaTeX", "CSL-JSON"])
def test_citations_need_no_javascript(chromium: Browser, demo: BuiltSite, style: str) -> None:
    with tab(chromium, demo, javascript=False) as (page, wrong):
        page.goto(f"{demo.base_url}2023/06/mt-20230625/")
        page.get_by_text("Ways to cite this article").click()
        cited = page.locator(".citations > div", has=page.get_by_text(style, exact=True))
        assert "The Moscow Times" in cited.inner_text()
        assert page.get_by_role("button").count() == 0
        assert wrong == []
