"""Notes as machines read them: W3C Web Annotations, in JSON-LD (Web Annotation Data Model, 2017).

An article's notes are an AnnotationPage, those of the archive an AnnotationCollection. A note says its words by a
TextQuoteSelector and, where they are in the text, a TextPositionSelector that counts code points of the reading text.
Words that an article's rights withhold are in neither.
"""

from __future__ import annotations

import msgspec

from generator.archive.records import Entry, Note
from generator.model import EdtfDate, Precision
from generator.site import dates, routes
from generator.site.context import Context, shows_body

Node = dict[str, object]

CONTEXT = "http://www.w3.org/ns/anno.jsonld"


def annotation_page(context: Context, entry: Entry) -> str:
    """The notes of one article, as an AnnotationPage (3.1 and 5.2 of the model); JSON text."""
    place = context.base.absolute(routes.web_annotations(context.paths[entry.id]))
    page: Node = {
        "@context": CONTEXT,
        "id": place,
        "type": "AnnotationPage",
        "partOf": {
            "id": context.base.absolute(routes.web_annotations(routes.NOTES)),
            "type": "AnnotationCollection",
            "label": _label(context),  # and no total, for which one more note would make every page of notes anew
        },
        "items": [_annotation(context, entry, note) for note in entry.notes],
    }
    return _written(page)


def annotation_collection(context: Context) -> str:
    """All notes, the newest first, as an AnnotationCollection of one page (5.1 of the model); JSON text."""
    place = context.base.absolute(routes.web_annotations(routes.NOTES))
    notes = context.archive.notes
    collection: Node = {
        "@context": CONTEXT,
        "id": place,
        "type": "AnnotationCollection",
        "label": _label(context),
        "total": len(notes),
        "first": {
            "id": f"{place}#all",
            "type": "AnnotationPage",
            "startIndex": 0,
            "items": [_annotation(context, noted.entry, noted.note) for noted in notes],
        },
    }
    return _written(collection)


def _label(context: Context) -> str:
    return f"Notes · {context.config.title}"


def _annotation(context: Context, entry: Entry, note: Note) -> Node:
    annotation = note.annotation
    page = context.base.absolute(context.paths[entry.id])
    target: Node = {"source": page, "type": "SpecificResource"}
    if shows_body(entry):
        target["selector"] = _selectors(note)
    return _given(
        id=f"{page}#{routes.fragment(f'note-{annotation.id}')}",
        type="Annotation",
        motivation=annotation.motivation,
        creator={"type": "Agent", "name": annotation.by} if annotation.by else None,
        created=_time(annotation.created) if annotation.created else None,
        body=_bodies(context, note),
        target=target,
    )


def _bodies(context: Context, note: Note) -> list[Node]:
    archive = context.archive
    text: list[Node] = []
    if note.annotation.note:
        text.append({"type": "TextualBody", "value": note.annotation.note, "format": "text/markdown"})
    tags: list[Node] = [
        {"type": "TextualBody", "value": archive.tags[tag].name, "purpose": "tagging"} for tag in note.tags
    ]
    entities: list[Node] = [
        {
            "type": "SpecificResource",
            "source": context.base.origin + context.chips[mention.entity].url,
            "purpose": "identifying",
        }
        for mention in note.mentions
    ]
    return [*text, *tags, *entities]


def _selectors(note: Note) -> list[Node]:
    annotation = note.annotation
    quote = annotation.requoted or annotation.quote
    selectors: list[Node] = [
        _given(
            type="TextQuoteSelector",
            exact=quote.exact,
            prefix=quote.prefix or None,
            suffix=quote.suffix or None,
        )
    ]
    if annotation.start is not None and annotation.end is not None:
        selectors.append({"type": "TextPositionSelector", "start": annotation.start, "end": annotation.end})
    return selectors


def _time(made: EdtfDate) -> str | None:
    """An xsd:dateTime with its zone, as the model asks for; a day is its beginning, and less says nothing."""
    if made.instant is not None:
        return made.instant.isoformat()
    return f"{dates.iso_for_html(made)}T00:00:00Z" if made.precision is Precision.DAY else None


def _given(**fields: object) -> Node:
    """The fields that say something."""
    return {name: value for name, value in fields.items() if value is not None and value != []}


def _written(node: Node) -> str:
    return msgspec.json.format(msgspec.json.encode(node), indent=2).decode() + "\n"
