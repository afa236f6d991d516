"""A Markdown body becomes sanitised HTML and its reading text.

The whole way in order: the dialect's converter, then `sanitise`, then `finish`. Pure: one text in, one result out,
whatever was converted before. Resolves no destination, reads no file, and never raises for what an author wrote.

The reading text is what a reader reads, in order, and what notes are anchored on:

- The text of every element of the finished HTML, blocks (`elements.BLOCKS`) separated by a blank line.
- Runs of space, tab and line break are one space, also in code; `<br>` and the border of a table cell are one too.
  Every other character (no-break space, soft hyphen, long s) is as written.
- Footnotes come last, as on the page. The number of a footnote reference and the arrow back are left out, so that a
  quotation runs across them.
- The alternative text of an image is left out; that of an image which was replaced by its text is in.
- Titles of links and abbreviations are left out: no reader sees them without pointing.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from html import escape
from threading import get_ident
from typing import TYPE_CHECKING, Final

from markdown.util import ETX, STX

from generator.model import (
    Body,
    BodyText,
    Boilerplate,
    Destination,
    DestinationKind,
    Digest,
    LeftOut,
    SourcePath,
)
from generator.problems import Position, Problem, Span, warning
from generator.read.dialect import Converter
from generator.read.fields import quoted
from generator.read.finish import ID_PREFIX, LONGEST_EXCERPT, Finished, finish
from generator.read.leave_out import leave_out
from generator.read.places import Places
from generator.read.reading import read_html
from generator.read.sanitise import Removal, clean, is_too_deep, prepare
from generator.read.words import count_words
from generator.settings import MarkdownOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

DEEPEST_MARKDOWN: Final = 40  # quotes and lists inside each other
MOST_OPEN_TAGS: Final = 1_000  # tags that never end: the converter takes quadratic time on them

_TAG_START: Final = re.compile(r"<[A-Za-z]")
_CONTAINERS: Final = re.compile(r"(?:[ \t]*(?:>|[-*+][ \t]|[0-9]{1,9}\.[ \t]|:[ \t]))+")
_PERHAPS_DEEP: Final = re.compile(rf"\n[ \t>*+:.0-9-]{{{DEEPEST_MARKDOWN + 1}}}")
_MARKER: Final = re.compile(r">|[-*+](?=[ \t])|[0-9]\.|:")
_RULE: Final = re.compile(r"[ \t]*(?:[-*_][ \t]*)+")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_TAG: Final = re.compile(r"<[^>]*>")
_ID: Final = re.compile(rf' (?:id="|href="#){ID_PREFIX}[^"]*"')  # an id, or a link to one
_DATA_URL: Final = re.compile(r"(\(\s*<?data:)[^\s()<>]+")

# What Python-Markdown raises on texts it cannot digest: its bugs, met with hostile input, and deep recursion.
_CONVERTER_FAILURES: Final = (LookupError, TypeError, ValueError, AttributeError, RuntimeError, AssertionError)


def convert(
    body: str, source: SourcePath, first_line: int, options: MarkdownOptions, passages: Sequence[Boilerplate] = ()
) -> tuple[Body, BodyText, tuple[Problem, ...]]:
    """A body as the archive keeps it, its text without `passages`, and what is wrong with it.

    `body` is the Markdown after the front matter, lines ended by LF; `first_line` is its first line in the file, from
    1. A text that cannot be converted is shown as written, with an error problem.
    """
    record, text, problems = _converted(body, source, first_line, options, finish)
    return _without(record, text, passages, source, problems) if passages else (record, text, problems)


def _without(
    body: Body, text: BodyText, passages: Sequence[Boilerplate], source: SourcePath, problems: tuple[Problem, ...]
) -> tuple[Body, BodyText, tuple[Problem, ...]]:
    """The same without some passages; one that is not there is a warning, since a reader may see it after all."""
    rest = leave_out(text.html, passages)
    read = read_html(rest.html)
    gone = Destination(kind=DestinationKind.LINK, target="#")  # holds the place, since the others are numbered
    led = tuple(gone if number in rest.destinations else one for number, one in enumerate(body.destinations))
    record = Body(
        digest=_digest(rest.html, led),
        destinations=led,
        anchors=tuple(name for name in body.anchors if name not in rest.ids),
        excerpt=_excerpt(read.first_paragraph),
        words=count_words(read.text),
        left_out=tuple(LeftOut(text=one.text, kind=one.kind) for one in rest.left_out),
    )
    missing = tuple(_not_found(passage, source) for passage in rest.not_found)
    return record, BodyText(html=rest.html, text=read.text), problems + missing


def _not_found(passage: Boilerplate, source: SourcePath) -> Problem:
    message = f"the text has no passage {quoted(passage.exact)} to leave out"
    hint = "copy it from the page as a reader sees it; it must begin and end with whole words"
    return warning("boilerplate-not-found", message, _span(source, passage.at), hint)


def convert_note(
    note: str, source: SourcePath, first_line: int, options: MarkdownOptions
) -> tuple[Body, BodyText, tuple[Problem, ...]]:
    """The same for a note's Markdown. Its HTML has no ids, since many notes stand on one page, and on several."""
    return _converted(note, source, first_line, options, _finish_note)


