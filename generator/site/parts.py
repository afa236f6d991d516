"""The parts that views are made of: links, dates, chips, cards, facts, lists, heads.

Values only, made by `context` and the page builders. The same rules hold as for views: plain text unless the type says
otherwise, every URL from `routes`. docs/themes.md documents every field, and a test holds the two together.
"""

from __future__ import annotations

from generator.model import Digest, Record


class LinkView(Record):
    """A text that leads somewhere."""

    text: str
    url: str


class LinkInLanguage(Record):
    """A name in another language, with the language's own tag for the `lang` attribute."""

    text: str
    lang: str | None = None
    weak: bool = False


class DateView(Record):
    """A date as a reader sees it and as a machine does.

    `text` is written in the site's language ("25 June 2023"); `iso` fits a `datetime` attribute, empty where HTML has
    no form for it; `edtf` is the date as recorded; `note` says in words what is uncertain, or is empty.
    """

    text: str
    iso: str = ""
    edtf: str = ""
    note: str = ""
    url: str | None = None  # its month or year page


class Chip(Record):
    """An entity, outlet, tag or story named in passing; `kind` is "people", "outlet", "tag", … and picks its mark."""

    text: str
    url: str
    kind: str
    kind_label: str  # "Person"
    count: int | None = None
    role: str | None = None
    written: tuple[str, ...] = ()  # how the article at hand spells it, where that is not its name


class ChipGroup(Record):
    """Chips of one kind under a heading."""

    label: str
    kind: str
    chips: tuple[Chip, ...]


class OriginalView(Record):
    """A link to the page that a text came from, or to a copy of it: a Robust Link (robustlinks.mementoweb.org).

    Who has it can ask for the page as it is, for the copy, and for other copies of about the same time.
    """

    url: str  # where the link leads: the page, words in it, or a copy
    page: str  # the page itself; empty when only a copy is recorded
    copy: str | None  # an archived copy of it
    date: str  # the day or moment as of which the page is meant; ISO 8601, may be empty


class NameView(Record):
    """An entity whose mentions in a text are marked: its key ("people/im-chon-il"), its page, and how it is written.

    `weak` spellings count once a strong one has been met.
    """

    key: str
    url: str
    strong: tuple[str, ...]
    weak: tuple[str, ...] = ()


class NoteView(Record):
    """A note on words of an article.

    `words` are those that it is about, as they stand in the article from `start` up to `end` (code points of the
    reading text); both are None where they are not in it, and `words` is then what the note quotes. `words` is empty
    where the article's rights withhold them.
    """

    anchor: str  # the id of its element on the article's page
    number: int  # its place among the article's notes, from 1
    url: str  # its permanent address
    words: str
    start: int | None
    end: int | None
    body: BodyView | None
    by: str | None
    by_url: str | None  # all notes of the same author
    created: DateView | None
    motivation: str  # "commenting"
    motivation_label: str  # "Comment"
    tags: tuple[Chip, ...]
    entities: tuple[Chip, ...]
    approximate: bool  # the words are not quite those that the note quotes
    original: OriginalView | None  # the same words on the page that the article was taken from


class AlsoView(Record):
    """Another article that has a passage: `url` leads to the same words there."""

    title: str
    url: str
    outlet: Chip
    date: DateView
    same_outlet: bool  # the outlet repeats itself


class SharedView(Record):
    """Words of an article that others have too, from `start` up to `end` (code points of the reading text)."""

    anchor: str  # the id of the words on the article's page
    start: int
    end: int
    also: tuple[AlsoView, ...]  # the oldest first, at most 12
    more: int  # how many there are beside these
    compare: str | None  # the page that sets the wordings side by side


class QuotedView(Record):
    """Words of an article that are a quote with a page, from `start` up to `end` (code points of the reading text)."""

    anchor: str  # the id of the words on the article's page
    start: int
    end: int
    title: str  # of the quote
    url: str


class BodyView(Record):
    """A converted body: which HTML (by digest) and where its destinations lead, one URL each, None for no link.

    The mentions of `names` are marked in it. Write `{{ view.body | html }}`, or, to have the words of `notes`, those
    `shared` with other articles and those of `quotes` marked too, `{{ view.body | html(note, also, of) }}`; what these
    macros give for each of them stands before the block in which its words begin.
    """

    digest: Digest
    urls: tuple[str | None, ...] = ()
    names: tuple[NameView, ...] = ()
    notes: tuple[NoteView, ...] = ()
    shared: tuple[SharedView, ...] = ()
    quotes: tuple[QuotedView, ...] = ()


class LeftOutView(Record):
    """A passage that was copied with an article and is not part of it; `label` says what it is, or is empty."""

    text: str
    label: str


class ImageView(Record):
    """A picture of this site."""

    url: str
    absolute_url: str
    alt: str = ""


class YearBar(Record):
    """A year's, decade's or century's column in a small bar chart; `height` is 0 to 100.

    `label` names it ("1923", "1850s"); `url` leads to the year or is None; `tick` is the year that the axis under a
    long chart gives it, empty for most columns.
    """

    label: str
    count: int
    height: int
    url: str | None = None
    tick: str = ""


