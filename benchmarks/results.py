"""What was measured, as Markdown: times, ratios, memory, where the time goes, and which targets are met.

Values in, text out; nothing here measures. No date and no path of a machine is written down.
"""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

MB = 1_000_000
OURS = "Pressmark"
STANDARD, LARGE = 10_000, 100_000  # articles: the sizes that targets speak of
COLD, SAME, BODY = "Cold", "Nothing changed", "One body edited"


@dataclass(frozen=True, slots=True)
class Cell:
    """One run: seconds, bytes, and what its output then held."""

    wall: float
    cpu: float
    peak: int
    pages: int
    feeds: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """All runs of one case by one tool; `phases` are Pressmark's, of the last run."""

    case: str
    tool: str
    cells: tuple[Cell, ...]
    phases: dict[str, float]

    def median(self, value: Callable[[Cell], float]) -> float:
        """The median of something over the runs."""
        return statistics.median(map(value, self.cells))


@dataclass(frozen=True, slots=True)
class Size:
    """Everything measured on one archive; `bytes` are those of its article bodies."""

    articles: int
    terms: int
    bytes: int
    runs: int
    jobs: int
    machine: dict[str, str]
    versions: dict[str, str]
    outcomes: tuple[Outcome, ...]

    def of(self, case: str, tool: str) -> Outcome | None:
        """What one tool did in one case, if it was measured."""
        return next((one for one in self.outcomes if (one.case, one.tool) == (case, tool)), None)

    def wall(self, case: str, tool: str) -> float | None:
        """The median wall time, if it was measured."""
        outcome = self.of(case, tool)
        return outcome.median(lambda cell: cell.wall) if outcome else None

    def peak(self, case: str, tool: str) -> float | None:
        """The median peak of memory, if it was measured."""
        outcome = self.of(case, tool)
        return outcome.median(lambda cell: cell.peak) if outcome else None

    @property
    def tools(self) -> list[str]:
        """The tools, Pressmark first."""
        return list(dict.fromkeys(one.tool for one in self.outcomes))

    @property
    def cases(self) -> list[str]:
        """The cases in their order."""
        return list(dict.fromkeys(one.case for one in self.outcomes))


@dataclass(frozen=True, slots=True)
class Target:
    """What issue 3 asks: a ratio, of what to what, and how large it may be."""

    text: str
    limit: float
    value: Callable[[dict[int, Size]], float | None]


def _ratio(one: float | None, other: float | None) -> float | None:
    return one / other if one is not None and other else None


def _against(case: str, tool: str) -> Callable[[dict[int, Size]], float | None]:
    def value(sizes: dict[int, Size]) -> float | None:
        size = sizes.get(STANDARD)
        return _ratio(size.wall(case, OURS), size.wall(case, tool)) if size else None

    return value


def _memory(sizes: dict[int, Size]) -> float | None:
    size = sizes.get(STANDARD)
    return _ratio(size.peak(COLD, OURS), size.peak(COLD, "Hugo")) if size else None


def _growth(sizes: dict[int, Size]) -> float | None:
    small, large = sizes.get(STANDARD), sizes.get(LARGE)
    return _ratio(large.wall(COLD, OURS), small.wall(COLD, OURS)) if small and large else None


def _seconds(case: str) -> Callable[[dict[int, Size]], float | None]:
    return lambda sizes: sizes[STANDARD].wall(case, OURS) if STANDARD in sizes else None


TARGETS = (
    Target("10,000 articles, cold ÷ Hugo", 0.5, _against(COLD, "Hugo")),
    Target("10,000 articles, cold ÷ Hugo GOGC=400", 0.9, _against(COLD, "Hugo GOGC=400")),
    Target("10,000 articles, cold ÷ Pelican", 0.2, _against(COLD, "Pelican")),
    Target("10,000 articles, nothing changed ÷ Hugo", 0.03, _against(SAME, "Hugo")),
    Target("10,000 articles, one body edited ÷ Hugo", 0.06, _against(BODY, "Hugo")),
    Target("10,000 articles, cold, peak memory ÷ Hugo", 0.4, _memory),
    Target("100,000 articles, cold ÷ 10,000 articles, cold", 11, _growth),
    Target("10,000 articles, nothing changed, seconds", 0.5, _seconds(SAME)),
    Target("10,000 articles, one body edited, seconds", 1.0, _seconds(BODY)),
)


_INTRODUCTION = (
    "Made by `make bench`; [README.md](README.md) says what is compared and how. Wall times are medians, with the "
    "fastest and the slowest run; the ratio is Pressmark's time by the tool's, so below 1 Pressmark is faster."
)


