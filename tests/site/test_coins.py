"""Lists say of each article what Zotero saves of it."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest

from generator.site.bibliography import reference_of
from generator.site.coins import coins
from generator.site.views import ArticlesView, ArticleView
from tests.site.given import RICH, context
from tests.site.written import article, pages, site_of

SAID = parse_qs(coins(reference_of(context(RICH), RICH)))


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("ctx_ver", ["Z39.88-2004"]),
        ("rft_val_fmt", ["info:ofi/fmt:kev:mtx:dc"]),
        ("rft.type", ["newspaperArticle"]),
        ("rft.title", ["</script><script>alert(1)</script> & more"]),
        ("rft.source", ["The Times"]),
        ("rft.date", ["2023-06-25"]),
        ("rft.language", ["fr"]),
        ("rft.identifier", ["https://example.org/archive/2023/06/rich/"]),
        ("rft.creator", ["Doe, Jane", "AFP", "Kim Jong Un"]),
    ],
)
def test_a_context_object_says(key: str, values: list[str]) -> None:
    assert SAID[key] == values


def test_lists_have_them_and_the_page_of_an_article_has_none() -> None:
    planned = pages(
        site_of(
            {
                f"articles/{name}.md": article(name, tags="[x, y]", entities="{people: [A, B, C]}", stories="[s]")
                for name in "abc"
            }
        )
    )
    listed, shown = planned["articles/index.html"].view, planned["2023/06/a/index.html"].view
    assert isinstance(listed, ArticlesView)
    assert isinstance(shown, ArticleView)
    assert all(card.coins for group in listed.groups for card in group.cards)
    assert shown.related
    assert not [card for card in shown.related if card.coins]
