"""What the site room hands to the output room: pages to render, files to copy, and nothing that has happened yet."""

from __future__ import annotations

from typing import NewType

from generator.model import Record, SourcePath
from generator.problems import Problem
from generator.site.parts import SiteValue

OutPath = NewType("OutPath", str)  # below the output folder, NFC, with `/`: "2023/06/a/index.html"


class Page(Record):
    """A file of the site: its path, the template (or machine format) that writes it, and all it shows.

    `template` names a theme template ("article.html") or one of the output room's formats ("atom.xml"). `origin` is
    the source file the page stands for, for messages; None for pages that stand for many.
    """

    path: OutPath
    template: str
    view: Record
    origin: SourcePath | None = None


class Copy(Record):
    """A file that is published as it is."""

    path: OutPath
    source: SourcePath


class Site(Record):
    """The whole planned site; paths are unique, also when case and normalisation are ignored, or `problems` says so."""

    value: SiteValue
    pages: tuple[Page, ...]
    copies: tuple[Copy, ...]
    problems: tuple[Problem, ...]
