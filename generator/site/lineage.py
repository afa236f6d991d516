"""What an article derives from and what derives from it, as far as the archive knows the chain.

Says only what `derived_from` says, and which way it says it: no date makes one text the source of another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from generator.archive.records import Archive
from generator.model import ArticleId, Record, Relation
from generator.site import words
from generator.site.context import Context, article_link, date_view, language_of, outlet_chip
from generator.site.evidence import RelationGroup, RelationView

SHOWN = 24  # articles that a page names in one direction, the nearest first; others are counted
DEEPEST = 4  # steps


class _Step(NamedTuple):
    """From an article to one that it derives from, or that derives from it; None where the archive lacks that one."""

    relation: Relation
    name: str
    article: ArticleId | None


Steps = Callable[[ArticleId], Sequence[_Step]]


class _Chain(Record):
    """What is shown of a chain: how many steps from each article, and from which article each was come to first."""

    shown: Mapping[ArticleId, int]
    via: Mapping[ArticleId, ArticleId]


def relation_groups(context: Context, article: ArticleId) -> tuple[RelationGroup, ...]:
    """What an article derives from, then what derives from it, each under its relation."""
    archive = context.archive
    if not archive.by_id[article].parents and not archive.derived.get(article):  # nearly every one
        return ()
    up, down = partial(_up, archive), partial(_down, archive)
    return (
        *_groups(context, article, up, _chain(article, up), words.relation_label),
        *_groups(context, article, down, _chain(article, down), words.inverse_relation_label),
    )


def _up(archive: Archive, article: ArticleId) -> list[_Step]:
    parents = archive.by_id[article].parents
    return _in_order(_Step(parent.relation, parent.name, parent.article) for parent in parents)


def _down(archive: Archive, article: ArticleId) -> list[_Step]:
    children = (archive.by_id[child] for child in archive.derived.get(article, ()))
    return _in_order(
        _Step(parent.relation, child.article.title, child.id)
        for child in children
        for parent in child.parents
        if parent.article == article
    )


def _in_order(steps: Iterable[_Step]) -> list[_Step]:
    """Steps of one relation together."""
    order = list(Relation)
    return sorted(dict.fromkeys(steps), key=lambda step: order.index(step.relation))


def _chain(start: ArticleId, steps: Steps) -> _Chain:
    """As much of a chain as a page shows. Each article goes on once, where it is nearest: chains may meet or close."""
    shown: dict[ArticleId, int] = {}
    via: dict[ArticleId, ArticleId] = {}
    left, level = SHOWN, [start]
    for _ in range(DEEPEST):
        reached: list[ArticleId] = []
        for article in level:
            here = steps(article)
            shown[article] = min(len(here), left)
            left -= shown[article]
            for step in here[: shown[article]]:
                if step.article is not None and step.article != start and step.article not in via:
                    via[step.article] = article
                    reached.append(step.article)
        level = reached
    return _Chain(shown=shown, via=via)


def _groups(
    context: Context, article: ArticleId, steps: Steps, chain: _Chain, label: Callable[[Relation], str]
) -> tuple[RelationGroup, ...]:
    here, shown = steps(article), chain.shown.get(article, 0)
    groups = []
    for relation in dict.fromkeys(step.relation for step in here) if article in chain.shown else ():
        of_it = [step for step in here[:shown] if step.relation is relation]
        count = sum(step.relation is relation for step in here)
        views = []
        for step in of_it:
            goes_on = step.article is not None and chain.via.get(step.article) == article
            beyond = _groups(context, step.article, steps, chain, label) if step.article and goes_on else ()
            views.append(_relation_view(context, step, beyond))
        groups.append(RelationGroup(label=label(relation), relations=tuple(views), more=count - len(of_it)))
    return tuple(groups)


def _relation_view(context: Context, step: _Step, beyond: tuple[RelationGroup, ...]) -> RelationView:
    if step.article is None:
        return RelationView(
            title=step.name,
            url=None,
            lang=context.language,
            dir=words.text_direction(context.language),
            outlet=None,
            date=None,
        )
    entry = context.archive.by_id[step.article]
    link, language = article_link(context, entry), language_of(context, entry)
    return RelationView(
        title=link.text,
        url=link.url,
        lang=language,
        dir=words.text_direction(language),
        outlet=outlet_chip(context, entry.outlet),
        date=date_view(context, entry.article.date),
        beyond=beyond,
    )
