"""What the tests of the editing room are given: small archives on disk, and edits of them."""

from __future__ import annotations

from pathlib import Path

from generator.build import check
from generator.editing.commands import Names, plan_merge, plan_retag
from generator.editing.merging import Wish
from generator.editing.plans import Plan
from generator.editing.writing import write as write_changes
from generator.prepare import CheckOptions
from generator.problems import Problem
from generator.spread import in_turn
from tests.output.given import write

SITE = "title: Papers\nurl: https://example.org/\n"


def article(front: str = "", body: str = "Text.", outlet: str = "The Times") -> str:
    """An article with this front matter beside what it must have."""
    return f"---\ntitle: A\noutlet: {outlet}\ndate: 2023-06-25\n{front}\n---\n{body}\n"


def archive(folder: Path, files: dict[str, str], site: str = SITE) -> Path:
    """An archive of these files below content/; line ends are kept as they are."""
    write(folder, {"site.yaml": site})
    for path, text in files.items():
        place = folder / "content" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode())
    return folder


def quietly(_phase: str, _done: int, _all: int) -> None:
    """Progress that nobody watches."""


def retag(folder: Path, old: str, new: str, kind: str | None = None) -> tuple[Plan | None, tuple[Problem, ...]]:
    """The plan of `pressmark retag`."""
    return plan_retag(folder, Names(old=old, new=new, type=kind), in_turn, quietly)


def merge(
    folder: Path, old: str, new: str, kind: str | None = None, **wish: bool
) -> tuple[Plan | None, tuple[Problem, ...]]:
    """The plan of `pressmark merge-entity`."""
    return plan_merge(folder, Names(old=old, new=new, type=kind), Wish(**wish), in_turn, quietly)


def done(folder: Path, planned: tuple[Plan | None, tuple[Problem, ...]]) -> dict[str, str]:
    """Carry a plan out; the files that it changed, below content/, with what they say now ("" for those that went)."""
    plan, problems = planned
    assert plan is not None, problems
    assert write_changes(folder, plan.changes) == ()
    changed = [change.path for change in plan.changes]
    return {
        path.removeprefix("content/"): (folder / path).read_bytes().decode() if (folder / path).exists() else ""
        for path in changed
    }


def errors(folder: Path) -> list[str]:
    """What `check` calls an error."""
    return [f"{one.code} {one.span}" for one in check(folder, CheckOptions()).problems if one.severity == "error"]


def codes(planned: tuple[Plan | None, tuple[Problem, ...]]) -> list[str]:
    """Why there is no plan."""
    plan, problems = planned
    assert plan is None
    return [problem.code for problem in problems]
