"""What example views are made of: a site, bodies, chips, cards, timelines. All content is invented."""

from __future__ import annotations

import msgspec

from generator.model import Digest
from generator.site.parts import (
    ArticleCard,
    BodyView,
    CardGroup,
    Chip,
    ChipGroup,
    DateView,
    FeedLink,
    Head,
    LinkView,
    MetaView,
    PageLink,
    Pagination,
    SiteValue,
    StoryCard,
    Timeline,
    YearBar,
)

ROOT = "/harbour/"
RTL = {"ar", "he"}
COMPOUND = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsstellenverordnung"

SITE = SiteValue(
    title="The Harbour Papers",
    language="en",
    dir="ltr",
    url=f"https://example.org{ROOT}",
    root=ROOT,
    description="What nine newspapers in five languages wrote of the harbour strike of 1911, and how they copied it.",
    author="Society for the History of the Harbour",
    menu=(
        LinkView(text="Articles", url=f"{ROOT}articles/"),
        LinkView(text="Stories", url=f"{ROOT}stories/"),
        LinkView(text="Outlets", url=f"{ROOT}outlets/"),
        LinkView(text="Names", url=f"{ROOT}entities/"),
        LinkView(text="Tags", url=f"{ROOT}tags/"),
        LinkView(text="About", url=f"{ROOT}about/"),
    ),
    feeds=(
        FeedLink(title="The Harbour Papers", url=f"{ROOT}feed.xml", type="application/atom+xml"),
        FeedLink(title="The Harbour Papers (JSON)", url=f"{ROOT}feed.json", type="application/feed+json"),
    ),
    generator="Pressmark 0.1",
    data=f"{ROOT}data/",
)

BARE_SITE = SiteValue(
    title="Ψ",
    language="ar",
    dir="rtl",
    url="https://example.org/",
    root="/",
    description="",
    author="",
    menu=(),
    feeds=(),
    generator="Pressmark 0.1",
)

# Bodies

BODIES: dict[Digest, str] = {}


def body(name: str, html: str) -> BodyView:
    """A body of this HTML."""
    BODIES[Digest(name)] = html
    return BodyView(digest=Digest(name))


PLAIN = body(
    "plain",
    """<p>The cranes on the eastern quay stood still for the ninth day yesterday, and the only sound that carried over
the basin was that of the pumps in the grain lighters. At noon the men who had come to hear the committee's answer
filled
the square as far as the tram depot; they were told that there was no answer, and that there would be none before
Thursday.</p>
<p>The harbour office has let it be known that it regards the agreement of the spring as <em>still in force</em>, “whole
and in every clause”. What the clause about night shifts means is the question on which everything hangs: the office
reads
it as a permission, the men as a promise.</p>
<h2>What the clause says</h2>
<p>It was printed in this newspaper on the day it was signed. A night shift is one that <a href="#">begins after the
lamps
are lit</a>, and it is paid by the half again. Nobody at the table thought to say when the lamps are lit.</p>
<blockquote><p>We do not ask for more than is written. We ask that it be read by somebody who can see when it is
dark.</p></blockquote>
<p>So far the shops on the quay give credit. The bakers' guild has said that it will go on doing so “until the flour is
gone”, and the flour, as everybody knows, is in the lighters.</p>""",
)

