"""What a preview knows between two changes, and what a change is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from generator.intake import Progress
from generator.model import Body, Record, SourcePath
from generator.prepare import CheckOptions, Settled
from generator.preview.generation import Generation, Texts
from generator.problems import Problem, Severity
from generator.readings import Reading, Row
from generator.roll import Told
from generator.site.planned import Page


class Change(NamedTuple):
    """What may have changed: paths below the archive's folder; without any, the time.

    Where the cache is lost, everything is read again: `lost` is then the number of the generation that misses a text.
    """

    paths: frozenset[str]
    lost: int = 0


class Following(NamedTuple):
    """An archive that is followed, how it is read, and the texts of all its generations."""

    folder: Path
    options: CheckOptions
    texts: Texts
    progress: Progress


class Basis(NamedTuple):
    """What a generation was made from: what files said, and size, times (ns) and inode of those shown as they are."""

    known: Mapping[SourcePath, Row]
    statuses: Mapping[SourcePath, tuple[int, int, int, int]]


class Held(Record, eq=False):
    """What a preview knows between two changes.

    `generation` is the last good one, made from `basis`, None before there is any; `told` is what its texts tell;
    `problems` are those of the archive as it is now. `retold` holds, for the articles whose page was replaced, the page
    and the body that were planned. `waiting` is how many articles are not shown yet, since they are from the future.
    """

    settled: Settled
    known: Mapping[SourcePath, Row]
    problems: tuple[Problem, ...]
    generation: Generation | None = None
    basis: Basis = Basis({}, {})
    told: Told | None = None
    retold: Mapping[SourcePath, tuple[Page, Body]] = msgspec.field(default_factory=dict)
    articles: int = 0
    waiting: int = 0

    @property
    def is_good(self) -> bool:
        """Whether the generation is of the archive as it is now."""
        return not any(problem.severity is Severity.ERROR for problem in self.problems)


def row_of(reading: Reading) -> Row | None:
    """What is remembered of a reading."""
    return None if reading.row is None else Row(*reading.row[1:4])
