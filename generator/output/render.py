"""A view and a theme become the text of one page.

A template that fails is a problem with the template's place and line, never a traceback. Nothing here touches a file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from types import TracebackType

import jinja2
from markupsafe import Markup

from generator.model import Record
from generator.output.asides import Also, Beside, Quoted
from generator.output.bodies import Bodies, WithheldError
from generator.output.formats import FORMATS, write_file, write_format
from generator.output.marks import mark
from generator.output.mistakes import TEMPLATE_MISTAKES
from generator.output.tables import Texts
from generator.output.templates import Template, environment, source_line
from generator.problems import Problem, Span
from generator.read.destinations import fill
from generator.read.reading import read_html
from generator.site.parts import BodyView, SiteValue
from generator.site.planned import Page

_VIEW_OBJECT = re.compile(r"'generator\.site\.views\.(\w+) object'")  # a theme's author knows it as HomeView


class Fault(Record):
    """A page that could not be written: the place of the mistake, what it is, and the source line there."""

    page: str
    path: str
    line: int
    message: str
    source: str = ""
    code: str = "template-error"


class Renderer(Record):
    """All that turns pages into text: compiled templates, the `site` value, and the bodies."""

    environment: jinja2.Environment
    templates: Mapping[str, Template]  # by path, for messages
    theme: str
    site: SiteValue
    body: Callable[[BodyView], str]
    text: Texts


@lru_cache(maxsize=1)  # a process renders one site in many parts, and what macros remember serves all of them
def renderer(templates: tuple[Template, ...], theme: str, site: SiteValue, bodies: Bodies) -> Renderer:
    """A renderer of the pages of one site with one theme; the one made last when it is asked for with equal values."""

    def body(
        view: BodyView, beside: Beside | None = None, also: Also | None = None, named: Quoted | None = None
    ) -> str:
        return mark(fill(bodies.html(view.digest), view.urls), view, beside, also, named)

    def html(
        value: object, beside: Beside | None = None, also: Also | None = None, named: Quoted | None = None
    ) -> Markup:
        if not isinstance(value, BodyView):
            message = f"the filter `html` takes a body, such as `view.body`, not {_article(type(value).__name__)}"
            raise TypeError(message)
        return Markup(body(value, beside, also, named))  # noqa: S704 - sanitised when the body was converted

    return Renderer(
        environment=environment(templates, html),
        templates={template.path: template for template in templates},
        theme=theme,
        site=site,
        body=body,
        text=lambda digest: read_html(bodies.html(digest)).text,
    )


def render(page: Page, view: Record, using: Renderer) -> str | Fault:
    """The text of one page that shows `view`, or what keeps it from being written."""
    try:
        if page.template in FORMATS:
            text = write_format(page.template, view, using.body)
        else:
            text = using.environment.get_template(page.template).render(view=view, site=using.site)
        text.encode("utf-16-le")  # holds what UTF-8 holds, and says so in half the time
    except (UnicodeEncodeError, WithheldError) as error:
        return _unfit(page, error)
    except TEMPLATE_MISTAKES as error:
        return _fault(page, using, error)
    return text


def write(page: Page, view: Record, using: Renderer, place: Path) -> Fault | None:
    """Write a page of one of the `FILE_FORMATS`, or say what is wrong with it; OSError where the system refuses it."""
    try:
        write_file(page.template, view, using.text, place)
    except (UnicodeEncodeError, WithheldError) as error:
        return _unfit(page, error)
    return None


def _unfit(page: Page, error: UnicodeEncodeError | WithheldError) -> Fault:
    """The fault of a page that no file can hold, or that holds what nobody may read."""
    if isinstance(error, WithheldError):
        message = "the rights in this article withhold its text, and a page would show it"
        return Fault(page=page.path, path=error.article, line=1, message=message, code="restricted-words")
    message = "a character that no text file can hold (half of a surrogate pair)"
    return Fault(page=page.path, path=page.origin or page.path, line=1, message=message, code="unencodable-text")


def said_once(faults: Iterable[Fault]) -> tuple[Problem, ...]:
    """A problem for each mistake, naming the first page it spoils and how many others."""
    pages: dict[tuple[str, str, int, str, str], list[str]] = {}
    for fault in faults:
        pages.setdefault((fault.code, fault.path, fault.line, fault.message, fault.source), []).append(fault.page)
    return tuple(_said(*mistake, sorted(spoiled)) for mistake, spoiled in sorted(pages.items()))


def _said(code: str, path: str, line: int, message: str, source: str, pages: list[str]) -> Problem:  # noqa: PLR0913,PLR0917
    others = f" and {len(pages) - 1} more" if len(pages) > 1 else ""
    hint = f"in `{source}`, " if source else ""
    return Problem(code, message, Span(path, line), f"{hint}while rendering {pages[0]}{others}")


def _fault(page: Page, using: Renderer, error: BaseException) -> Fault:
    if isinstance(error, jinja2.TemplateNotFound):
        place = f"themes/{using.theme}/templates/{error.name}"
        message = f'the theme has no template "{error.name}"'
        return Fault(page=page.path, path=place, line=1, message=message, code="missing-template")
    if isinstance(error, jinja2.TemplateSyntaxError):
        template, line = error.filename or page.template, error.lineno
    else:
        template, line = _place(error.__traceback__, using.templates) or (page.template, 1)
    known = using.templates.get(template)
    return Fault(
        page=page.path,
        path=template,
        line=line,
        message=_sentence(error),
        source=source_line(known.text, line) if known else "",
    )


def _place(traceback: TracebackType | None, templates: Mapping[str, Template]) -> tuple[str, int] | None:
    """The innermost line of a template in a traceback."""
    found = None
    while traceback is not None:
        name = traceback.tb_frame.f_code.co_filename
        if name in templates:
            found = name, traceback.tb_lineno
        traceback = traceback.tb_next
    return found


def _sentence(error: BaseException) -> str:
    if isinstance(error, RecursionError):
        return "templates that include each other without end"
    text = " ".join(str(error).split())
    if isinstance(error, jinja2.TemplateError):
        text = _VIEW_OBJECT.sub(r"\1", text)
        return text or type(error).__name__
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _article(noun: str) -> str:
    return f"{'an' if noun[:1] in 'AEIOUaeiou' else 'a'} {noun}"
