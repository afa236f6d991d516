"""An article as bibliographies know it: a newspaper article, held by an archive.

What `citations` writes for readers and `exchange` for reference managers, so that both say the same. `url` is where the
outlet published it, where that is recorded; `archive_url` where this archive holds it. Its abstract is the archivist's
own summary and never words of the text, so that nothing which rights withhold can get into a bibliography.
"""

from __future__ import annotations

from generator.archive.records import Entry
from generator.model import EdtfDate, Precision, Record
from generator.site import routes
from generator.site.bylines import Author, authors_of
from generator.site.context import Context, language_of
from generator.site.words import one_line


class Reference(Record):
    """What is said of an article in a bibliography. `date` is None for an undated one."""

    id: str
    title: str
    outlet: str
    date: EdtfDate | None
    authors: tuple[Author, ...]
    lang: str
    url: str | None
    retrieved: EdtfDate | None  # when its text was taken from there
    archive: str
    archive_url: str
    abstract: str
    keywords: tuple[str, ...]


def reference_of(context: Context, entry: Entry) -> Reference:
    """An article as bibliographies know it."""
    article, archive = entry.article, context.archive
    provenance = article.provenance
    retrieved = provenance.retrieved if provenance else None
    return Reference(
        id=entry.id,
        title=one_line(article.title),
        outlet=one_line(archive.outlets[entry.outlet].name),
        date=article.date if is_known(article.date) else None,
        authors=authors_of(context, entry),
        lang=language_of(context, entry),
        url=routes.external(provenance.url) if provenance and provenance.url else None,
        retrieved=retrieved if retrieved and is_known(retrieved) else None,
        archive=one_line(context.config.title),
        archive_url=context.base.absolute(context.paths[entry.id]),
        abstract=one_line(article.summary or ""),
        keywords=tuple(one_line(archive.tags[tag].name) for tag in entry.tags),
    )


def is_known(date: EdtfDate) -> bool:
    """Whether a date says anything."""
    if date.precision is Precision.INTERVAL:
        return any(end is not None and is_known(end) for end in (date.start, date.end))
    return date.precision is not Precision.UNKNOWN and date.earliest is not None
