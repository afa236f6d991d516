"""Marks in a body's HTML what the article names, and the words that notes are about.

Works on HTML as `read.finish` leaves it, in which every `<` begins a tag and every `>` ends one. Adds elements and
changes no word. The first mention in each section leads to the entity's page, unless a link of the author's does;
names in links, code and headings are left as they are.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from html import escape, unescape
from typing import NamedTuple

from generator.archive.mentions import BORDER, Mention, Wanted, mentions
from generator.output.asides import Also, Beside, Quoted, noted, quoted, shared, with_asides
from generator.output.pieces import Piece
from generator.read.elements import BLOCKS, HEADINGS
from generator.site.parts import BodyView, NameView

# A paragraph of words alone (nearly every one) is one token, and not three.
_TOKEN = re.compile(r"<p>([^<]+)</p>|(<[^>]*>)|([^<]+)")
_TAG = re.compile(r"</?([a-z][a-z0-9]*)")
_HREF = re.compile(r'<a href="([^"]*)"')
_REFERENCE = re.compile(r"&[^;&]+;")
_UNMARKED = frozenset({"a", "code", "pre", *HEADINGS})
_BORDERS = BLOCKS | _UNMARKED | {"br", "td", "th", "img"}


class _Text(NamedTuple):
    """Text between tags: where its characters begin and end in the text that is searched, and where in the HTML."""

    start: int
    end: int
    place: int
    written: str


class _Read(NamedTuple):
    """The text of a body as it is searched, its pieces, where sections begin in it, and where its own links lead."""

    text: str
    pieces: list[_Text]
    sections: list[int]
    links: list[tuple[int, str]]


def mark(
    html: str, body: BodyView, beside: Beside | None = None, also: Also | None = None, named: Quoted | None = None
) -> str:
    """The HTML of a body with every mention of its names marked.

    With `beside`, the words of its notes are marked too, with `also` those that it shares with other articles, and with
    `named` those of quotes; what these give stands before the block in which the words begin, both in a `<div
    class="noted-block">`.
    """
    pieces = name_pieces(html, body.names) if body.names else []
    asides = [aside for note in body.notes if (aside := noted(note, beside))] if beside else []
    if also:
        asides += [shared(passage, also) for passage in body.shared]
    if named:
        asides += [quoted(quote, named) for quote in body.quotes]
    if asides:
        return with_asides(html, pieces, asides)
    return "".join(_marked(html, pieces)) if pieces else html


def name_pieces(html: str, names: Sequence[NameView]) -> list[Piece]:
    """The mentions of `names` in the order of the HTML: a piece each, or several where emphasis divides one."""
    read = _read(html)
    found = mentions(read.text, [Wanted(name.key, name.strong, name.weak) for name in names])
    if not found:
        return []
    urls = {name.key: name.url for name in names}
    keys = {name.url: name.key for name in names}
    linked = {(bisect_right(read.sections, at), keys[url]) for at, url in read.links if url in keys}
    starts = [piece.start for piece in read.pieces]
    pieces: list[Piece] = []
    for mention in found:
        section = bisect_right(read.sections, mention.start)
        meant = mention.meant
        tag = _tag(mention.keys, urls[meant] if meant is not None and (section, meant) not in linked else None)
        linked.update([(section, key) for key in mention.keys])
        first = bisect_right(starts, mention.start) - 1
        pieces += [Piece(start, end, tag) for start, end in _within(mention, read.pieces, first)]
    return pieces


@lru_cache(maxsize=10_000)  # the same entities are named in many articles
def _tag(keys: tuple[str, ...], url: str | None) -> str:
    """What a start tag around a mention of `keys` says; `url` is where it leads, if it leads anywhere."""
    marked = f'class="mention" data-entity="{escape(" ".join(keys))}"'
    return f"span {marked}" if url is None else f'a {marked} href="{escape(url)}"'


def _read(html: str) -> _Read:
    parts: list[str] = []
    pieces: list[_Text] = []
    sections: list[int] = []
    links: list[tuple[int, str]] = []
    length = unmarked = place = 0
    for words, tag, loose in _TOKEN.findall(html):
        if words and not unmarked:
            text = unescape(words) if "&" in words else words
            pieces.append(_Text(length + 1, length + 1 + len(text), place + 3, words))
            parts += (BORDER, text)
            length += 1 + len(text)
            place += len(words) + 7
            continue
        if tag:
            name = _TAG.match(tag)
            kind = name.group(1) if name else ""
            if kind in _UNMARKED:
                unmarked += -1 if tag[1] == "/" else 1
            if kind in HEADINGS:
                sections.append(length)
            if kind == "a" and (link := _HREF.match(tag)):
                links.append((length, unescape(link.group(1))))
            text = BORDER if kind in _BORDERS else ""
            place += len(tag)
        else:
            written = words or loose
            text = BORDER if unmarked else unescape(written) if "&" in written else written
            if not unmarked:
                pieces.append(_Text(length, length + len(text), place, written))
            place += len(written) + (7 if words else 0)
        parts.append(text)
        length += len(text)
    return _Read("".join(parts), pieces, sections, links)


def _within(mention: Mention, pieces: Sequence[_Text], at: int) -> list[tuple[int, int]]:
    """Where in the HTML a mention begins and ends, in each text that it lies in; `at` is the first of these."""
    only = pieces[at]
    if mention.end <= only.end and "&" not in only.written:  # nearly every one
        shift = only.place - only.start
        return [(mention.start + shift, mention.end + shift)]
    found: list[tuple[int, int]] = []
    while at < len(pieces) and pieces[at].start < mention.end:
        piece = pieces[at]
        start, end = max(mention.start, piece.start) - piece.start, min(mention.end, piece.end) - piece.start
        if start < end:
            offset = _offsets(piece.written) if "&" in piece.written else _as_it_is
            found.append((piece.place + offset(start), piece.place + offset(end)))
        at += 1
    return found


def _marked(html: str, pieces: Sequence[Piece]) -> Iterator[str]:
    """The HTML with elements around some of its characters; `pieces` are in order and apart."""
    done = 0
    for start, end, tag in pieces:
        yield html[done:start]
        yield f"<{tag}>{html[start:end]}</{tag.partition(' ')[0]}>"
        done = end
    yield html[done:]


@lru_cache(maxsize=16)  # a paragraph names several
def _offsets(written: str) -> Callable[[int], int]:
    """A function that says where a character of a text begins in its HTML, in which some are written as references."""
    after = [0]  # behind each reference: where it ends in the text, and how much longer the HTML is until there
    longer = [0]
    for found in _REFERENCE.finditer(written):
        length = len(unescape(found.group()))
        after.append(found.start() - longer[-1] + length)
        longer.append(longer[-1] + len(found.group()) - length)
    return lambda at: at + longer[bisect_right(after, at) - 1]


def _as_it_is(at: int) -> int:
    return at
