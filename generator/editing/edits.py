"""The edits that front matter can have: a value replaced, items of a list added or taken out, a key set or taken out.

From a sheet to a sheet, each time. Comments stay, also those beside an item that goes; a new item is written as the
list's others are. What cannot be edited as it is written is a located problem, and the sheet is not changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from generator.archive.names import fold
from generator.editing.scalars import in_flow, is_flow, rewritten, yaml_value
from generator.editing.sheets import (
    Front,
    Sheet,
    Splice,
    Value,
    Way,
    after_line,
    front_of,
    line_end_of,
    spliced,
)
from generator.problems import Position, Problem, Span
from generator.read import nodes
from generator.read.fields import is_absent
from generator.read.nodes import Node, Scalar

Edited = Sheet | Problem

_BLANKS = re.compile(r"[ \t]*")
_GAP = re.compile(r"[ \t]*,?[ \t]*")
_DASH = re.compile(r"-[ \t]*(?:\r\n|\r|\n)?[ \t]*\Z")


def front_or_problem(sheet: Sheet) -> Front | Problem:
    """The YAML of a sheet, or the first thing that is wrong with it."""
    front, problems = front_of(sheet)
    return front or (problems[0] if problems else Problem("cannot-edit", "there is no YAML", Span(sheet.path)))


def cannot_edit(sheet: Sheet, at: Position, why: str) -> Problem:
    """The problem of a value that is written in a way that no edit here can keep."""
    hint = "write it on one line, plain or in quotes, and try again"
    return Problem("cannot-edit", why, Span(sheet.path, at.line, at.column), hint)


def changed_since(sheet: Sheet, at: Position) -> Problem:
    """The problem of a file that does not say at a position what it said there."""
    message, hint = "this file has changed since it was read", "try again"
    return Problem("file-changed", message, Span(sheet.path, at.line, at.column), hint)


# Values


class Instead(NamedTuple):
    """A text that begins at a position, and what is to stand there."""

    at: Position
    old: str
    new: str


def with_values(sheet: Sheet, values: Iterable[Instead]) -> Edited:
    """Texts in the place of others, each in the same style."""
    front = front_or_problem(sheet)
    if isinstance(front, Problem):
        return front
    scalars = {value.node.at: value for value in front.values.values() if isinstance(value.node, Scalar)}
    splices = []
    for at, old, new in values:
        value = scalars.get(at)
        if value is None or not isinstance(value.node, Scalar) or fold(value.node.text) != fold(old):
            return changed_since(sheet, at)
        splice = _in_place_of(front, value, new)
        if splice is None:
            return cannot_edit(sheet, at, "this value cannot be replaced as it is written")
        splices.append(splice)
    return spliced(sheet, splices)


def _in_place_of(front: Front, value: Value, text: str) -> Splice | None:
    start, end = front.place(value.node.at), front.end(value.node)
    if end is None:
        return None
    written = front.sheet.text[start:end]
    return Splice(start, end, rewritten(written, text, in_flow=value.in_flow))


# Lists


def without_items(sheet: Sheet, way: Way, numbers: Iterable[int]) -> Edited:
    """A list without some of its items; never all of them. One that cannot be taken out cleanly is a problem."""
    for number in sorted(numbers, reverse=True):
        front = front_or_problem(sheet)
        if isinstance(front, Problem):
            return front
        items = front.values[way].node
        if not isinstance(items, nodes.Sequence):
            return cannot_edit(sheet, items.at, "this is no list any more")
        flow = is_flow(sheet.text, front.place(items.at))
        splices = (_out_of_flow if flow else _out_of_block)(front, items, number)
        if splices is None:
            return cannot_edit(sheet, items.items[number].at, "this item cannot be taken out as it is written")
        sheet = spliced(sheet, splices)
    return sheet


def _out_of_block(front: Front, items: nodes.Sequence, number: int) -> list[Splice] | None:
    """The item's lines go; a comment behind it gets a line of its own."""
    text, item = front.sheet.text, items.items[number]
    end = front.end(item)
    dash = _DASH.search(text, front.first, front.place(item.at))
    if end is None or dash is None or text[(line := front.line_at(dash.start())) : dash.start()].strip(" "):
        return None
    rest = _blanks(text, end)
    if text[rest : rest + 1] == "#":
        return [Splice(dash.start(), rest, "")]
    return [Splice(line, after_line(text, rest), "")] if text[rest : rest + 1] in {"", "\r", "\n"} else None


def _out_of_flow(front: Front, items: nodes.Sequence, number: int) -> list[Splice] | None:
    """The item and its comma go, and the line if nothing else is on it."""
    text, item = front.sheet.text, items.items[number]
    start, end = front.place(item.at), front.end(item)
    if end is None:
        return None
    found = _GAP.match(text, end)
    gap_end = found.end() if found else end
    if "," not in text[end:gap_end]:  # the last one: the comma before it goes
        before = front.end(items.items[number - 1]) if number else None
        if before is None or text[before:start].strip(" \t,"):
            return [Splice(start, end, "")]  # a comment or a line end stands between; a comma more does no harm
        return [Splice(before, end, "")]
    line = front.line_at(start)
    if not text[line:start].strip(" \t") and text[gap_end : gap_end + 1] in {"\r", "\n"}:
        return [Splice(line, after_line(text, gap_end), "")]
    return [Splice(start, gap_end, "")]


