"""What texts tell is looked up once for each text and set of names, and never older than the texts are."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

import pytest

from generator import concordance
from generator.build import BuildOptions, build
from generator.readings import ReadingsFile, is_ours
from generator.report import Report
from tests.output.given import write
from tests.site.written import NOON, article

KIM = "---\nname: Kim Jong Un\ntype: people\naliases: [Kim Jong-un]\n---\n"
FIRST = "What lists show of a text.\n\n"
NAMED = {"entities": "{people: [Kim Jong Un]}"}
FILES = {
    "site.yaml": "title: T\nurl: https://example.org/\n",
    "content/entities/people/kim.md": KIM,
    "content/articles/a.md": article("A", f"{FIRST}Kim Jong-un spoke.", **NAMED),
    "content/articles/b.md": article("B", "Kim Jong Un left.", outlet="KCNA", **NAMED),
    "content/articles/c.md": article("C", "Kim Jong-un left.", rights="{display: metadata}", **NAMED),
}
PAGE, PERSON = "public/2023/06/a/index.html", "public/entities/people/kim/index.html"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Three articles on one man, spelt in two ways; the text of one is withheld."""
    write(tmp_path, FILES)
    return tmp_path


def built(folder: Path) -> Report:
    report = build(folder, BuildOptions(now=NOON))
    assert report.published or report.as_before, report.problems
    return report


def test_spellings_come_from_the_texts_that_may_be_shown(archive: Path) -> None:
    built(archive)
    person = (archive / PERSON).read_text()
    table = person[person.index('<table class="spellings">') : person.index("</table>")]
    assert table.index("Kim Jong Un") < table.index("Kim Jong-un")  # two articles, since the withheld one declares it
    assert "here <bdi>Kim Jong-un</bdi>" in (archive / PAGE).read_text()


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Kim Jong-un spoke again.", 1),  # the same spelling: its own page alone
        ("Kim Jong Un spoke.", 2),  # another: the entity's page too
        ("Nobody spoke.", 2),
    ],
)
def test_an_edit_that_spells_a_name_otherwise_shows_on_the_entity_s_page(
    archive: Path, text: str, written: int
) -> None:
    built(archive)
    (archive / "content/articles/a.md").write_text(article("A", FIRST + text, **NAMED))
    assert len(built(archive).rendered) == written
    fresh = build(archive, BuildOptions(now=NOON, output=archive / "fresh", fresh=True))
    assert fresh.published
    assert (archive / PERSON).read_text() == (archive / "fresh" / PERSON.removeprefix("public/")).read_text()


def test_texts_are_looked_at_once(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []
    look_up = concordance.look_up

    def counted(bodies: object, looks: Collection[object]) -> tuple[bytes, ...]:
        looked.append(len(looks))
        return look_up(bodies, looks)  # type: ignore[arg-type]

    monkeypatch.setattr(concordance, "look_up", counted)
    built(archive)
    (archive / "content/articles/b.md").write_text(article("B, newly called", "Kim Jong Un left.", **NAMED))
    built(archive)
    (archive / "content/entities/people/kim.md").write_text(KIM.replace("Kim Jong-un", "Kim"))
    built(archive)
    assert looked == [2, 2]


def test_what_nobody_wants_is_forgotten(archive: Path) -> None:
    built(archive)
    (archive / "content/articles/b.md").unlink()
    built(archive)
    with ReadingsFile(archive, is_ours) as readings:
        found: Mapping[bytes, bytes] = readings.findings()
    assert len(found) == 1
