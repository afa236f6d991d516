"""What a reader reads of finished HTML is what `finish` gave as text, and each character of it has its place there."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import SourcePath
from generator.read.finish import Finished, finish
from generator.read.markdown import _html
from generator.read.places import Places
from generator.read.reading import ReadingText, read_html, single_spaces
from generator.settings import MarkdownOptions
from tests.read.test_fastmarkdown import MADE_UP, TEXTS, bodies

WHOLE = re.compile(r"(&[a-z#x0-9]+;|[^<>&])*")  # text without tags, and no reference cut
KEPT = re.compile(r'<(p|h[1-6]|img|span class="missing-image")\b')


def finished(markdown: str) -> tuple[str, Finished]:
    """The sanitised HTML of a body, and what `finish` makes of it."""
    places = Places(markdown, 1)
    sanitised = _html(markdown, SourcePath("a.md"), places, MarkdownOptions(), [])
    return sanitised, finish(sanitised)


def shown(read: ReadingText, start: int, end: int) -> list[str]:
    """The pieces of HTML for some characters."""
    return [read.html[place.start : place.end] for place in read.places(start, end)]


def assert_reads_as_finished(markdown: str) -> ReadingText:
    """Fail unless text and first paragraph are those of `finish`.

    Where it drops an empty paragraph or heading, or an image without a text, what it still has apart may meet.
    """
    sanitised, made = finished(markdown)
    read = read_html(made.html)
    if len(KEPT.findall(sanitised)) == len(KEPT.findall(made.html)):
        assert read.text == made.text, markdown
        assert read.first_paragraph == made.first_paragraph, markdown
    else:
        assert "".join(read.text.split()) == "".join(made.text.split()), markdown
    return read


def assert_has_places(read: ReadingText, start: int, end: int) -> None:
    """Fail unless the places of some characters are in order, whole, and hold these characters and no others."""
    places = read.places(start, end)
    done = 0
    for place in places:
        assert done <= place.start < place.end
        done = place.end
    parts = [read.html[place.start : place.end] for place in places]
    assert all(WHOLE.fullmatch(part) for part in parts), parts
    assert "".join(unescape("".join(parts)).split()) == "".join(read.text[start:end].split())


# Text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("<p>one</p>\n<p>two</p>", "one\n\ntwo"),
        ("<p>  one\n two\t</p>", "one two"),
        ("<p>a &lt;b&gt; &amp;amp; c</p>", "a <b> &amp; c"),
        ("<p>a&nbsp;b</p>", "a\u00a0b"),  # a no-break space is a character like others
        ("<p>a<br>b</p>", "a b"),
        ("<p>a <br> b</p>", "a b"),
        ("<p>a<em>b</em> <strong> c</strong></p>", "ab c"),
        ("<table>\n<tr>\n<td>1</td>\n<td>2</td>\n</tr>\n<tr>\n<td>3</td>\n<td></td>\n</tr>\n</table>", "1 2\n\n3"),
        ('<p>a<sup><a href="#b-fn:1" class="footnote-ref" role="doc-noteref">1</a></sup> b</p>', "a b"),
        ('<p>note <a href="#b-fnref:1" class="footnote-backref" title="1">↩</a></p>', "note"),
        ('<p><a href="pressmark:0" title=" class=&quot;footnote-ref&quot;">a</a></p>', "a"),
        ('<p>a <img src="pressmark:0" alt="hidden"> b</p>', "a b"),
        ('<p>a <span class="missing-image">shown</span> b</p>', "a shown b"),
        ("<pre><code>x  y\nz\n</code></pre>", "x y z"),
        ("<ul>\n<li>a<ul>\n<li>b</li>\n</ul>c</li>\n</ul>", "a\n\nb\n\nc"),
        ("<div>a<hr>b</div>", "a\n\nb"),
    ],
)
def test_the_text_of_html(html: str, text: str) -> None:
    assert read_html(html).text == text


@pytest.mark.parametrize(
    ("html", "first"),
    [
        ("<h2>A</h2>\n<p> b </p>\n<p>c</p>", "b"),
        ("<ul>\n<li>a</li>\n</ul>\n<p><em>b</em></p>", "b"),
        ("<p></p><p> </p><p>c</p>", "c"),
        ('<div class="footnote" role="doc-endnotes"><p>note</p></div>', ""),
        ('<div lang="en" class="footnote" role="doc-endnotes"><p>note</p></div>', ""),
        ("<div>a</div>", ""),
    ],
)
def test_the_first_paragraph_is_none_of_the_notes(html: str, first: str) -> None:
    assert read_html(html).first_paragraph == first


@MADE_UP
@given(TEXTS, st.data())
def test_made_up_texts_are_read_as_finished_and_have_places(markdown: str, data: st.DataObject) -> None:
    read = assert_reads_as_finished(markdown)
    start = data.draw(st.integers(0, len(read.text)))
    end = data.draw(st.integers(start, len(read.text)))
    assert_has_places(read, start, end)
    assert_has_places(read, 0, len(read.text))


@pytest.mark.parametrize("corpus", ["newseye/content/articles", "18f/content", "digitalgov/content"])
def test_real_texts_are_read_as_finished_and_have_places(corpus: str, corpora: Path) -> None:
    for body in bodies(corpora / corpus):
        read = assert_reads_as_finished(body)
        step = max(len(read.text) // 20, 1)
        for start in range(0, len(read.text), step):
            assert_has_places(read, start, min(start + step + start % 97, len(read.text)))


@given(st.text(alphabet=st.one_of(st.sampled_from(" \t\n\f\r\v\u00a0ab"), st.characters())))
def test_spaces_run_together_as_one_substitution_would_do_it(text: str) -> None:
    assert single_spaces(text) == re.sub(r"[ \t\n\f\r]+", " ", text).strip(" ")


# Places


@pytest.mark.parametrize(
    ("html", "words", "places"),
    [
        ("<p>one two three</p>", "two", ["two"]),
        ("<p>one <em>two</em> three</p>", "one two three", ["one ", "two", " three"]),
        ("<p>Marks &amp; Spencer</p>", "& S", ["&amp; S"]),
        ("<p>Marks &amp; Spencer</p>", "&", ["&amp;"]),
        ("<p>a&lt;&gt;b</p>", "<>", ["&lt;&gt;"]),
        ("<p>one  \n two</p>", "one two", ["one  \n two"]),
        ("<p>one  \n two</p>", "two", ["two"]),
        ("<p>one</p>\n<p>two</p>", "one\n\ntwo", ["one", "two"]),  # nothing of what separates blocks
        ("<p>one</p>\n<p>two</p>", "\n\n", []),
        ("<p>one<br>two</p>", "one two", ["one", "two"]),
        ("<p>one<br>two</p>", " ", []),
        ("<p>one<br>\ntwo</p>", "one two", ["one", "two"]),
        ("<p>one <em> two</em></p>", "one two", ["one ", "two"]),
        ("<p> <em>one</em> </p>", "one", ["one"]),
        ("<tr>\n<td>1</td>\n<td>2</td>\n</tr>", "1 2", ["1", "2"]),  # a mark between cells would not be valid
        ('<p>a<sup><a href="#b-fn:1" class="footnote-ref">1</a></sup>b</p>', "ab", ["a", "b"]),
        ('<p>a<img src="pressmark:0" alt="x y">b</p>', "ab", ["a", "b"]),
        ("<pre><code>a\n  b</code></pre>", "a b", ["a\n  b"]),
    ],
)
def test_the_places_of_words(html: str, words: str, places: list[str]) -> None:
    read = read_html(html)
    start = read.text.index(words)
    assert shown(read, start, start + len(words)) == places


def test_no_characters_have_no_place() -> None:
    assert read_html("<p>words</p>").places(2, 2) == ()


def test_an_empty_paragraph_that_parts_words_stays_and_others_go() -> None:
    assert finish("<div>a<p></p>b</div>").html == "<div>a<p></p>b</div>"
    assert finish("<div><p></p>b</div><p></p>").html == "<div>b</div>"
