"""What a folder of data says about itself: RO-Crate 1.1 for machines (researchobject.org), a README for people.

Addresses in it are relative to the folder, which is /data/ on a site and anywhere else once it is copied. Nothing reads
a clock: the data is as new as the newest thing in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from generator.archive.records import Archive, Entry
from generator.model import EdtfDate
from generator.site import dictionary, routes, words
from generator.site.context import Context
from generator.site.dictionary import Table

Node = dict[str, object]

METADATA = "ro-crate-metadata.json"
README = "README.md"
DATABASE = "archive.sqlite"
ENDINGS = (("csv", "CSV"), ("jsonl", "JSON Lines"))
WHOLE = (
    (DATABASE, "All tables as one SQLite database, with keys, views and full-text search."),
    (METADATA, "What this is, for machines (RO-Crate 1.1)."),
    (README, "What this is, for people: the dictionary below."),
)

_TYPES = {"csv": "text/csv", "jsonl": "application/jsonl"}
_SPECIFICATION = "https://w3id.org/ro/crate/1.1"
_FIRST_YEAR, _LAST_YEAR = 1, 9999  # of ISO 8601 without an agreement
_NEVER = (1970, 1, 1)  # RO-Crate wants a day, and an archive without any date has none
_CSV = """\
CSV files are UTF-8 with a byte order mark, commas and CRLF (RFC 4180). The items of a list are joined by `|`; a `|` or
a `\\` in one has a `\\` before it. A text that a spreadsheet would take for a formula begins with an apostrophe: where
apostrophes are followed by `=`, `+`, `-`, `@`, a tab or a line break, take one away. JSON Lines and SQLite have every
text as it is.
"""


def metadata(context: Context, tables: Sequence[Table]) -> str:
    """ro-crate-metadata.json."""
    config = context.config
    files = list(_files(tables))
    license_of_it = config.data.license
    root = _given(
        {
            "@id": "./",
            "@type": "Dataset",
            "name": config.title,
            "description": _description(context),
            "datePublished": _newest(context.archive),
            "url": context.base.absolute(routes.DATA),
            "isPartOf": {"@id": context.base.absolute(routes.HOME)},
            "license": {"@id": license_of_it} if license_of_it else None,
            "publisher": {"@id": "#publisher"} if config.author else None,
            "hasPart": [{"@id": file["@id"]} for file in files],
        }
    )
    graph: list[Node] = [
        {
            "@id": METADATA,
            "@type": "CreativeWork",
            "conformsTo": {"@id": _SPECIFICATION},
            "about": {"@id": "./"},
        },
        root,
        {"@id": context.base.absolute(routes.HOME), "@type": "WebSite", "name": config.title},
        *files,
    ]
    if license_of_it:
        graph.append({"@id": license_of_it, "@type": "CreativeWork", "name": words.rights_label(license_of_it)})
    if config.author:
        graph.append({"@id": "#publisher", "@type": "Organization", "name": config.author})
    crate = {"@context": f"{_SPECIFICATION}/context", "@graph": graph}
    return msgspec.json.format(msgspec.json.encode(crate), indent=2).decode() + "\n"


def readme(context: Context, tables: Sequence[Table]) -> str:
    """README.md: what the data is, and its dictionary."""
    return "\n".join(_readme_lines(context, tables)) + "\n"


def _files(tables: Sequence[Table]) -> Iterator[Node]:
    for ending, label in ENDINGS:
        for table in tables:
            yield {
                "@id": f"{table.name}.{ending}",
                "@type": "File",
                "name": f"{table.name} ({label})",
                "description": table.meaning,
                "encodingFormat": _TYPES[ending],
            }
    for name, kind in ((DATABASE, "application/vnd.sqlite3"), (README, "text/markdown")):
        yield {
            "@id": name,
            "@type": "File",
            "name": name,
            "description": dict(WHOLE)[name],
            "encodingFormat": kind,
        }


def _description(context: Context) -> str:
    said = context.config.description or f"The records of {context.config.title}."
    return f"{said} {words.count_of(len(context.archive.entries), 'article').capitalize()}."


def _newest(archive: Archive) -> str:
    """The latest day on which anything in it was published, retrieved or noted."""
    days = (date.earliest for entry in archive.entries for date in _dates(entry) if date is not None)
    written = (day for day in days if day is not None and _FIRST_YEAR <= day[0] <= _LAST_YEAR)
    year, month, day = max(written, default=_NEVER)
    return f"{year:04}-{month:02}-{day:02}"


def _dates(entry: Entry) -> Iterator[EdtfDate | None]:
    article = entry.article
    yield from (article.date, article.updated, article.provenance.retrieved if article.provenance else None)
    yield from (note.annotation.created for note in entry.notes)


def _readme_lines(context: Context, tables: Sequence[Table]) -> Iterator[str]:
    config = context.config
    yield f"# {config.title}\n"
    yield f"{_description(context)}\n"
    yield f"From {context.base.absolute(routes.HOME)}\n"
    yield f"Licence of the records: {config.data.license or 'none is stated'}."
    if dictionary.TEXTS in tables:
        yield "Each text has the rights that its article's row states; a text that these withhold is not here."
    yield f"\n{_CSV}"
    for table in tables:
        yield f"## {table.name}\n\n{table.meaning}\n"
        yield "| Column | Holds | Meaning |\n|---|---|---|"
        for column in table.columns:
            refers = f" Ids of `{column.refers}`." if column.refers else ""
            yield f"| `{column.name}` | {column.kind.value} | {column.meaning}{refers} |"
        yield ""


def _given(node: Node) -> Node:
    return {name: value for name, value in node.items() if value is not None}
