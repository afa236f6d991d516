"""axe-core finds no violation on any kind of page: narrow and wide, light and dark."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.published.browser import tab
from tests.published.built import BuiltSite

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent / "node_modules/axe-core/axe.min.js"
RUN = """async () => {
    const found = await axe.run(document, {resultTypes: ["violations"]});
    return found.violations.map(v => `${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map(n => n.html).join(" | ")}`);
}"""
NARROW, WIDE = 360, 1440


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core."""
    if not AXE.is_file():
        pytest.skip("needs axe-core: npm install --prefix tests/published")
    return AXE.read_text(encoding="utf-8")


def violations(browser: Browser, axe: str, site: BuiltSite, width: int, *, dark: bool) -> list[str]:
    """What axe-core finds on one page of each kind."""
    found = []
    with tab(browser, site, width=width, dark=dark) as (page, _):
        for kind, path in site.kinds().items():
            if kind == "redirect":
                continue
            page.goto(site.url_of(path))
            page.evaluate(axe)
            found += [f"{path} at {width}, {'dark' if dark else 'light'}: {line}" for line in page.evaluate(RUN)]
    return found


def test_axe_finds_what_is_wrong(chromium: Browser, axe: str) -> None:
    page = chromium.new_page()
    page.set_content("<img src=x><p style='color:#ccc;background:#fff'>pale</p>")
    page.evaluate(axe)
    found = page.evaluate(RUN)
    page.close()
    assert {line.partition(":")[0] for line in found} >= {"image-alt", "color-contrast", "html-has-lang"}


@pytest.mark.parametrize("width", [NARROW, WIDE])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_kind_of_page_of_the_demo(chromium: Browser, axe: str, demo: BuiltSite, width: int, dark: bool) -> None:
    assert not violations(chromium, axe, demo, width, dark=dark)


@pytest.mark.parametrize(("width", "dark"), [(NARROW, True), (WIDE, False)])
def test_every_kind_of_page_of_historical_newspapers(
    chromium: Browser, axe: str, newspapers: BuiltSite, width: int, dark: bool
) -> None:
    assert not violations(chromium, axe, newspapers, width, dark=dark)
