"""The archive's records: what a source file says once it is read.

Frozen values with precise types and no behaviour beyond derived facts; nothing here reads, resolves or renders. A
name that a file writes (an outlet, an entity, a tag) stays a `Ref` until the archive room decides who is meant.

Paths are relative to the folder of site.yaml, with `/`. Texts are Unicode, NFC not assumed unless said.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import NewType, dataclass_transform

import msgspec

from generator.problems import Position

ArticleId = NewType("ArticleId", str)
EntityId = NewType("EntityId", str)
OutletId = NewType("OutletId", str)
TagId = NewType("TagId", str)
StoryId = NewType("StoryId", str)
QuoteId = NewType("QuoteId", str)
PageId = NewType("PageId", str)
NoteId = NewType("NoteId", str)
EntityType = NewType("EntityType", str)  # "people", "organizations", … : a key of site.yaml's entity_types
SourcePath = NewType("SourcePath", str)  # "content/articles/a.md"
Digest = NewType("Digest", str)  # hex BLAKE2b, 32 characters unless said
Language = NewType("Language", str)  # a BCP 47 tag
Ymd = tuple[int, int, int]  # a proleptic Gregorian day; years may be negative or beyond 9999

NOWHERE = Position(1, 1)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(msgspec.field,))
class Record(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Configuration shared by all records (frozen, keyword-only); has no fields and no behaviour of its own.

    A record is made of what was there before it, so no circle leads through one and the garbage collector need not
    look at it (measured: 16 bytes less for each; a collection of 10,000 articles takes 3 ms, and not 40).
    """


# Dates


class Precision(StrEnum):
    """How exactly a date is known."""

    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    INTERVAL = "interval"
    UNKNOWN = "unknown"


# Tuples, since a member is found in one by identity, and an enumeration hashes slowly.
_NAMES_A_YEAR = (Precision.DAY, Precision.MONTH, Precision.SEASON, Precision.YEAR)
_NAMES_A_MONTH = (Precision.DAY, Precision.MONTH)


class EdtfDate(Record):
    """A date of EDTF level 1 (ISO 8601-2:2019), or an RFC 3339 date-time when `instant` is set.

    `earliest` and `latest` are the first and last day it can mean; None where it is unknown ("XXXX", "../1999") or
    open. `start` and `end` are set for intervals only, None there for an unknown or open end.
    """

    text: str  # EDTF; for a date-time its day in the site's time zone
    precision: Precision
    earliest: Ymd | None = None
    latest: Ymd | None = None
    uncertain: bool = False  # "?" or "%"
    approximate: bool = False  # "~" or "%"
    instant: dt.datetime | None = None  # aware, as written
    start: EdtfDate | None = None
    end: EdtfDate | None = None

    @property
    def year(self) -> int | None:
        """The one year the date names, None when it names none; an interval is filed by its start."""
        if self.precision is Precision.INTERVAL:
            return self.start.year if self.start else None
        return self.earliest[0] if self.earliest and self.precision in _NAMES_A_YEAR else None

    @property
    def month(self) -> int | None:
        """The one month (1 to 12) the date names, None when it names none."""
        if self.precision is Precision.INTERVAL:
            return self.start.month if self.start else None
        return self.earliest[1] if self.earliest and self.precision in _NAMES_A_MONTH else None

    @property
    def day(self) -> int | None:
        """The one day of the month the date names, None when it names none."""
        if self.precision is Precision.INTERVAL:
            return self.start.day if self.start else None
        return self.earliest[2] if self.earliest and self.precision is Precision.DAY else None


UNDATED = EdtfDate(text="XXXX", precision=Precision.UNKNOWN)


# Names as written, and texts


class Ref(Record):
    """A name as a file writes it (an id, a name or an alias), not yet resolved."""

    name: str
    at: Position = NOWHERE


class EntityRef(Record):
    """An entity as an article declares it; `type` is None in a flat list."""

    name: str
    at: Position = NOWHERE
    type: EntityType | None = None
    role: str | None = None


class DestinationKind(StrEnum):
    """What a destination in a body is for."""

    LINK = "link"  # href of a Markdown or HTML link
    IMAGE = "image"  # src of an image
    WIKI = "wiki"  # [[target]] or [[target|text]]


class Destination(Record):
    """Where a body's n-th link, image or wiki link wants to go, as written; `at` is its place in the source file."""

    kind: DestinationKind
    target: str
    at: Position = NOWHERE


