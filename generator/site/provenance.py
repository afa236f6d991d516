"""Where an article's text came from and what may be done with it, as its page shows them.

Links to the original are Robust Links (robustlinks.mementoweb.org): they name the page, a copy of it, and the day as of
which it is meant. That is the day on which the text was retrieved, since the page may have been another before and
after; so the copy is the one made nearest to it, and not the newest.
"""

from __future__ import annotations

from generator.archive.order import FOREVER, TimeKey, days_apart, in_time
from generator.archive.records import Entry
from generator.model import Article, Capture, Display, EdtfDate, Provenance, TextQuote
from generator.site import dates, routes, words
from generator.site.context import Context, date_view, outlet_chip
from generator.site.evidence import CaptureView, RightsView, SourceView
from generator.site.parts import OriginalView

NOTHING_RECORDED = Provenance()


def source_view(context: Context, entry: Entry) -> SourceView:
    """Where the text came from: the outlet, and whatever else is recorded."""
    article = entry.article
    provenance = article.provenance or NOTHING_RECORDED
    return SourceView(
        outlet=outlet_chip(context, entry.outlet),
        original=original_view(article),
        text=words.address_text(provenance.url) if provenance.url else "",
        record=provenance.record if provenance.record != article.id else None,
        retrieved=date_view(context, provenance.retrieved) if provenance.retrieved else None,
        method=provenance.method,
        sha256=provenance.sha256,
        captures=tuple(_capture_view(context, provenance, capture) for capture in provenance.captures),
    )


def original_view(article: Article, words_in_it: TextQuote | None = None) -> OriginalView | None:
    """A link to the page that a text came from, or to words in it; None where no address is recorded."""
    page = article.provenance.url if article.provenance else None
    if page is None:
        return None
    copy = nearest_copy(article)
    return OriginalView(
        url=routes.to_words(page, words_in_it) if words_in_it else page,
        page=page,
        copy=copy.url if copy else None,
        date=dates.iso_for_html(_meant(article, copy)),
    )


def nearest_copy(article: Article) -> Capture | None:
    """The archived copy made nearest to the day of retrieval, or of publication where that is not known.

    Of two that are equally near the older; where there is no day to compare with, the oldest.
    """
    provenance = article.provenance or NOTHING_RECORDED
    to = next((date for date in (provenance.retrieved, article.updated, article.date) if date and date.earliest), None)

    def far(capture: Capture) -> tuple[int, TimeKey]:
        apart = days_apart(capture.date, to) if to else None
        return FOREVER if apart is None else abs(apart), in_time(capture.date)

    return min(provenance.captures, key=far, default=None)


def _meant(article: Article, copy: Capture | None) -> EdtfDate:
    """As of when the original is meant: when it was retrieved, else copied, else published."""
    retrieved = article.provenance.retrieved if article.provenance else None
    return retrieved or (copy.date if copy else article.date)


def _capture_view(context: Context, provenance: Provenance, capture: Capture) -> CaptureView:
    link = OriginalView(
        url=capture.url, page=provenance.url or "", copy=capture.url, date=dates.iso_for_html(capture.date)
    )
    return CaptureView(link=link, host=words.host_of(capture.url), date=date_view(context, capture.date))


def rights_view(context: Context, entry: Entry) -> RightsView | None:
    """What may be done with the text; None where nothing is recorded and all of it is shown."""
    rights, defaults = entry.article.rights, context.config.rights
    statement, holder = rights.statement or defaults.statement, rights.holder or defaults.holder
    if statement is None and holder is None and entry.display is Display.FULL:
        return None
    label = words.rights_label(statement) if statement else ""
    return RightsView(label=label, statement=statement, holder=holder, display=entry.display.value)
