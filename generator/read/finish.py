"""The last walk over sanitised HTML: links, ids, headings, and the reading text, in one pass.

Expects what `sanitise.clean` gives (every `<` is a tag, every attribute is `name="value"`) and turns it into the HTML
that is stored. Every URL leaves here as `pressmark:n` or `#b-…`, every id with the prefix `b-`; nothing else writes
either. Judges schemes by allow-list, after taking out what browsers ignore in URLs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Final, NamedTuple
from urllib.parse import unquote

from generator.model import DestinationKind
from generator.read.destinations import missing_image
from generator.read.elements import BLOCKS, HEADINGS, VOID
from generator.read.ids import slug
from generator.read.reading import single_spaces
from generator.read.wikilinks import WIKI_SCHEME, wiki_target

ID_PREFIX: Final = "b-"
SCHEMES: Final = frozenset({"http", "https", "mailto", "tel", "ftp", "geo"})
LONGEST_EXCERPT: Final = 280

# A paragraph of words alone (nearly every one) is one token, not four.
_TOKEN: Final = re.compile(r'(<p>([^<]+)</p>\n?)|<(/?)([a-z][a-z0-9]*)((?: [^\s=<>"]+="[^"]*")*)>|([^<]+)')
_ATTRIBUTE: Final = re.compile(r' ([^\s=<>"]+)="([^"]*)"')
_ID: Final = re.compile(r' id="([^"]*)"')
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_IGNORED_IN_URLS: Final = str.maketrans("", "", "\t\n\r")
_EDGES_OF_URLS: Final = "".join(map(chr, range(33)))
_ROLES: Final = {"footnote": "doc-endnotes", "footnote-ref": "doc-noteref", "footnote-backref": "doc-backlink"}
# Where these may stand; elsewhere they are written as `<div>`.
_PARENTS: Final = {
    "li": ("ol", "ul"),
    "dt": ("dl", "div"),
    "dd": ("dl", "div"),
    "figcaption": ("figure",),
    "summary": ("details",),
}
_NOT_READ: Final = frozenset({"footnote-ref", "footnote-backref"})
_LOWEST_HEADING: Final = 6
_NOTE_IDS: Final = ("fn:", "fnref")  # of footnotes: nobody links to these from another page


class Complaint(NamedTuple):
    """Something about one destination that its author should know; `needle` is the destination as written."""

    code: str
    message: str
    needle: str
    hint: str | None = None


class Finished(NamedTuple):
    """A finished body: the HTML, its reading text and first paragraph, where it leads, and what was wrong."""

    html: str
    text: str
    first_paragraph: str
    destinations: tuple[tuple[DestinationKind, str], ...]
    anchors: tuple[str, ...]
    complaints: tuple[Complaint, ...]


class _Heading(NamedTuple):
    place: int  # in `out`
    level: int
    attributes: dict[str, str]
    text_from: int  # in `line`


@dataclass(slots=True)
class _Walk:
    """What one walk has gathered so far."""

    out: list[str] = field(default_factory=list)
    line: list[str] = field(default_factory=list)  # of the block that is open
    blocks: list[str] = field(default_factory=list)
    first_paragraph: str = ""
    unread: bool = False  # inside a footnote's number or the way back from it
    in_notes: bool = False
    open: list[str] = field(default_factory=list)  # elements, as written
    parting: set[int] = field(default_factory=set)  # paragraphs behind words of no block: places in `out`
    levels: list[int] = field(default_factory=list)  # of the headings around this place, as written
    headings: list[_Heading] = field(default_factory=list)  # open ones
    ids: set[str] = field(default_factory=set)
    numbers: dict[str, int] = field(default_factory=dict)  # of names that came more than once
    fragments: list[tuple[int, str, str]] = field(default_factory=list)  # place in `out`, id, other attributes
    destinations: list[tuple[DestinationKind, str]] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)


def finish(html: str) -> Finished:
    """Sanitised HTML made ready to store.

    Headings are numbered by their outline: the outermost is h2, none is more than one level below the one before it.
    """
    walk = _Walk()
    written = {unescape(name) for name in _ID.findall(html)} if "=" in html else set()
    for paragraph, words, closing, tag, attributes, text in _TOKEN.findall(html):
        if paragraph:
            walk.out.append(paragraph)
            _read_paragraph(walk, words)
        elif text:
            walk.out.append(text)
            if not walk.unread:
                walk.line.append(unescape(text) if "&" in text else text)
        elif closing:
            _close(walk, tag, written)
        else:
            _open(walk, tag, attributes)
    _end_block(walk)
    _resolve_fragments(walk)
    return Finished(
        "".join(walk.out).strip(),
        "\n\n".join(walk.blocks),
        walk.first_paragraph,
        tuple(walk.destinations),
        tuple(sorted(name for name in walk.ids if not name.startswith(_NOTE_IDS))),
        tuple(walk.complaints),
    )


def _read_paragraph(walk: _Walk, words: str) -> None:
    """The reading text of a paragraph that holds no element."""
    if walk.line:
        _end_block(walk)
    if walk.unread:
        return
    text = single_spaces(unescape(words) if "&" in words else words)
    if text:
        walk.blocks.append(text)
        if not walk.first_paragraph and not walk.in_notes:
            walk.first_paragraph = text


def _open(walk: _Walk, tag: str, raw: str) -> None:
    if tag in BLOCKS:
        if _end_block(walk) and tag == "p":
            walk.parting.add(len(walk.out))
        if tag in _PARENTS and (not walk.open or walk.open[-1] not in _PARENTS[tag]):
            tag = "div"
    elif tag in {"td", "th", "br"} and not walk.unread:
        walk.line.append(" ")
    if tag not in VOID:
        walk.open.append(tag)
    if not raw and tag not in HEADINGS and tag != "img":
        walk.out.append(f"<{tag}>")
        return
    attributes = _attributes(walk, raw)
    if tag == "a":
        _link(walk, attributes)
    elif tag == "img":
        _image(walk, attributes)
    elif tag in HEADINGS:
        walk.headings.append(_Heading(len(walk.out), int(tag[1]), attributes, len(walk.line)))
        walk.out.append("")
    else:
        if tag == "div" and attributes.get("class") == "footnote":
            attributes["role"] = _ROLES["footnote"]
            walk.in_notes = True
        walk.out.append(f"<{tag}{_written(attributes)}>")


def _close(walk: _Walk, tag: str, written: set[str]) -> None:
    tag = walk.open.pop() if walk.open else tag
    if tag == "a":
        walk.unread = False
    elif tag in HEADINGS:
        _close_heading(walk, written)
        _end_block(walk)
        return
    elif tag in BLOCKS:
        paragraph = _end_block(walk)
        if tag == "p" and not walk.first_paragraph and not walk.in_notes:
            walk.first_paragraph = paragraph
        # The parser leaves empty ones where blocks stood in a paragraph; one that parts words has to stay.
        if tag == "p" and walk.out[-1] == "<p>" and len(walk.out) - 1 not in walk.parting:
            walk.out.pop()
            return
    walk.out.append(f"</{tag}>")


def _end_block(walk: _Walk) -> str:
    """The text of the block that ends here, now part of the reading text."""
    if not walk.line:
        return ""
    text = single_spaces("".join(walk.line))
    walk.line.clear()
    if text:
        walk.blocks.append(text)
    return text


def _attributes(walk: _Walk, raw: str) -> dict[str, str]:
    """Attributes by name, values as text; ids prefixed, and only the first of equal ones."""
    attributes = {name: unescape(value) for name, value in _ATTRIBUTE.findall(raw)}
    name = attributes.pop("id", None)
    if name is not None and name not in walk.ids:
        walk.ids.add(name)
        attributes["id"] = ID_PREFIX + name
    return attributes


def _written(attributes: dict[str, str]) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())


def _close_heading(walk: _Walk, written: set[str]) -> None:
    """Write the heading's tags now that its text is known; an empty one goes."""
    if not walk.headings:
        return
    heading = walk.headings.pop()
    text = single_spaces("".join(walk.line[heading.text_from :]))
    if not text and not any("<img" in part for part in walk.out[heading.place :]):
        return
    while walk.levels and walk.levels[-1] >= heading.level:
        walk.levels.pop()
    walk.levels.append(heading.level)
    attributes = heading.attributes
    if "id" not in attributes:
        name = _free(walk, slug(text) if text else "heading", written)
        walk.ids.add(name)
        attributes = {**attributes, "id": ID_PREFIX + name}
    tag = f"h{min(len(walk.levels) + 1, _LOWEST_HEADING)}"
    walk.out[heading.place] = f"<{tag}{_written(attributes)}>"
    walk.out.append(f"</{tag}>")


