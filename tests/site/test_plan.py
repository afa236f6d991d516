"""The whole site from the archive: which pages there are, what each shows, and what makes one change."""

from __future__ import annotations

import pytest

from generator.site.planned import OutPath, Site
from generator.site.routes import folded
from generator.site.views import (
    ArticleView,
    EntityView,
    HomeView,
    IndexView,
    MonthView,
    OutletView,
    PageView,
    RedirectView,
    StoryView,
    YearView,
)
from tests.site.written import SITE_YAML, article, codes, pages, site_of

RECORD = "---\nname: Im Chon Il\ntype: people\naliases: [Im Chon-il]\nreplaces: [im-old]\n---\n\nA vice minister.\n"

ARCHIVE = {
    "articles/a.md": article(
        "First", entities="{people: [Im Chon-il]}", tags="[War]", stories="[mutiny]", aliases="[/old/a/]"
    ),
    "articles/b.md": article("Second", date="2022", outlet="KCNA", entities="{people: [im-chon-il]}"),
    "articles/c.md": article("Third", date="XXXX", body="See [the first](a.md) and [[Im Chon Il]]."),
    "entities/im-chon-il.md": RECORD,
    "pages/about.md": "---\ntitle: About\n---\n\nWhat this is.\n",
    "pages/index.md": "---\ntitle: Front\n---\n\nWelcome.\n",
    "assets/logo.svg": "<svg/>",
}


@pytest.fixture(scope="module")
def site() -> Site:
    """The small archive above."""
    return site_of(ARCHIVE)


@pytest.mark.parametrize(
    "path",
    [
        "index.html",
        "2023/06/a/index.html",
        "2022/b/index.html",
        "undated/c/index.html",
        "articles/index.html",
        "2023/index.html",
        "2023/06/index.html",
        "undated/index.html",
        "outlets/index.html",
        "outlets/by/count/index.html",
        "outlets/the-times/index.html",
        "outlets/the-times/feed.xml",
        "entities/index.html",
        "entities/people/index.html",
        "entities/people/by/count/index.html",
        "entities/people/im-chon-il/index.html",
        "entities/people/im-chon-il/feed.xml",
        "entities/people/im-old/index.html",
        "tags/index.html",
        "tags/war/index.html",
        "tags/war/feed.xml",
        "stories/index.html",
        "stories/mutiny/index.html",
        "stories/mutiny/feed.xml",
        "about/index.html",
        "old/a/index.html",
        "404.html",
        "feed.xml",
        "feed.json",
        "sitemap.xml",
        "robots.txt",
        ".nojekyll",
    ],
)
def test_the_site_has_every_page_of_the_design(site: Site, path: str) -> None:
    assert path in pages(site)


def test_nothing_else_is_planned_twice_or_collides(site: Site) -> None:
    assert site.problems == ()
    assert len({folded(page.path) for page in site.pages}) == len(site.pages)


def test_assets_are_copied(site: Site) -> None:
    assert [(copy.path, copy.source) for copy in site.copies] == [("assets/logo.svg", "content/assets/logo.svg")]


def test_links_between_files_lead_to_pages_under_the_base_path(site: Site) -> None:
    view = pages(site)["undated/c/index.html"].view
    assert isinstance(view, ArticleView)
    assert view.body is not None
    assert view.body.urls == ("/archive/2023/06/a/", "/archive/entities/people/im-chon-il/")


def test_an_entity_page_gathers_its_record_and_its_articles(site: Site) -> None:
    view = pages(site)["entities/people/im-chon-il/index.html"].view
    assert isinstance(view, EntityView)
    assert (view.name, view.count, view.recorded) == ("Im Chon Il", 2, True)
    assert [alias.text for alias in view.aliases] == ["Im Chon-il"]
    assert [spelling.text for spelling in view.spellings] == ["Im Chon-il"]
    assert [group.label for group in view.groups] == ["2023", "2022"]
    assert [chip.text for chip in view.outlets] == ["KCNA", "The Times"]


def test_an_outlet_without_a_record_has_a_page(site: Site) -> None:
    view = pages(site)["outlets/kcna/index.html"].view
    assert isinstance(view, OutletView)
    assert (view.name, view.recorded, view.count) == ("KCNA", False, 1)


def test_a_story_is_told_forward() -> None:
    files = {f"articles/{day}.md": article(day, date=f"2023-06-{day}", stories="[x]") for day in ("03", "01", "02")}
    files["articles/unknown.md"] = article("unknown", date="XXXX", stories="[x]")
    view = pages(site_of(files))["stories/x/index.html"].view
    assert isinstance(view, StoryView)
    assert [card.title for group in view.groups for card in group.cards] == ["01", "02", "03", "unknown"]


