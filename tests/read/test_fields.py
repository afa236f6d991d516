"""Values of front matter: what each type accepts, and what is said where it does not."""

from __future__ import annotations

import re
import unicodedata
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import SourcePath
from generator.problems import Position
from generator.read.fields import Fields, Reading, Value, as_json, listed, quoted
from generator.read.nodes import Mapping, Scalar, Sequence
from generator.read.readers import line
from generator.read.shapes import (
    Unfit,
    checked_country,
    checked_image,
    checked_language,
    checked_sha256,
    checked_site_path,
    checked_url,
)
from tests.read.given import article, good

# What is absent


@pytest.mark.parametrize("nothing", ["", "~", "null", '""', '"   "', '"\\u200b"', "[]"])
def test_a_key_without_a_value_is_as_good_as_no_key(nothing: str) -> None:
    assert good(f"summary:\ntags: {nothing}").tags == ()


@pytest.mark.parametrize("word", ["Null", '"null"', "NO", "1.10", "012", "0x1F", "1e3", ".inf", "2023-06-25"])
def test_a_text_stays_a_text(word: str) -> None:
    assert good(f"dateline: {word}").dateline == word.strip('"')


def test_an_empty_item_is_said_and_left_out() -> None:
    found, problems = article("tags:\n  - war\n  -\n")
    assert found is not None
    assert [tag.name for tag in found.tags] == ["war"]
    assert problems == ['7:4 warning[empty-item] "tags" has an empty item']


@pytest.mark.parametrize("key", ["tags", "byline", "stories", "aliases"])
def test_a_single_value_is_a_list_of_one(key: str) -> None:
    assert len(getattr(good(f"{key}: /a/"), key)) == 1


# Shapes of values


@pytest.mark.parametrize(
    ("front", "problem"),
    [
        (
            "summary: [a, b]",
            (
                '5:10 error[wrong-shape] "summary" must be text, not a list '
                "(a text that begins with a bracket or a brace must be quoted)"
            ),
        ),
        (
            "dateline: {a: b}",
            (
                '5:11 error[wrong-shape] "dateline" must be text, not a mapping '
                "(a text that begins with a bracket or a brace must be quoted)"
            ),
        ),
        (
            "source: https://example.org/",
            (
                '5:9 error[wrong-shape] "source" must be a mapping, not text '
                "(write it like this: source: {url: https://example.org/news, retrieved: 2023-06-26})"
            ),
        ),
        (
            "tags: [[a]]",
            (
                '5:8 error[wrong-shape] an item of "tags" must be text, not a list '
                "(a text that begins with a bracket or a brace must be quoted)"
            ),
        ),
        ("draft: maybe", '5:8 error[bad-boolean] "draft" is "maybe"; it must be true or false'),
        (
            "type: newz",
            (
                '5:7 error[bad-choice] "type" is "newz"; it must be news, analysis, opinion, dispatch, interview or '
                'editorial (did you mean "news"?)'
            ),
        ),
        (
            "source: {url: example.org}",
            (
                '5:15 error[bad-url] "source.url" is "example.org", which is not a web address '
                "(it must start with https:// or http://)"
            ),
        ),
        (
            "lang: en_us",
            '5:7 error[bad-language] "lang" is "en_us", which is not a BCP 47 language tag (did you mean "en-US"?)',
        ),
        (
            "source: {sha256: abc}",
            (
                '5:18 error[bad-checksum] "source.sha256" is "abc", which is not a SHA-256 checksum '
                "(it has 64 digits, 0 to 9 and a to f)"
            ),
        ),
    ],
)
def test_a_wrong_value_is_said_where_it_stands(front: str, problem: str) -> None:
    found, problems = article(front)
    assert problems == [problem]
    assert found is not None  # an optional field does not take the article with it


@pytest.mark.parametrize(
    ("written", "meant"), [("true", True), ("Yes", True), ("no", False), ("FALSE", False), ('"yes"', True)]
)
def test_draft_is_a_word_for_true_or_false(written: str, *, meant: bool) -> None:
    assert good(f"draft: {written}").draft is meant


