"""In which order articles stand, and how far apart two days are.

The only place that compares dates. It does not use `datetime.date`: an archive may reach beyond the years 1 to 9999.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from generator.archive.records import Entry
from generator.model import ArticleId, EdtfDate, Ymd

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)

FOREVER = 1 << 60  # days, of a date without an end

SortKey = tuple[bool, int, int, int, bool, int, ArticleId]
TimeKey = tuple[bool, int, int, bool, int]


def newest_first(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Entries by the earliest day their date can mean, the latest such day first and undated ones last.

    Within a day those with a time come first, the latest leading; equals stand by id, so the order is total.
    """
    return tuple(sorted(entries, key=sort_key))


def sort_key(entry: Entry) -> SortKey:
    """What `newest_first` compares."""
    date = entry.article.date
    year, month, day = date.earliest or (0, 0, 0)
    instant = 0 if date.instant is None else (date.instant - EPOCH) // MICROSECOND
    return (date.earliest is None, -year, -month, -day, date.instant is None, -instant, entry.id)


def in_time(date: EdtfDate) -> TimeKey:
    """What puts dates of any kind in the order of time.

    The one that may begin first comes first; of two that begin with one day the longer, as what goes on while the other
    is; of two of one length the sure one. What is open at its start stands before the day of its end, the unknown last.
    """
    first = date.earliest or date.latest
    if first is None:
        return True, 0, 0, False, 0
    begins = day_number(first)
    lasts = FOREVER if date.latest is None or date.earliest is None else day_number(date.latest) - begins
    instant = 0 if date.instant is None else (date.instant - EPOCH) // MICROSECOND
    return False, begins, -lasts, date.uncertain or date.approximate, instant


def days_apart(one: EdtfDate, other: EdtfDate) -> int | None:
    """How many days one date begins after another; None where the beginning of either is not known."""
    if one.earliest is None or other.earliest is None:
        return None
    return day_number(one.earliest) - day_number(other.earliest)


def day_number(day: Ymd) -> int:
    """Days since 1970-01-01 in the proleptic Gregorian calendar, for any year.

    Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil: years begin in March, and 400 of
    them have 146,097 days.
    """
    year, month, day_of_month = day
    year -= month <= 2  # noqa: PLR2004 - January and February end the year before
    era, year_of_era = divmod(year, 400)
    day_of_year = (153 * ((month + 9) % 12) + 2) // 5 + day_of_month - 1
    return era * 146_097 + year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year - 719_468
