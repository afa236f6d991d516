"""The whole program, composed: read this first.

    folder -> records -> Archive -> Site -> files in the output folder
              read       archive    site    output

`build` publishes, `check` stops before the output room. The clock is read here and passed on; nothing is printed.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import BrokenExecutor, Executor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import msgspec

from generator.archive.assemble import ArchiveOptions, assemble
from generator.archive.records import HeldBack
from generator.files import SITE_FILE, Listing, list_content
from generator.intake import Keeper, KeepsNothing, Progress, Shelf, take_config, take_in
from generator.model import Digest, Extra, Record, SourcePath
from generator.output.addresses import taken_by_theme, unfit_addresses
from generator.output.bodies import Bodies
from generator.output.changes import Trust, Work, tool, work_to_do
from generator.output.commit import staging_of
from generator.output.guards import refusals
from generator.output.lock import alone
from generator.output.publish import Published, close_output, open_output, publish, recover
from generator.output.render import Fault, said_once
from generator.output.staging import RenderTask, Staged, render_chunk, stage_copy
from generator.output.store import EMPTY, Store, Stored, load_store, save_store, site_digest
from generator.output.theme import Theme, load_theme
from generator.problems import Problem, Severity, Span, did_you_mean, in_reading_order, warning
from generator.readings import (
    CacheError,
    LostBodyError,
    ReadingsFile,
    ReadingsInMemory,
    Row,
    forget_readings,
    load_readings,
)
from generator.report import Report
from generator.settings import Config
from generator.site.plan import plan
from generator.site.planned import Page, Site
from generator.spread import chunks, in_order
from generator.unchanged import inputs_of, manifest_of, remembered, still_right


class CheckOptions(Record):
    """How to read an archive. `now` decides what is in the future; None asks the clock (or SOURCE_DATE_EPOCH)."""

    base_url: str | None = None
    drafts: bool = False
    future: bool = False
    now: dt.datetime | None = None
    chunk: int = 100  # files or pages in one task of the executor


class BuildOptions(CheckOptions):
    """How to read an archive and where to publish it; `output` None means site.yaml's own folder.

    `fresh` renders every page; `verify` reads published files to see that they are right, in place of their times.
    """

    output: Path | None = None
    fresh: bool = False
    verify: bool = False


class Planned(Record):
    """An archive on its way to the output: what is to be published, unless `problems` holds an error."""

    problems: tuple[Problem, ...]
    config: Config | None = None
    theme: Theme | None = None
    site: Site | None = None
    digests: frozenset[Digest] = frozenset()  # of all bodies, shown or not
    paths: tuple[SourcePath, ...] = ()  # of all content files
    articles: int = 0
    held_back: HeldBack = HeldBack()


def quietly(_phase: str, _done: int, _all: int) -> None:
    """Progress that nobody watches."""


def check(
    folder: Path, options: CheckOptions, executor: Executor | None = None, progress: Progress = quietly
) -> Report:
    """Everything that is wrong with an archive; nothing is rendered and nothing written."""
    seconds = Phases()
    try:
        settled = settle(folder, options, seconds)
        reader = _Reader(load_readings(folder), KeepsNothing(), executor, progress)
        planned = prepare(folder, settled, options, reader, seconds)
    except BrokenExecutor as error:
        return Report(problems=(_worker_lost(error),), seconds=seconds.all())
    return _report(planned, seconds)


def build(
    folder: Path, options: BuildOptions, executor: Executor | None = None, progress: Progress = quietly
) -> Report:
    """Publish the archive in `folder`, unless anything is wrong with it; the old site then stays as it was."""
    seconds = Phases()
    settled = settle(folder, options, seconds)
    with seconds("look"):
        unchanged = _unchanged(folder, settled, options)
    if unchanged is not None:
        return msgspec.structs.replace(unchanged, seconds=seconds.all())
    known = {} if options.fresh else load_readings(folder)
    try:
        try:
            with ReadingsFile(folder) as readings:
                reader = _Reader(known, readings, executor, progress)
                return _build(folder, settled, options, reader, readings)
        except LostBodyError:
            forget_readings(folder)
        except CacheError:  # no room, no permission, or another build at work
            pass
        with ReadingsInMemory() as instead:  # a bad cache is an empty cache
            return _build(folder, settled, options, _Reader({}, instead, executor, progress), instead)
    except BrokenExecutor as error:
        return Report(problems=(_worker_lost(error),))


def _unchanged(folder: Path, settled: Settled, options: BuildOptions) -> Report | None:
    """The last build's report, if there is nothing to do; asked to look closely, there always is."""
    if settled.config is None or options.fresh or options.verify:
        return None
    output = options.output or folder / settled.config.output
    return still_right(output, load_store(folder, output), settled.inputs, settled.now)


