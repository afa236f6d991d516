"""What is saved shows in the tabs that are open, in Chromium and under the site's own content security policy.

Nothing is done in a tab but looking. No tab may complain of anything or ask anybody but the preview.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from generator.preview.complaints import MOST_TOLD
from tests.preview.served import Served, served
from tests.preview.tabs_open import (
    BOUND,
    Window,
    await_text,
    backed_up,
    is_marked,
    is_reloaded,
    made_anew,
    mark,
    next_told,
    overlay,
    renamed,
    window_on,
    written,
)
from tests.site.written import article

pytestmark = pytest.mark.browser
expect.set_options(timeout=BOUND)

SQUARE = "<svg xmlns='http://www.w3.org/2000/svg' width='{0}' height='{0}'><rect width='{0}' height='{0}'/></svg>"
LONG = "\n\n".join(f"Paragraph {number} of many that make a page long." for number in range(80))
FILES = {
    "site.yaml": "title: The Archive\nurl: https://example.org/archive/\nmenu: [{text: Articles, url: /articles/}]\n",
    "content/articles/2023-06-25-mutiny.md": article(
        "A mutiny",
        f"First words.\n\n{LONG}",
        summary="Of a mutiny.",
        entities="{people: [im-chon-il]}",
        tags="[war]",
        image="../assets/photo.svg",
    ),
    "content/articles/2023-06-26-talks.md": article(
        "The talks", "Other words.", summary="Of talks.", outlet="The Herald", date="2023-07-26"
    ),
    "content/entities/people/im-chon-il.md": "---\nname: Im Chon Il\ntype: people\n---\nA minister.\n",
    "content/pages/turn.md": "---\ntitle: Turn\n---\nTurn:\n",
    "content/assets/photo.svg": SQUARE.format(40),
    "themes/broadsheet/static/mark.svg": SQUARE.format(30),
}
SITE, MUTINY_FILE, TALKS_FILE, IM_FILE, *_ = FILES
MUTINY, TALKS, IM = "2023/06/mutiny/", "2023/07/talks/", "entities/people/im-chon-il/"
STATIC, TEMPLATES = "themes/broadsheet/static", "themes/broadsheet/templates"
ARTICLE, BASE = f"{TEMPLATES}/article.html", f"{TEMPLATES}/base.html"
MASTHEAD, CARD = f"{TEMPLATES}/parts/masthead.html", f"{TEMPLATES}/remembered/card.html"
BAD_DATE = "date: 2023-99-99"

MISSING = "status of 404"  # Chromium's words for pages that are not there, fail, or cannot be had
FAILING = "status of 50"
UNREACHABLE = ("net::ERR", "WebSocket connection")


def write(folder: Path, root: Path) -> Path:
    """An archive with two articles that have nothing in common, and its own copy of the theme."""
    shutil.copytree(root / "themes/broadsheet", folder / "themes/broadsheet")
    for path, text in FILES.items():
        put(folder, path, text)
    head = folder / "themes/broadsheet/templates/parts/masthead.html"
    mark_image = '<img class="mark" src="{{ site.root }}static/mark.svg" alt="Mark">'
    written(head, head.read_text().replace('<footer class="colophon"', f'{mark_image}\n<footer class="colophon"'))
    return folder


def put(folder: Path, path: str, text: str) -> None:
    """Save a file, new or not."""
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    written(folder / path, text)


def add(folder: Path, path: str, text: str) -> None:
    """Save a file with more at its end."""
    written(folder / path, f"{(folder / path).read_text(encoding='utf-8')}\n{text}\n")


def edit(
    folder: Path, path: str, old: str, new: str, save: Callable[[Path, str], None] = written
) -> Callable[[], None]:
    """Save a file with `new` where it said `old`; what comes out mends it."""
    text = (folder / path).read_text(encoding="utf-8")
    assert old in text
    save(folder / path, text.replace(old, new, 1))
    return partial(written, folder / path, text)


@pytest.fixture
def archive(tmp_path: Path, root: Path) -> Path:
    """An archive of a test's own."""
    return write(tmp_path / "archive", root)


