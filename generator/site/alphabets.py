"""Alphabets: letters that a language counts as its own, and letters that Unicode does not take apart.

Facts for `collation`, from the languages' own alphabetical orders; nothing is computed here. A letter is in NFC lower
case and stands with the basic letter it follows; several after one letter keep the order of the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

Letters = tuple[tuple[str, str], ...]

_SWEDISH: Letters = (("å", "z"), ("ä", "z"), ("ö", "z"))
_DANISH: Letters = (("æ", "z"), ("ø", "z"), ("å", "z"))
_SPANISH: Letters = (("ñ", "n"),)
_TURKISH: Letters = (("ç", "c"), ("ğ", "g"), ("ı", "h"), ("ö", "o"), ("ş", "s"), ("ü", "u"))
_CROATIAN: Letters = (
    ("č", "c"), ("ć", "c"), ("dž", "d"), ("đ", "d"), ("lj", "l"), ("nj", "n"), ("š", "s"), ("ž", "z"),
)  # fmt: skip
_SERBIAN: Letters = (("ђ", "д"), ("ј", "и"), ("љ", "л"), ("њ", "н"), ("ћ", "т"), ("џ", "ч"))

# Cyrillic letters of their own wherever they appear: Unicode takes some apart (й) or files them after я.
CYRILLIC: Letters = (
    ("ґ", "г"), ("ѓ", "г"), ("ђ", "д"), ("є", "е"), ("ѕ", "з"), ("і", "и"), ("ї", "и"), ("й", "и"), ("ј", "и"),
    ("ќ", "к"), ("љ", "л"), ("њ", "н"), ("ћ", "т"), ("џ", "ч"),
)  # fmt: skip

ALPHABETS: Mapping[str, Letters] = MappingProxyType({
    "az": (("ç", "c"), ("ə", "e"), *_TURKISH[1:]),
    "be": (("ё", "е"), ("ў", "у")),
    "bs": _CROATIAN,
    "cs": (("č", "c"), ("ch", "h"), ("ř", "r"), ("š", "s"), ("ž", "z")),
    "cy": (("ch", "c"), ("dd", "d"), ("ff", "f"), ("ng", "g"), ("ll", "l"), ("ph", "p"), ("rh", "r"), ("th", "t")),
    "da": _DANISH,
    "eo": (("ĉ", "c"), ("ĝ", "g"), ("ĥ", "h"), ("ĵ", "j"), ("ŝ", "s"), ("ŭ", "u")),
    "es": _SPANISH,
    "et": (("š", "s"), ("z", "s"), ("ž", "s"), ("õ", "w"), ("ä", "w"), ("ö", "w"), ("ü", "w")),
    "eu": _SPANISH,
    "fi": _SWEDISH,
    "fil": _SPANISH,
    "fo": (("á", "a"), ("ð", "d"), ("í", "i"), ("ó", "o"), ("ú", "u"), ("ý", "y"), ("æ", "z"), ("ø", "z")),
    "gl": _SPANISH,
    "hr": _CROATIAN,
    "hu": (
        ("cs", "c"), ("dz", "d"), ("dzs", "d"), ("gy", "g"), ("ly", "l"), ("ny", "n"), ("ö", "o"), ("sz", "s"),
        ("ty", "t"), ("ü", "u"), ("zs", "z"),
    ),
    "is": (
        ("á", "a"), ("ð", "d"), ("é", "e"), ("í", "i"), ("ó", "o"), ("ú", "u"), ("ý", "y"), ("þ", "z"), ("æ", "z"),
        ("ö", "z"),
    ),
    "lt": (("č", "c"), ("š", "s"), ("ž", "z")),
    "lv": (("č", "c"), ("ģ", "g"), ("ķ", "k"), ("ļ", "l"), ("ņ", "n"), ("š", "s"), ("ž", "z")),
    "mk": (("ѓ", "д"), ("ѕ", "з"), ("ј", "и"), ("љ", "л"), ("њ", "н"), ("ќ", "т"), ("џ", "ч")),
    "nb": _DANISH,
    "nn": _DANISH,
    "no": _DANISH,
    "pl": (
        ("ą", "a"), ("ć", "c"), ("ę", "e"), ("ł", "l"), ("ń", "n"), ("ó", "o"), ("ś", "s"), ("ź", "z"), ("ż", "z"),
    ),
    "ro": (("ă", "a"), ("â", "a"), ("î", "i"), ("ș", "s"), ("ț", "t")),
    "sk": (("ä", "a"), ("č", "c"), ("ch", "h"), ("ô", "o"), ("š", "s"), ("ž", "z")),
    "sl": (("č", "c"), ("š", "s"), ("ž", "z")),
    "sq": (("ç", "c"), ("ë", "e")),
    "sr": (*_CROATIAN, *_SERBIAN),
    "sv": _SWEDISH,
    "tr": _TURKISH,
    "vi": (("ă", "a"), ("â", "a"), ("đ", "d"), ("ê", "e"), ("ô", "o"), ("ơ", "o"), ("ư", "u")),
})  # fmt: skip

# Letters that Unicode does not take apart, as a reader would look them up: folded, one code point each.
EXPANSIONS: Mapping[str, str] = MappingProxyType({
    "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "ŧ": "t", "ŋ": "ng",
    "ĸ": "k", "ɓ": "b", "ɗ": "d", "ə": "e", "ɛ": "e", "ɔ": "o", "ƒ": "f", "ƙ": "k", "ǝ": "e", "ʒ": "z", "ɣ": "g",
    "ɩ": "i", "ʋ": "v", "ƴ": "y", "ⱡ": "l", "ⱥ": "a", "ƶ": "z", "ǥ": "g", "ɨ": "i", "ʉ": "u",
    "ٱ": "ا", "ى": "ي", "ة": "ه", "ی": "ي", "ک": "ك", "ھ": "ه", "ہ": "ه",
    "ך": "כ", "ם": "מ", "ן": "נ", "ף": "פ", "ץ": "צ",
})  # fmt: skip
