"""The example views rendered with a theme, through the same code that renders a site.

`python -m tests.themes.pages FOLDER [THEME]` writes them with the theme's static files, for looking at in a browser.
"""

from __future__ import annotations

import shutil
import sys
from functools import cache
from pathlib import Path

from generator.output.bodies import BodiesInMemory
from generator.output.render import Fault, render, renderer
from generator.output.theme import Theme
from generator.site.parts import SiteValue
from tests.output.given import load_theme
from tests.themes import examples, parts

PROJECT = Path(__file__).resolve().parents[2]
THEMES = PROJECT / "themes"


@cache
def theme_named(name: str) -> Theme:
    """A theme of this project; AssertionError with its problems when it cannot be loaded."""
    theme, problems = load_theme(name, PROJECT)
    assert theme is not None, problems
    return theme


@cache
def rendered(name: str, site: SiteValue = parts.SITE) -> dict[str, str | Fault]:
    """Every example by its file name, as the theme writes it."""
    theme = theme_named(name)
    bodies = BodiesInMemory(by_digest=parts.BODIES)
    using = renderer(theme.templates, theme.name, site, bodies)
    return {page.path: render(page, page.view, using) for page in examples.PAGES}


def written(folder: Path, name: str) -> list[Path]:
    """Write the examples as files that a browser can open from disk: links to static files made relative."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in theme_named(name).static:
        target = folder / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file.file, target)
    places = []
    for path, text in rendered(name).items():
        assert isinstance(text, str), text
        place = folder / path
        place.write_text(text.replace(f'"{parts.ROOT}static/', '"static/'), encoding="utf-8")
        places.append(place)
    return places


if __name__ == "__main__":
    for one in written(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "broadsheet"):
        print(one)  # noqa: T201 - a tool for people
