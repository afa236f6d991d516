"""Examples of how something is known: a source, relations, a chronology, coverage. All content is invented."""

from __future__ import annotations

import msgspec

from generator.site.evidence import (
    CaptureView,
    Chronology,
    CitationView,
    CitedText,
    CiteView,
    CoverageRow,
    Moment,
    Occurrence,
    RelationGroup,
    RelationView,
    SourceView,
    Strand,
)
from generator.site.parts import ArticleCard, DateView, OriginalView
from tests.themes.parts import CARDS, ROOT, chip, day

ORIGINAL = OriginalView(
    url="https://example.net/courier/1911/06/25/cranes?page=1",
    page="https://example.net/courier/1911/06/25/cranes?page=1",
    copy="https://web.example.com/a",
    date="2024-01-08",
)
SOURCE = SourceView(
    outlet=chip("The Quay Courier", "outlet"),
    original=ORIGINAL,
    text="example.net/courier/1911/06/25/cranes?page=1",
    record="QC 1911/176, p. 1",
    retrieved=day("8 January 2024", "2024-01-08"),
    method="manual copy",
    sha256="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    captures=(
        CaptureView(
            link=msgspec.structs.replace(ORIGINAL, url="https://web.example.com/a", date="2024-01-09"),
            host="web.example.com",
            date=day("9 January 2024", "2024-01-09"),
        ),
        CaptureView(
            link=OriginalView(url="https://web.example.com/b", page="", copy=None, date=""),
            host="web.example.com",
            date=day("2025", "2025", "uncertain"),
        ),
    ),
)
BARE_SOURCE = SourceView(
    outlet=chip("The Quay Courier", "outlet"),
    original=None,
    text="",
    record=None,
    retrieved=None,
    method=None,
    sha256=None,
    captures=(),
)


def _cited(style: str, *texts: str) -> CitationView:
    """A citation; every second part is in italics."""
    parts = (CitedText(text=text, italic=bool(number % 2)) for number, text in enumerate(texts))
    return CitationView(style=style, texts=tuple(parts))


CITE = CiteView(
    citations=(
        _cited(
            "APA",
            "Tolksdorf, A. R. (1911, June 25). The cranes of the outer basin stand still. ",
            "The Quay Courier",
            ". https://example.net/courier/1911/06/25/cranes?page=1 (Archived in ",
            "The Lantern & Quay <Archive>",
            f", https://example.org{ROOT}1911/06/cranes/)",
        ),
        _cited("Chicago", "Tolksdorf, A. R. “The Cranes.” ", "The Quay Courier", ", June 25, 1911."),
        _cited("MLA", "Tolksdorf, A. R. “The Cranes.” ", "The Quay Courier", ", 25 June 1911."),
    ),
    biblatex="@article{cranes,\n  title = {{The cranes}},\n  journaltitle = {The Quay Courier},\n}\n",
    csl='[\n{"id":"cranes","type":"article-newspaper","title":"The cranes"}\n]\n',
    ris=f"{ROOT}1911/06/cranes/cite.ris",
)
BARE_CITE = CiteView(citations=(), biblatex="", csl="", ris=f"{ROOT}x/cite.ris")


def related(card: ArticleCard, *beyond: RelationGroup) -> RelationView:
    """An article of the archive as one that another derives from, or that derives from it."""
    return RelationView(
        title=card.title,
        url=card.url,
        lang=card.lang,
        dir=card.dir,
        outlet=card.outlet,
        date=card.date,
        beyond=beyond,
    )


RELATIONS = (
    RelationGroup(
        label="Quotes",
        relations=(
            related(
                CARDS[1],
                RelationGroup(
                    label="Translates",
                    relations=(
                        related(CARDS[2], RelationGroup(label="Rewrites", relations=(related(CARDS[3]),), more=0)),
                    ),
                    more=0,
                ),
            ),
            RelationView(title="A telegram that nobody kept", url=None, lang="en", dir="ltr", outlet=None, date=None),
        ),
        more=0,
    ),
    RelationGroup(label="Translated by", relations=(related(CARDS[5]), related(CARDS[6])), more=12),
)


def _occurrence(card: ArticleCard, detail: str = "") -> Occurrence:
    return Occurrence(text=card.title, url=card.url, lang=card.lang, dir=card.dir, outlet=card.outlet, detail=detail)


def _strand(kind: str, label: str, *occurrences: Occurrence, count: int = 0) -> Strand:
    counted = count or len(occurrences)
    return Strand(
        kind=kind, label=label, count=counted, counted=f"{counted} articles from 7 outlets", occurrences=occurrences
    )


HAPPENED = Occurrence(text="The harbour strike of 1911", url=None, lang="en", dir="ltr", outlet=None)
TELEGRAM = Occurrence(text="Telegram of the ninth day", url=f"{ROOT}x/", lang="en", dir="ltr", outlet=None)
CHRONOLOGY = Chronology(
    unit="day",
    moments=(
        Moment(
            date=DateView(text="16 June to 2 July 1911", edtf="1911-06-16/1911-07-02?", note="end uncertain"),
            strands=(_strand("event", "Happened", HAPPENED),),
        ),
        Moment(
            date=day("24 June 1911", "1911-06-24"),
            strands=(
                _strand("statement", "Said", TELEGRAM),
                _strand("publication", "Published", *(_occurrence(card) for card in CARDS[:4])),
            ),
        ),
        Moment(
            date=day("25 June 1911?", "1911-06-25", "uncertain"),
            strands=(_strand("publication", "Published", count=41),),
        ),
        Moment(
            date=day("8 January 2024", "2024-01-08"),
            strands=(
                _strand(
                    "capture",
                    "Captured",
                    _occurrence(CARDS[5], "retrieved, copy at web.example.com"),
                    _occurrence(CARDS[3], "retrieved"),
                ),
            ),
        ),
        Moment(
            date=DateView(text="undated", edtf="XXXX"),
            strands=(_strand("publication", "Published", _occurrence(CARDS[8])),),
        ),
    ),
)
COVERAGE = (
    CoverageRow(
        outlet=chip("The Quay Courier", "outlet"),
        count=212,
        first=day("16 June 1911", "1911-06-16"),
        last=day("2 July 1911?", "1911-07-02", "uncertain"),
    ),
    CoverageRow(
        outlet=chip("Głos Portu", "outlet"),
        count=1,
        first=day("24 June 1911", "1911-06-24"),
        last=day("24 June 1911", "1911-06-24"),
    ),
    CoverageRow(outlet=chip("جريدة الميناء", "outlet"), count=1, first=None, last=None),
)
