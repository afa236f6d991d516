"""What the preview shows after any edit is what a clean build publishes; while anything is wrong, what it showed."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from threading import Timer
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from generator import prepare
from generator.build import BuildOptions, build
from generator.output.manifest import MANIFEST, SUMS
from generator.output.render import Fault
from generator.prepare import CheckOptions
from generator.preview import complaints
from generator.preview import follow as follow_module
from generator.preview.answers import Run, answer, version_at, version_of
from generator.preview.complaints import MOST_TOLD, source_lines, told_of
from generator.preview.follow import begin, follow, tried
from generator.preview.generation import KEPT, Generation, Texts, show
from generator.preview.held import Change, Following, Held
from generator.preview.tabs import state_of
from generator.problems import Problem, Span
from generator.readings import BusyBodyError, LostBodyError
from generator.report import Report
from generator.spread import in_turn
from tests.never_wrong.given import Files, differences, put, tree
from tests.never_wrong.machine import Broadsheet, Editor
from tests.site.written import article

LONG = os.environ.get("PRESSMARK_LONG") == "1"
PROFILE = settings(
    derandomize=not LONG,
    database=None,
    deadline=None,
    max_examples=60 if LONG else 8,
    stateful_step_count=40 if LONG else 12,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)


def following(folder: Path, **options: object) -> Following:
    return Following(folder, CheckOptions(**options), Texts(), lambda _phase, _done, _all: None)  # type: ignore[arg-type]


def shown(generation: Generation) -> Files:
    """Every file that a generation shows; AssertionError for a page that fails."""
    pages: Files = {}
    for path, page in generation.pages.items():
        text = show(generation, page)
        assert not isinstance(text, Fault), text
        pages[path] = text.data
    return pages | {path: Path(task.source).read_bytes() for path, task in generation.files.items()}


class _Previewed:
    """Follows the archive of an `Editor` where that builds it."""

    kept: tuple[Following, Held, dict[str, object]] | None = None
    followed: Files = {}  # noqa: RUF012 - replaced, not changed

    def _step(self: Editor) -> Report:  # type: ignore[misc]
        type(self).steps += 1
        files, before = self.state.files(), self.followed
        put(self.ours, self.on_disk, files)
        put(self.copy, self.on_copy, files)
        self.on_disk, self.on_copy, self.followed = files, dict(files), dict(files)
        paths = frozenset(path for path in {*files, *before} if files.get(path) != before.get(path))
        options = {key: value for key, value in self.options.items() if key != "fresh"}
        held = self._held(Change(paths), options)
        clean = self._clean()
        assert [*map(_words, held.problems)] == [*map(_words, clean.problems)]
        assert held.is_good == clean.published
        if clean.published:
            self.published, self.failures = tree(self.copy / "public"), 0
            self.published.pop(MANIFEST)
            self.published.pop(SUMS)  # of what is published, which a preview is not
            type(self).publications += 1
        else:
            self.failures += 1
        if held.generation is not None and clean.published:
            wrong = differences(self._shown(held), self.published)
            assert not wrong, wrong
        return Report(published=clean.published)

    def _held(self, change: Change, options: dict[str, object]) -> Held:
        """What is held now; a preview begins anew where it is asked otherwise."""
        if self.kept is None or self.kept[2] != options:
            one = following(self.ours, **options)  # type: ignore[attr-defined]
            held = begin(one, in_turn)
        else:
            one, before, _ = self.kept
            held = follow(one, before, change)
        self.kept = one, held, dict(options)
        return held

    def _shown(self, held: Held) -> Files:
        """What the preview shows, read again where the cache was lost."""
        assert held.generation is not None
        assert self.kept is not None
        try:
            return shown(held.generation)
        except LostBodyError:
            held = follow(self.kept[0], held, Change(frozenset(), lost=held.generation.number))
            self.kept = self.kept[0], held, self.kept[2]
            assert held.generation is not None
            return shown(held.generation)

    def damage_output(self, which: int, edited: bool) -> None:
        """A preview has no output."""


class PreviewedEditor(_Previewed, Editor):
    pass


class PreviewedBroadsheet(_Previewed, Broadsheet):
    pass


@pytest.mark.parametrize(("editor", "share"), [(PreviewedEditor, 1), (PreviewedBroadsheet, 4)])
def test_what_is_shown_after_any_edit_is_what_a_clean_build_publishes(editor: type[Editor], share: int) -> None:
    editor.steps = editor.publications = 0
    run_state_machine_as_test(editor, settings=settings(PROFILE, max_examples=PROFILE.max_examples // share))
    assert editor.publications > editor.steps / 3


def _words(problem: Problem) -> str:
    return f"{problem.span} {problem.code} {problem.message}"


# What an edit leads to


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    files = {
        "site.yaml": "title: T\nurl: https://example.org/archive/\n",
        "content/articles/a.md": article("A", "First.\n\nOne."),
        "content/articles/b.md": article("B", "First.\n\nTwo."),
        "content/assets/photo.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    }
    put(tmp_path, {}, {path: text.encode() for path, text in files.items()})
    return tmp_path


def edit(folder: Path, path: str, text: str) -> Change:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(text)
    return Change(frozenset([path]))


def test_an_edited_text_makes_one_page_and_leaves_all_others_the_same_objects(archive: Path) -> None:
    one = following(archive)
    held = begin(one, in_turn)
    after = follow(one, held, edit(archive, "content/articles/a.md", article("A", "First.\n\nOne, again.")))
    assert held.generation
    assert after.generation
    other = {path for path, page in after.generation.pages.items() if page is not held.generation.pages[path]}
    assert other == {"2023/06/a/index.html"}
    text = show(after.generation, after.generation.pages[next(iter(other))])
    assert not isinstance(text, Fault)
    assert "One, again." in text.data.decode()


def test_a_generation_shows_what_it_showed_though_the_archive_has_gone_on(archive: Path) -> None:
    one = following(archive)
    held = begin(one, in_turn)
    first = held.generation
    assert first
    before = shown(first)
    for number in range(3):
        held = follow(one, held, edit(archive, "content/articles/a.md", article("A", f"First.\n\nNumber {number}.")))
    last = follow(one, held, edit(archive, "content/articles/b.md", article("Another title", "First.")))
    assert held.generation
    assert last.generation
    assert shown(first) == before
    assert shown(held.generation)["2023/06/a/index.html"] != before["2023/06/a/index.html"]
    assert shown(last.generation)["2023/06/b/index.html"] != before["2023/06/b/index.html"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("content/articles/a.md", article("A", "First.\n\nOne.")),  # saved as it was
        ("content/articles/4913", ""),  # what vim writes to see whether it may
    ],
)
def test_a_change_of_nothing_is_no_change(archive: Path, path: str, text: str) -> None:
    one = following(archive)
    held = begin(one, in_turn)
    change = edit(archive, path, text)
    if path.endswith("4913"):
        (archive / path).unlink()
    assert follow(one, held, change) is held


@pytest.mark.parametrize(
    ("path", "text", "code"),
    [
        ("content/articles/a.md", "---\ntitle: [\n---\n", "yaml-syntax"),
        ("content/articles/a.md", article("A", "x").replace("2023-06", "2023-13"), "bad-date"),
        ("site.yaml", "title: [", "yaml-syntax"),
        ("site.yaml", "title: T\nurl: https://example.org/\ntheme: none\n", "unknown-theme"),
        ("themes/broadsheet/theme.yaml", "name: [", "yaml-syntax"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_shown_stays(archive: Path, path: str, text: str, code: str) -> None:
    one = following(archive)
    held = begin(one, in_turn)
    good = (archive / path).read_text() if (archive / path).exists() else None
    broken = follow(one, held, edit(archive, path, text))
    assert code in {problem.code for problem in broken.problems}
    assert not broken.is_good
    assert broken.generation is held.generation
    if good is None:
        (archive / path).unlink()
        (archive / path).parent.rmdir()
        mended = follow(one, broken, Change(frozenset([path, "themes/"])))
        mended = follow(one, broken, Change(frozenset(["site.yaml"]))) if not mended.is_good else mended
    else:
        mended = follow(one, broken, edit(archive, path, good))
    assert mended.is_good
    assert mended.generation
    assert held.generation
    assert shown(mended.generation) == shown(held.generation)


def test_a_template_that_fails_is_said_though_no_page_was_asked_for(archive: Path) -> None:
    one = following(archive)
    template = "themes/mine/templates/article.html"
    put(archive, {}, {"themes/mine/theme.yaml": b"name: Mine\nextends: broadsheet\n", template: b"{{ view.title }}"})
    follow_from = begin(one, in_turn)
    held = follow(one, follow_from, edit(archive, "site.yaml", "title: T\nurl: https://example.org/\ntheme: mine\n"))
    broken = follow(one, held, edit(archive, template, "{{ view.titel }}"))
    (problem,) = broken.problems
    assert (problem.code, str(problem.span)) == ("template-error", f"{template}:1:1")
    assert broken.generation is held.generation
    assert [*source_lines(archive, [problem])] == [("{{ view.titel }}", 0)]


@pytest.mark.parametrize(
    ("change", "moved"),
    [
        (lambda folder: (folder / "content/articles/a.md").rename(folder / "content/articles/z.md"), "2023/06/z/"),
        (lambda folder: edit(folder, "content/articles/a.md", article("A", "x", date="2021-01-01")), "2021/01/a/"),
        (lambda folder: edit(folder, "content/articles/a.md", article("A", "x", id="other")), "2023/06/other/"),
        (lambda folder: (folder / "content/articles/a.md").unlink(), None),
    ],
)
def test_an_article_whose_address_changes_is_followed_there(archive: Path, change: object, moved: str | None) -> None:
    one = following(archive)
    held = begin(one, in_turn)
    assert callable(change)
    change(archive)
    after = follow(one, held, Change(frozenset(["content/articles/a.md", "content/articles/z.md"])))
    assert after.generation
    expected = {"2023/06/a/index.html": f"{moved}index.html"} if moved else {}
    assert after.generation.moved == expected


def test_a_replaced_file_is_known_to_be_another_since_this_generation(archive: Path) -> None:
    one = following(archive)
    held = begin(one, in_turn)
    after = follow(
        one, held, edit(archive, "content/assets/photo.svg", "<svg xmlns='http://www.w3.org/2000/svg'> </svg>")
    )
    assert after.generation
    assert [path for path, since in after.generation.since.items() if since > 1] == ["assets/photo.svg"]


@pytest.mark.parametrize(
    ("span", "line"),
    [
        (Span("site.yaml", 1, 8), ("title: T", 7)),
        (Span("site.yaml", 1, 90), ("title: T", None)),
        (Span("content/articles/a.md", 2), ("title: A", 0)),
        (Span("site.yaml", 9), ("", None)),
        (Span("nowhere.md", 1), ("", None)),
        (Span("content", 1), ("", None)),
    ],
)
def test_a_problem_is_shown_with_its_line(archive: Path, span: Span, line: tuple[str, int | None]) -> None:
    assert [*source_lines(archive, [Problem("x", "x", span)])] == [line]


def test_a_file_with_many_problems_is_read_once(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[object] = []
    real = complaints.read_regular
    monkeypatch.setattr(complaints, "read_regular", lambda place, most: read.append(place) or real(place, most))
    problems = tuple(Problem("x", str(number), Span("site.yaml", 1)) for number in range(2_000))
    told = told_of(archive, problems)
    assert (len(told.problems), told.more, len(read)) == (MOST_TOLD, 2_000 - MOST_TOLD, 1)
    assert {one["text"] for one in told.problems} == {"title: T"}


def test_a_place_that_the_system_does_not_tell_of_has_no_line(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a folder that cannot be entered, for whoever is not root."""

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(complaints, "read_regular", refuse)
    monkeypatch.setattr(Path, "exists", refuse)
    assert [*source_lines(archive, [Problem("x", "x", Span("content/articles/a.md", 1))])] == [("", None)]


