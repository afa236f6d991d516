"""Hand-made views of every kind, for looking at themes and for testing them without an archive.

There is an ordinary, an extreme and an empty example of most views: long titles, four scripts, both directions,
nothing at all. All content is invented.
"""

from __future__ import annotations

from functools import partial

import msgspec

from generator.model import Record
from generator.read.reading import read_html
from generator.site.evidence import (
    CarrierView,
    ComparedView,
    PassageView,
    QuoteCard,
    QuoteGroup,
    ReporterView,
    RightsView,
    RunView,
    WordingView,
)
from generator.site.parts import (
    AlsoView,
    ArticleCard,
    CardGroup,
    ChipGroup,
    Choice,
    ChoiceRow,
    DateView,
    EntityTypeView,
    Fact,
    FactValue,
    Head,
    ImageView,
    IndexEntry,
    IndexGroup,
    LeftOutView,
    LinkInLanguage,
    LinkView,
    MonthCount,
    NoteCard,
    NoteView,
    QuotedView,
    RoleView,
    SharedView,
    SpellingView,
    WayIn,
)
from generator.site.planned import OutPath, Page
from generator.site.views import (
    ArticlesView,
    ArticleView,
    ColumnView,
    CompareView,
    DataTableView,
    DataView,
    EntityTypesView,
    EntityView,
    FileView,
    HomeView,
    IndexView,
    MonthView,
    NotesView,
    NotFoundView,
    OutletView,
    PageView,
    QuotesView,
    QuoteView,
    RedirectView,
    StoriesView,
    StoryView,
    TagView,
    TermListView,
    YearView,
)
from tests.themes.evidence import BARE_CITE, BARE_SOURCE, CHRONOLOGY, CITE, COVERAGE, ORIGINAL, RELATIONS, SOURCE
from tests.themes.parts import (
    ARABIC,
    BODIES,
    CARDS,
    COMPOUND,
    DECADES,
    ENTITIES,
    FEW_YEARS,
    GROUPS,
    KOREAN,
    MANY_YEARS,
    MIDDLE_PAGE,
    NAMED,
    NEWEST_PAGE,
    ONE_PAGE,
    OUTLETS,
    PLAIN,
    RICH,
    ROOT,
    SHORT,
    SITE,
    STORIES,
    TAGS,
    chip,
    day,
    head,
    link,
    way,
)


def _note(number: int, among: str, **changes: object) -> NoteView:
    """A note on words of `PLAIN`."""
    start = read_html(BODIES[PLAIN.digest]).text.index(among)
    fields: dict[str, object] = {
        "anchor": f"note-n{number}",
        "number": number,
        "url": f"{ROOT}1911/06/cranes/#note-n{number}",
        "words": among,
        "start": start,
        "end": start + len(among),
        "body": SHORT,
        "by": "A. R. Tolksdorf",
        "by_url": f"{ROOT}notes/by/a-r-tolksdorf/",
        "created": day("8 January 2024", "2024-01-08"),
        "motivation": "commenting",
        "motivation_label": "Comment",
        "tags": (),
        "entities": (),
        "approximate": False,
        "original": None,
    }
    return NoteView(**{**fields, **changes})  # type: ignore[arg-type]


NOTES = (
    _note(1, "the only sound that carried over the basin was that of the pumps", tags=TAGS[:2]),
    _note(2, "the pumps in the grain lighters", by=None, by_url=None, created=None, entities=(chip("Quay", "places"),)),
    _note(3, "in every clause”. What the clause about night shifts means", approximate=True, original=ORIGINAL),
    _note(4, "begins after the lamps are lit, and it is paid", body=None),
)
LOST_NOTE = _note(5, "The cranes", words="The derricks stood still", start=None, end=None)
LEFT_OUT = (
    LeftOutView(text="Readers of the Courier give a penny a week.\n\nThe box stands in the hall.", label="Donation"),
    LeftOutView(text="See page four.", label=""),
)
_WORDS = "it regards the agreement of the spring as still in force"
_START = read_html(BODIES[PLAIN.digest]).text.index(_WORDS)
SHARED = (
    SharedView(
        anchor="p-1a2b3c4d",
        start=_START,
        end=_START + len(_WORDS),
        also=tuple(
            AlsoView(title=one.title, url=f"{one.url}#p-1a2b3c4d", outlet=one.outlet, date=one.date, same_outlet=own)
            for one, own in zip(CARDS[1:4], (False, False, True), strict=True)
        ),
        more=3,
        compare=f"{ROOT}stories/strike/compare/#p-1a2b3c4d",
    ),
    SharedView(anchor="p-5e6f", start=4, end=40, also=(), more=1, compare=None),
)
QUOTED = (
    QuotedView(
        anchor="q-still-in-force",
        start=_START,
        end=_START + 20,
        title="The agreement of the spring is still in force",
        url=f"{ROOT}quotes/still-in-force/",
    ),
)
QUOTE_CARDS = (
    QuoteCard(
        title="The agreement of the spring",
        url=f"{ROOT}quotes/still-in-force/",
        words="It regards the agreement of the spring as still in force.",
        speaker=chip("Johanna Wiebe", "people"),
        said=day("24 June 1911", "1911-06-24"),
        count=3,
    ),
    QuoteCard(title=COMPOUND, url=f"{ROOT}quotes/x/", words="", speaker=None, said=None, count=0),
)
NOTE_CARDS = tuple(
    NoteCard(
        note=note,
        title=card.title,
        url=card.url,
        lang=card.lang,
        dir=card.dir,
        outlet=card.outlet,
        date=card.date,
    )
    for note, card in zip((*NOTES, LOST_NOTE), CARDS, strict=False)
)


