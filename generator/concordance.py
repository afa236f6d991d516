"""What only the texts can tell: how articles spell the names that they declare, what they share, and whom they quote.

Between the archive, which knows no text, and the site. The work itself is done by pure functions of the archive room;
here texts are fetched, workers are given their share, and what they found is kept for the next build under the digest
of all that it depends on. An article whose rights withhold its text is not looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple, Protocol, TypeVar

import msgspec

from generator.archive.assemble import with_spellings
from generator.archive.fingerprints import candidates
from generator.archive.mentions import wanted_of
from generator.archive.passages import Shared, shared_passages
from generator.archive.quotations import (
    Heard,
    Sought,
    carrier,
    found_in,
    names_of_sources,
    says_any,
    sought,
    that_may_carry,
)
from generator.archive.records import Archive, Carried, Carrier, Entry
from generator.archive.rights import shows_text
from generator.archive.shared import join_passages
from generator.intake import Progress
from generator.model import Digest, OutletId, QuoteId
from generator.output.bodies import Bodies
from generator.read.reading import read_html
from generator.roll import Found, Look, Roll, Told, finding_key, look_of, told_by
from generator.spread import Spread, chunks


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


class Pair(NamedTuple):
    """Two texts to compare."""

    one: Digest
    other: Digest


class Hearing(NamedTuple):
    """A quote, a text that may carry it, and the names by which that text may say whose words they are.

    `is_near` says whether the text is of an article that has to do with the quote.
    """

    quote: Digest
    text: Digest
    names: tuple[str, ...]
    is_near: bool


class Pairing(NamedTuple):
    """Texts of which some may share a passage, and whose they are."""

    texts: tuple[Digest, ...]
    outlets: tuple[OutletId, ...]


Task = TypeVar("Task", Look, Pair, Hearing)


class Lookers(NamedTuple):
    """Who looks: which workers, at how many texts a task, and who is told of it."""

    spread: Spread
    chunk: int
    progress: Progress


class Consulted(NamedTuple):
    """An archive with what its texts tell, and what is told of each of them."""

    archive: Archive
    told: Told


def consult(archive: Archive, library: Library, lookers: Lookers) -> Consulted:
    """The archive, with what its texts tell."""
    entries = tuple(entry for entry in reversed(archive.entries) if _has_text(entry))  # a newer one comes last
    search = _Search(library, lookers)
    looked = search(look_up, [_look(archive, entry) for entry in entries])
    found = [_FOUND.decode(value) for value in looked.values]
    prints, outlets = tuple(one.prints for one in found), tuple(entry.outlet for entry in entries)
    texts = tuple(entry.article.body.digest for entry in entries)
    pairs = _PAIRED.decode(search.once(Pairing(texts, outlets), lambda: candidates(prints, outlets)))
    compared = search(compare, [Pair(texts[one], texts[other]) for one, other in pairs])
    bodies = library.bodies()
    carried, quotes = _hear(archive, _Texts(entries, prints, bodies), search)
    told = Told(Roll(tuple(entry.id for entry in entries), outlets, looked.keys, quotes), prints)
    search.keep(told.kept())
    passages = {pair: _SHARED.decode(value) for pair, value in zip(pairs, compared.values, strict=True)}
    shared = join_passages(entries, passages, lambda number: _text(bodies, texts[number]))
    spelt_in = {entry.id: one.spelt for entry, one in zip(entries, found, strict=True) if one.spelt}
    with_all = msgspec.structs.replace(with_spellings(archive, spelt_in), passages=shared, carried=carried)
    return Consulted(with_all, told)


class _Texts(NamedTuple):
    """The articles that may show their text, their fingerprints, and where all texts are."""

    entries: tuple[Entry, ...]
    prints: tuple[bytes, ...]
    bodies: Bodies

    def of(self, number: int) -> str:
        return _text(self.bodies, self.entries[number].article.body.digest)


def _hear(archive: Archive, texts: _Texts, search: _Search) -> tuple[dict[QuoteId, Carried], tuple[Sought, ...]]:
    """Who carries each quote, and what was looked for."""
    quotes = [quote for quote in archive.quotes.values() if quote.body.words]
    looked_for = tuple(
        sought(archive, texts.entries, quote.id, _text(texts.bodies, quote.body.digest)) for quote in quotes
    )
    pairs = that_may_carry(looked_for, texts.prints)
    names = [names_of_sources(archive, quote.id) for quote in quotes]
    hearings = [
        Hearing(
            quotes[place].body.digest,
            texts.entries[number].article.body.digest,
            names[place],
            number in looked_for[place].near,
        )
        for place, number in pairs
    ]
    carriers: dict[QuoteId, list[Carrier]] = {quote.id: [] for quote in quotes}
    for (place, number), found in zip(pairs, search(hear, hearings).values, strict=True):
        heard = _HEARD.decode(found)
        if heard.parts:
            quote, entry = quotes[place].id, texts.entries[number]
            carriers[quote].append(carrier(archive, entry, quote, heard, texts.of(number)))
    carried = {
        quote.id: Carried(text=one.text, carriers=tuple(carriers[quote.id]))
        for quote, one in zip(quotes, looked_for, strict=True)
    }
    return carried, looked_for


# What workers do


def look_up(bodies: Bodies, looks: Sequence[Look]) -> tuple[bytes, ...]:
    """What is found in some texts, as it is kept."""
    return tuple(msgspec.msgpack.encode(told_by(_text(bodies, look.digest), look.wanted)) for look in looks)


def compare(bodies: Bodies, pairs: Sequence[Pair]) -> tuple[bytes, ...]:
    """The passages that two texts share, as they are kept."""
    return tuple(
        msgspec.msgpack.encode(shared_passages(_text(bodies, pair.one), _text(bodies, pair.other))) for pair in pairs
    )


def hear(bodies: Bodies, hearings: Sequence[Hearing]) -> tuple[bytes, ...]:
    """Where texts carry quotes, and whether they name a source, as it is kept."""
    found = []
    for hearing in hearings:
        text = _text(bodies, hearing.text)
        parts = found_in(_text(bodies, hearing.quote), text, is_near=hearing.is_near)
        found.append(msgspec.msgpack.encode(Heard(parts, bool(parts) and says_any(text, hearing.names))))
    return tuple(found)


def _text(bodies: Bodies, digest: Digest) -> str:
    return read_html(bodies.html(digest)).text


# What is known of it


class _Answers(NamedTuple):
    keys: tuple[bytes, ...]
    values: tuple[bytes, ...]


class _Search:
    """Looks up what was found before, has the rest found, and keeps what was asked for."""

    def __init__(self, library: Library, lookers: Lookers) -> None:
        self._library, self._lookers = library, lookers
        self._known = dict(library.findings())
        self._new: dict[bytes, bytes] = {}
        self._wanted = set[bytes]()

    def __call__(self, find: Callable[[Bodies, Sequence[Task]], tuple[bytes, ...]], tasks: Sequence[Task]) -> _Answers:
        """What `find` gives for each task, each answer under its key."""
        keys = tuple(map(_key, tasks))
        self._wanted.update(keys)
        new = {key: task for key, task in zip(keys, tasks, strict=True) if key not in self._known}
        found = self._find(find, list(new.values())) if new else []
        answers = dict(zip(new, found, strict=True))
        self._new |= answers
        self._known |= answers
        return _Answers(keys, tuple(self._known[key] for key in keys))

    def once(self, task: Pairing, make: Callable[[], object]) -> bytes:
        """What `make` gives, which depends on nothing but the task."""
        key = _key(task)
        self._wanted.add(key)
        if key not in self._known:
            self._new[key] = self._known[key] = msgspec.msgpack.encode(make())
        return self._known[key]

    def _find(self, find: Callable[[Bodies, Sequence[Task]], tuple[bytes, ...]], tasks: Sequence[Task]) -> list[bytes]:
        spread, chunk, progress = self._lookers
        found: list[bytes] = []
        doing = _DOING[type(tasks[0])]
        progress(doing, 0, len(tasks))
        for part in spread(find, self._library.bodies(), chunks(tasks, chunk)):
            found += part
            progress(doing, len(found), len(tasks))
        return found

    def keep(self, more: Mapping[bytes, bytes]) -> None:
        """Keep all that was asked for, and `more`; forget the rest."""
        self._library.keep_findings({**self._new, **more}, self._wanted.union(more))


def _key(task: Look | Pair | Hearing | Pairing) -> bytes:
    return finding_key(type(task).__name__, task)


def _has_text(entry: Entry) -> bool:
    return bool(entry.article.body.words) and shows_text(entry.display)


def _look(archive: Archive, entry: Entry) -> Look:
    names = [wanted_of(archive.entities[mention.entity], mention.written) for mention in entry.mentions]
    return look_of(entry.article.body.digest, names)


_DOING: Mapping[type, str] = {Look: "Searching", Pair: "Comparing", Hearing: "Comparing"}
_FOUND = msgspec.msgpack.Decoder(Found)
_SHARED = msgspec.msgpack.Decoder(tuple[Shared, ...])
_PAIRED = msgspec.msgpack.Decoder(list[tuple[int, int]])
_HEARD = msgspec.msgpack.Decoder(Heard)
