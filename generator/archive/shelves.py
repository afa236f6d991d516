"""Records by kind, each id once, and without those that are not to be published yet.

The first thing that happens to an archive: whatever is held back here is in no index, count or list after it.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterable
from typing import TypeVar

from generator.archive.records import HeldBack, key_of
from generator.model import (
    NOWHERE,
    AnyRecord,
    Article,
    EdtfDate,
    Entity,
    Outlet,
    Quote,
    Record,
    StandalonePage,
    Story,
    Tag,
    Ymd,
)
from generator.problems import Problem, Span

Kind = TypeVar("Kind", Article, Entity, Outlet, Tag, Story, Quote, StandalonePage)


class ArchiveOptions(Record):
    """How one run looks at the records: its clock, and whether it shows drafts and future articles."""

    now: dt.datetime  # aware
    drafts: bool = False
    future: bool = False


class Shelves(Record):
    """The records of an archive by kind, each kind in the order of its files."""

    articles: tuple[Article, ...]
    entities: tuple[Entity, ...]
    outlets: tuple[Outlet, ...]
    tags: tuple[Tag, ...]
    stories: tuple[Story, ...]
    quotes: tuple[Quote, ...]
    pages: tuple[StandalonePage, ...]


class Published(Record):
    """What is left to publish, what is not, and which of the articles are from the future."""

    shelves: Shelves
    held_articles: tuple[Article, ...]
    held_pages: tuple[StandalonePage, ...]
    counts: HeldBack
    today: Ymd


def shelve(records: Iterable[AnyRecord]) -> tuple[Shelves, list[Problem]]:
    """Records by kind; of two with one id the first file's stays, and the second's is an error that names both.

    Entities of different types may have one id.
    """
    in_order = sorted(records, key=lambda record: (record.source or "", record.id))
    problems: list[Problem] = []

    def shelf(kind: type[Kind]) -> tuple[Kind, ...]:
        kept: dict[str, Kind] = {}
        for record in in_order:
            if isinstance(record, kind):
                first = kept.setdefault(_own_key(record), record)
                if first is not record:
                    problems.append(_duplicate(record, first))
        return tuple(kept.values())

    shelves = Shelves(
        articles=shelf(Article),
        entities=shelf(Entity),
        outlets=shelf(Outlet),
        tags=shelf(Tag),
        stories=shelf(Story),
        quotes=shelf(Quote),
        pages=shelf(StandalonePage),
    )
    return shelves, problems


def hold_back(shelves: Shelves, timezone: str, options: ArchiveOptions) -> Published:
    """Takes drafts and future articles away unless `options` ask for them; a future draft counts as a draft.

    `timezone` is site.yaml's IANA name: an article without a time is published when its day begins there.
    """
    today = _day_of(options.now, timezone)
    drafts = [article for article in shelves.articles if article.draft and not options.drafts]
    future = [
        article
        for article in shelves.articles
        if not (article.draft and not options.drafts)
        and not options.future
        and is_future(article.date, options.now, today)
    ]
    pages = [page for page in shelves.pages if page.draft and not options.drafts]
    gone = {article.id for article in (*drafts, *future)}
    gone_pages = {page.id for page in pages}
    left = Shelves(
        articles=tuple(article for article in shelves.articles if article.id not in gone),
        entities=shelves.entities,
        outlets=shelves.outlets,
        tags=shelves.tags,
        stories=shelves.stories,
        quotes=shelves.quotes,
        pages=tuple(page for page in shelves.pages if page.id not in gone_pages),
    )
    counts = HeldBack(drafts=len(drafts) + len(pages), future=len(future))
    return Published(
        shelves=left, held_articles=(*drafts, *future), held_pages=tuple(pages), counts=counts, today=today
    )


def is_future(date: EdtfDate, now: dt.datetime, today: Ymd) -> bool:
    """Whether a date has certainly not come yet: its instant, else the earliest day it can mean."""
    if date.instant is not None:
        return date.instant > now
    return date.earliest is not None and date.earliest > today


def _own_key(record: AnyRecord) -> str:
    """What no other record of the kind may have; Paris may be a person and a place."""
    return key_of(record) if isinstance(record, Entity) else record.id


def _day_of(now: dt.datetime, timezone: str) -> Ymd:
    try:
        local = now.astimezone(zoneinfo.ZoneInfo(timezone))
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError, OverflowError):
        local = now  # the config reader has reported the name already
    return (local.year, local.month, local.day)


def _duplicate(record: AnyRecord, first: AnyRecord) -> Problem:
    at = record.id_at if isinstance(record, Article) else NOWHERE
    return Problem(
        "duplicate-id",
        f'the id "{record.id}" is taken twice: by {first.source} and by {record.source}',
        Span(record.source or "", at.line, at.column),
        hint="ids are permanent and unique; give this file another with `id:`",
    )