def _finish_note(html: str) -> Finished:
    finished = finish(html)
    return finished._replace(html=_TAG.sub(lambda tag: _ID.sub("", tag.group()), finished.html), anchors=())


def _converted(
    body: str, source: SourcePath, first_line: int, options: MarkdownOptions, finish_html: Callable[[str], Finished]
) -> tuple[Body, BodyText, tuple[Problem, ...]]:
    body = _encodable(body)
    places = Places(body, first_line)
    problems: list[Problem] = []
    finished = finish_html(_html(body, source, places, options, problems))
    led = tuple(
        Destination(kind=kind, target=target, at=places.of_destination(kind, target))
        for kind, target in finished.destinations
    )
    for complaint in finished.complaints:
        at = places.of(complaint.needle)
        problems.append(warning(complaint.code, complaint.message, _span(source, at), complaint.hint))
    record = Body(
        digest=_digest(finished.html, led),
        destinations=led,
        anchors=finished.anchors,
        excerpt=_excerpt(finished.first_paragraph),
        words=count_words(finished.text),
    )
    return record, BodyText(html=finished.html, text=finished.text), tuple(problems)


def _html(body: str, source: SourcePath, places: Places, options: MarkdownOptions, problems: list[Problem]) -> str:
    """Sanitised HTML of a body; adds to `problems`."""
    if "<" in body and len(_TAG_START.findall(body)) - body.count(">") > MOST_OPEN_TAGS:
        problems.append(_too_dense(source, places.at(body.find("<"))))
        return _as_written(body)
    deep = _too_deep_at(body)
    if deep is not None:
        problems.append(_too_deep(source, places.at(deep)))
        return _as_written(body)
    converter = _converter(options, get_ident())
    try:
        unsafe = converter.convert(_DATA_URL.sub(r"\1,", body) if "data:" in body else body)
    except RecursionError:
        _converter.cache_clear()
        problems.append(_too_deep(source, Position(places.first_line, 1)))
        return _as_written(body)
    except _CONVERTER_FAILURES as failure:
        _converter.cache_clear()
        message = f"this text cannot be converted: {type(failure).__name__} in Python-Markdown"
        hint = "remove parts of it until it can, then look at the last part removed"
        problems.append(Problem("markdown-failed", message, Span(source, places.first_line), hint))
        return _as_written(body)
    prepared = prepare(unsafe, raw="<" in body or "{" in body)
    if is_too_deep(prepared.html):
        problems.append(_too_deep(source, Position(places.first_line, 1)))
        return _as_written(body)
    problems.extend(_removed(removal, source, places) for removal in prepared.removals)
    problems.extend(_about_notes(converter, source, places))
    return clean(prepared.html)


