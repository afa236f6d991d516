"""Where the converted bodies are while pages are rendered.

Views name a body by its digest; who renders asks for its HTML here and need not know whether it lies on disk. This is
the one way by which texts get into pages, so what rights withhold is refused here once more, whatever a view says.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Protocol

from generator.model import Digest, Record, SourcePath


class Bodies(Hashable, Protocol):
    """Anything that can give a body's HTML; hashable, and equal only to what gives the same."""

    def html(self, digest: Digest) -> str:
        """The sanitised HTML of a body, in which destination n is the URL `pressmark:n`.

        For a body that is not there, KeyError from memory and `readings.LostBodyError` from disk.
        """
        ...


class BodiesInMemory(Record, eq=False):
    """Bodies by digest; the empty digest is the empty body. Equal only to itself."""

    by_digest: Mapping[Digest, str]

    def html(self, digest: Digest) -> str:
        """The HTML of a body, or KeyError."""
        return self.by_digest[digest] if digest else ""


class WithheldError(Exception):
    """A page would show a body that the rights of an article withhold."""

    def __init__(self, article: SourcePath) -> None:
        super().__init__(article)
        self.article = article


class BodiesForReaders(Record, eq=False):
    """The bodies, but for those that rights withhold. Equal only to itself."""

    bodies: Bodies
    withheld: Mapping[Digest, SourcePath]

    def html(self, digest: Digest) -> str:
        """The HTML of a body, or WithheldError."""
        article = self.withheld.get(digest)
        if article is not None:
            raise WithheldError(article)
        return self.bodies.html(digest)


def for_readers(bodies: Bodies, withheld: Mapping[Digest, SourcePath]) -> Bodies:
    """The bodies as pages may show them."""
    return BodiesForReaders(bodies=bodies, withheld=withheld) if withheld else bodies
