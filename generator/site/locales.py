"""What the Unicode CLDR says about a language: how it writes dates, and what it calls languages and countries.

Babel carries the data; this module reads it and nothing else of Babel. Its own lookups store a resolved alias in data
that locales share, so that a German month name may depend on whether a Japanese page came first; `_at` resolves
without storing. English, the default, is written out below in the order of British newspapers and needs no Babel at
all: its import is the dearest thing (about 30 ms) that planning a small site would do.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import msgspec

_TAG = re.compile(r"([A-Za-z]{2,3})(?:-([A-Za-z]{4}))?(?:-([A-Za-z]{2}|[0-9]{3}))?(?:-.*)?", re.DOTALL)


class Calendar(msgspec.Struct, frozen=True, kw_only=True):
    """How one language writes Gregorian dates. Patterns are CLDR's (UTS 35, part 4): `d`, `M`, `L`, `y`, `G`.

    Lists start with January. `intervals` is keyed by the kind of date ("day", "month", "year") and the
    greatest field that differs ("d", "M", "y"); `between` joins two finished texts.
    """

    day: str
    month: str
    year: str
    era_day: str
    era_month: str
    era_year: str
    intervals: Mapping[tuple[str, str], str]
    between: str
    months: tuple[str, ...]
    months_alone: tuple[str, ...]
    months_short: tuple[str, ...]
    months_narrow: tuple[str, ...]
    eras: tuple[str, str]  # before Christ, after Christ


_ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

ENGLISH = Calendar(
    day="d MMMM y",
    month="MMMM y",
    year="y",
    era_day="d MMMM y G",
    era_month="MMMM y G",
    era_year="y G",
    intervals={
        ("day", "d"): "d–d MMMM y",
        ("day", "M"): "d MMMM – d MMMM y",
        ("day", "y"): "d MMMM y – d MMMM y",
        ("month", "M"): "MMMM–MMMM y",
        ("month", "y"): "MMMM y – MMMM y",
        ("year", "y"): "y–y",
    },
    between="{0} – {1}",
    months=_ENGLISH_MONTHS,
    months_alone=_ENGLISH_MONTHS,
    months_short=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    months_narrow=tuple("JFMAMJJASOND"),
    eras=("BC", "AD"),
)


def subtags(tag: str) -> tuple[str, str, str]:
    """The language (lower case), script (title case) and region (upper case) of a BCP 47 tag; empty where not given."""
    match = _TAG.fullmatch(tag)
    if match is None:
        return "", "", ""
    language, script, region = match.groups(default="")
    return language.lower(), script.title(), region.upper()


@lru_cache(maxsize=64)
def calendar(tag: str) -> Calendar:
    """How the language of a BCP 47 tag writes dates; English for "en" and for languages CLDR does not know."""
    if tag == "en":
        return ENGLISH
    data = _data(tag)
    return ENGLISH if data is None else _calendar(data)


@lru_cache(maxsize=4096)
def language_display(tag: str, in_language: str) -> str | None:
    """What `in_language` calls the language of a tag, or None where CLDR has no name for it."""
    names = _section("languages", in_language)
    language, script, region = subtags(tag)
    wanted = ((language, script, region), (language, script), (language, region), (language,))
    return next((names[key] for parts in wanted if (key := "_".join(filter(None, parts))) in names), None)


@lru_cache(maxsize=4096)
def territory_display(code: str, in_language: str) -> str | None:
    """What `in_language` calls the country of an ISO 3166-1 alpha-2 code, or None where CLDR has no name for it."""
    return _section("territories", in_language).get(code.upper())


def _section(name: str, tag: str) -> Mapping[str, str]:
    data = _data(tag) or _data("en")
    return {} if data is None else data[name]


@lru_cache(maxsize=64)
def _data(tag: str) -> Mapping[Any, Any] | None:
    from babel import localedata  # noqa: PLC0415 - English sites never pay for this import
    from babel.core import get_global  # noqa: PLC0415

    language, script, region = subtags(tag)
    language = str(get_global("language_aliases").get(language, language))
    likely = get_global("likely_subtags")
    exact = "_".join(filter(None, (language, script, region)))
    candidates = (
        exact,
        likely.get(exact, ""),
        "_".join(filter(None, (language, script))),
        "_".join(filter(None, (language, region))),
        language,
    )
    for candidate in candidates:
        if language and candidate and localedata.exists(candidate):
            return localedata.load(candidate)
    return None


def _calendar(data: Mapping[Any, Any]) -> Calendar:
    months = _at(data, "months", "format", "wide")
    alone = _at(data, "months", "stand-alone", "wide")
    short = _at(data, "months", "stand-alone", "abbreviated")
    narrow = _at(data, "months", "stand-alone", "narrow")
    eras = _at(data, "eras", "abbreviated")
    skeletons = _at(data, "datetime_skeletons")

    def skeleton(*names: str) -> str:
        return next((str(skeletons[name]) for name in names if name in skeletons), "y")

    return Calendar(
        day=str(_at(data, "date_formats", "long")),
        month=skeleton("yMMMM", "yMMM"),
        year=skeleton("y"),
        era_day=_long_months(skeleton("GyMMMd", "Gy")),
        era_month=_long_months(skeleton("GyMMM", "Gy")),
        era_year=skeleton("Gy"),
        intervals=_intervals(data),
        between=str(_at(data, "interval_formats").get(None, "{0} – {1}")),
        months=tuple(months[number] for number in range(1, 13)),
        months_alone=tuple(alone[number] for number in range(1, 13)),
        months_short=tuple(short[number] for number in range(1, 13)),
        months_narrow=tuple(narrow[number] for number in range(1, 13)),
        eras=(eras[0], eras[1]),
    )


def _intervals(data: Mapping[Any, Any]) -> dict[tuple[str, str], str]:
    formats = _at(data, "interval_formats")
    return {
        (kind, field): _long_months("".join(parts))
        for kind, skeleton in (("day", "yMMMd"), ("month", "yMMMM"), ("year", "y"))
        for field, parts in _resolved(formats.get(skeleton, {}), data).items()
    }


def _long_months(pattern: str) -> str:
    """The same pattern with full month names: CLDR gives intervals and eras with short ones only."""
    return re.sub(r"(?<!M)MMM(?!M)", "MMMM", re.sub(r"(?<!L)LLL(?!L)", "LLLL", pattern))


def _at(data: Mapping[Any, Any], *keys: str) -> Any:  # noqa: ANN401 - CLDR is a tree of mappings, texts and patterns
    value: Any = data
    for key in keys:
        value = _resolved(value[key], data)
    return value


def _resolved(value: Any, data: Mapping[Any, Any]) -> Any:  # noqa: ANN401
    """An alias followed to what it stands for, an alias with differences merged; anything else as it is."""
    from babel.localedata import Alias  # noqa: PLC0415

    if isinstance(value, Alias):
        return _at(data, *value.keys)
    if isinstance(value, tuple) and value and isinstance(value[0], Alias):
        return {**_at(data, *value[0].keys), **value[1]}
    return value
