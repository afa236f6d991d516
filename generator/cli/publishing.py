"""Commands that give the site, or its data, to others, and check what others hold: deploy, export, verify."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from generator.cli.arguments import BASE_URL, DRY_RUN, FOLDER, JOBS, QUIET, SITE, archive_folder
from generator.terminal import agrees, in_color, progress_shown, refused, running, say, workers

if TYPE_CHECKING:
    from generator.deploy.commands import Deployment


@click.command()
@SITE
@click.option("--output", type=FOLDER, default=None, help="Where the site was built. [default: site.yaml's, or public]")
@click.option("--remote", default="origin", show_default=True, help="A remote of the archive's repository, or a URL.")
@click.option("--branch", default="gh-pages", show_default=True, help="The branch that the host publishes.")
@DRY_RUN
@click.option("--yes", "-y", is_flag=True, help="Publish without asking.")
@QUIET
def deploy(  # noqa: PLR0913
    *, site: Path, output: Path | None, remote: str, branch: str, dry_run: bool, yes: bool, quiet: bool
) -> None:
    """Publish the built site on a branch of a git remote, as GitHub Pages serves it.

    Says first what changes there and what it would break, and asks. Your own branches and files stay as they are.
    """
    from generator.deploy.branch import repository_beside  # noqa: PLC0415
    from generator.deploy.commands import Deployment, Wish, plan_deployment  # noqa: PLC0415

    folder = archive_folder(site)
    wish = Wish(remote=remote, branch=branch, output=output)
    with (
        running("interrupted; the branch is as it was, or holds the whole site"),
        repository_beside(folder) as repository,
    ):
        with progress_shown(quiet=quiet or not sys.stderr.isatty()) as progress:
            planned = plan_deployment(folder, wish, repository, workers(None), progress)
        if not isinstance(planned, Deployment):
            raise refused(planned)
        _publish(planned, dry_run=dry_run, yes=yes, quiet=quiet)


def _publish(planned: Deployment, *, dry_run: bool, yes: bool, quiet: bool) -> None:
    """Show a deployment, ask, and push it; or say what is in its way."""
    from generator import console  # noqa: PLC0415
    from generator.deploy import show  # noqa: PLC0415
    from generator.deploy.commands import publish  # noqa: PLC0415

    errors = [one for one in planned.problems if one.severity == "error"]
    if not quiet:
        say(show.change_lines(planned, everything=dry_run, color=in_color(sys.stdout)))
    say(console.all_lines(errors if quiet else planned.problems, color=in_color(sys.stderr)), error=True)
    if errors:
        say([f"Nothing published: {console.count(len(errors), 'error')}. The branch is as it was."], error=True)
        sys.exit(1)
    if planned.changes and not dry_run:
        if not (yes or agrees(show.question(planned), does="publishes", done="published")):
            say(["Nothing was published."])
            return
        if not quiet:
            say(["Pushing"], error=True)
        refusal = publish(planned)
        if refusal is not None:
            raise refused([refusal])
    if not quiet:
        say([show.deploy_summary(planned, "Would publish" if dry_run else "Published")])


@click.command()
@click.argument("to", metavar="DIR|offline")
@click.argument("file", metavar="[FILE.zip]", required=False, type=click.Path(path_type=Path))
@SITE
@click.option(
    "--output", type=FOLDER, default=None, help="With offline: where the site was built. [default: as for deploy]"
)
@BASE_URL
@JOBS
@QUIET
def export(  # noqa: PLR0913
    *,
    to: str,
    file: Path | None,
    site: Path,
    output: Path | None,
    base_url: str | None,
    jobs: int | None,
    quiet: bool,
) -> None:
    """Write the archive's data into DIR, or the whole site into a zip that is read offline.

    The data are CSV, JSON Lines, SQLite, and what describes them: what /data/ on the site has, and all texts that their
    rights let be shown.

    With the word offline: the site as it was built, in a zip whose pages work from a disk or a USB stick. A folder of
    that name is ./offline.
    """
    if to != "offline":
        if file is not None or output is not None:
            raise click.UsageError("FILE.zip and --output go with the word offline: pressmark export offline FILE.zip")
        _export_data(archive_folder(site), FOLDER.convert(to, None, None), base_url, jobs, quiet=quiet)
    if base_url is not None or jobs is not None:
        raise click.UsageError("--base-url and --jobs do not go with offline, which takes the site as it was built")
    _export_offline(archive_folder(site), file, output, quiet=quiet)


def _export_data(folder: Path, to: Path, base_url: str | None, jobs: int | None, *, quiet: bool) -> NoReturn:
    from generator.build import BuildOptions  # noqa: PLC0415
    from generator.build import export as run  # noqa: PLC0415
    from generator.console import export_summary, some_lines  # noqa: PLC0415

    options = BuildOptions(output=to, base_url=base_url)
    start = time.perf_counter()
    with running("interrupted; what is in the folder is whole, or the next export finishes it"):
        with progress_shown(quiet=quiet) as progress:
            report = run(folder, options, workers(jobs), progress)
        shown = [one for one in report.problems if one.severity == "error"] if quiet else report.problems
        say(some_lines(shown, color=in_color(sys.stderr)), error=True)
        if not quiet:
            say([export_summary(report, time.perf_counter() - start)], error=bool(report.errors))
    sys.exit(1 if report.errors else 0)


def _export_offline(folder: Path, file: Path | None, output: Path | None, *, quiet: bool) -> NoReturn:
    from generator.console import offline_summary, some_lines  # noqa: PLC0415
    from generator.offline.commands import Wish, export_offline  # noqa: PLC0415

    start = time.perf_counter()
    with running("interrupted; there is no new zip, and an older one is as it was"):
        with progress_shown(quiet=quiet) as progress:
            made = export_offline(folder, Wish(file=file, output=output), progress)
        errors = [one for one in made.problems if one.severity == "error"]
        say(some_lines(errors if quiet else made.problems, color=in_color(sys.stderr)), error=True)
        if not quiet:
            say([offline_summary(made, time.perf_counter() - start)], error=bool(errors))
    sys.exit(1 if errors else 0)


@click.command()
@click.argument("place", metavar="DIR|URL")
@QUIET
def verify(*, place: str, quiet: bool) -> None:
    """Check every file of a published site against its list of SHA-256 sums.

    Says each that is missing, changed or, in a folder, not in the list. It needs no archive: anybody can check a copy.
    """
    from generator.console import all_lines, verify_summary  # noqa: PLC0415
    from generator.fixity import check_folder, check_site  # noqa: PLC0415

    with running("interrupted"):
        with progress_shown(quiet=quiet) as progress:
            if place.startswith(("http://", "https://")):
                checked = check_site(place, progress)
            else:
                checked = check_folder(FOLDER.convert(place, None, None), progress)
        say(all_lines(checked.problems, color=in_color(sys.stdout)))
        if not quiet:
            say([verify_summary(checked)])
    sys.exit(1 if checked.problems else 0)
