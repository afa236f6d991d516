"""The names of a whole archive in a text: what `mentions` would find, without asking it for every name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.archive.mentions import Wanted, mentions
from generator.archive.names import fold
from generator.archive.search import _pieces, _pieces_of, named_in, search_for

NAMES = ("Im Chon Il", "Im Chon-il", "Korea", "North Korea", "N. Korea", "임천일", "林天一", "กรุงเทพ", "O'Neill", "C++")
PIECES = (*NAMES, "KOREA", "korea", "은 말했다", "、", " ", ", ", "-", "x", "Im Chon\u2011il", "O’Neill")
TEXTS = st.lists(st.sampled_from(PIECES), max_size=12)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Im Chon Il met KOREA.", ["Im Chon Il", "KOREA"]),
        ("North Korea", ["North Korea"]),
        ("임천일은 말했다", ["임천일"]),
        ("今日林天一在平壤", ["林天一"]),
        ("korea", []),
        ("", []),
    ],
)
def test_names_are_found_where_they_are_written(text: str, named: list[str]) -> None:
    search = search_for(Wanted(name, (name,)) for name in NAMES)
    assert [text[found.start : found.end] for found in named_in(text, search)] == named


@given(TEXTS.map("".join))
def test_the_search_finds_what_looking_for_every_name_does(text: str) -> None:
    wanted = [Wanted(name, (name,)) for name in sorted(NAMES)]
    assert named_in(text, search_for(wanted)) == mentions(text, wanted)


@given(st.text())
def test_the_words_of_any_text_are_those_of_its_folded_form(text: str) -> None:
    assert _pieces_of(text) == _pieces(fold(text))
