"""Building: what is published, and what was rendered to publish it."""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import os
import shutil
import sqlite3
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest

from generator.build import BuildOptions, build, check
from generator.init import write_starter
from generator.model import SourcePath
from generator.output import lock
from generator.output.changes import tool
from generator.output.publish import Published, is_as_stored, publish
from generator.output.staging import CopyTask, Staged, stage_copy
from generator.output.store import Stored
from generator.output.views_file import view_kept
from generator.prepare import CheckOptions
from generator.problems import Problem
from generator.readings import BodiesOnDisk, LostBodyError, is_ours, load_readings
from generator.report import Report
from generator.site.context import Context
from generator.site.parts import BodyView
from tests.output.given import contents, write
from tests.output.test_lock import another_build

NOW = dt.datetime(2024, 6, 1, 12, tzinfo=dt.UTC)
OPTIONS = BuildOptions(now=NOW)
FIRST = "content/articles/2024-03-02-how-an-article-is-written.md"


class Archive:
    """An archive on disk, changed and built as its editor would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.public = folder / "public"
        assert write_starter(folder) is None
        # The packaged themes change while they are worked on; a copy keeps a test's builds comparable.
        shutil.copytree(Path(__file__).parent.parent / "themes" / "broadsheet", folder / "themes" / "broadsheet")

    def build(self, **options: object) -> Report:
        return build(self.folder, BuildOptions(**{"now": NOW, **options}))  # type: ignore[arg-type]

    def edit(self, path: str, old: str, new: str) -> None:
        text = (self.folder / path).read_text(encoding="utf-8")
        assert old in text
        write(self.folder, {path: text.replace(old, new)})

    def read(self, path: str) -> str:
        return (self.public / path).read_text(encoding="utf-8")


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive")


def test_a_new_archive_builds_without_a_problem(archive: Archive) -> None:
    report = archive.build()
    assert report.problems == ()
    assert report.articles == 2
    assert report.written == len(contents(archive.public))
    assert "How an article is written" in archive.read("2024/03/how-an-article-is-written/index.html")


def test_a_second_build_renders_nothing(archive: Archive) -> None:
    first = archive.build()
    second = archive.build()
    assert second.rendered == ()
    assert (second.written, second.unchanged, second.removed) == (0, first.written, 0)


def test_editing_a_body_renders_that_page_and_no_list(archive: Archive) -> None:
    archive.build()
    archive.edit(FIRST, "gets a page too.", "gets a page as well.")
    report = archive.build()
    assert report.explanations == ("2024/03/how-an-article-is-written/: view changed",)
    assert report.written == 2  # the page, and the list of what all files hold
    assert "gets a page as well." in archive.read("2024/03/how-an-article-is-written/index.html")


def test_editing_a_template_renders_the_pages_that_reach_it(archive: Archive) -> None:
    archive.build()
    archive.edit("themes/broadsheet/templates/redirect.html", "<", "<!-- new --><")
    assert archive.build().rendered == ()
    archive.edit("themes/broadsheet/templates/404.html", "{% block", "<!-- new -->{% block")
    assert archive.build().explanations == ("404.html: template changed",)


def test_deleting_an_article_removes_its_page(archive: Archive) -> None:
    archive.build()
    before = set(contents(archive.public))
    (archive.folder / "content/articles/2024-03-09-how-names-are-kept.md").unlink()
    archive.edit(FIRST, ", as in [[how-names-are-kept|the other example]]", "")
    report = archive.build()
    gone = before - set(contents(archive.public))
    assert report.removed == len(gone)
    assert {path for path in gone if "/references." not in path} == {  # lists of one article have no files
        "2024/03/how-names-are-kept/index.html",
        "2024/03/how-names-are-kept/cite.ris",
    }
    assert not (archive.public / "2024/03/how-names-are-kept").exists()


def test_a_mistake_that_would_show_a_withheld_text_publishes_nothing(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.edit(FIRST, "outlet:", "rights: {display: metadata}\noutlet:")
    archive.build()
    before = contents(archive.public)

    def forgetful(context: Context, *_: object) -> BodyView:
        return BodyView(digest=next(iter(context.archive.withheld)))

    monkeypatch.setattr("generator.site.articles.shows_body", lambda _: True)
    monkeypatch.setattr("generator.site.articles.body_view", forgetful)
    archive.edit("site.yaml", "title: My archive", "title: Our archive")
    report = archive.build()
    assert [(problem.code, problem.span.path) for problem in report.problems] == [("restricted-words", FIRST)]
    assert contents(archive.public) == before


def test_incremental_is_clean(archive: Archive, tmp_path: Path) -> None:
    archive.build()
    archive.edit(FIRST, "title: How an article is written", "title: How it is written")
    archive.edit("site.yaml", "title: My archive", "title: Our archive")
    write(archive.folder, {"content/assets/note.txt": "an asset"})
    archive.build()
    (archive.folder / "content/pages/about.md").unlink()
    archive.edit("content/assets/note.txt", "an", "AN")
    archive.build()
    archive.build(output=tmp_path / "clean", fresh=True)
    assert contents(archive.public) == contents(tmp_path / "clean")
    assert (archive.public / ".pressmark-manifest.json").read_bytes() == (
        tmp_path / "clean/.pressmark-manifest.json"
    ).read_bytes()


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda page: page.unlink(), "output missing"),
        (lambda page: page.write_text("edited"), "output edited"),
    ],
)
def test_a_page_damaged_in_the_output_is_mended(archive: Archive, damage: object, reason: str) -> None:
    archive.build()
    before = contents(archive.public)
    damage(archive.public / "about/index.html")  # type: ignore[operator]
    report = archive.build()
    assert report.explanations == (f"about/: {reason}",)
    assert contents(archive.public) == before


def test_a_page_that_was_only_touched_is_not_rendered(archive: Archive) -> None:
    archive.build()
    (archive.public / "about/index.html").touch()
    assert archive.build().rendered == ()


def test_a_lost_or_damaged_cache_costs_time_only(archive: Archive) -> None:
    archive.build()
    before = contents(archive.public)
    [store] = (archive.folder / ".pressmark").glob("*.msgpack")
    data = store.read_bytes()
    for damaged in (b"", data[:-1], data[:40], b"\x80" + data[1:], data[:60] + b"\0" + data[61:]):
        store.write_bytes(damaged)
        report = archive.build()
        assert report.written == 0
        assert {line.rpartition(": ")[2] for line in report.explanations} == {"new"}
        assert contents(archive.public) == before


def test_nothing_is_published_while_anything_is_wrong(archive: Archive) -> None:
    archive.build()
    before = contents(archive.public)
    archive.edit(FIRST, "outlet: Example Gazette", "outlet: ")
    write(archive.folder, {"content/articles/broken.md": "---\ntitle: [\n---\n"})
    report = archive.build()
    assert not report.published
    assert {problem.span.path for problem in report.problems} == {FIRST, "content/articles/broken.md"}
    assert contents(archive.public) == before


def test_a_mistake_in_a_template_publishes_nothing(archive: Archive) -> None:
    archive.build()
    before = contents(archive.public)
    archive.edit("themes/broadsheet/templates/page.html", "{% block", "{{ view.nope }}{% block")
    archive.edit("themes/broadsheet/templates/article.html", "{{ view.title", "{{ view.nope }}{{ view.title")
    report = archive.build()
    assert {problem.code for problem in report.problems} == {"template-error"}
    assert contents(archive.public) == before
    assert not (archive.public / ".pressmark-staging").exists()


def test_a_foreign_file_stops_the_build_and_stays(archive: Archive) -> None:
    write(archive.public, {"about/index.html": "not Pressmark's"})
    report = archive.build()
    assert [problem.code for problem in report.problems] == ["foreign-file"]
    assert contents(archive.public) == {"about/index.html": "not Pressmark's"}


def test_a_base_url_replaces_the_one_in_site_yaml(archive: Archive) -> None:
    archive.build(base_url="https://user.github.io/archive/")
    page = archive.read("index.html")
    assert 'href="/archive/static/' in page
    assert "example.org" not in page


def test_drafts_and_future_articles_are_held_back_and_counted(archive: Archive) -> None:
    archive.edit(FIRST, "tags: [example]", "tags: [example]\ndraft: true")
    report = archive.build(now=dt.datetime(2024, 3, 5, tzinfo=dt.UTC))
    assert (report.held_back.drafts, report.held_back.future) == (1, 1)
    assert report.articles == 0


def test_the_time_can_be_set_from_outside(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(dt.datetime(2024, 3, 5, tzinfo=dt.UTC).timestamp())))
    assert archive.build(now=None).held_back.future == 1


def test_check_writes_nothing(archive: Archive) -> None:
    report = check(archive.folder, CheckOptions(now=NOW))
    assert report.problems == ()
    assert not archive.public.exists()
    assert not (archive.folder / ".pressmark").exists()


def test_notes_without_an_article_are_said(archive: Archive) -> None:
    write(archive.folder, {"content/articles/gone.notes.yaml": "[]\n"})
    assert [problem.code for problem in check(archive.folder, CheckOptions(now=NOW)).problems] == ["orphaned-notes"]


def test_an_unknown_theme_option_is_said(archive: Archive) -> None:
    archive.edit("site.yaml", "theme: broadsheet", "theme: broadsheet\ntheme_options: {no-such-option: x}")
    assert [problem.code for problem in archive.build().problems] == ["unknown-theme-option"]


@pytest.mark.parametrize("place", ["a-file/public", "x" * 300])
def test_an_output_that_cannot_be_made_is_a_problem(archive: Archive, place: str) -> None:
    write(archive.folder, {"a-file": "x"})
    report = archive.build(output=archive.folder / place)
    assert [problem.code for problem in report.problems] == ["cannot-write"]


def test_a_full_disk_while_rendering_leaves_the_old_site(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.build()
    before = contents(archive.public)
    archive.edit("site.yaml", "title: My archive", "title: Our archive")

    def full(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("generator.output.press.stage", full)
    report = archive.build()
    assert {problem.code for problem in report.problems} == {"cannot-write"}
    assert "No space left on device" in report.problems[0].message
    assert contents(archive.public) == before
    assert not (archive.public / ".pressmark-staging").exists()


def test_a_second_build_says_at_once_that_another_is_at_work(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    write(archive.folder, {"content/articles/broken.md": "---\ntitle: [\n---\n"})
    monkeypatch.setattr(lock, "PATIENCE", 0.2)
    done: list[str] = []
    with another_build(archive.folder, archive.public):
        report = build(archive.folder, BuildOptions(now=NOW), progress=lambda phase, _done, _all: done.append(phase))
    assert ([problem.code for problem in report.problems], done) == (["another-build"], [])


def test_a_second_build_at_the_same_time_publishes_nothing(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.build()
    before = contents(archive.public)
    archive.edit(FIRST, "title: How an article is written", "title: How it is written")
    monkeypatch.setattr(lock, "PATIENCE", 0.2)
    with another_build(archive.folder, archive.public):
        write(archive.public, {".pressmark-staging/new/theirs": "half done"})
        report = archive.build()
        assert [problem.code for problem in report.problems] == ["another-build"]
        assert (archive.public / ".pressmark-staging/new/theirs").exists()
    assert contents(archive.public) == before
    assert archive.build().published


def test_what_build_refuses_check_says_too(archive: Archive) -> None:
    archive.edit(FIRST, "tags: [example]", "tags: [example]\naliases: [/static/old.html]")
    write(archive.folder, {"themes/broadsheet/static/old.html": "", "content/assets/a .txt ": "a space at the end"})
    said = [(problem.code, problem.span.path) for problem in check(archive.folder, CheckOptions(now=NOW)).problems]
    assert said == [
        ("theme-file-collision", FIRST),
        ("unsafe-path", "content/assets/a .txt "),
    ]
    assert [(problem.code, problem.span.path) for problem in archive.build().problems] == said


def test_a_cache_that_keeps_no_body_costs_time_only(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(_bodies: BodiesOnDisk, digest: str) -> str:
        raise LostBodyError(digest)

    monkeypatch.setattr(BodiesOnDisk, "html", lost)
    assert archive.build().published
    assert "gets a page too." in archive.read("2024/03/how-an-article-is-written/index.html")


def test_what_every_template_sees_is_no_matter_for_feeds_and_sitemaps(archive: Archive) -> None:
    archive.build()
    archive.edit(
        "site.yaml", "title: My archive", "title: My archive\nmenu: [{text: Elsewhere, url: https://example.com/}]"
    )
    report = archive.build()
    assert "index.html: site changed" in report.explanations
    assert not [place for place in report.rendered if place.endswith((".xml", ".json", ".txt", ".nojekyll"))]


def test_a_page_that_goes_as_it_is_published_is_no_traceback(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(output: Path, staged: object, kept: object, stored: object) -> Published:
        published = publish(output, staged, kept, stored)  # type: ignore[arg-type]
        (output / "about/index.html").unlink()
        return published

    with monkeypatch.context() as patched:
        patched.setattr("generator.publication.publish", gone)
        assert archive.build().published
    assert archive.build().explanations == ("about/: output missing",)


def test_a_page_that_goes_while_it_is_compared_is_no_traceback(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.build()

    def gone(output: Path, path: str, stored: Stored) -> bool:
        right = is_as_stored(output, path, stored)
        if path == "about/index.html":
            (output / path).unlink(missing_ok=True)
        return right

    with monkeypatch.context() as patched:
        patched.setattr("generator.output.changes.is_as_stored", gone)
        assert archive.build().published
    assert archive.build().explanations == ("about/: output missing",)


@pytest.mark.parametrize("library", ["jinja2", "markupsafe", "msgspec"])
def test_another_version_of_what_makes_pages_is_another_tool(monkeypatch: pytest.MonkeyPatch, library: str) -> None:
    before = tool()
    monkeypatch.setattr("generator.output.changes.version", lambda name: "99" if name == library else version(name))
    assert tool() != before


def test_another_unicode_is_another_tool(monkeypatch: pytest.MonkeyPatch) -> None:
    before = tool()
    monkeypatch.setattr("unicodedata.unidata_version", "1.1.5")
    assert tool() != before


def test_a_file_that_changes_while_it_is_copied_is_known_by_what_was_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = Archive(tmp_path / "archive")
    photo = "content/assets/photo.svg"
    write(archive.folder, {photo: "<svg>1</svg>"})

    def too_late(task: CopyTask, staging: Path) -> Staged | Problem:
        write(archive.folder, {photo: "<svg>2</svg>"})
        return stage_copy(task, staging)

    with monkeypatch.context() as slow:
        slow.setattr("generator.build.stage_copy", too_late)
        assert archive.build().published
    write(archive.folder, {photo: "<svg>1</svg>"})
    archive.build()
    assert (archive.public / "assets/photo.svg").read_text() == "<svg>1</svg>"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("static/a\\b.png", "unsafe-path"),
        ("static/a\nb.png", "unsafe-path"),
        ("static/aux.png", "unsafe-path"),
        (os.fsdecode(b"static/a\xff.png"), "file-name-not-utf8"),
        (os.fsdecode(b"templates/a\xff.html"), "file-name-not-utf8"),
    ],
)
def test_a_theme_file_whose_name_not_every_system_takes_is_said(archive: Archive, path: str, code: str) -> None:
    place = archive.folder / "themes/broadsheet" / path
    place.write_text("x")
    problems = check(archive.folder, CheckOptions(now=NOW)).problems
    assert [problem.code for problem in problems] == [code]
    assert archive.build().published == (code == "file-name-not-utf8")


def test_an_archive_in_a_folder_whose_name_is_not_utf8_builds(tmp_path: Path) -> None:
    archive = Archive(tmp_path / os.fsdecode(b"arch\xffive"))
    assert archive.build().problems == ()
    archive.edit(FIRST, "title: ", "title: Another ")
    assert archive.build().published


@pytest.mark.parametrize("alias", ["/static/base.css/", "/static/base.css/below/", "/static/fonts/"])
def test_a_page_where_the_theme_has_a_file_is_said_before_anything_is_published(archive: Archive, alias: str) -> None:
    archive.edit(FIRST, "---\n", f"---\naliases: [{alias}]\n")
    report = archive.build()
    codes = [problem.code for problem in report.problems]
    assert codes == ([] if alias == "/static/fonts/" else ["theme-file-collision"])


@pytest.mark.parametrize(
    "spoil",
    [
        "drop table bodies",
        "create trigger t before insert on readings begin select raise(abort, 'no'); end",
        "create table more (x)",
    ],
)
def test_a_cache_with_other_tables_is_begun_anew(archive: Archive, spoil: str) -> None:
    archive.build()
    place = archive.folder / ".pressmark/readings.sqlite"
    with contextlib.closing(sqlite3.connect(place)) as connection:
        connection.executescript(spoil)
    archive.edit(FIRST, "title: ", "title: Another ")
    assert archive.build().published
    assert is_ours(sqlite3.connect(place))
    assert len(load_readings(archive.folder)) > 1


def test_kept_views_of_another_kind_are_begun_anew(archive: Archive) -> None:
    archive.build()
    place = archive.folder / ".pressmark/views.sqlite"
    with contextlib.closing(sqlite3.connect(place)) as connection:
        connection.executescript("drop table views; create table views (a text)")
    for edition in ("Another ", "Yet another "):
        archive.edit(FIRST, "title: ", f"title: {edition}")
        assert archive.build().published
    assert view_kept(archive.folder, SourcePath(FIRST)) is not None


def test_nothing_is_kept_of_an_article_that_is_gone(archive: Archive) -> None:
    archive.build()
    assert view_kept(archive.folder, SourcePath(FIRST)) is not None
    archive.edit(FIRST, "title: ", "title: Withdrawn: ")
    archive.build()
    (archive.folder / FIRST).unlink()
    archive.build()
    assert view_kept(archive.folder, SourcePath(FIRST)) is None
    assert not [place for place in (archive.folder / ".pressmark").iterdir() if b"Withdrawn" in place.read_bytes()]


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, lambda place: place.symlink_to("nowhere")])
def test_what_lies_beside_the_store_does_not_keep_it_from_being_saved(
    archive: Archive, make: Callable[[Path], object]
) -> None:
    (archive.folder / ".pressmark").mkdir()
    make(archive.folder / ".pressmark/pages-other.msgpack")
    assert archive.build().problems == ()
    assert archive.build().written == 0


@pytest.mark.parametrize("place", ["archive/site.yaml/site", f"new/{'x' * 300}/site"])
def test_where_no_folder_can_be_the_one_asked_for_is_named_and_none_is_left(
    place: str, archive: Archive, tmp_path: Path
) -> None:
    problems = archive.build(output=tmp_path / place).problems
    assert {(one.code, one.span.path) for one in problems} == {("cannot-write", str(tmp_path / place))}
    assert sorted(place.name for place in tmp_path.iterdir()) == ["archive"]


def test_a_build_that_fails_leaves_no_folder_that_it_made(archive: Archive, tmp_path: Path) -> None:
    archive.edit("themes/broadsheet/templates/article.html", "{{ view.title", "{{ view.nope }}{{ view.title")
    assert not archive.build(output=tmp_path / "not/yet/there").published
    assert sorted(place.name for place in tmp_path.iterdir()) == ["archive"]


def test_an_output_on_a_way_in_and_out_of_folders_makes_none_of_them(archive: Archive, tmp_path: Path) -> None:
    assert archive.build(output=tmp_path / "on/the/../../way/../out").published
    assert sorted(place.name for place in tmp_path.iterdir()) == ["archive", "out"]
