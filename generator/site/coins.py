"""Articles in lists as ContextObjects in Spans (COinS, OpenURL 1.0): Zotero offers to save any of them from the list.

The format is Dublin Core's with Zotero's own name for the type, since OpenURL has none for a newspaper's article. Only
in lists: on an article's own page Zotero would prefer them to what the page says of itself.
"""

from __future__ import annotations

from urllib.parse import quote

import msgspec

from generator.site.bibliography import Reference, reference_of
from generator.site.context import Context
from generator.site.embedded import readable_date

_FORMAT = "ctx_ver=Z39.88-2004&rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Adc&rft.type=newspaperArticle"


def with_coins(context: Context) -> Context:
    """The context with a ContextObject on each article's card."""
    cards = {
        entry.id: msgspec.structs.replace(context.cards[entry.id], coins=coins(reference_of(context, entry)))
        for entry in context.archive.entries
    }
    return msgspec.structs.replace(context, cards=cards)


def coins(reference: Reference) -> str:
    """An article as a ContextObject: the value of a span's `title`."""
    said = [
        ("title", reference.title),
        ("source", reference.outlet),
        ("date", readable_date(reference.date) if reference.date else ""),
        ("language", reference.lang),
        ("identifier", reference.archive_url),
        *(("creator", author.inverted) for author in reference.authors),
    ]
    return "&".join((_FORMAT, *(f"rft.{key}={quote(value, safe='')}" for key, value in said if value)))
