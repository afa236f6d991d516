"""What files said when they were last read, so that a file is parsed and converted once for each change of its content.

A cache and nothing more: `.pressmark/readings.sqlite` beside site.yaml. What is missing, damaged at any byte, of
another version or read by other code is read again. A row holds what one file gave (its record and problems) under the
digest of its bytes and of all else that decides; the converted bodies lie beside it, so that memory grows with
records, not with text. Time and size of a file are a hint that spares opening it, never more: they are not believed of
a file that was touched within two seconds of being read (the racy-git rule).
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from importlib.metadata import version
from os import stat_result
from pathlib import Path
from typing import NamedTuple, Self
from urllib.parse import quote

import msgspec

from generator.model import AnyRecord, Digest, Record, SourcePath
from generator.output.bodies import Bodies, BodiesInMemory
from generator.output.store import FOLDER, keep_out_of_version_control
from generator.problems import Problem
from generator.settings import Config

FILE = "readings.sqlite"
RACY = 2_000_000_000  # nanoseconds
_VERSION = 3
_PAGE = 32_768  # bytes: a body or two; with SQLite's own 4,096 the file is half as large again and written half as fast
_TABLES = [
    "CREATE TABLE bodies (digest text primary key, html text, sum blob)",
    "CREATE TABLE findings (key blob primary key, content blob, sum blob)",
    "CREATE TABLE readings (path text primary key, key blob, hint blob, content blob, sum blob) without rowid",
]  # as SQLite repeats them, by name
LIBRARIES = ("markdown", "nh3", "pyyaml", "msgspec", "tzdata")


class Said(Record):
    """What one file gave: its record, if it has one, and what is wrong with it."""

    record: AnyRecord | None
    problems: tuple[Problem, ...]


class Row(NamedTuple):
    """A reading as it lies in the cache; `hint` is empty where the file may change without its time changing."""

    key: bytes
    hint: bytes
    content: bytes


class Reading(NamedTuple):
    """A file that was read, made ready for the cache by whoever read it; rows are as the tables have them.

    What it said travels as JSON, which takes a third of the time of pickled records to come back from another process.
    `said` is None but where there is no row.
    """

    path: SourcePath
    row: tuple[SourcePath, bytes, bytes, bytes, bytes] | None
    bodies: tuple[tuple[Digest, str, bytes], ...]
    said: Said | None


def reading_of(path: SourcePath, key: bytes, hint: bytes, said: Said, html: Iterable[tuple[Digest, str]]) -> Reading:
    """What there is to keep of a file that has bodies with this HTML; without a key, nothing."""
    if not key:
        return Reading(path, None, (), said)
    content = _written(said)
    bodies = tuple((digest, text, _checksum(digest, text)) for digest, text in html)
    if content is None:
        return Reading(path, None, bodies, said)
    return Reading(path, (path, key, hint, content, _checksum(path, key, hint, content)), bodies, None)


def said_in(reading: Reading) -> Said:
    """What the file said."""
    if reading.said is not None:
        return reading.said
    if reading.row is None:
        raise TypeError("a reading has a row or says what it said")
    return _decoder().decode(reading.row[3])


def key_of(data: bytes, notes: bytes | None, reader: bytes) -> bytes:
    """The key of a file's reading: its bytes, those of its notes file, and what reads them."""
    digest = hashlib.blake2b(reader, digest_size=16)
    for part in (data, notes or b""):
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.digest()


def reader_of(config: Config) -> bytes:
    """The digest of all that decides what a file says beside its bytes: settings, code, versions of libraries."""
    used = (config.content, config.entity_types, config.markdown, config.timezone)  # by the read room
    settings = msgspec.json.encode(used)
    return hashlib.blake2b(settings + reading_code(), digest_size=16).digest()


