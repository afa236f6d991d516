"""Notes on the words of an article, from its front matter or from NAME.notes.yaml beside it.

What a note is about is kept as written (W3C Web Annotation, TextQuoteSelector) and looked for in the article's text.
A note whose words are not there, or not for certain, is kept and said, never dropped and never put on other words.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from enum import StrEnum
from typing import Final

import msgspec

from generator.model import Annotation, Boilerplate, NoteId, SourcePath, TextQuote
from generator.problems import Problem, Span, warning
from generator.read.anchors import Anchors, Loss, Lost
from generator.read.fields import Fields, Reader, Reading, Value, items, mapping, quoted, wrong_shape
from generator.read.nodes import Mapping, Node, Scalar
from generator.read.readers import block, choice, date, entity, identifier, line, ref, verbatim

NOTES_SUFFIX: Final = ".notes.yaml"


class Motivation(StrEnum):
    """Why a note was made: the motivations of the Web Annotation Vocabulary, 3.3.5."""

    ASSESSING = "assessing"
    BOOKMARKING = "bookmarking"
    CLASSIFYING = "classifying"
    COMMENTING = "commenting"
    DESCRIBING = "describing"
    EDITING = "editing"
    HIGHLIGHTING = "highlighting"
    IDENTIFYING = "identifying"
    LINKING = "linking"
    MODERATING = "moderating"
    QUESTIONING = "questioning"
    REPLYING = "replying"
    TAGGING = "tagging"


def notes_path(article: SourcePath) -> SourcePath:
    """Where the notes of an article may stand: "a.notes.yaml" beside "a.md"."""
    return SourcePath(article.removesuffix(".md") + NOTES_SUFFIX)


def article_path(path: SourcePath) -> SourcePath:
    """The article that a file is, or whose notes it is."""
    return SourcePath(path.removesuffix(NOTES_SUFFIX) + ".md") if path.endswith(NOTES_SUFFIX) else path


def read_notes(root: Node | None, reading: Reading) -> tuple[Annotation, ...]:
    """The annotations of a notes file: a list of them, at the top or under the key `annotations`."""
    if root is None:
        return ()
    if isinstance(root, Mapping):
        fields = Fields(root, reading)
        notes = fields.many("annotations", in_file(reading.path))
        fields.drop_unknown()
        return notes
    value = Value("annotations", root, reading)
    if isinstance(root, Scalar):
        wrong_shape(value, "a list of annotations", 'an annotation is written {exact: "words", note: "text"}')
        return ()
    return items(value, in_file(reading.path))


def in_file(notes_file: SourcePath | None) -> Reader[Annotation]:
    """A reader of annotations that stand in a notes file, or (None) in the article's own."""

    def read(value: Value) -> Annotation | None:
        fields = mapping(value, 'annotations: [{exact: "words", note: "text"}]')
        return None if fields is None else _annotation(fields, notes_file)

    return read


def _annotation(fields: Fields, notes_file: SourcePath | None) -> Annotation | None:
    quote = TextQuote(
        exact=fields.required("exact", verbatim, "", "the words of the article that the note is about"),
        prefix=fields.one("prefix", verbatim) or "",
        suffix=fields.one("suffix", verbatim) or "",
    )
    note = fields.one("note", block) or ""
    annotation = Annotation(
        id=NoteId(fields.one("id", identifier) or _default_id(quote, note)),
        quote=quote,
        note=note,
        at=fields.place("exact"),
        note_at=fields.place("note"),
        file=notes_file,
        by=fields.one("by", line),
        created=fields.one("created", date),
        motivation=(fields.one("motivation", choice(Motivation)) or Motivation.COMMENTING).value,
        tags=fields.many("tags", ref),
        entities=fields.many("entities", entity(None)),
    )
    fields.drop_unknown()
    return fields.complete(annotation)