class LeftOut(Record):
    """A passage of a body that is not shown in it, as it was read, and what kind of passage it is."""

    text: str
    kind: str | None = None


class Body(Record):
    """What records keep of a Markdown body; its HTML and reading text live apart, under `digest`.

    `digest` changes when the HTML or its destinations change. `excerpt` is the first words of the first paragraph as
    plain text (at most 280 characters, cut at a word); `words` counts words of the reading text; `anchors` are the ids
    that a link may lead to, as written (in the HTML they have the prefix that keeps them apart from a page's own).
    """

    digest: Digest
    destinations: tuple[Destination, ...] = ()
    anchors: tuple[str, ...] = ()
    excerpt: str = ""
    words: int = 0
    left_out: tuple[LeftOut, ...] = ()  # in the order of the text; counted in nothing above


class BodyText(Record):
    """The converted body: sanitised HTML in which destination n is the URL `pressmark:n`, and its reading text."""

    html: str
    text: str


EMPTY_BODY = Body(digest=Digest(""))


class Alias(Record):
    """Another spelling of a name; `lang` is None for the archive's own language or an unknown one."""

    name: str
    lang: Language | None = None
    at: Position = NOWHERE


# Articles


class ArticleType(StrEnum):
    """What kind of text an article is."""

    NEWS = "news"
    ANALYSIS = "analysis"
    OPINION = "opinion"
    DISPATCH = "dispatch"
    INTERVIEW = "interview"
    EDITORIAL = "editorial"


class Display(StrEnum):
    """How much of an article its rights allow the site to show."""

    FULL = "full"
    EXCERPT = "excerpt"
    METADATA = "metadata"


class Relation(StrEnum):
    """How an article stands to the one it derives from."""

    QUOTES = "quotes"
    SYNDICATES = "syndicates"
    TRANSLATES = "translates"
    REWRITES = "rewrites"


class Capture(Record):
    """One archived copy of the original page."""

    url: str
    date: EdtfDate


class Provenance(Record):
    """Where an article's text came from and how."""

    url: str | None = None
    record: str | None = None
    retrieved: EdtfDate | None = None
    method: str | None = None
    sha256: str | None = None
    captures: tuple[Capture, ...] = ()


class Rights(Record):
    """What may be done with a text; None falls back to site.yaml's `rights`."""

    statement: str | None = None
    holder: str | None = None
    display: Display | None = None


class Derivation(Record):
    """That an article quotes, syndicates, translates or rewrites another."""

    ref: Ref
    relation: Relation


class Boilerplate(Record):
    """A passage of the source that is not the article: kept, but hidden from reader and analysis."""

    exact: str
    kind: str | None = None
    at: Position = NOWHERE


class TextQuote(Record):
    """A TextQuoteSelector (W3C Web Annotation Data Model, 4.2.4)."""

    exact: str
    prefix: str = ""
    suffix: str = ""


class Annotation(Record):
    """A note on words of one article (W3C Web Annotation, TextQuoteSelector).

    `start` and `end` count Unicode code points in the article's reading text, end exclusive; both are None while the
    quote is not found, and the note is then shown as orphaned.
    """

    id: NoteId
    quote: TextQuote
    note: str  # Markdown
    body: Body = EMPTY_BODY  # the note, converted
    at: Position = NOWHERE  # of the quote
    note_at: Position = NOWHERE
    file: SourcePath | None = None  # the notes file that `at` is a place in; None: the article's own
    by: str | None = None
    created: EdtfDate | None = None
    motivation: str = "commenting"
    tags: tuple[Ref, ...] = ()
    entities: tuple[EntityRef, ...] = ()
    start: int | None = None
    end: int | None = None
    requoted: TextQuote | None = None  # how the words there are to be quoted, where they are not quite the quote's


class Extra(Record):
    """A front matter key Pressmark does not know, kept for themes; `value` is its YAML as compact JSON text."""

    key: str
    value: str