@lru_cache(maxsize=32)
def _converter(options: MarkdownOptions, thread: int) -> Converter:  # noqa: ARG001 - a converter a thread
    """The converter for some options: a memo of a value that every use resets (making one takes a whole article)."""
    return Converter(smarty=options.smarty)


def _encodable(body: str) -> str:
    """A body without lone surrogates, which no file can hold, and without the converter's own marks."""
    try:
        body.encode()
    except UnicodeEncodeError:
        body = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", body)
    if STX in body or ETX in body:
        body = body.replace(STX, "").replace(ETX, "")
    return body


def _too_deep_at(body: str) -> int | None:
    """Where a line starts more than `DEEPEST_MARKDOWN` quotes, lists and levels of indentation, or None."""
    if not _PERHAPS_DEEP.search("\n" + body):  # a quarter of the time of looking at each line
        return None
    index = 0
    for line in body.split("\n"):
        if len(line) > DEEPEST_MARKDOWN:
            found = _CONTAINERS.match(line)
            depth = len(_MARKER.findall(found.group())) + _indentation(line) // 4 if found else 0
            if depth > DEEPEST_MARKDOWN and _RULE.fullmatch(line) is None:
                return index
        index += len(line) + 1
    return None


def _indentation(line: str) -> int:
    line = line.expandtabs(4)
    return len(line) - len(line.lstrip(" "))


def _as_written(body: str) -> str:
    return f"<pre>{escape(body.strip())}</pre>"


def _too_deep(source: SourcePath, at: Position) -> Problem:
    message = f"quotes, lists or other markup stand more than {DEEPEST_MARKDOWN} deep inside each other"
    return Problem("markdown-too-deep", message, _span(source, at), "escape characters that are not markup with `\\`")


def _too_dense(source: SourcePath, at: Position) -> Problem:
    message = f"more than {MOST_OPEN_TAGS} tags begin with `<` and never end"
    return Problem("markdown-too-dense", message, _span(source, at), "write `&lt;` where no tag is meant")


def _removed(removal: Removal, source: SourcePath, places: Places) -> Problem:
    if removal.attribute:
        message = f'the attribute "{removal.name}" is not allowed here and was removed'
        at = places.of_pattern(rf"(?<![\w-]){re.escape(removal.name)}(?![\w-])")
    else:
        message = f"<{removal.name}> is not allowed here and was removed"
        at = places.of_pattern(rf"<{re.escape(removal.name)}(?![\w-])")
    return warning("removed-html", message, _span(source, at), "docs/markdown.md lists the HTML that a text may hold")


def _about_notes(converter: Converter, source: SourcePath, places: Places) -> Iterator[Problem]:
    for label in dict.fromkeys(converter.notes.twice):
        at = places.of_pattern(rf"\[\^{re.escape(label)}\]:")
        message = f'the footnote "{label}" is defined more than once; each is shown'
        yield warning("duplicate-footnote", message, _span(source, at), "give each footnote a label of its own")
    for label in (label for label in converter.notes.unused() if label not in converter.notes.renamed):
        at = places.of_pattern(rf"\[\^{re.escape(label)}\]:")
        message = f'nothing refers to the footnote "{label}"; it is shown at the end'
        yield warning("unused-footnote", message, _span(source, at), f"write [^{label}] where it belongs")


def _excerpt(text: str) -> str:
    """The first paragraph, cut at a word where it is longer than 280 characters, with an ellipsis then."""
    if len(text) <= LONGEST_EXCERPT:
        return text
    room = text[:LONGEST_EXCERPT]
    cut = room.rfind(" ")
    return room[: cut if cut > 0 else LONGEST_EXCERPT - 1].rstrip() + "…"


def _digest(html: str, led: tuple[Destination, ...]) -> Digest:
    """BLAKE2b-128 of the HTML and where it leads; not of where that stands in the file."""
    digest = hashlib.blake2b(html.encode(), digest_size=16)
    for destination in led:
        digest.update(f"\0{destination.kind.value}\0{destination.target}".encode())
    return Digest(digest.hexdigest())


def _span(source: SourcePath, at: Position) -> Span:
    return Span(source, at.line, at.column)
