"""The records that an edit writes: a new one, one under another name, and one that takes another in.

The record's own front matter is edited where it stands; what it takes over from another is written as the YAML it was
there. Nothing that somebody wrote is lost: what both records have and only one can keep stops the edit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from generator.archive.names import fold
from generator.archive.records import TargetKind
from generator.editing.edits import (
    Edited,
    front_or_problem,
    with_items,
    with_key,
    with_node,
    without_items,
    without_key,
)
from generator.editing.scalars import yaml_value
from generator.editing.sheets import Sheet, body_of, line_end_of
from generator.editing.subjects import Sort
from generator.model import NOWHERE, SourcePath
from generator.problems import Problem, Span
from generator.read import nodes
from generator.read.fields import is_absent
from generator.read.nodes import Node, Scalar

# The keys of each kind of record in the order in which they are documented: a new one goes behind those before it.
ORDER = {
    TargetKind.ENTITY: (
        *("name", "type", "id", "sort_name", "aliases", "weak_aliases", "different_from", "same_as", "roles"),
        "replaces",
    ),
    TargetKind.OUTLET: ("name", "id", "kind", "url", "country", "lang", "aliases", "same_as", "replaces"),
    TargetKind.TAG: ("name", "id", "aliases", "broader", "replaces"),
    TargetKind.STORY: ("title", "id", "when", "where", "summary", "aliases", "replaces"),
}
LISTS = frozenset(
    {"aliases", "weak_aliases", "different_from", "same_as", "roles", "replaces", "broader", "where"}
)  # keys whose items join those of another record


def name_key(kind: TargetKind) -> str:
    """The key under which a record of this kind has its name."""
    return "title" if kind is TargetKind.STORY else "name"


def new_card(path: SourcePath, sort: Sort, name: str, aliases: Iterable[str], replaces: Iterable[str]) -> Sheet:
    """The file of a record that there was none of."""
    lines = ["---", f"{name_key(sort.kind)}: {yaml_value(name, in_flow=False)}"]
    if sort.type:
        lines.append(f"type: {sort.type}")
    for key, values in (("aliases", aliases), ("replaces", replaces)):
        written = ", ".join(yaml_value(value, in_flow=True) for value in values)
        lines += [f"{key}: [{written}]"] if written else []
    return Sheet(path=path, text="\n".join([*lines, "---", ""]))


def with_names(sheet: Sheet, sort: Sort, aliases: Iterable[str], replaces: Iterable[str]) -> Edited:
    """A record with more aliases and former ids, those that it lacks."""
    front = front_or_problem(sheet)
    if isinstance(front, Problem):
        return front
    known = {fold(name) for name in _texts(front.root, name_key(sort.kind), "aliases")}
    new: dict[str, str] = {}
    for name in aliases:
        new.setdefault(fold(name), name)
    more = [_scalar(name) for folded, name in new.items() if folded not in known]
    former = set(_texts(front.root, "replaces"))
    gone = [_scalar(name) for name in dict.fromkeys(replaces) if name not in former]
    edited = with_items(sheet, "aliases", more, ORDER[sort.kind]) if more else sheet
    if isinstance(edited, Problem) or not gone:
        return edited
    return with_items(edited, "replaces", gone, ORDER[sort.kind])


def renamed(sheet: Sheet, sort: Sort, name: str, replaces: Iterable[str], new_id: str) -> Edited:
    """A record under another name: the old one becomes an alias, and an alias that is the name now goes.

    `new_id` is no former id any longer, should it have been one.
    """
    front = front_or_problem(sheet)
    if isinstance(front, Problem):
        return front
    old = _texts(front.root, name_key(sort.kind))
    edited = with_key(sheet, name_key(sort.kind), name, ORDER[sort.kind])
    if not isinstance(edited, Problem):
        edited = without_texts(edited, "aliases", frozenset({fold(name)}))
    if not isinstance(edited, Problem):
        edited = without_texts(edited, "replaces", frozenset({fold(new_id)}))
    aliases = [one for one in old if fold(one) != fold(name)]
    return edited if isinstance(edited, Problem) else with_names(edited, sort, aliases, replaces)


class Joining(NamedTuple):
    """What kind of records are joined, and the names, folded, by which either may mean the other or itself."""

    sort: Sort
    itself: frozenset[str]


def joined(into: Sheet, other: Sheet, joining: Joining) -> tuple[Sheet | None, tuple[Problem, ...]]:
    """A record that has taken another one in, or None and what of the other has no place in it.

    Its id, type and name are its own; the other's are for `with_names`.
    """
    front, taken = front_or_problem(into), front_or_problem(other)
    if isinstance(front, Problem) or isinstance(taken, Problem):
        return None, tuple(one for one in (front, taken) if isinstance(one, Problem))
    if not isinstance(front.root, nodes.Mapping) or not isinstance(taken.root, nodes.Mapping):
        return None, ()
    sheet, problems = into, list[Problem]()
    for key, node in taken.root.entries:
        if is_absent(node) or key.text in {"id", "type", name_key(joining.sort.kind)}:
            continue
        there = front.root.get(key.text)
        if key.text in LISTS:
            edited = _with_taken(sheet, front.root, (key.text, node), joining)
        elif there is None or is_absent(there):
            emptied = without_key(sheet, key.text)
            order = ORDER[joining.sort.kind]
            edited = emptied if isinstance(emptied, Problem) else with_node(emptied, key.text, node, order)
        else:
            edited = sheet if _essence(there) == _essence(node) else _only_one(into, other, key, there)
        if isinstance(edited, Problem):
            problems.append(edited)
        else:
            sheet = edited
    return (None, tuple(problems)) if problems else (_with_body(sheet, other), ())


def _with_taken(sheet: Sheet, root: nodes.Mapping, taken: tuple[str, Node], joining: Joining) -> Edited:
    """A list with the items that the other record's has more; it is not different from itself, nor its own part."""
    key, node = taken
    if key in {"aliases", "weak_aliases"}:
        own = {fold(name) for name in _texts(root, key, name_key(joining.sort.kind))}
        more = [item for item in _items(node) if fold(_name(item)) not in own]
    else:
        own = {_essence(item) for item in _items(root.get(key))}
        more = [item for item in _items(node) if _essence(item) not in own]
    if key in {"different_from", "broader"}:
        more = [item for item in more if fold(_name(item)) not in joining.itself]
    return with_items(sheet, key, more, ORDER[joining.sort.kind]) if more else sheet


