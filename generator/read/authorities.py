"""Everything that is not an article: entities, outlets, tags, stories, quotes and standalone pages.

Their front matter, key by key, as docs/front-matter.md lists it. A name that a record mentions is not resolved here,
and no record knows another.
"""

from __future__ import annotations

from typing import Final

from generator.model import (
    Entity,
    EntityId,
    EntityType,
    Outlet,
    OutletId,
    PageId,
    Quote,
    QuoteId,
    Role,
    StandalonePage,
    Story,
    StoryId,
    Tag,
    TagId,
)
from generator.read.fields import Fields, Value, quoted
from generator.read.ids import check_id, id_from_stem
from generator.read.nodes import Mapping
from generator.read.readers import (
    alias,
    country,
    date,
    entity,
    entity_type,
    former_id,
    id_or,
    language,
    line,
    ref,
    site_path,
    truth,
    url,
)
from generator.settings import Config

# What other programs and vocabularies call keys that are here, for hints.
ELSEWHERE: Final = {
    "alternate_names": "aliases",
    "altlabel": "aliases",
    "description": "summary",
    "label": "name",
    "language": "lang",
    "preflabel": "name",
    "sameas": "same_as",
    "slug": "id",
    "wikidata": "same_as",
}


def read_entity(fields: Fields, stem: str, config: Config) -> Entity | None:
    """A person, organisation, place, work or other entity. None without a name, a known type or a good id."""
    record = Entity(
        id=EntityId(id_or(fields, id_from_stem(stem))),
        type=fields.required(
            "type",
            entity_type(config.entity_types),
            EntityType(""),
            'add a line like "type: people", "places" or "organizations"',
        ),
        name=fields.required("name", line, "", 'add a line like "name: Im Chon Il"'),
        source=fields.reading.path,
        sort_name=fields.one("sort_name", line),
        aliases=fields.many("aliases", alias),
        weak_aliases=fields.many("weak_aliases", alias),
        different_from=fields.many("different_from", ref),
        same_as=fields.many("same_as", url),
        roles=fields.many("roles", _role),
        replaces=fields.many("replaces", former_id),
        at=fields.place("name"),
        extra=fields.keep_unknown(ELSEWHERE),  # last: what nothing above has asked for
    )
    return fields.complete(record)


def _role(value: Value) -> Role | None:
    if not isinstance(value.node, Mapping):
        title = line(value)
        return None if title is None else Role(title=title)
    fields = Fields(value.node, value.reading, f"{value.key}.")
    role = Role(
        title=fields.required("title", line, "", 'write {title: Vice foreign minister, during: "2019?/.."}'),
        of=fields.one("of", ref),
        during=fields.one("during", date),
    )
    fields.drop_unknown()
    return fields.complete(role)


def read_outlet(fields: Fields, stem: str) -> Outlet | None:
    """A newspaper, agency, broadcaster or site. None without a name or a good id."""
    record = Outlet(
        id=OutletId(id_or(fields, id_from_stem(stem))),
        name=fields.required("name", line, "", 'add a line like "name: The Moscow Times"'),
        source=fields.reading.path,
        kind=fields.one("kind", line),
        url=fields.one("url", url),
        country=fields.one("country", country),
        lang=fields.one("lang", language),
        aliases=fields.many("aliases", alias),
        same_as=fields.many("same_as", url),
        replaces=fields.many("replaces", former_id),
        at=fields.place("name"),
        extra=fields.keep_unknown(ELSEWHERE),  # last: what nothing above has asked for
    )
    return fields.complete(record)


def read_tag(fields: Fields, stem: str) -> Tag | None:
    """A taxonomy term. None without a name or a good id."""
    record = Tag(
        id=TagId(id_or(fields, id_from_stem(stem))),
        name=fields.required("name", line, "", 'add a line like "name: Diplomacy"'),
        source=fields.reading.path,
        aliases=fields.many("aliases", alias),
        broader=fields.many("broader", ref),
        replaces=fields.many("replaces", former_id),
        at=fields.place("name"),
        extra=fields.keep_unknown(ELSEWHERE),  # last: what nothing above has asked for
    )
    return fields.complete(record)


def read_story(fields: Fields, stem: str) -> Story | None:
    """An event that articles cover. None without a title or a good id."""
    record = Story(
        id=StoryId(id_or(fields, id_from_stem(stem))),
        title=fields.required("title", line, "", 'add a line like "title: The mutiny of June 2023"'),
        source=fields.reading.path,
        when=fields.one("when", date),
        where=fields.many("where", ref),
        summary=fields.one("summary", line),
        aliases=fields.many("aliases", alias),
        replaces=fields.many("replaces", former_id),
        at=fields.place("title"),
        extra=fields.keep_unknown(ELSEWHERE),  # last: what nothing above has asked for
    )
    return fields.complete(record)


def read_quote(fields: Fields, stem: str) -> Quote | None:
    """What somebody said; the body is the base text. None without a good id."""
    record = Quote(
        id=QuoteId(id_or(fields, id_from_stem(stem))),
        source=fields.reading.path,
        title=fields.one("title", line),
        speaker=fields.one("speaker", entity(None)),
        reported_by=fields.many("reported_by", ref),
        said=fields.one("said", date),
        mode=fields.one("mode", line),
        at=fields.place("title"),
        extra=fields.keep_unknown(ELSEWHERE),  # last: what nothing above has asked for
    )
    return fields.complete(record)


def read_page(fields: Fields, place: str) -> StandalonePage | None:
    """A page of the site's own; `place` is its path below content/pages, without `.md`, and its id.

    None without a title, or when a part of its path is no id.
    """
    segments = [id_from_stem(segment) for segment in place.split("/")]
    for segment in segments:
        wrong = check_id(segment)
        if wrong is not None:
            message = f"the path makes the id {quoted(segment)}, which {wrong}"
            fields.fail("bad-id", message, fields.at, "give the file or folder a shorter name")
    record = StandalonePage(
        id=PageId("/".join(segments)),
        source=fields.reading.path,
        title=fields.required("title", line, "", 'add a line like "title: About this archive"'),
        summary=fields.one("summary", line),
        lang=fields.one("lang", language),
        aliases=fields.many("aliases", site_path),
        draft=fields.one("draft", truth) or False,
        at=fields.place("title"),
        extra=fields.keep_unknown(ELSEWHERE),  # last: what nothing above has asked for
    )
    return fields.complete(record)
