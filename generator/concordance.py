"""What only the texts can tell: how each article spells the names that it declares.

Between the archive, which knows no text, and the site. The work itself is a pure function of the archive room; here
texts are fetched, workers are given their share, and what they found is kept for the next build under the digest of
all that it depends on. An article whose rights withhold its text is not looked at.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple, Protocol

import msgspec

from generator.archive.assemble import with_spellings
from generator.archive.mentions import Wanted, spelt, wanted_of
from generator.archive.records import Archive, EntityKey, Entry, Spelt
from generator.archive.rights import shows_text
from generator.intake import Progress
from generator.model import Digest
from generator.output.bodies import Bodies
from generator.read.reading import read_html
from generator.spread import Spread, chunks
from generator.unchanged import program


class Library(Protocol):
    """Where the texts are, and what was found in them before."""

    def bodies(self) -> Bodies:
        """The texts as HTML."""
        ...

    def findings(self) -> Mapping[bytes, bytes]:
        """What was found, by the digest of what it depends on."""
        ...

    def keep_findings(self, found: Mapping[bytes, bytes], wanted: Collection[bytes]) -> None:
        """Add findings, and forget those that nobody wants any more."""
        ...


class Look(NamedTuple):
    """A text to look at, and whom to look for."""

    digest: Digest
    wanted: tuple[Wanted, ...]


class Lookers(NamedTuple):
    """Who looks: which workers, at how many texts a task, and who is told of it."""

    spread: Spread
    chunk: int
    progress: Progress


def consult(archive: Archive, library: Library, lookers: Lookers) -> Archive:
    """The archive, with what its texts tell."""
    looks = {entry.id: _look(archive, entry) for entry in archive.entries if _is_worth_it(entry)}
    keys = {article: _key(look) for article, look in looks.items()}
    known = dict(library.findings())
    new = {key: looks[article] for article, key in keys.items() if key not in known}
    found = _looked_up(new, library.bodies(), lookers)
    library.keep_findings(found, set(keys.values()))
    known |= found
    return with_spellings(archive, {article: _read(known[key]) for article, key in keys.items()})


def tell_the_same(wanted: Sequence[Wanted], html: str, other: str) -> bool:
    """Whether two texts spell the same names in the same ways."""
    return _spelt(html, wanted) == _spelt(other, wanted)


def look_up(bodies: Bodies, looks: Sequence[Look]) -> tuple[bytes, ...]:
    """What is found in some texts, as it is kept."""
    return tuple(msgspec.msgpack.encode(_spelt(bodies.html(look.digest), look.wanted)) for look in looks)


def _spelt(html: str, wanted: Sequence[Wanted]) -> dict[str, tuple[str, ...]]:
    return spelt(read_html(html).text, wanted)


def _is_worth_it(entry: Entry) -> bool:
    return bool(entry.mentions and entry.article.body.words) and shows_text(entry.display)


def _look(archive: Archive, entry: Entry) -> Look:
    wanted = (wanted_of(archive.entities[mention.entity], mention.written) for mention in entry.mentions)
    return Look(entry.article.body.digest, tuple(wanted))


def _key(look: Look) -> bytes:
    return hashlib.blake2b(program() + msgspec.msgpack.encode(look), digest_size=16).digest()


def _looked_up(looks: Mapping[bytes, Look], bodies: Bodies, lookers: Lookers) -> dict[bytes, bytes]:
    keys, progress = list(looks), lookers.progress
    progress("Comparing", 0, len(keys))
    found: list[bytes] = []
    for part in lookers.spread(look_up, bodies, chunks(list(looks.values()), lookers.chunk)):
        found += part
        progress("Comparing", len(found), len(keys))
    return dict(zip(keys, found, strict=True))


def _read(found: bytes) -> Spelt:
    return _decoder.decode(found)


_decoder = msgspec.msgpack.Decoder(dict[EntityKey, tuple[str, ...]])
