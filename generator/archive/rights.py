"""What an article's rights allow the site to show, and that nothing else of its text gets there.

Decides how much of a text leaves the archive room; how it then looks is the site's matter. Until then every room may
look at whole texts: what is found in one that is withheld may be shown, its words may not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from generator.archive.records import Archive, Carried, Entry, Note, Noted, Passage, PassagePlace
from generator.model import Annotation, Article, ArticleId, Body, Digest, Display, SourcePath, TextQuote, bodies_of
from generator.settings import RightsDefaults

NO_WORDS = TextQuote(exact="")


def display_of(article: Article, defaults: RightsDefaults) -> Display:
    """How much of the article may be shown: what it says itself, else what site.yaml says."""
    return article.rights.display or defaults.display


def shows_text(display: Display) -> bool:
    """Whether the page has the article's body and picture: only then do what they link to and their anchors exist."""
    return display is Display.FULL


def summary_of(article: Article, display: Display) -> str:
    """The article's own summary, else its first words where its rights allow them, else nothing.

    An explicit summary is the archivist's own writing, so it may always be shown.
    """
    if article.summary:
        return article.summary
    return "" if display is Display.METADATA else article.body.excerpt


def for_readers(archive: Archive) -> Archive:
    """The archive as the site room is given it: without the words that rights withhold.

    Of such a text the archive then knows how long it is and, where that may be shown, its excerpt; of what its notes
    quote, nothing. So no page can show more, whoever makes it.
    """
    shown = {entry.id: _for_readers(entry) for entry in archive.entries if not shows_text(entry.display)}
    if not shown:
        return archive
    fields: dict[str, Any] = {name: _with(getattr(archive, name), shown) for name in archive.__struct_fields__}
    return Archive(**{**fields, "withheld": {**archive.withheld, **_withheld(archive)}})


def _withheld(archive: Archive) -> dict[Digest, SourcePath]:
    """The bodies that no page may show, and the article of each; not those that another record shows as its own."""
    others = (archive.outlets, archive.entities, archive.tags, archive.stories, archive.quotes, archive.pages)
    shown = {record.body.digest for records in others for record in records.values()}
    shown.update(body.digest for entry in archive.entries for body in _shown_bodies(entry))
    return {
        digest: entry.article.source
        for entry in archive.entries
        if not shows_text(entry.display) and (digest := entry.article.body.digest) and digest not in shown
    }


def _shown_bodies(entry: Entry) -> Iterator[Body]:
    """The article's own body, where it is shown, and those of its notes, which say what their authors say."""
    text, *notes = bodies_of(entry.article)
    yield from notes
    if shows_text(entry.display):
        yield text


def _with(value: object, shown: Mapping[ArticleId, Entry]) -> object:
    """A part of an archive in which other entries stand for those of their ids."""
    if isinstance(value, Entry):
        return shown.get(value.id, value)
    if isinstance(value, Noted) and value.entry.id in shown:
        return msgspec.structs.replace(value, entry=shown[value.entry.id], note=_without_words(value.note))
    if isinstance(value, Passage):
        places = tuple([_place_for_readers(place, shown) for place in value.places])
        return msgspec.structs.replace(value, places=places)
    if isinstance(value, Carried):
        carriers = tuple([carrier for carrier in value.carriers if carrier.article not in shown])
        return msgspec.structs.replace(value, carriers=carriers)
    if type(value) is tuple:
        return tuple([_with(one, shown) for one in value])
    if type(value) is dict:
        return {key: _with(one, shown) for key, one in value.items()}
    return value


def _place_for_readers(place: PassagePlace, shown: Mapping[ArticleId, Entry]) -> PassagePlace:
    return msgspec.structs.replace(place, text="") if place.article in shown else place


def _for_readers(entry: Entry) -> Entry:
    article = entry.article
    excerpt = article.body.excerpt if entry.display is Display.EXCERPT else ""
    return msgspec.structs.replace(
        entry,
        article=msgspec.structs.replace(
            article,
            body=Body(digest=Digest(""), excerpt=excerpt, words=article.body.words),
            boilerplate=(),
            annotations=tuple(_unquoted(annotation) for annotation in article.annotations),
        ),
        notes=tuple(_without_words(note) for note in entry.notes),
    )


def _without_words(note: Note) -> Note:
    return msgspec.structs.replace(note, annotation=_unquoted(note.annotation))


def _unquoted(annotation: Annotation) -> Annotation:
    """The note without the words that it is about, and their place."""
    return msgspec.structs.replace(annotation, quote=NO_WORDS, requoted=None, start=None, end=None)
