"""What may be an id, and how a name becomes one.

An id is permanent: it is in a URL and a file name on every system. So it is Unicode letters and digits with `-`, `_`
and `.`, in NFC, short, and nothing an operating system reads as something else. Whether two ids want the same place
is for the archive and the site to see; nothing here knows more than one name.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from itertools import takewhile
from typing import Final

LONGEST_SLUG: Final = 80  # characters
LONGEST_ID: Final = 120  # characters
LONGEST_ID_BYTES: Final = 200  # of UTF-8: a file name has 255, and ".html" or a staging suffix wants room

_RESERVED: Final = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_PLAIN: Final = re.compile(rf"[a-z0-9][a-z0-9_-]{{0,{LONGEST_ID - 1}}}")
_ASCII_WORD: Final = re.compile("[a-z0-9]+")
_LEADING_DATE: Final = re.compile(r"\d{4}-(0?[1-9]|1[0-2])-(0?[1-9]|[12]\d|3[01])[-_ ]+(?=.)", re.ASCII)


def slug(name: str) -> str:
    """An id made from any name: casefolded letters, marks and digits, with one `-` for each run of anything else.

    NFC, never empty, always a valid id. At most 80 characters, cut between words where that keeps half of them. Two
    names can have one slug ("C++", "C#"): the archive tells them apart with `short_hash`.
    """
    return _shortened(_words(name)) or _fallback(name)


def short_hash(name: str) -> str:
    """Six hex digits of the name's BLAKE2b: the suffix that keeps apart two names with one slug."""
    return _hex(name, 3)


def id_from_stem(stem: str) -> str:
    """The id of a record whose file says none: its file name without `.md`, as it is where that is a valid id."""
    name = unicodedata.normalize("NFC", stem)
    return name if check_id(name) is None else _words(name) or _fallback(name)


def article_id_from_stem(stem: str) -> str:
    """The id of an article whose file says none: its file name without `.md` and a leading date, as a slug.

    It is not shortened: a name that is too long is for its author to shorten, since two cut names can become one.
    """
    name = _LEADING_DATE.sub("", stem, count=1)
    return _words(name) or _fallback(name)


def check_id(text: str) -> str | None:
    """What keeps `text` from being an id, as the end of the sentence "the id …"; None when it may be one."""
    if _PLAIN.fullmatch(text) and not _RESERVED.fullmatch(text):
        return None  # nearly every id, at a tenth of the time of looking at each character
    wrong = _bad_characters(text)
    if wrong is not None:
        return wrong
    if text != unicodedata.normalize("NFC", text):
        return "is not in Unicode normal form NFC"
    if len(text) > LONGEST_ID or len(text.encode()) > LONGEST_ID_BYTES:
        return f"is longer than {LONGEST_ID} characters or {LONGEST_ID_BYTES} bytes"
    if _RESERVED.fullmatch(text):
        return "is a name that Windows keeps for a device"
    return None


def is_device_name(text: str) -> bool:
    """Whether Windows keeps this name for a device, whatever its ending: "con", "nul.html"."""
    return _RESERVED.fullmatch(text) is not None


def _bad_characters(text: str) -> str | None:
    if not text:
        return "is empty"
    bad = next((char for char in text if not _may_be_in_an_id(char)), None)
    if bad is not None:
        return f"may hold only letters, digits and - _ . but has {_shown(bad)}"
    if unicodedata.category(text[0])[0] == "M":
        return "starts with a combining mark"
    if text.startswith("."):
        return "starts with a dot"
    if text.endswith("."):
        return "ends with a dot"
    return 'has ".." in it' if ".." in text else None


def _may_be_in_an_id(char: str) -> bool:
    return char in "-_." or _is_word_character(char)


def _is_word_character(char: str) -> bool:
    return unicodedata.category(char)[0] in "LMN"


def _shown(char: str) -> str:
    if char.isprintable() and char != " ":
        return f'"{char}"'
    return unicodedata.name(char, "").lower() or f"U+{ord(char):04X}"


def _words(name: str) -> str:
    """The whole name as a slug, not shortened; empty when it has no letter or digit."""
    if name.isascii():
        text = "-".join(_ASCII_WORD.findall(name.lower()))  # as below, at a tenth of the time
        return f"{text}-{short_hash(text)}" if _RESERVED.fullmatch(text) else text
    # Folding can undo normalisation and the other way round (U+0345); twice is what Unicode's NFKC_Casefold needs.
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    folded = unicodedata.normalize("NFKC", folded.casefold())
    visible = "".join(char for char in folded if unicodedata.category(char) != "Cf")  # soft hyphens, joiners
    words = "".join(char if _is_word_character(char) else " " for char in visible).split(" ")
    text = "-".join(word for word in (_without_leading_marks(word) for word in words) if word)
    text = unicodedata.normalize("NFC", text)
    return f"{text}-{short_hash(text)}" if _RESERVED.fullmatch(text) else text


def _without_leading_marks(word: str) -> str:
    marks = sum(1 for _ in takewhile(lambda char: unicodedata.category(char)[0] == "M", word))
    return word[marks:]


def _shortened(text: str) -> str:
    end = min(len(text), LONGEST_SLUG)
    while len(text[:end].encode()) > LONGEST_ID_BYTES:
        end -= 1
    if end == len(text):
        return text
    at_word = text.rfind("-", 0, end + 1)
    if at_word >= end // 2:
        return text[:at_word]
    while end > 1 and unicodedata.category(text[end])[0] == "M":  # never between a letter and its vowel sign
        end -= 1
    return text[:end]


def _fallback(name: str) -> str:
    return _hex(unicodedata.normalize("NFKC", name), 4)


def _hex(name: str, size: int) -> str:
    return hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=size).hexdigest()