@pytest.fixture
def look(archive: Path, chromium: Browser) -> Callable[..., AbstractContextManager[Window]]:
    """Look at `archive` with a preview of its own, in a window of its own."""

    @contextmanager
    def looking(*options: str, pardoned: tuple[str, ...] = ()) -> Iterator[Window]:
        with served(archive, *options) as preview, window_on(chromium, preview.url, *pardoned) as window:
            yield window

    return looking


Look = Callable[..., AbstractContextManager[Window]]

# One preview for all tests that begin with the archive as it was written


@pytest.fixture(scope="module")
def long_running(
    chromium: Browser, tmp_path_factory: pytest.TempPathFactory, root: Path
) -> Iterator[tuple[Served, Page]]:
    """A preview that goes on through many tests, and a tab that shows which of them has come to its end."""
    folder = write(tmp_path_factory.mktemp("edited") / "archive", root)
    with served(folder) as preview, window_on(chromium, preview.url) as window:
        yield preview, window.open("turn/")


@pytest.fixture
def preview(long_running: tuple[Served, Page]) -> Iterator[Served]:
    """The same, of which each test finds the archive as it was written."""
    preview, turns = long_running
    before = _files(preview.folder)
    yield preview
    for path in _files(preview.folder).keys() - before.keys():
        path.unlink()
    for path, data in before.items():
        if not path.is_file() or path.read_bytes() != data:
            path.write_bytes(data)
    turn = uuid4().hex  # saved last: where it shows, all the rest has been seen
    edit(preview.folder, "content/pages/turn.md", "Turn:", f"Turn: {turn}")
    await_text(turns, turn)


def _files(folder: Path) -> dict[Path, bytes]:
    made_from = (folder / "site.yaml", *(folder / "content").rglob("*"), *(folder / "themes").rglob("*"))
    return {path: path.read_bytes() for path in made_from if path.is_file()}


@pytest.fixture
def window(preview: Served, chromium: Browser) -> Iterator[Window]:
    """A window on it."""
    with window_on(chromium, preview.url) as window:
        yield window


@pytest.mark.parametrize("save", [written, renamed, made_anew, backed_up])
def test_an_edited_text_shows_however_it_is_saved(
    save: Callable[[Path, str], None], preview: Served, chromium: Browser
) -> None:
    with window_on(chromium, preview.url, MISSING) as window:
        page = window.open(MUTINY)
        for times in ("once", "twice"):
            edit(preview.folder, MUTINY_FILE, "First words", f"First words, {save.__name__} {times}", save)
            await_text(page, f"First words, {save.__name__} {times}")


def test_of_quick_saves_the_last_one_shows(preview: Served, window: Window) -> None:
    page = window.open(TALKS)
    for number in range(5):
        edit(preview.folder, TALKS_FILE, "Other words.", f"Save {number}. Other words.")
    expect(page.locator(".body")).to_contain_text("Save 0. Save 1. Save 2. Save 3. Save 4. Other words.")


@pytest.mark.parametrize(
    ("file", "old", "new", "shown", "pages"),
    [
        (TALKS_FILE, "The talks", "The long talks", "The long talks", [TALKS, MUTINY, "", "articles/", "2023/07/"]),
        (TALKS_FILE, "Of talks", "Of longer talks", "Of longer talks", [TALKS, "articles/", "outlets/the-herald/"]),
        (TALKS_FILE, "The Herald", "The Tribune", "The Tribune", [TALKS, "", "outlets/", "outlets/the-tribune/"]),
        (MUTINY_FILE, "tags: [war]", "tags: [war, armistice]", "armistice", [MUTINY, "tags/"]),
        (IM_FILE, "type: people", "aliases: [Im Chon-il]\ntype: people", "Im Chon-il", [IM]),
        (IM_FILE, "name: Im Chon Il", "name: Im of Pyongyang", "Im of Pyongyang", [IM, MUTINY, "entities/people/"]),
        (IM_FILE, "A minister.", "A deputy minister.", "A deputy minister.", [IM]),
        (SITE, "The Archive", "The Annotated Archive", "The Annotated Archive", ["", TALKS, "articles/", "nowhere/"]),
        (SITE, "text: Articles", "text: Everything", "Everything", ["", IM]),
        (ARTICLE, '<header class="article-head">', '<header class="article-head">By template', "By template", [TALKS]),
        (BASE, '<main id="content"', '<b>On every page</b><main id="content"', "On every page", ["", TALKS, "tags/"]),
        (MASTHEAD, "{{ words.made_with }}", "{{ words.made_with }} care and", "care and", ["", TALKS, "articles/"]),
        (CARD, '<article class="row">', '<article class="row">In a row', "In a row", ["articles/", "tags/war/"]),
    ],
)
def test_an_edit_shows_on_every_page_that_it_changes(  # noqa: PLR0913,PLR0917 - a case has five parts
    file: str, old: str, new: str, shown: str, pages: list[str], preview: Served, chromium: Browser
) -> None:
    with window_on(chromium, preview.url, MISSING) as window:
        tabs = [window.open(page) for page in pages]
        edit(preview.folder, file, old, new)
        for tab in tabs:
            await_text(tab, shown)


