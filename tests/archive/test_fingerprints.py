"""Which articles may share a passage."""

from __future__ import annotations

import hashlib
import struct
import subprocess
import sys
import unicodedata
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.archive.fingerprints import (
    HOUSE_STYLE,
    MOST_COMMON,
    NEIGHBOURS,
    SURE,
    candidates,
    fingerprints,
    reduced,
    shares_any,
)

SCRIPTS = {
    "Latin": "abcdefghijklmnopqrstuvwxyzéßø",
    "Cyrillic": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "Hangul": "가나다라마바사아자차카타파하북한러시",
    "ideographs": "平壌放送軍事同盟大使外務次官朝鮮人民国家",
}
WEIGHTS = {"Hangul": 2, "ideographs": 3}


def made_up(chance: Random, script: str, letters: int) -> str:
    """Words of a script that are of nobody else, of so many letters (as a print counts them) or a few more."""
    words: list[str] = []
    while len("".join(words)) * WEIGHTS.get(script, 1) < letters:
        words.append("".join(chance.choices(SCRIPTS[script], k=chance.randint(2, 9))))
    return ("" if script == "ideographs" else " ").join(words)


def random(*seed: object) -> Random:
    return Random(repr(seed))  # noqa: S311 - nothing is kept secret


def paired(*texts: str, most_common: int = MOST_COMMON) -> list[tuple[int, int]]:
    """The pairs of texts that are each of another house."""
    return candidates([fingerprints(text) for text in texts], range(len(texts)), most_common)


# Prints


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The “Strong” Russian army", "the strong russian army"),
        ("Kim Jong Un, N. Korea", "Kim Jong-un\n\nN Korea"),
        ("Ren\u00e9 Müller", "Rene\u0301 Muller"),
        ("Laſt Ｎｅｗｓ ①", "last news 1"),
        ("ΠΟΛΕΜΟΣ", "πόλεμος"),
        ("Ёлка", "елка"),
        ("ガ", "カ\u3099"),
        ("ﾊﾝｸﾞﾙ", "ハングル"),
    ],
)
def test_texts_are_compared_by_their_letters(one: str, other: str) -> None:
    assert reduced(one).letters.tolist() == reduced(other).letters.tolist()


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("It is 7 a.m.", 7),
        ("_ – …", 0),
        ("平壌 A", 7),
        ("한국의", 6),
        ("カナ", 4),
        ("𠮷", 3),
        ("ß", 1),
        ("e\u0301", 1),
        ("", 0),
    ],
)
def test_a_syllable_counts_for_two_letters_and_an_ideograph_for_three(text: str, letters: int) -> None:
    assert len(reduced(text).letters) == letters


@given(st.text())
def test_every_letter_knows_its_place(text: str) -> None:
    places = reduced(text).places.tolist()
    assert sorted(set(places)) == [at for at, char in enumerate(text) if char.isalnum() and char not in "ﾞﾟ"]
    assert places == sorted(places)


def test_prints_are_sorted_numbers_each_once_and_few() -> None:
    prints = fingerprints(made_up(random(1), "Latin", 6_000))
    numbers = struct.unpack(f"<{len(prints) // 8}Q", prints)
    assert list(numbers) == sorted(set(numbers))
    assert 400 < len(numbers) < 500  # 2 of WINDOW + 1


def test_prints_are_the_same_on_every_machine() -> None:
    """Stored prints are compared with those of later versions, so another way to make them has to be noticed."""
    text = "".join(made_up(random(script), script, 900) for script in SCRIPTS)
    assert hashlib.blake2b(fingerprints(text), digest_size=8).hexdigest() == "9dcd692b880217ae"


@pytest.mark.parametrize("text", ["", "…", "a" * (SURE - 1), "平" * 16])
def test_a_text_too_short_for_a_passage_has_no_prints(text: str) -> None:
    assert fingerprints(text) == b""


def test_what_repeats_forever_has_few_prints() -> None:
    assert len(fingerprints("a" * 100_000)) // 8 <= 26  # those of its first letters, its last, and one between
    assert len(fingerprints("The same sentence, again and again. " * 1_000)) // 8 <= 60


@given(st.text(max_size=200))
def test_any_text_has_prints(text: str) -> None:
    assert len(fingerprints(text)) % 8 == 0
    assert fingerprints(unicodedata.normalize("NFC", text).upper().lower()) is not None


# Candidates


@settings(max_examples=200)
@given(st.randoms(use_true_random=False), st.sampled_from(sorted(SCRIPTS)), st.integers(0, 300), st.integers(0, 300))
def test_fifty_letters_in_common_are_enough(chance: Random, script: str, before: int, behind: int) -> None:
    passage = made_up(chance, script, SURE)
    one, other = (
        " ".join([made_up(chance, script, before), passage, made_up(chance, script, behind)]) for _ in range(2)
    )
    assert paired(one, other) == [(0, 1)]


@pytest.mark.parametrize("script", SCRIPTS)
def test_texts_that_share_nothing_make_no_pair(script: str) -> None:
    assert paired(*(made_up(random(seed), script, 3_000) for seed in range(50))) == []


def test_a_stock_phrase_alone_makes_no_pair() -> None:
    """The letters on a side agree by chance in one of 128 pairs."""
    around = [made_up(random(seed), "Latin", 400) for seed in range(200)]
    texts = [" Democratic People's Republic of Korea ".join(around[at : at + 2]) for at in range(0, 200, 2)]
    assert len(paired(*texts)) < 10


