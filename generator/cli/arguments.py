"""What several commands are given: the archive, a base URL, how many workers, and whether to ask."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from generator.terminal import RefusedError


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


def archive_folder(site: Path) -> Path:
    """The folder of an archive, or RefusedError where there is no site.yaml in it."""
    if not (site / "site.yaml").is_file():
        where = "this folder" if site == Path() else f'"{site}"'
        hint = "name an archive with --site DIR, or make one: pressmark init DIR"
        raise RefusedError(f"there is no site.yaml in {where}\n  hint: {hint}")
    return site
