"""Which names look as if they were spellings of one, and by what. Nothing here says that they are.

Names are compared word by word, so that "Kim Jong Un" is not like "Kim Jong Il", though most of their letters are the
same: where a word differs, it has to be a spelling of the other one, and only a long word can be. Figures and numerals
must agree ("Wilhelm I", "Wilhelm II"). Names in which nothing else differs are alike in accents, hyphens, spaces and
punctuation; in the order of their words; in initials; or in a letter or two.

No name is compared with every other: each meets those with which it shares a key (measured: 10,000 names in 0.8 s).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import combinations, pairwise
from typing import NamedTuple

from generator.archive.names import fold

MEETING = 60  # names that share a key and are all compared; of more only neighbours, so that their number stays small
SLIP = 5  # letters from which a word may have one wrong
SLIPS = 8  # letters from which it may have two
ALONE = 6  # letters from which a name that is one word may have one wrong
ALONE_SLIPS = 10  # letters from which it may have two
EDGE = 3  # letters at the beginning or the end that two spellings of a word have in common
CONSONANTS = 3  # what a word must have for its consonants to tell it
CONSONANTS_ALONE = 5  # the same for a name that is one word


class Likeness(StrEnum):
    """In what two names differ, the surest sign that they are one first."""

    MARKS = "accents, hyphens, spaces or punctuation"
    ORDER = "the order of the words"
    INITIALS = "initials"
    LETTERS = "a letter or two"


class Like(NamedTuple):
    """Two names, by their places in the sequence that was given, and in what alone they differ."""

    one: int
    other: int
    differs_in: Likeness


class _Name(NamedTuple):
    """A name taken apart: its words without accents and punctuation, and the figures and numerals among them.

    `joined` are its letters without any break, also as they are written where there are no umlauts.
    """

    place: int
    words: tuple[str, ...]
    numbers: tuple[str, ...]
    joined: tuple[str, ...]


_Pairs = Iterator[tuple[_Name, _Name]]


def alike(names: Sequence[str], *, of_people: bool = False) -> tuple[Like, ...]:
    """The pairs of names that are alike, each with the surest likeness, in the order of the names.

    `of_people`: a first name that differs at its end only is another one ("Louis", "Louise").
    """
    apart = [_apart(place, name) for place, name in enumerate(names)]
    found: dict[tuple[int, int], Likeness] = {}
    for likeness, pairs in (
        (Likeness.MARKS, _meetings((key, name) for name in apart for key in name.joined)),
        (Likeness.ORDER, _meetings((tuple(sorted(name.words)), name) for name in apart if len(name.words) > 1)),
        (Likeness.INITIALS, _with_initials(apart)),
        (Likeness.LETTERS, _with_slips(apart, of_people=of_people)),
    ):
        for one, other in pairs:
            if one.numbers == other.numbers:
                found.setdefault((one.place, other.place), likeness)
    return tuple(Like(*pair, differs_in) for pair, differs_in in sorted(found.items()))


def _meetings(keyed: Iterable[tuple[Hashable, _Name]]) -> _Pairs:
    groups: dict[Hashable, dict[int, _Name]] = {}
    for key, name in keyed:
        groups.setdefault(key, {})[name.place] = name
    for group in groups.values():
        names = list(group.values())
        yield from combinations(names, 2) if len(names) <= MEETING else pairwise(names)


# Taking apart

_NO_WORD = re.compile(r"[\W_]+")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_PLAIN = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "þ": "th", "'": ""})
_NUMERAL = re.compile(r".*\d.*|x{0,3}(?:i[vx]|v?i{0,3})")


def _apart(place: int, name: str) -> _Name:
    folded = fold(name)
    words = _words(folded)
    last = len(words) - 1
    numbers = tuple(
        word
        for at, word in enumerate(words)
        if _NUMERAL.fullmatch(word) and (len(word) > 1 or word.isdigit() or at == last > 0)  # "I. Allende" is no first
    )
    joined = ("".join(words), "".join(_words(folded.translate(_UMLAUTS))))
    return _Name(place, words, numbers, tuple(dict.fromkeys(joined)) if words else ())


def _words(folded: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKD", folded.translate(_PLAIN))
    letters = "".join(char for char in plain if unicodedata.category(char) != "Mn")
    return tuple(_NO_WORD.sub(" ", letters).split())


# Initials

_TITLES = frozenset(  # words before a name that are abbreviated and are no names
    {
        *("mr", "mrs", "mister", "master", "miss", "sir", "professor", "prof", "pastor", "doctor", "dr"),
        *(
            "monsieur",
            "messieurs",
            "madame",
            "mme",
            "mademoiselle",
            "mlle",
            "herr",
            "frau",
            "fräulein",
            "señor",
            "señora",
        ),
    }
)


def _with_initials(names: Sequence[_Name]) -> _Pairs:
    """Names that write a word of another by its first letter, or leave its initials out, if it can be one name only."""
    short = [name for name in names if any(map(_is_initial, name.words)) and any(map(_is_full, name.words))]
    wanted = {key for name in short for key in _keys_of_initials(name)}
    sharing: dict[Hashable, list[_Name]] = {}
    for name in names:
        for key in _keys_of_initials(name) & wanted:
            sharing.setdefault(key, []).append(name)
    for abbreviates in (_shortens, _has_more_initials):
        meant = {
            name: {other for key in _keys_of_initials(name) for other in sharing[key] if abbreviates(name, other)}
            for name in short
        }
        meaning: dict[_Name, set[str]] = {}
        for name, others in meant.items():
            for other in others:
                meaning.setdefault(other, set()).add(name.joined[0])
        for name, others in meant.items():
            if len({other.joined[0] for other in others}) == 1 and all(len(meaning[other]) == 1 for other in others):
                yield from ((min(name, other), max(name, other)) for other in others)


def _is_initial(word: str) -> bool:
    return len(word) == 1 and word.isalpha()


def _is_full(word: str) -> bool:
    return len(word) > 2 and word.isalpha()  # noqa: PLR2004


def _keys_of_initials(name: _Name) -> set[Hashable]:
    letters = "".join(word[0] for word in name.words)
    keys: set[Hashable] = {(letters, word) for word in name.words if _is_full(word)}
    return keys | {full} if len(full := _without_initials(name)) > 1 else keys


def _without_initials(name: _Name) -> tuple[str, ...]:
    """The words without initials; one at the end belongs to what stands before it."""
    return tuple(word for word in name.words[:-1] if not _is_initial(word)) + name.words[-1:]


def _shortens(short: _Name, full: _Name) -> bool:
    """Whether a name is another one with some words written by their first letters."""
    if short.words == full.words or len(short.words) != len(full.words):
        return False
    pairs = zip(short.words, full.words, strict=True)
    return all(one == other or (_is_initial(one) and one == other[0] and other not in _TITLES) for one, other in pairs)


def _has_more_initials(one: _Name, other: _Name) -> bool:
    """Whether a name is another one with initials in it ("John F. Kennedy")."""
    return len(one.words) > len(other.words) and _without_initials(one) == other.words


# Slips of the pen, and other ways to write a sound

_SOUNDS = (
    *(("tsch", "s"), ("sch", "s"), ("tch", "s"), ("ch", "s"), ("sh", "s"), ("zh", "s"), ("ph", "f"), ("th", "t")),
    *(("ck", "k"), ("c", "k"), ("q", "k"), ("w", "v"), ("z", "s"), ("x", "ks"), ("j", "y")),
)
_SILENT = re.compile("[aeiouyh]+")
_REPEATED = re.compile(r"(.)\1+")
_DIRECTION = re.compile("(?:north|south|nord|syd|sud|sued)?(?:east|west|ost|est|ouest|vest)?(?:ern|lich|liche|lichen)?")


def _with_slips(names: Sequence[_Name], *, of_people: bool) -> _Pairs:
    keyed = ((key, name) for name in names for key in _keys_of_letters(name))
    return ((one, other) for one, other in _meetings(keyed) if _spelt_alike(one, other, of_people=of_people))


def _keys_of_letters(name: _Name) -> Iterator[Hashable]:
    """Two names meet that share all words but one, and of that one the beginning or the end; or all their sounds."""
    for place, word in enumerate(name.words):
        if len(word) >= SLIP:
            others = (*name.words[:place], "", *name.words[place + 1 :])
            yield 0, others, word[:EDGE]
            yield 1, others, word[-EDGE:]
    sounds = tuple(map(_sound, name.words))
    if sum(map(len, sounds)) >= CONSONANTS_ALONE:
        yield sounds


def _spelt_alike(one: _Name, other: _Name, *, of_people: bool) -> bool:
    if len(one.words) != len(other.words):
        return False
    last = len(one.words) - 1
    differing = [(a, b, at) for at, (a, b) in enumerate(zip(one.words, other.words, strict=True)) if a != b]
    if not differing or any(of_people and at < last and _of_another(a, b) for a, b, at in differing):
        return False
    if last == 0:
        (a, b, _), *_ = differing
        return a[0] == b[0] and (_is_slip(a, b, ALONE, ALONE_SLIPS) or _sound_alike(a, b, CONSONANTS_ALONE))
    one_is_off = len(differing) == 1 and _is_slip(*differing[0][:2], SLIP, SLIPS)
    return one_is_off or all(_sound_alike(a, b, CONSONANTS) for a, b, _ in differing)


def _is_slip(one: str, other: str, least: int, least_of_two: int) -> bool:
    """Whether so few letters of a word are wrong as a slip explains; a figure is never one, nor the other direction."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - only who asks for suggestions pays for this import

    shorter = min(len(one), len(other))
    if shorter < least or not (one.isalpha() and other.isalpha()):
        return False
    if _DIRECTION.fullmatch(one) and _DIRECTION.fullmatch(other):
        return False
    most = 2 if shorter >= least_of_two and one[0] == other[0] else 1
    return int(OSA.distance(one, other, score_cutoff=most)) <= most


def _of_another(one: str, other: str) -> bool:
    """Whether two first names differ as a man's and a woman's do: at the end only ("Louise", "Alexandra")."""
    short, long = sorted((one, other), key=lambda name: (len(name), name))
    if long.startswith(short):
        return long[-1] in "aeo"
    ends = sorted((short[-1], long[-1]), key="aeo".find)  # what is no such vowel first
    shared = 1 if "aeo".find(ends[0]) >= 0 else 2
    return len(short) == len(long) and short[:-shared] == long[:-shared] and ends[0] != ends[1] and ends[1] in "aeo"


def _sound_alike(one: str, other: str, least: int) -> bool:
    return one == other or (
        min(len(one), len(other)) >= SLIP and _sound(one) == _sound(other) and len(_sound(one)) >= least
    )


def _sound(word: str) -> str:
    """The consonants of a word, where those that languages write in different ways are one."""
    for written, sound in _SOUNDS:
        word = word.replace(written, sound)
    return _REPEATED.sub(r"\1", _SILENT.sub("", word))
