"""site.yaml, typed: how an archive is called, where it is published and how it looks.

Values only. `read.config` makes them; every room may look at them, and none changes them.
"""

from __future__ import annotations

from enum import StrEnum

from generator.model import NOWHERE, Display, EntityType, Extra, Language, Record
from generator.problems import Position


class EntityTypeLabel(Record):
    """How a type of entity is called and which schema.org class it is."""

    id: EntityType
    label: str  # plural: "People"
    singular: str
    schema: str  # "Person"


class MenuItem(Record):
    """An entry of the site's menu: a text and a site path ("/about/") or an external URL."""

    text: str
    url: str
    at: Position = NOWHERE


class MarkdownOptions(Record):
    """What site.yaml's `markdown` sets."""

    smarty: bool = False


class RightsDefaults(Record):
    """What site.yaml's `rights` sets for articles that say nothing."""

    statement: str | None = None
    holder: str | None = None
    display: Display = Display.FULL


class FeedContent(StrEnum):
    """What a feed entry carries."""

    SUMMARY = "summary"
    FULL = "full"


class FeedOptions(Record):
    """What site.yaml's `feeds` sets."""

    items: int = 20
    content: FeedContent = FeedContent.SUMMARY


class DataContent(StrEnum):
    """What the site offers to take away."""

    NONE = "none"
    RECORDS = "records"  # what is known of the articles, and all authority records
    TEXTS = "texts"  # and the texts that rights let the site show


class DataOptions(Record):
    """What site.yaml's `data` sets; `license` is that of the records, since each text has its own rights."""

    content: DataContent = DataContent.RECORDS
    license: str | None = None


class Config(Record):
    """site.yaml, typed. `url` always ends with `/`."""

    title: str
    url: str
    language: Language = Language("en")
    timezone: str = "UTC"  # IANA name
    theme: str = "broadsheet"
    description: str = ""
    author: str = ""
    permalink: str = "/{year}/{month}/{id}/"
    per_page: int = 50
    entity_types: tuple[EntityTypeLabel, ...] = ()  # the four known ones first, then site.yaml's own
    menu: tuple[MenuItem, ...] = ()
    markdown: MarkdownOptions = MarkdownOptions()
    rights: RightsDefaults = RightsDefaults()
    feeds: FeedOptions = FeedOptions()
    data: DataOptions = DataOptions()
    content: str = "content"
    output: str = "public"
    gone: tuple[str, ...] = ()  # addresses that are meant to lead nowhere, "/2023/06/a/"; with `/`, all below too
    extra: tuple[Extra, ...] = ()  # site.yaml's `theme_options`, for themes
    places: tuple[tuple[str, Position], ...] = ()  # where it says "theme", "content", "theme_options.KEY"

    def place(self, key: str) -> Position:
        """Where site.yaml says `key`, for problems that only show later; its beginning when it does not."""
        return dict(self.places).get(key, NOWHERE)