def article(**changes: object) -> ArticleView:
    """An ordinary article page, with some fields changed."""
    fields: dict[str, object] = {
        "head": Head(
            title=CARDS[0].title,
            description="At noon the men filled the square.",
            canonical=f"https://example.org{ROOT}1911/06/cranes/",
            lang="en",
            dir="ltr",
            og_type="article",
            published="1911-06-25",
            jsonld='{"@context":"https://schema.org","@type":"NewsArticle","headline":"The cranes stand still"}',
        ),
        "crumbs": way("1911", "June", "The cranes stand still for a ninth day, and the office has no answer"),
        "id": "qc-19110625-cranes",
        "title": CARDS[0].title,
        "outlet": chip("The Quay Courier", "outlet"),
        "date": day("25 June 1911", "1911-06-25"),
        "updated": None,
        "type": "news",
        "type_label": "News",
        "byline": ("J. W.",),
        "dateline": "EASTERN QUAY",
        "lang": "en",
        "dir": "ltr",
        "language_name": None,
        "summary": "The square was full to the tram depot. The harbour office reads the clause on night shifts as "
        "a permission, the men as a promise.",
        "body": PLAIN,
        "other_notes": (),
        "left_out": (),
        "excerpt": "",
        "words": 1204,
        "image": None,
        "entities": NAMED,
        "tags": TAGS,
        "stories": (chip("The harbour strike of 1911", "story"),),
        "source": SOURCE,
        "cite": CITE,
        "rights": RightsView(
            label="In copyright",
            statement="http://rightsstatements.org/vocab/InC/1.0/",
            holder="Quay Courier Press",
            display="full",
        ),
        "relations": RELATIONS,
        "newer": link("The office will answer on Thursday"),
        "older": link("Telegram: nineteen ships, or nine"),
        "related": CARDS[1:5],
        "draft": False,
        "future": False,
    }
    return ArticleView(**{**fields, **changes})  # type: ignore[arg-type]


