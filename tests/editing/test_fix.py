"""`pressmark check --fix`: notes quote the words that they are about now, and nothing else in the files changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from generator.build import check
from generator.cli import main
from generator.editing.fixing import plan_fix, with_words
from generator.editing.plans import Plan
from generator.editing.scalars import yaml_value
from generator.editing.sheets import Sheet
from generator.editing.writing import write
from generator.model import Article, SourcePath
from generator.prepare import CheckOptions
from generator.problems import Problem
from generator.read.config import read_config
from generator.read.parse import ContentKind, parse
from generator.read.source import decode
from generator.spread import in_turn
from tests.editing.given import SITE, archive, article, codes, done, quietly

TEXT = "The recent armed rebellion was put down.\n\nAnother armed rebellion was not put down."
A = "articles/a.md"
OLD, NEW = "armed rebelion was put", "armed rebellion was put"


def fix(folder: Path) -> tuple[Plan | None, tuple[Problem, ...]]:
    """The plan of `pressmark check --fix`."""
    return plan_fix(folder, in_turn, quietly)


def said(folder: Path) -> list[str]:
    """The codes of what `check` says."""
    return [problem.code for problem in check(folder, CheckOptions()).problems]


def fixed(folder: Path, front: str, text: str = TEXT) -> str:
    """The front matter of an article with notes, once it is fixed, without what every article has."""
    archive(folder, {A: article(front, text)})
    assert said(folder) == ["changed-words"]
    (after,) = done(folder, fix(folder)).values()
    assert said(folder) == []
    assert after.endswith(f"\n---\n{text}\n")
    return after.removeprefix(article("")[: article("").index("\n---\n", 4)]).removesuffix(f"\n---\n{text}\n")


def id_of(front: str) -> str:
    """The id of the only note in a front matter."""
    return str(record_of(article(front, TEXT)).annotations[0].id)


def record_of(text: str) -> Article:
    """An article as it is read."""
    source, _ = decode(SourcePath("content/articles/a.md"), text.encode())
    config, _ = read_config(decode(SourcePath("site.yaml"), SITE.encode())[0])  # type: ignore[arg-type]
    assert source
    assert config
    parsed, _ = parse(source, ContentKind.ARTICLE, config)
    assert parsed
    assert isinstance(parsed.record, Article)
    return parsed.record


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "annotations:\n  - id: n  # one\n    exact: armed rebelion was put # two\n    note: A *note*.",
            "annotations:\n  - id: n  # one\n    exact: armed rebellion was put # two\n    note: A *note*.",
        ),
        (
            "annotations: [{id: n, exact: 'armed rebelion was put'}]",
            "annotations: [{id: n, exact: 'armed rebellion was put'}]",
        ),
        (
            'annotations:\n- {exact: "armed rebelion was put", id: n, by: jd} # x',
            'annotations:\n- {exact: "armed rebellion was put", id: n, by: jd} # x',
        ),
        (  # over two lines
            "annotations:\n- id: n\n  exact: armed\n    rebelion was put\n  note: x",
            "annotations:\n- id: n\n  exact: armed rebellion was put\n  note: x",
        ),
        (  # what must be quoted is
            "annotations: [{id: n, exact: 'He sayd: yes, so it is'}]",
            "annotations: [{id: n, exact: 'He said: yes, so it is'}]",
        ),
        ("annotations: [{id: n, exact: He said yes}]", 'annotations: [{id: n, exact: "He said: yes"}]'),
    ],
)
def test_words_are_written_in_the_style_that_they_have(before: str, after: str, tmp_path: Path) -> None:
    assert fixed(tmp_path, before, f"{TEXT}\n\nHe said: yes, so it is.") == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("annotations:\n- exact: {}\n  note: x", "annotations:\n- id: {}\n  exact: {}\n  note: x"),
        ("annotations:\n- note: x\n  exact: {}", "annotations:\n- note: x\n  id: {}\n  exact: {}"),
        ("annotations: [{{exact: {}}}]", "annotations: [{{id: {}, exact: {}}}]"),
        ("annotations: {{note: x, exact: {}}}", "annotations: {{note: x, id: {}, exact: {}}}"),
        ("annotations:\n- id:\n  exact: {}", "annotations:\n- id: {}\n  exact: {}"),  # in the place that is there
        ("annotations:\n- id: ~ # none\n  exact: {}", "annotations:\n- id: {} # none\n  exact: {}"),
        ("annotations: [{{id: '', exact: {}}}]", "annotations: [{{id: '{}', exact: {}}}]"),
        ("annotations: [{{id: , prefix: , exact: {}}}]", "annotations: [{{id: {}, prefix: , exact: {}}}]"),
        ("annotations: [{{exact: {}, id:}}]", "annotations: [{{exact: {1}, id: {0}}}]"),
    ],
)
def test_a_note_without_an_id_keeps_its_address(before: str, after: str, tmp_path: Path) -> None:
    was = before.format(OLD)
    assert fixed(tmp_path, was) == after.format(id_of(was), NEW)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (  # what no longer stands around the words goes, where that is clean
            "annotations:\n- id: n\n  exact: armed rebelion was put\n  prefix: the late\n  note: x",
            "annotations:\n- id: n\n  exact: armed rebellion was put\n  note: x",
        ),
        (
            "annotations: [{id: n, exact: armed rebelion was put, suffix: up, note: x}]",
            "annotations: [{id: n, exact: armed rebellion was put, note: x}]",
        ),
        (
            "annotations: [{prefix: the late, id: n, exact: armed rebelion was put}]",
            'annotations: [{prefix: "", id: n, exact: armed rebellion was put}]',
        ),
        (
            "annotations:\n- id: n\n  exact: armed rebelion was put\n  prefix: the late # then\n",
            'annotations:\n- id: n\n  exact: armed rebellion was put\n  prefix: "" # then\n',
        ),
        (
            "annotations:\n- id: n\n  prefix:\n  exact: armed rebelion was put",
            "annotations:\n- id: n\n  exact: armed rebellion was put",
        ),
    ],
)
def test_what_stands_around_the_words_is_what_tells_them_from_others(before: str, after: str, tmp_path: Path) -> None:
    assert fixed(tmp_path, before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "annotations:\n- id: n\n  exact: armed rebelion was put\n  prefix: 'recent ' # x\n  suffix: down",
            "annotations:\n- id: n\n  exact: armed rebellion was put\n  prefix: 'recent ' # x\n  suffix: down",
        ),
        (  # one holds and the other does not
            "annotations: [{id: n, exact: armed rebelion was put, prefix: The late, suffix: ' down.  Another'}]",
            "annotations: [{id: n, exact: armed rebellion was put, suffix: ' down.  Another'}]",
        ),
        (  # it says, too, that the words end inside of one
            "annotations: [{id: n, exact: armed rebelion was pu, suffix: t d}]",
            "annotations: [{id: n, exact: armed rebellion was pu, suffix: t d}]",
        ),
        (  # a comment between a key and its value
            "annotations:\n- id: n\n  exact: armed rebelion was put\n  prefix: # as in print\n    the late",
            'annotations:\n- id: n\n  exact: armed rebellion was put\n  prefix: # as in print\n    ""',
        ),
    ],
)
def test_what_still_stands_around_the_words_stays(before: str, after: str, tmp_path: Path) -> None:
    assert fixed(tmp_path, before) == after


@pytest.mark.parametrize("written", ["{id: n, exact: '%s', note: x}", "\n  id: n\n  exact: '%s'\n  note: x"])
def test_words_that_stand_twice_get_what_tells_them_apart(written: str, tmp_path: Path) -> None:
    text = "One crane stood still today. Another crane stood still tonight."
    front = f"annotations:\n-{' ' if written[0] == '{' else ''}{written % 'crane stod still tonight'}"
    after = fixed(tmp_path, front, text)
    assert "crane stood still tonight" in after
    (note,) = record_of(article(after.lstrip("\n"), text)).annotations
    assert note.requoted is None
    assert note.start == text.index("crane stood still tonight")


def test_line_ends_and_byte_order_marks_stay(tmp_path: Path) -> None:
    front = f"annotations:\n- exact: {OLD}\n  note: x"
    windows = "\ufeff" + article(front, TEXT).replace("\n", "\r\n")
    folder = archive(tmp_path, {A: windows})
    expected = windows.replace(f"- exact: {OLD}", f"- id: {id_of(front)}\r\n  exact: {NEW}")
    assert done(folder, fix(folder)) == {A: expected}
    assert said(folder) == []


def test_a_notes_file_is_fixed_where_it_is(tmp_path: Path) -> None:
    notes = f"# Ours\n- {{id: a, exact: '{OLD}'}}\n- id: b\n  exact: Anothr armed rebellion\n- {{id: c, exact: down}}\n"
    folder = archive(tmp_path, {A: article(text_of_notes(), TEXT), "articles/a.notes.yaml": notes})
    after = notes.replace(OLD, NEW).replace("Anothr", "Another")
    assert done(folder, fix(folder)) == {
        A: article(text_of_notes().replace("recnt", "recent"), TEXT),
        "articles/a.notes.yaml": after,
    }
    assert said(folder) == ["ambiguous-note"]  # which "down" is meant, its author has to say


def text_of_notes() -> str:
    return "annotations: [{id: own, exact: The recnt armed}]"


def test_what_cannot_be_edited_is_left_and_said_and_the_rest_is_fixed(tmp_path: Path) -> None:
    front = f"annotations:\n- id: a\n  exact: >-\n    {OLD}\n- {{id: b, exact: Anothr armed rebellion}}"
    folder = archive(tmp_path, {A: article(front, TEXT)})
    plan, _ = planned = fix(folder)
    assert plan
    assert [(one.code, one.severity, one.span.line) for one in plan.warnings] == [("cannot-edit", "warning", 7)]
    assert done(folder, planned) == {A: article(front.replace("Anothr", "Another"), TEXT)}
    assert said(folder) == ["changed-words"]


def test_a_file_that_would_say_something_else_is_left_and_said_and_all_others_are_fixed(tmp_path: Path) -> None:
    odd = article(f"annotations:\n- ? exact\n  : {OLD}", TEXT)  # a key that no other can be put before
    plain = article(f"annotations: [{{id: n, exact: {OLD}}}]", TEXT)
    folder = archive(tmp_path, {A: odd, "articles/b.md": plain})
    plan, problems = planned = fix(folder)
    assert problems == ()
    assert plan
    assert plan.references == 1
    said_of = {(one.code, one.severity, one.span.path) for one in plan.warnings}
    assert said_of == {("cannot-edit", "warning", f"content/{A}")}
    assert done(folder, planned) == {"articles/b.md": plain.replace(OLD, NEW)}
    assert said(folder) == ["changed-words"]


def test_an_archive_that_cannot_be_read_is_not_edited(tmp_path: Path) -> None:
    folder = archive(tmp_path, {A: article(f"annotations: [{{exact: {OLD}}}]", TEXT), "articles/b.md": "---\n[\n---\n"})
    assert codes(fix(folder))


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    folder = archive(tmp_path, {A: article(f"annotations: [{{id: n, exact: {OLD}}}]", TEXT)})
    plan, _ = fix(folder)
    assert plan
    meanwhile = article(f"annotations: [{{id: n, exact: {OLD}, by: jd}}]", TEXT)
    (folder / "content" / A).write_text(meanwhile)
    assert [problem.code for problem in write(folder, plan.changes)] == ["file-changed"]
    assert (folder / "content" / A).read_text() == meanwhile


# The command


def run(folder: Path, *arguments: str) -> tuple[int, str, str]:
    """The exit code of `pressmark check --fix` and what it says."""
    ran = CliRunner().invoke(main, ["check", "--fix", "--site", str(folder), *arguments])
    return ran.exit_code, ran.stdout, ran.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An archive with a note on changed words."""
    return archive(tmp_path, {A: article(f"annotations: [{{id: n, exact: {OLD}}}]", TEXT)})


