"""References rewritten in the files where they stand: each in its own style, and none twice in one list."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from generator.editing.desk import Desk, bytes_of
from generator.editing.edits import Edited, Instead, front_or_problem, with_values, without_items
from generator.editing.references import Reference
from generator.editing.sheets import Front, Sheet, Way, sheet_of
from generator.model import SourcePath
from generator.problems import Position, Problem
from generator.read import nodes
from generator.read.nodes import Scalar

Sheets = dict[SourcePath, Sheet]


def rewritten_in_all(
    references: Iterable[Reference], beside: Iterable[Reference], name: Callable[[Reference], str], desk: Desk
) -> tuple[Sheets, tuple[Problem, ...]]:
    """The files of some references, with what `name` says in the place of each.

    `beside` are the references to what they mean from now on: of two items of a list that mean the same, one that
    says nothing more than the other goes.
    """
    by_file: dict[SourcePath, list[Reference]] = {}
    for reference in references:
        by_file.setdefault(reference.path, []).append(reference)
    others: dict[SourcePath, set[Position]] = {}
    for reference in beside:
        others.setdefault(reference.path, set()).add(reference.at)
    sheets: Sheets = {}
    problems: list[Problem] = []
    for path, here in by_file.items():
        data = bytes_of(desk, path)
        edited = (
            data if isinstance(data, Problem) else _rewritten(sheet_of(path, data), here, others.get(path, set()), name)
        )
        if isinstance(edited, Problem):
            problems.append(edited)
        else:
            sheets[path] = edited
    return sheets, tuple(problems)


def _rewritten(
    sheet: Sheet, here: Iterable[Reference], others: set[Position], name: Callable[[Reference], str]
) -> Edited:
    front = front_or_problem(sheet)
    if isinstance(front, Problem):
        return front
    ways = {value.node.at: way for way, value in front.values.items() if isinstance(value.node, Scalar)}
    instead = [Instead(reference.at, reference.written, name(reference)) for reference in here]
    edited = with_values(sheet, instead)
    if isinstance(edited, Problem):
        return edited
    changed = {ways[one.at] for one in instead}
    return without_repeats(edited, changed, changed | {ways[at] for at in others if at in ways})


def without_repeats(sheet: Sheet, changed: Iterable[Way], alike: Iterable[Way]) -> Sheet:
    """The sheet without the items of a list that say what another item of it says, where one of them has `changed`.

    `alike` are the ways of all values that mean the same. An item that cannot be taken out cleanly does no harm.
    """
    touched = {found[0] for way in changed if (found := _in_list(way))}
    lists: dict[Way, list[int]] = {}
    for way in alike:
        found = _in_list(way)
        if found and found[0] in touched:
            lists.setdefault(found[0], []).append(found[1])
    for way, numbers in lists.items():
        front = front_or_problem(sheet)
        if isinstance(front, Problem):
            return sheet
        edited = without_items(sheet, way, _repeats(front, way, sorted(numbers)))
        sheet = sheet if isinstance(edited, Problem) else edited
    return sheet


def _in_list(way: Way) -> tuple[Way, int] | None:
    """The list and the number of the item that a reference is: a text, or the `ref` of a mapping."""
    above = way[:-1] if way[-1:] == ("ref",) else way
    return (above[:-1], above[-1]) if above and isinstance(above[-1], int) else None


def _repeats(front: Front, way: Way, numbers: Iterable[int]) -> list[int]:
    """Those of some items that mean the same which add nothing: all but one of each role, and any without one."""
    roles: dict[int, str] = {}
    for number in numbers:
        item = front.values[(*way, number)].node
        said = _role(item)
        if said is not None:
            roles[number] = said
    first = {role: number for number, role in reversed(roles.items())}
    kept = {number for role, number in first.items() if role} or set(first.values())
    return [number for number in roles if number not in kept]


def _role(item: nodes.Node) -> str | None:
    """The role that an item gives, "" for none; None where it says still more."""
    if isinstance(item, Scalar):
        return ""
    if not isinstance(item, nodes.Mapping) or {key.text for key, _ in item.entries} - {"ref", "role"}:
        return None
    role = item.get("role")
    return role.text if isinstance(role, Scalar) else "" if role is None else None
