"""An archive's folder becomes records: lists the files, has each one read, keeps every problem.

The read room sees one file at a time and no disk; this module is between the two. It resolves nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path

from generator.files import SITE_FILE, list_content, read_text_bytes
from generator.model import AnyRecord, Article, Digest, Record, SourcePath
from generator.output.bodies import BodiesInMemory
from generator.problems import Problem, Span, warning
from generator.read.config import read_config
from generator.read.parse import ContentKind, kind_of, parse
from generator.read.source import Source, decode
from generator.settings import Config
from generator.spread import chunks, in_order

NOTES = ".notes.yaml"

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""


class Intake(Record):
    """Every record of the archive, the converted bodies, and the path of every file there is."""

    records: tuple[AnyRecord, ...]
    bodies: BodiesInMemory
    files: tuple[SourcePath, ...]
    problems: tuple[Problem, ...]

    @property
    def articles(self) -> int:
        """How many articles could be read."""
        return sum(isinstance(record, Article) for record in self.records)


class ReadTask(Record):
    """Some files to read; `notes` is the notes file beside each one, or None."""

    folder: str
    config: Config
    paths: tuple[SourcePath, ...]
    notes: tuple[SourcePath | None, ...]


class ReadResult(Record):
    """What the files of one task say."""

    records: tuple[AnyRecord, ...]
    bodies: tuple[tuple[Digest, str], ...]
    problems: tuple[Problem, ...]


def take_config(folder: Path) -> tuple[Config | None, tuple[Problem, ...]]:
    """The configuration in site.yaml, or None and what is wrong with it."""
    source, problems = _source(folder, SITE_FILE)
    if source is None:
        return None, problems
    config, more = read_config(source)
    return config, (*problems, *more)


def take_in(folder: Path, config: Config, chunk: int, executor: Executor | None, progress: Progress) -> Intake:
    """Read every content file of the archive, `chunk` files a task."""
    listing = list_content(folder, config.content, config.place("content"))
    present = set(listing.files)
    content = [path for path in listing.files if kind_of(path, config) is not None]
    tasks = [
        ReadTask(
            folder=str(folder),
            config=config,
            paths=tuple(paths),
            notes=tuple(_notes_beside(path, config, present) for path in paths),
        )
        for paths in chunks(content, chunk)
    ]
    records: list[AnyRecord] = []
    bodies: dict[Digest, str] = {}
    problems = [*listing.problems, *_orphans(listing.files, config)]
    progress("Reading", 0, len(content))
    for result in in_order(read_files, tasks, executor):
        records.extend(result.records)
        bodies.update(result.bodies)
        problems.extend(result.problems)
        progress("Reading", len(records), len(content))
    return Intake(
        records=tuple(records),
        bodies=BodiesInMemory(by_digest=bodies),
        files=listing.files,
        problems=tuple(problems),
    )


def read_files(task: ReadTask) -> ReadResult:
    """Read the files of one task."""
    folder = Path(task.folder)
    records: list[AnyRecord] = []
    bodies: list[tuple[Digest, str]] = []
    problems: list[Problem] = []
    for path, notes_path in zip(task.paths, task.notes, strict=True):
        kind = kind_of(path, task.config)
        source, wrong = _source(folder, path)
        problems.extend(wrong)
        if source is None or kind is None:
            continue
        notes = None
        if notes_path is not None:
            notes, wrong = _source(folder, notes_path)
            problems.extend(wrong)
        parsed, wrong = parse(source, kind, task.config, notes)
        problems.extend(wrong)
        if parsed is not None:
            records.append(parsed.record)
            bodies.append((parsed.record.body.digest, parsed.text.html))
    return ReadResult(records=tuple(records), bodies=tuple(bodies), problems=tuple(problems))


def _source(folder: Path, path: SourcePath) -> tuple[Source | None, tuple[Problem, ...]]:
    data, problems = read_text_bytes(folder, path)
    return (None, problems) if data is None else decode(path, data)


def _notes_beside(path: SourcePath, config: Config, present: set[SourcePath]) -> SourcePath | None:
    notes = SourcePath(path.removesuffix(".md") + NOTES)
    return notes if notes in present and kind_of(path, config) is ContentKind.ARTICLE else None


def _orphans(files: tuple[SourcePath, ...], config: Config) -> list[Problem]:
    """Notes files that belong to no article: their notes would silently not be on the site."""
    present = set(files)
    articles = f"{config.content}/{ContentKind.ARTICLE}/"
    return [
        warning(
            "orphaned-notes",
            "notes without an article beside them; left out",
            Span(path),
            f'they belong to an article "{path.removesuffix(NOTES).rpartition("/")[2]}.md" in the same folder',
        )
        for path in files
        if path.startswith(articles)
        and path.endswith(NOTES)
        and SourcePath(path.removesuffix(NOTES) + ".md") not in present
    ]
