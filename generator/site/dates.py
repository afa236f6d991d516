"""Dates as people read them and as machines do.

Texts follow the language's own order (CLDR); what is uncertain, approximate or unknown is said in words. Nothing here
asks what day it is, and no date fails: years before 1 and beyond 9999 have words too, and no machine form.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from generator.model import EdtfDate, Precision, Ymd
from generator.site.locales import Calendar, calendar, subtags

LAST_YEAR = 9999
_KIND = {Precision.DAY: "day", Precision.MONTH: "month", Precision.YEAR: "year"}
_FIELD = re.compile(r"'([^']*)'|(G+|y+|M+|L+|d+)|([^'GyMLd]+)")
_SEASONS = {21: 0, 22: 1, 23: 2, 24: 3}


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """The words around dates in one language; `{}` is a date, seasons start with spring."""

    seasons: tuple[str, str, str, str]
    undated: str = "undated"
    about: str = "about {}"
    since: str = "since {}"
    until: str = "until {}"
    onward: str = "from {}"  # the end is not known
    decade: str = "{}s"
    century: str = "{} century"
    century_bc: str = "{} century BC"
    centuries: Literal["19th", "XIX", "19", "1800"] = "19th"  # what stands in `century`
    uncertain: str = "uncertain"
    approximate: str = "approximate"
    no_day: str = "day not known"
    no_month: str = "month not known"
    no_start: str = "beginning not known"
    no_end: str = "end not known"


ENGLISH = Words(seasons=("spring {}", "summer {}", "autumn {}", "winter {}"))

# Languages whose words we know. Others get their own months and order with English words, as the rest of the page.
WORDS = {
    "de": Words(
        seasons=("Frühling {}", "Sommer {}", "Herbst {}", "Winter {}"),
        undated="ohne Datum", about="um {}", since="seit {}", until="bis {}", onward="ab {}",
        decade="{}er Jahre", century="{}. Jahrhundert", century_bc="{}. Jahrhundert v. Chr.",
        centuries="19", uncertain="unsicher", approximate="ungefähr", no_day="Tag unbekannt",
        no_month="Monat unbekannt", no_start="Beginn unbekannt", no_end="Ende unbekannt",
    ),
    "es": Words(
        seasons=("primavera de {}", "verano de {}", "otoño de {}", "invierno de {}"),
        undated="sin fecha", about="hacia {}", since="desde {}", until="hasta {}", onward="a partir de {}",
        decade="década de {}", century="siglo {}", century_bc="siglo {} a. C.",
        centuries="XIX", uncertain="dudosa", approximate="aproximada", no_day="día desconocido",
        no_month="mes desconocido", no_start="comienzo desconocido", no_end="final desconocido",
    ),
    "fi": Words(
        seasons=("kevät {}", "kesä {}", "syksy {}", "talvi {}"),
        undated="päiväämätön", about="noin {}", since="{} –", until="– {}", onward="{} –",
        decade="{}-luku", century="{}. vuosisata", century_bc="{}. vuosisata eaa.",
        centuries="19", uncertain="epävarma", approximate="likimääräinen", no_day="päivä ei tiedossa",
        no_month="kuukausi ei tiedossa", no_start="alku ei tiedossa", no_end="loppu ei tiedossa",
    ),
    "fr": Words(
        seasons=("printemps {}", "été {}", "automne {}", "hiver {}"),
        undated="sans date", about="vers {}", since="depuis {}", until="jusqu’à {}", onward="à partir de {}",
        decade="années {}", century="{}e siècle", century_bc="{}e siècle av. J.-C.",
        centuries="XIX", uncertain="incertaine", approximate="approximative", no_day="jour inconnu",
        no_month="mois inconnu", no_start="début inconnu", no_end="fin inconnue",
    ),
    "sv": Words(
        seasons=("våren {}", "sommaren {}", "hösten {}", "vintern {}"),
        undated="odaterad", about="omkring {}", since="sedan {}", until="till {}", onward="från {}",
        decade="{}-talet", century="{}-talet", century_bc="{}. århundradet f.Kr.",
        centuries="1800", uncertain="osäkert", approximate="ungefärligt", no_day="dag okänd", no_month="månad okänd",
        no_start="början okänd", no_end="slut okänt",
    ),
}  # fmt: skip


@lru_cache(maxsize=65536)
def date_text(date: EdtfDate, language: str) -> str:
    """A date for readers: "25 June 2023", "about June 2023", "1920s", "25–27 June 2023", "undated".

    A date-time gives its day as written in `date.text`'s time zone. Doubt shows as "?" and "about", in an interval at
    the end that it is about.
    """
    if date.precision is Precision.INTERVAL:
        return _interval(date, language)
    words, names = _words(language), calendar(language)
    text = _plain(date, words, names)
    if date.precision is not Precision.UNKNOWN:
        if date.uncertain:
            text += "?"
        if date.approximate:
            text = words.about.format(text)
    return text


def date_note(date: EdtfDate, language: str) -> str:
    """What is not sure about a date, in words ("approximate", "month not known"); empty when nothing is."""
    doubtful = date.uncertain or date.approximate or date.precision is Precision.INTERVAL
    if not doubtful and "X" not in date.text:
        return ""  # nearly all dates (measured: 0.1 µs, and not 3)
    words = _words(language)
    notes = [
        (date.uncertain or any(end.uncertain for end in _ends(date)), words.uncertain),
        (date.approximate or any(end.approximate for end in _ends(date)), words.approximate),
        *((note, text) for note, text in _unknown_parts(date, words)),
    ]
    return "; ".join(text for applies, text in notes if applies)


def iso_for_html(date: EdtfDate) -> str:
    """The value of a `datetime` attribute (HTML, 2.3.5): an instant, a day, a month or a year; else empty."""
    if date.instant is not None:
        return _rfc3339(date.instant)
    if date.earliest is None or not 1 <= date.earliest[0] <= LAST_YEAR:
        return ""
    year, month, day = date.earliest
    match date.precision:
        case Precision.DAY:
            return f"{year:04}-{month:02}-{day:02}"
        case Precision.MONTH:
            return f"{year:04}-{month:02}"
        case Precision.YEAR:
            return f"{year:04}"
        case _:
            return ""


def rfc3339(date: EdtfDate, timezone: ZoneInfo) -> str | None:
    """The RFC 3339 instant that feeds need, or None for undated articles and years outside 1 to 9999.

    A day means its first moment in the site's time zone (never in the future once the day has come), a longer period
    its first day. Offsets are rounded to minutes: local mean times before time zones had seconds, RFC 3339 has none.
    """
    if date.instant is not None:
        return _rfc3339(date.instant)
    if date.earliest is None or not 1 <= date.earliest[0] <= LAST_YEAR:
        return None
    return _begin_of_day(date.earliest, timezone)


@lru_cache(maxsize=65536)
def _begin_of_day(day: Ymd, timezone: ZoneInfo) -> str:
    return _rfc3339(dt.datetime(*day, tzinfo=timezone))


def month_name(month: int, language: str) -> str:
    """A month's name standing alone: "June", "juin", "июнь"."""
    return calendar(language).months_alone[month - 1]


