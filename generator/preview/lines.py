"""What the preview says on the terminal: where it is, and after each change what changed, what came of it, how long."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from generator.console import count, problem_lines, visible
from generator.preview.held import Change, Held
from generator.problems import Problem, Severity
from generator.site.planned import OutPath, Page

SHOWN = 3  # changed files that are named
MOST_PROBLEMS = 10  # problems that are shown in full


class Said(NamedTuple):
    """A change and what came of it; `tabs` were given another page."""

    before: Held
    after: Held
    change: Change
    tabs: int
    seconds: float


class Begun(NamedTuple):
    """What there is to show, where, for whom, and how its changes are noticed (see `Watch.polls`)."""

    held: Held
    address: str
    is_open: bool  # to other machines
    polls: str
    seconds: float


def at_start(begun: Begun) -> Iterator[str]:
    """What there is, and where."""
    held = begun.held
    yield from _problems(held.problems)
    pages = len(held.generation.pages) if held.generation else 0
    found = f"{count(held.articles, 'article')}, {count(pages, 'page')}" if pages else "nothing to show yet"
    yield f"{found}, ready in {begun.seconds:.1f} s; {_counted(held.problems)}"
    if begun.polls:
        yield polling(begun.polls)
    if begun.is_open:
        yield "Whoever can reach this computer can read the archive. Without --host, only this computer can."
    yield ""
    yield f"  {begun.address}"
    yield ""
    yield "Ctrl-C ends the preview. Changes show at once."


def polling(why: str) -> str:
    """That the system does not tell of changes; `why` as `Watch.polls` says it."""
    return f"Looking for changes every second, since {why}"


def after_change(said: Said, clock: str) -> Iterator[str]:
    """What changed, what that changed, and how long it took; `clock` is the time of day."""
    before_it, after_it = frozenset(said.before.problems), frozenset(said.after.problems)
    yield from _problems(tuple(one for one in said.after.problems if one not in before_it))
    gone = len(before_it - after_it)
    parts = [_changed(said.change)]
    before, after = said.before.generation, said.after.generation
    if not said.after.is_good:
        parts.append(f"{_counted(said.after.problems)}, the pages stay as they were")
    else:
        parts.append(_difference(before.pages if before else {}, after.pages if after else {}))
    if gone and said.after.is_good:
        parts.append(f"{count(gone, 'problem')} mended")
    if said.tabs:
        parts.append(f"{count(said.tabs, 'tab')} reloaded")
    yield f"{clock} {parts[0]}: {', '.join(parts[1:])}, {said.seconds:.2f} s"


def problems_of(held: Held) -> Iterator[str]:
    """What is wrong."""
    yield from _problems(held.problems)


def _changed(change: Change) -> str:
    named = sorted(visible(path) for path in change.paths)
    more = len(named) - SHOWN
    if not named:
        return "everything read again" if change.lost else "time has passed"
    return ", ".join(named[:SHOWN]) + (f" and {more:,} more" if more > 0 else "")


def _difference(before: Mapping[OutPath, Page], after: Mapping[OutPath, Page]) -> str:
    added, removed = len(after.keys() - before.keys()), len(before.keys() - after.keys())
    parts = [f"{count(added, 'page')} added"] if added else []
    parts += [f"{count(removed, 'page')} gone"] if removed else []
    return " and ".join(parts) or "read"


def _problems(problems: tuple[Problem, ...]) -> Iterator[str]:
    ordered = sorted(problems, key=lambda one: one.severity is not Severity.ERROR)
    for one in ordered[:MOST_PROBLEMS]:
        yield from problem_lines(one)
    if len(problems) > MOST_PROBLEMS:
        yield f"… and {count(len(problems) - MOST_PROBLEMS, 'more problem')} (pressmark check shows all)"


def _counted(problems: tuple[Problem, ...]) -> str:
    errors = sum(one.severity is Severity.ERROR for one in problems)
    warnings = len(problems) - errors
    parts = [count(number, noun) for number, noun in ((errors, "error"), (warnings, "warning")) if number]
    return " and ".join(parts) or "no problems"
