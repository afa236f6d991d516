"""Chromium with tabs open on a preview: what they show, what they are told, and what goes wrong in them."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Error, Locator, Page, Request, WebSocket

BOUND = 30_000  # milliseconds in which something that is expected comes; it comes at once, but the machine may be busy
STEP = 20  # milliseconds between two looks
PAGE_KINDS = ("files", "go", "reload", "seen")


class Window:
    """A browser's window. `wrong` is what its tabs complained of, or asked of anybody but the preview."""

    def __init__(self, browser: Browser, url: str, *, width: int = 1440, dark: bool = False) -> None:
        self.url = url
        self.wrong: list[str] = []
        self.told: dict[Page, list[dict[str, Any]]] = {}
        self.context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(BOUND)
        self.context.on("request", self._asked)

    def open(self, path: str = "") -> Page:
        """A new tab, at a path below the site's root."""
        page = self.context.new_page()
        self.told[page] = []
        page.on("console", lambda said: self.wrong.append(said.text) if said.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("websocket", lambda socket: self._listen(page, socket))
        page.goto(self.url + path)
        return page

    def _asked(self, request: Request) -> None:
        if urlsplit(request.url).netloc != urlsplit(self.url).netloc:
            self.wrong.append(f"asked for {request.url}")

    def _listen(self, page: Page, socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: self.told[page].append(json.loads(frame)))


@contextmanager
def window_on(browser: Browser, url: str, *pardoned: str, width: int = 1440, dark: bool = False) -> Iterator[Window]:
    """A window; at its end nothing may have gone wrong but what is `pardoned`, in parts of Chromium's words for it."""
    window = Window(browser, url, width=width, dark=dark)
    try:
        yield window
        wrong = [line for line in window.wrong if not any(part in line for part in pardoned)]
        assert not wrong, wrong
    finally:
        window.context.close()


def await_text(page: Page, text: str) -> None:
    """Wait until a tab shows a text."""
    page.get_by_text(text).first.wait_for()


def overlay(page: Page) -> Locator:
    """What a tab says is wrong with the archive."""
    return page.get_by_role("alert", name="Problems in the archive")


def mark(*pages: Page) -> None:
    """Leave something in tabs that a reload takes away."""
    for page in pages:
        page.locator("html").evaluate("html => html.ownerDocument.defaultView.marked = true")


def is_marked(page: Page) -> bool:
    """Whether a tab has not been reloaded since it was marked."""
    try:
        return bool(page.locator("html").evaluate("html => html.ownerDocument.defaultView.marked === true"))
    except Error as error:  # asked between two pages
        if "context was destroyed" not in error.message:
            raise
        return False


def until(page: Page, holds: Callable[[], bool], what: str) -> None:
    """Wait for something that a tab cannot be asked to wait for."""
    last = time.monotonic() + BOUND / 1000
    while not holds():
        assert time.monotonic() < last, f"{page.url}: {what}"
        page.wait_for_timeout(STEP)


def next_told(window: Window, page: Page, *kinds: str) -> str:
    """The kind of the next message of these kinds that a tab is told, once it comes; else of any about its page."""
    wanted, told = kinds or PAGE_KINDS, window.told[page]
    until(page, lambda: any(message["kind"] in wanted for message in told), f"is told none of {wanted}")
    place = next(number for number, message in enumerate(told) if message["kind"] in wanted)
    kind: str = told[place]["kind"]
    del told[: place + 1]
    return kind


def is_reloaded(window: Window, page: Page) -> bool:
    """Whether a tab that was marked is told to load its page anew; if so, it is there."""
    if next_told(window, page) == "reload":
        page.locator("html").wait_for()
        until(page, lambda: not is_marked(page), "is told to reload and does not")
        return True
    assert is_marked(page), page.url
    return False


# The ways in which editors save


def written(file: Path, text: str) -> None:
    """Into the file itself."""
    file.write_text(text, encoding="utf-8")


def renamed(file: Path, text: str) -> None:
    """Beside it, and then over it."""
    beside = file.with_name(f".{file.name}.tmp")
    written(beside, text)
    os.replace(beside, file)


def made_anew(file: Path, text: str) -> None:
    """As another file, once the old one is deleted."""
    file.unlink()
    written(file, text)


def backed_up(file: Path, text: str) -> None:
    """As vim does: the old file is moved away, the new one written, the old one deleted."""
    backup = file.with_name(f"{file.name}~")
    os.rename(file, backup)
    written(file, text)
    backup.unlink()
