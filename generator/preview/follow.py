"""From one state of the archive to the next: what an editor saved becomes the generation that is shown.

`begin` reads the whole archive; `follow` takes what changed since. An edited text alone goes a short way: its article
is read and its page replaced. Anything else is assembled and planned anew, from what the other files are known to say.
Where anything is wrong the last good generation stays, with the problems beside it. Renders nothing but a page of each
template after the theme was edited, and writes nothing but the cache.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Mapping
from concurrent.futures import BrokenExecutor
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from generator.concordance import Library
from generator.files import SITE_FILE, THEMES
from generator.intake import Keeper
from generator.model import SourcePath, bodies_of
from generator.output.changes import copy_tasks
from generator.output.press import KEEPS_VIEW
from generator.output.render import said_once
from generator.output.staging import CopyTask
from generator.prepare import (
    Phases,
    Planned,
    Reader,
    gather,
    lay_out,
    settle,
    the_time,
    with_texts,
)
from generator.preview.generation import Generation, Texts, first, trial
from generator.preview.held import Basis, Change, Following, Held, row_of
from generator.preview.retell import retold
from generator.problems import Problem, in_reading_order
from generator.read.annotations import article_path
from generator.readings import (
    BusyBodyError,
    CacheError,
    LostBodyError,
    Reading,
    ReadingsFile,
    Row,
    is_ours,
    load_readings,
    said_by,
)
from generator.site.planned import OutPath, Site
from generator.spread import Spread, in_turn

TRIES = 12  # times that a text is asked for while a build is writing the cache; each waits five seconds


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
    if held.generation is None or not held.is_good:
        return held
    try:
        faults = said_once(trial(held.generation))
    except LostBodyError:  # whoever asks for such a page has everything read again
        return held
    if not faults:
        return held
    return msgspec.structs.replace(held, problems=tuple(in_reading_order((*held.problems, *faults))))


def follow(following: Following, held: Held, change: Change) -> Held:
    """What is known after a change; `held` itself where nothing has come of it."""
    new = _followed(following, held, change)
    if new.generation is not held.generation:
        following.texts.go_on(new.known)
    return new


def _followed(following: Following, held: Held, change: Change) -> Held:
    if held.generation is not None and 0 < change.lost < held.generation.number:
        return held  # it was asked for while everything was read again
    for _ in range(0 if change.lost else TRIES):
        try:
            return _by_a_way(following, held, change)
        except BusyBodyError:
            continue
        except LostBodyError:
            break
    return _read_again(following, held)


def _by_a_way(following: Following, held: Held, change: Change) -> Held:
    is_another_day = _is_another_day(following, held)
    paths = _of_interest(following, held, change.paths)
    if not paths and not is_another_day and not (held.waiting and not change.paths):
        return held
    _hold_texts(following, held, paths)
    shown = None if is_another_day or not paths else retold(following, held, paths)
    if shown is not None:
        return shown
    new = _long_way(following, held, _Keeper(following.texts, held.known), in_turn)
    nothing_was_due = not paths and not is_another_day and new.waiting == held.waiting
    return held if nothing_was_due else new


def _is_another_day(following: Following, held: Held) -> bool:
    """Whether a day has begun since, so that other articles may be from the future."""
    config = held.settled.config
    if config is None or following.options.now is not None:
        return False
    zone = ZoneInfo(config.timezone)
    return the_time().astimezone(zone).date() != held.settled.now.astimezone(zone).date()


def _hold_texts(following: Following, held: Held, paths: Iterable[str]) -> None:
    """Have the texts at hand that are shown of what changed: a build may take them out of the cache at any time."""
    for path in {article_path(SourcePath(path)) for path in paths} if held.generation else ():
        row = held.basis.known.get(path)
        said = said_by(row) if row else None
        if said and said.record:
            following.texts.hold(path, [body.digest for body in bodies_of(said.record)])


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
            row = row_of(reading)
            if row is None:
                self.known.pop(reading.path, None)
            else:
                self.known[reading.path] = row
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
    files = {SITE_FILE, *held.settled.listing.files, *(problem.span.path for problem in held.problems)}

    def counts(path: str) -> bool:
        is_of_theme = path.startswith(f"{THEMES}/") or os.path.isabs(path)  # they are listed nowhere, and few
        return is_of_theme or path in files or os.path.lexists(following.folder / path)

    return tuple(path for path in sorted(paths) if counts(path))


def _long_way(
    following: Following, held: Held | None, keeper: _Keeper, spread: Spread, library: Library | None = None
) -> Held:
    """Read what changed, assemble and plan everything; what texts tell is looked up in `library`, or in memory."""
    seconds, options = Phases(), following.options
    settled = settle(following.folder, options, seconds)
    reader = Reader(keeper.known.copy(), keeper, spread, following.progress)
    gathered = gather(following.folder, settled, options, reader, seconds)
    looker = reader if library else reader._replace(spread=in_turn)  # texts in memory go to no other process
    gathered = with_texts(gathered, options, looker, library or following.texts, seconds)
    planned = lay_out(gathered, seconds)
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
        told=held.told if held else None,
        retold=held.retold if held else {},
        articles=planned.articles,
        waiting=planned.held_back.future,
    )
    if not new.is_good:
        return new
    basis = Basis(known, _statuses(following.folder, planned.site))
    generation = _generation(following, held, basis, planned)
    faults = _trial(held, generation)
    if faults:
        return msgspec.structs.replace(new, problems=tuple(in_reading_order((*problems, *faults))))
    return msgspec.structs.replace(new, generation=generation, basis=basis, told=gathered.told, retold={})


def _generation(following: Following, held: Held | None, basis: Basis, planned: Planned) -> Generation:
    if planned.config is None or planned.site is None or planned.theme is None:
        raise TypeError("a plan without errors has a site and a theme")
    files = _where_they_are(copy_tasks(planned.site, planned.theme, following.folder))
    generation = first(planned.config, planned.site, planned.theme, following.texts, files)
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


def _where_they_are(tasks: Iterable[CopyTask]) -> Mapping[OutPath, CopyTask]:
    """Files that are shown as they are, by address, where they really are: what is a link later is not shown."""
    folders: dict[str, str] = {}
    found: dict[OutPath, CopyTask] = {}
    for task in tasks:
        folder, name = os.path.split(task.source)
        if folder not in folders:
            folders[folder] = os.path.realpath(folder)
        place = os.path.join(folders[folder], name)
        real = os.path.realpath(place) if os.path.islink(place) else place
        found[OutPath(task.path)] = msgspec.structs.replace(task, source=real)
    return found


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


def _statuses(folder: Path, site: Site | None) -> Mapping[SourcePath, tuple[int, int, int, int]]:
    found: dict[SourcePath, tuple[int, int, int, int]] = {}
    for copy in site.copies if site else ():
        with contextlib.suppress(OSError):  # gone this moment: the next change says so
            status = os.stat(folder / copy.source)
            found[copy.source] = (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
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
