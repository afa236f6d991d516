"""Arguments become one call and an exit code.

Exit codes: 0 done, 1 problems in the content, 2 wrong usage, 130 interrupted. Nothing heavy is imported before a
command runs, so that `pressmark --help` is quick.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator import __version__
from generator.terminal import (
    INTERRUPTED,
    RefusedError,
    agrees,
    in_color,
    progress_shown,
    refused,
    running,
    say,
    workers,
)

if TYPE_CHECKING:
    import socket

    from generator.deploy.commands import Deployment
    from generator.editing.advise import Advice
    from generator.editing.commands import Planned
    from generator.report import Report
    from generator.spread import Spread

DEFAULT_PORT = 8000


class _Folder(click.Path):
    """A folder that need not exist. No text at all is a slip (an unset variable in a script), not this folder."""

    def __init__(self) -> None:
        super().__init__(file_okay=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401
        """The folder, as click makes it of a text."""
        if value == "":
            message = "the name of the folder is empty"
            raise click.BadParameter(message, ctx, param)
        return super().convert(value, param, ctx)


FOLDER = _Folder()
SITE = click.option(
    "--site", type=FOLDER, default=Path("."), show_default="this folder", help="The archive: the folder of site.yaml."
)
QUIET = click.option("--quiet", "-q", is_flag=True, help="Print errors only.")
DRY_RUN = click.option("--dry-run", is_flag=True, help="Only show what would change.")
YES = click.option("--yes", "-y", is_flag=True, help="Write without asking.")
JOBS = click.option(
    "--jobs", "-j", type=click.IntRange(1), default=None, help="Worker processes. [default: one a processor; 1: none]"
)


class _Commands(click.Group):
    """The commands; Ctrl-C ends each with 130, also while it is still being made ready."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401
        """What click does, and no "Aborted!" with the exit code of bad content."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("interrupted", err=True)
            raise click.exceptions.Exit(INTERRUPTED) from None


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="pressmark")
def main() -> None:
    """Turn an annotated archive of news articles into a website.

    An archive is a folder with site.yaml and a content folder. `pressmark init DIR` makes one.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a name that the terminal cannot write is no reason to stop


