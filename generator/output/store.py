"""What the last build made of what: so that a page whose key is unchanged is not rendered again.

A cache and nothing more. It lies in `.pressmark/` beside site.yaml, one file for each output folder; a file that is
missing, old, damaged or of another version is an empty store, and only costs time. Who owns the files of the output
folder is not for the store to say: that is the manifest's.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

import msgspec

from generator.files import read_regular
from generator.model import Record
from generator.problems import Problem, Span, warning
from generator.site.parts import SiteValue

FOLDER = ".pressmark"
_MAGIC = b"pressmark-pages 5"
_CHECKSUM = 16  # bytes


class Reason(StrEnum):
    """Why a page was rendered."""

    NEW = "new"
    VIEW = "view changed"
    TEMPLATE = "template changed"
    SITE = "site changed"
    MISSING = "output missing"
    EDITED = "output edited"
    FRESH = "fresh"
    TOOL = "tool version"


class Key(Record, array_like=True):
    """All that decides a page's bytes, apart from the site value and the tool, which are the same for all pages."""

    view: bytes  # digest of the view, or of a copied file
    template: bytes  # digest of the templates it reaches, or the name of a format


class Stored(Record, array_like=True):
    """A page as it was published: what made it, and how to know that the file is still that one."""

    key: Key
    sha256: str
    size: int
    mtime_ns: int


class Inputs(Record, array_like=True):
    """All that a site depends on: a digest of what is no content, and what the system says of each content file.

    A file's entry is empty where its time could deceive.
    """

    general: bytes
    files: Mapping[str, bytes]


class Store(Record, array_like=True):
    """The pages of one output folder, and what the build that made them can say again (see `generator.unchanged`)."""

    tool: str
    site: SiteValue | None
    pages: Mapping[str, Stored]
    inputs: Inputs | None = None
    manifest: str = ""
    report: bytes = b""
    built_at: float = 0.0  # seconds since the epoch
    readings: Mapping[str, bytes] = msgspec.field(default_factory=dict)  # of each file, the key of what it said
    roll: bytes = b""  # the key of what the texts told: see `generator.roll`


EMPTY = Store(tool="", site=None, pages={})


def encoded(view: Record) -> bytes:
    """A view as the same bytes on every machine; UnicodeEncodeError for one that holds what no text can."""
    return msgspec.msgpack.encode(view)


def digest_of(encoded_view: bytes) -> bytes:
    """The digest that stands for a view in its page's key."""
    return hashlib.blake2b(encoded_view, digest_size=16).digest()


def load_store(folder: Path, output: Path) -> Store:
    """What the last build into `output` stored, or an empty store."""
    try:
        data = read_regular(_place(folder, output))
    except OSError:
        return EMPTY
    header, _, rest = data.partition(b"\n")
    checksum, payload = rest[:_CHECKSUM], rest[_CHECKSUM:]
    if header != _header(output) or checksum != _checksum(payload):
        return EMPTY
    try:
        return msgspec.msgpack.decode(payload, type=Store)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return EMPTY


def save_store(folder: Path, output: Path, store: Store) -> tuple[Problem, ...]:
    """Keep `store` for the next build into `output`; failing to is a warning, since only time is lost."""
    place = _place(folder, output)
    payload = msgspec.msgpack.encode(store)
    beside = place.with_name(f"{place.name}.{os.getpid()}.new")
    try:
        place.parent.mkdir(exist_ok=True)
        keep_out_of_version_control(place.parent)
        beside.write_bytes(b"\n".join((_header(output), _checksum(payload) + payload)))
        beside.replace(place)
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink()
        message = f"the next build will render every page again: {error.strerror or error}"
        return (warning("cache-not-saved", message, Span(FOLDER)),)
    _forget_lost_outputs(place)
    return ()


def _place(folder: Path, output: Path) -> Path:
    name = hashlib.blake2b(os.fsencode(os.path.realpath(output)), digest_size=8).hexdigest()
    return folder / FOLDER / f"pages-{name}.msgpack"


def _header(output: Path) -> bytes:
    return _MAGIC + b" " + os.fsencode(os.path.realpath(output)).replace(b"\n", b"?")


def _checksum(payload: bytes) -> bytes:
    return hashlib.blake2b(payload, digest_size=_CHECKSUM).digest()


def keep_out_of_version_control(folder: Path) -> None:
    """Make git ignore the cache without the editor's help."""
    note = folder / ".gitignore"
    if not note.exists():
        note.write_text("*\n")


def _forget_lost_outputs(place: Path) -> None:
    """Remove the stores of output folders that are gone, such as temporary ones."""
    others: list[Path] = []
    with contextlib.suppress(OSError):
        others.extend(place.parent.glob("pages-*.msgpack"))
    for other in others:
        with contextlib.suppress(OSError):  # not ours, or another build was first
            header = read_regular(other, 8192).partition(b"\n")[0]
            if other != place and header.startswith(_MAGIC + b" ") and not os.path.isdir(header[len(_MAGIC) + 1 :]):
                other.unlink()
