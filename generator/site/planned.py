"""What the site room hands to the output room: pages to render, files to copy, and nothing that has happened yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NewType

import msgspec

from generator.model import Digest, Record, SourcePath
from generator.problems import Problem
from generator.site.parts import SiteValue

SitePath = NewType("SitePath", str)  # below the site's root, as its address says it: "2023/06/a/", "feed.xml"
OutPath = NewType("OutPath", str)  # below the output folder, NFC, with `/`: "2023/06/a/index.html"


class Page(Record):
    """A file of the site: its path, the template (or machine format) that writes it, and how to make all it shows.

    `template` names a theme template ("article.html") or one of the output room's formats ("atom.xml"). `address` is
    where search engines are to find it, None for what they are not to list. `origin` is the source file the page stands
    for, for messages; None for pages that stand for many.
    """

    path: OutPath
    template: str
    make: Callable[[], Record]
    address: SitePath | None = None
    origin: SourcePath | None = None

    @property
    def view(self) -> Record:
        """All that the page shows: made each time it is asked for, so that no process holds the whole site."""
        return self.make()


class Copy(Record):
    """A file that is published as it is."""

    path: OutPath
    source: SourcePath


class Site(Record):
    """The whole planned site; paths are unique, also when case and normalisation are ignored, or `problems` says so.

    `withheld` are the bodies that no page may show, and the article of each. A site pickles as `again`, which makes an
    equal one: a process that is sent it plans it for itself.
    """

    value: SiteValue
    pages: tuple[Page, ...]
    copies: tuple[Copy, ...]
    problems: tuple[Problem, ...]
    again: Callable[[], Site]
    withheld: Mapping[Digest, SourcePath] = msgspec.field(default_factory=dict)

    def __reduce__(self) -> tuple[Any, ...]:
        """For pickle."""
        return self.again, ()