# What is taken away

MINE = {"themes/mine/theme.yaml": b"name: Mine\nextends: broadsheet\n"}
OVER = "themes/mine/templates/article.html"
WITH_MINE = "title: T\nurl: https://example.org/archive/\ntheme: mine\n"


def built(archive: Path) -> Report:
    return build(archive, BuildOptions(output=archive.parent / "built"))


@pytest.mark.parametrize("gone", [OVER, "themes", "site.yaml"])
def test_what_is_deleted_is_missed(archive: Path, gone: str) -> None:
    put(archive, {}, {**MINE, OVER: b"OVERRIDE {{ view.title }}", "site.yaml": WITH_MINE.encode()})
    one = following(archive)
    held = begin(one, in_turn)
    assert held.is_good
    place = archive / gone
    paths = [str(path.relative_to(archive)) for path in (place.rglob("*") if place.is_dir() else [place])]
    shutil.rmtree(place) if place.is_dir() else place.unlink()
    after = follow(one, held, Change(frozenset(paths)))
    assert [*map(_words, after.problems)] == [*map(_words, built(archive).problems)]
    assert after.is_good == (gone == OVER)
    assert not after.is_good or b"OVERRIDE" not in shown(after.generation)["2023/06/a/index.html"]  # type: ignore[arg-type]


