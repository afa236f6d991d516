"""Where pages live: the one place that makes URLs and output paths."""

from __future__ import annotations

import pytest

from generator.archive.records import Entry, Redirect, Target, TargetKind
from generator.model import Article, ArticleId, EdtfDate, EntityId, EntityType, OutletId, Precision, Ref, SourcePath
from generator.settings import Config
from generator.site import routes
from generator.site.planned import SitePath

DAY = EdtfDate(text="2023-06-25", precision=Precision.DAY, earliest=(2023, 6, 25), latest=(2023, 6, 25))
MONTH = EdtfDate(text="2023-06", precision=Precision.MONTH, earliest=(2023, 6, 1), latest=(2023, 6, 30))
YEAR = EdtfDate(text="1923", precision=Precision.YEAR, earliest=(1923, 1, 1), latest=(1923, 12, 31))
DECADE = EdtfDate(text="192X", precision=Precision.DECADE, earliest=(1920, 1, 1), latest=(1929, 12, 31))
BEFORE_CHRIST = EdtfDate(text="-0044", precision=Precision.YEAR, earliest=(-44, 1, 1), latest=(-44, 12, 31))
UNKNOWN = EdtfDate(text="XXXX", precision=Precision.UNKNOWN)
SPAN = EdtfDate(
    text="2023-06/2024",
    precision=Precision.INTERVAL,
    earliest=(2023, 6, 1),
    latest=(2024, 12, 31),
    start=MONTH,
    end=YEAR,
)


def entry(date: EdtfDate, identifier: str = "a") -> Entry:
    """An article with a date and an id, filed under an outlet."""
    article = Article(
        source=SourcePath("content/articles/a.md"),
        id=ArticleId(identifier),
        title="A",
        outlet=Ref(name="The Moscow Times"),
        date=date,
    )
    return Entry(article=article, outlet=OutletId("the-moscow-times"))


@pytest.mark.parametrize(
    ("pattern", "date", "path"),
    [
        ("/{year}/{month}/{id}/", DAY, "2023/06/a/"),
        ("/{year}/{month}/{id}/", MONTH, "2023/06/a/"),
        ("/{year}/{month}/{id}/", SPAN, "2023/06/a/"),  # an interval is filed by its start
        ("/{year}/{month}/{id}/", YEAR, "1923/a/"),  # what is not known is left out
        ("/{year}/{month}/{id}/", BEFORE_CHRIST, "-0044/a/"),
        ("/{year}/{month}/{id}/", DECADE, "undated/a/"),
        ("/{year}/{month}/{id}/", UNKNOWN, "undated/a/"),
        ("/{outlet}/{type}/{id}/", UNKNOWN, "the-moscow-times/news/a/"),  # needs no date
        ("/{year}-{month}-{day}/{id}/", DAY, "2023-06-25/a/"),
        ("/{id}/", DAY, "a/"),
    ],
)
def test_an_article_lives_where_the_permalink_pattern_says(pattern: str, date: EdtfDate, path: str) -> None:
    assert routes.article(entry(date), pattern) == path


@pytest.mark.parametrize(
    ("site_url", "path", "url", "absolute"),
    [
        ("https://example.org/", "", "/", "https://example.org/"),
        ("https://example.org/", "feed.xml", "/feed.xml", "https://example.org/feed.xml"),
        ("https://u.github.io/archive/", "tags/x/", "/archive/tags/x/", "https://u.github.io/archive/tags/x/"),
        (
            "https://example.org/a/",
            "tags/børsen é/",
            "/a/tags/b%C3%B8rsen%20%C3%A9/",
            "https://example.org/a/tags/b%C3%B8rsen%20%C3%A9/",
        ),
        ("http://localhost:8000/", "x/", "/x/", "http://localhost:8000/x/"),
    ],
)
def test_every_url_stands_under_the_base_path_percent_encoded(
    site_url: str, path: str, url: str, absolute: str
) -> None:
    base = routes.base_of(Config(title="T", url=site_url))
    assert (base.url(SitePath(path)), base.absolute(SitePath(path))) == (url, absolute)


def test_a_decomposed_id_has_the_url_and_file_of_its_composed_form() -> None:
    base = routes.base_of(Config(title="T", url="https://example.org/"))
    assert base.url(SitePath("tags/e\u0301/")) == base.url(SitePath("tags/é/"))
    assert routes.out_path(SitePath("tags/e\u0301/")) == "tags/é/index.html"


@pytest.mark.parametrize(
    ("path", "file"),
    [("", "index.html"), ("a/b/", "a/b/index.html"), ("feed.xml", "feed.xml"), (".nojekyll", ".nojekyll")],
)
def test_a_folder_is_served_by_its_index_file(path: str, file: str) -> None:
    assert routes.out_path(SitePath(path)) == file
    assert routes.site_path(file) == path


def test_a_file_whose_name_only_ends_like_an_index_is_no_folder() -> None:
    assert routes.site_path("files/old-index.html") == "files/old-index.html"


@pytest.mark.parametrize(
    ("alias", "path"),
    [
        ("/old/url/", "old/url/"),
        ("/old/url", "old/url/"),
        ("/2019/story.html", "2019/story.html"),
        ("/v1.2/", "v1.2/"),  # the slash says that it is a folder
        ("/caf%C3%A9/", "café/"),
    ],
)
def test_an_old_address_keeps_its_place(alias: str, path: str) -> None:
    old = Redirect(path=alias, target=Target(kind=TargetKind.ARTICLE, id="a"), source=SourcePath("content/a.md"))
    assert routes.redirect(old) == path


@pytest.mark.parametrize(
    ("source", "path"),
    [
        ("content/assets/logo.svg", "assets/logo.svg"),
        ("content/articles/2023/photo.jpg", "files/articles/2023/photo.jpg"),
    ],
)
def test_assets_keep_their_path_and_other_files_stand_apart(source: str, path: str) -> None:
    assert routes.asset(SourcePath(source), "content") == path


def test_no_term_can_take_the_place_of_an_index_order() -> None:
    people = routes.entity_type(EntityType("people"))
    taken = routes.out_path(routes.entity(EntityType("people"), EntityId("by")))
    assert taken not in {routes.out_path(routes.by_count(people)), routes.out_path(routes.by_letter(people, "a"))}