RICH = body(
    "rich",
    f"""<p>An opening paragraph with <strong>strong</strong>, <em>emphasised</em> and <code>code</code> words, an
<abbr title="International Transport Workers' Federation">ITF</abbr> abbreviation, a note<sup id="fnref-1"><a
class="footnote-ref" href="#fn-1">1</a></sup> and a name in another script: <span lang="ko">김정은</span>, <span
lang="ru">Им Чон Ир</span>, <bdi lang="ar">جريدة الميناء</bdi>, <span lang="ja">港湾新聞</span>.</p>
<p>{COMPOUND} is one word, and
https://example.org/a/very/long/address/without/any/hyphen/in/it/at/all/that/does/not/end is
one address.</p>
<h2>Figures of the ninth day</h2>
<table><thead><tr><th>Basin</th><th>Ships</th><th>Unloaded</th><th>Waiting since the first day</th><th>Owner named by
the
harbour office</th><th>Note</th></tr></thead>
<tbody><tr><td>East</td><td>14</td><td>2</td><td>9</td><td>Northern Grain Company</td><td>two under guard</td></tr>
<tr><td>West</td><td>6</td><td>6</td><td>0</td><td>Coal merchants, several</td><td>not on
strike</td></tr></tbody></table>
<h3>As the agencies had it</h3>
<ul><li>The first said nine ships.</li><li>The second said <em>nineteen</em>, and named its source:
<ol><li>a clerk,</li><li>the clerk's brother.</li></ol></li><li>The third said nothing.</li></ul>
<dl><dt>Lighter</dt><dd>A flat boat that carries grain from ship to quay.</dd><dt>Lamp hour</dt><dd>The hour at which
the
lamps are lit; disputed.</dd></dl>
<h4>The telegram</h4>
<pre><code>HARBOUR STILL CLOSED STOP OFFICE SILENT STOP SEND NO GRAIN BEFORE THURSDAY STOP REPEAT BEFORE THURSDAY STOP
MORE LATER
</code></pre>
<blockquote><p>A quotation of one paragraph.</p><blockquote><p>And one inside it.</p></blockquote></blockquote>
<hr>
<p>After the rule, a last paragraph.</p>
<div class="footnote"><hr><ol><li id="fn-1"><p>The note, with a <a href="https://example.org/">link</a>.
<a class="footnote-backref" href="#fnref-1">↩</a></p></li></ol></div>""",
)

ARABIC = body(
    "arabic",
    "<p>توقفت الرافعات على الرصيف الشرقي لليوم التاسع على التوالي، "
    "ولم يُسمع فوق الحوض سوى صوت المضخات في قوارب الحبوب.</p>"
    "<p>وقال مكتب الميناء إن اتفاق الربيع ما زال ساري المفعول «كاملاً وفي كل بند من بنوده».</p>"
    "<h2>ماذا يقول البند</h2><blockquote><p>لا نطلب أكثر مما هو مكتوب.</p></blockquote>",
)

KOREAN = body(
    "korean",
    "<p>동쪽 부두의 기중기는 어제로 아흐레째 멈춰 있었고, 정박지 위로 들리는 것은 곡물 거룻배의 펌프 소리뿐이었다.</p>"
    "<p>항만청은 봄에 맺은 합의가 여전히 유효하다고 밝혔다.</p>",
)

SHORT = body("short", "<p>A union of the men who work the grain lighters, founded in the winter of 1909.</p>")


# Parts


def link(text: str, path: str = "x/") -> LinkView:
    """A link into the example site."""
    return LinkView(text=text, url=f"{ROOT}{path}")


def way(*steps: str) -> tuple[LinkView, ...]:
    """Breadcrumbs from the front page."""
    return (link("Home", ""), *(link(step, f"{step.lower().replace(' ', '-')}/") for step in steps))


def head(title: str, description: str = "A page of the example archive.") -> Head:
    """A head as most pages have it."""
    return Head(
        title=title,
        description=description,
        canonical=f"https://example.org{ROOT}x/",
        lang="en",
        dir="ltr",
        feeds=(FeedLink(title=title, url=f"{ROOT}x/feed.xml", type="application/atom+xml"),),
        references=(
            FeedLink(title="RIS, the newest 1,000", url=f"{ROOT}x/references.ris", type="application/x-bibtex"),
        ),
        meta=(MetaView(name="citation_title", content=title),),
    )


def day(text: str, iso: str = "", note: str = "") -> DateView:
    """A date; its EDTF is its ISO form, marked when uncertain."""
    return DateView(text=text, iso=iso, edtf=f"{iso}?" if note else iso, note=note, url=f"{ROOT}1911/06/")


