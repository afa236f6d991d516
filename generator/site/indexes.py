"""Indexes of outlets, entities, tags and stories: by name, by count, by letter.

Every way to look at an index is a page of its own, so that it works without JavaScript. A long index is cut by first
letter; its front then shows the most mentioned and leads to the letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby

from generator.archive.records import key_of
from generator.model import EntityType, Outlet, Record, Story, Tag
from generator.settings import EntityTypeLabel
from generator.site import collation, routes, words
from generator.site.context import TOP, Context, common_outlets, crumbs, date_view, entity_chip, entity_url, head
from generator.site.parts import Choice, ChoiceRow, EntityTypeView, IndexEntry, IndexGroup, StoryCard
from generator.site.planned import Page, SitePath
from generator.site.views import EntityTypesView, IndexView, StoriesView

WHOLE = 600  # an index with more entries is cut by letter
FRONT = 120  # how many the front of such an index shows
MOST = 1_000  # how many a ranking shows


class Subject(Record):
    """What an index is of, and where it lives; `steps` are its breadcrumbs after Home."""

    path: SitePath
    kicker: str
    title: str
    kind: str
    steps: tuple[tuple[str, SitePath], ...]


class Index(Record):
    """An index of one kind of term, in the order of names."""

    subject: Subject
    entries: tuple[IndexEntry, ...]
    initials: tuple[str, ...]  # one for each entry


class Look(Record):
    """One way to look at an index, a page of its own; `title` is None for the index's front."""

    path: SitePath
    groups: tuple[IndexGroup, ...]
    note: str = ""
    title: str | None = None
    count: int | None = None  # of what this page lists, where that is a part of its own


def outlet_index(context: Context) -> Iterator[Page]:
    """/outlets/ and its other orders."""
    archive, language = context.archive, context.language

    def entry(outlet: Outlet) -> IndexEntry:
        known = (
            words.country_name(outlet.country, language) if outlet.country else "",
            words.language_name(outlet.lang, language) if outlet.lang else "",
        )
        return IndexEntry(
            text=outlet.name,
            url=context.base.url(routes.outlet(outlet.id)),
            kind="outlet",
            count=len(archive.by_outlet.get(outlet.id, ())),
            detail=", ".join(part for part in known if part),
            recorded=outlet.source is not None,
        )

    path, title = routes.OUTLETS, "Outlets"
    subject = Subject(path=path, kicker="Index", title=title, kind="outlet", steps=((title, path),))
    rows = [(outlet.name, entry(outlet)) for outlet in archive.outlets.values()]
    return _pages(context, _index(context, subject, rows))


def tag_index(context: Context) -> Iterator[Page]:
    """/tags/ and its other orders."""
    archive = context.archive

    def entry(tag: Tag) -> IndexEntry:
        broader = ", ".join(archive.tags[other].name for other in archive.broader.get(tag.id, ()))
        return IndexEntry(
            text=tag.name,
            url=context.base.url(routes.tag(tag.id)),
            kind="tag",
            count=len(archive.by_tag.get(tag.id, ())),
            detail=broader,
            recorded=tag.source is not None,
        )

    path, title = routes.TAGS, "Tags"
    subject = Subject(path=path, kicker="Index", title=title, kind="tag", steps=((title, path),))
    rows = [(tag.name, entry(tag)) for tag in archive.tags.values()]
    return _pages(context, _index(context, subject, rows))


def entity_indexes(context: Context) -> Iterator[Page]:
    """/entities/ and an index for each type that has entities."""
    if context.archive.entities:
        path, make = routes.ENTITIES, partial(_entity_types, context)
        yield Page(path=routes.out_path(path), template="entities.html", make=make, address=path)
    for label in _types_in_use(context):
        yield from _pages(context, _entity_index(context, label), _type_choices(context, label.id))


def story_index(context: Context) -> Iterator[Page]:
    """/stories/, the latest coverage first, if there are any."""
    if context.archive.stories:
        path, make = routes.STORIES, partial(_stories_view, context)
        yield Page(path=routes.out_path(path), template="stories.html", make=make, address=path)


