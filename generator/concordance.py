"""What only the texts can tell: how each article spells the names that it declares, and what passages articles share.

Between the archive, which knows no text, and the site. The work itself is done by pure functions of the archive room;
here texts are fetched, workers are given their share, and what they found is kept for the next build under the digest
of all that it depends on. An article whose rights withhold its text is not looked at.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple, Protocol, TypeVar

import msgspec

from generator.archive.assemble import with_spellings
from generator.archive.fingerprints import candidates, fingerprints, shares_any
from generator.archive.mentions import Wanted, spelt, wanted_of
from generator.archive.passages import Shared, shared_passages
from generator.archive.records import Archive, EntityKey, Entry
from generator.archive.rights import shows_text
from generator.archive.shared import join_passages
from generator.intake import Progress
from generator.model import ArticleId, Digest, OutletId
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


class Found(msgspec.Struct, frozen=True, array_like=True):
    """What one text tells: how it spells names, and its fingerprints."""

    spelt: dict[EntityKey, tuple[str, ...]]
    prints: bytes


class Pair(NamedTuple):
    """Two texts to compare."""

    one: Digest
    other: Digest


Task = TypeVar("Task", Look, Pair)


class Roll(msgspec.Struct, frozen=True, array_like=True):
    """All texts that were looked at, the oldest article first: whose, of which outlet, and where its finding is."""

    articles: tuple[ArticleId, ...]
    outlets: tuple[OutletId, ...]
    keys: tuple[bytes, ...]


class Lookers(NamedTuple):
    """Who looks: which workers, at how many texts a task, and who is told of it."""

    spread: Spread
    chunk: int
    progress: Progress


def consult(archive: Archive, library: Library, lookers: Lookers) -> Archive:
    """The archive, with what its texts tell."""
    entries = tuple(entry for entry in reversed(archive.entries) if _has_text(entry))  # a newer one comes last
    search = _Search(library, lookers)
    looked = search(look_up, [_look(archive, entry) for entry in entries])
    told = [_FOUND.decode(found) for found in looked.values]
    outlets = tuple(entry.outlet for entry in entries)
    numbers = candidates([one.prints for one in told], outlets)
    compared = search(compare, [Pair(*(entries[number].article.body.digest for number in pair)) for pair in numbers])
    roll = Roll(tuple(entry.id for entry in entries), outlets, looked.keys)
    search.keep({ROLL: msgspec.msgpack.encode(roll)})
    pairs = {pair: _passages(found) for pair, found in zip(numbers, compared.values, strict=True)}
    bodies = library.bodies()
    shared = join_passages(entries, pairs, lambda number: _text(bodies, entries[number].article.body.digest))
    spelt_in = {entry.id: one.spelt for entry, one in zip(entries, told, strict=True) if one.spelt}
    return msgspec.structs.replace(with_spellings(archive, spelt_in), passages=shared)


def tells_the_same(article: ArticleId, wanted: Sequence[Wanted], texts: tuple[str, str], library: Library) -> bool:
    """Whether an article's text (HTML, before and after) spells names as before, and shares no passage but as before.

    False in doubt.
    """
    before, after = (read_html(html).text for html in texts)
    findings = library.findings()
    if spelt(before, wanted) != spelt(after, wanted) or ROLL not in findings:
        return False
    roll = _ROLL.decode(findings[ROLL])
    if article not in roll.articles or not findings.keys() >= set(roll.keys):
        return False
    prints = [_FOUND.decode(findings[key]).prints for key in roll.keys]
    return not shares_any(prints, roll.outlets, roll.articles.index(article), fingerprints(after))


# What workers do


def look_up(bodies: Bodies, looks: Sequence[Look]) -> tuple[bytes, ...]:
    """What is found in some texts, as it is kept."""
    found = []
    for look in looks:
        text = _text(bodies, look.digest)
        names = {EntityKey(key): spellings for key, spellings in spelt(text, look.wanted).items()}
        found.append(msgspec.msgpack.encode(Found(names, fingerprints(text))))
    return tuple(found)


def compare(bodies: Bodies, pairs: Sequence[Pair]) -> tuple[bytes, ...]:
    """The passages that two texts share, as they are kept."""
    return tuple(
        msgspec.msgpack.encode(shared_passages(_text(bodies, pair.one), _text(bodies, pair.other))) for pair in pairs
    )


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

    def _find(self, find: Callable[[Bodies, Sequence[Task]], tuple[bytes, ...]], tasks: Sequence[Task]) -> list[bytes]:
        spread, chunk, progress = self._lookers
        found: list[bytes] = []
        doing = "Searching" if isinstance(tasks[0], Look) else "Comparing"
        progress(doing, 0, len(tasks))
        for part in spread(find, self._library.bodies(), chunks(tasks, chunk)):
            found += part
            progress(doing, len(found), len(tasks))
        return found

    def keep(self, more: Mapping[bytes, bytes]) -> None:
        """Keep all that was asked for, and `more`; forget the rest."""
        self._library.keep_findings({**self._new, **more}, self._wanted.union(more))


def _key(task: Look | Pair) -> bytes:
    named = (type(task).__name__, task)
    return hashlib.blake2b(program() + msgspec.msgpack.encode(named), digest_size=16).digest()


def _has_text(entry: Entry) -> bool:
    return bool(entry.article.body.words) and shows_text(entry.display)


def _look(archive: Archive, entry: Entry) -> Look:
    wanted = (wanted_of(archive.entities[mention.entity], mention.written) for mention in entry.mentions)
    return Look(entry.article.body.digest, tuple(wanted))


def _passages(found: bytes) -> tuple[Shared, ...]:
    return _SHARED.decode(found)


_FOUND = msgspec.msgpack.Decoder(Found)
_SHARED = msgspec.msgpack.Decoder(tuple[Shared, ...])
_ROLL = msgspec.msgpack.Decoder(Roll)
ROLL = b"roll"