def test_the_command_shows_what_it_writes_and_then_what_is_left(folder: Path) -> None:
    code, out, _ = run(folder, "--yes")
    assert code == 0
    assert f"-annotations: [{{id: n, exact: {OLD}}}]\n+annotations: [{{id: n, exact: {NEW}}}]\n" in out
    assert out.endswith("1 file changed, 1 note rewritten\nChecked 1 article: no problems\n")
    assert run(folder, "--yes")[1] == "Checked 1 article: no problems\n"


def test_a_trial_writes_nothing(folder: Path) -> None:
    before = (folder / "content" / A).read_text()
    code, out, _ = run(folder, "--dry-run")
    assert code == 0
    assert "1 file would change, 1 note be rewritten\n" in out
    assert "warning[changed-words]" in out
    assert (folder / "content" / A).read_text() == before


def test_without_a_terminal_to_ask_on_nothing_is_written(folder: Path) -> None:
    before = (folder / "content" / A).read_text()
    code, _, error = run(folder)
    assert code == 2
    assert "--yes writes without asking" in error
    assert (folder / "content" / A).read_text() == before


def test_what_is_wrong_comes_first(folder: Path) -> None:
    (folder / "content/articles/b.md").write_text("---\ntitle: [\n---\n")
    code, out, error = run(folder, "--yes")
    assert code == 1
    assert error.startswith("Nothing was fixed")
    assert "error[" in out


