"""One archive as the sources of three site generators: Pressmark, Hugo and Pelican.

Bodies are the same to the byte; front matter says the same as far as each can hear it. Templates and settings lie in
the folders of those names beside this module. Writing only: what is built and measured is for `run`.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.generate import Article, Record, article, records

HERE = Path(__file__).resolve().parent
THEMES = HERE.parent / "themes"
TOOLS = ("hugo", "pelican", "pressmark")
SECTIONS = {  # Hugo's lists that a file announces, and how they are called
    "articles": "Articles",
    "outlets": "Outlets",
    "people": "People",
    "organizations": "Organizations",
    "places": "Places",
    "tags": "Tags",
    "stories": "Stories",
}
MARKER = "<!-- edit here -->"  # in every tool's article template
ENTITY_TYPES = ("people", "organizations", "places")


@dataclass(frozen=True, slots=True)
class Written:
    """What an archive holds, for tables."""

    articles: int
    terms: int
    bytes: int  # of bodies


def write_sites(folder: Path, count: int, tools: Collection[str]) -> Written:
    """Write an archive of `count` articles for each tool into FOLDER/TOOL, which must not exist yet."""
    for tool in tools:
        shutil.copytree(HERE / tool, folder / tool, ignore=shutil.ignore_patterns("__pycache__"))
    if "pressmark" in tools:
        _own_theme(folder / "pressmark")
    terms: dict[str, set[str]] = defaultdict(set)
    ranks: set[int] = set()
    months: set[tuple[int, int]] = set()
    size = 0
    for number in range(count):
        one = article(number)
        for tool in tools:
            write_article(folder, tool, one)
        size += len(one.body.encode())
        months.add((one.date.year, one.date.month))
        ranks.update(name.rank for name in one.entities)
        for name in one.entities:
            terms[name.taxonomy].add(name.text)
        terms["outlets"].add(one.outlet)
        terms["tags"].update(one.tags)
        terms["stories"].update([one.story] if one.story else [])
    for record in records(ranks, terms["outlets"], terms["stories"]):
        for tool in tools:
            write_record(folder, tool, record)
    if "hugo" in tools:
        _write_hugo_sections(folder / "hugo", months)
    return Written(articles=count, terms=sum(map(len, terms.values())), bytes=size)


def write_article(folder: Path, tool: str, one: Article) -> Path:
    """Write an article's file for a tool, in place of the one that was there, and say where it is."""
    place = folder / tool / article_path(tool, one)
    _write(place, {"hugo": _hugo, "pelican": _pelican, "pressmark": _pressmark}[tool](one))
    return place


def article_path(tool: str, one: Article) -> str:
    """Where a tool's article lies, relative to its site."""
    if tool == "hugo":
        return f"content/{one.date.year}/{one.date.month:02d}/{one.slug}.md"
    if tool == "pelican":
        return f"content/{one.date.year}/{one.slug}.md"
    return f"content/articles/{one.date.year}/{one.date.isoformat()}-{one.slug}.md"


def page_path(one: Article) -> str:
    """Where every tool publishes an article, relative to its output folder."""
    return f"{one.date.year}/{one.date.month:02d}/{one.slug}/index.html"


def write_record(folder: Path, tool: str, record: Record) -> None:
    """Write what a tool can know of a term; Pelican knows nothing but its name."""
    if tool == "hugo":
        title = _yaml(title=record.text)
        _write(folder / tool / f"content/{record.taxonomy}/{record.slug}/_index.md", f"---\n{title}---\n{record.body}")
    elif tool == "pressmark":
        below = f"entities/{record.taxonomy}" if record.taxonomy in ENTITY_TYPES else record.taxonomy
        head = _yaml(title=record.text) if record.taxonomy == "stories" else _yaml(name=record.text)
        if record.taxonomy in ENTITY_TYPES:
            head += _yaml(type=record.taxonomy)
        if record.aliases:
            head += _yaml(aliases=record.aliases)
        _write(folder / tool / f"content/{below}/{record.slug}.md", f"---\n{head}---\n{record.body}")


# The three dialects of front matter


def _pressmark(one: Article) -> str:
    types = "".join(f"  {_yaml(**{kind: one.named(kind)})}" for kind in ENTITY_TYPES if one.named(kind))
    head = _yaml(title=one.title, outlet=one.outlet, date=one.date) + f"entities:\n{types}" + _yaml(tags=one.tags)
    if one.story:
        head += _yaml(stories=[one.story])
    return f"---\n{head}---\n{one.body}"


def _hugo(one: Article) -> str:
    head = _yaml(title=one.title, date=one.date, outlets=[one.outlet])
    head += "".join(_yaml(**{kind: one.named(kind)}) for kind in ENTITY_TYPES if one.named(kind))
    head += _yaml(tags=one.tags)
    if one.story:
        head += _yaml(stories=[one.story])
    return f"---\n{head}---\n{one.body}"


def _pelican(one: Article) -> str:
    tags = [*(name.text for name in one.entities), *one.tags, *([one.story] if one.story else [])]
    return (
        f"Title: {one.title}\nDate: {one.date.isoformat()}\nSlug: {one.slug}\nCategory: {one.outlet}\n"
        f"Tags: {', '.join(tags)}\n\n{one.body}"
    )


def _yaml(**fields: object) -> str:
    """Fields as lines of YAML; JSON's quoting is YAML's too."""
    return "".join(f"{key}: {_yaml_value(value)}\n" for key, value in fields.items())


def _yaml_value(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)


# What a tool needs beside its articles


def _own_theme(site: Path) -> None:
    """A theme whose article template can be edited: the default theme with a copy of that one file."""
    theme = site / "themes/benchmark"
    _write(theme / "theme.yaml", "name: Benchmark\nextends: broadsheet\ndescription: Broadsheet, to be edited.\n")
    text = (THEMES / "broadsheet/templates/article.html").read_text("utf-8")
    begin = "{% block main %}\n"
    _write(theme / "templates/article.html", text.replace(begin, f"{begin}{MARKER}\n", 1))


def _write_hugo_sections(site: Path, months: Iterable[tuple[int, int]]) -> None:
    """Hugo makes a list of a nested folder only where an _index.md says so."""
    for year, month in sorted(months):
        name = dt.date(year, month, 1).strftime("%Y-%m")
        _write(site / f"content/{year}/_index.md", f"---\n{_yaml(title=str(year))}---\n")
        _write(site / f"content/{year}/{month:02d}/_index.md", f"---\n{_yaml(title=name)}---\n")
    for section, title in SECTIONS.items():
        _write(site / f"content/{section}/_index.md", f"---\n{_yaml(title=title)}---\n")


def _write(place: Path, text: str) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")


def rename_in_pelican(folder: Path, old: str, new: str) -> None:
    """Rename a Pelican tag the only way there is: in every article that has it."""
    for place in sorted((folder / "pelican/content").rglob("*.md")):
        head, body = place.read_text("utf-8").split("\n\n", 1)
        fields, _, tags = head.rpartition("Tags: ")
        if old in tags.split(", "):
            named = ", ".join(new if tag == old else tag for tag in tags.split(", "))
            _write(place, f"{fields}Tags: {named}\n\n{body}")
