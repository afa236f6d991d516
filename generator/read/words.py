"""How many words a text has, also where words are written without spaces.

Counts by the bytes of UTF-8, a fifth of the time of splitting a text and looking at each word. Knows no language: a
word is what stands between spaces and can be said.
"""

from __future__ import annotations

import re
from typing import Final

_IDEOGRAPH: Final = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_FEW: Final = 32  # kinds of characters, up to which replacing one after the other is the fastest

_ASCII: Final = bytes(range(128))
_WHITE: Final = bytes(byte for byte in _ASCII if chr(byte).isspace())
_SILENT: Final = bytes(byte for byte in _ASCII if not chr(byte).isalnum() and byte not in _WHITE)
_SPACES_AND_LETTERS: Final = bytes(ord(" " if byte in _WHITE else "a") for byte in range(256))


def count_words(text: str) -> int:
    """How many words a text has: runs without white space that hold a letter or digit.

    Chinese and Japanese are written without spaces, so every two of their characters count as one word instead.
    """
    data = text.encode(errors="surrogatepass")
    if text.isascii():
        return _runs(data)
    beyond = data.translate(None, _ASCII).decode(errors="surrogatepass")
    ideographs = _IDEOGRAPH.findall(beyond)
    if len(ideographs) > _FEW:
        text, beyond = _IDEOGRAPH.sub(" ", text), _IDEOGRAPH.sub("", beyond)
    instead = {kind: " " if kind.isspace() else "" for kind in set(beyond) if not kind.isalnum()}
    if len(ideographs) <= _FEW:
        instead |= dict.fromkeys(ideographs, " ")
    return _runs(_replaced(text, instead).encode()) + (len(ideographs) + 1) // 2


def _runs(data: bytes) -> int:
    """How many runs without a space have a letter or digit, as which every byte beyond ASCII counts."""
    return (b" " + data.translate(_SPACES_AND_LETTERS, _SILENT)).count(b" a")


def _replaced(text: str, instead: dict[str, str]) -> str:
    """The text with other texts for some of its characters."""
    if len(instead) > 2 * _FEW:
        return text.translate({ord(kind): by for kind, by in instead.items()})
    for kind, by in instead.items():
        text = text.replace(kind, by)
    return text
