"""`pressmark merge-entity`: two become one, every reference follows, and nothing that was said is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.build import BuildOptions, build
from tests.editing.given import archive, article, codes, done, errors, merge

KIM = "---\nname: Kim Jong Un\ntype: people\n---\nHe leads.\n"
OTHER = (
    "---\nid: kim-2\nname: Kim Jong-un\ntype: people\naliases: [Kim Jongun, {name: Ким Чен Ын, lang: ru}]\n"
    "weak_aliases: [Kim]\nsame_as: [https://www.wikidata.org/entity/Q56226]\n"
    'roles: [{title: "Chairman, supreme", of: dprk, during: 2011/..}]\nreplaces: [kim-3]\nheight: "170"\n---\n'
    "See [the North](../places/dprk.md) and [himself](kim-two.md).\n"
)
DPRK = "---\nname: DPRK\ntype: places\n---\n[Kim](../people/kim-two.md) and [[Kim Jong-un]] and [[people/kim-2|he]]\n"
FILES = {
    "articles/a.md": article(
        "entities:\n  people:\n    - {ref: kim-2, role: x}  # by id\n    - Kim Jong-un\n    - people/kim-2\n"
        "    - Ким Чен Ын",
        "[[Kim Jong-un]] spoke.",
    ),
    "articles/b.md": article("entities: [Kim Jong Un, KIM JONG-UN, DPRK]"),
    "articles/c.notes.yaml": "- exact: Text\n  entities: [kim-3]\n",
    "articles/c.md": article(),
    "entities/people/kim-jong-un.md": KIM,
    "entities/people/kim-two.md": OTHER,
    "entities/places/dprk.md": DPRK,
    "entities/people/im.md": "---\nname: Im\ntype: people\ndifferent_from:\n  - kim-2\n  - kim-jong-un\n---\n",
    "quotes/q.md": "---\nspeaker: {ref: Kim Jong-un}\n---\nSaid.\n",
}


def test_every_reference_follows_and_nothing_is_lost(tmp_path: Path) -> None:
    folder = archive(tmp_path, FILES)
    assert done(folder, merge(folder, "Kim Jong-un", "kim-jong-un")) == {
        "articles/a.md": article(
            "entities:\n  people:\n    - {ref: kim-jong-un, role: x}  # by id", "[[Kim Jong-un]] spoke."
        ),
        "articles/b.md": article("entities: [Kim Jong Un, DPRK]"),
        "articles/c.notes.yaml": "- exact: Text\n  entities: [kim-jong-un]\n",
        "entities/people/kim-jong-un.md": "---\nname: Kim Jong Un\ntype: people\n"
        "aliases: [Kim Jongun, {name: Ким Чен Ын, lang: ru}, Kim Jong-un]\nweak_aliases: [Kim]\n"
        "same_as: [https://www.wikidata.org/entity/Q56226]\n"
        'roles: [{title: "Chairman, supreme", of: dprk, during: 2011/..}]\nreplaces: [kim-3, kim-2]\nheight: "170"\n'
        "---\nHe leads.\n\nSee [the North](../places/dprk.md) and [himself](kim-jong-un.md).\n",
        "entities/people/kim-two.md": "",
        "entities/places/dprk.md": DPRK.replace("kim-two", "kim-jong-un").replace("people/kim-2", "people/kim-jong-un"),
        "entities/people/im.md": "---\nname: Im\ntype: people\ndifferent_from:\n  - kim-jong-un\n---\n",
        "quotes/q.md": "---\nspeaker: {ref: Kim Jong Un}\n---\nSaid.\n",
    }
    assert errors(folder) == []
    report = build(folder, BuildOptions())
    assert [problem.code for problem in report.problems if problem.code != "unknown-key"] == []
    for old in ("kim-2", "kim-3"):
        page = folder / f"public/entities/people/{old}/index.html"
        assert "/entities/people/kim-jong-un/" in page.read_text(encoding="utf-8")


def test_spellings_may_stay_as_articles_have_them(tmp_path: Path) -> None:
    folder = archive(tmp_path, FILES)
    changed = done(folder, merge(folder, "kim-2", "kim-jong-un", keep_spellings=True))
    assert changed["articles/a.md"] == article(
        "entities:\n  people:\n    - {ref: kim-jong-un, role: x}  # by id\n    - Kim Jong-un\n    - kim-jong-un\n"
        "    - Ким Чен Ын".replace("    - kim-jong-un\n", ""),
        "[[Kim Jong-un]] spoke.",
    )
    assert "articles/b.md" not in changed
    assert errors(folder) == []


def test_a_name_without_a_record_becomes_an_alias(tmp_path: Path) -> None:
    files = {
        "articles/a.md": article("entities: {people: ['Kim Jong-un', x]}"),
        "articles/b.md": article("entities: {people: [KIM JONG-UN, Kim Jong Un]}"),
        "entities/kim-jong-un.md": "---\r\nname: Kim Jong Un # n\r\ntype: people\r\naliases:\r\n- Kim\r\n---\r\nX\r\n",
    }
    folder = archive(tmp_path, files)
    changed = done(folder, merge(folder, "kim jong-un", "Kim Jong Un"))
    assert changed["articles/a.md"] == article("entities: {people: ['Kim Jong Un', x]}")
    assert changed["articles/b.md"] == article("entities: {people: [Kim Jong Un]}")
    card = changed["entities/kim-jong-un.md"]
    assert card.startswith(
        "---\r\nname: Kim Jong Un # n\r\ntype: people\r\naliases:\r\n- Kim\r\n- KIM JONG-UN\r\nreplaces: [kim-jong-un-"
    )
    assert card.endswith("]\r\n---\r\nX\r\n")
    assert errors(folder) == []


def test_a_text_brings_its_links_along_from_another_folder(tmp_path: Path) -> None:
    files = {
        "articles/a.md": article(),
        "entities/b.md": "---\nname: B\ntype: people\n---\n"
        "[a](../articles/a.md), [c](<people/c d.md>) ![](../assets/x.png)\n",
        "entities/people/a.md": "---\nname: A\ntype: people\n---\n",
        "entities/people/c d.md": "---\nname: C\ntype: people\nid: c\n---\n",
        "assets/x.png": "x",
    }
    folder = archive(tmp_path, files)
    assert done(folder, merge(folder, "B", "A"))["entities/people/a.md"] == (
        "---\nname: A\ntype: people\naliases: [B]\nreplaces: [b]\n---\n"
        "[a](../../articles/a.md), [c](<c%20d.md>) ![](../../assets/x.png)\n"
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("sort_name: A", "sort_name: A", []),
        ("sort_name: A", "sort_name: B", ["merge-loses-text"]),
        ("height: [1]\nweight: 2", "height: [1]\nweight: 3", ["merge-loses-text"]),
        ("height: 1\nweight: 2", "height: 2\nweight: 3", ["merge-loses-text", "merge-loses-text"]),
        ("height: 1", "height:", []),
        ("height:", "height: 1", []),
    ],
)
def test_what_only_one_can_say_is_never_dropped(old: str, new: str, expected: list[str], tmp_path: Path) -> None:
    files = {
        "articles/a.md": article(),
        "entities/a.md": f"---\nname: A\ntype: people\n{old}\n---\n",
        "entities/b.md": f"---\nname: B\ntype: people\n{new}\n---\n",
    }
    plan, problems = merge(archive(tmp_path, files), "a", "b")
    assert [problem.code for problem in problems] == expected
    assert (plan is None) == bool(expected)


def test_a_text_that_would_be_lost_is_named_with_both_places(tmp_path: Path) -> None:
    files = {
        "articles/a.md": article(),
        "entities/a.md": "---\nname: A\ntype: people\nborn: 1950\n---\n",
        "entities/b.md": "---\nname: B\ntype: people\n\nborn: 1960\n---\n",
    }
    _, (problem,) = merge(archive(tmp_path, files), "a", "b")
    assert str(problem.span) == "content/entities/b.md:5:7"
    assert problem.message == 'both records have "born", which says something else in each, and only one can stay'
    assert problem.hint == "the other one: content/entities/a.md:4:1; take one of them out and try again"


DIFFERENT = {
    "articles/a.md": article("entities: [a, b]"),
    "entities/a.md": "---\nname: A\ntype: people\ndifferent_from: [b, c]\n---\n",
    "entities/b.md": "---\nname: B\ntype: people\ndifferent_from: A\n---\n",
    "entities/c.md": "---\nname: C\ntype: people\n---\n",
}


def test_records_that_say_they_are_different_are_merged_only_if_that_is_said_too(tmp_path: Path) -> None:
    folder = archive(tmp_path, DIFFERENT)
    _, (problem,) = merge(folder, "a", "b")
    assert problem.code == "different-from"
    assert "content/entities/a.md:4:18" in problem.message
    assert done(folder, merge(folder, "a", "b", although_different=True)) == {
        "articles/a.md": article("entities: [b]"),
        "entities/a.md": "",
        "entities/b.md": "---\nname: B\ntype: people\naliases: [A]\ndifferent_from: [c]\nreplaces: [a]\n---\n",
    }
    assert errors(folder) == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("A", "Paris", "different-types"),
        ("Paris", "paris", "different-types"),
        ("A", "A", "merge-with-itself"),
        ("A", "Nobody", "unknown-name"),
        ("Nobody", "A", "unknown-name"),
        ("A", "Lena", "no-record"),
    ],
)
def test_what_cannot_be_merged_is_said(old: str, new: str, code: str, tmp_path: Path) -> None:
    files = {
        "articles/a.md": article("entities: {people: [A, Lena], places: [Paris]}"),
        "entities/a.md": "---\nname: A\ntype: people\n---\n",
        "entities/people/paris.md": "---\nname: Paris Hilton\ntype: people\n---\n",
        "entities/places/paris.md": "---\nname: Paris\nid: paris-city\ntype: places\n---\n",
    }
    assert codes(merge(archive(tmp_path, files), old, new)) == [code]


def test_a_name_of_several_types_means_the_one_of_the_type_it_is_merged_into(tmp_path: Path) -> None:
    files = {
        "articles/a.md": article("entities: {people: [Georgia], places: [Georgia]}"),
        "entities/people/g.md": "---\nname: Georgia Brown\ntype: people\n---\n",
    }
    folder = archive(tmp_path, files)
    assert done(folder, merge(folder, "Georgia", "g")) == {
        "articles/a.md": article("entities: {people: [Georgia Brown], places: [Georgia]}"),
        "entities/people/g.md": "---\nname: Georgia Brown\ntype: people\naliases: [Georgia]\n"
        "replaces: [georgia]\n---\n",
    }


def test_an_error_of_three_claimants_may_become_one_of_two(tmp_path: Path) -> None:
    files = {"articles/a.md": article("entities: {people: [Berg]}")}
    files |= {f"entities/{one}.md": f"---\nname: {one}\ntype: people\naliases: [Berg]\n---\n" for one in "abc"}
    folder = archive(tmp_path, files)
    assert len(errors(folder)) == 1
    done(folder, merge(folder, "a", "b"))
    assert len(errors(folder)) == 1
    done(folder, merge(folder, "c", "b"))
    assert errors(folder) == []


def test_an_id_that_two_types_have_is_written_with_the_type(tmp_path: Path) -> None:
    files = {
        "articles/a.md": article("entities: [p2, x]"),
        "entities/people/paris.md": "---\nname: Paris\ntype: people\n---\n",
        "entities/places/paris.md": "---\nname: Paris\ntype: places\n---\n",
        "entities/people/p2.md": "---\nname: P.\ntype: people\n---\n",
        "entities/x.md": "---\nname: X\ntype: people\n---\n",
    }
    folder = archive(tmp_path, files)
    assert done(folder, merge(folder, "p2", "people/paris"))["articles/a.md"] == article("entities: [people/paris, x]")
    assert errors(folder) == []


def test_a_name_that_others_have_too_is_not_written_into_articles(tmp_path: Path) -> None:
    files = {
        "articles/a.md": article("entities: {people: [Anna Berg]}"),
        "entities/a.md": "---\nname: Anna Berg\ntype: people\n---\n",
        "entities/b1.md": "---\nname: Berg\ntype: people\n---\n",
        "entities/b2.md": "---\nname: Berg\ntype: people\n---\n",
    }
    folder = archive(tmp_path, files)
    assert done(folder, merge(folder, "a", "b1"))["articles/a.md"] == article("entities: {people: [b1]}")
    assert errors(folder) == []


# Nothing that was said is lost


def people(folder: Path, a: str, b: str) -> Path:
    """An archive with two people, A and B, whose files go on like this below their types."""
    files = {
        "articles/a.md": article("entities: {people: [A, B]}"),
        "entities/a.md": f"---\nname: A\ntype: people\n{a}",
        "entities/b.md": f"---\nname: B\ntype: people\n{b}",
    }
    return archive(folder, files)


def together(folder: Path, a: str, b: str) -> str:
    """What A's file says below the type when B is merged into it, but for the former id."""
    after = done(people(folder, a, b), merge(folder, "b", "a"))["entities/a.md"]
    return after.removeprefix("---\nname: A\ntype: people\n").replace("replaces: [b]\n", "")


