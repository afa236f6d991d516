"""Links in texts to a record whose file moves or goes, and links of a text that moves itself.

Names in double brackets go on meaning what they meant, since old names become aliases; only a type and an id
(`[[people/im-2]]`) has to be written anew. A link that is not found where it was read stays as it is: it is then a
warning, which whoever edits is shown.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import quote, unquote

from generator.editing.desk import Desk
from generator.editing.sheets import Sheet, Splice, body_of, spliced
from generator.model import AnyRecord, Article, Body, Destination, DestinationKind, SourcePath

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


class Move(NamedTuple):
    """A record's file and key as they were, and as they are from now on."""

    old: SourcePath
    new: SourcePath
    old_key: str
    new_key: str


def files_linking_to(move: Move, desk: Desk) -> tuple[SourcePath, ...]:
    """The files with a text or a note that links to what moves, without the file that moves."""
    found = {
        source
        for record in desk.records
        for source, body in _bodies(record)
        for destination in body.destinations
        if source != move.old and _moved(destination, source, move) is not None
    }
    return tuple(sorted(found))


def relinked(sheet: Sheet, records: tuple[AnyRecord, ...], move: Move) -> Sheet:
    """A file whose links to what moves lead to where it is from now on."""
    wanted = {
        (destination.kind, destination.target): new
        for record in records
        for source, body in _bodies(record)
        for destination in body.destinations
        if source == sheet.path and (new := _moved(destination, source, move)) is not None
    }
    return spliced(sheet, _splices(sheet, wanted.items(), 0))


def carried(sheet: Sheet, record: AnyRecord, to: SourcePath) -> Sheet:
    """A record's file whose relative links lead to where they led, once its text stands in the file `to`."""
    start, _ = body_of(sheet)
    wanted = {
        (one.kind, one.target): new
        for one in record.body.destinations
        if (new := _from(one, sheet.path, to)) is not None
    }
    return spliced(sheet, _splices(sheet, wanted.items(), start))


def _bodies(record: AnyRecord) -> Iterator[tuple[SourcePath, Body]]:
    if record.source:
        yield record.source, record.body
    if isinstance(record, Article):
        for note in record.annotations:
            yield note.file or record.source, note.body


def _moved(destination: Destination, source: SourcePath, move: Move) -> str | None:
    """What a destination that means the moved record is to be from now on; None for any other."""
    target, mark, fragment = destination.target.partition("#")
    if destination.kind is DestinationKind.WIKI:
        return f"{move.new_key}{mark}{fragment}" if _nfc(target.strip()) == move.old_key != move.new_key else None
    if not _is_path(target) or move.old == move.new:
        return None
    folder = posixpath.dirname(source)
    for written, read in ((target, str), (target, unquote)):
        if _nfc(posixpath.normpath(posixpath.join(folder, read(written)))) == _nfc(move.old):
            return _path(move.new, folder, target) + mark + fragment
    return None


def _from(destination: Destination, source: SourcePath, to: SourcePath) -> str | None:
    """The same relative destination from another file; None where it is written alike, or is no path."""
    target, mark, fragment = destination.target.partition("#")
    if destination.kind is DestinationKind.WIKI or not _is_path(target):
        return None
    place = posixpath.normpath(posixpath.join(posixpath.dirname(source), unquote(target)))
    place = to if _nfc(place) == _nfc(source) else place  # a link to itself
    new = _path(place, posixpath.dirname(to), target) + mark + fragment
    return None if new == destination.target else new


def _is_path(target: str) -> bool:
    return bool(target) and not target.startswith("/") and not _SCHEME.match(target)


def _path(place: str, folder: str, written: str) -> str:
    """The path from a folder to a place, percent-encoded where the one that was written was."""
    path = posixpath.relpath(f"/{place}", f"/{folder}")
    return quote(path, safe="/-_.~") if written != unquote(written) or " " in path else path


_OPENS = {
    DestinationKind.WIKI: (r"\[\[[ \t]*", r"(?=[ \t]*(?:\]\]|\|))"),
    DestinationKind.LINK: (r"(?:\]\([ \t]*<?|^[ ]{0,3}\[[^\]\n]+\]:[ \t]*<?|=[\"']?)", r"(?=[\s)>\"']|\Z)"),
}


def _splices(sheet: Sheet, wanted: Iterable[tuple[tuple[DestinationKind, str], str]], start: int) -> Iterator[Splice]:
    """Every place from `start` on where one of the wanted destinations is written as Markdown or HTML write them."""
    for (kind, target), new in wanted:
        opens, closes = _OPENS.get(kind, _OPENS[DestinationKind.LINK])
        pattern = re.compile(f"({opens}){re.escape(target)}{closes}", re.MULTILINE)
        for found in pattern.finditer(sheet.text, start):
            yield Splice(found.end(1), found.end(), new)


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)
