"""Articles: each key of an article's front matter, and its notes."""

from __future__ import annotations

import pytest

from generator.model import (
    Annotation,
    ArticleType,
    Display,
    EntityRef,
    EntityType,
    Extra,
    NoteId,
    Ref,
    Relation,
    TextQuote,
)
from generator.problems import Position
from generator.read.parse import ContentKind
from tests.read.given import article, good, record

# What an article must have


def test_a_missing_key_is_named_at_the_first_line_of_the_front_matter() -> None:
    found, problems = record("tags: [war]", ContentKind.ARTICLE)
    assert found is None
    assert problems == [
        '2:1 error[missing-field] "title" is missing (add a line like "title: What the article is called")',
        '2:1 error[missing-field] "outlet" is missing (add a line like "outlet: The Moscow Times")',
        (
            '2:1 error[missing-field] "date" is missing '
            '(add a line like "date: 2023-06-25", or "date: XXXX" for an unknown one)'
        ),
    ]


@pytest.mark.parametrize("title", ["", '""', '"  "', '"\\u202e\\u200b"', "~"])
def test_an_empty_title_is_missing_and_located_at_its_value(title: str) -> None:
    found, problems = record(f"outlet: KCNA\ndate: 2023\ntitle: {title}", ContentKind.ARTICLE)
    assert found is None
    assert len(problems) == 1
    assert problems[0].startswith("4:")
    assert '"title" is empty' in problems[0]


def test_a_missing_key_hides_no_other_problem() -> None:
    _, problems = record("date: 2023-13\ntype: x", ContentKind.ARTICLE)
    assert [problem.split()[1] for problem in problems] == [
        "error[missing-field]",
        "error[missing-field]",
        "error[bad-date]",
        "error[bad-choice]",
    ]


def test_a_title_may_have_300_letters() -> None:
    found, problems = record(f"title: {'x' * 300}\noutlet: KCNA\ndate: 2023", ContentKind.ARTICLE)
    assert found is not None
    assert problems == []


@pytest.mark.parametrize("date", ["2023-13", "2023-02-30", "soon", "June 2023", "[2023]", "9" * 5000, "{}"])
def test_a_wrong_date_leaves_no_article(date: str) -> None:
    found, problems = record(f"title: A\noutlet: KCNA\ndate: {date}", ContentKind.ARTICLE)
    assert found is None
    assert len(problems) == 1
    assert problems[0].startswith("4:7 error[")


@pytest.mark.parametrize("date", ["2023-06-25", "2023-06", "2023-06-25?", '"XXXX"', "2023-06-25T08:12:00+09:00"])
def test_a_date_is_edtf_or_a_date_time(date: str) -> None:
    found, problems = record(f"title: A\noutlet: KCNA\ndate: {date}", ContentKind.ARTICLE)
    assert found is not None
    assert problems == []


# Ids


@pytest.mark.parametrize(
    ("name", "expected"),
    [("2023-06-25-mutiny", "mutiny"), ("deep/er/A Report", "a-report"), ("2023-06-25", "2023-06-25"), ("💥", None)],
)
def test_the_id_of_an_article_comes_from_its_file_name(name: str, expected: str | None) -> None:
    found = good("", name=name)
    assert found.id == (expected or found.id)
    assert found.id


def test_an_id_that_is_given_is_kept_and_located() -> None:
    found = good("id: MT_2023", name="2023-06-25-x")
    assert found.id == "MT_2023"
    assert found.id_at == Position(5, 5)


@pytest.mark.parametrize("bad", ["../x", "/etc/passwd", "a b", '"a\\0b"', "con", ".x", "x" * 121])
def test_a_bad_id_leaves_no_article_and_is_located_at_its_value(bad: str) -> None:
    found, problems = article(f"id: {bad}")
    assert found is None
    assert len(problems) == 1
    assert problems[0].startswith("5:")


def test_a_file_name_that_is_too_long_for_an_id_is_said_at_the_top() -> None:
    found, problems = article("", name="a" * 150)
    assert found is None
    assert problems[0].startswith('2:1 error[bad-id] the file name makes the id "aaaa')
    assert problems[0].endswith("(give the file a shorter name, or its record an id)")


# Entities


def test_entities_are_listed_by_type_with_roles() -> None:
    found = good(
        "entities:\n  people: [Kim Jong Un, {ref: im-chon-il, role: speaker}]\n  organizations: KCNA\n  places:\n"
    )
    assert found.entities == (
        EntityRef(name="Kim Jong Un", at=Position(6, 12), type=EntityType("people")),
        EntityRef(name="im-chon-il", at=Position(6, 31), type=EntityType("people"), role="speaker"),
        EntityRef(name="KCNA", at=Position(7, 18), type=EntityType("organizations")),
    )


