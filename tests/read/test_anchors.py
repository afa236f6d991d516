"""A note stays on its words when the text around them changes, follows small changes, and is lost rather than moved."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from generator.model import TextQuote
from generator.read.anchors import Anchor, Anchors, Loss, Lost, anchor, quote_for
from generator.read.comparable import comparable, folded, is_edge, occurrences
from tests.read.test_fastmarkdown import bodies
from tests.read.texts import ANY, FEW, MIXED, PLAIN, WORDS

settings.register_profile("anchors", deadline=None, max_examples=200)
MADE_UP = settings.get_profile("anchors")
CHANGES = st.sampled_from(["", "a", "not ", "не ", "2", "x", " ", "한", "\u0301", "é", "\u00ad", ", "])


def marked(text: str, found: Anchor | Lost) -> str:
    """The text with the words in brackets, in angle brackets if they are approximate; or why they are lost."""
    if isinstance(found, Lost):
        return found.reason.value
    assert found.written == text[found.start : found.end]
    words = f"<{found.written}>" if found.approximate else f"[{found.written}]"
    return text[: found.start] + words + text[found.end :]


def quoted(exact: str, prefix: str = "", suffix: str = "") -> TextQuote:
    return TextQuote(exact=exact, prefix=prefix, suffix=suffix)


# Words as they were quoted


@pytest.mark.parametrize(
    ("quote", "text", "found"),
    [
        (quoted("firm belief"), "It is our firm belief.", "It is our [firm belief]."),
        (quoted(" firm\nbelief\n"), "our firm belief", "our [firm belief]"),  # as YAML folds lines
        (quoted("one two"), "one\n\ntwo", "[one\n\ntwo]"),  # across paragraphs
        (quoted("one two"), "one\u00a0two", "[one\u00a0two]"),
        (quoted("Niederlage"), "die Nieder\u00adlage.", "die [Nieder\u00adlage]."),
        (quoted("Nieder\u00adlage"), "die Niederlage.", "die [Niederlage]."),
        (quoted("é"), "e\u0301 e", "[e\u0301] e"),
        (quoted("e"), "e\u0301 e", "e\u0301 [e]"),  # a letter with an accent is another
        (quoted("e\u0301"), "é e", "[é] e"),
        (quoted("שלום"), "\u200fשלום\u200f עולם", "\u200f[שלום]\u200f עולם"),
        (quoted("❤"), "I ❤\ufe0f it", "I [❤\ufe0f] it"),
        (quoted("Straße"), "STRASSE Straße", "STRASSE [Straße]"),  # case counts
        (quoted("İ"), "i İ I", "i [İ] I"),
        (quoted("한국"), "\u1112\u1161\u11ab국", "[\u1112\u1161\u11ab국]"),
        (quoted("“"), "He: “Yes.”", "He: [“]Yes.”"),
        (quoted(""), "words", "not found"),
        (quoted(" \u00ad"), "words", "not found"),
        (quoted("words"), "", "not found"),
        (quoted("other"), "words", "not found"),
    ],
)
def test_words_are_found_as_a_reader_sees_them(quote: TextQuote, text: str, found: str) -> None:
    assert marked(text, anchor(text, quote)) == found


@pytest.mark.parametrize(
    ("quote", "text", "found"),
    [
        (quoted("man"), "a woman", "found inside longer words only"),
        (quoted("man"), "a woman and a man", "a woman and a [man]"),
        (quoted("man", prefix="wo"), "a woman and a man", "a wo[man] and a man"),  # said to be a part of a word
        (quoted("man", prefix="wo"), "a wo man", "a wo [man]"),
        (quoted("man", prefix="a wo "), "a woman", "found inside longer words only"),
        (quoted("man", prefix="the"), "the man and a man", "the [man] and a man"),  # its space got lost
        (quoted("20"), "20.5 percent", "found inside longer words only"),
        (quoted("20", suffix=".5"), "20.5 percent of 20", "[20].5 percent of 20"),
        (quoted("20"), "20. Then", "[20]. Then"),
        (quoted("Im Chon Il"), "Im Chon Ilin mukaan", "[Im Chon Il]in mukaan"),  # several words are themselves
        (quoted("rose to 20"), "rose to 20.5 percent", "found inside longer words only"),
        (quoted("Kim"), "Kim's", "[Kim]'s"),
        (quoted("김정은"), "김정은이 말했다", "[김정은]이 말했다"),  # nobody quotes the particle
        (quoted("京"), "東京都", "東[京]都"),  # no spaces, no edges
        (quoted("ו"), "שָׁלוֹם", "found inside longer words only"),
    ],
)
def test_a_word_is_not_found_inside_others(quote: TextQuote, text: str, found: str) -> None:
    assert marked(text, anchor(text, quote)) == found


@pytest.mark.parametrize(
    ("quote", "text", "found"),
    [
        (quoted("war"), "war and war", "found several times"),
        (quoted("war", prefix="and"), "war and war", "war and [war]"),
        (quoted("war", suffix=" and"), "war and war", "[war] and war"),
        (quoted("war", "a ", " b"), "a war b, a war c, d war b", "a [war] b, a war c, d war b"),
        (quoted("war", "a ", " b"), "a war b, a war b", "found several times"),
        (quoted("war", "a ", " x"), "a war b, c war d", "a [war] b, c war d"),  # one side is still there
        (quoted("war", "x ", " d"), "a war b, c war d", "a war b, c [war] d"),
        (quoted("war", "a ", " d"), "a war b, c war d", "found several times"),  # the sides do not agree
        (quoted("war", "a ", " d"), "a war b, a war c, c war d", "a war b, a war c, c [war] d"),
        (quoted("war", "x ", " y"), "a war b, c war d", "found several times"),
        (quoted("war", "x ", " y"), "a war b", "a [war] b"),  # nothing around it is there, but it is the only one
        (quoted("war", prefix="one\n\n"), "one\n\nwar, two war", "one\n\n[war], two war"),
        (quoted("aa"), "aa aaa aa", "found several times"),
    ],
)
def test_what_stands_around_words_decides_between_places(quote: TextQuote, text: str, found: str) -> None:
    assert marked(text, anchor(text, quote)) == found


@pytest.mark.parametrize(
    ("quote", "text", "places"),
    [
        (quoted("war"), "war and war", ["war", "war"]),
        (quoted("war", prefix="a "), "war, a war, a  war", ["war", "war"]),  # those that were meant
        (quoted("man"), "women and a woman", ["man"]),
        (
            quoted("the firm belief"),
            "the farm belief, a firm belief, the form belief",
            ["the farm belief", "the form belief"],
        ),
        (quoted("gone"), "nothing of it", []),
    ],
)
def test_a_lost_note_knows_its_possible_places(quote: TextQuote, text: str, places: list[str]) -> None:
    found = anchor(text, quote)
    assert isinstance(found, Lost)
    assert [text[start:end] for start, end in found.places] == places


# Words that were changed


@pytest.mark.parametrize(
    ("quote", "text", "found"),
    [
        (quoted("the firm belief"), "It is the form belief of all", "It is <the form belief> of all"),
        (quoted("the firm belief"), "It is the firm, belief", "It is <the firm, belief>"),
        (quoted("the firm belief"), "It is the firm beliefs", "It is [the firm belief]s"),
        (quoted("the firm belief"), "the firm disbelief", "not found"),
        (quoted("the firm belief"), "the form belief or the farm belief", "similar words found several times"),
        (quoted("firm"), "form", "not found"),
        (quoted("they do want the war to end"), "they do not want the war to end", "not found"),
        (
            quoted("they do want the war to end before the coming winter"),
            "they do not want the war to end before the coming winter",
            "<they do not want the war to end before the coming winter>",
        ),
        (quoted("in all 2023 soldiers fell"), "in all 2024 soldiers fell", "not found"),
        (quoted("in all 2023 soldiers fell"), "in all 2023 soldiers feel", "<in all 2023 soldiers feel>"),
        (quoted("in all 3.5 million people"), "in all 35 million people", "not found"),
        (
            quoted("Venäjän ulkoministeriö sanoo"),
            "Venäja\u0308n ulkoministeriö sanoi",
            "<Venäja\u0308n ulkoministeriö sanoi>",
        ),
        (quoted("Москва слезам не верит"), "Москва слезам уже не верит", "not found"),
        (quoted("Москва слезам не верит"), "Москве слезам не верит", "<Москве слезам не верит>"),
        (quoted("ſo viel Geſchrei"), "so viel Geſchrei", "<so viel Geſchrei>"),
    ],
)
def test_a_tenth_of_the_characters_may_change_but_no_number(quote: TextQuote, text: str, found: str) -> None:
    assert marked(text, anchor(text, quote)) == found


# Quoting


@pytest.mark.parametrize(
    ("text", "words", "quote"),
    [
        ("It is our [firm belief].", "firm belief", quoted("firm belief")),
        ("[war] and war", "war", quoted("war", suffix=" and")),
        ("war and [war]", "war", quoted("war", prefix="and ")),
        ("a war b, a [war] c c, d war c c", "war", quoted("war", "a ", " c")),
        ("the old man and the [old man]", "old man", quoted("old man", prefix="and the ")),
        ("a wo[man] and a man", "man", quoted("man", prefix="wo")),
        ("[wo]man", "wo", quoted("wo", suffix="man")),
        ("one[\n\ntwo] ", "two", quoted("two")),
        ("one\n\n[two] two", "two", quoted("two", suffix=" two")),
        ("a\u00a0\n[b] bb b", "b", quoted("b", prefix="a ")),
        ("[東]京都東", "東", quoted("東", suffix="京")),
        ("[Nieder\u00adlage\u00ad]", "Niederlage", quoted("Nieder\u00adlage")),  # as it is written
        ("q[\u0323]\u0307", "q\u0323\u0307", quoted("\u0323", "q", "\u0307")),
    ],
)
def test_the_shortest_quotation_of_words(text: str, words: str, quote: TextQuote) -> None:
    start, end = text.index("["), text.index("]") - 1
    text = re.sub(r"[\[\]]", "", text)
    assert quote_for(text, start, end) == quote
    found = anchor(text, quote)
    assert isinstance(found, Anchor)
    assert folded(found.written) in folded(words)


@pytest.mark.parametrize(("start", "end"), [(3, 3), (3, 4), (4, 3), (9, 9)])
def test_nothing_is_no_words(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="nothing to quote"):
        quote_for("one two", start, end)


class Span(NamedTuple):
    """A part of a text that begins and ends with what a reader sees, and divides no such thing."""

    text: str
    start: int
    end: int


@st.composite
def spans(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> Span:
    text = draw(texts.filter(folded))
    compared = comparable(text)
    seen = [at for at, char in enumerate(compared.folded) if char != " "]
    first, last = sorted((draw(st.sampled_from(seen)), draw(st.sampled_from(seen))))
    start, end = compared.stands_for(*compared.within(first, last + 1))  # what becomes two characters is not divided
    return Span(text, *compared.within(start, end))


@st.composite
def spans_of_words(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> Span:
    """The same without parts of words."""
    text = draw(texts.map(folded).filter(bool))
    edges = [at for at in range(len(text) + 1) if is_edge(text, at)]
    start = draw(st.sampled_from([at for at in edges if text[at : at + 1].strip(" ")]))
    return Span(text, start, draw(st.sampled_from([at for at in edges if at > start and text[at - 1] != " "])))


@MADE_UP
@given(spans(ANY))
@example(Span(" a  a a", 4, 5))
@example(Span("aaaaaa", 2, 4))
@example(Span("a1.5 1.5", 3, 4))
def test_any_words_are_found_again_by_their_quotation(span: Span) -> None:
    text, start, end = span
    assert anchor(text, quote_for(text, start, end)) == Anchor(start, end, approximate=False, written=text[start:end])


@settings(max_examples=50)
@given(spans_of_words(st.one_of(FEW, PLAIN)))
def test_no_shorter_quotation_of_whole_words_would_do(span: Span) -> None:
    text, start, end = span
    edges = [at for at in range(len(text) + 1) if is_edge(text, at)]
    quote, words = quote_for(text, start, end), anchor(text, quote_for(text, start, end))
    for begin in (start, *(at for at in edges if at < start and text[at] != " ")):
        for stop in (end, *(at for at in edges if at > end and text[at - 1] != " ")):
            shorter = quoted(text[start:end], text[begin:start], text[end:stop])
            if around(shorter) < around(quote):
                assert anchor(text, shorter) != words


def around(quote: TextQuote) -> int:
    """How many characters of a quotation are not its words."""
    return len(quote.prefix.strip()) + len(quote.suffix.strip())


@MADE_UP
@given(spans(st.one_of(PLAIN, MIXED)), st.data())
def test_edits_elsewhere_leave_a_note_where_it_is(span: Span, data: st.DataObject) -> None:
    """Or lose it, where the same words came in or what told them apart went."""
    text, start, end = span
    quote = quote_for(text, start, end)
    first, last = text.rfind(" ", 0, start) + 1, text.find(" ", end) % (len(text) + 1)
    before = changed(data, text[:first]) + " "
    edited = before + text[first:last] + " " + changed(data, text[last:])
    found = anchor(edited, quote)
    if len(list(occurrences(folded(text[start:end]), comparable(edited).folded))) > 1:
        assert not isinstance(found, Anchor) or folded(found.written) == folded(text[start:end])
    elif isinstance(found, Anchor):
        moved = len(before) - first
        assert found == Anchor(start + moved, end + moved, approximate=False, written=text[start:end])
    else:
        assert found.reason is Loss.INSIDE_WORDS  # a word was lengthened beside it


def changed(data: st.DataObject, text: str) -> str:
    """A text with some words other ones, more or gone."""
    words = text.split(" ")
    for _ in range(data.draw(st.integers(0, 3))):
        at = data.draw(st.integers(0, len(words)))
        words[at : at + data.draw(st.integers(0, 1))] = data.draw(st.lists(st.sampled_from(WORDS), max_size=2))
    return " ".join(words)


@MADE_UP
@given(spans(st.one_of(PLAIN, MIXED)), st.data())
def test_after_edits_in_its_words_a_note_is_lost_or_on_nearly_the_same(span: Span, data: st.DataObject) -> None:
    text, start, end = span
    quote = quote_for(text, start, end)
    words = list(text[start:end])
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(words)))
        words[at : at + data.draw(st.integers(0, 2))] = data.draw(CHANGES)
    edited = text[:start] + "".join(words) + text[end:]
    found = anchor(edited, quote)
    if isinstance(found, Anchor):
        exact, written = folded(quote.exact), folded(found.written)
        assert Levenshtein.distance(exact, written) <= len(exact) // 10
        assert found.approximate == (exact != written)
        assert re.findall(r"\d+", exact) == re.findall(r"\d+", written)


@given(spans(ANY), st.lists(spans(ANY), max_size=5))
def test_many_quotations_are_found_as_each_alone(span: Span, others: list[Span]) -> None:
    prepared = Anchors(span.text)
    for text, start, end in (span, *others):
        quote = quote_for(text, start, end)
        assert prepared.anchor(quote) == anchor(span.text, quote)


@pytest.mark.parametrize("corpus", ["newseye/content/articles", "18f/content", "digitalgov/content"])
def test_words_of_real_texts_are_found_again_by_their_quotation(corpus: str, corpora: Path) -> None:
    for body in bodies(corpora / corpus):
        prepared, compared = Anchors(body), comparable(body)
        words = list(re.finditer(r"\w+", body))
        for number in range(0, len(words), max(len(words) // 10, 1)):
            last = words[min(number + number % 7, len(words) - 1)]
            start, end = compared.within(*compared.stands_for(words[number].start(), last.end()))
            found = prepared.anchor(prepared.quote_for(start, end))
            assert found == Anchor(start, end, approximate=False, written=body[start:end])
