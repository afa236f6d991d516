"""Who is meant by a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.archive.names import fold
from generator.model import EntityRef, Ref, SourcePath
from tests.archive.given import archive, article, assembled, codes, declared, entity, outlet, said, tag

IM = entity("im-chon-il", "Im Chon Il", "Im Chon-il", "Им Чон Ир")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("im-chon-il", "people/im-chon-il"),  # its id
        ("Im Chon Il", "people/im-chon-il"),  # its name
        ("Im Chon-il", "people/im-chon-il"),  # a recorded alias
        ("Im Chon\u2011il", "people/im-chon-il"),  # a non-breaking hyphen is a hyphen
        ("Im Chon–il", "people/im-chon-il"),  # and so is a dash
        ("Im\u00a0Chon\u2009 Il", "people/im-chon-il"),  # white space is white space
        ("Im Cho\u00adn Il", "people/im-chon-il"),  # a soft hyphen is invisible
        ("\ufeffIm Chon Il", "people/im-chon-il"),
        ("ИМ ЧОН ИР", "people/im-chon-il"),  # case is folded in every script
        ("KIM CHON IL", None),  # close is not the same
        ("Im Chonil", None),
        ("Im", None),  # weak aliases mean nobody on their own
        ("Im Chön Il", None),  # diacritics are not folded
        ("im chon-il ", "people/im-chon-il"),
    ],
)
def test_a_name_means_one_record_or_none(written: str, meant: str | None) -> None:
    made = assembled([IM, article("a", entities=declared("people", written))]).archive
    (mention,) = made.entries[0].mentions
    recorded = made.entities[mention.entity].source is not None
    assert (mention.entity if recorded else None) == meant


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("O'Brien", "O’Brien"),
        ("O'Brien", "Oʼbrien"),
        ("O'Brien", "O´Brien"),
        ("O'Brien", "O`BRIEN"),
        ("N. Korea", "N． Korea"),
        ("J・K・ローリング", "J･K･ローリング"),
        ("Straße", "STRASSE"),
        ("Anstalt", "Anſtalt"),
        ("Waggon-Anstalt", "Waggon⸗Anstalt"),
        ("Café", "Cafe\u0301"),
        ("ＫＣＮＡ", "KCNA"),
        ("تس\u200cنیم", "تسنیم"),
    ],
)
def test_what_only_typing_made_different_folds_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kim Jong Un", "Kim Jong-un"),  # a space is no hyphen: an archive records both spellings
        ("Malmö", "Malmo"),
        ("N. Korea", "N Korea"),
        ("C++", "C#"),
        ("http/3", "http 3"),
        ("Kim Jong Un", "Kim Jong Il"),
    ],
)
def test_what_is_written_differently_stays_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text())
def test_folding_twice_is_folding_once(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@given(st.text(alphabet=st.characters(max_codepoint=127)), st.just("\u200b"))
def test_ascii_folds_as_any_text_does(name: str, invisible: str) -> None:
    """The short way for ASCII must not differ from the long one, which an invisible character forces."""
    assert fold(name) == fold(name + invisible)


def test_an_exact_id_goes_before_a_name_and_a_name_before_an_alias() -> None:
    records = [entity("a", "Alpha", "Gamma"), entity("b", "a"), entity("c", "Gamma")]
    uses = [article("x", entities=declared("people", "a")), article("y", entities=declared("people", "Gamma"))]
    made = assembled([*records, *uses])
    assert [made.archive.by_id[name].mentions[0].entity for name in ("x", "y")] == ["people/a", "people/c"]  # type: ignore[index]
    assert codes(made) == ["ambiguous-alias"]  # "gamma" would mean a or c


def test_a_name_that_two_records_claim_is_an_error_where_an_article_uses_it() -> None:
    records = [entity("jong-un", "Kim Jong Un", "Kim"), entity("jong-il", "Kim Jong Il", "Kim")]
    made = assembled([*records, article("a", entities=declared("people", "KIM"))])
    assert said(made) == [
        (
            'content/articles/a.md:4:5: error[ambiguous-name]: "KIM" may mean more than one record: '
            "jong-il (content/entities/jong-il.md) and jong-un (content/entities/jong-un.md)"
        )
    ]
    assert made.problems[0].hint == "write the one you mean: jong-il or jong-un"


def test_a_claim_that_no_article_uses_is_a_warning_at_the_second_record() -> None:
    made = assembled([entity("a", "A", "Kim"), entity("b", "B", "KIM")])
    assert said(made) == [
        (
            'content/entities/b.md:1:1: warning[ambiguous-alias]: "KIM" is claimed by '
            "a (content/entities/a.md) and b (content/entities/b.md)"
        )
    ]


def test_records_that_say_they_differ_may_share_a_name() -> None:
    archive(entity("a", "A", "Kim"), entity("b", "B", "Kim", different_from=(Ref(name="a"),)))


def test_a_type_tells_namesakes_apart() -> None:
    person, place = entity("paris-hilton", "Paris"), entity("paris", "Paris", kind="places")
    both = (*declared("people", "Paris"), *declared("places", "Paris"))
    made = assembled([person, place, article("a", entities=both), article("b", entities=declared(None, "Paris"))])
    assert [mention.entity for mention in made.archive.by_id["a"].mentions] == ["people/paris-hilton", "places/paris"]  # type: ignore[index]
    assert codes(made) == ["ambiguous-name"]  # in the flat list of b


def test_terms_of_two_types_may_have_one_id() -> None:
    made = archive(article("a", entities=(*declared("people", "Paris"), *declared("places", "Paris"))))
    assert list(made.entities) == ["people/paris", "places/paris"]


def test_a_flat_name_is_of_the_type_that_another_article_gives_it() -> None:
    typed, flat = article("a", entities=declared("people", "Putin")), article("b", entities=declared(None, "PUTIN"))
    made = assembled([typed, flat]).archive
    assert made.by_id["b"].mentions[0].entity == "people/putin"  # type: ignore[index]


@pytest.mark.parametrize("kinds", [[], ["people", "places"]])
def test_a_flat_name_of_no_one_type_is_an_error(kinds: list[str]) -> None:
    typed = [article(kind, entities=declared(kind, "Paris")) for kind in kinds]
    made = assembled([*typed, article("flat", entities=declared(None, "Paris"))])
    assert codes(made) == ["untyped-entity"]
    assert made.problems[0].span.path == "content/articles/flat.md"


def test_terms_merge_by_folded_form_under_their_commonest_spelling() -> None:
    spelled = ["diane", "DIANE", "Diane", "DIANE"]
    made = assembled([article(f"a{n}", entities=declared("people", name)) for n, name in enumerate(spelled)])
    assert [entity.name for entity in made.archive.entities.values()] == ["DIANE"]
    spellings = made.archive.spellings["people/diane"]  # type: ignore[index]
    assert [(one.text, one.count, one.oldest) for one in spellings] == [
        ("DIANE", 2, "a3"),
        ("Diane", 1, "a2"),
        ("diane", 1, "a0"),
    ]
    assert codes(made) == ["other-spelling", "other-spelling"]


def test_the_smallest_of_equally_common_spellings_is_the_label() -> None:
    made = assembled([article("a", tags=["war", "War"])]).archive
    assert [term.name for term in made.tags.values()] == ["War"]
    assert len(made.entries[0].tags) == 1


def test_terms_whose_slugs_collide_both_get_a_suffix_and_one_warning() -> None:
    made = assembled([article("a", tags=["C++", "C#", "D"])])
    assert sorted(term.name for term in made.archive.tags.values()) == ["C#", "C++", "D"]
    assert [len(tag_id) for tag_id in made.archive.tags] == [8, 8, 1]  # c-, six hex digits
    assert codes(made) == ["slug-collision"]
    assert '"C#" and "C++"' in made.problems[0].message


def test_a_term_whose_slug_a_record_has_gets_a_suffix_and_a_warning() -> None:
    made = assembled([tag("C", "The letter"), article("a", tags=["C++"])])
    (term,) = [term for term in made.archive.tags.values() if term.source is None]
    assert term.id.startswith("c-")
    assert said(made) == [
        (
            'content/articles/a.md:1:1: warning[slug-collision]: "C++" would have the address "c" of "The letter" '
            "(content/tags/C.md); it gets a suffix"
        )
    ]


def test_an_outlet_that_looks_misspelt_is_an_error_with_a_hint() -> None:
    made = assembled([outlet("the-moscow-times", "The Moscow Times"), article("a", outlet="Moscow Times")])
    assert said(made) == ['content/articles/a.md:1:1: error[unknown-outlet]: no outlet "Moscow Times"']
    assert made.problems[0].hint == 'did you mean "The Moscow Times"? (content/outlets/the-moscow-times.md)'


@pytest.mark.parametrize(
    ("written", "recorded"),
    [
        ("Monde", "Le Monde"),
        ("Sueddeutsche  Zeitung", "Sueddeutsche Zeitung."),
        ("L'Humanite", "L’Humanité"),
        ("Humanité", "L’Humanité"),
        ("HarbourGazette", "The Harbour Gazette"),
        ("Harbor Gazette", "The Harbour Gazette"),
        ("The Harbour Gazete", "The Harbour Gazette"),
        ("Die Welt", "Welt"),
        ("Dagens Nyheer", "Dagens Nyheter"),
        ("Frankfurter Algemeine", "Frankfurter Allgemeine"),
    ],
)
def test_an_article_an_accent_a_space_or_a_slip_makes_no_other_outlet(written: str, recorded: str) -> None:
    made = assembled([outlet("it", recorded), article("a", outlet=written)])
    assert codes(made) == ["unknown-outlet"]
    assert made.problems[0].hint == f'did you mean "{recorded}"? (content/outlets/it.md)'


@pytest.mark.parametrize(
    ("written", "recorded"),
    [
        ("Moscow Tmes", "The Moscow Times"),
        ("The Moscow Time", "The Moscow Times"),
        ("The Time", "The Times"),
        ("KCNAA", "KCNA"),
        ("Le Mode", "Le Monde"),
    ],
)
def test_a_slip_in_a_short_word_is_a_doubt_that_a_record_removes(written: str, recorded: str) -> None:
    given = [outlet("it", recorded), article("a", outlet=written)]
    made = assembled(given)
    assert codes(made) == ["similar-outlet"]
    assert recorded in (made.problems[0].hint or "")
    assert made.archive.outlets[made.archive.entries[0].outlet].name == written
    assert codes(assembled([*given, outlet("other", written)])) == []


def test_an_outlet_s_name_is_suggested_whichever_spelling_was_missed() -> None:
    agency = outlet("kcna", "Korean Central News Agency", "KCNA")
    for written in ("KCNAA", "Korean Central News Agenzy"):
        (problem,) = assembled([agency, article("a", outlet=written)]).problems
        assert (problem.hint or "").startswith('did you mean "Korean Central News Agency"? (content/outlets/kcna.md)')


@pytest.mark.parametrize(
    ("written", "recorded"),
    [
        ("Le Monde diplomatique", "Le Monde"),
        ("AFP", "AP"),
        ("The Sun", "The Son"),
        ("Die Zeit", "Die Welt"),
        ("BBC Persian", "BBC"),
        ("The Baltimore Sun", "The Sun"),
        ("The Sunday Times", "The Times"),
        ("The Times", "The Sunday Times"),
        ("Freie Presse", "Neue Freie Presse"),
        ("Neue Freie Presse", "Freie Presse"),
        ("Reuters TV", "Reuters"),
        ("Die Presse", "La Presse"),  # two articles, two papers
        ("L'Espresso", "L'Express"),
        ("CNN", "CBN"),  # too short for a slip
        ("Channel 4 News", "Channel 5 News"),
        ("The", "A"),
        ("!", "?"),
    ],
)
def test_a_word_more_or_less_makes_another_outlet_without_a_word(written: str, recorded: str) -> None:
    made = archive(outlet("it", recorded), article("a", outlet=written))
    assert made.outlets[made.entries[0].outlet].name == written


@pytest.mark.parametrize("name", ["The New York Times", "Le Monde", "Yonhap"])
def test_any_other_unrecorded_outlet_is_one_of_its_own(name: str) -> None:
    made = archive(outlet("sun", "The New York Sun"), article("a", outlet=name))
    assert made.outlets[made.entries[0].outlet].name == name


def test_an_entity_declared_twice_is_one_mention_with_the_first_role() -> None:
    refs = (*declared("people", "Im Chon Il"), EntityRef(name="im-chon-il", type=IM.type, role="speaker"))
    made = archive(IM, article("a", entities=refs))
    assert [(it.written, it.role) for it in made.entries[0].mentions] == [("Im Chon Il", "speaker")]


def test_an_id_is_not_a_spelling() -> None:
    made = archive(IM, article("a", entities=declared("people", "im-chon-il")))
    assert made.spellings["people/im-chon-il"] == ()  # type: ignore[index]


def test_a_merged_record_still_answers_to_the_id_it_replaces() -> None:
    kept = entity("im", "Im", replaces=(Ref(name="im-2"),))
    made = archive(kept, article("a", entities=declared("people", "im-2")))
    assert made.entries[0].mentions[0].entity == "people/im"
    (redirect,) = made.redirects
    assert (redirect.replaced, redirect.target.id, redirect.source) == ("im-2", "people/im", kept.source)


def test_an_id_under_another_type_than_its_record_has_is_a_warning() -> None:
    made = assembled([entity("kcna", "KCNA", kind="organizations"), article("a", entities=declared("people", "kcna"))])
    assert codes(made) == ["id-of-other-type"]


@pytest.mark.parametrize(
    "pair",
    [
        (article("x"), article("x", source=SourcePath("content/articles/deep/x.md"))),
        (outlet("x", "X"), outlet("x", "Y")),
        (entity("x", "X"), entity("x", "Y", source=SourcePath("content/entities/deep/x.md"))),
        (tag("x", "X"), tag("x", "Y")),
    ],
)
def test_two_records_with_one_id_are_an_error_that_names_both_files(pair: tuple) -> None:  # type: ignore[type-arg]
    made = assembled(pair)
    assert codes(made) == ["duplicate-id"]
    assert all(record.source in made.problems[0].message for record in pair)


def test_entities_of_two_types_may_have_one_id() -> None:
    person = entity("paris", "Paris Hilton", source=SourcePath("content/entities/people/paris.md"))
    city = entity("paris", "Paris", kind="places", source=SourcePath("content/entities/places/paris.md"))
    made = archive(person, city, article("a", entities=declared("places", "paris")))
    assert list(made.entities) == ["people/paris", "places/paris"]
    assert [it.entity for it in made.entries[0].mentions] == ["places/paris"]


def test_an_id_that_two_types_have_is_an_error_where_no_type_stands() -> None:
    made = assembled(
        [
            entity("paris", "Paris Hilton", source=SourcePath("content/entities/people/paris.md")),
            entity("paris", "The city", kind="places", source=SourcePath("content/entities/places/paris.md")),
            article("a", entities=declared(None, "paris")),
        ]
    )
    assert codes(made) == ["ambiguous-name"]
    assert "people/paris.md) and paris (content/entities/places/paris.md" in made.problems[0].message
    assert made.problems[0].hint == "write the one you mean: people/paris or places/paris"


any_name = st.text(st.characters(exclude_categories=()), min_size=1)


@given(st.lists(any_name, min_size=1, max_size=6))
def test_any_text_can_be_a_name(names: list[str]) -> None:
    made = assembled([article("a", outlet=names[0], tags=names, entities=declared("people", *names))]).archive
    ways = {fold(name) for name in names}
    assert len(made.tags) == len(made.entities) == len(ways)
    assert len({term_id.casefold() for term_id in made.tags}) == len(ways)
