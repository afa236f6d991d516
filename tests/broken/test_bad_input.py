"""Input that breaks programs: every file that real people broke, and what an attacker or an accident would try."""

from __future__ import annotations

import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.build import BuildOptions, build, check
from generator.cli import main
from generator.init import write_starter
from generator.prepare import CheckOptions
from generator.problems import Problem, Severity
from tests.broken.generated import NOW
from tests.output.given import contents, write

SITE = "title: Papers\nurl: https://example.org/\n"

# What each kind of broken file in ../shared/corpora/broken gets to hear. The kinds are named by another YAML parser.
SAID_OF = {
    "empty": {"empty-file"},
    "merge-conflict-markers": {"merge-conflict"},
    "no-front-matter": {"no-front-matter"},
    "not-a-mapping-NoneType": {"empty-front-matter"},
    "unterminated": {"unterminated-front-matter", "no-front-matter", "missing-field"},
    "yaml-could-not-find-expected": {"missing-space", "missing-colon"},
    "yaml-did-not-find-expected-alphabetic-or-numeric-char": {"unclosed-quote", "unquoted-start"},
    "yaml-did-not-find-expected-indicator": {"bad-indentation"},
    "yaml-did-not-find-expected-key": {"bad-indentation", "text-after-quote", "yaml-key", "unclosed-quote"},
    "yaml-found-unexpected-end-of-stream": {"text-after-quote", "unclosed-quote"},
    "yaml-mapping-values-are-not-allowed-in-this-context": {"unquoted-colon"},
}


def article(title: str = "A", body: str = "Text.", **more: str) -> str:
    """An article with nothing wrong but what is put into it."""
    fields = {"title": title, "outlet": "O", "date": "2023-06-25", **more}
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in fields.items()) + f"---\n{body}\n"


def errors(folder: Path, files: dict[str, str]) -> list[Problem]:
    """The errors of an archive of these files."""
    write(folder, {"site.yaml": SITE, **files})
    report = check(folder, CheckOptions(now=NOW))
    return [problem for problem in report.problems if problem.severity is Severity.ERROR]


def test_every_file_that_people_broke_is_said_in_one_run_and_the_old_site_stays(corpora: Path, tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    assert write_starter(folder) is None
    assert build(folder, BuildOptions(now=NOW)).published
    before = contents(folder / "public")
    kinds: dict[str, str] = {}
    for number, file in enumerate(sorted(path for path in (corpora / "broken").rglob("*") if path.is_file())):
        path = f"content/articles/broken/{number}.md"
        kinds[path] = file.name.partition("__")[0]
        (folder / path).parent.mkdir(exist_ok=True)
        shutil.copyfile(file, folder / path)
    report = build(folder, BuildOptions(now=NOW))
    said: dict[str, set[str]] = {}
    for problem in (one for one in report.problems if one.severity is Severity.ERROR):
        said.setdefault(problem.span.path, set()).add(problem.code)
        lines = (folder / problem.span.path).read_text(encoding="utf-8").splitlines()
        assert problem.span.line <= max(len(lines), 1)
        assert problem.hint
    assert said.keys() == kinds.keys()
    assert {path: codes for path, codes in said.items() if not codes <= SAID_OF[kinds[path]]} == {}
    assert not report.published
    assert contents(folder / "public") == before


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Strike", "strike"),  # a file system that ignores case
        (unicodedata.normalize("NFC", "é"), unicodedata.normalize("NFD", "é")),  # and one that normalises
        ("C++", "C#"),  # names that make one slug
    ],
)
def test_two_articles_that_want_one_page_are_one_error_that_names_both(one: str, other: str, tmp_path: Path) -> None:
    first, second = f"content/articles/1/{one}.md", f"content/articles/2/{other}.md"
    (problem,) = errors(tmp_path, {first: article(), second: article()})
    assert problem.code in {"duplicate-id", "colliding-pages"}
    assert first in problem.message
    assert second in problem.message


