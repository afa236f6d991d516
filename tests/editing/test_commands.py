"""`check --suggest`, `retag` and `merge-entity` as they are typed: what they print, ask, return and write."""

from __future__ import annotations

import json
import shlex
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.archive.similar import Likeness
from generator.cli import main
from tests.editing.given import archive, article
from tests.output.given import contents

FILES = {
    "articles/a.md": article("tags: [Diplomcy]\nentities: {people: [Kim Jong-un]}", "Kim Jong Un and Im Chon Il met."),
    "articles/b.md": article("tags: [Diplomacy]\nentities: {people: [Kim Jong Un]}", "Kim Jong Un left.", "KCNA"),
    "entities/kim.md": "---\nname: Kim Jong Un\ntype: people\naliases: [Marshal Kim]\n---\n",
    "entities/im.md": "---\nname: Im Chon Il\ntype: people\n---\n",
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """An archive in which there is something to put in order."""
    return archive(tmp_path, FILES)


def run(*arguments: object, **more: str) -> Result:
    """The command with these arguments, in this process."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments], **more)  # type: ignore[arg-type]


DIFF = """\
--- a/content/articles/a.md
+++ b/content/articles/a.md
@@ -2,7 +2,7 @@
 title: A
 outlet: The Times
 date: 2023-06-25
-tags: [Diplomcy]
+tags: [Diplomacy]
 entities: {people: [Kim Jong-un]}
 ---
 Kim Jong Un and Im Chon Il met.
--- /dev/null
+++ b/content/tags/diplomacy.md
@@ -0,0 +1,5 @@
+---
+name: Diplomacy
+aliases: [Diplomcy]
+replaces: [diplomcy]
+---
"""


def test_a_dry_run_shows_and_writes_nothing(site: Path) -> None:
    before = contents(site)
    found = run("retag", "Diplomcy", "Diplomacy", "--dry-run", "--site", site)
    assert (found.exit_code, found.stdout) == (0, f"{DIFF}2 files would change, 1 reference be rewritten\n")
    assert contents(site) == before


def test_yes_writes_without_asking(site: Path) -> None:
    found = run("retag", "Diplomcy", "Diplomacy", "--yes", "--site", site)
    assert (found.exit_code, found.stdout) == (0, f"{DIFF}2 files changed, 1 reference rewritten\n")
    assert "tags: [Diplomacy]" in (site / "content/articles/a.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("answer", "written"), [("y", True), ("n", False), ("", False)])
def test_a_user_is_asked_and_answers(
    answer: str, site: Path, monkeypatch: pytest.MonkeyPatch, *, written: bool
) -> None:
    monkeypatch.setattr("generator.terminal.has_terminal", lambda: True)
    found = run("retag", "Diplomcy", "Diplomacy", "--site", site, input=f"{answer}\n")
    assert found.exit_code == 0
    assert "Write this? [y/N]" in found.stdout
    assert ("Nothing was written." in found.stdout) is not written
    assert (site / "content/tags/diplomacy.md").exists() is written


def test_where_nobody_can_be_asked_nothing_is_written(site: Path) -> None:
    before = contents(site)
    found = run("retag", "Diplomcy", "Diplomacy", "--site", site)
    assert found.exit_code == 2
    assert found.stderr == (
        "Error: nothing was written: there is no terminal to ask on\n"
        "  hint: --yes writes without asking, --dry-run only shows\n"
    )
    assert contents(site) == before


def test_a_name_that_nothing_has_is_wrong_usage(site: Path) -> None:
    found = run("retag", "Diplomac", "X", "--site", site)
    assert (found.exit_code, found.stderr) == (2, 'Error: no tag "Diplomac"\n  hint: did you mean "Diplomacy"?\n')


def test_what_is_wrong_in_a_file_is_said_with_its_place(site: Path) -> None:
    (site / "content/articles/c.md").write_text(article("tags: [x"), encoding="utf-8")
    found = run("retag", "Diplomcy", "Diplomacy", "--yes", "--site", site)
    assert found.exit_code == 1
    assert found.stderr.startswith("content/articles/c.md:5:")


def test_entities_are_merged(site: Path) -> None:
    found = run("merge-entity", "Kim Jong-un", "kim", "--yes", "--site", site)
    assert found.exit_code == 0
    assert found.stdout.endswith("2 files changed, 1 reference rewritten\n")
    assert run("check", "--site", site, "--jobs", 1).stdout == "Checked 2 articles: no problems\n"


def test_nothing_to_do_is_said(site: Path) -> None:
    found = run("retag", "Diplomacy", "Diplomacy", "--site", site)
    assert (found.exit_code, found.stdout) == (0, "Nothing to change: it is written like that everywhere.\n")


# Suggestions


def test_check_suggests_after_the_problems(site: Path) -> None:
    found = run("check", "--suggest", "--site", site, "--jobs", 1)
    assert found.exit_code == 0
    lines = found.stdout.splitlines()
    heads = [line for line in lines if ": suggestion[" in line]
    assert [head.partition(" suggestion")[0] for head in heads] == [
        "content/articles/a.md:6:21:",
        "content/articles/a.md:5:8:",
        "content/articles/a.md:6:21:",
        "content/entities/kim.md:4:11:",
    ]
    record = "(content/entities/im.md; no article declares it)"
    assert [head.partition(" suggestion")[2] for head in heads] == [
        f'[similar-names]: "Kim Jong-un" may be "Kim Jong Un" (people): they differ in {Likeness.MARKS} only',
        '[similar-names]: "Diplomcy" may be "Diplomacy" (tags): they differ in a letter or two only',
        f'[undeclared-entity]: "Im Chon Il" is mentioned in 1 article that does not declare it {record}',
        '[unused-alias]: no article declares or mentions "Kim Jong Un" as "Marshal Kim"',
    ]
    assert lines[-1] == "Checked 2 articles: no problems"


def test_the_evidence_and_what_to_write_stand_below(site: Path) -> None:
    lines = run("check", "--suggest", "--site", site, "--jobs", 1).stdout.splitlines()
    assert lines[1:10] == [
        '  "Kim Jong Un" has a record: content/entities/kim.md',
        '  "Kim Jong Un": 1 article (KCNA 1), content/articles/b.md:6:21',
        '  "Kim Jong-un": 1 article (The Times 1), content/articles/a.md:6:21',
        '  no article declares "Kim Jong Un" and "Kim Jong-un"',
        '  if they are one: pressmark merge-entity "Kim Jong-un" kim',
        "  or write in content/entities/kim.md, in place of these keys where it has them (line 4):",
        "    aliases: [Marshal Kim, Kim Jong-un]",
        "    replaces: [kim-jong-un]",
        lines[9],
    ]


def test_what_is_suggested_can_be_run(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site)
    said = run("check", "--suggest", "--jobs", 1).stdout
    commands = [line.partition("pressmark ")[2] for line in said.splitlines() if "if they are one: pressmark " in line]
    assert len(commands) == 2
    for command in commands:
        assert run(*shlex.split(command), "--yes").exit_code == 0
    assert "similar-names" not in run("check", "--suggest", "--jobs", 1).stdout


def test_what_is_suggested_can_be_written(site: Path) -> None:
    report = json.loads(run("check", "--suggest", "--format", "json", "--site", site, "--jobs", 1).stdout)
    tags = next(one for one in report["suggestions"]["similar_names"] if one["kind"] == "tags")
    place = site / tags["write"]["path"]
    place.parent.mkdir()
    place.write_text(tags["write"]["text"], encoding="utf-8")
    assert run("check", "--site", site, "--jobs", 1).stdout == "Checked 2 articles: no problems\n"
    assert '"Diplomcy"' not in run("check", "--suggest", "--site", site, "--jobs", 1).stdout


def test_suggestions_as_json(site: Path) -> None:
    report = json.loads(run("check", "--suggest", "--format", "json", "--site", site, "--jobs", 1).stdout)
    assert {"articles", "errors", "warnings", "problems", "suggestions"} == set(report)
    found = report["suggestions"]
    assert found["not_shown"] == {
        "similar_names": 0,
        "undeclared_entities": 0,
        "declared_once": 0,
        "unused_aliases": 0,
    }
    people = found["similar_names"][0]
    assert people["others"][0] == {
        "name": "Kim Jong-un",
        "id": "kim-jong-un",
        "record": None,
        "articles": 1,
        "spellings": [
            {
                "written": "Kim Jong-un",
                "articles": 1,
                "outlets": {"The Times": 1},
                "example": {"path": "content/articles/a.md", "line": 6, "column": 21},
            }
        ],
        "looks_like": "Kim Jong Un",
        "differs_in": "accents, hyphens, spaces or punctuation",
        "together": 0,
        "command": 'pressmark merge-entity "Kim Jong-un" kim',
    }
    assert people["write"]["line"] == 4
    assert found["undeclared_entities"][0]["mentioned"][0]["context"] == "Kim Jong Un and Im Chon Il met."


def test_ten_of_each_kind_are_shown_and_all_if_asked_for(site: Path) -> None:
    rivers = ("Amazon", "Brahmaputra", "Colorado", "Danube", "Euphrates", "Ganges", "Hudson", "Indus", "Jordan")
    for river in (*rivers, "Limpopo", "Mekong", "Niger"):
        text = article(f"entities: {{places: [{river} Valley, {river}-Valley]}}")
        (site / f"content/articles/{river}.md").write_text(text, encoding="utf-8")
    some = run("check", "--suggest", "--site", site, "--jobs", 1).stdout
    every = run("check", "--suggest", "--all", "--site", site, "--jobs", 1).stdout
    assert some.count("[similar-names]") == 10
    assert "more similar-names suggestions (--all shows all)\n" in some
    assert every.count("[similar-names]") > 10
    assert "--all" not in every


@pytest.mark.parametrize("arguments", [["--all"], ["--suggest", "--format", "github"]])
def test_options_that_say_nothing_alone_are_wrong_usage(arguments: list[str], site: Path) -> None:
    assert run("check", *arguments, "--site", site).exit_code == 2


def test_suggestions_come_from_the_cache_too_and_do_without_it(site: Path) -> None:
    first = run("check", "--suggest", "--site", site, "--jobs", 1).stdout
    run("build", "--site", site, "--jobs", 1)
    assert run("check", "--suggest", "--site", site, "--jobs", 1).stdout == first
    cache = site / ".pressmark/readings.sqlite"
    with sqlite3.connect(cache) as connection:
        connection.execute("delete from bodies")
    connection.close()
    assert run("check", "--suggest", "--site", site, "--jobs", 1).stdout == first


def test_an_error_stays_an_error(site: Path) -> None:
    (site / "content/articles/c.md").write_text(article("tags: [x"), encoding="utf-8")
    found = run("check", "--suggest", "--site", site, "--jobs", 1)
    assert found.exit_code == 1
    assert "suggestion[" in found.stdout
