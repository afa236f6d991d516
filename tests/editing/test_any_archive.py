"""Whatever an archive looks like: after an edit it says the same but for what was renamed, and has no new error."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from generator.archive.assemble import ArchiveOptions, assemble
from generator.archive.names import fold
from generator.archive.records import Archive
from generator.editing.commands import Planned
from generator.editing.desk import lay_out
from generator.prepare import the_time
from generator.problems import Severity
from generator.site.plan import plan
from generator.spread import in_turn
from tests.editing import styles
from tests.editing.given import SITE, done, merge, quietly, retag

# Why an edit may be refused; anything else is a mistake.
REFUSED = {
    *("unknown-name", "ambiguous-name", "file-exists", "duplicate-id", "merge-loses-text", "no-record"),
    *("merge-with-itself", "different-types", "id-of-other-type"),
}
COMMENT = re.compile(rb"# c\d+")
LINE_END = re.compile(rb"\r\n|\r|\n")
UNHURRIED = settings(
    max_examples=100,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.function_scoped_fixture],
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all archives, each in the place of the one before."""
    return tmp_path_factory.mktemp("archive")


def put(folder: Path, files: Mapping[str, bytes]) -> Path:
    """An archive of these files, and of no other."""
    shutil.rmtree(folder / "content", ignore_errors=True)
    (folder / "site.yaml").write_text(SITE, encoding="utf-8")
    for path, data in files.items():
        place = folder / "content" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    return folder


def seen(folder: Path) -> tuple[Archive, int]:
    """The archive as it is published, and how many errors it has."""
    desk, problems = lay_out(folder, in_turn, quietly)
    assert desk is not None, problems
    options = ArchiveOptions(now=the_time(), drafts=True, future=True)
    assembled = assemble(desk.records, desk.files, desk.config, options)
    found = (*assembled.problems, *plan(assembled.archive, desk.config).problems)
    return assembled.archive, sum(problem.severity is Severity.ERROR for problem in found)


def told(archive: Archive) -> dict[str, str]:
    """What everything is told by, by its key: a record by its key, a name without one by its folded form.

    Its key would not do: when one of two names that want one address goes, the other one gets it.
    """
    tags = {f"tags/{tag.id}": tag for tag in archive.tags.values()}
    return {
        key: key if one.source else f"{key.partition('/')[0]}/: {fold(one.name)}"
        for key, one in (*tags.items(), *archive.entities.items())
    }


def said(archive: Archive, one: Mapping[str, str]) -> dict[str, object]:
    """What each article says: its tags, entities, roles and notes, those that became one under one name."""
    names = told(archive)

    def as_one(key: str) -> str:
        return one.get(names[key], names[key])

    return {
        entry.id: (
            entry.outlet,
            {as_one(f"tags/{tag}") for tag in entry.tags},
            {as_one(mention.entity) for mention in entry.mentions},
            Counter(ref.role for ref in entry.article.entities if ref.role).keys(),
            [{as_one(f"tags/{tag}") for tag in note.tags} for note in entry.notes],
            entry.article.body,
            entry.article.title,
        )
        for entry in archive.entries
    }


def leads(archive: Archive, kind: str) -> dict[str, str]:
    """Where the pages of former ids lead, by key."""
    return {
        f"{kind}/{old.replaced}": f"tags/{old.target.id}" if kind == "tags" else old.target.id
        for old in archive.redirects
    }


def edited(folder: Path, files: Mapping[str, bytes], planned: Planned, kind: str) -> None:
    """Carry an edit out, and see that nothing else has changed."""
    if planned[0] is None:
        assert {problem.code for problem in planned[1]} <= REFUSED, planned[1]
        assume(condition=False)
    before, errors = seen(folder)
    done(folder, planned)
    after, errors_now = seen(folder)
    assert errors_now <= errors
    names, names_now, redirects = told(before), told(after), leads(after, kind)
    now = set(names_now.values())
    gone = {name: key for key, name in names.items() if name not in now}
    assert len(now - set(names.values())) <= 1
    assert len(gone) <= 2
    one = {name: names_now[redirects.get(key, key)] for name, key in gone.items()}  # the old page leads on
    assert said(before, one) == said(after, {})
    left = {
        path.relative_to(folder / "content").as_posix(): path.read_bytes() for path in folder.glob("content/**/*.md")
    }
    assert _comments(left) == _comments(files)
    for path, data in files.items():
        if path.startswith("articles/"):
            _has_kept_all_else(data, (folder / "content" / path).read_bytes())


def _comments(files: Mapping[str, bytes]) -> set[bytes]:
    """Every comment of an archive, those of the records that go too."""
    return {comment for data in files.values() for comment in COMMENT.findall(data)}


def _has_kept_all_else(before: bytes, after: bytes) -> None:
    """Comments, byte order mark, line ends and the text below."""
    assert Counter(COMMENT.findall(after)) == Counter(COMMENT.findall(before))
    assert after.startswith(b"\xef\xbb\xbf") == before.startswith(b"\xef\xbb\xbf")
    assert set(LINE_END.findall(after)) == set(LINE_END.findall(before))
    assert after.rpartition(b"---")[2] == before.rpartition(b"---")[2]


def named(folder: Path, kind: str, *, recorded: bool = False) -> list[str]:
    """What has a name in an archive, among the tags or the entities of a type."""
    archive, _ = seen(folder)
    everything = archive.tags.values() if kind == "tags" else archive.entities.values()
    return sorted(
        {one.name for one in everything if getattr(one, "type", "tags") == kind and (one.source or not recorded)}
    )


@UNHURRIED
@given(data=st.data(), files=styles.archives(), kind=st.sampled_from(["tags", "people"]))
def test_any_retag_changes_a_name_and_nothing_else(
    folder: Path, data: st.DataObject, files: dict[str, bytes], kind: str
) -> None:
    names = named(put(folder, files), kind)
    assume(names)
    old = data.draw(st.sampled_from(names), "old")
    new = data.draw(st.sampled_from(names) | styles.names | st.just("Brand new"), "new")
    edited(folder, files, retag(folder, old, new, kind), kind)


@UNHURRIED
@given(data=st.data(), files=styles.archives())
def test_any_merge_makes_one_of_two_and_changes_nothing_else(
    folder: Path, data: st.DataObject, files: dict[str, bytes]
) -> None:
    recorded = named(put(folder, files), "people", recorded=True)
    assume(recorded)
    old = data.draw(st.sampled_from(named(folder, "people")), "old")
    edited(folder, files, merge(folder, old, data.draw(st.sampled_from(recorded), "new"), "people"), "people")
