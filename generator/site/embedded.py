"""What an article's page tells reference managers in `<meta>`: Zotero, and whoever reads Highwire's or Dublin Core's.

Zotero saves such a page as a newspaper article of its outlet. So there is no `citation_journal_title`, which would make
it a journal's, no `DC.source`, which would be its publication, and no `DC.coverage`, which would be its shelf mark.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.archive.records import Entry
from generator.model import EdtfDate, Precision
from generator.site.bibliography import Reference
from generator.site.context import Context
from generator.site.dates import date_text
from generator.site.parts import MetaView

_EXACT = (Precision.DAY, Precision.MONTH, Precision.YEAR)


def embedded(context: Context, entry: Entry, reference: Reference) -> tuple[MetaView, ...]:
    """The bibliographic metadata of an article's page."""
    return tuple(MetaView(name=name, content=content) for name, content in _said(context, entry, reference) if content)


def _said(context: Context, entry: Entry, reference: Reference) -> Iterator[tuple[str, str]]:
    rights, defaults = entry.article.rights, context.config.rights
    date = reference.date
    yield "z:itemType", "newspaperArticle"
    yield "prism.publicationName", reference.outlet
    yield "citation_title", reference.title
    for author in reference.authors:
        yield "citation_author", author.inverted
    yield "citation_publication_date", readable_date(date) if date else ""
    yield "citation_language", reference.lang
    yield "citation_public_url", reference.archive_url
    yield "citation_abstract", reference.abstract
    yield "DC.title", reference.title
    for author in reference.authors:
        yield "DC.creator", author.inverted
    yield "DC.publisher", reference.outlet
    yield "DC.date", date.text if date else ""
    yield "DC.language", reference.lang
    yield "DC.identifier", reference.archive_url
    yield "DC.relation", reference.url or ""
    for keyword in reference.keywords:
        yield "DC.subject", keyword
    yield "DC.rights", rights.statement or defaults.statement or ""
    yield "DC.rights", rights.holder or defaults.holder or ""


def readable_date(date: EdtfDate) -> str:
    """A date that every reader of it understands: ISO 8601 where it is sure, else words."""
    sure = date.precision in _EXACT and not (date.uncertain or date.approximate or "X" in date.text)
    return date.text if sure else date_text(date, "en")
