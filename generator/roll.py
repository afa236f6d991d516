"""The texts that a site was made from, and whether an edit of one of them concerns any other.

What is told of a text is kept under the digest of all that it depends on, and so is a roll, which names what was told
of every text. So whoever has published a site need only know the key of its roll: where that is not to be had any more,
nothing is known, and the archive is looked through anew. Nothing is read or kept here, and in doubt an edit concerns
others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import NamedTuple, Self

import msgspec

from generator.archive.fingerprints import fingerprints, shares_any
from generator.archive.mentions import Wanted, spelt, spelt_several_ways
from generator.archive.quotations import Sought, found_in, that_may_carry
from generator.archive.records import EntityKey
from generator.model import ArticleId, Digest, OutletId
from generator.read.reading import read_html
from generator.unchanged import program


class Look(NamedTuple):
    """A text to look at, and whom to look for."""

    digest: Digest
    wanted: tuple[Wanted, ...]


class Found(msgspec.Struct, frozen=True, array_like=True):
    """What one text tells: how it spells those that have several names, and its fingerprints."""

    spelt: dict[EntityKey, tuple[str, ...]]
    prints: bytes


class Roll(msgspec.Struct, frozen=True, array_like=True):
    """All texts that were looked at, the oldest article first: whose, of which outlet, and where its finding is.

    `quotes` are those that were looked for in them.
    """

    articles: tuple[ArticleId, ...]
    outlets: tuple[OutletId, ...]
    keys: tuple[bytes, ...]
    quotes: tuple[Sought, ...]


class Edit(NamedTuple):
    """An article's text before and after an edit (HTML), the digest of the new one, and whom the article names."""

    article: ArticleId
    before: str
    after: str
    digest: Digest
    names: tuple[Wanted, ...]


class Told(msgspec.Struct, frozen=True):
    """A roll, the fingerprints of its texts in its order, and what has been found since the roll was first called."""

    roll: Roll
    prints: tuple[bytes, ...]
    new: Mapping[bytes, bytes] = msgspec.field(default_factory=dict)

    @property
    def key(self) -> bytes:
        """The key under which the roll is kept."""
        return finding_key("Roll", self.roll)

    def kept(self) -> dict[bytes, bytes]:
        """What is to be kept so that `told_of` knows it again."""
        return {**self.new, self.key: msgspec.msgpack.encode(self.roll)}

    def after(self, edit: Edit) -> Self | None:
        """The same with a new text; None where an article, entity or quote of the site may show that it is new."""
        before, after = read_html(edit.before).text, read_html(edit.after).text
        look, found = look_of(edit.digest, edit.names), told_by(after, edit.names)
        if found.spelt != told_by(before, edit.names).spelt or edit.article not in self.roll.articles:
            return None
        number = self.roll.articles.index(edit.article)
        if _carries_any(self.roll.quotes, number, before) or _carries_any(self.roll.quotes, number, after):
            return None
        if shares_any(self.prints, self.roll.outlets, number, found.prints):
            return None
        key = finding_key("Look", look)
        return msgspec.structs.replace(
            self,
            roll=msgspec.structs.replace(self.roll, keys=_with(self.roll.keys, number, key)),
            prints=_with(self.prints, number, found.prints),
            new={**self.new, key: msgspec.msgpack.encode(found)},
        )


def told_of(key: bytes, findings: Mapping[bytes, bytes]) -> Told | None:
    """What is known under the key of a roll; None where that, or anything that it names, is not to be had."""
    try:
        roll = _ROLL.decode(findings[key])
        return Told(roll, tuple(_FOUND.decode(findings[one]).prints for one in roll.keys))
    except (KeyError, msgspec.MsgspecError):
        return None


def look_of(digest: Digest, names: Sequence[Wanted]) -> Look:
    """How to look at the text of an article that names some: for nobody, where all of them have one name."""
    return Look(digest, tuple(names) if spelt_several_ways(names) else ())


def told_by(text: str, names: Sequence[Wanted]) -> Found:
    """What a reading text tells. All that are named are looked for, since a name may be a part of another's."""
    several = spelt_several_ways(names)
    found = spelt(text, names) if several else {}
    return Found({EntityKey(key): found[key] for key in several if key in found}, fingerprints(text))


def finding_key(kind: str, task: object) -> bytes:
    """The key of what is found: all that it depends on, with this version of the program."""
    return hashlib.blake2b(program() + msgspec.msgpack.encode((kind, task)), digest_size=16).digest()


def _carries_any(quotes: Sequence[Sought], number: int, text: str) -> bool:
    """Whether the text of the article of this number carries any of some quotes."""
    here = [Sought(quote.text, (0,) if number in quote.near else ()) for quote in quotes]
    pairs = that_may_carry(here, [fingerprints(text)]) if here else ()
    return any(found_in(here[place].text, text, is_near=bool(here[place].near)) for place, _ in pairs)


def _with(some: tuple[bytes, ...], number: int, one: bytes) -> tuple[bytes, ...]:
    return (*some[:number], one, *some[number + 1 :])


_ROLL = msgspec.msgpack.Decoder(Roll)
_FOUND = msgspec.msgpack.Decoder(Found)
