"""Words that articles share: beside them on an article's page, and side by side on a story's page of comparison.

Says where words are and how wordings differ, never who copied whom: of that only what an article credits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from generator.archive.records import Entry, Parent, Passage, PassagePlace
from generator.archive.wording import Kind, Run, differences
from generator.model import ArticleId, Story
from generator.site import routes, words
from generator.site.context import (
    Context,
    article_link,
    crumbs,
    date_view,
    head,
    language_of,
    outlet_chip,
)
from generator.site.evidence import ComparedView, PassageView, RunView, WordingView
from generator.site.parts import (
    AlsoView,
    LinkView,
    SharedView,
)
from generator.site.planned import Page
from generator.site.views import CompareView

ALSO = 12  # other articles named beside a passage
MOST = 24  # articles side by side
LABEL = 60  # characters
_KINDS = {Kind.SAME: "same", Kind.REPLACED: "replaced", Kind.ADDED: "added", Kind.LEFT_OUT: "left-out"}


# On an article's page


def shared_views(context: Context, entry: Entry) -> tuple[SharedView, ...]:
    """The passages of an article that others have, as they follow each other in it."""
    here = context.passages_in.get(entry.id, ())
    views = [
        _shared_view(context, entry, passage, place)
        for passage in here
        for place in passage.places
        if place.article == entry.id
    ]
    return tuple(sorted(views, key=lambda view: (view.start, view.end, view.anchor)))


def _shared_view(context: Context, entry: Entry, passage: Passage, place: PassagePlace) -> SharedView:
    others = list(dict.fromkeys(other.article for other in passage.places if other.article != entry.id))
    stories = [story for story in entry.stories if any(story in context.archive.by_id[one].stories for one in others)]
    page = context.base.url(routes.compare(stories[0])) if stories else None
    return SharedView(
        anchor=_anchor(passage, place),
        start=place.start,
        end=place.end,
        also=tuple(_also(context, entry, passage, context.archive.by_id[one]) for one in others[:ALSO]),
        more=max(len(others) - ALSO, 0),
        compare=f"{page}#{_name(passage)}" if page else None,
    )


def _also(context: Context, here: Entry, passage: Passage, there: Entry) -> AlsoView:
    place = next(place for place in passage.places if place.article == there.id)
    return AlsoView(
        title=there.article.title,
        url=_to_words(context, there, passage, place),
        outlet=outlet_chip(context, there.outlet),
        date=date_view(context, there.article.date),
        same_outlet=here.outlet == there.outlet,
    )


def _name(passage: Passage) -> str:
    return f"p-{passage.id}"


def _anchor(passage: Passage, place: PassagePlace) -> str:
    """The id of a passage's words on an article's page, numbered where it is there again."""
    own = [other for other in passage.places if other.article == place.article]
    return _name(passage) if own[0] is place else f"{_name(passage)}-{own.index(place) + 1}"


def _to_words(context: Context, entry: Entry, passage: Passage, place: PassagePlace) -> str:
    return f"{context.base.url(context.paths[entry.id])}#{_anchor(passage, place)}"


# A story's articles compared


def compare_pages(context: Context) -> Iterator[Page]:
    """A page for each story two or more of whose articles share words."""
    for story in context.archive.stories.values():
        if compared(context, story):
            path = routes.compare(story.id)
            make = partial(_compare_view, context, story)
            yield Page(
                path=routes.out_path(path), template="compare.html", make=make, address=path, origin=story.source
            )


def compare_link(context: Context, story: Story) -> LinkView | None:
    """The page that compares a story's articles, if there is one."""
    url = context.base.url(routes.compare(story.id))
    return LinkView(text="Compare the wordings", url=url) if compared(context, story) else None


def compared(context: Context, story: Story) -> tuple[Passage, ...]:
    """The passages that several of a story's articles share, with their places in these alone."""
    entries = {entry.id for entry in context.archive.by_story.get(story.id, ())}
    passages = dict.fromkeys(passage for entry in entries for passage in context.passages_in.get(entry, ()))
    within = [
        Passage(id=passage.id, places=tuple(place for place in passage.places if place.article in entries))
        for passage in sorted(passages, key=lambda one: one.id)
    ]
    return tuple(passage for passage in within if len({place.article for place in passage.places}) > 1)


