"""Pages of the terms that articles name: outlets, entities and tags."""

from __future__ import annotations

from collections.abc import Iterator

from generator.archive.records import EntityKey, Entry, Spelling, TargetKind
from generator.model import Alias, Entity, Outlet, OutletId, Role, Tag
from generator.site import lists, metadata, routes, words
from generator.site.context import (
    MOST_REFERENCES,
    Context,
    article_link,
    card,
    chips_by_type,
    common_entities,
    common_outlets,
    common_tags,
    crumbs,
    date_view,
    entity_chip,
    entity_url,
    extra_of,
    head,
    outlet_chip,
    record_body,
    reference_links,
    tag_chip,
)
from generator.site.listing import Listing, by_year, listing_pages
from generator.site.notes import few_cards
from generator.site.parts import (
    ArticleCard,
    CardGroup,
    ChipGroup,
    Fact,
    FactValue,
    LinkInLanguage,
    LinkView,
    Pagination,
    RoleView,
    SpellingView,
    Timeline,
)
from generator.site.planned import Page
from generator.site.quotes import more_quotes_of, quotes_of
from generator.site.views import EntityView, OutletView, TagView

# Outlets


def outlet_pages(context: Context) -> Iterator[Page]:
    """Every outlet's page and its older articles."""
    for outlet in context.archive.outlets.values():
        yield from _outlet_pages(context, outlet)


def _outlet_pages(context: Context, outlet: Outlet) -> Iterator[Page]:
    entries, path = context.archive.by_outlet.get(outlet.id, ()), routes.outlet(outlet.id)
    steps = (("Outlets", routes.OUTLETS), (outlet.name, path))
    listing = Listing(
        path=path,
        kicker="Outlet",
        title=outlet.name,
        steps=steps,
        entries=entries,
        grouping=by_year,
        origin=outlet.source,
    )

    def newest(groups: tuple[CardGroup, ...], pages: Pagination) -> OutletView:
        first, last = _first_and_last(context, entries)
        description = outlet.body.excerpt or f"{words.count_of(len(entries), 'article')} from {outlet.name}."
        return OutletView(
            head=head(
                context,
                path,
                outlet.name,
                description,
                jsonld=metadata.outlet_jsonld(context, outlet, crumbs(context, *steps)),
                feed=routes.feed_of(path),
                references=reference_links(context, path, entries, MOST_REFERENCES),
            ),
            crumbs=crumbs(context, *steps),
            name=outlet.name,
            kind=outlet.kind,
            count=len(entries),
            facts=_outlet_facts(context, outlet),
            body=record_body(context, outlet.source, outlet.body),
            recorded=outlet.source is not None,
            first=first,
            last=last,
            timeline=_timeline(context, entries),
            entities=common_entities(context, entries),
            tags=common_tags(context, entries),
            groups=groups,
            pages=pages,
            extra=extra_of(outlet),
        )

    return listing_pages(context, listing, "outlet.html", newest)


def _outlet_facts(context: Context, outlet: Outlet) -> tuple[Fact, ...]:
    facts = []
    if outlet.country:
        country = words.country_name(outlet.country, context.language)
        facts.append(Fact(label="Country", values=(FactValue(text=country),)))
    if outlet.lang:
        language = words.language_name(outlet.lang, context.language)
        facts.append(Fact(label="Language", values=(FactValue(text=language),)))
    if outlet.url:
        site = FactValue(text=words.host_of(outlet.url), url=outlet.url)
        facts.append(Fact(label="Website", values=(site,)))
    if outlet.aliases:
        names = tuple(FactValue(text=alias.name, lang=alias.lang) for alias in outlet.aliases)
        facts.append(Fact(label="Also written", values=names))
    return (*facts, *_identifiers(outlet.same_as))


# Entities


def entity_pages(context: Context) -> Iterator[Page]:
    """Every entity's page and its older articles."""
    for key, entity in context.archive.entities.items():
        yield from _entity_pages(context, key, entity)


def _entity_pages(context: Context, key: EntityKey, entity: Entity) -> Iterator[Page]:
    entries = context.archive.by_entity.get(key, ())
    path, label = routes.entity(entity.type, entity.id), context.types[entity.type]
    steps = (
        ("Entities", routes.ENTITIES),
        (label.label, routes.entity_type(entity.type)),
        (entity.name, path),
    )
    listing = Listing(
        path=path,
        kicker=label.singular,
        title=entity.name,
        steps=steps,
        entries=entries,
        grouping=by_year,
        origin=entity.source,
    )

    def newest(groups: tuple[CardGroup, ...], pages: Pagination) -> EntityView:
        first, last = _first_and_last(context, entries)
        description = entity.body.excerpt or f"{entity.name} in {words.count_of(len(entries), 'article')}."
        return EntityView(
            head=head(
                context,
                path,
                entity.name,
                description,
                jsonld=metadata.entity_jsonld(context, entity, crumbs(context, *steps)),
                feed=routes.feed_of(path),
                references=reference_links(context, path, entries, MOST_REFERENCES),
            ),
            crumbs=crumbs(context, *steps),
            name=entity.name,
            type=entity.type,
            type_label=label.singular,
            count=len(entries),
            aliases=_names(entity.aliases) + _names(entity.weak_aliases, weak=True),
            spellings=tuple(_spelling(context, one) for one in context.archive.spellings.get(key, ())),
            roles=tuple(_role(context, key, number, role) for number, role in enumerate(entity.roles)),
            facts=_entity_facts(context, key, entity),
            body=record_body(context, entity.source, entity.body),
            recorded=entity.source is not None,
            first=first,
            last=last,
            timeline=_timeline(context, entries),
            together=_together(context, key),
            outlets=common_outlets(context, entries),
            quotes=quotes_of(context, key),
            all_quotes=more_quotes_of(context, key),
            notes=few_cards(context, context.archive.notes_by_entity.get(key, ())),
            groups=groups,
            pages=pages,
            extra=extra_of(entity),
        )

    return listing_pages(context, listing, "entity.html", newest)


