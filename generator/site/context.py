"""What every page builder is given, and the parts that pages share: chips, cards, dates, bodies, heads.

Made once a build from the archive and site.yaml. Builders take a `Context` and return views; nothing here knows which
pages exist beyond what the archive holds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from generator.archive.records import Archive, Carrier, EntityKey, Entry, Passage, Target, TargetKind
from generator.archive.rights import shows_text
from generator.model import (
    Article,
    ArticleId,
    Body,
    EdtfDate,
    Entity,
    EntityType,
    Outlet,
    OutletId,
    PageId,
    Precision,
    Quote,
    QuoteId,
    Record,
    SourcePath,
    StandalonePage,
    Story,
    StoryId,
    Tag,
    TagId,
)
from generator.settings import Config, EntityTypeLabel
from generator.site import dates, routes, words
from generator.site.parts import ArticleCard, BodyView, Chip, ChipGroup, DateView, ExtraView, FeedLink, Head, LinkView
from generator.site.planned import SitePath
from generator.site.routes import Base, Url
from generator.site.side_by_side import passages_in, side_by_side

ATOM = "application/atom+xml"
JSON_FEED = "application/feed+json"
RIS = "application/x-research-info-systems"
REFERENCE_FORMATS = (  # the files for reference managers: ending, name, type
    ("ris", "RIS", RIS),
    ("bib", "BibLaTeX", "application/x-bibtex"),
    ("json", "CSL-JSON", "application/vnd.citationstyles.csl+json"),
)
MOST_REFERENCES = 1_000  # in the files of a term: its newest
ALL_REFERENCES = 50_000  # in those of the whole archive: some 40 MB, under the 100 MB that hosts take
WEB_ANNOTATIONS = 'application/ld+json;profile="http://www.w3.org/ns/anno.jsonld"'
DESCRIPTION_LENGTH = 200
TITLE_LENGTH = 80
TOP = 12
FEW = 6


class Context(Record):
    """The archive, its configuration, and what is worth working out once."""

    archive: Archive
    config: Config
    base: Base
    types: Mapping[EntityType, EntityTypeLabel]
    paths: Mapping[ArticleId, SitePath]
    cards: Mapping[ArticleId, ArticleCard]
    chips: Mapping[EntityKey, Chip]  # of every entity, without a count
    passages_in: Mapping[ArticleId, tuple[Passage, ...]]  # those that an article shares with others
    compared_in: Mapping[StoryId, tuple[Passage, ...]]  # those that a story's articles share, as they are compared
    quoted_in: Mapping[ArticleId, tuple[tuple[Quote, Carrier], ...]]  # the quotes that an article carries

    @property
    def language(self) -> str:
        """The language of the site's own words."""
        return self.config.language


def prepare(archive: Archive, config: Config) -> Context:
    """The context of one build."""
    passages = passages_in(archive)
    bare = Context(
        archive=archive,
        config=config,
        base=routes.base_of(config),
        types={label.id: label for label in config.entity_types},
        paths={entry.id: routes.article(entry, config.permalink) for entry in archive.entries},
        cards={},
        chips={},
        passages_in=passages,
        compared_in=side_by_side(archive, passages),
        quoted_in=_quoted_in(archive),
    )
    return msgspec.structs.replace(
        bare,
        cards={entry.id: _card(bare, entry) for entry in archive.entries},
        chips={key: _plain_chip(bare, entity) for key, entity in archive.entities.items()},
    )


def _quoted_in(archive: Archive) -> dict[ArticleId, tuple[tuple[Quote, Carrier], ...]]:
    found: dict[ArticleId, list[tuple[Quote, Carrier]]] = {}
    for quote, carried in archive.carried.items():
        for carrier in carried.carriers:
            found.setdefault(carrier.article, []).append((archive.quotes[quote], carrier))
    return {article: tuple(here) for article, here in found.items()}


# Dates


def date_view(context: Context, date: EdtfDate) -> DateView:
    """A date in words, for machines, and with the page of its month or year where there is one."""
    return DateView(
        text=dates.date_text(date, context.language),
        iso=dates.iso_for_html(date),
        edtf=date.text,
        note=dates.date_note(date, context.language),
        url=period_url(context, date),
    )


def period_url(context: Context, date: EdtfDate) -> Url | None:
    """The month page a date falls into, else its year's, else (for no date at all) the undated articles'."""
    if date.year is None:
        undated = date.precision is Precision.UNKNOWN and context.archive.undated
        return context.base.url(routes.UNDATED) if undated else None
    if date.month is not None and (date.year, date.month) in context.archive.by_month:
        return context.base.url(routes.month(date.month, date.year))
    return context.base.url(routes.year(date.year)) if date.year in context.archive.by_year else None


# Articles


def card(context: Context, entry: Entry) -> ArticleCard:
    """An article as lists show it."""
    return context.cards[entry.id]