def refused(folder: Path, a: str, b: str) -> list[tuple[str, str]]:
    """Why B cannot be merged into A: the code and the place of each problem."""
    plan, problems = merge(people(folder, a, b), "b", "a")
    assert plan is None
    return [(problem.code, str(problem.span)) for problem in problems]


def test_a_comment_beside_a_key_without_a_value_stays_when_it_gets_one(tmp_path: Path) -> None:
    after = together(tmp_path, "sort_name:   # not known yet; see Yonhap 2019\n---\n", "sort_name: Im\n---\n")
    assert after == "sort_name: Im   # not known yet; see Yonhap 2019\naliases: [B]\n---\n"


def test_a_comment_beside_a_reference_stays_where_the_reference_goes(tmp_path: Path) -> None:
    front = "entities:\n  people:\n  - im\n  - ref: im-2    # so in the print edition\n    role: speaker\n  - {}"
    files = {
        "articles/a.md": article(front.format("{ref: im, role: speaker}")),
        "entities/im.md": "---\nname: Im Chon Il\ntype: people\n---\n",
        "entities/im-2.md": "---\nname: Im Chon-il\ntype: people\n---\n",
    }
    folder = archive(tmp_path, files)
    kept = "entities:\n  people:\n  - ref: im    # so in the print edition\n    role: speaker"
    assert done(folder, merge(folder, "im-2", "im"))["articles/a.md"] == article(kept)
    files["articles/a.md"] = article("entities:\n- {ref: im, role: x}\n- ref: im-2 # so in print\n  role: x # too")
    archive(folder, files)
    kept = "entities:\n- {ref: im, role: x}\n# so in print\n# too"
    assert done(folder, merge(folder, "im-2", "im"))["articles/a.md"] == article(kept)


