"""Where pages are made: a page's view, its key, and, if it is not what was published, its text in staging.

Workers do this, some pages of the plan at a time, so that views are made, compared and rendered in one place and no
process ever holds all of them.
"""

from __future__ import annotations

from generator.model import Record
from generator.output.bodies import Bodies
from generator.output.changes import Earlier, encoded_or_none, page_key, page_state
from generator.output.formats import FILE_FORMATS
from generator.output.guards import shown
from generator.output.render import Fault, Renderer, render, renderer, write
from generator.output.staging import Staged, cannot_write, stage, staged, to_stage
from generator.output.store import Key, Reason, Stored
from generator.output.theme import Theme
from generator.output.views_file import KeptView
from generator.problems import Problem
from generator.site.planned import Page, Site

KEEPS_VIEW = "article.html"  # the template of pages whose view is kept: see `generator.amend`


class Run(Record):
    """Everything it takes to make any page of a site: given to each worker once."""

    site: Site
    theme: Theme
    bodies: Bodies
    staging: str
    earlier: Earlier


class Sheet(Record):
    """A page that was rendered and waits in staging, why it was, and its view where that is to be kept."""

    file: Staged
    key: Key | None
    reason: Reason
    view: KeptView | None = None


class Printed(Record):
    """What became of some pages: rendered, right as they were, spoilt by a template, or refused by the system."""

    sheets: tuple[Sheet, ...]
    kept: dict[str, Stored]
    faults: tuple[Fault, ...]
    problems: tuple[Problem, ...]


def print_pages(run: Run, numbers: range) -> Printed:
    """Make the pages with these numbers; stops at the first that cannot be written, since the next could not either."""
    using = renderer(run.theme.templates, run.theme.name, run.site.value, run.bodies)
    reaches = {template.name: template.reach for template in run.theme.templates}
    sheets: list[Sheet] = []
    kept: dict[str, Stored] = {}
    faults: list[Fault] = []
    for number in numbers:
        page = run.site.pages[number]
        view = page.view
        data = encoded_or_none(view)
        key = None if data is None else page_key(page.template, data, reaches)
        found = page_state(page.path, page.template, key, run.earlier)
        if isinstance(found, Stored):
            kept[page.path] = found
            continue
        try:
            file = _in_staging(page, view, using, run.staging)
        except OSError as error:
            return Printed(sheets=(), kept={}, faults=tuple(faults), problems=(_refused(run, page, error),))
        if isinstance(file, Fault):
            faults.append(file)
            continue
        sheets.append(Sheet(file=file, key=key, reason=found, view=_to_keep(page, data)))
    return Printed(sheets=tuple(sheets), kept=kept, faults=tuple(faults), problems=())


def _in_staging(page: Page, view: Record, using: Renderer, staging: str) -> Staged | Fault:
    if page.template in FILE_FORMATS:
        place = to_stage(staging, page.path)
        return write(page, view, using, place) or staged(page.path, place)
    text = render(page, view, using)
    return text if isinstance(text, Fault) else stage(staging, page.path, text.encode())


def _refused(run: Run, page: Page, error: OSError) -> Problem:
    return cannot_write(shown(run.earlier.output / page.path), error)


def _to_keep(page: Page, data: bytes | None) -> KeptView | None:
    if page.template != KEEPS_VIEW or page.origin is None or data is None:
        return None
    return KeptView(source=page.origin, page=page.path, view=data)
