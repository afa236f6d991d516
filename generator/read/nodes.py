"""What a YAML text says, with the place of every value: the values that front matter and site.yaml are read from.

Three kinds of node and nothing else. A scalar is always text: what `NO`, `1.10` or `2023-06-25` means is for the field
that holds it to say. There are no anchors, tags or merges here; the loader refuses them.
"""

from __future__ import annotations

from generator.model import Record
from generator.problems import Position


class Scalar(Record):
    """A piece of text as YAML means it, escapes resolved; an empty value (`key:`) is "" and not quoted.

    `quoted` also holds for the block styles `|` and `>`: their author wrote text, not an absent value.
    """

    text: str
    at: Position
    quoted: bool = False


class Sequence(Record):
    """A list, in either of YAML's styles."""

    items: tuple[Node, ...]
    at: Position


class Mapping(Record):
    """Keys and values in written order; no key occurs twice."""

    entries: tuple[tuple[Scalar, Node], ...]
    at: Position

    def get(self, key: str) -> Node | None:
        """The value under `key`, or None where there is no such key."""
        for name, value in self.entries:
            if name.text == key:
                return value
        return None


Node = Scalar | Sequence | Mapping
