"""In which order articles stand, and how far apart two days are.

The only place that compares dates. It does not use `datetime.date`: an archive may reach beyond the years 1 to 9999.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from generator.archive.records import Entry
from generator.model import ArticleId, Ymd

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)

SortKey = tuple[bool, int, int, int, bool, int, ArticleId]


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
