"""Finds where the pieces of a body stand in its file, so that a problem can point at them.

The converter does not keep places; a piece is looked for as written. Where it was written otherwise than it came out
(with entities, say) the start of the body stands in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from generator.model import DestinationKind
from generator.problems import Position

_BEFORE_TARGETS = ("(", "(<", '"', "'", "]: ", "=", "<")


@dataclass(slots=True)
class Places:
    """A body and its first line in the file; each search for one piece goes on after its last occurrence."""

    body: str
    first_line: int
    found: dict[str, int] = field(default_factory=dict)  # where to look on

    def of(self, piece: str) -> Position:
        """The place of a piece's next occurrence, or of its last one."""
        index = self._next("", piece)
        return self.start if index is None else self.at(index)

    def of_destination(self, kind: DestinationKind, target: str) -> Position:
        """The place where a link's, image's or wiki link's target stands."""
        befores = ("[[", "[[ ") if kind is DestinationKind.WIKI else _BEFORE_TARGETS
        for piece in dict.fromkeys((target, target.removeprefix("mailto:"))):
            for before in (*befores, ""):
                if (index := self._next(before, piece)) is not None:
                    return self.at(index)
        return self.start

    def of_pattern(self, pattern: str) -> Position:
        """The place of the first match, letter case ignored."""
        match = re.search(pattern, self.body, re.IGNORECASE)
        return self.at(match.start()) if match else self.start

    def at(self, index: int) -> Position:
        """The place of a character."""
        before = self.body[:index]
        return Position(self.first_line + before.count("\n"), index - before.rfind("\n"))

    @property
    def start(self) -> Position:
        """The start of the body."""
        return Position(self.first_line, 1)

    def _next(self, before: str, piece: str) -> int | None:
        """Where `piece` stands after `before`: its next occurrence, else the last one met, else None."""
        if not piece:
            return None
        both = before + piece
        index = self.body.find(both, self.found.get(both, 0))
        if index < 0:
            index = self.found[both] - len(both) if both in self.found else -1
        if index < 0:
            return None
        self.found[both] = index + len(both)
        return index + len(before)
