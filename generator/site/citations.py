"""How to cite an article: APA (7th edition), Chicago (18th, notes and bibliography) and MLA (9th).

For this one case, a newspaper article in an archive, and in a few microseconds; a CSL processor takes milliseconds, and
twice the time of a whole build for ten thousand articles. The tests hold these texts to what citeproc-py makes of the
same article with the styles' own CSL. What styles leave open is decided here: a headline keeps its capitals; a date
that is not sure says so; where the article is kept follows the address of its first publication. When it was read is
the reader's to add.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from generator.model import EdtfDate, Precision
from generator.site.bibliography import Reference
from generator.site.bylines import Author
from generator.site.dates import date_text
from generator.site.evidence import CitationView, CitedText

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
SEASONS = {"21": "Spring", "22": "Summer", "23": "Autumn", "24": "Winter"}
_MLA_MONTHS = (
    "Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.",
)  # fmt: skip
_APA_NAMES = 20  # of more, 19 and the last
_CHICAGO_NAMES = 6  # of more, three
_STRAIGHT = re.compile(r'"([^"]*)"')
_ENDED = (".", "?", "!", ".”", "?”", "!”")


class Style(NamedTuple):
    """How a style writes dates: the month's names, the day beside the month, and both beside the year."""

    months: tuple[str, ...]
    day: Callable[[str, str], str]  # the day or days, the month
    year: Callable[[str, str], str]  # the year, what is known below it
    about: str
    bracketed: bool  # whether a date that is not sure stands in brackets


APA = Style(
    months=MONTHS,
    day=lambda day, month: f"{month} {day}",
    year=lambda year, part: f"{year}, {part}",
    about="ca. ",
    bracketed=False,
)
CHICAGO = Style(
    months=MONTHS,
    day=lambda day, month: f"{month} {day}",
    year=lambda year, part: f"{part}, {year}" if part[-1].isdigit() else f"{part} {year}",
    about="ca. ",
    bracketed=True,
)
MLA = Style(
    months=_MLA_MONTHS,
    day=lambda day, month: f"{day} {month}",
    year=lambda year, part: f"{part} {year}",
    about="circa ",
    bracketed=False,
)


def citations(reference: Reference) -> tuple[CitationView, ...]:
    """An article cited in each style."""
    return (
        CitationView(style="APA", texts=_apa(reference)),
        CitationView(style="Chicago", texts=_chicago(reference)),
        CitationView(style="MLA", texts=_mla(reference)),
    )


# Styles


def _apa(reference: Reference) -> tuple[CitedText, ...]:
    who = _apa_names(reference.authors)
    when = f"({_date(reference.date, APA) or 'n.d.'})."
    title = _ended(reference.title)
    start = f"{_ended(who)} {when} {title} " if who else f"{title} {when} "
    outlet = _plain_end(reference.outlet)
    kept = _kept(reference, CHICAGO)  # APA writes a day within a sentence as Chicago does
    if not reference.url:
        return _joined(start, reference.outlet, outlet + " ", kept, "")
    kept = (CitedText(text="(" + kept[0].text), *kept[1:])
    return _joined(start, reference.outlet, f"{outlet} {reference.url} ", kept, ")")


def _chicago(reference: Reference) -> tuple[CitedText, ...]:
    who = _listed(reference.authors, most=_CHICAGO_NAMES, shown=3)
    when = _date(reference.date, CHICAGO) or "n.d."
    when += "" if when.endswith(".") else "."
    title = _quoted(reference.title)
    place = f" {reference.url}. " if reference.url else " "
    if not who:
        outlet = _plain_end(reference.outlet)
        return _joined("", reference.outlet, f"{outlet} {title} {when}{place}", _kept(reference, CHICAGO), ".")
    return _joined(f"{_ended(who)} {title} ", reference.outlet, f", {when}{place}", _kept(reference, CHICAGO), ".")


def _mla(reference: Reference) -> tuple[CitedText, ...]:
    who = _listed(reference.authors, most=2, shown=1)
    start = f"{_ended(who)} {_quoted(reference.title)} " if who else f"{_quoted(reference.title)} "
    parts = [part for part in (_date(reference.date, MLA), reference.url) if part]
    middle = "".join(f", {part}" for part in parts)
    end = _plain_end(middle or reference.outlet)
    return _joined(start, reference.outlet, f"{middle}{end} ", _kept(reference, MLA), ".")


def _joined(start: str, outlet: str, middle: str, kept: tuple[CitedText, ...], end: str) -> tuple[CitedText, ...]:
    """The texts in a row, the outlet's name in italics; none is empty."""
    texts = (CitedText(text=start), CitedText(text=outlet, italic=True), CitedText(text=middle), *kept)
    if end:
        last = texts[-1]
        texts = (*texts[:-1], CitedText(text=last.text + end, italic=last.italic))
    return tuple(text for text in texts if text.text)


