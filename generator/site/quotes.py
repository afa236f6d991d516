"""Quotes: a page each, from who said it to the articles that carry it; all of them by speaker; and where articles do.

The wording of each article is compared with the quote's base text, which is what its record says. Articles that carry
the words and name nobody for them are told apart, and nothing is said of who copied whom.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from generator.archive.order import in_time
from generator.archive.quotations import reported_in
from generator.archive.records import Carried, Carrier, EntityKey, Entry, Reporter, TargetKind
from generator.archive.wording import Kind, Run, differences
from generator.model import UNDATED, ArticleId, OutletId, Quote
from generator.site import collation, metadata, routes, words
from generator.site.compare import credits_of, run_view
from generator.site.context import (
    Context,
    article_link,
    crumbs,
    date_view,
    entity_chip,
    extra_of,
    head,
    language_of,
    outlet_chip,
    quote_title,
    record_body,
)
from generator.site.evidence import CarrierView, QuoteCard, QuoteGroup, ReporterView
from generator.site.parts import Chip, LinkView, QuotedView
from generator.site.planned import Page
from generator.site.views import QuotesView, QuoteView

FEW = 24  # quotes that the page of an entity shows
WORDINGS = 48  # articles whose wording a quote's page shows; those beyond are named


# On an article's page


def quoted_views(context: Context, entry: Entry) -> tuple[QuotedView, ...]:
    """The words of quotes that an article carries, as they follow each other in it."""
    views = [
        QuotedView(
            anchor=_anchor(quote, number),
            start=part.start,
            end=part.end,
            title=quote_title(quote),
            url=_url(context, quote),
        )
        for quote, carrier in context.quoted_in.get(entry.id, ())
        for number, part in enumerate(carrier.parts, start=1)
    ]
    return tuple(sorted(views, key=lambda view: (view.start, view.end, view.anchor)))


def _anchor(quote: Quote, number: int) -> str:
    """The id of a quote's words on an article's page, numbered where it has others."""
    return f"q-{quote.id}" if number == 1 else f"q{number}-{quote.id}"  # in front, since an id may end in a number


def _url(context: Context, quote: Quote) -> str:
    return context.base.url(routes.quote_page(quote.id))


# In lists


def quote_cards(context: Context, quotes: Iterable[Quote]) -> tuple[QuoteCard, ...]:
    """Quotes as lists show them."""
    return tuple(_card(context, quote) for quote in quotes)


def quotes_of(context: Context, entity: EntityKey) -> tuple[QuoteCard, ...]:
    """What somebody said, the earliest first, as far as a page of theirs has room."""
    return quote_cards(context, context.archive.quotes_by_entity.get(entity, ())[:FEW])


def more_quotes_of(context: Context, entity: EntityKey) -> LinkView | None:
    """Where all that somebody said is, if it is more."""
    number = len(context.archive.quotes_by_entity.get(entity, ()))
    if number <= FEW:
        return None
    url = f"{context.base.url(routes.QUOTES)}#{routes.fragment(_group_anchor(entity))}"
    return LinkView(text=f"All {number:,} quotes", url=url)


def _card(context: Context, quote: Quote) -> QuoteCard:
    return QuoteCard(
        title=quote_title(quote),
        url=_url(context, quote),
        words=quote.body.excerpt if quote.title else "",
        speaker=_speaker(context, quote),
        said=date_view(context, quote.said) if quote.said else None,
        count=len(_carriers(context, quote)),
    )


def _speaker(context: Context, quote: Quote) -> Chip | None:
    mention = context.archive.speakers.get(quote.id)
    return entity_chip(context, mention.entity, role=mention.role) if mention else None


def _carriers(context: Context, quote: Quote) -> tuple[Carrier, ...]:
    return context.archive.carried.get(quote.id, Carried(text="")).carriers


# All quotes


def quote_pages(context: Context) -> Iterator[Page]:
    """/quotes/ and a page a quote; none where there are no quotes."""
    if not context.archive.quotes:
        return
    path = routes.QUOTES
    yield Page(path=routes.out_path(path), template="quotes.html", make=partial(_quotes_view, context), address=path)
    for quote in context.archive.quotes.values():
        path = routes.quote_page(quote.id)
        make = partial(_quote_view, context, quote)
        yield Page(path=routes.out_path(path), template="quote.html", make=make, address=path, origin=quote.source)


def _quotes_view(context: Context) -> QuotesView:
    title, path, number = "Quotes", routes.QUOTES, len(context.archive.quotes)
    description = f"{words.count_of(number, 'quote').capitalize()}, by who said them, and the articles that carry them."
    return QuotesView(
        head=head(context, path, title, description),
        crumbs=crumbs(context, (title, path)),
        title=title,
        count=number,
        groups=tuple(_groups(context)),
    )


def _groups(context: Context) -> Iterator[QuoteGroup]:
    """Quotes by who said them, in the order of names; those without a speaker last."""
    archive, language = context.archive, context.language

    def filed(key: EntityKey) -> tuple[collation.SortKey, EntityKey]:
        entity = archive.entities[key]
        return collation.sort_key(entity.sort_name or entity.name, language), key

    for key in sorted(archive.quotes_by_entity, key=filed):
        cards = quote_cards(context, archive.quotes_by_entity[key])
        yield QuoteGroup(speaker=entity_chip(context, key), anchor=_group_anchor(key), quotes=cards)
    nobodys = [quote for quote in archive.quotes.values() if quote.id not in archive.speakers]
    if nobodys:
        in_order = sorted(nobodys, key=lambda quote: (in_time(quote.said or UNDATED), quote.id))
        yield QuoteGroup(speaker=None, anchor="by-nobody", quotes=quote_cards(context, in_order))


def _group_anchor(speaker: EntityKey) -> str:
    return f"by-{speaker.replace('/', '-')}"


# One quote


def _quote_view(context: Context, quote: Quote) -> QuoteView:
    path, title = routes.quote_page(quote.id), quote_title(quote)
    carriers = _carriers(context, quote)
    speaker = _speaker(context, quote)
    said_by = f"Said by {speaker.text}; " if speaker else ""
    description = quote.body.excerpt or f"{said_by}carried by {words.count_of(len(carriers), 'article')}."
    steps = (("Quotes", routes.QUOTES), (title, path))
    return QuoteView(
        head=head(
            context,
            path,
            title,
            description,
            jsonld=metadata.quote_jsonld(context, quote, crumbs(context, *steps)),
        ),
        crumbs=crumbs(context, *steps),
        title=title,
        speaker=speaker,
        mode=quote.mode,
        said=date_view(context, quote.said) if quote.said else None,
        body=record_body(context, quote.source, quote.body),
        reporters=tuple(_reporter(context, one) for one in context.archive.reporters.get(quote.id, ())),
        carriers=tuple(_carrier(context, quote, one, place) for place, one in enumerate(carriers)),
        outlets=len({context.archive.by_id[one.article].outlet for one in carriers}),
        extra=extra_of(quote),
    )


def _reporter(context: Context, reporter: Reporter) -> ReporterView:
    """Who reported a quote first: an outlet, an article, or a name that the archive knows nothing of."""
    target, lang = reporter.target, context.language
    if target is None or target.kind is TargetKind.OUTLET:
        outlet = outlet_chip(context, OutletId(target.id)) if target else None
        title = "" if target else reporter.name
        direction = words.text_direction(lang)
        return ReporterView(title=title, url=None, lang=lang, dir=direction, outlet=outlet, date=None)
    entry = context.archive.by_id[ArticleId(target.id)]
    link, lang = article_link(context, entry), language_of(context, entry)
    return ReporterView(
        title=link.text,
        url=link.url,
        lang=lang,
        dir=words.text_direction(lang),
        outlet=outlet_chip(context, entry.outlet),
        date=date_view(context, entry.article.date),
    )


def _carrier(context: Context, quote: Quote, carrier: Carrier, place: int) -> CarrierView:
    entry = context.archive.by_id[carrier.article]
    lang = language_of(context, entry)
    runs = tuple(_runs(context.archive.carried[quote.id].text, carrier)) if place < WORDINGS else ()
    return CarrierView(
        anchor=f"a-{entry.id}",
        title=entry.article.title,
        url=f"{context.base.url(context.paths[entry.id])}#{routes.fragment(_anchor(quote, 1))}",
        outlet=outlet_chip(context, entry.outlet),
        date=date_view(context, entry.article.date),
        lang=lang,
        dir=words.text_direction(lang),
        credits=credits_of(context, entry),
        byline=entry.article.byline,
        reported_first=entry.id in reported_in(context.archive, quote.id),
        names_source=carrier.names_source,
        word_for_word=bool(runs) and all(run.kind is Kind.SAME for run in runs),
        runs=tuple(map(run_view, runs)),
    )


def _runs(base: str, carrier: Carrier) -> Iterator[Run]:
    """How an article words a quote; what it has of it in several places is joined, and what it repeats is said once."""
    done = 0
    for part in carrier.parts:
        if part.base_start < done:
            continue
        yield from _left_out(base[done : part.base_start])
        if done:
            yield Run(Kind.SAME, "", " … ")
        yield from differences(base[part.base_start : part.base_end], part.text)
        done = part.base_end
    yield from _left_out(base[done:])


def _left_out(text: str) -> Sequence[Run]:
    """What is not in an article, unless there is no word in it."""
    return (Run(Kind.LEFT_OUT, text, ""),) if any(map(str.isalnum, text)) else ()
