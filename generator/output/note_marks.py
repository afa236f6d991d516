"""Marks the words that notes are about, and puts the notes beside the blocks in which these words begin.

Notes may overlap, and run across names, emphasis, links and paragraphs: each text between tags that a note covers gets
its own `<mark>`, cut where a name or another note begins or ends, so that elements always nest. Changes no word.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from itertools import pairwise
from typing import NamedTuple

from generator.output.pieces import Piece
from generator.read.elements import VOID
from generator.read.reading import read_html
from generator.site.parts import NoteView

Beside = Callable[[NoteView], str]
"""Gives the HTML of a note, to stand beside the text."""

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)[^>]*>")


class _Insert(NamedTuple):
    """HTML to put in at a place; what comes first at one place has the lower rank."""

    place: int
    rank: int
    html: str


# At one place: what ends there ends from the inside out, then begins what begins there.
_END_OF_MARK, _END_OF_NAME, _REFERENCE, _END_OF_BLOCK, _BLOCK, _NAME, _MARK = range(7)


class _Span(NamedTuple):
    """From `start` up to `end` in the HTML."""

    start: int
    end: int


class _Noted(NamedTuple):
    """A note, and the texts between tags that hold its words."""

    note: NoteView
    spans: Sequence[_Span]


def with_notes(html: str, names: Sequence[Piece], notes: Sequence[NoteView], beside: Beside) -> str:
    """The HTML with `names` and the words of `notes` marked, and the notes before the blocks they belong to.

    A note whose words are not in the text stands nowhere.
    """
    reading = read_html(html)
    noted = [
        _Noted(note, [_Span(*span) for span in spans])
        for note in notes
        if note.start is not None and note.end is not None and (spans := reading.places(note.start, note.end))
    ]
    blocks, links = _structure(html)
    inserts = [
        *_around_names(names),
        *_around_words(noted, names),
        *_references(noted, names, links),
        *_beside_blocks(noted, blocks, beside),
    ]
    return "".join(_spliced(html, sorted(inserts, key=lambda insert: insert[:2])))


def _around_names(names: Iterable[Piece]) -> Iterator[_Insert]:
    for start, end, tag in names:
        yield _Insert(start, _NAME, f"<{tag}>")
        yield _Insert(end, _END_OF_NAME, f"</{tag.partition(' ')[0]}>")


def _around_words(noted: Iterable[_Noted], names: Sequence[Piece]) -> Iterator[_Insert]:
    """Marks, cut wherever anything begins or ends; of several around the same words, the widest note's is outermost."""
    noted = sorted(noted, key=lambda one: (one.spans[0].start, -one.spans[-1].end, one.note.number))
    spans = [span for one in noted for span in one.spans]
    covered = [*((name.start, name.end) for name in names), *spans]
    cuts = sorted({place for ends in covered for place in ends})
    marks: dict[_Span, list[str]] = {}
    for note, places in noted:
        anchor, first = escape(note.anchor), True
        for span in places:
            here = cuts[bisect_left(cuts, span.start) : bisect_right(cuts, span.end)]
            for start, end in pairwise(here):
                own = f' id="words-of-{anchor}"' if first else ""
                marks.setdefault(_Span(start, end), []).append(f'<mark class="noted"{own} aria-details="{anchor}">')
                first = False
    for (start, end), tags in marks.items():
        yield _Insert(start, _MARK, "".join(tags))
        yield _Insert(end, _END_OF_MARK, "</mark>" * len(tags))


def _references(noted: Iterable[_Noted], names: Sequence[Piece], links: Sequence[_Span]) -> Iterator[_Insert]:
    """A link to each note behind its words, or behind the name or link in which they end. Its number is no text."""
    for note, spans in noted:
        place = _behind(_behind(spans[-1].end, names), links)
        number = note.number
        yield _Insert(
            place,
            _REFERENCE,
            f'<a class="note-ref" href="#{escape(note.anchor)}" role="doc-noteref" aria-label="Note {number}"'
            f' data-number="{number}"></a>',
        )


def _behind(place: int, elements: Sequence[_Span | Piece]) -> int:
    """The end of the element around a place, else the place; `elements` are in order and apart."""
    at = bisect_left(elements, place, key=lambda element: element.start) - 1
    return max(place, elements[at].end) if at >= 0 else place


def _beside_blocks(noted: Iterable[_Noted], blocks: Sequence[_Span], beside: Beside) -> Iterator[_Insert]:
    of_block: dict[_Span, list[str]] = {}
    for note, spans in noted:
        block = blocks[max(bisect_right(blocks, spans[0].start, key=lambda block: block.start) - 1, 0)]
        of_block.setdefault(block, []).append(beside(note))
    for block, asides in of_block.items():
        yield _Insert(block.start, _BLOCK, f'<div class="noted-block">{"".join(asides)}')
        yield _Insert(block.end, _END_OF_BLOCK, "</div>")


def _structure(html: str) -> tuple[list[_Span], list[_Span]]:
    """The outermost elements (loose text up to the next one is with the one before it), and the links."""
    blocks: list[_Span] = []
    links: list[_Span] = []
    depth = start = link = 0
    for tag in _TAG.finditer(html):
        closing, name = tag.groups()
        if name in VOID:
            continue
        if not closing:
            if depth == 0:
                start = tag.start()
            if name == "a":
                link = tag.start()
            depth += 1
            continue
        depth -= 1
        if name == "a":
            links.append(_Span(link, tag.end()))
        if depth == 0:
            blocks.append(_Span(start, tag.end()))
    return blocks or [_Span(0, len(html))], links


def _spliced(html: str, inserts: Iterable[_Insert]) -> Iterator[str]:
    done = 0
    for place, _, added in inserts:
        yield html[done:place]
        yield added
        done = place
    yield html[done:]
