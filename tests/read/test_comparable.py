"""What counts as the same text, where it stands in the original, and where words begin and end."""

from __future__ import annotations

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.read.comparable import comparable, folded, is_edge, occurrences
from tests.read.texts import ANY


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("", ""),
        ("plain words", "plain words"),
        (" around ", "around"),
        ("one\n\ntwo", "one two"),
        ("one \u00a0\t two", "one two"),
        ("one\u2028two", "one two"),
        ("Nieder\u00adlage", "Niederlage"),  # a soft hyphen
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("a \u200b b", "a b"),
        ("\u200fשלום\u200e", "שלום"),
        ("👩\u200d💻", "👩💻"),
        ("❤\ufe0f", "❤"),
        ("e\u0301", "é"),
        ("q\u0307\u0323", "q\u0323\u0307"),  # marks in another order
        ("\u1112\u1161\u11ab", "한"),
        ("ſ", "ſ"),  # a long s is another letter
        ("ß", "ß"),
        ("İ", "İ"),
        ("Kim", "Kim"),
        ("“a” — b", "“a” — b"),
    ],
)
def test_what_a_text_is_compared_as(written: str, compared: str) -> None:
    assert folded(written) == compared


@given(ANY)
def test_canonically_equal_texts_compare_equal(text: str) -> None:
    assert comparable(normalize("NFD", text)).folded == comparable(normalize("NFC", text)).folded


@given(ANY)
def test_what_is_compared_needs_no_more_changes(text: str) -> None:
    once = comparable(text).folded
    assert "  " not in once
    assert comparable(once).folded == once or normalize("NFC", once) != once  # what has no width parted two characters


@given(ANY, st.data())
def test_each_place_leads_back_to_characters_that_compare_as_it_does(text: str, data: st.DataObject) -> None:
    compared = comparable(text)
    start = data.draw(st.integers(0, len(compared.folded)))
    end = data.draw(st.integers(start, len(compared.folded)))
    first, last = compared.within(start, end)
    if start < end:
        assert 0 <= first < last <= len(text)
        assert compared.folded[start:end] in comparable(text[first:last]).folded


@given(ANY, st.data())
def test_each_span_has_its_characters_in_what_is_compared(text: str, data: st.DataObject) -> None:
    compared = comparable(text)
    first = data.draw(st.integers(0, len(text)))
    last = data.draw(st.integers(first, len(text)))
    start, end = compared.stands_for(first, last)
    assert folded(text[first:last]) in compared.folded[start:end] or normalize("NFC", text) != text
    if start < end:
        assert compared.stands_for(*compared.within(start, end)) == (start, end)
        assert compared.folded[start] != " " != compared.folded[end - 1]


@pytest.mark.parametrize(
    ("text", "edges"),
    [
        ("", "|"),
        ("one two", "|one| |two|"),
        ("Kim's", "|Kim|'|s|"),
        ("Jong-un", "|Jong|-|un|"),
        ("(art)", "|(|art|)|"),
        ("snake_case", "|snake_case|"),
        ("20.5", "|20.5|"),
        ("1,000.", "|1,000|.|"),
        ("10:30", "|10:30|"),
        ("2023.", "|2023|.|"),
        ("a.5", "|a|.|5|"),
        ("R2D2", "|R2D2|"),
        ("日本語", "|日|本|語|"),
        ("東京タワーno", "|東|京|タ|ワ|ー|no|"),
        ("ไทย", "|ไ|ท|ย|"),
        ("ที่", "|ที่|"),  # vowel signs and tones belong to their consonant
        ("שָׁלוֹם", "|שָׁלוֹם|"),
        ("-\u0301 a", "|-\u0301| |a|"),
        ("김정은이", "|김정은이|"),
    ],
)
def test_where_words_have_their_edges(text: str, edges: str) -> None:
    places = {at for at in range(len(text) + 1) if is_edge(text, at)}
    assert "".join("|" * (at in places) + text[at : at + 1] for at in range(len(text) + 1)) == edges


def test_words_are_found_also_where_they_overlap_themselves() -> None:
    assert list(occurrences("aba", "ababa b")) == [0, 2]
