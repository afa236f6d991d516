"""One publication: what a build makes goes into the output folder, all of it or nothing, and is remembered.

What there is to make is the caller's to say: a whole site, or the one page that an edit touched. Reads no content.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import msgspec

from generator.model import Record
from generator.output.changes import tool
from generator.output.commit import sha256_of, staging_of
from generator.output.guards import refusals, shown
from generator.output.lock import alone
from generator.output.manifest import SUMS, sums_bytes
from generator.output.press import Printed, Sheet
from generator.output.publish import Published, close_output, open_output, publish, recover, yet_to_make
from generator.output.render import Fault, said_once
from generator.output.staging import Staged, cannot_write, stage
from generator.output.store import EMPTY, Inputs, Key, Store, Stored, digest_of, load_store, save_store
from generator.output.views_file import KeptView, keep_views
from generator.prepare import Phases
from generator.problems import Problem, Severity, in_reading_order
from generator.report import Report
from generator.site.parts import SiteValue
from generator.site.routes import site_path
from generator.unchanged import manifest_of, remembered


class Destination(Record):
    """Where a site goes; `inputs` and `built_at` (seconds since the epoch) are remembered with it."""

    folder: Path
    output: Path
    content: str  # the content folder, which is no place to publish into
    inputs: Inputs | None
    built_at: float
    fresh: bool = False


class Made(Record):
    """All of a site: files that wait in staging, each with its key, and files that are right as they are.

    `reasons` says of each rendered page why it was; `views` are those to keep (see `output.views_file`), `readings` the
    keys of what the files said, `roll` that of what the texts told.
    """

    site: SiteValue
    staged: tuple[tuple[Staged, Key | None], ...] = ()
    kept: Mapping[str, Stored] = msgspec.field(default_factory=dict)
    reasons: tuple[tuple[str, str], ...] = ()
    views: tuple[KeptView, ...] = ()
    readings: Mapping[str, bytes] = msgspec.field(default_factory=dict)
    roll: bytes = b""
    problems: tuple[Problem, ...] = ()


NEVER = -1  # a time that no file has

Make = Callable[[Store], Made | None]
"""Makes a site, given what the last build left; None when it turns out that it cannot."""


def made_of(site: SiteValue, printed: Iterable[Printed], kept: Mapping[str, Stored]) -> Made:
    """A site of pages that were made and files that are right as they are, among them what is made anew."""
    sheets: list[Sheet] = []
    right, faults, problems = dict(kept), list[Fault](), list[Problem]()
    for some in printed:
        sheets.extend(some.sheets)
        right.update(some.kept)
        faults.extend(some.faults)
        problems.extend(some.problems)
    for sheet in sheets:
        right.pop(sheet.file.path, None)
    return Made(
        site=site,
        staged=tuple((sheet.file, sheet.key) for sheet in sheets),
        kept=right,
        reasons=tuple((sheet.file.path, sheet.reason) for sheet in sheets),
        views=tuple(sheet.view for sheet in sheets if sheet.view is not None),
        problems=(*problems, *said_once(faults)),
    )


def put_out(to: Destination, said: Report, make: Make, seconds: Phases) -> Report | None:
    """Make a site and put it in place; `said`, with what came of it. None when `make` could not, and nothing is done.

    With an error in `said`, or on the way, the published site stays as it was.
    """
    with alone(to.folder, to.output) as another:
        refused = refusals(to.output, to.folder, to.content)
        said = _saying(said, refused or ((another,) if another else recover(to.output)), seconds)
        if said.errors:
            return said
        store = EMPTY if to.fresh else load_store(to.folder, to.output)
        made, published, problems = _into_place(to.output, make, store, seconds)
        if made is None and not problems:
            return None
        said = _saying(said, problems, seconds)
        if said.errors or made is None:
            return said
        said = _counted(said, made, published)
        return _remember(to, said, made)


def _into_place(
    output: Path, make: Make, store: Store, seconds: Phases
) -> tuple[Made | None, Published, tuple[Problem, ...]]:
    made, published = None, Published()
    problems: tuple[Problem, ...] = ()
    folders = yet_to_make(output)
    try:
        problems += open_output(output)
        if not problems:
            with seconds("render"):
                made = make(store)
            problems += made.problems if made else ()
        if made is not None and not _stops(problems):
            made, said = _with_sums(made, output)
            problems += said
        if made is not None and not _stops(problems):
            with seconds("publish"):
                kept = {path: stored.sha256 for path, stored in made.kept.items()}
                published = publish(output, [file for file, _ in made.staged], kept, store.pages)
            problems += published.problems
    finally:
        problems += close_output(output, folders)
    return made, published, problems


def _with_sums(made: Made, output: Path) -> tuple[Made, tuple[Problem, ...]]:
    """The site with the list of what its files hold, which can only be written when all others are made."""
    kept = {path: stored for path, stored in made.kept.items() if path != SUMS}
    files = {path: stored.sha256 for path, stored in kept.items()} | {file.path: file.sha256 for file, _ in made.staged}
    data = sums_bytes(files)
    try:
        file = stage(str(staging_of(output)), SUMS, data)
    except OSError as error:
        return made, (cannot_write(shown(output / SUMS), error),)
    key = Key(view=digest_of(data), template=SUMS.encode())
    return msgspec.structs.replace(made, staged=(*made.staged, (file, key)), kept=kept), ()


def _saying(said: Report, more: tuple[Problem, ...], seconds: Phases) -> Report:
    problems = tuple(in_reading_order((*said.problems, *more)))
    return msgspec.structs.replace(said, problems=problems, seconds=seconds.all())


def _counted(said: Report, made: Made, published: Published) -> Report:
    return msgspec.structs.replace(
        said,
        written=published.written,
        unchanged=len(made.kept) + len(made.staged) - published.written,
        removed=published.removed,
        rendered=tuple(site_path(path) or path for path, _ in made.reasons),
        explanations=tuple(f"{site_path(path) or path}: {reason}" for path, reason in made.reasons),
        published=True,
    )


def _remember(to: Destination, said: Report, made: Made) -> Report:
    """Keep for the next build what this one made of what; failing to is a warning."""
    store = Store(
        tool=tool(),
        site=made.site,
        pages={**made.kept, **_stored(to.output, made)},
        inputs=to.inputs,
        manifest=manifest_of(to.output),
        report=remembered(said),
        built_at=to.built_at,
        readings=made.readings,
        roll=made.roll,
    )
    keep_views(to.folder, made.views)
    return msgspec.structs.replace(said, problems=(*said.problems, *save_store(to.folder, to.output, store)))


def _stored(output: Path, made: Made) -> dict[str, Stored]:
    """What to remember of the files just published."""
    return {
        file.path: Stored(key=key, sha256=file.sha256, size=file.size, mtime_ns=_time_of(output, file))
        for file, key in made.staged
        if key is not None
    }


def _time_of(output: Path, file: Staged) -> int:
    """When a published file was written; `NEVER` where it is gone or edited already, so that the next build looks.

    One that held the same bytes before has its old time.
    """
    place = f"{output}/{file.path}"
    try:
        status = os.lstat(place)
        is_ours = status.st_mtime_ns == file.mtime_ns or sha256_of(place) == file.sha256
    except OSError:
        return NEVER
    return status.st_mtime_ns if is_ours and status.st_size == file.size else NEVER


def _stops(problems: tuple[Problem, ...]) -> bool:
    return any(problem.severity is Severity.ERROR for problem in problems)
