"""The pages of stories: what happened when, who wrote of it and how much, and the articles, told forward."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from generator.archive.order import in_time
from generator.archive.records import Entry
from generator.model import EdtfDate, OutletId, Story, Ymd
from generator.site import metadata, routes, words
from generator.site.chronology import chronology
from generator.site.compare import compare_link
from generator.site.context import (
    MOST_REFERENCES,
    Context,
    common_entities,
    crumbs,
    date_view,
    entity_chip,
    extra_of,
    head,
    outlet_chip,
    record_body,
    reference_links,
)
from generator.site.evidence import CoverageRow
from generator.site.listing import Listing, listing_pages, told_forward
from generator.site.notes import few_cards, notes_on
from generator.site.parts import CardGroup, Pagination
from generator.site.planned import Page
from generator.site.views import StoryView


def story_pages(context: Context) -> Iterator[Page]:
    """Every story's page and its earlier coverage."""
    for story in context.archive.stories.values():
        yield from _story_pages(context, story)


def _story_pages(context: Context, story: Story) -> Iterator[Page]:
    entries, path = context.archive.by_story.get(story.id, ()), routes.story(story.id)
    steps = (("Stories", routes.STORIES), (story.title, path))
    listing = Listing(
        path=path,
        kicker="Story",
        title=story.title,
        steps=steps,
        entries=entries,
        grouping=told_forward,
        origin=story.source,
    )

    def newest(groups: tuple[CardGroup, ...], pages: Pagination) -> StoryView:
        description = story.summary or story.body.excerpt or f"{words.count_of(len(entries), 'article')}."
        return StoryView(
            head=head(
                context,
                path,
                story.title,
                description,
                jsonld=metadata.story_jsonld(context, story, crumbs(context, *steps)),
                feed=routes.feed_of(path),
                references=reference_links(context, path, entries, MOST_REFERENCES),
            ),
            crumbs=crumbs(context, *steps),
            title=story.title,
            count=len(entries),
            when=date_view(context, story.when) if story.when else None,
            where=tuple(entity_chip(context, key) for key in context.archive.where.get(story.id, ())),
            summary=story.summary,
            body=record_body(context, story.source, story.body),
            recorded=story.source is not None,
            chronology=chronology(context, story, entries),
            coverage=coverage(context, entries),
            entities=common_entities(context, entries),
            compare=compare_link(context, story),
            notes=few_cards(context, notes_on(context, entries)),
            groups=groups,
            pages=pages,
            extra=extra_of(story),
        )

    return listing_pages(context, listing, "story.html", newest)


def coverage(context: Context, entries: Iterable[Entry]) -> tuple[CoverageRow, ...]:
    """Every outlet of some articles, the one with the most first."""
    by_outlet: dict[OutletId, list[Entry]] = {}
    for entry in entries:
        by_outlet.setdefault(entry.outlet, []).append(entry)
    outlets = context.archive.outlets
    ranked = sorted(by_outlet.items(), key=lambda item: (-len(item[1]), outlets[item[0]].name, item[0]))
    return tuple(_coverage_row(context, outlet, theirs) for outlet, theirs in ranked)


def _coverage_row(context: Context, outlet: OutletId, entries: Sequence[Entry]) -> CoverageRow:
    days = [entry.article.date for entry in entries if entry.article.date.earliest or entry.article.date.latest]
    first, last = min(days, key=_is_over_by, default=None), max(days, key=in_time, default=None)
    return CoverageRow(
        outlet=outlet_chip(context, outlet),
        count=len(entries),
        first=date_view(context, first) if first else None,
        last=date_view(context, last) if last else None,
    )


def _is_over_by(date: EdtfDate) -> Ymd:
    """The last day it can mean: "25 June" is certainly no later than "June"."""
    return date.latest or date.earliest or (0, 0, 0)