def _kept(reference: Reference, style: Style) -> tuple[CitedText, ...]:
    """In which archive the article is kept, and since when, where that is recorded."""
    retrieved = _date(reference.retrieved, style)
    words = f"Retrieved {retrieved}; archived in " if retrieved else "Archived in "
    return (
        CitedText(text=words),
        CitedText(text=reference.archive, italic=True),
        CitedText(text=f", {reference.archive_url}"),
    )


# Names


def _apa_names(authors: Sequence[Author]) -> str:
    names = [_initialled(author) for author in authors]
    if len(names) < 2:  # noqa: PLR2004
        return "".join(names)
    if len(names) > _APA_NAMES:
        return f"{', '.join(names[: _APA_NAMES - 1])}, … {names[-1]}"
    return f"{', '.join(names[:-1])}, & {names[-1]}"


def _initialled(author: Author) -> str:
    """The name with its given names by their first letters: "Doe, J.-P."."""
    if not author.family:
        return author.name
    given = " ".join(
        "-".join(f"{part[0]}." for part in re.split("[-\u2010\u2011]", name) if part) for name in author.given.split()
    )
    return ", ".join(filter(None, (author.family, given, author.suffix)))


def _listed(authors: Sequence[Author], most: int, shown: int) -> str:
    """Names as Chicago and MLA write them: only the first is turned about, and of too many only some are named."""
    if not authors:
        return ""
    rest = [author.name for author in authors[1:]]
    if not rest:
        return authors[0].inverted
    if len(authors) > most:
        return ", ".join((authors[0].inverted, *rest[: shown - 1], "et al."))
    return f"{', '.join((authors[0].inverted, *rest[:-1]))}, and {rest[-1]}"


# Dates


def _date(date: EdtfDate | None, style: Style) -> str:
    """A date in a style's words; empty for one that is not known."""
    if date is None:
        return ""
    text = _plain_date(date, style)
    marked = (date.start, date.end) if date.precision is Precision.INTERVAL else (date,)
    doubt = any(one is not None and (one.uncertain or one.approximate) for one in marked)
    if date.precision is not Precision.INTERVAL:
        text = _with_doubt(text, date, style)
    return f"[{text}]" if doubt and style.bracketed else text


def _with_doubt(text: str, date: EdtfDate, style: Style) -> str:
    if date.uncertain:
        text += "?"
    return f"{style.about}{text}" if date.approximate else text


def _plain_date(date: EdtfDate, style: Style) -> str:
    """A date without its doubts, but for those of an interval's ends."""
    if date.precision is Precision.INTERVAL:
        return _interval(date, style)
    if date.year is None:  # a decade or century
        return date_text(EdtfDate(text=date.text, precision=date.precision, earliest=date.earliest), "en")
    part = _below_the_year(date, style)
    return style.year(year_label(date.year), part) if part else year_label(date.year)


def _below_the_year(date: EdtfDate, style: Style) -> str:
    if date.precision is Precision.SEASON:
        return SEASONS.get(date.text[-3:].strip("-?~%"), "")
    month = "" if date.month is None else style.months[date.month - 1]
    return month if date.day is None else style.day(str(date.day), month)


def _interval(date: EdtfDate, style: Style) -> str:
    start, end = date.start, date.end
    first, last = (_end(one, style) for one in (start, end))
    if not first or not last or start is None or end is None:
        return f"since {first}" if first else f"until {last}"
    doubt = start.uncertain or start.approximate or end.uncertain or end.approximate
    if start.year is not None and start.year == end.year and start.month and end.month and not doubt:
        if start.day and end.day and start.month == end.month:
            return style.year(
                year_label(start.year), style.day(f"{start.day}–{end.day}", style.months[start.month - 1])
            )
        parts = f"{_below_the_year(start, style)}–{_below_the_year(end, style)}"
        return style.year(year_label(start.year), parts)
    return f"{first} – {last}" if " " in first + last else f"{first}–{last}"


def _end(date: EdtfDate | None, style: Style) -> str:
    if date is None or date.precision is Precision.UNKNOWN:
        return ""
    return _with_doubt(_plain_date(date, style), date, style)


def year_label(year: int) -> str:
    """A year as historians count: 44 BC is the year -43."""
    return str(year) if year > 0 else f"{1 - year} BC"


# Ends of sentences


def _ended(text: str) -> str:
    return text if text.endswith(_ENDED) else f"{text}."


def _plain_end(text: str) -> str:
    """The full stop after a text, if it needs one."""
    return "" if text.endswith(".") else "."


def _quoted(title: str) -> str:
    """A headline in quotation marks with its full stop inside, and marks of its own made single."""
    title = _STRAIGHT.sub("“\\1”", title)
    if not title.endswith(_ENDED):
        title = f"{title[:-1]}.”" if title.endswith("”") else f"{title}."
    inner = title.replace("“", "‘").replace("”", "’")
    return f"“{inner}”"
