"""What is suggested about the names of an archive, with what evidence, and what is left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.archive.lookalikes import Alike
from generator.archive.suggest import Suggestions, suggest
from generator.model import AnyRecord, Ref
from generator.prepare import CheckOptions
from generator.spread import in_turn
from tests.archive.given import article, assembled, declared, entity, outlet, tag


def suggestions(*records: AnyRecord, **texts: str) -> Suggestions:
    """The suggestions for these records; texts by the article's id."""
    archive = assembled(records).archive
    return suggest(archive, ((entry, texts.get(entry.id, "")) for entry in archive.entries))


def pairs(found: Suggestions) -> list[str]:
    """What may be one: `first < other, other`."""
    return [f"{one.first.label} < {', '.join(it.bearer.label for it in one.others)}" for one in found.alike]


UN, HYPHEN = "Kim Jong Un", "Kim Jong-un"


def test_names_without_a_record_that_are_alike_come_with_their_uses() -> None:
    found = suggestions(
        article("a", entities=declared("people", "X Y", UN)),
        article("b", entities=declared("people", UN), outlet="Yonhap"),
        article("c", entities=declared("people", HYPHEN)),
    )
    (one,) = found.alike
    assert pairs(found) == ["Kim Jong Un < Kim Jong-un"]
    assert [(use.written, use.articles, str(use.example)) for use in one.first.spellings] == [
        (UN, 2, "content/articles/a.md:5:5")
    ]
    assert [(count.id, count.count) for count in one.first.spellings[0].outlets] == [("KCNA", 1), ("Yonhap", 1)]
    assert (one.others[0].names, one.others[0].together) == ((UN, HYPHEN), 0)


def test_a_record_comes_before_a_name_without_one() -> None:
    used = [article(name, entities=declared("people", HYPHEN)) for name in "abc"]
    assert pairs(suggestions(entity("kim", UN), *used)) == ["Kim Jong Un < Kim Jong-un"]
    assert pairs(suggestions(entity("kim", "Marshal Kim", UN), *used)) == ["Marshal Kim < Kim Jong-un"]  # by an alias


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ([entity("a", UN), entity("b", HYPHEN)], [f"{UN} < {HYPHEN}"]),
        ([entity("a", UN), entity("b", HYPHEN, kind="places")], []),  # of two types
        ([entity("a", UN, different_from=(Ref(name="b"),)), entity("b", HYPHEN)], []),  # said to be two
        ([entity("a", UN), entity("b", HYPHEN, different_from=(Ref(name=UN),))], []),
        ([entity("a", UN), entity("b", "Other", UN)], []),  # ambiguous-alias says it
        ([entity("a", UN, same_as=("https://x.org/1",)), entity("b", HYPHEN, same_as=("https://x.org/2",))], []),
        (
            [entity("a", UN, same_as=("https://x.org/1",)), entity("b", HYPHEN, same_as=("https://y.org/2",))],
            [f"{UN} < {HYPHEN}"],
        ),
        (
            [entity("a", "Anna", same_as=("https://x.org/1",)), entity("b", "Berta", same_as=("https://x.org/1",))],
            ["Anna < Berta"],  # one identifier
        ),
        ([tag("a", "State media"), tag("b", "State-media")], ["State media < State-media"]),
        ([outlet("a", "Le Monde"), outlet("b", "Le-Monde")], ["Le Monde < Le-Monde"]),
        ([outlet("a", "Le Monde"), article("x", outlet="Le-Monde")], []),  # unknown-outlet says it
    ],
)
def test_what_somebody_has_decided_is_not_asked_again(records: list[AnyRecord], expected: list[str]) -> None:
    assert pairs(suggestions(*records)) == expected


@pytest.mark.parametrize(
    ("both", "alone", "kept"),
    [
        (0, 2, True),
        (1, 0, False),  # always in one article
        (1, 1, False),  # in half of them
        (1, 2, True),
    ],
)
def test_names_with_other_letters_that_stand_in_one_article_are_two(both: int, alone: int, *, kept: bool) -> None:
    names = ("Johannes Berger", "Johannes Bergen")
    together = [article(f"b{n}", entities=declared("people", *names)) for n in range(both)]
    apart = [article(f"{name[-1]}{n}", entities=declared("people", name)) for name in names for n in range(alone)]
    assert bool(suggestions(*together, *apart).alike) is kept


def test_spellings_in_one_article_are_still_shown() -> None:
    found = suggestions(article("a", entities=declared("people", UN, HYPHEN)))
    assert [member.together for one in found.alike for member in one.others] == [1]


def test_the_surest_and_commonest_come_first() -> None:
    found = suggestions(
        article("a", entities=declared("people", "Johannes Berger", UN)),
        article("b", entities=declared("people", "Johannes Bergen", HYPHEN)),
        article("c", entities=declared("people", "Anna-Maria", "Johannes Bergen")),
        article("d", entities=declared("people", "Anna Maria", HYPHEN)),
    )
    assert pairs(found) == [
        "Kim Jong-un < Kim Jong Un",
        "Anna Maria < Anna-Maria",
        "Johannes Bergen < Johannes Berger",
    ]


def test_several_spellings_are_one_suggestion() -> None:
    found = suggestions(article("a", tags=("State media", "State-media", "Statemedia", "War")))
    assert pairs(found) == ["State media < State-media, Statemedia"]


