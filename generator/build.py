"""The whole program, composed: read this first.

    folder -> records -> Archive -> Site -> files in the output folder
              read       archive    site    output

`build` publishes, `check` stops before the output room; the way to a planned site is in `prepare`. Nothing is printed.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from concurrent.futures import BrokenExecutor, Executor
from pathlib import Path

import msgspec

from generator.files import SITE_FILE
from generator.intake import KeepsNothing, Progress
from generator.model import Record
from generator.output.bodies import Bodies
from generator.output.changes import Trust, Work, tool, work_to_do
from generator.output.commit import staging_of
from generator.output.guards import refusals
from generator.output.lock import alone
from generator.output.publish import Published, close_output, open_output, publish, recover
from generator.output.render import Fault, said_once
from generator.output.staging import RenderTask, Staged, render_chunk, stage_copy
from generator.output.store import EMPTY, Store, Stored, load_store, save_store, site_digest
from generator.output.theme import Theme
from generator.prepare import CheckOptions, Phases, Planned, Reader, Settled, prepare, settle
from generator.problems import Problem, Severity, Span, in_reading_order
from generator.readings import (
    CacheError,
    LostBodyError,
    ReadingsFile,
    ReadingsInMemory,
    forget_readings,
    load_readings,
)
from generator.report import Report
from generator.site.planned import Page, Site
from generator.spread import chunks, in_order
from generator.unchanged import manifest_of, remembered, still_right


class BuildOptions(CheckOptions):
    """How to read an archive and where to publish it; `output` None means site.yaml's own folder.

    `fresh` renders every page; `verify` reads published files to see that they are right, in place of their times.
    """

    output: Path | None = None
    fresh: bool = False
    verify: bool = False


def quietly(_phase: str, _done: int, _all: int) -> None:
    """Progress that nobody watches."""


def check(
    folder: Path, options: CheckOptions, executor: Executor | None = None, progress: Progress = quietly
) -> Report:
    """Everything that is wrong with an archive; nothing is rendered and nothing written."""
    seconds = Phases()
    try:
        settled = settle(folder, options, seconds)
        reader = Reader(load_readings(folder), KeepsNothing(), executor, progress)
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
                reader = Reader(known, readings, executor, progress)
                return _build(folder, settled, options, reader, readings)
        except LostBodyError:
            forget_readings(folder)
        except CacheError:  # no room, no permission, or another build at work
            pass
        with ReadingsInMemory() as instead:  # a bad cache is an empty cache
            return _build(folder, settled, options, Reader({}, instead, executor, progress), instead)
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
    reader: Reader,
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


def _worker_lost(error: BrokenExecutor) -> Problem:
    hint = "the system may have run out of memory: try again with --jobs 1"
    return Problem("worker-lost", f"a worker process ended unexpectedly: {error}", Span(SITE_FILE), hint)
