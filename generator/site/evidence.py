"""The parts of views that say how something is known: sources, rights, relations, dates, coverage, wordings, quotes.

Values only, as in `parts`, and made by `provenance`, `lineage`, `chronology`, `stories`, `compare` and `quotes`.
docs/themes.md documents every field, and a test holds the two together.
"""

from __future__ import annotations

from generator.model import Record
from generator.site.parts import Chip, DateView, LinkView, OriginalView


class RunView(Record):
    """Words of a wording and how they stand to the one that it is compared with.

    `kind` is "same", "replaced", "added" or "left-out"; `base` is what that one has in their place.
    """

    kind: str
    text: str
    base: str


class WordingView(Record):
    """How one article words a passage; `url` leads to the words there."""

    article: str  # the anchor of its column
    title: str
    url: str
    outlet: Chip
    date: DateView
    lang: str
    dir: str
    is_base: bool  # the others are compared with it
    runs: tuple[RunView, ...]


class PassageView(Record):
    """Words that several articles share: where each has them (None where it is silent), and in which wording."""

    anchor: str
    number: int
    words: str  # its first ones
    places: tuple[str | None, ...]  # an address for each article
    wordings: tuple[WordingView, ...]


class ComparedView(Record):
    """An article that is compared: what it credits, by its own account."""

    anchor: str
    title: str
    url: str
    outlet: Chip
    date: DateView
    credits: tuple[LinkView, ...]  # what it says that it derives from; without a url where that is not here
    byline: tuple[str, ...]
    type: str
    type_label: str
    passages: int  # how many of the passages it has


class SourceView(Record):
    """Where an article's text came from; `record` is None where that is the article's own id."""

    outlet: Chip
    original: OriginalView | None
    text: str  # the original's address to show: host and path, a long one cut; empty without `original`
    record: str | None
    retrieved: DateView | None
    method: str | None
    sha256: str | None
    captures: tuple[CaptureView, ...]


class CaptureView(Record):
    """An archived copy of the original page."""

    link: OriginalView
    host: str
    date: DateView


class CitedText(Record):
    """A part of a citation; a name of an outlet or archive is in italics."""

    text: str
    italic: bool = False


class CitationView(Record):
    """How to cite an article in one style: "APA", "Chicago", "MLA"."""

    style: str
    texts: tuple[CitedText, ...]


class CiteView(Record):
    """How to cite an article: for readers in each style, and for reference managers."""

    citations: tuple[CitationView, ...]
    biblatex: str
    csl: str  # CSL-JSON
    ris: str  # the address of a file


class RightsView(Record):
    """What may be done with an article; `label` is the statement's short name."""

    label: str
    statement: str | None
    holder: str | None
    display: str


class RelationGroup(Record):
    """The articles that stand in one relation to another."""

    label: str  # "Quotes", "Quoted by"
    relations: tuple[RelationView, ...]
    more: int  # how many others there are


class RelationView(Record):
    """An article that another derives from, or that derives from another, and how the chain goes on from it.

    `url`, `outlet` and `date` are None where the archive does not hold it; `title` is then its name as written.
    """

    title: str
    url: str | None
    lang: str
    dir: str
    outlet: Chip | None
    date: DateView | None
    beyond: tuple[RelationGroup, ...] = ()


class Chronology(Record):
    """When what a story tells happened, and when it was said, published and captured: a row a date, oldest first."""

    moments: tuple[Moment, ...]
    unit: str  # what stands together: "day", or "month" or "year" where there are too many days


class Moment(Record):
    """What is of one date: of each kind that there is, in the order event, statement, publication, capture."""

    date: DateView
    strands: tuple[Strand, ...]


class Strand(Record):
    """What is of one kind and date; `count` is more than there are `occurrences` where they are too many."""

    kind: str  # "event", "statement", "publication", "capture": picks the mark
    label: str  # "Published"
    count: int
    counted: str  # the same in words: "41 articles"
    occurrences: tuple[Occurrence, ...]


class Occurrence(Record):
    """Something that happened, was said, published or captured."""

    text: str
    url: str | None
    lang: str
    dir: str
    outlet: Chip | None
    detail: str = ""  # "updated", "retrieved", "copy at web.archive.org"; may be empty


class CoverageRow(Record):
    """How much an outlet has of a story, and from when to when; None where it gives no date."""

    outlet: Chip
    count: int
    first: DateView | None
    last: DateView | None


class QuoteCard(Record):
    """A quote as lists show it."""

    title: str
    url: str
    words: str  # its first ones; empty where they are its title
    speaker: Chip | None
    said: DateView | None
    count: int  # of the articles that carry it


class QuoteGroup(Record):
    """What one speaker said; `speaker` is None for quotes of which it is not known whose they are."""

    speaker: Chip | None
    anchor: str
    quotes: tuple[QuoteCard, ...]  # the earliest first


class ReporterView(Record):
    """Who reported a quote first: an outlet (without a title), an article, or a name that the archive does not know."""

    title: str
    url: str | None
    lang: str
    dir: str
    outlet: Chip | None
    date: DateView | None


class CarrierView(Record):
    """An article that carries a quote, and how it words it; `url` leads to the words there."""

    anchor: str
    title: str
    url: str
    outlet: Chip
    date: DateView
    lang: str
    dir: str
    credits: tuple[LinkView, ...]  # what it says that it derives from; without a url where that is not here
    byline: tuple[str, ...]
    reported_first: bool  # by the quote's own record
    names_source: bool  # it names the speaker or who reported the quote first
    word_for_word: bool
    runs: tuple[RunView, ...]  # compared with the base text; none where there are too many articles