def _base_url(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    from generator.read.config import checked_base_url  # noqa: PLC0415
    from generator.read.shapes import Unfit  # noqa: PLC0415

    url = checked_base_url(value)
    if isinstance(url, Unfit):
        hint = f"\n  hint: {url.hint}" if url.hint else ""
        raise click.BadParameter(f'"{value}" {url.message}{hint}')
    return url


BASE_URL = click.option(
    "--base-url", metavar="URL", callback=_base_url, help="The site's address, in place of site.yaml's."
)


@main.command()
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

    folder = _archive_folder(site)
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


@main.command()
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

    folder = _archive_folder(site)
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


@main.command()
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
    folder, advice = _archive_folder(site), None
    if fixes:
        _fix(folder, workers(jobs), dry_run=dry_run, yes=yes)
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


def _fix(folder: Path, spread: Spread, *, dry_run: bool, yes: bool) -> None:
    """Write what `check` is certain of; where the archive cannot be edited, `check` says why."""
    from generator.editing.fixing import plan_fix  # noqa: PLC0415

    with running("interrupted; nothing was written"):
        with progress_shown(quiet=not sys.stderr.isatty()) as progress:
            planned = plan_fix(folder, spread, progress)
        if planned[0] is None:
            say(["Nothing was fixed: what is wrong with the archive comes first."], error=True)
        elif planned[0].changes or planned[0].warnings:
            _carry_out(folder, planned, dry_run=dry_run, yes=yes)


def _advice_json(advice: Advice | None, *, everything: bool) -> dict[str, Any]:
    if advice is None:
        return {}
    from generator.editing.show import suggestions_json  # noqa: PLC0415

    return {"suggestions": suggestions_json(advice, everything=everything)}


@main.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@SITE
@BASE_URL
@JOBS
@QUIET
def export(*, folder: Path, site: Path, base_url: str | None, jobs: int | None, quiet: bool) -> None:
    """Write the archive's data into DIR: CSV, JSON Lines, SQLite, and what describes them.

    That is what /data/ on the site has, and all texts that their rights let be shown.
    """
    from generator.build import BuildOptions  # noqa: PLC0415
    from generator.build import export as run  # noqa: PLC0415
    from generator.console import export_summary, some_lines  # noqa: PLC0415

    options = BuildOptions(output=folder, base_url=base_url)
    start = time.perf_counter()
    with running("interrupted; what is in the folder is whole, or the next export finishes it"):
        with progress_shown(quiet=quiet) as progress:
            report = run(_archive_folder(site), options, workers(jobs), progress)
        shown = [one for one in report.problems if one.severity == "error"] if quiet else report.problems
        say(some_lines(shown, color=in_color(sys.stderr)), error=True)
        if not quiet:
            say([export_summary(report, time.perf_counter() - start)], error=bool(report.errors))
    sys.exit(1 if report.errors else 0)


@main.command()
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


@main.command()
@click.argument("kind", type=click.Choice(["article", "entity", "outlet", "story", "quote"]))
@click.argument("names", metavar="NAME…", nargs=-1, required=True)
@SITE
@click.option("--type", "type_", help="The type of an article (news, opinion, …) or entity (people, places, …).")
@click.option("--outlet", help="The outlet of an article.")
@click.option("--date", help="The date of an article, story or quote (EDTF). [default: today]")
def new(  # noqa: PLR0913
    *, kind: str, names: tuple[str, ...], site: Path, type_: str | None, outlet: str | None, date: str | None
) -> None:
    """Write the file of a new article, entity, outlet, story or quote; one file for each NAME.

    A name of several words goes in quotes: pressmark new entity "Im Chon Il" --type people
    """
    import datetime as dt  # noqa: PLC0415

    from generator.new import Wish, left_to_do, taken_apart, write_new  # noqa: PLC0415

    folder = _archive_folder(site)
    today = dt.datetime.now(tz=dt.UTC).astimezone().date().isoformat()
    with running("interrupted"):
        for name in names:
            wish = Wish(kind=kind, name=name, type=type_, outlet=outlet, date=date, today=today)
            path, problems = write_new(folder, wish)
            if path is None:
                raise refused(problems)
            say([os.path.relpath(folder / path)])
            say(left_to_do(wish), error=True)
        say(taken_apart(kind, names), error=True)


@main.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
def init(*, folder: Path) -> None:
    """Make a new archive in DIR, ready to write in and to publish."""
    from generator.init import write_starter  # noqa: PLC0415

    with running("interrupted"):
        problem = write_starter(folder)
        if problem is not None:
            raise refused([problem])
        steps = (f"cd {folder}", "pressmark serve --drafts", "pressmark build")
        say([f'A new archive is in "{folder}". Next:', *(f"  {step}" for step in steps)])


@main.command()
@click.argument("old")
@click.argument("new")
@SITE
@click.option("--type", "type_", help="What OLD is: tags, outlets, stories, or a type of entity. [default: tags]")
@DRY_RUN
@YES
def retag(*, old: str, new: str, site: Path, type_: str | None, dry_run: bool, yes: bool) -> None:  # noqa: PLR0913
    """Give a tag another name, or with --type an outlet, story or entity, everywhere it is written.

    OLD is an id, a name or an alias. What is called NEW already takes OLD in. The old name stays an alias, and the old
    address leads to the new one. Shows what changes, and asks.
    """
    from generator.editing.commands import Names, plan_retag  # noqa: PLC0415

    folder = _archive_folder(site)
    with running("interrupted; nothing was written"):
        with progress_shown(quiet=not sys.stderr.isatty()) as progress:
            planned = plan_retag(folder, Names(old=old, new=new, type=type_), workers(None), progress)
        _carry_out(folder, planned, dry_run=dry_run, yes=yes)


@main.command("merge-entity")
@click.argument("old", metavar="FROM")
@click.argument("new", metavar="INTO")
@SITE
@click.option("--type", "type_", help="Their type, where a name means entities of several.")
@click.option(
    "--keep-spellings", is_flag=True, help="Leave names in articles as they are spelt: they are aliases then."
)
@click.option("--although-different", is_flag=True, help="Merge them though a record says that they are different.")
@DRY_RUN
@YES
def merge_entity(  # noqa: PLR0913
    *,
    old: str,
    new: str,
    site: Path,
    type_: str | None,
    keep_spellings: bool,
    although_different: bool,
    dry_run: bool,
    yes: bool,
) -> None:
    """Make one of two entities: FROM, with or without a record, becomes INTO, which has one.

    They are named by id, name or alias. All that FROM's record says goes into INTO's, its address leads there, and what
    names it names INTO. Shows what changes, and asks.
    """
    from generator.editing.commands import Names, plan_merge  # noqa: PLC0415
    from generator.editing.merging import Wish  # noqa: PLC0415

    folder = _archive_folder(site)
    wish = Wish(keep_spellings=keep_spellings, although_different=although_different)
    with running("interrupted; nothing was written"):
        with progress_shown(quiet=not sys.stderr.isatty()) as progress:
            planned = plan_merge(folder, Names(old=old, new=new, type=type_), wish, workers(None), progress)
        _carry_out(folder, planned, dry_run=dry_run, yes=yes)


def _carry_out(folder: Path, planned: Planned, *, dry_run: bool, yes: bool) -> None:
    """Show a plan, ask, and write it; or say why there is none."""
    from generator import console  # noqa: PLC0415
    from generator.editing.show import diff_lines, plan_summary  # noqa: PLC0415
    from generator.editing.writing import write  # noqa: PLC0415

    plan, problems = planned
    if plan is None and all(str(problem.span) == "site.yaml" for problem in problems):
        raise refused(problems)
    if plan is not None:
        say(diff_lines(plan, color=in_color(sys.stdout)))
        say(console.all_lines(plan.warnings, color=in_color(sys.stderr)), error=True)
        if dry_run or not plan.changes:
            say([plan_summary(plan, written=False)])
            return
        if not (yes or agrees()):
            say(["Nothing was written."])
            return
        problems = write(folder, plan.changes)
    if plan is None or problems:
        say(console.all_lines(problems, color=in_color(sys.stderr)), error=True)
        sys.exit(1)
    say([plan_summary(plan, written=True)])


@main.command()
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

    folder = _archive_folder(site)
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


def _archive_folder(site: Path) -> Path:
    if not (site / "site.yaml").is_file():
        where = "this folder" if site == Path() else f'"{site}"'
        hint = "name an archive with --site DIR, or make one: pressmark init DIR"
        raise RefusedError(f"there is no site.yaml in {where}\n  hint: {hint}")
    return site


def _write_report(file: Path, report: Report) -> None:
    from generator.report import report_json  # noqa: PLC0415

    text = json.dumps(report_json(report), ensure_ascii=False, indent=2) + "\n"
    try:
        file.write_text(text, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise RefusedError(f'cannot write the report "{file}": {error.strerror or error}') from error


if __name__ == "__main__":
    main()
