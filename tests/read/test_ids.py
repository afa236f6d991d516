"""Ids are permanent and safe on every system; any name gives one."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.read.ids import (
    LONGEST_ID,
    LONGEST_SLUG,
    article_id_from_stem,
    check_id,
    id_from_stem,
    is_device_name,
    short_hash,
    slug,
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Kim Jong Un", "kim-jong-un"),
        ("Kim Jong‑un", "kim-jong-un"),  # a non-breaking hyphen
        ("  --N. Korea!  ", "n-korea"),
        ("Пхеньян", "пхеньян"),
        (unicodedata.normalize("NFD", "김정은"), "김정은"),
        ("हिन्दी भाषा", "हिन्दी-भाषा"),  # vowel signs and virama are part of their letters
        ("Œuvre", "œuvre"),
        ("İstanbul", "i̇stanbul"),
        ("Straße", "strasse"),
        ("ﬁnance ①", "finance-1"),
        ("exam\u00adple", "example"),  # a soft hyphen is not there
        ("C++", "c"),  # the same slug as the next: the archive adds `short_hash`
        ("C#", "c"),
        ("http/3", "http-3"),
        ("../../etc/passwd", "etc-passwd"),
        ("\u0301acute", "acute"),  # no mark without a letter
        ("x" * 100, "x" * LONGEST_SLUG),
        (" ".join(["word"] * 30), "-".join(["word"] * 16)),  # cut between words
    ],
)
def test_a_slug_keeps_letters_marks_and_digits_of_every_script(name: str, expected: str) -> None:
    assert slug(name) == expected


@pytest.mark.parametrize("name", ["", " ", "🎉", "..", "\0", "+++", "\ud800", "\u0301"])
def test_a_name_without_letters_gets_a_short_hash_for_a_slug(name: str) -> None:
    assert len(slug(name)) == 8
    assert int(slug(name), 16) >= 0


def test_different_names_without_letters_have_different_slugs() -> None:
    assert len({slug(name) for name in ["🎉", "🎈", "..", "+++"]}) == 4


def test_a_slug_is_never_a_device_of_windows_and_ignores_case_there_too() -> None:
    assert slug("con") == slug("CON") == f"con-{short_hash('con')}"


@settings(deadline=None)
@given(st.text(max_size=200))
@example("ͅ")
@example("कि" * 100)
@example("ﷺ" * 20)
@example("\u1e9e\u0345\u0301")
def test_every_slug_is_a_valid_id_of_at_most_80_characters(name: str) -> None:
    made = slug(name)
    assert check_id(made) is None
    assert len(made) <= LONGEST_SLUG


@settings(deadline=None)
@given(st.text(max_size=100))
def test_a_slug_is_its_own_slug(name: str) -> None:
    assert slug(slug(name)) == slug(name)


@given(st.text(st.characters(max_codepoint=127), max_size=40))
def test_a_name_in_ascii_has_the_words_that_it_has_in_other_company(name: str) -> None:
    company = slug(f"\u00e9 {name}").removeprefix("\u00e9").removeprefix("-")
    if company and is_device_name(company):
        company = f"{company}-{short_hash(company)}"
    assert slug(name) == company or not company


def test_a_short_hash_is_six_hex_digits_and_stays_the_same() -> None:
    assert short_hash("C++") == "62420a"
    assert short_hash("C#") != short_hash("C++")


@pytest.mark.parametrize(
    "good", ["a", "kim-jong-un", "mt_2023", "v1.2", "김정은", "Ünal", "हिन्दी", "con-1", "-a", "x" * LONGEST_ID]
)
def test_a_good_id_has_nothing_wrong(good: str) -> None:
    assert check_id(good) is None


@pytest.mark.parametrize(
    ("bad", "wrong"),
    [
        ("", "is empty"),
        (".hidden", "starts with a dot"),
        ("a.", "ends with a dot"),
        ("a..b", 'has ".." in it'),
        ("..", "starts with a dot"),
        ("a/b", 'may hold only letters, digits and - _ . but has "/"'),
        ("a b", "may hold only letters, digits and - _ . but has space"),
        ("a\0", "may hold only letters, digits and - _ . but has U+0000"),
        ("a\u202e", "may hold only letters, digits and - _ . but has right-to-left override"),
        ("\u0301a", "starts with a combining mark"),
        ("e\u0301", "is not in Unicode normal form NFC"),
        ("x" * 121, "is longer than 120 characters or 200 bytes"),
        ("김" * 70, "is longer than 120 characters or 200 bytes"),
        ("con", "is a name that Windows keeps for a device"),
        ("COM1", "is a name that Windows keeps for a device"),
        ("nul.txt", "is a name that Windows keeps for a device"),
    ],
)
def test_what_keeps_a_text_from_being_an_id_is_said(bad: str, wrong: str) -> None:
    assert check_id(bad) == wrong


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        ("2023-06-25-mutiny", "mutiny"),
        ("2015-2-26-Five-Ways", "five-ways"),
        ("2023-06-25_mutiny", "mutiny"),
        ("2023-06-25", "2023-06-25"),  # nothing would be left
        ("2020-21-season", "2020-21-season"),  # no date
        ("Test post", "test-post"),
    ],
)
def test_an_articles_id_is_its_file_name_without_a_leading_date(stem: str, expected: str) -> None:
    assert article_id_from_stem(stem) == expected


def test_a_long_file_name_is_not_cut_because_two_cut_names_may_be_one() -> None:
    assert article_id_from_stem("a" * 130) == "a" * 130


@pytest.mark.parametrize(
    ("stem", "expected"),
    [("im-chon-il", "im-chon-il"), ("KCNA_1", "KCNA_1"), ("Im Chon Il", "im-chon-il"), ("e\u0301", "é")],
)
def test_another_records_id_is_its_file_name_or_else_its_slug(stem: str, expected: str) -> None:
    assert id_from_stem(stem) == expected
