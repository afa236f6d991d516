"""`pressmark deploy`, up to the commit that the user is asked about; `pressmark check --published`. Read this first.

output folder -> as it was built? -> what it would break -> objects, commit -> the remote's branch
                 asbuilt             published, gate        branch             branch
                                     moved
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from generator.asbuilt import built_site
from generator.build import examine
from generator.deploy import gate
from generator.deploy.branch import Branch, Changes, changes_to, committed, objects_of, push
from generator.deploy.git import GitError
from generator.deploy.hosts import pages_address
from generator.deploy.moved import Holders, holders_in
from generator.deploy.published import Published, page_in, published_in, without_notes
from generator.deploy.remote import branch_named, no_commit, rejection
from generator.deploy.tree import files_in
from generator.files import SITE_FILE, read_regular
from generator.intake import KeepsNothing, Progress, take_config
from generator.model import Record
from generator.output.changes import copy_tasks
from generator.output.guards import published_at, shown
from generator.output.lock import alone
from generator.output.manifest import MANIFEST, files_of_manifest
from generator.prepare import CheckOptions, Planned, Reader
from generator.problems import Problem, Severity, Span, in_reading_order
from generator.readings import load_readings
from generator.report import Report
from generator.settings import Config
from generator.site.routes import Base, base_of
from generator.spread import Spread

CNAME = "CNAME"  # GitHub's file for a domain of one's own; its settings write it into the branch


class Wish(Record):
    """What the user wants published where; `output` None means site.yaml's own folder."""

    remote: str
    branch: str
    output: Path | None = None


class Deployment(Record):
    """A site that is ready to be pushed: to which branch, as which commit, and what changes there.

    `commit` is None where an error is among the problems, or nothing changes.
    """

    branch: Branch
    changes: Changes
    problems: tuple[Problem, ...]
    commit: str | None = None


# check --published


def check_published(folder: Path, where: str, spread: Spread, progress: Progress) -> Report:
    """Everything that is wrong with an archive, and what publishing it would break of the site that is `where`."""
    report, planned = examine(folder, CheckOptions(), Reader(load_readings(folder), KeepsNothing(), spread, progress))
    config = planned.config
    if config is None or planned.site is None or planned.archive is None:
        return report
    before = published_in(where)
    files = dict(_planned_files(folder, folder / config.output, planned))
    problems = [before] if isinstance(before, Problem) else [*_gone(before, files, planned)]
    problems += gate.too_large(files, Span(SITE_FILE))
    return msgspec.structs.replace(report, problems=tuple(in_reading_order((*report.problems, *problems))))


def _planned_files(folder: Path, output: Path, planned: Planned) -> Iterator[tuple[str, gate.File]]:
    """The files that the archive gives: what is copied by its source, pages as they were built last, if they were."""
    if planned.site is None:
        return
    for page in planned.site.pages:
        place = output / page.path
        yield page.path, gate.File(size=_size(place), span=Span(shown(place)))
    if planned.theme is not None:
        for copy in copy_tasks(planned.site, planned.theme, folder):
            yield copy.path, gate.File(size=_size(Path(copy.source)), span=Span(copy.shown))


def _size(place: Path) -> int:
    try:
        return os.stat(place).st_size
    except OSError:
        return 0


def _gone(before: Published, files: Mapping[str, gate.File], planned: Planned) -> Iterator[Problem]:
    config, archive = planned.config, planned.archive
    holders = holders_in(archive, config) if archive is not None and config is not None else Holders(())
    yield from gate.vanished(before, files.keys(), holders, config.gone if config else ())


# deploy


def plan_deployment(
    folder: Path, wish: Wish, repository: Path, spread: Spread, progress: Progress
) -> Deployment | tuple[Problem, ...]:
    """The site in the output folder, made a commit in `repository`; or why it cannot be published at all."""
    config, problems = take_config(folder)
    if config is None:
        return problems
    output = wish.output or folder / config.output
    branch = branch_named(wish.branch, wish.remote, folder, repository)
    if isinstance(branch, Problem):
        return (branch,)
    with alone(folder, output) as another:
        if another is not None:
            return (another,)
        store, problems = built_site(folder, output)
        if store is None or store.site is None:
            return problems
        options = CheckOptions(base_url=store.site.url)
        _, planned = examine(folder, options, Reader(load_readings(folder), KeepsNothing(), spread, progress))
        if planned.config is None:
            return planned.problems
        files, problems = files_in(output)
        found = tuple(_found(planned.config, planned, output, files, branch))
        return _deployment(branch, files, (*problems, *found), f"Publish {planned.config.title}\n")


def _deployment(
    branch: Branch, files: Mapping[str, str], problems: tuple[Problem, ...], message: str
) -> Deployment | tuple[Problem, ...]:
    try:
        objects = objects_of(branch, files)
        if CNAME in branch.holds:
            objects.setdefault(CNAME, branch.holds[CNAME])
        changes = changes_to(branch, objects)
        stops = any(problem.severity is Severity.ERROR for problem in problems)
        commit = committed(branch, objects, files, message) if changes and not stops else None
    except GitError as error:
        return (no_commit(error),)
    return Deployment(branch=branch, changes=changes, problems=tuple(in_reading_order(problems)), commit=commit)


def _found(
    config: Config, planned: Planned, output: Path, files: Mapping[str, str], branch: Branch
) -> Iterator[Problem]:
    """What publishing the files would break."""
    tree = {path: gate.File(size=_size(Path(place)), span=published_at(output, path)) for path, place in files.items()}
    yield from _gone(_published_on(branch), tree, planned)
    yield from gate.colliding(tree)
    yield from gate.too_large(tree, Span(shown(output)))
    base = base_of(config)
    yield from gate.broken(base, tree, lambda path: _read(files[path]))
    domain = _read(files[CNAME]) if CNAME in files else branch.read(CNAME)
    yield from _elsewhere(base, pages_address(branch.remote.push_url, domain.decode(errors="replace").strip()))


def _read(place: str) -> bytes:
    try:
        return read_regular(place)
    except OSError:  # gone this moment: making the commit will say so
        return b""


def _published_on(branch: Branch) -> Published:
    """The site that the branch holds now."""
    where = f"{branch.name} of {branch.remote.name}"
    files = frozenset(files_of_manifest(branch.read(MANIFEST))) or without_notes(iter(branch.holds))
    return Published(where=where, files=files, page=lambda path: page_in(branch.read(path)))


def _elsewhere(base: Base, address: str | None) -> Iterator[Problem]:
    """The site was built for another address than the one it gets, so far as that is known."""
    built_for = f"{base.origin}{base.root}"
    span = Span(SITE_FILE)
    if address is not None and urlsplit(address).path.casefold() != base.root.casefold():
        hint = f"`pressmark build --base-url {address}`, or `url: {address}` in site.yaml"
        message = f"the site was built for {built_for} and is published at {address}, where its links lead nowhere"
        yield Problem("built-for-elsewhere", message, span, hint)
    elif base.origin.startswith(("http://localhost", "http://127.0.0.1")):
        hint = "`pressmark build --base-url URL` with the address that it will have, or `url: URL` in site.yaml"
        yield Problem("built-for-elsewhere", f"the site was built for {built_for}, which is this machine", span, hint)


def publish(deployment: Deployment) -> Problem | None:
    """Push the commit; the problem where the remote does not take it."""
    if deployment.commit is None:
        return None
    try:
        push(deployment.branch, deployment.commit)
    except GitError as error:
        return rejection(error, deployment.branch)
    return None
