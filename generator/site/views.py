"""What templates may see: one frozen view a kind of page.

A view is a page's whole dependency list: its digest is the page's key. So it holds what the page shows and nothing
else; no counts of things the page does not name, no "latest", no clock. Texts are plain text unless the type says
otherwise; every URL comes from `routes`. docs/themes.md documents every field, and a test holds the two together.
"""

from __future__ import annotations

from generator.model import Record
from generator.site.evidence import (
    CarrierView,
    Chronology,
    CiteView,
    ComparedView,
    CoverageRow,
    PassageView,
    QuoteCard,
    QuoteGroup,
    RelationGroup,
    ReporterView,
    RightsView,
    SourceView,
)
from generator.site.parts import (
    ArticleCard,
    BodyView,
    CardGroup,
    Chip,
    ChipGroup,
    ChoiceRow,
    DateView,
    EntityTypeView,
    ExtraView,
    Fact,
    Head,
    ImageView,
    IndexGroup,
    LeftOutView,
    LinkInLanguage,
    LinkView,
    MonthCount,
    NoteCard,
    NoteView,
    Pagination,
    RoleView,
    SpellingView,
    StoryCard,
    Timeline,
    WayIn,
)


class HomeView(Record):
    """/ — template home.html."""

    head: Head
    title: str
    description: str
    introduction: BodyView | None  # content/pages/index.md, if there is one
    newest: tuple[ArticleCard, ...]  # at most 12
    all_articles: LinkView | None
    stories: tuple[StoryCard, ...]  # at most 6
    outlets: ChipGroup  # the most present, at most 12
    entities: tuple[ChipGroup, ...]  # a type each, the most mentioned, at most 12
    tags: ChipGroup
    ways_in: tuple[WayIn, ...]
    timeline: Timeline | None


class ArticleView(Record):
    """An article's page — template article.html."""

    head: Head
    crumbs: tuple[LinkView, ...]
    id: str
    title: str
    outlet: Chip
    date: DateView
    updated: DateView | None
    type: str
    type_label: str
    byline: tuple[str, ...]
    dateline: str | None
    lang: str
    dir: str
    language_name: str | None  # set when it is not the site's language
    summary: str | None  # only an explicit one
    body: BodyView | None  # None when rights forbid it
    other_notes: tuple[NoteView, ...]  # those whose words are not in the text, or not shown
    left_out: tuple[LeftOutView, ...]  # what was copied with the text and is not part of it
    excerpt: str  # shown in place of the body when display is "excerpt"
    words: int
    image: ImageView | None
    entities: tuple[ChipGroup, ...]
    tags: tuple[Chip, ...]
    stories: tuple[Chip, ...]
    source: SourceView
    rights: RightsView | None
    cite: CiteView
    relations: tuple[RelationGroup, ...]  # first what it derives from, then what derives from it
    newer: LinkView | None
    older: LinkView | None
    related: tuple[ArticleCard, ...]
    draft: bool
    future: bool
    extra: tuple[ExtraView, ...] = ()


class TermListView(Record):
    """A numbered older page of any article list: /articles/page/1/, /tags/x/page/2/ … — template list.html."""

    head: Head
    crumbs: tuple[LinkView, ...]
    kicker: str  # "Tag", "Outlet", "All articles"
    title: str
    url: str  # the list's newest page
    groups: tuple[CardGroup, ...]  # by year, newest first
    pages: Pagination


class ArticlesView(Record):
    """/articles/, everything, newest first — template articles.html."""

    head: Head
    crumbs: tuple[LinkView, ...]
    title: str
    count: int
    timeline: Timeline | None
    groups: tuple[CardGroup, ...]
    pages: Pagination


class YearView(Record):
    """/2023/ — template year.html."""

    head: Head
    crumbs: tuple[LinkView, ...]
    title: str
    count: int
    months: tuple[MonthCount, ...]  # all twelve
    outlets: tuple[Chip, ...]
    entities: tuple[ChipGroup, ...]
    groups: tuple[CardGroup, ...]  # by month, newest first; articles dated only by year in a group of their own
    pages: Pagination
    earlier: LinkView | None  # the year before that has articles
    later: LinkView | None


class MonthView(Record):
    """/2023/06/ and /undated/ — template month.html."""

    head: Head
    crumbs: tuple[LinkView, ...]
    title: str
    count: int
    outlets: tuple[Chip, ...]
    entities: tuple[ChipGroup, ...]
    groups: tuple[CardGroup, ...]  # by day
    pages: Pagination
    earlier: LinkView | None
    later: LinkView | None


class OutletView(Record):
    """An outlet's page — template outlet.html."""

    head: Head
    crumbs: tuple[LinkView, ...]
    name: str
    kind: str | None
    count: int
    facts: tuple[Fact, ...]  # country, language, site, other names, identifiers
    body: BodyView | None
    recorded: bool
    first: ArticleCard | None
    last: ArticleCard | None
    timeline: Timeline | None
    entities: tuple[ChipGroup, ...]
    tags: tuple[Chip, ...]
    groups: tuple[CardGroup, ...]
    pages: Pagination
    extra: tuple[ExtraView, ...] = ()


class EntityView(Record):
    """An entity's page — template entity.html."""

    head: Head
    crumbs: tuple[LinkView, ...]
    name: str
    type: str
    type_label: str
    count: int
    aliases: tuple[LinkInLanguage, ...]
    spellings: tuple[SpellingView, ...]
    roles: tuple[RoleView, ...]
    facts: tuple[Fact, ...]  # sort name, not to be confused with, identifiers
    body: BodyView | None
    recorded: bool
    first: ArticleCard | None
    last: ArticleCard | None
    timeline: Timeline | None
    together: tuple[ChipGroup, ...]
    outlets: tuple[Chip, ...]
    quotes: tuple[QuoteCard, ...]  # what it said, the earliest first, at most 24
    all_quotes: LinkView | None  # where there are more
    notes: tuple[NoteCard, ...]  # the newest that name it, at most 24
    groups: tuple[CardGroup, ...]
    pages: Pagination
    extra: tuple[ExtraView, ...] = ()


