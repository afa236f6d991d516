"""`pressmark export offline`: the built site as a zip whose pages work from a disk. Read this first.

output folder -> as it was built? -> its files, pages with other addresses -> zip
                 asbuilt             edition, links                          zips

It is the published site, so only what rights let be shown is in it, and no page is rendered again.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from generator.asbuilt import built_site
from generator.files import THEMES, words
from generator.intake import Progress, take_config
from generator.model import Record
from generator.offline.edition import Edition
from generator.offline.zips import Zip, is_ours, write_zip
from generator.output.guards import shown
from generator.output.lock import alone
from generator.output.store import FOLDER
from generator.problems import Problem, Severity, Span
from generator.read.ids import slug


class Wish(Record):
    """The zip that is wanted, and where the site was built; None means a name of its own, and site.yaml's folder."""

    file: Path | None = None
    output: Path | None = None


class Exported(Record):
    """What became of it: the zip, how many files and bytes it has, unless an error is among the problems."""

    problems: tuple[Problem, ...]
    place: Path | None = None
    files: int = 0
    size: int = 0


def export_offline(folder: Path, wish: Wish, progress: Progress) -> Exported:
    """Write the site in the output folder as a zip; with an error nothing is written, and an older zip stays."""
    config, problems = take_config(folder)
    if config is None:
        return Exported(problems=problems)
    output = wish.output or folder / config.output
    with alone(folder, output) as another:
        if another is not None:
            return Exported(problems=(another,))
        store, problems = built_site(folder, output)
        if store is None or store.site is None:
            return Exported(problems=problems)
        name = f"{slug(store.site.title)}-offline"
        place = wish.file or Path(f"{name}.zip")
        refusal = _refusal(place, (output, folder / config.content, folder / THEMES, folder / FOLDER))
        if refusal is not None:
            return Exported(problems=(refusal,))
        return _written(place, Edition(output, store.pages, store.site, name), progress)


def _refusal(place: Path, kept_apart: Iterable[Path]) -> Problem | None:
    """Why a zip must not be written there; None where it may."""
    span, real = Span(shown(place)), Path(os.path.realpath(place))
    for folder in kept_apart:
        if real.is_relative_to(os.path.realpath(folder)):
            hint = "write it elsewhere: what is in there is the site's or the archive's"
            return Problem("output-refused", f"the zip would be inside the folder {shown(folder)}", span, hint)
    if os.path.lexists(place) and not is_ours(place):
        message = f'"{shown(place)}" is there already, and is no zip that Pressmark made'
        return Problem("foreign-file", message, span, "give the zip another name, or move that file away")
    return None


def _written(place: Path, edition: Edition, progress: Progress) -> Exported:
    problems = [*edition.unfit()]

    def fill(archive: Zip) -> bool:
        problems.extend(edition.put_into(archive, progress))
        return not _stops(problems)

    size = 0
    if not _stops(problems):
        try:
            size = write_zip(place, edition.name, fill)
        except OSError as error:
            hint = "nothing was exported; what was there before is as it was"
            problems.append(Problem("cannot-write", f"cannot write: {words(error)}", Span(shown(place)), hint))
    if _stops(problems):
        return Exported(problems=tuple(problems))
    return Exported(problems=tuple(problems), place=place, files=len(edition.paths), size=size)


def _stops(problems: Iterable[Problem]) -> bool:
    return any(problem.severity is Severity.ERROR for problem in problems)
