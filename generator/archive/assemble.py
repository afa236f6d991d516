"""All records become one archive. Read this first: the room's steps in order.

Total and pure: any records give an archive and the problems with them, the same whatever their order. The clock is
given, never read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

import msgspec

from generator.archive import catalogue
from generator.archive.directory import draw_up
from generator.archive.entries import enter, follow_body
from generator.archive.links import Atlas, Trouble, chart, explain
from generator.archive.misplaced import misplaced
from generator.archive.names import unread_in
from generator.archive.order import newest_first
from generator.archive.records import Archive, Assembled, EntityKey, Entry, Spelt, Target, TargetKind
from generator.archive.references import References, refer
from generator.archive.related import relate
from generator.archive.shelves import ArchiveOptions, Published, Shelves, hold_back, is_future, shelve
from generator.model import AnyRecord, ArticleId, Entity, Outlet, Quote, SourcePath, StandalonePage, Story, Tag
from generator.problems import Problem, Span, in_reading_order, warning
from generator.read.parse import kind_of
from generator.settings import Config

__all__ = ["ArchiveOptions", "assemble", "with_spellings"]

ACTIVE = (".html", ".htm", ".xhtml", ".js", ".mjs", ".swf")  # endings of files in which a browser runs scripts

BodyTargets = dict[SourcePath, tuple[Target, ...]]


def assemble(
    records: Iterable[AnyRecord], files: Collection[SourcePath], config: Config, options: ArchiveOptions
) -> Assembled:
    """The archive of these records, and what is wrong with it in reading order.

    `files` are the files below the content folder; those that are not records are what texts may link to as assets.
    """
    records = tuple(records)
    shelves, duplicates = shelve(records)
    published = hold_back(shelves, config.timezone, options)
    sources = {record.source for record in records}
    unread = [path for path in files if path not in sources and kind_of(path, config) is not None]
    others = [path for path in files if path not in sources and kind_of(path, config) is None]
    directory, misnamed = draw_up(published.shelves, unread_in(unread))
    references, misreferred = refer(published, directory)
    atlas = chart(published, directory, others, config)
    entries, entry_troubles = _entries(published, atlas, config, options)
    targets, body_troubles = _follow_bodies(published.shelves, atlas)
    archive = _index(published, atlas, references, entries, targets)
    troubles = explain((*entry_troubles, *body_troubles), atlas)
    doubtful = (*_active(archive.assets), *misplaced(others, archive.assets, config.content))
    problems = in_reading_order((*duplicates, *misnamed, *misreferred, *troubles, *doubtful))
    return Assembled(archive=archive, problems=tuple(problems))


def with_spellings(archive: Archive, spelt: Mapping[ArticleId, Spelt]) -> Archive:
    """The same archive, with what its articles' texts say of how they spell names; names as they are need no saying."""
    other = {article: _other_than_names(here, archive.entities) for article, here in spelt.items()}
    return msgspec.structs.replace(
        archive,
        spelt={article: here for article, here in other.items() if here},
        spellings=catalogue.spellings(archive.entries, archive.entities, spelt),
    )


def _other_than_names(spelt: Spelt, entities: Mapping[EntityKey, Entity]) -> Spelt:
    other = {key: tuple(one for one in spelt[key] if one != entities[key].name) for key in spelt}
    return {key: spellings for key, spellings in other.items() if spellings}


def _entries(
    published: Published, atlas: Atlas, config: Config, options: ArchiveOptions
) -> tuple[tuple[Entry, ...], list[Trouble]]:
    entries: list[Entry] = []
    troubles: list[Trouble] = []
    for article in published.shelves.articles:
        future = options.future and is_future(article.date, options.now, published.today)
        entry, wrong = enter(article, atlas, config.rights, future=future)
        entries.append(entry)
        troubles.extend(wrong)
    return newest_first(entries), troubles


