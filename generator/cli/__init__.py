"""Arguments become one call and an exit code.

Exit codes: 0 done, 1 problems in the content, 2 wrong usage, 130 interrupted. Nothing heavy is imported before a
command runs, so that `pressmark --help` is quick.
"""

from __future__ import annotations

import sys
from typing import Any

import click

from generator import __version__
from generator.cli import editing, making, publishing
from generator.terminal import INTERRUPTED


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


for command in (
    making.build,
    making.serve,
    making.check,
    editing.new,
    editing.init,
    editing.retag,
    editing.merge_entity,
    publishing.deploy,
    publishing.export,
    publishing.verify,
):
    main.add_command(command)
