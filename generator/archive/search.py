"""The names of a whole archive, looked for in one text after another.

What counts as a mention is `mentions`' to say; this only spares it the names that cannot be in a text, because a word
of theirs is not. So a text costs as much as the names in it, however many the archive has.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from generator.archive.mentions import Mention, Wanted, mentions
from generator.archive.names import fold

# Scripts in which a name need not be a word of its own: kana, ideographs, Hangul (particles follow), Thai to Khmer.
_RUN_ON = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\U00020000-\U0003ffff]+"
)
_WORD = re.compile(r"[^\W_]+")
_JOINS = re.compile("[\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]")  # Hangul letters that become one syllable


class _Spelled(NamedTuple):
    """One spelling of a name, and the pieces that a text must have for it to be there."""

    key: str
    pieces: frozenset[str]


class Search(NamedTuple):
    """What to look for, each name under that of its words which the fewest names have."""

    wanted: Mapping[str, Wanted]
    by_piece: Mapping[str, Sequence[_Spelled]]


def search_for(wanted: Iterable[Wanted]) -> Search:
    """A search for all of these; each has a key of its own."""
    everyone = {one.key: one for one in wanted}
    spelled = [_Spelled(one.key, _pieces(fold(name))) for one in everyone.values() for name in one.strong]
    common = Counter(piece for one in spelled for piece in one.pieces)
    by_piece: dict[str, list[_Spelled]] = {}
    for one in spelled:
        if one.pieces:
            by_piece.setdefault(min(one.pieces, key=lambda piece: (common[piece], piece)), []).append(one)
    return Search(wanted=everyone, by_piece=by_piece)


def named_in(text: str, search: Search) -> tuple[Mention, ...]:
    """Every strong mention in a text of what is looked for, as `mentions` finds them."""
    pieces = _pieces_of(text)
    keys = {
        one.key: None
        for piece in sorted(pieces & search.by_piece.keys())
        for one in search.by_piece[piece]
        if one.pieces <= pieces
    }
    return mentions(text, [search.wanted[key] for key in sorted(keys)]) if keys else ()


def _pieces_of(text: str) -> frozenset[str]:
    """What `_pieces` has of the folded text; of most texts only the words need to be folded.

    (Measured: 5,000 articles in many scripts take 4 s and not 12.)
    """
    if not all(map(_keeps_words, set(text))):
        return _pieces(fold(text))
    words = set(_WORD.findall(_RUN_ON.sub(" ", text)))
    runs = " ".join(set(_RUN_ON.findall(text)))
    return _pieces(fold(runs)).union(word.lower() if word.isascii() else fold(word) for word in words)


@lru_cache(maxsize=10_000)
def _keeps_words(char: str) -> bool:
    """Whether a character is folded as what it is, whatever stands beside it: a part of words, or what parts them."""
    if _JOINS.match(char) or (unicodedata.category(char)[0] not in "LNPSZ" and char not in "\t\n\0"):
        return False
    folded = fold(char)
    if _RUN_ON.match(char):
        return _RUN_ON.fullmatch(folded) is not None
    if char.isalnum():
        return folded.isalnum() and not _RUN_ON.search(folded)
    return not any(one.isalnum() for one in folded)


def _pieces(folded: str) -> frozenset[str]:
    """The words of a folded text; where it is written without spaces, each character and each two that follow."""
    pieces = set(_WORD.findall(_RUN_ON.sub(" ", folded)))
    for run in _RUN_ON.findall(folded):
        pieces.update(run)
        pieces.update(run[at : at + 2] for at in range(len(run) - 1))
    return frozenset(pieces)
