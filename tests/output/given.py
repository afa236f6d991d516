"""What the tests of the output room start from: a site value, small views, a theme on disk, and a way to publish."""

from __future__ import annotations

import hashlib
from pathlib import Path

from generator.model import Record
from generator.output.commit import staged_name, staging_of
from generator.output.manifest import MANIFEST, STAGING
from generator.output.publish import Published, close_output, open_output, publish
from generator.output.staging import Staged
from generator.output.theme import Theme, find_theme, understand
from generator.problems import Problem
from generator.site.parts import BodyView, SiteValue

SITE = SiteValue(
    title="Test",
    language="en",
    dir="ltr",
    url="https://example.org/",
    root="/",
    description="",
    author="",
    menu=(),
    feeds=(),
    generator="Pressmark test",
)


class Note(Record):
    """The smallest view there can be."""

    text: str
    body: BodyView | None = None


def load_theme(name: str, folder: Path) -> tuple[Theme | None, tuple[Problem, ...]]:
    """A theme, found and understood, or None and what is wrong with it."""
    theme, problems = find_theme(name, folder)
    return (None, problems) if theme is None else understand(theme)


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write files below a folder; the folder."""
    for path, text in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode())
    return folder


def contents(folder: Path) -> dict[str, str]:
    """Every published file below a folder and its text; what is Pressmark's own left out."""
    return {
        path: place.read_bytes().decode(errors="surrogateescape")
        for place in sorted(folder.rglob("*"))
        if place.is_file() and (path := place.relative_to(folder).as_posix()) != MANIFEST and STAGING not in path
    }


def stage(output: Path, files: dict[str, str]) -> tuple[Staged, ...]:
    """Put files into staging as if they had been rendered."""
    assert open_output(output) == ()
    write(staging_of(output), {staged_name(path): text for path, text in files.items()})
    return tuple(_staged(staging_of(output), path) for path in sorted(files))


def put(output: Path, files: dict[str, str], kept: tuple[str, ...] = ()) -> Published:
    """Publish files, all of them changed but for those that are kept as they are on disk."""
    staged = stage(output, files)
    sums = {path: hashlib.sha256((output / path).read_bytes()).hexdigest() for path in kept}
    published = publish(output, staged, sums, {})
    assert close_output(output) == ()
    return published


def _staged(folder: Path, path: str) -> Staged:
    place = folder / staged_name(path)
    data, status = place.read_bytes(), place.stat()
    return Staged(path=path, sha256=hashlib.sha256(data).hexdigest(), size=status.st_size, mtime_ns=status.st_mtime_ns)
