"""One file in, one record out.

Composes what the other modules of this room do: split, load the YAML, convert the body, read the fields. It never
looks at another file (the notes file beside an article counts as part of it), so any number of files can be read at
once, in any order, and a record depends on its own bytes and the configuration alone.
"""

from __future__ import annotations

from enum import StrEnum
from typing import assert_never
from zoneinfo import ZoneInfo

import msgspec

from generator.model import Annotation, AnyRecord, Article, BodyText, Digest, Parsed, SourcePath
from generator.problems import Position, Problem
from generator.read.annotations import anchored, read_notes, with_unique_ids
from generator.read.articles import read_article
from generator.read.authorities import read_entity, read_outlet, read_page, read_quote, read_story, read_tag
from generator.read.fields import Fields, Reading
from generator.read.markdown import convert, convert_note
from generator.read.nodes import Mapping, Node
from generator.read.source import Source, split
from generator.read.yaml import load_yaml
from generator.settings import Config


class ContentKind(StrEnum):
    """What a content file describes: the name of the folder below content/ that it is in."""

    ARTICLE = "articles"
    ENTITY = "entities"
    OUTLET = "outlets"
    TAG = "tags"
    STORY = "stories"
    QUOTE = "quotes"
    PAGE = "pages"


Html = tuple[tuple[Digest, str], ...]
"""Converted bodies, each under its digest."""

_FOLDERS = frozenset(ContentKind)


def kind_of(path: SourcePath, config: Config) -> ContentKind | None:
    """What the file at `path` describes, by its folder; None for anything that is no record (assets, notes, hidden)."""
    folder, _, place = path.removeprefix(f"{config.content}/").partition("/")
    if not path.startswith(f"{config.content}/") or not place.endswith(".md"):
        return None
    if folder not in _FOLDERS or place.startswith(".") or "/." in place:
        return None
    return ContentKind(folder)


def parse(
    source: Source, kind: ContentKind, config: Config, notes: Source | None = None
) -> tuple[Parsed | None, tuple[Problem, ...]]:
    """The record that a file describes and its body's text, and everything that is wrong with the file.

    None when the file is no front matter and body, or lacks something that its kind of record must have. `notes` is
    the notes file beside an article. A record comes with problems when what is wrong leaves it usable.
    """
    document, problems = split(source)
    if document is None:
        return None, problems
    root, in_yaml = load_yaml(document.front, source.path, document.front_line)
    reading = Reading(source.path, ZoneInfo(config.timezone), Position(document.front_line, 1))
    record = None if root is None and in_yaml else _record(root, kind, config, reading)
    passages = record.boilerplate if isinstance(record, Article) else ()
    body, text, in_body = convert(document.body, source.path, document.body_line, config.markdown, passages)
    problems += in_yaml + in_body + tuple(reading.problems)
    of_notes: Html = ()
    if isinstance(record, Article):
        record, of_notes, in_notes = _with_notes(record, text, reading, notes, config)
        problems += in_notes
    if record is None:
        return None, problems
    return Parsed(record=msgspec.structs.replace(record, body=body), text=text, notes=of_notes), problems


def _record(root: Node | None, kind: ContentKind, config: Config, reading: Reading) -> AnyRecord | None:
    if root is not None and not isinstance(root, Mapping):
        message = "the front matter is not a mapping of keys to values"
        reading.wrong("wrong-shape", message, root.at, 'write lines such as "title: …"')
        return None
    fields = Fields(root or Mapping(entries=(), at=reading.start), reading, at=reading.start)
    place = reading.path.removeprefix(f"{config.content}/{kind}/").removesuffix(".md")
    stem = place.rpartition("/")[2]
    record: AnyRecord | None
    match kind:
        case ContentKind.ARTICLE:
            record = read_article(fields, stem, config)
        case ContentKind.ENTITY:
            record = read_entity(fields, stem, config)
        case ContentKind.OUTLET:
            record = read_outlet(fields, stem)
        case ContentKind.TAG:
            record = read_tag(fields, stem)
        case ContentKind.STORY:
            record = read_story(fields, stem)
        case ContentKind.QUOTE:
            record = read_quote(fields, stem)
        case ContentKind.PAGE:
            record = read_page(fields, place)
        case _:
            assert_never(kind)
    return record


def _with_notes(
    article: Article, text: BodyText, reading: Reading, notes: Source | None, config: Config
) -> tuple[Article, Html, tuple[Problem, ...]]:
    """The article with its own annotations and those of its notes file, each on its words; the HTML of the notes."""
    annotations = article.annotations
    problems: tuple[Problem, ...] = ()
    if notes is not None:
        root, problems = load_yaml(notes.text, notes.path)
        beside = Reading(notes.path, reading.timezone, Position(1, 1))
        annotations += read_notes(root, beside)
        problems += tuple(beside.problems)
    annotations, repeated = with_unique_ids(annotations, article.source)
    annotations, lost = anchored(annotations, text.text, article.source)
    annotations, html, wrong = _converted(annotations, article.source, config)
    problems += repeated + lost + wrong
    return msgspec.structs.replace(article, annotations=annotations), html, problems


def _converted(
    annotations: tuple[Annotation, ...], article: SourcePath, config: Config
) -> tuple[tuple[Annotation, ...], Html, tuple[Problem, ...]]:
    """The annotations with the bodies of their notes, the HTML of these, and what is wrong with them."""
    converted: list[Annotation] = []
    html: list[tuple[Digest, str]] = []
    problems: tuple[Problem, ...] = ()
    for annotation in annotations:
        file, line = annotation.file or article, annotation.note_at.line
        body, text, wrong = convert_note(annotation.note, file, line, config.markdown)
        converted.append(msgspec.structs.replace(annotation, body=body))
        html.append((body.digest, text.html))
        problems += wrong
    return tuple(converted), tuple(html), problems
