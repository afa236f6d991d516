"""The command line: what it prints, what it returns, and what it writes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator import __version__, console
from generator.cli import main
from generator.model import SourcePath
from generator.new import yaml_text
from generator.problems import Problem, Span, warning
from generator.read.nodes import Mapping
from generator.read.yaml import load_yaml
from generator.report import Report, problem_json
from tests.output.given import write


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A new archive, as `pressmark init` makes it."""
    folder = tmp_path / "archive"
    assert run("init", folder).exit_code == 0
    return folder


def run(*arguments: object) -> Result:
    """The command with these arguments, in this process."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_version_and_help() -> None:
    assert run("--version").output == f"pressmark, version {__version__}\n"
    assert all(command in run("--help").output for command in ("build", "check", "new", "init"))


def test_help_does_not_import_the_program() -> None:
    code = "import sys; import generator.cli; print(*sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert not {"jinja2", "rich", "markdown", "msgspec", "yaml", "generator.build"} & set(found.stdout.split())


def test_ctrl_c_before_anything_has_begun_is_an_interruption(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(_: Path) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr("generator.cli.making.archive_folder", stopped)
    found = run("check", "--site", site)
    assert (found.exit_code, found.stderr) == (130, "interrupted\n")


# build


def test_build_says_what_it_did(site: Path) -> None:
    first = run("build", "--site", site, "--jobs", 1)
    assert first.exit_code == 0
    assert re.fullmatch(
        r"Built 68 pages from 2 articles in [\d.]+ s: \d+ files written, 0 unchanged, 0 removed\n", first.stdout
    )
    assert ": 0 files written, " in run("build", "--site", site, "--jobs", 1).stdout


def test_a_build_with_nothing_to_do_counts_the_warnings_it_has_given_before(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.readings.RACY", -(10**18))  # believe times at once, as if two seconds had passed
    write(site, {"content/articles/x.md": "---\ntitle: X\noutlet: O\ndate: 2024-01-01\n---\n[x](nowhere.md)\n"})
    first, second = (run("build", "--site", site, "--jobs", 1) for _ in range(2))
    assert "warning[broken-link]" in first.stderr
    assert first.stdout.endswith("; 1 warning\n")
    assert second.stderr == ""
    assert second.stdout.endswith("; 1 warning as before (pressmark check shows all)\n")


def test_progress_counts_pages_that_are_looked_at_whether_or_not_they_are_rendered(site: Path) -> None:
    assert run("build", "--site", site, "--jobs", 1).stderr == (
        "Reading 5 files\nSearching 2 texts\nLooking at 68 pages\n"
    )


def test_quiet_says_nothing_when_all_is_well(site: Path) -> None:
    assert run("build", "--site", site, "--quiet", "--jobs", 1).output == ""


def test_explain_says_why_each_page_was_rendered(site: Path) -> None:
    assert "about/: new\n" in run("build", "--site", site, "--explain", "--jobs", 1).stdout


def test_problems_end_with_exit_code_1_and_look_like_a_compiler_s(site: Path) -> None:
    write(site, {"content/articles/x.md": "---\ntitle: X\noutlet: Example Gazette\ndate: 2024-13-01\n---\nX\n"})
    found = run("build", "--site", site, "--jobs", 1)
    assert found.exit_code == 1
    assert "content/articles/x.md:4:7: error[" in found.stderr
    assert "\n  hint: " in found.stderr
    assert "Nothing published: 1 error. The site is as it was.\n" in found.stderr
    assert not (site / "public").exists()


def test_the_report_is_json(site: Path, tmp_path: Path) -> None:
    run("build", "--site", site, "--report", tmp_path / "r.json", "--jobs", 1)
    report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert {"articles", "pages", "written", "unchanged", "removed", "rendered", "seconds", "problems"} <= set(report)
    assert (report["articles"], report["problems"]) == (2, [])
    assert "about/" in report["rendered"]


@pytest.mark.parametrize(
    "url", ["example.org", "ftp://example.org/", "https://", "https://a b/", "https://x/?q", "http://x:0x/"]
)
def test_a_base_url_that_is_none_is_wrong_usage(site: Path, url: str) -> None:
    assert run("build", "--site", site, "--base-url", url).exit_code == 2


@pytest.mark.parametrize("command", [["build"], ["check"], ["new", "outlet", "X"]])
def test_no_archive_is_wrong_usage_with_a_hint(tmp_path: Path, command: list[str]) -> None:
    found = run(*command, "--site", tmp_path)
    assert found.exit_code == 2
    assert found.stderr.splitlines() == [
        f'Error: there is no site.yaml in "{tmp_path}"',
        "  hint: name an archive with --site DIR, or make one: pressmark init DIR",
    ]


@pytest.mark.parametrize("command", [["build", "--output", ""], ["check", "--site", ""], ["init", ""]])
def test_a_folder_without_a_name_is_wrong_usage(
    command: list[str], site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(site)
    found = run(*command)
    assert (found.exit_code, "the name of the folder is empty" in found.stderr) == (2, True)


@pytest.mark.parametrize(
    ("where", "published"), [("generator.build.print_pages", False), ("generator.verify.differences", True)]
)
def test_what_is_said_of_an_interrupted_build_is_true(
    site: Path, monkeypatch: pytest.MonkeyPatch, where: str, published: bool
) -> None:
    """The new site may be in place by then, and the old one gone."""

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(where, stopped)
    found = run("build", "--site", site, "--jobs", 1, "--verify", "--quiet")
    assert found.exit_code == 130
    assert found.stderr == "interrupted; what is published is whole, or the next build finishes it\n"
    assert (site / "public/index.html").exists() == published


def test_output_over_the_content_is_refused(site: Path) -> None:
    found = run("build", "--site", site, "--output", site / "content", "--jobs", 1)
    assert found.exit_code == 1
    assert "error[output-refused]: the output folder is the content folder\n" in found.stderr


def test_worker_processes_give_the_same_site(site: Path, tmp_path: Path) -> None:
    for number in range(210):
        run("new", "outlet", f"Outlet {number}", "--site", site)
    for jobs in (1, 2):
        found = run("build", "--site", site, "--jobs", jobs, "--output", tmp_path / str(jobs))
        assert found.exit_code == 0, found.output
    manifests = [(tmp_path / jobs / ".pressmark-manifest.json").read_bytes() for jobs in ("1", "2")]
    assert manifests[0] == manifests[1]


# check


def test_check_says_that_all_is_well(site: Path) -> None:
    found = run("check", "--site", site, "--jobs", 1)
    assert (found.exit_code, found.stdout) == (0, "Checked 2 articles: no problems\n")


def test_check_gives_json(site: Path) -> None:
    write(site, {"content/articles/x.md": "no front matter"})
    found = run("check", "--site", site, "--format", "json", "--jobs", 1)
    report = json.loads(found.stdout)
    assert found.exit_code == 1
    assert report["errors"] == len(report["problems"]) == 1
    assert report["problems"][0]["path"] == "content/articles/x.md"


def test_check_gives_annotations_with_paths_from_where_it_runs(site: Path) -> None:
    write(site, {"content/articles/x.md": "no front matter"})
    found = run("check", "--site", site, "--format", "github", "--jobs", 1)
    assert found.stdout.startswith("::error file=")
    assert "archive/content/articles/x.md,line=1,col=" in found.stdout


# How problems look

PROBLEM = Problem("unknown-outlet", 'no outlet "X"', Span("content/articles/mt.md", 4, 9), 'did you mean "Y"?')


def test_a_problem_as_text() -> None:
    assert list(console.problem_lines(PROBLEM)) == [
        'content/articles/mt.md:4:9: error[unknown-outlet]: no outlet "X"',
        '  hint: did you mean "Y"?',
    ]


def test_a_problem_of_a_whole_file_has_no_line() -> None:
    problem = warning("unused-file", "nothing reads it", Span("content/stray.md"))
    assert list(console.problem_lines(problem)) == ["content/stray.md: warning[unused-file]: nothing reads it"]
    assert console.github_line(problem) == "::warning file=content/stray.md,title=unused-file::nothing reads it"
    assert {key: problem_json(problem)[key] for key in ("path", "line", "column")} == {
        "path": "content/stray.md",
        "line": None,
        "column": None,
    }


def test_a_published_file_is_named_from_where_the_user_stands(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site)
    write(site, {"public/index.html": "mine"})
    assert run("build", "--jobs", 1).stderr.splitlines()[-3].startswith("public/index.html: error[foreign-file]: ")


@pytest.mark.parametrize("text", ["a\x1b[2Jb", "a\nb", "a\rb", "a\x07b", "a\u202eb", "a\x9bb"])
def test_content_cannot_write_to_the_terminal_s_controls(text: str) -> None:
    [line] = console.problem_lines(warning("c", text, Span(text)))
    assert line.isprintable()


def test_an_annotation_escapes_what_github_reads() -> None:
    problem = warning("c", "100%\nsure: a, b", Span("a,b:c%.md", 2, 3), "x")
    assert console.github_line(problem, "site") == (
        "::warning file=site/a%2Cb%3Ac%25.md,line=2,col=3,title=c::100%25%0Asure: a, b%0Ahint: x"
    )


def test_many_warnings_of_a_code_are_shortened_and_errors_are_not() -> None:
    warnings = [warning("ambiguous-alias", str(n), Span("a", n)) for n in range(1, 104)]
    errors = [Problem("e", str(n), Span("b", n)) for n in range(1, 31)]
    lines = list(console.some_lines([*errors, *warnings]))
    assert len(lines) == 20 + 30 + 1
    assert lines[20] == "… and 83 more ambiguous-alias warnings (pressmark check shows all)"
    assert lines[-1] == "b:30:1: error[e]: 30"


def test_errors_come_last_where_they_are_seen() -> None:
    mixed = [Problem("e", "1", Span("a")), warning("w", "2", Span("b")), Problem("e", "3", Span("c"))]
    assert [line[0] for line in console.all_lines(mixed)] == ["b", "a", "c"]


def test_a_summary_says_what_was_held_back() -> None:
    from generator.archive.records import HeldBack  # noqa: PLC0415

    report = Report(articles=1, pages=1200, written=1, published=True, held_back=HeldBack(drafts=1, future=2))
    assert console.build_summary(report, 0.84) == (
        "Built 1,200 pages from 1 article in 0.8 s: 1 file written, 0 unchanged, 0 removed;"
        " 1 draft held back; 2 future articles held back"
    )


# new


@pytest.mark.parametrize(
    ("arguments", "path"),
    [
        (
            ["article", "A: headline", "--outlet", "Example Gazette", "--date", "2024-05-06"],
            "articles/2024-05-06-a-headline.md",
        ),
        (["article", "Undated", "--outlet", "Example Gazette", "--date", "XXXX"], "articles/undated.md"),
        (["entity", "Im Chon Il"], "entities/people/im-chon-il.md"),
        (["entity", "Ростов-на-Дону", "--type", "places"], "entities/places/ростов-на-дону.md"),
        (["outlet", "NO"], "outlets/no.md"),
        (["story", 'The "mutiny" #1', "--date", "2023-06"], "stories/the-mutiny-1.md"),
        (["quote", "On the mutiny", "--date", "2023-06-25"], "quotes/on-the-mutiny.md"),
    ],
)
def test_new_writes_a_file_that_reads_well(site: Path, arguments: list[str], path: str) -> None:
    found = run("new", *arguments, "--site", site)
    assert (found.exit_code, found.stdout) == (0, f"{os.path.relpath(site / 'content' / path)}\n")
    checked = run("check", "--site", site, "--jobs", 1)
    assert "error[" not in checked.stdout, checked.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["article", "A", "--outlet", "KCNA"], ["a draft: remove its line `draft: true` to publish it"]),
        (
            ["article", "A"],
            [
                "before the next build: say its outlet, who published it",
                "a draft: remove its line `draft: true` to publish it",
            ],
        ),
        (["outlet", "A"], []),
    ],
)
def test_new_says_what_is_left_to_do(site: Path, arguments: list[str], said: list[str]) -> None:
    assert [line.strip() for line in run("new", *arguments, "--site", site).stderr.splitlines()] == said


@pytest.mark.parametrize(
    ("names", "quoted"),
    [
        (["The", "Moscow", "Times"], '"The Moscow Times"'),
        (["KCNA"], None),
        (["KCNA", "The Moscow Times"], None),
    ],
)
def test_new_says_that_words_were_taken_for_names(site: Path, names: list[str], quoted: str | None) -> None:
    found = run("new", "outlet", *names, "--site", site)
    assert (found.exit_code, len(found.stdout.splitlines())) == (0, len(names))
    said = "  each word was taken for a name; one name of several words goes in quotes: pressmark new outlet "
    assert found.stderr == (f"{said}{quoted}\n" if quoted else "")


@pytest.mark.parametrize(("arguments", "key"), [(["quote", "Q"], "said"), (["story", "Q"], "when")])
def test_new_invents_no_date(site: Path, arguments: list[str], key: str) -> None:
    found = run("new", *arguments, "--site", site)
    text = Path(found.stdout.strip()).read_text(encoding="utf-8")
    assert f"\n# {key}: " in text
    assert f"\n{key}: " not in text


def test_new_never_writes_over_a_file(site: Path) -> None:
    run("new", "outlet", "Example", "--site", site)
    before = (site / "content/outlets/example.md").read_bytes()
    found = run("new", "outlet", "Example", "--site", site)
    assert found.exit_code == 2
    assert "there is a file" in found.stderr
    assert (site / "content/outlets/example.md").read_bytes() == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["entity", "X", "--type", "peple"],
        ["article", "X", "--type", "letter"],
        ["article", "X", "--date", "yesterday"],
        ["article", "X", "--date", "2024-05-06\ndraft: true"],
        ["outlet", " "],
        ["outlet", "a\nb"],
    ],
)
def test_new_refuses_what_would_not_read(site: Path, arguments: list[str]) -> None:
    assert run("new", *arguments, "--site", site).exit_code == 2


@pytest.mark.parametrize("name", ["../../x", "/etc/passwd", "..", "C++", "x" * 300, "con"])
def test_new_stays_in_its_folder(site: Path, name: str) -> None:
    before = set(site.parent.rglob("*"))
    assert run("new", "outlet", name, "--site", site).exit_code == 0
    [made] = set(site.parent.rglob("*")) - before
    assert made.parent == site / "content/outlets"


TEXTS = [
    "plain",
    "a: b",
    "- a",
    "#a",
    "a #b",
    '"q"',
    "\\",
    "NO",
    "null",
    "1",
    "{a}",
    "[a]",
    "é한",
    "\u2028",
    "😀",
    " a",
]


@pytest.mark.parametrize("text", TEXTS)
def test_a_name_is_quoted_so_that_yaml_means_it(text: str) -> None:
    node, problems = load_yaml(f"name: {yaml_text(text)}\n", SourcePath("x"))
    assert problems == ()
    assert isinstance(node, Mapping)
    assert node.get("name").text == text  # type: ignore[union-attr]


# init


def test_init_refuses_a_folder_that_holds_something(tmp_path: Path) -> None:
    write(tmp_path, {"mine.txt": "x"})
    found = run("init", tmp_path)
    assert found.exit_code == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.txt"]


def test_init_takes_a_new_repository(tmp_path: Path) -> None:
    write(tmp_path, {".git/HEAD": "ref: refs/heads/main"})
    assert run("init", tmp_path).exit_code == 0
    assert (tmp_path / ".github/workflows/pages.yml").is_file()
    assert (tmp_path / ".gitignore").is_file()
