"""What is marked in HTML: characters of one text between tags, and the element that goes around them."""

from __future__ import annotations

from typing import NamedTuple


class Piece(NamedTuple):
    """Characters of an HTML string from `start` up to `end`, without a tag among them, and what the start tag says."""

    start: int
    end: int
    tag: str
