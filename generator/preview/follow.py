"""From one state of the archive to the next: what an editor saved becomes the generation that is shown.

`begin` reads the whole archive; `follow` takes what changed since. An edited text alone goes a short way: its article
is read and its page replaced. Anything else is assembled and planned anew, from what the other files are known to say.
Where anything is wrong the last good generation stays, with the problems beside it. Renders nothing but a page of each
template after the theme was edited, and writes nothing but the cache.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import BrokenExecutor
from functools import partial
from pathlib import Path
from typing import NamedTuple

import msgspec

from generator.concordance import Library, tells_the_same
from generator.files import LARGEST_TEXT, read_regular
from generator.intake import Keeper, Progress, Wanted, read_files
from generator.intake import Reader as FileReader
from generator.model import Article, Body, Record, SourcePath
from generator.output.changes import copy_tasks
from generator.output.press import KEEPS_VIEW
from generator.output.render import said_once
from generator.output.staging import CopyTask
from generator.output.theme import packaged_themes
from generator.prepare import CheckOptions, Phases, Planned, Reader, Settled, gather, lay_out, settle, with_texts
from generator.preview.generation import Generation, Texts, first, trial, with_page
from generator.problems import Problem, Severity, in_reading_order
from generator.read.annotations import NOTES_SUFFIX, notes_path
from generator.readings import (
    CacheError,
    LostBodyError,
    Reading,
    ReadingsFile,
    Row,
    is_ours,
    load_readings,
    reader_of,
    said_by,
    said_in,
)
from generator.site.articles import names_in, only_text_differs, text_stays_on_its_page, with_text
from generator.site.planned import OutPath, Page, Site
from generator.site.views import ArticleView
from generator.spread import Spread, in_turn

LONGEST_LINE = 200  # characters of a source line that are shown
MOST = 20  # files that are worth looking at one by one


class Change(NamedTuple):
    """What may have changed: paths below the archive's folder. Where the cache is `lost`, everything is read again."""

    paths: frozenset[str]
    lost: bool = False


class Following(NamedTuple):
    """An archive that is followed, how it is read, and the texts of all its generations."""

    folder: Path
    options: CheckOptions
    texts: Texts
    progress: Progress


class Basis(NamedTuple):
    """What a generation was made from: what files said, and size, time (ns) and inode of those shown as they are."""

    known: Mapping[SourcePath, Row]
    statuses: Mapping[SourcePath, tuple[int, int, int]]


class Held(Record, eq=False):
    """What a preview knows between two changes.

    `generation` is the last good one, made from `basis`, None before there is any; `problems` are those of the archive
    as it is now. `retold` holds, for the articles whose page was replaced, the page and the body that were planned.
    """

    settled: Settled
    known: Mapping[SourcePath, Row]
    problems: tuple[Problem, ...]
    generation: Generation | None = None
    basis: Basis = Basis({}, {})
    retold: Mapping[SourcePath, tuple[Page, Body]] = msgspec.field(default_factory=dict)
    articles: int = 0

    @property
    def is_good(self) -> bool:
        """Whether the generation is of the archive as it is now."""
        return not any(problem.severity is Severity.ERROR for problem in self.problems)


def begin(following: Following, spread: Spread) -> Held:
    """Read the whole archive; what is read anew is kept for the next build, if the cache can be written."""
    known = load_readings(following.folder)
    try:
        with ReadingsFile(following.folder, is_ours) as readings:
            keeper = _Keeper(following.texts, known, readings)
            held = _long_way(following, None, keeper, spread, readings)
            following.texts.rest_on(readings.bodies(), readings.findings())
            return held
    except CacheError:
        return _long_way(following, None, _Keeper(following.texts, {}), spread)
    except BrokenExecutor:  # a worker was lost: slower, and not in vain
        return _long_way(following, None, _Keeper(following.texts, {}), in_turn)


def tried(held: Held) -> Held:
    """The same, with what is wrong with the templates: apart from `begin`, so that nobody waits for it."""
    if held.generation is None or not held.is_good or not (faults := said_once(trial(held.generation))):
        return held
    return msgspec.structs.replace(held, problems=tuple(in_reading_order((*held.problems, *faults))))


def follow(following: Following, held: Held, change: Change) -> Held:
    """What is known after a change; `held` itself where nothing has come of it."""
    try:
        return _followed(following, held, change)
    except LostBodyError:
        return _read_again(following, held)


def _followed(following: Following, held: Held, change: Change) -> Held:
    if change.lost:
        return _read_again(following, held)
    paths = _of_interest(following, held, change.paths)
    if not paths:
        return held
    retold = _short_way(following, held, paths)
    return retold if retold is not None else _long_way(following, held, _Keeper(following.texts, held.known), in_turn)


def _read_again(following: Following, held: Held) -> Held:
    """Read everything, since the cache that held the texts is gone."""
    return _long_way(following, held, _Keeper(following.texts, {}), in_turn)


