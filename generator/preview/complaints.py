"""Problems as open pages say them: each with the line that it is about, and no more of them than anybody reads."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from generator.files import LARGEST_TEXT, THEMES, read_regular
from generator.output.theme import packaged_themes
from generator.problems import Problem
from generator.report import problem_json

LONGEST_LINE = 200  # characters of a source line that are shown
MOST_TOLD = 50  # problems that are told in full


class Told(NamedTuple):
    """The first problems, ready to be sent, and how many more there are."""

    problems: tuple[dict[str, Any], ...] = ()
    more: int = 0


class SourceLine(NamedTuple):
    """A line as a problem shows it, without the space around it, and where in it the problem is; None if not in it."""

    text: str
    at: int | None


def told_of(folder: Path, problems: tuple[Problem, ...]) -> Told:
    """What there is to tell of problems; `folder` is where the lines are that they are about."""
    first = problems[:MOST_TOLD]
    lines = source_lines(folder, first)
    told = tuple({**problem_json(one), **line._asdict()} for one, line in zip(first, lines, strict=True))
    return Told(told, len(problems) - len(first))


def source_lines(folder: Path, problems: Iterable[Problem]) -> Iterator[SourceLine]:
    """The line of a file that each problem is about; empty where there is none to show."""
    read: dict[str, list[str]] = {}
    for problem in problems:
        path = problem.span.path
        if path not in read:
            read[path] = _lines(folder, path)
        yield _shown(problem, read[path])


def _lines(folder: Path, path: str) -> list[str]:
    place = folder / path
    if path.startswith(f"{THEMES}/") and not os.path.exists(place):
        place = packaged_themes().parent / path
    try:
        return read_regular(place, LARGEST_TEXT).decode("utf-8", "replace").splitlines()
    except OSError:
        return []


def _shown(problem: Problem, lines: list[str]) -> SourceLine:
    if not 0 < problem.span.line <= len(lines):
        return SourceLine("", None)
    line = lines[problem.span.line - 1]
    text = line.strip()[:LONGEST_LINE]
    at = problem.span.column - 1 - (len(line) - len(line.lstrip()))
    return SourceLine(text, at if 0 <= at < len(text) else None)
