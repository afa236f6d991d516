"""Where the converted bodies are while pages are rendered.

Views name a body by its digest; its HTML lies here. One seam, so that bodies can move to disk without any renderer
noticing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from generator.model import Digest, Record
from generator.site.parts import BodyView


class Bodies(Protocol):
    """Anything that can give a body's HTML."""

    def html(self, digest: Digest) -> str:
        """The sanitised HTML of a body, in which destination n is the URL `pressmark:n`; KeyError if unknown."""
        ...


class BodiesInMemory(Record):
    """Bodies by digest; the empty digest is the empty body."""

    by_digest: Mapping[Digest, str]

    def html(self, digest: Digest) -> str:
        """The HTML of a body, or KeyError."""
        return self.by_digest[digest] if digest else ""

    def only(self, digests: Iterator[Digest]) -> BodiesInMemory:
        """The same store with no more than `digests`, small enough to send to another process."""
        known = self.by_digest
        return BodiesInMemory(by_digest={digest: known[digest] for digest in digests if digest in known})


def digests_in(value: object) -> Iterator[Digest]:
    """Every body that a view, or a tuple of views, shows."""
    if isinstance(value, BodyView):
        yield value.digest
    elif isinstance(value, Record):
        for name in value.__struct_fields__:
            yield from digests_in(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from digests_in(item)
