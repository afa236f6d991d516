"""A build with nothing to do: what it skips, and everything that makes it look again."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest

from generator import readings, unchanged
from generator.build import BuildOptions, build
from generator.output.publish import Published, publish
from generator.report import Report
from tests.site.written import article

NOW = dt.datetime(2024, 6, 1, 12, tzinfo=dt.UTC)
LONG_AGO = 1_700_000_000
SKIPPED = ["settle", "look"]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A small archive whose files are old enough for their times to be believed, built."""
    files = {
        "site.yaml": "title: T\nurl: https://example.org/\n",
        "content/articles/a.md": article("A", "A [link](nowhere.md)."),
        "content/articles/b.md": article("B"),
        "content/assets/logo.svg": "<svg/>",
        "themes/mine/theme.yaml": "name: mine\nextends: broadsheet\n",
    }
    for path, text in files.items():
        write(tmp_path / path, text)
    settle_down(tmp_path)
    built(tmp_path)
    return tmp_path


def write(path: Path, text: str) -> None:
    """Write a file, as an editor would some time ago."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def settle_down(folder: Path) -> None:
    """Let every file look as if it had not been touched for long; only its change time says otherwise."""
    for path in folder.glob("content/**/*"):
        if path.is_file():
            os.utime(path, (LONG_AGO, LONG_AGO))


@pytest.fixture(autouse=True)
def believe_change_times(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test cannot wait two seconds for each file: here times are believed at once."""
    monkeypatch.setattr("generator.readings.RACY", -(10**18))


def built(folder: Path, **options: object) -> tuple[Report, bool]:
    """A build, and whether it found nothing to do at once."""
    report = build(folder, BuildOptions(**{"now": NOW, **options}))  # type: ignore[arg-type]
    return report, [phase for phase, _ in report.seconds] == SKIPPED


def test_a_build_with_nothing_to_do_says_what_the_last_one_said(archive: Path) -> None:
    first = build(archive, BuildOptions(now=NOW, fresh=True))
    report, skipped = built(archive)
    assert skipped
    assert (report.pages, report.articles, report.problems) == (first.pages, first.articles, first.problems)
    assert (report.written, report.rendered, report.unchanged) == (0, (), first.written + first.unchanged)
    assert [problem.code for problem in report.problems] == ["broken-link"]