def _stories_view(context: Context) -> StoriesView:
    path, title = routes.STORIES, "Stories"
    cards = story_cards(context)
    return StoriesView(
        head=head(context, path, title, f"Stories that {context.config.title} follows."),
        crumbs=crumbs(context, (title, path)),
        title=title,
        count=len(cards),
        stories=cards,
    )


def story_cards(context: Context) -> tuple[StoryCard, ...]:
    """Every story as lists show it, the latest coverage first, those without articles last."""
    archive = context.archive
    place = {entry.id: number for number, entry in enumerate(archive.entries)}

    def latest(story: Story) -> tuple[int, str]:
        entries = archive.by_story.get(story.id, ())
        return (place[entries[0].id] if entries else len(place), story.id)

    return tuple(_story_card(context, story) for story in sorted(archive.stories.values(), key=latest))


def _story_card(context: Context, story: Story) -> StoryCard:
    entries = context.archive.by_story.get(story.id, ())
    return StoryCard(
        title=story.title,
        url=context.base.url(routes.story(story.id)),
        when=date_view(context, story.when) if story.when else None,
        summary=story.summary or story.body.excerpt,
        count=len(entries),
        outlets=common_outlets(context, entries, most=6),
    )


# Entities


def _types_in_use(context: Context) -> list[EntityTypeLabel]:
    used = {entity.type for entity in context.archive.entities.values()}
    return [label for label in context.types.values() if label.id in used]


def _entity_types(context: Context) -> EntityTypesView:
    path, title = routes.ENTITIES, "Entities"
    return EntityTypesView(
        head=head(context, path, title, f"People, places and other names in {context.config.title}."),
        crumbs=crumbs(context, (title, path)),
        title=title,
        count=len(context.archive.entities),
        types=tuple(_entity_type(context, label) for label in _types_in_use(context)),
    )


def _entity_type(context: Context, label: EntityTypeLabel) -> EntityTypeView:
    archive = context.archive
    members = [(key, entity) for key, entity in archive.entities.items() if entity.type == label.id]
    counted = [(len(archive.by_entity.get(key, ())), entity) for key, entity in members]
    ranked = sorted(counted, key=lambda item: (-item[0], item[1].name, item[1].id))
    return EntityTypeView(
        label=label.label,
        kind=label.id,
        url=context.base.url(routes.entity_type(label.id)),
        count=len(members),
        most=tuple(entity_chip(context, key_of(entity), count) for count, entity in ranked[:TOP] if count),
    )


def _entity_index(context: Context, label: EntityTypeLabel) -> Index:
    archive = context.archive
    rows = [
        (
            entity.sort_name or entity.name,
            IndexEntry(
                text=entity.name,
                url=entity_url(context, entity),
                kind=entity.type,
                count=len(archive.by_entity.get(key, ())),
                detail=", ".join(alias.name for alias in entity.aliases[:3]),
                recorded=entity.source is not None,
            ),
        )
        for key, entity in archive.entities.items()
        if entity.type == label.id
    ]
    path = routes.entity_type(label.id)
    steps = (("Entities", routes.ENTITIES), (label.label, path))
    subject = Subject(path=path, kicker="Entities", title=label.label, kind=label.id, steps=steps)
    return _index(context, subject, rows)


def _type_choices(context: Context, chosen: EntityType) -> ChoiceRow:
    return ChoiceRow(
        label="Type",
        choices=tuple(
            Choice(text=label.label, url=context.base.url(routes.entity_type(label.id)), current=label.id == chosen)
            for label in _types_in_use(context)
        ),
    )


# Any index


def _index(context: Context, subject: Subject, rows: Iterable[tuple[str, IndexEntry]]) -> Index:
    """An index of terms, each given with the name it is filed under."""
    language = context.language
    ordered = sorted(rows, key=lambda row: (collation.sort_key(row[0], language), row[1].url))
    return Index(
        subject=subject,
        entries=tuple(entry for _, entry in ordered),
        initials=tuple(collation.initial(name, language) for name, _ in ordered),
    )


