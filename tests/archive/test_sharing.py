"""Equal parts of records are one object, and no record changes by it."""

from __future__ import annotations

import gc

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.archive.sharing import sharer
from generator.model import (
    AnyRecord,
    Article,
    EntityRef,
    EntityType,
    Language,
    Provenance,
    Ref,
    Rights,
)
from generator.problems import Position
from tests.archive.given import article, date, entity

SOME = article(
    "a",
    byline=("AFP",),
    lang=Language("fr"),
    entities=(EntityRef(name="Im Chon-il", at=Position(5, 3), type=EntityType("people"), role="speaker"),),
    tags=["harvest"],
    stories=["The flood"],
    rights=Rights(holder="KCNA"),
    provenance=Provenance(url="https://example.org/a", retrieved=date("2024-01-01"), method="by hand"),
)


def read_again(record: AnyRecord) -> AnyRecord:
    """The same record from its file: equal, and made of nothing that was there."""
    return msgspec.json.decode(msgspec.json.encode(record), type=type(record))


@pytest.mark.parametrize(
    "part",
    [
        *("outlet", "date", "byline", "lang", "rights", "id_at"),
        *("entities.0", "entities.0.name", "entities.0.type", "entities.0.at", "tags.0", "tags.0.name", "stories.0"),
        *("provenance.retrieved", "provenance.method"),
    ],
)
def test_what_articles_have_in_common_is_there_once(part: str) -> None:
    """Two readings of one text share every part that other articles may have too."""
    share = sharer()
    one, other = share(read_again(SOME)), share(read_again(SOME))
    for step in part.split("."):
        one, other = ((it[int(step)] if step.isdigit() else getattr(it, step)) for it in (one, other))
    assert one is other


@pytest.mark.parametrize("record", [None, SOME, entity("im-chon-il", "Im Chon-il"), article("b", None)])
def test_sharing_changes_no_record(record: AnyRecord | None) -> None:
    assert sharer()(record) == record


@given(st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from([None, "A", "people"]), st.integers(1, 2))))
def test_names_that_differ_in_anything_stay_apart(names: list[tuple[str, str | None, int]]) -> None:
    """A name is shared with its type, its role and its place, or not at all."""
    share = sharer()
    for name, kind, line in names:
        ref = EntityRef(name=name, type=kind and EntityType(kind), role=kind, at=Position(line, 1))
        one = article("a", entities=(ref,), tags=[name], outlet=name)
        assert share(read_again(one)) == one


def test_one_moment_at_two_clocks_keeps_both() -> None:
    """Instants are equal across time zones; a date-time is shown as its file has it."""
    share = sharer()
    clocks = [share(article("a", text)) for text in ("2023-06-25T09:00:00+09:00", "2023-06-25T00:00:00Z")]
    assert [it.date.instant.isoformat() for it in clocks if isinstance(it, Article) and it.date.instant] == [
        "2023-06-25T09:00:00+09:00",
        "2023-06-25T00:00:00+00:00",
    ]


def test_the_garbage_collector_passes_over_records() -> None:
    """Records are many and in no circle, so looking for circles through them would only cost time."""
    assert not gc.is_tracked(SOME)
    assert not gc.is_tracked(Ref(name="A"))