def test_every_wrong_field_of_a_file_is_said_in_one_reading() -> None:
    _, problems = article("type: x\nlang: french\nupdated: 2023-13-01\ndraft: 1\nsource: {url: 'ftp://a'}\nid: a/b")
    assert [problem.partition(" ")[0] for problem in sorted(problems)] == ["10:5", "5:7", "6:7", "7:10", "8:8", "9:15"]


# Text


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ('"  a\\n\\tb  "', "a b"),
        ('"a\\u2028b"', "a b"),
        ('"« a »"', "« a »"),  # no-break spaces are typography
        ('"שלום\\u200f!"', "שלום\u200f!"),  # a direction mark is orthography
        ('"<script>{{ 7*7 }}</script>"', "<script>{{ 7*7 }}</script>"),
    ],
)
def test_a_line_has_single_spaces(written: str, kept: str) -> None:
    assert good(f"dateline: {written}").dateline == kept


@given(st.text(alphabet=st.one_of(st.sampled_from(" \t\n\u00a0\u2028\u200d\u202ea."), st.characters())))
def test_a_line_is_what_its_definition_says(written: str) -> None:
    """White space single but for no-break spaces, no controls, no characters that turn the direction."""
    single = re.sub("[ \t\n\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+", " ", written).strip()
    refused = [chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))]
    kept = [one for one in single if unicodedata.category(one) not in {"Cc", "Cs"} and one not in refused]
    node = Scalar(text=written, at=Position(1, 1))
    assert line(Value("k", node, Reading(SourcePath("a.md"), ZoneInfo("UTC"), Position(1, 1)))) == "".join(kept).strip()


@pytest.mark.parametrize("written", ['"a\\u202eb"', '"a\\u2066b"', '"a\\u0007b"', '"a\\u009bb"', '"ab\\0"'])
def test_control_characters_are_left_out_of_a_line_with_a_warning(written: str) -> None:
    found, problems = article(f"dateline: {written}")
    if found is not None and found.dateline is not None:  # the YAML loader may refuse the escape before
        assert found.dateline == "ab"
    assert len(problems) == 1


# Shapes of text


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org",
        "http://example.org:8080/a?b=c&d#e",
        "https://пример.рф/путь",
        "https://web.archive.org/web/2023/https://example.org/",
        "http://[2001:db8::1]/",
        "https://example.org/a@b",
    ],
)
def test_a_web_address_is_kept_as_written(address: str) -> None:
    assert checked_url(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "example.org",
        "//example.org/",
        "https://",
        "https:///path",
        "https:example.org",
        "ftp://example.org/",
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "https://user:secret@example.org/",
        "https://user@example.org/",
        "https://example.org:port/",
        "https://example.org:99999/",
        "https://example.org:0/",
        "https://exa mple.org/",
        "https://example.org/\u202e",
        "https://example.org/\0",
        'https://example.org/"onclick="x',
        "https://example.org\\@evil.org/",
        "http://[::1",
        "http://℀.org/",
        "https://\ud800.org/",
    ],
)
def test_what_is_no_plain_web_address_is_refused(address: str) -> None:
    assert isinstance(checked_url(address), Unfit)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("/old/url/", "/old/url/"),
        ("/a.html", "/a.html"),
        ("/caf%C3%A9/", "/café/"),
        ("/cafe\u0301/", "/café/"),
        ("/old/url", "/old/url"),
        ("/news.PHP", "/news.PHP"),
        ("/v1.2/", "/v1.2/"),
        ("/.well-known/security/", "/.well-known/security/"),
    ],
)
def test_a_site_path_is_kept_decoded_in_nfc(written: str, kept: str) -> None:
    assert checked_site_path(written) == kept