BARE_ARTICLE = article(
    title="9",
    byline=(),
    dateline=None,
    summary=None,
    date=DateView(text="undated", edtf="XXXX"),
    body=None,
    words=0,
    entities=(),
    tags=(),
    stories=(),
    source=BARE_SOURCE,
    rights=None,
    cite=BARE_CITE,
    relations=(),
    newer=None,
    older=None,
    related=(),
)
HOME = HomeView(
    head=head("The Harbour Papers", SITE.description),
    title=SITE.title,
    description=SITE.description,
    introduction=None,
    newest=CARDS,
    all_articles=link("All 339 articles", "articles/"),
    stories=STORIES,
    outlets=ChipGroup(label="Outlets", kind="outlet", chips=OUTLETS),
    entities=ENTITIES,
    tags=ChipGroup(label="Tags", kind="tag", chips=TAGS),
    ways_in=(
        WayIn(text="articles", url=f"{ROOT}articles/", count=3390, kind="articles"),
        WayIn(text="stories", url=f"{ROOT}stories/", count=2, kind="stories"),
        WayIn(text="outlets", url=f"{ROOT}outlets/", count=22, kind="outlets"),
        WayIn(text="people", url=f"{ROOT}entities/people/", count=2101, kind="people"),
        WayIn(text="organisations", url=f"{ROOT}entities/organizations/", count=1007, kind="organizations"),
        WayIn(text="places", url=f"{ROOT}entities/places/", count=613, kind="places"),
        WayIn(text="tags", url=f"{ROOT}tags/", count=44, kind="tags"),
    ),
    timeline=MANY_YEARS,
)
NOTHING = ChipGroup(label="Outlets", kind="outlet", chips=())
EMPTY_HOME = HomeView(
    head=head("Ψ", ""),
    title="Ψ",
    description="",
    introduction=None,
    newest=(),
    all_articles=None,
    stories=(),
    outlets=NOTHING,
    entities=(),
    tags=NOTHING,
    ways_in=(),
    timeline=None,
)
SMALL_HOME = HomeView(
    head=head("The Harbour Papers"),
    title=SITE.title,
    description="",
    introduction=SHORT,
    newest=CARDS[:1],
    all_articles=link("All articles", "articles/"),
    stories=(),
    outlets=ChipGroup(label="Outlets", kind="outlet", chips=OUTLETS[:1]),
    entities=ENTITIES[:1],
    tags=NOTHING,
    ways_in=HOME.ways_in[:2],
    timeline=None,
)
LIST = TermListView(
    head=head("All articles, page 11"),
    crumbs=way("Articles", "Page 11"),
    kicker="Articles",
    title="All articles",
    url=f"{ROOT}articles/",
    groups=GROUPS,
    pages=MIDDLE_PAGE,
)
ARTICLES = ArticlesView(
    head=head("All articles"),
    crumbs=way("Articles"),
    title="All articles",
    count=3390,
    timeline=MANY_YEARS,
    groups=GROUPS,
    pages=NEWEST_PAGE,
)
NO_ARTICLES = ArticlesView(
    head=head("All articles"),
    crumbs=way("Articles"),
    title="All articles",
    count=0,
    timeline=None,
    groups=(),
    pages=ONE_PAGE,
)
SHORT_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONG_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
MONTHS = tuple(
    MonthCount(
        label=label,
        short=short,
        narrow=short[0],
        count=count,
        height=count * 100 // 121,
        url=f"{ROOT}1911/{place:02}/" if count else None,
    )
    for place, (label, short, count) in enumerate(
        zip(LONG_MONTHS, SHORT_MONTHS, (0, 3, 8, 0, 12, 121, 44, 2, 0, 0, 1, 7), strict=True), 1
    )
)
YEAR = YearView(
    head=head("1911"),
    crumbs=way("1911"),
    title="1911",
    count=198,
    months=MONTHS,
    outlets=OUTLETS,
    entities=ENTITIES,
    groups=(
        CardGroup(label="June", anchor="m06", cards=CARDS[:5], url=f"{ROOT}1911/06/"),
        CardGroup(label="1911, month unknown", anchor="year-only", cards=CARDS[5:8]),
    ),
    pages=ONE_PAGE,
    earlier=link("1910", "1910/"),
    later=link("1912", "1912/"),
)
MONTH = MonthView(
    head=head("June 1911"),
    crumbs=way("1911", "June"),
    title="June 1911",
    count=121,
    outlets=OUTLETS,
    entities=ENTITIES[:2],
    groups=(
        CardGroup(label="25 June 1911", anchor="d25", cards=CARDS[:1], date=CARDS[0].date),
        CardGroup(label="June 1911", anchor="d", cards=CARDS[3:4], date=CARDS[3].date),
    ),
    pages=NEWEST_PAGE,
    earlier=link("May 1911", "1911/05/"),
    later=None,
)
UNDATED = MonthView(
    head=head("Undated"),
    crumbs=way("Undated"),
    title="Undated",
    count=1,
    outlets=(),
    entities=(),
    groups=(CardGroup(label="Undated", anchor="undated", cards=CARDS[8:9]),),
    pages=ONE_PAGE,
    earlier=None,
    later=None,
)
FACTS = (
    Fact(label="Country", values=(FactValue(text="Norway"),)),
    Fact(label="Language", values=(FactValue(text="English"), FactValue(text="Norwegian"))),
    Fact(
        label="Identifiers",
        values=(
            FactValue(text="Wikidata Q1234567", url="https://www.wikidata.org/wiki/Q1234567"),
            FactValue(
                text="https://example.org/authority/a-very-long-identifier-without-a-break", url="https://example.org/a"
            ),
        ),
    ),
    Fact(
        label="Not to be confused with", values=(FactValue(text="Johann Wiebe", url=f"{ROOT}x/", note="her brother"),)
    ),
)
OUTLET = OutletView(
    head=head("The Quay Courier"),
    crumbs=way("Outlets", "The Quay Courier"),
    name="The Quay Courier",
    kind="Daily newspaper",
    count=212,
    facts=FACTS,
    body=SHORT,
    recorded=True,
    first=CARDS[5],
    last=CARDS[0],
    timeline=FEW_YEARS,
    entities=ENTITIES,
    tags=TAGS,
    groups=GROUPS,
    pages=NEWEST_PAGE,
)
BARE_OUTLET = OutletView(
    head=head("Вестник"),
    crumbs=way("Outlets", "Вестник"),
    name="Вестник",
    kind=None,
    count=0,
    facts=(),
    body=None,
    recorded=False,
    first=None,
    last=None,
    timeline=None,
    entities=(),
    tags=(),
    groups=(),
    pages=ONE_PAGE,
)
ENTITY = EntityView(
    head=head("Johanna Wiebe"),
    crumbs=way("Names", "People", "Johanna Wiebe"),
    name="Johanna Wiebe",
    type="people",
    type_label="Person",
    count=94,
    aliases=(
        LinkInLanguage(text="Hanna Wiebe"),
        LinkInLanguage(text="Иоганна Вибе", lang="ru"),
        LinkInLanguage(text="يوهانا فيبه", lang="ar"),
        LinkInLanguage(text="Wiebe", weak=True),
    ),
    spellings=(
        SpellingView(text="Johanna Wiebe", count=71, outlets=OUTLETS, oldest=link(CARDS[5].title)),
        SpellingView(text="J. Wiebe", count=20, outlets=OUTLETS[:2], oldest=link(CARDS[4].title)),
        SpellingView(text="Frau Wiebe", count=1, outlets=(chip("The Quay Courier", "outlet", 1),), oldest=link("9")),
    ),
    roles=(
        RoleView(
            title="Secretary",
            of=link("Lightermen's Union", "entities/organizations/lightermen/"),
            during=DateView(text="1909 to 1913", edtf="1909?/1913", note="beginning uncertain"),
        ),
        RoleView(title="Clerk", of=LinkView(text="Harbour Office", url=""), during=None),
        RoleView(title="Lighterwoman", of=None, during=None),
    ),
    facts=FACTS,
    body=PLAIN,
    recorded=True,
    first=CARDS[5],
    last=CARDS[0],
    timeline=FEW_YEARS,
    together=ENTITIES,
    outlets=OUTLETS,
    quotes=QUOTE_CARDS,
    all_quotes=link("All 31 quotes", "quotes/#by-people-wiebe"),
    notes=NOTE_CARDS[:2],
    groups=GROUPS,
    pages=NEWEST_PAGE,
)
BARE_ENTITY = EntityView(
    head=head(COMPOUND),
    crumbs=way("Names", "Works", COMPOUND),
    name=COMPOUND,
    type="works",
    type_label="Work",
    count=1,
    aliases=(),
    spellings=(),
    roles=(),
    facts=(),
    body=None,
    recorded=False,
    first=None,
    last=None,
    timeline=None,
    together=(),
    outlets=(),
    quotes=(),
    all_quotes=None,
    notes=(),
    groups=GROUPS[:1],
    pages=ONE_PAGE,
)
TAG = TagView(
    head=head("strike"),
    crumbs=way("Tags", "strike"),
    name="strike",
    count=120,
    aliases=(LinkInLanguage(text="walkout"), LinkInLanguage(text="strajk", lang="pl")),
    broader=(chip("labour", "tag"),),
    narrower=(chip("wildcat strike", "tag", 3), chip("lockout", "tag", 12)),
    body=SHORT,
    recorded=True,
    timeline=DECADES,
    outlets=OUTLETS,
    entities=ENTITIES[:2],
    notes=NOTE_CARDS[:2],
    groups=GROUPS,
    pages=NEWEST_PAGE,
)
BARE_TAG = TagView(
    head=head("C++"),
    crumbs=way("Tags", "C++"),
    name="C++",
    count=1,
    aliases=(),
    broader=(),
    narrower=(),
    body=None,
    recorded=False,
    timeline=None,
    outlets=(),
    entities=(),
    notes=(),
    groups=GROUPS[1:],
    pages=ONE_PAGE,
)
STORY = StoryView(
    head=head("The harbour strike of 1911"),
    crumbs=way("Stories", "The harbour strike of 1911"),
    title="The harbour strike of 1911",
    count=48,
    when=DateView(text="16 June to 2 July 1911", edtf="1911-06-16/1911-07-02?", note="end uncertain"),
    where=(chip("Eastern Quay", "places"), chip("Gdynia", "places")),
    summary="Seventeen days in which nothing was unloaded.",
    body=SHORT,
    recorded=True,
    chronology=CHRONOLOGY,
    coverage=COVERAGE,
    entities=ENTITIES[:3],
    compare=link("Compare the wordings", "stories/strike/compare/"),
    notes=NOTE_CARDS[:2],
    groups=(CardGroup(label="16 June 1911", anchor="d1", cards=CARDS[:4]),),
    pages=ONE_PAGE,
)
BARE_STORY = StoryView(
    head=head("Lamps"),
    crumbs=way("Stories", "Lamps"),
    title="Lamps",
    count=0,
    when=None,
    where=(),
    summary=None,
    body=None,
    recorded=False,
    chronology=None,
    coverage=(),
    entities=(),
    compare=None,
    notes=(),
    groups=(),
    pages=ONE_PAGE,
)
LONG_STORY = msgspec.structs.replace(
    STORY, chronology=msgspec.structs.replace(CHRONOLOGY, unit="month"), summary=None, body=None
)
LETTERS = {
    "A": ("Abel, Konrad", "Adamczyk, Zofia", "Aho, Väinö"),
    "Å": ("Åkesson, Märta",),
    "B": ("Baker Street Missionary Society for the Relief of Sailors", "Berg, Ödön", "Brandt, E."),
    "K": ("Kőrösi, Ödön", "Kim Jong Un"),
    "W": ("Wiebe, Johanna", "Wiebe, Johann"),
    "И": ("Им Чон Ир",),
    "ي": ("يوسف البحري",),
    "ㄱ": ("김정은", "김일성"),
    "#": (COMPOUND, "7th Lightermen's Company"),
}
INDEX = IndexView(
    head=head("People"),
    crumbs=way("Names", "People"),
    kicker="Names",
    title="People",
    kind="people",
    count=2101,
    note="The 1,000 most mentioned.",
    by_name_only=True,
    choices=(
        ChoiceRow(
            label="Order",
            choices=(
                Choice(text="A–Z", url=f"{ROOT}entities/people/", current=True),
                Choice(text="Most articles", url=f"{ROOT}entities/people/by-count/"),
            ),
        ),
        ChoiceRow(
            label="Type",
            choices=(
                Choice(text="People", url=f"{ROOT}entities/people/", current=True, count=2101),
                Choice(text="Organisations", url=f"{ROOT}entities/organizations/", count=1007),
                Choice(text="Places", url=f"{ROOT}entities/places/", count=613),
            ),
        ),
    ),
    groups=tuple(
        IndexGroup(
            label=letter,
            anchor=f"letter-{place}",
            entries=tuple(
                IndexEntry(
                    text=name,
                    url=f"{ROOT}entities/people/x/",
                    kind="people",
                    count=(place * 37 + number * 11) % 1300,
                    detail="also Hanna Wiebe, J. Wiebe, Frau Wiebe" if number == 0 else "",
                    recorded=number != 1,
                )
                for number, name in enumerate(names)
            ),
        )
        for place, (letter, names) in enumerate(LETTERS.items(), 1)
    ),
)
EMPTY_INDEX = IndexView(
    head=head("Tags"),
    crumbs=way("Tags"),
    kicker="",
    title="Tags",
    kind="tag",
    count=0,
    note="",
    by_name_only=False,
    choices=(),
    groups=(),
)
ENTITY_TYPES = EntityTypesView(
    head=head("Names"),
    crumbs=way("Names"),
    title="Names",
    count=3796,
    types=tuple(
        EntityTypeView(label=one.label, kind=one.kind, url=f"{ROOT}entities/{one.kind}/", count=613, most=one.chips)
        for one in ENTITIES
    ),
)
ALL_STORIES = StoriesView(head=head("Stories"), crumbs=way("Stories"), title="Stories", count=2, stories=STORIES)
NO_STORIES = StoriesView(head=head("Stories"), crumbs=way("Stories"), title="Stories", count=0, stories=())


