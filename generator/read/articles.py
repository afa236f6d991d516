"""Articles: what their front matter says, key by key.

Every key of docs/front-matter.md that an article has is read here, with its type; nothing here resolves a name, opens
a file or decides what a page shows.
"""

from __future__ import annotations

from typing import Final

from generator.model import (
    UNDATED,
    Article,
    ArticleId,
    ArticleType,
    Capture,
    Derivation,
    Display,
    EdtfDate,
    EntityRef,
    EntityType,
    Provenance,
    Ref,
    Relation,
    Rights,
)
from generator.read.annotations import boilerplate, in_file
from generator.read.fields import Fields, Reader, Value, is_absent, items, listed, mapping
from generator.read.ids import article_id_from_stem
from generator.read.nodes import Mapping
from generator.read.readers import (
    choice,
    date,
    entity,
    id_or,
    image,
    language,
    line,
    ref,
    sha256,
    site_path,
    truth,
    unknown_entity_type,
    url,
)
from generator.settings import Config

# What Hugo, Jekyll, Pelican, Zotero and WordPress exports call keys that are here, for hints.
ELSEWHERE: Final = {
    "author": "byline",
    "authors": "byline",
    "categories": "tags",
    "category": "tags",
    "deck": "summary",
    "description": "summary",
    "excerpt": "summary",
    "headline": "title",
    "keywords": "tags",
    "language": "lang",
    "lastmod": "updated",
    "license": "rights",
    "modified": "updated",
    "newspaper": "outlet",
    "publication": "outlet",
    "publisher": "outlet",
    "redirect_from": "aliases",
    "slug": "id",
    "topics": "tags",
    "url": "source",
}


_NO_NAME: Final = Ref(name="")


def read_article(fields: Fields, stem: str, config: Config) -> Article | None:
    """The article that a file's front matter describes, still without its body and the notes of its notes file.

    `stem` is the file name without `.md`. None when the title, outlet, date or id is missing or wrong.
    """
    title = fields.required("title", line, "", 'add a line like "title: What the article is called"')
    outlet = fields.required("outlet", ref, _NO_NAME, 'add a line like "outlet: The Moscow Times"')
    day = fields.required(
        "date", date, UNDATED, 'add a line like "date: 2023-06-25", or "date: XXXX" for an unknown one'
    )
    article = Article(
        source=fields.reading.path,
        id=ArticleId(id_or(fields, article_id_from_stem(stem))),
        title=title,
        outlet=outlet,
        date=day,
        entities=fields.one("entities", _entities_of(config)) or (),
        tags=fields.many("tags", ref),
        type=fields.one("type", choice(ArticleType)) or ArticleType.NEWS,
        byline=fields.many("byline", line),
        dateline=fields.one("dateline", line),
        lang=fields.one("lang", language),
        summary=fields.one("summary", line),
        updated=fields.one("updated", date),
        stories=fields.many("stories", ref),
        provenance=fields.one("source", _provenance),
        rights=fields.one("rights", _rights) or Rights(),
        derived_from=fields.many("derived_from", _derivation),
        boilerplate=fields.many("boilerplate", boilerplate),
        annotations=fields.many("annotations", in_file(None)),
        aliases=fields.many("aliases", site_path),
        draft=fields.one("draft", truth) or False,
        image=fields.one("image", image),
        id_at=fields.place("id"),
        extra=fields.keep_unknown(ELSEWHERE),  # last: what nothing above has asked for
    )
    if _updated_too_early(article.updated, day):
        message = f'"updated" ({article.updated and article.updated.text}) is before "date" ({day.text})'
        fields.reading.odd("updated-before-date", message, fields.place("updated"))
    return fields.complete(article)


def _updated_too_early(updated: EdtfDate | None, day: EdtfDate) -> bool:
    if updated is None:
        return False
    if updated.instant is not None and day.instant is not None:
        return updated.instant < day.instant
    return updated.latest is not None and day.earliest is not None and updated.latest < day.earliest


def _entities_of(config: Config) -> Reader[tuple[EntityRef, ...]]:
    """A reader of `entities`: lists by type, or one flat list."""
    types = {known.id for known in config.entity_types}

    def read(value: Value) -> tuple[EntityRef, ...]:
        if not isinstance(value.node, Mapping):
            return items(value, entity(None))
        found: list[EntityRef] = []
        for key, node in value.node.entries:
            if key.text not in types:
                unknown_entity_type(Value(value.key, key, value.reading), config.entity_types)
            elif not is_absent(node):
                found += items(Value(f"{value.key}.{key.text}", node, value.reading), entity(EntityType(key.text)))
        return tuple(found)

    return read


def _provenance(value: Value) -> Provenance | None:
    fields = mapping(value, "source: {url: https://example.org/news, retrieved: 2023-06-26}")
    if fields is None:
        return None
    found = Provenance(
        url=fields.one("url", url),
        record=fields.one("record", line),
        retrieved=fields.one("retrieved", date),
        method=fields.one("method", line),
        sha256=fields.one("sha256", sha256),
        captures=fields.many("captures", _capture),
    )
    fields.drop_unknown()
    return found


def _capture(value: Value) -> Capture | None:
    fields = mapping(value, "captures: [{url: https://web.archive.org/…, date: 2023-06-26}]")
    if fields is None:
        return None
    capture = Capture(url=fields.required("url", url, ""), date=fields.required("date", date, UNDATED))
    fields.drop_unknown()
    return fields.complete(capture)


def _rights(value: Value) -> Rights | None:
    fields = mapping(value, "rights: {statement: http://rightsstatements.org/vocab/InC/1.0/, display: excerpt}")
    if fields is None:
        return None
    found = Rights(
        statement=fields.one("statement", url),
        holder=fields.one("holder", line),
        display=fields.one("display", choice(Display)),
    )
    fields.drop_unknown()
    return found


def _derivation(value: Value) -> Derivation | None:
    fields = mapping(value, "derived_from: [{ref: kcna-20230625, relation: quotes}]")
    if fields is None:
        return None
    derivation = Derivation(
        ref=fields.required("ref", ref, _NO_NAME, "the id of the article that this one derives from"),
        relation=fields.required("relation", choice(Relation), Relation.QUOTES, f"one of {listed(Relation, 'or')}"),
    )
    fields.drop_unknown()
    return fields.complete(derivation)
