"""The demo archive retells its two sources in its own words, quotes little, and says whom it quotes."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

LONGEST_QUOTATION = 19  # words
LONGEST_SHARED_RUN = 7  # words in a row that may be like a source's outside quotation marks
LONG_ENOUGH_TO_ATTRIBUTE = 4  # words; a shorter quotation is a name or a word under discussion

QUOTATION = re.compile(r"“([^”]*)”")
WORD = re.compile(r"\w+(?:['’]\w+)*")
SOURCES_NAMED = re.compile(r"KCNA|the (agency|dispatch|New York Sun|Moscow Times|Korea Times)", re.IGNORECASE)


def texts(root: Path) -> Iterator[tuple[str, str]]:
    """Every text of the demo: its path and all its words, front matter included, links reduced to their texts."""
    for path in sorted([root / "site.yaml", *(root / "content").rglob("*.md"), *(root / "content").rglob("*.svg")]):
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"\]\([^)]*\)", "]", text)
        text = re.sub(r"\[\[(?:[^\]|]*\|)?([^\]]*)\]\]", r"\1", text)
        yield path.relative_to(root).as_posix(), re.sub(r"[*`\[\]]", "", text)


def words(text: str) -> list[str]:
    return [word.casefold().replace("’", "'") for word in WORD.findall(text)]


def runs(tokens: list[str], length: int) -> set[tuple[str, ...]]:
    return {tuple(tokens[start : start + length]) for start in range(len(tokens) - length + 1)}


def shared_runs(text: str, source: str) -> set[tuple[str, ...]]:
    """Runs of words, longer than may be, that stand in `source` and outside short quotations of `text`."""
    length = LONGEST_SHARED_RUN + 1
    of_source = runs(words(source), length)
    unquoted = QUOTATION.sub(lambda m: " | " if len(words(m.group(1))) <= LONGEST_QUOTATION else m.group(1), text)
    return set().union(*(runs(words(part), length) & of_source for part in unquoted.split("|")))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He said that one two three four five six seven ended.", 0),
        ("He said that one two three four five six seven eight ended.", 1),
        ("He said “one two three four five six seven eight nine” and went.", 0),
        ("He said “" + "one two three four five six seven eight nine ten " * 2 + "”.", 4),
    ],
)
def test_the_check_itself_finds_copied_words(text: str, found: int) -> None:
    source = "one two three four five six seven eight nine ten one two three"
    assert len(shared_runs(text, source)) >= found if found else not shared_runs(text, source)


def test_the_demo_copies_no_sentence_of_its_sources(root: Path, seeds: Path) -> None:
    sources = {path.name: path.read_text(encoding="utf-8") for path in sorted(seeds.glob("*.txt"))}
    assert sources
    copied = {
        (path, name, " ".join(run))
        for path, text in texts(root)
        for name, source in sources.items()
        for run in shared_runs(text, source)
    }
    assert not copied


def test_quotations_of_the_demo_are_in_its_sources(root: Path, seeds: Path) -> None:
    heard = " ".join(" ".join(words(path.read_text(encoding="utf-8"))) for path in sorted(seeds.glob("*.txt")))
    invented = [
        (path, quotation)
        for path, text in texts(root)
        for quotation in QUOTATION.findall(text)
        if " ".join(words(quotation)) not in heard
    ]
    assert not invented


def test_quotations_are_short(root: Path) -> None:
    quotations = [(path, found) for path, text in texts(root) for found in QUOTATION.findall(text)]
    assert len(quotations) > 10
    assert not [found for found in quotations if len(words(found[1])) > LONGEST_QUOTATION]


def test_quotations_are_attributed_where_they_stand(root: Path) -> None:
    unattributed = [
        (path, quotation)
        for path, text in texts(root)
        if path.startswith("content/articles/")
        for paragraph in re.split(r"\n\s*\n", text.partition("\n---\n")[2])
        for quotation in QUOTATION.findall(paragraph)
        if len(words(quotation)) >= LONG_ENOUGH_TO_ATTRIBUTE and not SOURCES_NAMED.search(paragraph)
    ]
    assert not unattributed


def test_the_demo_has_no_problem_and_no_note_without_its_words(root: Path) -> None:
    found = subprocess.run(
        [sys.executable, "-m", "generator", "check", "--format", "json"],
        cwd=root,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert found.returncode == 0, found.stdout + found.stderr
    assert json.loads(found.stdout)["problems"] == []


def test_a_checksum_of_the_demo_is_that_of_the_text_below_it(root: Path) -> None:
    found = {}
    for path in sorted((root / "content/articles").glob("*.md")):
        front, _, body = path.read_text(encoding="utf-8").partition("\n---\n")
        if written := re.search(r"^  sha256: (\w+)$", front, re.MULTILINE):
            found[path.name] = (written[1], hashlib.sha256(body.encode()).hexdigest())
    assert found
    assert all(written == real for written, real in found.values()), found


@pytest.mark.parametrize("path", sorted((Path(__file__).parents[2] / "content/articles").glob("*.md")))
def test_a_demo_article_is_worth_reading_and_soon_read(path: Path) -> None:
    body = path.read_text(encoding="utf-8").partition("\n---\n")[2]
    assert 150 <= len(words(body)) <= 370