@pytest.mark.parametrize(
    "path",
    [
        "old/",
        "//example.org/",
        "https://example.org/",
        "/../x",
        "/a/../../b",
        "/a/%2e%2e/b",
        "/a/%252e%252e/b",
        "/a\\..\\b",
        "/a%5cb",
        "/a%00b",
        "/a\0b",
        "/a//b",
        "/./a",
        "/a?b",
        "/a%3Fb",
        "/a#b",
        "/%zz/",
        "/%ff/",
        "/C:/windows",
        "/" + "a" * 201,
        "/a" * 600,
        '/"><script>',
        "/\ud800",
        "/",
        "/.git/config",
        "/.nojekyll",
        "/old/.well-known/",
        "/CNAME",
        "/cname/",
        "/nul",
        "/old/con.html",
        "/aux/",
        "/what*/",
        "/a|b/",
        "/12:30/",
        "/old./",
        "/old /",
        "/v1.2",  # a host would serve it as an unknown kind of file
        "/feed.xml",
        "/paper.pdf",
        "/style.css",
    ],
)
def test_a_path_that_leaves_the_site_or_makes_no_page_is_refused(path: str) -> None:
    assert isinstance(checked_site_path(path), Unfit)


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("en", "en"),
        ("EN-gb", "en-GB"),
        ("no", "no"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("sr-LATN", "sr-Latn"),
        ("es-419", "es-419"),
        ("de-ch-1996", "de-CH-1996"),
        ("EN-A-BBB-x-A-CCCC", "en-a-bbb-x-a-cccc"),
        ("x-Klingon", "x-klingon"),
        ("grc", "grc"),
    ],
)
def test_a_language_tag_has_its_usual_case(written: str, tag: str) -> None:
    assert checked_language(written) == tag


@pytest.mark.parametrize("tag", ["", "e", "english", "en-", "en--US", "en_US", "de-12345678901", "ко", "en-US-", "a-b"])
def test_what_is_no_language_tag_is_refused(tag: str) -> None:
    assert isinstance(checked_language(tag), Unfit)


@pytest.mark.parametrize(
    ("written", "kept"), [("no", "NO"), ("KP", "KP"), ("North Korea", "North Korea"), ("日本", "日本"), ("USA", "USA")]
)
def test_a_country_is_two_letters_or_a_name(written: str, kept: str) -> None:
    assert checked_country(written) == kept


@pytest.mark.parametrize("country", ["x", "12", "1", "a1"])
def test_what_is_no_country_is_refused(country: str) -> None:
    assert isinstance(checked_country(country), Unfit)


def test_a_checksum_is_64_hex_digits_in_lower_case() -> None:
    assert checked_sha256("AB" * 32) == "ab" * 32
    assert isinstance(checked_sha256("ab" * 31), Unfit)
    assert isinstance(checked_sha256("zz" * 32), Unfit)


@pytest.mark.parametrize("path", ["photo.jpg", "../img/a b.png", "/assets/a.webp", "https://example.org/a.jpg"])
def test_an_image_is_a_path_or_an_address(path: str) -> None:
    assert checked_image(path) == path


@pytest.mark.parametrize(
    "path", ["//x/a.jpg", "javascript:x", "data:image/png;base64,x", "https://user@x/a.jpg", "a\0.jpg", "C:a.jpg"]
)
def test_what_is_no_image_is_refused(path: str) -> None:
    assert isinstance(checked_image(path), Unfit)


# Fields


def test_a_key_that_nothing_asked_for_is_unknown() -> None:
    place = Position(3, 1)
    mapping = Mapping(
        entries=((Scalar(text="a", at=place), Scalar(text="1", at=place)), (Scalar(text="b", at=place),) * 2), at=place
    )
    fields = Fields(mapping, Reading(SourcePath("x"), None, place))  # type: ignore[arg-type]
    assert fields.one("a", line) == "1"
    assert [key.text for key, _ in fields.unknown()] == ["b"]


def test_a_node_is_said_as_compact_json_with_sorted_keys() -> None:
    place = Position(1, 1)
    text = Scalar(text="é\ud800", at=place)
    node = Mapping(
        entries=((Scalar(text="b", at=place), text), (Scalar(text="a", at=place), Sequence(items=(text,), at=place))),
        at=place,
    )
    assert as_json(node) == '{"a":["é"],"b":"é"}'


def test_a_message_repeats_a_long_or_odd_value_shortly() -> None:
    assert quoted("x" * 5000) == f'"{"x" * 79}…"'
    assert quoted("a\x1b[31m\n\u202eb") == '"a[31m b"'


@pytest.mark.parametrize(("words", "text"), [(["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c")])
def test_words_are_listed_as_a_sentence_does(words: list[str], text: str) -> None:
    assert listed(words, "or") == text
