"""An article's page, and the list of all articles."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import msgspec

from generator.archive.mentions import Wanted, wanted_of
from generator.archive.records import Entry, Mention, Target, TargetKind
from generator.model import Article, Body, Display
from generator.settings import Config, DataContent, FeedContent
from generator.site import dates, lists, metadata, routes, words
from generator.site.bibliography import Reference, reference_of
from generator.site.citations import citations
from generator.site.compare import shared_views
from generator.site.context import (
    ALL_REFERENCES,
    RIS,
    WEB_ANNOTATIONS,
    Context,
    article_link,
    body_view,
    card,
    chips_by_type,
    crumbs,
    date_view,
    entity_chip,
    extra_of,
    head,
    language_of,
    outlet_chip,
    reference_links,
    shows_body,
    story_chip,
    tag_chip,
    target_path,
)
from generator.site.embedded import embedded
from generator.site.evidence import CiteView
from generator.site.exchange import biblatex, csl_json, csl_list
from generator.site.lineage import relation_groups
from generator.site.listing import Listing, by_year, listing_pages
from generator.site.notes import note_views
from generator.site.parts import (
    BodyView,
    CardGroup,
    ChipGroup,
    FeedLink,
    Head,
    ImageView,
    LeftOutView,
    LinkView,
    NameView,
    NoteView,
    Pagination,
)
from generator.site.planned import Page, SitePath
from generator.site.provenance import rights_view, source_view
from generator.site.quotes import quoted_views
from generator.site.views import ArticlesView, ArticleView


def article_pages(context: Context) -> Iterator[Page]:
    """A page an article."""
    entries = context.archive.entries
    for place, entry in enumerate(entries):
        newer = entries[place - 1] if place else None
        older = entries[place + 1] if place + 1 < len(entries) else None
        yield Page(
            path=routes.out_path(context.paths[entry.id]),
            template="article.html",
            make=partial(article_view, context, entry, newer, older),
            address=context.paths[entry.id],
            origin=entry.article.source,
        )


def article_view(context: Context, entry: Entry, newer: Entry | None, older: Entry | None) -> ArticleView:
    """All that an article's page shows; `newer` and `older` are its neighbours in the archive's order."""
    article = entry.article
    lang = language_of(context, entry)
    notes, way = note_views(context, entry), _crumbs(context, entry)
    reference = reference_of(context, entry)
    return ArticleView(
        head=_head(context, entry, way, reference),
        crumbs=way,
        id=entry.id,
        title=article.title,
        outlet=outlet_chip(context, entry.outlet),
        date=date_view(context, article.date),
        updated=date_view(context, article.updated) if article.updated else None,
        type=article.type.value,
        type_label=words.type_label(article.type),
        byline=article.byline,
        dateline=article.dateline,
        lang=lang,
        dir=words.text_direction(lang),
        language_name=None if lang == context.language else words.language_name(lang, context.language),
        summary=article.summary,
        body=_body(context, entry, tuple(note for note in notes if note.start is not None)),
        other_notes=tuple(note for note in notes if note.start is None),
        left_out=_left_out(entry),
        excerpt=article.body.excerpt if entry.display is Display.EXCERPT else "",
        words=article.body.words,
        image=_image(context, entry.image, article.title),
        entities=_entities(context, entry),
        tags=tuple(tag_chip(context, tag) for tag in entry.tags),
        stories=tuple(story_chip(context, story) for story in entry.stories),
        source=source_view(context, entry),
        rights=rights_view(context, entry),
        cite=_cite(context, entry, reference),
        relations=relation_groups(context, entry.id),
        newer=article_link(context, newer) if newer else None,
        older=article_link(context, older) if older else None,
        related=tuple(
            msgspec.structs.replace(card(context, context.archive.by_id[other]), coins="")
            for other in context.archive.related.get(entry.id, ())
        ),
        draft=article.draft,
        future=entry.future,
        extra=extra_of(article),
    )


def with_text(view: ArticleView, old: Body, new: Body) -> ArticleView | None:
    """The view of an article whose body became another; None where the view does not show the old one.

    Only for bodies that are alike in all but their HTML and the number of their words.
    """
    if view.body is None or view.body.digest != old.digest or not new.words:
        return None
    if view.body.shared or view.body.quotes:  # they may stand elsewhere in the new text
        return None
    return msgspec.structs.replace(
        view,
        head=msgspec.structs.replace(view.head, jsonld=metadata.with_words(view.head.jsonld, new.words)),
        body=msgspec.structs.replace(view.body, digest=new.digest),
        words=new.words,
    )


def names_in(view: ArticleView) -> tuple[Wanted, ...]:
    """What is looked for in the text that a view shows."""
    return tuple(Wanted(name.key, name.strong, name.weak) for name in view.body.names) if view.body else ()


def only_text_differs(old: Article, new: Article) -> bool:
    """Whether two records of an article differ in nothing but the HTML of their bodies and the number of its words.

    Compared as they are written: date-times of one moment in two zones are equal, and shown as two.
    """
    but_text = msgspec.structs.replace(new.body, digest=old.body.digest, words=old.body.words)
    try:
        return msgspec.json.encode(msgspec.structs.replace(new, body=but_text)) == msgspec.json.encode(old)
    except UnicodeEncodeError:  # half of a surrogate pair, which no cache has held
        return False


def text_stays_on_its_page(config: Config) -> bool:
    """Whether nothing but an article's own page shows its text: no feed does, and no file of data."""
    return config.feeds.content is not FeedContent.FULL and config.data.content is not DataContent.TEXTS


