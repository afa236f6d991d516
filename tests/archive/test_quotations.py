"""Whose words a quote is and who reported it; which articles carry it, and whether they say from whom."""

from __future__ import annotations

import pytest

from generator.archive.fingerprints import fingerprints
from generator.archive.passages import Shared
from generator.archive.quotations import (
    Heard,
    Sought,
    carrier,
    found_in,
    names_of_sources,
    reported_in,
    says_any,
    sought,
    that_may_carry,
)
from generator.archive.records import Mention, Reporter, Target, TargetKind
from generator.model import Alias, Derivation, QuoteId, Ref, Relation
from tests.archive.given import archive, article, assembled, body, date, declared, entity, outlet, quote, said, story

Q = QuoteId("q")
LONG = (
    "Not one crane on the eastern quay will move before the clause about night shifts is kept by the office "
    "that signed it, and no promise to look into the matter will do instead"
)
SHORT = "not one crane will move tonight"


def derived(*names: str) -> tuple[Derivation, ...]:
    return tuple(Derivation(ref=Ref(name=name), relation=Relation.QUOTES) for name in names)


# The record


def test_a_speaker_is_resolved_as_a_name_in_a_flat_list_is() -> None:
    made = archive(entity("im", "Im Chon Il", "Im Chon-il"), quote("q", speaker="Im Chon-il"))
    assert made.speakers == {Q: Mention(entity="people/im", written="Im Chon-il")}  # type: ignore[arg-type]
    assert {key: [one.id for one in found] for key, found in made.quotes_by_entity.items()} == {"people/im": ["q"]}


@pytest.mark.parametrize(
    ("articles", "meant"),
    [
        ([], "people/the-union"),  # who speaks is a person, where nothing else says what they are
        ([article("a", entities=declared("organizations", "The Union"))], "organizations/the-union"),
    ],
)
def test_a_speaker_without_a_record_has_a_page(articles: list[object], meant: str) -> None:
    made = archive(quote("q", speaker="The Union"), *articles)  # type: ignore[arg-type]
    assert made.speakers[Q].entity == meant
    assert meant in made.entities


def test_a_name_that_articles_give_two_types_is_no_speaker() -> None:
    articles = (article("a", entities=declared("people", "X")), article("b", entities=declared("works", "X")))
    made = assembled([quote("q", speaker="X"), *articles])
    (problem,) = made.problems
    assert (problem.code, str(problem.span)) == ("untyped-entity", "content/quotes/q.md:3:10")
    assert made.archive.speakers == {}


def test_outlets_reported_a_quote_then_articles_and_others_are_kept_by_name() -> None:
    records = [
        quote("q", reported_by=["KCNA", "About b", "Nobody", "held"]),
        article("b", outlet="Tass"),
        article("kcna", title="KCNA"),
        outlet("kcna", "KCNA"),
        article("held", draft=True),
    ]
    made = assembled(records)
    assert said(made) == [
        'content/quotes/q.md:4:15: warning[link-to-held-back]: "held" is held back',
        'content/quotes/q.md:4:15: warning[unknown-reference]: no outlet or article "Nobody"',
    ]
    assert made.archive.reporters[Q] == (
        Reporter(name="KCNA", target=Target(kind=TargetKind.OUTLET, id="kcna")),
        Reporter(name="About b", target=Target(kind=TargetKind.ARTICLE, id="b")),
        Reporter(name="Nobody"),
        Reporter(name="held"),
    )
    assert reported_in(made.archive, Q) == ("b",)


def test_what_somebody_said_is_in_the_order_of_time_and_what_has_no_date_comes_last() -> None:
    days = {"a": None, "b": "2023-06-25", "c": "2023-06-24?", "d": "2023"}
    quotes = [quote(name, speaker="Im", said=date(day) if day else None) for name, day in days.items()]
    (found,) = archive(*quotes).quotes_by_entity.values()
    assert [one.id for one in found] == ["d", "c", "b", "a"]


# Where it is


@pytest.mark.parametrize(
    ("base", "text", "words"),
    [
        (LONG, f"They said: “{LONG}.” Then they left.", [LONG]),
        (LONG, LONG.replace("quay", "wharf").upper(), [LONG.replace("quay", "wharf").upper()]),
        (LONG, "Something else.", []),
        (SHORT, f"“{SHORT}”, they said.", [SHORT]),
        (f"“{SHORT}.”", f"He said {SHORT}, and {SHORT}!", [SHORT, SHORT]),
        (SHORT, "Not one crane will move tonight", ["Not one crane will move tonight"]),
        (SHORT, "not two cranes will move tonight", []),
        ("Never!", "Never!", []),  # anybody says that
        ("선박은 움직이지 않는다", "그들은 선박은 움직이지 않는다 했다", ["선박은 움직이지 않는다"]),
    ],
)
def test_words_are_found_where_they_are(base: str, text: str, words: list[str]) -> None:
    assert [text[one.b_start : one.b_end] for one in found_in(base, text, is_near=True)] == words


