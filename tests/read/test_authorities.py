"""Entities, outlets, tags, stories, quotes and pages: what their front matter may say."""

from __future__ import annotations

import pytest

from generator.model import Alias, AnyRecord, Entity, Language, Outlet, Quote, Ref, StandalonePage, Story, Tag
from generator.problems import Position
from generator.read.parse import ContentKind
from tests.read.given import record


def whole(front: str, kind: ContentKind, name: str = "a") -> AnyRecord:
    """The record of a file that has nothing wrong."""
    found, problems = record(front, kind, name)
    assert problems == []
    assert found is not None
    return found


def test_every_key_of_an_entity_is_read() -> None:
    found = whole(
        "name: Im Chon Il\n"
        "type: people\n"
        "sort_name: Im, Chon Il\n"
        "aliases: [Im Chon-il, {name: Им Чон Ир, lang: RU}]\n"
        "weak_aliases: Im\n"
        "different_from: [kim-jong-un]\n"
        "same_as: [https://www.wikidata.org/entity/Q1]\n"
        'roles: [{title: Vice minister, of: mfa, during: "2019?/.."}, Diplomat]\n'
        "replaces: [im-2]",
        ContentKind.ENTITY,
        "people/im-chon-il",
    )
    assert isinstance(found, Entity)
    assert (found.id, found.type, found.name, found.at) == ("im-chon-il", "people", "Im Chon Il", Position(2, 7))
    assert found.aliases == (
        Alias(name="Im Chon-il", at=Position(5, 11)),
        Alias(name="Им Чон Ир", lang=Language("ru"), at=Position(5, 30)),
    )
    assert [alias.name for alias in found.weak_aliases] == ["Im"]
    assert found.different_from == (Ref(name="kim-jong-un", at=Position(7, 18)),)
    assert found.same_as == ("https://www.wikidata.org/entity/Q1",)
    assert [(role.title, role.of and role.of.name) for role in found.roles] == [
        ("Vice minister", "mfa"),
        ("Diplomat", None),
    ]
    assert found.replaces == (Ref(name="im-2", at=Position(10, 12)),)


def test_every_key_of_an_outlet_is_read() -> None:
    found = whole(
        "id: mt\nname: The Moscow Times\nkind: newspaper\nurl: https://www.themoscowtimes.com/\ncountry: ru\n"
        "lang: en\naliases: [MT]\nsame_as: https://www.wikidata.org/entity/Q1",
        ContentKind.OUTLET,
    )
    assert isinstance(found, Outlet)
    assert (found.id, found.country, found.lang, found.kind) == ("mt", "RU", "en", "newspaper")
    assert found.same_as == ("https://www.wikidata.org/entity/Q1",)


def test_every_key_of_a_tag_is_read() -> None:
    found = whole("name: C++\nid: cpp\naliases: [cpp]\nbroader: [programming]", ContentKind.TAG)
    assert isinstance(found, Tag)
    assert (found.id, found.name, found.broader[0].name) == ("cpp", "C++", "programming")


def test_every_key_of_a_story_is_read() -> None:
    found = whole(
        "title: The mutiny\nwhen: 2023-06-23/2023-06-24\nwhere: Rostov\nsummary: S.\naliases: [M]\nid: m",
        ContentKind.STORY,
    )
    assert isinstance(found, Story)
    assert found.when is not None
    assert [place.name for place in found.where] == ["Rostov"]


def test_every_key_of_a_quote_is_read() -> None:
    found = whole(
        "title: T\nspeaker: {ref: im-chon-il, role: vice minister}\nreported_by: KCNA\nsaid: 2023-06-25\n"
        "mode: reported\nid: q",
        ContentKind.QUOTE,
    )
    assert isinstance(found, Quote)
    assert found.speaker is not None
    assert (found.speaker.name, found.speaker.role, found.mode) == ("im-chon-il", "vice minister", "reported")


def test_every_key_of_a_page_is_read() -> None:
    found = whole(
        "title: About\nsummary: S.\nlang: fr\naliases: [/about-us/]\ndraft: no", ContentKind.PAGE, "method/How we work"
    )
    assert isinstance(found, StandalonePage)
    assert (found.id, found.title, found.aliases, found.draft) == (
        "method/how-we-work",
        "About",
        ("/about-us/",),
        False,
    )


@pytest.mark.parametrize(
    ("kind", "front", "problem"),
    [
        (ContentKind.ENTITY, "type: people", '"name" is missing (add a line like "name: Im Chon Il")'),
        (
            ContentKind.ENTITY,
            "name: A",
            '"type" is missing (add a line like "type: people", "places" or "organizations")',
        ),
        (ContentKind.OUTLET, "kind: agency", '"name" is missing (add a line like "name: The Moscow Times")'),
        (ContentKind.TAG, "id: x", '"name" is missing (add a line like "name: Diplomacy")'),
        (ContentKind.STORY, "id: x", '"title" is missing (add a line like "title: The mutiny of June 2023")'),
        (ContentKind.PAGE, "lang: en", '"title" is missing (add a line like "title: About this archive")'),
    ],
)
def test_a_record_says_what_it_must_have(kind: ContentKind, front: str, problem: str) -> None:
    found, problems = record(front, kind)
    assert found is None
    assert problems == [f"2:1 error[missing-field] {problem}"]


def test_an_entity_is_of_a_type_that_the_site_has() -> None:
    found, problems = record("name: Aurora\ntype: ship", ContentKind.ENTITY)
    assert found is None
    assert problems == [
        (
            '3:7 error[unknown-entity-type] unknown entity type "ship"; the types are people, organizations, places '
            "and works (add it to entity_types in site.yaml)"
        )
    ]


@pytest.mark.parametrize(
    ("front", "problem"),
    [
        (
            "same_as: [Q1, https://www.wikidata.org/entity/Q1]",
            (
                '4:11 error[bad-url] "same_as" is "Q1", which is not a web address '
                "(it must start with https:// or http://)"
            ),
        ),
        ("aliases: [{lang: ru}]", '4:11 error[missing-field] "aliases.name" is missing'),
        (
            "aliases: [{name: A, lang: russian}]",
            (
                '4:27 error[bad-language] "aliases.lang" is "russian", which is not a BCP 47 language tag '
                "(write it like en, pt-BR or zh-Hant)"
            ),
        ),
        ("wikidata: Q1", '4:1 warning[unknown-key] unknown key "wikidata" (the key for this is "same_as")'),
    ],
)
def test_a_recoverable_problem_leaves_the_record(front: str, problem: str) -> None:
    found, problems = record(f"name: A\ntype: people\n{front}", ContentKind.ENTITY)
    assert found is not None
    assert problems == [problem]


def test_a_page_whose_folder_is_no_id_is_refused() -> None:
    found, problems = record("title: A", ContentKind.PAGE, f"{'x' * 130}/a")
    assert found is None
    assert problems[0].startswith("2:1 error[bad-id] the path makes the id ")


@pytest.mark.parametrize("kind", list(ContentKind))
def test_markup_in_a_name_is_text(kind: ContentKind) -> None:
    markup = "'<script>alert(1)</script> {{ 7*7 }}'"
    found, problems = record(f"title: {markup}\nname: {markup}\ntype: news\noutlet: {markup}\ndate: 2023", kind)
    assert all("warning" in problem or "unknown-entity-type" in problem for problem in problems)
    assert found is None or "<script>" in str(found)
