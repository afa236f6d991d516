"""What an address that is gone most likely stood for, and the line of front matter that would lead on from it.

Suggestions only. A page that has moved keeps its id or its title, and a merged or renamed term its name; which of them
is meant is for the archive's editor to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from generator.archive.names import fold
from generator.archive.records import Archive
from generator.deploy.published import OldPage
from generator.model import Article, Entity, Outlet, Quote, SourcePath, StandalonePage, Story, Tag
from generator.read.ids import slug
from generator.read.shapes import Unfit, checked_site_path
from generator.settings import Config
from generator.site import routes
from generator.site.planned import SitePath

_NO_INDEX = SitePath("")  # what articles and the site's own pages are below


class Holder(NamedTuple):
    """A record with a page, and what may have led to it before: the index it is below, its id and its names."""

    place: SitePath
    shelf: SitePath
    id: str
    names: tuple[str, ...]
    source: SourcePath | None
    former: tuple[str, ...]  # what its record gives as former addresses, or ids


class Advice(NamedTuple):
    """Where to lead on from an old address, and how."""

    source: SourcePath | None
    hint: str


class Holders:
    """All records that have a page, to be asked which of them an old address stood for."""

    def __init__(self, holders: Iterable[Holder]) -> None:
        self._all = tuple(holders)
        self._by_place = {holder.place: holder for holder in self._all}
        self._by_id: dict[tuple[SitePath, str], Holder] = {}
        self._by_name: dict[tuple[SitePath, str], Holder] = {}
        for holder in self._all:
            self._by_id.setdefault((holder.shelf, holder.id), holder)
            for name in holder.names:
                self._by_name.setdefault((holder.shelf, fold(name)), holder)
                self._by_name.setdefault((holder.shelf, slug(name)), holder)

    def advice_on(self, place: SitePath, page: OldPage) -> Advice | None:
        """What would lead on from an old address; None where nothing seems to be what was there."""
        index, former = routes.term_of(place) or (_NO_INDEX, _last_part(place))
        holder = self._that_led(page, index) or self._called(index, former, page.title)
        if holder is not None and holder.shelf == index:
            return _advice_for(holder, place, former)
        moved = next((one for one in self._all if index != _NO_INDEX and one.id == former and one.shelf != index), None)
        if moved is None or not moved.shelf.startswith("entities/") or not index.startswith("entities/"):
            return None
        kind = index.removeprefix("entities/").rstrip("/")
        return Advice(moved.source, f"it is at /{moved.place} now: `type: {kind}` gives it its address back")

    def _that_led(self, page: OldPage, index: SitePath) -> Holder | None:
        """What an old page led on to, if that is still there."""
        parts = page.leads_to.strip("/").split("/")
        tails = ("/".join(parts[start:]) + "/" for start in range(len(parts)))
        found = (self._by_place.get(SitePath(tail)) for tail in tails)
        return next((one for one in found if one is not None and one.shelf == index), None)

    def _called(self, index: SitePath, former: str, title: str) -> Holder | None:
        """What has the id, the title, or a name that makes the id."""
        keys = [(index, fold(title))] if title else []
        by_name = (self._by_name.get(key) for key in (*keys, (index, former), (index, slug(former))))
        return self._by_id.get((index, former)) or next((one for one in by_name if one is not None), None)


def holders_in(archive: Archive, config: Config) -> Holders:
    """The records of an archive, each with the page that it has."""
    return Holders(_holders(archive, config))


def _holders(archive: Archive, config: Config) -> Iterator[Holder]:
    for entry in archive.entries:
        article = entry.article
        yield _holder(article, routes.article(entry, config.permalink), (article.title,))
    for page in archive.pages.values():
        yield _holder(page, routes.page(page.id), (page.title,))
    for outlet in archive.outlets.values():
        yield _holder(outlet, routes.outlet(outlet.id), _names(outlet))
    for entity in archive.entities.values():
        yield _holder(entity, routes.entity(entity.type, entity.id), _names(entity))
    for tag in archive.tags.values():
        yield _holder(tag, routes.tag(tag.id), _names(tag))
    for story in archive.stories.values():
        names = (story.title, *(alias.name for alias in story.aliases))
        yield _holder(story, routes.story(story.id), names)
    for quote in archive.quotes.values():
        yield _holder(quote, routes.quote_page(quote.id), (quote.title,) if quote.title else ())


def _names(record: Outlet | Entity | Tag) -> tuple[str, ...]:
    return (record.name, *(alias.name for alias in record.aliases))


def _holder(
    record: Article | StandalonePage | Outlet | Entity | Tag | Story | Quote, place: SitePath, names: tuple[str, ...]
) -> Holder:
    index, _ = routes.term_of(place) or (_NO_INDEX, "")
    match record:
        case Article() | StandalonePage():
            former, index = record.aliases, _NO_INDEX
        case Quote():
            former = ()
        case _:
            former = tuple(ref.name for ref in record.replaces)
    return Holder(place, index, _last_part(place), names, record.source, former)


def _advice_for(holder: Holder, place: SitePath, former: str) -> Advice | None:
    """The line that makes the old address lead to a record's page."""
    now = f"/{holder.place}"
    if holder.shelf == routes.QUOTES:
        return Advice(holder.source, f"it is at {now} now: `id: {former}` gives it its address back")
    if holder.shelf != _NO_INDEX:
        listed = ", ".join((*holder.former, former))
        if holder.source is None:
            return Advice(None, f'a record for "{holder.names[0]}" that says `replaces: [{listed}]` leads on to {now}')
        return Advice(holder.source, f"`replaces: [{listed}]` in its front matter leads on to {now}")
    if isinstance(checked_site_path(f"/{place}"), Unfit):
        return None
    listed = ", ".join((*holder.former, f"/{place}"))
    return Advice(holder.source, f"`aliases: [{listed}]` in its front matter leads on to {now}")


def without_candidate(place: SitePath) -> str:
    """What would lead on from an old address, where nothing seems to be what was there."""
    term = routes.term_of(place)
    if term is not None and term[0] != routes.QUOTES:
        return f"`replaces: [{term[1]}]` in the record of what it is called now leads on"
    if isinstance(checked_site_path(f"/{place}"), Unfit):
        return "bring it back"
    return f"`aliases: [/{place}]` in the front matter of what took its place leads on"


def _last_part(place: SitePath) -> str:
    """The id that an address seems to end with: its last part, without the ending of a file."""
    last = place.rstrip("/").rpartition("/")[2]
    return last if place.endswith("/") else last.partition(".")[0]
