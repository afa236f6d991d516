"""Notes on the words of articles: as an article shows them, and the pages that list them.

A note's permanent address is a place on its article's page. What an article's rights withhold, its notes do not quote.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from generator.archive.records import Entry, Note, Noted
from generator.model import TagId
from generator.read.ids import slug
from generator.site import lists, routes, words
from generator.site.context import (
    Context,
    article_link,
    body_view,
    crumbs,
    date_view,
    entity_chip,
    head,
    language_of,
    outlet_chip,
    shows_body,
    tag_chip,
)
from generator.site.parts import Choice, ChoiceRow, NoteCard, NoteView
from generator.site.planned import Page, SitePath
from generator.site.provenance import original_view
from generator.site.views import NotesView

FEW = 24  # notes that the page of an entity, tag or story shows


# On an article's page


def note_views(context: Context, entry: Entry) -> tuple[NoteView, ...]:
    """The notes on an article, in the order of the words that they are about."""
    return tuple(_note_view(context, entry, note, number) for number, note in enumerate(entry.notes, start=1))


def _note_view(context: Context, entry: Entry, note: Note, number: int) -> NoteView:
    annotation, article = note.annotation, entry.article
    anchor, shown = f"note-{annotation.id}", shows_body(entry)
    return NoteView(
        anchor=anchor,
        number=number,
        url=f"{context.base.url(context.paths[entry.id])}#{routes.fragment(anchor)}",
        words=(annotation.requoted or annotation.quote).exact if shown else "",
        start=annotation.start if shown else None,
        end=annotation.end if shown else None,
        body=body_view(context, annotation.body, note.targets),
        by=annotation.by,
        by_url=context.base.url(routes.notes_by(slug(annotation.by))) if annotation.by else None,
        created=date_view(context, annotation.created) if annotation.created else None,
        motivation=annotation.motivation,
        motivation_label=words.motivation_label(annotation.motivation),
        tags=tuple(tag_chip(context, tag) for tag in note.tags),
        entities=tuple(entity_chip(context, mention.entity) for mention in note.mentions),
        approximate=annotation.requoted is not None,
        original=original_view(article, annotation.quote) if shown else None,
    )


# In lists


def note_cards(context: Context, notes: Iterable[Noted]) -> tuple[NoteCard, ...]:
    """Notes as lists show them."""
    return tuple(_card(context, noted) for noted in notes)


def few_cards(context: Context, notes: Sequence[Noted]) -> tuple[NoteCard, ...]:
    """The first of many."""
    return note_cards(context, notes[:FEW])


def notes_on(context: Context, entries: Iterable[Entry]) -> tuple[Noted, ...]:
    """The notes on some articles, the newest first."""
    ids = {entry.id for entry in entries if entry.notes}
    return tuple(noted for noted in context.archive.notes if noted.entry.id in ids) if ids else ()


def _card(context: Context, noted: Noted) -> NoteCard:
    entry, lang = noted.entry, language_of(context, noted.entry)
    link = article_link(context, entry)
    return NoteCard(
        note=_note_view(context, entry, noted.note, noted.number),
        title=link.text,
        url=link.url,
        lang=lang,
        dir=words.text_direction(lang),
        outlet=outlet_chip(context, entry.outlet),
        date=date_view(context, entry.article.date),
    )


# Their own pages


def notes_pages(context: Context) -> Iterator[Page]:
    """/notes/, its older pages, and the same for each author and tag; none where there are no notes."""
    notes = context.archive.notes
    if not notes:
        return
    authors = _by_author(notes)
    yield from _pages(context, _List(routes.NOTES, "Notes", "Notes", notes), _choices(context, authors))
    for (author, name), theirs in authors.items():
        yield from _pages(context, _List(routes.notes_by(author), "Notes by", name, theirs))
    for tag, tagged in context.archive.notes_by_tag.items():
        name = context.archive.tags[tag].name
        yield from _pages(context, _List(routes.notes_about(tag), "Notes tagged", name, tagged))


class _List(NamedTuple):
    """Notes that are listed together, newest first, and where."""

    path: SitePath
    kicker: str
    title: str
    notes: tuple[Noted, ...]


def _by_author(notes: Iterable[Noted]) -> dict[tuple[str, str], tuple[Noted, ...]]:
    """Notes by the slug of their author and the author's commonest spelling, in the order of slugs."""
    found: dict[str, list[Noted]] = {}
    for noted in notes:
        if by := noted.note.annotation.by:
            found.setdefault(slug(by), []).append(noted)
    return {(author, _commonest(theirs)): tuple(theirs) for author, theirs in sorted(found.items())}


def _commonest(notes: Iterable[Noted]) -> str:
    counts = Counter(noted.note.annotation.by or "" for noted in notes)
    return min(counts, key=lambda name: (-counts[name], name))


def _choices(context: Context, authors: dict[tuple[str, str], tuple[Noted, ...]]) -> tuple[ChoiceRow, ...]:
    """The ways to look at the notes, with their numbers: on one page, since a new note changes most of these."""
    base, archive = context.base, context.archive
    by = tuple(
        Choice(text=name, url=base.url(routes.notes_by(author)), count=len(theirs))
        for (author, name), theirs in authors.items()
    )
    ranked = sorted(archive.notes_by_tag.items(), key=lambda item: (-len(item[1]), archive.tags[item[0]].name, item[0]))
    about = tuple(_tag_choice(context, tag, len(tagged)) for tag, tagged in ranked)
    rows = (("By", by), ("Tags", about))
    return tuple(ChoiceRow(label=label, choices=choices) for label, choices in rows if choices)


def _tag_choice(context: Context, tag: TagId, count: int) -> Choice:
    return Choice(text=context.archive.tags[tag].name, url=context.base.url(routes.notes_about(tag)), count=count)


def _pages(context: Context, listed: _List, choices: tuple[ChoiceRow, ...] = ()) -> Iterator[Page]:
    for number in (None, *range(lists.numbered_pages(len(listed.notes), context.config.per_page), 0, -1)):
        path = listed.path if number is None else routes.numbered(listed.path, number)
        make = partial(_notes_view, context, listed, () if number else choices, number)
        yield Page(path=routes.out_path(path), template="notes.html", make=make, address=path)


def _notes_view(context: Context, listed: _List, choices: tuple[ChoiceRow, ...], number: int | None) -> NotesView:
    path, per_page, count = listed.path, context.config.per_page, len(listed.notes)
    title = listed.title if path == routes.NOTES else f"{listed.kicker} {listed.title}"
    steps = [("Notes", routes.NOTES)] + ([(listed.title, path)] if path != routes.NOTES else [])
    if number is not None:
        path = routes.numbered(path, number)
        title = f"{title}, page {number}"
        steps.append((f"Page {number}", path))
    shown = listed.notes[lists.on_page(count, per_page, number)]
    return NotesView(
        head=head(
            context, path, title, f"{title}: {words.count_of(count, 'note')} on articles.", feed=_feed_of(listed)
        ),
        crumbs=crumbs(context, *steps),
        kicker=listed.kicker,
        title=listed.title,
        count=count,
        choices=choices,
        notes=note_cards(context, shown),
        pages=lists.pagination(context.base, listed.path, number, lists.numbered_pages(count, per_page)),
    )


def _feed_of(listed: _List) -> SitePath | None:
    return routes.feed_of(routes.NOTES) if listed.path == routes.NOTES else None
