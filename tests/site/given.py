"""A small archive with one of everything that feeds and metadata speak of."""

from __future__ import annotations

from typing import Any

import msgspec

from generator.archive.records import Archive, EntityKey, Entry, HeldBack, Mention, Parent, Target, TargetKind
from generator.model import (
    UNDATED,
    Alias,
    Article,
    ArticleId,
    Body,
    Capture,
    Digest,
    EdtfDate,
    Entity,
    EntityId,
    EntityType,
    Language,
    Outlet,
    OutletId,
    Precision,
    Provenance,
    Ref,
    Relation,
    Role,
    SourcePath,
    Story,
    StoryId,
    Tag,
    TagId,
)
from generator.settings import Config, EntityTypeLabel
from generator.site.context import Context, prepare

KIM = EntityKey("people/kim")
PEOPLE, PLACES = EntityType("people"), EntityType("places")
CONFIG = Config(
    title="The <Archive> & more",
    url="https://example.org/archive/",
    timezone="Asia/Seoul",
    description="What was said.",
    entity_types=(
        EntityTypeLabel(id=PEOPLE, label="People", singular="Person", schema="Person"),
        EntityTypeLabel(id=PLACES, label="Places", singular="Place", schema="Place"),
    ),
)


def on(year: int, month: int, day: int) -> EdtfDate:
    """A day."""
    at = (year, month, day)
    return EdtfDate(text=f"{year:04}-{month:02}-{day:02}", precision=Precision.DAY, earliest=at, latest=at)


MONTH = EdtfDate(text="2023-06", precision=Precision.MONTH, earliest=(2023, 6, 1), latest=(2023, 6, 30))


def entry(identifier: str = "a", **changes: Any) -> Entry:  # noqa: ANN401 - fields of Article
    """An article of the outlet "Times" that mentions Kim, with any fields of its record changed."""
    article = Article(
        source=SourcePath(f"content/articles/{identifier}.md"),
        id=ArticleId(identifier),
        title=f"Title of {identifier}",
        outlet=Ref(name="Times"),
        date=on(2023, 6, 25),
        body=Body(digest=Digest("b" * 32), words=300, excerpt="An excerpt."),
    )
    return Entry(
        article=msgspec.structs.replace(article, **changes),
        outlet=OutletId("times"),
        mentions=(Mention(entity=KIM, written="Kim"),),
        tags=(TagId("diplomacy"),),
        stories=(StoryId("mutiny"),),
        summary="A summary.",
        targets=(
            Target(kind=TargetKind.ENTITY, id=KIM, fragment="x"),
            Target(kind=TargetKind.EXTERNAL, id="https://elsewhere.example/?a=1&b=2"),
            Target(kind=TargetKind.FRAGMENT, fragment="fn1"),
            Target(kind=TargetKind.NOTHING),
        ),
    )


RICH = msgspec.structs.replace(
    entry(
        "rich",
        title="</script><script>alert(1)</script> & \u2028 more",
        lang=Language("fr"),
        updated=on(2023, 6, 26),
        dateline="SÉOUL",
        byline=("Jane Doe", "AFP", "Kim"),
        provenance=Provenance(
            url="https://times.example/a?x=1&y=2",
            retrieved=on(2023, 6, 27),
            captures=(Capture(url="https://web.archive.example/1", date=on(2023, 6, 28)),),
        ),
    ),
    parents=(Parent(relation=Relation.QUOTES, name="a", article=ArticleId("a")),),
    image=Target(kind=TargetKind.ASSET, id="content/assets/photo.jpg"),
)
UNDATED_ENTRY = entry("undated", date=UNDATED)
RETRIEVED_ENTRY = entry("retrieved", date=UNDATED, provenance=Provenance(retrieved=on(2024, 1, 2)))


def context(*entries: Entry, config: Config = CONFIG) -> Context:
    """A context whose archive holds these articles and what they name."""
    by_id = {each.id: each for each in (*entries, entry())}
    kim = Entity(
        id=EntityId("kim"),
        type=PEOPLE,
        name="Kim Jong Un",
        source=SourcePath("content/entities/kim.md"),
        aliases=(Alias(name="Kim Jong-un"),),
        same_as=("https://www.wikidata.org/entity/Q56226",),
        roles=(Role(title="Supreme leader"),),
        body=Body(digest=Digest("c" * 32), excerpt="Leader of North Korea."),
    )
    times = Outlet(
        id=OutletId("times"),
        name="The Times",
        url="https://times.example/",
        aliases=(Alias(name="Times"),),
        same_as=("https://www.wikidata.org/entity/Q50008",),
    )
    archive = Archive(
        entries=entries,
        outlets={times.id: times},
        entities={KIM: kim},
        tags={TagId("diplomacy"): Tag(id=TagId("diplomacy"), name="Diplomacy")},
        stories={StoryId("mutiny"): Story(id=StoryId("mutiny"), title="The mutiny", summary="Two days in June.")},
        quotes={},
        pages={},
        by_id=by_id,
        by_outlet={times.id: entries},
        by_entity={KIM: entries},
        by_tag={},
        by_story={},
        by_month={},
        by_year={},
        undated=(),
        spellings={},
        together={},
        related={},
        derived={},
        narrower={},
        roles_of={},
        targets={},
        assets=(),
        redirects=(),
        held_back=HeldBack(),
    )
    prepared = prepare(archive, config)
    paths = {**prepare(msgspec.structs.replace(archive, entries=tuple(by_id.values())), config).paths}
    return msgspec.structs.replace(prepared, paths=paths)
