"""What texts tell is looked up once for each text and set of names, and never older than the texts are."""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Collection, Mapping
from pathlib import Path

import pytest

from generator import concordance
from generator.build import BuildOptions, build
from generator.output.store import FOLDER
from generator.readings import FILE, ReadingsFile, is_ours
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
    assert len(found) == 3  # of the text that is left, with whom it may share words, and the list of texts


@pytest.mark.parametrize("change", ["findings set content = 5", "findings set sum = 5", "readings set hint = 5"])
def test_damage_that_makes_a_number_of_what_is_kept_only_costs_time(archive: Path, change: str) -> None:
    built(archive)
    with contextlib.closing(sqlite3.connect(archive / FOLDER / FILE)) as cache:
        cache.execute(f"update {change}")
        cache.commit()
    for text in ("Kim Jong Un spoke.", "Nobody spoke."):
        (archive / "content/articles/a.md").write_text(article("A", FIRST + text, **NAMED))
        built(archive)
    assert same_as_clean(archive)


def test_a_name_may_begin_in_another(archive: Path) -> None:
    """What overlaps a longer name is no mention of it, on the page and in what is said of spellings."""
    named = {"entities": "{places: [DPRK], organizations: [Korea Herald]}"}
    (archive / "content/entities/places").mkdir()
    record = "---\nname: DPRK\ntype: places\naliases: [North Korea]\n---\n"
    (archive / "content/entities/places/dprk.md").write_text(record)
    file = archive / "content/articles/a.md"
    file.write_text(article("A", f"{FIRST}The DPRK told the Korea Herald of it.", **named))
    built(archive)
    file.write_text(article("A", f"{FIRST}The DPRK told the Korea Herald: a North Korea Herald exists.", **named))
    built(archive)
    assert same_as_clean(archive)


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


DRAFT = article("E", f"{FIRST}The draft says that she {QUOTED}.", outlet="DPA", draft="true")


@pytest.mark.parametrize("builds", [1, 2])
def test_edits_that_come_to_share_words_with_each_other_show_it(sharing: Path, builds: int) -> None:
    """Made at once or one after the other: each is compared with the texts as they are, not as they were."""
    words = "the harbour is closed for as long as it takes and nobody will be let through its gates"
    for name in "bd":
        (sharing / f"content/articles/{name}.md").unlink()
    (sharing / "content/articles/b.md").write_text(article("B", f"{FIRST}Another thing.", outlet="KCNA"))
    built(sharing)
    for name, old in (("b", "Another thing"), ("c", "Nothing of that sort")):
        file = sharing / f"content/articles/{name}.md"
        file.write_text(file.read_text().replace(old, f"It says that {words}"))
        if builds == 2:
            built(sharing)
    built(sharing)
    assert 'class="shared"' in (sharing / "public/2023/06/c/index.html").read_text()
    assert same_as_clean(sharing)


def test_what_another_output_was_made_from_says_nothing_of_this_one(sharing: Path) -> None:
    """A build without drafts, into another folder, knows nothing of the words that a draft has here."""
    (sharing / "content/articles/e.md").write_text(DRAFT)
    for name in ("2023-06-25-a", "b"):
        (sharing / f"content/articles/{name}.md").unlink()
    options = BuildOptions(now=NOON, drafts=True)
    assert build(sharing, options).published
    assert build(sharing, BuildOptions(now=NOON, output=sharing / "other")).published
    file = sharing / "content/articles/c.md"
    file.write_text(file.read_text().replace("Nothing of that sort", f"She too {QUOTED}"))
    assert build(sharing, options).published
    assert build(sharing, BuildOptions(now=NOON, drafts=True, output=sharing / "clean", fresh=True)).published
    assert files(sharing / "clean") == files(sharing / "public")


def test_every_link_to_a_comparison_leads_to_words_that_are_compared(tmp_path: Path) -> None:
    """Of a story with very many articles some are left out; those have no such link."""
    chorus = "the harbour is closed for as long as it takes and nobody will be let through its gates"
    write(tmp_path, {"site.yaml": SHARING["site.yaml"], "content/stories/s.md": "---\ntitle: S\n---\n"})
    for number in range(30):
        text = f"{FIRST}Paper {number} has it that {chorus if number < 28 else QUOTED}."
        paper = article(f"A{number}", text, outlet=f"O{number}", date=f"2023-06-{number + 1:02}", stories="[s]")
        write(tmp_path, {f"content/articles/a{number:02}.md": paper})
    built(tmp_path)
    compared = (tmp_path / "public/stories/s/compare/index.html").read_text()
    linked = 0
    for page in (tmp_path / "public/2023/06").glob("a*/index.html"):
        for anchor in re.findall(r'href="/stories/s/compare/#([^"]*)"', page.read_text()):
            linked += 1
            assert f'id="{anchor}"' in compared
    assert linked == 24


