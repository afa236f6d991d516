"""Names stand where a reader of the site's language looks for them."""

from __future__ import annotations

import unicodedata
from itertools import groupby, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.site.alphabets import ALPHABETS, CYRILLIC, EXPANSIONS
from generator.site.collation import HAN, OTHER, initial, sort_key

LANGUAGES = st.sampled_from(["en", "xx", *ALPHABETS])
SCRIPTS = "aAäåzZœßſıİiøłđ09 -’“中々アぁ가ㄱЁйїґΑςאםقآთԱकिกเ★😀\u0301\u3099\U00020000\U0010ff01"
NAMES = st.text(max_size=12) | st.text(alphabet=SCRIPTS, max_size=8)


@pytest.mark.parametrize(
    ("language", "in_order"),
    [
        pytest.param("en", ["Abbe", "Åland", "Émile", "Zebra"], id="a marked letter is filed under its base"),
        pytest.param("en", ["eagle", "Eagle", "Émile", "Ernst"], id="case and accents only decide between equals"),
        pytest.param("en", ["Odin", "Œdipe", "Of"], id="Œ is OE"),
        pytest.param("en", ["Adam", "Æther", "Afar"], id="Æ is AE"),
        pytest.param("en", ["Strasse", "Straße", "Strassen"], id="ß is ss"),
        pytest.param("en", ["Mos", "Moſcow", "Moskau"], id="long s is s"),
        pytest.param("en", ["Lodz", "Łódź", "Lodzer", "Lublin"], id="Ł is L elsewhere"),
        pytest.param("en", ["Kim Jong Il", "Kim Jong Un", "Kim Jong-un", "Kima"], id="word by word, hyphens as spaces"),
        pytest.param("en", ["ONeill", "O’Neill", "Onion"], id="apostrophes count for nothing"),
        pytest.param("en", ["Paragraph 9", "Paragraph 10", "Paragraph 100"], id="numbers by value"),
        pytest.param("en", ["★ Star", "7 Days", "10 Days", "Alpha"], id="signs, numbers, letters"),
        pytest.param("en", ["“Peace”", "Pearl"], id="quotation marks count for nothing"),
        pytest.param(
            "en",
            ["Zug", "Ωμέγα", "Яков", "Ֆլորա", "ჰო", "תל", "ياسر", "हिन्दी", "ไทย", "わに", "힘", "一", "𠀀"],
            id="scripts in a reader's order",
        ),
        pytest.param("sv", ["Abba", "Zebra", "Ådalen", "Ängel", "Östersund"], id="Swedish ends with å ä ö"),
        pytest.param("fi", ["Zebra", "Åbo", "Äänekoski", "Öja"], id="Finnish too"),
        pytest.param("da", ["Aalborg", "Zebra", "Ærø", "Østerbro", "Århus"], id="Danish ends with æ ø å"),
        pytest.param("nb-NO", ["Zebra", "Ås"], id="a region does not hide the language"),
        pytest.param("de", ["Ober", "Öberg", "Obst"], id="German ö is an o"),
        pytest.param("es", ["Nube", "Nzo", "Ñandú", "Oca"], id="Spanish ñ follows n"),
        pytest.param("pl", ["Luz", "Łódź", "Mak"], id="Polish ł follows l"),
        pytest.param("pl", ["Zorza", "Źródło", "Żaba"], id="Polish z ź ż"),
        pytest.param("cs", ["Cena", "Czar", "Čech", "Hrad", "Chata", "Ivan"], id="Czech ch follows h"),
        pytest.param("et", ["Sool", "Šokk", "Zoo", "Žanr", "Tallinn"], id="Estonian z follows s"),
        pytest.param("tr", ["Hasan", "ılık", "Irmak", "istanbul", "İzmir"], id="Turkish ı before i"),
        pytest.param("hu", ["Cukor", "Czakó", "Csaba", "Dob"], id="Hungarian cs follows c"),
        pytest.param("vi", ["An", "Ăn", "Ẩm", "Ấn"], id="Vietnamese letters with a tone mark"),
        pytest.param("ru", ["Ева", "Ёлка", "Ель"], id="Russian ё is a е"),
        pytest.param("ru", ["Ион", "Йод", "Кот"], id="й follows и"),
        pytest.param("uk", ["Гай", "Ґанок", "Ева", "Єва", "Ирій", "Іван", "Їжак", "Йосип"], id="Ukrainian"),
        pytest.param("mk", ["Дом", "Ѓорѓи", "Ера"], id="Macedonian ѓ follows д"),
        pytest.param("ja", ["カス", "ガス", "かすみ", "さくら"], id="kana by sound"),
        pytest.param("ko", ["가나", "각", "나", "히"], id="Hangul syllable by syllable"),
        pytest.param("th", ["กรุงเทพ", "เกาะ", "ขอนแก่น"], id="Thai by consonant"),
    ],
)
def test_names_are_in_the_order_a_reader_expects(language: str, in_order: list[str]) -> None:
    assert sorted(in_order, key=lambda name: sort_key(name, language)) == in_order


