"""The edits that front matter can have: a value replaced, items of a list added or taken out, a key set or taken out.

From a sheet to a sheet, each time. Comments stay, also those in what goes, on lines of their own then; a new item is
written as the list's others are. What cannot be edited as it is written is a located problem, and the sheet is not
changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from generator.archive.names import fold
from generator.editing.comments import comments_in, left_of
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
_COLON = re.compile(r"[ \t]*:")
_BEFORE_MORE = re.compile(r"[ \t]*(?=[,}])")
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
        splice = in_place_of(front, value, new)
        if splice is None:
            return cannot_edit(sheet, at, "this value cannot be replaced as it is written")
        splices.append(splice)
    return spliced(sheet, splices)


def with_node(sheet: Sheet, way: Way, node: Node) -> Edited:
    """Anything in the place of a value, on one line; a comment in it would be lost, and is a problem."""
    front = front_or_problem(sheet)
    if isinstance(front, Problem):
        return front
    value = front.values[way]
    end = front.end(value.node)
    splice = _written_in_place_of(front, value, in_flow(node))
    if splice is None or end is None or comments_in(front, front.place(value.node.at), end) != []:
        return cannot_edit(sheet, value.node.at, "this value cannot be replaced as it is written")
    return spliced(sheet, [splice])


def in_place_of(front: Front, value: Value, text: str) -> Splice | None:
    """What puts a text in the place of a value, in the same style; None where that cannot be done."""
    start, end = front.place(value.node.at), front.end(value.node)
    if end is None:
        return None
    return _written_in_place_of(front, value, rewritten(front.sheet.text[start:end], text, in_flow=value.in_flow))


def _written_in_place_of(front: Front, value: Value, written: str) -> Splice | None:
    """The same for a text that is written as YAML already; where a key has no value, it goes behind the colon."""
    start, end = front.place(value.node.at), front.end(value.node)
    if end is None:
        return None
    if start < end or not value.way or not isinstance(above := front.values[value.way[:-1]].node, nodes.Mapping):
        return Splice(start, end, written)
    text = front.sheet.text
    key_end = next((front.end(name) for name, node in above.entries if node is value.node), None)
    colon = None if key_end is None else _COLON.match(text, key_end)
    if colon is None:
        return None
    more = _BEFORE_MORE.match(text, colon.end()) if value.in_flow else None
    return Splice(colon.end(), more.end() if more else colon.end(), f" {written}")


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
    """The item's lines go; each comment in them gets a line of its own."""
    text, item = front.sheet.text, items.items[number]
    end = front.end(item)
    dash = _DASH.search(text, front.first, front.place(item.at))
    if end is None or dash is None or text[(line := front.line_at(dash.start())) : dash.start()].strip(" "):
        return None
    rest = _blanks(text, end)
    if text[rest : rest + 1] not in {"", "\r", "\n", "#"}:
        return None
    following = after_line(text, rest)
    comments = left_of(front, line, following, text[line : dash.start()])
    return None if comments is None else [Splice(line, following, comments)]


def _out_of_flow(front: Front, items: nodes.Sequence, number: int) -> list[Splice] | None:
    """The item and its comma go, and the line if nothing else is on it."""
    text, item = front.sheet.text, items.items[number]
    start, end = front.place(item.at), front.end(item)
    if end is None or comments_in(front, start, end) != []:
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
    node = value.node
    if isinstance(node, nodes.Sequence) and not is_flow(sheet.text, front.place(node.at)):
        return _with_block_items(front, node, items)
    splice = _more_in_flow(front, value, ", ".join(map(in_flow, items)))
    if splice is None:
        return cannot_edit(sheet, node.at, f'"{key}" cannot be added to as it is written')
    return spliced(sheet, [splice])


def _more_in_flow(front: Front, value: Value, written: str) -> Splice | None:
    """What puts more items behind those in brackets, or makes such a list of nothing or of one value."""
    node, text = value.node, front.sheet.text
    start, end = front.place(node.at), front.end(node)
    if is_absent(node):
        return _written_in_place_of(front, value, f"[{written}]")
    if isinstance(node, nodes.Sequence):
        last = front.end(node.items[-1]) if node.items else start + 1
        return None if last is None else Splice(last, last, f", {written}" if node.items else written)
    if end is None or comments_in(front, start, end) != []:
        return None
    as_it_is = node.quoted if isinstance(node, Scalar) else is_flow(text, start)
    return Splice(start, end, f"[{text[start:end] if as_it_is else in_flow(node)}, {written}]")


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
    splice = in_place_of(front, there, value) if isinstance(there.node, Scalar) else None
    return spliced(sheet, [splice]) if splice else cannot_edit(sheet, there.node.at, f'"{key}" cannot be replaced')


def with_new(sheet: Sheet, key: str, node: Node, order: Sequence[str]) -> Edited:
    """Anything under a key at the top that is not there yet, or has no value."""
    front = front_or_problem(sheet)
    if isinstance(front, Problem):
        return front
    return with_node(sheet, (key,), node) if (key,) in front.values else _with_key(front, key, in_flow(node), order)


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
    """The front matter without a key and its value; comments before them and in them stay."""
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
            indent, following = root.at.column - 1, after_line(sheet.text, end)
            comments = left_of(front, start, following, " " * indent)
            if comments is None:
                return cannot_edit(sheet, name.at, f'"{key}" cannot be taken out as it is written')
            return spliced(sheet, [Splice(start - indent, following, comments)])
    return sheet


def _blanks(text: str, place: int) -> int:
    found = _BLANKS.match(text, place)
    return found.end() if found else place