def test_an_edit_that_shares_nothing_stays_on_its_page(sharing: Path) -> None:
    built(sharing)
    (sharing / "content/articles/c.md").write_text(
        SHARING["content/articles/c.md"].replace("Nothing of that sort", "Nothing of any sort")
    )
    assert built(sharing).rendered == ("2023/06/c/",)


# Quotes

VOW = (
    "Not one crane on the eastern quay will move before the clause about night shifts is kept by the office "
    "that signed it, and no promise to look into the matter will do instead"
)
SHORT_VOW = "not one crane will move tonight"
QUOTING = {
    "site.yaml": "title: T\nurl: https://example.org/\n",
    "content/entities/people/wiebe.md": "---\nname: Johanna Wiebe\ntype: people\naliases: [Frau Wiebe]\n---\n",
    "content/quotes/vow.md": "---\ntitle: The vow\nspeaker: wiebe\nreported_by: [Telegraph Agency]\nsaid: 2023-06-24\n"
    f"---\n{VOW}.\n",
    "content/quotes/tonight.md": f"---\nspeaker: wiebe\n---\n“{SHORT_VOW}”\n",
    "content/articles/a.md": article("A", f"{FIRST}The union said: “{VOW}.”", outlet="Telegraph Agency"),
    "content/articles/b.md": article(
        "B", f"{FIRST}Word goes round: {VOW.replace('quay', 'wharf')}.", stories="[Strike]"
    ),
    "content/articles/c.md": article(
        "C", f"{FIRST}Frau Wiebe: “{SHORT_VOW}”.", date="2023-06-26", entities="{people: [wiebe]}"
    ),
    "content/articles/d.md": article("D", f"{FIRST}Nothing of that sort."),
    "content/articles/e.md": article("E", f"{FIRST}{VOW}", rights="{display: excerpt}"),
}
VOW_PAGE, TONIGHT_PAGE = "public/quotes/vow/index.html", "public/quotes/tonight/index.html"


@pytest.fixture
def quoting(tmp_path: Path) -> Path:
    """Two quotes, one of few letters, and articles that carry them, that do not, and that may not be shown."""
    write(tmp_path, QUOTING)
    return tmp_path


def carriers(page: str) -> list[tuple[str, bool]]:
    """The articles that the page of a quote says carry it, and whether each is said to name a source."""
    lines = re.findall(r'<article class="wording" id="a-(\w+)".*?</article>', page, re.DOTALL)
    parts = re.split(r'<article class="wording" id="a-\w+"', page)[1:]
    return [(name, "names no source" not in part) for name, part in zip(lines, parts, strict=True)]


def test_a_quote_s_page_has_every_article_that_carries_it_and_its_words(quoting: Path) -> None:
    built(quoting)
    vow, tonight = (quoting / VOW_PAGE).read_text(), (quoting / TONIGHT_PAGE).read_text()
    assert carriers(vow) == [("b", False), ("a", True)]
    assert carriers(tonight) == [("c", True)]
    assert 'title="Instead of “quay”">wharf' in vow
    assert "word for word" in vow
    assert '"@type":"Quotation"' in vow
    assert f'"text":"{VOW}."' in vow
    assert 'href="/2023/06/b/#q-vow"' in vow
    quoted = (quoting / "public/2023/06/b/index.html").read_text()
    assert '<span class="quoted" id="q-vow">' in quoted
    assert 'Quote: <a href="/quotes/vow/"><bdi>The vow</bdi></a>' in quoted
    assert "The vow" in (quoting / "public/stories/strike/index.html").read_text()
    person = (quoting / "public/entities/people/wiebe/index.html").read_text()
    assert [name for name in ("vow", "tonight") if f'href="/quotes/{name}/"' in person] == ["vow", "tonight"]


