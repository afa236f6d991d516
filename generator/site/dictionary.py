"""The data that an archive gives away: which tables, which columns, and what each means.

The one description of them. Rows, files, the page /data/ and the database all follow it, so the dictionary that a
reader sees cannot say anything else than the files do. Published names are a promise: a column keeps its name and its
meaning.
"""

from __future__ import annotations

from enum import StrEnum

from generator.model import Digest, Record


class Kind(StrEnum):
    """What a cell of a column holds; the value is how the dictionary says it."""

    TEXT = "text"
    DATE = "date"  # EDTF, or an RFC 3339 date-time
    NUMBER = "number"
    TRUTH = "true or false"
    LIST = "list"  # of texts


class Column(Record):
    """A column: its name, what it means, what it holds, and the table whose ids these are."""

    name: str
    meaning: str
    kind: Kind = Kind.TEXT
    refers: str = ""  # the name of a table


class Table(Record):
    """A table. The columns of its `key` come first and name a row; `one` is what a row is called in other tables."""

    name: str
    one: str
    meaning: str
    columns: tuple[Column, ...]
    key: int = 1


class TextOf(Record):
    """A cell that holds the reading text of a body, which is fetched when the file is written."""

    digest: Digest


Cell = str | int | bool | tuple[str, ...] | TextOf | None


class TableView(Record):
    """A table and all its rows, each with a cell for every column."""

    table: Table
    rows: tuple[tuple[Cell, ...], ...]


class DatabaseView(Record):
    """All tables of a database; those that others refer to come before them."""

    tables: tuple[TableView, ...]


def _listed(name: str, meaning: str, refers: str = "") -> Column:
    return Column(name=name, meaning=meaning, kind=Kind.LIST, refers=refers)


def _dated(name: str, meaning: str) -> Column:
    return Column(name=name, meaning=meaning, kind=Kind.DATE)


def _page(of: str) -> Column:
    return Column(name="page", meaning=f"The address of the {of} on this site.")


_SAME_AS = _listed("same_as", "Addresses of the same thing elsewhere, such as Wikidata.")
_POSITION = Column(name="position", meaning="The place among those of one record, from 1.", kind=Kind.NUMBER)

