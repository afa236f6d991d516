"""Takes the passages out of a body that are not the article: pleas for donations, captions, footers.

Works on HTML as `finish` leaves it and matches on its reading text, as notes are matched: white space and what has no
width do not count, everything else does, and no word is cut. Takes out every place of a passage. Changes no other word,
renumbers no destination, and writes no problem: what was not found is handed back.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Final, NamedTuple

from generator.model import Boilerplate, LeftOut
from generator.read.comparable import Comparable, comparable, folded, is_edge
from generator.read.elements import BLOCKS, VOID
from generator.read.reading import Place, ReadingText, read_html

_TOKEN: Final = re.compile(r"<(/?)([a-z][a-z0-9]*)[^>]*>|[^<]+")
_ID: Final = re.compile(r'<[^>]* id="b-([^"]*)"')
_LINKED: Final = re.compile(r'<a href="#b-([^"]*)"')
_DESTINATION: Final = re.compile(r'<(?:a href|img src)="pressmark:([0-9]+)"')
_FIXED: Final = frozenset({"dd", "dt", "summary", "td", "th"})  # what they are in would be another thing without them


class Remainder(NamedTuple):
    """A body without some passages, and what was done.

    `left_out` is in order of the text. `not_found` are passages that stand nowhere, `repeated` those that stood in
    several places, with the number of them. `ids` (without the prefix `b-`) and `destinations` (the n of `pressmark:n`)
    are no longer in the HTML; those that stay have their numbers still.
    """

    html: str
    left_out: tuple[LeftOut, ...]
    not_found: tuple[Boilerplate, ...]
    repeated: tuple[tuple[Boilerplate, int], ...]
    ids: tuple[str, ...]
    destinations: tuple[int, ...]


class _Cut(NamedTuple):
    """A place to take out: characters of the folded reading text."""

    start: int
    end: int
    kind: str | None


def leave_out(html: str, passages: Sequence[Boilerplate]) -> Remainder:
    """Finished HTML without the passages, and without the elements that held nothing else.

    An element stays if it holds an image, or an id that a link in the body leads to; a table's cell as long as its row.
    Where two passages overlap, what they share is left out with the one that begins first.
    """
    read = read_html(html)
    compared = comparable(read.text)
    found = [(passage, _places(folded(passage.exact), compared.folded)) for passage in passages]
    cuts = _apart([_Cut(*place, passage.kind) for passage, places in found for place in places], compared.folded)
    kept = _without(html, _pieces(read, compared, cuts)) if cuts else html
    return Remainder(
        html=kept,
        left_out=tuple(
            LeftOut(text=read.text[slice(*compared.within(cut.start, cut.end))], kind=cut.kind) for cut in cuts
        ),
        not_found=tuple(passage for passage, places in found if not places),
        repeated=tuple((passage, len(places)) for passage, places in found if len(places) > 1),
        ids=tuple(unescape(name) for name in _gone(_ID, html, kept)),
        destinations=tuple(int(number) for number in _gone(_DESTINATION, html, kept)),
    )


def _gone(pattern: re.Pattern[str], before: str, after: str) -> list[str]:
    """What is found in one text and not in another, in order."""
    still = set(pattern.findall(after))
    return [name for name in pattern.findall(before) if name not in still]


# What is cut


def _places(words: str, text: str) -> list[tuple[int, int]]:
    """Where a passage stands, both folded: between edges of words, and in no two places that overlap."""
    places = []
    at = text.find(words) if words else -1
    while at >= 0:
        end = at + len(words)
        if is_edge(text, at) and is_edge(text, end):
            places.append((at, end))
            at = text.find(words, end)
        else:
            at = text.find(words, at + 1)
    return places


def _apart(cuts: Iterable[_Cut], text: str) -> list[_Cut]:
    """The same characters in order, each cut once."""
    apart: list[_Cut] = []
    done = 0
    for cut in sorted(cuts, key=lambda cut: (cut.start, -cut.end)):
        start = max(cut.start, done)
        while start < cut.end and text[start] == " ":
            start += 1
        if start < cut.end:
            apart.append(cut._replace(start=start))
            done = cut.end
    return apart


def _pieces(read: ReadingText, compared: Comparable, cuts: Sequence[_Cut]) -> dict[Place, str]:
    """The HTML to cut, in order, and what comes instead: a space where words would run together."""
    instead: dict[Place, str] = {}
    for start, end in _joined(cuts):
        pieces = read.places(*compared.within(start, end))
        before, after = compared.folded[max(start - 2, 0) : start], compared.folded[end : end + 2]
        instead |= dict.fromkeys(pieces, "")
        if not is_edge(before + after, len(before)):
            instead[pieces[0]] = " "
    return instead


def _joined(cuts: Iterable[_Cut]) -> Iterator[tuple[int, int]]:
    """The stretches that cuts make, one where there is nothing between two of them."""
    start = end = -1
    for cut in cuts:
        if cut.start != end:
            if end >= 0:
                yield start, end
            start = cut.start
        end = cut.end
    if end >= 0:
        yield start, end


# What is left


@dataclass(slots=True)
class _Element:
    """An element that is open."""

    place: int  # in `out`
    holds: bool  # what must stay
    touched: bool = False  # something in it was cut


@dataclass(slots=True)
class _Walk:
    """What one walk over the HTML has done so far."""

    cuts: deque[tuple[Place, str]]
    linked: frozenset[str]
    out: list[str] = field(default_factory=list)
    open: list[_Element] = field(default_factory=lambda: [_Element(0, holds=True)])
    after_block: bool = False  # one was just removed, from the beginning of a line


def _without(html: str, cuts: Mapping[Place, str]) -> str:
    """The HTML without these pieces of text, and without the elements that hold nothing any more."""
    walk = _Walk(deque(cuts.items()), frozenset(_LINKED.findall(html)))
    for found in _TOKEN.finditer(html):
        tag = found[2]
        if tag is None:
            _keep_text(walk, found)
        else:
            walk.after_block = False
            walk.out.append(found[0])
            if found[1]:
                _close(walk, tag)
            else:
                _open(walk, tag, found[0])
    return "".join(walk.out).strip()


def _keep_text(walk: _Walk, found: re.Match[str]) -> None:
    parts: list[str] = []
    done = found.start()
    while walk.cuts and walk.cuts[0][0].start < found.end():
        (start, end), instead = walk.cuts.popleft()
        parts += (found.string[done:start], instead)
        done = end
        walk.open[-1].touched = True
    text = "".join(parts) + found.string[done : found.end()]
    if walk.after_block:
        text = text.removeprefix("\n")
        walk.after_block = False
    if text:
        walk.out.append(text)
        walk.open[-1].holds = walk.open[-1].holds or folded(unescape(text)) != ""


def _open(walk: _Walk, tag: str, written: str) -> None:
    name = _ID.match(written)
    holds = tag == "img" or (name is not None and name[1] in walk.linked)
    if tag not in VOID:
        walk.open.append(_Element(len(walk.out) - 1, holds))
    elif holds:
        walk.open[-1].holds = True


def _close(walk: _Walk, tag: str) -> None:
    element = walk.open.pop()
    around = walk.open[-1]
    around.holds = around.holds or element.holds
    around.touched = around.touched or element.touched
    if element.holds or not element.touched or tag in _FIXED:
        return
    inner = walk.out[element.place + 1 : -1]
    del walk.out[element.place :]
    if tag in BLOCKS:
        if walk.out and not walk.out[-1][-1].isspace():
            walk.out.append("\n")  # texts before and after it stay apart
        walk.after_block = True
    elif any(part[0] != "<" or part.startswith("<br") for part in inner):
        walk.out.append(" ")