def _only_one(into: Sheet, other: Sheet, key: Scalar, there: Node) -> Problem:
    return Problem(
        "merge-loses-text",
        f'both records have "{key.text}", which says something else in each, and only one can stay',
        Span(into.path, there.at.line, there.at.column),
        f"the other one: {Span(other.path, key.at.line, key.at.column)}; take one of them out and try again",
    )


def _with_body(sheet: Sheet, other: Sheet) -> Sheet:
    """The text of the other below this one's."""
    text = other.text[body_of(other)[0] :].strip("\r\n")
    if not text.strip():
        return sheet
    line_end = line_end_of(sheet)
    text = line_end.join(text.splitlines()) if "\r" in text or line_end != "\n" else text
    own = sheet.text[body_of(sheet)[0] :]
    before = sheet.text.rstrip("\r\n") + line_end + (line_end if own.strip() else "")
    return Sheet(path=sheet.path, text=before + text + line_end, marked=sheet.marked)


def without_texts(sheet: Sheet, key: str, folded: frozenset[str]) -> Edited:
    """A record without the items of a list that are, folded, one of these names; an empty list goes."""
    front = front_or_problem(sheet)
    if isinstance(front, Problem) or not isinstance(front.root, nodes.Mapping):
        return front if isinstance(front, Problem) else sheet
    items = _items(front.root.get(key))
    gone = [number for number, item in enumerate(items) if fold(_name(item)) in folded]
    if not gone:
        return sheet
    return without_key(sheet, key) if len(gone) == len(items) else without_items(sheet, (key,), gone)


def _texts(root: Node, *keys: str) -> list[str]:
    found = (root.get(key) for key in keys) if isinstance(root, nodes.Mapping) else ()
    return [_name(item) for node in found for item in _items(node)]


def _items(node: Node | None) -> Sequence[Node]:
    if node is None or is_absent(node):
        return ()
    return node.items if isinstance(node, nodes.Sequence) else (node,)


def _name(item: Node) -> str:
    """The name that an item of `aliases` is: a text, or the `name` of a mapping."""
    named = item.get("name") if isinstance(item, nodes.Mapping) else item
    return named.text if isinstance(named, Scalar) else ""


def _essence(node: Node) -> str:
    """What two values have in common that say the same."""
    if isinstance(node, Scalar):
        return " ".join(node.text.split())
    if isinstance(node, nodes.Sequence):
        return "\n".join(map(_essence, node.items))
    return "\n".join(sorted(f"{key.text}: {_essence(value)}" for key, value in node.entries))


def _scalar(text: str) -> Scalar:
    return Scalar(text=text, at=NOWHERE)
