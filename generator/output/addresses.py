"""Whether every planned file can have its place: said by `check` too, before anything is rendered.

Needs the theme beside the plan, which the site room does not see; looks at no disk.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.files import SITE_FILE
from generator.output.manifest import unfit
from generator.output.theme import Theme
from generator.problems import Problem, Span
from generator.site.planned import Site
from generator.site.routes import folded

LONGEST_SHOWN = 100  # characters of a path that a message repeats


def unfit_addresses(site: Site) -> Iterator[Problem]:
    """Paths that are not ours to write, or that some file system does not take."""
    for path, span in _wanted(site).items():
        if wrong := unfit(path):
            hint = "give it another, shorter id or address"
            yield Problem("unsafe-path", f'the path "{_visible(path)}" {wrong}', span, hint)


def taken_by_theme(site: Site, theme: Theme) -> Iterator[Problem]:
    """Pages and files that want the place of a theme's file."""
    wanted = _wanted(site)
    spellings = {folded(path): path for path in wanted}
    for file in theme.static:
        rival = spellings.get(folded(file.path))
        if rival is not None:
            message = f'"{rival}" is also a file of the theme "{theme.name}"'
            yield Problem("theme-file-collision", message, wanted[rival], "give it another address")


def _wanted(site: Site) -> dict[str, Span]:
    """Every path of the site and where it comes from; site.yaml for a page that stands for many files."""
    wanted: dict[str, Span] = {page.path: Span(page.origin or SITE_FILE) for page in site.pages}
    wanted.update((copy.path, Span(copy.source)) for copy in site.copies)
    return wanted


def _visible(path: str) -> str:
    shown = path.encode(errors="backslashreplace").decode()
    return shown if len(shown) <= LONGEST_SHOWN else f"{shown[:LONGEST_SHOWN]}…"
