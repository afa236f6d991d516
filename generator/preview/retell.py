"""The short way from one state of the archive to the next: where nothing but texts of articles is new.

An article whose text alone was edited is read, and its page replaced. Whether that is so is for `retelling` to say;
where it is not, this gives up and the archive is put together anew.
"""

from __future__ import annotations

import os
import time
from functools import partial
from pathlib import Path
from typing import NamedTuple

import msgspec

from generator.files import inside
from generator.intake import Reader as FileReader
from generator.intake import Wanted, read_files
from generator.model import Body, SourcePath
from generator.output.press import KEEPS_VIEW
from generator.preview.generation import Generation, Texts, with_page
from generator.preview.held import Following, Held, row_of
from generator.read.annotations import article_path, notes_path
from generator.readings import Reading, reader_of, said_by, said_in
from generator.retelling import MOST, edited, retold_view
from generator.roll import Told
from generator.site.articles import text_stays_on_its_page, with_text
from generator.site.planned import Page
from generator.site.views import ArticleView


def retold(following: Following, held: Held, paths: tuple[str, ...]) -> Held | None:
    """The change, if nothing but texts of articles is new; None where more may be."""
    config, present = held.settled.config, set(held.settled.listing.files)
    articles = {article_path(SourcePath(path)) for path in paths}
    if (
        config is None
        or held.generation is None
        or held.told is None
        or not held.is_good
        or not text_stays_on_its_page(config)
    ):
        return None
    if len(paths) > MOST or not present.issuperset(paths) or not held.known.keys() >= articles:
        return None
    wanted = [Wanted(path, notes if (notes := notes_path(path)) in present else None) for path in sorted(articles)]
    if not all(_is_in_its_place(following.folder, config.content, path) for one in wanted for path in one if path):
        return None
    files = FileReader(folder=str(following.folder), config=config, digest=reader_of(config), started=time.time_ns())
    known, generation, told, retold_so_far = dict(held.known), held.generation, held.told, dict(held.retold)
    readings = read_files(files, wanted)
    following.texts.add(readings)
    for reading in readings:
        row = row_of(reading)
        if row is None:
            return None
        if row.key != known[reading.path].key:
            new = _with_new_text(reading, following.texts, held, told)
            if new is None:
                return None
            generation, told = with_page(generation, new.page), new.told
            retold_so_far[reading.path] = new.planned
        known[reading.path] = row
    if generation is held.generation:
        return held
    basis = held.basis._replace(known=known)
    return msgspec.structs.replace(
        held, known=known, generation=generation, basis=basis, told=told, retold=retold_so_far
    )


def _is_in_its_place(folder: Path, content: str, path: str) -> bool:
    """Whether a content file is there and no link, nor in a linked folder: else only listing says if it may be read."""
    top = os.path.realpath(folder / content)
    place = os.path.join(top, os.path.relpath(path, content))
    return inside(top, os.path.realpath(folder)) and os.path.realpath(place) == place and os.path.isfile(place)


class _Retold(NamedTuple):
    """An article's page with its new text, what was planned for it, and what all texts tell from now on."""

    page: Page
    planned: tuple[Page, Body]
    told: Told


def _with_new_text(reading: Reading, texts: Texts, held: Held, told: Told) -> _Retold | None:
    """An article with its new text; None where more than the text is new."""
    before, now = said_by(held.known[reading.path]), said_in(reading)
    if before is None or before.problems != now.problems:
        return None
    article = edited(before.record, now.record)
    if article is None:
        return None
    planned = held.retold.get(reading.path) or _planned_page(reading.path, article.old.body, held.generation)
    if planned is None:
        return None
    page, body = planned
    new = retold_view(view, body, article, texts.html, told) if isinstance(view := page.view, ArticleView) else None
    if new is None:
        return None
    return _Retold(
        msgspec.structs.replace(page, make=partial(_retold, page, body, article.new.body)), planned, new.told
    )


def _planned_page(source: SourcePath, body: Body, generation: Generation | None) -> tuple[Page, Body] | None:
    for page in generation.site.pages if generation else ():
        if page.origin == source and page.template == KEEPS_VIEW:
            return page, body
    return None


def _retold(page: Page, planned: Body, body: Body) -> ArticleView:
    """The view of a planned page with another text."""
    view = page.view
    told = with_text(view, planned, body) if isinstance(view, ArticleView) else None
    if told is None:
        raise TypeError(f"{page.path} shows no text that could be replaced")
    return told
