"""What rights withhold is in no file of the site: not in a page, a feed, an attribute, a file name or a script's data.

The archive has a word of its own in every place that may hold words of a text, and is built with every option that
shows much. The whole output is searched for these words. One theme shows each page's whole view, so that nothing
escapes by a field that no template of ours writes.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.published.built import BuiltSite, build

URL = "https://example.org/papers/"
SITE_YAML = (
    "title: Papers\nurl: https://example.org/papers/\nfeeds: {content: full, items: 100}\nper_page: 5\n"
    "data: {content: texts}\n"
)
FIRST_WORDS = "The {n}opening of a paragraph that goes on and on, for longer than any excerpt of it may ever be. " * 4

# Words that stand in a text after its excerpt, or around it; `{n}` is the article's name.
TEXT = """\
Then {n}secretrest follows.

The {n}secretsecond paragraph with *{n}secretstress*, `{n}secretcode` and a [{n}secretlink](https://example.org/{n}secreturl).

## {n}secretheading {{#{n}secretid}}

![{n}secretalt]({n}secretpicture.png "{n}secrettitle")

- {n}secretitem with [[Kim Jong Un|{n}secretcalled]] and [[{n}secretunknown]]

| {n}secretcell | b |
|---|---|
| c | d |

{n}secretterm
:   {n}secretdefinition

> {n}secretquotation of a dispatch, sent out over the wire and printed by more than one newspaper of the same day.[^1]

Support the {n}secretdonation today.

Kim Jong Un saw the words of {n}secretnoted note. <!-- {n}secretcomment -->

[^1]: A {n}secretfootnote.
"""
QUOTED = "of a dispatch, sent out over the wire and printed by more than one newspaper of the same day."
BETWEEN = (
    "\nAllsecretpassage that the texts which nobody may read have in common, at the length of a sentence or two.\n"
)
FRONT = """\
title: The {n}title
outlet: The Times
date: 2023-06-25
byline: [{n}byline]
dateline: {n}DATELINE
entities: {{people: [{{ref: Kim Jong Un, role: {n}role}}]}}
tags: [{n}tag]
stories: [The story]
image: {n}secretphoto.png
source: {{url: "https://example.com/{n}source", retrieved: 2023-06-26}}
derived_from: [{{ref: {n}parent, relation: quotes}}]
boilerplate: [{{exact: "Support the {n}secretdonation today.", kind: donation}}, {{exact: {n}secretgone}}]
annotations:
  - {{id: a, exact: "words of {n}secretnoted", prefix: "Kim Jong Un saw the ", suffix: " note.", note: "{n}note"}}
  - {{id: b, exact: "{n}secretlost", prefix: "{n}secretbefore", suffix: "{n}secretbehind", note: "{n}lostnote"}}
  - {{exact: "{n}secretsecond", note: "{n}nameless", tags: [{n}tag], entities: [Kim Jong Un], by: An author}}
"""
NOTES_FILE = '- {{id: c, exact: "{n}secretstress", note: "{n}filed", by: An author, created: 2024-01-05}}\n'
SHOWN = ("title", "byline", "DATELINE", "role", "tag", "source", "parent", "note", "lostnote", "nameless", "filed")


def article(name: str, more: str, also: str = "") -> dict[str, str]:
    """An article with a word in every place, its notes file and its pictures."""
    text = f"---\n{FRONT}{more}---\n\n{FIRST_WORDS}{TEXT}{also}".format(n=name)
    folder = "content/articles"
    return {
        f"{folder}/{name}.md": text,
        f"{folder}/{name}.notes.yaml": NOTES_FILE.format(n=name),
        f"{folder}/{name}secretphoto.png": "",
        f"{folder}/{name}secretpicture.png": "",
    }


def archive(theme: str) -> dict[str, str]:
    """Articles of every kind of display, others that derive from them, and all that gathers articles."""
    parents = {
        f"content/articles/{name}parent.md": f"---\ntitle: {name}parent\nid: {name}parent\noutlet: KCNA\n"
        f"date: 2023-06\nstories: [The story]\n---\nA dispatch of which the others have a part.\n"
        for name in ("full", "some", "none", "mine")
    }
    later = "---\ntitle: Later\noutlet: KCNA\ndate: 2023-07\nderived_from: [{ref: %s, relation: rewrites}]\n---\n"
    quote = f"---\nspeaker: Kim Jong Un\nreported_by: [KCNA]\n---\nThe quotation {QUOTED}\n"
    return {
        "site.yaml": f"{SITE_YAML}theme: {theme}\n",
        **article("full", "summary: fullsummary\n"),
        **article("some", "rights: {{display: excerpt}}\n", BETWEEN),
        **article("none", "rights: {{display: metadata, holder: Somebody}}\n", BETWEEN),
        **article("mine", "rights: {{display: metadata}}\nsummary: minesummary\n", BETWEEN),
        **article("draft", "draft: true\nsummary: draftsecretsummary\n"),
        **parents,
        "content/articles/later.md": later % "some" + "See [the other](some.md#somesecretid).\n",
        "content/articles/latest.md": later % "draft",
        "content/entities/kim.md": "---\nname: Kim Jong Un\ntype: people\n---\nA leader.\n",
        "content/quotes/q.md": quote,
    }


def mirror(root: Path) -> dict[str, str]:
    """A theme that shows each page's whole view."""
    base = (root / "themes/broadsheet/templates/base.html").read_text(encoding="utf-8")
    assert base.count("</main>") == 1
    return {
        "themes/mirror/theme.yaml": "name: Mirror\nextends: broadsheet\n",
        "themes/mirror/templates/base.html": base.replace("</main>", "<pre>{{ view }}</pre></main>"),
    }


def put(folder: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")


def files_with(site: BuiltSite, words: Iterable[str]) -> dict[str, list[str]]:
    """The files in which each of some words stands, however it is written there, or whose names have it."""
    texts = {path: _plain(f"{path}\n{site.bytes_of(path).decode('utf-8', 'replace')}") for path in sorted(site.files)}
    return {word: [path for path, text in texts.items() if word.casefold() in text] for word in words}


def _plain(text: str) -> str:
    return unquote(unescape(text)).casefold()


@pytest.fixture(params=["broadsheet", "mirror"])
def site(request: pytest.FixtureRequest, root: Path, tmp_path: Path) -> BuiltSite:
    """The archive above, built."""
    put(tmp_path / "archive", {**archive(request.param), **mirror(root)})
    build(tmp_path / "archive", tmp_path / "public", URL)
    return BuiltSite(tmp_path / "archive", tmp_path / "public", URL)


def secrets(name: str) -> set[str]:
    """The words of an article that are words of its text, by what the archive above writes."""
    written = "".join(article(name, "").values()) + " ".join(article(name, ""))
    return {word for word in _words(written) if "secret" in word}


def _words(text: str) -> list[str]:
    return "".join(character if character.isalnum() else " " for character in text).split()


def test_words_that_rights_withhold_are_in_no_file(site: BuiltSite) -> None:
    withheld = {word for name in ("some", "none", "mine", "draft") for word in secrets(name)}
    withheld |= {
        "allsecretpassage",
        "noneopening",
        "mineopening",
        "draftopening",
        "drafttitle",
        "draftnote",
        "draftsecretsummary",
    }
    assert len(withheld) > 100
    assert {word: paths for word, paths in files_with(site, sorted(withheld)).items() if paths} == {}


def test_the_words_that_may_be_shown_are(site: BuiltSite) -> None:
    wanted = {f"{name}{place}" for name in ("full", "some", "none", "mine") for place in SHOWN}
    wanted |= {"fullsummary", "minesummary", "fullopening", "someopening"}
    assert [word for word, paths in files_with(site, sorted(wanted)).items() if not paths] == []
    unseen = {"fullsecretgone", "fullsecretcomment", "fullsecretbefore", "fullsecretbehind"}  # of nothing in the text
    shown = files_with(site, sorted(secrets("full") - unseen))
    assert [word for word, paths in shown.items() if not paths] == []
    feeds = {path for paths in shown.values() for path in paths if path.endswith((".xml", ".json"))}
    assert {"feed.xml", "feed.json", "2023/06/full/annotations.json", "notes/annotations.json"} <= feeds


def test_what_was_shown_is_gone_once_rights_withhold_it(site: BuiltSite) -> None:
    source = site.source / "content/articles/full.md"
    text = source.read_text(encoding="utf-8")
    source.write_text(text.replace("outlet:", "rights: {display: excerpt}\noutlet:", 1), encoding="utf-8")
    build(site.source, site.folder, URL)
    again = BuiltSite(site.source, site.folder, URL)
    assert {word: paths for word, paths in files_with(again, sorted(secrets("full"))).items() if paths} == {}