@pytest.mark.parametrize(
    ("edited", "old", "new"),
    [
        ("content/articles/b.md", "Word goes round", "Frau Wiebe says"),  # names a source now
        ("content/articles/b.md", "Word goes round", "By word of mouth"),  # the words stand elsewhere
        ("content/articles/b.md", "wharf", "quay"),
        ("content/articles/b.md", "Not one crane", "No crane"),
        ("content/articles/b.md", VOW[40:], "nothing"),  # carries it no longer
        ("content/articles/d.md", "Nothing of that sort", f"It is said: {VOW}"),  # carries it now
        ("content/articles/d.md", "Nothing of that sort", "Nothing of any sort"),
        ("content/articles/d.md", "Nothing of that sort", SHORT_VOW),  # has nothing to do with whoever said it
        ("content/articles/c.md", SHORT_VOW, "nothing"),
        ("content/articles/c.md", "[wiebe]", "[Kim]"),
        ("content/articles/d.md", "date:", "derived_from: [{ref: a, relation: quotes}]\ndate:"),
        ("content/articles/b.md", "date:", "derived_from: [{ref: a, relation: quotes}]\ndate:"),
        ("content/articles/e.md", "{display: excerpt}", "{display: full}"),
        ("content/quotes/vow.md", "quay", "wharf"),
        ("content/quotes/vow.md", "The vow", "The oath"),
        ("content/quotes/vow.md", "Telegraph Agency", "a"),
        ("content/quotes/tonight.md", "tonight", "today"),
        ("content/entities/people/wiebe.md", "Frau Wiebe", "Word"),  # an alias that makes a source of it
    ],
)
def test_after_an_edit_all_pages_say_who_carries_what_now(quoting: Path, edited: str, old: str, new: str) -> None:
    built(quoting)
    file = quoting / edited
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))
    built(quoting)
    assert same_as_clean(quoting)
    file.write_text(text)
    built(quoting)
    assert same_as_clean(quoting)


def test_a_short_quote_is_looked_for_only_in_articles_that_have_to_do_with_it(quoting: Path) -> None:
    vow = "we shall never give up our ships and guns"
    (quoting / "content/quotes/tonight.md").write_text(f"---\nspeaker: wiebe\n---\n“{vow}”\n")
    for number in range(20):
        text = f"{FIRST}Paper {number} prints, of somebody else, “{vow}”, and {number} more words."
        (quoting / f"content/articles/n{number}.md").write_text(article(f"N{number}", text, outlet=f"O{number}"))
    built(quoting)
    assert carriers((quoting / TONIGHT_PAGE).read_text()) == []


def test_the_words_of_quotes_have_ids_of_their_own(quoting: Path) -> None:
    """Also where the id of one quote is that of another and a number."""
    first, second = VOW[:80], "the harbour is closed for as long as it takes and nobody will be let through its gates"
    (quoting / "content/quotes/vow-2.md").write_text(f"---\nspeaker: wiebe\n---\n{second}.\n")
    parts = f"“{first}”. {'So it went on for hours in that hall, and more. ' * 9} “{VOW[80:]}.” And: “{second}.”"
    (quoting / "content/articles/f.md").write_text(article("F", FIRST + parts))
    built(quoting)
    ids = re.findall(r' id="(q[^"]*)"', (quoting / "public/2023/06/f/index.html").read_text())
    assert ids == ["q-vow", "q2-vow", "q-vow-2"]


def test_an_edit_that_carries_no_quote_stays_on_its_page(quoting: Path) -> None:
    built(quoting)
    file = quoting / "content/articles/d.md"
    file.write_text(file.read_text().replace("Nothing of that sort", "Nothing of any sort"))
    assert built(quoting).rendered == ("2023/06/d/",)


def test_only_what_changed_is_compared_with_quotes_again(quoting: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[int] = []
    hear = concordance.hear

    def counted(bodies: object, hearings: Collection[object]) -> tuple[bytes, ...]:
        heard.append(len(hearings))
        return hear(bodies, hearings)  # type: ignore[arg-type]

    monkeypatch.setattr(concordance, "hear", counted)
    built(quoting)
    for path, old, new in (
        ("content/articles/a.md", "The union said", "The union says"),
        ("content/quotes/tonight.md", "tonight", "today"),
        ("content/entities/people/wiebe.md", "name: Johanna Wiebe", "sort_name: Wiebe\nname: Johanna Wiebe"),
    ):
        file = quoting / path
        file.write_text(file.read_text().replace(old, new))
        built(quoting)
    assert heard == [3, 1, 1]
