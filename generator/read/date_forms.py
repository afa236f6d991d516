"""What a date in another form probably means: `25.6.2023`, `June 25, 2023`, `c. 1920`, `1920s`.

Only for hints. Nothing here decides a date: the author does, by writing the form that the hint shows. A suggestion is
given only when it is itself a date; where day and month could be either, both readings are shown.
"""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from generator.model import EdtfDate
from generator.read.edtf import parse_strictly

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[.]?"
_YEAR = r"(?P<year>[0-9]{4})"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[.,]?\s+)?"

_DAY_FIRST = re.compile(rf"{_WEEKDAY}{_DAY}[.]?\s*(?:of\s+)?{_MONTH},?\s*{_YEAR}")
_MONTH_FIRST = re.compile(rf"{_WEEKDAY}{_MONTH}\s*(?:{_DAY},?\s+)?{_YEAR}")
_YEAR_FIRST = re.compile(r"([0-9]{4})\s*([-/.])\s*([0-9]{1,2})(?:\s*\2\s*([0-9]{1,2}))?[.]?")
_YEAR_LAST = re.compile(r"([0-9]{1,2})\s*([-/.])\s*([0-9]{1,2})\s*\2\s*([0-9]{4})[.]?")
_MONTH_AND_YEAR = re.compile(r"([0-9]{1,2})[-/.]([0-9]{4})")
_DIGITS = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})?")
_MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt\s]+([0-9]{1,2}):([0-9]{2})(:[0-9]{2}(?:[.][0-9]+)?)?"
    r"\s*(z|utc|gmt|[+-][0-9]{2}(?::?[0-9]{2})?)?",
    re.IGNORECASE,
)
_SEASON = re.compile(rf"(spring|summer|autumn|fall|winter)\s+(?:of\s+)?{_YEAR}")
_ABOUT = re.compile(r"(?:c|ca|circa|about|around|approx|approximately|um|vers|noin)[.]?\s*([0-9].*)")
_CENTURY = re.compile(r"(?:the\s+)?([0-9]{1,2})(?:st|nd|rd|th)\s+c(?:entury|ent|[.])?")
_FORMS = (
    (re.compile(r"(?:BEFORE|UNTIL|TILL)\s+([0-9].*)"), r"../\1"),
    (re.compile(r"(?:AFTER|SINCE|FROM)\s+([0-9].*)"), r"\1/.."),
    (re.compile(r"([0-9]{4})\s*(?:-|TO|UNTIL|/)\s*([0-9]{4})"), r"\1/\2"),
    (re.compile(r"(?:THE\s+)?([0-9]{3})0'?S"), r"\1X"),
    (re.compile(r"([?~%])(-?[0-9].*)"), r"\2\1"),
    (re.compile(r"([-0-9X]+)([?~%])(-[-0-9X]+)"), r"\1\3\2"),
)
_DASHES = re.compile("\\s*[\u2010-\u2015\u2212]\\s*")
_UNKNOWN = ("unknown", "undated", "n.d.", "nd", "none", "null", "~", "?", "tbd", "-", "xxxx-xx-xx")


def suggest(text: str, timezone: ZoneInfo) -> str | None:
    """A hint that shows the right form of what `text` probably means, or None when that is not clear."""
    written = _DASHES.sub("-", text.strip())
    candidates = [*_moments(written, timezone), *_readings(written.casefold())]
    if written != text.strip() or written.upper() != written:
        candidates += [written, written.upper()]
    right = [f'"{form}"' for form in dict.fromkeys(candidates) if isinstance(parse_strictly(form, timezone), EdtfDate)]
    return f"write {' or '.join(right[:2])}" if right else None


def _readings(written: str) -> list[str]:
    return _words(written) or _numbers(written) or _ranges(written)


def _words(written: str) -> list[str]:
    if written in _UNKNOWN:
        return ["XXXX"]
    if match := _DAY_FIRST.fullmatch(written) or _MONTH_FIRST.fullmatch(written):
        month = _MONTHS.index(match["month"]) + 1
        day = f"-{int(match['day']):02}" if match["day"] else ""
        return [f"{match['year']}-{month:02}{day}"]
    if match := _SEASON.fullmatch(written):
        return [f"{match['year']}-{_SEASONS[match[1]]}"]
    return []


def _numbers(written: str) -> list[str]:
    if match := _YEAR_FIRST.fullmatch(written):
        day = f"-{int(match[4]):02}" if match[4] else ""
        return [f"{match[1]}-{int(match[3]):02}{day}"]
    if match := _YEAR_LAST.fullmatch(written):
        day_first = f"{match[4]}-{int(match[3]):02}-{int(match[1]):02}"
        month_first = f"{match[4]}-{int(match[1]):02}-{int(match[3]):02}"
        return [day_first] if match[2] == "." else [month_first, day_first]
    if match := _MONTH_AND_YEAR.fullmatch(written):
        return [f"{match[2]}-{int(match[1]):02}"]
    if match := _DIGITS.fullmatch(written):
        return ["-".join(part for part in match.groups() if part)]
    return []


def _ranges(written: str) -> list[str]:
    if match := _ABOUT.fullmatch(written):
        return [f"{match[1]}~", *(f"{form}~" for form in _numbers(match[1]))]
    if match := _CENTURY.fullmatch(written):
        return [f"{int(match[1]) - 1:02}XX"]
    matches = ((pattern.fullmatch(written.upper()), form) for pattern, form in _FORMS)
    return [match.expand(form) for match, form in matches if match]


def _moments(written: str, timezone: ZoneInfo) -> list[str]:
    """The RFC 3339 form of a day with a clock time; a missing offset is the site's own on that day."""
    match = _MOMENT.fullmatch(written)
    if match is None:
        return []
    local = f"{match[1]}T{int(match[2]):02}:{match[3]}{match[4] or ':00'}"
    zone = match[5]
    if zone is None:
        read = parse_strictly(local, timezone)
        instant = read.instant if isinstance(read, EdtfDate) else None
        shift = instant.isoformat()[-6:] if instant else ""
        return [local + ("Z" if shift == "+00:00" else shift)]
    if zone[0] not in "+-":
        return [f"{local}Z"]
    digits = zone[1:].replace(":", "").ljust(4, "0")
    return [f"{local}{zone[0]}{digits[:2]}:{digits[2:]}"]