def report(sizes: Sequence[Size]) -> str:
    """RESULTS.md: the machine, the targets, and a part for each size."""
    parts = [
        "# Results",
        _INTRODUCTION,
        "## Targets",
        _table(("Target", "At most", "Measured", ""), list(_targets({size.articles: size for size in sizes}))),
        *map(size_table, sizes),
    ]
    return "\n\n".join(parts) + "\n"


def size_table(size: Size) -> str:
    """One size: wall times and ratios, processor time and memory, Pressmark's phases, and what was written."""
    what = f"{size.terms:,} terms, {size.bytes / MB:,.0f} MB of text; runs of each case: {size.runs}"
    versions = ", ".join(f"{name[0].upper()}{name[1:]} {version}" for name, version in sorted(size.versions.items()))
    parts = [
        f"## {size.articles:,} articles",
        f"{what}. {', '.join(size.machine.values())}. {versions}. Pressmark with `--jobs {size.jobs}`.",
        _table(("Wall seconds", *size.tools), [(case, *_walls(size, case)) for case in size.cases]),
        _table(("Processor seconds, peak MB", *size.tools), [(case, *_costs(size, case)) for case in size.cases]),
        "Where Pressmark's time goes: seconds by its own report (last run); the rest is start-up and end.",
        _phase_table(size),
        "What a cold build wrote.",
        _table(("", *size.tools), list(_outputs(size))),
    ]
    return "\n\n".join(parts)


def machine() -> dict[str, str]:
    """What the numbers depend on: processor, cores, memory, system."""
    model = _proc_value("/proc/cpuinfo", "model name") or platform.machine()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    cores = f"{len(os.sched_getaffinity(0)) if hasattr(os, 'sched_getaffinity') else os.cpu_count()} cores"
    return {"processor": model, "cores": cores, "memory": f"{memory / 2**30:.0f} GiB", "system": platform.system()}


def _proc_value(place: str, key: str) -> str:
    file = Path(place)
    lines = file.read_text("utf-8").splitlines() if file.is_file() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(key)), "")


def _targets(sizes: dict[int, Size]) -> Iterator[tuple[str, ...]]:
    for target in TARGETS:
        value = target.value(sizes)
        verdict = "not measured" if value is None else "met" if value <= target.limit else "**missed**"
        yield target.text, f"{target.limit:g}", "–" if value is None else f"{value:.3g}", verdict


def _walls(size: Size, case: str) -> Iterator[str]:
    ours = size.wall(case, OURS)
    for tool in size.tools:
        outcome = size.of(case, tool)
        if outcome is None:
            yield "–"
            continue
        walls = [cell.wall for cell in outcome.cells]
        ratio = _ratio(ours, statistics.median(walls))
        spread = f" ({_short(min(walls))}–{_short(max(walls))})" if len(walls) > 1 else ""
        times = f"{_short(statistics.median(walls))}{spread}"
        yield times if tool == OURS or ratio is None else f"{times}, ratio {ratio:.2g}"


def _costs(size: Size, case: str) -> Iterator[str]:
    for tool in size.tools:
        outcome = size.of(case, tool)
        if outcome is None:
            yield "–"
        else:
            cpu, peak = outcome.median(lambda cell: cell.cpu), outcome.median(lambda cell: cell.peak)
            yield f"{_short(cpu)} s, {peak / MB:,.0f} MB"


def _phase_table(size: Size) -> str:
    ours = [one for one in size.outcomes if one.tool == OURS]
    counts = ("rendered", "written")
    names = [name for name in dict.fromkeys(name for one in ours for name in one.phases) if name not in counts]
    rows = [
        (
            one.case,
            *(_short(one.phases[name]) if name in one.phases else "–" for name in names),
            _short(one.cells[-1].wall),
            *(f"{int(one.phases[name]):,}" for name in counts),
        )
        for one in ours
    ]
    return _table(("Phase", *names, "all", "pages rendered", "files written"), rows)


def _outputs(size: Size) -> Iterator[tuple[str, ...]]:
    last = [outcome.cells[-1] for tool in size.tools if (outcome := size.of(COLD, tool))]
    yield ("HTML pages", *(f"{cell.pages:,}" for cell in last))
    yield ("Feeds", *(f"{cell.feeds:,}" for cell in last))
    yield ("MB", *(f"{cell.bytes / MB:,.0f}" for cell in last))


def _short(seconds: float) -> str:
    """Seconds to three digits."""
    return f"{seconds:.0f}" if seconds >= 100 else f"{seconds:.1f}" if seconds >= 10 else f"{seconds:.2f}"  # noqa: PLR2004


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