def month_short(month: int, language: str) -> str:
    """A month's short name standing alone: "Jun"."""
    return calendar(language).months_short[month - 1]


def month_narrow(month: int, language: str) -> str:
    """A month's shortest name, which others share: "J"."""
    return calendar(language).months_narrow[month - 1]


def month_year(year: int, month: int, language: str) -> str:
    """A month of a year: "June 2023", "juin 2023", "2023년 6월"."""
    return _month((year, month, 1), calendar(language))


@lru_cache(maxsize=4096)
def year_text(year: int, language: str) -> str:
    """A year by itself as a heading: "2023", "2023년"; years before 1 count as historians do ("44 BC")."""
    return _year((year, 1, 1), calendar(language))


@lru_cache(maxsize=64)
def _words(language: str) -> Words:
    return WORDS.get(subtags(language)[0], ENGLISH)


def _plain(date: EdtfDate, words: Words, names: Calendar) -> str:
    day = date.earliest
    if day is None:
        return words.undated
    match date.precision:
        case Precision.DAY:
            text = _written(names.day if day[0] > 0 else names.era_day, day, names)
        case Precision.MONTH:
            text = _month(day, names)
        case Precision.YEAR:
            text = _year(day, names)
        case Precision.SEASON:
            text = words.seasons[_season(date.text)].format(_year(day, names))
        case Precision.DECADE:
            text = _decade(day, date.latest or day, words, names)
        case Precision.CENTURY:
            text = _century(day[0], words)
        case _:
            text = words.undated
    return text


def _interval(date: EdtfDate, language: str) -> str:
    words, names = _words(language), calendar(language)
    start, end = date.start, date.end
    if start is None and end is None:
        return words.undated
    if end is None:
        open_end = date.text.endswith("..")
        return (words.since if open_end else words.onward).format(date_text(start, language) if start else "")
    if start is None:
        return words.until.format(date_text(end, language))
    joined = _joined(start, end, names)
    return joined if joined is not None else names.between.format(date_text(start, language), date_text(end, language))


