"""When what a story tells happened, and when it was said, published and captured: its dates in the order of time.

Kinds of dates are told apart, since a report of a day is no proof of what happened on it. What is uncertain stays so.
However many articles a story has, a reader can take its chronology in: it is as detailed as LINES lines allow, first
naming single articles, then counting them by day, month or year.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from generator.archive.order import in_time
from generator.archive.quotations import reported_in
from generator.archive.records import Entry
from generator.model import EdtfDate, Precision, Story
from generator.site import routes, words
from generator.site.context import Context, article_link, date_view, language_of, outlet_chip, quote_title
from generator.site.evidence import Chronology, Moment, Occurrence, Strand

KINDS = ("event", "statement", "publication", "capture")
LINES = 80
DETAIL = (("day", 8), ("day", 1), ("month", 1), ("year", 1))
"""What stands together, and how many of one kind are named there; more are counted. The first that is short enough."""

_WIDER = {"month": {Precision.DAY}, "year": {Precision.DAY, Precision.MONTH, Precision.SEASON}}


class Dated(NamedTuple):
    """Something of a story that has a date; `id` tells it from others of its kind."""

    date: EdtfDate
    kind: str
    id: str
    occurrence: Occurrence


def chronology(context: Context, story: Story, entries: Iterable[Entry]) -> Chronology | None:
    """The dates of a story and of its articles; None where there is but one of one kind."""
    entries = tuple(entries)
    dated = [
        *_event(context, story),
        *_statements(context, entries),
        *(one for entry in entries for one in _of_article(context, entry)),
    ]
    for unit, named in DETAIL:
        found = Chronology(moments=_moments(context, dated, unit, named), unit=unit)
        if sum(max(1, len(strand.occurrences)) for moment in found.moments for strand in moment.strands) <= LINES:
            break
    return found if sum(len(moment.strands) for moment in found.moments) > 1 else None


# What has a date


def _event(context: Context, story: Story) -> Iterator[Dated]:
    if story.when is not None:
        yield Dated(story.when, "event", story.id, _own(context, story.title))


def _statements(context: Context, entries: Sequence[Entry]) -> Iterator[Dated]:
    """The quotes that say when they were said, and that one of the articles reported or carries."""
    archive, outlets = context.archive, {entry.id: entry.outlet for entry in entries}
    for quote in archive.quotes.values():
        reported = [one for one in reported_in(archive, quote.id) if one in outlets]
        carried = quote.id in archive.carried and any(
            carrier.article in outlets for carrier in archive.carried[quote.id].carriers
        )
        if quote.said is not None and (reported or carried):
            told = _own(context, quote_title(quote), context.base.url(routes.quote_page(quote.id)))
            outlet = outlet_chip(context, outlets[reported[0]]) if reported else None
            speaker = archive.speakers.get(quote.id)
            detail = archive.entities[speaker.entity].name if speaker else ""
            yield Dated(quote.said, "statement", quote.id, msgspec.structs.replace(told, outlet=outlet, detail=detail))


def _own(context: Context, text: str, url: str | None = None) -> Occurrence:
    """What the archivist calls something."""
    language = context.config.language
    return Occurrence(text=text, url=url, lang=language, dir=words.text_direction(language), outlet=None)


def _of_article(context: Context, entry: Entry) -> Iterator[Dated]:
    article = entry.article
    link, language = article_link(context, entry), language_of(context, entry)

    def of(date: EdtfDate, kind: str, detail: str = "") -> Dated:
        told = Occurrence(
            text=link.text,
            url=link.url,
            lang=language,
            dir=words.text_direction(language),
            outlet=outlet_chip(context, entry.outlet),
            detail=detail,
        )
        return Dated(date, kind, entry.id, told)

    yield of(article.date, "publication")
    if article.updated:
        yield of(article.updated, "publication", "updated")
    if article.provenance:
        if article.provenance.retrieved:
            yield of(article.provenance.retrieved, "capture", "retrieved")
        for capture in article.provenance.captures:
            yield of(capture.date, "capture", f"copy at {words.host_of(capture.url)}")


# What stands together


def _moments(context: Context, dated: Iterable[Dated], unit: str, named: int) -> tuple[Moment, ...]:
    periods: dict[str, EdtfDate] = {}
    found: dict[str, dict[str, list[Dated]]] = {}
    for one in dated:
        period = one.date if one.kind == "event" else period_of(one.date, unit)
        periods.setdefault(period.text, period)
        found.setdefault(period.text, {}).setdefault(one.kind, []).append(one)
    return tuple(
        Moment(
            date=date_view(context, msgspec.structs.replace(period, instant=None)),
            strands=tuple(_strand(kind, found[text][kind], named) for kind in KINDS if kind in found[text]),
        )
        for text, period in sorted(periods.items(), key=lambda item: in_time(item[1]))
    )


def period_of(date: EdtfDate, unit: str) -> EdtfDate:
    """The month or year that a date falls into, as sure as the date; the date itself where it is no shorter."""
    if date.year is None or date.precision not in _WIDER.get(unit, ()):
        return date
    doubt = {(True, True): "%", (True, False): "?", (False, True): "~"}.get((date.uncertain, date.approximate), "")
    year, month = date.year, date.month if unit == "month" else None
    written = routes.year_segment(year) + (f"-{month:02}" if month else "")
    return EdtfDate(
        text=f"{written}{doubt}",
        precision=Precision.MONTH if month else Precision.YEAR,
        earliest=(year, month or 1, 1),
        latest=(year, month or 12, 31),  # or the last day before it; nothing is shown of it
        uncertain=date.uncertain,
        approximate=date.approximate,
    )


def _strand(kind: str, dated: Sequence[Dated], named: int) -> Strand:
    """What is of one kind and period, each thing once, with all that happened to it then."""
    things: dict[str, list[Dated]] = {}
    for one in sorted(dated, key=lambda one: (in_time(one.date), one.id)):
        things.setdefault(one.id, []).append(one)
    outlets = {one.occurrence.outlet for one in dated}
    return Strand(
        kind=kind,
        label=words.occurrence_label(kind),
        count=len(things),
        counted=words.occurrences_of(kind, len(things), len(outlets)),
        occurrences=tuple(_once(told) for told in things.values()) if len(things) <= named else (),
    )


def _once(told: Sequence[Dated]) -> Occurrence:
    details = dict.fromkeys(one.occurrence.detail for one in told)
    return msgspec.structs.replace(told[0].occurrence, detail=", ".join(filter(None, details)))
