"""What every page of every theme of ours keeps to, whatever its view says."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import cast

import jinja2
import pytest
from jinja2 import nodes
from lxml import html as parser  # type: ignore[import-untyped]

from generator.model import Record
from generator.output.bodies import BodiesInMemory
from generator.output.render import Fault, render, renderer
from generator.site import views
from generator.site.planned import OutPath, Page
from tests.themes import examples, parts
from tests.themes.pages import PROJECT, rendered, theme_named

THEMES = ("broadsheet", "plain")
NAMES = tuple(page.path for page in examples.PAGES)
CSP = (
    "default-src 'none'; img-src 'self' data:; style-src 'self'; font-src 'self'; script-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'"
)
TEMPLATE_OF = re.compile(r"template (\S+\.html)")  # how a view's docstring names its template


@pytest.fixture(params=THEMES)
def theme(request: pytest.FixtureRequest) -> str:
    """A theme of ours."""
    return cast("str", request.param)


def page(theme: str, name: str) -> parser.HtmlElement:
    """An example page, parsed; fails with the problem when the template did."""
    text = rendered(theme)[name]
    assert isinstance(text, str), text
    return parser.document_fromstring(text)


def with_theme(theme: str, view: views.ArticleView) -> str:
    """An article's page."""
    using = renderer(theme_named(theme).templates, theme, parts.SITE, BodiesInMemory(by_digest=parts.BODIES))
    text = render(Page(path=OutPath("x.html"), template="article.html", make=lambda: view), view, using)
    assert isinstance(text, str), text
    return text


def texts(found: object) -> list[str]:
    """The texts or attribute values an XPath found."""
    return [str(one) for one in cast("list[object]", found)]


@pytest.mark.parametrize("name", NAMES)
def test_every_example_renders_with_undefined_names_as_errors(theme: str, name: str) -> None:
    assert not isinstance(rendered(theme)[name], Fault), rendered(theme)[name]


@pytest.mark.parametrize("name", NAMES)
def test_every_example_renders_on_a_bare_site_in_the_other_direction(theme: str, name: str) -> None:
    assert isinstance(rendered(theme, parts.BARE_SITE)[name], str)


def test_there_is_an_example_for_every_view_that_names_a_template() -> None:
    named = {
        match
        for kind in vars(views).values()
        if isinstance(kind, type) and issubclass(kind, Record)
        for match in TEMPLATE_OF.findall(kind.__doc__ or "")
    }
    assert named | {"redirect.html"} == {one.template for one in examples.PAGES}
    assert len(named) > 15


def test_every_template_is_reached_from_a_view(theme: str) -> None:
    environment = jinja2.Environment(autoescape=True)
    texts_of = {one.name: one.text for one in theme_named(theme).templates}
    waiting = [one.template for one in examples.PAGES]
    reached: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            tree = environment.parse(texts_of[name])
            for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
                named = cast("nodes.Include", node).template
                assert isinstance(named, nodes.Const), f"{name}: a template chosen while rendering"
                waiting.append(named.value)
    assert reached == set(texts_of)


def test_every_macro_and_word_of_broadsheet_is_used() -> None:
    """A macro nobody calls is a macro nobody looks at."""
    whole = "\n".join(one.text for one in theme_named("broadsheet").templates)
    defined = re.findall(r"{% macro (\w+)\(|^{% set (\w+) =", whole, flags=re.MULTILINE)
    names = {macro or word for macro, word in defined}
    unused = {name for name in names if not re.search(rf"(?:\w\.|{{{{-? |html\()\b{name}\b", whole)}
    assert unused == set()


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_inline_and_nothing_comes_from_elsewhere(theme: str, name: str) -> None:
    document = page(theme, name)
    assert texts(document.xpath("//style | //@style | //base")) == []
    assert texts(document.xpath("//script[not(@src) and not(@type='application/ld+json')]")) == []
    assert texts(document.xpath("//@*[starts-with(name(), 'on')]")) == []
    loaded = texts(document.xpath("//link[@rel='stylesheet' or @rel='icon' or @rel='preload']/@href | //script/@src"))
    assert all(url.startswith(f"{parts.ROOT}static/") for url in loaded)
    assert loaded
    assert document.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)") == CSP