def hint_of(reader: bytes, statuses: Iterable[stat_result | None], seen: int) -> bytes:
    """Times, sizes and inodes of a file and its notes, and what reads them; empty when too young at `seen` (ns)."""
    hint = reader
    for status in statuses:
        if status is None:
            hint += b"-"
            continue
        if max(status.st_mtime_ns, status.st_ctime_ns) > seen - RACY:
            return b""
        hint += b"%d %d %d %d;" % (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
    return hint


def versions(libraries: Iterable[str]) -> bytes:
    """The versions of libraries, and of Python, whose HTML parser and Unicode tables have their say too."""
    named = (f"{name} {version(name)}" for name in libraries)
    return " ".join((platform.python_version(), *named)).encode()


def said_by(row: Row) -> Said | None:
    """What a row holds; None when it is not what this version writes."""
    try:
        return _decoder().decode(row.content)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def forget_readings(folder: Path) -> None:
    """Remove the cache; the next build reads every file and makes a new one."""
    with contextlib.suppress(OSError):
        (folder / FOLDER / FILE).unlink()


def load_readings(folder: Path) -> Mapping[SourcePath, Row]:
    """Every row of the cache that is whole; none when there is no cache or it is of no use.

    Rows carry their own checksums, so the file as a whole need not be looked through (0.5 s for 10,000 articles).
    """
    place = folder / FOLDER / FILE
    try:
        if not place.is_file():
            return {}
        with contextlib.closing(_connect(place)) as connection:
            if not is_ours(connection):
                return {}
            rows = connection.execute("select path, key, hint, content, sum from readings").fetchall()
            return {
                SourcePath(path): Row(key, hint, content)
                for path, key, hint, content, checksum in rows
                if checksum == _checksum(path, key, hint, content)
            }
    except (OSError, sqlite3.Error, TypeError, ValueError, AttributeError, OverflowError):
        return {}


class CacheError(Exception):
    """The cache cannot be used: a build does without it."""


class LostBodyError(CacheError):
    """A body that the cache should hold and does not, or not whole: it is damaged, and better forgotten."""


class BusyBodyError(LostBodyError):
    """A body that cannot be had while a build is writing the cache: it is there, and can be had again."""


class BodiesOnDisk(Record):
    """The converted bodies (`output.bodies.Bodies`). Pickles as its path, so that workers open it for themselves."""

    place: str

    def html(self, digest: Digest) -> str:
        """The HTML of a body; LostBodyError when it is not there or damaged."""
        try:
            connection = _reader(self.place)
        except sqlite3.Error as error:
            raise LostBodyError(digest) from error
        return _html(connection, digest)


class ReadingsFile:
    """The cache, open for writing during one build. Whatever goes wrong with it is a `CacheError`.

    `is_sound` says whether a file that is there can be used, or is to be begun anew. To see that it `is_whole`, all of
    it is read, which is much for a build of one page (120 MB for 10,000 articles); that it `is_ours` will do where
    damage that shows later can be answered by another build.
    """

    def __init__(self, folder: Path, is_sound: Callable[[sqlite3.Connection], bool]) -> None:
        self.place = folder / FOLDER / FILE
        with _failing():
            self.place.parent.mkdir(exist_ok=True)
            keep_out_of_version_control(self.place.parent)
            self._connection = _connect(self.place)
            if not is_sound(self._connection):
                self._connection.close()
                self.place.unlink(missing_ok=True)
                self._connection = _connect(self.place)
                self._connection.execute(f"pragma page_size = {_PAGE}")
                self._connection.executescript(";".join(_TABLES))
                self._connection.execute(f"pragma user_version = {_VERSION}")
            self._connection.execute("begin immediate")  # an error while another build is at work

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(sqlite3.Error):
            self._connection.commit()
        self._connection.close()
        _reader.cache_clear()

    def keep(self, readings: Iterable[Reading]) -> None:
        """Add what files said; what an older reading of them said is forgotten."""
        kept = list(readings)
        rows = [reading.row for reading in kept if reading.row is not None]
        bodies = [body for reading in kept for body in reading.bodies]
        with _failing():
            self._connection.executemany("insert or replace into readings values (?, ?, ?, ?, ?)", rows)
            self._connection.executemany("insert or replace into bodies values (?, ?, ?)", bodies)

    def keys(self) -> Mapping[str, bytes]:
        """The key of each file's reading."""
        with _failing():
            rows = self._connection.execute("select path, key from readings").fetchall()
        return {path: key for path, key in rows if isinstance(path, str) and isinstance(key, bytes)}

    def rows(self, paths: Iterable[SourcePath]) -> Mapping[SourcePath, Row]:
        """The rows of some files, those that are there and whole."""
        found: dict[SourcePath, Row] = {}
        with _failing():
            for path in paths:
                select = "select key, hint, content, sum from readings where path = ?"
                row = self._connection.execute(select, (path,)).fetchone()
                if row is not None and _are_bytes(*row) and row[3] == _checksum(path, *row[:3]):
                    found[path] = Row(*row[:3])
        return found

    def touch(self, rows: Iterable[tuple[SourcePath, Row]]) -> None:
        """Renew the hints of files that were touched and not changed."""
        renewed = [(path, *row, _checksum(path, *row)) for path, row in rows]
        with _failing():
            self._connection.executemany("insert or replace into readings values (?, ?, ?, ?, ?)", renewed)

    def keep_only(self, paths: Iterable[SourcePath], digests: Iterable[Digest]) -> None:
        """Forget files that are gone, and bodies that no record has."""
        with _failing():
            for table, column, wanted in (("readings", "path", paths), ("bodies", "digest", digests)):
                self._connection.execute("create temp table wanted (name text primary key) without rowid")
                self._connection.executemany("insert or ignore into wanted values (?)", ((name,) for name in wanted))
                self._connection.execute(
                    f"delete from {table} where {column} not in (select name from wanted)"  # noqa: S608
                )
                self._connection.execute("drop table wanted")

    def findings(self) -> Mapping[bytes, bytes]:
        """What was found in texts (see `generator.concordance`), by the digest of what it depends on."""
        with _failing():
            rows = self._connection.execute("select key, content, sum from findings").fetchall()
        return {
            key: content
            for key, content, checksum in rows
            if _are_bytes(key, content, checksum) and checksum == _checksum(key, content)
        }

    def keep_findings(self, found: Mapping[bytes, bytes], wanted: Collection[bytes]) -> None:
        """Add findings, and forget those that nobody wants."""
        rows = [(key, content, _checksum(key, content)) for key, content in found.items()]
        with _failing():
            if not self._connection.in_transaction:  # as once readers have been let in: else each row would be one
                self._connection.execute("begin immediate")
            self._connection.executemany("insert or replace into findings values (?, ?, ?)", rows)
            gone = [row for row in self._connection.execute("select key from findings") if row[0] not in wanted]
            self._connection.executemany("delete from findings where key = ?", gone)
            self._connection.commit()

    def html(self, digest: Digest) -> str:
        """The HTML of a body, be it kept for good or not yet; LostBodyError when it is not there or damaged."""
        return _html(self._connection, digest)

    def bodies(self) -> Bodies:
        """The bodies, once everything is kept: readers see what has been committed."""
        with _failing():
            self._connection.commit()
        return BodiesOnDisk(place=str(self.place))


class ReadingsInMemory:
    """What does for a build whose cache cannot be used: nothing is kept for the next one."""

    def __init__(self) -> None:
        self._html: dict[Digest, str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return

    def keep(self, readings: Iterable[Reading]) -> None:
        """Hold the bodies."""
        self._html.update(body[:2] for reading in readings for body in reading.bodies)

    def touch(self, rows: Iterable[tuple[SourcePath, Row]]) -> None:
        """Nothing."""

    def keep_only(self, paths: Iterable[SourcePath], digests: Iterable[Digest]) -> None:
        """Nothing."""

    def keys(self) -> Mapping[str, bytes]:
        """None, since nothing is kept."""
        return {}

    def findings(self) -> Mapping[bytes, bytes]:
        """None, since nothing is kept."""
        return {}

    def keep_findings(self, found: Mapping[bytes, bytes], wanted: Collection[bytes]) -> None:
        """Nothing."""

    def bodies(self) -> Bodies:
        """The bodies."""
        return BodiesInMemory(by_digest=self._html)


def _html(connection: sqlite3.Connection, digest: Digest) -> str:
    if not digest:
        return ""
    try:
        found = connection.execute("select html, sum from bodies where digest = ?", (digest,)).fetchone()
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # without what makes it an extended one
        is_busy = code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
        raise (BusyBodyError if is_busy else LostBodyError)(digest) from error
    if found is None or not isinstance(found[0], str) or found[1] != _checksum(digest, found[0]):
        raise LostBodyError(digest)
    return found[0]


@contextlib.contextmanager
def _failing() -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise CacheError(str(error)) from error


def _connect(place: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(place, timeout=0.1, isolation_level=None, cached_statements=16)
    connection.execute("pragma synchronous = off")  # a power cut costs a cache, and checksums notice
    connection.execute("pragma secure_delete = on")  # not every SQLite does it unasked
    return connection


def is_ours(connection: sqlite3.Connection) -> bool:
    """Whether the file says that it is a cache of this version, and has its tables and nothing beside them."""
    try:
        (found,) = connection.execute("pragma user_version").fetchone()
        made = connection.execute("select sql from sqlite_master where sql is not null order by name").fetchall()
    except sqlite3.DatabaseError:
        return False
    return bool(found == _VERSION) and [sql for (sql,) in made] == _TABLES


def is_whole(connection: sqlite3.Connection) -> bool:
    """Whether the file is a cache of this version that can be read and written throughout."""
    try:
        (sound,) = connection.execute("pragma quick_check(1)").fetchone()
    except sqlite3.DatabaseError:
        return False
    return bool(sound == "ok") and is_ours(connection)


def _are_bytes(*values: object) -> bool:
    """Whether these are what the cache's columns hold: SQLite lets damage make them of any type."""
    return all(type(value) is bytes for value in values)


def _checksum(*parts: str | bytes) -> bytes:
    digest = hashlib.blake2b(digest_size=8)
    for part in parts:
        data = part.encode(errors="surrogatepass") if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.digest()


def _written(said: Said) -> bytes | None:
    """JSON, since msgpack would forget the time zones of date-times; None for a text that no file can hold."""
    try:
        return msgspec.json.encode(said)
    except UnicodeEncodeError:
        return None


@lru_cache(maxsize=1)
def _decoder() -> msgspec.json.Decoder[Said]:
    return msgspec.json.Decoder(Said)


@lru_cache(maxsize=2)
def _reader(place: str) -> sqlite3.Connection:
    """A connection of this process to the bodies: a memo, closed with the build."""
    return sqlite3.connect(f"file:{quote(os.fsencode(place))}?mode=ro", uri=True, check_same_thread=False)


@lru_cache(maxsize=1)
def reading_code() -> bytes:
    """The digest of the code that reads and of what it reads with: neither changes while a process runs."""
    digest = hashlib.blake2b(versions(LIBRARIES), digest_size=16)
    here = Path(__file__).resolve().parent
    for file in (*sorted((here / "read").glob("*.py")), here / "model.py", here / "settings.py", here / "problems.py"):
        digest.update(file.read_bytes())
    return digest.digest()