def boilerplate(value: Value) -> Boilerplate | None:
    """A passage to hide: a text, or {exact, kind}."""
    if isinstance(value.node, Scalar):
        exact = verbatim(value)
        return None if exact is None else Boilerplate(exact=exact, at=value.at)
    fields = mapping(value, 'boilerplate: [{exact: "words", kind: donation}]')
    if fields is None:
        return None
    passage = Boilerplate(
        exact=fields.required("exact", verbatim, "", "the words to hide"),
        kind=fields.one("kind", line),
        at=fields.place("exact"),
    )
    fields.drop_unknown()
    return fields.complete(passage)


def with_unique_ids(
    annotations: Iterable[Annotation], article: SourcePath
) -> tuple[tuple[Annotation, ...], tuple[Problem, ...]]:
    """The annotations of an article without those whose id an earlier one has, and a problem for each of these."""
    first: dict[NoteId, Span] = {}
    kept: list[Annotation] = []
    problems: list[Problem] = []
    for annotation in annotations:
        place = Span(annotation.file or article, annotation.at.line, annotation.at.column)
        if annotation.id in first:
            message = f"the note id {quoted(annotation.id)} is used twice in this article"
            hint = f"the other one is at {first[annotation.id]}; two notes that are alike need an id each"
            problems.append(Problem("duplicate-note", message, place, hint))
        else:
            first[annotation.id] = place
            kept.append(annotation)
    return tuple(kept), tuple(problems)


def anchored(
    annotations: tuple[Annotation, ...], text: str, article: SourcePath
) -> tuple[tuple[Annotation, ...], tuple[Problem, ...]]:
    """The annotations with the places of their words in a reading text, and a warning for each that is not sure."""
    if not annotations:
        return (), ()
    anchors = Anchors(text)
    placed: list[Annotation] = []
    problems: list[Problem] = []
    for annotation in annotations:
        found = anchors.anchor(annotation.quote)
        span = Span(annotation.file or article, annotation.at.line, annotation.at.column)
        if isinstance(found, Lost):
            placed.append(annotation)
            problems.append(_lost(annotation.quote, found, anchors, span))
            continue
        requoted = anchors.quote_for(found.start, found.end) if found.approximate else None
        placed.append(msgspec.structs.replace(annotation, start=found.start, end=found.end, requoted=requoted))
        if requoted:
            message = f"the words of this note are now {quoted(requoted.exact)}"
            hint = f"write {_written(requoted)}, or let `pressmark check --fix` do it"
            problems.append(warning("changed-words", message, span, hint))
    return tuple(placed), tuple(problems)


def _lost(quote: TextQuote, lost: Lost, anchors: Anchors, span: Span) -> Problem:
    words = quoted(quote.exact)
    match lost.reason:
        case Loss.NOT_FOUND:
            message = f"the text has no {words} for this note to be about"
            hint = "quote words that are there; until then the note stands below the text, without a place in it"
            return warning("orphaned-note", message, span, hint)
        case Loss.INSIDE_WORDS:
            message = f"the text has {words} only inside longer words"
            return warning("orphaned-note", message, span, "quote whole words")
        case Loss.SEVERAL:
            message = f"the text has {words} {len(lost.places)} times, and the note does not say which it is about"
        case Loss.SIMILAR:
            message = f"the text has words like {words} in {len(lost.places)} places, and just these nowhere"
    meant = anchors.quote_for(*lost.places[0])
    return warning("ambiguous-note", message, span, f"the first of them is {_written(meant)}")


def _written(quote: TextQuote) -> str:
    """How a quotation is written in YAML."""
    parts = (("exact", quote.exact), ("prefix", quote.prefix), ("suffix", quote.suffix))
    return ", ".join(f"{key}: {msgspec.json.encode(text).decode()}" for key, text in parts if text)


def _default_id(quote: TextQuote, note: str) -> str:
    """An id that stays the same while the note and the words it quotes do: "n" and ten hex digits."""
    parts = (quote.exact, quote.prefix, quote.suffix, note)
    text = "\0".join(parts).encode("utf-8", "surrogatepass")
    return "n" + hashlib.blake2b(text, digest_size=5).hexdigest()
