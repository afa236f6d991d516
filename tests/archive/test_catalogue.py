"""The indexes of an archive, their orders, and what records say of each other."""

from __future__ import annotations

import itertools
import random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.archive.order import day_number, newest_first
from generator.archive.records import Count, Parent, TargetKind
from generator.archive.references import without_cycles
from generator.model import AnyRecord, Derivation, Display, EntityRef, EntityType, Ref, Relation, Rights, Role, TagId
from generator.settings import Config, RightsDefaults
from tests.archive.given import (
    archive,
    article,
    assembled,
    body,
    codes,
    declared,
    entity,
    ids,
    outlet,
    page,
    said,
    story,
    tag,
)

DAYS = (
    "2023-06-25",
    "2023-06-25T10:00:00Z",
    "0001-01-03T00:00:00+14:00",
    "2023-06",
    "2023",
    "2023-21",
    "202X",
    "XXXX",
    "../2020",
    "2023-06/2024",
    "Y-170000002",
)


def test_entries_stand_newest_first_by_the_earliest_day_they_can_mean() -> None:
    days = ["XXXX", "2023", "2023-06", "2023-06-25", "2023-06-25T01:00:00Z", "2023-06-25T09:00:00+09:00", "-0044-03-15"]
    made = archive(*(article(f"a{n}", day) for n, day in enumerate(days)))
    assert ids(made.entries) == ["a4", "a5", "a3", "a2", "a1", "a6", "a0"]


def test_articles_of_one_day_stand_by_id() -> None:
    made = archive(*(article(name) for name in "cab"))
    assert ids(made.entries) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("day", "year", "month"),
    [
        ("2023-06-25", 2023, (2023, 6)),
        ("2023-06", 2023, (2023, 6)),
        ("2023", 2023, None),
        ("2023-21", 2023, None),  # a season is no month
        ("2023-06-25/2024", 2023, (2023, 6)),  # an interval stands at its start
        ("../2024", None, None),
        ("202X", None, None),
        ("XXXX", None, None),
    ],
)
def test_an_entry_stands_under_the_year_and_month_that_are_known(
    day: str, year: int | None, month: tuple[int, int] | None
) -> None:
    made = archive(article("a", day))
    assert list(made.by_year) == ([year] if year else [])
    assert list(made.by_month) == ([month] if month else [])
    assert ids(made.undated) == ([] if year else ["a"])


def test_records_that_nobody_mentions_are_there_with_an_empty_index() -> None:
    made = archive(entity("e", "E"), outlet("o", "O"), tag("t", "T"), story("s", "S"))
    assert (made.by_entity, made.by_outlet, made.by_tag, made.by_story) == (
        {"people/e": ()},
        {"o": ()},
        {"t": ()},
        {"s": ()},
    )


def test_who_stands_together_is_counted_commonest_first() -> None:
    made = archive(
        article("a", entities=declared("people", "A", "B", "C")), article("b", entities=declared("people", "A", "C"))
    )
    assert made.together["people/a"] == (Count(id="people/c", count=2), Count(id="people/b", count=1))  # type: ignore[index]


@pytest.mark.parametrize(
    ("fields", "default", "display", "summary"),
    [
        ({}, Display.FULL, "full", "First words."),
        ({}, Display.EXCERPT, "excerpt", "First words."),
        ({}, Display.METADATA, "metadata", ""),
        ({"rights": Rights(display=Display.FULL)}, Display.METADATA, "full", "First words."),
        ({"rights": Rights(display=Display.METADATA)}, Display.FULL, "metadata", ""),
        ({"summary": "Mine."}, Display.METADATA, "metadata", "Mine."),
    ],
)
def test_rights_decide_how_much_is_shown(
    fields: dict[str, object], default: Display, display: str, summary: str
) -> None:
    config = Config(title="Test", url="https://example.org/", rights=RightsDefaults(display=default))
    (entry,) = assembled([article("a", body=body(excerpt="First words."), **fields)], config=config).archive.entries
    assert (entry.display, entry.summary) == (display, summary)