def test_a_link_that_led_nowhere_is_forgotten_once_it_is_gone(archive: Path) -> None:
    one = following(archive)
    held = begin(one, in_turn)
    link, change = archive / "content/articles/x.md", Change(frozenset(["content/articles/x.md"]))
    link.symlink_to("nowhere.md")
    broken = follow(one, held, change)
    assert [problem.code for problem in broken.problems] == ["broken-symlink"]
    link.unlink()
    assert follow(one, broken, change).is_good


# Links out of the archive


@pytest.mark.parametrize("linked", ["content/articles/a.md", "content/articles", "content/articles/a.notes.yaml"])
def test_no_short_way_leads_out_of_the_archive(
    archive: Path, tmp_path_factory: pytest.TempPathFactory, linked: str
) -> None:
    put(archive, {}, {"content/articles/a.notes.yaml": b"- {exact: One, note: N}\n"})
    one = following(archive)
    held = begin(one, in_turn)
    outside = tmp_path_factory.mktemp("outside") / "there"
    (archive / linked).rename(outside)
    (archive / linked).symlink_to(outside)
    text = outside / "a.md" if outside.is_dir() else outside
    text.write_text(text.read_text().replace("One", "SECRET"))
    after = follow(one, held, Change(frozenset(["content/articles/a.md", "content/articles/a.notes.yaml"])))
    assert "symlink-leaves-archive" in {problem.code for problem in after.problems}
    assert after.generation is held.generation