def with_items(sheet: Sheet, key: str, items: Sequence[Node], order: Sequence[str]) -> Edited:
    """A list at the top with more items at its end; the key is made, behind those before it in `order`, if need be."""
    front = front_or_problem(sheet)
    if isinstance(front, Problem):
        return front
    value = front.values.get((key,))
    if value is None:
        return _with_key(front, key, f"[{', '.join(map(in_flow, items))}]", order)
    node, text = value.node, sheet.text
    start, end = front.place(node.at), front.end(node)
    if isinstance(node, nodes.Sequence) and not is_flow(text, start):
        return _with_block_items(front, node, items)
    if end is None:
        return cannot_edit(sheet, node.at, f'"{key}" cannot be added to as it is written')
    written = ", ".join(map(in_flow, items))
    if is_absent(node):
        space = "" if text[start - 1].isspace() else " "
        return spliced(sheet, [Splice(start, end, f"{space}[{written}]")])
    if not isinstance(node, nodes.Sequence):  # one value, as good as a list of it
        first = in_flow(node) if isinstance(node, Scalar) and not node.quoted else text[start:end]
        return spliced(sheet, [Splice(start, end, f"[{first}, {written}]")])
    last = front.end(node.items[-1]) if node.items else start + 1
    if last is None:
        return cannot_edit(sheet, node.at, f'"{key}" cannot be added to as it is written')
    return spliced(sheet, [Splice(last, last, f", {written}" if node.items else written)])


def _with_block_items(front: Front, node: nodes.Sequence, items: Sequence[Node]) -> Edited:
    text, end = front.sheet.text, front.end(node)
    dash = _DASH.search(text, front.first, front.place(node.items[-1].at))
    if end is None or dash is None:
        return cannot_edit(front.sheet, node.at, "this list cannot be added to as it is written")
    indent = text[front.line_at(dash.start()) : dash.start()]
    at, line_end = after_line(text, end), line_end_of(front.sheet)
    lines = "".join(f"{indent}- {_in_block(item)}{line_end}" for item in items)
    return spliced(front.sheet, [Splice(at, at, lines)])


def _in_block(item: Node) -> str:
    return yaml_value(item.text, in_flow=False) if isinstance(item, Scalar) else in_flow(item)


# Keys


def with_key(sheet: Sheet, key: str, value: str, order: Sequence[str]) -> Edited:
    """A text under a key at the top: in the place of the one that is there, or behind the keys before it in `order`."""
    front = front_or_problem(sheet)
    if isinstance(front, Problem):
        return front
    there = front.values.get((key,))
    if there is None:
        return _with_key(front, key, yaml_value(value, in_flow=False), order)
    splice = _in_place_of(front, there, value) if isinstance(there.node, Scalar) else None
    return spliced(sheet, [splice]) if splice else cannot_edit(sheet, there.node.at, f'"{key}" cannot be replaced')


def with_node(sheet: Sheet, key: str, node: Node, order: Sequence[str]) -> Edited:
    """Anything under a key that is not there yet."""
    front = front_or_problem(sheet)
    return front if isinstance(front, Problem) else _with_key(front, key, in_flow(node), order)


def _with_key(front: Front, key: str, written: str, order: Sequence[str]) -> Edited:
    sheet, root, text = front.sheet, front.root, front.sheet.text
    if not isinstance(root, nodes.Mapping):
        return cannot_edit(sheet, root.at, "the front matter is no mapping")
    start, name = front.place(root.at), yaml_value(key, in_flow=False)
    if is_flow(text, start):
        last = front.end(root.entries[-1][1])
        if last is None:
            return cannot_edit(sheet, root.at, f'"{key}" cannot be added to the front matter as it is written')
        return spliced(sheet, [Splice(last, last, f", {name}: {written}")])
    before = order[: order.index(key)] if key in order else order
    ends = (front.end(value) for there, value in reversed(root.entries) if there.text in before)
    known = [end for end in ends if end is not None][:1]
    at = after_line(text, known[0]) if known else front.last
    return spliced(sheet, [Splice(at, at, f"{' ' * (root.at.column - 1)}{name}: {written}{line_end_of(sheet)}")])


def without_key(sheet: Sheet, key: str) -> Edited:
    """The front matter without a key and its value; comments before it stay."""
    front = front_or_problem(sheet)
    if isinstance(front, Problem):
        return front
    root = front.root
    if not isinstance(root, nodes.Mapping):
        return cannot_edit(sheet, root.at, "the front matter is no mapping")
    for name, value in root.entries:
        if name.text == key:
            end, start = front.end(value), front.place(name.at)
            if end is None or is_flow(sheet.text, front.place(root.at)):
                return cannot_edit(sheet, name.at, f'"{key}" cannot be taken out as it is written')
            return spliced(sheet, [Splice(start - (root.at.column - 1), after_line(sheet.text, end), "")])
    return sheet


def _blanks(text: str, place: int) -> int:
    found = _BLANKS.match(text, place)
    return found.end() if found else place
