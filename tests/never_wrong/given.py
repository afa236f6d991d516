"""What these tests start from: small archives as dictionaries of files, and themes whose pages show all they are given.

An archive is `{path: bytes}`; putting it on disk touches only what differs, as an editor would.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from generator.output.manifest import STAGING

Files = dict[str, bytes]

NOW = dt.datetime(2024, 6, 1, 12, tzinfo=dt.UTC)
FOREIGN = "CNAME"  # in the output folder, and not Pressmark's
SITE = {"title": "The Archive", "url": "https://example.org/archive/", "theme": "mirror", "per_page": 5}

# A page that shows its whole view: whatever a view holds that its key does not cover becomes a difference.
_BASE = """<!doctype html>
<html lang="{{ site.language }}"><title>{{ view.head.title }}</title>
{% include "parts/foot.html" %}
<pre>{{ site }}</pre>
<pre>{{ view }}</pre>
{% block main %}{% endblock %}
"""
_FOOT = "<p>A foot.</p>\n"
_CARD = "{% macro card(card, site) %}\n<p>{{ card }} {{ site.title }}</p>\n{% endmacro %}\n"
_WITH_BODY = '{% extends "base.html" %}{% block main %}{{ view.body | html if view.body }}{% endblock %}\n'
_WITH_CARDS = """{% extends "base.html" %}{% import "remembered/card.html" as cards %}
{% block main %}{% for group in view.groups %}{% for card in group.cards %}{{ cards.card(card, site) }}{% endfor %}
{% endfor %}{% endblock %}
"""
_BODIES = ("article", "page", "quote")
_LISTS = ("articles", "list", "year", "month", "outlet", "entity", "tag", "story")
_OTHERS = ("404", "data", "entities", "home", "index", "quotes", "redirect", "stories")
MIRROR: Files = {
    "themes/mirror/theme.yaml": b"name: Mirror\noptions: {colour: red}\n",
    "themes/mirror/static/css/base.css": b"body { color: black }\n",
    "themes/mirror/templates/base.html": _BASE.encode(),
    "themes/mirror/templates/parts/foot.html": _FOOT.encode(),
    "themes/mirror/templates/remembered/card.html": _CARD.encode(),
    **{f"themes/mirror/templates/{name}.html": _WITH_BODY.encode() for name in _BODIES},
    **{f"themes/mirror/templates/{name}.html": _WITH_CARDS.encode() for name in _LISTS},
    **{f"themes/mirror/templates/{name}.html": b'{% extends "base.html" %}\n' for name in _OTHERS},
}


def heir(themes: Path) -> Files:
    """A theme "mirror" that extends broadsheet, of which one template and one partial are its own."""
    broadsheet = themes / "broadsheet/templates"
    return {
        "themes/mirror/theme.yaml": b"name: Heir\nextends: broadsheet\noptions: {colour: red}\n",
        "themes/mirror/static/css/heir.css": b"body { color: black }\n",
        "themes/mirror/templates/page.html": (broadsheet / "page.html").read_bytes(),
        "themes/mirror/templates/remembered/card.html": (broadsheet / "remembered/card.html").read_bytes(),
    }


def record(body: str = "", **fields: object) -> bytes:
    """A file with front matter: JSON values, which YAML reads as they are."""
    lines = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in fields.items())
    return f"---\n{lines}---\n\n{body}\n".encode()


def site_yaml(fields: Mapping[str, object]) -> bytes:
    """A site.yaml; None for a setting that is not made."""
    return "".join(f"{key}: {json.dumps(value)}\n" for key, value in fields.items() if value is not None).encode()


def put(folder: Path, old: Mapping[str, bytes], new: Mapping[str, bytes]) -> None:
    """Make the files of an archive on disk, which are `old`, those of `new`."""
    for path in old.keys() - new.keys():
        (folder / path).unlink()
    for path, data in new.items():
        if old.get(path) != data:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)


def tree(output: Path) -> Files:
    """Every file of a published site and what it holds, the manifest too; staging and the foreign file left out."""
    if not output.is_dir():
        return {}
    return {
        path: place.read_bytes()
        for place in sorted(output.rglob("*"))
        if place.is_file() and not (path := place.relative_to(output).as_posix()).startswith(STAGING)
        if path != FOREIGN
    }


def differences(ours: Mapping[str, bytes], clean: Mapping[str, bytes]) -> str:
    """Where two sites differ, in words; empty when they do not."""
    return "\n".join(_differences(ours, clean))


def _differences(ours: Mapping[str, bytes], clean: Mapping[str, bytes]) -> Iterable[str]:
    for path in sorted({*ours, *clean}):
        one, other = ours.get(path), clean.get(path)
        if one == other:
            continue
        if one is None or other is None:
            yield f"{path}: {'missing' if one is None else 'too much'}"
            continue
        at = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
        yield f"{path}: {one[max(0, at - 60) : at + 60]!r}, and clean {other[max(0, at - 60) : at + 60]!r}"