# Texts

IM = entity("im", "Im Chon Il", "Im Chon-il")


def test_an_entity_that_a_text_names_and_its_article_does_not_declare() -> None:
    found = suggestions(
        IM,
        article("a", entities=declared("people", "Somebody", "Im Chon Il")),
        article("b", entities=declared("people", "Somebody")),
        article("c"),
        a="Im Chon Il spoke.",
        b="Then Im Chon-il spoke. IM CHON IL spoke.",
        c="Nobody spoke.",
    )
    (one,) = found.undeclared
    assert (one.entity.id, one.declared, [it.entry.id for it in one.articles]) == ("im", 1, ["b"])
    assert (one.articles[0].written, one.articles[0].context) == (
        "Im Chon-il",
        "Then Im Chon-il spoke. IM CHON IL spoke.",
    )
    assert str(one.articles[0].declare_at) == "content/articles/b.md:4:5"


@pytest.mark.parametrize(
    "text",
    [
        "The Moscow Times says so.",  # in the name of an outlet
        "Im chon il",
        "in moscow",
        "North Korea",  # the longer name is declared
    ],
)
def test_words_that_name_something_else_are_no_mention(text: str) -> None:
    places = [entity("m", "Moscow", kind="places"), entity("k", "Korea", kind="places"), IM]
    north = article("a", entities=declared("places", "North Korea"), outlet="The Moscow Times")
    assert suggestions(*places, north, a=text).undeclared == ()


def test_an_ordinary_word_is_no_name() -> None:
    assert suggestions(entity("w", "guerre", kind="places"), article("a"), a="la guerre, LA GUERRE").undeclared == ()


def test_where_a_spelling_without_a_record_is_declared_only_a_decision_is_missing() -> None:
    found = suggestions(entity("kim", UN), article("a", entities=declared("people", HYPHEN)), a=f"{UN} spoke.")
    assert (found.undeclared, pairs(found)) == ((), [f"{UN} < {HYPHEN}"])


def test_a_name_that_is_often_declared_is_more_likely_meant_than_one_that_seldom_is() -> None:
    berlin, stadt = entity("b", "Berlin", kind="places"), entity("s", "Stadt", kind="places")
    declaring = [article(f"d{n}", entities=declared("places", "Berlin")) for n in range(5)]
    silent = [article(f"s{n}") for n in range(4)]
    texts = {f"s{n}": "Die Stadt" + (" Berlin" if n else "") for n in range(4)}
    found = suggestions(berlin, stadt, *declaring, *silent, **texts)
    assert [one.entity.id for one in found.undeclared] == ["b", "s"]


def test_aliases_that_nothing_uses() -> None:
    many = entity("im", "Im Chon Il", "Im Chon-il", "Im", "Vice minister", "Im Chol")
    found = suggestions(
        many, article("a", entities=declared("people", "im chon-il")), article("b"), b="The Vice minister left."
    )
    assert [[alias.name for alias in one.aliases] for one in found.unused] == [["Im", "Im Chol"]]


def test_names_declared_once_are_said_only_where_another_text_has_them() -> None:
    found = suggestions(
        article("a", entities=declared("people", "Anna Berg", "Berta Lund", UN, HYPHEN)),
        article("b"),
        a="Anna Berg and Berta Lund.",
        b="Anna Berg left.",
    )
    assert [(one.entity.name, str(one.declared_at), len(one.articles)) for one in found.singles] == [
        ("Anna Berg", "content/articles/a.md:4:5", 1)
    ]
    assert found.once == 1  # Berta; the two Kims are alike


def test_a_long_text_is_cut_around_the_mention() -> None:
    found = suggestions(IM, article("a"), a="word " * 30 + "Im Chon Il " + "after " * 30)
    context = found.undeclared[0].articles[0].context
    assert context.startswith("…word word")
    assert context.endswith("after…")
    assert "Im Chon Il" in context
    assert len(context) < 110


# Newseye


@pytest.fixture(scope="module")
def newseye(corpora: Path) -> Suggestions:
    """What is suggested for ../shared/corpora/newseye."""
    from generator.editing.advise import check_and_suggest  # noqa: PLC0415

    _, advice = check_and_suggest(corpora / "newseye", CheckOptions(), in_turn, lambda *_: None)
    assert advice is not None
    return advice.suggestions


def test_real_names_are_found_alike_and_records_with_identifiers_are_not_doubted(newseye: Suggestions) -> None:
    assert 100 < len(newseye.alike) < 200
    assert all(_has_one_record_at_most(one) for one in newseye.alike)  # each has a Wikidata id of its own
    found = {frozenset({one.first.label, other.bearer.label}) for one in newseye.alike for other in one.others}
    assert frozenset({"Robert Lydecken", "RobertLydecken"}) in found
    assert frozenset({"Jacob Rothberger", "Jakob Rothberger"}) in found


def _has_one_record_at_most(one: Alike) -> bool:
    return all(member.bearer.record is None for member in one.others)


def test_real_texts_name_what_articles_do_not_declare(newseye: Suggestions) -> None:
    assert "Wien" in [one.entity.name for one in newseye.undeclared[:5]]
    written = {mention.written for one in newseye.undeclared for mention in one.articles}
    assert not any(word.isalpha() and word.islower() for word in written)
