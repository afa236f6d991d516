"""What the terminal says of a preview: where it is, and of each change what it was and what came of it."""

from __future__ import annotations

import msgspec
import pytest

from generator.files import Listing
from generator.prepare import Settled
from generator.preview.held import Change, Held
from generator.preview.lines import Begun, Said, after_change, at_start
from generator.problems import Problem, Span, warning
from tests.never_wrong.given import NOW

ERROR = Problem(
    "bad-date", "there is no month 99", Span("content/articles/a.md", 4, 7), "write the month in two digits"
)
WARNING = warning("unused-footnote", "nothing refers to it", Span("content/articles/b.md", 9, 1))
HELD = Held(settled=Settled(now=NOW, problems=(), listing=Listing(files=(), problems=())), known={}, problems=())
BEGUN = Begun(HELD, "http://127.0.0.1:8000/archive/", is_open=False, polls="", seconds=0.31)


def with_problems(*problems: Problem) -> Held:
    return msgspec.structs.replace(HELD, problems=problems)


def test_a_start_says_where_to_look_and_how_to_end() -> None:
    assert list(at_start(BEGUN)) == [
        "nothing to show yet, ready in 0.3 s; no problems",
        "",
        "  http://127.0.0.1:8000/archive/",
        "",
        "Ctrl-C ends the preview. Changes show at once.",
    ]


@pytest.mark.parametrize(
    ("begun", "line"),
    [
        (
            BEGUN._replace(polls="this folder is on a network drive (nfs4)"),
            "Looking for changes every second",
        ),
        (BEGUN._replace(is_open=True), "Whoever can reach this computer can read the archive."),
        (BEGUN._replace(held=with_problems(ERROR)), "content/articles/a.md:4:7: error[bad-date]: there is no month 99"),
        (BEGUN._replace(held=with_problems(ERROR)), "nothing to show yet, ready in 0.3 s; 1 error"),
    ],
)
def test_a_start_says_what_its_user_should_know(begun: Begun, line: str) -> None:
    assert any(one.startswith(line) for one in at_start(begun))


@pytest.mark.parametrize(
    ("before", "after", "paths", "tabs", "last"),
    [
        (HELD, HELD, {"a.md"}, 0, "14:02:11 a.md: read, 0.05 s"),
        (HELD, HELD, {"a.md"}, 2, "14:02:11 a.md: read, 2 tabs reloaded, 0.05 s"),
        (HELD, HELD, set(), 0, "14:02:11 time has passed: read, 0.05 s"),
        (HELD, HELD, {"a", "b", "c", "d", "e"}, 0, "14:02:11 a, b, c and 2 more: read, 0.05 s"),
        (HELD, with_problems(ERROR), {"a.md"}, 0, "14:02:11 a.md: 1 error, the pages stay as they were, 0.05 s"),
        (with_problems(ERROR), HELD, {"a.md"}, 1, "14:02:11 a.md: read, 1 problem mended, 1 tab reloaded, 0.05 s"),
        (HELD, HELD, {"a\x1b[31m.md"}, 0, "14:02:11 a\\x1b[31m.md: read, 0.05 s"),
    ],
)  # fmt: skip
def test_a_change_is_told_in_a_line(before: Held, after: Held, paths: set[str], tabs: int, last: str) -> None:
    said = Said(before, after, Change(frozenset(paths)), tabs, 0.05)
    assert list(after_change(said, "14:02:11"))[-1] == last


def test_a_problem_is_told_once_and_not_after_every_change() -> None:
    change = Change(frozenset({"a.md"}))
    first = list(after_change(Said(HELD, with_problems(ERROR, WARNING), change, 0, 0.05), "14:02:11"))
    again = list(after_change(Said(with_problems(ERROR, WARNING), with_problems(ERROR, WARNING), change, 0, 0.05), ""))
    assert first[:3] == [
        "content/articles/a.md:4:7: error[bad-date]: there is no month 99",
        "  hint: write the month in two digits",
        "content/articles/b.md:9:1: warning[unused-footnote]: nothing refers to it",
    ]
    assert len(again) == 1


def test_many_problems_are_counted() -> None:
    problems = [Problem("bad-date", "no", Span("a.md", line)) for line in range(1, 31)]
    lines = list(after_change(Said(HELD, with_problems(*problems), Change(frozenset({"a.md"})), 0, 0.05), ""))
    assert "… and 20 more problems (pressmark check shows all)" in lines