def _follow_bodies(shelves: Shelves, atlas: Atlas) -> tuple[BodyTargets, list[Trouble]]:
    targets: BodyTargets = {}
    troubles: list[Trouble] = []
    for record in _authorities(shelves):
        if record.source is not None and record.body.destinations:
            targets[record.source], wrong = follow_body(record.body, record.source, atlas)
            troubles.extend(wrong)
    return targets, troubles


def _authorities(shelves: Shelves) -> Iterator[Entity | Outlet | Tag | Story | Quote | StandalonePage]:
    """The records beside articles."""
    yield from shelves.entities
    yield from shelves.outlets
    yield from shelves.tags
    yield from shelves.stories
    yield from shelves.quotes
    yield from shelves.pages


def _assets(entries: Iterable[Entry], targets: BodyTargets, atlas: Atlas) -> tuple[SourcePath, ...]:
    """All of content/assets, and every other file that a text or an article's `image` refers to."""
    always = {path for path in atlas.files.values() if path.startswith(f"{atlas.content}/assets/")}
    leads = [target for entry in entries for target in (*entry.targets, entry.image) if target]
    leads += [target for body in targets.values() for target in body]
    return tuple(sorted(always.union(SourcePath(lead.id) for lead in leads if lead.kind is TargetKind.ASSET)))


def _active(assets: Iterable[SourcePath]) -> Iterator[Problem]:
    """A warning for each file to publish that may run scripts on the site's origin; texts themselves are inert."""
    for path in assets:
        if path.lower().endswith(ACTIVE):
            message = "this file is published as it is and may run scripts in the site's name"
            yield warning("active-asset", message, Span(path), hint="publish a PDF or a picture of it, if you can")


def _index(
    published: Published, atlas: Atlas, references: References, entries: tuple[Entry, ...], targets: BodyTargets
) -> Archive:
    shelves, directory = published.shelves, atlas.directory
    outlets = catalogue.all_outlets(shelves, directory)
    entities = catalogue.all_entities(shelves, directory)
    tags = catalogue.all_tags(shelves, directory)
    stories = catalogue.all_stories(shelves, directory)
    by_entity = catalogue.index(entries, entities, lambda entry: [mention.entity for mention in entry.mentions])
    notes = catalogue.notes(entries)
    quotes = {quote.id: quote for quote in sorted(shelves.quotes, key=lambda quote: quote.id)}
    return Archive(
        entries=entries,
        outlets=outlets,
        entities=entities,
        tags=tags,
        stories=stories,
        quotes=quotes,
        pages={page.id: page for page in sorted(shelves.pages, key=lambda page: page.id)},
        by_id={entry.id: entry for entry in entries},
        by_outlet=catalogue.index(entries, outlets, lambda entry: (entry.outlet,)),
        by_entity=by_entity,
        by_tag=catalogue.index(entries, tags, lambda entry: entry.tags),
        by_story=catalogue.index(entries, stories, lambda entry: entry.stories),
        by_month=catalogue.by_month(entries),
        by_year=catalogue.by_year(entries),
        undated=catalogue.undated(entries),
        spellings=catalogue.spellings(entries, entities, {}),
        together=catalogue.together(by_entity),
        related=relate(entries),
        derived=catalogue.derived(entries),
        narrower=catalogue.narrower(references.broader),
        roles_of=references.roles_of,
        targets=targets,
        assets=_assets(entries, targets, atlas),
        redirects=references.redirects,
        held_back=published.counts,
        notes=notes,
        notes_by_entity=catalogue.index(notes, (), lambda one: [mention.entity for mention in one.note.mentions]),
        notes_by_tag=catalogue.index(notes, (), lambda one: one.note.tags),
        broader=references.broader,
        different_from=references.different_from,
        where=references.where,
        speakers=references.speakers,
        reporters=references.reporters,
        quotes_by_entity=catalogue.quotes_by_entity(quotes, references.speakers),
    )
