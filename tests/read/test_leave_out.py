"""Passages that are not the article go, with the elements that held nothing else; every other word stays."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import Boilerplate, SourcePath
from generator.read.comparable import comparable, folded, is_edge, occurrences
from generator.read.elements import VOID
from generator.read.leave_out import Remainder, leave_out
from generator.read.markdown import convert
from generator.read.reading import read_html
from generator.settings import MarkdownOptions
from tests.read.test_fastmarkdown import MADE_UP, TEXTS, bodies

CELLS = "<table>\n<tr>\n<td>a</td>\n<td>{}</td>\n</tr>\n<tr>\n<td>{}</td>\n<td>{}</td>\n</tr>\n</table>"


def without(html: str, *passages: str) -> Remainder:
    return leave_out(html, [Boilerplate(exact=passage, kind=passage[:2]) for passage in passages])


# Words


@pytest.mark.parametrize(
    ("html", "passage", "kept"),
    [
        ("<p>News. Support us today.</p>", "Support us today.", "<p>News. </p>"),
        ("<p>News.\nSupport  us\ntoday.</p>", "Support us today.", "<p>News.\n</p>"),
        ("<p>Support&nbsp;us: more news</p>", " Support\n us: ", "<p> more news</p>"),
        ("<p>A &amp; B &lt;C&gt; D</p>", "B <C>", "<p>A &amp;  D</p>"),
        ("<p>one <em>two</em> three four</p>", "two three", "<p>one  four</p>"),
        ("<p>one <em>two three</em> four</p>", "three four", "<p>one <em>two </em></p>"),
        ("<p>Adams and an Ad.</p>", "Ad", "<p>Adams and an .</p>"),  # no part of a word
        ("<p>in 20.5 and 20</p>", "20", "<p>in 20.5 and </p>"),
        ("<p>one(ad)two</p>", "(ad)", "<p>one two</p>"),  # no two words become one
        ("<p>one(ad)(ad)two</p>", "(ad)", "<p>one two</p>"),
        ("<p>one<em>(ad)</em>two</p>", "(ad)", "<p>one two</p>"),
        ("<p>one<em> ad </em>two</p>", "ad", "<p>one two</p>"),
        ("<p>one<em><br>ad</em>.two</p>", "ad", "<p>one .two</p>"),
        ("<p>ad ad news ad</p>", "ad", "<p>  news </p>"),
        ("<p>ad ad ad</p>", "ad ad", "<p> ad</p>"),  # from the beginning, and no place twice
        ("<p>news</p>", "ad", "<p>news</p>"),
        ("<p>news</p>", " ", "<p>news</p>"),
        ("<pre><code>a\n\n  ad\nb</code></pre>", "ad", "<pre><code>a\n\n  \nb</code></pre>"),
    ],
)
def test_words_of_a_passage_go(html: str, passage: str, kept: str) -> None:
    assert without(html, passage).html == kept


# Elements


@pytest.mark.parametrize(
    ("html", "passage", "kept"),
    [
        ("<p>a</p>\n<p>ad</p>\n<p>b</p>", "ad", "<p>a</p>\n<p>b</p>"),
        ("<p>ad</p>\n<p>b</p>", "ad", "<p>b</p>"),
        ("<p>a</p>\n<p>ad</p>", "ad", "<p>a</p>"),
        ("<p>ad</p>", "ad", ""),
        ("<p>a</p>\n<p>ad</p>\n<p>ad</p>\n<p>b</p>", "ad ad", "<p>a</p>\n<p>b</p>"),  # over two blocks
        ("<p>a one</p>\n<p>two b</p>", "one two", "<p>a </p>\n<p> b</p>"),
        ("<p><strong>ad <em>ad</em></strong>&nbsp;</p>\n<p>b</p>", "ad ad", "<p>b</p>"),
        ("<p>a <br> ad</p>\n<p><br>\nad</p>", "ad", "<p>a <br> </p>"),
        ("<ul>\n<li>a</li>\n<li>ad</li>\n</ul>", "ad", "<ul>\n<li>a</li>\n</ul>"),
        ("<p>a</p>\n<ul>\n<li>\n<p>ad</p>\n</li>\n<li>ad</li>\n</ul>\n<p>b</p>", "ad", "<p>a</p>\n<p>b</p>"),
        ("<ul>\n<li>a<ul>\n<li>ad</li>\n</ul>\n</li>\n</ul>", "ad", "<ul>\n<li>a\n</li>\n</ul>"),
        ("<div>a<p>ad</p>b</div>", "ad", "<div>a\nb</div>"),  # what it parted stays apart
        ("<blockquote>\n<h2>ad</h2>\n<hr>\n</blockquote>\n<p>b</p>", "ad", "<p>b</p>"),
        ('<p><a href="pressmark:0">ad</a> a</p>', "ad", "<p> a</p>"),
        ("<p>ad <em></em><span></span></p>\n<p><em></em>a</p>", "ad", "<p><em></em>a</p>"),
        ("<p>a</p>\n<p></p>\n<p>ad</p>", "ad", "<p>a</p>\n<p></p>"),  # it was empty before
        # What stays
        ('<p>ad <img src="pressmark:0" alt=""></p>', "ad", '<p> <img src="pressmark:0" alt=""></p>'),
        (
            '<figure><img src="pressmark:0" alt=""><figcaption>ad</figcaption></figure>',
            "ad",
            '<figure><img src="pressmark:0" alt="">\n</figure>',
        ),
        ('<h2 id="b-x">ad</h2>\n<p><a href="#b-x">a</a></p>', "ad", '<h2 id="b-x"></h2>\n<p><a href="#b-x">a</a></p>'),
        ('<h2 id="b-x">ad</h2>\n<p>a</p>', "ad", "<p>a</p>"),
        (
            '<p>ad <br id="b-x"></p>\n<p><a href="#b-x">a</a></p>',
            "ad",
            '<p> <br id="b-x"></p>\n<p><a href="#b-x">a</a></p>',
        ),
        (
            '<p>ad<sup id="b-fnref:1"><a href="#b-fn:1" class="footnote-ref">1</a></sup></p>',
            "ad",
            '<p><sup id="b-fnref:1"><a href="#b-fn:1" class="footnote-ref">1</a></sup></p>',
        ),
        (CELLS.format("ad", "b", "c"), "ad", CELLS.format("", "b", "c")),  # a row keeps its cells
        (CELLS.format("b", "ad", ""), "ad", "<table>\n<tr>\n<td>a</td>\n<td>b</td>\n</tr>\n</table>"),
        (CELLS.format("ad", "b", "c"), "a ad b c", ""),
        ("<dl>\n<dt>ad</dt>\n<dd>a</dd>\n</dl>", "ad", "<dl>\n<dt></dt>\n<dd>a</dd>\n</dl>"),
        ("<dl>\n<dt>ad</dt>\n<dd>ad</dd>\n</dl>", "ad", ""),
        ("<details><summary>ad</summary>a</details>", "ad", "<details><summary></summary>a</details>"),
    ],
)
def test_elements_go_that_held_nothing_else(html: str, passage: str, kept: str) -> None:
    assert without(html, passage).html == kept


# What is said of it


def test_what_is_left_out_is_said_in_order_of_the_text() -> None:
    done = without("<p>ad one</p>\n<p>two</p>\n<p>news, ad, three.</p>", "three", "none", "one  two", "ad", "")
    said = [(one.text, one.kind) for one in done.left_out]
    assert said == [("ad", "ad"), ("one\n\ntwo", "on"), ("ad", "ad"), ("three", "th")]
    assert [passage.exact for passage in done.not_found] == ["none", ""]
    assert [(passage.exact, places) for passage, places in done.repeated] == [("ad", 2)]


def test_passages_that_overlap_are_cut_once() -> None:
    done = without("<p>a b c d e</p>", "b c", "c d", "c")
    assert done.html == "<p>a   e</p>"
    assert [one.text for one in done.left_out] == ["b c", "d"]
    assert done.not_found == done.repeated == ()


def test_ids_and_destinations_that_go_are_named_and_the_others_keep_their_numbers() -> None:
    html = (
        '<h2 id="b-a&amp;b">ad</h2>\n<p><a href="pressmark:0">ad</a> <a href="pressmark:1">a</a></p>\n'
        '<p><a href="pressmark:2" id="b-x">ad</a></p>\n<p><img src="pressmark:3" alt=""></p>'
    )
    done = without(html, "ad")
    assert done.html == '<p> <a href="pressmark:1">a</a></p>\n<p><img src="pressmark:3" alt=""></p>'
    assert done.ids == ("a&b", "x")
    assert done.destinations == (0, 2)


# Any text


class Nesting(HTMLParser):
    """Fails where an element is not closed in its place."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def words(text: str) -> list[str]:
    text = comparable(text).folded
    edges = [at for at in range(len(text) + 1) if is_edge(text, at)]
    return [text[start:end] for start, end in pairwise(edges) if any(map(str.isalnum, text[start:end]))]


