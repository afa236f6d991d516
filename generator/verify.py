"""Whether what is published is exactly what the content says: a clean build elsewhere, compared byte for byte.

Believes nothing that an earlier build left, neither cache nor times; changes nothing in the output. Files that are not
Pressmark's are not looked at.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from generator.build import BuildOptions, build, quietly
from generator.files import SITE_FILE, words
from generator.intake import Progress, take_config
from generator.output.commit import sha256_of
from generator.output.guards import published_at
from generator.output.manifest import read_manifest
from generator.prepare import the_time
from generator.problems import Problem, Span
from generator.report import Report
from generator.spread import Spread, in_turn

HINT = "`pressmark build --fresh` puts it right"


def build_and_verify(
    folder: Path, options: BuildOptions, spread: Spread = in_turn, progress: Progress = quietly
) -> Report:
    """Publish as `build` does, then build everything again in a temporary folder: each difference is an error."""
    options = msgspec.structs.replace(options, now=options.now or the_time())
    report = build(folder, options, spread, progress)
    config, _ = take_config(folder)
    if not report.published or config is None:
        return report
    try:
        with tempfile.TemporaryDirectory(prefix="pressmark-") as temporary:
            clean = Path(temporary) / "site"
            again = build(folder, msgspec.structs.replace(options, output=clean, fresh=True), spread, progress)
            differing = tuple(differences(options.output or folder / config.output, clean))
    except OSError as error:
        return _unverified(report, (), words(error))
    if not again.published:
        return _unverified(report, again.problems, "the content changed meanwhile, or there was no room for it")
    return msgspec.structs.replace(report, problems=(*report.problems, *differing))


def _unverified(report: Report, problems: tuple[Problem, ...], reason: str) -> Report:
    """The report of a site that is published, and of a clean one that could not be built beside it."""
    message = f"the site is published and could not be compared with a clean build: {reason}"
    hint = "a second site needs as much room in the temporary folder (TMPDIR) as the first"
    new = tuple(one for one in problems if one not in report.problems)
    unverified = Problem("not-verified", message, Span(SITE_FILE), hint)
    return msgspec.structs.replace(report, problems=(*report.problems, *new, unverified))


def differences(published: Path, clean: Path) -> Iterator[Problem]:
    """Every file of ours that the output holds otherwise than a clean build, or that only one of them has."""
    wanted, owned = read_manifest(clean), read_manifest(published)
    for path in sorted(wanted.keys() | owned.keys()):
        try:
            holds = sha256_of(published / path)
        except OSError:
            holds = None
        if holds != wanted.get(path):
            message = _difference(holds, wanted.get(path))
            yield Problem("differs-from-clean", message, published_at(published, path), HINT)


def _difference(holds: str | None, wanted: str | None) -> str:
    if holds is None:
        return "missing: a clean build gives this file"
    return "not a file that a clean build gives" if wanted is None else "not what a clean build gives"
