"""`[[target]]` and `[[target|text]]`: links by id or name, as a Python-Markdown inline processor.

Knows how a wiki link is written and how it travels through the converter (`WIKI_SCHEME`). Does not know what a target
means: the archive room decides. A text that only looks like a wiki link stays text.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote
from xml.etree.ElementTree import Element

from markdown.inlinepatterns import InlineProcessor
from markdown.util import ETX, INLINE_PLACEHOLDER_RE, STX, AtomicString

if TYPE_CHECKING:
    from markdown import Markdown

WIKI_SCHEME = "pressmark-wiki"

# Not before `(`: `[[1]](https://…)` is a Markdown link whose text has brackets.
WIKI_LINK = r"\[\[((?:[^\[\]]|\[[^\[\]]*+\])++)\]\](?!\()"
_ESCAPED_PIPE = f"{STX}124{ETX}"
_ESCAPE = re.compile(rf"{STX}(\d+){ETX}")
_SPACE = re.compile(r"\s+")


class WikiLinkProcessor(InlineProcessor):
    """Turns `[[target|text]]` into a link whose URL says `pressmark-wiki:` and the percent-encoded target."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(  # type: ignore[override]  # noqa: N802 - Python-Markdown's names
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[Element | None, int | None, int | None]:
        """The link for one match; None where nothing is named."""
        written, _, label = self._with_pipes(m.group(1)).partition("|")
        target = _plain(self.unescape(written))
        name = target.partition("#")[0].strip()
        if not target.strip("#") or "[" in target:
            return None, None, None
        link = Element("a", {"href": f"{WIKI_SCHEME}:{quote(target, safe='', errors='replace')}"})
        link.text = label.strip() or AtomicString(name or target.removeprefix("#"))
        return link, m.start(0), m.end(0)

    def _with_pipes(self, text: str) -> str:
        r"""`text` with `|` for each `\|`, as tables need it; the converter has set those aside by now."""
        if STX not in text:
            return text
        aside = self.md.treeprocessors["inline"].stashed_nodes  # type: ignore[attr-defined]
        return INLINE_PLACEHOLDER_RE.sub(
            lambda found: "|" if aside.get(found.group(1)) == _ESCAPED_PIPE else found.group(), text
        )


def wiki_target(url: str) -> str:
    """The target that a `pressmark-wiki:` URL carries."""
    return unquote(url.partition(":")[2])


def add_wiki_links(md: Markdown) -> None:
    """Make `md` read wiki links: after code spans and escapes, before footnotes and other brackets."""
    md.inlinePatterns.register(WikiLinkProcessor(WIKI_LINK, md), "pressmark-wiki", 178)


def _plain(text: str) -> str:
    """Text without the converter's escapes, entities decoded, white space collapsed."""
    text = _ESCAPE.sub(lambda found: chr(int(found.group(1))), text)
    return _SPACE.sub(" ", unescape(text)).strip()
