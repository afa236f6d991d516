"""Where a YAML value ends, and how another one is written in its place.

The loader says where a value begins; its end is found here, in the text as the file has it. Knows the three styles of
one line that front matter is written in: plain, single-quoted and double-quoted. Refuses block scalars, in which nobody
writes a name. Whoever edits with this reads the result again: a mistake here is refused there, and never saved.
"""

from __future__ import annotations

import re

from generator.read.fields import is_absent
from generator.read.nodes import Mapping, Node, Scalar, Sequence
from generator.read.yaml import load_yaml

_SPACE = re.compile(r"[ \t\r\n]+")
_COMMENT = re.compile(r"[^\r\n]*")
_BLOCK = re.compile(r"[|>][+-]?[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n|\Z)")  # of which the first line tells how deep it is
_LINE = re.compile(r"([ ]*)([^\r\n]*)(?:\r\n|\r|\n|\Z)")
# What other programs read as something else than text, so that it is quoted though Pressmark would not need it.
_NOT_TEXT_ELSEWHERE = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})


def scalar_end(text: str, start: int, scalar: Scalar) -> int | None:
    """The place behind a scalar that begins at `start`; None for one that is written in a way this does not know."""
    mark = text[start : start + 1]
    if not scalar.quoted:
        words = [re.escape(word) for word in re.split(r"[ \t\n]+", scalar.text)]
        found = re.compile(r"[ \t\r\n]+".join(words)).match(text, start)
        return found.end() if found else None
    if mark in {'"', "'"}:
        return _quoted_end(text, start)
    return None


def block_content(text: str, start: int, block: Scalar) -> tuple[int, int] | None:
    """Where the lines of a block scalar (`|`, `>`) stand; None for one that says itself how deep they are (`|2`)."""
    head = _BLOCK.match(text, start)
    if head is None:
        return None
    first = end = head.end()
    depth = -1
    while block.text.strip() and end < len(text) and (line := _LINE.match(text, end)):
        if line[2].strip():
            depth = len(line[1]) if depth < 0 else depth
            if len(line[1]) < depth:
                break
        end = line.end()
    return first, end


def _quoted_end(text: str, start: int) -> int | None:
    mark = text[start]
    at = start + 1
    while at < len(text):
        if mark == '"' and text[at] == "\\":
            at += 2
        elif text[at] != mark:
            at += 1
        elif mark == "'" and text[at + 1 : at + 2] == "'":
            at += 2
        else:
            return at + 1
    return None


def flow_end(text: str, start: int) -> int | None:
    """The place behind the flow sequence or mapping whose bracket stands at `start`."""
    depth, at, last = 0, start, ""
    while at < len(text):
        mark = text[at]
        if mark in "\"'" and _may_open(text, at, last):
            end = _quoted_end(text, at)
            if end is None:
                return None
            at, last = end, mark
            continue
        if mark == "#" and text[at - 1] in " \t\r\n":
            found = _COMMENT.match(text, at)
            at = found.end() if found else at + 1
            continue
        depth += (mark in "[{") - (mark in "]}")
        at += 1
        if depth == 0:
            return at
        last = last if mark in " \t\r\n" else mark
    return None


def _may_open(text: str, at: int, last: str) -> bool:
    """Whether a quotation mark opens a quoted value: one inside a plain value is an apostrophe."""
    before = text[at - 1]
    return last in {"[", "{", ",", ":"} and (before in " \t\r\n[{," or (before == ":" and text[at - 2] in "\"'"))


def is_flow(text: str, start: int) -> bool:
    """Whether the sequence or mapping that begins at `start` is written in brackets."""
    return text[start : start + 1] in {"[", "{"}


def rewritten(written: str, value: str, *, in_flow: bool) -> str:
    """`value` in the style of a scalar as it was `written`; quoted where it needs to be."""
    if written.startswith("'") and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    if written.startswith('"'):
        return _in_double_quotes(value)
    return yaml_value(value, in_flow=in_flow)


def yaml_value(value: str, *, in_flow: bool) -> str:
    """`value` as a YAML scalar that means exactly it: as it stands where that is safe, else in double quotes."""
    if value.casefold() in _NOT_TEXT_ELSEWHERE or not value.isprintable() or value != value.strip():
        return _in_double_quotes(value)
    for line in (f"- [{value}, x]", f"- {{k: {value}, l: x}}") if in_flow else (f"- {value}", f"- k: {value} # x"):
        node, problems = load_yaml(line, "")
        if problems or not isinstance(node, Sequence) or not _is_plainly(node.items[0], value):
            return _in_double_quotes(value)
    return value


def _is_plainly(node: Node, value: str) -> bool:
    """Whether a list of one item or two, or a mapping, begins with this text, unquoted."""
    first = node
    if isinstance(node, Sequence):
        first = node.items[0] if len(node.items) == 2 else node  # noqa: PLR2004
    elif isinstance(node, Mapping):
        first = node.entries[0][1]
    return isinstance(first, Scalar) and first.text == value and not first.quoted and not is_absent(first)


def _in_double_quotes(value: str) -> str:
    return '"' + "".join(_escaped(mark) for mark in value) + '"'


def _escaped(mark: str) -> str:
    if mark in '"\\':
        return f"\\{mark}"
    if mark == "\n":
        return "\\n"
    return mark if mark.isprintable() else f"\\U{ord(mark):08x}"


def in_flow(node: Node) -> str:
    """Anything a YAML text can say, on one line."""
    if isinstance(node, Scalar):
        if not node.text and not node.quoted:
            return "null"
        return _in_double_quotes(node.text) if node.quoted else yaml_value(node.text, in_flow=True)
    if isinstance(node, Sequence):
        return f"[{', '.join(in_flow(item) for item in node.items)}]"
    return "{" + ", ".join(f"{in_flow(key)}: {in_flow(value)}" for key, value in node.entries) + "}"