@pytest.mark.parametrize(
    "arguments",
    [["--fix", "--suggest"], ["--fix", "--format", "json"], ["--yes"], ["--dry-run"]],
)
def test_what_does_not_go_together_is_refused(folder: Path, arguments: list[str]) -> None:
    assert CliRunner().invoke(main, ["check", "--site", str(folder), *arguments]).exit_code == 2


# Any style


WORDS = st.sampled_from(["crane", "quay", "it's", "clause: night", "tide, low", "#9", "“so”", "[x]", "Öl", "no"])


@given(
    st.lists(WORDS, min_size=6, max_size=12), st.sampled_from(["plain", "single", "double"]), st.booleans(), st.data()
)
def test_the_words_found_again_are_those_that_the_note_was_on(
    words: list[str], style: str, flow: bool, data: st.DataObject
) -> None:
    """Whatever the words and the style: the edited note quotes its words for certain, and nothing else has changed."""
    text = " ".join(words).replace("[x]", "x").replace("#9", "no. nine")
    at = data.draw(st.integers(0, len(text) - 1))
    old = text[:at] + "q" + text[at + 1 :]
    quoted = {"single": "'" + old.replace("'", "''") + "'", "double": '"' + old + '"'}
    written = quoted.get(style) or yaml_value(old, in_flow=flow)
    note = f"{{exact: {written}, by: jd}}" if flow else f"by: jd\n  exact: {written} # x"
    before = article(f"annotations:\n- {note}", f"{text}\n\nThe end.")
    (was,) = record_of(before).annotations
    if was.requoted is None:
        return
    sheet, refused = with_words(Sheet(path=SourcePath("content/articles/a.md"), text=before), [was])
    assert refused == []
    record = record_of(sheet.text)
    (now,) = record.annotations
    assert (now.id, now.start, now.end, now.quote, now.requoted, now.by) == (
        was.id,
        was.start,
        was.end,
        was.requoted,
        None,
        "jd",
    )
    assert sheet.text.endswith(f"\n---\n{text}\n\nThe end.\n")
