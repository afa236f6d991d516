"""Which articles are near each other."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.archive.order import day_number
from generator.archive.records import Entry
from generator.archive.related import CLOSEST, FAR, NEAREST, RAREST, REACH, STORY
from generator.model import AnyRecord
from tests.archive.given import archive, article, declared


def related(*records: AnyRecord) -> tuple[str, ...]:
    """What is near the article called x."""
    return archive(*records).related["x"]  # type: ignore[index]


def about(name: str, *people: str, day: str = "2023-06-25", **fields: object) -> AnyRecord:
    """An article that names these people."""
    return article(name, day, entities=declared("people", *people), **fields)


def test_articles_that_share_nothing_are_not_near() -> None:
    assert related(about("x", "A"), about("y", "B")) == ()


def test_a_rare_name_counts_for_more_than_a_common_one() -> None:
    crowd = [about(f"c{n}", "Common") for n in range(9)]
    assert related(*crowd, about("x", "Common", "Rare"), about("z", "Rare"))[0] == "z"


def test_a_shared_story_counts() -> None:
    assert related(about("x", "A", stories=["S"]), about("a", "A"), about("b", "A", stories=["S"]))[0] == "b"


def test_of_equals_the_nearest_in_time_comes_first() -> None:
    days = {"a": "2020-01-01", "b": "2023-06-20", "c": "2023-05-01", "d": "XXXX"}
    others = [about(name, "A", day=day) for name, day in days.items()]
    assert related(about("x", "A"), *others) == ("b", "c", "a", "d")


def test_there_are_at_most_four_and_never_itself() -> None:
    assert related(about("x", "A"), *(about(f"a{n}", "A") for n in range(9))) == ("a0", "a1", "a2", "a3")


def test_a_name_in_every_article_still_finds_those_nearby() -> None:
    others = [about(f"a{n:03}", "A", day=f"20{n // 12:02}-{n % 12 + 1:02}-01") for n in range(200)]
    assert set(related(about("x", "A", day="2010-06-02"), *others)) == {"a124", "a125", "a126", "a127"}


people = st.lists(st.sampled_from("ABCDEFGH"), max_size=4, unique=True)


@settings(max_examples=40)
@given(st.lists(people, min_size=2, max_size=12))
def test_an_article_that_shares_nothing_changes_no_list(everybody: list[list[str]]) -> None:
    articles = [about(f"a{n}", *names, day=f"2023-06-{n + 1:02}") for n, names in enumerate(everybody)]
    before = archive(*articles).related
    after = archive(*articles, about("new", "Nobody else", day="2023-06-03")).related
    assert {name: near for name, near in after.items() if name != "new"} == before


def as_defined(entries: Sequence[Entry]) -> dict[str, tuple[str, ...]]:
    """The related articles by the rules alone: every article compared with every other."""
    terms = [{(RAREST, mention.entity) for mention in it.mentions} | {(STORY, s) for s in it.stories} for it in entries]
    days = [day_number(it.article.date.earliest) if it.article.date.earliest else None for it in entries]
    places = {term: [at for at, here in enumerate(terms) if term in here] for term in set().union(*terms)}

    def weight(term: tuple[int, str]) -> int:
        return STORY if term[0] == STORY else max(1, RAREST + 1 - len(places[term]).bit_length())

    def rank(one: int, other: int) -> tuple[int, int, int]:
        reached = {it for it in terms[one] & terms[other] if within(places[it], one, other)}
        day, its = days[one], days[other]
        apart = FAR if day is None or its is None else abs(day - its)
        near = sum(map(weight, reached)) + max(0, CLOSEST - apart.bit_length() // 2) if reached else 0
        return -near, apart, other

    def within(of_term: list[int], one: int, other: int) -> bool:
        return 0 < abs(of_term.index(one) - of_term.index(other)) <= REACH

    def nearest(one: int) -> tuple[str, ...]:
        ranked = sorted(rank(one, other) for other in range(len(entries)))
        return tuple(entries[other].id for near, _, other in ranked[:NEAREST] if near)

    return {it.id: nearest(at) for at, it in enumerate(entries)}


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from([(1, 5, 2000), (1, 2, 90), (3, 12, 40), (2, 4, 3)]))
def test_the_lists_are_what_comparing_all_with_all_gives(chance: Random, kind: tuple[int, int, int]) -> None:
    most, names, days = kind
    dates = [None, *(f"{1990 + n // 336}-{n // 28 % 12 + 1:02}-{n % 28 + 1:02}" for n in range(days))]
    articles = [
        article(
            f"a{n}",
            chance.choice(dates),
            entities=declared("people", *chance.sample("ABCDEFGHIJKL"[:names], chance.randint(0, min(most, names)))),
            stories=chance.choice([[], [], ["S"]]),
        )
        for n in range(70)
    ]
    made = archive(*articles)
    assert made.related == as_defined(made.entries)