def test_few_words_say_nothing_where_nothing_else_does() -> None:
    assert found_in(SHORT, f"“{SHORT}”, they said.", is_near=False) == ()


def test_a_part_of_a_quote_is_where_it_is_in_the_base() -> None:
    part = LONG[LONG.index("before") : LONG.index(", and")]
    (found,) = found_in(LONG, f"They wait; {part}.", is_near=False)
    assert LONG[found.a_start : found.a_end] == part


@pytest.mark.parametrize(
    ("quotes", "pairs"),
    [
        ([Sought(LONG, ())], [(0, 1)]),  # fifty letters in a row say enough
        ([Sought(SHORT, ())], []),
        ([Sought(SHORT, (2,))], [(0, 2)]),
        ([Sought(SHORT, (0, 1)), Sought(LONG, (1,))], [(0, 0), (0, 1), (1, 1)]),
        ([], []),
    ],
)
def test_a_quote_is_looked_for_where_it_may_be(quotes: list[Sought], pairs: list[tuple[int, int]]) -> None:
    texts = ["Nothing of that sort is said here by anybody, whoever is asked.", f"He said: {LONG}. So it is.", SHORT]
    assert that_may_carry(quotes, [fingerprints(text) for text in texts]) == pairs


def test_every_article_that_has_fifty_letters_of_a_quote_is_looked_at_however_many_they_are() -> None:
    prints = [fingerprints(f"Paper {n} has it from paper {n - 1}: {LONG}, and adds {n} words.") for n in range(300)]
    assert len(that_may_carry([Sought(LONG, ())], prints)) == 300


def test_a_short_quote_is_looked_for_in_articles_that_have_to_do_with_it() -> None:
    made = archive(
        quote("q", speaker="Im", reported_by=["dispatch"]),
        article("dispatch", stories=["mutiny"]),
        article("of-the-story", stories=["mutiny"]),
        article("copy", derived_from=derived("dispatch")),
        article("copy-of-the-copy", derived_from=derived("copy")),
        article("declares-the-speaker", entities=declared("people", "Im")),
        article("another", stories=["else"]),
        story("mutiny", "Mutiny"),
        story("else", "Else"),
    )
    near = {made.entries[number].id for number in sought(made, made.entries, Q, SHORT).near}
    assert near == {entry.id for entry in made.entries} - {"another"}
    assert sought(made, made.entries, Q, LONG).near == ()


# Whose words an article says they are


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Im Chon Il spoke.", True),
        ("Im\u2011Chon\u2011Il spoke.", False),  # a hyphen is no space
        ("IM CHON IL", True),
        ("Kim Chon Il spoke.", False),
        ("The name\n\nIm Chon\n\nIl", False),
        ("", False),
    ],
)
def test_a_text_says_a_name_or_not(text: str, found: bool) -> None:
    assert says_any(text, ["Im Chon Il", "KCNA"]) is found


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        ({}, False),
        ({"title": "What Im Chon Il said"}, True),
        ({"byline": ("KCNA",)}, True),
        ({"byline": ("J. W., Korean Central News Agency",)}, True),
        ({"outlet": "KCNA"}, True),
        ({"entities": declared("people", "Im Chon-il")}, True),
        ({"entities": declared("organizations", "KCNA")}, True),
        ({"entities": declared("people", "Kim Jong Un")}, False),
        ({"derived_from": derived("dispatch")}, True),
        ({"derived_from": derived("other-of-kcna")}, True),
        ({"derived_from": derived("b")}, False),
    ],
)
def test_an_article_names_a_source_by_what_it_declares_derives_from_or_is_by(
    fields: dict[str, object], names: bool
) -> None:
    records = [
        entity("im", "Im Chon Il", "Im Chon-il"),
        outlet("kcna", "KCNA", "Korean Central News Agency"),
        quote("q", speaker="im", reported_by=["dispatch"]),
        article("dispatch"),
        article("other-of-kcna"),
        article("b", outlet="Tass"),
        article("a", **{"outlet": "The Times", **fields}),
    ]
    made = archive(*records)
    assert names_of_sources(made, Q) == ("Im Chon Il", "im", "Im Chon-il", "KCNA", "Korean Central News Agency")
    (entry,) = (one for one in made.entries if one.id == "a")
    for in_text in (False, True):
        heard = Heard((Shared(0, 4, 5, 9, 4),), in_text)
        assert carrier(made, entry, Q, heard, "They said so.").names_source is (names or in_text)


def test_where_a_record_names_nobody_no_article_is_blamed_for_naming_nobody() -> None:
    made = archive(quote("q", body=body()), article("a"))
    found = carrier(made, made.entries[0], Q, Heard((), names_source=False), "")
    assert found.names_source


def test_a_short_form_of_the_speaker_s_name_names_a_source() -> None:
    speaker = entity("im", "Im Chon Il", weak_aliases=(Alias(name="Mr. Im"),))
    made = archive(speaker, quote("q", speaker="im"), article("a"))
    assert says_any("That was so, Mr. Im said.", names_of_sources(made, Q))
