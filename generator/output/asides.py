"""Marks words in a text that something stands beside: a note, that others have these words too, or whose they are.

Such words may overlap, and run across names, emphasis, links and paragraphs: each text between tags that they cover
gets its own element, cut where a name or other such words begin or end, so that elements always nest. What stands
beside them comes before the block in which they begin. Changes no word.
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
from generator.site.parts import NoteView, QuotedView, SharedView

Beside = Callable[[NoteView], str]
"""Gives the HTML of a note, to stand beside the text."""
Also = Callable[[SharedView], str]
"""Gives the HTML that says where else a passage is."""


Quoted = Callable[[QuotedView], str]
"""Gives the HTML that names a quote and leads to its page."""


class Aside(NamedTuple):
    """Words from `start` up to `end` of the reading text, the elements around each text of theirs, what is beside them.

    `opening` is the start tag around the first of these texts, which has an id, `again` that around the others, and
    `reference` the link behind the words, if there is one.
    """

    start: int
    end: int
    opening: str
    again: str
    closing: str
    reference: str
    beside: Callable[[], str]


def noted(note: NoteView, beside: Beside) -> Aside | None:
    """A note and the words it is about; None where these are not in the text. The number behind them is no text."""
    if note.start is None or note.end is None:
        return None
    anchor, number = escape(note.anchor), note.number
    attributes = f'href="#{anchor}" role="doc-noteref" aria-label="Note {number}" data-number="{number}"'
    return Aside(
        note.start,
        note.end,
        opening=f'<mark class="noted" id="words-of-{anchor}" aria-details="{anchor}">',
        again=f'<mark class="noted" aria-details="{anchor}">',
        closing="</mark>",
        reference=f'<a class="note-ref" {attributes}></a>',
        beside=lambda: beside(note),
    )


def shared(passage: SharedView, also: Also) -> Aside:
    """A passage, and where else it is."""
    return Aside(
        passage.start,
        passage.end,
        opening=f'<span class="shared" id="{escape(passage.anchor)}">',
        again='<span class="shared">',
        closing="</span>",
        reference="",
        beside=lambda: also(passage),
    )


def quoted(quote: QuotedView, named: Quoted) -> Aside:
    """The words of a quote, and which one it is."""
    return Aside(
        quote.start,
        quote.end,
        opening=f'<span class="quoted" id="{escape(quote.anchor)}">',
        again='<span class="quoted">',
        closing="</span>",
        reference="",
        beside=lambda: named(quote),
    )


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


class _Placed(NamedTuple):
    """An aside, and the texts between tags that hold its words."""

    aside: Aside
    spans: Sequence[_Span]


def with_asides(html: str, names: Sequence[Piece], asides: Sequence[Aside]) -> str:
    """The HTML with `names` and the words of `asides` marked, and these before the blocks they belong to.

    One whose words are not in the text stands nowhere.
    """
    reading = read_html(html)
    placed = [
        _Placed(aside, [_Span(*span) for span in spans])
        for aside in asides
        if (spans := reading.places(aside.start, aside.end))
    ]
    placed.sort(key=lambda one: (one.spans[0].start, -one.spans[-1].end))
    blocks, links = _structure(html)
    inserts = [
        *_around_names(names),
        *_around_words(placed, names),
        *_references(placed, names, links),
        *_beside_blocks(placed, blocks),
    ]
    return "".join(_spliced(html, sorted(inserts, key=lambda insert: insert[:2])))


def _around_names(names: Iterable[Piece]) -> Iterator[_Insert]:
    for start, end, tag in names:
        yield _Insert(start, _NAME, f"<{tag}>")
        yield _Insert(end, _END_OF_NAME, f"</{tag.partition(' ')[0]}>")


def _around_words(placed: Sequence[_Placed], names: Sequence[Piece]) -> Iterator[_Insert]:
    """Elements, cut wherever anything begins or ends; of several around the same words, the widest is outermost."""
    covered = [*((name.start, name.end) for name in names), *(span for one in placed for span in one.spans)]
    cuts = sorted({place for ends in covered for place in ends})
    around: dict[tuple[int, int], list[tuple[str, str]]] = {}
    for aside, spans in placed:
        opening = aside.opening
        for span in spans:
            for part in pairwise(cuts[bisect_left(cuts, span.start) : bisect_right(cuts, span.end)]):
                around.setdefault(part, []).append((opening, aside.closing))
                opening = aside.again
    for (start, end), tags in around.items():
        yield _Insert(start, _MARK, "".join(opening for opening, _ in tags))
        yield _Insert(end, _END_OF_MARK, "".join(closing for _, closing in reversed(tags)))


def _references(placed: Iterable[_Placed], names: Sequence[Piece], links: Sequence[_Span]) -> Iterator[_Insert]:
    """The links behind words, or behind the name or link in which they end."""
    for aside, spans in placed:
        if aside.reference:
            yield _Insert(_behind(_behind(spans[-1].end, names), links), _REFERENCE, aside.reference)


def _behind(place: int, elements: Sequence[_Span | Piece]) -> int:
    """The end of the element around a place, else the place; `elements` are in order and apart."""
    at = bisect_left(elements, place, key=lambda element: element.start) - 1
    return max(place, elements[at].end) if at >= 0 else place


def _beside_blocks(placed: Iterable[_Placed], blocks: Sequence[_Span]) -> Iterator[_Insert]:
    of_block: dict[_Span, list[str]] = {}
    for aside, spans in placed:
        block = blocks[max(bisect_right(blocks, spans[0].start, key=lambda block: block.start) - 1, 0)]
        of_block.setdefault(block, []).append(aside.beside())
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
