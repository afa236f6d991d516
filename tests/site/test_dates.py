"""Dates read as people write them in the site's language, and as machines want them."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import UNDATED, EdtfDate, Precision, Ymd
from generator.read.edtf import parse_date
from generator.site.dates import (
    date_note,
    date_text,
    iso_for_html,
    month_name,
    month_short,
    month_year,
    rfc3339,
    year_text,
)


def day(year: int, month: int, number: int, text: str = "") -> EdtfDate:
    at = (year, month, number)
    return EdtfDate(text=text or f"{year:04}-{month:02}-{number:02}", precision=Precision.DAY, earliest=at, latest=at)


def period(text: str, precision: Precision, first: Ymd, last: Ymd | None = None) -> EdtfDate:
    return EdtfDate(text=text, precision=precision, earliest=first, latest=last or first)


def interval(text: str, start: EdtfDate | None, end: EdtfDate | None) -> EdtfDate:
    return EdtfDate(
        text=text,
        precision=Precision.INTERVAL,
        start=start,
        end=end,
        earliest=start.earliest if start else None,
        latest=end.latest if end else None,
    )


def doubtful(date: EdtfDate, *, uncertain: bool = False, approximate: bool = False) -> EdtfDate:
    return EdtfDate(
        text=date.text,
        precision=date.precision,
        earliest=date.earliest,
        latest=date.latest,
        uncertain=uncertain,
        approximate=approximate,
    )


JUNE_25 = day(2023, 6, 25)
JUNE = period("2023-06", Precision.MONTH, (2023, 6, 1), (2023, 6, 30))
YEAR_1914 = period("1914", Precision.YEAR, (1914, 1, 1), (1914, 12, 31))
YEAR_1918 = period("1918", Precision.YEAR, (1918, 1, 1), (1918, 12, 31))
SPRING = period("2023-21", Precision.SEASON, (2023, 3, 1), (2023, 5, 31))
AUTUMN = period("2023-23~", Precision.SEASON, (2023, 9, 1), (2023, 11, 30))
TWENTIES = period("192X", Precision.DECADE, (1920, 1, 1), (1929, 12, 31))
NINETEENTH = period("18XX", Precision.CENTURY, (1800, 1, 1), (1899, 12, 31))
CAESAR = day(-43, 3, 15)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("2023-01-10/2023-02-20?", "10 January 2023 – 20 February 2023?"),
        ("2019?/2020", "2019? – 2020"),
        ("2019~/2020~", "about 2019 – about 2020"),
        ("2019?/..", "since 2019?"),
        ("../2020%", "until about 2020?"),
    ],
)
def test_doubt_about_an_interval_is_said_once_at_the_end_that_is_in_doubt(written: str, text: str) -> None:
    date = parse_date(written, ZoneInfo("UTC"))
    assert isinstance(date, EdtfDate)
    assert date_text(date, "en") == text


@pytest.mark.parametrize(
    ("date", "text"),
    [
        (JUNE_25, "25 June 2023"),
        (JUNE, "June 2023"),
        (YEAR_1914, "1914"),
        (SPRING, "spring 2023"),
        (AUTUMN, "autumn 2023"),
        (TWENTIES, "1920s"),
        (NINETEENTH, "19th century"),
        (period("20XX", Precision.CENTURY, (2000, 1, 1)), "21st century"),
        (period("10XX", Precision.CENTURY, (1000, 1, 1)), "11th century"),
        (period("00XX", Precision.CENTURY, (0, 1, 1)), "1st century"),
        (CAESAR, "15 March 44 BC"),
        (period("-0043", Precision.YEAR, (-43, 1, 1)), "44 BC"),
        (period("Y17000", Precision.YEAR, (17000, 1, 1)), "17000"),
        (UNDATED, "undated"),
        (doubtful(YEAR_1914, uncertain=True), "1914?"),
        (doubtful(YEAR_1914, approximate=True), "about 1914"),
        (doubtful(YEAR_1914, uncertain=True, approximate=True), "about 1914?"),
        (interval("a/b", JUNE_25, day(2023, 6, 27)), "25–27 June 2023"),
        (interval("a/b", JUNE_25, day(2023, 7, 2)), "25 June – 2 July 2023"),
        (interval("a/b", JUNE_25, day(2024, 1, 2)), "25 June 2023 – 2 January 2024"),
        (interval("a/b", JUNE, period("2023-08", Precision.MONTH, (2023, 8, 1))), "June–August 2023"),
        (interval("a/b", YEAR_1914, YEAR_1918), "1914–1918"),
        (interval("a/b", YEAR_1914, JUNE_25), "1914 – 25 June 2023"),
        (interval("a/b", doubtful(YEAR_1914, uncertain=True), YEAR_1918), "1914? – 1918"),
        (interval("1914/..", YEAR_1914, None), "since 1914"),
        (interval("1914/", YEAR_1914, None), "from 1914"),
        (interval("../1918", None, YEAR_1918), "until 1918"),
        (interval("../..", None, None), "undated"),
    ],
)
def test_a_date_in_english(date: EdtfDate, text: str) -> None:
    assert date_text(date, "en") == text


@pytest.mark.parametrize(
    ("language", "date", "text"),
    [
        ("en-US", JUNE_25, "June 25, 2023"),
        ("en-GB", JUNE_25, "25 June 2023"),
        ("de", JUNE_25, "25. Juni 2023"),
        ("de", NINETEENTH, "19. Jahrhundert"),
        ("fr", JUNE_25, "25 juin 2023"),
        ("fr", NINETEENTH, "XIXe siècle"),
        ("fr", doubtful(JUNE, approximate=True), "vers juin 2023"),
        ("fi", JUNE_25, "25. kesäkuuta 2023"),
        ("fi", JUNE, "kesäkuu 2023"),
        ("sv", NINETEENTH, "1800-talet"),
        ("sv", TWENTIES, "1920-talet"),
        ("es", JUNE_25, "25 de junio de 2023"),
        ("ko", JUNE_25, "2023년 6월 25일"),
        ("zh-Hant-TW", JUNE_25, "2023年6月25日"),
        ("th", JUNE_25, "25 มิถุนายน ค.ศ. 2023"),
        ("de", CAESAR, "15. März 44 v. Chr."),
        ("ja", CAESAR, "紀元前44年3月15日"),
        ("tlh", JUNE_25, "25 June 2023"),
        ("../../etc/passwd", JUNE_25, "25 June 2023"),
        ("", JUNE_25, "25 June 2023"),
    ],
)
def test_a_date_in_another_language(language: str, date: EdtfDate, text: str) -> None:
    assert date_text(date, language) == text


def test_a_language_does_not_leak_into_another() -> None:
    """Babel's own lookups give Arabic the months of whichever language came first."""
    assert month_name(6, "ja") == "6月"
    assert month_name(6, "ar") == "يونيو"
    assert month_name(6, "da") == "juni"


