"""The order of names in an index, and the letter each is filed under, for many scripts and without ICU.

A reader's order, not code point order: signs and digits, then Latin, Greek, Cyrillic, Armenian, Georgian, Hebrew,
Arabic, the scripts of India and South-East Asia, kana, Hangul, Han. Letters count first, then accents, then case, then
the text itself, so that the order is total. Words are filed word by word, numbers by value; quotes, apostrophes and
dots count for nothing. A language that has a marked letter as one of its own (Swedish Å, Danish Ø, Spanish Ñ, Polish
Ł) gets its alphabet; all others file it under its base.

Refused: leading articles ("Die", "El", "A" are names too; a record can say `sort_name`), and readings of Han, which
need a dictionary: Han is in code point order. Why not a library: docs/adr/0003-collation.md.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import msgspec

from generator.site.alphabets import ALPHABETS, CYRILLIC, EXPANSIONS
from generator.site.locales import subtags

SortKey = tuple[str, str, str, str]

OTHER = "#"  # the heading of digits, signs and of what has no letter
HAN = "漢"

# A primary key is text whose code points are weights. Separators, signs and numbers sort before "a".
_SEPARATOR, _SIGN, _NUMBER = "\x01", "\x02", "0"
_AFTER = 0x10FF00  # a letter and chr(_AFTER + n): the n-th letter that an alphabet puts after it
_LONGEST_NUMBER = 0x8000

_MARKS = "\u0300-\u036f"
_DIGITS = re.compile("0*([0-9]+)")
_PREPOSED = re.compile("([เ-ไ])([ก-ฮ])|([ເ-ໄ])([ກ-ຮ])")  # Thai and Lao vowels written before their consonant
_LEADING = "ㄱㄱㄴㄷㄷㄹㅁㅂㅂㅅㅅㅇㅈㅈㅊㅋㅌㅍㅎ"  # of Hangul; doubled consonants under the plain one
_JAMO, _JAMO_WEIGHT = range(0x1100, 0x1200), 0x3200  # between kana and Han
_GEORGIAN, _GEORGIAN_WEIGHT = range(0x10D0, 0x1100), 0x0590  # between Armenian and Hebrew letters
_KATAKANA = range(0x30A1, 0x30F7)
_LATER_HAN, _LAST_OF_BASIC_HAN = range(0x20000, 0x40000), "\u9fff"  # Yi and others lie between
_INDIC = range(0x0900, 0x0E00)
_LATIN_MODIFIERS = range(0x02B0, 0x0370)  # the okina and its like
_SMALL_KANA = str.maketrans("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ")
_KANA = "あかさたなはまやらわ"


class _Alphabet(msgspec.Struct, frozen=True):
    """A language's own letters: how to find them in decomposed text, their weights, and their headings by weight."""

    letters: re.Pattern[str]
    weights: dict[str, str]
    headings: dict[str, str]
    plain: bool  # ASCII names need no table: none of its letters is written in ASCII, and I is the capital of i
    turkic: bool


@lru_cache(maxsize=65536)
def sort_key(text: str, language: str) -> SortKey:
    """A key that sorts `text` as a reader of the site's language expects; equal only for equal texts.

    Its first three parts (letters, accents, case) are the same for NFC and NFD spellings of one text.
    """
    alphabet = _alphabet(subtags(language)[0])
    primary, accents = _weigh(text, alphabet)
    composed = text if text.isascii() else unicodedata.normalize("NFC", text)
    return primary, accents, composed.swapcase(), text


@lru_cache(maxsize=65536)
def initial(text: str, language: str) -> str:
    """The heading `text` is filed under: "É" under "E", "1984" under "#", "김" under "ㄱ", "東京" under "漢"."""
    alphabet = _alphabet(subtags(language)[0])
    primary = _weigh(text, alphabet)[0]
    first = primary[:1]
    if first in {"", _SIGN, _NUMBER}:
        return OTHER
    own = alphabet.headings.get(primary[:2])
    if own is not None:
        return own
    return _heading(first, alphabet)


def _weigh(text: str, alphabet: _Alphabet) -> tuple[str, str]:
    """The letters' weights, and the accents each in its place."""
    if text.isascii() and alphabet.plain:
        letters, accents = text.lower(), ""
    else:
        folded = _folded(text, alphabet)
        accents = folded.translate(_ACCENTS).rstrip(_SEPARATOR)
        letters = alphabet.letters.sub(lambda match: _own_letter(match[0], alphabet.weights), folded)
        letters = _PREPOSED.sub(lambda match: (match[2] or match[4]) + (match[1] or match[3]), letters)
    primary = _DIGITS.sub(_number, letters.translate(_WEIGHTS))
    words = [word for word in primary.split(_SEPARATOR) if word]
    return _SEPARATOR.join(words), accents


def _folded(text: str, alphabet: _Alphabet) -> str:
    """The text without case and compatibility variants, decomposed."""
    if alphabet.turkic:
        text = unicodedata.normalize("NFC", text).replace("I", "ı").replace("İ", "i")
    once = unicodedata.normalize("NFKC", text).casefold()
    return unicodedata.normalize("NFKD", once).casefold()


