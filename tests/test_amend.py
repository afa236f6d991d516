"""The shortcut for edited texts: what it does, what it leaves to the long way, and that both give the same site."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.build import BuildOptions, build
from generator.model import Body, SourcePath
from generator.output.press import Printed, Run, print_pages
from generator.output.store import FOLDER
from generator.output.views_file import FILE
from generator.read.parse import ContentKind, parse
from generator.read.source import decode
from generator.report import Report
from generator.site.articles import with_text
from generator.site.views import ArticleView
from tests.never_wrong.given import differences, tree
from tests.site.written import article, config_of, pages, site_of
from tests.test_unchanged import LONG_AGO, NOW, settle_down, write

FIRST = "The first words stay.\n\nSee [the other](b.md). "
WITHHELD = "{display: metadata}"


@pytest.fixture(autouse=True)
def believe_change_times(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test cannot wait two seconds for each file: here times are believed at once."""
    monkeypatch.setattr("generator.readings.RACY", -(10**18))


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A small archive, built, whose files are old enough for their times to be believed."""
    folder = tmp_path / "archive"
    files = {
        "site.yaml": "title: T\nurl: https://example.org/\n",
        "content/articles/a.md": article("A", FIRST + "One."),
        "content/articles/b.md": article("B", FIRST.replace("b.md", "a.md"), tags="[x]"),
        "content/articles/c.md": article("C", FIRST + "Of three.", rights=WITHHELD),
        "content/articles/d.md": article("D", FIRST + "Of four.", draft="true"),
        "content/articles/e.md": article("E", "", tags="[x]"),
        "content/pages/about.md": "---\ntitle: About\n---\n\nWords.\n",
    }
    for path, text in files.items():
        write(folder / path, text)
    settle_down(folder)
    assert built(folder).published
    return folder


def built(folder: Path, **options: object) -> Report:
    return build(folder, BuildOptions(**{"now": NOW, **options}))  # type: ignore[arg-type]


def was_short(report: Report) -> bool:
    """Whether the archive was never assembled."""
    return "archive" not in [phase for phase, _ in report.seconds]


def assert_as_clean(folder: Path, tmp_path: Path) -> None:
    """The published site is what a clean build gives."""
    assert built(folder, output=tmp_path / "clean", fresh=True).published
    assert differences(tree(folder / "public"), tree(tmp_path / "clean")) == ""


def test_an_edited_text_renders_its_page_and_assembles_nothing(archive: Path, tmp_path: Path) -> None:
    write(archive / "content/articles/a.md", article("A", FIRST + "Two *new* words."))
    report = built(archive)
    assert was_short(report)
    assert (report.explanations, report.written, report.removed) == (("2023/06/a/: view changed",), 2, 0)
    assert "<em>new</em>" in (archive / "public/2023/06/a/index.html").read_text()
    assert_as_clean(archive, tmp_path)


def test_the_report_of_a_short_build_is_that_of_a_long_one(archive: Path) -> None:
    write(archive / "content/articles/a.md", article("A", FIRST + "Two *new* words."))
    short, long = built(archive), built(archive, fresh=True)
    assert (short.articles, short.pages, short.problems) == (long.articles, long.pages, long.problems)
    assert short.written + short.unchanged == long.written + long.unchanged


def test_one_edit_after_the_other_is_short(archive: Path, tmp_path: Path) -> None:
    for number in range(3):
        write(archive / "content/articles/a.md", article("A", FIRST + f"Edit {number}."))
        write(
            archive / "content/articles/b.md", article("B", FIRST.replace("b.md", "a.md") + "x " * number, tags="[x]")
        )
        assert was_short(built(archive))
    assert_as_clean(archive, tmp_path)


def test_an_edit_that_changes_no_word_of_the_page_renders_nothing(archive: Path) -> None:
    write(archive / "content/articles/a.md", article("A", FIRST + "One.\n\n"))
    report = built(archive)
    assert (was_short(report), report.rendered, report.written) == (True, (), 0)


def test_after_an_edit_that_changes_no_word_the_next_is_short(archive: Path, tmp_path: Path) -> None:
    """What is known of the texts is then known as before, and not lost."""
    for text in ("One.\n\n", "Two."):
        write(archive / "content/articles/a.md", article("A", FIRST + text))
        assert was_short(built(archive))
    assert_as_clean(archive, tmp_path)


def test_edit_then_undo_is_the_old_site(archive: Path, tmp_path: Path) -> None:
    path = archive / "content/articles/a.md"
    before, site = path.read_text(), tree(archive / "public")
    write(path, article("A", FIRST + "Other."))
    built(archive)
    write(path, before)
    assert was_short(built(archive))
    assert tree(archive / "public") == site
    assert_as_clean(archive, tmp_path)


EDITS: dict[str, Callable[[Path], object]] = {
    "the first words": lambda folder: write(folder / "content/articles/a.md", article("A", "Other " + FIRST)),
    "a link": lambda folder: write(folder / "content/articles/a.md", article("A", FIRST + "[x](c.md)")),
    "an anchor": lambda folder: write(folder / "content/articles/a.md", article("A", FIRST + "\n\n## Head {#h}")),
    "the title": lambda folder: write(folder / "content/articles/a.md", article("A2", FIRST + "One.")),
    "the line of a link": lambda folder: write(folder / "content/articles/a.md", article("A", "\n" + FIRST + "One.")),
    "a text that is withheld": lambda folder: write(
        folder / "content/articles/c.md", article("C", FIRST + "Of 3.", rights=WITHHELD)
    ),
    "a draft": lambda folder: write(folder / "content/articles/d.md", article("D", FIRST + "Of 4.", draft="true")),
    "a text that had no word": lambda folder: write(folder / "content/articles/e.md", article("E", "A.", tags="[x]")),
    "a record that is no article": lambda folder: write(
        folder / "content/pages/about.md", "---\ntitle: About\n---\n\nW.\n"
    ),
    "a mistake": lambda folder: write(folder / "content/articles/a.md", article("A", FIRST + "One.", outlet="")),
    "a doubtful link": lambda folder: write(folder / "content/articles/a.md", article("A", FIRST + "[x](nowhere.md)")),
    "many texts": lambda folder: [
        write(folder / f"content/articles/{name}.md", article(name.upper(), FIRST + "Many.")) for name in "ab"
    ],
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_any_other_edit_goes_the_long_way(
    archive: Path, tmp_path: Path, edit: Callable[[Path], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.amend.MOST", 1)
    edit(archive)
    report = built(archive)
    assert not was_short(report)
    if report.published:
        assert_as_clean(archive, tmp_path)


def test_feeds_that_carry_whole_texts_go_the_long_way(archive: Path, tmp_path: Path) -> None:
    write(archive / "site.yaml", "title: T\nurl: https://example.org/\nfeeds: {content: full}\n")
    built(archive)
    write(archive / "content/articles/a.md", article("A", FIRST + "Two."))
    report = built(archive)
    assert not was_short(report)
    assert {"2023/06/a/", "feed.xml"} <= set(report.rendered)
    assert_as_clean(archive, tmp_path)


def test_what_a_failed_build_has_read_is_not_taken_for_published(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    write(archive / "content/articles/a.md", article("Another title", FIRST + "One."))
    with monkeypatch.context() as patched:
        patched.setattr("generator.output.press.stage", full)
        assert not built(archive).published
    assert built(archive).published
    assert "Another title" in (archive / "public/index.html").read_text()
    assert_as_clean(archive, tmp_path)


def test_a_time_of_day_in_another_zone_is_another_date(archive: Path, tmp_path: Path) -> None:
    """One moment, written in two ways: pages show both otherwise, though the records are equal."""
    path = archive / "content/articles/a.md"
    for date in ("2023-06-25T12:00:00Z", "2023-06-25T14:00:00+02:00"):
        write(path, article("A", FIRST + "One.", date=date))
        assert not was_short(built(archive))
        assert_as_clean(archive, tmp_path)


def test_files_that_changed_names_do_not_get_each_others_pages(archive: Path, tmp_path: Path) -> None:
    one, other = archive / "content/articles/one.md", archive / "content/articles/other.md"
    texts = [article("A dispatch", FIRST + "One text.", id=name, outlet=name) for name in ("x", "y")]
    write(one, texts[0])
    write(other, texts[1])
    built(archive)
    one.write_text(texts[1])
    other.write_text(texts[0])
    built(archive)
    write(one, texts[1].replace("One text.", "Another text."))
    built(archive)
    assert_as_clean(archive, tmp_path)


@pytest.mark.parametrize("way", ["build", "amend"])
def test_what_another_build_has_read_meanwhile_is_not_taken_for_published(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    """A build ends while a text that it did not see is published into another folder."""

    def meanwhile(run: Run, numbers: range) -> Printed:
        if not seen:
            seen.append(1)
            write(archive / "content/articles/a.md", article("Another title", FIRST + "Another one."))
            assert built(archive, output=tmp_path / "other").published
        return print_pages(run, numbers)

    seen: list[int] = []
    write(archive / "content/articles/a.md", article("A", FIRST + "Another one."))
    with monkeypatch.context() as slow:
        slow.setattr(f"generator.{way}.print_pages", meanwhile)
        report = built(archive, fresh=way == "build")
        assert (report.published, was_short(report)) == (True, way == "amend")
    assert built(archive).published
    assert "Another title" in (archive / "public/index.html").read_text()
    assert_as_clean(archive, tmp_path)


def test_a_publication_that_is_finished_meanwhile_is_said(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: Path) -> None:
        raise OSError(5, "Input/output error")

    write(archive / "content/articles/a.md", article("A", FIRST + "Two."))
    with monkeypatch.context() as patched:
        patched.setattr("generator.output.commit.discard_staging", fails)
        assert "publication-interrupted" in [problem.code for problem in built(archive).problems]
    report = built(archive)
    assert "publication-finished" in [problem.code for problem in report.problems]
    assert_as_clean(archive, tmp_path)


DAMAGE: dict[str, Callable[[Path], object]] = {
    "an edited page": lambda folder: write(folder / "public/about/index.html", "edited"),
    "a lost page": lambda folder: (folder / "public/about/index.html").unlink(),
    "the edited page itself": lambda folder: write(folder / "public/2023/06/a/index.html", "edited"),
    "a lost manifest": lambda folder: (folder / "public/.pressmark-manifest.json").unlink(),
    "no views": lambda folder: (folder / FOLDER / FILE).unlink(),
    "views that are none": lambda folder: (folder / FOLDER / FILE).write_bytes(b"x" * 5000),
    "no readings": lambda folder: (folder / FOLDER / "readings.sqlite").unlink(),
    "no store": lambda folder: [path.unlink() for path in (folder / FOLDER).glob("pages-*")],
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_whatever_is_lost_or_edited_the_site_is_right(
    archive: Path, tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    write(archive / "content/articles/a.md", article("A", FIRST + "Two."))
    damage(archive)
    report = built(archive)
    if report.published:
        assert_as_clean(archive, tmp_path)
    else:
        assert {problem.code for problem in report.problems} == {"foreign-file"}


def test_views_of_another_build_are_not_used(archive: Path, tmp_path: Path) -> None:
    built(archive, output=tmp_path / "elsewhere", base_url="https://example.com/elsewhere/")
    write(archive / "content/articles/a.md", article("A", FIRST + "Two."))
    report = built(archive)
    assert report.published
    assert_as_clean(archive, tmp_path)


def test_an_edit_that_keeps_size_and_time_is_published(archive: Path, tmp_path: Path) -> None:
    path = archive / "content/articles/a.md"
    path.write_text(path.read_text().replace("One.", "Two."))
    os.utime(path, (LONG_AGO, LONG_AGO))
    assert was_short(built(archive))
    assert_as_clean(archive, tmp_path)


TEXTS = st.lists(
    st.sampled_from(["word", "*two*", "</script>", "“q”", "\n\n", "> said", "1.", "&", "\u2028"]), min_size=1
)


def shown(file: str) -> tuple[ArticleView, Body]:
    """An article's view, and its body."""
    view = pages(site_of({"articles/a.md": file}))["2023/06/a/index.html"].view
    source, _ = decode(SourcePath("content/articles/a.md"), file.encode())
    assert isinstance(view, ArticleView)
    assert source is not None
    parsed, _ = parse(source, ContentKind.ARTICLE, config_of())
    assert parsed is not None
    return view, parsed.record.body


@given(TEXTS, TEXTS)
def test_a_view_given_another_text_is_the_view_of_that_text(old: list[str], new: list[str]) -> None:
    (one, old_body), (other, new_body) = (
        shown(article("A", f"First.\n\n{' '.join(text)}", tags="[x]")) for text in (old, new)
    )
    assert with_text(one, old_body, new_body) == other