@pytest.mark.parametrize(
    ("date", "note"),
    [
        (JUNE_25, ""),
        (UNDATED, ""),
        (doubtful(YEAR_1914, uncertain=True), "uncertain"),
        (doubtful(YEAR_1914, approximate=True), "approximate"),
        (doubtful(YEAR_1914, uncertain=True, approximate=True), "uncertain; approximate"),
        (period("2023-XX", Precision.YEAR, (2023, 1, 1)), "month not known"),
        (period("2023-XX-XX", Precision.YEAR, (2023, 1, 1)), "month not known"),
        (period("2023-06-XX", Precision.MONTH, (2023, 6, 1)), "day not known"),
        (interval("1914/", YEAR_1914, None), "end not known"),
        (interval("/1918", None, YEAR_1918), "beginning not known"),
        (interval("1914/..", YEAR_1914, None), ""),
        (interval("1914?/1918", doubtful(YEAR_1914, uncertain=True), YEAR_1918), "uncertain"),
    ],
)
def test_what_is_not_sure_is_said_in_words(date: EdtfDate, note: str) -> None:
    assert date_note(date, "en") == note


SEOUL = dt.timezone(dt.timedelta(hours=9))


@pytest.mark.parametrize(
    ("date", "html", "feed"),
    [
        (JUNE_25, "2023-06-25", "2023-06-25T00:00:00+09:00"),
        (JUNE, "2023-06", "2023-06-01T00:00:00+09:00"),
        (YEAR_1914, "1914", "1914-01-01T00:00:00+09:00"),
        (TWENTIES, "", "1920-01-01T00:00:00+09:00"),
        (day(1890, 1, 1), "1890-01-01", "1890-01-01T00:00:00+08:28"),
        (day(1, 1, 1), "0001-01-01", "0001-01-01T00:00:00+08:28"),
        (day(0, 1, 1), "", None),
        (CAESAR, "", None),
        (day(10000, 1, 1), "", None),
        (UNDATED, "", None),
        (interval("1914/1918", YEAR_1914, YEAR_1918), "", "1914-01-01T00:00:00+09:00"),
    ],
)
def test_machine_forms(date: EdtfDate, html: str, feed: str | None) -> None:
    assert (iso_for_html(date), rfc3339(date, ZoneInfo("Asia/Seoul"))) == (html, feed)


