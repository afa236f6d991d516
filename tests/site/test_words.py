"""The site's own words: labels, counts, languages, countries, authorities, rights."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import ArticleType, Relation
from generator.site import words


def test_every_kind_of_article_and_relation_has_its_words() -> None:
    assert set(words.ARTICLE_TYPES) == set(ArticleType)
    assert set(words.RELATIONS) == set(Relation)


def test_a_relation_reads_from_both_ends() -> None:
    assert words.relation_label(Relation.QUOTES) == "Quotes"
    assert words.inverse_relation_label(Relation.QUOTES) == "Quoted by"


@pytest.mark.parametrize(
    ("number", "noun", "text"),
    [
        (1, "article", "1 article"),
        (2, "article", "2 articles"),
        (0, "story", "no stories"),
        (3796, "entity", "3,796 entities"),
        (2, "person", "2 people"),
        (2, "news agency", "2 news agencies"),
        (2, "day", "2 days"),
        (2, "index", "2 indexes"),
        (2, "match", "2 matches"),
    ],
)
def test_counting_in_english(number: int, noun: str, text: str) -> None:
    assert words.count_of(number, noun) == text


@pytest.mark.parametrize(
    ("tag", "language", "name"),
    [
        ("fr", "en", "French"),
        ("fr", "de", "Französisch"),
        ("ko", "ko", "한국어"),
        ("pt-BR", "en", "Brazilian Portuguese"),
        ("zh-Hant-HK", "en", "Traditional Chinese"),
        ("en-x-private", "en", "English"),
        ("qqq", "en", "qqq"),
        ("", "en", ""),
        ("fr", "tlh", "French"),
    ],
)
def test_a_language_is_called_by_its_name(tag: str, language: str, name: str) -> None:
    assert words.language_name(tag, language) == name


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("KP", "en", "North Korea"),
        ("kp", "de", "Nordkorea"),
        ("ZZ", "en", "Unknown Region"),
        ("QX", "en", "QX"),
        ("North Korea", "de", "North Korea"),
        ("001", "en", "001"),
    ],
)
def test_a_country_is_called_by_its_name(code: str, language: str, name: str) -> None:
    assert words.country_name(code, language) == name


@pytest.mark.parametrize(
    ("tag", "direction"),
    [
        ("en", "ltr"),
        ("ar", "rtl"),
        ("AR-eg", "rtl"),
        ("he", "rtl"),
        ("fa", "rtl"),
        ("ur-PK", "rtl"),
        ("yi", "rtl"),
        ("dv", "rtl"),
        ("ps", "rtl"),
        ("ckb", "rtl"),
        ("ug", "rtl"),
        ("sd", "rtl"),
        ("sd-Deva", "ltr"),
        ("ar-Latn", "ltr"),
        ("az-Arab", "rtl"),
        ("ku-Hebr", "rtl"),
        ("arn", "ltr"),
        ("", "ltr"),
        ("not a tag", "ltr"),
    ],
)
def test_the_script_decides_the_direction(tag: str, direction: str) -> None:
    assert words.text_direction(tag) == direction


@pytest.mark.parametrize(
    ("url", "label", "identifier"),
    [
        ("https://www.wikidata.org/entity/Q884", "Wikidata", "Q884"),
        ("http://viaf.org/viaf/102333412", "VIAF", "102333412"),
        ("https://d-nb.info/gnd/118540238", "GND", "118540238"),
        ("http://id.loc.gov/authorities/names/n79021164", "Library of Congress", "n79021164"),
        ("https://isni.org/isni/0000000121174585", "ISNI", "0000000121174585"),
        ("https://sws.geonames.org/1871859/", "GeoNames", "1871859"),
        ("https://orcid.org/0000-0002-1825-0097", "ORCID", "0000-0002-1825-0097"),
        ("https://data.bnf.fr/ark:/12148/cb11888266r", "BnF", "cb11888266r"),
        ("https://en.wikipedia.org/wiki/Pyongyang", "Wikipedia (en)", "Pyongyang"),
        ("https://ko.m.wikipedia.org/wiki/%ED%8F%89%EC%96%91%EC%8B%9C", "Wikipedia (ko)", "평양시"),
        ("https://notwikidata.org/Q1", "notwikidata.org", "Q1"),
        ("https://wikidata.org.evil.example/Q1", "wikidata.org.evil.example", "Q1"),
        ("just text", "just text", "just text"),
    ],
)
def test_an_identifier_names_its_authority(url: str, label: str, identifier: str) -> None:
    assert (words.authority_label(url), words.authority_id(url)) == (label, identifier)


@pytest.mark.parametrize(
    ("statement", "label"),
    [
        ("http://rightsstatements.org/vocab/InC/1.0/", "In copyright"),
        ("https://rightsstatements.org/page/NoC-US/1.0/?language=en", "No copyright – United States"),
        ("http://rightsstatements.org/vocab/XXX/1.0/", "rightsstatements.org"),
        ("https://creativecommons.org/licenses/by-sa/4.0/", "CC BY-SA 4.0"),
        ("https://creativecommons.org/licenses/by/3.0/de/", "CC BY 3.0 DE"),
        ("https://creativecommons.org/licenses/by/4.0/deed.fr", "CC BY 4.0"),
        ("https://creativecommons.org/licenses/by/4.0", "CC BY 4.0"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0 1.0"),
        ("https://creativecommons.org/publicdomain/mark/1.0/", "Public Domain Mark 1.0"),
        ("https://creativecommons.org/about/", "creativecommons.org"),
        ("https://www.times.example/terms", "times.example"),
        ("All rights reserved", "All rights reserved"),
    ],
)
def test_a_rights_statement_has_a_short_name(statement: str, label: str) -> None:
    assert words.rights_label(statement) == label


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.Example.org:8080/x", "example.org"),
        ("https://xn--mnchen-3ya.de/", "münchen.de"),
        ("https://xn--a-.example/", "xn--a-.example"),
        ("mailto:a@example.org", ""),
        ("javascript:alert(1)", ""),
        ("http://[broken", ""),
        ("", ""),
    ],
)
def test_the_host_of_a_web_address(url: str, host: str) -> None:
    assert words.host_of(url) == host


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://doi.org/10.5281/zenodo.4573313", "doi.org/10.5281/zenodo.4573313"),
        ("https://www.example.org/", "example.org"),
        ("https://example.org/view?id=12", "example.org/view?id=12"),
        ("https://example.org/caf%C3%A9", "example.org/café"),
        ("https://example.org/%E2%80%AEevil", "example.org/%E2%80%AEevil"),  # turns the text round: left as it is
        (f"https://example.org/news/{'x' * 30}/2023/06/the-mutiny", "example.org/…/the-mutiny"),
        (f"https://example.org/{'x' * 60}", f"example.org/{'x' * 48}…"),
        ("mailto:a@example.org", "mailto:a@example.org"),
    ],
)
def test_an_address_is_shown_by_its_host_and_its_end(url: str, shown: str) -> None:
    assert words.address_text(url) == shown


@given(st.text() | st.text().map("https://".__add__) | st.text().map("https://xn--".__add__))
def test_no_text_is_too_odd_for_a_label(text: str) -> None:
    for label in (
        words.authority_label,
        words.authority_id,
        words.rights_label,
        words.address_text,
        words.text_direction,
    ):
        assert isinstance(label(text), str)
    assert isinstance(words.language_name(text, text), str)
    assert isinstance(words.country_name(text, text), str)
