"""The rows of the tables that `dictionary` describes.

Made from the archive as the site room is given it, so that no row can hold a word that rights withhold. Names are ids;
addresses are whole, since a file is read far from the site. A text is a `TextOf`: its words are not here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from generator.archive.records import Entry
from generator.model import EMPTY_BODY, EdtfDate, Ymd
from generator.settings import DataContent
from generator.site import dictionary, routes
from generator.site.context import Context, language_of, quote_title, shows_body
from generator.site.dictionary import Cell, Table, TableView, TextOf
from generator.site.planned import SitePath
from generator.site.provenance import NOTHING_RECORDED

Row = tuple[Cell, ...]


def tables_of(context: Context) -> tuple[Table, ...]:
    """The tables that the site offers; those that others refer to come before them."""
    texts = context.config.data.content is DataContent.TEXTS
    return (*dictionary.RECORDS, dictionary.TEXTS) if texts else dictionary.RECORDS


def table_view(context: Context, table: Table) -> TableView:
    """A table with its rows."""
    return TableView(table=table, rows=tuple(_ROWS[table.name](context)))


def _page(context: Context, path: SitePath) -> str:
    return context.base.absolute(path)


def _date(date: EdtfDate | None) -> str | None:
    if date is None:
        return None
    return date.text if date.instant is None else date.instant.isoformat()


def _day(day: Ymd | None) -> str | None:
    return None if day is None else f"{routes.year_segment(day[0])}-{day[1]:02d}-{day[2]:02d}"


def _oldest_first(context: Context) -> Iterator[Entry]:
    """A new article comes last, so that files of two days differ at their ends."""
    return reversed(context.archive.entries)


def _outlets(context: Context) -> Iterator[Row]:
    for key, outlet in context.archive.outlets.items():
        yield (
            key,
            _page(context, routes.outlet(key)),
            outlet.name,
            outlet.kind,
            outlet.url,
            outlet.country,
            outlet.lang,
            tuple(alias.name for alias in outlet.aliases),
            outlet.same_as,
        )


def _entities(context: Context) -> Iterator[Row]:
    for key, entity in context.archive.entities.items():
        yield (
            key,
            _page(context, routes.entity(entity.type, entity.id)),
            entity.type,
            entity.name,
            entity.sort_name,
            entity.body.excerpt or None,
            entity.source is not None,
            entity.same_as,
            context.archive.different_from.get(key, ()),
        )


def _aliases(context: Context) -> Iterator[Row]:
    for key, entity in context.archive.entities.items():
        for position, alias in enumerate((*entity.aliases, *entity.weak_aliases), start=1):
            yield (key, position, alias.name, alias.lang, position > len(entity.aliases))


def _roles(context: Context) -> Iterator[Row]:
    for key, entity in context.archive.entities.items():
        for position, role in enumerate(entity.roles, start=1):
            yield (key, position, role.title, role.of.name if role.of else None, _date(role.during))


def _tags(context: Context) -> Iterator[Row]:
    for key, tag in context.archive.tags.items():
        names = tuple(alias.name for alias in tag.aliases)
        yield (key, _page(context, routes.tag(key)), tag.name, names, context.archive.broader.get(key, ()))


def _stories(context: Context) -> Iterator[Row]:
    for key, story in context.archive.stories.items():
        places = context.archive.where.get(key, ())
        yield (key, _page(context, routes.story(key)), story.title, _date(story.when), story.summary, places)


def _articles(context: Context) -> Iterator[Row]:
    defaults = context.config.rights
    for entry in _oldest_first(context):
        article = entry.article
        source = article.provenance or NOTHING_RECORDED
        yield (
            entry.id,
            _page(context, context.paths[entry.id]),
            article.title,
            entry.outlet,
            _date(article.date),
            _day(article.date.earliest),
            _day(article.date.latest),
            _date(article.updated),
            article.type.value,
            language_of(context, entry),
            article.byline,
            article.dateline,
            entry.summary or None,
            entry.tags,
            entry.stories,
            source.url,
            source.record,
            _date(source.retrieved),
            source.method,
            source.sha256,
            article.rights.statement or defaults.statement,
            article.rights.holder or defaults.holder,
            entry.display.value,
        )


def _mentions(context: Context) -> Iterator[Row]:
    for entry in _oldest_first(context):
        for mention in entry.mentions:
            yield (entry.id, mention.entity, mention.written, mention.role)


def _derivations(context: Context) -> Iterator[Row]:
    for entry in _oldest_first(context):
        for position, parent in enumerate(entry.parents, start=1):
            yield (entry.id, position, parent.relation.value, parent.article, parent.name)


def _captures(context: Context) -> Iterator[Row]:
    for entry in _oldest_first(context):
        source = entry.article.provenance or NOTHING_RECORDED
        for position, capture in enumerate(source.captures, start=1):
            yield (entry.id, position, capture.url, _date(capture.date))


def _annotations(context: Context) -> Iterator[Row]:
    for entry in _oldest_first(context):
        page = _page(context, context.paths[entry.id])
        for note in entry.notes:
            annotation = note.annotation
            quote = annotation.requoted or annotation.quote
            yield (
                f"{entry.id}/{annotation.id}",
                f"{page}#{routes.fragment(f'note-{annotation.id}')}",
                entry.id,
                annotation.note,
                annotation.by,
                _date(annotation.created),
                annotation.motivation,
                quote.exact or None,
                quote.prefix or None,
                quote.suffix or None,
                annotation.start,
                annotation.end,
                note.tags,
                tuple(mention.entity for mention in note.mentions),
            )


def _quotes(context: Context) -> Iterator[Row]:
    archive = context.archive
    for key, quote in archive.quotes.items():
        speaker = archive.speakers.get(key)
        yield (
            key,
            _page(context, routes.quote_page(key)),
            quote_title(quote),
            speaker.entity if speaker else None,
            tuple(reporter.name for reporter in archive.reporters.get(key, ())),
            _date(quote.said),
            quote.mode,
            TextOf(digest=quote.body.digest),
        )


def _texts(context: Context) -> Iterator[Row]:
    for entry in _oldest_first(context):
        body = entry.article.body
        if shows_body(entry) and body.digest != EMPTY_BODY.digest:
            yield (entry.id, body.words, TextOf(digest=body.digest))


_ROWS: Mapping[str, Callable[[Context], Iterator[Row]]] = {
    dictionary.OUTLETS.name: _outlets,
    dictionary.ENTITIES.name: _entities,
    dictionary.ALIASES.name: _aliases,
    dictionary.ROLES.name: _roles,
    dictionary.TAGS.name: _tags,
    dictionary.STORIES.name: _stories,
    dictionary.ARTICLES.name: _articles,
    dictionary.MENTIONS.name: _mentions,
    dictionary.DERIVATIONS.name: _derivations,
    dictionary.CAPTURES.name: _captures,
    dictionary.ANNOTATIONS.name: _annotations,
    dictionary.QUOTES.name: _quotes,
    dictionary.TEXTS.name: _texts,
}