def test_the_comments_of_the_record_that_goes_stand_at_the_end_of_the_one_that_stays(tmp_path: Path) -> None:
    into = "# ours\naliases: []  # spellings\nsummary: |\n  # text\n---\n"
    other = "# of the fonds\nborn: 1950  # says KCNA\naliases: []  # spellings\nnote: '# text'\n...\n"
    assert together(tmp_path, into, other) == (
        '# ours\naliases: [B]  # spellings\nnote: "# text"\nborn: 1950\nsummary: |\n  # text\n'
        "# of the fonds\n# says KCNA\n---\n"
    )


def test_records_whose_comments_are_not_known_are_not_merged(tmp_path: Path) -> None:
    other = "summary: |2\n    # text?\n---\n"
    assert refused(tmp_path, "---\n", other) == [("cannot-edit", "content/entities/b.md:2:1")]


@pytest.mark.parametrize(
    ("into", "other", "after"),
    [
        ("[Им]", "[{name: Им, lang: ru}]", "[{name: Им, lang: ru}, B]"),
        ("[x, 'Им']", "[{name: ИМ, lang: ru}, z]", "[x, {name: Им, lang: ru}, z, B]"),  # spelt as it was
        ("\n- x # c\n- Им # d", "{name: Им, lang: ru}", "\n- x # c\n- {name: Им, lang: ru} # d\n- B"),
        ("Им", "[{name: Им, lang: ru}]", "[{name: Им, lang: ru}, B]"),
        ("[{name: Им}]", "[{name: Им, lang: ru}]", "[{name: Им, lang: ru}, B]"),
        ("[{name: Им, lang: ru}]", "[Им, {name: Им, lang: }]", "[{name: Им, lang: ru}, B]"),
        ("[{name: Им, lang: ru}]", "[{name: Им, lang: ru}]", "[{name: Им, lang: ru}, B]"),
        ("[x]", "[{name: A, lang: en}, A]", "[x, {name: A, lang: en}, B]"),  # the record's own name
    ],
)
def test_what_an_alias_says_more_is_said_in_the_place_of_the_plain_one(
    into: str, other: str, after: str, tmp_path: Path
) -> None:
    assert together(tmp_path, f"aliases: {into}\n---\n", f"aliases: {other}\n---\n") == f"aliases: {after}\n---\n"