OUTLETS = Table(
    name="outlets",
    one="outlet",
    meaning="Newspapers, agencies, broadcasters and sites.",
    columns=(
        Column(name="id", meaning="The permanent id."),
        _page("outlet"),
        Column(name="name", meaning="The name."),
        Column(name="kind", meaning="What kind of outlet it is, as recorded."),
        Column(name="url", meaning="The outlet's own site."),
        Column(name="country", meaning="ISO 3166-1 alpha-2, or a name as recorded."),
        Column(name="lang", meaning="Its language (BCP 47)."),
        _listed("aliases", "Other names."),
        _SAME_AS,
    ),
)
ENTITIES = Table(
    name="entities",
    one="entity",
    meaning="People, organizations, places, works and others that articles name.",
    columns=(
        Column(name="id", meaning="The type and the permanent id: people/im-chon-il."),
        _page("entity"),
        Column(name="type", meaning="people, organizations, places, works, or a type of this archive's own."),
        Column(name="name", meaning="The name."),
        Column(name="sort_name", meaning="The name as it is sorted, where that is another."),
        Column(name="description", meaning="The first words of its record's text."),
        Column(name="recorded", meaning="Whether it has a record, or is known by name only.", kind=Kind.TRUTH),
        _SAME_AS,
        _listed("different_from", "Entities that it is not to be taken for.", "entities"),
    ),
)
ALIASES = Table(
    name="aliases",
    one="alias",
    meaning="Other spellings of entities.",
    columns=(
        Column(name="entity", meaning="Whose.", refers="entities"),
        _POSITION,
        Column(name="name", meaning="The spelling."),
        Column(name="lang", meaning="Its language (BCP 47), where recorded."),
        Column(name="weak", meaning="Whether it means the entity only after a fuller name was used.", kind=Kind.TRUTH),
    ),
    key=2,
)
ROLES = Table(
    name="roles",
    one="role",
    meaning="Offices and functions that entities held.",
    columns=(
        Column(name="entity", meaning="Who held it.", refers="entities"),
        _POSITION,
        Column(name="title", meaning="What it is called."),
        Column(name="of", meaning="Where, as recorded."),
        _dated("during", "When."),
    ),
    key=2,
)
TAGS = Table(
    name="tags",
    one="tag",
    meaning="Subjects.",
    columns=(
        Column(name="id", meaning="The permanent id."),
        _page("tag"),
        Column(name="name", meaning="The name."),
        _listed("aliases", "Other names."),
        _listed("broader", "Wider subjects that it belongs to.", "tags"),
    ),
)
STORIES = Table(
    name="stories",
    one="story",
    meaning="Events that several articles cover.",
    columns=(
        Column(name="id", meaning="The permanent id."),
        _page("story"),
        Column(name="title", meaning="The title."),
        _dated("date", "When it happened."),
        Column(name="summary", meaning="What happened, in a sentence or two."),
        _listed("places", "Where.", "entities"),
    ),
)
ARTICLES = Table(
    name="articles",
    one="article",
    meaning="Every article of the archive: undated ones, then the oldest first.",
    columns=(
        Column(name="id", meaning="The permanent id."),
        _page("article"),
        Column(name="title", meaning="The headline."),
        Column(name="outlet", meaning="Who published it.", refers="outlets"),
        _dated("date", "When it was published, as exactly as that is known; XXXX where it is not."),
        Column(name="earliest", meaning="The first day that the date can mean (ISO 8601)."),
        Column(name="latest", meaning="The last day that the date can mean (ISO 8601)."),
        _dated("updated", "When the outlet changed it."),
        Column(name="type", meaning="news, analysis, opinion, dispatch, interview or editorial."),
        Column(name="lang", meaning="The language of the text (BCP 47)."),
        _listed("byline", "Authors and agencies, as printed."),
        Column(name="dateline", meaning="The place it was sent from, as printed."),
        Column(name="summary", meaning="The archive's own summary, or the first words where rights allow them."),
        _listed("tags", "Subjects.", "tags"),
        _listed("stories", "Events that it covers.", "stories"),
        Column(name="original", meaning="The address of the original."),
        Column(name="record", meaning="The original's number in another catalogue."),
        _dated("retrieved", "When the text was taken from there."),
        Column(name="method", meaning="How the text was taken."),
        Column(name="sha256", meaning="The SHA-256 of what was taken."),
        Column(name="rights", meaning="A rights statement or licence of the text."),
        Column(name="rights_holder", meaning="Who has the rights in the text."),
        Column(name="display", meaning="How much of the text may be shown: full, excerpt or metadata."),
    ),
)
MENTIONS = Table(
    name="mentions",
    one="mention",
    meaning="Which entities each article is declared to name.",
    columns=(
        Column(name="article", meaning="The article.", refers="articles"),
        Column(name="entity", meaning="The entity.", refers="entities"),
        Column(name="written", meaning="The spelling by which the article's record declares it."),
        Column(name="role", meaning="What the entity is in the article, such as speaker."),
    ),
    key=2,
)
DERIVATIONS = Table(
    name="derivations",
    one="derivation",
    meaning="Which articles quote, syndicate, translate or rewrite others.",
    columns=(
        Column(name="article", meaning="The article that derives from another.", refers="articles"),
        _POSITION,
        Column(name="relation", meaning="quotes, syndicates, translates or rewrites."),
        Column(name="original", meaning="The other, where this archive has it.", refers="articles"),
        Column(name="name", meaning="What the other is called."),
    ),
    key=2,
)
CAPTURES = Table(
    name="captures",
    one="capture",
    meaning="Archived copies of originals.",
    columns=(
        Column(name="article", meaning="Whose original.", refers="articles"),
        _POSITION,
        Column(name="url", meaning="The address of the copy."),
        _dated("date", "When it was made."),
    ),
    key=2,
)
ANNOTATIONS = Table(
    name="annotations",
    one="annotation",
    meaning="Notes on words of articles.",
    columns=(
        Column(name="id", meaning="The article's id, a slash, and the note's."),
        _page("note"),
        Column(name="article", meaning="The article.", refers="articles"),
        Column(name="note", meaning="What the note says (Markdown)."),
        Column(name="by", meaning="Who wrote it."),
        _dated("created", "When."),
        Column(name="motivation", meaning="What it is for (W3C Web Annotation)."),
        Column(name="exact", meaning="The words that it is about; empty where rights withhold them."),
        Column(name="prefix", meaning="The words before these."),
        Column(name="suffix", meaning="The words behind these."),
        Column(
            name="start",
            meaning="Where they begin in the reading text, in code points from 0; empty where they are not found.",
            kind=Kind.NUMBER,
        ),
        Column(name="end", meaning="Where they end, exclusive.", kind=Kind.NUMBER),
        _listed("tags", "Subjects of the note.", "tags"),
        _listed("entities", "Entities that the note names.", "entities"),
    ),
)
QUOTES = Table(
    name="quotes",
    one="quote",
    meaning="Recorded statements.",
    columns=(
        Column(name="id", meaning="The permanent id."),
        _page("quote"),
        Column(name="title", meaning="The title, or the first words."),
        Column(name="speaker", meaning="Who said it.", refers="entities"),
        _listed("reported_by", "Outlets or articles that reported it first, by name."),
        _dated("date", "When it was said."),
        Column(name="mode", meaning="How it is known: direct, reported, written, …"),
        Column(name="text", meaning="The words."),
    ),
)
TEXTS = Table(
    name="texts",
    one="text",
    meaning="The reading texts of the articles whose rights let them be shown.",
    columns=(
        Column(name="article", meaning="The article.", refers="articles"),
        Column(name="words", meaning="How many words it has.", kind=Kind.NUMBER),
        Column(name="text", meaning="The text, paragraphs apart by an empty line; annotations count its code points."),
    ),
)

RECORDS = (
    OUTLETS,
    ENTITIES,
    ALIASES,
    ROLES,
    TAGS,
    STORIES,
    ARTICLES,
    MENTIONS,
    DERIVATIONS,
    CAPTURES,
    ANNOTATIONS,
    QUOTES,
)
