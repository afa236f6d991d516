"""Names marked in HTML: the first in a section leads on, and no word, tag or character is another than before."""

from __future__ import annotations

import re
from html import unescape

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import Digest
from generator.output.marks import mark as mark_body
from generator.site.parts import BodyView, NameView

KIM = NameView(key="people/kim", url="/people/kim/", strong=("Kim Jong Un", "A & B", 'The "Kim"'), weak=("Kim",))
KCNA = NameView(key="organizations/kcna", url="/kcna/?a=1&b=2", strong=("KCNA",))
LINK = '<a class="mention" data-entity="people/kim" href="/people/kim/">'
SPAN = '<span class="mention" data-entity="people/kim">'
NEWS = '<a class="mention" data-entity="organizations/kcna" href="/kcna/?a=1&amp;b=2">'


def mark(html: str, names: tuple[NameView, ...]) -> str:
    return mark_body(html, BodyView(digest=Digest("d"), names=names))


@pytest.mark.parametrize(
    ("html", "marked"),
    [
        ("<p>Kim Jong Un.</p>", f"<p>{LINK}Kim Jong Un</a>.</p>"),
        ("<p>KCNA</p>", f"<p>{NEWS}KCNA</a></p>"),
        ("<p>Kim Jong Un, Kim.</p>", f"<p>{LINK}Kim Jong Un</a>, {SPAN}Kim</span>.</p>"),
        (
            "<p>Kim Jong Un</p><h2>Kim</h2><p>Kim, Kim</p>",  # a section of its own; headings stay
            f"<p>{LINK}Kim Jong Un</a></p><h2>Kim</h2><p>{LINK}Kim</a>, {SPAN}Kim</span></p>",
        ),
        ('<p><a href="/x/">Kim Jong Un</a></p>', None),
        (
            '<p><a href="/people/kim/">He</a>, Kim Jong Un</p><h2>On</h2><p>Kim</p>',  # the author's own link
            f'<p><a href="/people/kim/">He</a>, {SPAN}Kim Jong Un</span></p><h2>On</h2><p>{LINK}Kim</a></p>',
        ),
        ("<pre>Kim Jong Un <code>KCNA</code> KCNA</pre>", None),
        ("<p>Kim</p><p>Jong Un</p>", None),  # not across paragraphs
        ("<p>Kim<br>Jong Un</p>", None),
        ("<p>A &amp; B and &quot;</p>", f"<p>{LINK}A &amp; B</a> and &quot;</p>"),
        ("<p>&lt;KCNA&gt;</p>", f"<p>&lt;{NEWS}KCNA</a>&gt;</p>"),
        (
            "<p><em>Kim</em> Jong <strong>Un</strong></p>",  # emphasis inside a name divides it
            f"<p><em>{LINK}Kim</a></em>{LINK} Jong </a><strong>{LINK}Un</a></strong></p>",
        ),
        ('<p title="Kim Jong Un">Somebody</p>', None),
        ("", None),
    ],
)
def test_names_are_marked_where_they_stand(html: str, marked: str | None) -> None:
    assert mark(html, (KIM, KCNA)) == (html if marked is None else marked)


def test_without_names_nothing_is_looked_for() -> None:
    assert mark("<p>Kim Jong Un</p>", ()) == "<p>Kim Jong Un</p>"


WORDS = ("Kim", " ", "Jong", "Un", "KCNA", "A", "B", "&amp;", "&lt;", '"', "é", "ß", "\u00a0", "İ")
TAGS = ("<em>", "</em>", "<p>", "</p>", "<h2>", "</h2>", "<br>", '<a href="/x/">', "</a>", "<code>", "</code>")
PIECES = st.sampled_from((*WORDS, *TAGS))


@given(st.lists(PIECES, max_size=30).map("".join))
def test_marks_change_no_word_and_no_other_tag(html: str) -> None:
    marked = mark(html, (KIM, KCNA))
    without = re.sub(r'<(a|span) class="mention"[^>]*>(.*?)</\1>', r"\2", marked, flags=re.DOTALL)
    assert without == html
    assert unescape(re.sub(r"<[^>]*>", "", marked)) == unescape(re.sub(r"<[^>]*>", "", html))


def test_a_thousand_names_in_a_long_text_are_marked_in_order() -> None:
    html = "".join(f"<p>Name{number} and KCNA said that Name{number} came.</p>" for number in range(1_000))
    names = tuple(NameView(key=f"people/{n}", url=f"/{n}/", strong=(f"Name{n}",)) for n in range(1_000))
    tree = lxml.html.fragment_fromstring(mark(html, (*names, KCNA)), create_parent=True)
    keys = [
        one.get("data-entity") for one in tree.iter("a", "span") if one.get("data-entity", "").startswith("people/")
    ]
    assert keys == [f"people/{number}" for number in range(1_000) for _ in range(2)]