def test_no_short_way_follows_a_link_in_the_archive(archive: Path) -> None:
    put(archive, {}, {"other/c.md": article("C", "First.\n\nThree.").encode()})
    (archive / "content/articles/more").symlink_to(archive / "other")
    one = following(archive)
    held = begin(one, in_turn)
    edit(archive, "other/c.md", article("C", "First.\n\nThree, again."))
    after = follow(one, held, Change(frozenset(["content/articles/more/c.md"])))
    assert after.generation
    assert b"Three, again." in shown(after.generation)["2023/06/c/index.html"]


@pytest.mark.parametrize("linked", ["content/assets/photo.svg", "content/assets"])
def test_a_file_that_has_become_a_link_out_is_not_shown(
    archive: Path, tmp_path_factory: pytest.TempPathFactory, linked: str
) -> None:
    one = following(archive)
    held = begin(one, in_turn)
    outside = tmp_path_factory.mktemp("outside") / "there"
    (archive / linked).rename(outside)
    (archive / linked).symlink_to(outside)
    after = follow(one, held, Change(frozenset(["content/assets/photo.svg"])))
    assert after.generation
    assert answer("/archive/assets/photo.svg", after.generation, Run("", "")).status == 404


# Texts


def texts_of(one: Following) -> int:
    return len(one.texts._read)  # noqa: SLF001