def _wording(card: ArticleCard, *runs: RunView, is_base: bool = False) -> WordingView:
    return WordingView(
        article=f"a-{card.title[:5].lower()}",
        title=card.title,
        url=card.url,
        outlet=card.outlet,
        date=card.date,
        lang=card.lang,
        dir=card.dir,
        is_base=is_base,
        runs=runs,
    )


COMPARE = CompareView(
    head=head("Wordings compared"),
    crumbs=way("Stories", "The harbour strike of 1911", "Wordings"),
    title="Wordings compared",
    story=link("The harbour strike of 1911", "stories/strike/"),
    articles=tuple(
        ComparedView(
            anchor=f"a-{number}",
            title=card.title,
            url=card.url,
            outlet=card.outlet,
            date=card.date,
            credits=credited,
            byline=byline,
            type=card.type,
            type_label=card.type_label,
            passages=number,
        )
        for number, (card, credited, byline) in enumerate(
            (
                (CARDS[0], (), ()),
                (CARDS[1], (link("Quotes The cranes", "x/"), LinkView(text="Quotes a telegram", url="")), ()),
                (CARDS[2], (), ("Northern Telegraph Agency", "J. W.")),
            )
        )
    ),
    passages=(
        PassageView(
            anchor="p-1a2b3c4d",
            number=1,
            words="it regards the agreement of the spring as still…",
            places=(f"{ROOT}a/#p-1a2b3c4d", None, f"{ROOT}c/#p-1a2b3c4d"),
            wordings=(
                _wording(CARDS[0], RunView(kind="same", text="nineteen ships", base="nineteen ships"), is_base=True),
                _wording(
                    CARDS[2],
                    RunView(kind="replaced", text="nine ", base="nineteen "),
                    RunView(kind="same", text="ships", base="ships"),
                    RunView(kind="added", text=" or more", base=""),
                    RunView(kind="left-out", text="", base=" at least"),
                ),
            ),
        ),
    ),
)
ALL_QUOTES = QuotesView(
    head=head("Quotes"),
    crumbs=way("Quotes"),
    title="Quotes",
    count=3,
    groups=(
        QuoteGroup(speaker=chip("Johanna Wiebe", "people"), anchor="by-people-wiebe", quotes=QUOTE_CARDS[:1]),
        QuoteGroup(speaker=None, anchor="by-nobody", quotes=QUOTE_CARDS[1:]),
    ),
)