def test_a_year_shows_its_months(site: Site) -> None:
    view = pages(site)["2023/index.html"].view
    assert isinstance(view, YearView)
    assert [(month.short, month.count) for month in view.months if month.count] == [("Jun", 1)]
    assert view.earlier is not None
    assert view.earlier.url == "/archive/2022/"


def month_of(files: dict[str, str], path: str = "2023/06/index.html") -> MonthView:
    """The month page of an archive of these articles."""
    view = pages(site_of(files))[OutPath(path)].view
    assert isinstance(view, MonthView)
    return view


def test_a_day_of_a_month_says_its_date_for_its_articles() -> None:
    view = month_of({"articles/a.md": article("A"), "articles/b.md": article("B", date="2023-06-25?")})
    assert [group.date for group in view.groups] == [card.date for group in view.groups for card in group.cards]
    assert [group.date and group.date.note for group in view.groups] == ["", "uncertain"]


def test_articles_without_a_date_share_the_heading_that_says_so() -> None:
    articles = {f"articles/{name}.md": article(name, date="XXXX") for name in "ab"}
    groups = month_of(articles, "undated/index.html").groups
    assert [(group.label, len(group.cards), group.date is None) for group in groups] == [("Date not known", 2, False)]


def named_in(*articles: str) -> list[tuple[str, int | None]]:
    """The people that the page of a month lists, when its articles name these."""
    files = {f"articles/{n}.md": article(str(n), entities=f"{{people: [{one}]}}") for n, one in enumerate(articles)}
    return [(chip.text, chip.count) for chip in month_of(files).entities[0].chips]


def test_names_that_come_once_each_are_few_and_not_counted() -> None:
    assert named_in("A, B, C, D, E, F, G, H") == [(name, None) for name in "ABCDEF"]


def test_few_articles_list_no_more_names_than_they_are_and_six_at_least() -> None:
    names = "A, B, C, D, E, F, G, H"
    assert named_in(names, names) == [(name, 2) for name in "ABCDEF"]
    assert named_in(*[names] * 7) == [(name, 7) for name in "ABCDEFG"]
    assert named_in("A, B", "A, C, D, E, F, G, H") == [("A", 2), *((name, 1) for name in "BCDEF")]


def test_an_index_says_whether_any_of_its_names_has_no_record(site: Site) -> None:
    people, tags = (pages(site)[OutPath(f"{path}/index.html")].view for path in ("entities/people", "tags"))
    assert isinstance(people, IndexView)
    assert isinstance(tags, IndexView)
    assert (people.by_name_only, tags.by_name_only) == (False, True)


def test_old_addresses_lead_to_the_new_page(site: Site) -> None:
    moved = pages(site)["old/a/index.html"].view
    replaced = pages(site)["entities/people/im-old/index.html"].view
    assert isinstance(moved, RedirectView)
    assert isinstance(replaced, RedirectView)
    assert (moved.url, replaced.url) == ("/archive/2023/06/a/", "/archive/entities/people/im-chon-il/")
    assert not moved.head.index


def test_a_page_at_a_former_id_of_an_outlet_tag_or_story_leads_to_the_new_one() -> None:
    records = {
        "outlets/kcna.md": "---\nname: KCNA\nreplaces: [kcna-old]\n---\n",
        "tags/war.md": "---\nname: War\nreplaces: [conflict]\n---\n",
        "stories/mutiny.md": "---\ntitle: Mutiny\nreplaces: [revolt]\n---\n",
    }
    made = pages(site_of(ARCHIVE | records))
    for old, new in (
        ("outlets/kcna-old", "outlets/kcna"),
        ("tags/conflict", "tags/war"),
        ("stories/revolt", "stories/mutiny"),
    ):
        view = made[OutPath(f"{old}/index.html")].view
        assert isinstance(view, RedirectView)
        assert view.url == f"/archive/{new}/"


def test_the_page_called_index_introduces_the_front_page(site: Site) -> None:
    view = pages(site)["index.html"].view
    assert isinstance(view, HomeView)
    assert view.introduction is not None
    assert [card.title for card in view.newest] == ["First", "Second", "Third"]


def test_without_a_menu_in_site_yaml_the_indexes_and_own_pages_are_the_menu(site: Site) -> None:
    assert [link.text for link in site.value.menu] == ["Articles", "Stories", "Outlets", "Entities", "Tags", "About"]


def test_a_menu_of_site_paths_stands_under_the_base_path() -> None:
    written = "menu:\n  - {text: Us, url: /about/}\n  - {text: Them, url: 'https://example.com/'}\n"
    value = site_of(ARCHIVE, SITE_YAML + written).value
    assert [link.url for link in value.menu] == ["/archive/about/", "https://example.com/"]