class _Keeper:
    """Remembers what files said; passes it on to the cache, if there is one."""

    def __init__(self, texts: Texts, known: Mapping[SourcePath, Row], cache: Keeper | None = None) -> None:
        self.known = dict(known)
        self.read = 0
        self._texts = texts
        self._cache = cache

    def keep(self, readings: Iterable[Reading]) -> None:
        """Remember files that were read anew."""
        kept = tuple(readings)
        self.read += len(kept)
        for reading in kept:
            if reading.row is None:
                self.known.pop(reading.path, None)
            else:
                self.known[reading.path] = Row(*reading.row[1:4])
        if self._cache is None:
            self._texts.add(kept)
        else:
            self._cache.keep(kept)

    def touch(self, rows: Iterable[tuple[SourcePath, Row]]) -> None:
        """Remember the new hints of files that say what they said."""
        touched = tuple(rows)
        self.known.update(touched)
        if self._cache is not None:
            self._cache.touch(touched)


def _of_interest(following: Following, held: Held, paths: frozenset[str]) -> tuple[str, ...]:
    """The paths that are, or were, part of the archive: not what an editor made beside them and took away again."""
    files = set(held.settled.listing.files)
    return tuple(path for path in sorted(paths) if path in files or os.path.lexists(following.folder / path))


def _long_way(
    following: Following, held: Held | None, keeper: _Keeper, spread: Spread, library: Library | None = None
) -> Held:
    """Read what changed, assemble and plan everything; what texts tell is looked up in `library`, or in memory."""
    seconds, options = Phases(), following.options
    settled = settle(following.folder, options, seconds)
    reader = Reader(keeper.known.copy(), keeper, spread, following.progress)
    gathered = gather(following.folder, settled, options, reader, seconds)
    looker = reader if library else reader._replace(spread=in_turn)  # texts in memory go to no other process
    planned = lay_out(with_texts(gathered, options, looker, library or following.texts, seconds), seconds)
    problems = planned.problems
    known, present = keeper.known, set(settled.listing.files)
    if settled.config is not None:  # else nothing was listed
        known = {path: row for path, row in known.items() if path in present}
    new = Held(
        settled=settled,
        known=known,
        problems=tuple(in_reading_order(problems)),
        generation=held.generation if held else None,
        basis=held.basis if held else Basis({}, {}),
        retold=held.retold if held else {},
        articles=planned.articles,
    )
    if not new.is_good:
        return new
    basis = Basis(known, _statuses(following.folder, planned.site))
    generation = _generation(following, held, basis, planned)
    faults = _trial(held, generation)
    if faults:
        return msgspec.structs.replace(new, problems=tuple(in_reading_order((*problems, *faults))))
    return msgspec.structs.replace(new, generation=generation, basis=basis, retold={})


def _generation(following: Following, held: Held | None, basis: Basis, planned: Planned) -> Generation:
    if planned.config is None or planned.site is None or planned.theme is None:
        raise TypeError("a plan without errors has a site and a theme")
    files = {task.path: task for task in copy_tasks(planned.site, planned.theme, following.folder)}
    generation = first(planned.config, planned.site, planned.theme, following.texts, _by_path(files))
    before = held.generation if held else None
    if held is None or before is None:
        return generation
    number = before.number + 1
    changed = _changed_files(held.basis, before, basis, generation)
    since = {path: number if path in changed else before.since.get(path, number) for path in generation.files}
    moves = _moved(held.basis, before, basis, generation)
    all_moves = {**{old: moves.get(new, new) for old, new in before.moved.items()}, **moves}
    pages = generation.pages
    moved = {old: new for old, new in all_moves.items() if old not in pages and new in pages}
    return msgspec.structs.replace(generation, number=number, since=since, moved=moved)


def _by_path(files: Mapping[str, CopyTask]) -> Mapping[OutPath, CopyTask]:
    return {OutPath(path): task for path, task in files.items()}


def _trial(held: Held | None, generation: Generation) -> tuple[Problem, ...]:
    """What is wrong with templates that were edited, or were wrong; a page of each is rendered to see."""
    before = held.generation if held else None
    if held is None or before is None:  # see `tried`
        return ()
    if held.is_good and before.theme.templates == generation.theme.templates:
        return ()
    return said_once(trial(generation))


def _changed_files(was: Basis, before: Generation, now: Basis, generation: Generation) -> set[OutPath]:
    """The files shown as they are that are not as they were, as far as the system says."""
    static = {file.path: file.sha256 for file in before.theme.static}
    changed = {file.path for file in generation.theme.static if static.get(file.path) != file.sha256}
    changed.update(
        copy.path
        for copy in generation.site.copies
        if copy.path in before.files and was.statuses.get(copy.source) != now.statuses.get(copy.source)
    )
    return changed