def _free(walk: _Walk, name: str, written: set[str]) -> str:
    """The name, numbered when it is taken; counting goes on where it stopped, since headings repeat by the thousand."""
    number, free = walk.numbers.get(name, 1), name
    while free in walk.ids or free in written:
        number += 1
        free = f"{name}-{number}"
    walk.numbers[name] = number
    return free


def _link(walk: _Walk, attributes: dict[str, str]) -> None:
    target = attributes.pop("data-href", None)
    kind = attributes.get("class", "")
    if kind in _NOT_READ:
        walk.unread = True
        attributes["role"] = _ROLES[kind]
    destination = None if target is None else _destination(walk, target)
    if destination is None:
        attributes.pop("role", None)
        walk.out.append(f"<a{_written(attributes)}>")
    elif destination[1].startswith("#"):
        walk.fragments.append((len(walk.out), destination[1], _written(attributes)))
        walk.out.append("")
    else:
        walk.out.append(f'<a href="pressmark:{len(walk.destinations)}"{_written(attributes)}>')
        walk.destinations.append(destination)


def _destination(walk: _Walk, written: str) -> tuple[DestinationKind, str] | None:
    """Where a link wants to go; None, and a complaint, when it may not."""
    target = written.strip(_EDGES_OF_URLS).translate(_IGNORED_IN_URLS)
    scheme = _SCHEME.match(target)
    if scheme is not None and scheme.group(1) == WIKI_SCHEME:
        return DestinationKind.WIKI, wiki_target(target)
    if scheme is not None and scheme.group(1).lower() not in SCHEMES:
        message = f'a link with the scheme "{scheme.group(1).lower()}:" is not allowed here and was removed'
        walk.complaints.append(Complaint("removed-link", message, written, "its text is kept"))
        return None
    if not target:
        walk.complaints.append(Complaint("removed-link", "a link says no destination and was removed", "()"))
        return None
    return DestinationKind.LINK, target


