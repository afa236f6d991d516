"""Who everybody is: the names of all records and terms of an archive.

Makes the one `Directory` that `entries`, `references` and `links` ask. Whoever holds it can resolve a name without
knowing where it came from; nothing else in the room decides who is meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain

from generator.archive.entity_names import TypedName, settle_entities
from generator.archive.misspelt import unknown_outlets
from generator.archive.names import (
    Named,
    Names,
    Unread,
    ambiguous_aliases,
    index_names,
    named_authority,
    named_text,
    who,
)
from generator.archive.records import Mention, entity_key
from generator.archive.shelves import Shelves
from generator.archive.terms import Term, Use, named_term, settle
from generator.model import Article, EntityId, EntityType, Outlet, Record, Ref, Story, Tag
from generator.problems import Problem


class Namespace(Record):
    """Names that share a lookup: those of records and those of terms."""

    recorded: Names
    unrecorded: Names


class Declared(Record):
    """A namespace that articles declare names of: what each declared name means, and the terms among them."""

    names: Namespace
    meaning: Mapping[str, str]  # to ids
    terms: tuple[Term, ...]


class Directory(Record):
    """Who every name means. Keys of entities are EntityKeys, all others are ids."""

    entities: Namespace
    mentions: Mapping[TypedName, Mention]  # what each declared name means, without a role
    entity_terms: Mapping[EntityType, tuple[Term, ...]]
    outlets: Declared
    tags: Declared
    stories: Declared
    articles: Names
    pages: Names
    quotes: Names
    unread: Unread


def known(written: str, names: Namespace) -> tuple[Named, ...]:
    """Everything a name can mean; records come before terms."""
    return who(written, names.recorded) or who(written, names.unrecorded)


def draw_up(shelves: Shelves, unread: Unread) -> tuple[Directory, list[Problem]]:
    """The directory of these records and of every name that their articles and quotes declare."""
    articles = shelves.articles
    outlets, outlet_problems = _declared(shelves.outlets, articles, lambda article: (article.outlet,))
    tags, tag_problems = _declared(shelves.tags, articles, lambda article: article.tags, _tags_of_notes(articles))
    stories, story_problems = _declared(shelves.stories, articles, lambda article: article.stories)
    entities = settle_entities(shelves.entities, articles, shelves.quotes, unread)
    entity_terms = (
        named_term(term, entity_key(kind, EntityId(term.id)))
        for kind, terms in entities.terms.items()
        for term in terms
    )
    directory = Directory(
        entities=Namespace(recorded=entities.recorded, unrecorded=index_names(entity_terms)),
        mentions={name: Mention(entity=key, written=name[1]) for name, key in entities.meaning.items()},
        entity_terms=entities.terms,
        outlets=outlets,
        tags=tags,
        stories=stories,
        articles=index_names(map(named_text, articles)),
        pages=index_names(map(named_text, shelves.pages)),
        quotes=index_names(map(named_text, shelves.quotes)),
        unread=unread,
    )
    misspelt = unknown_outlets(outlets.terms, shelves.outlets)
    return directory, [*outlet_problems, *tag_problems, *story_problems, *entities.problems, *misspelt]


def _declared(
    records: Iterable[Outlet | Tag | Story],
    articles: Iterable[Article],
    refs: Callable[[Article], Iterable[Ref]],
    elsewhere: Iterable[Use] = (),
) -> tuple[Declared, list[Problem]]:
    recorded = index_names(map(named_authority, records))
    uses = (Use(written=ref.name, source=article.source, at=ref.at) for article in articles for ref in refs(article))
    settled = settle(chain(uses, elsewhere), recorded)
    names = Namespace(recorded=recorded, unrecorded=index_names(named_term(term, term.id) for term in settled.terms))
    meaning = {written: record.id for written, record in settled.claimed.items()}
    meaning.update((spelling, term.id) for term in settled.terms for spelling in term.spellings)
    problems = [*settled.problems, *ambiguous_aliases(recorded, settled.disputed, frozenset())]
    return Declared(names=names, meaning=meaning, terms=settled.terms), problems


def _tags_of_notes(articles: Iterable[Article]) -> Iterator[Use]:
    for article in articles:
        for note in article.annotations:
            yield from (Use(written=ref.name, source=note.file or article.source, at=ref.at) for ref in note.tags)
