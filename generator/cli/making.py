"""Commands that make a site of an archive, or show what one would be: build, serve, check."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli.arguments import BASE_URL, DRY_RUN, FOLDER, JOBS, QUIET, SITE, YES, archive_folder
from generator.cli.editing import fix
from generator.terminal import RefusedError, in_color, progress_shown, running, say, workers

if TYPE_CHECKING:
    import socket

    from generator.editing.advise import Advice
    from generator.report import Report

DEFAULT_PORT = 8000


@click.command()
@SITE
@click.option("--output", type=FOLDER, default=None, help="Where to publish. [default: site.yaml's, or public]")
@BASE_URL
@JOBS
@click.option("--fresh", is_flag=True, help="Render every page, whatever an earlier build left.")
@click.option("--drafts", is_flag=True, help="Publish drafts too.")
@click.option("--future", is_flag=True, help="Publish articles dated in the future too.")
@click.option("--explain", is_flag=True, help="Say of each page rendered why it was.")
@click.option("--verify", is_flag=True, help="Build a clean copy elsewhere too, and compare every file.")
@click.option("--report", "report_file", type=click.Path(dir_okay=False, path_type=Path), help="Write a JSON report.")
@QUIET
def build(  # noqa: PLR0913
    *,
    site: Path,
    output: Path | None,
    base_url: str | None,
    jobs: int | None,
    fresh: bool,
    drafts: bool,
    future: bool,
    explain: bool,
    verify: bool,
    report_file: Path | None,
    quiet: bool,
) -> None:
    """Publish the archive into a folder.

    Only what changed is rendered, and nothing is published while anything is wrong.
    """
    from generator.build import BuildOptions  # noqa: PLC0415
    from generator.build import build as run  # noqa: PLC0415
    from generator.console import build_summary, some_lines, verified  # noqa: PLC0415
    from generator.verify import build_and_verify  # noqa: PLC0415

    folder = archive_folder(site)
    options = BuildOptions(output=output, base_url=base_url, fresh=fresh, drafts=drafts, future=future)
    start = time.perf_counter()
    with running("interrupted; what is published is whole, or the next build finishes it"):
        with progress_shown(quiet=quiet) as progress:
            report = (build_and_verify if verify else run)(folder, options, workers(jobs), progress)
        only_errors = quiet or report.as_before
        shown = [one for one in report.problems if one.severity == "error"] if only_errors else report.problems
        say(some_lines(shown, color=in_color(sys.stderr)), error=True)
        if explain:
            say(report.explanations)
        if report_file is not None:
            _write_report(report_file, report)
        if not quiet:
            say([build_summary(report, time.perf_counter() - start)], error=bool(report.errors))
            if verify and report.published:
                say([verified(report)], error=bool(report.errors))
    sys.exit(1 if report.errors else 0)


def _write_report(file: Path, report: Report) -> None:
    from generator.report import report_json  # noqa: PLC0415

    text = json.dumps(report_json(report), ensure_ascii=False, indent=2) + "\n"
    try:
        file.write_text(text, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise RefusedError(f'cannot write the report "{file}": {error.strerror or error}') from error


@click.command()
@SITE
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option(
    "--port", type=click.IntRange(0, 65_535), default=None, help="The port. [default: 8000, or the next free]"
)
@JOBS
@click.option("--drafts", is_flag=True, help="Show drafts too.")
@click.option("--future", is_flag=True, help="Show articles dated in the future too.")
@click.option("--open", "opens", is_flag=True, help="Open it in the browser.")
def serve(  # noqa: PLR0913
    *, site: Path, host: str, port: int | None, jobs: int | None, drafts: bool, future: bool, opens: bool
) -> None:
    """Show the archive in the browser, and every change to it as soon as it is saved.

    Nothing is published. Only this computer can look, unless --host says otherwise.
    """
    from generator.prepare import CheckOptions  # noqa: PLC0415
    from generator.preview.serve import Wish  # noqa: PLC0415
    from generator.preview.serve import serve as run  # noqa: PLC0415

    folder = archive_folder(site)
    listening = _listening(host, port)
    wish = Wish(folder, CheckOptions(drafts=drafts, future=future), host, listening, opens)
    with running(""), progress_shown(quiet=not sys.stderr.isatty()) as progress, contextlib.suppress(KeyboardInterrupt):
        run(wish, workers(jobs), progress, say)


def _listening(host: str, port: int | None) -> socket.socket:
    """A socket at the address; where no port was asked for, the next free one will do."""
    from generator.preview.server import PortInUseError, listen, listen_from  # noqa: PLC0415

    try:
        listening = listen_from(host, DEFAULT_PORT) if port is None else listen(host, port)
    except PortInUseError as error:
        hint = f"\n  hint: {error.free} is free: --port {error.free}" if error.free else ""
        raise RefusedError(f"port {error.port} is in use{hint}") from error
    except (OSError, UnicodeError) as error:
        raise RefusedError(f'cannot listen at "{host}": {getattr(error, "strerror", None) or error}') from error
    if port is None and (found := listening.getsockname()[1]) != DEFAULT_PORT:
        click.echo(f"Port {DEFAULT_PORT} is in use; {found} is free.", err=True)
    return listening


@click.command()
@SITE
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="For people, programs, or annotations in GitHub Actions.",
)
@click.option(
    "--suggest", "suggests", is_flag=True, help="Suggest which names may be one, and what else to do about names."
)
@click.option("--all", "everything", is_flag=True, help="With --suggest: all suggestions, not ten of each kind.")
@click.option(
    "--fix", "fixes", is_flag=True, help="First write the words of notes as they are now. Shows them, and asks."
)
@click.option(
    "--published", metavar="DIR|URL", help="Say too what publishing it would break of the site that is there."
)
@DRY_RUN
@YES
@JOBS
@QUIET
def check(  # noqa: PLR0913
    *,
    site: Path,
    form: str,
    suggests: bool,
    everything: bool,
    fixes: bool,
    published: str | None,
    dry_run: bool,
    yes: bool,
    jobs: int | None,
    quiet: bool,
) -> None:
    """Say everything that is wrong with the archive, and publish nothing."""
    from generator import console  # noqa: PLC0415
    from generator.build import check as run  # noqa: PLC0415
    from generator.prepare import CheckOptions  # noqa: PLC0415

    if (everything and not suggests) or (suggests and form == "github"):
        raise click.UsageError("--all goes with --suggest, and --suggest with the formats text and json")
    if (fixes and (suggests or form != "text")) or ((dry_run or yes) and not fixes):
        raise click.UsageError("--dry-run and --yes go with --fix, and --fix with neither --suggest nor another format")
    if published is not None and (suggests or fixes):
        raise click.UsageError("--published goes with neither --suggest nor --fix")
    folder, advice = archive_folder(site), None
    if fixes:
        fix(folder, workers(jobs), dry_run=dry_run, yes=yes)
    with running("interrupted"):
        with progress_shown(quiet=quiet or form != "text") as progress:
            if suggests:
                from generator.editing.advise import check_and_suggest  # noqa: PLC0415

                report, advice = check_and_suggest(folder, CheckOptions(), workers(jobs), progress)
            elif published is not None:
                from generator.deploy.commands import check_published  # noqa: PLC0415

                report = check_published(folder, published, workers(jobs), progress)
            else:
                report = run(folder, CheckOptions(), workers(jobs), progress)
        problems = [one for one in report.problems if one.severity == "error"] if quiet else report.problems
        if form == "json":
            say([console.as_json(report, _advice_json(advice, everything=everything))])
        elif form == "github":
            prefix = os.path.relpath(folder).replace(os.sep, "/")
            say(console.github_line(one, "" if prefix == "." else prefix) for one in problems)
        else:
            say(console.all_lines(problems, color=in_color(sys.stdout)))
            if advice is not None:
                from generator.editing.show import suggestion_lines  # noqa: PLC0415

                say(suggestion_lines(advice, everything=everything, color=in_color(sys.stdout)))
            if not quiet:
                say([console.check_summary(report)])
    sys.exit(1 if report.errors else 0)


def _advice_json(advice: Advice | None, *, everything: bool) -> dict[str, Any]:
    if advice is None:
        return {}
    from generator.editing.show import suggestions_json  # noqa: PLC0415

    return {"suggestions": suggestions_json(advice, everything=everything)}
