"""The archive: every record with every name resolved, indexed. What the site room is given.

Values only; the functions that make them are `names`, `terms`, `references`, `links`, `catalogue` and `related`.
Sequences of entries are newest first unless said; all orders are total, so that equal content gives equal archives.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NewType

import msgspec

from generator.model import (
    Annotation,
    Article,
    ArticleId,
    Digest,
    Display,
    Entity,
    EntityId,
    EntityType,
    Outlet,
    OutletId,
    PageId,
    Quote,
    QuoteId,
    Record,
    Relation,
    SourcePath,
    StandalonePage,
    Story,
    StoryId,
    Tag,
    TagId,
)
from generator.problems import Problem

EntityKey = NewType("EntityKey", str)  # "people/paris": a type and an id, since Paris may be a person and a place


def entity_key(entity_type: EntityType, entity_id: EntityId) -> EntityKey:
    """The key under which the archive files an entity of this type and id; `key_of` gives it for a record."""
    return EntityKey(f"{entity_type}/{entity_id}")


def key_of(entity: Entity) -> EntityKey:
    """The key under which the archive files an entity."""
    return entity_key(entity.type, entity.id)


class TargetKind(StrEnum):
    """What a resolved destination leads to."""

    ARTICLE = "article"
    ENTITY = "entity"
    OUTLET = "outlet"
    TAG = "tag"
    STORY = "story"
    PAGE = "page"
    QUOTE = "quote"
    ASSET = "asset"  # `id` is its SourcePath
    SITE_PATH = "site-path"  # `id` is a path of this site, "/about/"
    EXTERNAL = "external"  # `id` is the URL as written
    FRAGMENT = "fragment"  # same page; `id` is empty
    NOTHING = "nothing"  # unresolved, already reported; shown as text without a link


class Target(Record):
    """Where a destination leads; `fragment` goes without `#`. For an entity, `id` is its EntityKey."""

    kind: TargetKind
    id: str = ""
    fragment: str = ""


class Mention(Record):
    """An entity that an article declares, the spelling it declares it by, and its role there."""

    entity: EntityKey
    written: str
    role: str | None = None


class Parent(Record):
    """What an article derives from: `article` is None when the archive does not hold it."""

    relation: Relation
    name: str
    article: ArticleId | None = None


class Note(Record):
    """An annotation with every name resolved; `targets` answers the destinations of its body."""

    annotation: Annotation
    tags: tuple[TagId, ...] = ()
    mentions: tuple[Mention, ...] = ()
    targets: tuple[Target, ...] = ()


class Entry(Record):
    """An article as the archive files it: its record with every name resolved.

    `summary` is the article's own or, where its rights allow, its body's excerpt. `targets` answers the body's
    destinations one by one. `day` sorts: the earliest day of the date, None when undated.
    """

    article: Article
    outlet: OutletId
    mentions: tuple[Mention, ...] = ()  # each entity once, in declared order
    tags: tuple[TagId, ...] = ()
    stories: tuple[StoryId, ...] = ()
    parents: tuple[Parent, ...] = ()
    display: Display = Display.FULL
    summary: str = ""
    targets: tuple[Target, ...] = ()
    notes: tuple[Note, ...] = ()  # in the order of the words they are about; those that have lost these come last
    image: Target | None = None
    future: bool = False  # shown only because --future asked for it

    @property
    def id(self) -> ArticleId:
        """The article's permanent id."""
        return self.article.id


class Noted(Record):
    """A note and the article that it is on; `number` is its place among those of the article, from 1."""

    entry: Entry
    note: Note
    number: int


class Count(Record):
    """How often something occurs."""

    id: str
    count: int


class PassagePlace(Record):
    """Where an article has a shared passage: code points of its reading text, and the words there."""

    article: ArticleId
    start: int
    end: int
    text: str


class Passage(Record):
    """Words that several articles share, the oldest article first; `id` stays while the words of that one do."""

    id: str
    places: tuple[PassagePlace, ...]


class Reporter(Record):
    """An outlet or article that reported a quote first, by its record; without `target` where the archive has none."""

    name: str
    target: Target | None = None


class QuotePart(Record):
    """Words of a quote that an article carries: where in the base text, where in the article's, and what is there.

    Code points of the reading texts, ends exclusive.
    """

    base_start: int
    base_end: int
    start: int
    end: int
    text: str


class Carrier(Record):
    """An article that carries a quote, and whether it says whose words they are or from whom it has them."""

    article: ArticleId
    parts: tuple[QuotePart, ...]  # in the order of the base text
    names_source: bool