class Timeline(Record):
    """Articles by year, every year from first to last (decades or centuries when there are too many)."""

    bars: tuple[YearBar, ...]
    first: str
    last: str
    peak: int
    unit: str = "year"  # what a bar stands for: "year", "decade", "century" or "period"


class ArticleCard(Record):
    """An article as lists show it."""

    title: str
    url: str
    date: DateView
    outlet: Chip
    type: str
    type_label: str
    lang: str
    dir: str
    summary: str = ""
    display: str = "full"
    draft: bool = False
    future: bool = False
    coins: str = ""  # the article as a ContextObject


class CardGroup(Record):
    """Cards under a heading, such as a year, a month or a day.

    `date` is the date that all its cards bear and its heading gives, so that they need not; None where they differ.
    """

    label: str
    anchor: str
    cards: tuple[ArticleCard, ...]
    url: str | None = None
    date: DateView | None = None


class PageLink(Record):
    """A numbered page of a long list."""

    number: int
    url: str


class Pagination(Record):
    """Neighbours of one page of a long list.

    Numbers count from the oldest articles, so that a new article changes only the newest pages; the newest page has no
    number. `older` and `newer` are None at the ends; `earlier_pages` leads to some older pages, nearest first.
    """

    number: int | None
    newer: LinkView | None = None
    older: LinkView | None = None
    earlier_pages: tuple[PageLink, ...] = ()


class FeedLink(Record):
    """A feed of this page's articles."""

    title: str
    url: str
    type: str  # "application/atom+xml", "application/feed+json"


class MetaView(Record):
    """A `<meta>` element: a name of a vocabulary ("citation_title", "DC.title") and what it says."""

    name: str
    content: str


class Head(Record):
    """What goes into `<head>`, beside what `site` says."""

    title: str  # without the site's title
    description: str
    canonical: str  # absolute
    lang: str
    dir: str  # "ltr" or "rtl"
    og_type: str = "website"
    published: str = ""  # RFC 3339, ISO date or empty
    modified: str = ""
    image: str = ""  # absolute
    jsonld: str = ""  # JSON text, safe inside <script type="application/ld+json">
    feeds: tuple[FeedLink, ...] = ()
    references: tuple[FeedLink, ...] = ()  # this page's articles as files for reference managers
    meta: tuple[MetaView, ...] = ()  # what reference managers read in the page itself
    index: bool = True  # False: ask search engines to leave the page out


class SiteValue(Record):
    """The tiny `site` value every template sees beside its view."""

    title: str
    language: str
    dir: str
    url: str  # absolute, ends with "/"
    root: str  # path of the front page: "/" or "/archive/"
    description: str
    author: str
    menu: tuple[LinkView, ...]
    feeds: tuple[FeedLink, ...]
    generator: str  # "Pressmark 1.0"
    options: tuple[tuple[str, str], ...] = ()  # site.yaml's theme_options, value as compact JSON
    data: str | None = None  # the page of its data to take away


class WayIn(Record):
    """An index of the archive and how many entries it has."""

    text: str
    url: str
    count: int
    kind: str


class NoteCard(Record):
    """A note as lists show it, with the article that it is on."""

    note: NoteView
    title: str  # of the article
    url: str
    lang: str
    dir: str
    outlet: Chip
    date: DateView


class StoryCard(Record):
    """A story as lists show it."""

    title: str
    url: str
    when: DateView | None
    summary: str
    count: int
    outlets: tuple[Chip, ...]


class MonthCount(Record):
    """A month of a year page; `url` is None for a month without articles."""

    label: str  # "June"
    short: str  # "Jun"
    narrow: str  # "J"
    count: int
    height: int  # 0 to 100
    url: str | None


class ExtraView(Record):
    """A front matter key that Pressmark does not know, kept for the theme; `value` is compact JSON."""

    key: str
    value: str


class Fact(Record):
    """A labelled fact of a record: texts with or without a link each."""

    label: str
    values: tuple[FactValue, ...]


class FactValue(Record):
    """One value of a fact."""

    text: str
    url: str | None = None
    lang: str | None = None
    note: str = ""


class SpellingView(Record):
    """A spelling of an entity: how many articles have it, of which outlets, and the oldest of them."""

    text: str
    count: int
    outlets: tuple[Chip, ...]  # with counts, commonest first
    oldest: LinkView


class RoleView(Record):
    """An office an entity held."""

    title: str
    of: LinkView | None  # url is empty when the archive has no page for it
    during: DateView | None


class IndexEntry(Record):
    """A line of an index: a term and how many articles it has."""

    text: str
    url: str
    kind: str
    count: int
    lang: str | None = None
    detail: str = ""  # other names, country or years; plain text
    recorded: bool = True


class IndexGroup(Record):
    """Index lines under a letter or a heading."""

    label: str
    anchor: str
    entries: tuple[IndexEntry, ...]


class Choice(Record):
    """A way to look at the same index: "A–Z", "Most articles", "Places"; the chosen one has `current`."""

    text: str
    url: str
    current: bool = False
    count: int | None = None


class ChoiceRow(Record):
    """Alternatives of one kind: order, type, letter."""

    label: str
    choices: tuple[Choice, ...]


class EntityTypeView(Record):
    """One type of entity and its most mentioned."""

    label: str
    kind: str
    url: str
    count: int
    most: tuple[Chip, ...]
