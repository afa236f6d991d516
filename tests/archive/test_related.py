"""Which articles are near each other."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

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