def test_texts_of_the_last_few_generations_are_held_and_no_others(archive: Path) -> None:
    one = following(archive)
    held = begin(one, in_turn)
    for number in range(20):
        held = follow(one, held, edit(archive, "content/articles/a.md", article("A", f"First.\n\nNumber {number}.")))
        held = follow(one, held, edit(archive, "content/articles/b.md", article("B", f"First.\n\nNo. {number}.")))
        assert held.generation
        assert f"Number {number}.".encode() in shown(held.generation)["2023/06/a/index.html"]
    assert texts_of(one) <= 2 * (KEPT + 1)
    (archive / "content/articles/a.md").unlink()
    held = follow(one, held, Change(frozenset(["content/articles/a.md"])))
    for number in range(KEPT + 1):
        held = follow(one, held, edit(archive, "content/articles/b.md", article("B", f"First.\n\nLast {number}.")))
    assert texts_of(one) <= KEPT + 1


def test_the_last_good_page_stays_however_often_its_article_is_saved_broken(archive: Path) -> None:
    one = following(archive)
    held = begin(one, in_turn)
    held = follow(one, held, edit(archive, "content/articles/a.md", article("A", "First.\n\nThe last that was good.")))
    for number in range(2 * KEPT):
        wrong = article("A", f"Wrong {number}.").replace("2023-06", "2023-13")
        held = follow(one, held, edit(archive, "content/articles/a.md", wrong))
        assert not held.is_good
    assert held.generation
    assert b"The last that was good." in shown(held.generation)["2023/06/a/index.html"]


def test_the_last_good_page_stays_though_a_build_has_tidied_the_cache(archive: Path) -> None:
    begin(following(archive), in_turn)
    one = following(archive)  # which finds all in the cache
    held = begin(one, in_turn)
    held = follow(one, held, edit(archive, "content/articles/b.md", "---\ntitle: [\n---\n"))
    assert not held.is_good
    with sqlite3.connect(archive / ".pressmark/readings.sqlite") as cache:
        cache.execute("delete from bodies")
        cache.commit()
    assert held.generation
    text = show(held.generation, held.generation.pages["2023/06/b/index.html"])  # type: ignore[index]
    assert not isinstance(text, Fault)
    assert "Two." in text.data.decode()


def test_a_text_that_is_damaged_when_templates_are_tried_is_no_end(archive: Path) -> None:
    begin(following(archive), in_turn)
    with sqlite3.connect(archive / ".pressmark/readings.sqlite") as cache:
        cache.execute("update bodies set html = 'x'")
        cache.commit()
    held = begin(following(archive), in_turn)
    assert tried(held) is held


@pytest.fixture
def busy(archive: Path) -> Iterator[sqlite3.Connection]:
    """The cache as a build holds it while it writes."""
    begin(following(archive), in_turn)
    cache = sqlite3.connect(archive / ".pressmark/readings.sqlite", isolation_level=None, check_same_thread=False)
    yield cache
    cache.close()


def test_a_text_that_cannot_be_had_while_a_build_writes_is_not_lost(archive: Path, busy: sqlite3.Connection) -> None:
    one = following(archive)
    held = begin(one, in_turn)
    assert held.generation
    busy.execute("begin exclusive")
    ending = Timer(1.0, busy.execute, ("commit",))
    ending.start()
    after = follow(one, held, edit(archive, "content/articles/a.md", article("A", "First.\n\nOne, again.")))
    ending.join()
    assert after.generation
    assert b"One, again." in shown(after.generation)["2023/06/a/index.html"]
    assert texts_of(one) <= 2  # the rest was not read again


