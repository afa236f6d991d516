"""How a deployment looks on a terminal: what changes, and what came of it. Values in, lines of text out."""

from __future__ import annotations

from collections.abc import Iterator

from generator.console import count, visible
from generator.deploy.branch import Branch, Changes
from generator.deploy.commands import Deployment

SHOWN = 20  # files of a kind, unless all are asked for

_RED, _GREEN, _YELLOW, _PLAIN = "\033[31m", "\033[32m", "\033[33m", "\033[0m"


def change_lines(deployment: Deployment, *, everything: bool, color: bool) -> Iterator[str]:
    """The files that change, as version control writes them: `A` added, `M` changed, `D` removed."""
    changes = deployment.changes
    for letter, shade, paths in (
        ("A", _GREEN, changes.added),
        ("M", _YELLOW, changes.changed),
        ("D", _RED, changes.removed),
    ):
        shown = paths if everything else paths[:SHOWN]
        for path in shown:
            line = f"{letter} {visible(path)}"
            yield f"{shade}{line}{_PLAIN}" if color else line
        if more := len(paths) - len(shown):
            yield f"{letter} … and {more:,} more (--dry-run shows all)"


def deploy_summary(deployment: Deployment, done: str) -> str:
    """What was, or would be, published, in one line."""
    branch = deployment.branch
    if not deployment.changes:
        return f"Nothing to publish: {_called(branch)} holds this site already"
    return f"{done} on {_called(branch)}: {_counted(deployment.changes)}"


def question(deployment: Deployment) -> str:
    """What the user is asked."""
    return f"Publish this on {_called(deployment.branch)}?"


def _called(branch: Branch) -> str:
    new = "" if branch.tip else ", a new branch"
    return f"{branch.name} of {visible(str(branch.remote))}{new}"


def _counted(changes: Changes) -> str:
    files = f"{count(len(changes.added), 'file')} added"
    return f"{files}, {len(changes.changed):,} changed, {len(changes.removed):,} removed"
