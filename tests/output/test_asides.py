"""Notes marked in HTML: around the words they are about, beside the block these begin in, and no word is another."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import unescape

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import Digest
from generator.output.marks import mark as mark_body
from generator.read.finish import finish
from generator.read.reading import read_html
from generator.read.sanitise import clean
from generator.site.parts import BodyView, NameView, NoteView, SharedView

KIM = NameView(key="people/kim", url="/people/kim/", strong=("Kim Jong Un",))
END, TWICE = "</p></div>", "</mark></mark>"
BLOCK = '<div class="noted-block">'
NAMED = '<a class="mention" data-entity="people/kim" href="/people/kim/">'


def mark(
    html: str,
    names: Sequence[NameView],
    notes: Sequence[NoteView],
    beside: Callable[[NoteView], str] | None = None,
    shared: Sequence[SharedView] = (),
) -> str:
    """A body's HTML as a page shows it."""
    view = BodyView(digest=Digest("d"), names=tuple(names), notes=tuple(notes), shared=tuple(shared))
    return mark_body(html, view, beside, lambda passage: f"({passage.anchor})")


def note(number: int, start: int | None, end: int | None) -> NoteView:
    """A note on the characters from `start` up to `end`."""
    return NoteView(
        anchor=f"n{number}",
        number=number,
        url=f"/a/#n{number}",
        words="",
        start=start,
        end=end,
        body=None,
        by=None,
        by_url=None,
        created=None,
        motivation="commenting",
        motivation_label="Comment",
        tags=(),
        entities=(),
        approximate=False,
        original=None,
    )


def beside(one: NoteView) -> str:
    """A note as a page shows it."""
    return f"[{one.number}]"


def on(number: int, first: str = "") -> str:
    """The start tag of a mark; `first` of those of its note."""
    own = f' id="words-of-n{number}"' if first else ""
    return f'<mark class="noted"{own} aria-details="n{number}">'


def ref(number: int) -> str:
    """The link behind a note's words."""
    return (
        f'<a class="note-ref" href="#n{number}" role="doc-noteref" aria-label="Note {number}"'
        f' data-number="{number}"></a>'
    )


def words(html: str, *quoted: str) -> tuple[NoteView, ...]:
    """A note on each of some words, numbered from 1."""
    text = read_html(html).text
    places = [(text.index(one), len(one)) for one in quoted]
    return tuple(note(number, start, start + length) for number, (start, length) in enumerate(places, start=1))


@pytest.mark.parametrize(
    ("html", "quoted", "marked"),
    [
        (
            "<p>One two.</p><p>Three.</p>",
            ["two"],
            f"{BLOCK}[1]<p>One {on(1, 'first')}two</mark>{ref(1)}.</p></div><p>Three.</p>",
        ),
        (
            "<p>One &amp; two</p>",  # a reference is one character
            ["& t"],
            f"{BLOCK}[1]<p>One {on(1, 'first')}&amp; t</mark>{ref(1)}wo</p></div>",
        ),
        (
            "<p>One <em>two</em> three</p>",  # emphasis inside
            ["One two"],
            f"{BLOCK}[1]<p>{on(1, 'first')}One </mark><em>{on(1)}two</mark>{ref(1)}</em> three</p></div>",
        ),
        (
            '<p><a href="/x/">One two</a> three</p>',  # no link in a link
            ["two"],
            f'{BLOCK}[1]<p><a href="/x/">One {on(1, "first")}two</mark></a>{ref(1)} three</p></div>',
        ),
        (
            "<p>One</p><p>two</p>",  # over two paragraphs, beside the first
            ["One\n\ntwo"],
            f"{BLOCK}[1]<p>{on(1, 'first')}One</mark></p></div><p>{on(1)}two</mark>{ref(1)}</p>",
        ),
        (
            "<p>A b c</p>",  # one across the end of the other
            ["A b", "b c"],
            f"{BLOCK}[1][2]<p>{on(1, '1')}A </mark>{on(1)}{on(2, '2')}b{TWICE}{ref(1)}{on(2)} c</mark>{ref(2)}{END}",
        ),
        (
            "<p>When Kim Jong Un came</p>",  # a name that begins inside and ends outside
            ["When Kim"],
            f"{BLOCK}[1]<p>{on(1, 'first')}When </mark>{NAMED}{on(1)}Kim</mark> Jong Un</a>{ref(1)} came</p></div>",
        ),
        (
            "<ul><li>One</li><li>two</li></ul>",  # beside the whole list
            ["two"],
            f"{BLOCK}[1]<ul><li>One</li><li>{on(1, 'first')}two</mark>{ref(1)}</li></ul></div>",
        ),
    ],
)
def test_words_are_marked_where_they_stand(html: str, quoted: list[str], marked: str) -> None:
    assert mark(html, (KIM,), words(html, *quoted), beside) == marked