# The view is the dependency list.


def changed(before: Site, after: Site) -> set[str]:
    """The paths whose page shows something else, has come or has gone."""
    old, new = shown(before), shown(after)
    return {path for path in old.keys() | new.keys() if old.get(path) != new.get(path)}


def shown(site: Site) -> dict[str, tuple[str, object]]:
    """Each page's template and view."""
    return {page.path: (page.template, page.view) for page in site.pages}


def test_editing_a_body_changes_that_page_and_no_list() -> None:
    before = site_of(ARCHIVE)
    edited = ARCHIVE | {"articles/a.md": ARCHIVE["articles/a.md"] + "\nA second paragraph.\n"}
    assert changed(before, site_of(edited)) == {"2023/06/a/index.html"}


def test_editing_a_record_s_body_changes_its_page_alone() -> None:
    edited = ARCHIVE | {"entities/im-chon-il.md": RECORD + "\nMore of him.\n"}
    assert changed(site_of(ARCHIVE), site_of(edited)) == {"entities/people/im-chon-il/index.html"}


def test_editing_a_title_changes_the_pages_that_show_it() -> None:
    edited = ARCHIVE | {"articles/b.md": ARCHIVE["articles/b.md"].replace("Second", "Other")}
    differ = changed(site_of(ARCHIVE), site_of(edited))
    assert {"2022/b/index.html", "articles/index.html", "outlets/kcna/index.html", "feed.xml"} <= differ
    assert not differ & {"tags/war/index.html", "outlets/the-times/index.html", "about/index.html", "404.html"}


def test_a_new_article_leaves_old_list_pages_alone() -> None:
    files = {f"articles/{n:02}.md": article(f"{n}", date=f"2023-06-{n:02}") for n in range(1, 22)}
    before = site_of(files)
    after = site_of(files | {"articles/22.md": article("22", date="2023-06-22")})
    numbered = {path for path in pages(before) if "articles/page/" in path}
    assert len(numbered) == 3
    assert not changed(before, after) & numbered


# Rights


def test_an_article_of_which_only_the_metadata_may_be_shown_shows_no_word_of_its_text() -> None:
    secret = article("T", "Nobody may read this.", rights="{display: metadata}")
    site = site_of({"articles/a.md": secret})
    view = pages(site)["2023/06/a/index.html"].view
    assert isinstance(view, ArticleView)
    assert (view.body, view.excerpt) == (None, "")
    assert not any("Nobody" in str(page.view) for page in site.pages)


def test_an_article_of_which_an_excerpt_may_be_shown_shows_that() -> None:
    body = "The first paragraph.\n\nThe second paragraph.\n"
    site = site_of({"articles/a.md": article("T", body, rights="{display: excerpt}")})
    view = pages(site)["2023/06/a/index.html"].view
    assert isinstance(view, ArticleView)
    assert (view.body, view.excerpt) == (None, "The first paragraph.")


# Drafts


def test_drafts_are_on_no_page_unless_asked_for() -> None:
    files = {"articles/a.md": article("Shown"), "articles/b.md": article("Hidden", draft="true", tags="[secret]")}
    assert not any("Hidden" in str(page.view) or "secret" in page.path for page in site_of(files).pages)
    view = pages(site_of(files, drafts=True))["2023/06/b/index.html"].view
    assert isinstance(view, ArticleView)
    assert view.draft


# Collisions


@pytest.mark.parametrize(
    ("files", "named"),
    [
        ({"articles/1.md": article("A", id="Abc"), "articles/2.md": article("B", id="abc")}, ["1.md", "2.md"]),
        ({"articles/06.md": article("A", date="2023"), "articles/b.md": article("B")}, ["06.md"]),
        (
            {"articles/a.md": article("A", aliases="[/about/]"), "pages/about.md": "---\ntitle: About\n---\n"},
            ["a.md", "about.md"],
        ),
        ({"articles/a.md": article("A", aliases="[/articles/]")}, ["a.md", "the site's own"]),
        ({"articles/a.md": article("A", aliases="[/feed.xml/x/]")}, ["feed.xml"]),
    ],
)
def test_two_things_that_want_one_path_are_an_error_that_names_both(files: dict[str, str], named: list[str]) -> None:
    problems = site_of(files).problems
    assert codes(problems) == ["colliding-pages"]
    text = f"{problems[0].span} {problems[0].message}"
    assert all(name in text for name in named), text


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("a/B", "a/b", True), ("caf\u00e9", "cafe\u0301", True), ("preußen", "preussen", False), ("a", "á", False)],
)
def test_paths_are_compared_as_a_careless_file_system_does(one: str, other: str, same: bool) -> None:
    assert (folded(one) == folded(other)) == same


# Long indexes


