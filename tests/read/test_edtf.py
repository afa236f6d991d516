"""EDTF level 0 and 1 and RFC 3339 become dates; anything else becomes a kind word and, where clear, the right form."""

from __future__ import annotations

import datetime as dt
import warnings
from calendar import monthrange
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import EdtfDate, Precision, Ymd
from generator.read.edtf import DateError, parse_date

UTC = ZoneInfo("UTC")
SEOUL = ZoneInfo("Asia/Seoul")


def date(text: str, timezone: ZoneInfo = UTC) -> EdtfDate:
    parsed = parse_date(text, timezone)
    assert isinstance(parsed, EdtfDate), parsed
    return parsed


def error(text: str, timezone: ZoneInfo = UTC) -> DateError:
    parsed = parse_date(text, timezone)
    assert isinstance(parsed, DateError), parsed
    return parsed


@pytest.mark.parametrize(
    ("text", "precision", "earliest", "latest"),
    [
        ("2023-06-25", Precision.DAY, (2023, 6, 25), (2023, 6, 25)),
        ("2024-02-29", Precision.DAY, (2024, 2, 29), (2024, 2, 29)),
        ("2023-06", Precision.MONTH, (2023, 6, 1), (2023, 6, 30)),
        ("1900-02", Precision.MONTH, (1900, 2, 1), (1900, 2, 28)),
        ("2023", Precision.YEAR, (2023, 1, 1), (2023, 12, 31)),
        ("0000", Precision.YEAR, (0, 1, 1), (0, 12, 31)),
        ("0000-02-29", Precision.DAY, (0, 2, 29), (0, 2, 29)),
        ("-0044-03-15", Precision.DAY, (-44, 3, 15), (-44, 3, 15)),
        ("-0004-02", Precision.MONTH, (-4, 2, 1), (-4, 2, 29)),
        ("Y170000002", Precision.YEAR, (170000002, 1, 1), (170000002, 12, 31)),
        ("Y-17000", Precision.YEAR, (-17000, 1, 1), (-17000, 12, 31)),
        ("2001-21", Precision.SEASON, (2001, 3, 1), (2001, 5, 31)),
        ("2001-22", Precision.SEASON, (2001, 6, 1), (2001, 8, 31)),
        ("2001-23", Precision.SEASON, (2001, 9, 1), (2001, 11, 30)),
        ("2003-24", Precision.SEASON, (2003, 12, 1), (2004, 2, 29)),
        ("201X", Precision.DECADE, (2010, 1, 1), (2019, 12, 31)),
        ("20XX", Precision.CENTURY, (2000, 1, 1), (2099, 12, 31)),
        ("-004X", Precision.DECADE, (-49, 1, 1), (-40, 12, 31)),
        ("2004-XX", Precision.YEAR, (2004, 1, 1), (2004, 12, 31)),
        ("2004-XX-XX", Precision.YEAR, (2004, 1, 1), (2004, 12, 31)),
        ("2004-06-XX", Precision.MONTH, (2004, 6, 1), (2004, 6, 30)),
        ("XXXX", Precision.UNKNOWN, None, None),
        ("XXXX-12-XX", Precision.UNKNOWN, None, None),
        ("XXXX-02-29", Precision.UNKNOWN, None, None),
        ("1964/2008", Precision.INTERVAL, (1964, 1, 1), (2008, 12, 31)),
        ("2004-06/2006-08", Precision.INTERVAL, (2004, 6, 1), (2006, 8, 31)),
        ("2004-02-01/2005", Precision.INTERVAL, (2004, 2, 1), (2005, 12, 31)),
        ("2004-06-15/2004-06", Precision.INTERVAL, (2004, 6, 15), (2004, 6, 30)),
        ("1985-04-12/..", Precision.INTERVAL, (1985, 4, 12), None),
        ("../1985-04", Precision.INTERVAL, None, (1985, 4, 30)),
        ("1985/", Precision.INTERVAL, (1985, 1, 1), None),
        ("/1985-04-12", Precision.INTERVAL, None, (1985, 4, 12)),
        ("2001-21/2001-24", Precision.INTERVAL, (2001, 3, 1), (2002, 2, 28)),
    ],
)
def test_a_date_reaches_from_its_first_day_to_its_last(
    text: str, precision: Precision, earliest: Ymd | None, latest: Ymd | None
) -> None:
    parsed = date(text)
    assert (parsed.text, parsed.precision) == (text, precision)
    assert (parsed.earliest, parsed.latest) == (earliest, latest)
    assert parsed.instant is None
    assert not parsed.uncertain
    assert not parsed.approximate