@pytest.mark.parametrize(("written", "names"), [("[KCNA, {ref: x}]", ["KCNA", "x"]), ("KCNA", ["KCNA"])])
def test_entities_can_be_one_flat_list(written: str, names: list[str]) -> None:
    found = good(f"entities: {written}")
    assert [(entity.name, entity.type) for entity in found.entities] == [(name, None) for name in names]


def test_an_unknown_type_of_entity_is_named_with_the_known_ones() -> None:
    found, problems = article("entities:\n  person: [Kim]\n  ships: [Aurora]\n  places: [Pyongyang]")
    assert found is not None
    assert [entity.name for entity in found.entities] == ["Pyongyang"]
    known = "people, organizations, places and works"
    assert problems == [
        (
            f'6:3 error[unknown-entity-type] unknown entity type "person"; the types are {known} '
            '(did you mean "people"? Or add it to entity_types in site.yaml)'
        ),
        (
            f'7:3 error[unknown-entity-type] unknown entity type "ships"; the types are {known} '
            "(add it to entity_types in site.yaml)"
        ),
    ]


def test_an_entity_without_a_ref_is_a_problem() -> None:
    found, problems = article("entities: [{role: speaker}]")
    assert found is not None
    assert found.entities == ()
    assert problems == ['5:12 error[missing-field] "entities.ref" is missing (write {ref: kim-jong-un, role: speaker})']


# The other keys


def test_every_key_of_an_article_is_read() -> None:
    found = good(
        "tags: [diplomacy]\n"
        "type: dispatch\n"
        "byline: [AFP]\n"
        "dateline: SEOUL\n"
        "lang: EN\n"
        "summary: One sentence.\n"
        "updated: 2023-06-26\n"
        "stories: [wagner]\n"
        "source:\n"
        "  url: https://example.org/a\n"
        "  record: '17'\n"
        "  retrieved: 2023-06-26T08:12:00Z\n"
        "  method: manual-copy\n"
        f"  sha256: {'A1' * 32}\n"
        "  captures: [{url: https://web.archive.org/x, date: 2023-06-26}]\n"
        "rights: {statement: http://rightsstatements.org/vocab/InC/1.0/, holder: KCNA, display: excerpt}\n"
        "derived_from: [{ref: kcna-20230625, relation: quotes}]\n"
        "boilerplate: [{exact: Support us today, kind: donation}, Share this]\n"
        "aliases: [/old/url/]\n"
        "draft: yes\n"
        "image: photo.jpg",
        body="Body.\n\nSupport us today\n\nShare this",
    )
    assert found.tags == (Ref(name="diplomacy", at=Position(5, 8)),)
    assert found.type is ArticleType.DISPATCH
    assert (found.byline, found.dateline, found.lang, found.summary) == (("AFP",), "SEOUL", "en", "One sentence.")
    assert found.updated is not None
    assert found.stories == (Ref(name="wagner", at=Position(12, 11)),)
    assert found.provenance is not None
    assert found.provenance.sha256 == "a1" * 32
    assert found.provenance.record == "17"
    assert found.provenance.captures[0].url == "https://web.archive.org/x"
    assert found.rights.display is Display.EXCERPT
    assert found.derived_from[0].relation is Relation.QUOTES
    assert [(passage.exact, passage.kind) for passage in found.boilerplate] == [
        ("Support us today", "donation"),
        ("Share this", None),
    ]
    assert (found.aliases, found.draft) == (("/old/url/",), True)
    assert found.image is not None
    assert found.image.target == "photo.jpg"
    assert found.extra == ()


@pytest.mark.parametrize(
    ("front", "problem"),
    [
        (
            "derived_from: [kcna]",
            (
                '5:16 error[wrong-shape] an item of "derived_from" must be a mapping, not text '
                "(write it like this: derived_from: [{ref: kcna-20230625, relation: quotes}])"
            ),
        ),
        (
            "derived_from: [{ref: kcna, relation: cites}]",
            (
                '5:38 error[bad-choice] "derived_from.relation" is "cites"; '
                "it must be quotes, syndicates, translates or rewrites"
            ),
        ),
        (
            "derived_from: {ref: kcna}",
            (
                '5:15 error[missing-field] "derived_from.relation" is missing '
                "(one of quotes, syndicates, translates or rewrites)"
            ),
        ),
        ('boilerplate: [{exact: ""}]', '5:23 error[missing-field] "boilerplate.exact" is empty (the words to hide)'),
        ("source: {captures: [{date: 2023}]}", '5:21 error[missing-field] "source.captures.url" is missing'),
        (
            "source: {urls: x}",
            '5:10 warning[unknown-key] unknown key "source.urls" is left out (did you mean "url"?)',
        ),
        (
            "rights: {statement: mine}",
            (
                '5:21 error[bad-url] "rights.statement" is "mine", which is not a web address '
                "(it must start with https:// or http://)"
            ),
        ),
        (
            "aliases: [/a/../../b]",
            (
                '5:11 error[bad-path] "aliases" is "/a/../../b", which has an empty part, "." or ".." in '
                "it (write the whole path)"
            ),
        ),
    ],
)
def test_a_wrong_part_is_left_out_and_said(front: str, problem: str) -> None:
    found, problems = article(front)
    assert problems == [problem]
    assert found is not None
    assert not found.derived_from + found.boilerplate + found.aliases