@pytest.mark.parametrize(
    ("instant", "written"),
    [
        (dt.datetime(2023, 6, 25, 8, 12, tzinfo=dt.UTC), "2023-06-25T08:12:00Z"),
        (dt.datetime(2023, 6, 25, 8, 12, 5, 999_999, tzinfo=SEOUL), "2023-06-25T08:12:05+09:00"),
        (dt.datetime(1, 1, 1, tzinfo=SEOUL), "0001-01-01T00:00:00+09:00"),
        (dt.datetime(2023, 6, 25, tzinfo=dt.timezone(-dt.timedelta(hours=3, minutes=30))), "2023-06-25T00:00:00-03:30"),
    ],
)
def test_an_instant_keeps_its_offset_and_loses_fractions(instant: dt.datetime, written: str) -> None:
    date = EdtfDate(text="2023-06-25", precision=Precision.DAY, earliest=(2023, 6, 25), instant=instant)
    assert iso_for_html(date) == rfc3339(date, ZoneInfo("Europe/Paris")) == written


def test_one_moment_by_two_clocks_is_written_as_each_says() -> None:
    """Instants are equal across time zones, so no table may take one for the other."""
    moment = dt.datetime(2023, 6, 25, 8, 12, tzinfo=dt.UTC)
    dates = [
        EdtfDate(text="2023-06-25", precision=Precision.DAY, earliest=(2023, 6, 25), instant=moment.astimezone(zone))
        for zone in (SEOUL, dt.UTC)
    ]
    written = [rfc3339(date, ZoneInfo("UTC")) for date in dates]
    assert written == ["2023-06-25T17:12:00+09:00", "2023-06-25T08:12:00Z"]


def test_months_and_years_stand_alone() -> None:
    assert (month_name(6, "ru"), month_short(6, "en"), month_year(2023, 6, "ru")) == (
        "июнь",
        "Jun",
        "июнь 2023\u202fг.",
    )
    assert (year_text(2023, "ko"), year_text(-43, "en")) == ("2023년", "44 BC")


ANY_DATES = st.builds(
    EdtfDate,
    text=st.text(max_size=20),
    precision=st.sampled_from(Precision),
    earliest=st.none() | st.tuples(st.integers(-(10**12), 10**12), st.integers(1, 12), st.integers(1, 28)),
    uncertain=st.booleans(),
    approximate=st.booleans(),
)


@given(ANY_DATES, st.none() | ANY_DATES, st.sampled_from(["en", "de", "sv", "fa", "hu", "xx"]))
def test_every_date_has_words(date: EdtfDate, end: EdtfDate | None, language: str) -> None:
    both = EdtfDate(text=f"{date.text}/", precision=Precision.INTERVAL, start=date, end=end)
    for any_date in (date, both):
        assert date_text(any_date, language)
        date_note(any_date, language)
        time = rfc3339(any_date, ZoneInfo("UTC"))
        assert time is None or dt.datetime.fromisoformat(time).tzinfo is not None