@pytest.mark.parametrize(
    "text", ["../x", "/x", "x/../../y", "x\\\\y", "..", "", ".", "C:", "con", "x.", "x y", "a\\0b"]
)
def test_an_id_is_no_path(text: str, tmp_path: Path) -> None:
    found = errors(tmp_path, {"content/articles/a.md": article(id=f'"{text}"')})
    # An empty id is no id, and the file's name is one.
    assert [problem.code for problem in found] == ([] if not text else [found[0].code])
    assert {problem.code for problem in found} <= {"bad-id", "control-character"}


@pytest.mark.parametrize(
    "pattern",
    ["../{id}/", "/../{id}/", "/x/../{id}/", "{id}", "/{id}", "/", "/{year}/", "//x/{id}/", "/{id.x}/", "/%7Bid}/"],
)
def test_a_permalink_stays_inside_the_site(pattern: str, tmp_path: Path) -> None:
    write(tmp_path, {"site.yaml": f"{SITE}permalink: '{pattern}'\n", "content/articles/a.md": article()})
    report = check(tmp_path, CheckOptions(now=NOW))
    assert [problem.code for problem in report.problems] == ["bad-permalink"]


def test_a_title_of_300_letters_is_a_title(tmp_path: Path) -> None:
    title = "Å" * 300
    write(tmp_path, {"site.yaml": SITE, "content/articles/a.md": article(title)})
    report = build(tmp_path, BuildOptions(now=NOW))
    assert report.published
    assert title in (tmp_path / "public/2023/06/a/index.html").read_text(encoding="utf-8")


def test_an_article_named_by_300_letters_is_an_error(tmp_path: Path) -> None:
    found = errors(tmp_path, {"content/articles/a.md": article(id="a" * 300)})
    assert [problem.code for problem in found] == ["bad-id"]


def test_an_unclosed_div_for_markdown_keeps_its_words(tmp_path: Path) -> None:
    body = 'Before.\n\n<div markdown="1">\n\nInside *it*.\n\nAfter.'
    write(tmp_path, {"site.yaml": SITE, "content/articles/a.md": article(body=body)})
    assert build(tmp_path, BuildOptions(now=NOW)).published
    page = (tmp_path / "public/2023/06/a/index.html").read_text(encoding="utf-8")
    assert all(word in page for word in ("Before.", "Inside", "After."))


@pytest.mark.parametrize(
    "body",
    [
        "[" * 8000,
        "![" * 8000,
        "[[" * 8000,
        "[^" * 8000,
        "*" * 8000 + "a",
        "*a _b " * 4000,
        "`" * 8001 + " a",
        "> " * 8000,
        "- " * 8000,
        "<div>" * 8000,
        "<b" * 8000,
        "<!--" * 8000,
        "&#" * 8000,
        "a](b " * 8000,
        "[a](" * 8000,
        "|" * 8000 + "\n" + "|-" * 4000,
        ("(" * 4000) + (")" * 4000),
        "http://" * 8000,
        "\\" * 8001,
        "*[a" * 4000 + "]: b",
        "{: " * 8000 + "}",
        "\t" * 8000 + "a",
        "a" * 1_000_000,
        "a\n: " * 4000,
    ],
    ids=lambda body: repr(body[:8]),
)
def test_a_hostile_text_takes_bounded_time(body: str, tmp_path: Path) -> None:
    write(tmp_path, {"site.yaml": SITE, "content/articles/a.md": article(body=body)})
    command = [sys.executable, "-m", "generator", "check", "--site", str(tmp_path), "--jobs", "1"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode in {0, 1}
    assert done.stdout.splitlines()[-1].startswith("Checked 1 article: ")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "files",
    [
        {"content/articles/.keep": ""},
        {"content/articles/a.md": "---\ntitle: A\noutlet: O\ndate: XXXX\n---\n"},
        {"content/pages/index.md": "---\ntitle: A\n---\n"},
        {"content/entities/e.md": "---\nname: E\ntype: people\n---\n"},
        {"content/outlets/o.md": "---\nname: O\n---\n"},
        {"content/tags/t.md": "---\nname: T\n---\n"},
        {"content/stories/s.md": "---\ntitle: S\n---\n"},
        {"content/quotes/q.md": "---\nid: q\n---\n"},
    ],
    ids=lambda files: next(iter(files)),
)
def test_the_emptiest_archives_are_sites(files: dict[str, str], tmp_path: Path) -> None:
    write(tmp_path, {"site.yaml": SITE, **files})
    report = build(tmp_path, BuildOptions(now=NOW))
    assert report.problems == ()
    pages = contents(tmp_path / "public")
    assert {"index.html", "404.html", "articles/index.html", "feed.xml", "feed.json", "sitemap.xml"} <= pages.keys()


