"""The whole program, composed: read this first.

    folder -> records -> Archive -> Site -> files in the output folder
              read       archive    site    output

`build` publishes, `check` stops before the output room. The way to a planned site is in `prepare`, the way from there
to a published one in `publication`; `unchanged` and `amend` are the shortcuts for builds with little to do. Nothing is
printed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor
from pathlib import Path

import msgspec

from generator.amend import Edit, amend
from generator.files import SITE_FILE
from generator.intake import KeepsNothing, Progress
from generator.model import Record
from generator.output.bodies import Bodies, for_readers
from generator.output.changes import copies_to_do, earlier_build
from generator.output.commit import staging_of
from generator.output.guards import shown
from generator.output.lock import alone
from generator.output.manifest import STAGING, read_manifest
from generator.output.press import Printed, Run, print_pages
from generator.output.staging import Staged, stage_copy
from generator.output.store import Key, Store, load_store
from generator.output.theme import Theme
from generator.output.views_file import keep_views_of
from generator.output.ways import is_there
from generator.prepare import CheckOptions, Phases, Planned, Reader, Settled, gather, lay_out, settle, with_texts
from generator.problems import Problem, Severity, Span, in_reading_order
from generator.publication import Destination, Made, made_of, put_out
from generator.readings import (
    CacheError,
    LostBodyError,
    ReadingsFile,
    ReadingsInMemory,
    forget_readings,
    is_ours,
    is_whole,
    load_readings,
)
from generator.report import Report
from generator.settings import Config, DataContent
from generator.site.data import data_alone
from generator.site.planned import Site
from generator.site.routes import HOME, out_path
from generator.spread import Spread, in_turn
from generator.unchanged import changed_since, is_as_left, report_of


class BuildOptions(CheckOptions):
    """How to read an archive and where to publish it; `output` None means site.yaml's own folder.

    `fresh` renders every page, whatever an earlier build left.
    """

    output: Path | None = None
    fresh: bool = False


def quietly(_phase: str, _done: int, _all: int) -> None:
    """Progress that nobody watches."""


def check(folder: Path, options: CheckOptions, spread: Spread = in_turn, progress: Progress = quietly) -> Report:
    """Everything that is wrong with an archive; nothing is rendered and nothing written."""
    return examine(folder, options, Reader(load_readings(folder), KeepsNothing(), spread, progress))[0]


def examine(folder: Path, options: CheckOptions, reader: Reader) -> tuple[Report, Planned]:
    """The same, and what it was found in, for who wants to know more."""
    seconds = Phases()
    try:
        planned = lay_out(gather(folder, settle(folder, options, seconds), options, reader, seconds), seconds)
    except BrokenExecutor as error:
        planned = Planned(problems=(_worker_lost(error),))
    return _report(planned, seconds), planned


def build(folder: Path, options: BuildOptions, spread: Spread = in_turn, progress: Progress = quietly) -> Report:
    """Publish the archive in `folder`, unless anything is wrong with it; the old site then stays as it was."""
    seconds = Phases()
    settled = settle(folder, options, seconds)
    try:
        return (
            _short_cut(folder, settled, options, progress, seconds)
            or _another_at_work(folder, settled, options)
            or _long_way(folder, settled, options, spread, progress)
        )
    except BrokenExecutor as error:
        return Report(problems=(_worker_lost(error),))


def export(folder: Path, options: BuildOptions, spread: Spread = in_turn, progress: Progress = quietly) -> Report:
    """Publish the archive's data alone, with all texts that may be shown, whatever the site offers of it."""
    seconds = Phases()
    settled = settle(folder, options, seconds)
    if settled.config is not None:
        data = msgspec.structs.replace(settled.config.data, content=DataContent.TEXTS)
        # No short cut to it: the inputs are those of a whole site.
        settled = msgspec.structs.replace(
            settled, config=msgspec.structs.replace(settled.config, data=data), inputs=None
        )
    refused = _holds_a_site(folder, settled, options)
    if refused is not None:
        return refused
    try:
        another = _another_at_work(folder, settled, options)
        return another or _long_way(folder, settled, options, spread, progress, _data_alone)
    except BrokenExecutor as error:
        return Report(problems=(_worker_lost(error),))


