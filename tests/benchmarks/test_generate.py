"""The archives that speed is measured on: the same everywhere, and like news."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks import sites, words
from benchmarks.cases import CASES, Archive, Case, is_done
from benchmarks.generate import Article, article
from benchmarks.results import COLD, SAME, Cell, Outcome, Size, report
from generator.build import BuildOptions, build

SAMPLE = 400
ARTICLES = 60


@pytest.fixture(scope="module")
def sample() -> list[Article]:
    return [article(number) for number in range(SAMPLE)]


def files_below(folder: Path) -> dict[str, bytes]:
    return {str(place.relative_to(folder)): place.read_bytes() for place in folder.rglob("*") if place.is_file()}


# The same everywhere


def test_an_article_never_changes() -> None:
    """Numbers measured in different years and on different machines are of the same text."""
    said = repr([article(number) for number in (0, 17, 9_999, 100_000)])
    assert (
        hashlib.sha256(said.encode()).hexdigest() == "0159b953f4236ff11c5828c58869d23fa180addefacd4d71b654b907670e5e88"
    )


def test_two_archives_are_the_same_bytes(tmp_path: Path) -> None:
    """Another process with another hash seed writes the same files."""
    sites.write_sites(tmp_path / "here", 30, sites.TOOLS)
    command = [sys.executable, "-m", "benchmarks.generate", "30", str(tmp_path / "there")]
    root = Path(sites.__file__).parent.parent
    subprocess.run(command, check=True, cwd=root, env={"PYTHONHASHSEED": "7"}, capture_output=True, timeout=120)
    assert files_below(tmp_path / "here") == files_below(tmp_path / "there")


def test_a_larger_archive_holds_the_smaller_one(tmp_path: Path) -> None:
    for count in (20, 40):
        sites.write_sites(tmp_path / str(count), count, ["pressmark"])
    articles = "pressmark/content/articles"
    small, large = files_below(tmp_path / "20" / articles), files_below(tmp_path / "40" / articles)
    assert (len(small), len(large)) == (20, 40)
    assert small.items() <= large.items()


# Like news


def test_articles_are_about_a_thousand_words(sample: list[Article]) -> None:
    lengths = [len(one.body.split()) for one in sample]
    assert 950 < sum(lengths) / SAMPLE < 1_100
    assert min(lengths) > 350
    assert max(lengths) < 1_900


@pytest.mark.parametrize(
    ("many", "least", "most"),
    [
        (lambda one: len(one.entities), 2, 9),
        (lambda one: len(one.tags), 1, 4),
        (lambda one: len({name.slug for name in one.entities}), 2, 9),
        (lambda one: one.date.year, 2004, 2023),
    ],
)
def test_every_article_names_as_much_as_promised(
    sample: list[Article], many: Callable[[Article], int], least: int, most: int
) -> None:
    counts = {many(one) for one in sample}
    assert (min(counts), max(counts)) == (least, most)


def test_one_paragraph_in_twelve_has_markup(sample: list[Article]) -> None:
    paragraphs = [part for one in sample for part in one.body.split("\n\n") if not part.startswith("[^")]
    marked = [part for part in paragraphs if part.startswith(("- ", "> ", "## ")) or set(part) & set("*`[")]
    assert 1 / 15 < len(marked) / len(paragraphs) < 1 / 10


def test_a_few_names_are_everywhere_and_most_are_rare(sample: list[Article]) -> None:
    """What lists and feeds cost depends on it."""
    seen = Counter(name.rank for one in sample for name in one.entities)
    assert max(seen.values()) > SAMPLE / 15
    assert sum(count == 1 for count in seen.values()) > len(seen) / 2


@pytest.mark.long
def test_ten_thousand_articles_have_about_3400_terms() -> None:
    terms = set[str]()
    for one in map(article, range(10_000)):
        terms.update(name.text for name in one.entities)
        terms.update((*one.tags, one.outlet, one.story or one.outlet))
    assert 3_300 < len(terms) < 3_500


def test_no_two_names_are_one() -> None:
    """Two entities with one name would be one page, and not the same one for each tool."""
    names = [words.entity(rank).slug for rank in range(20_000)]
    names += [words.slug(words.tag(number)) for number in range(200)]
    names += [words.slug(words.outlet(number)) for number in range(40)]
    assert [name for name, times in Counter(names).items() if times > 1] == []


def test_frequent_words_are_short_and_other_scripts_are_there() -> None:
    table = words.vocabulary()
    frequent = [word for word, _ in Counter(table).most_common(50)]
    assert sum(map(len, frequent)) / len(frequent) < 5 < sum(map(len, set(table))) / len(set(table))
    assert {"CYRILLIC", "GREEK", "HANGUL", "CJK", "ARABIC"} <= scripts(table)


def scripts(table: tuple[str, ...]) -> set[str]:
    return {unicodedata.name(letter).split()[0] for letter in set("".join(table))}


# The cases


def test_pressmark_takes_the_archive_without_a_word(tmp_path: Path) -> None:
    sites.write_sites(tmp_path, ARTICLES, ["pressmark"])
    made = build(tmp_path / "pressmark", BuildOptions(output=tmp_path / "out"))
    assert made.problems == ()
    assert made.articles == ARTICLES


@pytest.mark.parametrize("case", CASES[1:], ids=lambda case: case.name)
def test_what_a_case_changes_shows_in_the_next_build_only(case: Case, tmp_path: Path) -> None:
    """A tool that skipped its work would fail the measurement."""
    archive = Archive(tmp_path, ARTICLES, ["pressmark"])
    sites.write_sites(tmp_path, ARTICLES, archive.sites)
    folder, options = tmp_path / "pressmark", BuildOptions(output=tmp_path / "out")
    build(folder, options)
    for run in range(2):
        expected = case.change(archive, run)
        changed = case.name != SAME
        assert is_done(tmp_path / "out", expected) is not changed
        made = build(folder, options)
        assert made.errors == 0
        assert is_done(tmp_path / "out", expected)
        assert bool(made.rendered) is changed


def test_renaming_in_pelican_changes_every_article_that_has_the_name(tmp_path: Path) -> None:
    sites.write_sites(tmp_path, ARTICLES, ["pelican"])
    name = article(0).entities[0].text
    having = sum(name in (one.text for one in article(number).entities) for number in range(ARTICLES))
    sites.rename_in_pelican(tmp_path, name, "Somebody Else")
    tags = [text.decode().split("\n\n")[0] for text in files_below(tmp_path / "pelican/content").values()]
    assert sum("Somebody Else" in head for head in tags) == having
    assert not any(name in head.rpartition("Tags: ")[2].split(", ") for head in tags)


# The results


def size(articles: int, ours: float, hugo: float) -> Size:
    cells = {"Pressmark": ours, "Hugo": hugo}
    outcomes = tuple(
        Outcome(COLD, tool, (Cell(wall, wall, 10**8, 5, 3, 10**6),), {"read": 1.0, "rendered": 5, "written": 6})
        for tool, wall in cells.items()
    )
    return Size(articles, 7, 10**6, 1, 2, {"processor": "A processor"}, {"hugo": "1"}, outcomes)


@pytest.mark.parametrize(("ours", "verdict"), [(10.0, "| 0.5 | 0.5 | met |"), (10.1, "| 0.5 | 0.505 | **missed** |")])
def test_a_target_is_met_missed_or_not_measured(ours: float, verdict: str) -> None:
    lines = report([size(10_000, ours, 20.0)]).splitlines()
    assert f"| 10,000 articles, cold ÷ Hugo {verdict}" in lines
    assert "| 10,000 articles, cold ÷ Pelican | 0.2 | – | not measured |" in lines


def test_growth_compares_two_sizes() -> None:
    text = report([size(10_000, 10.0, 20.0), size(100_000, 105.0, 300.0)])
    assert "| 100,000 articles, cold ÷ 10,000 articles, cold | 11 | 10.5 | met |" in text
    assert text.index("## 10,000 articles") < text.index("## 100,000 articles")