class TagView(Record):
    """A tag's page — template tag.html."""

    head: Head
    crumbs: tuple[LinkView, ...]
    name: str
    count: int
    aliases: tuple[LinkInLanguage, ...]
    broader: tuple[Chip, ...]
    narrower: tuple[Chip, ...]
    body: BodyView | None
    recorded: bool
    timeline: Timeline | None
    outlets: tuple[Chip, ...]
    entities: tuple[ChipGroup, ...]
    notes: tuple[NoteCard, ...]  # the newest that name it, at most 24
    groups: tuple[CardGroup, ...]
    pages: Pagination
    extra: tuple[ExtraView, ...] = ()


class StoryView(Record):
    """A story's page — template story.html."""

    head: Head
    crumbs: tuple[LinkView, ...]
    title: str
    count: int
    when: DateView | None
    where: tuple[Chip, ...]
    summary: str | None
    body: BodyView | None
    recorded: bool
    chronology: Chronology | None  # None where it would be one date of one kind
    coverage: tuple[CoverageRow, ...]  # outlets, most articles first
    entities: tuple[ChipGroup, ...]
    compare: LinkView | None  # where its articles share words
    notes: tuple[NoteCard, ...]  # the newest on its articles, at most 24
    groups: tuple[CardGroup, ...]  # by month, oldest first: a story is told forward
    pages: Pagination
    extra: tuple[ExtraView, ...] = ()


class CompareView(Record):
    """/stories/ID/compare/: the words that a story's articles share, side by side — template compare.html."""

    head: Head
    crumbs: tuple[LinkView, ...]
    title: str
    story: LinkView
    articles: tuple[ComparedView, ...]  # oldest first
    passages: tuple[PassageView, ...]


class QuotesView(Record):
    """/quotes/: all quotes, by who said them — template quotes.html."""

    head: Head
    crumbs: tuple[LinkView, ...]
    title: str
    count: int
    groups: tuple[QuoteGroup, ...]


class QuoteView(Record):
    """A quote's page: who said it, who reported it first, who carries it in which words — template quote.html."""

    head: Head
    crumbs: tuple[LinkView, ...]
    title: str
    speaker: Chip | None
    mode: str | None  # "direct", "reported", …
    said: DateView | None
    body: BodyView | None  # the base text
    reporters: tuple[ReporterView, ...]
    carriers: tuple[CarrierView, ...]  # oldest first
    outlets: int  # of the carriers
    extra: tuple[ExtraView, ...] = ()


class IndexView(Record):
    """An index of outlets, tags or entities of one type, by name or by count — template index.html."""

    head: Head
    crumbs: tuple[LinkView, ...]
    kicker: str
    title: str
    kind: str
    count: int
    note: str  # "The 1,000 most mentioned", or empty
    by_name_only: bool  # whether any of its entries has no record
    choices: tuple[ChoiceRow, ...]
    groups: tuple[IndexGroup, ...]


class EntityTypesView(Record):
    """/entities/ — template entities.html."""

    head: Head
    crumbs: tuple[LinkView, ...]
    title: str
    count: int
    types: tuple[EntityTypeView, ...]


class StoriesView(Record):
    """/stories/ — template stories.html."""

    head: Head
    crumbs: tuple[LinkView, ...]
    title: str
    count: int
    stories: tuple[StoryCard, ...]


class NotesView(Record):
    """/notes/, all notes, newest first, its older pages, and those by an author or with a tag — template notes.html."""

    head: Head
    crumbs: tuple[LinkView, ...]
    kicker: str  # "Notes", "Author", "Tag"
    title: str
    count: int
    choices: tuple[ChoiceRow, ...]  # on /notes/ itself
    notes: tuple[NoteCard, ...]
    pages: Pagination


class ColumnView(Record):
    """A column of a table of data, as the data dictionary says it."""

    name: str
    kind: str  # "text", "date", "number", "true or false", "list"
    meaning: str
    refers: str  # the table whose ids it holds, or empty


class FileView(Record):
    """A file to take away."""

    name: str  # "articles.csv"
    url: str
    meaning: str


class DataTableView(Record):
    """A table of data: what its rows are, how many, in which files, and its columns."""

    name: str
    meaning: str
    rows: int
    files: tuple[FileView, ...]
    columns: tuple[ColumnView, ...]


class DataView(Record):
    """/data/, the archive's data to take away, and its dictionary — template data.html."""

    head: Head
    crumbs: tuple[LinkView, ...]
    title: str
    license: LinkView | None  # of the records; each text has its own rights
    has_texts: bool
    files: tuple[FileView, ...]  # those that hold more than one table
    tables: tuple[DataTableView, ...]


class PageView(Record):
    """A standalone page — template page.html."""

    head: Head
    crumbs: tuple[LinkView, ...]
    title: str
    summary: str | None
    lang: str
    dir: str
    body: BodyView | None
    draft: bool
    extra: tuple[ExtraView, ...] = ()


class NotFoundView(Record):
    """/404.html — template 404.html."""

    head: Head
    title: str
    ways_in: tuple[LinkView, ...]


class RedirectView(Record):
    """An old address that leads on — template redirect.html."""

    head: Head
    title: str
    url: str
