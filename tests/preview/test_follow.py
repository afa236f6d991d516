"""What the preview shows after any edit is what a clean build publishes; while anything is wrong, what it showed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from generator.output.manifest import MANIFEST
from generator.output.render import Fault
from generator.prepare import CheckOptions
from generator.preview.follow import Change, Following, Held, begin, follow, source_line
from generator.preview.generation import Generation, Texts, show
from generator.problems import Problem, Span
from generator.readings import LostBodyError
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
        pages[path] = text.text.encode()
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
            held = follow(self.kept[0], held, Change(frozenset(), lost=True))
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
    assert "One, again." in text.text


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
    assert source_line(archive, problem) == ("{{ view.titel }}", 0)


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
    assert source_line(archive, Problem("x", "x", span)) == line