@pytest.mark.parametrize(
    ("language", "name", "letter"),
    [
        ("en", "eagle", "E"),
        ("en", "Émile", "E"),
        ("en", "Œuvre", "O"),
        ("en", "“Quoted”", "Q"),
        ("en", "1984", OTHER),
        ("en", "٣ أيام", OTHER),
        ("en", "★ Star", OTHER),
        ("en", "", OTHER),
        ("en", "…", OTHER),
        ("en", "Йога", "Й"),
        ("en", "თბილისი", "თ"),
        ("en", "أحمد", "ا"),
        ("en", "김정은", "ㄱ"),
        ("en", "까치", "ㄱ"),
        ("en", "ガス", "か"),
        ("en", "んだ", "わ"),
        ("en", "東京", HAN),
        ("en", "𠀀", HAN),
        ("en", "เชียงใหม่", "ช"),
        ("en", "ｆｕｌｌ", "F"),
        ("sv", "Åland", "Å"),
        ("sv", "A\u030aland", "Å"),
        ("da", "Ærø", "Æ"),
        ("cs", "Chata", "Ch"),
        ("tr", "istanbul", "İ"),
        ("tr", "Irmak", "I"),
    ],
)
def test_a_name_is_filed_under_a_letter(language: str, name: str, letter: str) -> None:
    assert initial(name, language) == letter


@given(st.lists(NAMES, max_size=20), LANGUAGES)
def test_no_letter_heads_two_places(names: list[str], language: str) -> None:
    """Headings follow the order: grouping the sorted names by initial gives each letter once."""
    ordered = sorted(names, key=lambda name: sort_key(name, language))
    headings = [letter for letter, _ in groupby(ordered, key=lambda name: initial(name, language))]
    assert len(headings) == len(set(headings))


@given(st.lists(NAMES, unique=True, max_size=20), LANGUAGES)
def test_different_names_never_tie(names: list[str], language: str) -> None:
    keys = sorted(sort_key(name, language) for name in names)
    assert all(one < other for one, other in pairwise(keys))


@given(NAMES, LANGUAGES)
def test_composed_and_decomposed_names_differ_only_in_the_last_part(name: str, language: str) -> None:
    composed, decomposed = unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name)
    assert sort_key(composed, language)[:3] == sort_key(decomposed, language)[:3]


def test_a_number_of_five_thousand_digits_is_only_a_number() -> None:
    assert sort_key("9" * 4999, "en") < sort_key("1" + "0" * 4999, "en")


@pytest.mark.parametrize("language", sorted(ALPHABETS))
def test_alphabets_name_letters_once_in_composed_lower_case(language: str) -> None:
    letters = [letter for letter, _ in ALPHABETS[language]]
    assert len(letters) == len(set(letters))
    assert all(letter == unicodedata.normalize("NFC", letter).lower() for letter in letters)


def test_expansions_and_cyrillic_are_single_letters() -> None:
    assert all(len(letter) == 1 for letter in EXPANSIONS)
    assert all(len(letter) == len(base) == 1 for letter, base in CYRILLIC)
