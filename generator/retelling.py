"""Whether an edit stays on its page: the text of an article is new, and nothing that anything else shows.

Asked by a build's shortcut (`amend`) and the preview's (`preview.retell`), each of which has the page's view from
elsewhere. In doubt the answer is no, and the archive is put together anew.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from generator.concordance import Library, tells_the_same
from generator.model import AnyRecord, Article, Body, Digest
from generator.site.articles import names_in, only_text_differs, with_text
from generator.site.views import ArticleView

MOST = 20  # files that are worth looking at one by one


class Edited(NamedTuple):
    """An article before and after an edit of its text."""

    old: Article
    new: Article


def edited(old: AnyRecord | None, new: AnyRecord | None) -> Edited | None:
    """Two records of an article in which nothing differs but the text; None where more does."""
    if not isinstance(old, Article) or not isinstance(new, Article) or not only_text_differs(old, new):
        return None
    return Edited(old, new)


def retold_view(
    view: ArticleView, shown: Body, article: Edited, html: Callable[[Digest], str], library: Library
) -> ArticleView | None:
    """An article's view, which has `shown` a body, with its new text; None where other pages would show that it is new.

    `html` gives the texts of before and of now.
    """
    old, new = article
    told = with_text(view, shown, new.body)
    if told is None or told.id != new.id:  # files that changed names may have left each other's page behind
        return None
    texts = (html(old.body.digest), html(new.body.digest))
    return told if tells_the_same(new.id, names_in(view), texts, library) else None
