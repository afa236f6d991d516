"""Nothing that an archive says runs: hostile texts in every place are text, and hostile addresses are refused."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from lxml import html

from generator.build import BuildOptions, build, check
from generator.report import Report
from tests.broken.generated import NOW
from tests.broken.inspection import dangers, in_html, in_json, is_safe
from tests.output.given import write

SITE = "title: Papers\nurl: https://example.org/archive/\n"
BODIES = (
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img/src='x'/onerror='alert(1)'>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='javascript:alert(1)'></object><embed src='javascript:alert(1)'>",
    "<form action='javascript:alert(1)'><button formaction='javascript:alert(1)'>go</button></form>",
    "<base href='https://evil.example/'>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<link rel=stylesheet href='https://evil.example/x.css'>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<b onclick=alert(1) onmouseover='alert(1)'>x</b>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='jav&#x09;ascript:alert(1)'>x</a>",
    "<a href=' &#1; javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt&colon;alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<blockquote cite='javascript:alert(1)'>x</blockquote>",
    "[x](javascript:alert(1))",
    "[x](<java\u200bscript:alert(1)>)",
    "[x]( javascript:alert(1) 'title')",
    "[x][1]\n\n[1]: javascript:alert(1)",
    "![x](javascript:alert(1))",
    '![x" onerror="alert(1)](photo.jpg)',
    "<javascript:alert(1)>",
    "[[javascript:alert(1)]] [[x|<script>alert(1)</script>]]",
    "# Heading {onclick=alert(1) #x style='x'}",
    "Paragraph.\n{: onmouseover=alert(1) }",
    "```{onclick=alert(1)}\ncode\n```",
    "```html\n<script>alert(1)</script>\n```",
    '*[HTML]: "><script>alert(1)</script>\n\nHTML',
    "Note[^<script>].\n\n[^<script>]: <script>alert(1)</script>",
    "| <script>a</script> |\n|---|\n| <img src=x onerror=a> |",
    "term\n: <script>alert(1)</script>",
    "<!-- --!><script>alert(1)</script> -->",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<textarea></textarea><script>alert(1)</script>",
    "<title><script>alert(1)</script></title>",
    "</div></main></body><script>alert(1)</script>",
    "<?php echo 1 ?><![CDATA[<script>alert(1)</script>]]>",
    '<div markdown="1">',
    "{{ 7*7 }} {% for x in y %} ${7*7} #{7*7} <%= 7*7 %>",
    "pressmark:0 pressmark-wiki:x <a href='pressmark:0'>x</a> \x02amp\x03",
)
TEXTS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "</title></script><svg onload=alert(1)>",
    "]]><script>alert(1)</script>",
    "{{ 7*7 }}",
)  # fmt: skip
ADDRESSES = (
    "javascript:alert(1)",
    "JAVASCRIPT:alert(1)",
    " javascript:alert(1)",
    "java\\tscript:alert(1)",
    "\\u0001javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    'https://example.org/\\"onclick=alert(1)',
    "//evil.example/",
)

FORMS = {
    "site.yaml": """\
title: SAID
url: https://example.org/archive/
description: SAID
author: SAID
menu: [{text: SAID, url: /articles/}]
entity_types: {ships: {label: SAID, singular: SAID}}
feeds: {content: full}
rights: {holder: SAID}
""",
    "content/articles/a.md": """\
---
title: SAID
outlet: SAID
date: 2023-06-25
byline: [SAID]
dateline: SAID
summary: SAID
entities: {people: [SAID, {ref: someone, role: SAID}], ships: [SAID]}
tags: [SAID]
stories: [SAID]
source: {record: SAID, method: SAID}
rights: {holder: SAID}
boilerplate: [{exact: SAID, kind: SAID}]
annotations: [{exact: SAID, note: SAID, by: SAID}]
derived_from: [{ref: SAID+D, relation: quotes}]
extra: {SAID: SAID}
---
TEXT

# TEXT
""",
    "content/articles/b.md": "---\ntitle: B\noutlet: o\ndate: 2023\ntags: [t]\nstories: [s]\n---\n[[TEXT]]\n",
    "content/entities/someone.md": """\