class Article(Record, tag=True, tag_field="record"):
    """One article, as its file says it."""

    source: SourcePath
    id: ArticleId
    title: str
    outlet: Ref
    date: EdtfDate
    entities: tuple[EntityRef, ...] = ()
    tags: tuple[Ref, ...] = ()
    type: ArticleType = ArticleType.NEWS
    byline: tuple[str, ...] = ()
    dateline: str | None = None
    lang: Language | None = None  # None: the site's
    summary: str | None = None
    updated: EdtfDate | None = None
    stories: tuple[Ref, ...] = ()
    provenance: Provenance | None = None
    rights: Rights = Rights()
    derived_from: tuple[Derivation, ...] = ()
    boilerplate: tuple[Boilerplate, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    aliases: tuple[str, ...] = ()  # old site-relative paths, "/old/url/"
    draft: bool = False
    image: Destination | None = None
    extra: tuple[Extra, ...] = ()
    body: Body = EMPTY_BODY
    id_at: Position = NOWHERE


# Authority records. `source` is None for a term that articles name and no file describes.


class Role(Record):
    """An office or function an entity held."""

    title: str
    of: Ref | None = None
    during: EdtfDate | None = None


class Entity(Record, tag=True, tag_field="record"):
    """A person, organisation, place or work (an authority record)."""

    id: EntityId
    type: EntityType
    name: str
    source: SourcePath | None = None
    sort_name: str | None = None
    aliases: tuple[Alias, ...] = ()
    weak_aliases: tuple[Alias, ...] = ()
    different_from: tuple[Ref, ...] = ()
    same_as: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    replaces: tuple[Ref, ...] = ()
    extra: tuple[Extra, ...] = ()
    body: Body = EMPTY_BODY
    at: Position = NOWHERE  # of the name


class Outlet(Record, tag=True, tag_field="record"):
    """A newspaper, agency, broadcaster or site that publishes articles."""

    id: OutletId
    name: str
    source: SourcePath | None = None
    kind: str | None = None
    url: str | None = None
    country: str | None = None  # ISO 3166-1 alpha-2, or a name as written
    lang: Language | None = None
    aliases: tuple[Alias, ...] = ()
    same_as: tuple[str, ...] = ()
    replaces: tuple[Ref, ...] = ()
    extra: tuple[Extra, ...] = ()
    body: Body = EMPTY_BODY
    at: Position = NOWHERE


class Tag(Record, tag=True, tag_field="record"):
    """A taxonomy term."""

    id: TagId
    name: str
    source: SourcePath | None = None
    aliases: tuple[Alias, ...] = ()
    broader: tuple[Ref, ...] = ()
    replaces: tuple[Ref, ...] = ()
    extra: tuple[Extra, ...] = ()
    body: Body = EMPTY_BODY
    at: Position = NOWHERE


class Story(Record, tag=True, tag_field="record"):
    """An event that several articles cover."""

    id: StoryId
    title: str
    source: SourcePath | None = None
    when: EdtfDate | None = None
    where: tuple[Ref, ...] = ()
    summary: str | None = None
    aliases: tuple[Alias, ...] = ()
    replaces: tuple[Ref, ...] = ()
    extra: tuple[Extra, ...] = ()
    body: Body = EMPTY_BODY
    at: Position = NOWHERE


class Quote(Record, tag=True, tag_field="record"):
    """What somebody said, as an agency or outlet reported it; the body is the base text."""

    id: QuoteId
    source: SourcePath
    title: str | None = None
    speaker: EntityRef | None = None
    reported_by: tuple[Ref, ...] = ()
    said: EdtfDate | None = None
    mode: str | None = None  # "direct", "reported", "written", …
    extra: tuple[Extra, ...] = ()
    body: Body = EMPTY_BODY
    at: Position = NOWHERE


class StandalonePage(Record, tag=True, tag_field="record"):
    """A page of the site's own: About, Contact, Method."""

    id: PageId  # its path below content/pages, without .md: "about", "method/sources"
    source: SourcePath
    title: str
    summary: str | None = None
    lang: Language | None = None
    aliases: tuple[str, ...] = ()
    draft: bool = False
    extra: tuple[Extra, ...] = ()
    body: Body = EMPTY_BODY
    at: Position = NOWHERE


AnyRecord = Article | Entity | Outlet | Tag | Story | Quote | StandalonePage


class Parsed(Record):
    """One file read: its record, its body's text, and the HTML of its notes, each under its body's digest."""

    record: AnyRecord
    text: BodyText
    notes: tuple[tuple[Digest, str], ...] = ()

    @property
    def html(self) -> tuple[tuple[Digest, str], ...]:
        """The HTML of all bodies, each under its digest."""
        return ((self.record.body.digest, self.text.html), *self.notes)


def bodies_of(record: AnyRecord) -> tuple[Body, ...]:
    """All bodies that a record has: its own, and those of an article's notes."""
    notes = record.annotations if isinstance(record, Article) else ()
    return (record.body, *(note.body for note in notes))