@pytest.mark.parametrize(
    "name",
    ["page", "by", "static", "assets", "404", "index", "feed.xml", "sitemap.xml", "undated", "İstanbul", "ıd", "٣"],
)
def test_a_name_that_the_site_uses_itself_is_a_name(name: str, tmp_path: Path) -> None:
    more = {"id": name, "tags": f"[{name}]", "entities": f"{{people: [{name}]}}", "stories": f"[{name}]"}
    write(tmp_path, {"site.yaml": SITE, "content/articles/a.md": article(**more)})
    report = build(tmp_path, BuildOptions(now=NOW))
    assert report.problems == ()
    assert (tmp_path / "public/2023/06" / unicodedata.normalize("NFC", name) / "index.html").is_file()


@pytest.mark.parametrize(
    "stem",
    ["a b", "a%20b", "a#b", "a?b", "a\nb", "🙂", "<b>", "CON", "-", "2023-06-25", "a\u2028b", "\u202eb", "feed.xml"],
)
def test_a_file_name_of_any_kind_makes_an_address(stem: str, tmp_path: Path) -> None:
    write(tmp_path, {"site.yaml": SITE, f"content/articles/{stem}.md": article()})
    report = build(tmp_path, BuildOptions(now=NOW))
    assert report.problems == ()
    assert len(list((tmp_path / "public/2023/06").glob("*/index.html"))) == 1


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/a b/",
        "https://example.org/?x=1",
        "https://example.org/#x",
        "https://user:word@example.org/",
        "https://example.org/../x/",
        "https://example.org/%2e%2e/x/",
        "https://example.org//x/",
        "https://exa<b>mple.org/",
        "https://example.org/\\x/",
        "https:///x/",
        "https://example.org:0/",
        "//example.org/",
    ],
)
def test_a_site_lives_at_an_address_only(url: str, tmp_path: Path) -> None:
    write(tmp_path, {"site.yaml": f"title: T\nurl: '{url}'\n", "content/articles/a.md": article()})
    assert [problem.code for problem in check(tmp_path, CheckOptions(now=NOW)).problems] == ["bad-url"]
    asked = CliRunner().invoke(main, ["build", "--site", str(tmp_path), "--base-url", url])
    assert asked.exit_code == 2
    assert not (tmp_path / "public").exists()


@pytest.mark.parametrize(
    ("url", "root"),
    [
        ("https://example.org:8080/x", "/x/"),
        ("https://bücher.example/ä/", "/%C3%A4/"),
        ("https://example.org/%7Ex/", "/%7Ex/"),
        ("https://[::1]:80/", "/"),
    ],
)
def test_links_begin_with_the_base_path_as_addresses_are_written(url: str, root: str, tmp_path: Path) -> None:
    write(tmp_path, {"site.yaml": f"title: T\nurl: '{url}'\n", "content/articles/a.md": article()})
    assert build(tmp_path, BuildOptions(now=NOW)).published
    assert f'href="{root}articles/"' in (tmp_path / "public/index.html").read_text(encoding="utf-8")