---
name: SAID
type: people
sort_name: SAID
aliases: [{name: SAID+A, lang: ru}]
roles: [{title: SAID, of: SAID}]
---
TEXT
""",
    "content/outlets/o.md": "---\nname: SAID\naliases: [SAID+O]\nkind: SAID\ncountry: XK\n---\nTEXT\n",
    "content/tags/t.md": "---\nname: SAID+T\naliases: [SAID+U]\n---\nTEXT\n",
    "content/stories/s.md": "---\ntitle: SAID+S\nsummary: SAID\n---\nTEXT\n",
    "content/pages/about.md": "---\ntitle: SAID\nsummary: SAID\n---\nTEXT\n",
}


def quoted(text: str) -> str:
    """A text as a YAML value."""
    return json.dumps(text, ensure_ascii=False)


def everywhere(text: str) -> dict[str, str]:
    """An archive that says `text` in every place that holds free text."""

    def said(match: re.Match[str]) -> str:
        return quoted(text + (match[1] or ""))

    return {path: re.sub("SAID(?:[+]([A-Z]))?", said, form).replace("TEXT", text) for path, form in FORMS.items()}


def built(folder: Path, files: dict[str, str]) -> tuple[Path, Report]:
    """A site built of these files."""
    write(folder / "archive", files)
    report = build(folder / "archive", BuildOptions(now=NOW, output=folder / "site"))
    return folder / "site", report


@pytest.mark.parametrize(
    ("text", "dangerous"),
    [
        ("<p onclick='x'>a</p>", True),
        ("<script>a</script>", True),
        ('<script type="application/ld+json">{"url": "javascript:x"}</script>', True),
        ('<script type="application/ld+json">{"url": "https://a.b/", "name": "javascript:x"}</script>', False),
        ("<a href='jav&#x09;ascript:x'>a</a>", True),
        ("<a href='/a:b'>a</a>", False),
        ("<meta http-equiv=Refresh content='0; url=javascript:x'>", True),
        ("<p>javascript:x onclick=x &lt;script></p>", False),
    ],
)
def test_the_inspection_sees_what_could_run(text: str, dangerous: bool) -> None:
    assert bool(list(in_html(text))) is dangerous
    assert not is_safe("javascript:x")
    assert list(in_json({"sameAs": ["data:x"]}))


@pytest.mark.parametrize("text", TEXTS)
def test_a_hostile_text_is_text_in_every_place(text: str, tmp_path: Path) -> None:
    site, report = built(tmp_path, everywhere(text))
    assert [problem for problem in report.problems if problem.severity == "error"] == []
    assert dangers(site) == []
    page = html.fromstring((site / "2023/06/a/index.html").read_bytes())
    assert page.findtext(".//h1").strip() == text
    assert "49" not in "".join(page.itertext())


def test_hostile_bodies_run_nothing(tmp_path: Path) -> None:
    files = {
        f"content/articles/a{number}.md": f"---\ntitle: A\noutlet: O\ndate: 2023-06-25\n---\n{body}\n\nThe end.\n"
        for number, body in enumerate(BODIES)
    }
    site, report = built(tmp_path, {"site.yaml": SITE + "feeds: {content: full, items: 200}\n", **files})
    refused = {problem.span.path for problem in report.problems if problem.severity == "error"}
    if refused:
        for path in refused:
            files.pop(path)
        site, report = built(tmp_path / "again", {"site.yaml": SITE + "feeds: {content: full, items: 200}\n", **files})
    assert len(refused) <= 1  # the control characters of the last
    assert report.published
    assert dangers(site) == []
    for path in files:
        page = site / "2023" / "06" / Path(path).stem / "index.html"
        assert "The end." in page.read_text(encoding="utf-8")


def test_a_template_in_a_body_stays_as_it_is_written(tmp_path: Path) -> None:
    body, sum_ = "{{ 7*7 }} {% if x %} {# y #}", '"{{ 7*7 }}"'
    front = f"title: {sum_}\noutlet: O\ndate: 2023-06-25\nentities: {{people: [{sum_}]}}"
    site, report = built(tmp_path, {"site.yaml": SITE, "content/articles/a.md": f"---\n{front}\n---\n{body}\n"})
    assert report.problems == ()
    text = html.fromstring((site / "2023/06/a/index.html").read_bytes()).text_content()
    assert body in text
    assert "49" not in text
    names = [page.read_text(encoding="utf-8") for page in (site / "entities/people").rglob("index.html")]
    assert names
    assert all("{{ 7*7 }}" in name for name in names)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    ("path", "front"),
    [
        ("content/articles/x.md", "title: X\noutlet: O\ndate: 2023\nsource: {{url: {0}}}"),
        ("content/articles/x.md", "title: X\noutlet: O\ndate: 2023\nsource: {{captures: [{{url: {0}, date: 2023}}]}}"),
        ("content/articles/x.md", "title: X\noutlet: O\ndate: 2023\nrights: {{statement: {0}}}"),
        ("content/articles/x.md", "title: X\noutlet: O\ndate: 2023\naliases: [{0}]"),
        ("content/articles/x.md", "title: X\noutlet: O\ndate: 2023\nimage: {0}"),
        ("content/outlets/x.md", "name: X\nurl: {0}"),
        ("content/outlets/x.md", "name: X\nsame_as: [{0}]"),
        ("content/entities/x.md", "name: X\ntype: people\nsame_as: [{0}]"),
        ("content/pages/x.md", "title: X\naliases: [{0}]"),
    ],
)
def test_a_hostile_address_in_front_matter_never_reaches_a_page(
    path: str, front: str, address: str, tmp_path: Path
) -> None:
    files = {"site.yaml": SITE, path: f"---\n{front.format(chr(34) + address + chr(34))}\n---\nText.\n"}
    site, report = built(tmp_path, files)
    assert [problem.span.path for problem in report.problems if problem.severity == "error"] or dangers(site) == []
    assert {problem.span.path for problem in report.problems} == {path}


@pytest.mark.parametrize("setting", ["url: {0}", "menu: [{{text: X, url: {0}}}]", "rights: {{statement: {0}}}"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_hostile_address_in_site_yaml_is_refused(setting: str, address: str, tmp_path: Path) -> None:
    write(tmp_path, {"site.yaml": f"title: T\n{setting.format(chr(34) + address + chr(34))}\n", "content/x": ""})
    report = check(tmp_path, BuildOptions(now=NOW))
    assert [problem.span.path for problem in report.problems if problem.severity == "error"] == ["site.yaml"]