def article_link(context: Context, entry: Entry) -> LinkView:
    """An article's title and page."""
    return LinkView(text=entry.article.title, url=context.base.url(context.paths[entry.id]))


def language_of(context: Context, entry: Entry) -> str:
    """The language an article is written in."""
    return entry.article.lang or context.config.language


def _card(context: Context, entry: Entry) -> ArticleCard:
    article = entry.article
    lang = language_of(context, entry)
    return ArticleCard(
        title=article.title,
        url=context.base.url(context.paths[entry.id]),
        date=date_view(context, article.date),
        outlet=outlet_chip(context, entry.outlet),
        type=article.type.value,
        type_label=words.type_label(article.type),
        lang=lang,
        dir=words.text_direction(lang),
        summary=entry.summary,
        display=entry.display.value,
        draft=article.draft,
        future=entry.future,
    )


# Chips


def outlet_chip(context: Context, identifier: OutletId, count: int | None = None) -> Chip:
    """An outlet named in passing."""
    outlet = context.archive.outlets[identifier]
    url = context.base.url(routes.outlet(outlet.id))
    return Chip(text=outlet.name, url=url, kind="outlet", kind_label="Outlet", count=count)


def tag_chip(context: Context, identifier: TagId, count: int | None = None) -> Chip:
    """A tag named in passing."""
    tag = context.archive.tags[identifier]
    return Chip(text=tag.name, url=context.base.url(routes.tag(tag.id)), kind="tag", kind_label="Tag", count=count)


def story_chip(context: Context, identifier: StoryId, count: int | None = None) -> Chip:
    """A story named in passing."""
    story = context.archive.stories[identifier]
    url = context.base.url(routes.story(story.id))
    return Chip(text=story.title, url=url, kind="story", kind_label="Story", count=count)


def entity_url(context: Context, entity: Entity) -> Url:
    """An entity's page."""
    return context.base.url(routes.entity(entity.type, entity.id))


def entity_chip(context: Context, key: EntityKey, count: int | None = None, role: str | None = None) -> Chip:
    """An entity named in passing."""
    plain = context.chips[key]
    return Chip(text=plain.text, url=plain.url, kind=plain.kind, kind_label=plain.kind_label, count=count, role=role)


def _plain_chip(context: Context, entity: Entity) -> Chip:
    label = context.types[entity.type].singular
    return Chip(text=entity.name, url=entity_url(context, entity), kind=entity.type, kind_label=label)


def chips_by_type(context: Context, chips: Iterable[Chip]) -> tuple[ChipGroup, ...]:
    """Entity chips under the labels of their types, types in site.yaml's order, chips in the order given."""
    by_kind: dict[str, list[Chip]] = {}
    for chip in chips:
        by_kind.setdefault(chip.kind, []).append(chip)
    return tuple(
        ChipGroup(label=label.label, kind=kind, chips=tuple(by_kind[kind]))
        for kind, label in context.types.items()
        if kind in by_kind
    )


def common_entities(context: Context, entries: Sequence[Entry], most: int = TOP) -> tuple[ChipGroup, ...]:
    """The entities that articles declare most often, at most `most` of each type, with counts.

    Few articles bring no more than there are of them, so that their names do not outgrow them. Those that one article
    each declares are in no order of weight: they come only up to the sixth, and where a type has no others, uncounted.
    """
    most = min(most, max(FEW, len(entries)))
    counts = Counter(mention.entity for entry in entries for mention in entry.mentions)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], context.archive.entities[item[0]].name, item[0]))
    taken: Counter[str] = Counter()
    highest: dict[str, int] = {}
    chips = []
    for key, count in ranked:
        entity = context.archive.entities[key]
        if taken[entity.type] < (most if count > 1 else FEW):
            taken[entity.type] += 1
            counted = highest.setdefault(entity.type, count) > 1
            chips.append(entity_chip(context, key, count if counted else None))
    return chips_by_type(context, chips)


def common_outlets(context: Context, entries: Iterable[Entry], most: int = TOP) -> tuple[Chip, ...]:
    """The outlets of articles, the most frequent first, with counts."""
    counts = Counter(entry.outlet for entry in entries)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], context.archive.outlets[item[0]].name, item[0]))
    return tuple(outlet_chip(context, outlet, count) for outlet, count in ranked[:most])


def common_tags(context: Context, entries: Iterable[Entry], most: int = TOP) -> tuple[Chip, ...]:
    """The tags of articles, the most frequent first, with counts."""
    counts = Counter(tag for entry in entries for tag in entry.tags)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], context.archive.tags[item[0]].name, item[0]))
    return tuple(tag_chip(context, tag, count) for tag, count in ranked[:most])


# Quotes


def quote_title(quote: Quote) -> str:
    """What a quote is called: by its record, else by its first words."""
    return quote.title or (shortened(quote.body.excerpt, TITLE_LENGTH) if quote.body.excerpt else quote.id)


