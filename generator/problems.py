"""How everything that is wrong is said.

A problem is a value: rooms collect problems and pass them on, nobody prints or raises one. Only `build` decides what
a run's problems mean for its output, and only `cli` decides how they look.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import msgspec


class Severity(StrEnum):
    """Whether a problem stops publication (error) or is only said (warning)."""

    ERROR = "error"
    WARNING = "warning"


class Position(msgspec.Struct, frozen=True, order=True, gc=False):
    """A place in a text file: line and column count from 1, columns in Unicode code points."""

    line: int
    column: int


class Span(msgspec.Struct, frozen=True, order=True, gc=False):
    """A place in the archive: a path relative to site.yaml's folder, with `/`, and a line and column from 1.

    Line 0 is the whole file or folder. What is published has the path that leads to it from where the user stands.
    """

    path: str
    line: int = 0
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}" if self.line else self.path


class Problem(msgspec.Struct, frozen=True):
    """One thing that is wrong: where, what in one sentence, and a hint that helps.

    `code` is a stable kebab-case name that docs/problems.md explains; `severity` is an error unless said otherwise.
    """

    code: str
    message: str
    span: Span
    hint: str | None = None
    severity: Severity = Severity.ERROR


def warning(code: str, message: str, span: Span, hint: str | None = None) -> Problem:
    """A problem that is said and does not stop publication."""
    return Problem(code, message, span, hint, Severity.WARNING)


def in_reading_order(problems: Iterable[Problem]) -> list[Problem]:
    """Problems by file, line and column, each said once: the order of a run never depends on worker timing."""
    return sorted(dict.fromkeys(problems), key=lambda problem: (problem.span, problem.code, problem.message))


def did_you_mean(name: str, candidates: Iterable[str]) -> str | None:
    """The one candidate that `name` most likely misspells, or None when nothing is close.

    Similarity is Jaro-Winkler (rapidfuzz) on casefolded text with a cutoff of 0.84; the first of equals wins, so give
    candidates in a stable order.
    """
    from rapidfuzz import process  # noqa: PLC0415 - only a run with problems pays for this import
    from rapidfuzz.distance import JaroWinkler  # noqa: PLC0415

    found = process.extractOne(
        name, list(candidates), scorer=JaroWinkler.similarity, processor=str.casefold, score_cutoff=0.84
    )
    return found[0] if found else None
