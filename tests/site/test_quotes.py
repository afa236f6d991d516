"""Pages of quotes: which there are, how they are called and ordered, what a wording says, and the ways to them."""

from __future__ import annotations

import json

import msgspec
import pytest

from generator.archive.records import Carried, Carrier, QuotePart
from generator.model import ArticleId, Body, Digest, QuoteId
from generator.site.plan import plan
from generator.site.planned import OutPath, Site
from generator.site.views import ArticleView, EntityView, HomeView, QuotesView, QuoteView, StoryView
from tests.archive.given import archive, article, assembled, body, date, declared, entity, outlet, quote, story
from tests.site.written import config_of, pages

CONFIG = config_of("title: T\nurl: https://example.org/\n")
BASE = "Not one crane will move before the clause is kept."
Q = QuoteId("q")
RECORDS = (
    quote("q", title="The vow", speaker="wiebe", reported_by=["kcna", "a", "Nobody"], said=date("2023-06-24")),
    quote(
        "unnamed",
        body=body(excerpt=f"{BASE} And so on, until nobody in the harbour remembers what it was about."),
    ),
    quote("bare"),
    article("a", stories=["strike"]),
    article(
        "b", "2023-06-26", outlet="Tass", entities=declared("people", "Adam"), body=Body(digest=Digest("b"), words=9)
    ),
    article("c", "2023-06-27", outlet="Tass"),
    entity("wiebe", "Johanna Wiebe", sort_name="Wiebe, Johanna"),
    outlet("kcna", "KCNA"),
    story("strike", "The strike"),
    quote("adam", title="What Adam said", speaker="Adam"),
)


def part(words: str, text: str = "") -> QuotePart:
    """A part that has these words of the base, or `text` in their place, at 5."""
    start = BASE.index(words)
    return QuotePart(
        base_start=start, base_end=start + len(words), start=5, end=5 + len(text or words), text=text or words
    )


def site(*carriers: tuple[str, list[QuotePart], bool]) -> Site:
    """The site of the archive above, in which these articles carry the first quote."""
    made = tuple(
        Carrier(article=ArticleId(name), parts=tuple(parts), names_source=named) for name, parts, named in carriers
    )
    given = assembled(RECORDS).archive
    return plan(msgspec.structs.replace(given, carried={Q: Carried(text=BASE, carriers=made)}), CONFIG)


def quote_view(*carriers: tuple[str, list[QuotePart], bool]) -> QuoteView:
    """The page of the first quote."""
    view = pages(site(*carriers))[OutPath("quotes/q/index.html")].view
    assert isinstance(view, QuoteView)
    return view


def runs(*parts: QuotePart) -> list[tuple[str, str, str]]:
    """How an article that has these parts words the quote: kinds, words, and the base's."""
    (carrier,) = quote_view(("b", list(parts), True)).carriers
    return [(run.kind, run.text, run.base) for run in carrier.runs]


def test_there_is_a_page_a_quote_and_one_of_all() -> None:
    there = [path for path in pages(site()) if path.startswith("quotes/")]
    assert there == [OutPath(f"quotes/{name}index.html") for name in ("", "adam/", "bare/", "q/", "unnamed/")]


def test_where_there_are_no_quotes_nothing_speaks_of_them() -> None:
    made = plan(archive(article("a")), CONFIG)
    assert not [path for path in pages(made) if path.startswith("quotes")]
    assert "Quotes" not in [link.text for link in made.value.menu]


def test_all_quotes_are_listed_by_who_said_them_in_the_order_of_names_nobody_s_last() -> None:
    view = pages(site())[OutPath("quotes/index.html")].view
    assert isinstance(view, QuotesView)
    assert view.count == 4
    assert [(group.speaker and group.speaker.text, [card.title for card in group.quotes]) for group in view.groups] == [
        ("Adam", ["What Adam said"]),
        ("Johanna Wiebe", ["The vow"]),
        (None, ["bare", "Not one crane will move before the clause is kept. And so on, until nobody in…"]),
    ]


def test_the_menu_and_the_front_page_lead_to_quotes_and_so_does_who_said_them() -> None:
    made = site(("b", [part(BASE)], True))
    assert "/quotes/" in [link.url for link in made.value.menu]
    home, person = (pages(made)[OutPath(f"{path}index.html")].view for path in ("", "entities/people/wiebe/"))
    assert isinstance(home, HomeView)
    assert [(way.text, way.count) for way in home.ways_in if way.kind == "quote"] == [("Quotes", 4)]
    assert isinstance(person, EntityView)
    assert [(card.title, card.count) for card in person.quotes] == [("The vow", 1)]
    assert person.all_quotes is None


