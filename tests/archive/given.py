"""What the tests of the archive room are given: records made by hand, and an archive made of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from zoneinfo import ZoneInfo

from generator.archive.assemble import ArchiveOptions, assemble
from generator.archive.records import Archive, Assembled, Entry
from generator.model import (
    UNDATED,
    Alias,
    AnyRecord,
    Article,
    ArticleId,
    Body,
    Destination,
    DestinationKind,
    Digest,
    EdtfDate,
    Entity,
    EntityId,
    EntityRef,
    EntityType,
    Outlet,
    OutletId,
    PageId,
    Quote,
    QuoteId,
    Ref,
    SourcePath,
    StandalonePage,
    Story,
    StoryId,
    Tag,
    TagId,
)
from generator.problems import Position
from generator.read.edtf import parse_date
from generator.settings import Config

CONFIG = Config(title="Test", url="https://example.org/", timezone="Asia/Seoul")
NOON = dt.datetime(2024, 6, 1, 12, tzinfo=dt.UTC)


def date(text: str | None) -> EdtfDate:
    """A date as front matter writes it; None is an unknown one."""
    found = UNDATED if text is None else parse_date(text, ZoneInfo("Asia/Seoul"))
    assert isinstance(found, EdtfDate), found
    return found


def article(name: str, day: str | None = "2023-06-25", **fields: object) -> Article:
    """An article in content/articles; names in `entities`, `tags` and `stories` may be plain texts."""
    given: dict[str, object] = {
        "source": SourcePath(f"content/articles/{name}.md"),
        "id": ArticleId(name),
        "title": f"About {name}",
        "outlet": Ref(name=str(fields.pop("outlet", "KCNA"))),
        "date": date(day),
    }
    for key in ("tags", "stories"):
        if key in fields:
            given[key] = tuple(Ref(name=written) for written in fields.pop(key))  # type: ignore[attr-defined]
    return Article(**given | fields)


def declared(kind: str | None, *names: str) -> tuple[EntityRef, ...]:
    """Names as an article declares them under one type, a line each."""
    entity_type = None if kind is None else EntityType(kind)
    return tuple(EntityRef(name=name, type=entity_type, at=Position(4 + n, 5)) for n, name in enumerate(names))


def entity(entity_id: str, name: str, *aliases: str, kind: str = "people", **fields: object) -> Entity:
    """An entity in content/entities, or elsewhere if `source` says so."""
    source = SourcePath(str(fields.pop("source", f"content/entities/{entity_id}.md")))
    return Entity(
        id=EntityId(entity_id),
        type=EntityType(kind),
        name=name,
        source=source,
        aliases=tuple(Alias(name=alias) for alias in aliases),
        **fields,
    )


def outlet(outlet_id: str, name: str, *aliases: str) -> Outlet:
    """An outlet in content/outlets."""
    source = SourcePath(f"content/outlets/{outlet_id}.md")
    return Outlet(id=OutletId(outlet_id), name=name, source=source, aliases=tuple(Alias(name=a) for a in aliases))


def tag(tag_id: str, name: str, *broader: str) -> Tag:
    """A tag in content/tags."""
    source = SourcePath(f"content/tags/{tag_id}.md")
    return Tag(id=TagId(tag_id), name=name, source=source, broader=tuple(Ref(name=written) for written in broader))


def story(story_id: str, title: str, **fields: object) -> Story:
    """A story in content/stories."""
    return Story(id=StoryId(story_id), title=title, source=SourcePath(f"content/stories/{story_id}.md"), **fields)


def quote(quote_id: str, **fields: object) -> Quote:
    """A quote in content/quotes; its `speaker` and `reported_by` may be plain texts."""
    if "speaker" in fields:
        fields["speaker"] = EntityRef(name=str(fields["speaker"]), at=Position(3, 10))
    if "reported_by" in fields:
        names = fields["reported_by"]
        fields["reported_by"] = tuple(Ref(name=name, at=Position(4, 15)) for name in names)  # type: ignore[attr-defined]
    return Quote(id=QuoteId(quote_id), source=SourcePath(f"content/quotes/{quote_id}.md"), **fields)


def page(page_id: str, title: str, **fields: object) -> StandalonePage:
    """A page in content/pages."""
    return StandalonePage(id=PageId(page_id), title=title, source=SourcePath(f"content/pages/{page_id}.md"), **fields)


def body(*destinations: tuple[DestinationKind, str], excerpt: str = "", anchors: tuple[str, ...] = ()) -> Body:
    """A body with these links, and ids that links may lead to."""
    made = tuple(Destination(kind=kind, target=target) for kind, target in destinations)
    return Body(digest=Digest("0" * 32), destinations=made, anchors=anchors, excerpt=excerpt)


def assembled(
    records: Iterable[AnyRecord], files: Collection[str] = (), config: Config = CONFIG, **options: bool
) -> Assembled:
    """The archive of these records at noon UTC of 1 June 2024."""
    return assemble(records, [SourcePath(path) for path in files], config, ArchiveOptions(now=NOON, **options))


def archive(*records: AnyRecord) -> Archive:
    """An archive without problems."""
    made = assembled(records)
    assert made.problems == ()
    return made.archive


def said(made: Assembled) -> list[str]:
    """Its problems, a line each."""
    return [f"{it.span}: {it.severity}[{it.code}]: {it.message}" for it in made.problems]


def codes(made: Assembled) -> list[str]:
    """The codes of its problems."""
    return [problem.code for problem in made.problems]


def ids(entries: Iterable[Entry]) -> list[str]:
    """The ids of entries, in their order."""
    return [entry.id for entry in entries]
