"""Where a text names an entity: what is written counts, in every script, and nothing that only looks like it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.archive.mentions import Wanted, mentions, spelt, spelt_several_ways
from generator.archive.names import fold

IM = Wanted("people/im", ("Im Chon Il", "Im Chon-il", "Им Чон Ир", "임천일", "林天一"), ("Im",))
KCNA = Wanted("organizations/kcna", ("KCNA", "Korean Central News Agency", "조선중앙통신"))
NORTH = Wanted("places/north-korea", ("North Korea", "N. Korea", "DPRK", "북한"))
KOREA = Wanted("places/korea", ("Korea",))
MORE = (
    Wanted("people/oneill", ("O'Neill",)),
    Wanted("places/strasse", ("Große Straße",)),
    Wanted("places/istanbul", ("İstanbul",)),
    Wanted("places/gros", ("Gros",)),
    Wanted("people/rene", ("René",)),
    Wanted("organizations/onu", ("ONU",)),
    Wanted("places/bangkok", ("กรุงเทพ",)),
)


def found(text: str, *wanted: Wanted) -> list[str]:
    """Each mention as `words=id`."""
    return [
        f"{text[one.start : one.end]}={(one.meant or '?').rpartition('/')[2]}"
        for one in mentions(text, wanted or (IM, KCNA, NORTH, KOREA, *MORE))
    ]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Im Chon Il met KCNA.", ["Im Chon Il=im", "KCNA=kcna"]),
        ("Im Chon\u2011il said", ["Im Chon\u2011il=im"]),  # a non-breaking hyphen is a hyphen
        ("Im\u00a0Chon  Il said", ["Im\u00a0Chon  Il=im"]),  # a space is a space, and two are one
        ("Im\nChon Il said", ["Im\nChon Il=im"]),
        ("IM CHON IL SAID", ["IM CHON IL=im"]),  # capitals throughout
        ("im chon il said", []),  # another spelling
        ("Im Chon Ils Rede", []),  # an inflected form is another word
        ("Kim Chon Il", []),
        ("Im Chon Illness", []),
        ("Im said. Im Chon Il came. Im left.", ["Im Chon Il=im", "Im=im"]),  # weak only once named
        ("Im Chon Il: Im Haus, IM HAUS", ["Im Chon Il=im", "Im=im"]),  # too short to count in capitals
        ("North Korea, South Korea", ["North Korea=north-korea", "Korea=korea"]),  # the longest counts
        ("N. Korea’s army", ["N. Korea=north-korea"]),
        ("(DPRK)/KCNA-led, “KCNA”", ["DPRK=north-korea", "KCNA=kcna", "KCNA=kcna"]),
        ("KCNA_x, xKCNA, KCNA2", []),
        ("O’Neill and O'Neill", ["O’Neill=oneill", "O'Neill=oneill"]),
        ("l’ONU, d'ONU", ["ONU=onu", "ONU=onu"]),
        ("Им Чон Ир сказал; Им Чон Иру", ["Им Чон Ир=im"]),
        ("임천일은 말했다", ["임천일=im"]),  # a particle, and no other word
        ("임천일, 임천일에서 임천일군", ["임천일=im", "임천일=im"]),
        ("북한의 조선중앙통신이 보도", ["북한=north-korea", "조선중앙통신=kcna"]),
        ("外務次官林天一は述べた", ["林天一=im"]),  # no spaces between words
        ("ที่กรุงเทพมี", ["กรุงเทพ=bangkok"]),
        ("GROSSE STRASSE, Große Straße", ["GROSSE STRASSE=strasse", "Große Straße=strasse"]),  # ß is two letters
        ("Groß", []),  # half a letter is no name's end
        ("İstanbul'da", ["İstanbul=istanbul"]),  # one letter is two when folded
        ("Ren\u00e9 und Rene\u0301", ["Ren\u00e9=rene", "Rene\u0301=rene"]),
        ("\0KCNA\0", ["KCNA=kcna"]),
        ("", []),
    ],
)
def test_what_is_written_is_found(text: str, named: list[str]) -> None:
    assert found(text) == named


@pytest.mark.parametrize(
    ("wanted", "meant"),
    [
        ((Wanted("a", ("Paris",)), Wanted("b", ("Paris Hilton", "Paris"))), "a"),  # its name, and only an alias
        ((Wanted("a", ("Paname", "Paris")), Wanted("b", ("Paris Hilton", "Paris"))), None),
        ((Wanted("a", ("Paris",)), Wanted("b", ("Paris",))), None),
    ],
)
def test_what_several_entities_claim_names_all_and_means_the_one_whose_name_it_is(
    wanted: tuple[Wanted, ...], meant: str | None
) -> None:
    (mention,) = mentions("In Paris.", wanted)
    assert (mention.keys, mention.meant) == (("a", "b"), meant)


def test_a_name_that_is_no_text_is_found_nowhere() -> None:
    assert found("a  b", Wanted("a", ("", " ", "\u200b"))) == []


NAMES = st.text(st.sampled_from("aAbß İé́-’' 임は林.\u200b"), min_size=1, max_size=5)


@given(
    st.text(st.sampled_from("aAbß İé́-’' 임は林.\u200b\n"), max_size=40), st.lists(NAMES, max_size=4), st.lists(NAMES)
)
def test_mentions_are_apart_in_order_and_spell_the_name(text: str, strong: list[str], weak: list[str]) -> None:
    """Whatever the letters, also those that are more or fewer when folded."""
    wanted = [Wanted(str(number), (name,), tuple(weak)) for number, name in enumerate(strong)]
    last = 0
    for one in mentions(text, wanted):
        assert last <= one.start < one.end <= len(text)
        for key in one.keys:
            spelled = {fold(name) for name in (*wanted[int(key)].strong, *weak)}
            assert fold(text[one.start : one.end]) in spelled
        last = one.end


def test_characters_that_are_folded_together_fold_as_alone() -> None:
    """The quick way for common letters is `fold`'s, for every character there is."""
    for code in (*range(0xD800), *range(0xE000, 0x20000)):
        char = chr(code)
        if not char.isspace() and fold(char) and not unicodedata.combining(char):
            found = mentions(f"- {char}x -", [Wanted("a", (f"{char}x",))])
            assert [(one.start, one.end) for one in found] == [(2, 4)], hex(code)