def _carrier(card: ArticleCard, *runs: RunView, **changes: object) -> CarrierView:
    fields: dict[str, object] = {
        "anchor": f"a-{card.title[:5].lower()}",
        "title": card.title,
        "url": f"{card.url}#q-still-in-force",
        "outlet": card.outlet,
        "date": card.date,
        "lang": card.lang,
        "dir": card.dir,
        "credits": (),
        "byline": (),
        "reported_first": False,
        "names_source": True,
        "word_for_word": False,
        "runs": runs,
    }
    return CarrierView(**{**fields, **changes})  # type: ignore[arg-type]


QUOTE = QuoteView(
    head=head("The agreement of the spring"),
    crumbs=way("Quotes", "The agreement of the spring"),
    title="The agreement of the spring",
    speaker=msgspec.structs.replace(chip("Johanna Wiebe", "people"), role="secretary of the union"),
    mode="reported",
    said=DateView(text="24 June 1911?", iso="1911-06-24", edtf="1911-06-24?", note="uncertain"),
    body=SHORT,
    reporters=(
        ReporterView(title="", url=None, lang="en", dir="ltr", outlet=CARDS[0].outlet, date=None),
        ReporterView(
            title=CARDS[1].title,
            url=CARDS[1].url,
            lang=CARDS[1].lang,
            dir=CARDS[1].dir,
            outlet=CARDS[1].outlet,
            date=CARDS[1].date,
        ),
        ReporterView(title="A telegram", url=None, lang="en", dir="ltr", outlet=None, date=None),
    ),
    carriers=(
        _carrier(
            CARDS[1],
            RunView(kind="same", text="the agreement is in force", base="the agreement is in force"),
            reported_first=True,
            word_for_word=True,
        ),
        _carrier(
            CARDS[2],
            RunView(kind="left-out", text="", base="the "),
            RunView(kind="same", text="agreement is ", base="agreement is "),
            RunView(kind="replaced", text="valid", base="in force"),
            names_source=False,
            credits=(link("Quotes The cranes", "x/"), LinkView(text="Quotes a telegram", url="")),
            byline=("J. W.", "N. T. A."),
        ),
        _carrier(CARDS[3]),
    ),
    outlets=3,
)
BARE_QUOTE = QuoteView(
    head=head("9"),
    crumbs=way("Quotes", "9"),
    title="9",
    speaker=None,
    mode=None,
    said=None,
    body=None,
    reporters=(),
    carriers=(),
    outlets=0,
)
ALL_NOTES = NotesView(
    head=head("Notes"),
    crumbs=way("Notes"),
    kicker="Notes",
    title="Notes",
    count=5,
    choices=(
        ChoiceRow(
            label="By",
            choices=(Choice(text="A. R. Tolksdorf", url=f"{ROOT}notes/by/a-r-tolksdorf/", count=4),),
        ),
        ChoiceRow(label="Tags", choices=(Choice(text="strike", url=f"{ROOT}notes/tags/strike/", count=1),)),
    ),
    notes=NOTE_CARDS,
    pages=ONE_PAGE,
)
TAGGED_NOTES = NotesView(
    head=head("Notes tagged strike, page 2"),
    crumbs=way("Notes", "strike", "Page 2"),
    kicker="Notes tagged",
    title="strike",
    count=200,
    choices=(),
    notes=NOTE_CARDS[:1],
    pages=MIDDLE_PAGE,
)
DATA = DataView(
    head=head("Data"),
    crumbs=way("Data"),
    title="Data",
    license=LinkView(text="CC0 1.0", url="https://creativecommons.org/publicdomain/zero/1.0/"),
    has_texts=True,
    files=(FileView(name="archive.sqlite", url=f"{ROOT}data/archive.sqlite", meaning="All tables as one database."),),
    tables=(
        DataTableView(
            name="outlets",
            meaning="Newspapers and agencies.",
            rows=1,
            files=(FileView(name="outlets.csv", url=f"{ROOT}data/outlets.csv", meaning="CSV"),),
            columns=(ColumnView(name="id", kind="text", meaning="The permanent id.", refers=""),),
        ),
        DataTableView(
            name="articles",
            meaning="Every article of the archive.",
            rows=10_412,
            files=(
                FileView(name="articles.csv", url=f"{ROOT}data/articles.csv", meaning="CSV"),
                FileView(name="articles.jsonl", url=f"{ROOT}data/articles.jsonl", meaning="JSON Lines"),
            ),
            columns=(
                ColumnView(name="id", kind="text", meaning="The permanent id.", refers=""),
                ColumnView(name="outlet", kind="text", meaning="Who published it.", refers="outlets"),
            ),
        ),
    ),
)
BARE_DATA = DataView(
    head=head("Data"), crumbs=way("Data"), title="Data", license=None, has_texts=False, files=(), tables=()
)
STANDALONE = PageView(
    head=head("About this archive"),
    crumbs=way("About"),
    title="About this archive",
    summary="What it holds, how it was made, and what it leaves out.",
    lang="en",
    dir="ltr",
    body=RICH,
    draft=True,
)
ARABIC_PAGE = PageView(
    head=Head(title="عن الأرشيف", description="", canonical="https://example.org/x/", lang="ar", dir="rtl"),
    crumbs=way("عن الأرشيف"),
    title="عن الأرشيف",
    summary=None,
    lang="ar",
    dir="rtl",
    body=ARABIC,
    draft=False,
)
EMPTY_PAGE = PageView(
    head=head("Contact"),
    crumbs=way("Contact"),
    title="Contact",
    summary=None,
    lang="en",
    dir="ltr",
    body=None,
    draft=False,
)
NOT_FOUND = NotFoundView(
    head=Head(
        title="Not found", description="", canonical="https://example.org/404.html", lang="en", dir="ltr", index=False
    ),
    title="Not found",
    ways_in=(link("Front page", ""), link("All articles", "articles/"), link("Names", "entities/")),
)
REDIRECT = RedirectView(
    head=Head(
        title="Johanna Wiebe", description="", canonical="https://example.org/x/", lang="en", dir="ltr", index=False
    ),
    title="Johanna Wiebe",
    url=f"{ROOT}entities/people/johanna-wiebe/",
)