def _compare_view(context: Context, story: Story) -> CompareView:
    path, title = routes.compare(story.id), f"{story.title}: wordings compared"
    passages = compared(context, story)
    having = {place.article for passage in passages for place in passage.places}
    oldest_first = [entry for entry in reversed(context.archive.by_story[story.id]) if entry.id in having][:MOST]
    order = {entry.id: number for number, entry in enumerate(oldest_first)}
    shown = sorted((one for one in (_within(passage, order) for passage in passages) if one), key=_by_place(order))
    counts = [sum(any(place.article == entry.id for place in one.places) for one in shown) for entry in oldest_first]
    url = context.base.url(routes.story(story.id))
    steps = (("Stories", routes.STORIES), (story.title, routes.story(story.id)), ("Wordings", path))
    description = f"{words.count_of(len(shown), 'passage')} that {len(oldest_first)} articles share, side by side."
    return CompareView(
        head=head(context, path, title, description),
        crumbs=crumbs(context, *steps),
        title="Wordings compared",
        story=LinkView(text=story.title, url=url),
        articles=tuple(_compared(context, entry, n) for entry, n in zip(oldest_first, counts, strict=True)),
        passages=tuple(
            _passage(context, passage, number, oldest_first) for number, passage in enumerate(shown, start=1)
        ),
    )


def _within(passage: Passage, order: dict[ArticleId, int]) -> Passage | None:
    places = tuple(place for place in passage.places if place.article in order)
    return Passage(id=passage.id, places=places) if len({place.article for place in places}) > 1 else None


def _by_place(order: dict[ArticleId, int]) -> Callable[[Passage], tuple[int, int, str]]:
    """Passages as they follow each other in the oldest article that has each."""

    def key(passage: Passage) -> tuple[int, int, str]:
        return *min((order[place.article], place.start) for place in passage.places), passage.id

    return key


def _compared(context: Context, entry: Entry, passages: int) -> ComparedView:
    link = article_link(context, entry)
    return ComparedView(
        anchor=f"a-{entry.id}",
        title=link.text,
        url=link.url,
        outlet=outlet_chip(context, entry.outlet),
        date=date_view(context, entry.article.date),
        credits=credits_of(context, entry),
        byline=entry.article.byline,
        type=entry.article.type.value,
        type_label=words.type_label(entry.article.type),
        passages=passages,
    )


def credits_of(context: Context, entry: Entry) -> tuple[LinkView, ...]:
    """What an article says that it derives from."""
    return tuple(_credit(context, parent) for parent in entry.parents)


def _credit(context: Context, parent: Parent) -> LinkView:
    """What an article says that it derives from; without an address where the archive does not hold it."""
    link = article_link(context, context.archive.by_id[parent.article]) if parent.article else None
    label = words.relation_label(parent.relation)
    return LinkView(text=f"{label} {link.text if link else parent.name}", url=link.url if link else "")


def _passage(context: Context, passage: Passage, number: int, entries: Sequence[Entry]) -> PassageView:
    first = {entry.id: next((one for one in passage.places if one.article == entry.id), None) for entry in entries}
    base = max((place for place in first.values() if place), key=lambda place: len(place.text))
    wordings = (
        _wording(context, entry, passage, place, base) for entry in entries if (place := first[entry.id]) is not None
    )
    return PassageView(
        anchor=_name(passage),
        number=number,
        words=_cut(base.text),
        places=tuple(_address(context, entry, passage, first[entry.id]) for entry in entries),
        wordings=tuple(wordings),
    )


def _address(context: Context, entry: Entry, passage: Passage, place: PassagePlace | None) -> str | None:
    return _to_words(context, entry, passage, place) if place else None


def _wording(context: Context, entry: Entry, passage: Passage, place: PassagePlace, base: PassagePlace) -> WordingView:
    lang = language_of(context, entry)
    return WordingView(
        article=f"a-{entry.id}",
        title=entry.article.title,
        url=_to_words(context, entry, passage, place),
        outlet=outlet_chip(context, entry.outlet),
        date=date_view(context, entry.article.date),
        lang=lang,
        dir=words.text_direction(lang),
        is_base=place is base,
        runs=tuple(map(run_view, _runs(place, base))),
    )


def _runs(place: PassagePlace, base: PassagePlace) -> Iterable[Run]:
    return (Run(Kind.SAME, base.text, base.text),) if place is base else differences(base.text, place.text)


def run_view(run: Run) -> RunView:
    """Words of a wording, as they stand to those that they are compared with."""
    return RunView(kind=_KINDS[run.kind], text=run.other, base=run.base)


def _cut(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= LABEL else f"{plain[:LABEL].rsplit(' ', 1)[0]}…"
