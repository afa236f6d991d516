"""Arguments become one call and an exit code.

Exit codes: 0 done, 1 problems in the content, 2 wrong usage, 130 interrupted. Nothing heavy is imported before a
command runs, so that `pressmark --help` is quick.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator import __version__

if TYPE_CHECKING:
    import socket

    from generator.editing.advise import Advice
    from generator.editing.commands import Planned
    from generator.intake import Progress
    from generator.problems import Problem
    from generator.report import Report
    from generator.spread import Spread

DEFAULT_PORT = 8000
INTERRUPTED = 130  # what shells give a command that Ctrl-C ended


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


class RefusedError(click.ClickException):
    """What was asked for cannot be done here. The command was written as it should be, so its usage is not shown."""

    exit_code = 2


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


@main.command()
@SITE
@click.option("--output", type=FOLDER, default=None, help="Where to publish. [default: site.yaml's, or public]")
@click.option("--base-url", metavar="URL", callback=_base_url, help="The site's address, in place of site.yaml's.")
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
    with _running("interrupted; what is published is whole, or the next build finishes it"):
        with _progress(quiet=quiet) as progress:
            report = (build_and_verify if verify else run)(folder, options, _workers(jobs), progress)
        only_errors = quiet or report.as_before
        shown = [one for one in report.problems if one.severity == "error"] if only_errors else report.problems
        _print(some_lines(shown, color=_color(sys.stderr)), error=True)
        if explain:
            _print(report.explanations)
        if report_file is not None:
            _write_report(report_file, report)
        if not quiet:
            _print([build_summary(report, time.perf_counter() - start)], error=bool(report.errors))
            if verify and report.published:
                _print([verified(report)], error=bool(report.errors))
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
    with _running(""), _progress(quiet=not sys.stderr.isatty()) as progress, contextlib.suppress(KeyboardInterrupt):
        run(wish, _workers(jobs), progress, _print)


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
    folder, advice = _archive_folder(site), None
    if fixes:
        _fix(folder, _workers(jobs), dry_run=dry_run, yes=yes)
    with _running("interrupted"):
        with _progress(quiet=quiet or form != "text") as progress:
            if suggests:
                from generator.editing.advise import check_and_suggest  # noqa: PLC0415

                report, advice = check_and_suggest(folder, CheckOptions(), _workers(jobs), progress)
            else:
                report = run(folder, CheckOptions(), _workers(jobs), progress)
        problems = [one for one in report.problems if one.severity == "error"] if quiet else report.problems
        if form == "json":
            _print([console.as_json(report, _advice_json(advice, everything=everything))])
        elif form == "github":
            prefix = os.path.relpath(folder).replace(os.sep, "/")
            _print(console.github_line(one, "" if prefix == "." else prefix) for one in problems)
        else:
            _print(console.all_lines(problems, color=_color(sys.stdout)))
            if advice is not None:
                from generator.editing.show import suggestion_lines  # noqa: PLC0415

                _print(suggestion_lines(advice, everything=everything, color=_color(sys.stdout)))
            if not quiet:
                _print([console.check_summary(report)])
    sys.exit(1 if report.errors else 0)


def _fix(folder: Path, spread: Spread, *, dry_run: bool, yes: bool) -> None:
    """Write what `check` is certain of; where the archive cannot be edited, `check` says why."""
    from generator.editing.fixing import plan_fix  # noqa: PLC0415

    with _running("interrupted; nothing was written"):
        with _progress(quiet=not sys.stderr.isatty()) as progress:
            planned = plan_fix(folder, spread, progress)
        if planned[0] is None:
            _print(["Nothing was fixed: what is wrong with the archive comes first."], error=True)
        elif planned[0].changes or planned[0].warnings:
            _carry_out(folder, planned, dry_run=dry_run, yes=yes)


def _advice_json(advice: Advice | None, *, everything: bool) -> dict[str, Any]:
    if advice is None:
        return {}
    from generator.editing.show import suggestions_json  # noqa: PLC0415

    return {"suggestions": suggestions_json(advice, everything=everything)}


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
    with _running("interrupted"):
        for name in names:
            wish = Wish(kind=kind, name=name, type=type_, outlet=outlet, date=date, today=today)
            path, problems = write_new(folder, wish)
            if path is None:
                raise _refused(problems)
            _print([os.path.relpath(folder / path)])
            _print(left_to_do(wish), error=True)
        _print(taken_apart(kind, names), error=True)


@main.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
def init(*, folder: Path) -> None:
    """Make a new archive in DIR, ready to write in and to publish."""
    from generator.init import write_starter  # noqa: PLC0415

    with _running("interrupted"):
        problem = write_starter(folder)
        if problem is not None:
            raise _refused([problem])
        steps = (f"cd {folder}", "pressmark serve --drafts", "pressmark build")
        _print([f'A new archive is in "{folder}". Next:', *(f"  {step}" for step in steps)])


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
    with _running("interrupted; nothing was written"):
        with _progress(quiet=not sys.stderr.isatty()) as progress:
            planned = plan_retag(folder, Names(old=old, new=new, type=type_), _workers(None), progress)
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
    with _running("interrupted; nothing was written"):
        with _progress(quiet=not sys.stderr.isatty()) as progress:
            planned = plan_merge(folder, Names(old=old, new=new, type=type_), wish, _workers(None), progress)
        _carry_out(folder, planned, dry_run=dry_run, yes=yes)


def _carry_out(folder: Path, planned: Planned, *, dry_run: bool, yes: bool) -> None:
    """Show a plan, ask, and write it; or say why there is none."""
    from generator import console  # noqa: PLC0415
    from generator.editing.show import diff_lines, plan_summary  # noqa: PLC0415
    from generator.editing.writing import write  # noqa: PLC0415

    plan, problems = planned
    if plan is None and all(str(problem.span) == "site.yaml" for problem in problems):
        raise _refused(problems)
    if plan is not None:
        _print(diff_lines(plan, color=_color(sys.stdout)))
        _print(console.all_lines(plan.warnings, color=_color(sys.stderr)), error=True)
        if dry_run or not plan.changes:
            _print([plan_summary(plan, written=False)])
            return
        if not (yes or _agrees()):
            _print(["Nothing was written."])
            return
        problems = write(folder, plan.changes)
    if plan is None or problems:
        _print(console.all_lines(problems, color=_color(sys.stderr)), error=True)
        sys.exit(1)
    _print([plan_summary(plan, written=True)])


def _agrees() -> bool:
    """Whether the user wants what was shown; where there is nobody to ask, nothing is done."""
    if not _has_terminal():
        hint = "--yes writes without asking, --dry-run only shows"
        raise RefusedError(f"nothing was written: there is no terminal to ask on\n  hint: {hint}")
    return click.confirm("Write this?")


def _has_terminal() -> bool:
    return sys.stdin.isatty()


def _refused(problems: Iterable[Problem]) -> RefusedError:
    """The problems of a command that has no content to point at."""
    from generator.console import visible  # noqa: PLC0415

    lines = [line for one in problems for line in (one.message, f"  hint: {one.hint}" if one.hint else "") if line]
    return RefusedError("\n".join(map(visible, lines)))


def _archive_folder(site: Path) -> Path:
    if not (site / "site.yaml").is_file():
        where = "this folder" if site == Path() else f'"{site}"'
        hint = "name an archive with --site DIR, or make one: pressmark init DIR"
        raise RefusedError(f"there is no site.yaml in {where}\n  hint: {hint}")
    return site


@contextlib.contextmanager
def _running(interrupted: str) -> Iterator[None]:
    """End cleanly when the user stops the command or closes the pipe it writes to."""
    # Records are trees, so nothing needs the cycle collector; walking them over and over took a quarter of a build.
    gc.disable()
    try:
        yield
    except KeyboardInterrupt:
        click.echo(interrupted, err=True)
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is still buffered goes nowhere
        sys.exit(1)
    finally:
        gc.enable()


def _workers(jobs: int | None) -> Spread:
    """As many processes as the user wants, one a processor when not said; none for one job."""
    from generator.spread import in_turn, processes  # noqa: PLC0415

    jobs = jobs or os.cpu_count() or 1
    return in_turn if jobs == 1 else processes(jobs)


@contextlib.contextmanager
def _progress(*, quiet: bool) -> Iterator[Progress]:
    """A progress bar on a terminal, a line a phase elsewhere, nothing when quiet."""
    if quiet:
        yield lambda _phase, _done, _all: None
    elif not sys.stderr.isatty():
        yield _say_phase
    else:
        from rich.console import Console  # noqa: PLC0415
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn  # noqa: PLC0415

        columns = (TextColumn("{task.description:<10}"), BarColumn(), MofNCompleteColumn())
        # No refreshing thread: workers are forked while the bar is shown.
        with Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as bar:
            tasks: dict[str, TaskID] = {}

            def show(phase: str, done: int, all_: int) -> None:
                if phase not in tasks:
                    tasks[phase] = bar.add_task(phase)
                bar.update(tasks[phase], completed=done, total=all_)
                bar.refresh()

            yield show


def _say_phase(phase: str, done: int, all_: int) -> None:
    if done == 0 and all_ > 0:
        noun = {"Reading": "file", "Searching": "text", "Comparing": "pair"}.get(phase, "page")
        click.echo(f"{phase} {all_:,} {noun}{'' if all_ == 1 else 's'}", err=True)


def _color(stream: object) -> bool:
    return bool(getattr(stream, "isatty", lambda: False)()) and not os.environ.get("NO_COLOR")


def _print(lines: Iterable[str], *, error: bool = False) -> None:
    for line in lines:
        click.echo(line, err=error, color=True)  # colour is decided by `_color`


def _write_report(file: Path, report: Report) -> None:
    from generator.report import report_json  # noqa: PLC0415

    text = json.dumps(report_json(report), ensure_ascii=False, indent=2) + "\n"
    try:
        file.write_text(text, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise RefusedError(f'cannot write the report "{file}": {error.strerror or error}') from error


if __name__ == "__main__":
    main()
