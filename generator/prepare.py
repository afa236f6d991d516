"""From a folder to a planned site: what every command that looks at an archive begins with.

`settle` reads the settings and sees which files there are; `gather` walks the rooms of reading and of the archive,
`with_texts` adds what only texts can tell, and `lay_out` plans the site. Nothing is rendered or published here. The
clock is read here and passed on.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import msgspec

from generator.archive.assemble import ArchiveOptions, assemble
from generator.archive.records import Archive, HeldBack
from generator.concordance import Library, Lookers, consult
from generator.files import SITE_FILE, Listing, list_content
from generator.intake import Keeper, Progress, Shelf, take_config, take_in
from generator.model import Digest, Extra, Record, SourcePath, bodies_of
from generator.output.addresses import taken_by_theme, unfit_addresses, unfit_files
from generator.output.store import Inputs
from generator.output.theme import Theme, find_theme, understand
from generator.problems import Problem, Severity, Span, did_you_mean, warning
from generator.readings import (
    Row,
)
from generator.roll import Told
from generator.settings import Config
from generator.site.plan import plan
from generator.site.planned import Site
from generator.spread import Spread
from generator.unchanged import general_of, inputs_of


class CheckOptions(Record):
    """How to read an archive. `now` decides what is in the future; None asks the clock (or SOURCE_DATE_EPOCH)."""

    base_url: str | None = None
    drafts: bool = False
    future: bool = False
    now: dt.datetime | None = None
    chunk: int = 100  # files or pages in one task of the executor


class Settled(Record):
    """What a run starts from: settings, files, the theme as it was found, and all that the site depends on."""

    now: dt.datetime
    problems: tuple[Problem, ...]
    config: Config | None = None
    theme: Theme | None = None
    listing: Listing = Listing(files=(), problems=())
    inputs: Inputs | None = None


class Reader(NamedTuple):
    """How the archive is read: what is known of it, who keeps what is new, by which workers, and who watches."""

    known: Mapping[SourcePath, Row]
    keeper: Keeper
    spread: Spread
    progress: Progress


class Gathered(Record):
    """An archive that was read, and all that is needed to plan its site; no archive where there are no settings."""

    problems: tuple[Problem, ...]
    config: Config | None = None
    theme: Theme | None = None
    archive: Archive | None = None
    told: Told | None = None  # what its texts tell
    digests: frozenset[Digest] = frozenset()  # of all bodies, shown or not
    paths: tuple[SourcePath, ...] = ()  # of all content files


class Planned(Record):
    """An archive on its way to the output: what is to be published, unless `problems` holds an error."""

    problems: tuple[Problem, ...]
    config: Config | None = None
    theme: Theme | None = None
    archive: Archive | None = None
    site: Site | None = None

    @property
    def articles(self) -> int:
        """How many articles the site has."""
        return len(self.archive.entries) if self.archive else 0

    @property
    def held_back(self) -> HeldBack:
        """How many it does not have, and why."""
        return self.archive.held_back if self.archive else HeldBack()


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


def settle(folder: Path, options: CheckOptions, seconds: Phases) -> Settled:
    """Read the settings and the theme, and see which files there are."""
    now = options.now or the_time()
    with seconds("settle"):
        config, problems = take_config(folder)
        if config is None:
            return Settled(now=now, problems=problems)
        if options.base_url is not None:
            config = msgspec.structs.replace(config, url=options.base_url)
        theme, more = find_theme(config.theme, folder, _said_at(config, "theme"))
        if theme is not None:
            config, unknown = _with_theme_options(config, theme)
            more += unknown
        listing = list_content(folder, config.content, config.place("content"))
        inputs = None
        if theme is not None and not options.future:  # what is marked as future changes as time passes
            wrong = problems + more + listing.problems
            inputs = inputs_of(folder, listing.files, general_of(config, theme, wrong, drafts=options.drafts))
        return Settled(now=now, problems=problems + more, config=config, theme=theme, listing=listing, inputs=inputs)


def gather(folder: Path, settled: Settled, options: CheckOptions, reader: Reader, seconds: Phases) -> Gathered:
    """Read an archive and assemble it, as far as that is possible."""
    config, theme, problems = settled.config, settled.theme, settled.problems
    if config is None:
        return Gathered(problems=problems)
    with seconds("settle"):
        theme, wrong = understand(theme) if theme is not None else (None, ())
        problems += wrong
    with seconds("read"):
        shelf = Shelf(folder=folder, listing=settled.listing, config=config, chunk=options.chunk, spread=reader.spread)
        taken = take_in(shelf, reader.known, reader.keeper, reader.progress)
        problems += taken.problems
    with seconds("archive"):
        kind = ArchiveOptions(now=settled.now, drafts=options.drafts, future=options.future)
        assembled = assemble(taken.records, taken.files, config, kind)
        problems += assembled.problems
    return Gathered(
        problems=problems,
        config=config,
        theme=theme,
        archive=assembled.archive,
        digests=frozenset(body.digest for record in taken.records for body in bodies_of(record)),
        paths=taken.files,
    )


def with_texts(
    gathered: Gathered, options: CheckOptions, reader: Reader, library: Library, seconds: Phases
) -> Gathered:
    """The same with what the archive's texts tell; as it is where an error keeps it from being published."""
    if gathered.archive is None or any(problem.severity is Severity.ERROR for problem in gathered.problems):
        return gathered
    with seconds("compare"):
        archive, told = consult(gathered.archive, library, Lookers(reader.spread, options.chunk, reader.progress))
    return msgspec.structs.replace(gathered, archive=archive, told=told)


def lay_out(gathered: Gathered, seconds: Phases) -> Planned:
    """Plan the site of an archive."""
    archive, config, theme, problems = gathered.archive, gathered.config, gathered.theme, gathered.problems
    if archive is None or config is None:
        return Planned(problems=problems)
    with seconds("site"):
        site = plan(archive, config)
        problems += (*site.problems, *unfit_addresses(site))
        if theme is not None:
            problems += (*unfit_files(theme), *taken_by_theme(site, theme))
    return Planned(problems=problems, config=config, theme=theme, archive=archive, site=site)


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


def the_time() -> dt.datetime:
    """The time by the clock, or by SOURCE_DATE_EPOCH where a reproducible build sets it (reproducible-builds.org)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if re.fullmatch(r"\d{1,11}", epoch, re.ASCII):
        return dt.datetime.fromtimestamp(int(epoch), tz=dt.UTC)
    return dt.datetime.now(tz=dt.UTC)
