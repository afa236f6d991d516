"""site.yaml: every setting, its default, and what is refused."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model import Display, EntityType, Extra
from generator.problems import Position
from generator.read.config import BUILT_IN_TYPES, read_config
from generator.settings import Config, DataContent, EntityTypeLabel, FeedContent, MenuItem
from tests.read.given import said, source

SETTINGS = [field.name for field in msgspec.structs.fields(Config) if field.name not in {"extra", "places"}]
BASE = "title: T\nurl: https://example.org/\n"


def config(more: str) -> tuple[Config | None, list[str]]:
    """The configuration of a site.yaml with the usual two lines and `more` from line 3."""
    found, problems = read_config(source(BASE + more, "site.yaml"))
    return found, said(problems)


def setting(more: str) -> Config:
    """A configuration that has nothing wrong."""
    found, problems = config(more)
    assert problems == []
    assert found is not None
    return found


def test_a_title_and_an_address_are_enough() -> None:
    assert setting("") == Config(title="T", url="https://example.org/", entity_types=BUILT_IN_TYPES)


@pytest.mark.parametrize(
    ("written", "label", "singular", "schema"),
    [
        ("{}", "War ships", "War ships", "Thing"),
        ("{label: Vessels}", "Vessels", "Vessels", "Thing"),
        ("{singular: Ship, schema: Vehicle}", "War ships", "Ship", "Vehicle"),
    ],
)
def test_a_type_of_the_sites_own_has_labels_made_of_its_id(
    written: str, label: str, singular: str, schema: str
) -> None:
    added = setting(f"entity_types: {{war-ships: {written}}}").entity_types[-1]
    assert (added.label, added.singular, added.schema) == (label, singular, schema)


def test_the_built_in_types_are_people_organizations_places_and_works() -> None:
    assert [(kind.id, kind.label, kind.singular, kind.schema) for kind in BUILT_IN_TYPES] == [
        ("people", "People", "Person", "Person"),
        ("organizations", "Organizations", "Organization", "Organization"),
        ("places", "Places", "Place", "Place"),
        ("works", "Works", "Work", "CreativeWork"),
    ]


def test_every_setting_is_read() -> None:
    found = setting(
        "language: FR-ca\n"
        "timezone: Asia/Seoul\n"
        "theme: plain\n"
        "description: D\n"
        "author: A\n"
        "permalink: /{outlet}/{type}/{year}-{month}-{day}/{id}/\n"
        "per_page: 5\n"
        "entity_types: {ships: {label: Ships, singular: Ship, schema: Vehicle}, works: {label: Writings}}\n"
        "menu: [{text: About, url: /about/}, {text: Us, url: https://example.com/a?b}]\n"
        "markdown: {smarty: yes}\n"
        "rights: {statement: https://creativecommons.org/licenses/by/4.0/, holder: H, display: metadata}\n"
        "feeds: {items: 200, content: full}\n"
        "data: {content: texts, license: https://creativecommons.org/publicdomain/zero/1.0/}\n"
        "content: archive/text\n"
        "output: docs\n"
        "theme_options: {accent: teal, nested: {b: 1, a: []}}\n"
    )
    assert (found.language, found.timezone, found.theme) == ("fr-CA", "Asia/Seoul", "plain")
    assert (found.description, found.author, found.per_page) == ("D", "A", 5)
    assert found.permalink == "/{outlet}/{type}/{year}-{month}-{day}/{id}/"
    assert found.entity_types[3:] == (
        EntityTypeLabel(id=EntityType("works"), label="Writings", singular="Work", schema="CreativeWork"),
        EntityTypeLabel(id=EntityType("ships"), label="Ships", singular="Ship", schema="Vehicle"),
    )
    assert found.menu == (
        MenuItem(text="About", url="/about/", at=Position(11, 27)),
        MenuItem(text="Us", url="https://example.com/a?b", at=Position(11, 53)),
    )
    assert (found.place("theme"), found.place("theme_options.nested")) == (Position(5, 8), Position(18, 31))
    assert found.place("nothing") == Position(1, 1)
    assert found.markdown.smarty
    assert found.rights.display == Display.METADATA
    assert (found.feeds.items, found.feeds.content) == (200, FeedContent.FULL)
    assert found.data.content is DataContent.TEXTS
    assert found.data.license == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert (found.content, found.output) == ("archive/text", "docs")
    assert found.extra == (Extra(key="accent", value='"teal"'), Extra(key="nested", value='{"a":[],"b":"1"}'))


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://user.github.io/archive", "https://user.github.io/archive/"),
        ("http://localhost:8000", "http://localhost:8000/"),
    ],
)
def test_the_address_of_the_site_ends_with_a_slash(address: str, kept: str) -> None:
    found, _ = read_config(source(f"title: T\nurl: {address}", "site.yaml"))
    assert found is not None
    assert found.url == kept


def test_a_site_without_an_address_is_local_and_told_so() -> None:
    found, problems = read_config(source("title: T", "site.yaml"))
    assert found is not None
    assert found.url == "http://localhost:8000/"
    assert said(problems) == [
        (
            '1:1 warning[missing-url] "url" is missing; feeds and links between sites will say http://localhost:8000/ '
            '(add a line like "url: https://example.org/archive/")'
        )
    ]


@pytest.mark.parametrize(
    "text", ["", "# nothing\n", "url: https://example.org/\n", "title: ''\nurl: https://example.org/"]
)
def test_a_site_needs_a_title(text: str) -> None:
    found, problems = read_config(source(text, "site.yaml"))
    assert found is None
    assert any('error[missing-field] "title"' in problem for problem in said(problems))


@pytest.mark.parametrize("text", ["- title", "title", "{", "title: T\ntitle: T", "\t- x"])
def test_a_file_that_is_no_mapping_is_said(text: str) -> None:
    found, problems = read_config(source(text, "site.yaml"))
    assert problems
    assert found is None or text.startswith("title: T")


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ("langauge: fr", '3:1 error[unknown-setting] unknown key "langauge" (did you mean "language"?)'),
        ("data: {contents: none}", '3:8 error[unknown-setting] unknown key "data.contents" (did you mean "content"?)'),
        ("feeds: {item: 3}", '3:9 error[unknown-setting] unknown key "feeds.item" (did you mean "items"?)'),
        (
            "per_page: 4",
            '3:11 error[bad-number] "per_page" is "4"; it must be a whole number from 5 to 500',
        ),
        (
            "timezone: Europe/Helsinky",
            (
                '3:11 error[bad-timezone] "timezone" is "Europe/Helsinky", which is no time zone '
                '(did you mean "Europe/Helsinki"?)'
            ),
        ),
        (
            "permalink: /{year}/{slug}/",
            (
                '3:12 error[bad-permalink] "permalink" is "/{year}/{slug}/", which has the unknown part {slug} '
                "(the parts are {year}, {month}, {day}, {id}, {outlet} and {type})"
            ),
        ),
        (
            "permalink: /{year}/",
            (
                '3:12 error[bad-permalink] "permalink" is "/{year}/", which has no {id}, so that articles would want '
                "one page (the default is /{year}/{month}/{id}/)"
            ),
        ),
        (
            "menu: [{text: About, url: about}]",
            (
                '3:27 error[bad-url] "menu.url" is "about", which is not a web address '
                '(write a path of this site ("/about/") or a whole address)'
            ),
        ),
        (
            "output: " + "a" * 101,
            (
                f'3:9 error[bad-folder] "output" is "{"a" * 79}…", which is too long '
                "(a folder's name may have 100 characters and 200 bytes)"
            ),
        ),
        (
            "output: content/public",
            (
                '3:9 error[bad-folder] the output folder "content/public" and the content folder "content" are one or '
                "inside each other (a build replaces what is in the output folder)"
            ),
        ),
        (
            "entity_types: {War Ships: {label: Ships}}",
            (
                '3:16 error[bad-entity-type] the entity type "War Ships" is not written as an id '
                '(did you mean "war-ships"?)'
            ),
        ),
        (
            "data: {content: all}",
            '3:17 error[bad-choice] "data.content" is "all"; it must be none, records or texts',
        ),
        (
            "feeds: {content: all}",
            '3:18 error[bad-choice] "feeds.content" is "all"; it must be summary or full',
        ),
    ],
)
def test_a_wrong_setting_is_said_and_has_its_default(more: str, problem: str) -> None:
    found, problems = config(more)
    assert problems == [problem]
    assert found == setting("")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("url", "example.org"),
        ("url", "https://user:secret@example.org/"),
        ("url", "https://example.org/?a"),
        ("url", "https://example.org/a/../b/"),
        ("url", "https://example.org//"),
        ("language", "english"),
        ("timezone", "../../etc/passwd"),
        ("timezone", "/etc/localtime"),
        ("timezone", "Europe"),
        ("timezone", "x" * 5000),
        ("timezone", "localtime"),
        ("theme", "../evil"),
        ("theme", "a/b"),
        ("theme", ".hidden"),
        ("permalink", "{id}"),
        ("permalink", "/{id}"),
        ("permalink", "/../{id}/"),
        ("permalink", "/a..b/{id}/"),
        ("permalink", "//{id}/"),
        ("permalink", "/.well-known/{id}/"),
        ("permalink", '"/{id}/\\0/"'),
        ("permalink", '"/{id}/\\\\/"'),
        ("permalink", "/{id!r}/{id}/"),
        ("permalink", "/{id}/{/"),
        ("permalink", "/{id}/?a=/"),
        ("permalink", "/{id.__class__}/{id}/"),
        ("per_page", "many"),
        ("per_page", "9" * 5000),
        ("per_page", "50.0"),
        ("per_page", "٥٠"),
        ("content", "/etc"),
        ("content", "."),
        ("content", "../other"),
        ("content", "a//b"),
        ("content", "C:/x"),
        ("content", "a\\b"),
        ("output", ".."),
        ("output", "content"),
        ("output", "CONTENT"),
        ("output", "themes/x"),
        ("output", ".git"),
        ("output", "a/.git"),
        ("entity_types", "[people]"),
        ("entity_types", "{ships: Ships}"),
        ("entity_types", "{works: {schema: 'a b'}}"),
        ("menu", "[About]"),
        ("menu", "[{text: A, url: 'javascript:alert(1)'}]"),
        ("menu", "[{text: A, url: //example.org/}]"),
        ("menu", "[{text: A, url: /../x}]"),
        ("menu", "[{text: A}]"),
        ("markdown", "{smarty: perhaps}"),
        ("rights", "{display: none}"),
        ("feeds", "{items: 0}"),
        ("feeds", "{items: 201}"),
        ("feeds", "[]x"),
        ("theme_options", "[a]"),
    ],
)
def test_what_no_setting_may_be_is_refused(key: str, value: str) -> None:
    found, problems = read_config(
        source(f"title: T\n{'' if key == 'url' else 'url: https://example.org/'}\n{key}: {value}")
    )
    assert len(problems) == 1
    assert problems[0].span.line == 3
    if found is not None:
        assert getattr(found, "extra" if key == "theme_options" else key) == getattr(
            Config(title="", url="http://localhost:8000/", entity_types=BUILT_IN_TYPES),
            "extra" if key == "theme_options" else key,
        )


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(SETTINGS), st.one_of(st.text(), st.lists(st.text(max_size=5), max_size=3))))
def test_no_value_makes_the_reader_fail(written: dict[str, object]) -> None:
    text = "".join(f"{key}: {json.dumps(value)}\n" for key, value in written.items())
    found, problems = read_config(source(text, "site.yaml"))
    assert found is not None or problems
