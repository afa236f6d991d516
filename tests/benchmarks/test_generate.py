"""The archives that speed is measured on: the same everywhere, and like news."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from benchmarks import sites, words
from benchmarks.cases import CASES, Archive
from benchmarks.generate import Article, article
from benchmarks.results import COLD, Cell, Outcome, Size, report
from generator.build import BuildOptions, build

SAMPLE = 400


@pytest.fixture(scope="module")
def sample() -> list[Article]:
    return [article(number) for number in range(SAMPLE)]


def files_below(folder: Path) -> dict[str, bytes]:
    return {str(place.relative_to(folder)): place.read_bytes() for place in folder.rglob("*") if place.is_file()}


# The same everywhere


def test_an_article_never_changes() -> None:
    """Numbers measured in different years and on different machines are of the same text."""
    said = repr([article(number) for number in (0, 17, 9_999, 100_000)])
    assert hashlib.sha256(said.encode()).hexdigest() == "PINNED"


def test_two_archives_are_the_same_bytes(tmp_path: Path) -> None:
    """Another process with another hash seed writes the same files."""
    sites.write_sites(tmp_path / "here", 30, sites.TOOLS)
    command = [sys.executable, "-m", "benchmarks.generate", "30", str(tmp_path / "there")]
    root = Path(sites.__file__).parent.parent
    subprocess.run(command, check=True, cwd=root, env={"PYTHONHASHSEED": "7"}, capture_output=True)
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
def test_every_article_names_as_much_as_promised(sample: list[Article], many: object, least: int, most: int) -> None:
    counts = {many(one) for one in sample}  # type: ignore[operator]
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
    import unicodedata  # noqa: PLC0415 - for this table only

    return {unicodedata.name(letter).split()[0] for letter in set("".join(table))}


# The cases


def test_pressmark_takes_the_archive_without_a_word(tmp_path: Path) -> None:
    sites.write_sites(tmp_path, 60, ["pressmark"])
    made = build(tmp_path / "pressmark", BuildOptions(output=tmp_path / "out"))
    assert made.problems == ()
    assert made.articles == 60


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_a_case_changes_shows_in_the_next_build(case: object, tmp_path: Path) -> None:
    from benchmarks.cases import is_done  # noqa: PLC0415

    assert is_done