# Unknown keys


def test_an_unknown_key_is_kept_for_themes_with_a_suggestion() -> None:
    found, problems = article("sumary: x\nauthor: AFP\nmood: {b: [1, '2'], a: é}")
    assert found is not None
    assert found.extra == (
        Extra(key="sumary", value='"x"'),
        Extra(key="author", value='"AFP"'),
        Extra(key="mood", value='{"a":"é","b":["1","2"]}'),
    )
    assert problems[:2] == [
        '5:1 warning[unknown-key] unknown key "sumary" (did you mean "summary"?)',
        '6:1 warning[unknown-key] unknown key "author" (the key for this is "byline")',
    ]
    assert problems[2] == '7:1 warning[unknown-key] unknown key "mood" (it is kept for themes)'


# Annotations


def test_an_annotation_says_what_words_it_is_about() -> None:
    found = good(
        "annotations:\n"
        "  - {id: n1, exact: firm belief, prefix: 'one', note: Why?, by: jd, created: 2024-01-05,\n"
        "     motivation: questioning, tags: [t], entities: [{ref: e, role: r}]}"
    )
    (note,) = found.annotations
    assert note.created is not None
    assert note == Annotation(
        id=NoteId("n1"),
        quote=TextQuote(exact="firm belief", prefix="one"),
        note="Why?",
        body=note.body,
        at=Position(6, 21),
        note_at=Position(6, 55),
        start=22,
        end=33,
        by="jd",
        created=note.created,
        motivation="questioning",
        tags=(Ref(name="t", at=Position(7, 38)),),
        entities=(EntityRef(name="e", at=Position(7, 59), role="r"),),
    )


def test_an_annotation_without_an_id_has_one_that_depends_on_its_words_alone() -> None:
    one = good("annotations: [{exact: a, note: b}]").annotations[0]
    moved = good("tags: [x]\nannotations: [{exact: c}, {note: b, exact: a}]").annotations[1]
    other = good("annotations: [{exact: a, note: c}]").annotations[0]
    assert one.id == moved.id != other.id
    assert one.motivation == "commenting"


@pytest.mark.parametrize("notes", ["- {id: n2, exact: b}", "annotations: [{id: n2, exact: b}]"])
def test_a_notes_file_adds_its_annotations_after_the_articles_own(notes: str) -> None:
    found, problems = article("annotations: [{id: n1, exact: a}]", notes=notes)
    assert problems == []
    assert found is not None
    assert [(note.id, note.file) for note in found.annotations] == [
        ("n1", None),
        ("n2", "content/articles/a.notes.yaml"),
    ]


def test_a_note_id_is_used_once_in_an_article() -> None:
    found, problems = article("annotations: [{id: n, exact: a}]", notes="- {id: n, exact: b}\n- {id: m, exact: c}")
    assert found is not None
    assert [note.quote.exact for note in found.annotations] == ["a", "c"]
    assert problems == [
        (
            '1:18 error[duplicate-note] the note id "n" is used twice in this article '
            "(the other one is at content/articles/a.md:5:30; two notes that are alike need an id each)"
        )
    ]


@pytest.mark.parametrize(
    "notes", ["text", "- text", "- {note: x}", "{", "annotations: 7", "other: []", "- {exact: ''}"]
)
def test_a_wrong_notes_file_is_said_and_leaves_the_article(notes: str) -> None:
    found, problems = article("", notes=notes)
    assert found is not None
    assert found.annotations == ()
    assert len(problems) == 1


@pytest.mark.parametrize("notes", ["", "# none yet\n", "[]", "annotations:"])
def test_a_notes_file_may_hold_no_note(notes: str) -> None:
    found, problems = article("", notes=notes)
    assert found is not None
    assert problems == []