@pytest.mark.parametrize(
    ("mark", "uncertain", "approximate"),
    [("", False, False), ("?", True, False), ("~", False, True), ("%", True, True)],
)
@pytest.mark.parametrize("plain", ["1984", "2004-06", "2004-06-11", "2001-21", "201X", "2004-06-XX", "Y20000", "-0044"])
def test_a_mark_says_uncertain_approximate_or_both(
    plain: str,
    mark: str,
    uncertain: bool,
    approximate: bool,
) -> None:
    parsed = date(plain + mark)
    assert (parsed.uncertain, parsed.approximate) == (uncertain, approximate)
    assert (parsed.earliest, parsed.latest) == (date(plain).earliest, date(plain).latest)


def test_an_interval_keeps_both_its_ends() -> None:
    parsed = date("1984~/2004-06?")
    assert (parsed.start, parsed.end) == (date("1984~"), date("2004-06?"))
    assert parsed.uncertain
    assert parsed.approximate
    assert (date("../1985").start, date("1985/").end) == (None, None)


@pytest.mark.parametrize(
    ("text", "day", "instant"),
    [
        ("2023-06-26T08:12:00Z", "2023-06-26", "2023-06-26T08:12:00+00:00"),
        ("2023-06-26t08:12:00z", "2023-06-26", "2023-06-26T08:12:00+00:00"),
        ("2023-06-26 20:12:00Z", "2023-06-27", "2023-06-26T20:12:00+00:00"),
        ("2023-06-26T20:12:00-05:30", "2023-06-27", "2023-06-26T20:12:00-05:30"),
        ("2023-06-26T02:00:00+14:00", "2023-06-25", "2023-06-26T02:00:00+14:00"),
        ("2023-06-26T08:12:00-00:00", "2023-06-26", "2023-06-26T08:12:00+00:00"),
        ("2023-06-26T08:12:00.123456789Z", "2023-06-26", "2023-06-26T08:12:00.123456+00:00"),
        ("2023-06-26T08:12:00.5Z", "2023-06-26", "2023-06-26T08:12:00.500000+00:00"),
        ("2023-06-26T08:12:00", "2023-06-26", "2023-06-26T08:12:00+09:00"),  # EDTF level 0: the site's own clock
        ("2023-06-26T08:12:00+04", "2023-06-26", "2023-06-26T08:12:00+04:00"),  # EDTF level 0
    ],
)
def test_a_date_time_keeps_its_instant_and_falls_on_a_day_of_the_sites_zone(text: str, day: str, instant: str) -> None:
    parsed = date(text, SEOUL)
    assert parsed.instant is not None
    assert parsed.instant.isoformat() == instant
    assert (parsed.text, parsed.precision) == (day, Precision.DAY)
    assert parsed.earliest == parsed.latest == date(day).earliest


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2023-13", "there is no month 13"),
        ("2023-00", "there is no month 0"),
        ("2023-02-30", "there is no 30 February 2023"),
        ("2023-02-29", "there is no 29 February 2023"),
        ("XXXX-02-30", "there is no 30 February"),
        ("2023-06-31", "there is no 31 June 2023"),
        ("2023-06-32", "there is no day 32"),
        ("2023-06-00", "there is no day 0"),
        ("2001-25", "there is no month 25; seasons are 21 spring, 22 summer, 23 autumn, 24 winter"),
        ("2001-21-01", "a season has no days"),
        ("-0000", "there is no year -0000"),
        ("1XXX", 'only the last digit, the last two or all four digits of a year can be "X"'),
        ("2X04", 'only the last digit, the last two or all four digits of a year can be "X"'),
        ("201X-05", "a year with unknown digits stands alone, without a month"),
        ("2004-XX-15", "a day needs its month: one of them is unknown here"),
        ("2004-1X", 'an unknown month or day is written "XX"'),
        ("Y2023", '"Y" is for years of more than four digits'),
        ("Y12345-06", 'a year written with "Y" stands alone, without a month'),
        ("Y1234567890123456", "a year has at most 15 digits"),
        ("2004/2003", "the interval ends before it starts"),
        ("2004-06-02/2004-06-01", "the interval ends before it starts"),
        ("/", "one end of an interval must be known"),
        ("../..", "one end of an interval must be known"),
        ("2004/2005/2006", "an interval has one start and one end"),
        ("2004/2005-13", '"2005-13": there is no month 13'),
        ("", "the date is empty"),
        ("2023-06-26T23:59:60Z", "leap seconds cannot be recorded"),
        ("2023-06-26T24:00:00Z", "there is no hour 24; a day ends at 23:59:59"),
        ("2023-06-26T23:60:00Z", "there is no minute 60"),
        ("2023-06-26T23:00:61Z", "there is no second 61"),
        ("2023-06-26T23:00:00+24:00", "there is no such offset from UTC"),
        ("2023-02-30T23:00:00Z", "there is no 30 February 2023"),
        ("0000-01-01T00:00:00Z", "a date-time needs a month from 1 to 12 and a year from 1"),
        ("0001-01-01T00:00:00+14:00", "a date-time must lie in the years 1 to 9999, in every time zone"),
        ("9999-12-31T23:00:00-05:00", "a date-time must lie in the years 1 to 9999, in every time zone"),
        ("9" * 5000, "a date has at most 100 characters, this text has 5000"),
        ("hello", "this is not a date that EDTF knows"),
        ("\u0662\u0660\u0662\u0663", "this is not a date that EDTF knows"),
    ],
)
def test_what_is_wrong_with_a_date_is_said_kindly(text: str, message: str) -> None:
    assert error(text).message == message


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("25.6.2023", "2023-06-25"),
        ("25. 6. 2023", "2023-06-25"),
        ("6/25/2023", "2023-06-25"),
        ("25/6/2023", "2023-06-25"),
        ("June 25, 2023", "2023-06-25"),
        ("Jun. 25th 2023", "2023-06-25"),
        ("25 June 2023", "2023-06-25"),
        ("Sunday, 25 June 2023", "2023-06-25"),
        ("June 2023", "2023-06"),
        ("2023/06/25", "2023-06-25"),
        ("2023.06.25", "2023-06-25"),
        ("20230625", "2023-06-25"),
        ("2023-6-5", "2023-06-05"),
        ("2023-6", "2023-06"),
        ("06/2023", "2023-06"),
        ("2023/06", "2023-06"),
        ("2023\u201106\u201125", "2023-06-25"),
        ("2023-06-25 10:00", "2023-06-25T10:00:00+09:00"),
        ("2023-06-25 10:00:30 -0500", "2023-06-25T10:00:30-05:00"),
        ("2023-06-25T10:00Z", "2023-06-25T10:00:00Z"),
        ("2023-06-25 10:00 UTC", "2023-06-25T10:00:00Z"),
        ("c. 1920", "1920~"),
        ("circa 1920-05", "1920-05~"),
        ("1920s", "192X"),
        ("19th century", "18XX"),
        ("before 1920", "../1920"),
        ("since 1920", "1920/.."),
        ("1914-1918", "1914/1918"),
        ("1914\u20131918", "1914/1918"),
        ("spring 1923", "1923-21"),
        ("19xx", "19XX"),
        ("?2004-06", "2004-06?"),
        ("2004?-06", "2004-06?"),
        ("unknown", "XXXX"),
        ("~", "XXXX"),
    ],
)
def test_a_common_form_is_answered_with_the_right_one(written: str, meant: str) -> None:
    assert error(written, SEOUL).hint == f'write "{meant}"'
    date(meant, SEOUL)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("5/6/2023", 'write "2023-05-06" or "2023-06-05"'),
        ("2023-25-06", 'the month comes before the day: "2023-06-25"'),
        ("1914-18", 'a span of years is written "1914/1918"'),
        ("2004/2003", 'write "2003/2004"'),
        ("2023-06-00", 'leave an unknown day out, or write "XX"'),
        ("31.6.2023", None),  # no such day, so nothing to suggest
        ("hello", None),
    ],
)
def test_a_hint_never_guesses(text: str, hint: str | None) -> None:
    assert error(text).hint == hint


