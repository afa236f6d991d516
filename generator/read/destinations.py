"""Puts real URLs where a converted body says `pressmark:n`.

For the output room, which alone knows URLs. Relies on the shape that `finish` gives: a link or image begins
`<a href="pressmark:n"` or `<img src="pressmark:n"`, no other `<` stands in text or attribute values, so nothing an
author writes can look like it.
"""

from __future__ import annotations

import re
from html import escape

_PLACE = re.compile(r'<(a href|img src)="pressmark:([0-9]+)"([^>]*)>')
_ALT = re.compile(r' alt="([^"]*)"')


def fill(html: str, urls: tuple[str | None, ...]) -> str:
    """`html` with URL n, percent-encoded already, for destination n.

    Where the URL is None a link keeps its text and loses its `href`, and an image becomes its alternative text in
    `<span class="missing-image">`. There must be a URL, or None, for every destination: IndexError otherwise.
    """

    def place(found: re.Match[str]) -> str:
        start, number, rest = found.groups()
        url = urls[int(number)]
        if url is not None:
            return f'<{start}="{escape(url)}"{rest}>'
        return f"<a{rest}>" if start == "a href" else missing_image(rest)

    return _PLACE.sub(place, html)


def missing_image(attributes: str) -> str:
    """What stands for an image that cannot be shown: its alternative text, or nothing without one.

    `attributes` are those of the `<img>`, as HTML.
    """
    found = _ALT.search(attributes)
    return f'<span class="missing-image">{found.group(1)}</span>' if found and found.group(1).strip() else ""