def test_a_busy_text_is_called_busy(archive: Path, busy: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    def impatient(place: object, **named: Any) -> sqlite3.Connection:  # noqa: ANN401 - SQLite's own
        return connect(place, **named, timeout=0.01)  # type: ignore[arg-type]

    held = begin(following(archive), in_turn)
    assert held.generation
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", impatient)
    busy.execute("begin exclusive")
    with pytest.raises(BusyBodyError):
        shown(held.generation)
    busy.execute("commit")
    assert b"One." in shown(held.generation)["2023/06/a/index.html"]


def test_what_is_missed_while_everything_is_read_again_is_not_read_again_once_more(archive: Path) -> None:
    one = following(archive)
    held = begin(one, in_turn)
    again = follow(one, held, Change(frozenset(), lost=1))
    assert again is not held
    assert follow(one, again, Change(frozenset(), lost=1)) is again


# Time


@pytest.mark.parametrize("paths", [["content/articles/a.md"], []], ids=["after-an-edit", "by-itself"])
def test_an_article_is_shown_once_its_day_has_come(
    archive: Path, monkeypatch: pytest.MonkeyPatch, paths: list[str]
) -> None:
    clock = [dt.datetime(2024, 1, 1, 12, tzinfo=dt.UTC)]
    monkeypatch.setattr(prepare, "the_time", lambda: clock[0])
    monkeypatch.setattr(follow_module, "the_time", lambda: clock[0])
    put(archive, {}, {"content/articles/later.md": article("Later", "x.", date="2024-01-02").encode()})
    one = following(archive)
    held = begin(one, in_turn)
    assert held.generation
    assert "2024/01/later/index.html" not in held.generation.pages
    assert follow(one, held, Change(frozenset())) is held
    clock[0] += dt.timedelta(days=1)
    if paths:
        edit(archive, paths[0], article("A", "First.\n\nOne, again."))
    after = follow(one, held, Change(frozenset(paths)))
    assert after.generation
    assert "2024/01/later/index.html" in after.generation.pages


def test_an_article_of_a_moment_is_shown_once_it_has_come(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [dt.datetime(2024, 1, 1, 12, tzinfo=dt.UTC)]
    monkeypatch.setattr(prepare, "the_time", lambda: clock[0])
    monkeypatch.setattr(follow_module, "the_time", lambda: clock[0])
    put(archive, {}, {"content/articles/later.md": article("Later", "x.", date="2024-01-01T13:00:00Z").encode()})
    one = following(archive)
    held = begin(one, in_turn)
    clock[0] += dt.timedelta(hours=2)
    after = follow(one, held, Change(frozenset()))
    assert after.generation
    assert "2024/01/later/index.html" in after.generation.pages


# Versions


@pytest.mark.parametrize("path", ["/archive/nowhere/", "/archive/404.html"])
def test_a_page_that_fails_has_the_version_that_its_tab_is_held_to(archive: Path, path: str) -> None:
    put(archive, {}, {**MINE, "themes/mine/templates/404.html": b"{{ view.titel }}", "site.yaml": WITH_MINE.encode()})
    held = begin(following(archive), in_turn)
    assert held.generation
    found = answer(path, held.generation, Run("", ""))
    assert found.status == 500
    assert f'data-version="{version_at(path, held.generation)}"'.encode() in found.body


def test_before_there_is_anything_to_show_another_line_is_another_page(archive: Path) -> None:
    wrong = article("A", "x").replace("2023-06", "2023-13")
    edit(archive, "content/articles/a.md", wrong)
    held = begin(following(archive), in_turn)
    assert held.generation is None
    first_told = state_of(archive, None, held.problems).told
    edit(archive, "content/articles/a.md", wrong.replace("2023-13", "2023-14"))
    told = state_of(archive, None, held.problems).told  # the same problem, by its words
    assert version_of(first_told) != version_of(told)