@given(
    text=st.one_of(st.text(), st.text("0123456789-/.XY?~%TZ:+ "), st.from_regex(r"[0-9X]{4}-[0-9X]{2}(-[0-9X]{2})?"))
)
def test_any_text_is_a_date_or_an_error(text: str) -> None:
    parsed = parse_date(text, SEOUL)
    if isinstance(parsed, EdtfDate):
        assert parsed.earliest is None or parsed.latest is None or parsed.earliest <= parsed.latest
        assert parse_date(parsed.text, SEOUL) == parsed or parsed.instant is not None
    else:
        assert parsed.message


years = st.integers(-9999, 9999)
marks = st.sampled_from(["", "?", "~", "%"])


@st.composite
def single_dates(draw: st.DrawFn) -> str:
    """A valid date of level 0 or 1 that is no interval."""
    year = draw(years)
    written = f"{'-' if year < 0 else ''}{abs(year):04}"
    month = draw(st.integers(1, 12))
    day = draw(st.integers(1, monthrange(2000 + year % 400, month)[1]))
    shape = draw(st.integers(0, 7))
    forms = [
        written,
        f"{written}-{month:02}",
        f"{written}-{month:02}-{day:02}",
        f"{written}-{draw(st.integers(21, 24))}",
        f"{written}-{month:02}-XX",
        f"{written}-XX",
        f"{written[:-1]}X",
        f"Y{draw(st.integers(10_000, 10**15 - 1))}",
    ]
    return forms[shape] + draw(marks)