KINDS = {
    "people": "Person",
    "organizations": "Organisation",
    "places": "Place",
    "works": "Work",
    "ships": "Ship",
    "outlet": "Outlet",
    "tag": "Tag",
    "story": "Story",
}


def chip(text: str, kind: str, count: int | None = None, role: str | None = None) -> Chip:
    """A chip of one kind."""
    return Chip(text=text, url=f"{ROOT}{kind}/x/", kind=kind, kind_label=KINDS[kind], count=count, role=role)


def group(label: str, kind: str, *names: str) -> ChipGroup:
    """Chips with falling counts under a heading."""
    chips = tuple(chip(name, kind, 7 * (len(names) - place) ** 2) for place, name in enumerate(names))
    return ChipGroup(label=label, kind=kind, chips=chips)


ENTITIES = (
    group("People", "people", "Johanna Wiebe", "A. R. Tolksdorf", "Им Чон Ир", "김정은", "يوسف البحري", "Ödön Kőrösi"),
    group("Organisations", "organizations", "Lightermen's Union", "Harbour Office", "Northern Grain Company", COMPOUND),
    group("Places", "places", "Eastern Quay", "Gdynia", "서울", "ירושלים", "Łódź"),
    group("Works", "works", "The Night Shift Agreement"),
    group("Ships", "ships", "Aurora", "Hercules II"),
)
NAMED = (
    ChipGroup(
        label="People",
        kind="people",
        chips=(
            chip("Johanna Wiebe", "people", role="speaker"),
            msgspec.structs.replace(
                chip("A. R. Tolksdorf", "people", role="harbour master"), written=("Tolksdorff", "Master Tolksdorf")
            ),
            chip("김정은", "people"),
        ),
    ),
    ChipGroup(
        label="Organisations",
        kind="organizations",
        chips=(chip("Lightermen's Union", "organizations"), chip("Harbour Office", "organizations")),
    ),
    ChipGroup(label="Places", kind="places", chips=(chip("Eastern Quay", "places"), chip("Łódź", "places"))),
    ChipGroup(label="Ships", kind="ships", chips=(chip("Aurora", "ships", role="under guard"),)),
)
OUTLETS = tuple(
    chip(name, "outlet", count)
    for name, count in (("The Quay Courier", 212), ("Głos Portu", 71), ("Hafenblatt", 33), ("جريدة الميناء", 8))
)
TAGS = tuple(
    chip(name, "tag", count) for name, count in (("strike", 120), ("wages", 44), ("C++", 1), ("night work", 9))
)


def card(  # noqa: PLR0913 - a card has many sides and the examples show them all
    title: str,
    outlet: str = "The Quay Courier",
    when: DateView | None = None,
    summary: str = "",
    *,
    lang: str = "en",
    type_label: str = "News",
    display: str = "full",
    draft: bool = False,
    future: bool = False,
) -> ArticleCard:
    """An article card."""
    return ArticleCard(
        title=title,
        url=f"{ROOT}1911/06/x/",
        date=when or day("25 June 1911", "1911-06-25"),
        outlet=chip(outlet, "outlet"),
        type=type_label.lower(),
        type_label=type_label,
        lang=lang,
        dir="rtl" if lang in RTL else "ltr",
        summary=summary,
        display=display,
        draft=draft,
        future=future,
        coins="ctx_ver=Z39.88-2004&rft.type=newspaperArticle",
    )


