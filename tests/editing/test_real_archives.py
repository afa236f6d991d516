"""The demo archive and real newspapers, renamed and merged: nothing else changes, and nothing breaks."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from generator.build import BuildOptions, build, check
from generator.prepare import CheckOptions
from tests.editing.given import done, merge, retag


@pytest.fixture
def demo(root: Path, tmp_path: Path) -> Path:
    """A copy of the demo archive."""
    shutil.copytree(root / "content", tmp_path / "content")
    shutil.copyfile(root / "site.yaml", tmp_path / "site.yaml")
    return tmp_path


@pytest.fixture
def newseye(corpora: Path, tmp_path: Path) -> Path:
    """A copy of ../shared/corpora/newseye that can be written."""
    folder = tmp_path / "newseye"
    shutil.copytree(corpora / "newseye", folder, copy_function=shutil.copyfile)
    for place in (folder, *folder.rglob("*")):
        place.chmod(0o755 if place.is_dir() else 0o644)
    return folder


def problems(folder: Path) -> Counter[str]:
    """What `check` says, by code."""
    return Counter(problem.code for problem in check(folder, CheckOptions()).problems)


@pytest.mark.parametrize(
    ("old", "new", "kind", "old_page"),
    [
        ("Mutiny", "Uprising", None, "tags/mutiny"),
        ("Diplomacy", "Media", None, "tags/diplomacy"),
        ("arms transfers", "Sanctions", None, "tags/arms-transfers"),
        ("KCNA", "KNA", "outlets", "outlets/kcna"),
        ("mutiny-seen-from-pyongyang", "The mutiny from afar", "stories", "stories/mutiny-seen-from-pyongyang"),
        ("Kim Jong Un", "Kim Jong-un", "people", None),  # an alias that makes the same id
        ("Wagner Group", "PMC Wagner", "organizations", "entities/organizations/wagner-group"),
    ],
)
def test_the_demo_builds_as_before_and_the_old_page_leads_on(
    old: str, new: str, kind: str | None, old_page: str | None, demo: Path
) -> None:
    before = problems(demo)
    changed = done(demo, retag(demo, old, new, kind))
    report = build(demo, BuildOptions())
    assert (Counter(problem.code for problem in report.problems), report.errors) == (before, 0)
    assert changed
    if old_page:
        page = (demo / "public" / old_page / "index.html").read_text(encoding="utf-8")
        assert "This page has moved" in page


def test_two_entities_of_the_demo_become_one(demo: Path) -> None:
    changed = done(demo, merge(demo, "UN", "UN Security Council"))
    assert set(changed) == {
        "articles/2023-06-25-moscow-times.md",
        "entities/organizations/un-security-council.md",
        "entities/organizations/un.md",
    }
    assert build(demo, BuildOptions()).problems == ()


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below content/."""
    top = folder / "content"
    return {path.relative_to(top).as_posix(): path.read_bytes() for path in top.rglob("*.md")}


def test_in_real_newspapers_only_lines_with_a_name_change(newseye: Path) -> None:
    before, texts = problems(newseye), contents(newseye)
    changed = {
        *done(newseye, retag(newseye, "RobertLydecken", "Robert Lydecken", "people")),  # two names without a record
        *done(newseye, merge(newseye, "VereinigtenStaaten", "etats-unis")),  # one into a record
        *done(newseye, retag(newseye, "Wien", "Vindobona", "places")),  # a record that many articles name
    }
    after = contents(newseye)
    assert {path for path in {*texts, *after} if texts.get(path) != after.get(path)} == changed
    for path in changed:
        if path.startswith("articles/"):
            lines, now = Counter(texts[path].splitlines()), Counter(after[path].splitlines())
            assert (now - lines).total() <= (lines - now).total() <= 5
    assert len(changed) > 30
    assert problems(newseye) - before == Counter()
