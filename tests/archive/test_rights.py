"""What of a text leaves the archive room: nothing that rights withhold, whatever the archive holds it in."""

from __future__ import annotations

import msgspec
import pytest

from generator.archive.records import Archive, Carried, Carrier, Passage, PassagePlace, QuotePart
from generator.archive.rights import for_readers
from generator.model import (
    Annotation,
    Article,
    Body,
    Boilerplate,
    Digest,
    Display,
    EntityRef,
    LeftOut,
    NoteId,
    QuoteId,
    Ref,
    Rights,
    TextQuote,
)
from tests.archive.given import archive, article, declared, page, story


def withheld(name: str, display: Display, digest: str = "d" * 32) -> Article:
    """An article with words in every place that may hold words of its text: "beyond" the excerpt, and "excerpted"."""
    note = Annotation(
        id=NoteId("n"),
        quote=TextQuote(exact="beyond", prefix="beyond", suffix="beyond"),
        note="What the archivist says.",
        body=Body(digest=Digest(f"{name}-note"), excerpt="What the archivist says."),
        start=1,
        end=7,
        requoted=TextQuote(exact="beyond"),
        tags=(Ref(name="tag"),),
        entities=(EntityRef(name="Kim"),),
    )
    body = Body(
        digest=Digest(digest), anchors=("beyond",), excerpt="excerpted", words=9, left_out=(LeftOut(text="beyond"),)
    )
    return article(
        name,
        body=body,
        annotations=(note,),
        boilerplate=(Boilerplate(exact="beyond"),),
        rights=Rights(display=display),
        entities=declared("people", "Kim"),
        tags=("tag",),
        stories=("story",),
    )


def written(given: Archive) -> str:
    """All that an archive holds, as text."""
    return repr({name: getattr(given, name) for name in given.__struct_fields__})


@pytest.mark.parametrize(
    ("display", "excerpted"), [(Display.FULL, True), (Display.EXCERPT, True), (Display.METADATA, False)]
)
def test_words_that_rights_withhold_are_nowhere_in_what_the_site_room_is_given(
    display: Display, excerpted: bool
) -> None:
    made = archive(withheld("a", display), article("b", entities=declared("people", "Kim")), story("story", "A story"))
    places = (PassagePlace(article=made.entries[0].id, start=1, end=7, text="beyond"),)
    part = QuotePart(base_start=0, base_end=6, start=1, end=7, text="beyond")
    carrier = Carrier(article=made.entries[0].id, parts=(part,), names_source=False)
    carried = {QuoteId("q"): Carried(text="What somebody said.", carriers=(carrier,))}
    made = msgspec.structs.replace(made, passages=(Passage(id="p", places=places),), carried=carried)
    shown = written(for_readers(made))
    assert "beyond" in written(made)
    assert ("beyond" in shown) == (display is Display.FULL)
    assert ("excerpted" in shown) == excerpted
    assert "What the archivist says." in shown
    assert "What somebody said." in shown  # a record of its own


def test_everything_else_stays_as_it_is() -> None:
    made = archive(withheld("a", Display.EXCERPT), article("b", entities=declared("people", "Kim")))
    shown = for_readers(made)
    assert [entry.id for entry in shown.entries] == [entry.id for entry in made.entries]
    assert shown.by_id["a"] is shown.entries[0]  # type: ignore[index]
    assert (shown.entries[0].article.body.words, shown.entries[0].mentions) == (9, made.entries[0].mentions)
    unchanged = {"assets", "entities", "spellings", "together", "related", "redirects", "held_back"}
    assert all(getattr(shown, name) == getattr(made, name) for name in unchanged)


def test_an_archive_that_may_show_all_is_given_as_it_is() -> None:
    made = archive(withheld("a", Display.FULL))
    assert for_readers(made) is made


@pytest.mark.parametrize(
    ("others", "refused"),
    [
        ((), True),
        ((withheld("full", Display.FULL),), False),  # the same text, in an article that may show it
        ((page("p", "P", body=Body(digest=Digest("d" * 32), words=9)),), False),
        ((withheld("full", Display.FULL, digest="e" * 32),), True),
    ],
)
def test_a_withheld_body_is_named_to_who_renders_unless_it_is_shown_elsewhere(
    others: tuple[Article, ...], refused: bool
) -> None:
    given = for_readers(archive(withheld("a", Display.METADATA), *others))
    assert given.withheld == ({"d" * 32: "content/articles/a.md"} if refused else {})
    assert for_readers(given).withheld == given.withheld


def test_what_is_given_can_be_given_on() -> None:
    given = for_readers(archive(withheld("a", Display.EXCERPT)))
    assert msgspec.structs.asdict(for_readers(given)) == msgspec.structs.asdict(given)
