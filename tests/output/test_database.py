"""The database: related tables, lists apart, search, and the same bytes each time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import cast

import pytest

from generator.model import Digest
from generator.output.bodies import WithheldError
from generator.output.database import write_database
from generator.site.dictionary import DatabaseView
from generator.site.planned import OutPath
from tests.site.written import article, pages, site_of

SITE_YAML = "title: The Archive\nurl: https://example.org/archive/\ndata: {content: texts}\n"
FILES = {
    "articles/a.md": article("A", "Im Chon-il spoke in Pyongyang.", entities="[im, Wagner Group]", tags="[war, trade]"),
    "articles/b.md": article("B", "Others wrote.", entities="[im]", outlet="KCNA", tags="[war]"),
    "articles/c.md": article("C", "Not for readers.", outlet="KCNA", rights="{display: metadata}"),
    "entities/im.md": "---\nname: Im Chon Il\ntype: people\naliases: [Im Chon-il]\n---\n",
    "quotes/q.md": "---\nspeaker: im\n---\nOur firm belief.\n",
}


def the_text(digest: Digest) -> str:
    """A text for every body; its name is in it."""
    return f"Réading {digest}"


def view() -> DatabaseView:
    return cast("DatabaseView", pages(site_of(FILES, SITE_YAML))[OutPath("data/archive.sqlite")].view)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """The database of the archive above, open."""
    write_database(view(), the_text, tmp_path / "archive.sqlite")
    with closing(sqlite3.connect(tmp_path / "archive.sqlite")) as connection:
        yield connection


def asked(database: sqlite3.Connection, query: str) -> list[tuple[object, ...]]:
    return database.execute(query).fetchall()


def test_it_is_whole_and_every_reference_leads_to_a_row(database: sqlite3.Connection) -> None:
    assert asked(database, "PRAGMA integrity_check") == [("ok",)]
    assert asked(database, "PRAGMA foreign_key_check") == []
    assert asked(database, "PRAGMA freelist_count") == [(0,)]
    for index in ("articles_fts", "annotations_fts", "quotes_fts", "texts_fts"):  # against the tables they rest on
        database.execute(f"INSERT INTO {index}({index}, rank) VALUES ('integrity-check', 1)")  # noqa: S608
    assert [row[2:5] for row in asked(database, "PRAGMA foreign_key_list(articles)")] == [("outlets", "outlet", "id")]


def test_a_list_is_a_table_in_the_list_s_order(database: sqlite3.Connection) -> None:
    wanted = [("a", 1, "war"), ("a", 2, "trade"), ("b", 1, "war")]
    assert asked(database, "SELECT article, position, tag FROM articles_tags ORDER BY article, position") == wanted


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("SELECT outlet, articles FROM articles_by_outlet", [("kcna", 2), ("the-times", 1)]),
        (
            "SELECT outlet, entity_name, articles FROM articles_by_outlet_and_entity WHERE type = 'people'",
            [("kcna", "Im Chon Il", 1), ("the-times", "Im Chon Il", 1)],
        ),
        ("SELECT entity, articles, outlets FROM articles_by_entity LIMIT 1", [("people/im", 2, 2)]),
        ("SELECT written, outlet, articles FROM spellings_by_outlet WHERE entity = 'people/im' LIMIT 1",
         [("im", "kcna", 1)]),
    ],
)  # fmt: skip
def test_a_view_counts(database: sqlite3.Connection, query: str, found: list[tuple[object, ...]]) -> None:
    assert asked(database, query) == found


def test_texts_are_found_by_their_words_without_accents(database: sqlite3.Connection) -> None:
    query = "SELECT article FROM texts WHERE rowid IN (SELECT rowid FROM texts_fts WHERE texts_fts MATCH 'reading')"
    assert sorted(asked(database, query)) == [("a",), ("b",)]
    assert asked(database, "SELECT count(*) FROM quotes_fts WHERE quotes_fts MATCH 'reading'") == [(1,)]


def test_a_text_that_rights_withhold_is_not_asked_for() -> None:
    texts = next(one for one in view().tables if one.table.name == "texts")
    assert {row[0] for row in texts.rows} == {"a", "b"}


def test_a_text_that_is_refused_stops_the_file(tmp_path: Path) -> None:
    def refused(_: Digest) -> str:
        raise WithheldError("content/articles/c.md")  # type: ignore[arg-type]

    with pytest.raises(WithheldError):
        write_database(view(), refused, tmp_path / "archive.sqlite")


def test_the_same_rows_give_the_same_bytes_that_name_no_version_of_sqlite(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_database(view(), the_text, tmp_path / name)
    data = (tmp_path / "one").read_bytes()
    assert data == (tmp_path / "two").read_bytes()
    assert data[96:100] == bytes(4)


def test_a_disk_that_refuses_it_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="unable to open"):
        write_database(view(), the_text, tmp_path / "nowhere" / "archive.sqlite")