def _holds_a_site(folder: Path, settled: Settled, options: BuildOptions) -> Report | None:
    """What is to be said of a folder with a site in it, of which an export would leave nothing but the data."""
    if settled.config is None:
        return None
    output = _destination(folder, settled.config, settled, options).output
    if out_path(HOME) not in read_manifest(output):
        return None
    hint = "export into a folder of its own: nothing else of the site would be left there"
    return Report(problems=(Problem("output-refused", "the folder holds a published site", Span(shown(output)), hint),))


Part = Callable[[Planned], Planned]
"""What of a planned site is to be published."""


def _all_of_it(planned: Planned) -> Planned:
    return planned


def _data_alone(planned: Planned) -> Planned:
    if planned.site is None or planned.theme is None:
        return planned
    theme = msgspec.structs.replace(planned.theme, static=())
    return msgspec.structs.replace(planned, site=data_alone(planned.site), theme=theme)


def _short_cut(
    folder: Path, settled: Settled, options: BuildOptions, progress: Progress, seconds: Phases
) -> Report | None:
    """The build, if there is nothing to do or only texts were edited; a fresh build has no short cut."""
    config, theme = settled.config, settled.theme
    if config is None or theme is None or options.fresh:
        return None
    to = _destination(folder, config, settled, options)
    with seconds("look"):
        store = load_store(folder, to.output)
        changed = changed_since(store, settled.inputs, settled.now)
        said = report_of(store) if changed == () and is_as_left(to.output, store) else None
    if said is not None:
        return msgspec.structs.replace(said, seconds=seconds.all(), as_before=True)
    if not changed or not _is_free(to.output):
        return None
    edit = Edit(config=config, theme=theme, listing=settled.listing, changed=changed, store=store)
    try:
        with ReadingsFile(folder, is_ours) as readings:
            return amend(edit, to, readings, progress, seconds)
    except CacheError:  # the long way knows what to do without one
        return None


def _another_at_work(folder: Path, settled: Settled, options: BuildOptions) -> Report | None:
    """What is to be said while another build publishes there, before anything is read in vain; None when none does."""
    if settled.config is None:
        return None
    with alone(folder, _destination(folder, settled.config, settled, options).output) as another:
        return Report(problems=(another,)) if another else None


def _is_free(output: Path) -> bool:
    """Whether no publication waits there to be finished, as far as can be seen; the long way says what is wrong."""
    try:
        return not is_there(output / STAGING)
    except OSError:
        return False


def _long_way(  # noqa: PLR0913, PLR0917
    folder: Path,
    settled: Settled,
    options: BuildOptions,
    spread: Spread,
    progress: Progress,
    part: Part = _all_of_it,
) -> Report:
    """The build of the whole archive, with what is known of it from the last time."""
    known = {} if options.fresh else load_readings(folder)
    try:
        with ReadingsFile(folder, is_whole) as readings:
            return _build(folder, settled, options, Reader(known, readings, spread, progress), readings, part)
    except LostBodyError:
        forget_readings(folder)
    except CacheError:  # no room, no permission, or another build at work
        pass
    with ReadingsInMemory() as instead:  # a bad cache is an empty cache
        return _build(folder, settled, options, Reader({}, instead, spread, progress), instead, part)


