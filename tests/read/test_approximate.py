"""Slightly changed words are found exactly where their definition says, by trying every part of small texts."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from generator.read.approximate import Match, Words, _distances, searchable, similar
from generator.read.comparable import folded, is_edge

settings.register_profile("approximate", deadline=None, max_examples=200)
MADE_UP = settings.get_profile("approximate")

LETTERS = st.text("ab c", min_size=1, max_size=20)
WANTED = st.text("ab 1", min_size=10, max_size=24).map(folded).filter(bool)
TEXTS = st.lists(st.one_of(st.text("ab 1", max_size=12), st.sampled_from(["ab ab ab ab", "a1 b a1 b ab"]))).map("".join)


def every_match(wanted: Words, text: str) -> list[Match]:
    """All that is similar, by definition."""
    words = wanted.words
    most = len(words) // 10
    numbers = list(re.finditer(r"\d+", text))  # none is cut, even where a word may be
    return [
        Match(start, end, distance)
        for start in range(len(text))
        for end in range(start + 1, min(len(text), start + len(words) + most) + 1)
        if (distance := Levenshtein.distance(words, text[start:end])) <= most
        and len(words) >= 10
        and text[start] != " " != text[end - 1]
        and (wanted.cut_before or is_edge(text, start))
        and (wanted.cut_after or is_edge(text, end))
        and re.findall(r"\d+", words)
        == [number[0] for number in numbers if start < number.end() and number.start() < end]
    ]


def apart(one: Match, other: Match) -> bool:
    return one.end <= other.start or other.end <= one.start


@MADE_UP
@given(words=WANTED, around=TEXTS, cut_before=st.booleans(), cut_after=st.booleans(), data=st.data())
@example(words="ab ab ab ab a", around="ab ab ab ab ab ab ab ab ab ab", cut_before=False, cut_after=False, data=None)
def test_the_best_is_found_and_any_that_is_apart_from_it(
    words: str, around: str, cut_before: bool, cut_after: bool, data: st.DataObject | None
) -> None:
    """The words are put in, with an edit, so that there is often something to find."""
    text = around
    if data is not None:
        at = data.draw(st.integers(0, len(around)))
        drop = data.draw(st.integers(0, len(words) - 1))
        text = around[:at] + words[:drop] + data.draw(st.sampled_from(["", "a", " "])) + words[drop + 1 :] + around[at:]
    text = folded(text)
    wanted = Words(words, cut_before, cut_after)
    expected, found = every_match(wanted, text), similar(wanted, searchable(text))
    assert set(found) <= set(expected)
    if expected:
        best = [match for match in found if match.distance == min(one.distance for one in expected)]
        assert best
        assert (len(found) > 1) == any(any(apart(one, other) for other in expected) for one in best)


@MADE_UP
@given(LETTERS, LETTERS)
def test_the_bits_count_what_the_table_counts(words: str, text: str) -> None:
    fixed = [Levenshtein.distance(words, text[:end]) for end in range(1, len(text) + 1)]
    anywhere = [
        min(Levenshtein.distance(words, text[start:end]) for start in range(end + 1)) for end in range(1, len(text) + 1)
    ]
    assert list(_distances(words, text, every_start=0)) == fixed
    assert list(_distances(words, text, every_start=1)) == anywhere


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        ("firm belief", "a firm beleif", None),  # two letters exchanged are two edits
        ("firm belief", "a firm belief.", "firm belief"),
        ("firm belief", "a firm belie", "firm belie"),
        ("firm belief", "firm beliefs", "firm beliefs"),
        ("firm belief", "a firm, belief", "firm, belief"),
        ("firm belief", "affirm belief", None),  # two edits to a whole word
        ("too short", "too shorn", None),
        ("in 2023 the troops", "in 2024 the troops", None),  # a number is never nearly right
        ("in 2023 the troops", "in 2023 the troop", "in 2023 the troop"),
        ("in 2023 the troops", "in 20 23 the troops", None),
        ("the troops and the boats", "the troops 2 and the boats", None),
        ("the troops and the boats", "3 the troops and the boat 4", "the troops and the boat"),
        ("“It is our firm belief”", "He said: “It is our firm belief.”", "“It is our firm belief.”"),
        ("Президент России заявил", "Президента России заявил", "Президента России заявил"),
        (
            "존경하는 위원장 동지께서 말씀하시였다",
            "존경하는 위원장동지께서 말씀하시였다",
            "존경하는 위원장동지께서 말씀하시였다",
        ),
    ],
)
def test_what_is_similar(words: str, text: str, found: str | None) -> None:
    assert [text[match.start : match.end] for match in similar(Words(words), searchable(text))] == (
        [found] if found else []
    )


def test_a_text_that_repeats_itself_all_over_is_not_searched_to_its_end() -> None:
    text = " ".join(f"w{chr(97 + number % 26)}{chr(97 + number // 26 % 26)}" for number in range(40_000))
    assert similar(Words(text[400:1_900] + " zz"), searchable(text)) == ()
