"""What articles' pages showed when they were last made, so that an edit of a text alone need not plan the whole site.

A cache and nothing more: `.pressmark/views.sqlite`. Nobody has to believe it, since a page's key holds its view's
digest: a view that is lost, damaged or of another build does not fit the key, and is then not used.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Collection, Iterable
from pathlib import Path

from generator.model import Record, SourcePath
from generator.output.store import FOLDER

FILE = "views.sqlite"
_TABLE = "CREATE TABLE views (source text primary key, page text, view blob) without rowid"  # as SQLite repeats it


class KeptView(Record):
    """A view as it was encoded, the path of its page, and the file of the article that it shows."""

    source: SourcePath
    page: str
    view: bytes


def keep_views(folder: Path, views: Iterable[KeptView]) -> None:
    """Keep views for the next build; a disk that refuses only costs time then."""
    place = folder / FOLDER / FILE
    try:
        _write(place, views)
    except sqlite3.OperationalError:  # no room, no permission, or another build at work
        return
    except sqlite3.DatabaseError:  # damaged, or not ours: better begun anew
        with contextlib.suppress(OSError):
            place.unlink()


def keep_views_of(folder: Path, sources: Collection[SourcePath]) -> None:
    """Forget the views of all files but these: what was withdrawn is not to stay on the disk."""
    place = folder / FOLDER / FILE
    with contextlib.suppress(sqlite3.DatabaseError, OSError):
        if not place.is_file():
            return
        with contextlib.closing(_connect(place)) as connection:
            kept = {source for (source,) in connection.execute("select source from views").fetchall()}
            gone = [(source,) for source in kept.difference(sources)]
            if gone:
                connection.executemany("delete from views where source = ?", gone)


def view_kept(folder: Path, source: SourcePath) -> KeptView | None:
    """The view that was kept for an article, if any; the caller has to see that it is the right one."""
    place = folder / FOLDER / FILE
    try:
        if not place.is_file():
            return None
        with contextlib.closing(_connect(place)) as connection:
            found = connection.execute("select page, view from views where source = ?", (source,)).fetchone()
    except (OSError, sqlite3.Error):
        return None
    if found is None or [type(one) for one in found] != [str, bytes]:
        return None
    return KeptView(source=source, page=found[0], view=found[1])


def _write(place: Path, views: Iterable[KeptView]) -> None:
    with contextlib.closing(_connect(place)) as connection:
        connection.execute("begin immediate")
        connection.execute(_TABLE.replace("TABLE", "TABLE IF NOT EXISTS"))
        if connection.execute("select sql from sqlite_master").fetchall() != [(_TABLE,)]:
            raise sqlite3.DatabaseError("a table of something else")
        rows = ((one.source, one.page, one.view) for one in views)
        connection.executemany("insert or replace into views values (?, ?, ?)", rows)
        connection.execute("commit")


def _connect(place: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(place, timeout=0.1, isolation_level=None)
    connection.execute("pragma synchronous = off")  # a power cut costs a cache
    connection.execute("pragma secure_delete = on")  # not every SQLite does it unasked
    return connection
