"""What texts tell is looked up once for each text and set of names, and never older than the texts are."""

from __future__ import annotations

import re
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
    assert len(found) == 2  # of the text that is left, and the list of texts


# Passages

QUOTED = "expressed firm belief that the recent armed rebellion in the country would be successfully put down soon"
SHARING = {
    "site.yaml": "title: T\nurl: https://example.org/\n",
    "content/articles/2023-06-25-a.md": article("A", f"{FIRST}He {QUOTED}.", stories="[Mutiny]"),
    "content/articles/b.md": article(
        "B",
        f"{FIRST}KCNA: Im {QUOTED.replace('recent', 'latest')}.",
        outlet="KCNA",
        date="2023-06-26",
        stories="[Mutiny]",
    ),
    "content/articles/c.md": article("C", f"{FIRST}Nothing of that sort.", outlet="TASS", stories="[Mutiny]"),
    "content/articles/d.md": article(
        "D", f"{FIRST}He {QUOTED}.", outlet="AFP", rights="{display: excerpt}", stories="[Mutiny]"
    ),
}
COMPARED = "public/stories/mutiny/compare/index.html"


@pytest.fixture
def sharing(tmp_path: Path) -> Path:
    """Two articles with words in common, one without, and one whose words are withheld."""
    write(tmp_path, SHARING)
    return tmp_path


def same_as_clean(folder: Path) -> bool:
    """Whether what is published is what a clean build gives."""
    report = build(folder, BuildOptions(now=NOON, output=folder / "clean", fresh=True))
    return report.published and files(folder / "clean") == files(folder / "public")


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


def test_shared_words_lead_to_each_other_and_are_compared(sharing: Path) -> None:
    built(sharing)
    one, other = ((sharing / f"public/2023/06/{name}/index.html").read_text() for name in "ab")
    (anchor,) = set(re.findall(r'class="shared" id="(p-\w+)"', one))
    assert f'href="/2023/06/b/#{anchor}"' in one
    assert f'href="/2023/06/a/#{anchor}"' in other
    assert f'id="{anchor}"' in other
    compared = (sharing / COMPARED).read_text()
    assert '<ins class="differs" title="Instead of “recent”">latest' in compared or "Instead of “latest”" in compared
    assert all(word in compared for word in ("The Times", "KCNA"))
    assert not any(word in compared for word in ("TASS", "AFP"))


@pytest.mark.parametrize(
    ("article_of", "old", "new"),
    [
        ("content/articles/2023-06-25-a.md", QUOTED, "said nothing"),  # shares no longer
        ("content/articles/c.md", "Nothing of that sort", f"She too {QUOTED}"),  # shares now
        ("content/articles/b.md", "KCNA: Im", "The agency says that Mr Im"),  # moves the words
        ("content/articles/c.md", "Nothing of that sort", "Nothing of any sort"),  # has nothing to do with it
        ("content/articles/b.md", "outlet: KCNA", "outlet: The Times"),
        ("content/articles/b.md", "2023-06-26", "2023-06-24"),
        ("content/articles/d.md", "{display: excerpt}", "{display: full}"),
    ],
)
def test_after_an_edit_all_pages_say_who_shares_what_now(sharing: Path, article_of: str, old: str, new: str) -> None:
    built(sharing)
    file = sharing / article_of
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))
    built(sharing)
    assert same_as_clean(sharing)
    file.write_text(text)
    built(sharing)
    assert same_as_clean(sharing)


def test_an_edit_that_shares_nothing_stays_on_its_page(sharing: Path) -> None:
    built(sharing)
    (sharing / "content/articles/c.md").write_text(
        SHARING["content/articles/c.md"].replace("Nothing of that sort", "Nothing of any sort")
    )
    assert built(sharing).rendered == ("2023/06/c/",)
