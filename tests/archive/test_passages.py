"""Passages that articles share, and the same passage in many."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.archive.fingerprints import candidates, fingerprints, reduced
from generator.archive.passages import (
    LONGEST_GAP,
    QUOTED,
    SHORTEST,
    Cluster,
    Shared,
    clusters,
    shared_passages,
)
from generator.archive.wording import LONGEST_WORD, words

SCRIPTS = {
    "Latin": "abcdefghijklmnopqrstuvwxyzéßø",
    "Cyrillic": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "Hangul": "가나다라마바사아자차카타파하북한러시",
    "ideographs": "平壌放送軍事同盟大使外務次官朝鮮人民国家",
}
WEIGHTS = {"Hangul": 2, "ideographs": 3}


def made_up(seed: object, letters: int, script: str = "Latin") -> str:
    """Words that are of nobody else, of so many letters (as passages count them) or a few more."""
    chance = Random(repr(seed))  # noqa: S311 - nothing is kept secret
    found: list[str] = []
    while len("".join(found)) * WEIGHTS.get(script, 1) < letters:
        found.append("".join(chance.choices(SCRIPTS[script], k=chance.randint(2, 9))))
    return ("" if script == "ideographs" else " ").join(found)


def check(a: str, b: str) -> tuple[Shared, ...]:
    """The passages of two texts, which are what they are said to be."""
    passages = shared_passages(a, b)
    assert shared_passages(b, a) == tuple(sorted(passage.swapped() for passage in passages))
    assert list(passages) == sorted(passages)
    for text, places in (
        (a, [(passage.a_start, passage.a_end) for passage in passages]),
        (b, sorted((passage.b_start, passage.b_end) for passage in passages)),
    ):
        found = words(text)
        long = [(start, end) for start, end in found if end - start > LONGEST_WORD]
        starts, ends = ({word[at] for word in found} for at in (0, 1))
        last = 0
        for start, end in places:
            assert last <= start < end <= len(text)
            assert start in starts or any(first < start < behind for first, behind in long)
            assert end in ends or any(first < end < behind for first, behind in long)
            last = end
    for passage in passages:
        assert SHORTEST <= passage.matches <= min(len(reduced(text).letters) for text in both(a, b, passage))
    return passages


def both(a: str, b: str, passage: Shared) -> tuple[str, str]:
    return a[passage.a_start : passage.a_end], b[passage.b_start : passage.b_end]


# Two texts

SAID = "the strong army and people would surely overcome all trials and ordeals and emerge victorious"
PUT = "voiced firm conviction that the armed revolt would be put down in conformity with the will of all people"

KOREAN = "강한 군대와 인민은 반드시 시련을 이겨내고 특수 군사작전에서 승리할"
JAPANESE = "強大な軍隊と人民が必ず試練を克服し特殊軍事作戦で勝利する"


def expected(text: str) -> tuple[str, list[str]]:
    """A text whose passages stand in brackets, and they."""
    return re.sub(r"[\[\]]", "", text), re.findall(r"\[(.*?)\]", text, re.DOTALL)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        # Word for word, wherever it stands.
        (f"He said that [{SAID}].", f"“[{SAID}],” they wrote."),
        (f"[{SAID}]", f"[{SAID}]"),
        # Capitals, diacritics, punctuation, white space and divided words are of no account.
        (f"Now [{SAID.upper()}]!", f"Later [{SAID.replace(' ', chr(10))}]!"),
        (f"Now [{SAID}]!", f"Later [{SAID.replace('army and', 'ármy – and').replace('overcome', 'over-come')}]!"),
        # Other words and spellings, and misread letters.
        (f"Now [{SAID}]!", f"Later [{SAID.replace('army', 'troops').replace('surely', 'certainly')}]!"),
        (f"Now [{SAID}]!", f"Later [{SAID.replace('army', 'arrny').replace('ordeals', 'ordea1s')}]!"),
        # A clause put in, or left out.
        (f"Now [{SAID}]!", f"Later [{SAID.replace('overcome', 'and, as everybody knows, soon overcome')}]!"),
        (f"Now [{SAID}]!", f"Later [{SAID.replace(' and ordeals', '')}]!"),
        # Words at its edges that agree in some letters only are none of it.
        (f"Today [{SAID}] again", f"Monday [{SAID}] against"),
        # Two passages, also in another order.
        (f"[{SAID}]. He had {made_up(1, 200)} [{PUT}]", f"[{SAID}]. She {made_up(2, 200)} [{PUT}]."),
        (f"[{SAID}]. He had [{PUT}]", f"She [{PUT}]. Not so [{SAID}]"),
        # Twice in both; and twice in one, where it has one place in the other.
        (f"[{SAID}] {made_up(1, 300)} [{SAID}]", f"[{SAID}]; {made_up(2, 300)} [{SAID}]"),
        (f"[{SAID}] {made_up(1, 300)} {SAID}", f"Later [{SAID}]"),
        # Too little: a stock phrase, or as many letters with others between them.
        ("the Democratic People's Republic of Korea (DPRK)", "of the Democratic People’s Republic of Korea, or"),
        (SAID, " ".join(word + made_up(word, 9) for word in SAID.split())),
        # Hangul, and ideographs, which no spaces divide.
        (f"그는 [{KOREAN}] 것이라고", f"[{KOREAN}] 거라 했다"),
        (f"彼は[{JAPANESE}]。", f"記事「[{JAPANESE}]」よ"),
        ("", ""),
    ],
)  # fmt: skip
def test_what_two_texts_share(a: str, b: str) -> None:
    (a, in_a), (b, in_b) = expected(a), expected(b)
    passages = check(a, b)
    assert [both(a, b, passage)[0] for passage in passages] == in_a
    assert sorted(both(a, b, passage)[1] for passage in passages) == sorted(in_b)


def test_a_sentence_put_in_parts_no_passage_and_a_paragraph_does() -> None:
    first, second = made_up(1, 300), made_up(2, 300)
    for letters, passages in ((LONGEST_GAP - 20, 1), (LONGEST_GAP + 20, 2)):
        assert len(check(f"{first} {second}", f"{first} {made_up(3, letters)} {second}")) == passages


def test_a_passage_with_another_within_it_is_not_one() -> None:
    """All three are in both texts, and none is lost."""
    first, second, within = made_up(1, 300), made_up(2, 300), made_up(3, 80)
    passages = check(f"{first} {within} {second}", f"{within} … {first}\n\n{second}")
    assert sorted(passage.matches for passage in passages) == sorted(
        len(reduced(text).letters) for text in (first, second, within)
    )


@settings(max_examples=200)
@given(st.integers(), st.sampled_from(sorted(SCRIPTS)), st.lists(st.integers(0, 200), min_size=4, max_size=4))
def test_fifty_letters_in_common_are_found(seed: int, script: str, around: list[int]) -> None:
    passage = made_up(seed, SHORTEST, script)
    before_a, behind_a, before_b, behind_b = (made_up((seed, at), letters, script) for at, letters in enumerate(around))
    a, b = f"{before_a} {passage} {behind_a}", f"{before_b} {passage} {behind_b}"
    start_a, start_b = len(before_a) + 1, len(before_b) + 1
    assert any(
        found.a_start <= start_a
        and found.b_start <= start_b
        and found.a_end >= start_a + len(passage)
        and found.b_end >= start_b + len(passage)
        for found in check(a, b)
    )


FEW = st.sampled_from(["a", "b", "ab", "ba", "aab", "c"])


@settings(max_examples=200)
@given(st.lists(st.lists(FEW, max_size=60).map(" ".join), min_size=4, max_size=4), st.lists(FEW, min_size=50))
@example(["b ba a a a a ba a a ab ba ab ab ab ab b", "", "", "b ba a a a a ba a a ab ba ab ab ab ab ba"], ["a"] * 50)
def test_fifty_letters_in_common_are_found_in_the_most_repetitive_texts(around: list[str], passage: list[str]) -> None:
    before_a, behind_a, before_b, behind_b = around
    assert check(" ".join([before_a, *passage, behind_a]), " ".join([before_b, *passage, behind_b]))


def misread(text: str, share: float, chance: Random) -> str:
    """A text with other, more or fewer characters."""
    return "".join(
        chance.choice(["", char + chance.choice(SCRIPTS["Latin"]), chance.choice(SCRIPTS["Latin"])])
        if chance.random() < share
        else char
        for char in text
    )


@pytest.mark.parametrize(("share", "found"), [(0.01, 0.99), (0.03, 0.98), (0.05, 0.96)])
def test_a_badly_read_passage_is_found_nearly_whole(share: float, found: float) -> None:
    """On average; of 200 letters one in twenty wrong leaves now and then nothing to go by."""
    shares = []
    for seed in range(100):
        passage, before = made_up(("passage", seed), 200), made_up(("before", seed), 300)
        a = f"{before} {passage} {made_up(('behind', seed), 300)}"
        chance = Random(seed)  # noqa: S311
        b = f"{made_up(('b', seed), 200)} {misread(passage, share, chance)} {made_up(('c', seed), 300)}"
        start, end = len(before) + 1, len(before) + 1 + len(passage)
        overlaps = [min(end, one.a_end) - max(start, one.a_start) for one in check(a, b)]
        shares.append(sum(overlap for overlap in overlaps if overlap > 0) / len(passage))
    assert sum(shares) / len(shares) > found


@settings(max_examples=50)
@given(st.integers(), st.sampled_from(sorted(SCRIPTS)))
def test_where_nothing_is_shared_nothing_is_found(seed: int, script: str) -> None:
    assert check(made_up((seed, "a"), 2_000, script), made_up((seed, "b"), 2_000, script)) == ()


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_two_texts_can_be_compared(a: str, b: str) -> None:
    check(a, b)
    check(a + b * 3, b * 2 + a)


SENTENCES = [f"{made_up(number, 60)}. " for number in range(1_000)]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("a" * 100_000, "a" * 90_000),
        ("a " * 50_000, "a " * 40_000),
        ("The same sentence, a thousand times. " * 1_000, "times. " + "The same sentence, a thousand times. " * 900),
        ("abcdefghijklmnopqrstuvwxyz" * 3_000, "abcdefghijklmnopqrstuvwxyza" * 3_000),
        ("".join(SENTENCES), "".join(sorted(SENTENCES))),
        ("".join(SENTENCES).replace(" ", ""), "".join(sorted(SENTENCES)).replace(" ", "")),
        ("".join(sentence[:30] for sentence in SENTENCES), "".join(sorted(sentence[:30] for sentence in SENTENCES))),
        ("".join(SENTENCES), misread("".join(SENTENCES), 0.3, Random(1))),  # noqa: S311
    ],
    ids=["a letter", "a word", "a sentence", "an alphabet", "shuffled", "without words", "short", "hardly legible"],
)
def test_no_text_takes_long(a: str, b: str) -> None:
    """Some seconds at most, where comparing each with each would take hours."""
    check(a, b)


# Many documents


def clustered(*texts: str) -> tuple[Cluster, ...]:
    """The clusters of all pairs."""
    pairs = {(i, j): check(texts[i], texts[j]) for j in range(len(texts)) for i in range(j)}
    return clusters(pairs, texts.__getitem__)


def quoted(texts: Sequence[str], cluster: Cluster) -> list[str]:
    return [f"{place.document}: {texts[place.document][place.start : place.end]}" for place in cluster.places]


def test_a_passage_in_several_documents_is_one_cluster() -> None:
    texts = [f"He: {SAID}.", f"She {made_up(1, 100)}", f"They: {SAID.replace('surely', 'soon')} soon", f"{SAID}!"]
    (cluster,) = clustered(*texts)
    assert quoted(texts, cluster) == [f"0: {SAID}", f"2: {SAID.replace('surely', 'soon')}", f"3: {SAID}"]


def test_passages_that_have_nothing_to_do_with_each_other_are_clusters_in_order() -> None:
    texts = [f"{PUT} {made_up(1, 300)} {SAID}", f"{SAID} {made_up(2, 300)}", f"{made_up(3, 300)} {PUT}"]
    assert [quoted(texts, cluster) for cluster in clustered(*texts)] == [
        [f"0: {PUT}", f"2: {PUT}"],
        [f"0: {SAID}", f"1: {SAID}"],
    ]


def test_a_document_that_repeats_a_passage_has_it_at_two_places() -> None:
    twice = f"{SAID}; {made_up(1, 300)} {SAID}"
    texts = [twice, f"{SAID}. {made_up(2, 300)} {SAID}"]
    (first, second) = clustered(*texts)
    assert first.places != second.places
    texts = [*texts, f"Later {SAID}"]  # connects neither more than the other
    assert sum(len(cluster.places) for cluster in clustered(*texts)) == 5


def test_what_is_quoted_of_a_dispatch_goes_with_it() -> None:
    dispatch = made_up("dispatch", 900)
    part = dispatch[dispatch.index(" ", 300) + 1 :][: QUOTED + 30].rsplit(" ", 1)[0]
    texts = [f"A {dispatch} {made_up(1, 100)}", f"{made_up(2, 300)} {part} B", f"C {dispatch}"]
    (cluster,) = clustered(*texts)
    assert [place.document for place in cluster.places] == [0, 1, 2]


def test_a_stock_phrase_does_not_make_one_of_two_dispatches() -> None:
    phrase = "the official Korean Central News Agency (KCNA) said in a statement on"
    one, other = (" ".join([made_up((name, 1), 400), phrase, made_up((name, 2), 400)]) for name in "ab")
    found = [
        [place.document for place in cluster.places] for cluster in clustered(one, f"A {one}", other, f"B {other}")
    ]
    assert [documents for documents in found if len(documents) == 2] == [[0, 1], [2, 3]]


def test_places_of_a_cluster_do_not_overlap() -> None:
    whole = made_up("whole", 1_000)
    half = len(whole) // 2
    texts = [whole, whole[: whole.index(" ", half + 90)], whole[whole.rindex(" ", 0, half - 90) + 1 :], f"{whole} X"]
    for cluster in clustered(*texts):
        for place, following in zip(cluster.places, cluster.places[1:], strict=False):
            assert place.document < following.document or place.end <= following.start


def test_an_id_stays_while_other_things_change() -> None:
    texts = [f"He {made_up(1, 100)} {SAID}. {PUT}", f"She {made_up(2, 200)} {SAID}. {PUT}"]
    (cluster,) = clustered(*texts)
    assert re.fullmatch("[0-9a-f]{8}", cluster.id)
    others = [
        [texts[1], texts[0]],
        [*texts, f"{made_up(3, 200)} {SAID}. {PUT} {made_up(4, 99)}"],
        [made_up(5, 300), *texts],
        [texts[0].upper(), texts[1].replace(". ", " – ")],
        [text.replace("the strong", "a weak") for text in texts],
    ]
    for changed in others:
        assert [one.id for one in clustered(*changed)] == [cluster.id]


def test_no_two_clusters_have_one_id() -> None:
    """Though the same words stand at both places."""
    texts = [f"{SAID}; {made_up(1, 300)} {SAID}", f"{SAID}. {made_up(2, 300)} {SAID}"]
    found = clustered(*texts)
    assert len({cluster.id for cluster in found}) == len(found) == 2


def test_no_pairs_make_no_clusters() -> None:
    assert clusters({}, str) == ()
    assert clusters({(0, 1): ()}, str) == ()


# Real texts


def test_two_articles_of_one_dispatch_share_what_they_quote(seeds: Path) -> None:
    a, b = (path.read_text(encoding="utf-8") for path in sorted(seeds.glob("*.txt")))
    passages = check(a, b)
    assert [passage.matches for passage in passages] == [62, 80, 140]
    retold, *quotations = (both(a, b, passage) for passage in passages)
    assert retold[0] != retold[1]
    for one, other in quotations:
        assert re.findall(r"\w+", one) == re.findall(r"\w+", other)


def test_old_newspapers_share_what_they_printed_alike(corpora: Path) -> None:
    """Badly read, so that hardly a passage is the same letter for letter; and nothing is shared across languages."""
    files = sorted((corpora / "newseye" / "content" / "articles").glob("*.md"))
    texts = [file.read_text(encoding="utf-8").split("\n---\n", 1)[1] for file in files]
    language = [re.findall(r"_(de|fi|fr|sv)_|$", file.stem)[0] for file in files]
    pairs = candidates([fingerprints(text) for text in texts], range(len(texts)))
    shared = {(one, other): check(texts[one], texts[other]) for one, other in pairs}
    found = clusters(shared, texts.__getitem__)
    assert len(found) > 50
    assert len({cluster.id for cluster in found}) == len(found)
    for cluster in found:
        assert len({language[place.document] for place in cluster.places} - {""}) <= 1
    assert sum(place.end - place.start > 500 for cluster in found for place in cluster.places) > 20
