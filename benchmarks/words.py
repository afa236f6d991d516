"""Invented words and names, and the numbers that choose them: the same on every machine, for ever.

Chance comes from SHAKE-128 over a name ("article/17"), so that it depends on nothing but that name: no clock, no
generator state, no version of a random number library. All arithmetic is on whole numbers. Nothing here knows what
an article is.
"""

from __future__ import annotations

import hashlib
from array import array
from dataclasses import dataclass
from functools import cache

WORDS = 12_000  # different words of the language
SLOTS = 1 << 16  # of the table that two random bytes look up
FLATTEN = 60  # names: the larger, the less the few most frequent ones dominate (q of the Lomax distribution)
MOST_NAMES = 1 << 22

# Syllables, a script each. A list of words reads best as words.
_LATIN = (  # noqa: SIM905
    "ba be bi bo bu da de di do du fa fe fi fo ga ge gi go ha he hi ho ja jo ka ke ki ko ku la le li lo lu ma me mi mo "
    "mu na ne ni no nu pa pe pi po ra re ri ro ru sa se si so su ta te ti to tu va ve vi vo wa we wi za ze zo "
    "bra cle dri fro gra pla pre sta ste tra tri ble sho cha thi qua ber len dor mar nis tal ven rul son kin"
).split()
_ACCENTED = "bé çã då éa fö gü hø iñ jö kå lé mø ñe öl pü řa šo té ül vå žo ło ğı".split()  # noqa: SIM905
_CYRILLIC = "ба ве го ди ел жо за ки ла мо ны по ра се ту ще чи ша юр як".split()  # noqa: SIM905
_GREEK = "βα γε δι ελ ζω θη κα λο μυ νε ξι πο ρα σε τη φω χι ψα".split()  # noqa: SIM905
_HANGUL = "가 나 다 라 마 바 사 아 자 차 카 타 파 하 고 노 도 로 모 보".split()  # noqa: SIM905
_HAN = "木 水 山 川 田 石 林 月 日 風 雲 雨 花 竹 松 海 城 門 路 星".split()  # noqa: SIM905
_ARABIC = "با تي جو دا را زي سا شو عا فا قي كا لو ما نا وا يا".split()  # noqa: SIM905
_SCRIPTS = (_ACCENTED, _ACCENTED, _CYRILLIC, _GREEK, _HANGUL, _HAN, _ARABIC)


class Stream:
    """Numbers that follow from a name alone."""

    def __init__(self, *name: object) -> None:
        self._name = "/".join(("pressmark benchmark 1", *map(str, name))).encode()
        self._bytes = b""
        self._at = 0

    def take(self, count: int) -> bytes:
        """The next `count` bytes."""
        end = self._at + count
        if end > len(self._bytes):
            self._bytes = hashlib.shake_128(self._name).digest(max(end * 2, 256))
        taken = self._bytes[self._at : end]
        self._at = end
        return taken

    def below(self, limit: int) -> int:
        """A whole number from 0 to `limit` - 1."""
        return int.from_bytes(self.take(4), "little") * limit >> 32

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included, those in the middle likelier (two dice)."""
        span = high - low
        return low + self.below(span // 2 + 1) + self.below(span - span // 2 + 1)

    def one_in(self, count: int) -> bool:
        """True once in `count` times."""
        return self.below(count) == 0

    def rank(self, flatten: int = FLATTEN) -> int:
        """A rank from 0: P(rank > r) = flatten / (r + flatten), so the more draws, the more different ranks."""
        chance = int.from_bytes(self.take(4), "little")
        return min(flatten * chance // ((1 << 32) - chance), MOST_NAMES)

    def words(self, count: int) -> list[str]:
        """Running text without punctuation: words as frequent as their rank has it (Zipf)."""
        slots = array("H", self.take(2 * count))
        return [*map(vocabulary().__getitem__, slots)]


@cache
def vocabulary() -> tuple[str, ...]:
    """A table of 65,536 places in which the word of rank r stands about 65,536 / (10 r) times, each at least once."""
    harmonic = sum(1_000_000 // rank for rank in range(1, WORDS + 1))
    free = SLOTS - WORDS
    table: list[str] = []
    for rank in range(1, WORDS + 1):
        table.extend([_word(rank)] * (1 + free * (1_000_000 // rank) // harmonic))
    table.extend(_word(rank) for rank in range(1, SLOTS - len(table) + 1))
    return tuple(table)


def _word(rank: int) -> str:
    """The word of a rank: the more frequent the shorter, one in 40 of the rarer ones in another script."""
    stream = Stream("word", rank)
    syllables = _LATIN
    if rank > 100 and stream.one_in(40):  # noqa: PLR2004 - the hundred commonest words are the language's own
        syllables = _SCRIPTS[stream.below(len(_SCRIPTS))]
    length = 1 + (rank > 60) + (rank > 900 and stream.below(3) > 0) + stream.one_in(5)  # noqa: PLR2004
    return "".join(syllables[stream.below(len(syllables))] for _ in range(length))


# Names


@dataclass(frozen=True, slots=True)
class Name:
    """An entity: `taxonomy` is its type ("people"), `rank` 0 the most frequent."""

    rank: int
    taxonomy: str
    text: str

    @property
    def slug(self) -> str:
        """Its place in an address, as all three generators make it."""
        return slug(self.text)


def slug(text: str) -> str:
    """A name as an address: small letters, hyphens for spaces."""
    return text.lower().replace(" ", "-")


@cache
def entity(rank: int) -> Name:
    """The entity of a rank: half of them people, a quarter organisations, a quarter places; no two have one name."""
    stream = Stream("entity", rank)
    own = unique_word(rank).capitalize()
    kind = stream.below(4)
    if kind == 0:
        return Name(rank, "places", own)
    if kind == 1:
        form = ("{} Union", "{} Group", "Bank of {}", "{} Institute", "Ministry of {}", "{} Press Agency")
        return Name(rank, "organizations", form[stream.below(len(form))].format(own))
    return Name(rank, "people", f"{Stream('given', stream.below(400)).words(1)[0].capitalize()} {own}")


def unique_word(number: int) -> str:
    """A word that no other number has: the number written in syllables, two at least; one in 25 in Cyrillic."""
    other = number % 25 == 24  # noqa: PLR2004
    syllables, number = (_CYRILLIC, number // 25) if other else (_LATIN[:64], number)
    digits: list[str] = []
    while number or len(digits) < 2:  # noqa: PLR2004
        number, digit = divmod(number, len(syllables))
        digits.append(syllables[digit])
    return "".join(digits) + ("" if other else "n")


def outlet(number: int) -> str:
    """The name of an outlet."""
    forms = ("The {} Times", "{} Herald", "Daily {}", "{} Post", "{} News Agency", "The {} Sun", "Radio {}")
    return forms[number % len(forms)].format(unique_word(7_000 + number * 61).capitalize())


def tag(number: int) -> str:
    """The name of a tag."""
    return f"{unique_word(150_000 + number * 67)}{' affairs' if number % 4 == 0 else ''}"


def story(number: int) -> str:
    """The title of a story."""
    return f"The {unique_word(190_000 + number * 71).capitalize()} inquiry"