def test_the_page_of_somebody_who_said_much_leads_to_the_rest() -> None:
    many = (quote(f"q{number}", speaker="Im") for number in range(30))
    person = pages(plan(archive(*many), CONFIG))[OutPath("entities/people/im/index.html")].view
    assert isinstance(person, EntityView)
    assert len(person.quotes) == 24
    assert person.all_quotes
    assert (person.all_quotes.text, person.all_quotes.url) == ("All 30 quotes", "/quotes/#by-people-im")


def test_the_way_of_the_words_goes_from_the_speaker_to_outlets_articles_and_names() -> None:
    view = quote_view()
    assert view.speaker
    assert view.speaker.text == "Johanna Wiebe"
    assert [(one.title, one.url, one.outlet and one.outlet.text) for one in view.reporters] == [
        ("", None, "KCNA"),
        ("About a", "/2023/06/a/", "KCNA"),
        ("Nobody", None, None),
    ]


def test_carriers_say_whether_they_reported_it_first_and_name_a_source() -> None:
    view = quote_view(("a", [part(BASE)], True), ("b", [part("crane", "derrick")], False))
    assert view.outlets == 2
    assert [(one.url, one.reported_first, one.names_source, one.word_for_word) for one in view.carriers] == [
        ("/2023/06/a/#q-q", True, True, True),
        ("/2023/06/b/#q-q", False, False, False),
    ]


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([part(BASE)], [("same", BASE, BASE)]),
        (
            [part("one crane will", "two cranes will")],
            [
                ("left-out", "", "Not "),
                ("replaced", "two cranes ", "one crane "),
                ("same", "will", "will"),
                ("left-out", "", " move before the clause is kept."),
            ],
        ),
        (
            [part("Not one crane"), part("the clause is kept")],
            [
                ("same", "Not one crane", "Not one crane"),
                ("left-out", "", " will move before "),
                ("same", " … ", ""),
                ("same", "the clause is kept", "the clause is kept"),
            ],
        ),
        ([part(BASE), part(BASE)], [("same", BASE, BASE)]),  # what is said twice is shown once
    ],
)
def test_a_wording_is_compared_with_the_base_text(parts: list[QuotePart], said: list[tuple[str, str, str]]) -> None:
    assert runs(*parts) == said


def test_many_articles_are_named_and_the_wordings_of_48_shown() -> None:
    view = quote_view(*[("b", [part(BASE)], True)] * 60)
    assert [bool(one.runs) for one in view.carriers] == [True] * 48 + [False] * 12


def test_an_article_marks_each_place_where_it_carries_a_quote() -> None:
    made = pages(site(("b", [part("crane"), part("clause")], True)))[OutPath("2023/06/b/index.html")].view
    assert isinstance(made, ArticleView)
    assert made.body
    assert [(one.anchor, one.url) for one in made.body.quotes] == [("q-q", "/quotes/q/"), ("q2-q", "/quotes/q/")]


@pytest.mark.parametrize("carriers", [(), (("a", [part(BASE)], True),)])
def test_a_story_s_chronology_has_what_its_articles_reported_or_carry(
    carriers: tuple[tuple[str, list[QuotePart], bool], ...],
) -> None:
    view = pages(site(*carriers))[OutPath("stories/strike/index.html")].view
    assert isinstance(view, StoryView)
    assert view.chronology
    told = [
        (one.text, one.url, one.detail)
        for moment in view.chronology.moments
        for strand in moment.strands
        if strand.kind == "statement"
        for one in strand.occurrences
    ]
    assert told == [("The vow", "/quotes/q/", "Johanna Wiebe")]


def test_machines_are_told_whose_words_they_are_and_what_they_are_based_on() -> None:
    (said, crumbs) = json.loads(quote_view().head.jsonld)["@graph"]
    assert {key: said[key] for key in ("@type", "name", "text", "dateCreated", "isBasedOn")} == {
        "@type": "Quotation",
        "name": "The vow",
        "text": BASE,
        "dateCreated": "2023-06-24",
        "isBasedOn": ["https://example.org/2023/06/a/"],
    }
    assert said["spokenByCharacter"]["name"] == "Johanna Wiebe"
    assert crumbs["@type"] == "BreadcrumbList"
