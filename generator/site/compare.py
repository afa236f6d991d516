"""Words that articles share: beside them on an article's page, and side by side on a story's page of comparison.

Says where words are and how wordings differ, never who copied whom: of that only what an article credits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from generator.archive.records import Entry, Parent, Passage, PassagePlace
from generator.archive.wording import Kind, Run, differences
from generator.model import Story, StoryId
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
    stories = [story for story in entry.stories if _is_compared(context, passage, entry, story)]
    page = context.base.url(routes.compare(stories[0])) if stories else None
    return SharedView(
        anchor=_anchor(passage, place),
        start=place.start,
        end=place.end,
        also=tuple(_also(context, entry, passage, context.archive.by_id[one]) for one in others[:ALSO]),
        more=max(len(others) - ALSO, 0),
        compare=f"{page}#{_name(passage)}" if page else None,
    )


def _is_compared(context: Context, passage: Passage, entry: Entry, story: StoryId) -> bool:
    """Whether a story's page of comparison has an article's words of a passage."""
    places = next((one.places for one in context.compared_in.get(story, ()) if one.id == passage.id), ())
    return any(place.article == entry.id for place in places)


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
        if story.id in context.compared_in:
            path = routes.compare(story.id)
            make = partial(_compare_view, context, story)
            yield Page(
                path=routes.out_path(path), template="compare.html", make=make, address=path, origin=story.source
            )


def compare_link(context: Context, story: Story) -> LinkView | None:
    """The page that compares a story's articles, if there is one."""
    url = context.base.url(routes.compare(story.id))
    return LinkView(text="Compare the wordings", url=url) if story.id in context.compared_in else None


def _compare_view(context: Context, story: Story) -> CompareView:
    path, title = routes.compare(story.id), f"{story.title}: wordings compared"
    passages = context.compared_in[story.id]
    in_each = Counter(article for one in passages for article in {place.article for place in one.places})
    oldest_first = [entry for entry in reversed(context.archive.by_story[story.id]) if entry.id in in_each]
    url = context.base.url(routes.story(story.id))
    steps = (("Stories", routes.STORIES), (story.title, routes.story(story.id)), ("Wordings", path))
    description = f"{words.count_of(len(passages), 'passage')} that {len(oldest_first)} articles share, side by side."
    return CompareView(
        head=head(context, path, title, description),
        crumbs=crumbs(context, *steps),
        title="Wordings compared",
        story=LinkView(text=story.title, url=url),
        articles=tuple(_compared(context, entry, in_each[entry.id]) for entry in oldest_first),
        passages=tuple(
            _passage(context, passage, number, oldest_first) for number, passage in enumerate(passages, start=1)
        ),
    )


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
