"""How two wordings of one passage differ."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.archive.wording import LONGEST_WORD, Kind, Run, differences, whole_words, words

SIGNS = {Kind.SAME: "=", Kind.REPLACED: "!", Kind.ADDED: "+", Kind.LEFT_OUT: "-"}


def apparatus(base: str, other: str) -> list[str]:
    """The runs as an editor might note them: `=both`, `!base|other`, `+other`, `-base`."""
    return [
        SIGNS[run.kind] + (f"{run.base}|{run.other}" if run.base != run.other and run.base and run.other else one)
        for run in differences(base, other)
        for one in [run.base or run.other]
    ]


@pytest.mark.parametrize(
    ("base", "other", "noted"),
    [
        ("put down", "put down", ["=put down"]),
        ("He was put down.", "He was not put down.", ["=He was ", "+not ", "=put down."]),
        ("He was not put down.", "He was put down.", ["=He was ", "-not ", "=put down."]),
        ("a firm belief", "a strong belief", ["=a ", "!firm |strong ", "=belief"]),
        ("put down,", "put down in Russia", ["=put down,|put down ", "+in Russia"]),
        # Punctuation, white space, capitals and the shape of signs are kept, and are no difference.
        ("The army said: yes", "the\n army, said “yes", ["=The army said: yes|the\n army, said “yes"]),
        ("Russia's N-plan", "Russia’s N\u2011plan", ["=Russia's N-plan|Russia’s N\u2011plan"]),
        ("Ren\u00e9", "Rene\u0301", ["=Ren\u00e9|Rene\u0301"]),
        # Spelling and the division of words are.
        ("Kim Jong Un said", "Kim Jong-un said", ["=Kim ", "!Jong Un |Jong-un ", "=said"]),
        ("Im Chonil", "Im Chon Il", ["=Im ", "!Chonil|Chon Il"]),
        ("Rene said", "René said", ["!Rene |René ", "=said"]),
        ("10,000 men", "10.000 men", ["!10,000 |10.000 ", "=men"]),
        # Where words are not divided, characters are compared.
        ("外務次官は述べた", "外務大臣は、述べた", ["=外務", "!次官|大臣", "=は述べた|は、述べた"]),
        ("북한은 오늘 말했다", "북한이 오늘 말했다", ["!북한은 |북한이 ", "=오늘 말했다"]),
        # What has no words differs in none.
        ("nothing of it", "all of another", ["!nothing |all ", "=of ", "!it|another"]),
        ("first then", "then last", ["-first ", "=then|then ", "+last"]),
        ("", "", []),
        ("…", "", ["=…"]),
        ("", "«new»", ["=«", "+new»"]),
        ("old", "", ["-old"]),
    ],
)
def test_words_make_the_difference(base: str, other: str, noted: list[str]) -> None:
    assert apparatus(base, other) == noted


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mr. Im Chon-il’s 1.5 million", ["Mr", "Im", "Chon-il’s", "1.5", "million"]),
        ("‘quoted’ -- l’ONU, N.Korea", ["quoted", "l’ONU", "N", "Korea"]),
        ("inter\u00adnational snake_case", ["inter\u00adnational", "snake", "case"]),
        ("Rene\u0301e И\u0306он", ["Rene\u0301e", "И\u0306он"]),  # a mark is of the letter before it
        ("平壌2023年A", ["平", "壌", "2023", "年", "A"]),
        ("กรุง", ["ก", "รุ", "ง"]),
        ("북한은 말했다", ["북한은", "말했다"]),
        ("Москва и Пхеньян", ["Москва", "и", "Пхеньян"]),
        ("…", []),
    ],
)
def test_a_word_is_what_stands_together(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in words(text)] == found


@pytest.mark.parametrize(
    ("text", "parts", "whole"),
    [
        ("one two three", ["wo"], ["two"]),
        ("one two three", ["ne tw"], ["one two"]),
        ("one Chon-il three", ["il t"], ["Chon-il three"]),
        ("one twotwo three", ["one two", "two three"], ["one twotwo", "three"]),  # the first's
        ("one twotwo three", ["two", "wo th"], ["twotwo", "three"]),
        ("one two-two three", ["two", "two t"], ["two-two", "three"]),
        ("one twotwo three", ["one t", "wotwo"], ["one twotwo", None]),
        ("平壌放送", ["壌放"], ["壌放"]),
    ],
)
def test_words_are_made_whole(text: str, parts: list[str], whole: list[str | None]) -> None:
    spans, done = list[tuple[int, int]](), 0
    for part in parts:
        start = text.index(part, done)
        done = start + len(part)
        spans.append((start, done))
    assert [found and text[found[0] : found[1]] for found in whole_words(text, spans)] == whole


def test_what_is_too_long_for_a_word_is_cut() -> None:
    (found,) = whole_words("x" * 10_000, [(5_000, 5_001)])
    assert found == (5_000 - LONGEST_WORD, 5_000 + LONGEST_WORD)


TEXTS = st.lists(
    st.sampled_from(["Im", "Chon", "il", "-", "’", " ", "\n", ".", "1", "é", "\u0301", "平", "北", "บุ", "한"])
).map("".join)


@given(TEXTS, TEXTS)
def test_the_runs_make_up_both_texts(base: str, other: str) -> None:
    runs = differences(base, other)
    assert "".join(run.base for run in runs) == base
    assert "".join(run.other for run in runs) == other
    for run in runs:
        match run.kind:
            case Kind.SAME:
                assert len(words(run.base)) == len(words(run.other))
            case Kind.REPLACED:
                assert words(run.base)
                assert words(run.other)
            case Kind.ADDED:
                assert (run.base, bool(words(run.other))) == ("", True)
            case Kind.LEFT_OUT:
                assert (bool(words(run.base)), run.other) == (True, "")
    assert all(one.kind is not next_.kind for one, next_ in pairwise(runs))


@given(TEXTS, TEXTS)
def test_in_the_other_order_as_many_words_are_the_same(base: str, other: str) -> None:
    def same(runs: tuple[Run, ...]) -> int:
        return sum(len(words(run.base)) for run in runs if run.kind is Kind.SAME)

    assert same(differences(base, other)) == same(differences(other, base))


@given(TEXTS, st.data())
def test_whole_words_begin_and_end_where_words_do(text: str, data: st.DataObject) -> None:
    letters = [at for at, char in enumerate(text) if char.isalnum()]
    if letters:
        start = data.draw(st.sampled_from(letters))
        end = data.draw(st.sampled_from([at for at in letters if at >= start])) + 1
        (found,) = whole_words(text, [(start, end)])
        assert found is not None
        assert found[0] in {start for start, _ in words(text)}
        assert found[1] in {end for _, end in words(text)}
        assert found[0] <= start < end <= found[1]
