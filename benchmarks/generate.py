"""Archives of any size to measure with: articles as values, then as the files of three site generators.

`article(n)` is the same whatever the size of the archive and wherever it is made. About 1,000 words an article, one
paragraph in twelve with markup, two to nine entities, one to four tags, forty outlets, twenty years, a few stories.
The text is invented; what is true of news text (lengths, frequencies, punctuation) is meant to be true of it.

    python -m benchmarks.generate 1000 FOLDER
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from benchmarks import words
from benchmarks.words import Name, Stream

OUTLETS = 40
TAGS_FLATTEN = 18  # the commonest tag is on one article in eight
MOST_TAGS = 160
RECORDS = 300  # entities with an authority record: the most frequent ones
STORY_EVERY = 400  # articles: one story for each such block
FIRST_DAY = dt.date(2004, 1, 1)
DAYS = 7_300

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Article:
    """One article: `body` is Markdown that all three generators read alike."""

    number: int
    slug: str
    title: str
    outlet: str
    date: dt.date
    entities: tuple[Name, ...]
    tags: tuple[str, ...]
    story: str | None
    body: str

    def named(self, taxonomy: str) -> list[str]:
        """The names of its entities of one type."""
        return [name.text for name in self.entities if name.taxonomy == taxonomy]


@dataclass(frozen=True, slots=True)
class Record:
    """What is known about a term: an entity, an outlet or a story that some article names."""

    taxonomy: str
    text: str
    slug: str
    body: str
    aliases: tuple[str, ...] = ()


def article(number: int) -> Article:
    """The article of a number."""
    stream = Stream("article", number)
    story = words.story(number // STORY_EVERY) if stream.one_in(20) else None
    date = _date_in_story(number // STORY_EVERY, stream) if story else FIRST_DAY + dt.timedelta(stream.below(DAYS))
    entities = _different(stream.between(2, 9), lambda: words.entity(stream.rank()))
    tags = _different(1 + stream.below(4), lambda: words.tag(min(stream.rank(TAGS_FLATTEN), 10_000) % MOST_TAGS))
    title_words = stream.words(stream.between(5, 11))
    if stream.one_in(2):
        title_words.insert(1, entities[0].text)
    title = " ".join(title_words)
    return Article(
        number=number,
        slug=f"{'-'.join(stream.words(2))}-{number}",
        title=title[0].upper() + title[1:],
        outlet=words.outlet(min(stream.rank(4), 1_000) % OUTLETS),
        date=date,
        entities=tuple(entities),
        tags=tuple(tags),
        story=story,
        body=_body(stream, [name.text for name in entities]),
    )


def records(named: set[int], outlets: set[str], stories: set[str]) -> list[Record]:
    """The records of an archive: of its most frequent entities (by rank), of its outlets and of its stories."""
    made = []
    for name in map(words.entity, sorted(rank for rank in named if rank < RECORDS)):
        initial = (f"{name.text[0]}. {name.text.split()[-1]}",) if name.taxonomy == "people" else ()
        made.append(Record(name.taxonomy, name.text, name.slug, _about(name.text), initial))
    made += [Record("outlets", name, words.slug(name), _about(name)) for name in sorted(outlets)]
    made += [Record("stories", name, words.slug(name), _about(name)) for name in sorted(stories)]
    return made


def _about(name: str) -> str:
    stream = Stream("about", name)
    return "\n\n".join(_paragraph(stream, [name]) for _ in range(2)) + "\n"


def _date_in_story(number: int, stream: Stream) -> dt.date:
    return FIRST_DAY + dt.timedelta(Stream("story", number).below(DAYS - 30) + stream.below(30))


def _different(count: int, draw: Callable[[], Item]) -> list[Item]:
    found: dict[Item, None] = {}
    for _ in range(count * 20):
        if len(found) == count:
            break
        found[draw()] = None
    return list(found)


# Text


def _body(stream: Stream, names: list[str]) -> str:
    """About 1,000 words (400 to 1,600) in paragraphs of about 70."""
    wanted = stream.between(400, 1_600)
    parts: list[str] = []
    notes: list[str] = []
    while wanted > 0:
        paragraph = _paragraph(stream, names)
        wanted -= paragraph.count(" ") + 1
        if stream.one_in(12):
            paragraph = _marked_up(stream, paragraph, notes)
        parts.append(paragraph)
    return "\n\n".join(parts + notes) + "\n"


def _paragraph(stream: Stream, names: list[str]) -> str:
    return " ".join(_sentence(stream, names) for _ in range(stream.between(1, 7)))


def _sentence(stream: Stream, names: list[str]) -> str:
    """5 to 31 words with the punctuation of a newspaper."""
    spoken = stream.words(stream.between(5, 31))
    chances = stream.take(8)
    if chances[0] < 90:  # noqa: PLR2004 - bytes as chances: 90 of 256
        spoken[len(spoken) // 2] += ","
    if chances[1] < 70:  # noqa: PLR2004
        spoken[chances[2] % len(spoken)] = names[chances[3] % len(names)]
    if chances[2] < 30:  # noqa: PLR2004
        spoken[-2] += "'s"
    if chances[3] < 25:  # noqa: PLR2004
        spoken[1] = f"{spoken[1]}-{spoken[2]}"
    if chances[4] < 30:  # noqa: PLR2004
        spoken[3] = ("$4.{}", "{} percent", "{},000", "20{}", "{}%")[chances[5] % 5].format(chances[6] % 90 + 10)
    if chances[5] < 12:  # noqa: PLR2004
        spoken[2] = f"({spoken[2]} & {spoken[3]})"
    sentence = " ".join(spoken)
    sentence = sentence[0].upper() + sentence[1:]
    if chances[7] < 40:  # noqa: PLR2004
        return f'"{sentence}," {("said", "told")[chances[6] % 2]} {names[chances[6] % len(names)]}.'
    return sentence + ("?" if chances[6] < 6 else ".")  # noqa: PLR2004


def _marked_up(stream: Stream, paragraph: str, notes: list[str]) -> str:
    """The paragraph with one kind of Markdown in it."""
    first, second, rest = paragraph.split(" ", 2)
    kind = stream.below(8)
    if kind == 0:
        return f"{first} *{second}* {rest}"
    if kind == 1:
        return f"{first} **{second}** {rest}"
    if kind == 2:  # noqa: PLR2004
        return f"{first} [{second}](https://example.org/{stream.below(1_000)}/) {rest}"
    if kind == 3:  # noqa: PLR2004
        return f"{first} `{second}` {rest}"
    if kind == 4:  # noqa: PLR2004
        return "\n".join(f"- {' '.join(stream.words(stream.between(4, 14)))}" for _ in range(stream.between(2, 5)))
    if kind == 5:  # noqa: PLR2004
        return f"> {paragraph}"
    if kind == 6:  # noqa: PLR2004
        return f"## {' '.join(stream.words(4)).capitalize()}\n\n{paragraph}"
    label = f"n{len(notes) + 1}"
    notes.append(f"[^{label}]: {' '.join(stream.words(12)).capitalize()}.")
    return f"{paragraph}[^{label}]"


def main() -> None:
    """Write the three sites of an archive."""
    from benchmarks.sites import TOOLS, write_sites  # noqa: PLC0415 - sites is written in terms of this module

    parser = argparse.ArgumentParser(description="Write one archive as sites of three generators.")
    parser.add_argument("articles", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", choices=sorted(TOOLS), action="append", help="a generator; all unless given")
    arguments = parser.parse_args()
    counted = write_sites(arguments.folder, arguments.articles, arguments.only or sorted(TOOLS))
    print(f"{arguments.articles} articles, {counted.terms} terms")


if __name__ == "__main__":
    main()
