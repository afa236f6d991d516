"""Tables as CSV and JSON Lines: other people's readers get back what was written, and no spreadsheet computes it."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import Digest
from generator.output.tables import write_csv, write_json_lines
from generator.site.dictionary import Cell, Column, Kind, Table, TableView, TextOf

TABLE = Table(
    name="things",
    one="thing",
    meaning="Things.",
    columns=(
        Column(name="id", meaning="."),
        Column(name="title", meaning="."),
        Column(name="number", meaning=".", kind=Kind.NUMBER),
        Column(name="known", meaning=".", kind=Kind.TRUTH),
        Column(name="names", meaning=".", kind=Kind.LIST),
        Column(name="text", meaning="."),
    ),
)
TEXTS = {Digest("one"): "First words.\n\n=Second(words)", Digest("two"): "=1+1"}
DANGEROUS = tuple("=+-@\t\r\n＝＋－＠")

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["=1+1", "'=1+1", "''=1", "'", "-0044", "a|b", "a\\|b", "\\", 'he said "no"', "a,b", "two\r\nlines", "@SUM(A1)"]
)
rows = st.tuples(
    words,
    st.none() | words,
    st.none() | st.integers(-(2**53), 2**53),
    st.booleans(),
    st.lists(words.filter(bool), max_size=3).map(tuple),
    st.none() | st.sampled_from(sorted(TEXTS)).map(lambda digest: TextOf(digest=digest)),
)


def view(*of: tuple[Cell, ...]) -> TableView:
    return TableView(table=TABLE, rows=of)


def in_csv(table: TableView) -> bytes:
    file = io.BytesIO()
    write_csv(table, TEXTS.__getitem__, file)
    return file.getvalue()


def read_csv(data: bytes) -> list[dict[str, str]]:
    """What docs/data.md tells readers to do: a standard reader, then the apostrophes."""
    read = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
    return [{name: re.sub("^'(?='*[=+\\-@\t\r\n＝＋－＠])", "", cell) for name, cell in row.items()} for row in read]


def items(cell: str) -> tuple[str, ...]:
    """The items of a list in CSV."""
    found = re.findall(r"((?:[^|\\]|\\.)*)(?:\||$)", cell, re.DOTALL)[
        : 1 + len(re.findall(r"(?<!\\)(?:\\\\)*\|", cell))
    ]
    return tuple(re.sub(r"\\(.)", r"\1", one, flags=re.DOTALL) for one in found) if cell else ()


def plain(row: tuple[Cell, ...]) -> list[object]:
    return [TEXTS[cell.digest] if isinstance(cell, TextOf) else cell for cell in row]


@given(st.lists(rows, max_size=4))
def test_json_lines_are_the_rows(written: list[tuple[Cell, ...]]) -> None:
    file = io.BytesIO()
    write_json_lines(view(*written), TEXTS.__getitem__, file)
    lines = file.getvalue().split(b"\n")
    assert lines.pop() == b""
    names = [column.name for column in TABLE.columns]
    expected = [dict(zip(names, plain(row), strict=True)) for row in written]
    assert [
        json.loads(line, object_hook=lambda one: {**one, "names": tuple(one["names"])}) for line in lines
    ] == expected


@given(st.lists(rows, max_size=4))
def test_csv_reads_back_to_the_rows(written: list[tuple[Cell, ...]]) -> None:
    read = read_csv(in_csv(view(*written)))
    for row, found in zip(map(plain, written), read, strict=True):
        identifier, title, number, known, names, text = row
        assert found["id"] == identifier
        assert found["title"] == (title or "")
        assert found["number"] == ("" if number is None else str(number))
        assert found["known"] == str(known).lower()
        assert items(found["names"]) == names
        assert found["text"] == (text or "")


@given(st.lists(rows, max_size=4))
def test_no_cell_of_text_begins_as_a_formula_does(written: list[tuple[Cell, ...]]) -> None:
    for row in list(csv.DictReader(io.StringIO(in_csv(view(*written)).decode("utf-8-sig"), newline=""))):
        assert not any(row[name].startswith(DANGEROUS) for name in ("id", "title", "names", "text"))


@pytest.mark.parametrize(
    ("row", "line"),
    [
        (("a", "plain", None, False, (), None), "a,plain,,false,,"),
        (("a", None, -3, True, ("x", "y|z"), None), "a,,-3,true,x|y\\|z,"),  # a number of ours is no formula
        (("=a", "'=b", 0, True, ("=c", "d"), TextOf(digest=Digest("two"))), "'=a,''=b,0,true,'=c|d,'=1+1"),
        (("a", 'x "y", z', None, False, (), None), 'a,"x ""y"", z",,false,,'),
        (("a", "one\ntwo", None, False, (), None), 'a,"one\ntwo",,false,,'),
    ],
)
def test_a_line_of_csv(row: tuple[Cell, ...], line: str) -> None:
    head = "id,title,number,known,names,text\r\n"
    assert in_csv(view(row)).decode("utf-8-sig") == f"{head}{line}\r\n"


def test_csv_says_that_it_is_utf_8() -> None:
    assert in_csv(view()).startswith("\ufeffid,".encode())
