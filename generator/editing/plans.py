"""What an edit will write, before it does: the files as they are and as they will be, and their differences."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping

from generator.editing.desk import Desk, bytes_of
from generator.editing.effects import Meant, new_problems
from generator.editing.sheets import Sheet
from generator.model import Record, SourcePath
from generator.problems import Problem, Severity

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


class Draft(Record):
    """An edit thought through: the files' new texts, those that go and where what they said is now.

    `references` counts those that are rewritten, or whatever else `noun` says.
    """

    sheets: tuple[Sheet, ...]
    gone: Mapping[SourcePath, SourcePath]
    meant: Meant
    references: int
    noun: str = "reference"


class Change(Record):
    """One file: its bytes as they were read and as they will be; None where there is no file.

    `like` names the file whose permissions a new one gets.
    """

    path: SourcePath
    before: bytes | None
    after: bytes | None
    like: SourcePath | None = None


class Plan(Record):
    """All that an edit changes, by path; the references among it; and what `check` will say then and does not now."""

    changes: tuple[Change, ...]
    references: int
    warnings: tuple[Problem, ...] = ()
    noun: str = "reference"  # what is counted instead


def planned(draft: Draft, desk: Desk) -> tuple[Plan | None, tuple[Problem, ...]]:
    """The plan of a draft, or None and the errors that it would bring to the archive."""
    changes, problems = _changes(draft, desk)
    if problems:
        return None, problems
    found = new_problems({change.path: change.after for change in changes}, draft.gone, draft.meant, desk)
    errors = tuple(problem for problem in found if problem.severity is Severity.ERROR)
    plan = Plan(changes=changes, references=draft.references, warnings=found, noun=draft.noun)
    return (None, errors) if errors else (plan, ())


def _changes(draft: Draft, desk: Desk) -> tuple[tuple[Change, ...], tuple[Problem, ...]]:
    changes: list[Change] = []
    problems: list[Problem] = []
    present = set(desk.files)
    moved = {new: old for old, new in draft.gone.items()}
    for sheet in draft.sheets:
        before = bytes_of(desk, sheet.path) if sheet.path in present else None
        if isinstance(before, Problem):
            problems.append(before)
        elif before != sheet.data():
            like = moved.get(sheet.path) if before is None else None
            changes.append(Change(path=sheet.path, before=before, after=sheet.data(), like=like))
    for path in draft.gone:
        before = bytes_of(desk, path)
        if isinstance(before, Problem):
            problems.append(before)
        else:
            changes.append(Change(path=path, before=before, after=None))
    return tuple(sorted(changes, key=lambda change: change.path)), tuple(problems)


def difference(changes: Iterable[Change]) -> Iterator[str]:
    """A unified diff of all files, a line each, without line ends; a file that moves is compared with itself."""
    by_path = {change.path: change for change in changes}
    moved = {change.like for change in changes if change.like is not None}
    for change in by_path.values():
        if change.path in moved:
            continue
        was = by_path[change.like] if change.like is not None else change
        old = "/dev/null" if was.before is None else f"a/{was.path}"
        new = "/dev/null" if change.after is None else f"b/{change.path}"
        lines = difflib.unified_diff(_lines(was.before), _lines(change.after), old, new, lineterm="")
        yield from (line.rstrip("\r\n") for line in lines)


def _lines(data: bytes | None) -> list[str]:
    """Lines as editors count them, with their ends: a change of an end alone is a change."""
    return [] if data is None else _LINE.findall(data.decode(errors="replace"))