def test_without_anything_to_stand_beside_the_text_no_note_is_marked() -> None:
    html = "<p>One two.</p>"
    assert mark(html, (), words(html, "two")) == html


@pytest.mark.parametrize(("start", "end"), [(None, None), (3, 3), (90, 95)])
def test_a_note_whose_words_are_not_in_the_text_stands_nowhere(start: int | None, end: int | None) -> None:
    assert mark("<p>One two.</p>", (), [note(1, start, end)], beside) == "<p>One two.</p>"


TEXTS = ("Kim", " ", "Jong", " Un", "One", "&amp;", "&lt;", "é", "ß", "\u00a0", "한국", "\n", "Kim Jong Un")
TAGS = (
    "<em>",
    "</em>",
    "<p>",
    "</p>",
    "<h2>",
    "</h2>",
    "<br>",
    '<a href="/x/">',
    "</a>",
    "<li>",
    "</li>",
    "<ul>",
    "</ul>",
)
BODIES = st.lists(st.sampled_from((*TEXTS, *TAGS)), max_size=40).map("".join).map(lambda raw: finish(clean(raw)).html)
SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 40)), max_size=6)


@given(BODIES, SPANS)
def test_marks_nest_and_change_no_word_and_no_other_tag(html: str, spans: list[tuple[int, int]]) -> None:
    notes = [note(number, start, start + length) for number, (start, length) in enumerate(spans, start=1)]
    marked = mark(html, (KIM,), notes, lambda _: "")
    ours = r'<mark class="noted"[^>]*>|</mark>|<a class="note-ref"[^>]*></a>|<div class="noted-block">'
    without = re.sub(ours, "", marked)
    assert unescape(re.sub(r"<[^>]*>", "", marked)) == unescape(re.sub(r"<[^>]*>", "", html))
    assert without.count("</div>") - html.count("</div>") == marked.count(BLOCK)
    assert is_nested(marked)


@given(BODIES, SPANS)
def test_the_marks_of_a_note_hold_the_characters_it_is_about(html: str, spans: list[tuple[int, int]]) -> None:
    text = read_html(html).text
    notes = [note(number, start, start + length) for number, (start, length) in enumerate(spans, start=1)]
    tree = lxml.html.fragment_fromstring(mark(html, (), notes, lambda _: ""), create_parent=True)
    for one in notes:
        assert one.start is not None
        held = "".join("".join(mark.itertext()) for mark in tree.iter("mark") if mark.get("aria-details") == one.anchor)
        assert squeezed(held) == squeezed(text[one.start : one.end])


def squeezed(text: str) -> str:
    """A text without the white space that HTML does not keep."""
    return re.sub(r"[ \t\n\f\r]", "", text)


def is_nested(html: str) -> bool:
    """Whether every element ends inside the one that it began in."""
    around: list[str] = []
    for closing, name in re.findall(r"<(/?)([a-z][a-z0-9]*)", html):
        if closing and (not around or around.pop() != name):
            return False
        if not closing and name not in {"br", "img"}:
            around.append(name)
    return not around


def test_a_thousand_notes_on_one_text_are_marked() -> None:
    html = "".join(f"<p>Sentence {number} has some words that somebody noted.</p>" for number in range(1_000))
    notes = words(html, *(f"Sentence {number} has" for number in range(1_000)))
    marked = mark(html, (), notes, beside)
    assert marked.count("<mark ") == marked.count(BLOCK) == 1_000


def test_a_passage_that_others_have_is_marked_beside_notes_and_leads_nowhere() -> None:
    html = "<p>One two three</p>"
    passage = SharedView(anchor="p-1", start=4, end=13, also=(), more=0, compare=None)
    assert mark(html, (), words(html, "One two"), beside, [passage]) == (
        f'{BLOCK}[1](p-1)<p>{on(1, "first")}One </mark>{on(1)}<span class="shared" id="p-1">two</span></mark>{ref(1)}'
        '<span class="shared"> three</span></p></div>'
    )
