"""Tables as files: CSV for spreadsheets, JSON Lines for programs.

CSV is RFC 4180 in UTF-8 with a byte order mark, without which Excel takes no letter beyond ASCII for what it is. A
text that a spreadsheet would take for a formula begins with an apostrophe there (OWASP, "CSV injection"), and one that
begins so already with another, so that taking one away gives the text back: docs/data.md says how. JSON Lines
(jsonlines.org) has every text as it is.

Rows are written one by one: no file is ever in memory.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import BinaryIO

import msgspec

from generator.model import Digest
from generator.site.dictionary import Cell, TableView, TextOf

Texts = Callable[[Digest], str]
"""Gives the reading text of a body."""

# Also as ideographic keyboards type them: Excel takes these for the same. What opens a cell's second line opens none.
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def write_csv(view: TableView, texts: Texts, file: BinaryIO) -> None:
    """A header and a line for each row; the items of a list are joined by `|`."""
    file.write(_BYTE_ORDER_MARK)
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    try:
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow([column.name for column in view.table.columns])
        for row in view.rows:
            writer.writerow([_in_csv(cell, texts) for cell in row])
        text.flush()
    finally:
        text.detach()


def write_json_lines(view: TableView, texts: Texts, file: BinaryIO) -> None:
    """An object for each row, with every column; what is not known is null."""
    names = [column.name for column in view.table.columns]
    encode = msgspec.json.Encoder().encode
    for row in view.rows:
        cells = (texts(cell.digest) if isinstance(cell, TextOf) else cell for cell in row)
        file.write(encode(dict(zip(names, cells, strict=True))) + b"\n")


def _in_csv(cell: Cell, texts: Texts) -> str | int:
    if isinstance(cell, str):
        return f"'{cell}" if _FORMULA.match(cell) else cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int):
        return cell
    if isinstance(cell, TextOf):
        return _in_csv(texts(cell.digest), texts)
    return _in_csv("|".join([item.replace("\\", "\\\\").replace("|", "\\|") for item in cell]), texts)
