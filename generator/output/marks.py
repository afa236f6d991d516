"""Marks the names in a body's HTML: each mention, and the first in each section leads to the entity's page.

Where a link of the author's leads there in that section, none does. Works on HTML as `read.finish` leaves it, in which
every `<` begins a tag and every `>` ends one. Adds elements and changes no word; names in links, code and headings are
left as they are.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from html import escape, unescape
from typing import NamedTuple

from generator.archive.mentions import BORDER, Mention, Wanted, mentions
from generator.read.elements import BLOCKS, HEADINGS
from generator.site.parts import NameView

_TOKEN = re.compile(r"<[^>]*>|[^<]+")
_TAG = re.compile(r"</?([a-z][a-z0-9]*)")
_HREF = re.compile(r'<a href="([^"]*)"')
_REFERENCE = re.compile(r"&[^;&]+;")
_UNMARKED = frozenset({"a", "code", "pre", *HEADINGS})


class _Text(NamedTuple):
    """A piece of text between tags: which token it is, and where its characters begin and end in the whole text."""

    token: int
    start: int
    end: int


class _Read(NamedTuple):
    """The text of a body as it is searched, its pieces, where sections begin in it, and where its own links lead."""

    text: str
    pieces: list[_Text]
    sections: list[int]
    links: list[tuple[int, str]]


def mark_names(html: str, names: Sequence[NameView]) -> str:
    """The same HTML with every mention of `names` marked."""
    if not names or not html:
        return html
    tokens = _TOKEN.findall(html)
    read = _read(tokens)
    found = mentions(read.text, [Wanted(name.key, name.strong, name.weak) for name in names])
    if not found:
        return html
    urls = {name.key: name.url for name in names}
    keys = {name.url: name.key for name in names}
    linked = {(bisect_right(read.sections, at), keys[url]) for at, url in read.links if url in keys}
    marked: dict[int, list[tuple[int, int, str]]] = {}
    for mention in found:
        section = bisect_right(read.sections, mention.start)
        meant = mention.meant
        tag = _tag(mention, urls[meant] if meant is not None and (section, meant) not in linked else None)
        linked.update((section, key) for key in mention.keys)
        for token, start, end in _within(mention, read.pieces):
            marked.setdefault(token, []).append((start, end, tag))
    for token, places in marked.items():
        tokens[token] = "".join(_marked(tokens[token], places))
    return "".join(tokens)


def _tag(mention: Mention, url: str | None) -> str:
    """What a start tag around a mention says; `url` is where it leads, if it leads anywhere."""
    marked = f'class="mention" data-entity="{escape(" ".join(mention.keys))}"'
    return f"span {marked}" if url is None else f'a {marked} href="{escape(url)}"'


def _read(tokens: Sequence[str]) -> _Read:
    parts: list[str] = []
    pieces: list[_Text] = []
    sections: list[int] = []
    links: list[tuple[int, str]] = []
    length = unmarked = 0
    for number, token in enumerate(tokens):
        if token[0] != "<":
            text = BORDER if unmarked else unescape(token) if "&" in token else token
            if not unmarked:
                pieces.append(_Text(number, length, length + len(text)))
        else:
            name = _TAG.match(token)
            tag = name.group(1) if name else ""
            if tag in _UNMARKED:
                unmarked += -1 if token[1] == "/" else 1
            if tag in HEADINGS:
                sections.append(length)
            if link := _HREF.match(token):
                links.append((length, unescape(link.group(1))))
            text = BORDER if tag in BLOCKS or tag in _UNMARKED or tag in {"br", "td", "th", "img"} else ""
        parts.append(text)
        length += len(text)
    return _Read("".join(parts), pieces, sections, links)


def _within(mention: Mention, pieces: Sequence[_Text]) -> Iterator[tuple[int, int, int]]:
    """The tokens that a mention lies in, with its start and end in the text of each: emphasis may divide it."""
    at = bisect_right(pieces, mention.start, key=lambda piece: piece.start) - 1
    while at < len(pieces) and pieces[at].start < mention.end:
        piece = pieces[at]
        start, end = max(mention.start, piece.start), min(mention.end, piece.end)
        if start < end:
            yield piece.token, start - piece.start, end - piece.start
        at += 1


def _marked(token: str, places: Sequence[tuple[int, int, str]]) -> Iterator[str]:
    """A text with elements around some of its characters; `places` are in order and apart."""
    at = _offsets(token)
    done = 0
    for start, end, tag in places:
        first, last = at(start), at(end)
        yield token[done:first]
        yield f"<{tag}>{token[first:last]}</{tag.partition(' ')[0]}>"
        done = last
    yield token[done:]


def _offsets(token: str) -> Callable[[int], int]:
    """A function that says where a character of a text begins in its HTML, in which some are written as references."""
    after = [0]  # behind each reference: where it ends in the text, and how much longer the HTML is until there
    longer = [0]
    for found in _REFERENCE.finditer(token) if "&" in token else ():
        length = len(unescape(found.group()))
        after.append(found.start() - longer[-1] + length)
        longer.append(longer[-1] + len(found.group()) - length)
    return lambda at: at + longer[bisect_right(after, at) - 1]
