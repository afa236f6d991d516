"""What an article's rights allow the site to show.

Decides how much of a text leaves the archive room; how it then looks is the site's matter.
"""

from __future__ import annotations

from generator.model import Article, Display
from generator.settings import RightsDefaults


def display_of(article: Article, defaults: RightsDefaults) -> Display:
    """How much of the article may be shown: what it says itself, else what site.yaml says."""
    return article.rights.display or defaults.display


def shows_text(display: Display) -> bool:
    """Whether the page has the article's body and picture: only then do what they link to and their anchors exist."""
    return display is Display.FULL


def summary_of(article: Article, display: Display) -> str:
    """The article's own summary, else its first words where its rights allow them, else nothing.

    An explicit summary is the archivist's own writing, so it may always be shown.
    """
    if article.summary:
        return article.summary
    return "" if display is Display.METADATA else article.body.excerpt
