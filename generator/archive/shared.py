"""Passages that several articles share, as the archive holds them: which articles have each, and where.

Puts together what was found of pairs (`passages.clusters`). Says nothing of who copied from whom: dates do not tell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from generator.archive.passages import Shared, clusters
from generator.archive.records import Entry, Passage, PassagePlace


def join_passages(
    entries: Sequence[Entry], pairs: Mapping[tuple[int, int], Sequence[Shared]], text_of: Callable[[int], str]
) -> tuple[Passage, ...]:
    """The passages of all pairs of entries (by number), each with its places in the order of the entries."""
    return tuple(
        Passage(
            id=cluster.id,
            places=tuple(
                PassagePlace(
                    article=entries[place.document].id,
                    start=place.start,
                    end=place.end,
                    text=text_of(place.document)[place.start : place.end],
                )
                for place in cluster.places
            ),
        )
        for cluster in clusters({pair: shared for pair, shared in pairs.items() if shared}, text_of)
    )
