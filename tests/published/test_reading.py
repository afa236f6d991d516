"""The site can be read with a keyboard, on a narrow screen, without JavaScript, and asks nobody else for anything."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.published.browser import tab
from tests.published.built import BuiltSite

pytestmark = pytest.mark.browser

TOO_WIDE = """() => {
    const edge = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= edge) return [];
    return [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > edge + 1)
        .slice(0, 3).map(e => e.outerHTML.slice(0, 120));
}"""


def test_the_first_tab_stop_leads_to_the_content(chromium: Browser, demo: BuiltSite) -> None:
    without = []
    with tab(chromium, demo) as (page, _):
        for kind, path in demo.kinds().items():
            if kind == "redirect":
                continue
            page.goto(demo.url_of(path))
            page.keyboard.press("Tab")
            target = page.evaluate("() => document.activeElement.getAttribute('href')")
            visible = page.evaluate(
                "() => { const box = document.activeElement.getBoundingClientRect();"
                " return box.width > 20 && box.height > 10 && box.top >= 0 && box.left >= 0; }"
            )
            if not (
                target and target.startswith("#") and visible and page.locator(f"main{target}, main {target}").count()
            ):
                without.append((path, target, visible))
    assert not without


def test_the_focused_element_can_be_seen(chromium: Browser, demo: BuiltSite) -> None:
    with tab(chromium, demo) as (page, _):
        page.goto(demo.url_of(demo.kinds()["article"]))
        unmarked = []
        for _step in range(12):
            page.keyboard.press("Tab")
            unmarked += page.evaluate(
                "() => { const style = getComputedStyle(document.activeElement);"
                " return style.outlineStyle === 'none' && style.boxShadow === 'none'"
                " ? [document.activeElement.outerHTML.slice(0, 120)] : []; }"
            )
    assert not unmarked


@pytest.mark.parametrize("width", [320, 360, 768])
def test_no_page_is_wider_than_the_screen(chromium: Browser, site: BuiltSite, width: int) -> None:
    wide = {}
    with tab(chromium, site, width=width) as (page, _):
        for path in site.kinds().values():
            page.goto(site.url_of(path))
            if found := page.evaluate(TOO_WIDE):
                wide[path] = found
    assert not wide


def test_the_browser_asks_for_nothing_foreign_and_blocks_nothing_of_ours(chromium: Browser, site: BuiltSite) -> None:
    with tab(chromium, site) as (page, wrong):
        for path in site.kinds().values():
            page.goto(site.url_of(path))
            page.wait_for_load_state("networkidle")
    assert not [line for line in wrong if "favicon.ico" not in line]


def test_the_stylesheet_is_applied(chromium: Browser, demo: BuiltSite) -> None:
    with tab(chromium, demo) as (page, _):
        page.goto(demo.url_of(demo.kinds()["article"]))
        fonts = page.evaluate("() => [getComputedStyle(document.body).margin, document.styleSheets.length]")
    assert fonts[1] >= 1
    assert fonts[0] != "8px"


def test_the_site_is_read_and_walked_without_javascript(chromium: Browser, demo: BuiltSite) -> None:
    with tab(chromium, demo, javascript=False) as (page, wrong):
        page.goto(demo.base_url)
        page.locator("main a", has_text="Pyongyang backs Moscow after the mutiny").first.click()
        assert page.locator("h1").inner_text() == "Pyongyang backs Moscow after the mutiny"
        assert "stands squarely behind Russia" in page.locator("main").inner_text()
        page.locator("main a", has_text="Im Chon Il").first.click()
        assert page.locator("h1").inner_text() == "Im Chon Il"
        page.locator("main a", has_text="The revolt that Pyongyang would rather not report").first.click()
        assert "An old habit" in page.locator("main").inner_text()
    assert not [line for line in wrong if "favicon.ico" not in line]