def _build(  # noqa: PLR0913, PLR0917
    folder: Path,
    settled: Settled,
    options: BuildOptions,
    reader: Reader,
    readings: ReadingsFile | ReadingsInMemory,
    part: Part,
) -> Report:
    seconds = Phases()
    gathered = gather(folder, settled, options, reader, seconds)
    if gathered.config is None:
        return _report(lay_out(gathered, seconds), seconds)
    # With errors nothing is published, and a preview goes on showing the texts of before.
    if not any(problem.severity is Severity.ERROR for problem in gathered.problems):
        readings.keep_only(gathered.paths, gathered.digests)
        keep_views_of(folder, gathered.paths)
    keys = readings.keys()  # before others may write to the cache
    to = _destination(folder, gathered.config, settled, options)
    gathered = with_texts(gathered, options, reader, readings, seconds)
    roll = gathered.told.key if gathered.told else b""
    planned = part(lay_out(gathered, seconds))
    del gathered  # which has the fingerprints of all texts: nobody needs them while pages are made
    said = _report(planned, seconds)

    def make(store: Store) -> Made | None:
        if planned.site is None or planned.theme is None:
            return None
        bodies = for_readers(readings.bodies(), planned.site.withheld)
        press = _Press(site=planned.site, theme=planned.theme, bodies=bodies, chunk=options.chunk)
        return msgspec.structs.replace(_make(press, to, store, reader), readings=keys, roll=roll)

    return put_out(to, said, make, seconds) or said


def _destination(folder: Path, config: Config, settled: Settled, options: BuildOptions) -> Destination:
    output = options.output or folder / config.output
    if os.pardir in output.parts:  # else folders on a way that leads out of them again would be made
        output = Path(os.path.realpath(output))
    return Destination(
        folder=folder,
        output=output,
        content=config.content,
        inputs=settled.inputs,
        built_at=settled.now.timestamp(),
        fresh=options.fresh,
    )


class _Press(Record):
    """A planned site and what makes its pages, so many at a time."""

    site: Site
    theme: Theme
    bodies: Bodies
    chunk: int


def _make(press: _Press, to: Destination, store: Store, reader: Reader) -> Made:
    """Make every page and copy every file that is not right as it is into the staging folder."""
    site, theme = press.site, press.theme
    earlier = earlier_build(to.output, store, site.value, fresh=to.fresh)
    copies = copies_to_do(site, theme, to.folder, earlier)
    if copies.problems:
        return Made(site=site.value, problems=copies.problems)
    run = Run(site=site, theme=theme, bodies=press.bodies, staging=str(staging_of(to.output)), earlier=earlier)
    made = made_of(site.value, _printed(run, press.chunk, reader), copies.kept)
    staged: list[tuple[Staged, Key | None]] = list(made.staged)
    problems = list(made.problems)
    for copy, key in copies.copies:
        file = stage_copy(copy, to.output)
        if isinstance(file, Problem):
            problems.append(file)
        else:  # by what was copied, should the file have changed since it was looked at
            staged.append((file, msgspec.structs.replace(key, view=bytes.fromhex(file.sha256))))
    return msgspec.structs.replace(made, staged=tuple(staged), problems=tuple(problems))


def _printed(run: Run, chunk: int, reader: Reader) -> Iterator[Printed]:
    """All pages, some at a time, until the system refuses one."""
    number = len(run.site.pages)
    tasks = [range(start, min(start + chunk, number)) for start in range(0, number, chunk)]
    done = 0
    reader.progress("Looking at", 0, number)
    for task, printed in zip(tasks, reader.spread(print_pages, run, tasks), strict=True):
        done += len(task)
        reader.progress("Looking at", done, number)
        yield printed
        if printed.problems:
            return


def _report(planned: Planned, seconds: Phases) -> Report:
    return Report(
        articles=planned.articles,
        pages=len(planned.site.pages) if planned.site else 0,
        held_back=planned.held_back,
        problems=tuple(in_reading_order(planned.problems)),
        seconds=seconds.all(),
    )


def _worker_lost(error: BrokenExecutor) -> Problem:
    hint = "the system may have run out of memory: try again with --jobs 1"
    return Problem("worker-lost", f"a worker process ended unexpectedly: {error}", Span(SITE_FILE), hint)
