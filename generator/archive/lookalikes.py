"""Names of an archive that may be spellings of one, with what speaks for it and against it.

Compares what bears names of one kind: the entities of a type, tags, outlets, each with or without a record. Leaves out
what somebody has decided: records that say they are different, that have different identifiers, or that `check` has
warned of already because they claim the same name. Decides nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from generator.archive.names import fold, index_names, named_authority, who
from generator.archive.records import Archive, Count, Entry, TargetKind, entity_key
from generator.archive.similar import Likeness, alike
from generator.model import ArticleId, Entity, EntityId, EntityType, Outlet, Record, Tag
from generator.problems import Position, Span

PEOPLE = EntityType("people")


class Spelling(Record):
    """One way in which articles declare something: in how many, by which outlets (by name), and where for example."""

    written: str
    articles: int
    outlets: tuple[Count, ...]
    example: Span


class Bearer(Record):
    """Something that has names: an entity, tag or outlet, recorded or not."""

    kind: TargetKind  # ENTITY, TAG or OUTLET
    type: EntityType | None  # of an entity
    id: str
    label: str
    names: tuple[str, ...]  # its record's name and aliases, and every spelling
    spellings: tuple[Spelling, ...]  # the commonest first
    record: Entity | Outlet | Tag | None
    articles: frozenset[ArticleId]


class Member(Record):
    """A bearer that may be another one: by which names (the other's first), and in what these differ.

    `differs_in` is None where the records have an identifier in common; `together` counts articles that declare both.
    """

    bearer: Bearer
    names: tuple[str, str]
    differs_in: Likeness | None
    together: int


class Alike(Record):
    """What may be one thing: the best known bearer of the names, and those that are like it, the likeliest first."""

    first: Bearer
    others: tuple[Member, ...]


def lookalikes(archive: Archive) -> tuple[Alike, ...]:
    """Everything that looks alike, the surest and the commonest first."""
    found = [group for bearers in _kinds(archive) for group in _groups(bearers, archive)]
    return tuple(sorted(found, key=_usefulness))


def _usefulness(found: Alike) -> tuple[int, int, int, str]:
    best = min(_rank(member.differs_in) for member in found.others)
    return (
        best,
        -sum(len(member.bearer.articles) for member in found.others),
        -len(found.first.articles),
        found.first.id,
    )


def _rank(differs_in: Likeness | None) -> int:
    return 0 if differs_in is None else 1 + list(Likeness).index(differs_in)


# Who bears names


_Use = tuple[str, Entry, Position]  # as written, in which article, and where


def _kinds(archive: Archive) -> Iterator[list[Bearer]]:
    """Those that may be compared with each other: the entities of each type, the tags, the outlets."""
    uses = _uses_of_entities(archive)
    by_type: dict[EntityType, list[Bearer]] = {}
    for key, entity in archive.entities.items():
        by_type.setdefault(entity.type, []).append(_bearer(TargetKind.ENTITY, entity, uses.get(key, ()), archive))
    yield from by_type.values()
    of_tags = _uses_of_tags(archive)
    yield [_bearer(TargetKind.TAG, tag, of_tags.get(tag.id, ()), archive) for tag in archive.tags.values()]
    of_outlets: dict[str, list[_Use]] = {}
    for entry in archive.entries:
        outlet = entry.article.outlet
        of_outlets.setdefault(entry.outlet, []).append((outlet.name, entry, outlet.at))
    yield [_bearer(TargetKind.OUTLET, one, of_outlets.get(one.id, ()), archive) for one in archive.outlets.values()]


def _uses_of_entities(archive: Archive) -> dict[str, list[_Use]]:
    uses: dict[str, list[_Use]] = {}
    for entry in archive.entries:
        places = {ref.name: ref.at for ref in reversed(entry.article.entities)}
        for mention in entry.mentions:
            uses.setdefault(mention.entity, []).append((mention.written, entry, places[mention.written]))
    return uses


def _uses_of_tags(archive: Archive) -> dict[str, list[_Use]]:
    names = index_names(map(named_authority, archive.tags.values()))
    uses: dict[str, list[_Use]] = {}
    for entry in archive.entries:
        for written, at in {ref.name: ref.at for ref in reversed(entry.article.tags)}.items():
            for meant in who(written, names)[:1]:
                uses.setdefault(meant.id, []).append((written, entry, at))
    return uses


def _bearer(kind: TargetKind, record: Entity | Outlet | Tag, uses: Sequence[_Use], archive: Archive) -> Bearer:
    entity_type = record.type if isinstance(record, Entity) else None
    by_id = {record.id, f"{entity_type}/{record.id}"} - {record.name} if record.source else set[str]()
    written: dict[str, list[_Use]] = {}
    for use in uses:
        if use[0] not in by_id:  # an id is no spelling
            written.setdefault(use[0], []).append(use)
    spellings = sorted((_spelling(name, here, archive) for name, here in written.items()), key=_commonest)
    names = (record.name, *(alias.name for alias in record.aliases), *(spelling.written for spelling in spellings))
    return Bearer(
        kind=kind,
        type=entity_type,
        id=record.id,
        label=record.name,
        names=tuple(dict.fromkeys(names)),
        spellings=tuple(spellings),
        record=record if record.source else None,
        articles=frozenset(entry.id for _, entry, _ in uses),
    )


def _spelling(written: str, uses: Sequence[_Use], archive: Archive) -> Spelling:
    outlets = Counter(archive.outlets[entry.outlet].name for _, entry, _ in uses)
    ranked = sorted(outlets.items(), key=lambda item: (-item[1], item[0]))
    entry, at = min(((entry, at) for _, entry, at in uses), key=lambda use: (use[0].article.source, use[1]))
    return Spelling(
        written=written,
        articles=len(uses),
        outlets=tuple(Count(id=name, count=count) for name, count in ranked),
        example=Span(entry.article.source, at.line, at.column),
    )


def _commonest(spelling: Spelling) -> tuple[int, str]:
    return -spelling.articles, spelling.written


# What may be one


def _groups(bearers: Sequence[Bearer], archive: Archive) -> Iterator[Alike]:
    """The best known bearers, each with those like it that are not with a better known one."""
    near: dict[int, dict[int, Member]] = {}
    for one, other, pair in (*_by_names(bearers), *_by_identifier(bearers)):
        if not _decided(bearers[one], bearers[other], archive):
            together = len(bearers[one].articles & bearers[other].articles)
            for a, b, names in ((one, other, pair.names), (other, one, pair.names[::-1])):
                member = Member(bearer=bearers[b], names=names, differs_in=pair.differs_in, together=together)
                known = near.setdefault(a, {}).setdefault(b, member)
                if _rank(member.differs_in) < _rank(known.differs_in):
                    near[a][b] = member
    taken: set[int] = set()
    for at in sorted(near, key=lambda at: _best_known(bearers[at])):
        free = {} if at in taken else {b: member for b, member in near[at].items() if b not in taken}
        likely = {b: member for b, member in free.items() if _likely(bearers[at], member)}
        if likely:
            taken |= {at, *likely}
            yield Alike(first=bearers[at], others=tuple(sorted(likely.values(), key=_likeliest)))


class _Pair(Record):
    names: tuple[str, str]
    differs_in: Likeness | None


_Met = tuple[int, int, _Pair]  # two bearers by their places, and by what they meet


def _by_names(bearers: Sequence[Bearer]) -> Iterator[_Met]:
    names = [(name, at) for at, bearer in enumerate(bearers) for name in bearer.names]
    of_people = bool(bearers) and bearers[0].type == PEOPLE
    for one, other, differs_in in alike([name for name, _ in names], of_people=of_people):
        (name, at), (other_name, other_at) = names[one], names[other]
        if at != other_at:
            yield at, other_at, _Pair(names=(name, other_name), differs_in=differs_in)


def _by_identifier(bearers: Sequence[Bearer]) -> Iterator[_Met]:
    having: dict[str, int] = {}
    for at, bearer in enumerate(bearers):
        for identifier in _identifiers(bearer):
            first = having.setdefault(identifier, at)
            if first != at:
                yield first, at, _Pair(names=(bearers[first].label, bearer.label), differs_in=None)


def _identifiers(bearer: Bearer) -> tuple[str, ...]:
    return () if bearer.record is None or isinstance(bearer.record, Tag) else bearer.record.same_as


def _decided(one: Bearer, other: Bearer, archive: Archive) -> bool:
    """Whether somebody has said that two are different, or will be told by a problem that they may not be."""
    if one.record is None or other.record is None:
        one_has = (one.record is None) != (other.record is None)
        return one_has and one.kind is TargetKind.OUTLET  # unknown-outlet, similar-outlet
    if one.type and other.type:
        a, b = entity_key(one.type, EntityId(one.id)), entity_key(other.type, EntityId(other.id))
        if b in archive.different_from.get(a, ()) or a in archive.different_from.get(b, ()):
            return True
    identifiers, others = _identifiers(one), _identifiers(other)
    if identifiers and others and not set(identifiers) & set(others) and _hosts(identifiers) & _hosts(others):
        return True
    return not _folded(one).isdisjoint(_folded(other))  # ambiguous-alias


def _hosts(identifiers: Iterable[str]) -> set[str]:
    return {identifier.split("/")[2] for identifier in identifiers}


def _folded(bearer: Bearer) -> set[str]:
    return {fold(name) for name in bearer.names}


def _likely(first: Bearer, member: Member) -> bool:
    """Whether two that stand in one article may be one: as spellings, yes; else only if they seldom do."""
    if member.differs_in in {None, Likeness.MARKS}:
        return True
    return 2 * member.together < min(len(first.articles), len(member.bearer.articles)) or not member.together


def _best_known(bearer: Bearer) -> tuple[bool, int, int, str, str]:
    """Recorded, then in most articles, then with the fewest hyphens and dots, as a line's end may leave them."""
    marks = sum(not (char.isalnum() or char.isspace()) for char in bearer.label)
    return bearer.record is None, -len(bearer.articles), marks, bearer.label, bearer.id


def _likeliest(member: Member) -> tuple[int, int, str]:
    return _rank(member.differs_in), -len(member.bearer.articles), member.bearer.id