_ARABIC_ARTICLE = article(
    title="اليوم التاسع من إضراب الميناء والمكتب بلا جواب",
    summary="توقفت الرافعات على الرصيف الشرقي لليوم التاسع على التوالي.",
    outlet=chip("جريدة الميناء", "outlet"),
    byline=("يوسف البحري",),
    dateline="الإسكندرية",
    lang="ar",
    dir="rtl",
    language_name="Arabic",
    body=ARABIC,
    date=day("June 1911", "1911-06", "month and year known, day uncertain"),
    updated=day("1912", "1912"),
)
_KOREAN_ARTICLE = article(
    title="항만 파업 아흐레째, 항만청은 답이 없다",
    summary=None,
    outlet=chip("항구신문", "outlet"),
    lang="ko",
    dir="ltr",
    language_name="Korean",
    dateline="서울",
    body=KOREAN,
)
_RICH_ARTICLE = article(
    title=f"Zur {COMPOUND}: wer im Hafen wann wofür bezahlt wird, und was die Verordnung über die Dunkelheit "
    "verschweigt",
    lang="de",
    language_name="German",
    body=RICH,
    byline=("A. R. Tolksdorf", "Johanna Wiebe", "Northern Telegraph Agency"),
    draft=True,
    future=True,
    image=ImageView(
        url="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=", absolute_url="https://example.org/a", alt="Quay"
    ),
)
_NOTED_ARTICLE = article(
    body=msgspec.structs.replace(PLAIN, notes=NOTES, shared=SHARED, quotes=QUOTED),
    other_notes=(LOST_NOTE,),
    left_out=LEFT_OUT,
)
_WITHHELD = article(
    body=None,
    source=BARE_ARTICLE.source,
    rights=RightsView(label="In copyright", statement=None, holder=None, display="metadata"),
)
_EXCERPT = article(
    body=None,
    other_notes=(_note(6, "The cranes", words="", start=None, end=None),),
    excerpt="The cranes on the eastern quay stood still for the ninth day yesterday, and the only sound was the pumps.",
    rights=RightsView(label="In copyright", statement=None, holder=None, display="excerpt"),
)

