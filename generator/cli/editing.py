"""Commands that write the files of an archive: new, init, retag, merge-entity, and what `check --fix` does."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.arguments import DRY_RUN, FOLDER, SITE, YES, archive_folder
from generator.terminal import agrees, in_color, progress_shown, refused, running, say, workers

if TYPE_CHECKING:
    from generator.editing.commands import Planned
    from generator.spread import Spread


@click.command()
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

    folder = archive_folder(site)
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


@click.command()
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


@click.command()
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

    folder = archive_folder(site)
    with running("interrupted; nothing was written"):
        with progress_shown(quiet=not sys.stderr.isatty()) as progress:
            planned = plan_retag(folder, Names(old=old, new=new, type=type_), workers(None), progress)
        _carry_out(folder, planned, dry_run=dry_run, yes=yes)


@click.command("merge-entity")
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

    folder = archive_folder(site)
    wish = Wish(keep_spellings=keep_spellings, although_different=although_different)
    with running("interrupted; nothing was written"):
        with progress_shown(quiet=not sys.stderr.isatty()) as progress:
            planned = plan_merge(folder, Names(old=old, new=new, type=type_), wish, workers(None), progress)
        _carry_out(folder, planned, dry_run=dry_run, yes=yes)


def fix(folder: Path, spread: Spread, *, dry_run: bool, yes: bool) -> None:
    """Write what `check` is certain of; where the archive cannot be edited, `check` says why."""
    from generator.editing.fixing import plan_fix  # noqa: PLC0415

    with running("interrupted; nothing was written"):
        with progress_shown(quiet=not sys.stderr.isatty()) as progress:
            planned = plan_fix(folder, spread, progress)
        if planned[0] is None:
            say(["Nothing was fixed: what is wrong with the archive comes first."], error=True)
        elif planned[0].changes or planned[0].warnings:
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