class Carried(Record):
    """The base text of a quote, and the articles that carry it, the oldest first."""

    text: str
    carriers: tuple[Carrier, ...] = ()


class Spelling(Record):
    """A spelling of an entity: how many articles have it, those of which outlets, and the oldest of them."""

    text: str
    count: int
    outlets: tuple[Count, ...]  # commonest first
    oldest: ArticleId


class Redirect(Record):
    """An old site path ("/old/url/") or a replaced record, and what stands in its place now.

    A replaced record was of the kind (and an entity of the type) of the one that replaces it; only its id is gone.
    """

    path: str  # empty when `replaced` is set
    target: Target
    source: SourcePath
    replaced: str | None = None


class HeldBack(Record):
    """How many articles were kept out of the site, and why."""

    drafts: int = 0
    future: int = 0


Spelt = Mapping[EntityKey, tuple[str, ...]]
"""How an article's text spells the entities that the article declares: each spelling once, in the text's order."""


class Archive(Record):
    """Everything the site room needs to know.

    Mappings hold terms without a record too (their `source` is None); those nobody mentions are there with an empty
    index. `targets` answer the destinations of a record's body, as in `Entry.targets`.
    """

    entries: tuple[Entry, ...]
    outlets: Mapping[OutletId, Outlet]
    entities: Mapping[EntityKey, Entity]
    tags: Mapping[TagId, Tag]
    stories: Mapping[StoryId, Story]
    quotes: Mapping[QuoteId, Quote]
    pages: Mapping[PageId, StandalonePage]

    by_id: Mapping[ArticleId, Entry]
    by_outlet: Mapping[OutletId, tuple[Entry, ...]]
    by_entity: Mapping[EntityKey, tuple[Entry, ...]]
    by_tag: Mapping[TagId, tuple[Entry, ...]]
    by_story: Mapping[StoryId, tuple[Entry, ...]]
    by_month: Mapping[tuple[int, int], tuple[Entry, ...]]  # (year, month); only dates known to the month
    by_year: Mapping[int, tuple[Entry, ...]]
    undated: tuple[Entry, ...]

    spellings: Mapping[EntityKey, tuple[Spelling, ...]]  # commonest first
    together: Mapping[EntityKey, tuple[Count, ...]]  # co-occurring entities, commonest first, at most 24
    related: Mapping[ArticleId, tuple[ArticleId, ...]]  # at most 4, nearest first
    derived: Mapping[ArticleId, tuple[ArticleId, ...]]  # the articles that derive from this one
    narrower: Mapping[TagId, tuple[TagId, ...]]
    roles_of: Mapping[tuple[EntityKey, int], Target]  # what a role's `of` means, by (entity, index of the role)

    targets: Mapping[SourcePath, tuple[Target, ...]]  # destinations of the bodies of all records but articles
    assets: tuple[SourcePath, ...]  # files to publish: all of content/assets, and others that a text refers to
    redirects: tuple[Redirect, ...]
    held_back: HeldBack

    spelt: Mapping[ArticleId, Spelt] = msgspec.field(default_factory=dict)  # where that is not the entity's name
    passages: tuple[Passage, ...] = ()
    notes: tuple[Noted, ...] = ()  # the newest first, those that say no date after them
    notes_by_entity: Mapping[EntityKey, tuple[Noted, ...]] = msgspec.field(default_factory=dict)
    notes_by_tag: Mapping[TagId, tuple[Noted, ...]] = msgspec.field(default_factory=dict)
    broader: Mapping[TagId, tuple[TagId, ...]] = msgspec.field(default_factory=dict)
    different_from: Mapping[EntityKey, tuple[EntityKey, ...]] = msgspec.field(default_factory=dict)
    where: Mapping[StoryId, tuple[EntityKey, ...]] = msgspec.field(default_factory=dict)
    speakers: Mapping[QuoteId, Mention] = msgspec.field(default_factory=dict)
    reporters: Mapping[QuoteId, tuple[Reporter, ...]] = msgspec.field(default_factory=dict)
    quotes_by_entity: Mapping[EntityKey, tuple[Quote, ...]] = msgspec.field(default_factory=dict)  # by who said them
    carried: Mapping[QuoteId, Carried] = msgspec.field(default_factory=dict)  # once texts were compared

    withheld: Mapping[Digest, SourcePath] = msgspec.field(default_factory=dict)  # bodies no page may show, by article


class Assembled(Record):
    """An archive and what was wrong while making it."""

    archive: Archive
    problems: tuple[Problem, ...]