def _image(walk: _Walk, attributes: dict[str, str]) -> None:
    written = attributes.pop("data-src", "")
    attributes.setdefault("alt", "")
    target = written.strip(_EDGES_OF_URLS).translate(_IGNORED_IN_URLS)
    if target and not _SCHEME.match(target) and target[:2].replace("\\", "/") != "//":
        walk.out.append(f'<img src="pressmark:{len(walk.destinations)}"{_written(attributes)}>')
        walk.destinations.append((DestinationKind.IMAGE, target))
        return
    shown = target if len(target) <= 100 else target[:100] + "…"  # noqa: PLR2004
    message = f'the image "{shown}" is not part of this archive and was replaced by its description'
    hint = "save it under content/assets and link to it there: pages load nothing from elsewhere"
    walk.complaints.append(Complaint("remote-image", message, written, hint))
    walk.out.append(missing_image(_written(attributes)))
    if not walk.unread:
        walk.line.append(attributes["alt"])


def _resolve_fragments(walk: _Walk) -> None:
    """Links within the body, now that every id is known; one that leads nowhere keeps its text only."""
    for place, written, attributes in walk.fragments:
        for name in (written[1:], unquote(written[1:])):
            name = "-".join(name.split())  # noqa: PLW2901 - ids are written so
            if name in walk.ids:
                walk.out[place] = f'<a href="#{escape(ID_PREFIX + name)}"{attributes}>'
                break
        else:
            walk.out[place] = f"<a{attributes}>"
            message = f'the link "{written}" leads to no place in this text and was removed'
            hint = "headings have an id made from their words, and `{#name}` after one sets it"
            walk.complaints.append(Complaint("unknown-fragment", message, written, hint))
