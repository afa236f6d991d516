"""What Markdown means here: HTML, links, headings, notes, reading text, excerpt."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import Body, BodyText, DestinationKind, SourcePath
from generator.problems import Position, Problem
from generator.read.markdown import convert
from generator.read.words import count_words
from generator.settings import MarkdownOptions


def converted(markdown: str, *, smarty: bool = False) -> tuple[Body, BodyText, tuple[Problem, ...]]:
    return convert(markdown, SourcePath("content/articles/a.md"), 10, MarkdownOptions(smarty=smarty))


def html(markdown: str) -> str:
    return converted(markdown)[1].html.replace("\n", "")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("*a* **b** `c`", "<p><em>a</em> <strong>b</strong> <code>c</code></p>"),
        ("a  \nb", "<p>a<br>b</p>"),
        ("``` python\nx < 1\n```", '<pre><code class="language-python">x &lt; 1</code></pre>'),
        (
            "a|b\n-:|:-:\n1|2",
            (
                '<table><thead><tr><th class="align-right">a</th><th class="align-center">b</th></tr>'
                '</thead><tbody><tr><td class="align-right">1</td><td class="align-center">2</td></tr></tbody></table>'
            ),
        ),
        ("term\n: meaning", "<dl><dt>term</dt><dd>meaning</dd></dl>"),
        ("The HTML\n\n*[HTML]: Hypertext", '<p>The <abbr title="Hypertext">HTML</abbr></p>'),
        ("x {#here}", "<p>x {#here}</p>"),
        ("x\n{#here}", '<p id="b-here">x</p>'),
        ("3. a\n5. b", '<ol start="3"><li>a</li><li value="5">b</li></ol>'),  # numbers are words of the source
        ("1. a\n1. b", "<ol><li>a</li><li>b</li></ol>"),
        ("<div>\na", "<div>a</div>"),
        ("<p><div>a</div></p>", "<div>a</div>"),
        ("<li>a</li>", "<div>a</div>"),  # an item needs a list
        ('"a" -- b', '<p>"a" -- b</p>'),
        ("", ""),
        (" \n\n ", ""),
    ],
)
def test_markdown_becomes_html(written: str, shown: str) -> None:
    assert html(written) == shown


def test_smarty_is_asked_for() -> None:
    assert converted('"a" -- b', smarty=True)[1].text == "“a” – b"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("# A\n# B", '<h2 id="b-a">A</h2><h2 id="b-b">B</h2>'),
        ("### A\n##### B\n## C", '<h2 id="b-a">A</h2><h3 id="b-b">B</h3><h2 id="b-c">C</h2>'),
        ("# A\n## A\n### A", '<h2 id="b-a">A</h2><h3 id="b-a-2">A</h3><h4 id="b-a-3">A</h4>'),
        ("# А́фины *и* Ким", '<h2 id="b-а́фины-и-ким">А́фины <em>и</em> Ким</h2>'),
        ("# A {#b}\n# B", '<h2 id="b-b">A</h2><h2 id="b-b-2">B</h2>'),
        ("# A\n# B {#a}", '<h2 id="b-a-2">A</h2><h2 id="b-a">B</h2>'),  # an author's own id comes first
        ("#\n\n<h2></h2>x", "<p>x</p>"),
    ],
)
def test_headings_start_at_two_skip_no_level_and_have_an_id(written: str, shown: str) -> None:
    assert html(written) == shown


@pytest.mark.parametrize(
    ("written", "target", "text"),
    [
        ("[[Kim Jong Un]]", "Kim Jong Un", "Kim Jong Un"),
        ("[[im-chon-il|the envoy]]", "im-chon-il", "the envoy"),
        ("[[im-chon-il|the *envoy*]]", "im-chon-il", "the envoy"),
        ("[[kcna#history]]", "kcna#history", "kcna"),
        ("[[ kcna | ]]", "kcna", "kcna"),
        ("[[a\nb]]", "a b", "a b"),
        ("[[AT&amp;T]]", "AT&T", "AT&T"),
        ("[[a_b_c*d*]]", "a_b_c*d*", "a_b_c*d*"),
        ("[[a|b [sic] c]]", "a", "b [sic] c"),
        ("x|y\n-|-\n[[a\\|b]]|c", "a", "x y\n\nb c"),
        ("*[[a]]*", "a", "a"),
        ("> - [[Ким Чен Ын]]", "Ким Чен Ын", "Ким Чен Ын"),
    ],
)
def test_a_wiki_link_names_a_target(written: str, target: str, text: str) -> None:
    body, shown, problems = converted(written)
    assert [(found.kind, found.target) for found in body.destinations] == [(DestinationKind.WIKI, target)]
    assert shown.text == text
    assert problems == ()


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("`[[a]]`", "[[a]]"),
        ("    [[a]]", "[[a]]"),
        (r"\[[a]]", "[[a]]"),
        ("[[a", "[[a"),
        ("[[]] [[ ]] [[#]]", "[[]] [[ ]] [[#]]"),
        ("[[a [b] c]]", "[[a [b] c]]"),
    ],
)
def test_what_only_looks_like_a_wiki_link_is_text(written: str, text: str) -> None:
    body, shown, _ = converted(written)
    assert (shown.text, body.destinations) == (text, ())


@pytest.mark.parametrize(
    ("written", "kind", "target", "at"),
    [
        ("x [a](b.md)", DestinationKind.LINK, "b.md", Position(10, 7)),
        ("a.md\n\n[a](a.md)", DestinationKind.LINK, "a.md", Position(12, 5)),
        ("![a](b.png)", DestinationKind.IMAGE, "b.png", Position(10, 6)),
        ("x\n<a href='b'>c</a>", DestinationKind.LINK, "b", Position(11, 10)),
        ("[a][r]\n\n[r]: http://x/", DestinationKind.LINK, "http://x/", Position(12, 6)),
        ("<http://x/?a=1&b=2>", DestinationKind.LINK, "http://x/?a=1&b=2", Position(10, 2)),
        ("<a@b.org>", DestinationKind.LINK, "mailto:a@b.org", Position(10, 2)),
        ("x [[a]]", DestinationKind.WIKI, "a", Position(10, 5)),
        ("[[1]](http://x/)", DestinationKind.LINK, "http://x/", Position(10, 7)),
    ],
)
def test_a_destination_is_kept_as_written_with_its_place(
    written: str, kind: DestinationKind, target: str, at: Position
) -> None:
    (destination,) = converted(written)[0].destinations
    assert (destination.kind, destination.target) == (kind, target)
    assert destination.at == at


def test_equal_destinations_have_their_own_places() -> None:
    body, _, _ = converted("[a](x)\n\n[b](x)")
    assert [found.at.line for found in body.destinations] == [10, 12]


def test_links_within_the_text_lead_to_prefixed_ids() -> None:
    assert '<a href="#b-second">up</a>' in html("[up](#second)\n\n# Second")
    assert '<a href="#b-a-b">x</a>' in html('[x](#a%20b) <b id="a b">y</b>')


@pytest.mark.parametrize(
    ("written", "code", "line", "column"),
    [
        ("x [a](#none)", "unknown-fragment", 10, 7),
        ("x\n[a](javascript:b)", "removed-link", 11, 5),
        ("[a](pressmark:0)", "removed-link", 10, 5),
        ("[a]()", "removed-link", 10, 4),
        ("![a](https://x/y.png)", "remote-image", 10, 6),
        ("![a](//x/y.png)", "remote-image", 10, 6),
        (r"<img src='\\x\y.png' alt=a>", "remote-image", 10, 11),
        ("a[^1]\n\n[^1]: b\n[^1]: c", "duplicate-footnote", 12, 1),
        ("a\n\n[^1]: b", "unused-footnote", 12, 1),
        ("x\n\n" + "> " * 41 + "a", "markdown-too-deep", 12, 1),
        ("<div>" * 500, "markdown-too-deep", 10, 1),
        ("x" + "<a " * 2000, "markdown-too-dense", 10, 2),
    ],
)
def test_what_is_wrong_is_said_where_it_stands(written: str, code: str, line: int, column: int) -> None:
    (problem,) = converted(written)[2]
    assert (problem.code, problem.span.line, problem.span.column) == (code, line, column)


def test_a_picture_from_elsewhere_is_its_description() -> None:
    assert html("![a *b*](http://x/y.png)") == '<p><span class="missing-image">a *b*</span></p>'


@pytest.mark.parametrize(
    "written",
    [
        "[" * 8000,
        "[" * 3000 + "x" + "]" * 3000,
        "![" * 8000,
        "[[" * 8000,
        "[a](" * 4000,
        "*" * 20000,
        "*a **b " * 2000 + "** *" * 2000,
        "> " * 2000,
        "`" * 10000,
        "- " * 3000 + "x",
        "\n".join("    " * depth + "- x" for depth in range(300)),
        "<" * 20000,
        "<!--" * 10000,
        "<div>" * 20000,
        "a[^1] " * 3000 + "\n\n[^1]: b",
        "\t" * 3000 + "x",
        "\ud800 \x00 \x02 \x03 \x7f",
    ],
)
def test_hostile_texts_are_converted_and_keep_their_characters(written: str) -> None:
    body, text, _ = converted(written)
    assert len(body.digest) == 32
    assert "x" not in written or "x" in text.text


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("# A\n\nb *c*\nd  \ne", "A\n\nb c d e"),
        ("- a\n- b\n\n> c", "a\n\nb\n\nc"),
        ("a[^1] b\n\n[^1]: Note *n*", "a b\n\nNote n"),
        ("a ![picture](p.png) b", "a b"),
        ("a|b\n-|-\n1|2", "a b\n\n1 2"),
        ("```\na  b\n  c\n```", "a b c"),
        ("a&nbsp;b &amp; &lt;c&gt;", "a\u00a0b & <c>"),
        ('[a](b "title")', "a"),
        ("<details><summary>a</summary>b</details>", "a\n\nb"),
        ("<!-- gone -->a", "a"),
    ],
)
def test_the_reading_text_is_what_a_reader_reads(written: str, text: str) -> None:
    assert converted(written)[1].text == text


@pytest.mark.parametrize(
    ("written", "excerpt"),
    [
        ("# Title\n\nFirst *paragraph*.\n\nSecond.", "First paragraph."),
        ("    code\n\na|b\n-|-\n1|2\n\ntext", "text"),
        ("![only](p.png)\n\ntext", "text"),
        ("word " * 100, "word " * 55 + "word…"),
        ("x" * 300, "x" * 279 + "…"),
        ("# Only", ""),
    ],
)
def test_the_excerpt_is_the_first_paragraph_cut_at_a_word(written: str, excerpt: str) -> None:
    found = converted(written)[0].excerpt
    assert found == excerpt
    assert len(found) <= 280


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("two words", 2),
        ("mother-in-law – c'est «vrai» 1,000", 4),
        ("— … !", 0),
        ("Ким Чен Ын", 3),
        ("北京朝鮮", 2),
        ("北京 and 朝", 3),
    ],
)
def test_words_are_counted(text: str, count: int) -> None:
    assert count_words(text) == count


def test_the_digest_follows_what_is_shown_and_not_where_it_stands() -> None:
    def digest(markdown: str) -> str:
        return converted(markdown)[0].digest

    assert digest("[a](b)") == digest("\n\n[a](b)")
    assert digest("[a](b)") != digest("[a](c)")
    assert digest("[a](b)") != digest("[c](b)")


@given(st.text(max_size=80), st.text(max_size=80))
def test_one_text_leaves_no_trace_in_the_next(first: str, second: str) -> None:
    before = converted(second)
    converted(first + "\n\n[x]: y\n\n*[x]: z\n\n[^x]: n")
    assert converted(second) == before


def test_threads_do_not_disturb_each_other() -> None:
    texts = [f"[^{n}] *{n}* [[{n}]]\n\n[^{n}]: note {n}" for n in range(40)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(converted, texts)) == [converted(text) for text in texts]
