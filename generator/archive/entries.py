"""Articles filed: every name an article declares becomes the id of what it means.

Reports what else is wrong with an article's declarations; ambiguous and unknown names the directory has reported.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import inf

import msgspec

from generator.archive.directory import Directory
from generator.archive.links import NOTHING, Atlas, Trouble, Unfound, follow, held_back
from generator.archive.names import ambiguous_name, who
from generator.archive.records import Entry, Mention, Note, Parent, Target
from generator.archive.rights import display_of, shows_text, summary_of
from generator.model import (
    Annotation,
    Article,
    ArticleId,
    Body,
    Derivation,
    Destination,
    DestinationKind,
    EntityRef,
    OutletId,
    SourcePath,
    StoryId,
    TagId,
)
from generator.problems import Problem, Span, warning
from generator.settings import RightsDefaults

WHERE_PICTURES_ARE = 'write its path from this file: "crane.jpg" beside it, or "../assets/crane.jpg"'


def enter(article: Article, atlas: Atlas, defaults: RightsDefaults, *, future: bool) -> tuple[Entry, list[Trouble]]:
    """The article as the archive files it, and what is wrong with it."""
    directory = atlas.directory
    tags, stories = directory.tags.meaning, directory.stories.meaning
    display = display_of(article, defaults)
    parents, troubles = _parents(article, atlas)
    notes, of_notes = _notes(article, atlas)
    troubles += of_notes
    targets: tuple[Target, ...] = ()
    image: Target | None = None
    if shows_text(display):
        targets, broken = follow_body(article.body, article.source, atlas)
        image, missing = _image(article, atlas)
        troubles += [*broken, *missing]
    entry = Entry(
        article=article,
        outlet=OutletId(directory.outlets.meaning[article.outlet.name]),
        mentions=_mentions(article.entities, directory),
        tags=tuple(dict.fromkeys([TagId(tags[ref.name]) for ref in article.tags])),
        stories=tuple(dict.fromkeys([StoryId(stories[ref.name]) for ref in article.stories])),
        parents=parents,
        display=display,
        summary=summary_of(article, display),
        targets=targets,
        notes=notes,
        image=image,
        future=future,
    )
    return entry, troubles


def follow_body(body: Body, source: SourcePath, atlas: Atlas) -> tuple[tuple[Target, ...], list[Trouble]]:
    """Where each destination of a body leads, and what is wrong with them."""
    followed = [follow(destination, source, atlas) for destination in body.destinations]
    return tuple(target for target, _ in followed), [trouble for _, trouble in followed if trouble]


def _notes(article: Article, atlas: Atlas) -> tuple[tuple[Note, ...], list[Trouble]]:
    """The notes of an article as they follow each other in its text, and what is wrong with them."""
    tags, troubles = atlas.directory.tags.meaning, list[Trouble]()
    notes = []
    for annotation in sorted(article.annotations, key=_place_in_text):
        targets, broken = follow_body(annotation.body, annotation.file or article.source, atlas)
        troubles += broken
        note = Note(
            annotation=annotation,
            tags=tuple(dict.fromkeys([TagId(tags[ref.name]) for ref in annotation.tags])),
            mentions=_mentions(annotation.entities, atlas.directory),
            targets=targets,
        )
        notes.append(note)
    return tuple(notes), troubles


def _place_in_text(annotation: Annotation) -> tuple[float, float]:
    """Where a note's words are, of notes on the same ones the widest first; those without words last, as written."""
    if annotation.start is None or annotation.end is None:
        return inf, 0
    return annotation.start, -annotation.end


def _mentions(refs: Iterable[EntityRef], directory: Directory) -> tuple[Mention, ...]:
    mentions: dict[str, Mention] = {}
    for ref in refs:
        plain = directory.mentions.get((ref.type, ref.name))
        if plain is None:
            continue  # a name without a type, reported by the directory
        first = mentions.get(plain.entity)
        if first is None:
            mentions[plain.entity] = plain if ref.role is None else msgspec.structs.replace(plain, role=ref.role)
        elif first.role is None and ref.role is not None:
            mentions[plain.entity] = msgspec.structs.replace(first, role=ref.role)
    return tuple(mentions.values())


def _parents(article: Article, atlas: Atlas) -> tuple[tuple[Parent, ...], list[Trouble]]:
    found = [_parent(article, derivation, atlas) for derivation in article.derived_from]
    return tuple(parent for parent, _ in found), [trouble for _, trouble in found if trouble]


def _parent(article: Article, derivation: Derivation, atlas: Atlas) -> tuple[Parent, Problem | None]:
    name = derivation.ref.name
    span = Span(article.source, derivation.ref.at.line, derivation.ref.at.column)
    claimants = who(name, atlas.directory.articles)
    unheld = Parent(relation=derivation.relation, name=name)
    if len(claimants) > 1:
        return unheld, ambiguous_name(name, claimants, span)
    if claimants and claimants[0].id == article.id:
        return unheld, Problem("derived-from-itself", f'"{name}" cannot derive from itself', span)
    if claimants:
        return Parent(relation=derivation.relation, name=claimants[0].name, article=ArticleId(claimants[0].id)), None
    if atlas.directory.unread.may_be(name):
        return unheld, None
    if who(name, atlas.held_names):
        return unheld, held_back(name, span)
    hint = "its name is shown without a link"
    return unheld, warning("unknown-reference", f'no article "{name}"', span, hint=hint)


def _image(article: Article, atlas: Atlas) -> tuple[Target | None, list[Trouble]]:
    if article.image is None:
        return None, []
    wanted = Destination(kind=DestinationKind.IMAGE, target=article.image.target, at=article.image.at)
    target, trouble = follow(wanted, article.source, atlas)
    if isinstance(trouble, Unfound):
        trouble = warning("missing-image", f'no picture "{trouble.written}"', trouble.span, hint=WHERE_PICTURES_ARE)
    return None if target == NOTHING else target, [trouble] if trouble else []
