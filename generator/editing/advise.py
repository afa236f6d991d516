"""`pressmark check --suggest`: what `check` says, and suggestions about names.

The texts come from where they are: those just read from memory, the others from the cache of readings. Writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from generator.archive.records import Archive, Entry
from generator.archive.suggest import Suggestions, suggest
from generator.build import examine
from generator.intake import Progress
from generator.model import Digest, Record, SourcePath
from generator.output.store import FOLDER
from generator.prepare import CheckOptions, Reader
from generator.read.reading import read_html
from generator.readings import FILE, BodiesOnDisk, LostBodyError, Reading, Row, load_readings
from generator.report import Report
from generator.spread import Spread


class _Texts:
    """A keeper of the HTML of what is read, and under it that of what was read before."""

    def __init__(self, folder: Path) -> None:
        self._read: dict[Digest, str] = {}
        self._kept = BodiesOnDisk(place=str(folder / FOLDER / FILE))

    def keep(self, readings: Iterable[Reading]) -> None:
        """Hold the bodies of files that are read anew."""
        self._read.update(body[:2] for reading in readings for body in reading.bodies)

    def touch(self, rows: Iterable[tuple[SourcePath, Row]]) -> None:
        """Nothing: no cache is written."""

    def of(self, archive: Archive) -> Iterator[tuple[Entry, str]]:
        """The reading text of each article; LostBodyError where the cache has lost one."""
        for entry in archive.entries:
            digest = entry.article.body.digest
            html = self._read.get(digest)
            yield entry, read_html(self._kept.html(digest) if html is None else html).text


class Advice(Record):
    """Suggestions, and the content folder into which a suggested record goes."""

    suggestions: Suggestions
    content: str


def check_and_suggest(
    folder: Path, options: CheckOptions, spread: Spread, progress: Progress
) -> tuple[Report, Advice | None]:
    """The report of `check`, and suggestions; None where the archive cannot be looked at."""
    try:
        return _with(load_readings(folder), folder, options, (spread, progress))
    except LostBodyError:  # a bad cache is an empty cache
        return _with({}, folder, options, (spread, progress))


def _with(
    known: Mapping[SourcePath, Row], folder: Path, options: CheckOptions, by: tuple[Spread, Progress]
) -> tuple[Report, Advice | None]:
    texts = _Texts(folder)
    report, planned = examine(folder, options, Reader(known, texts, *by))
    archive, config = planned.archive, planned.config
    if archive is None or config is None:
        return report, None
    return report, Advice(suggestions=suggest(archive, texts.of(archive)), content=config.content)
