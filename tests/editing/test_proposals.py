"""What is proposed for names that are alike: the keys that a record lacks, and no others."""

from __future__ import annotations

from generator.archive.lookalikes import Alike, Bearer, Member
from generator.archive.records import TargetKind
from generator.archive.similar import Likeness
from generator.editing.proposals import record_to_write
from generator.model import Alias, Ref, SourcePath, Tag, TagId

RECORD = Tag(
    id=TagId("state-media"),
    name="State media",
    source=SourcePath("content/tags/state-media.md"),
    aliases=(Alias(name="Госпресса", lang="ru"),),
    replaces=(Ref(name="press"),),
)


def bearer(tag_id: str, *names: str, record: Tag | None = None) -> Bearer:
    """A tag with these names."""
    return Bearer(
        kind=TargetKind.TAG,
        type=None,
        id=tag_id,
        label=names[0],
        names=names,
        spellings=(),
        record=record,
        articles=frozenset(),
    )


def proposed(*others: Bearer) -> str | None:
    """The text to write so that other names become the record's."""
    first = bearer(RECORD.id, RECORD.name, "Госпресса", record=RECORD)
    members = (
        Member(bearer=one, names=(first.label, one.label), differs_in=Likeness.MARKS, together=0) for one in others
    )
    proposal = record_to_write(Alike(first=first, others=tuple(members)), "content")
    return proposal and proposal.text


def test_a_name_of_its_own_address_becomes_an_alias_and_its_address_leads_on() -> None:
    assert proposed(bearer("statemedia", "Statemedia")) == (
        "aliases: [{name: Госпресса, lang: ru}, Statemedia]\nreplaces: [press, statemedia]\n"
    )


def test_where_no_address_goes_nothing_is_replaced() -> None:
    assert proposed(bearer(RECORD.id, "State-media")) == "aliases: [{name: Госпресса, lang: ru}, State-media]\n"


def test_where_nothing_is_lacking_nothing_is_proposed() -> None:
    assert proposed(bearer(RECORD.id, "state media")) is None
    assert proposed(bearer("media", "Media", record=RECORD)) is None