def is_part(some: Iterable[str], of: Iterable[str]) -> bool:
    """Whether words stand in this order among others."""
    rest = iter(of)
    return all(word in rest for word in some)


def assert_leaves_the_rest(html: str, passages: list[str]) -> None:
    """Fail where a word is lost, moved or made, where a passage is left, or where an element is not closed."""
    done = without(html, *passages)
    before, after = read_html(html).text, read_html(done.html).text
    gone = [word for one in done.left_out for word in words(one.text)]
    assert Counter(words(before)) == Counter(words(after)) + Counter(gone)
    assert is_part(words(after), words(before))
    assert is_part(gone, words(before))
    assert_not_in(passages, before, done)
    nesting = Nesting()
    nesting.feed(done.html)
    nesting.close()
    assert nesting.open == []
    numbers = re.findall(r"pressmark:[0-9]+", done.html)
    assert is_part(numbers, re.findall(r"pressmark:[0-9]+", html))
    if not done.left_out:
        assert done.html == html


def assert_not_in(passages: list[str], before: str, done: Remainder) -> None:
    """Fail where a passage is still in one piece of the text; pieces may well make another where they meet."""
    pieces = []
    at = 0
    for one in done.left_out:
        start = next(
            place for place in occurrences(one.text, before) if place >= at and is_word(before, place, one.text)
        )
        pieces.append(before[at:start])
        at = start + len(one.text)
    for piece in (*pieces, before[at:]):
        text = comparable(piece).folded
        for passage in map(folded, passages):
            for start in occurrences(passage, text) if passage else ():
                assert not is_word(text, start, passage)