def _statuses(folder: Path, site: Site | None) -> Mapping[SourcePath, tuple[int, int, int]]:
    found: dict[SourcePath, tuple[int, int, int]] = {}
    for copy in site.copies if site else ():
        with contextlib.suppress(OSError):  # gone this moment: the next change says so
            status = os.stat(folder / copy.source)
            found[copy.source] = (status.st_size, status.st_mtime_ns, status.st_ino)
    return found


def _moved(was: Basis, before: Generation, now: Basis, generation: Generation) -> Mapping[OutPath, OutPath]:
    """Where articles are now whose address or file name changed."""
    sources = {page.origin: page.path for page in generation.site.pages if page.template == KEEPS_VIEW}
    by_key = {row.key: path for path, row in now.known.items() if path not in was.known}
    moved: dict[OutPath, OutPath] = {}
    for page in before.site.pages:
        if page.template != KEEPS_VIEW or page.path in generation.pages or page.origin is None:
            continue
        row = was.known.get(page.origin)
        source = page.origin if page.origin in sources else by_key.get(row.key) if row else None
        if source in sources:
            moved[page.path] = sources[source]
    return moved


# The short way


def _short_way(following: Following, held: Held, paths: tuple[str, ...]) -> Held | None:
    """The change, if nothing but texts of articles is new; None where more may be."""
    config = held.settled.config
    if config is None or held.generation is None or not held.is_good or not text_stays_on_its_page(config):
        return None
    if len(paths) > MOST:
        return None
    present = set(held.settled.listing.files)
    articles = {_article_of(path) for path in paths}
    if not all(path in held.known and os.path.isfile(following.folder / path) for path in articles):
        return None
    if not all(path in present for path in paths):
        return None
    wanted = [Wanted(path, notes if (notes := notes_path(path)) in present else None) for path in sorted(articles)]
    files = FileReader(folder=str(following.folder), config=config, digest=reader_of(config), started=time.time_ns())
    known, generation, retold = dict(held.known), held.generation, dict(held.retold)
    readings = read_files(files, wanted)
    following.texts.add(readings)
    for reading in readings:
        row = None if reading.row is None else Row(*reading.row[1:4])
        if row is None:
            return None
        if row.key != known[reading.path].key:
            page = _with_new_text(reading, following.texts, held, generation)
            if page is None:
                return None
            new, planned = page
            generation = with_page(generation, new)
            retold[reading.path] = planned
        known[reading.path] = row
    if generation is held.generation:
        return held
    basis = held.basis._replace(known=known)
    return msgspec.structs.replace(held, known=known, generation=generation, basis=basis, retold=retold)


def _article_of(path: str) -> SourcePath:
    """The article that a path is, or whose notes it is."""
    return SourcePath(path.removesuffix(NOTES_SUFFIX) + ".md" if path.endswith(NOTES_SUFFIX) else path)


def _with_new_text(
    reading: Reading, texts: Texts, held: Held, generation: Generation
) -> tuple[Page, tuple[Page, Body]] | None:
    """An article's page with its new text, and what was planned for it; None where more than the text is new."""
    before, now = said_by(held.known[reading.path]), said_in(reading)
    if before is None or before.problems != now.problems:
        return None
    old, new = before.record, now.record
    if not isinstance(old, Article) or not isinstance(new, Article) or not only_text_differs(old, new):
        return None
    planned = held.retold.get(reading.path) or _planned_page(reading.path, old.body, generation)
    if planned is None:
        return None
    page, body = planned
    if not isinstance(view := page.view, ArticleView) or with_text(view, body, new.body) is None:
        return None
    before_and_after = (texts.html(old.body.digest), texts.html(new.body.digest))
    if not tells_the_same(new.id, names_in(view), before_and_after, texts):
        return None
    return msgspec.structs.replace(page, make=partial(_retold, page, body, new.body)), planned


def _planned_page(source: SourcePath, body: Body, generation: Generation) -> tuple[Page, Body] | None:
    for page in generation.site.pages:
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


# What problems are about


class SourceLine(NamedTuple):
    """A line as a problem shows it, without the space around it, and where in it the problem is; None if not in it."""

    text: str
    at: int | None


def source_line(folder: Path, problem: Problem) -> SourceLine:
    """The line of a file that a problem is about; empty where there is none to show."""
    path = problem.span.path
    place = folder / path
    if not place.exists() and path.startswith("themes/"):
        place = packaged_themes().parent / path
    try:
        lines = read_regular(place, LARGEST_TEXT).decode("utf-8", "replace").splitlines()
    except OSError:
        lines = []
    if not 0 < problem.span.line <= len(lines):
        return SourceLine("", None)
    line = lines[problem.span.line - 1]
    text = line.strip()[:LONGEST_LINE]
    at = problem.span.column - 1 - (len(line) - len(line.lstrip()))
    return SourceLine(text, at if 0 <= at < len(text) else None)