@pytest.mark.parametrize(
    ("into", "other"),
    [("[{name: Им, lang: ru}]", "[{name: Им, lang: uk}]"), ("[Им]", "[{name: Им, lang: ru}, {name: Им, lang: uk}]")],
)
def test_an_alias_has_one_language(into: str, other: str, tmp_path: Path) -> None:
    found = refused(tmp_path, f"aliases: {into}\n---\n", f"aliases: {other}\n---\n")
    assert found == [("merge-loses-text", "content/entities/a.md:4:11")]


def test_a_text_is_taken_over_to_the_character_and_with_the_line_ends_of_the_record(tmp_path: Path) -> None:
    files = {
        "articles/a.md": article(),
        "tags/a.md": "---\r\nname: A\r\n---\r\nOne.\r\n",
        "entities/a.md": "---\r\nname: A\r\ntype: people\r\n---\r\nOne.\r\n",
        "entities/b.md": "---\nname: B\ntype: people\n---\nTwo\u2028lines\u2029and\u3000more\rof\r\nthem.\n",
    }
    folder = archive(tmp_path, files)
    assert done(folder, merge(folder, "b", "a"))["entities/a.md"].endswith(
        "---\r\nOne.\r\n\r\nTwo\u2028lines\u2029and\u3000more\r\nof\r\nthem.\r\n"
    )