def is_word(text: str, at: int, passage: str) -> bool:
    return is_edge(text, at) and is_edge(text, at + len(passage))


@MADE_UP
@given(TEXTS, st.data())
def test_made_up_texts_lose_their_passages_and_nothing_else(markdown: str, data: st.DataObject) -> None:
    _, body, _ = convert(markdown, SourcePath("a.md"), 1, MarkdownOptions())
    there = body.text.split()
    passages = []
    for _ in range(data.draw(st.integers(1, 3))):
        first = data.draw(st.integers(0, len(there)))
        passages.append(" ".join(there[first : data.draw(st.integers(first, len(there)))]))
    assert_leaves_the_rest(body.html, passages)


@pytest.mark.parametrize("corpus", ["newseye/content/articles", "18f/content", "digitalgov/content"])
def test_real_texts_lose_their_passages_and_nothing_else(corpus: str, corpora: Path) -> None:
    """One in the middle of a block, one from block to block, one that is there several times, one that is not."""
    for markdown in bodies(corpora / corpus):
        _, body, _ = convert(markdown, SourcePath("a.md"), 1, MarkdownOptions())
        there = body.text.split()
        size = len(there)
        passages = [there[size // 3 : size // 3 + 5], there[size // 2 : size // 2 + size // 5], there[-1:], ["no such"]]
        assert_leaves_the_rest(body.html, [" ".join(passage) for passage in passages])
