"""Dates as archives write them: EDTF levels 0 and 1, and RFC 3339 date-times.

Follows the Library of Congress EDTF specification (2019) and ISO 8601-2. Refuses level 2 (sets, exponents, qualified
parts), with one exception that archives need: a year that is wholly unknown may be followed by a month and a day
(`XXXX-12-XX`). Never guesses: a date in another form is an error, and `date_forms` suggests the form meant.
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from zoneinfo import ZoneInfo

from generator.model import EdtfDate, Precision, Record, Ymd

LONGEST = 100  # characters; the longest date anybody means, an interval of two qualified long years, has under 50

_DATE = re.compile(r"(-?[0-9X]{4}|Y-?[0-9]+)(?:-([0-9X]{2}))?(?:-([0-9X]{2}))?([?~%]?)")
_DATE_TIME = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt ]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:[.]([0-9]+))?"
    r"(?:([Zz])|([+-])([0-9]{2})(?::?([0-9]{2}))?)?"
)
_YEAR_DIGITS = re.compile(r"-?(?:[0-9]{4}|[0-9]{3}X|[0-9]{2}XX|XXXX)")
_MOST_YEAR_DIGITS = 15
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 14)}  # months; 14 is February of the next year
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


class DateError(Record):
    """Why a text is no date, in one clause that can follow `"2023-13": `, and what its author probably means."""

    message: str
    hint: str | None = None


def parse_date(text: str, timezone: ZoneInfo) -> EdtfDate | DateError:
    """The date that `text` is.

    `timezone` is the site's: it decides which day a date-time falls on, and reads a date-time without an offset.
    An uncertain or approximate date keeps its own earliest and latest day; a season is the northern hemisphere's
    meteorological one (21 spring, March to May; 24 winter, December to February of the next year); an interval reaches
    from the earliest day of its start to the latest of its end.
    """
    parsed = parse_strictly(text, timezone)
    if isinstance(parsed, EdtfDate) or parsed.hint is not None:
        return parsed
    from generator.read.date_forms import suggest  # noqa: PLC0415 - only a wrong date pays for the import

    hint = suggest(text[: LONGEST + 1], timezone)
    # "25/06/2023" is no interval that went wrong, but a date written another way.
    return DateError(message="this is not a date that EDTF knows" if hint else parsed.message, hint=hint)


def parse_strictly(text: str, timezone: ZoneInfo) -> EdtfDate | DateError:
    """As `parse_date`, without looking for what another form of writing may mean."""
    text = text.strip()
    if len(text) > LONGEST:
        return DateError(message=f"a date has at most {LONGEST} characters, this text has {len(text)}")
    if not text:
        return DateError(message="the date is empty", hint='write "XXXX" for an unknown date')
    if match := _DATE_TIME.fullmatch(text):
        return _date_time(match, timezone)
    if "/" in text:
        return _interval(text)
    return _date(text)


def _date(text: str) -> EdtfDate | DateError:
    match = _DATE.fullmatch(text)
    if match is None:
        return DateError(message="this is not a date that EDTF knows")
    year, month, day, mark = match.groups()
    span = _long_year(year) if year.startswith("Y") else _span(year, month, day)
    if isinstance(span, DateError):
        return span
    if year.startswith("Y") and month is not None:
        return DateError(message='a year written with "Y" stands alone, without a month')
    precision, earliest, latest = span
    return EdtfDate(
        text=text,
        precision=precision,
        earliest=earliest,
        latest=latest,
        uncertain=mark in ("?", "%"),
        approximate=mark in ("~", "%"),
    )


_Span = tuple[Precision, Ymd | None, Ymd | None]


def _long_year(text: str) -> _Span | DateError:
    """`Y170000002`: more than four digits, so that it cannot be taken for anything else."""
    digits = text.lstrip("Y-")
    if len(digits) > _MOST_YEAR_DIGITS:
        return DateError(message=f"a year has at most {_MOST_YEAR_DIGITS} digits")
    if len(digits) <= 4 or digits.startswith("0"):  # noqa: PLR2004 - four digits are an ordinary year
        plain = text[1:] if len(digits) == 4 else None  # noqa: PLR2004
        return DateError(
            message='"Y" is for years of more than four digits', hint=f'write "{plain}"' if plain else None
        )
    year = int(text[1:])
    return Precision.YEAR, (year, 1, 1), (year, 12, 31)


def _span(year: str, month: str | None, day: str | None) -> _Span | DateError:
    if not _YEAR_DIGITS.fullmatch(year):
        return DateError(message='only the last digit, the last two or all four digits of a year can be "X"')
    if year == "-0000" or year == "-XXXX":  # noqa: PLR1714 - two forms refused for one reason
        return DateError(message=f"there is no year {year}")
    wrong = _parts(year, month, day)
    if wrong is not None:
        return wrong
    if year == "XXXX":
        return Precision.UNKNOWN, None, None
    return _years(year) if "X" in year else _known(int(year), month, day)


def _known(year: int, month: str | None, day: str | None) -> _Span:
    if month is None or month == "XX":
        return Precision.YEAR, (year, 1, 1), (year, 12, 31)
    number = int(month)
    if number in _SEASONS:
        return _season(year, number)
    if day is None or day == "XX":
        return Precision.MONTH, (year, number, 1), (year, number, _days(year, number))
    return Precision.DAY, (year, number, int(day)), (year, number, int(day))


def _parts(year: str, month: str | None, day: str | None) -> DateError | None:
    """What is wrong with a month or a day, or with how much of them is unknown; None when nothing is."""
    if month is None:
        return None
    if "X" in year and year != "XXXX":
        return DateError(message="a year with unknown digits stands alone, without a month")
    if ("X" in month and month != "XX") or (day is not None and "X" in day and day != "XX"):
        return DateError(message='an unknown month or day is written "XX"')
    if month == "XX":
        known_day = day is not None and day != "XX"
        return DateError(message="a day needs its month: one of them is unknown here") if known_day else None
    if int(month) in _SEASONS:
        return None if day is None else DateError(message="a season has no days")
    if not 1 <= int(month) <= 12:  # noqa: PLR2004 - months of the year
        return _no_month(year, month, day)
    if day is None or day == "XX":
        return None
    return _no_day(year, int(month), int(day))


def _no_month(year: str, month: str, day: str | None) -> DateError:
    number = int(month)
    message = f"there is no month {number}"
    if day is not None and day.isdigit() and 1 <= int(day) <= 12 and number <= 31:  # noqa: PLR2004
        if _no_day(year, int(day), number) is None:
            return DateError(message=message, hint=f'the month comes before the day: "{year}-{day}-{month}"')
    elif day is None and 25 <= number <= 41:  # noqa: PLR2004 - codes of ISO 8601-2, 4.8
        message += "; seasons are 21 spring, 22 summer, 23 autumn, 24 winter"
    if day is None and year.isdigit() and number > int(year[2:]):
        return DateError(message=message, hint=f'a span of years is written "{year}/{year[:2]}{month}"')
    return DateError(message=message)


def _no_day(year: str, month: int, day: int) -> DateError | None:
    """What is wrong with a day of a month; a leap day is right where the year is unknown."""
    if day == 0:
        return DateError(message="there is no day 0", hint='leave an unknown day out, or write "XX"')
    number = 2000 if year == "XXXX" else int(year)
    if day <= _days(number, month):
        return None
    if day > 31:  # noqa: PLR2004 - no month is longer
        return DateError(message=f"there is no day {day}")
    return DateError(message=f"there is no {day} {_MONTHS[month - 1]}" + ("" if year == "XXXX" else f" {year}"))


def _days(year: int, month: int) -> int:
    """How many days a month has; the Gregorian calendar repeats every 400 years, also before year 1."""
    return monthrange(2000 + year % 400, month)[1]


def _years(year: str) -> _Span:
    precision = Precision.CENTURY if year.endswith("XX") else Precision.DECADE
    one, other = int(year.replace("X", "0")), int(year.replace("X", "9"))
    return precision, (min(one, other), 1, 1), (max(one, other), 12, 31)


def _season(year: int, code: int) -> _Span:
    first, last = _SEASONS[code]
    if last <= 12:  # noqa: PLR2004 - within the year
        return Precision.SEASON, (year, first, 1), (year, last, _days(year, last))
    return Precision.SEASON, (year, first, 1), (year + 1, last - 12, _days(year + 1, last - 12))


def _interval(text: str) -> EdtfDate | DateError:
    written = text.split("/")
    if len(written) != 2:  # noqa: PLR2004 - a start and an end
        return DateError(message="an interval has one start and one end")
    ends: list[EdtfDate | None] = []
    for part in written:
        end = None if part in ("", "..") else _date(part)
        if isinstance(end, DateError):
            return DateError(message=f'"{part}": {end.message}', hint=end.hint)
        ends.append(end)
    start, end = ends
    if start is None and end is None:
        return DateError(message="one end of an interval must be known", hint='write "XXXX" for an unknown date')
    earliest = start.earliest if start else None
    latest = end.latest if end else None
    if earliest is not None and latest is not None and latest < earliest:
        return DateError(message="the interval ends before it starts", hint=f'write "{written[1]}/{written[0]}"')
    known = [end for end in ends if end]
    return EdtfDate(
        text=text,
        precision=Precision.INTERVAL,
        earliest=earliest,
        latest=latest,
        uncertain=any(end.uncertain for end in known),
        approximate=any(end.approximate for end in known),
        start=start,
        end=end,
    )


def _date_time(match: re.Match[str], timezone: ZoneInfo) -> EdtfDate | DateError:
    wrong = _parts(match[1], match[2], match[3]) or _no_time(match)
    if wrong is not None:
        return wrong
    year, month, day, hour, minute, second = (int(part) for part in match.groups()[:6])
    if not (1 <= month <= 12 and year):  # noqa: PLR2004 - a season's code, or year 0, which datetime lacks
        return DateError(message="a date-time needs a month from 1 to 12 and a year from 1")
    microsecond = int((match[7] or "0")[:6].ljust(6, "0"))
    zone = _offset(match) or timezone
    instant = dt.datetime(year, month, day, hour, minute, second, microsecond, tzinfo=zone)
    try:
        instant.astimezone(dt.UTC)
        local = instant.astimezone(timezone)
    except OverflowError:
        return DateError(message="a date-time must lie in the years 1 to 9999, in every time zone")
    at = (local.year, local.month, local.day)
    text = f"{local.year:04}-{local.month:02}-{local.day:02}"
    return EdtfDate(text=text, precision=Precision.DAY, earliest=at, latest=at, instant=instant)


def _offset(match: re.Match[str]) -> dt.timezone | None:
    if match[8]:
        return dt.UTC
    if not match[9]:
        return None
    minutes = int(match[10]) * 60 + int(match[11] or 0)
    return dt.timezone(dt.timedelta(minutes=-minutes if match[9] == "-" else minutes))


def _no_time(match: re.Match[str]) -> DateError | None:
    """What is wrong with the clock or the offset of a date-time; None when nothing is."""
    hour, minute, second = int(match[4]), int(match[5]), int(match[6])
    if hour > 23:  # noqa: PLR2004 - hours of a day
        return DateError(message=f"there is no hour {hour}; a day ends at 23:59:59")
    if minute > 59:  # noqa: PLR2004 - minutes of an hour
        return DateError(message=f"there is no minute {minute}")
    if second == 60:  # noqa: PLR2004 - RFC 3339, 5.7
        return DateError(message="leap seconds cannot be recorded", hint="write second 59")
    if second > 60:  # noqa: PLR2004
        return DateError(message=f"there is no second {second}")
    return _no_offset(match)


def _no_offset(match: re.Match[str]) -> DateError | None:
    separator, zone, sign, hours, minutes = match[0][10], match[8], match[9], match[10], match[11]
    if not sign:
        missing = not zone and separator == " "  # EDTF has local times, but writes every one with "T"
        return DateError(message="this date-time has no time zone") if missing else None
    if minutes is not None and match[0][-3] != ":":
        return DateError(message="the offset needs a colon between hours and minutes")
    if minutes is None and separator == " ":
        return DateError(message="the offset needs hours and minutes")
    if int(hours) > 23 or int(minutes or 0) > 59:  # noqa: PLR2004
        return DateError(message="there is no such offset from UTC")
    return None