@given(text=single_dates())
def test_every_valid_date_is_read_and_keeps_its_text(text: str) -> None:
    parsed = parse_date(text, UTC)
    if text[:5] in ("-0000", "-000X"):
        return
    assert isinstance(parsed, EdtfDate)
    assert parsed.text == text
    assert parsed.earliest is not None
    assert parsed.latest is not None
    assert parsed.earliest <= parsed.latest


@given(start=single_dates(), end=single_dates())
def test_an_interval_is_right_when_its_end_does_not_precede_its_start(start: str, end: str) -> None:
    one, other, both = (parse_date(text, UTC) for text in (start, end, f"{start}/{end}"))
    if isinstance(one, DateError) or isinstance(other, DateError):
        assert isinstance(both, DateError)
        return
    assert one.earliest is not None
    assert other.latest is not None
    assert isinstance(both, EdtfDate) == (one.earliest <= other.latest)


moments = st.datetimes(dt.datetime(2, 1, 1), dt.datetime(9998, 1, 1), timezones=st.timezones())  # noqa: DTZ001


@given(moment=moments)
def test_every_instant_comes_back(moment: dt.datetime) -> None:
    offset = moment.utcoffset()
    assert offset is not None
    moment = moment.astimezone(dt.timezone(dt.timedelta(minutes=offset // dt.timedelta(minutes=1))))
    parsed = parse_date(moment.isoformat(), SEOUL)
    assert isinstance(parsed, EdtfDate)
    assert parsed.instant == moment
    assert parsed.text == moment.astimezone(SEOUL).date().isoformat()


LEVEL_0_AND_1 = [
    "1985-04-12", "1985-04", "1985", "1964/2008", "2004-06/2006-08", "2004-02-01/2005-02-08", "2004-02-01/2005-02",
    "2004-02-01/2005", "2005/2006-02", "Y170000002", "Y-170000002", "2001-21", "2001-22", "2001-23", "1984?",
    "2004-06~",
    "2004-06-11%", "201X", "20XX", "2004-XX", "1985-04-XX", "1985-XX-XX", "-1985", "1984~/2004-06", "2004-06?/2004-08",
    "2005-08~/2006-05?",
]  # fmt: skip


@pytest.mark.parametrize("text", LEVEL_0_AND_1)
def test_the_edtf_library_reads_the_same_days(text: str) -> None:
    """A second opinion, where that library follows the specification; it gives winter one month only."""
    edtf = pytest.importorskip("edtf", reason="the edtf package gives the second opinion")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = edtf.parse_edtf(text)
        first, last = theirs.lower_strict(), theirs.upper_strict()
    ours = date(text)
    assert (ours.earliest, ours.latest) == (tuple(first[:3]), tuple(last[:3]))