def _spelling(context: Context, spelling: Spelling) -> SpellingView:
    outlets = (outlet_chip(context, OutletId(outlet.id), outlet.count) for outlet in spelling.outlets)
    return SpellingView(
        text=spelling.text,
        count=spelling.count,
        outlets=tuple(outlets),
        oldest=article_link(context, context.archive.by_id[spelling.oldest]),
    )


def _together(context: Context, key: EntityKey) -> tuple[ChipGroup, ...]:
    others = context.archive.together.get(key, ())
    return chips_by_type(context, [entity_chip(context, EntityKey(other.id), other.count) for other in others])


def _role(context: Context, key: EntityKey, number: int, role: Role) -> RoleView:
    target = context.archive.roles_of.get((key, number))
    holder = None
    if target is not None and target.kind is TargetKind.ENTITY:
        body = context.archive.entities[EntityKey(target.id)]
        holder = LinkView(text=body.name, url=entity_url(context, body))
    elif target is not None and target.kind is TargetKind.OUTLET:
        chip = outlet_chip(context, OutletId(target.id))
        holder = LinkView(text=chip.text, url=chip.url)
    elif role.of:
        holder = LinkView(text=role.of.name, url="")
    return RoleView(title=role.title, of=holder, during=date_view(context, role.during) if role.during else None)


def _entity_facts(context: Context, key: EntityKey, entity: Entity) -> tuple[Fact, ...]:
    facts = []
    if entity.sort_name and entity.sort_name != entity.name:
        facts.append(Fact(label="Filed under", values=(FactValue(text=entity.sort_name),)))
    others = [context.archive.entities[other] for other in context.archive.different_from.get(key, ())]
    if others:
        values = tuple(FactValue(text=other.name, url=entity_url(context, other)) for other in others)
        facts.append(Fact(label="Not to be confused with", values=values))
    return (*facts, *_identifiers(entity.same_as))


# Tags


def tag_pages(context: Context) -> Iterator[Page]:
    """Every tag's page and its older articles."""
    for tag in context.archive.tags.values():
        yield from _tag_pages(context, tag)


def _tag_pages(context: Context, tag: Tag) -> Iterator[Page]:
    archive = context.archive
    entries, path = archive.by_tag.get(tag.id, ()), routes.tag(tag.id)
    steps = (("Tags", routes.TAGS), (tag.name, path))
    listing = Listing(
        path=path, kicker="Tag", title=tag.name, steps=steps, entries=entries, grouping=by_year, origin=tag.source
    )

    def newest(groups: tuple[CardGroup, ...], pages: Pagination) -> TagView:
        description = tag.body.excerpt or f"{words.count_of(len(entries), 'article')} tagged {tag.name}."
        return TagView(
            head=head(
                context,
                path,
                tag.name,
                description,
                feed=routes.feed_of(path),
                references=reference_links(context, path, entries, MOST_REFERENCES),
            ),
            crumbs=crumbs(context, *steps),
            name=tag.name,
            count=len(entries),
            aliases=_names(tag.aliases),
            broader=tuple(tag_chip(context, other) for other in archive.broader.get(tag.id, ())),
            narrower=tuple(tag_chip(context, other) for other in archive.narrower.get(tag.id, ())),
            body=record_body(context, tag.source, tag.body),
            recorded=tag.source is not None,
            timeline=_timeline(context, entries),
            outlets=common_outlets(context, entries),
            entities=common_entities(context, entries),
            notes=few_cards(context, archive.notes_by_tag.get(tag.id, ())),
            groups=groups,
            pages=pages,
            extra=extra_of(tag),
        )

    return listing_pages(context, listing, "tag.html", newest)


# Parts


def _first_and_last(context: Context, entries: tuple[Entry, ...]) -> tuple[ArticleCard | None, ArticleCard | None]:
    """The first and last dated article of a list; None for both when there are fewer than two.

    The first is the one that is certainly no later than a day before any other's: "25 June" comes before "June".
    """
    dated = [entry for entry in entries if entry.article.date.earliest and entry.article.date.latest]
    if len(dated) < 2:  # noqa: PLR2004 - a first and a last
        return None, None
    first = min(reversed(dated), key=lambda entry: entry.article.date.latest or entry.article.date.earliest or ())
    return card(context, first), card(context, dated[0])


def _timeline(context: Context, entries: tuple[Entry, ...]) -> Timeline | None:
    return lists.timeline(entries, context.base, frozenset(context.archive.by_year))


def _names(aliases: tuple[Alias, ...], *, weak: bool = False) -> tuple[LinkInLanguage, ...]:
    return tuple(LinkInLanguage(text=alias.name, lang=alias.lang, weak=weak) for alias in aliases)


def _identifiers(same_as: tuple[str, ...]) -> tuple[Fact, ...]:
    return (Fact(label="Identifiers", values=tuple(map(_identifier, same_as))),) if same_as else ()


def _identifier(url: str) -> FactValue:
    """The authority file and the identifier in it, so that print says it too: "Wikidata Q884"."""
    return FactValue(text=f"{words.authority_label(url)} {words.authority_id(url)}".rstrip(), url=url)