CARDS = (
    card(
        "The cranes stand still for a ninth day, and the office has no answer",
        summary="At noon the men who had come to hear the committee's answer filled the square as far as the "
        "tram depot; "
        "they were told that there was none, and that there would be none before Thursday.",
    ),
    card(
        "Telegram: nineteen ships, or nine",
        "Northern Telegraph Agency",
        day("24 June 1911", "1911-06-24"),
        "Two agencies counted the same basin on the same morning.",
        type_label="Dispatch",
        display="excerpt",
    ),
    card(
        "Dziewiąty dzień strajku: dźwigi stoją, urząd milczy",
        "Głos Portu",
        day("24 June 1911", "1911-06-24"),
        "Urząd portowy uważa wiosenną umowę za wciąż obowiązującą.",
        lang="pl",
    ),
    card(
        "اليوم التاسع من إضراب الميناء",
        "جريدة الميناء",
        day("June 1911", "1911-06", "uncertain"),
        "توقفت الرافعات على الرصيف الشرقي لليوم التاسع على التوالي.",
        lang="ar",
    ),
    card("What a lamp is worth", when=day("22 June 1911", "1911-06-22"), type_label="Opinion", display="metadata"),
    card(
        f"Zur {COMPOUND}",
        "Hafenblatt",
        day("21 June 1911", "1911-06-21"),
        "Die Verordnung regelt, wer im Hafen wann wofür bezahlt wird, und verschweigt, was dunkel heißt.",
        lang="de",
        type_label="Analysis",
    ),
    card("Девятый день стачки в гавани", "Вестник", day("20 June 1911", "1911-06-20"), lang="ru"),
    card(
        "항만 파업 아흐레째",
        "항구신문",
        day("19 June 1911", "1911-06-19"),
        "동쪽 부두의 기중기는 멈춰 있었다.",
        lang="ko",
    ),
    card("Flour", "The Quay Courier", day("undated"), draft=True),
    card("The office will answer on Thursday", when=day("29 June 2031", "2031-06-29"), future=True),
)

GROUPS = (
    CardGroup(label="1911", anchor="y1911", cards=CARDS[:6], url=f"{ROOT}1911/"),
    CardGroup(label="No certain year", anchor="undated", cards=CARDS[6:]),
)
ONE_PAGE = Pagination(number=None)
NEWEST_PAGE = Pagination(
    number=None,
    older=link("Page 12", "articles/page/12/"),
    earlier_pages=tuple(PageLink(number=n, url=f"{ROOT}articles/page/{n}/") for n in (12, 11, 10, 9, 8)),
)
MIDDLE_PAGE = Pagination(
    number=11,
    newer=link("Page 12", "articles/page/12/"),
    older=link("Page 10", "articles/page/10/"),
    earlier_pages=tuple(PageLink(number=n, url=f"{ROOT}articles/page/{n}/") for n in (10, 9, 8, 7, 6)),
)


def timeline(first: int, counts: tuple[int, ...], step: int = 1) -> Timeline:
    """A timeline of these counts."""
    peak = max(counts)
    bars = tuple(
        YearBar(
            label=str(first + step * place) if step == 1 else f"{first + step * place}s",
            count=count,
            height=-(-count * 100 // peak),
            url=f"{ROOT}{first + place}/" if count and step == 1 else None,
            tick=str(first + step * place) if len(counts) > 10 and place % 10 == 0 else "",
        )
        for place, count in enumerate(counts)
    )
    return Timeline(bars=bars, first=str(first), last=str(first + step * (len(counts) - 1)), peak=peak)


FEW_YEARS = timeline(1909, (2, 5, 212, 40, 0, 3))
MANY_YEARS = timeline(1850, tuple((n * n * 7) % 53 for n in range(80)))
DECADES = timeline(1700, tuple((n * 11) % 29 for n in range(25)), step=10)

STORIES = (
    StoryCard(
        title="The harbour strike of 1911",
        url=f"{ROOT}stories/strike/",
        when=DateView(text="16 June to 2 July 1911", edtf="1911-06-16/1911-07-02"),
        summary="Seventeen days in which nothing was unloaded, told by nine newspapers that copied one telegram.",
        count=48,
        outlets=OUTLETS[:3],
    ),
    StoryCard(title="The lamp question", url=f"{ROOT}stories/lamp/", when=None, summary="", count=1, outlets=()),
)
