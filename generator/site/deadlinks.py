"""Links that texts and the menu write as addresses of this site ("/about/"), checked against the planned pages.

Links to files and names are the archive room's; only these need to know which pages there are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from urllib.parse import unquote

from generator.archive.records import Archive, Target, TargetKind
from generator.model import Body, SourcePath
from generator.problems import Problem, Span, did_you_mean, warning
from generator.site import routes
from generator.site.context import Context
from generator.site.planned import OutPath, SitePath


def dead_links(context: Context, planned: Collection[OutPath]) -> Iterator[Problem]:
    """A warning for each address of this site, in a text or the menu, that no page or file has."""
    for source, body, targets in _bodies(context.archive):
        for destination, target in zip(body.destinations, targets, strict=True):
            if target.kind is TargetKind.SITE_PATH and not _is_there(target.id, planned):
                span = Span(source, destination.at.line, destination.at.column)
                yield _dead(target.id, span, planned, context.base)
    for item in context.config.menu:
        if item.url.startswith("/") and not _is_there(item.url, planned):
            span = Span("site.yaml", item.at.line, item.at.column)
            yield _dead(item.url, span, planned, context.base)


def _bodies(archive: Archive) -> Iterator[tuple[SourcePath, Body, tuple[Target, ...]]]:
    for entry in archive.entries:
        if entry.targets:  # none where rights withhold the text: nobody meets its links
            yield entry.article.source, entry.article.body, entry.targets
    shelves = (archive.outlets, archive.entities, archive.tags, archive.stories, archive.pages)
    for record in (record for shelf in shelves for record in shelf.values()):
        if record.source is not None and record.source in archive.targets:
            yield record.source, record.body, archive.targets[record.source]


def _is_there(written: str, planned: Collection[OutPath]) -> bool:
    """Whether a host would serve the address: the file, the folder's index, or the page without its `.html`."""
    path = unquote(written.partition("#")[0].partition("?")[0]).lstrip("/")
    if path.startswith(routes.STATIC):
        return True  # the theme's files, which only the output room knows
    places = (SitePath(path), SitePath(f"{path}/"), SitePath(f"{path}.html"))
    return any(routes.out_path(place) in planned for place in (places[:1] if path.endswith("/") else places))


def _dead(written: str, span: Span, planned: Collection[OutPath], base: routes.Base) -> Problem:
    message = f'no page of this site has the address "{written}"'
    below = f"/{written.removeprefix(base.root)}" if written.startswith(base.root) else written
    if _is_there(below, planned):
        return warning("dead-link", message, span, f'write it without the base path of the site: "{below}"')
    similar = did_you_mean(below, sorted(f"/{path.removesuffix('index.html')}" for path in planned))
    return warning("dead-link", message, span, f'did you mean "{similar}"?' if similar else None)
