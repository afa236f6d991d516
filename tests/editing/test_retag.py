"""`pressmark retag`: a name written otherwise wherever it stands, and a way left from the old one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.build import BuildOptions, build
from generator.editing.desk import lay_out
from generator.editing.effects import Meant, new_problems
from generator.model import SourcePath
from generator.read.ids import short_hash
from generator.spread import in_turn
from tests.editing.given import SITE, archive, article, codes, done, errors, quietly, retag

WAR = "---\nname: War\naliases: [Conflict]\n---\nAbout war.\n"


def test_a_tag_without_a_record_gets_one_under_its_new_name(tmp_path: Path) -> None:
    folder = archive(tmp_path, {"articles/a.md": article("tags: [Diplomcy, x]"), "articles/b.md": article("tags: y")})
    assert done(folder, retag(folder, "Diplomcy", "Diplomacy")) == {
        "articles/a.md": article("tags: [Diplomacy, x]"),
        "tags/diplomacy.md": "---\nname: Diplomacy\naliases: [Diplomcy]\nreplaces: [diplomcy]\n---\n",
    }
    assert errors(folder) == []


def test_the_old_page_leads_to_the_new_one(tmp_path: Path) -> None:
    folder = archive(tmp_path, {"articles/a.md": article("tags: [Diplomcy]", "See [[Diplomcy]].")})
    done(folder, retag(folder, "Diplomcy", "Diplomacy"))
    report = build(folder, BuildOptions())
    assert report.problems == ()
    assert "/tags/diplomacy/" in (folder / "public/tags/diplomcy/index.html").read_text(encoding="utf-8")
    assert '<a href="/tags/diplomacy/">' in (folder / "public/2023/06/a/index.html").read_text(encoding="utf-8")


def test_a_record_follows_its_name_and_links_follow_the_record(tmp_path: Path) -> None:
    files = {
        "articles/a.md": article("tags: [war, Conflict]", "[it](../tags/war.md) [[War]] ![](../tags/war.md)"),
        "articles/b.md": article("tags: [War]", "[x]: ../tags/war.md#top\n\n[x] <a href='../tags/war.md'>y</a>"),
        "tags/war.md": WAR,
        "tags/siege.md": "---\nname: Siege\nbroader: [war]\n---\n[up](war.md)\n",
    }
    folder = archive(tmp_path, files)
    assert done(folder, retag(folder, "War", "Warfare")) == {
        "articles/a.md": article("tags: [warfare]", "[it](../tags/warfare.md) [[War]] ![](../tags/warfare.md)"),
        "articles/b.md": article(
            "tags: [Warfare]", "[x]: ../tags/warfare.md#top\n\n[x] <a href='../tags/warfare.md'>y</a>"
        ),
        "tags/siege.md": "---\nname: Siege\nbroader: [warfare]\n---\n[up](warfare.md)\n",
        "tags/war.md": "",
        "tags/warfare.md": "---\nname: Warfare\naliases: [Conflict, War]\nreplaces: [war]\n---\nAbout war.\n",
    }
    assert errors(folder) == []


def test_an_id_that_the_record_says_is_permanent(tmp_path: Path) -> None:
    files = {"articles/a.md": article("tags: [War, war-id]"), "tags/war.md": "---\nname: War # n\nid: war-id\n---\n"}
    folder = archive(tmp_path, files)
    assert done(folder, retag(folder, "War", "Warfare")) == {
        "articles/a.md": article("tags: [Warfare]"),
        "tags/war.md": "---\nname: Warfare # n\nid: war-id\naliases: [War]\n---\n",
    }


def test_a_name_that_is_taken_takes_the_old_one_in(tmp_path: Path) -> None:
    files = {
        "articles/a.md": article("tags: [war, fighting, x]"),
        "articles/b.md": article("annotations: [{exact: Text, tags: [Fighting]}]"),
        "articles/b.notes.yaml": "- exact: Text.\n  tags:\n  - fighting # y\n",
        "tags/war.md": WAR,
    }
    folder = archive(tmp_path, files)
    assert done(folder, retag(folder, "fighting", "Conflict")) == {
        "articles/a.md": article("tags: [war, x]"),  # not twice in one list
        "articles/b.md": article("annotations: [{exact: Text, tags: [War]}]"),
        "articles/b.notes.yaml": "- exact: Text.\n  tags:\n  - War # y\n",
        "tags/war.md": "---\nname: War\naliases: [Conflict, fighting]\nreplaces: [fighting]\n---\nAbout war.\n",
    }
    assert errors(folder) == []


def test_a_record_takes_another_in_with_all_it_says(tmp_path: Path) -> None:
    files = {
        "articles/a.md": article("tags: [Fight]"),
        "tags/war.md": "---\nname: War\nbroader: [fight]\n---\n",
        "tags/fight.md": "---\nname: Fight\naliases: [Brawl]\nbroader: [Violence, War]\ncolour: red\n"
        "replaces: [row]\n---\nAbout fights.\n",
        "tags/violence.md": "---\nname: Violence\n---\n",
    }
    folder = archive(tmp_path, files)
    assert done(folder, retag(folder, "Fight", "War")) == {
        "articles/a.md": article("tags: [War]"),
        "tags/fight.md": "",
        "tags/war.md": "---\nname: War\naliases: [Brawl, Fight]\nbroader: [Violence]\nreplaces: [row, fight]\n"
        "colour: red\n---\nAbout fights.\n",
    }
    assert errors(folder) == []


def test_spellings_of_one_name_become_one(tmp_path: Path) -> None:
    files = {"articles/a.md": article("tags: [state media]"), "articles/b.md": article("tags: [STATE MEDIA, x]")}
    folder = archive(tmp_path, files)
    assert done(folder, retag(folder, "state media", "State media")) == {
        "articles/a.md": article("tags: [State media]"),
        "articles/b.md": article("tags: [State media, x]"),
    }


def test_an_alias_becomes_the_name(tmp_path: Path) -> None:
    folder = archive(tmp_path, {"articles/a.md": article("tags: [War, Conflict]"), "tags/war.md": WAR})
    assert done(folder, retag(folder, "War", "Conflict")) == {
        "articles/a.md": article("tags: [Conflict]"),
        "tags/conflict.md": "---\nname: Conflict\naliases: [War]\nreplaces: [war]\n---\nAbout war.\n",
        "tags/war.md": "",
    }


def test_an_alias_becomes_what_the_record_is_called(tmp_path: Path) -> None:
    folder = archive(tmp_path, {"articles/a.md": article("tags: [War, Conflict]"), "tags/war.md": WAR})
    assert done(folder, retag(folder, "conflict", "War")) == {"articles/a.md": article("tags: [War]")}


def test_a_comment_beside_an_alias_that_becomes_the_name_stays(tmp_path: Path) -> None:
    record = "---\nname: Im Chon Il\ntype: people\naliases:\n{}---\n"
    comment = "# KCNA spells it so since 2019\n"
    for others in ("", "- Im\n"):
        record_now = record.format(f"{others}- Im Chon-il   {comment}")
        folder = archive(tmp_path, {"articles/a.md": article(), "entities/people/im-chon-il.md": record_now})
        after = done(folder, retag(folder, "Im Chon Il", "Im Chon-il", "people"))["entities/people/im-chon-il.md"]
        assert comment in after.splitlines(keepends=True)
        assert after.replace(comment, "").startswith("---\nname: Im Chon-il\ntype: people\naliases:")


def test_an_alias_with_a_language_keeps_it_when_it_becomes_the_name(tmp_path: Path) -> None:
    record = "---\nname: Im Chon Il\ntype: people\nid: im\naliases: [{name: Им Чон Ир, lang: ru}, Im]\n---\n"
    folder = archive(tmp_path, {"articles/a.md": article(), "entities/im.md": record})
    assert done(folder, retag(folder, "im", "Им Чон Ир", "people")) == {
        "entities/im.md": "---\nname: Им Чон Ир\ntype: people\nid: im\n"
        "aliases: [{name: Им Чон Ир, lang: ru}, Im, Im Chon Il]\n---\n"
    }


def test_a_name_and_back_again(tmp_path: Path) -> None:
    folder = archive(tmp_path, {"articles/a.md": article("tags: [War]"), "tags/war.md": WAR})
    done(folder, retag(folder, "War", "Warfare"))
    assert done(folder, retag(folder, "Warfare", "War")) == {
        "articles/a.md": article("tags: [War]"),
        "tags/war.md": "---\nname: War\naliases: [Conflict, Warfare]\nreplaces: [warfare]\n---\nAbout war.\n",
        "tags/warfare.md": "",
    }
    assert errors(folder) == []


def test_nothing_changes_where_it_is_written_like_that(tmp_path: Path) -> None:
    folder = archive(tmp_path, {"articles/a.md": article("tags: [War]")})
    plan, problems = retag(folder, "War", "War")
    assert plan is not None
    assert (plan.changes, problems) == ((), ())


ENTITIES = {
    "articles/a.md": article(
        "entities:\n  people:\n    - {ref: Kim Jong-un, role: speaker}\n    - 'Kim Jong Un'\n  places: [Kim Jong-un]"
    ),
    "articles/b.md": article("entities: [kim jong-un, KCNA]\nannotations: [{exact: Text, entities: [Kim Jong-un]}]"),
    "entities/kcna.md": "---\nname: KCNA\ntype: organizations\nroles: [{title: x, of: Kim Jong-un}]\n---\n",
}


def test_a_type_names_what_is_renamed(tmp_path: Path) -> None:
    files = ENTITIES | {"articles/a.md": ENTITIES["articles/a.md"].replace("\n  places: [Kim Jong-un]", "")}
    folder = archive(tmp_path, files)
    terms = [f"kim-jong-un-{short_hash(folded)}" for folded in ("kim jong-un", "kim jong un")]  # one slug, two names
    assert done(folder, retag(folder, "Kim Jong-un", "Kim Jong Un", "people")) == {
        "articles/a.md": article("entities:\n  people:\n    - {ref: Kim Jong Un, role: speaker}"),
        "articles/b.md": article(
            "entities: [Kim Jong Un, KCNA]\nannotations: [{exact: Text, entities: [Kim Jong Un]}]"
        ),
        "entities/kcna.md": "---\nname: KCNA\ntype: organizations\nroles: [{title: x, of: Kim Jong Un}]\n---\n",
        "entities/people/kim-jong-un.md": "---\nname: Kim Jong Un\ntype: people\naliases: [Kim Jong-un]\n"
        f"replaces: [{terms[0]}, {terms[1]}]\n---\n",
    }
    assert errors(folder) == []


def test_outlets_and_stories_have_names_too(tmp_path: Path) -> None:
    files = {
        "articles/a.md": article("stories: [Mutiny]", outlet='"Times" # x'),
        "quotes/q.md": "---\nreported_by: [Times]\nspeaker: Times\n---\nx\n",
        "outlets/times.md": "---\nname: Times\nkind: newspaper\n---\n",
        "stories/mutiny.md": "---\ntitle: Mutiny\nsummary: S.\n---\n",
    }
    folder = archive(tmp_path, files)
    assert done(folder, retag(folder, "Times", "The Times", "outlets")) == {
        "articles/a.md": article("stories: [Mutiny]", outlet='"The Times" # x'),
        "quotes/q.md": "---\nreported_by: [The Times]\nspeaker: Times\n---\nx\n",
        "outlets/the-times.md": "---\nname: The Times\nkind: newspaper\naliases: [Times]\nreplaces: [times]\n---\n",
        "outlets/times.md": "",
    }
    assert done(folder, retag(folder, "mutiny", "Revolt", "stories")) == {
        "articles/a.md": article("stories: [Revolt]", outlet='"The Times" # x'),
        "stories/mutiny.md": "",
        "stories/revolt.md": "---\ntitle: Revolt\nsummary: S.\naliases: [Mutiny]\nreplaces: [mutiny]\n---\n",
    }
    assert errors(folder) == []


def test_an_outlet_in_addresses_keeps_its_id(tmp_path: Path) -> None:
    site = f"{SITE}permalink: /{{outlet}}/{{id}}/\n"
    files = {"articles/a.md": article(outlet="Times"), "outlets/times.md": "---\nname: Times\n---\n"}
    folder = archive(tmp_path, files, site)
    assert done(folder, retag(folder, "Times", "The Times", "outlets"))["outlets/times.md"] == (
        "---\nname: The Times\naliases: [Times]\n---\n"
    )
    (folder / "content/outlets/times.md").unlink()
    assert codes(retag(folder, "The Times", "Another", "outlets")) == ["articles-would-move"]


@pytest.mark.parametrize(
    ("old", "new", "kind", "code", "hint"),
    [
        ("Peace", "X", None, "unknown-name", None),
        ("Waar", "X", None, "unknown-name", 'did you mean "War"?'),
        ("Berg", "X", None, "unknown-name", "there is one of type people: --type people"),
        ("The Times", "X", None, "unknown-name", "there is one among the outlets: --type outlets"),
        ("War", "X", "tag", "unknown-type", 'did you mean "tags"?'),
        ("War", "  ", None, "empty-name", None),
        ("War", "a\x1bb", None, "control-character", None),
        ("Berg", "Bergh", "people", "ambiguous-name", "write the one you mean: people/berg-1 or people/berg-2"),
    ],
)
def test_what_cannot_be_meant_is_said(  # noqa: PLR0913, PLR0917
    old: str, new: str, kind: str | None, code: str, hint: str | None, tmp_path: Path
) -> None:
    files = {
        "articles/a.md": article("tags: [War]"),
        "entities/berg-1.md": "---\nname: Berg\ntype: people\n---\n",
        "entities/berg-2.md": "---\nname: Berg\ntype: people\n---\n",
    }
    _, (problem, *_) = retag(archive(tmp_path, files), old, new, kind)
    assert (problem.code, problem.hint) == (code, hint)


def test_an_archive_with_an_unreadable_file_is_not_edited(tmp_path: Path) -> None:
    files = {"articles/a.md": article("tags: [War]"), "articles/b.md": article("tags: [War")}
    _, (problem, *_) = retag(archive(tmp_path, files), "War", "Peace")
    assert str(problem.span).startswith("content/articles/b.md:")


def test_an_edit_that_would_bring_an_error_is_refused(tmp_path: Path) -> None:
    files = {
        "articles/a.md": article("tags: [a]"),
        "tags/a.md": "---\nname: A\nbroader: [b]\n---\n",
        "tags/b.md": "---\nname: B\nbroader: [c]\n---\n",
        "tags/c.md": "---\nname: C\n---\n",
    }
    assert codes(retag(archive(tmp_path, files), "A", "C")) == ["tag-cycle"]


def test_a_file_of_another_record_is_not_taken(tmp_path: Path) -> None:
    files = {
        "articles/a.md": article("tags: [War]"),
        "tags/war.md": WAR,
        "tags/peace.md": "---\nname: Calm\nid: calm\n---\n",
    }
    assert codes(retag(archive(tmp_path, files), "War", "Peace")) == ["file-exists"]


def test_an_address_that_a_name_no_longer_shares_is_said(tmp_path: Path) -> None:
    folder = archive(tmp_path, {"articles/a.md": article("tags: [C++, C#]")})
    plan, _ = retag(folder, "C++", "Cpp")
    assert plan is not None
    (said,) = plan.warnings
    assert (said.code, said.message) == (
        "address-changed",
        f'the page of "C#" moves from c-{short_hash("c#")} to c, which no other name wants any more',
    )


def test_a_footnote_of_the_text_below_leads_to_its_own_note(tmp_path: Path) -> None:
    files = {
        "articles/a.md": article("tags: [war, battle]"),
        "tags/war.md": "---\nname: War\n---\nA war[^1].\n\n[^1]: Of wars.\n",
        "tags/battle.md": "---\nname: Battle\n---\nA battle[^1].\n\n[^1]: Of battles.\n",
    }
    folder = archive(tmp_path, files)
    plan, _ = planned = retag(folder, "battle", "war")
    assert plan is not None
    assert plan.warnings == ()
    done(folder, planned)
    assert build(folder, BuildOptions()).problems == ()
    page = (folder / "public/tags/war/index.html").read_text(encoding="utf-8")
    (label,) = re.findall('A battle<sup[^>]*><a [^>]*href="#([^"]*)"', page)
    assert re.search(f'<li id="{label}">\\s*<p>Of battles', page)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("Text.", "A[^1].\n\n[^1]: B.\n\n[^1]: C.", ["duplicate-footnote"]),
        ("A[^1].\n\n[^1]: B.\n\n[^1]: C.", "A[^1].\n\n[^1]: B.\n\n[^1]: D.", []),
        ("A[^1].\n\n[^1]: B.\n\n[^1]: C.", "A[^2].\n\n[^2]: B.\n\n[^2]: C.", ["duplicate-footnote"]),
        ("<blink>A</blink>", "<blink>A</blink> <marquee>B</marquee>", ["removed-html"]),
    ],
)
def test_whatever_is_wrong_with_a_file_after_an_edit_only_is_told(
    before: str, after: str, said: list[str], tmp_path: Path
) -> None:
    record = "---\nname: War\n---\n{}\n"
    folder = archive(tmp_path, {"articles/a.md": article("tags: [war]"), "tags/war.md": record.format(before)})
    desk, _ = lay_out(folder, in_turn, quietly)
    assert desk is not None
    path = SourcePath("content/tags/war.md")
    meant = Meant(names=frozenset(), rewritten=frozenset({path}))
    found = new_problems({path: record.format(after).encode()}, {}, meant, desk)
    assert [(one.code, one.severity) for one in found] == [(code, "warning") for code in said]


def test_what_was_wrong_with_a_record_is_not_told_again_in_another_file(tmp_path: Path) -> None:
    files = {
        "articles/a.md": article("tags: [War]"),
        "tags/war.md": "---\nname: War\ncolour: red\n---\n[^1]: Unused.\n",
        "tags/battle.md": "---\nname: Battle\nform: x\n---\n[^2]: Unused, too.\n",
    }
    folder = archive(tmp_path, files)
    plan, _ = retag(folder, "War", "Warfare")
    assert plan is not None
    assert plan.warnings == ()
    plan, _ = retag(folder, "War", "Battle")
    assert plan is not None
    assert plan.warnings == ()


def test_drafts_and_future_articles_are_edited_too(tmp_path: Path) -> None:
    files = {"articles/a.md": article("draft: true\ntags: [War]"), "articles/b.md": article("tags: [War]")}
    files["articles/b.md"] = files["articles/b.md"].replace("2023", "2999")
    changed = done(folder := archive(tmp_path, files), retag(folder, "War", "Peace"))
    assert set(changed) == {"articles/a.md", "articles/b.md", "tags/peace.md"}
