"""A theme as it lies on disk: templates and static files, those of the theme it extends underneath.

`themes/NAME/` beside site.yaml wins over a theme of that name that comes with Pressmark; file by file, a theme wins
over the one it extends. Finding and reading only: what the templates mean is for `templates`.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import msgspec

from generator.files import (
    SITE_FILE,
    THEMES,
    hidden_or_made,
    inside,
    leads_into,
    leaves_archive,
    name_problem,
    open_regular,
    read_regular,
    unreadable,
)
from generator.model import Record, SourcePath
from generator.output.templates import Template, checked, reach, reached_by
from generator.output.theme_file import ThemeFile, read_theme_file
from generator.problems import Problem, Severity, Span, did_you_mean
from generator.read.source import decode
from generator.site.planned import OutPath

STATIC = "static"
TEMPLATES = "templates"
SITE = Span(SITE_FILE)


class StaticFile(Record):
    """A file that the theme publishes as it is, and the digest of its bytes (SHA-256, hex)."""

    path: OutPath  # "static/css/base.css"
    file: str  # where it is on this machine
    sha256: str


class Theme(Record):
    """Everything that decides how a view becomes a page."""

    name: str
    templates: tuple[Template, ...]
    static: tuple[StaticFile, ...]
    options: tuple[tuple[str, str], ...]  # defaults for site.yaml's `theme_options`, values as compact JSON


class _Layer(Record):
    """One folder of a chain of themes."""

    folder: str
    shown: str  # how messages name the folder
    file: ThemeFile
    within: tuple[str, ...]  # site and theme, where links may lead; empty for the package's, which installers may link


@lru_cache(maxsize=2)  # a preview asks it after every edit
def understand(theme: Theme) -> tuple[Theme | None, tuple[Problem, ...]]:
    """A theme that was found, with what each template reaches, or None and what is wrong with the templates.

    One that does not parse, an `include` whose name is not written out and a template that is missing are errors here,
    before any page is rendered. Apart from `find_theme`, since parsing takes longer than all else of a build with
    nothing to do.
    """
    problems = tuple(checked(theme.templates))
    if problems:
        return None, problems
    return msgspec.structs.replace(theme, templates=reach(theme.templates)), ()


def needed_for(template: str, theme: Theme) -> Theme:
    """A theme with no more of its templates than one and what that reaches, given that it was understood before.

    For a build of one page, which to `understand` the whole of it would take a tenth longer.
    """
    return msgspec.structs.replace(theme, templates=reached_by(template, theme.templates))


def find_theme(name: str, site_folder: Path, asked_at: Span = SITE) -> tuple[Theme | None, tuple[Problem, ...]]:
    """The theme's files and options as they are, or None and what is wrong with them; templates are not looked into."""
    layers, problems = _layers(name, site_folder, asked_at)
    if problems:
        return None, problems
    texts: dict[str, Template] = {}
    static: dict[OutPath, StaticFile] = {}
    found: list[Problem] = []
    for layer in reversed(layers):  # what is extended first, so that the theme itself wins
        for relative in _files(layer, TEMPLATES, found):
            if template := _read_template(layer, relative, found):
                texts[relative] = template
        for relative in _files(layer, STATIC, found):
            path = OutPath(f"{STATIC}/{relative}")
            if file := _read_static(layer, relative, path, found):
                static[path] = file
    if any(problem.severity is Severity.ERROR for problem in found):
        return None, tuple(found)
    options: dict[str, str] = {}
    for layer in reversed(layers):
        options.update(layer.file.options)
    theme = Theme(
        name=name,
        templates=tuple(texts[key] for key in sorted(texts)),
        static=tuple(static[key] for key in sorted(static)),
        options=tuple(sorted(options.items())),
    )
    return theme, tuple(found)


def packaged_themes() -> Path:
    """The folder of the themes that come with Pressmark: inside the package when installed, beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / THEMES
    return installed if installed.is_dir() else package.parent / THEMES


def _layers(name: str, site_folder: Path, asked_at: Span) -> tuple[tuple[_Layer, ...], tuple[Problem, ...]]:
    """The theme and those it extends, nearest first."""
    layers: list[_Layer] = []
    asked = name
    seen: list[str] = []
    while True:
        if asked in seen:
            circle = " extends ".join([*seen[seen.index(asked) :], asked])
            hint = "take `extends` out of one of them"
            return (), (Problem("theme-cycle", f"themes that extend each other: {circle}", asked_at, hint),)
        seen.append(asked)
        place = _find(asked, site_folder)
        if isinstance(place, Problem):
            return (), (place,)
        if place is None:
            return (), (_unknown_theme(asked, asked_at, site_folder),)
        file, problems = _read_theme_yaml(place, f"{THEMES}/{asked}")
        if file is None or problems:
            return (), problems
        within = _may_lead_to(place, site_folder)
        layers.append(_Layer(folder=str(place), shown=f"{THEMES}/{asked}", file=file, within=within))
        if file.extends is None:
            return tuple(layers), ()
        asked_at = Span(f"{THEMES}/{asked}/theme.yaml", file.extends_at.line, file.extends_at.column)
        asked = file.extends


def _find(name: str, site_folder: Path) -> Path | Problem | None:
    """A theme's folder; None when there is none of that name, a problem when the system does not let us look."""
    if not _is_theme_name(name):
        return None
    try:
        if (site_folder / THEMES / name).is_dir():
            return site_folder / THEMES / name
    except PermissionError as error:
        return unreadable(THEMES, error)
    except OSError:  # a name too long for a folder
        return None
    packaged = packaged_themes() / name
    return packaged if os.path.isdir(packaged) else None