def test_a_long_index_is_cut_by_letter_and_leads_with_the_most_mentioned() -> None:
    names = ", ".join(f"{letter}{n}" for letter in "AB" for n in range(301))
    site = site_of({"articles/a.md": article("A", entities=f"{{people: [{names}]}}")})
    front = pages(site)["entities/people/index.html"].view
    assert isinstance(front, IndexView)
    assert front.count == 602
    assert sum(len(group.entries) for group in front.groups) == 120
    letter = pages(site)["entities/people/by/letter/b/index.html"].view
    assert isinstance(letter, IndexView)
    assert [group.label for group in letter.groups] == ["B"]
    assert len(letter.groups[0].entries) == 301


def test_a_standalone_page_says_its_language() -> None:
    page = "---\ntitle: Über uns\nlang: de\n---\n\nWir.\n"
    view = pages(site_of({"pages/de/ueber.md": page}))["de/ueber/index.html"].view
    assert isinstance(view, PageView)
    assert (view.lang, view.head.lang, view.dir) == ("de", "de", "ltr")


# Addresses of this site


@pytest.mark.parametrize(
    ("written", "dead"),
    [
        ("/about/", False),
        ("/about", False),
        ("/about/#us", False),
        ("/feed.xml", False),
        ("/assets/logo.svg?x=1", False),
        ("/404", False),
        ("/static/base.css", False),
        ("/abuot/", True),
        ("/archive/about/", True),  # the base path is not written
    ],
)
def test_an_address_that_no_page_has_is_said(written: str, dead: bool) -> None:
    site = site_of(ARCHIVE | {"articles/d.md": article("D", body=f"A [link]({written}).")})
    assert [(p.code, p.span.path, p.span.line) for p in site.problems] == (
        [("dead-link", "content/articles/d.md", 7)] if dead else []
    )


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("/archive/about/", 'write it without the base path of the site: "/about/"'),
        ("/archive/abuot/", 'did you mean "/about/"?'),
        ("/abuot/", 'did you mean "/about/"?'),
        ("/xyz/", None),
    ],
)
def test_a_dead_address_is_explained_by_the_base_path_only_where_it_begins_with_it(
    written: str, hint: str | None
) -> None:
    site = site_of(ARCHIVE | {"articles/d.md": article("D", body=f"A [link]({written}).")})
    assert [problem.hint for problem in site.problems] == [hint]


def test_a_menu_that_leads_nowhere_is_said() -> None:
    (problem,) = site_of(ARCHIVE, SITE_YAML + "menu: [{text: About, url: /abuot/}]\n").problems
    assert (problem.code, problem.hint) == ("dead-link", 'did you mean "/about/"?')


def test_the_first_mention_is_the_one_that_is_certainly_first() -> None:
    days = {"a": "2023-06", "b": "2023-06-25", "c": "2023-06-26", "d": "192X"}
    files = {f"articles/{name}.md": article(name, date=day, tags="[t]") for name, day in days.items()}
    files |= {
        f"articles/{n}.md": article(n, date=day, entities="{people: [Im]}") for n, day in days.items() if n != "d"
    }
    view = pages(site_of(files))["entities/people/im/index.html"].view
    assert isinstance(view, EntityView)
    assert view.first is not None
    assert view.last is not None
    assert (view.first.title, view.last.title) == ("b", "c")


def test_a_record_without_a_description_shows_none() -> None:
    record = "---\nname: Im\ntype: people\nfavourite_colour: red\n---\n"
    site = site_of({"articles/a.md": article(entities="{people: [Im]}"), "entities/im.md": record})
    view = pages(site)["entities/people/im/index.html"].view
    assert isinstance(view, EntityView)
    assert view.body is None
    assert [(extra.key, extra.value) for extra in view.extra] == [("favourite_colour", '"red"')]


def test_an_office_at_an_outlet_leads_to_the_outlet() -> None:
    record = "---\nname: Im\ntype: people\nroles: [{title: Editor, of: The Times}]\n---\n"
    site = site_of({"articles/a.md": article(entities="{people: [Im]}"), "entities/im.md": record})
    view = pages(site)["entities/people/im/index.html"].view
    assert isinstance(view, EntityView)
    assert [(role.of.text, role.of.url) for role in view.roles if role.of] == [
        ("The Times", "/archive/outlets/the-times/")
    ]


def test_a_year_is_called_the_same_everywhere() -> None:
    site = site_of({"articles/a.md": article(date="-0043")})
    view = pages(site)["-0043/a/index.html"].view
    year = pages(site)["-0043/index.html"].view
    assert isinstance(view, ArticleView)
    assert isinstance(year, YearView)
    assert [crumb.text for crumb in view.crumbs][1] == year.title == "44 BC"
