"""Chromium, looking at a built site without a server: every request is answered from the site's files.

Tabs are opened with the site's own content security policy in force. What a page asks of anybody else is written down
and refused.
"""

from __future__ import annotations

import mimetypes
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, Playwright, Route

from tests.published.built import BuiltSite

NAMES = ("chromium", "chromium-browser", "google-chrome")
TYPES = {".xml": "application/xml", ".json": "application/json", ".woff2": "font/woff2", ".svg": "image/svg+xml"}


def launch(playwright: Playwright) -> Browser | None:
    """The machine's Chromium, or the one that Playwright installed, or None."""
    installed = next((found for name in NAMES if (found := shutil.which(name))), None)
    executable = installed or playwright.chromium.executable_path
    if shutil.which(executable) is None:
        return None
    return playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])


@contextmanager
def tab(
    browser: Browser, site: BuiltSite, *, width: int = 1440, dark: bool = False, javascript: bool = True
) -> Iterator[tuple[Page, list[str]]]:
    """A tab in which `site` is online, and the list of what its pages asked in vain or said was wrong."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if dark else "light",
        java_script_enabled=javascript,
        reduced_motion="reduce",
    )
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    context.route("**/*", lambda route: _answer(site, route, wrong))
    try:
        yield page, wrong
    finally:
        context.close()


def _answer(site: BuiltSite, route: Route, wrong: list[str]) -> None:
    url = route.request.url
    path = site.answer(url.partition("#")[0])
    if path is None:
        wrong.append(f"asked for {url}")
        route.abort()
        return
    suffix = "." + path.rpartition(".")[2]
    kind = TYPES.get(suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"
    route.fulfill(status=200, content_type=f"{kind}; charset=utf-8", body=site.bytes_of(path))
