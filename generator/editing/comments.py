"""The comments of a YAML text, which no edit loses.

Where values stand, the loader says; whatever else has a `#` is a comment. Where one ends cannot always be told, and
then nobody knows which of its `#` are comments: whoever asks is told so, and edits nothing there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.editing.scalars import block_content, scalar_end
from generator.editing.sheets import Front, line_end_of
from generator.read import nodes
from generator.read.nodes import Node, Scalar

_COMMENT = re.compile(r"#[^\r\n]*")
_LAST_LINE_END = re.compile(r"[\r\n]*\Z")


def comments_in(front: Front, start: int, end: int) -> list[str] | None:
    """The comments of a stretch; None where it holds a value whose end is not known."""
    found: list[str] = []
    at = start
    for value in _values_in(front, start, end):
        if value is None:
            return None
        found += _COMMENT.findall(front.sheet.text, at, value[0])
        at = max(at, value[1])
    return [*found, *_COMMENT.findall(front.sheet.text, at, end)]


def left_of(front: Front, start: int, end: int, indent: str) -> str | None:
    """What is left of some lines that go: their comments, each on a line of its own; None where these are not known."""
    comments = comments_in(front, start, end)
    if not comments:
        return None if comments is None else ""
    last = _LAST_LINE_END.search(front.sheet.text[start:end])
    lines = line_end_of(front.sheet).join(indent + comment for comment in comments)
    return lines + (last.group() if last else "")


def _values_in(front: Front, start: int, end: int) -> list[tuple[int, int] | None]:
    """Where the texts that begin in a stretch stand, in order; None for one whose end is not known."""
    places = ((front.place(one.at), one) for one in _texts(front.root))
    here = sorted(((place, one) for place, one in places if start <= place < end), key=lambda found: found[0])
    return [_stretch(front.sheet.text, place, one) for place, one in here]


def _stretch(text: str, place: int, scalar: Scalar) -> tuple[int, int] | None:
    if scalar.quoted and text[place] in "|>":
        return block_content(text, place, scalar)
    end = scalar_end(text, place, scalar)
    return None if end is None else (place, end)


def _texts(node: Node) -> Iterator[Scalar]:
    """Every text of a value, keys too."""
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, nodes.Sequence):
        for item in node.items:
            yield from _texts(item)
    else:
        for key, value in node.entries:
            yield key
            yield from _texts(value)