def _own_letter(found: str, weights: dict[str, str]) -> str:
    """The weight of a letter of the alphabet, also when it carries more marks than its own; else what was found."""
    if found in weights:
        return weights[found]
    for mark in found[1:]:
        weight = weights.get(found[0] + mark)
        if weight is not None:
            return weight
    return weights.get(found[0], found[0]) + found[1:]


def _number(match: re.Match[str]) -> str:
    """A number's weight: how many digits, then which."""
    return _NUMBER + chr(0x100 + min(len(match[1]), _LONGEST_NUMBER)) + match[1]


class _Weights(dict[int, str | None]):
    """A table for `str.translate` that works out a code point's weight when it first meets it."""

    def __missing__(self, code: int) -> str | None:
        weight = _weight(code)
        self[code] = weight
        return weight


def _weight(code: int) -> str | None:
    """The primary weight of one decomposed, folded code point; None where it counts for nothing."""
    char = chr(code)
    category = unicodedata.category(char)
    if code >= _AFTER or char in "0123456789":
        weight: str | None = char
    elif char.isspace() or category in {"Pd", "Zs", "Zl", "Zp"} or char in "/_":
        weight = _SEPARATOR
    elif category == "Nd":
        weight = str(unicodedata.digit(char))
    elif category[0] == "S":
        weight = _SIGN
    elif category[0] in "PC" or _is_accent(code, category) or (category == "Lm" and code in _LATIN_MODIFIERS):
        weight = None
    else:
        weight = _placed(code, char)
    return weight


def _is_accent(code: int, category: str) -> bool:
    """Whether a mark may be passed over: all that combine, but vowel signs (class 0) and marks of Indic scripts."""
    if category == "Me":
        return True
    return category == "Mn" and code not in _INDIC and unicodedata.combining(chr(code)) != 0


def _placed(code: int, char: str) -> str | None:
    """A letter moved where its script belongs in a reader's order."""
    if code in _JAMO:
        return chr(_JAMO_WEIGHT + code - _JAMO.start)
    if code in _GEORGIAN:
        return chr(_GEORGIAN_WEIGHT + code - _GEORGIAN.start)
    if code in _KATAKANA:
        char = chr(code - 0x60)
    elif char == "ー":
        return None
    elif code in _LATER_HAN:
        return _LAST_OF_BASIC_HAN + char
    return EXPANSIONS.get(char, char).translate(_SMALL_KANA)


class _Accents(dict[int, str | None]):
    """A table for `str.translate` that keeps accents, and one sign for each letter to hold their places."""

    def __missing__(self, code: int) -> str | None:
        weight = chr(code) if unicodedata.category(chr(code)) == "Mn" else _weight(code) and _SEPARATOR
        self[code] = weight
        return weight


_WEIGHTS, _ACCENTS = _Weights(), _Accents()


@lru_cache(maxsize=64)
def _alphabet(language: str) -> _Alphabet:
    """A language's alphabet, worked out once from its table."""
    own = ALPHABETS.get(language, ())
    known = {letter for letter, _ in own}
    weights: dict[str, str] = {}
    headings: dict[str, str] = {}
    turkic = language in {"tr", "az"}
    after: dict[str, int] = {}
    for letter, base in (*own, *(pair for pair in CYRILLIC if pair[0] not in known)):
        after[base] = after.get(base, 0) + 1
        weight = base + chr(_AFTER + after[base])
        weights[unicodedata.normalize("NFKD", letter)] = weight
        headings[weight] = "I" if letter == "ı" else letter[0].upper() + letter[1:]
    whole = sorted((letter for letter in weights if not letter[1:2] or letter[1:2].isalpha()), key=len, reverse=True)
    pattern = re.compile(
        "|".join([f"(?:{re.escape(letter)})(?![{_MARKS}])" for letter in whole] + [f"[^{_MARKS}][{_MARKS}]+"])
    )
    plain = not turkic and not any(letter.isascii() for letter in weights)
    return _Alphabet(pattern, weights, headings, plain, turkic)


def _heading(first: str, alphabet: _Alphabet) -> str:
    code = ord(first)
    if _JAMO_WEIGHT <= code < _JAMO_WEIGHT + len(_JAMO):
        return _LEADING[min(code - _JAMO_WEIGHT, len(_LEADING) - 1)]
    if _GEORGIAN_WEIGHT <= code < _GEORGIAN_WEIGHT + len(_GEORGIAN):
        return chr(_GEORGIAN.start + code - _GEORGIAN_WEIGHT)
    if "ぁ" <= first <= "ゟ":
        return next(row for row in reversed(_KANA) if row <= max(first, "あ"))
    if unicodedata.name(first, "").startswith("CJK "):
        return HAN
    if first == "i" and alphabet.turkic:
        return "İ"
    upper = first.upper()
    return upper if len(upper) == 1 else first