EDITS: dict[str, Callable[[Path], object]] = {
    "a body": lambda folder: write(folder / "content/articles/a.md", article("A", "Other.")),
    "a new article": lambda folder: write(folder / "content/articles/c.md", article("C")),
    "a lost article": lambda folder: (folder / "content/articles/b.md").unlink(),
    "notes": lambda folder: write(folder / "content/articles/a.notes.yaml", "[]\n"),
    "an asset": lambda folder: write(folder / "content/assets/logo.svg", "<svg></svg>"),
    "an asset of the same size and time": lambda folder: (
        write(folder / "content/assets/logo.svg", "<gvs/>"),
        os.utime(folder / "content/assets/logo.svg", (LONG_AGO, LONG_AGO)),
    ),
    "a setting": lambda folder: write(folder / "site.yaml", "title: Other\nurl: https://example.org/\n"),
    "the theme": lambda folder: write(folder / "site.yaml", "title: T\nurl: https://example.org/\ntheme: mine\n"),
    "a page in the output": lambda folder: write(folder / "public/index.html", "edited"),
    "a page lost from the output": lambda folder: (folder / "public/2023/06/a/index.html").unlink(),
    "the manifest": lambda folder: (folder / "public/.pressmark-manifest.json").unlink(),
    "a publication left unfinished": lambda folder: (folder / "public/.pressmark-staging").mkdir(),
    "the cache": lambda folder: [path.unlink() for path in (folder / ".pressmark").glob("pages-*")],
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_any_change_makes_it_look_again(archive: Path, edit: Callable[[Path], object]) -> None:
    assert built(archive)[1]
    edit(archive)
    report, skipped = built(archive)
    assert not skipped
    assert report.published, report.problems


@pytest.mark.parametrize(
    ("line", "code", "published"),
    [
        ("titel: oops", "unknown-setting", False),
        ("timezone: Mars/X", "bad-timezone", False),
    ],
)
def test_what_is_wrong_in_the_settings_is_seen(archive: Path, line: str, code: str, published: bool) -> None:
    """A wrong setting gets its default, so that the settings are what they were."""
    place = archive / "site.yaml"
    write(place, f"{place.read_text()}{line}\n")
    report, skipped = built(archive)
    assert not skipped
    assert (code in {problem.code for problem in report.problems}, report.published) == (True, published)


@pytest.mark.parametrize("edit", [Path.unlink, lambda place: write(place, "edited")])
def test_a_page_that_is_lost_or_edited_while_a_build_ends_is_seen_by_the_next(
    archive: Path, monkeypatch: pytest.MonkeyPatch, edit: Callable[[Path], object]
) -> None:
    page = archive / "public/404.html"

    def then_edit(output: Path, staged: object, kept: object, stored: object) -> Published:
        published = publish(output, staged, kept, stored)  # type: ignore[arg-type]
        edit(page)
        return published

    with monkeypatch.context() as ending:
        ending.setattr("generator.publication.publish", then_edit)
        assert build(archive, BuildOptions(now=NOW, fresh=True)).published
    report, skipped = built(archive)
    assert not skipped
    assert report.written == 1
    assert "<html" in page.read_text()


@pytest.mark.parametrize(
    ("library", "digests"),
    [
        ("babel", {unchanged.program}),
        ("rapidfuzz", {unchanged.program}),
        ("tzdata", {unchanged.program, readings.reading_code}),
        ("markdown", {unchanged.program, readings.reading_code}),
    ],
)
def test_another_version_of_a_library_is_another_program(
    monkeypatch: pytest.MonkeyPatch, library: str, digests: set[Callable[[], bytes]]
) -> None:
    """Names of months are babel's, and hints rapidfuzz's; neither decides what a file says."""
    memos = (unchanged.program, readings.reading_code)
    before = {memo: memo.__wrapped__() for memo in memos}
    monkeypatch.setattr("generator.readings.version", lambda name: "99" if name == library else version(name))
    assert {memo for memo in memos if memo.__wrapped__() != before[memo]} == digests


def test_another_python_is_another_program(monkeypatch: pytest.MonkeyPatch) -> None:
    memos = (unchanged.program, readings.reading_code)
    before = [memo.__wrapped__() for memo in memos]
    monkeypatch.setattr("platform.python_version", lambda: "3.99")
    assert all(memo.__wrapped__() != one for memo, one in zip(memos, before, strict=True))


def test_a_template_of_the_theme_counts(archive: Path) -> None:
    EDITS["the theme"](archive)
    built(archive)
    assert built(archive)[1]
    write(archive / "themes/mine/templates/404.html", "<!doctype html><title>{{ view.title }}</title>")
    report, skipped = built(archive)
    assert not skipped
    assert report.rendered == ("404.html",)


@pytest.mark.parametrize("options", [{"drafts": True}, {"base_url": "https://example.com/"}, {"fresh": True}])
def test_other_options_make_it_look_again(archive: Path, options: dict[str, object]) -> None:
    assert not built(archive, **options)[1]


def test_a_clock_that_goes_back_makes_it_look_again(archive: Path) -> None:
    assert not built(archive, now=NOW - dt.timedelta(seconds=1))[1]
    assert built(archive, now=NOW + dt.timedelta(days=400))[1]


def test_an_archive_that_waits_for_a_day_to_come_is_always_looked_at(archive: Path) -> None:
    write(archive / "content/articles/soon.md", article("Soon", date="2024-06-02"))
    built(archive)
    assert not built(archive)[1]
    report, _ = built(archive, now=NOW + dt.timedelta(days=1))
    assert "2024/06/soon/" in report.rendered


def test_what_was_edited_in_the_output_is_said_once(archive: Path) -> None:
    write(archive / "public/index.html", "edited")
    assert "edited-output" in [problem.code for problem in built(archive)[0].problems]
    built(archive)
    report, skipped = built(archive)
    assert skipped
    assert "edited-output" not in [problem.code for problem in report.problems]


def test_a_file_touched_a_moment_ago_is_not_believed(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.readings.RACY", 2_000_000_000)
    write(archive / "content/articles/a.md", article("A", "Other."))
    built(archive)
    assert not built(archive)[1]
