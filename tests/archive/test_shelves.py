"""What is held back, and until when."""

from __future__ import annotations

import pytest

from generator.archive.records import HeldBack
from generator.settings import Config
from tests.archive.given import archive, article, assembled, declared, ids, page


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        ("2024-06-01", True),  # today
        ("2024-06-02", False),
        ("2024-06", True),  # may have been
        ("2024", True),
        ("2024-07?", False),
        ("202X", True),
        ("XXXX", True),
        ("2024-06-02/..", False),
        ("../2030", True),
        ("2024-06-01T11:59:59Z", True),
        ("2024-06-01T12:00:01Z", False),
        ("2024-06-01T21:00:00+09:00", True),  # now
        ("2024-06-01T22:00:00+09:00", False),
        ("9999-12-31", False),
        ("Y170000002", False),
    ],
)
def test_an_article_is_held_back_until_its_date_has_come(day: str, *, shown: bool) -> None:
    made = archive(article("a", day))
    assert (len(made.entries), made.held_back) == (int(shown), HeldBack(future=int(not shown)))


@pytest.mark.parametrize(("timezone", "shown"), [("Pacific/Kiritimati", True), ("UTC", False), ("No/Where", False)])
def test_a_day_begins_in_the_time_zone_of_the_site(timezone: str, *, shown: bool) -> None:
    config = Config(title="Test", url="https://example.org/", timezone=timezone)
    made = assembled([article("a", "2024-06-02")], config=config)
    assert bool(made.archive.entries) is shown


def test_what_is_held_back_is_counted_and_is_in_no_index() -> None:
    draft = article("draft", draft=True, tags=["secret"], entities=declared("people", "X"), aliases=("/old/",))
    made = archive(draft, article("later", "2030-01-01", outlet="Later News"), page("p", "P", draft=True))
    assert made.held_back == HeldBack(drafts=2, future=1)
    assert (made.entries, made.pages, made.redirects) == ((), {}, ())
    assert (made.tags, made.entities, made.outlets, made.by_year) == ({}, {}, {}, {})


def test_drafts_and_future_articles_are_shown_when_asked_for() -> None:
    records = [article("draft", draft=True), article("later", "2030-01-01"), article("both", "2030-01-02", draft=True)]
    drafts = assembled(records, drafts=True).archive
    future = assembled(records, future=True).archive
    everything = assembled(records, drafts=True, future=True).archive
    assert (ids(drafts.entries), drafts.held_back) == (["draft"], HeldBack(future=2))
    assert (ids(future.entries), future.held_back) == (["later"], HeldBack(drafts=2))
    assert [(entry.id, entry.future) for entry in everything.entries] == [
        ("both", True),
        ("later", True),
        ("draft", False),
    ]