NOTE = "War[^1] as in [x].\n\n[^1]: Ours.\n\n[x]: https://ours.example/"


@pytest.mark.parametrize(
    ("other", "below"),
    [
        ("No label, [a link](https://x.example/).", "No label, [a link](https://x.example/)."),
        ("Fight[^2].\n\n[^2]: Theirs.", "Fight[^2].\n\n[^2]: Theirs."),
        ("Fight[^1][^1].\n\n[^1]: Theirs.", "Fight[^1-2][^1-2].\n\n[^1-2]: Theirs."),
        ("Fight[^1] `[^1]`, \\[^1].\n\n[^1]: Theirs.", "Fight[^1-2] `[^1]`, \\[^1].\n\n[^1-2]: Theirs."),
        ("Fight[^1].\n\n[^1]: A.\n[^1-2]: B.", "Fight[^1-3].\n\n[^1-3]: A.\n[^1-2]: B."),
        ("Fight [^1].", "Fight \\[^1]."),  # it was no reference there
        (
            "[x], [X][], [y][x], [z] [x] and [x](https://x.example/).\n\n[x]: https://theirs.example/",
            "[x][x-2], [X][X-2], [y][x-2], [z] [x-2] and [x](https://x.example/).\n\n[x-2]: https://theirs.example/",
        ),
        ("[x] and [[A|x]]: [text][x].", "\\[x] and [[A|x]]: [text]\\[x]."),
    ],
)
def test_labels_of_footnotes_and_links_lead_where_they_led(other: str, below: str, tmp_path: Path) -> None:
    assert together(tmp_path, f"---\n{NOTE}\n", f"---\n{other}\n") == f"aliases: [B]\n---\n{NOTE}\n\n{below}\n"
    said = {problem.code for problem in build(tmp_path, BuildOptions()).problems}
    assert said == ({"unused-footnote"} if "[^1-2]: B." in other else set())


@pytest.mark.parametrize(
    ("into", "other"),
    [
        ("War[^1].\n\n[^1]: Ours.", "    code [^1]\n\nFight[^1].\n\n[^1]: Theirs."),
        ("~~~\nOurs.", "Their *fight*.\n~~~"),
        ("*[DPRK]: Democratic\n\nDPRK", "*[DPRK]: Demographic\n\nDPRK"),
    ],
)
def test_texts_that_would_say_something_else_together_are_not_put_together(
    into: str, other: str, tmp_path: Path
) -> None:
    assert refused(tmp_path, f"---\n{into}\n", f"---\n{other}\n") == [("cannot-edit", "content/entities/b.md:5:1")]
