"""What somebody may want to do about the names of an archive: suggestions, which are never problems.

Names that may be spellings of one; entities whose name stands in articles that do not declare them; aliases that
nothing uses; and names that one article alone declares, where another one mentions them. Takes the archive and the
reading texts of its articles, one after another, so that they need not be in memory together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.archive.lookalikes import Alike, lookalikes
from generator.archive.mentions import BORDER, Mention, Wanted
from generator.archive.names import fold
from generator.archive.records import Archive, EntityKey, Entry, entity_key
from generator.archive.search import named_in, search_for
from generator.model import Alias, Entity, EntityId, Record
from generator.problems import Position, Span

AROUND = 40  # characters shown before and behind a mention
_OUTLET = "\0"  # what the key of an outlet begins with, and no EntityKey


class Mentioned(Record):
    """The first place in an article's text that names an entity: where the article declares its own, and the words."""

    entry: Entry
    declare_at: Span
    written: str
    context: str


class Undeclared(Record):
    """A recorded entity, and the articles that mention it and do not declare it, the newest first."""

    entity: Entity
    articles: tuple[Mentioned, ...]
    declared: int  # in how many articles it is


class Unused(Record):
    """A record and those of its aliases that no article declares or mentions."""

    entity: Entity
    aliases: tuple[Alias, ...]


class Single(Record):
    """A name without a record that one article declares, and others mention."""

    entity: Entity
    declared_at: Span
    articles: tuple[Mentioned, ...]


class Suggestions(Record):
    """Everything there is to suggest, the most useful of each kind first.

    `once` counts names without a record that a single article declares and that are like no other and mentioned nowhere
    else: nothing can be done about these.
    """

    alike: tuple[Alike, ...]
    undeclared: tuple[Undeclared, ...]
    unused: tuple[Unused, ...]
    singles: tuple[Single, ...]
    once: int


def suggest(archive: Archive, texts: Iterable[tuple[Entry, str]]) -> Suggestions:
    """The suggestions for an archive whose articles have these reading texts."""
    alike = lookalikes(archive)
    search, kin = search_for(_wanted(archive)), _kin(alike)
    found: dict[EntityKey, list[Mentioned]] = {}
    used = {fold(ref.name) for entry in archive.entries for ref in entry.article.entities}
    for entry, reading_text in texts:
        text = reading_text.replace("\n\n", BORDER)  # no name goes on in another paragraph
        mentions = named_in(text, search)
        used.update(fold(text[mention.start : mention.end]) for mention in mentions)
        for key, mention in _undeclared_in(entry, mentions, kin):
            mentioned = _mentioned(entry, text, mention)
            if _is_a_name(mentioned.written):
                found.setdefault(key, []).append(mentioned)
    once = {key for key, entity in archive.entities.items() if not entity.source and len(archive.by_entity[key]) == 1}
    return Suggestions(
        alike=alike,
        undeclared=tuple(sorted(_undeclared(archive, found), key=_most_useful)),
        unused=tuple(_unused(archive, used)),
        singles=tuple(sorted(_singles(archive, once & found.keys(), found), key=_most_useful)),
        once=len(once - found.keys() - kin.keys()),
    )


def _wanted(archive: Archive) -> Iterator[Wanted]:
    """Entities, and outlets, so that what is in an outlet's name is not taken for an entity ("The Moscow Times")."""
    for key, entity in archive.entities.items():
        yield Wanted(key, (entity.name, *(alias.name for alias in entity.aliases)))
    for outlet in archive.outlets.values():
        yield Wanted(f"{_OUTLET}{outlet.id}", (outlet.name, *(alias.name for alias in outlet.aliases)))


def _kin(alike: Iterable[Alike]) -> dict[EntityKey, frozenset[EntityKey]]:
    """For each entity that is like others, all of them: where one is declared, nothing is missing but a decision."""
    kin: dict[EntityKey, frozenset[EntityKey]] = {}
    for group in alike:
        bearers = (group.first, *(member.bearer for member in group.others))
        keys = frozenset(entity_key(one.type, EntityId(one.id)) for one in bearers if one.type)
        kin.update((key, kin.get(key, keys) | keys) for key in keys)
    return kin


def _undeclared_in(
    entry: Entry, mentions: Iterable[Mention], kin: dict[EntityKey, frozenset[EntityKey]]
) -> Iterator[tuple[EntityKey, Mention]]:
    """The first mention of each entity that an article does not declare."""
    known = {mention.entity for mention in entry.mentions}
    known.update(other for key in tuple(known) for other in kin.get(key, ()))
    for mention in mentions:
        key = EntityKey(mention.meant or "")
        if key and not key.startswith(_OUTLET) and known.isdisjoint(mention.keys):
            known.add(key)
            yield key, mention


def _mentioned(entry: Entry, text: str, mention: Mention) -> Mentioned:
    written = text[mention.start : mention.end]
    around = _around(text, mention.start, mention.end)
    return Mentioned(entry=entry, declare_at=_declares_at(entry), written=written, context=around)


def _is_a_name(written: str) -> bool:
    """Whether a mention is more than an ordinary word that happens to be a name, too ("guerre", "der")."""
    return written != written.lower() or not written.isalpha() or written == written.upper()


def _declares_at(entry: Entry) -> Span:
    """Where the article declares the last of its entities; the whole file where it declares none."""
    source = entry.article.source
    at = max((ref.at for ref in entry.article.entities), default=None)
    return Span(source) if at is None else Span(source, at.line, at.column)


def _around(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    if start > AROUND:
        before = "…" + before[before.find(" ") + 1 :]
    if end + AROUND < len(text):
        after = after[: after.rfind(" ")] + "…" if " " in after else after
    return " ".join(f"{before}{text[start:end]}{after}".replace(BORDER, " ").split())


def _undeclared(archive: Archive, found: dict[EntityKey, list[Mentioned]]) -> Iterator[Undeclared]:
    for key, mentioned in found.items():
        entity = archive.entities[key]
        if entity.source:
            yield Undeclared(entity=entity, articles=tuple(mentioned), declared=len(archive.by_entity[key]))


def _most_useful(found: Undeclared | Single) -> tuple[float, str]:
    """How many of the articles are likely to mean it; the most of them first.

    A name of several words nearly always does. One word may be another name, too ("Karl") or none ("Stadt"): the more
    articles declare it, of those that mention it, the less so.
    """
    declared = found.declared if isinstance(found, Undeclared) else 1
    sure = sum(len(one.written.split()) > 1 for one in found.articles)
    doubtful = len(found.articles) - sure
    return -sure - doubtful * (declared + 1) / (doubtful + declared + 1), found.entity.id


def _unused(archive: Archive, used: set[str]) -> Iterator[Unused]:
    for entity in archive.entities.values():
        unused = tuple(alias for alias in entity.aliases if fold(alias.name) not in used)
        if unused:
            yield Unused(entity=entity, aliases=unused)


def _singles(archive: Archive, keys: Iterable[EntityKey], found: dict[EntityKey, list[Mentioned]]) -> Iterator[Single]:
    for key in sorted(keys):
        (entry,), entity = archive.by_entity[key], archive.entities[key]
        written = next(mention.written for mention in entry.mentions if mention.entity == key)
        at = next((ref.at for ref in entry.article.entities if ref.name == written), Position(1, 1))
        declared_at = Span(entry.article.source, at.line, at.column)
        yield Single(entity=entity, declared_at=declared_at, articles=tuple(found[key]))
