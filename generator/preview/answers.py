"""What the preview answers to a request, as a static host would: a page, a file, a redirect, or the 404 page.

A request is looked up among the addresses of a generation and can reach nothing else: no path is ever joined to a
folder. The one thing a page has here and not when it is published is the line that loads the preview's script.
"""

from __future__ import annotations

import mimetypes
import os
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

from generator.files import read_regular
from generator.output.render import Fault, said_once
from generator.output.staging import CopyTask
from generator.output.store import digest_of
from generator.preview.complaints import Told
from generator.preview.generation import Generation, show, version
from generator.site import routes
from generator.site.planned import OutPath, Page

OWN = "/__pressmark__/"  # addresses that are the preview's and not the site's
LARGEST_AT_ONCE = 4 * 1024 * 1024  # bytes of a file that is read before it is sent
_TYPES = mimetypes.MimeTypes(filenames=())  # the same on every machine
_OTHER_TYPES = {".xml": "application/xml", ".woff2": "font/woff2", ".woff": "font/woff", ".webp": "image/webp"}
_OTHER_TYPES |= {".jsonl": "application/jsonl", ".md": "text/markdown", ".sqlite": "application/vnd.sqlite3"}
_WRITTEN = frozenset({"application/json", "application/javascript", "application/xml", "image/svg+xml"})


class Run(NamedTuple):
    """One run of the preview: its name, which anybody may know, and the token that its own pages show."""

    name: str
    token: str


class Answer(NamedTuple):
    """A status, the type of what is sent, and a text or the file that holds it; or where to go instead."""

    status: int
    type: str = "text/html; charset=utf-8"
    body: bytes = b""
    file: str = ""
    location: str = ""


def answer(path: str, generation: Generation, run: Run) -> Answer:
    """What to answer to a request for `path` (percent-decoded, with a `/` at its start)."""
    found = _page_at(path, generation)
    if found is not None and not isinstance(found, CopyTask):
        return _answer_with(found, 200, generation, run)
    if found is not None:
        return _file(found)
    instead = _elsewhere(path, generation)
    if instead:
        return Answer(301, location=instead)
    missing = generation.pages.get(routes.out_path(routes.NOT_FOUND))
    return Answer(404) if missing is None else _answer_with(missing, 404, generation, run)


def version_at(path: str, generation: Generation) -> str:
    """The version of what is shown at a path; of the 404 page where there is nothing."""
    found = _page_at(path, generation)
    if found is not None and not isinstance(found, CopyTask):
        return version(generation, found)
    missing = generation.pages.get(routes.out_path(routes.NOT_FOUND))
    return "" if found or missing is None else _named(version(generation, missing), 404)


def moved_to(path: str, generation: Generation) -> str:
    """The address at which the article is now that was at `path` in the generation before; empty if it is not known."""
    asked = routes.asked_for(generation.base, path)
    new = generation.moved.get(asked) if asked else None
    return generation.base.url(routes.site_path(new)) if new else ""


def addresses(paths: list[OutPath], generation: Generation) -> list[str]:
    """The addresses of files of the site."""
    return [generation.base.url(routes.site_path(path)) for path in paths]


def nothing_yet(told: Told, name: str, run: Run) -> Answer:
    """What is shown before the archive could be read without errors for the first time: what is `told` of them.

    `name` is the version of that page.
    """
    title = "The archive cannot be shown yet"
    what = "this is" if len(told.problems) == 1 else "these are"
    items = "".join(map(_item, told.problems))
    more = f"<p>… and {told.more:,} more; <code>pressmark check</code> says all.</p>" if told.more else ""
    body = f"<h1>{title}</h1><p>It will be here once {what} mended.</p><ol>{items}</ol>{more}"
    return Answer(503, body=_document(title, body, _script(name, 0, run)))


