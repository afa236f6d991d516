"""Whether an edit stays on its page: the text of an article is new, and nothing that anything else shows.

Asked by a build's shortcut (`amend`) and the preview's (`preview.retell`), each of which has the page's view from
elsewhere. In doubt the answer is no, and the archive is put together anew.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from generator.model import AnyRecord, Article, Body, Digest
from generator.roll import Edit, Told
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


class Retold(NamedTuple):
    """An article's view with its new text, and what all texts tell from now on."""

    view: ArticleView
    told: Told


def retold_view(
    view: ArticleView, shown: Body, article: Edited, html: Callable[[Digest], str], told: Told
) -> Retold | None:
    """An article's view, which has `shown` a body, with its new text; None where other pages would show that it is new.

    `html` gives the texts of before and of now, `told` is what the texts of the site tell that shows the old one.
    """
    old, new = article
    retold = with_text(view, shown, new.body)
    if retold is None or retold.id != new.id:  # files that changed names may have left each other's page behind
        return None
    before, after = html(old.body.digest), html(new.body.digest)
    since = told.after(Edit(new.id, before, after, new.body.digest, names_in(view)))
    return None if since is None else Retold(retold, since)
