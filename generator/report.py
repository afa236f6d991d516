"""What a run did and what is wrong: the value that `build` and `check` return, and its JSON form."""

from __future__ import annotations

from typing import Any

from generator.archive.records import HeldBack
from generator.model import Record
from generator.problems import Problem, Severity


class Report(Record):
    """One run. Counts of files are of everything published, pages or not; all are 0 when nothing was published.

    `rendered` names each page rendered by its URL below the site's root ("2023/06/a/"), also one whose bytes came out
    as before; `explanations` says why, in the same order. `seconds` is wall time by phase. `as_before` says that
    there was nothing to do, so that every warning is one that the last build gave.
    """

    articles: int = 0
    pages: int = 0
    written: int = 0
    unchanged: int = 0
    removed: int = 0
    rendered: tuple[str, ...] = ()
    explanations: tuple[str, ...] = ()
    seconds: tuple[tuple[str, float], ...] = ()
    problems: tuple[Problem, ...] = ()
    held_back: HeldBack = HeldBack()
    published: bool = False
    as_before: bool = False

    @property
    def errors(self) -> int:
        """How many problems stop publication."""
        return sum(problem.severity is Severity.ERROR for problem in self.problems)

    @property
    def warnings(self) -> int:
        """How many problems are only said."""
        return len(self.problems) - self.errors


def report_json(report: Report) -> dict[str, Any]:
    """The report as the JSON object that `--report` writes."""
    return {
        "articles": report.articles,
        "pages": report.pages,
        "written": report.written,
        "unchanged": report.unchanged,
        "removed": report.removed,
        "held_back": {"drafts": report.held_back.drafts, "future": report.held_back.future},
        "rendered": list(report.rendered),
        "seconds": {phase: round(seconds, 4) for phase, seconds in report.seconds},
        "problems": [problem_json(problem) for problem in report.problems],
    }


def problem_json(problem: Problem) -> dict[str, Any]:
    """A problem as a JSON object."""
    return {
        "code": problem.code,
        "severity": str(problem.severity),
        "message": problem.message,
        "path": problem.span.path,
        "line": problem.span.line or None,
        "column": problem.span.column if problem.span.line else None,
        "hint": problem.hint,
    }