def _is_theme_name(name: str) -> bool:
    return bool(name) and name not in {".", ".."} and not any(mark in name for mark in "/\\\0")


def _unknown_theme(name: str, at: Span, site_folder: Path) -> Problem:
    known = sorted({*_folders(site_folder / THEMES), *_folders(packaged_themes())})
    near = did_you_mean(name, known)
    hint = f'did you mean "{near}"?' if near else f"there are: {', '.join(known)}" if known else None
    return Problem("unknown-theme", f'no theme "{name}"', at, hint)


def _folders(themes: Path) -> Iterator[str]:
    """The names of the themes in a folder; none where it cannot be read."""
    with contextlib.suppress(OSError):
        for folder in themes.iterdir():
            if folder.is_dir() and not folder.name.startswith("."):
                yield folder.name


def _read_theme_yaml(folder: Path, shown: str) -> tuple[ThemeFile | None, tuple[Problem, ...]]:
    path = SourcePath(f"{shown}/theme.yaml")
    try:
        data = read_regular(folder / "theme.yaml")
    except FileNotFoundError:
        hint = "give it one: `name: …` and, to build on another theme, `extends: broadsheet`"
        return None, (Problem("no-theme-file", "a theme without theme.yaml", Span(path), hint),)
    except OSError as error:
        return None, (unreadable(path, error),)
    source, problems = decode(path, data)
    return (None, problems) if source is None else read_theme_file(source)


def _files(layer: _Layer, part: str, problems: list[Problem]) -> Iterator[str]:
    """The files below `part` of a theme's folder, relative to it, in order; hidden ones left out."""
    top = os.path.join(layer.folder, part)

    def note(error: OSError) -> None:
        problems.append(unreadable(f"{layer.shown}/{part}", error))

    try:
        if not stat.S_ISDIR(os.stat(top).st_mode):
            return
    except FileNotFoundError:
        return
    except OSError as error:  # a folder that the disk does not give is not a theme without it
        note(error)
        return
    for folder, folders, names in os.walk(top, onerror=note):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        for name in sorted(names):
            if name.startswith(".") or name.endswith("~"):
                continue
            path = os.path.relpath(os.path.join(folder, name), top).replace(os.sep, "/")
            if problem := name_problem(SourcePath(f"{layer.shown}/{part}/{path}")):
                problems.append(problem)
            else:
                yield path


def _may_lead_to(theme: Path, site_folder: Path) -> tuple[str, ...]:
    packaged = theme.parent == packaged_themes()
    return () if packaged else (os.path.realpath(site_folder), os.path.realpath(theme))


def _strays(layer: _Layer, place: str, shown: SourcePath) -> Problem | None:
    """The problem of a file of a theme that is a link to what is not the archive's to publish."""
    real = os.path.realpath(place)
    around = [folder for folder in layer.within if inside(real, folder)]
    if not around:
        return leaves_archive(shown) if layer.within else None
    what = hidden_or_made(real, max(around, key=len))
    return leads_into(shown, what) if what else None


def _read_template(layer: _Layer, relative: str, problems: list[Problem]) -> Template | None:
    shown = SourcePath(f"{layer.shown}/{TEMPLATES}/{relative}")
    place = os.path.join(layer.folder, TEMPLATES, relative)
    if stray := _strays(layer, place, shown):
        problems.append(stray)
        return None
    try:
        data = read_regular(place)
    except OSError as error:
        problems.append(unreadable(shown, error))
        return None
    source, wrong = decode(shown, data)
    problems.extend(wrong)
    return None if source is None else Template(name=relative, path=shown, text=source.text)


def _read_static(layer: _Layer, relative: str, path: OutPath, problems: list[Problem]) -> StaticFile | None:
    place = os.path.join(layer.folder, STATIC, relative)
    shown = SourcePath(f"{layer.shown}/{STATIC}/{relative}")
    if stray := _strays(layer, place, shown):
        problems.append(stray)
        return None
    try:
        with open_regular(place) as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        problems.append(unreadable(shown, error))
        return None
    return StaticFile(path=path, file=place, sha256=digest)