def _build(
    folder: Path,
    settled: Settled,
    options: BuildOptions,
    reader: _Reader,
    readings: ReadingsFile | ReadingsInMemory,
) -> Report:
    seconds = Phases()
    planned = prepare(folder, settled, options, reader, seconds)
    if planned.config is None:
        return _report(planned, seconds)
    readings.keep_only(planned.paths, planned.digests)
    output = options.output or folder / planned.config.output
    with alone(folder, output) as another:
        refused = refusals(output, folder, planned.config.content)
        refused = refused or ((another,) if another else recover(output))
        planned = msgspec.structs.replace(planned, problems=(*refused, *planned.problems))
        if _stops(planned.problems) or planned.site is None or planned.theme is None:
            return _report(planned, seconds)
        job = _Job(
            folder=folder,
            output=output,
            options=options,
            settled=settled,
            executor=reader.executor,
            progress=reader.progress,
            bodies=readings.bodies(),
        )
        return _publish(job, planned, planned.site, planned.theme, seconds)


class _Reader(NamedTuple):
    """How the archive is read: what is known of it, who keeps what is new, on which executor, and who watches."""

    known: Mapping[SourcePath, Row]
    keeper: Keeper
    executor: Executor | None
    progress: Progress


class Settled(Record):
    """What a run starts from: settings, theme and files, and the digest of all of it where one can be had."""

    now: dt.datetime
    problems: tuple[Problem, ...]
    config: Config | None = None
    theme: Theme | None = None
    listing: Listing = Listing(files=(), problems=())
    inputs: str | None = None


def settle(folder: Path, options: CheckOptions, seconds: Phases) -> Settled:
    """Read the settings and the theme, and see which files there are."""
    now = options.now or _now()
    with seconds("settle"):
        config, problems = take_config(folder)
        if config is None:
            return Settled(now=now, problems=problems)
        if options.base_url is not None:
            config = msgspec.structs.replace(config, url=options.base_url)
        theme, more = load_theme(config.theme, folder, _said_at(config, "theme"))
        if theme is not None:
            config, unknown = _with_theme_options(config, theme)
            more += unknown
        listing = list_content(folder, config.content, config.place("content"))
        inputs = None
        if theme is not None and not options.future:  # what is marked as future changes as time passes
            inputs = inputs_of(folder, listing, config, theme, drafts=options.drafts)
        return Settled(now=now, problems=problems + more, config=config, theme=theme, listing=listing, inputs=inputs)


def prepare(folder: Path, settled: Settled, options: CheckOptions, reader: _Reader, seconds: Phases) -> Planned:
    """Read an archive, assemble it and plan its site, as far as that is possible."""
    config, theme, problems = settled.config, settled.theme, settled.problems
    if config is None:
        return Planned(problems=problems)
    with seconds("read"):
        shelf = Shelf(
            folder=folder, listing=settled.listing, config=config, chunk=options.chunk, executor=reader.executor
        )
        taken = take_in(shelf, reader.known, reader.keeper, reader.progress)
        problems += taken.problems
    with seconds("archive"):
        kind = ArchiveOptions(now=settled.now, drafts=options.drafts, future=options.future)
        assembled = assemble(taken.records, taken.files, config, kind)
        problems += assembled.problems
    with seconds("site"):
        site = plan(assembled.archive, config)
        problems += (*site.problems, *unfit_addresses(site), *(taken_by_theme(site, theme) if theme else ()))
    return Planned(
        problems=problems,
        config=config,
        theme=theme,
        site=site,
        digests=frozenset(record.body.digest for record in taken.records),
        paths=taken.files,
        articles=len(assembled.archive.entries),
        held_back=assembled.archive.held_back,
    )