def test_a_new_article_shows_on_the_open_lists(preview: Served, window: Window) -> None:
    tabs = [window.open(page) for page in ("", "articles/", "outlets/")]
    put(preview.folder, "content/articles/new.md", article("Breaking news", "N.", outlet="The Newcomer"))
    for tab, shown in zip(tabs, ("Breaking news", "Breaking news", "The Newcomer"), strict=True):
        await_text(tab, shown)


def test_a_page_gone_back_to_is_as_it_is_now(preview: Served, window: Window) -> None:
    page = window.open(TALKS)
    page.goto(preview.url + IM)
    edit(preview.folder, TALKS_FILE, "Other words.", "Other words since.")
    page.go_back()
    await_text(page, "Other words since.")


def test_the_reader_stays_where_they_were_on_the_page(preview: Served, window: Window) -> None:
    page = window.open(MUTINY)
    place = page.evaluate("scrollTo({top: 1500, behavior: 'instant'}), scrollY")
    assert place == 1500
    edit(preview.folder, MUTINY_FILE, "Paragraph 40", "Fortieth paragraph")
    await_text(page, "Fortieth paragraph")
    expect(page.locator("html")).to_have_js_property("scrollTop", place)


# What is exchanged in the page as it is


def test_a_style_sheet_is_exchanged_without_a_reload(preview: Served, window: Window) -> None:
    page = window.open(MUTINY)
    sheets = page.locator("link[rel=stylesheet]")
    before = sheets.count()
    mark(page)
    for width in ("5px", "6px", "7px"):
        add(preview.folder, f"{STATIC}/parts.css", f"body {{ outline: {width} solid }}")
        expect(page.locator("body")).to_have_css("outline-width", width)
    expect(sheets).to_have_count(before)
    assert is_marked(page)


def test_a_style_sheet_that_is_saved_again_and_again_is_linked_once(preview: Served, window: Window) -> None:
    page = window.open(TALKS)
    sheets = page.locator("link[rel=stylesheet]")
    before = sheets.count()
    held: list[Route] = []
    page.route("**/layout.css?*", lambda route: held.append(route))  # noqa: PLW0108 - Playwright takes no built-in
    for number in range(3):
        window.told[page].clear()
        add(preview.folder, f"{STATIC}/layout.css", f"body {{ margin-top: {number}px }}")
        assert next_told(window, page, "files") == "files"
    for route in held:
        route.continue_()
    page.unroute("**/layout.css?*")
    add(preview.folder, f"{STATIC}/layout.css", "body { margin-top: 9px }")
    expect(page.locator("body")).to_have_css("margin-top", "9px")
    expect(sheets).to_have_count(before)


@pytest.mark.parametrize(
    ("file", "shown"), [("content/assets/photo.svg", ".article-image img"), (f"{STATIC}/mark.svg", "img.mark")]
)
def test_an_image_is_exchanged_without_a_reload(file: str, shown: str, preview: Served, window: Window) -> None:
    page = window.open(MUTINY)
    mark(page)
    for size in (50, 60):
        put(preview.folder, file, SQUARE.format(size))
        expect(page.locator(shown)).to_have_js_property("naturalWidth", size)
    assert is_marked(page)


