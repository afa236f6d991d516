"""All tables as one SQLite file: keys, foreign keys, full-text search and a few views, ready for Datasette.

A list column becomes a table of its own (`articles_tags`), as relations want it. Full-text search (FTS5) rests on the
tables it searches ("external content"), so that no text is there twice and Datasette finds it by itself.

The same rows give the same bytes: fixed page size, one order of work, no time; what the header says of the version of
SQLite that wrote it is taken out. Only another version's own way to lay out pages could tell files apart, and that
version is in every page's key.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from generator.output.tables import Texts
from generator.site import dictionary
from generator.site.dictionary import Cell, Column, DatabaseView, Kind, Table, TableView, TextOf

PAGE_SIZE = 4096
_VERSION_NUMBER = 96  # offset of four bytes: SQLITE_VERSION_NUMBER of who wrote the file (sqlite.org/fileformat2.html)
_REFUSED = frozenset({sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY})
_TYPES = {Kind.NUMBER: "INTEGER", Kind.TRUTH: "INTEGER"}


class _Search(NamedTuple):
    """A full-text index over columns of a table."""

    table: Table
    columns: tuple[str, ...]


_SEARCHES = (
    _Search(dictionary.ARTICLES, ("title", "summary")),
    _Search(dictionary.ANNOTATIONS, ("note", "exact")),
    _Search(dictionary.QUOTES, ("title", "text")),
    _Search(dictionary.TEXTS, ("text",)),
)
_VIEWS = {
    "articles_by_outlet": """
        SELECT outlets.id AS outlet, outlets.name AS name, count(*) AS articles,
            min(articles.earliest) AS first, max(articles.latest) AS last
        FROM articles JOIN outlets ON outlets.id = articles.outlet
        GROUP BY outlets.id ORDER BY articles DESC, outlets.id""",
    "articles_by_entity": """
        SELECT entities.id AS entity, entities.type AS type, entities.name AS name, count(*) AS articles,
            count(DISTINCT articles.outlet) AS outlets, min(articles.earliest) AS first, max(articles.latest) AS last
        FROM mentions JOIN entities ON entities.id = mentions.entity JOIN articles ON articles.id = mentions.article
        GROUP BY entities.id ORDER BY articles DESC, entities.id""",
    "articles_by_outlet_and_entity": """
        SELECT outlets.id AS outlet, outlets.name AS outlet_name, entities.id AS entity, entities.type AS type,
            entities.name AS entity_name, count(*) AS articles
        FROM mentions JOIN articles ON articles.id = mentions.article
            JOIN outlets ON outlets.id = articles.outlet JOIN entities ON entities.id = mentions.entity
        GROUP BY outlets.id, entities.id ORDER BY articles DESC, outlets.id, entities.id""",
    "spellings_by_outlet": """
        SELECT entities.id AS entity, entities.name AS name, mentions.written AS written, outlets.id AS outlet,
            outlets.name AS outlet_name, count(*) AS articles
        FROM mentions JOIN articles ON articles.id = mentions.article
            JOIN outlets ON outlets.id = articles.outlet JOIN entities ON entities.id = mentions.entity
        GROUP BY entities.id, mentions.written, outlets.id ORDER BY entities.id, articles DESC, written, outlet""",
}


def write_database(view: DatabaseView, texts: Texts, place: Path) -> None:
    """Write the database to a file that is not there yet; OSError where that fails."""
    try:
        with contextlib.closing(sqlite3.connect(place, isolation_level=None)) as connection:
            for pragma in (f"page_size = {PAGE_SIZE}", "journal_mode = off", "synchronous = off", "user_version = 1"):
                connection.execute(f"PRAGMA {pragma}")
            connection.execute("BEGIN")
            _fill(connection, view, texts)
            connection.execute("COMMIT")
            connection.execute("VACUUM")  # what making the indexes left empty: 6 in 100 pages
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_IOERR) & 0xFF not in _REFUSED:  # without what extends it
            raise
        raise OSError(str(error)) from error
    with place.open("r+b") as file:
        file.seek(_VERSION_NUMBER)
        file.write(bytes(4))


def _fill(connection: sqlite3.Connection, view: DatabaseView, texts: Texts) -> None:
    tables = {one.table.name: one.table for one in view.tables}
    for one in view.tables:
        connection.execute(_definition(one.table, tables))
        slots = ", ".join("?" * len(_scalars(one.table)))
        connection.executemany(f"INSERT INTO {_name(one.table.name)} VALUES ({slots})", _rows(one, texts))  # noqa: S608
        for place, column in enumerate(one.table.columns):
            if column.kind is Kind.LIST:
                connection.execute(_list_definition(one.table, column, tables))
                items = (
                    (row[0], position, item)
                    for row in one.rows
                    for position, item in enumerate(_listed(row[place]), start=1)
                )
                connection.executemany(f"INSERT INTO {_list_name(one.table, column)} VALUES (?, ?, ?)", items)  # noqa: S608
    for statement in _indexes(view.tables):
        connection.execute(statement)
    for search in _SEARCHES:
        if search.table.name in tables:
            _make_searchable(connection, search)
    for name, query in _VIEWS.items():
        connection.execute(f"CREATE VIEW {name} AS {query}")


def _rows(view: TableView, texts: Texts) -> Iterator[list[Cell]]:
    """The rows without their lists."""
    places = [place for place, column in enumerate(view.table.columns) if column.kind is not Kind.LIST]
    for row in view.rows:
        cells = (row[place] for place in places)
        yield [texts(cell.digest) if isinstance(cell, TextOf) else cell for cell in cells]


def _listed(cell: Cell) -> tuple[str, ...]:
    return cell if isinstance(cell, tuple) else ()


def _scalars(table: Table) -> list[Column]:
    return [column for column in table.columns if column.kind is not Kind.LIST]


# Definitions


def _definition(table: Table, tables: dict[str, Table]) -> str:
    columns = [_column(column.name, column, tables) for column in _scalars(table)]
    key = ", ".join(_name(column.name) for column in table.columns[: table.key])
    return f"CREATE TABLE {_name(table.name)} (\n  " + ",\n  ".join([*columns, f"PRIMARY KEY ({key})"]) + "\n)"


def _list_definition(table: Table, column: Column, tables: dict[str, Table]) -> str:
    """The table of a list: whose, which place, and what; ids of another table are called as a row of that is."""
    owner = f"{_name(table.one)} TEXT NOT NULL REFERENCES {_name(table.name)}({_name(table.columns[0].name)})"
    item = _column(_item_name(table, column, tables), column, tables)
    key = f"PRIMARY KEY ({_name(table.one)}, position)"
    return f"CREATE TABLE {_list_name(table, column)} (\n  {owner},\n  position INTEGER,\n  {item},\n  {key}\n)"


def _column(name: str, column: Column, tables: dict[str, Table]) -> str:
    defined = f"{_name(name)} {_TYPES.get(column.kind, 'TEXT')}"
    if not column.refers:
        return defined
    other = tables[column.refers]
    return f"{defined} REFERENCES {_name(other.name)}({_name(other.columns[0].name)})"


def _item_name(table: Table, column: Column, tables: dict[str, Table]) -> str:
    if column.refers and column.refers != table.name:
        return tables[column.refers].one
    return column.name


def _list_name(table: Table, column: Column) -> str:
    return _name(f"{table.name}_{column.name}")


def _name(name: str) -> str:
    return f'"{name}"'


def _indexes(views: Iterable[TableView]) -> Iterator[str]:
    """An index on every column that refers to another table and does not lead its own table's key."""
    tables = {one.table.name: one.table for one in views}
    for table in tables.values():
        for place, column in enumerate(table.columns):
            if column.kind is Kind.LIST and column.refers:
                on, name = f"{table.name}_{column.name}", _item_name(table, column, tables)
            elif column.refers and place > 0:
                on, name = table.name, column.name
            else:
                continue
            yield f"CREATE INDEX {_name(f'{on}_{name}_index')} ON {_name(on)}({_name(name)})"


def _make_searchable(connection: sqlite3.Connection, search: _Search) -> None:
    table, columns = search.table.name, ", ".join(map(_name, search.columns))
    index = _name(f"{table}_fts")
    tokens = "tokenize='unicode61 remove_diacritics 2'"
    connection.execute(f'CREATE VIRTUAL TABLE {index} USING fts5({columns}, {tokens}, content="{table}")')
    connection.execute(f"INSERT INTO {index}({index}) VALUES ('rebuild')")  # noqa: S608
    connection.execute(f"INSERT INTO {index}({index}) VALUES ('optimize')")  # noqa: S608
