"""What commands have in common at a terminal: progress, colour, a question, a refusal, and a clean end.

Decides nothing about archives. Like `cli`, it imports nothing heavy before it is needed.
"""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from generator.intake import Progress
    from generator.problems import Problem
    from generator.spread import Spread

INTERRUPTED = 130  # what shells give a command that Ctrl-C ended


class RefusedError(click.ClickException):
    """What was asked for cannot be done here. The command was written as it should be, so its usage is not shown."""

    exit_code = 2


def refused(problems: Iterable[Problem]) -> RefusedError:
    """The problems of a command that has no content to point at."""
    from generator.console import visible  # noqa: PLC0415

    lines = [line for one in problems for line in (one.message, f"  hint: {one.hint}" if one.hint else "") if line]
    return RefusedError("\n".join(map(visible, lines)))


@contextlib.contextmanager
def running(interrupted: str) -> Iterator[None]:
    """End cleanly when the user stops the command or closes the pipe it writes to."""
    # Records are trees, so nothing needs the cycle collector; walking them over and over took a quarter of a build.
    gc.disable()
    try:
        yield
    except KeyboardInterrupt:
        click.echo(interrupted, err=True)
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is still buffered goes nowhere
        sys.exit(1)
    finally:
        gc.enable()


def workers(jobs: int | None) -> Spread:
    """As many processes as the user wants, one a processor when not said; none for one job."""
    from generator.spread import in_turn, processes  # noqa: PLC0415

    jobs = jobs or os.cpu_count() or 1
    return in_turn if jobs == 1 else processes(jobs)


@contextlib.contextmanager
def progress_shown(*, quiet: bool) -> Iterator[Progress]:
    """A progress bar on a terminal, a line a phase elsewhere, nothing when quiet."""
    if quiet:
        yield lambda _phase, _done, _all: None
    elif not sys.stderr.isatty():
        yield _say_phase
    else:
        from rich.console import Console  # noqa: PLC0415
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn  # noqa: PLC0415

        columns = (TextColumn("{task.description:<10}"), BarColumn(), MofNCompleteColumn())
        # No refreshing thread: workers are forked while the bar is shown.
        with Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as bar:
            tasks: dict[str, TaskID] = {}

            def show(phase: str, done: int, all_: int) -> None:
                if phase not in tasks:
                    tasks[phase] = bar.add_task(phase)
                bar.update(tasks[phase], completed=done, total=all_)
                bar.refresh()

            yield show


def _say_phase(phase: str, done: int, all_: int) -> None:
    if done == 0 and all_ > 0:
        nouns = {"Searching": "text", "Comparing": "pair", **dict.fromkeys(("Reading", "Checking", "Packing"), "file")}
        noun = nouns.get(phase, "page")
        click.echo(f"{phase} {all_:,} {noun}{'' if all_ == 1 else 's'}", err=True)


def in_color(stream: object) -> bool:
    """Whether what is written there may be in colour: to a terminal, unless NO_COLOR is set (no-color.org)."""
    return bool(getattr(stream, "isatty", lambda: False)()) and not os.environ.get("NO_COLOR")


def say(lines: Iterable[str], *, error: bool = False) -> None:
    """Print lines, to standard error if they are of an error."""
    for line in lines:
        click.echo(line, err=error, color=True)  # colour is decided by `in_color`


def agrees(question: str = "Write this?", *, does: str = "writes", done: str = "written") -> bool:
    """Whether the user wants what was shown; where there is nobody to ask, nothing is done."""
    if not has_terminal():
        hint = f"--yes {does} without asking, --dry-run only shows"
        raise RefusedError(f"nothing was {done}: there is no terminal to ask on\n  hint: {hint}")
    return click.confirm(question)


def has_terminal() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin.isatty()