def _item(problem: Mapping[str, Any]) -> str:
    place = f"{problem['path']}:{problem['line']}:{problem['column']}"
    parts = [("code", "place", place), ("p", "message", f"{problem['message']} [{problem['code']}]")]
    parts += [("pre", "source", problem["text"]), ("p", "hint", problem["hint"])]
    shown = (f'<{tag} class="{kind}">{escape(text)}</{tag}>' for tag, kind, text in parts if text)
    return f"<li>{''.join(shown)}</li>"


def version_of(told: Told) -> str:
    """The version of the page that is shown before there is any other."""
    return digest_of(repr(told).encode(errors="surrogatepass")).hex()


def _page_at(path: str, generation: Generation) -> Page | CopyTask | None:
    asked = routes.asked_for(generation.base, path)
    return None if asked is None else generation.pages.get(asked) or generation.files.get(asked)


def _answer_with(page: Page, status: int, generation: Generation, run: Run) -> Answer:
    shown = show(generation, page)
    if isinstance(shown, Fault):
        return _fault(shown, _named(version(generation, page), status), generation, run)
    if not page.path.endswith(".html"):
        return Answer(status, type=_type_of(page.path), body=shown.data)
    script = _script(_named(shown.version, status), generation.number, run)
    before, end, after = shown.data.rpartition(b"</body>")
    data = b"".join((before, script.encode(), b"\n", end, after)) if end else shown.data + script.encode()
    return Answer(status, body=data)


def _named(version: str, status: int) -> str:
    """The version of a page that is shown with a status: the 404 page in place of another is not that page."""
    return version if status == 200 else f"{status} {version}"  # noqa: PLR2004 - what is found


def _fault(fault: Fault, name: str, generation: Generation, run: Run) -> Answer:
    """What is wrong, in place of a page of that version: another is there once the template is mended."""
    (problem,) = said_once([fault])
    hint = f"<p>{escape(problem.hint)}</p>" if problem.hint else ""
    what = f"<p><code>{escape(str(problem.span))}</code>: {escape(problem.message)}</p>{hint}"
    title = "This page cannot be shown"
    return Answer(500, body=_document(title, f"<h1>{title}</h1>{what}", _script(name, generation.number, run)))


def _file(file: CopyTask) -> Answer:
    try:
        if os.path.realpath(file.source) != file.source:  # a link by now, and nobody has looked where it leads
            raise FileNotFoundError(file.source)
        if Path(file.source).stat().st_size > LARGEST_AT_ONCE:
            return Answer(200, type=_type_of(file.path), file=file.source)
        return Answer(200, type=_type_of(file.path), body=read_regular(file.source))
    except OSError:  # gone this moment; the next generation knows
        return Answer(404, type="text/plain; charset=utf-8", body=b"Not found\n")


def _elsewhere(path: str, generation: Generation) -> str:
    """Where a static host would lead: into the site, to a folder's own address, to a page whose ending was left out."""
    base, root = generation.base, unquote(generation.base.root)
    if path == "/" or f"{path}/" == root:
        return base.root
    for ending in () if path.endswith("/") else ("/", ".html"):
        asked = routes.asked_for(base, path + ending)
        if asked is not None and asked in generation.pages:
            return base.url(routes.site_path(asked))
    return ""


def _script(shown: str, number: int, run: Run) -> str:
    return (
        f'<script src="{OWN}preview.js" data-version="{shown}" data-seen="{number}" data-run="{run.name}"'
        f' data-token="{run.token}" defer></script>'
    )


def _document(title: str, body: str, script: str) -> bytes:
    head = (
        f'<meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="icon" href="data:,"><link rel="stylesheet" href="{OWN}overlay.css">'
    )
    return (
        f'<!doctype html><html lang="en"><head>{head}</head><body class="plain">{body}{script}</body></html>\n'.encode()
    )


def _type_of(path: str) -> str:
    ending = path[path.rfind(".") :].lower() if "." in path.rpartition("/")[2] else ""
    kind = _OTHER_TYPES.get(ending) or _TYPES.guess_type(f"x{ending}")[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") or kind in _WRITTEN else kind
