"""A file as it is edited: its text with the file's own line ends, and where in it each value of its YAML stands.

A sheet is a value; each edit gives another one. Positions are the loader's, which count lines and columns as an editor
does; here they become places in the text. Whether a file begins with a byte order mark, ends its lines with CR LF or
mixes its line ends, all that no edit touches stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import msgspec

from generator.editing.scalars import flow_end, is_flow, scalar_end
from generator.model import Record, SourcePath
from generator.problems import Position, Problem
from generator.read import nodes
from generator.read.annotations import NOTES_SUFFIX
from generator.read.nodes import Node, Scalar
from generator.read.source import decode, split
from generator.read.yaml import load_yaml

_MARK = "\ufeff"
_LINE_END = re.compile(r"\r\n|\r|\n")
_REST_OF_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)?")

Way = tuple[str | int, ...]  # how a value is reached from the root: ("entities", "people", 2, "ref")


class Sheet(Record):
    """A file's text as it is, and whether a byte order mark stands before it."""

    path: SourcePath
    text: str
    marked: bool = False

    def data(self) -> bytes:
        """The file's bytes."""
        return ((_MARK if self.marked else "") + self.text).encode()


class Splice(NamedTuple):
    """What stands between two places of a text from now on."""

    start: int
    end: int
    text: str


class Value(NamedTuple):
    """A value, how it is reached, and whether it stands in brackets."""

    way: Way
    node: Node
    in_flow: bool


class Front(Record):
    """A sheet's YAML: its root, each value by its way, and the places between which it stands."""

    sheet: Sheet
    root: Node
    values: Mapping[Way, Value]
    starts: tuple[int, ...]  # of each line
    first: int
    last: int

    def place(self, at: Position) -> int:
        """The place in the text of a position in the file."""
        return self.starts[at.line - 1] + at.column - 1

    def line_at(self, place: int) -> int:
        """Where the line begins in which a place is."""
        return max(start for start in self.starts if start <= place)

    def end(self, node: Node) -> int | None:
        """The place behind a value; None where it is written in a way that cannot be followed."""
        start, text = self.place(node.at), self.sheet.text
        if isinstance(node, Scalar):
            return scalar_end(text, start, node)
        if is_flow(text, start):
            return flow_end(text, start)
        last = node.items[-1] if isinstance(node, nodes.Sequence) else node.entries[-1][1]
        if isinstance(node, nodes.Mapping) and isinstance(last, Scalar) and not last.text and not last.quoted:
            key_end = self.end(node.entries[-1][0])
            return None if key_end is None else text.index(":", key_end) + 1
        return self.end(last)


def sheet_of(path: SourcePath, data: bytes) -> Sheet:
    """A file that was read before, and is therefore UTF-8, as a sheet."""
    text = data.decode()
    return Sheet(path=path, text=text.removeprefix(_MARK), marked=text.startswith(_MARK))


def front_of(sheet: Sheet) -> tuple[Front | None, tuple[Problem, ...]]:
    """The YAML of a sheet: the front matter of a record, the whole of a notes file; or None and what is wrong."""
    source, problems = decode(sheet.path, sheet.data())
    if source is None:
        return None, problems
    starts = (0, *(found.end() for found in _LINE_END.finditer(sheet.text)))
    if sheet.path.endswith(NOTES_SUFFIX):
        first, last, text, first_line = 0, len(sheet.text), source.text, 1
    else:
        document, problems = split(source)
        if document is None:
            return None, problems
        text, first_line = document.front, document.front_line
        first, last = starts[first_line - 1], starts[document.body_line - 2]
    root, problems = load_yaml(text, sheet.path, first_line)
    if root is None:
        return None, problems
    bare = Front(sheet=sheet, root=root, values={}, starts=starts, first=first, last=last)
    values = {value.way: value for value in _values(bare, root, (), in_flow=False)}
    return msgspec.structs.replace(bare, values=values), problems


def body_of(sheet: Sheet) -> tuple[int, int]:
    """Where the text below the front matter begins: its place, and the number of its first line."""
    source, _ = decode(sheet.path, sheet.data())
    document = split(source)[0] if source else None
    if document is None:
        return len(sheet.text), sheet.text.count("\n") + 1
    starts = (0, *(found.end() for found in _LINE_END.finditer(sheet.text)))
    line = document.body_line
    return (starts[line - 1] if line <= len(starts) else len(sheet.text)), line


def _values(front: Front, node: Node, way: Way, *, in_flow: bool) -> Iterator[Value]:
    yield Value(way, node, in_flow)
    if isinstance(node, Scalar):
        return
    in_flow = in_flow or is_flow(front.sheet.text, front.place(node.at))
    below: Iterable[tuple[str | int, Node]] = enumerate(node.items) if isinstance(node, nodes.Sequence) else ()
    if isinstance(node, nodes.Mapping):
        below = ((key.text, value) for key, value in node.entries)
    for step, value in below:
        yield from _values(front, value, (*way, step), in_flow=in_flow)


def spliced(sheet: Sheet, splices: Iterable[Splice]) -> Sheet:
    """The sheet with some stretches of it replaced; none may overlap another."""
    text, done, parts = sheet.text, 0, list[str]()
    for splice in sorted(set(splices)):
        parts += (text[done : splice.start], splice.text)
        done = splice.end
    return Sheet(path=sheet.path, text="".join(parts) + text[done:], marked=sheet.marked)


def line_end_of(sheet: Sheet) -> str:
    """How the file ends its lines: as it ends its first."""
    found = _LINE_END.search(sheet.text)
    return found.group() if found else "\n"


def after_line(text: str, place: int) -> int:
    """Where the next line begins."""
    found = _REST_OF_LINE.match(text, place)
    return found.end() if found else place
