"""The names of a whole archive, looked for in one text after another.

What counts as a mention is `mentions`' to say; this only spares it the names that cannot be in a text, because a word
of theirs is not. So a text costs as much as the names in it, however many the archive has.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from generator.archive.mentions import Mention, Wanted, mentions
from generator.archive.names import fold

# Scripts in which a name need not be a word of its own: kana, ideographs, Hangul (particles follow), Thai to Khmer.
_RUN_ON = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\U00020000-\U0003ffff]+"
)
_WORD = re.compile(r"[^\W_]+")


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
    pieces = _pieces(fold(text))
    keys = {
        one.key: None
        for piece in sorted(pieces & search.by_piece.keys())
        for one in search.by_piece[piece]
        if one.pieces <= pieces
    }
    return mentions(text, [search.wanted[key] for key in sorted(keys)]) if keys else ()


def _pieces(folded: str) -> frozenset[str]:
    """The words of a folded text; where it is written without spaces, each character and each two that follow."""
    pieces = set(_WORD.findall(_RUN_ON.sub(" ", folded)))
    for run in _RUN_ON.findall(folded):
        pieces.update(run)
        pieces.update(run[at : at + 2] for at in range(len(run) - 1))
    return frozenset(pieces)