def articles_pages(context: Context) -> Iterator[Page]:
    """/articles/ and its numbered older pages."""
    entries, path, title = context.archive.entries, routes.ARTICLES, "All articles"
    steps = (("Articles", path),)
    listing = Listing(path=path, kicker="Articles", title=title, steps=steps, entries=entries, grouping=by_year)

    def newest(groups: tuple[CardGroup, ...], pages: Pagination) -> ArticlesView:
        return ArticlesView(
            head=head(
                context,
                path,
                title,
                f"Every article of {context.config.title}, newest first.",
                references=reference_links(context, path, entries, ALL_REFERENCES),
            ),
            crumbs=crumbs(context, *steps),
            title=title,
            count=len(entries),
            timeline=lists.timeline(entries, context.base, frozenset(context.archive.by_year)),
            groups=groups,
            pages=pages,
        )

    return listing_pages(context, listing, "articles.html", newest)


# Parts of an article's page


def _head(context: Context, entry: Entry, way: tuple[LinkView, ...], reference: Reference) -> Head:
    article = entry.article
    fallback = f"{words.type_label(article.type)}, {context.archive.outlets[entry.outlet].name}"
    image = target_path(context, entry.image) if entry.image else None
    notes = context.base.url(routes.web_annotations(context.paths[entry.id]))
    return msgspec.structs.replace(
        head(context, context.paths[entry.id], article.title, entry.summary or fallback),
        og_type="article",
        published=dates.iso_for_html(article.date),
        modified=dates.iso_for_html(article.updated) if article.updated else "",
        image=context.base.absolute(image) if image else "",
        jsonld=metadata.article_jsonld(context, entry, way),
        references=(FeedLink(title="RIS", url=_ris_file(context, entry), type=RIS),),
        meta=embedded(context, entry, reference),
        feeds=(FeedLink(title="Notes", url=notes, type=WEB_ANNOTATIONS),) if entry.notes else (),
    )


def _cite(context: Context, entry: Entry, reference: Reference) -> CiteView:
    return CiteView(
        citations=citations(reference),
        biblatex=biblatex(reference),
        csl=csl_list((csl_json(reference),)),
        ris=_ris_file(context, entry),
    )


def _ris_file(context: Context, entry: Entry) -> str:
    return context.base.url(routes.cite(context.paths[entry.id]))


def _crumbs(context: Context, entry: Entry) -> tuple[LinkView, ...]:
    date, steps = entry.article.date, list[tuple[str, SitePath]]()
    if date.year is not None:
        steps.append((dates.year_text(date.year, context.language), routes.year(date.year)))
        if date.month is not None:
            steps.append((dates.month_name(date.month, context.language), routes.month(date.month, date.year)))
    elif entry in context.archive.undated:
        steps.append(("Undated", routes.UNDATED))
    return crumbs(context, *steps, (entry.article.title, context.paths[entry.id]))


def _entities(context: Context, entry: Entry) -> tuple[ChipGroup, ...]:
    """What the article names, with its role there, and how the text spells it where that is not its name."""
    spelt = context.archive.spelt.get(entry.id, {})
    chips = []
    for mention in entry.mentions:
        chip = entity_chip(context, mention.entity)
        chips.append(msgspec.structs.replace(chip, role=mention.role, written=spelt.get(mention.entity, ())))
    return chips_by_type(context, chips)


def _body(context: Context, entry: Entry, notes: tuple[NoteView, ...]) -> BodyView | None:
    """The text, in which what the article names and its notes are about is marked; None where rights withhold it."""
    body = body_view(context, entry.article.body, entry.targets) if shows_body(entry) else None
    if body is None:
        return None
    names = tuple(_names(context, mention) for mention in entry.mentions)
    shared, quotes = shared_views(context, entry), quoted_views(context, entry)
    return msgspec.structs.replace(body, names=names, notes=notes, shared=shared, quotes=quotes)


def _left_out(entry: Entry) -> tuple[LeftOutView, ...]:
    """The passages that are not part of the text: kept, since nothing of a source is lost; not where it is withheld."""
    passages = entry.article.body.left_out if shows_body(entry) else ()
    return tuple(LeftOutView(text=one.text, label=(one.kind or "").capitalize()) for one in passages)


def _names(context: Context, mention: Mention) -> NameView:
    wanted = wanted_of(context.archive.entities[mention.entity], mention.written)
    return NameView(key=wanted.key, url=context.chips[mention.entity].url, strong=wanted.strong, weak=wanted.weak)


def _image(context: Context, target: Target | None, alt: str) -> ImageView | None:
    path = target_path(context, target) if target and target.kind is TargetKind.ASSET else None
    if path is None:
        return None
    return ImageView(url=context.base.url(path), absolute_url=context.base.absolute(path), alt=alt)