def _joined(start: EdtfDate, end: EdtfDate, names: Calendar) -> str | None:
    """An interval with its common parts said once, where both ends are sure and equally precise."""
    doubt = start.uncertain or start.approximate or end.uncertain or end.approximate
    first, last = start.earliest, end.earliest
    kind = _KIND.get(start.precision)
    if doubt or kind is None or start.precision is not end.precision or first is None or last is None:
        return None
    if first[0] < 1 or first == last:
        return None
    field = "y" if first[0] != last[0] else "M" if first[1] != last[1] else "d"
    pattern = names.intervals.get((kind, field))
    return None if pattern is None else _written(pattern, first, names, last)


def _month(day: Ymd, names: Calendar) -> str:
    return _written(names.month if day[0] > 0 else names.era_month, day, names)


def _year(day: Ymd, names: Calendar) -> str:
    return _written(names.year if day[0] > 0 else names.era_year, day, names)


def _season(text: str) -> int:
    match = re.search(r"-(2[1-4])(?!\d)", text)
    return _SEASONS[int(match[1])] if match else 0


def _decade(first: Ymd, last: Ymd, words: Words, names: Calendar) -> str:
    if first[0] < 1:
        return names.between.format(_year(first, names), _year(last, names))
    return words.decade.format(first[0])


def _century(year: int, words: Words) -> str:
    if year < 0:
        return words.century_bc.format(_ordinal((-year - 1) // 100 + 1, words))
    if words.centuries == "1800":
        return words.century.format(year // 100 * 100)
    return words.century.format(_ordinal(year // 100 + 1, words))


def _ordinal(number: int, words: Words) -> str:
    if words.centuries == "XIX":
        return _roman(number)
    if words.centuries != "19th":
        return str(number)
    suffix = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"


def _roman(number: int) -> str:
    if number > 100:  # noqa: PLR2004 - nobody numbers the 101st century in Roman figures
        return str(number)
    ones = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    tens = ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC", "C")
    return tens[number // 10] + ones[number % 10]


def _ends(date: EdtfDate) -> tuple[EdtfDate, ...]:
    return tuple(end for end in (date.start, date.end) if end is not None)


def _unknown_parts(date: EdtfDate, words: Words) -> tuple[tuple[bool, str], ...]:
    if date.precision is Precision.INTERVAL:
        start, _, end = date.text.partition("/")
        return (date.start is None and not start, words.no_start), (date.end is None and not end, words.no_end)
    unknown_month = bool(re.search(r"\d-XX", date.text))
    unknown_day = bool(re.search(r"\d-\d\d-XX", date.text))
    return (unknown_month and not unknown_day, words.no_month), (unknown_day, words.no_day)


def _written(pattern: str, first: Ymd, names: Calendar, last: Ymd | None = None) -> str:
    """A CLDR pattern filled in; in an interval's pattern a field's second turn is the second date's.

    A field of both dates comes twice ("d–d MMMM y"); one that comes once is common to both.
    """
    day, seen, parts = first, set[str](), []
    for quoted, field, literal in _FIELD.findall(pattern):
        letter = "M" if field[:1] == "L" else field[:1]
        if letter and last is not None and letter in seen:
            day = last
        seen.add(letter)
        parts.append(_part(field, day, names) if field else quoted or literal)
    return "".join(parts)


def _part(field: str, day: Ymd, names: Calendar) -> str:
    year, month, number = day
    match field[0]:
        case "G":
            return names.eras[year > 0]
        case "y":
            shown = str(year if year > 0 else 1 - year)
            return shown[-2:] if field == "yy" else shown
        case "M" | "L" if len(field) > 3:  # noqa: PLR2004 - MMMM is the full name
            return (names.months if field[0] == "M" else names.months_alone)[month - 1]
        case "M" | "L":
            return names.months_short[month - 1] if len(field) == 3 else f"{month:0{len(field)}}"  # noqa: PLR2004
        case _:
            return f"{number:0{len(field)}}"


def _rfc3339(instant: dt.datetime) -> str:
    offset = instant.utcoffset() or dt.timedelta()
    minutes = round(offset.total_seconds() / 60)
    clock = instant.replace(tzinfo=None, microsecond=0).isoformat()
    if minutes == 0:
        return f"{clock}Z"
    hours, rest = divmod(abs(minutes), 60)
    return f"{clock}{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}"
