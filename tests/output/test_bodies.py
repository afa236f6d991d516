"""Bodies on their way into pages: what rights withhold is refused, whatever a view says."""

from __future__ import annotations

from pathlib import Path

from generator.model import Digest, SourcePath
from generator.output.bodies import BodiesInMemory, for_readers
from generator.output.render import Fault, render, renderer, said_once
from generator.problems import Span
from generator.site.feeds import FeedEntryView, FeedView
from generator.site.parts import BodyView
from generator.site.planned import OutPath, Page
from tests.output.given import SITE, Note, load_theme, write

SHOWN, WITHHELD = Digest("s"), Digest("w")
BODIES = BodiesInMemory(by_digest={SHOWN: "<p>Shown</p>", WITHHELD: "<p>Withheld</p>"})
ARTICLE = SourcePath("content/articles/a.md")


def rendered(folder: Path, template: str, view: Note | FeedView) -> str | Fault:
    """A page of a theme that shows bodies, on a site that withholds one."""
    write(folder, {"themes/mine/theme.yaml": "name: Mine\n"})
    write(folder, {"themes/mine/templates/note.html": "{{ view.text }}{{ view.body | html }}"})
    theme, _ = load_theme("mine", folder)
    assert theme is not None
    using = renderer(theme.templates, theme.name, SITE, for_readers(BODIES, {WITHHELD: ARTICLE}))
    return render(Page(path=OutPath("n/index.html"), template=template, make=lambda: view), view, using)


def feed(digest: Digest) -> FeedView:
    """A feed of one article that carries this body."""
    entry = FeedEntryView(
        id="x",
        url="x",
        title="x",
        updated="",
        published=None,
        summary="",
        lang="en",
        outlet="x",
        body=BodyView(digest=digest),
    )
    return FeedView(
        title="x",
        id="x",
        home_url="x",
        feed_url="x",
        subtitle="",
        author="x",
        language="en",
        direction="ltr",
        updated="",
        entries=(entry,),
    )


def test_other_bodies_are_shown(tmp_path: Path) -> None:
    assert rendered(tmp_path, "note.html", Note(text="x", body=BodyView(digest=SHOWN))) == "x<p>Shown</p>"


def test_a_page_that_would_show_a_withheld_text_is_an_error_that_names_both(tmp_path: Path) -> None:
    fault = rendered(tmp_path, "note.html", Note(text="x", body=BodyView(digest=WITHHELD)))
    assert isinstance(fault, Fault)
    (problem,) = said_once([fault])
    assert (problem.code, problem.severity, problem.span) == ("restricted-words", "error", Span(ARTICLE, 1))
    assert problem.hint == "while rendering n/index.html"


def test_so_is_a_feed(tmp_path: Path) -> None:
    for name in ("atom.xml", "feed.json"):
        assert isinstance(rendered(tmp_path, name, feed(SHOWN)), str)
        fault = rendered(tmp_path, name, feed(WITHHELD))
        assert isinstance(fault, Fault)
        assert fault.code == "restricted-words"


def test_a_site_that_withholds_nothing_asks_for_bodies_directly() -> None:
    assert for_readers(BODIES, {}) is BODIES
