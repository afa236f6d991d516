"""Measure Pressmark beside Hugo and Pelican: the same archive, the same edits, taking turns on the same machine.

    python -m benchmarks.run                     1,000 and 10,000 articles; about an hour
    python -m benchmarks.run --articles 10000    one size
    python -m benchmarks.run --large             100,000 articles: cold and nothing changed, without Pelican; hours
    python -m benchmarks.run --large --tool Pressmark   the same without Hugo; minutes
    python -m benchmarks.run --quick             1,000 articles, two runs, without Pelican; keeps no results
    python -m benchmarks.run --case Cold         one case, to try something out; keeps no results

benchmarks/README.md says what is compared and what is not. Every full run replaces its size's part of RESULTS.md.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from benchmarks import results
from benchmarks.cases import CASES, Archive, Case, is_done
from benchmarks.measure import measure
from benchmarks.results import LARGE, STANDARD, Cell, Outcome, Size
from benchmarks.sites import write_sites
from benchmarks.tools import JOBS, Tool, environment, hugo, install, pelican, pressmark, versions

HERE = Path(__file__).resolve().parent
LIMIT = 900.0  # seconds that a single run may take; ten times that for the large archive
SETTLE = 3.0  # seconds after writing an archive: files just written make any careful cache look twice


class WrongOutputError(Exception):
    """A tool ended well, but its output does not show what its sources say: there is nothing to compare."""


def main() -> None:
    """Measure, print, and keep the results."""
    options = _options()
    install()
    tools = [pressmark(options.jobs), *hugo()]
    for count in options.sizes:
        chosen = tools if options.quick or count >= LARGE else [*tools, pelican()]
        chosen = [tool for tool in chosen if not options.tools or tool.name in options.tools]
        work = options.work / str(count)
        shutil.rmtree(work, ignore_errors=True)
        cases = [case for case in CASES if options.case in {None, case.name} and (case.large or count < LARGE)]
        size = measure_size(work, count, cases, chosen, _runs(options, count))
        print(results.size_table(size))
        if options.kept:
            (options.work / f"{count}.json").write_text(json.dumps(asdict(size)), "utf-8")
        if not options.leave:
            shutil.rmtree(work)
    if options.kept:
        sizes = [_stored(place) for place in options.work.glob("*.json")]
        text = results.report(sorted(sizes, key=lambda size: size.articles))
        (HERE / "RESULTS.md").write_text(text, "utf-8")


def measure_size(work: Path, count: int, cases: Sequence[Case], tools: Sequence[Tool], runs: int) -> Size:
    """The cases at one size; where the first is not a cold build, one goes before, unmeasured."""
    print(f"Writing {count:,} articles", flush=True)
    names = sorted({tool.site for tool in tools})
    written = write_sites(work, count, names)
    time.sleep(SETTLE)
    archive = Archive(work, count, names)
    if not cases[0].cold:
        measure_case(archive, CASES[0], tools, 1)
    outcomes = tuple(outcome for case in cases for outcome in measure_case(archive, case, tools, runs))
    machine, jobs = results.machine(), int(tools[0].command[tools[0].command.index("--jobs") + 1])
    return Size(count, written.terms, written.bytes, runs, jobs, machine, versions(list(tools)), outcomes)


def measure_case(archive: Archive, case: Case, tools: Sequence[Tool], runs: int) -> list[Outcome]:
    """One case: in every run each tool once, in turn, the order reversed from run to run."""
    cells: dict[str, list[Cell]] = {tool.name: [] for tool in tools}
    for run in range(runs):
        expected = case.change(archive, run)
        for tool in tools if run % 2 == 0 else tools[::-1]:
            if case.cold:
                tool.put_aside(archive.work)
            os.sync()  # what earlier runs left to be written is not this one's to pay for
            limit = LIMIT * 10 if archive.articles >= LARGE else LIMIT
            measured = measure(tool.called(archive.work), environment(tool), archive.work, limit)
            output = archive.work / tool.output
            if not is_done(output, expected):
                raise WrongOutputError(f"{tool.name}, {case.name}: {expected}")
            cells[tool.name].append(_cell(measured.wall, measured.cpu, measured.peak, output))
            print(f"{archive.articles:>7,}  {case.name:<24} {tool.name:<14} {measured.wall:8.2f} s", flush=True)
    return [Outcome(case.name, tool.name, tuple(cells[tool.name]), _phases(archive, tool)) for tool in tools]


def _cell(wall: float, cpu: float, peak: int, output: Path) -> Cell:
    files = [place for folder, _, names in os.walk(output) for place in map(Path(folder).joinpath, names)]
    pages = sum(place.suffix == ".html" for place in files)
    feeds = sum(place.suffix in {".xml", ".json"} and "sitemap" not in place.name for place in files)
    return Cell(wall, cpu, peak, pages, feeds, sum(place.stat().st_size for place in files))


def _phases(archive: Archive, tool: Tool) -> dict[str, float]:
    """Where Pressmark's last run spent its time, by its own report, and how many pages it rendered."""
    if tool.site != "pressmark":
        return {}
    said = json.loads((archive.work / "report.json").read_text("utf-8"))
    return {**said["seconds"], "rendered": len(said["rendered"]), "written": said["written"]}


def _stored(place: Path) -> Size:
    """A size measured earlier."""
    kept = json.loads(place.read_text("utf-8"))
    outcomes = tuple(
        Outcome(one["case"], one["tool"], tuple(Cell(**cell) for cell in one["cells"]), one["phases"])
        for one in kept.pop("outcomes")
    )
    return Size(**kept, outcomes=outcomes)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure Pressmark beside Hugo and Pelican.")
    parser.add_argument("--articles", type=int, action="append", metavar="N", help="a size; may be given again")
    parser.add_argument("--large", action="store_true", help=f"{LARGE:,} articles too, cold and nothing changed")
    parser.add_argument("--quick", action="store_true", help="two runs without Pelican, 1,000 articles; keeps nothing")
    parser.add_argument("--case", choices=[case.name for case in CASES], help="one case only; keeps no results")
    named = {"action": "append", "dest": "tools", "metavar": "NAME"}
    parser.add_argument("--tool", **named, help="this tool only, where others take hours; may be given again")
    parser.add_argument("--runs", type=int, help=f"runs of each case (3; of {LARGE:,} articles 1)")
    parser.add_argument("--jobs", type=int, default=JOBS, help=f"Pressmark's worker processes ({JOBS})")
    parser.add_argument("--work", type=Path, default=HERE / ".work", help="where archives and sites are written")
    parser.add_argument("--leave", action="store_true", help="leave archives and sites there")
    options = parser.parse_args()
    options.sizes = list(options.articles or ([1_000] if options.quick else [] if options.large else [1_000, STANDARD]))
    options.sizes += [LARGE] if options.large else []
    options.kept = not options.quick and options.case is None
    options.work = options.work.resolve()
    return options


def _runs(options: argparse.Namespace, count: int) -> int:
    """How often each case is measured, unless said: the large archive takes a tool many minutes."""
    if options.runs is not None:
        return int(options.runs)
    return 1 if count >= LARGE else 2 if options.quick else 3


if __name__ == "__main__":
    main()