def test_a_script_of_the_theme_is_loaded_anew(archive: Path, look: Look) -> None:
    edit(archive, BASE, "</body>", '<script src="{{ site.root }}static/own.js"></script></body>')
    own = f"{STATIC}/own.js"
    put(archive, own, "document.documentElement.dataset.own = 'one'")
    with look() as window:
        page = window.open(TALKS)
        expect(page.locator("html")).to_have_attribute("data-own", "one")
        put(archive, own, "document.documentElement.dataset.own = 'two'")
        expect(page.locator("html")).to_have_attribute("data-own", "two")


# What is wrong is said in every tab, over the page as it was


@pytest.mark.parametrize(
    ("file", "old", "new", "column", "message"),
    [
        (MUTINY_FILE, "date: 2023-06-25", BAD_DATE, 7, "there is no month 99 [bad-date]"),
        (MUTINY_FILE, "tags: [war]", "tags: [war", 7, "[unclosed-bracket]"),
        (IM_FILE, "type: people", "type: pepole", 7, "pepole"),
        (SITE, "menu:", "menue:", 1, 'unknown key "menue"'),
        (SITE, "menu: [", "menu: [}", 8, "[unquoted-start]"),
        (ARTICLE, "{{ view.title }}", "{{ view.titel }}", 1, "titel"),
        (ARTICLE, "{% if view.summary %}", "{% if view.sum mary %}", 1, "[template-syntax]"),
        (MASTHEAD, "{{ site.title }}", "{{ site.titel }}", 1, "titel"),
    ],
)
def test_what_is_wrong_is_said_in_every_tab_until_it_is_mended(  # noqa: PLR0913,PLR0917 - a case has five parts
    file: str, old: str, new: str, column: int, message: str, preview: Served, window: Window
) -> None:
    tabs = [window.open(path) for path in (MUTINY, IM)]
    mark(*tabs)
    mend = edit(preview.folder, file, old, new)
    text = (preview.folder / file).read_text(encoding="utf-8")
    line = text[: text.index(new)].count("\n") + 1
    for tab in tabs:
        said = overlay(tab)
        expect(said.locator(".place")).to_have_text(f"{file}:{line}:{column}")
        expect(said.locator(".message")).to_contain_text(message)
        expect(said.locator(".source")).to_have_text(text.splitlines()[line - 1][:200])
        expect(tab.get_by_text("The Archive").first).to_be_visible()
    mend()
    for tab in tabs:
        expect(overlay(tab)).to_have_count(0)
        assert is_marked(tab)


def test_a_tab_that_is_opened_while_something_is_wrong_says_so_over_the_last_good_page(
    preview: Served, window: Window
) -> None:
    mend = edit(preview.folder, MUTINY_FILE, "date: 2023-06-25", BAD_DATE)
    first = window.open(MUTINY)
    expect(overlay(first)).to_be_visible()
    expect(first.locator("h1")).to_have_text("A mutiny")
    mend()
    expect(overlay(first)).to_have_count(0)


def test_all_problems_are_said_with_their_hints_and_each_is_gone_when_it_is_mended(
    preview: Served, window: Window
) -> None:
    page = window.open()
    mend_date = edit(preview.folder, MUTINY_FILE, "date: 2023-06-25", BAD_DATE)
    expect(overlay(page).get_by_text("1 problem", exact=True)).to_be_visible()
    mend_type = edit(preview.folder, TALKS_FILE, "outlet: The Herald", "outlet: The Herald\ntype: newz")
    expect(overlay(page).get_by_text("2 problems", exact=True)).to_be_visible()
    expect(overlay(page).locator(".hint").filter(has_text="news")).to_be_visible()
    mend_date()
    expect(overlay(page).locator(".place")).to_have_text([f"{TALKS_FILE}:4:7"])
    mend_type()
    expect(overlay(page)).to_have_count(0)