def _pages(context: Context, index: Index, *more: ChoiceRow) -> Iterator[Page]:
    if index.entries:
        for look in _looks(index):
            make = partial(_view, context, index, look, more)
            yield Page(path=routes.out_path(look.path), template="index.html", make=make, address=look.path)


def _looks(index: Index) -> Iterator[Look]:
    """The front, the letters of a long index, and the ranking."""
    subject, number = index.subject, len(index.entries)
    letters = _by_letter(index)
    if number <= WHOLE:
        yield Look(path=subject.path, groups=letters)
    else:
        note = f"The {FRONT} most mentioned; all {number:,} are under the letters."
        yield Look(path=subject.path, groups=_by_frequency(index, FRONT), note=note)
        for group in letters:
            title = f"{subject.title}: {group.label}"
            yield Look(
                path=routes.by_letter(subject.path, group.anchor),
                groups=(group,),
                title=title,
                count=len(group.entries),
            )
    yield Look(
        path=routes.by_count(subject.path),
        groups=_by_frequency(index, MOST),
        note=f"The {MOST:,} most mentioned." if number > MOST else "",
        title=f"{subject.title} by number of articles",
    )


def _view(context: Context, index: Index, look: Look, more: Sequence[ChoiceRow]) -> IndexView:
    subject = index.subject
    name = look.title or subject.title
    steps = subject.steps if look.title is None else (*subject.steps, (name, look.path))
    return IndexView(
        head=head(context, look.path, name, f"{name} in {context.config.title}."),
        crumbs=crumbs(context, *steps),
        kicker=subject.kicker,
        title=name,
        kind=subject.kind,
        count=look.count or len(index.entries),
        note=look.note,
        by_name_only=any(not entry.recorded for group in look.groups for entry in group.entries),
        choices=_rows(context, index, look.path, more),
        groups=look.groups,
    )


def _rows(context: Context, index: Index, here: SitePath, more: Sequence[ChoiceRow]) -> tuple[ChoiceRow, ...]:
    """The choices on a page of an index: its type, its order, its letters."""
    front, counted = index.subject.path, routes.by_count(index.subject.path)
    cut = len(index.entries) > WHOLE

    def choice(text: str, path: SitePath) -> Choice:
        return Choice(text=text, url=context.base.url(path), current=here == path)

    ranked = f"The {MOST:,} most mentioned" if len(index.entries) > MOST else "By number of articles"
    order = (choice("Overview" if cut else "A–Z", front), choice(ranked, counted))
    rows = [*more, ChoiceRow(label="Order", choices=order)]
    if cut:
        letters = (choice(group.label, routes.by_letter(front, group.anchor)) for group in _by_letter(index))
        rows.append(ChoiceRow(label="A–Z", choices=tuple(letters)))
    return tuple(rows)


def _by_letter(index: Index) -> tuple[IndexGroup, ...]:
    groups: dict[str, list[IndexEntry]] = {}
    for letter, entry in zip(index.initials, index.entries, strict=True):
        groups.setdefault(letter, []).append(entry)
    return tuple(
        IndexGroup(label=letter, anchor=letter_anchor(letter), entries=tuple(entries))
        for letter, entries in groups.items()
    )


def letter_anchor(letter: str) -> str:
    """A heading letter as an id and a path segment; `#`, which heads digits and symbols, is written "0"."""
    return "0" if letter == "#" else letter.casefold()


def _by_frequency(index: Index, most: int) -> tuple[IndexGroup, ...]:
    ranked = sorted(index.entries, key=lambda entry: -entry.count)[:most]
    return tuple(
        IndexGroup(label=words.count_of(count, "article"), anchor=f"n{count}", entries=tuple(group))
        for count, group in groupby(ranked, key=lambda entry: entry.count)
    )
