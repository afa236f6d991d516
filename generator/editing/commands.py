"""`pressmark retag` and `pressmark merge-entity`, up to the plan that the user is asked about. Read this first.

folder -> Desk -> Subjects -> Draft -> Plan -> files
          desk    subjects    renaming plans   writing
                              merging
"""

from __future__ import annotations

from pathlib import Path

from generator.archive.records import TargetKind
from generator.editing.desk import Desk, lay_out
from generator.editing.merging import Wish, merged
from generator.editing.plans import Plan, planned
from generator.editing.renaming import Drafted, retagged
from generator.editing.subjects import Sort, Subject, sort_of, subjects_named, the_one
from generator.intake import Progress
from generator.model import Record
from generator.problems import Problem
from generator.spread import Spread

Planned = tuple[Plan | None, tuple[Problem, ...]]


class Names(Record):
    """What the user names: the old and the new one, and among what (`--type`) they are."""

    old: str
    new: str
    type: str | None = None


def plan_retag(folder: Path, names: Names, spread: Spread, progress: Progress) -> Planned:
    """The plan to rename a tag, or with a type an outlet, story or entity; or None and what is in the way."""
    desk, problems = lay_out(folder, spread, progress)
    if desk is None:
        return None, problems
    sort = sort_of(names.type, desk)
    if isinstance(sort, Problem):
        return None, (sort,)
    return _planned(retagged(names.old, names.new, sort, desk), desk)


def plan_merge(folder: Path, names: Names, wish: Wish, spread: Spread, progress: Progress) -> Planned:
    """The plan to merge an entity into another; or None and what is in the way."""
    desk, problems = lay_out(folder, spread, progress)
    if desk is None:
        return None, problems
    sort = Sort(kind=TargetKind.ENTITY) if names.type is None else sort_of(names.type, desk)
    if isinstance(sort, Problem):
        return None, (sort,)
    into = the_one(names.new, sort, desk)
    if isinstance(into, Problem):
        return None, (into,)
    one = _like(into, names.old, sort, desk)
    return (None, (one,)) if isinstance(one, Problem) else _planned(merged(one, into, wish, desk), desk)


def _like(into: Subject, written: str, sort: Sort, desk: Desk) -> Subject | Problem:
    """What a name means that may mean several: the one of the type of what it is merged into."""
    same = [one for one in subjects_named(written, sort, desk) if one.sort == into.sort and one.key != into.key]
    return same[0] if len(same) == 1 else the_one(written, sort, desk)


def _planned(drafted: Drafted, desk: Desk) -> Planned:
    draft, problems = drafted
    return (None, problems) if draft is None else planned(draft, desk)
