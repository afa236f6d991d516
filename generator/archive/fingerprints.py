"""Which articles may share a passage, told by a few hundred numbers an article instead of by its text.

A text is reduced to its letters and digits. Every run of 25 (a gram) is hashed, and of the hashes in each window the
smallest is kept (Schleimer, Wilkerson and Aiken, "Winnowing: Local Algorithms for Document Fingerprinting", 2003). So
of any 50 letters that two texts have in common, one gram is kept of both. Its length and how common it may be are
passim's (Smith, Cordell and Mullen, "Computational Methods for Uncovering Reprinted Texts in Antebellum Newspapers",
2015). Whether there is a passage, and where, is the matter of `passages`.

A gram that two texts share, with other letters on either side, is a stock phrase: half of all pairs have no more in
common. So a print also says something of the letters around. 48 of its bits are the gram's, eight those of the 12
letters before it and eight those of the 13 behind: of 50 letters around a gram, all of the one side or of the other.

Nothing is read or remembered here, and equal texts have equal prints on every machine. numpy is imported where it is
used, because most commands do without (docs/adr/0009-shared-passages.md).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Hashable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Letters = NDArray[np.uint32]
    Indices = NDArray[np.intp]
    Hashes = NDArray[np.uint64]

GRAM = 25  # letters in a row that are compared as one
SURE = 50  # letters in a row that two texts cannot share unnoticed
WINDOW = SURE - GRAM + 1  # grams of which at least one is kept
BEFORE, BEHIND = 12, 13  # letters around a gram that its print knows of

MOST_COMMON = 100  # documents: a gram that more have pairs none
HOUSE_STYLE = 10  # documents of one house: a gram that more have, and no other house, is of its footers
# Later documents with a gram that each is paired with, of other houses. Measured on 2,084 posts that share much: three
# find 999 of the 1,008 clusters that all pairs make, in a quarter of the time; two find 998.
NEIGHBOURS = 3
ENOUGH = 2  # grams that two documents of different houses share
OWN_ENOUGH = 6  # grams that two documents of one house share
SURROUNDED = 2  # as many grams one counts for that is shared with the letters on one side of it

OCTET = 8  # letters that are hashed on the way to a gram, which is three of them and a letter
_CODE_POINTS = 0x110000
_BITS = 21  # of one
_LETTER = (1 << _BITS) - 1
_NOT_MET = 0xFFFFFFFF
_MULTIPLIER = 0x9E3779B97F4A7C15
_MIXER = 0xD6E8FEB86659FD93
_RANK_MULTIPLIER = 0x9E3779B1
_AROUND = 16  # bits of a print, the low ones, that are of the letters around
_FILTER = 1 << 16  # grams that differ in their low 16 bits are told apart before they are compared
_TOGETHER = 512  # documents looked at as one: what is worked on stays in the processor's cache

# What says more than a letter, by how many it counts for: Korean and Japanese news has one syllable, Chinese one
# ideograph to some two or three letters of its English translation. A gram is about five words in each of them.
_TWO = ((0x3041, 0x30FF), (0xAC00, 0xD7A3))
_THREE = ((0x3005, 0x3007), (0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))


class Reduced(NamedTuple):
    """The letters and digits of a text (code points), and for each its place in the text."""

    letters: Letters
    places: Indices


def reduced(text: str) -> Reduced:
    """A text without case, diacritics, and everything between letters and digits.

    An ideograph stands there three times and a kana or Hangul syllable twice, each time at one place.
    """
    import numpy as np  # noqa: PLC0415 - as everywhere in this module: see above

    compared = _compared(text)
    places = np.flatnonzero(compared > 0)
    letters = compared[places]
    if letters.max(initial=0) <= _LETTER:
        return Reduced(letters, places)
    times = (letters >> np.uint32(_BITS)) + np.uint32(1)
    return Reduced((letters & np.uint32(_LETTER)).repeat(times), places.repeat(times))


def grams(letters: Letters) -> Hashes:
    """The hash of every run of GRAM letters, by the place of its first; none for fewer letters."""
    import numpy as np  # noqa: PLC0415

    if len(letters) < GRAM:
        return np.empty(0, np.uint64)
    octets, rest = _octets(letters), GRAM - 2 * OCTET
    number = len(letters) - GRAM + 1
    return _gram(*(octets[place : place + number] for place in (0, OCTET, rest, rest + OCTET)))


def fingerprints(text: str) -> bytes:
    """The prints of a text: 64-bit numbers, little-endian, sorted, each once; none for fewer than SURE letters."""
    import numpy as np  # noqa: PLC0415

    letters = reduced(text).letters
    if len(letters) < SURE:
        return b""
    octets = _octets(np.concatenate([np.zeros(BEFORE, np.uint32), letters, np.zeros(BEHIND, np.uint32)]))
    at = _winnowed(_ranks(octets[BEFORE : BEFORE + len(letters) - OCTET]))
    own = at + BEFORE  # the places of grams among letters of which BEFORE are in front
    hashes = _gram(octets[own], octets[own + OCTET], octets[own + GRAM - 2 * OCTET], octets[own + GRAM - OCTET])
    before, behind = _side(octets, at, BEFORE), _side(octets, own + GRAM, BEHIND)
    bits = np.uint64(_AROUND)
    prints = hashes >> bits << bits | before << bits // np.uint64(2) | behind
    prints.sort()
    kept: Hashes = prints[np.concatenate([[True], prints[1:] != prints[:-1]])]
    return kept.astype("<u8").tobytes()


def _compared(text: str) -> Letters:
    """Each character as it is compared, see `_as_compared`."""
    import numpy as np  # noqa: PLC0415

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    known = _met()
    compared: Letters = known[codes]
    if compared.max(initial=0) == _NOT_MET:
        new = np.unique(codes[compared == _NOT_MET])
        known[new] = [_as_compared(code) for code in new.tolist()]
        compared = known[codes]
    return compared


@lru_cache(maxsize=1)
def _met() -> Letters:
    """Every character as it is compared, once it has been met: 4 MB, which spare most of the time that texts take."""
    import numpy as np  # noqa: PLC0415

    return np.full(_CODE_POINTS, _NOT_MET, np.uint32)


def _as_compared(code: int) -> int:
    """The letter as which a character is compared and, above its bits, how many more letters it counts for; or 0."""
    letter = _letter(code)
    if any(first <= letter <= last for first, last in _TWO):
        return 1 << _BITS | letter
    return 2 << _BITS | letter if any(first <= letter <= last for first, last in _THREE) else letter


def _letter(code: int) -> int:
    """A character as it is compared: without case, width and diacritics; 0 when it is no letter or digit."""
    char = chr(code)
    if not char.isalnum():
        return 0
    folded = unicodedata.normalize("NFKD", char.casefold())
    if unicodedata.combining(folded[0]):  # a mark that stands alone, as beside narrow kana
        return 0
    # What becomes several letters (ß, a ligature, a Hangul syllable) is one of its own.
    return ord(folded[0] if all(map(unicodedata.combining, folded[1:])) else char)


def _octets(letters: Letters) -> Hashes:
    """The polynomial hash of every OCTET letters: of two, of four, of eight."""
    hashes, size = letters.astype("<u8"), 1
    while size < OCTET:
        hashes = hashes[:-size] * _power(size) + hashes[size:]
        size *= 2
    return hashes


def _gram(first: Hashes, second: Hashes, last_but_one: Hashes, last: Hashes) -> Hashes:
    """The hashes of grams, given those of four octets of each: of the first sixteen letters, and of the last."""
    power = _power(OCTET)
    return _mixed(_mixed(first * power + second) * _power(GRAM - 2 * OCTET) + _mixed(last_but_one * power + last))


def _ranks(octets: Hashes) -> Letters:
    """A number for every gram by which to choose some. 32 bits of its first 24 letters will do, in a third of the time.

    Chosen is what is small, so only the high bits matter, and those of a polynomial depend on every letter.
    """
    import numpy as np  # noqa: PLC0415

    some, power = octets.astype(np.uint32), np.uint32(_RANK_MULTIPLIER)
    first, second, third = (some[place : len(some) - 2 * OCTET + place] for place in (0, OCTET, 2 * OCTET))
    ranks: Letters = ((first * power + second) * power + third) * power
    return ranks


@lru_cache(maxsize=32)
def _power(exponent: int) -> np.uint64:
    import numpy as np  # noqa: PLC0415

    return np.uint64(pow(_MULTIPLIER, exponent, 1 << 64))


def _mixed(hashes: Hashes) -> Hashes:
    """Hashes of which every bit depends on every letter: those of a polynomial have poor low bits."""
    import numpy as np  # noqa: PLC0415

    half = np.uint64(32)
    hashes = (hashes ^ hashes >> half) * np.uint64(_MIXER)
    return hashes ^ hashes >> half


def _winnowed(ranks: Letters) -> Indices:
    """The places of those that are the smallest in a window; all, where several are."""
    import numpy as np  # noqa: PLC0415

    smallest = _over_windows(np.minimum, ranks)
    edge = np.zeros(WINDOW - 1, np.uint32)
    return np.flatnonzero(ranks == _over_windows(np.maximum, np.concatenate([edge, smallest, edge])))


def _over_windows(extreme: Callable[[Letters, Letters], Letters], values: Letters) -> Letters:
    """The extreme of every WINDOW values in a row: of two, of four, and so on, and then of two that overlap."""
    size = 1
    while 2 * size <= WINDOW:
        values = extreme(values[:-size], values[size:])
        size *= 2
    rest = WINDOW - size
    return extreme(values[:-rest], values[rest:])


def _side(octets: Hashes, at: Indices, length: int) -> Hashes:
    """Eight bits of the `length` letters from each place on, by their first OCTET letters and by their last."""
    import numpy as np  # noqa: PLC0415

    return _mixed(octets[at] * _power(1) + octets[at + length - OCTET]) >> np.uint64(64 - _AROUND // 2)


# Two texts


class Common(NamedTuple):
    """The grams that two texts have in common, in the order of the first: where, and whether once in each."""

    first: Indices
    second: Indices
    once: NDArray[np.bool_]


def common_grams(first: Hashes, second: Hashes) -> Common:
    """Where grams stand that two texts share, given the hashes of both.

    Of a repeated gram the first is matched with the first, the second with the second, and so on: a passage that both
    texts repeat is found as often, and what is repeated a thousand times does not match a million times.
    """
    import numpy as np  # noqa: PLC0415

    at = np.flatnonzero(_among(second)[first.astype(np.uint16)])
    other = np.flatnonzero(_among(first[at])[second.astype(np.uint16)])
    at, other = at[first[at].argsort(kind="stable")], other[second[other].argsort(kind="stable")]
    ours, theirs = first[at], second[other]
    own, start, end = np.searchsorted(ours, ours), np.searchsorted(theirs, ours), np.searchsorted(theirs, ours, "right")
    mate = start + np.arange(len(ours)) - own
    once = (end - start == 1) & (np.searchsorted(ours, ours, "right") - own == 1)
    matched = np.flatnonzero(mate < end)
    matched = matched[at[matched].argsort()]
    return Common(at[matched], other[mate[matched]], once[matched])


def _among(hashes: Hashes) -> NDArray[np.bool_]:
    """A table by which most hashes that are none of these are told from them: by their low bits.

    Measured: two texts compared in a quarter of the time, and `shares_any` answered in 15 ms instead of 500.
    """
    import numpy as np  # noqa: PLC0415

    table = np.zeros(_FILTER, np.bool_)
    table[hashes.astype(np.uint16)] = True
    return table


# Many documents


def that_may_have(texts: Sequence[str], prints: Sequence[bytes]) -> tuple[tuple[int, ...], ...]:
    """For each text the documents that may have some of it, as sorted numbers of their `prints`.

    All are there that share SURE letters in a row with it, however many they are, and some that share fewer.
    """
    import numpy as np  # noqa: PLC0415

    wanted = [np.unique(_grams(grams(reduced(text).letters))) for text in texts]
    held = _holding(np.unique(np.concatenate([np.empty(0, np.uint64), *wanted])), prints)
    having = [held.documents[np.isin(_grams(held.prints), one)] for one in wanted]
    return tuple(tuple(np.unique(documents).tolist()) for documents in having)


class _Held(NamedTuple):
    """Prints and the documents that have them."""

    prints: Hashes
    documents: Indices

    def at(self, places: NDArray[np.intp] | NDArray[np.bool_]) -> _Held:
        return _Held(self.prints[places], self.documents[places])


def candidates(
    prints: Sequence[bytes], houses: Sequence[Hashable], most_common: int = MOST_COMMON
) -> list[tuple[int, int]]:
    """The pairs of documents that may share a passage, the lesser first: sorted numbers of their `prints`.

    `houses` say who printed each, such as its outlet. Documents of two houses make a pair when they share a gram and
    the letters on one side of it, or two grams; those of one, when they share three with letters around each, or six,
    since every outlet repeats its captions and pleas.

    A gram pairs none that more than `most_common` documents have (once for each place with other letters around it), or
    more than HOUSE_STYLE of one house and of no other. Any other pairs a document with the next that has it, and of
    other houses with the next NEIGHBOURS. So a dispatch in 100 documents makes 294 pairs and not 4,950, which still
    connect them all.
    """
    import numpy as np  # noqa: PLC0415

    numbers: dict[Hashable, int] = {}
    house = np.array([numbers.setdefault(one, len(numbers)) for one in houses], np.intp)
    held = _shared(prints, house, most_common)
    grams, pairs, weights = _grams(held.prints), [np.empty(0, np.intp)], [np.empty(0, np.intp)]
    for step in range(1, NEIGHBOURS + 1):
        one, other = held.documents[:-step], held.documents[step:]
        paired = (grams[:-step] == grams[step:]) & (one != other)
        if step > 1:
            paired &= house[one] != house[other]
        found = np.flatnonzero(paired)
        pairs.append(one[found] * len(prints) + other[found])
        sides = zip(_sides(held.prints[found]), _sides(held.prints[found + step]), strict=True)
        weights.append(1 + (SURROUNDED - 1) * np.any([ours == theirs for ours, theirs in sides], axis=0))
    every, which = np.unique(np.concatenate(pairs), return_inverse=True)
    first, second = np.divmod(every, max(1, len(prints)))
    needed = np.where(house[first] == house[second], OWN_ENOUGH, ENOUGH)
    enough = np.bincount(which, np.concatenate(weights), len(every)) >= needed
    return list(zip(first[enough].tolist(), second[enough].tolist(), strict=True))


def shares_any(
    prints: Sequence[bytes], houses: Sequence[Hashable], edited: int, after: bytes, most_common: int = MOST_COMMON
) -> bool:
    """Whether `candidates` may give other pairs, or a pair with an edited document, once that has other prints.

    `edited` is its number and `after` its prints from now on. True in doubt: also where its grams come to stand between
    those of others, or no longer do.
    """
    import numpy as np  # noqa: PLC0415

    is_own = np.array([house == houses[edited] for house in houses])
    old, new = np.frombuffer(prints[edited], "<u8"), np.frombuffer(after, "<u8")
    held = _holding(_grams(np.union1d(old, new)), [*prints[:edited], b"", *prints[edited + 1 :]])
    grams, which, counts = np.unique(_grams(held.prints), return_inverse=True, return_counts=True)
    others = np.bincount(which, ~is_own[held.documents], len(grams))
    rare = (counts <= most_common) & ((others > 0) | (counts <= HOUSE_STYLE))
    if np.isin(_grams(np.setxor1d(old, new)), grams[rare & (counts > 1)]).any():
        return True
    held = held.at(rare[which])
    needed = np.where(is_own, OWN_ENOUGH, ENOUGH)
    return any((_weights(version, held, len(prints)) >= needed).any() for version in (old, new))


def _weights(own: Hashes, held: _Held, documents: int) -> NDArray[np.intp]:
    """For each document, how many grams it shares with one whose prints are `own`: as `candidates` counts, or more."""
    import numpy as np  # noqa: PLC0415

    ours, theirs = _grams(own), _grams(held.prints)
    times = np.searchsorted(ours, theirs, "right") - np.searchsorted(ours, theirs)
    sides = zip(_sides(held.prints), _sides(own), strict=True)
    surrounded = np.any([np.isin(their, our) for their, our in sides], axis=0)
    return np.bincount(held.documents, np.where(surrounded, SURROUNDED, 1) * times, documents).astype(np.intp)


def _grams(prints: Hashes) -> Hashes:
    import numpy as np  # noqa: PLC0415

    return prints >> np.uint64(_AROUND)


def _sides(prints: Hashes) -> tuple[Hashes, Hashes]:
    """Each gram with what its print knows of the letters before it, and with what it knows of those behind."""
    import numpy as np  # noqa: PLC0415

    half = np.uint64(_AROUND // 2)
    behind = prints & np.uint64((1 << _AROUND // 2) - 1)
    return prints >> half, _grams(prints) << half | behind


def _shared(prints: Sequence[bytes], house: Indices, most_common: int) -> _Held:
    """The prints whose gram several documents have and not too many, by gram, then by document."""
    import numpy as np  # noqa: PLC0415

    hashes = _grams(np.frombuffer(b"".join(prints), "<u8"))
    hashes.sort()
    again, times = np.unique(hashes[1:][hashes[1:] == hashes[:-1]], return_counts=True)
    del hashes  # 30 MB, of 10,000 articles
    held = _holding(again[times < most_common], prints)  # each stands once more than again
    held = held.at(_grams(held.prints).argsort(kind="stable"))
    _, starts, which, counts = np.unique(
        _grams(held.prints), return_index=True, return_inverse=True, return_counts=True
    )
    if not len(starts):
        return held
    houses = house[held.documents]
    several = np.minimum.reduceat(houses, starts) != np.maximum.reduceat(houses, starts)
    return held.at((several | (counts <= HOUSE_STYLE))[which])


def _holding(wanted: Hashes, prints: Sequence[bytes]) -> _Held:
    """The prints of documents whose grams are among the wanted, by document."""
    import numpy as np  # noqa: PLC0415

    table = _among(wanted)
    found, documents = [np.empty(0, np.uint64)], [np.empty(0, np.intp)]
    for start in range(0, len(prints), _TOGETHER):
        some = prints[start : start + _TOGETHER]
        joined = np.frombuffer(b"".join(some), "<u8")
        places = np.flatnonzero(table[_grams(joined).astype(np.uint16)])
        found.append(joined[places])
        ends = np.cumsum([len(one) // 8 for one in some])
        documents.append(start + np.searchsorted(ends, places, "right"))
    held = _Held(np.concatenate(found), np.concatenate(documents))
    return held.at(np.isin(_grams(held.prints), wanted))