# Bodies and links


def target_path(context: Context, target: Target) -> SitePath | None:
    """The page or file of this site that a target means; None for any other kind of target."""
    make = _PLACES.get(target.kind)
    return None if make is None else make(context, target.id)


def _entity_place(context: Context, key: str) -> SitePath:
    entity = context.archive.entities[EntityKey(key)]
    return routes.entity(entity.type, entity.id)


_PLACES: Mapping[TargetKind, Callable[[Context, str], SitePath]] = {
    TargetKind.ARTICLE: lambda context, key: context.paths[ArticleId(key)],
    TargetKind.ENTITY: _entity_place,
    TargetKind.OUTLET: lambda _, key: routes.outlet(OutletId(key)),
    TargetKind.TAG: lambda _, key: routes.tag(TagId(key)),
    TargetKind.STORY: lambda _, key: routes.story(StoryId(key)),
    TargetKind.PAGE: lambda _, key: routes.page(PageId(key)),
    TargetKind.QUOTE: lambda _, key: routes.quote_page(QuoteId(key)),
    TargetKind.ASSET: lambda context, key: routes.asset(SourcePath(key), context.config.content),
}


def target_url(context: Context, target: Target) -> str | None:
    """Where a resolved destination leads, None when it leads nowhere."""
    fragment = f"#{routes.fragment(target.fragment)}" if target.fragment else ""
    match target.kind:
        case TargetKind.EXTERNAL:
            return routes.external(target.id)
        case TargetKind.FRAGMENT:
            return fragment
        case TargetKind.SITE_PATH:
            return context.base.within(target.id) + fragment
        case _:
            path = target_path(context, target)
            return None if path is None else context.base.url(path) + fragment


def body_view(context: Context, body: Body, targets: Sequence[Target]) -> BodyView | None:
    """A body with its destinations answered; None for one that shows nothing."""
    if not body.words and not body.destinations:
        return None
    return BodyView(digest=body.digest, urls=tuple(target_url(context, target) for target in targets))


def record_body(context: Context, source: SourcePath | None, body: Body) -> BodyView | None:
    """The body of a record that is not an article; None for a term without a record."""
    return None if source is None else body_view(context, body, context.archive.targets.get(source, ()))


def extra_of(record: Article | Entity | Outlet | Tag | Story | Quote | StandalonePage) -> tuple[ExtraView, ...]:
    """The keys of a record that only the theme knows what to do with."""
    return tuple(ExtraView(key=extra.key, value=extra.value) for extra in record.extra)


# Heads and crumbs


def head(  # noqa: PLR0913 - a head is what a page says of itself; all but the first three have defaults
    context: Context,
    path: SitePath,
    title: str,
    description: str,
    *,
    lang: str | None = None,
    jsonld: str = "",
    feed: SitePath | None = None,
    references: tuple[FeedLink, ...] = (),
) -> Head:
    """The `<head>` of a page; `feed` is the Atom feed of its articles, `references` are they for reference managers."""
    feeds = (FeedLink(title=title, url=context.base.url(feed), type=ATOM),) if feed else ()
    language = lang or context.config.language
    return Head(
        title=title,
        description=shortened(description),
        canonical=context.base.absolute(path),
        lang=language,
        dir=words.text_direction(language),
        jsonld=jsonld,
        feeds=feeds,
        references=references,
    )


def reference_links(context: Context, listing: SitePath, entries: Sequence[Entry], most: int) -> tuple[FeedLink, ...]:
    """The files for reference managers that hold a list's articles, or the `most` newest of them.

    A single article is in its own file and in no other: most terms of most archives have one.
    """
    if len(entries) == 1:
        url = context.base.url(routes.cite(context.paths[entries[0].id]))
        return (FeedLink(title="RIS", url=url, type=RIS),)
    which = f", the newest {most:,}" if len(entries) > most else ""
    links = (
        FeedLink(title=name + which, url=context.base.url(routes.references(listing, ending)), type=kind)
        for ending, name, kind in REFERENCE_FORMATS
    )
    return tuple(links) if entries else ()


def shortened(text: str, length: int = DESCRIPTION_LENGTH) -> str:
    """At most so many characters of a text, cut between words."""
    plain = " ".join(text.split())
    if len(plain) <= length:
        return plain
    cut = plain[: length - 1]
    return f"{cut.rsplit(' ', 1)[0] or cut}…"


def crumbs(context: Context, *steps: tuple[str, SitePath]) -> tuple[LinkView, ...]:
    """The way from the front page to a page; the last step is the page itself."""
    way = (("Home", routes.HOME), *steps)
    return tuple(LinkView(text=text, url=context.base.url(path)) for text, path in way)


def shows_body(entry: Entry) -> bool:
    """Whether an article's rights allow its whole text on the site."""
    return shows_text(entry.display)