def test_the_good_part_of_an_edit_shows_once_the_bad_part_is_mended(preview: Served, window: Window) -> None:
    page = window.open(MUTINY)
    edit(preview.folder, MUTINY_FILE, "A mutiny", "A quarrel")
    await_text(page, "A quarrel")
    mend = edit(preview.folder, SITE, "url:", "ulr:")
    expect(overlay(page)).to_be_visible()
    edit(preview.folder, MUTINY_FILE, "A quarrel", "A mutiny")
    mend()
    await_text(page, "A mutiny")
    expect(overlay(page)).to_have_count(0)


def test_what_an_article_says_is_text_in_the_overlay(preview: Served, window: Window) -> None:
    page = window.open(MUTINY)
    mend = edit(preview.folder, MUTINY_FILE, "date: 2023-06-25", "date: <img src=x onerror=alert(1)><b id=bold>")
    expect(overlay(page).locator(".source")).to_have_text("date: <img src=x onerror=alert(1)><b id=bold>")
    expect(page.locator("#bold")).to_have_count(0)
    mend()
    expect(overlay(page)).to_have_count(0)


def test_the_overlay_is_hidden_by_its_button_and_by_escape(preview: Served, window: Window) -> None:
    page = window.open(TALKS)
    mend = edit(preview.folder, MUTINY_FILE, "date: 2023-06-25", BAD_DATE)
    hide = overlay(page).get_by_role("button", name="Hide")
    hide.wait_for()
    for _ in range(40):  # the links before it
        page.keyboard.press("Tab")
        if hide.evaluate("button => button.getRootNode().activeElement === button"):
            break
    page.keyboard.press("Enter")
    expect(overlay(page)).to_have_count(0)
    page.reload()
    expect(overlay(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(overlay(page)).to_have_count(0)
    mend()
    edit(preview.folder, TALKS_FILE, "Other words", "Still other words")
    await_text(page, "Still other words")


def test_a_preview_of_a_broken_archive_says_what_is_wrong_and_shows_the_archive_when_it_is_mended(
    archive: Path, look: Look
) -> None:
    mend = edit(archive, MUTINY_FILE, "date: 2023-06-25", BAD_DATE)
    with look(pardoned=(FAILING,)) as window:
        page = window.open()
        expect(page.locator("h1")).to_have_text("The archive cannot be shown yet")
        await_text(page, f"{MUTINY_FILE}:4:7")
        edit(archive, TALKS_FILE, "outlet: The Herald", "outlet: The Herald\ntype: newz")
        await_text(page, f"{TALKS_FILE}:4:7")
        edit(archive, TALKS_FILE, "type: newz", "type: news")
        mend()
        await_text(page, "A mutiny")
        expect(overlay(page)).to_have_count(0)


def test_a_preview_of_a_broken_archive_says_each_problem_once(archive: Path, look: Look) -> None:
    edit(archive, MUTINY_FILE, "date: 2023-06-25", BAD_DATE)
    with look(pardoned=(FAILING,)) as window:
        page = window.open()
        expect(page.get_by_text(f"{MUTINY_FILE}:4:7")).to_have_count(1)
        edit(archive, TALKS_FILE, "date: 2023-07-26", BAD_DATE)
        expect(page.get_by_text(f"{TALKS_FILE}:4:7")).to_have_count(1)
        expect(page.get_by_text(f"{MUTINY_FILE}:4:7")).to_have_count(1)
        expect(page.get_by_text("This page is as it was before.")).to_have_count(0)


@pytest.mark.parametrize("wrong", ["{{ view.titel }}", "{% if view.title == 'The talks' %}{{ view.titel }}{% endif %}"])
def test_a_page_whose_template_fails_says_so_once_and_is_there_when_it_is_mended(
    wrong: str, archive: Path, look: Look
) -> None:
    mend = edit(archive, ARTICLE, "{{ view.title }}", f"{{{{ view.title }}}}{wrong}")
    with look(pardoned=(FAILING,)) as window:
        page = window.open(TALKS)
        await_text(page, f"{ARTICLE}:")
        mark(page)
        other = window.open()
        expect(overlay(other).get_by_text(f"{ARTICLE}:").first).to_be_visible()
        expect(overlay(page)).to_have_count(0)
        assert is_marked(page)
        mend()
        expect(page.locator("h1")).to_have_text("The talks")
        expect(overlay(other)).to_have_count(0)


def test_a_page_for_what_is_not_there_that_fails_is_loaded_once(archive: Path, look: Look) -> None:
    put(archive, f"{TEMPLATES}/404.html", "{{ view.titel }}")
    with look(pardoned=(FAILING,)) as window:
        page = window.open("nowhere/")
        await_text(page, f"{TEMPLATES}/404.html:")
        mark(page)
        other = window.open(TALKS)
        expect(overlay(other).get_by_text(f"{TEMPLATES}/404.html:").first).to_be_visible()  # every tab has been told
        page.wait_for_timeout(500)
        assert is_marked(page)


def test_of_very_many_problems_the_first_are_said_and_the_rest_is_counted(preview: Served, window: Window) -> None:
    page = window.open(TALKS)
    notes = "".join(f"- {{exact: 'Other', motivation: nonsense{number}}}\n" for number in range(MOST_TOLD + 7))
    put(preview.folder, TALKS_FILE.replace(".md", ".notes.yaml"), notes)
    more = overlay(page).get_by_text(re.compile(r"… and \d+ more; pressmark check says all"))
    expect(more).to_be_visible()
    expect(overlay(page).locator("li")).to_have_count(MOST_TOLD)


# Addresses


def test_a_tab_follows_its_article_to_a_new_address(preview: Served, chromium: Browser) -> None:
    with window_on(chromium, preview.url, MISSING) as window:
        page = window.open(MUTINY)
        os.rename(preview.folder / MUTINY_FILE, preview.folder / "content/articles/2023-06-25-rebellion.md")
        page.wait_for_url(f"{window.url}2023/06/rebellion/")
        await_text(page, "First words.")
        edit(preview.folder, "content/articles/2023-06-25-rebellion.md", "date: 2023-06-25", "date: 2023-05-25")
        page.wait_for_url(f"{window.url}2023/05/rebellion/")
        edit(preview.folder, "content/articles/2023-06-25-rebellion.md", "title:", "id: revolt\ntitle:")
        page.wait_for_url(f"{window.url}2023/05/revolt/")
        edit(preview.folder, "content/articles/2023-06-25-rebellion.md", "First words.", "Last words.")
        await_text(page, "Last words.")


def test_a_tab_follows_an_article_that_was_renamed_while_another_was_broken(preview: Served, chromium: Browser) -> None:
    with window_on(chromium, preview.url, MISSING) as window:
        page = window.open(MUTINY)
        mend = edit(preview.folder, TALKS_FILE, "date: 2023-07-26", BAD_DATE)
        expect(overlay(page)).to_be_visible()
        os.rename(preview.folder / MUTINY_FILE, preview.folder / "content/articles/2023-06-25-rebellion.md")
        other = edit(preview.folder, IM_FILE, "type: people", "typ: people")  # so that the rename has been followed
        await_text(page, f"{IM_FILE}:")
        other()
        mend()
        page.wait_for_url(f"{window.url}2023/06/rebellion/")


def test_a_deleted_article_is_not_found_until_it_is_made_again(preview: Served, chromium: Browser) -> None:
    with window_on(chromium, preview.url, MISSING) as window:
        page = window.open(TALKS)
        text = (preview.folder / TALKS_FILE).read_text()
        (preview.folder / TALKS_FILE).unlink()
        expect(page.locator("body")).to_have_class("page-not-found")
        assert page.evaluate("fetch(location.href).then(answer => answer.status)") == 404
        put(preview.folder, TALKS_FILE, text)
        await_text(page, "Other words.")
        assert page.url == window.url + TALKS


def test_what_is_not_published_yet_is_shown_where_it_is_asked_for_and_marked(archive: Path, look: Look) -> None:
    with look("--drafts", "--future") as window, look(pardoned=(MISSING,)) as public:
        page, listed = window.open(TALKS), window.open("articles/")
        hidden, unlisted = public.open(TALKS), public.open("articles/")
        await_text(unlisted, "The talks")
        for front, badge in (("date: 2023-07-26\ndraft: true", "Draft"), ("date: 2999-07-26", "Not yet published")):
            mend = edit(archive, TALKS_FILE, "date: 2023-07-26", front)
            for tab in (page, listed):
                await_text(tab, badge)
            expect(page.locator("h1")).to_have_text("The talks")
            expect(hidden.locator("body")).to_have_class("page-not-found")
            expect(unlisted.get_by_text("The talks")).to_have_count(0)
            mend()
            await_text(hidden, "Other words.")


# Many tabs, and tabs that were away


def test_of_twenty_tabs_those_reload_whose_page_changed_and_all_go_on_following(
    preview: Served, window: Window
) -> None:
    paths = ["", "articles/", "2023/06/", "2023/07/", MUTINY, TALKS, IM, "tags/war/", "outlets/", "outlets/the-herald/"]
    tabs = [window.open(path) for path in paths * 2]
    for old, new in (("First words.", "Second words."), ("title: A mutiny", "title: A quarrel")):
        shown_by = [tab for tab in tabs if old.removeprefix("title: ") in tab.locator("body").inner_text()]
        for tab in tabs:
            window.told[tab].clear()
            mark(tab)
        edit(preview.folder, MUTINY_FILE, old, new)
        assert [tab for tab in tabs if is_reloaded(window, tab)] == shown_by
        assert 0 < len(shown_by) < len(tabs)
    edit(preview.folder, SITE, "title: The Archive", "title: The Annotated Archive")
    for tab in tabs:
        await_text(tab, "The Annotated Archive")


def test_a_tab_that_was_asleep_catches_up(preview: Served, window: Window) -> None:
    page, awake = window.open(MUTINY), window.open(MUTINY)
    session = window.context.new_cdp_session(page)
    session.send("Page.setWebLifecycleState", {"state": "frozen"})
    for number in range(3):
        edit(preview.folder, MUTINY_FILE, "First words.", f"Save {number}. First words.")
        await_text(awake, f"Save {number}.")
    session.send("Page.setWebLifecycleState", {"state": "active"})
    await_text(page, "Save 0. Save 1. Save 2. First words.")


def test_a_tab_that_lost_its_connection_catches_up(preview: Served, chromium: Browser) -> None:
    with window_on(chromium, preview.url, *UNREACHABLE) as window, window_on(chromium, window.url) as elsewhere:
        page, awake = window.open(MUTINY), elsewhere.open(MUTINY)
        window.context.set_offline(offline=True)
        edit(preview.folder, MUTINY_FILE, "First words.", "Second words.")
        await_text(awake, "Second words.")
        window.context.set_offline(offline=False)
        await_text(page, "Second words.")


def test_a_tab_that_was_away_while_its_article_got_another_address_goes_there(
    preview: Served, chromium: Browser
) -> None:
    with (
        window_on(chromium, preview.url, *UNREACHABLE, MISSING) as window,
        window_on(chromium, preview.url) as elsewhere,
    ):
        page, awake = window.open(MUTINY), elsewhere.open(TALKS)
        window.context.set_offline(offline=True)
        os.rename(preview.folder / MUTINY_FILE, preview.folder / "content/articles/2023-06-25-rebellion.md")
        await_text(awake, "A mutiny")
        for edits in ("Edited words.", "Words edited again."):
            edit(preview.folder, TALKS_FILE, "Other words.", f"{edits} Other words.")
            await_text(awake, edits)
        window.context.set_offline(offline=False)
        page.wait_for_url(f"{window.url}2023/06/rebellion/")


def test_a_tab_outlives_its_preview_and_follows_the_next_one_at_the_same_port(archive: Path, chromium: Browser) -> None:
    with ExitStack() as first:
        preview = first.enter_context(served(archive))
        with window_on(chromium, preview.url, *UNREACHABLE) as window:
            page = window.open(MUTINY)
            first.close()
            edit(archive, MUTINY_FILE, "First words.", "Second words.")
            with served(archive, "--port", str(preview.port)):
                await_text(page, "Second words.")
                edit(archive, MUTINY_FILE, "Second words.", "Third words.")
                await_text(page, "Third words.")