def test_two_stock_phrases_make_a_pair() -> None:
    phrases = [made_up(random(phrase), "Latin", SURE) for phrase in ("as they say", "as we hear")]
    texts = [" ".join(made_up(random(seed, phrase), "Latin", 300) + phrase for phrase in phrases) for seed in "ab"]
    assert paired(*texts) == [(0, 1)]


def with_passage(documents: int, passage: str) -> list[str]:
    return [f"{made_up(random(seed), 'Latin', 300)} {passage}" for seed in range(documents)]


def test_a_few_are_all_paired() -> None:
    texts = with_passage(NEIGHBOURS + 1, made_up(random("few"), "Latin", 100))
    assert paired(*texts) == list(combinations(range(NEIGHBOURS + 1), 2))


def test_many_are_connected_by_few_pairs() -> None:
    pairs = paired(*with_passage(60, made_up(random("many"), "Latin", 500)))
    assert len(pairs) < 60 * (NEIGHBOURS + 1)
    reached = {0}
    for one, other in pairs:
        reached |= {other} if one in reached else set()
    assert reached == set(range(60))


def test_what_too_many_have_pairs_hardly_any() -> None:
    """Near the edges of a passage it is chance which grams are kept, so that some are not known to be as common."""
    texts = with_passage(60, made_up(random("common"), "Latin", 500))
    assert len(paired(*texts, most_common=59)) < 60
    assert len(paired(*texts, most_common=60)) > 170


def own(texts: list[str]) -> list[tuple[int, int]]:
    """The pairs of texts of one house."""
    return candidates([fingerprints(text) for text in texts], ["The Times"] * len(texts))


def test_what_one_house_has_more_often_than_others_is_its_footer() -> None:
    footer = made_up(random("footer"), "Latin", 500)
    assert own(with_passage(HOUSE_STYLE, footer)) == [(at, at + 1) for at in range(HOUSE_STYLE - 1)]
    assert own(with_passage(HOUSE_STYLE + 1, footer)) == []
    assert len(paired(*with_passage(HOUSE_STYLE + 1, footer))) >= NEIGHBOURS * (HOUSE_STYLE - 2)


def test_of_one_house_a_sentence_is_no_pair_and_a_paragraph_is() -> None:
    sentence, paragraph = (made_up(random("own", length), "Latin", length) for length in (50, 200))
    assert paired(*with_passage(2, sentence)) == [(0, 1)]
    assert own(with_passage(2, sentence)) == []
    assert own(with_passage(2, paragraph)) == [(0, 1)]


@pytest.mark.parametrize("prints", [[], [b""], [b"", b"", b""], [fingerprints("a" * 99)]])
def test_nothing_makes_no_pair(prints: list[bytes]) -> None:
    assert candidates(prints, range(len(prints))) == []


# An edit

SENTENCES = [made_up(random(number), "Latin", 30 + number % 40) for number in range(14)]
ARTICLES = st.lists(st.sampled_from(SENTENCES), max_size=6).map(". ".join)


@settings(max_examples=300)
@given(
    st.lists(st.tuples(ARTICLES, st.integers(0, 3)), min_size=1, max_size=14), ARTICLES, st.data(), st.integers(2, 9)
)
def test_an_edit_that_is_said_to_share_nothing_changes_no_pair(
    articles: list[tuple[str, int]], edited: str, data: st.DataObject, most_common: int
) -> None:
    number = data.draw(st.integers(0, len(articles) - 1))
    prints, houses = [fingerprints(text) for text, _ in articles], [house for _, house in articles]
    after = [*prints[:number], fingerprints(edited), *prints[number + 1 :]]
    if not shares_any(prints, houses, number, after[number], most_common):
        pairs = candidates(prints, houses, most_common)
        assert candidates(after, houses, most_common) == pairs
        assert all(number not in pair for pair in pairs)


@pytest.mark.parametrize(
    ("before", "after", "shares"),
    [
        ("alone", "alone passage", True),
        ("alone passage", "alone", True),
        ("alone passage", "passage", True),
        ("alone", "other", True),
        ("alone", "", False),
        ("", "alone", False),
        ("alone", "another", False),
        ("alone footer", "another alone footer", False),  # its own house's
        ("", "", False),
    ],
)
def test_an_edit_shares_what_was_there_and_what_is_there(before: str, after: str, shares: bool) -> None:
    def prints(named: str) -> bytes:
        return fingerprints(" ".join(made_up(random(name), "Latin", 400) for name in named.split()))

    footers = [prints(f"{number} footer") for number in range(HOUSE_STYLE + 1)]
    everything = [prints("passage other"), *footers, prints(before)]
    houses = ["The Sun", *("The Times" for _ in footers), "The Times"]
    assert shares_any(everything, houses, len(everything) - 1, prints(after)) is shares


def test_numpy_is_imported_only_where_texts_are_compared() -> None:
    modules = ("fingerprints", "passages", "wording")
    imports = "; ".join(f"import generator.archive.{module}" for module in modules)
    subprocess.run([sys.executable, "-c", f"{imports}; import sys; sys.exit('numpy' in sys.modules)"], check=True)


@given(st.text(max_size=200))
def test_a_text_has_the_letters_of_its_characters(text: str) -> None:
    """Whether a character has been met before makes no difference."""
    assert reduced(text).letters.tolist() == [letter for char in text for letter in reduced(char).letters.tolist()]