class Phases:
    """Wall time by phase, in the order they began."""

    def __init__(self) -> None:
        self._seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, phase: str) -> Iterator[None]:
        """Count the time of a block towards `phase`."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self._seconds[phase] = self._seconds.get(phase, 0.0) + time.perf_counter() - start

    def all(self) -> tuple[tuple[str, float], ...]:
        """Every phase so far and its seconds."""
        return tuple(self._seconds.items())


class _Job(Record):
    """One publication: from where, to where, how, and by whom."""

    folder: Path
    output: Path
    options: BuildOptions
    settled: Settled
    executor: Executor | None
    progress: Progress
    bodies: Bodies


def _publish(job: _Job, planned: Planned, site: Site, theme: Theme, seconds: Phases) -> Report:
    """Render what changed and put it in place."""
    output, options = job.output, job.options
    store = EMPTY if options.fresh else load_store(job.folder, output)
    trust = Trust(store=not options.fresh, times=not options.verify)
    with seconds("compare"):
        work = work_to_do(site, theme, job.folder, output, store, trust)
    problems = work.problems
    try:
        staged: tuple[Staged, ...] = ()
        published = Published()
        if not _stops(problems):
            problems += open_output(output)
        if not _stops(problems):
            with seconds("render"):
                staged, more = _stage(job, work, site, theme)
                problems += more
        if not _stops(problems):
            with seconds("publish"):
                kept = {path: stored.sha256 for path, stored in work.kept.items()}
                published = publish(output, staged, kept, store.pages if trust.times else {})
                problems += published.problems
    finally:
        problems += close_output(output)
    report = _report(msgspec.structs.replace(planned, problems=(*planned.problems, *problems)), seconds)
    if report.errors:
        return report
    made = {**work.kept, **_stored(output, staged, work)}
    report = msgspec.structs.replace(
        report,
        pages=len(site.pages),
        written=published.written,
        unchanged=len(work.kept) + len(staged) - published.written,
        removed=published.removed,
        rendered=tuple(place_of(page) for page, _ in work.pages),
        explanations=tuple(f"{place_of(page)}: {reason}" for page, reason in work.pages),
        published=True,
    )
    store = Store(
        tool=tool(),
        site=site_digest(site.value),
        pages=made,
        inputs=job.settled.inputs or "",
        manifest=manifest_of(output),
        report=remembered(report),
        built_at=job.settled.now.timestamp(),
    )
    unsaved = save_store(job.folder, output, store)
    return msgspec.structs.replace(report, problems=(*report.problems, *unsaved))


def _stage(job: _Job, work: Work, site: Site, theme: Theme) -> tuple[tuple[Staged, ...], tuple[Problem, ...]]:
    """Render and copy everything that changed into the staging folder."""
    staging = staging_of(job.output)
    pages = [page for page, _ in work.pages]
    tasks = [
        RenderTask(
            pages=tuple(some),
            theme=theme.name,
            templates=theme.templates,
            site=site.value,
            bodies=job.bodies,
            staging=str(staging),
        )
        for some in chunks(pages, job.options.chunk)
    ]
    staged: list[Staged] = []
    faults: list[Fault] = []
    problems: list[Problem] = []
    done = 0
    job.progress("Rendering", 0, len(pages))
    for task, rendered in zip(tasks, in_order(render_chunk, tasks, job.executor), strict=True):
        staged.extend(rendered.staged)
        faults.extend(rendered.faults)
        problems.extend(rendered.problems)
        done += len(task.pages)
        job.progress("Rendering", done, len(pages))
        if rendered.problems:
            break
    for copy in work.copies:
        result = stage_copy(copy, staging)
        if isinstance(result, Problem):
            problems.append(result)
        else:
            staged.append(result)
    return tuple(staged), (*problems, *said_once(faults))


def place_of(page: Page) -> str:
    """A page's URL below the site's root: "2023/06/a/", "feed.xml", and "index.html" for the front page."""
    return page.path.removesuffix("index.html") or page.path


def _stored(output: Path, staged: tuple[Staged, ...], work: Work) -> Mapping[str, Stored]:
    """What to remember of the files just published."""
    made: dict[str, Stored] = {}
    for file in staged:
        key = work.keys.get(file.path)
        if key is not None:
            try:
                status = os.lstat(output / file.path)
            except OSError:  # gone this moment: the next build sees that it is missing
                continue
            made[file.path] = Stored(key=key, sha256=file.sha256, size=status.st_size, mtime_ns=status.st_mtime_ns)
    return made


def _report(planned: Planned, seconds: Phases) -> Report:
    return Report(
        articles=planned.articles,
        held_back=planned.held_back,
        problems=tuple(in_reading_order(planned.problems)),
        seconds=seconds.all(),
    )


def _stops(problems: tuple[Problem, ...]) -> bool:
    return any(problem.severity is Severity.ERROR for problem in problems)


def _with_theme_options(config: Config, theme: Theme) -> tuple[Config, tuple[Problem, ...]]:
    """The configuration with the theme's options: its defaults, and over them what site.yaml sets."""
    known = dict(theme.options)
    problems = tuple(
        warning(
            "unknown-theme-option",
            f'the theme "{theme.name}" has no option `{extra.key}`',
            _said_at(config, f"theme_options.{extra.key}"),
            _known_options(extra.key, sorted(known)),
        )
        for extra in config.extra
        if extra.key not in known
    )
    chosen = known | {extra.key: extra.value for extra in config.extra}
    options = tuple(Extra(key=key, value=chosen[key]) for key in sorted(chosen))
    return msgspec.structs.replace(config, extra=options), problems


def _known_options(key: str, known: list[str]) -> str:
    if near := did_you_mean(key, known):
        return f"did you mean `{near}`?"
    return f"its options are {', '.join(known)}" if known else "it has no options"


def _said_at(config: Config, key: str) -> Span:
    at = config.place(key)
    return Span(SITE_FILE, at.line, at.column)


def _now() -> dt.datetime:
    """The time by the clock, or by SOURCE_DATE_EPOCH where a reproducible build sets it (reproducible-builds.org)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if re.fullmatch(r"\d{1,11}", epoch, re.ASCII):
        return dt.datetime.fromtimestamp(int(epoch), tz=dt.UTC)
    return dt.datetime.now(tz=dt.UTC)


def _worker_lost(error: BrokenExecutor) -> Problem:
    hint = "the system may have run out of memory: try again with --jobs 1"
    return Problem("worker-lost", f"a worker process ended unexpectedly: {error}", Span(SITE_FILE), hint)