@pytest.mark.parametrize("name", NAMES)
def test_a_page_has_one_main_heading_and_skips_no_level(theme: str, name: str) -> None:
    levels = [int(one.tag[1]) for one in page(theme, name).xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels


@pytest.mark.parametrize("name", NAMES)
def test_ids_are_unique_and_every_label_has_its_element(theme: str, name: str) -> None:
    document = page(theme, name)
    ids = texts(document.xpath("//@id"))
    assert len(ids) == len(set(ids))
    wanted = " ".join(texts(document.xpath("//@aria-labelledby"))).split()
    fragments = [href[1:] for href in texts(document.xpath("//a/@href")) if href.startswith("#") and len(href) > 1]
    assert {*wanted, *fragments} <= set(ids)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_says_its_language_direction_title_and_place(theme: str, name: str) -> None:
    document = page(theme, name)
    view = next(one.view for one in examples.PAGES if one.path == name)
    head = cast("views.Head", view.head)  # type: ignore[attr-defined]
    assert (document.get("lang"), document.get("dir")) == (head.lang, head.dir)
    is_home = isinstance(view, views.HomeView)
    title = parts.SITE.title if is_home else f"{head.title} · {parts.SITE.title}"
    assert document.xpath("string(//title)") == title
    assert document.xpath("string(//link[@rel='canonical']/@href)") == head.canonical
    assert document.xpath("string(//meta[@name='description']/@content)") == head.description
    assert document.xpath("string(//meta[@property='og:url']/@content)") == head.canonical
    assert bool(document.xpath("//meta[@name='robots'][@content='noindex']")) is not head.index
    feeds = texts(document.xpath("//link[@rel='alternate']/@href"))
    assert feeds == [one.url for one in (*parts.SITE.feeds, *head.feeds, *head.references)]
    assert document.xpath("string(//script[@type='application/ld+json'])") == head.jsonld


@pytest.mark.parametrize("name", NAMES)
def test_a_page_has_its_landmarks_and_a_way_past_them(theme: str, name: str) -> None:
    document = page(theme, name)
    assert [len(document.xpath(one)) for one in ("//body/header", "//main", "//body/footer")] == [1, 1, 1]
    first = document.xpath("//body//a")[0]
    assert first.get("href") == f"#{document.xpath('string(//main/@id)')}"
    labels = texts(document.xpath("//nav/@aria-label | //nav/@aria-labelledby"))
    assert len(labels) == len(document.xpath("//nav"))
    crumbs = document.xpath("//nav[@aria-label='Breadcrumb']/ol/li/a")
    assert not crumbs or [one.get("aria-current") for one in crumbs] == [*([None] * (len(crumbs) - 1)), "page"]


@pytest.mark.parametrize("name", NAMES)
def test_a_time_without_a_machine_form_is_not_a_time(theme: str, name: str) -> None:
    assert all(texts(page(theme, name).xpath("//time/@datetime")))
    assert page(theme, name).xpath("count(//time[not(@datetime)])") == 0


@pytest.mark.parametrize("name", ["article-arabic.html", "home.html", "list.html"])
def test_text_in_another_language_says_so(theme: str, name: str) -> None:
    arabic = page(theme, name).xpath("//*[@lang='ar' and @dir='rtl']")
    assert any("الميناء" in one.text_content() for one in arabic)


def test_a_kind_is_said_in_words_and_not_by_colour_alone(theme: str) -> None:
    document = page(theme, "article.html")
    chips = document.xpath("//a[contains(@class, 'chip')]")
    assert "Person: Johanna Wiebe" in {one.text_content() for one in chips}
    assert all(one.get("data-kind") for one in chips)
    css = (PROJECT / "themes/broadsheet/static/parts.css").read_text(encoding="utf-8")
    marks = re.findall(r'\[data-kind="(\w+)"\].*?--mark: url\("([^"]+)"\)', css)
    assert {kind for kind, _ in marks} >= {"people", "organizations", "places", "works", "outlet", "tag", "story"}
    assert len({shape for _, shape in marks}) == len(marks)


def test_a_type_is_said_where_it_is_not_news(theme: str) -> None:
    said = page(theme, "articles.html").xpath("//*[@class='kicker-type']")
    assert {one.text_content() for one in said} == {"Dispatch", "Opinion", "Analysis"}
    assert not page(theme, "article.html").xpath("//*[@class='article-head']//*[@class='kicker-type']")


def test_a_heading_that_says_the_date_says_it_for_its_articles(theme: str) -> None:
    rows = page(theme, "month.html").xpath("//*[contains(@class, 'rows-under-date')]")
    assert [one.xpath("string(.//h2)") for one in rows] == ["25 June 1911", "June 1911 (uncertain)"]
    assert [texts(one.xpath(".//article//time")) for one in rows] == [[], []]


def test_italics_have_a_legend_where_there_are_any(theme: str) -> None:
    assert "in italics" in page(theme, "index.html").xpath("string(//*[@class='index-note'])")
    assert not page(theme, "index-empty.html").xpath("//*[@class='index-note']")


def test_every_type_of_entity_leads_to_all_of_its_kind(theme: str) -> None:
    ways = page(theme, "entities.html").xpath("//*[@class='onward']/a")
    assert ways[0].text_content() == "All people"
    assert len(ways) == len(examples.ENTITY_TYPES.types)


def test_what_an_article_withholds_is_not_on_its_page(theme: str) -> None:
    excerpt, withheld, bare = (page(theme, f"article-{name}.html") for name in ("excerpt", "withheld", "bare"))
    assert "The cranes on the eastern quay" in excerpt.text_content()
    assert "whole\nand in every clause" not in excerpt.text_content()
    assert excerpt.xpath("//*[@class='withheld']//a[@rel='external']")
    assert withheld.xpath("//*[@class='withheld']")
    assert not withheld.xpath("//*[@class='withheld']//a")
    assert not bare.xpath("//*[@class='withheld']")  # it has no text, and nobody withholds one


def test_links_to_the_original_are_robust(theme: str) -> None:
    links = page(theme, "article.html").xpath("//*[contains(@class, 'source')]//a[@rel='external']")
    robust = [(one.get("data-originalurl"), one.get("data-versionurl"), one.get("data-versiondate")) for one in links]
    original = "https://example.net/courier/1911/06/25/cranes?page=1"
    assert robust == [
        (original, "https://web.example.com/a", "2024-01-08"),
        (original, "https://web.example.com/a", "2024-01-09"),
        (None, None, None),  # of which page this is a copy nobody recorded
    ]
    withheld = page(theme, "article-excerpt.html").xpath("//*[@class='withheld']//a")
    assert [one.get("data-originalurl") for one in withheld] == [original]


def test_a_kind_of_date_is_said_in_words_beside_its_mark(theme: str) -> None:
    kinds = page(theme, "story.html").xpath("//*[@class='strand-kind']")
    assert [(one.get("data-kind"), one.text_content()) for one in kinds] == [
        ("event", "Happened"),
        ("statement", "Said"),
        ("publication", "Published"),
        ("publication", "Published"),
        ("capture", "Captured"),
        ("publication", "Published"),
    ]
    css = (PROJECT / "themes/broadsheet/static/parts.css").read_text(encoding="utf-8")
    assert all(f'[data-kind="{one.get("data-kind")}"] {{ --mark' in css for one in kinds)


def test_a_story_whose_days_stand_together_says_so(theme: str) -> None:
    assert not page(theme, "story.html").xpath("//*[@class='moments-note']")
    assert "one month" in page(theme, "story-long.html").xpath("string(//*[@class='moments-note'])")


def test_markup_in_a_title_is_text(theme: str) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    view = examples.article(title=hostile, summary=hostile, byline=(hostile,), dateline=hostile, id=hostile)
    text = with_theme(theme, view)
    assert hostile not in text
    assert text.count("&lt;img src=x onerror=alert(1)&gt;") == 5


def test_only_the_data_block_is_taken_as_it_is(theme: str) -> None:
    assert all("safe" not in one.text.replace("{{ head.jsonld | safe }}", "") for one in theme_named(theme).templates)


def test_a_redirect_leads_on_without_a_script(theme: str) -> None:
    document = page(theme, "redirect.html")
    address = examples.REDIRECT.url
    assert document.xpath("string(//meta[@http-equiv='refresh']/@content)") == f"0; url={address}"
    assert address in texts(document.xpath("//main//a/@href"))


def test_plain_overrides_a_handful_of_files_and_takes_the_rest_from_broadsheet() -> None:
    own = sorted(str(one.relative_to(PROJECT / "themes/plain")) for one in (PROJECT / "themes/plain").rglob("*.*"))
    assert own == [
        "static/plain.css",
        "static/tokens.css",
        "templates/parts/styles.html",
        "templates/remembered/card.html",
        "theme.yaml",
    ]
    names = {one.name for one in theme_named("broadsheet").templates}
    assert {one.name for one in theme_named("plain").templates} == names
