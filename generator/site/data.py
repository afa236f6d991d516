"""/data/: the archive's records to take away, as CSV, JSON Lines and one SQLite file, with a dictionary.

Which files there are and what each shows; `tables` makes the rows. The texts themselves are among them only where
site.yaml wants that: then each edit of a text makes them anew (docs/adr/0011-data-to-take-away.md has the figures).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import msgspec

from generator.model import Record
from generator.settings import DataContent
from generator.site import crate, dictionary, routes, words
from generator.site.context import Context, crumbs, head
from generator.site.dictionary import DatabaseView, Table, TableView
from generator.site.feeds import TextView
from generator.site.parts import LinkView
from generator.site.planned import OutPath, Page, Site
from generator.site.tables import table_view, tables_of
from generator.site.views import ColumnView, DataTableView, DataView, FileView

# The output room's names for these formats.
CSV = "table.csv"
JSON_LINES = "table.jsonl"
DATABASE = "database.sqlite"
TEXT = "text"

_SUMS = "The SHA-256 of every file of the site."

Rows = Callable[[Table], TableView]


def data_pages(context: Context) -> Iterator[Page]:
    """/data/ and every file of it, where there is data to take away."""
    if context.config.data.content is DataContent.NONE:
        return
    tables, made = tables_of(context), dict[str, TableView]()

    def view(table: Table) -> TableView:
        """A table with its rows, which the page and three files show."""
        return made.get(table.name) or made.setdefault(table.name, table_view(context, table))

    path, make = routes.DATA, partial(_data_view, context, tables, view)
    yield Page(path=routes.out_path(path), template="data.html", make=make, address=path)

    def database() -> DatabaseView:
        return DatabaseView(tables=tuple(map(view, tables)))

    files: list[tuple[str, str, Callable[[], Record]]] = [
        *((f"{table.name}.csv", CSV, partial(view, table)) for table in tables),
        *((f"{table.name}.jsonl", JSON_LINES, partial(view, table)) for table in tables),
        (crate.DATABASE, DATABASE, database),
        (crate.METADATA, TEXT, lambda: TextView(text=crate.metadata(context, tables))),
        (crate.README, TEXT, lambda: TextView(text=crate.readme(context, tables))),
    ]
    for name, template, made_of in files:
        yield Page(path=routes.out_path(routes.data_file(name)), template=template, make=made_of)


def data_alone(site: Site) -> Site:
    """The files of /data/ as a site of their own, at its root and without a page to look at."""
    return Site(
        value=site.value,
        pages=tuple(_at_root(page) for page in site.pages if _is_data(page)),
        copies=(),
        problems=site.problems,
        again=partial(_alone_again, site.again),
        withheld=site.withheld,
    )


def _alone_again(again: Callable[[], Site]) -> Site:
    return data_alone(again())


def _is_data(page: Page) -> bool:
    return page.path.startswith(routes.DATA) and page.template in {CSV, JSON_LINES, DATABASE, TEXT}


def _at_root(page: Page) -> Page:
    return msgspec.structs.replace(page, path=OutPath(page.path.removeprefix(routes.DATA)))


def _data_view(context: Context, tables: Sequence[Table], rows: Rows) -> DataView:
    path, title = routes.DATA, "Data"
    return DataView(
        head=head(context, path, title, f"The records of {context.config.title}, as CSV, JSON Lines and SQLite."),
        crumbs=crumbs(context, (title, path)),
        title=title,
        license=_license(context),
        has_texts=dictionary.TEXTS in tables,
        files=(
            *(_file(context, name, meaning) for name, meaning in crate.WHOLE),
            FileView(name=routes.MANIFEST, url=context.base.url(routes.MANIFEST), meaning=_SUMS),
        ),
        tables=tuple(_table(context, rows(table)) for table in tables),
    )


def _license(context: Context) -> LinkView | None:
    url = context.config.data.license
    return LinkView(text=words.rights_label(url), url=url) if url else None


def _file(context: Context, name: str, meaning: str) -> FileView:
    return FileView(name=name, url=context.base.url(routes.data_file(name)), meaning=meaning)


def _table(context: Context, view: TableView) -> DataTableView:
    table = view.table
    return DataTableView(
        name=table.name,
        meaning=table.meaning,
        rows=len(view.rows),
        files=tuple(_file(context, f"{table.name}.{ending}", label) for ending, label in crate.ENDINGS),
        columns=tuple(
            ColumnView(name=column.name, kind=column.kind.value, meaning=column.meaning, refers=column.refers)
            for column in table.columns
        ),
    )