def test_a_text_s_spellings_of_an_entity_are_each_said_once_in_its_order() -> None:
    text = "Kim Jong-un spoke.\n\nKIM JONG UN left. Kim Jong-un, says KCNA.\n\nKim\n\nJong Un"
    wanted = [Wanted("people/kim", ("Kim Jong Un", "Kim Jong-un")), Wanted("organizations/kcna", ("KCNA",))]
    assert spelt(text, wanted) == {
        "people/kim": ("Kim Jong-un", "KIM JONG UN"),
        "organizations/kcna": ("KCNA",),
    }


def test_a_spelling_that_two_entities_claim_counts_for_neither() -> None:
    wanted = [Wanted("people/il", ("Kim Jong Il", "Kim")), Wanted("people/un", ("Kim Jong Un", "Kim"))]
    assert spelt("Kim spoke to Kim Jong Un.", wanted) == {"people/un": ("Kim Jong Un",)}


def test_a_text_may_spell_those_in_several_ways_that_have_several_names() -> None:
    kim, korea = Wanted("people/kim", ("Kim Jong Un",), ("Kim",)), Wanted("places/korea", ("Korea", "ROK"))
    kcna = Wanted("organizations/kcna", ("KCNA",))
    assert spelt_several_ways([kim, kcna, korea]) == {"people/kim", "places/korea"}
    assert spelt_several_ways([kcna]) == set()
