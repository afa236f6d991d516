"""What happens to an archive between two builds, done to every generator's sources alike, and the proof that it shows.

A case changes something else in every run, so that no tool meets a state that it has built before.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks import sites, words
from benchmarks.generate import Article, Record, article, records

ENTITY = 30  # the rank of the entity that is renamed: in about one article in a hundred


@dataclass(frozen=True, slots=True)
class Archive:
    """Where the sources are, of how many articles, for which tools."""

    work: Path
    articles: int
    sites: Collection[str]


@dataclass(frozen=True, slots=True)
class Expected:
    """What a build must have done: `text` is on the page `path`, or, without a text, the page is there."""

    path: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A kind of build; `change` is given the archive and the number of the run."""

    name: str
    change: Callable[[Archive, int], Expected]
    cold: bool = False
    large: bool = False  # also measured on archives of 100,000


def nothing(archive: Archive, run: int) -> Expected:
    """Leave everything as it is."""
    return Expected(sites.page_path(article(_chosen(archive, run))))


def body(archive: Archive, run: int) -> Expected:
    """A sentence more at the end of one article."""
    one = article(_chosen(archive, run))
    text = f"Corrected in edition {_token('b', run)}."
    return _rewritten(archive, dataclasses.replace(one, body=f"{one.body}\n{text}\n"), text)


def title(archive: Archive, run: int) -> Expected:
    """Another title for one article."""
    one = article(_chosen(archive, run) + 1)
    text = f"{one.title} {_token('t', run)}"
    return _rewritten(archive, dataclasses.replace(one, title=text), text)


def new_article(archive: Archive, run: int) -> Expected:
    """One article more."""
    return _rewritten(archive, article(archive.articles + run), "")


def rename(archive: Archive, run: int) -> Expected:
    """Another name for an entity with a record; articles that write an old one still mean it.

    Pelican has no records: there the name changes in every article that has it.
    """
    name = words.entity(ENTITY)
    record = next(one for one in records({ENTITY}, set(), set()) if one.text == name.text)
    names = [name.text, *(f"{name.text} {_token('r', number)}" for number in range(run + 1))]
    new = Record(record.taxonomy, names[-1], record.slug, record.body, (*record.aliases, *names[:-1]))
    for tool in archive.sites:
        sites.write_record(archive.work, tool, new)
    if "pelican" in archive.sites:
        sites.rename_in_pelican(archive.work, names[-2], names[-1])
    return Expected(sites.page_path(_first_with(ENTITY)), names[-1])


def template(archive: Archive, run: int) -> Expected:
    """A line more in the template of articles."""
    text = f"Template {_token('a', run)}"
    for tool in archive.sites:
        place = archive.work / tool / _TEMPLATES[tool]
        now = place.read_text("utf-8")
        place.write_text(now.replace(sites.MARKER, f"{sites.MARKER}<p>{text}</p>"), "utf-8")
    return Expected(sites.page_path(article(_chosen(archive, run))), text)


CASES = (
    Case("Cold", nothing, cold=True, large=True),
    Case("Nothing changed", nothing, large=True),
    Case("One body edited", body),
    Case("One title edited", title),
    Case("One new article", new_article),
    Case("One entity renamed", rename),
    Case("Article template edited", template),
)

_TEMPLATES = {
    "hugo": "layouts/page.html",
    "pelican": "theme/templates/article.html",
    "pressmark": "themes/benchmark/templates/article.html",
}


def is_done(output: Path, expected: Expected) -> bool:
    """Whether a build's output shows what its sources say."""
    page = output / expected.path
    return page.is_file() and expected.text in page.read_text("utf-8")


def _rewritten(archive: Archive, one: Article, text: str) -> Expected:
    for tool in archive.sites:
        sites.write_article(archive.work, tool, one)
    return Expected(sites.page_path(one), text)


def _chosen(archive: Archive, run: int) -> int:
    """An article somewhere in the archive, another one each run."""
    return (archive.articles // 3 + run * 7) % archive.articles


def _token(kind: str, run: int) -> str:
    """A word that nothing else in the archive has."""
    return f"zz{kind}{'abcdefghijklmnopqrstuvwxyz'[run % 26]}zz"


@cache
def _first_with(rank: int) -> Article:
    number = 0
    while all(name.rank != rank for name in article(number).entities):
        number += 1
    return article(number)
