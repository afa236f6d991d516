"""Whether every planned file can have its place: said by `check` too, before anything is rendered.

Needs the theme beside the plan, which the site room does not see; looks at no disk.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.files import SITE_FILE, THEMES
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


def unfit_files(theme: Theme) -> Iterator[Problem]:
    """The same of a theme's files."""
    for file in theme.static:
        if wrong := unfit(file.path):
            span = Span(_visible(f"{THEMES}/{theme.name}/{file.path}"))
            yield Problem("unsafe-path", f'the path "{_visible(file.path)}" {wrong}', span, "rename the file")


def taken_by_theme(site: Site, theme: Theme) -> Iterator[Problem]:
    """Pages and files that want the place of a theme's file, lie below it as below a folder, or have it below them."""
    wanted = _wanted(site)
    spellings = {folded(path): path for path in wanted}
    below = {folder: path for path in wanted for folder in _folders(folded(path))}
    for file in theme.static:
        place = folded(file.path)
        rivals = (spellings.get(place), below.get(place), *map(spellings.get, _folders(place)))
        rival = next((one for one in rivals if one is not None), None)
        if rival is not None:
            same = folded(rival) == place
            what = "is also a file" if same else f'would make a file and a folder of one name with "{file.path}"'
            message = f'"{rival}" {what} of the theme "{theme.name}"'
            yield Problem("theme-file-collision", message, wanted[rival], "give it another address")


def _folders(path: str) -> Iterator[str]:
    """The folders on the way to a path, outermost first."""
    parts = path.split("/")
    return ("/".join(parts[:depth]) for depth in range(1, len(parts)))


def _wanted(site: Site) -> dict[str, Span]:
    """Every path of the site and where it comes from; site.yaml for a page that stands for many files."""
    wanted: dict[str, Span] = {page.path: Span(page.origin or SITE_FILE) for page in site.pages}
    wanted.update((copy.path, Span(copy.source)) for copy in site.copies)
    return wanted


def _visible(path: str) -> str:
    shown = path.encode(errors="backslashreplace").decode()
    return shown if len(shown) <= LONGEST_SHOWN else f"{shown[:LONGEST_SHOWN]}…"
