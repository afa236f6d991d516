"""Where the converted bodies are while pages are rendered.

Views name a body by its digest; who renders asks for its HTML here and need not know whether it lies on disk.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Protocol

from generator.model import Digest, Record


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