def test_derivations_go_both_ways() -> None:
    refs = tuple(Derivation(ref=Ref(name=name), relation=Relation.QUOTES) for name in ("source", "elsewhere"))
    made = assembled([article("source", title="The source"), article("copy", derived_from=refs)])
    assert made.archive.by_id["copy"].parents == (  # type: ignore[index]
        Parent(relation=Relation.QUOTES, name="The source", article="source"),  # type: ignore[arg-type]
        Parent(relation=Relation.QUOTES, name="elsewhere"),
    )
    assert made.archive.derived == {"source": ("copy",)}
    assert codes(made) == ["unknown-reference"]


def test_records_refer_to_each_other_by_any_name() -> None:
    held = (Role(title="Minister", of=Ref(name="MFA")), Role(title="Editor", of=Ref(name="The Sun")))
    made = archive(
        entity("mfa", "Ministry of Foreign Affairs", "MFA", kind="organizations"),
        entity("im", "Im Chon Il", roles=held, different_from=(Ref(name="Kim Jong Un"),)),
        entity("kim", "Kim Jong Un"),
        entity("moscow", "Moscow", kind="places"),
        entity("moscow-film", "Moscow", kind="works", different_from=(Ref(name="moscow"),)),
        outlet("sun", "The Sun"),
        story("mutiny", "The mutiny", where=(Ref(name="Moscow"),)),
        tag("war", "War"),
        tag("mutinies", "Mutinies", "war"),
    )
    leads = {index: (it.kind, it.id) for (_, index), it in made.roles_of.items()}
    assert leads == {0: (TargetKind.ENTITY, "organizations/mfa"), 1: (TargetKind.OUTLET, "sun")}
    assert made.different_from["people/im"] == ("people/kim",)  # type: ignore[index]
    assert made.where == {"mutiny": ("places/moscow",)}
    assert (made.broader, made.narrower) == ({"mutinies": ("war",)}, {"war": ("mutinies",)})


def test_references_to_nothing_are_warnings() -> None:
    lost = entity("e", "E", different_from=(Ref(name="x"),), roles=(Role(title="R", of=Ref(name="y")),))
    made = assembled([lost, tag("t", "T", "z"), story("s", "S", where=(Ref(name="w"),))])
    assert codes(made) == ["unknown-reference"] * 4
    assert (made.archive.different_from, made.archive.where) == ({"people/e": ()}, {"s": ()})


def test_a_merged_record_that_is_still_there_is_an_error() -> None:
    made = assembled([entity("a", "A", replaces=(Ref(name="b"),)), entity("b", "B")])
    assert "replaces-existing" in codes(made)


def test_a_merged_record_is_gone_even_if_another_type_has_its_id() -> None:
    made = assembled([entity("a", "A", replaces=(Ref(name="b"),)), entity("b", "B", kind="places")])
    assert codes(made) == []
    assert [(it.replaced, it.target.id) for it in made.archive.redirects] == [("b", "people/a")]


@pytest.mark.parametrize(
    ("kind", "made"),
    [
        ("outlet", [outlet("new", "New"), article("a", outlet="old")]),
        ("tag", [tag("new", "New"), article("a", tags=("old",))]),
        ("story", [story("new", "New"), article("a", stories=("old",))]),
    ],
)
def test_a_former_id_of_an_outlet_tag_or_story_leads_to_it_and_means_it(kind: str, made: list[AnyRecord]) -> None:
    record, article_of_old = made
    renamed = msgspec.structs.replace(record, replaces=(Ref(name="old"),))
    found = archive(renamed, article_of_old)
    (redirect,) = found.redirects
    assert (redirect.replaced, redirect.target.kind, redirect.target.id) == ("old", kind, "new")
    entry = found.entries[0]
    assert "new" in (entry.outlet, *entry.tags, *entry.stories)


def test_a_tag_that_is_replaced_and_still_there_is_an_error() -> None:
    made = assembled([msgspec.structs.replace(tag("a", "A"), replaces=(Ref(name="b"),)), tag("b", "B")])
    assert "replaces-existing" in codes(made)


def test_old_addresses_of_articles_and_pages_lead_to_them() -> None:
    made = archive(article("a", aliases=("/old/", "/older/")), page("p", "P", aliases=("/p.html",)))
    leads = [(it.path, it.target.kind, it.target.id) for it in made.redirects]
    assert leads == [("/old/", "article", "a"), ("/older/", "article", "a"), ("/p.html", "page", "p")]


