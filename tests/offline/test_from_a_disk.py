"""The unzipped demo archive in Chromium, from a folder whose name is no plain one: as a reader has it on a stick."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from urllib.request import url2pathname

import pytest
from playwright.sync_api import Browser, Page, Request

from generator.build import quietly
from generator.offline.commands import Wish, export_offline
from tests.published.built import build

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def stick(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that a reader unpacked."""
    folder = tmp_path_factory.mktemp("offline")
    source = folder / "archive"
    source.mkdir()
    shutil.copy(root / "site.yaml", source)
    shutil.copytree(root / "content", source / "content")
    article = source / "content/articles/2023-06-25-kcna.md"
    article.write_text(
        article.read_text(encoding="utf-8").replace("\n---\n", "\naliases: [/old/, /old/one.php]\n---\n", 1)
    )
    build(source, source / "public", "https://example.org/mutiny/", "--jobs", "1")
    made = export_offline(source, Wish(file=folder / "demo.zip"), quietly)
    assert made.problems == ()
    stick = folder / "Stick für alle #1 100% 한국어"
    with zipfile.ZipFile(folder / "demo.zip") as file:
        file.extractall(stick)
    (top,) = stick.iterdir()
    return top


@pytest.fixture
def page(chromium: Browser) -> Iterator[tuple[Page, list[str]]]:
    """A tab without a network, and the list of what its pages asked in vain or said was wrong."""
    context = chromium.new_context(viewport={"width": 1200, "height": 900}, offline=True)
    tab = context.new_page()
    wrong: list[str] = []
    tab.on("console", lambda said: wrong.append(said.text) if said.type in {"error", "warning"} else None)
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    tab.on("requestfailed", lambda request: None if _is_given_up(request) else wrong.append(f"failed: {request.url}"))
    tab.on("request", lambda request: None if _is_near(request.url) else wrong.append(f"asked for {request.url}"))
    try:
        yield tab, wrong
    finally:
        context.close()


def _is_given_up(request: Request) -> bool:
    """Whether the tab has gone to another page before an icon came."""
    return request.failure == "net::ERR_ABORTED"


def _is_near(url: str) -> bool:
    return url.startswith(("file:", "data:"))


def _place(url: str) -> Path:
    return Path(url2pathname(urlsplit(url).path))


def test_every_page_is_reached_from_the_first_and_nothing_is_missing(stick: Path, page: tuple[Page, list[str]]) -> None:
    """Each link to a file finds it, and its fragment; nothing fails, and nothing is asked of anybody."""
    tab, wrong = page
    ways, seen = [(stick / "index.html").as_uri()], set[str]()
    fragments: list[tuple[str, str]] = []
    ids: dict[str, set[str]] = {}
    while ways:
        url = ways.pop()
        if url in seen:
            continue
        seen.add(url)
        if not url.endswith(".html"):
            continue
        tab.goto(url, wait_until="load")
        arrived = urldefrag(tab.url)[0]
        seen.add(arrived)
        ids[arrived] = set(tab.eval_on_selector_all("[id]", "all => all.map(one => one.id)"))
        ids.setdefault(url, ids[arrived])
        for link in tab.eval_on_selector_all("a[href], area[href]", "all => all.map(one => one.href)"):
            target, fragment = urldefrag(urljoin(arrived, link))
            if not target.startswith("file:"):
                assert target.startswith(("https://", "http://", "mailto:")), (url, link)
                continue
            assert _place(target).is_file(), f"{url} leads to {target}"
            assert _place(target).is_relative_to(stick), f"{url} leads to {target}"
            ways.append(target)
            if fragment and not fragment.startswith(":~:"):
                fragments.append((target, unquote(fragment.partition(":~:")[0])))
    assert wrong == []
    reached = {_place(url).relative_to(stick).as_posix() for url in seen}
    pages = {path.relative_to(stick).as_posix() for path in stick.rglob("*.html")}
    assert len(pages) > 80
    moved = {path for path in pages if 'http-equiv="refresh"' in (stick / path).read_text(encoding="utf-8")}
    assert pages - reached <= moved  # to which no page leads
    assert not [(target, name) for target, name in fragments if target in ids and name not in ids[target]]


def test_a_page_that_moved_leads_on(stick: Path, page: tuple[Page, list[str]]) -> None:
    tab, wrong = page
    tab.goto((stick / "old/index.html").as_uri())
    tab.wait_for_url("**/2023/06/kcna-20230625/index.html")
    assert _place(tab.url).is_relative_to(stick)
    assert wrong == []


def test_it_looks_as_it_does_on_the_web(stick: Path, page: tuple[Page, list[str]]) -> None:
    """Style sheets, the theme's fonts and its script are loaded, under a policy that is in force."""
    tab, wrong = page
    tab.goto(next(stick.glob("2023/06/mt-*/index.html")).as_uri(), wait_until="load")
    tab.evaluate("document.fonts.ready")
    fonts = tab.evaluate("[...document.fonts].filter(font => font.status == 'loaded').map(font => font.family)")
    assert any("Broadsheet" in name for name in fonts), fonts
    assert tab.evaluate("getComputedStyle(document.querySelector('.masthead-title')).fontFamily").startswith('"Broad')
    tab.locator("details[data-copy]").first.evaluate("box => { box.open = true; }")
    assert tab.locator("button.copy").first.is_visible()
    assert wrong == []
    tab.evaluate(
        "document.head.append(Object.assign(document.createElement('style'), {textContent: 'p { color: red }'}))"
    )
    assert "Content Security Policy" in wrong[0]


def test_no_page_needs_a_script_of_a_kind_that_no_disk_gives(stick: Path) -> None:
    for path in (*stick.rglob("*.html"), *stick.rglob("*.js")):
        text = path.read_text(encoding="utf-8")
        assert 'type="module"' not in text, path
        assert "fetch(" not in text, path
