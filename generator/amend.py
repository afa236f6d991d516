"""The shortcut for an edit that stays on its page: the texts of a few articles changed, and nothing else.

What a text says beyond its HTML (its first words, its links, its anchors) is known to the whole archive; where that has
changed too, or anything but texts, this gives up and the build goes its usual way. Where it has not, every other page
is what it was, so the articles' own views are taken from `output.views_file` and given the new texts.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import NamedTuple

import msgspec

from generator.files import Listing
from generator.intake import Progress, Shelf, take_in
from generator.model import AnyRecord, Record, SourcePath
from generator.output.changes import earlier_build
from generator.output.commit import staging_of
from generator.output.press import KEEPS_VIEW, Run, print_pages
from generator.output.store import Store, digest_of
from generator.output.theme import Theme, needed_for
from generator.output.views_file import view_kept
from generator.prepare import Phases
from generator.publication import Destination, Made, made_of, put_out
from generator.read.annotations import notes_path
from generator.readings import ReadingsFile, said_by
from generator.report import Report
from generator.retelling import MOST, edited, retold_view
from generator.roll import Told, told_of
from generator.settings import Config
from generator.site.articles import text_stays_on_its_page
from generator.site.parts import SiteValue
from generator.site.planned import OutPath, Page, Site
from generator.site.views import ArticleView
from generator.unchanged import holds_what_was_stored, report_of


class Edit(Record):
    """What was edited: in which archive, which of its files, and what the last build left."""

    config: Config
    theme: Theme
    listing: Listing
    changed: tuple[SourcePath, ...]
    store: Store


class _Amended(Record):
    """An article's page with its new text."""

    path: OutPath
    source: SourcePath
    view: ArticleView


def amend(edit: Edit, to: Destination, readings: ReadingsFile, progress: Progress, seconds: Phases) -> Report | None:
    """Publish the new texts of the changed articles; None, and nothing done, where more than texts has changed.

    Raises CacheError where the readings or a body cannot be had.
    """
    said, value = report_of(edit.store), edit.store.site
    if said is None or value is None or len(edit.changed) > MOST or not text_stays_on_its_page(edit.config):
        return None
    with seconds("read"):
        amended = _amended_pages(edit, to, readings, progress)
    if amended is None:
        return None
    pages, told = amended
    site = _site(value, pages)
    # What this site is made from, and not what another build may write to the cache meanwhile.
    keys = dict(edit.store.readings) | {path: row.key for path, row in readings.rows(edit.changed).items()}

    def make(store: Store) -> Made | None:
        if store != edit.store or not holds_what_was_stored(to.output, store):
            return None
        theme = needed_for(KEEPS_VIEW, edit.theme)  # unchanged since it was understood
        earlier = earlier_build(to.output, store, value, fresh=False)
        staging = str(staging_of(to.output))
        run = Run(site=site, theme=theme, bodies=readings.bodies(), staging=staging, earlier=earlier)
        made = made_of(value, [print_pages(run, range(len(pages)))], store.pages)
        return msgspec.structs.replace(made, readings=keys, roll=told.key)

    return put_out(to, msgspec.structs.replace(said, unchanged=0, published=False), make, seconds)


def _amended_pages(
    edit: Edit, to: Destination, readings: ReadingsFile, progress: Progress
) -> tuple[tuple[_Amended, ...], Told] | None:
    """The changed articles' pages, if nothing but their texts is new, and what all texts tell from now on."""
    known = readings.rows(edit.changed)
    # A build that published nothing may have read a file since: then it is not known what the site was made from.
    if any(row.key != edit.store.readings.get(path) for path, row in known.items()):
        return None
    before = [said for path in edit.changed if path in known and (said := said_by(known[path])) is not None]
    if len(before) < len(edit.changed):
        return None
    beside = {*edit.changed, *map(notes_path, edit.changed)}
    listing = Listing(files=tuple(path for path in edit.listing.files if path in beside), problems=())
    shelf = Shelf(folder=to.folder, listing=listing, config=edit.config, chunk=MOST)
    taken = take_in(shelf, known, readings, progress)
    if taken.problems != tuple(problem for one in before for problem in one.problems):
        return None
    if len(taken.records) < len(edit.changed):
        return None
    findings = readings.findings()
    told = told_of(edit.store.roll, findings)
    last = _Last(to.folder, edit.store, readings)
    pages: list[_Amended] = []
    for one, new in zip(before, taken.records, strict=True):
        page = _page(one.record, new, last, told) if told else None
        if page is None:
            return None
        amended, told = page
        pages.append(amended)
    if told is None:
        return None
    kept = told.kept()
    readings.keep_findings(kept, (findings.keys() - {edit.store.roll}) | kept.keys())  # the old roll is used up
    return tuple(pages), told


class _Last(NamedTuple):
    """What the last build left in the archive's folder, with the texts of before and of now."""

    folder: Path
    store: Store
    readings: ReadingsFile


def _page(old: AnyRecord | None, new: AnyRecord, last: _Last, told: Told) -> tuple[_Amended, Told] | None:
    """An article's page with its new text; None where more is new, or the page's view is not to be had."""
    article = edited(old, new)
    if article is None:
        return None
    kept = view_kept(last.folder, article.new.source)
    if kept is None or (stored := last.store.pages.get(kept.page)) is None or stored.key.view != digest_of(kept.view):
        return None
    try:
        view = msgspec.msgpack.decode(kept.view, type=ArticleView)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    retold = retold_view(view, article.old.body, article, last.readings.html, told)
    if retold is None:
        return None
    return _Amended(path=OutPath(kept.page), source=article.new.source, view=retold.view), retold.told


def _site(value: SiteValue, amended: tuple[_Amended, ...]) -> Site:
    """Only what is to be made."""
    pages = tuple(
        Page(path=one.path, template=KEEPS_VIEW, make=partial(_view, one), origin=one.source) for one in amended
    )
    return Site(value=value, pages=pages, copies=(), problems=(), again=partial(_site, value, amended))


def _view(amended: _Amended) -> ArticleView:
    return amended.view