def test_a_tag_broader_than_itself_is_an_error_and_the_circle_is_cut() -> None:
    made = assembled([tag("a", "A", "b"), tag("b", "B", "c"), tag("c", "C", "a")])
    assert said(made) == ["content/tags/a.md:1:1: error[tag-cycle]: a tag is broader than itself: a → b → c → a"]
    assert made.archive.broader == {"a": ("b",), "b": ("c",)}


relations = st.dictionaries(st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdef")).map(tuple))


@given(relations)
def test_without_circles_no_tag_reaches_itself(broader: dict[TagId, tuple[TagId, ...]]) -> None:
    acyclic, circles = without_cycles(broader)
    above = {tag: set(acyclic.get(tag, ())) for tag in "abcdef"}
    for middle, one, other in itertools.product("abcdef", repeat=3):
        if middle in above[one] and other in above[middle]:
            above[one].add(other)
    assert all(tag not in above[tag] for tag in "abcdef")
    if not circles:
        assert {tag: set(wider) for tag, wider in broader.items() if wider} == {
            tag: set(wider) for tag, wider in acyclic.items()
        }


names = st.sampled_from(["Kim", "KIM", "Im Chon Il", "Im Chon-il", "C++", "C#", "Paris", "paris", "im", "kcna"])
kinds = st.sampled_from([None, "people", "places"])


@st.composite
def records(draw: st.DrawFn) -> list[AnyRecord]:
    """A small archive in which much goes wrong."""
    made: list[AnyRecord] = [
        entity(f"e{n}", *draw(st.lists(names, min_size=1, max_size=3)), kind=draw(kinds) or "works")
        for n in range(draw(st.integers(0, 3)))
    ]
    made += [outlet("o", draw(names)), tag("t", draw(names), draw(names)), story("s", draw(names))]
    for n in range(draw(st.integers(0, 6))):
        refs = tuple(
            EntityRef(name=name, type=EntityType(kind) if kind else None)
            for name, kind in draw(st.lists(st.tuples(names, kinds), max_size=4))
        )
        made.append(
            article(
                f"a{n}",
                draw(st.sampled_from(DAYS)),
                outlet=draw(names),
                entities=refs,
                tags=draw(st.lists(names, max_size=3)),
                stories=draw(st.lists(names, max_size=2)),
                draft=draw(st.booleans()),
            )
        )
    return made


@settings(max_examples=60)
@given(records(), st.randoms(use_true_random=False))
def test_the_order_of_the_records_makes_no_difference(made: list[AnyRecord], chance: random.Random) -> None:
    shuffled = list(made)
    chance.shuffle(shuffled)
    assert repr(assembled(shuffled)) == repr(assembled(made))  # repr also shows the order of mappings


@settings(max_examples=60)
@given(records())
def test_index_totals_add_up(made: list[AnyRecord]) -> None:
    it = assembled(made).archive
    assert len(it.entries) == len(it.by_id) == sum(map(len, it.by_outlet.values()))
    assert len(it.entries) == sum(map(len, it.by_year.values())) + len(it.undated)
    assert sum(map(len, it.by_entity.values())) == sum(len(entry.mentions) for entry in it.entries)
    assert sum(map(len, it.by_tag.values())) == sum(len(entry.tags) for entry in it.entries)
    assert sum(map(len, it.by_story.values())) == sum(len(entry.stories) for entry in it.entries)
    for index in (it.by_outlet, it.by_entity, it.by_tag, it.by_story, it.by_month, it.by_year):
        assert all(here == newest_first(here) for here in index.values())
    assert set(it.by_entity) == set(it.entities) == set(it.spellings) == set(it.together)


@pytest.mark.parametrize(
    ("day", "number"),
    [((1970, 1, 1), 0), ((2000, 3, 1), 11017), ((1969, 12, 31), -1), ((0, 3, 1), -719468), ((12000, 1, 1), 3663382)],
)
def test_days_are_counted_from_1970_in_any_year(day: tuple[int, int, int], number: int) -> None:
    assert day_number(day) == number


@given(st.dates())
def test_days_are_counted_as_the_calendar_counts_them(day: object) -> None:
    assert day_number((day.year, day.month, day.day)) == day.toordinal() - 719163  # type: ignore[attr-defined]
