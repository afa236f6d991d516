"""Which names look as if they were one, and which only have letters in common."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.archive.similar import Likeness, alike


def likeness(one: str, other: str, *, of_people: bool = True) -> str | None:
    """In what alone two names differ, None where they are not alike."""
    found = alike([one, other], of_people=of_people)
    return found[0].differs_in.name.lower() if found else None


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("Kim Jong Un", "Kim Jong-un", "marks"),
        ("Kim Jongun", "Kim Jong-un", "marks"),
        ("Kim, Jong Un", "Kim Jong Un", "marks"),
        ("N. Korea", "N Korea", "marks"),
        ("Malmö", "Malmo", "marks"),
        ("Müller", "Mueller", "marks"),
        ("Strauß", "Strauss", "marks"),
        ("Preſſe", "Presse", "marks"),
        ("O’Brien", "OBrien", "marks"),
        ("Rosen=berg", "Rosenberg", "marks"),
        ("Лев Толстой", "Лев-Толстой", "marks"),
        ("임 천일", "임천일", "marks"),
        ("Jong Un Kim", "Kim, Jong-un", "order"),
        ("Putin Vladimir", "Vladimir Putin", "order"),
        ("N. Korea", "North Korea", "initials"),
        ("V. Putin", "Vladimir Putin", "initials"),
        ("Kim J. U.", "Kim Jong Un", "initials"),
        ("J. F. Kennedy", "John Fitzgerald Kennedy", "initials"),
        ("John F. Kennedy", "John Kennedy", "initials"),
        ("Yevgeny Prigozhin", "Evgeny Prigozhin", "letters"),
        ("Yevgeny Prigozhin", "Evgeniy Prigozhine", "letters"),  # two words, each of the same sounds
        ("Prigozhin", "Prigoschin", "letters"),
        ("Zelensky", "Zelenskyy", "letters"),
        ("Alexander Matsegora", "Aleksandr Matsegora", "letters"),
        ("Muammar Gaddafi", "Moammar Gaddafi", "letters"),
        ("Hasse & Vogler", "Hassse & Vogler", "letters"),
        ("Diplomacy", "Diplomcy", "letters"),
    ],
)
def test_spellings_of_a_name_are_alike(one: str, other: str, how: str) -> None:
    assert (likeness(one, other), likeness(other, one)) == (how, how)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kim Jong Un", "Kim Jong Il"),  # a short word is another word
        ("Kim Jong Un", "Kim Jong Nam"),
        ("Kim Jong Un", "Kim Yo Jong"),
        ("Im Chon Il", "Im Chol Il"),
        ("Iran", "Iraq"),
        ("UN", "US"),
        ("Wilhelm I", "Wilhelm II"),  # a numeral has to agree
        ("Henri I", "Henri IV"),
        ("Henri IV", "Henri VI"),
        ("Article 11", "Article 12"),
        ("1 . Garde", "11 Garde"),
        ("Radio 4", "Radio 5"),
        ("North Korea", "South Korea"),  # a direction is no slip
        ("Northern Ireland", "Southern Ireland"),
        ("Northeast Asia", "Northwest Asia"),
        ("Austria", "Australia"),
        ("Slovenia", "Slovakia"),
        ("Gambia", "Zambia"),  # one word with another first letter
        ("Niger", "Nigeria"),
        ("Louis Michel", "Louise Michel"),  # a man and a woman
        ("Alexander Popov", "Alexandra Popov"),
        ("Mario Berg", "Maria Berg"),
        ("Christian Berg", "Christine Berg"),
        ("Daniel Berg", "Daniella Berg"),
        ("Jean Valjean", "Jeanne Valjean"),
        ("M. Olivier", "Mlle Olivier"),  # a title is no first name
        ("Le Monde", "Le Monde diplomatique"),  # a word more
        ("Kim", "Kim Jong Un"),
        ("Moscow", "The Moscow Times"),
    ],
)
def test_other_names_are_not(one: str, other: str) -> None:
    assert (likeness(one, other), likeness(other, one)) == (None, None)


def test_first_names_of_men_and_women_matter_for_people_only() -> None:
    assert likeness("Saint Louise Abbey", "Saint Louis Abbey") is None
    assert likeness("Saint Louise Abbey", "Saint Louis Abbey", of_people=False) == "letters"


@pytest.mark.parametrize(
    "names",
    [
        ["J. Smith", "John Smith", "James Smith"],  # who is meant by J.?
        ["George W. Bush", "George H. W. Bush", "George Bush"],
        ["W. Bush", "Walter Bush", "Wilma Bush"],
    ],
)
def test_an_abbreviation_of_several_names_is_like_none(names: list[str]) -> None:
    assert alike(names) == ()


def test_the_surest_likeness_of_a_pair_counts_and_pairs_come_in_order() -> None:
    names = ["Diplomcy", "Kim Jong-un", "Diplomacy", "Kim Jong Un", "Other"]
    assert [tuple(found) for found in alike(names)] == [(0, 2, Likeness.LETTERS), (1, 3, Likeness.MARKS)]


@given(st.lists(st.text(max_size=12), max_size=6))
def test_any_names_can_be_compared_in_any_order(names: list[str]) -> None:
    def pairs(some: list[str]) -> list[tuple[list[str], Likeness]]:
        return sorted((sorted((some[one], some[other])), how) for one, other, how in alike(some))

    assert pairs(names) == pairs(names[::-1])


@pytest.mark.parametrize("shape", ["{0} {1}", "rue {0}", "{0}"])
def test_ten_thousand_names_do_not_take_the_square_of_that(shape: str) -> None:
    chance = random.Random(1)  # noqa: S311
    syllables = (
        "ba",
        "ko",
        "ri",
        "ten",
        "mar",
        "lu",
        "vin",
        "gra",
        "del",
        "par",
        "mo",
        "jo",
        "hans",
        "fer",
        "wal",
        "ter",
    )

    def word() -> str:
        return "".join(chance.choices(syllables, k=chance.randint(2, 4))).title()

    def seconds(number: int) -> float:
        names = [shape.format(word(), word()) for _ in range(number)]
        start = time.process_time()
        alike(names)
        return time.process_time() - start

    few, many = seconds(2500), seconds(10_000)
    assert many < 10 * few + 0.5  # the square would be 16 times as much