_PAGES: tuple[tuple[str, str, Record], ...] = (
    ("home", "home.html", HOME),
    ("home-small", "home.html", SMALL_HOME),
    ("home-empty", "home.html", EMPTY_HOME),
    ("article", "article.html", article()),
    ("article-bare", "article.html", BARE_ARTICLE),
    ("article-arabic", "article.html", _ARABIC_ARTICLE),
    ("article-korean", "article.html", _KOREAN_ARTICLE),
    ("article-rich", "article.html", _RICH_ARTICLE),
    ("article-noted", "article.html", _NOTED_ARTICLE),
    ("article-excerpt", "article.html", _EXCERPT),
    ("article-withheld", "article.html", _WITHHELD),
    ("list", "list.html", LIST),
    ("articles", "articles.html", ARTICLES),
    ("articles-empty", "articles.html", NO_ARTICLES),
    ("year", "year.html", YEAR),
    ("month", "month.html", MONTH),
    ("undated", "month.html", UNDATED),
    ("outlet", "outlet.html", OUTLET),
    ("outlet-bare", "outlet.html", BARE_OUTLET),
    ("entity", "entity.html", ENTITY),
    ("entity-bare", "entity.html", BARE_ENTITY),
    ("tag", "tag.html", TAG),
    ("tag-bare", "tag.html", BARE_TAG),
    ("story", "story.html", STORY),
    ("story-bare", "story.html", BARE_STORY),
    ("story-long", "story.html", LONG_STORY),
    ("index", "index.html", INDEX),
    ("index-empty", "index.html", EMPTY_INDEX),
    ("entities", "entities.html", ENTITY_TYPES),
    ("stories", "stories.html", ALL_STORIES),
    ("stories-empty", "stories.html", NO_STORIES),
    ("compare", "compare.html", COMPARE),
    ("quotes", "quotes.html", ALL_QUOTES),
    ("quote", "quote.html", QUOTE),
    ("quote-bare", "quote.html", BARE_QUOTE),
    ("notes", "notes.html", ALL_NOTES),
    ("notes-tagged", "notes.html", TAGGED_NOTES),
    ("data", "data.html", DATA),
    ("data-bare", "data.html", BARE_DATA),
    ("page", "page.html", STANDALONE),
    ("page-arabic", "page.html", ARABIC_PAGE),
    ("page-empty", "page.html", EMPTY_PAGE),
    ("404", "404.html", NOT_FOUND),
    ("redirect", "redirect.html", REDIRECT),
)


def _same(view: Record) -> Record:
    return view


PAGES: tuple[Page, ...] = tuple(
    Page(path=OutPath(f"{name}.html"), template=template, make=partial(_same, view)) for name, template, view in _PAGES
)
