"""Templates as Jinja sees them: the environment they run in, what each one reaches, and where one is wrong.

A template is code that the editor chose with the theme, so it is not sandboxed; it is only kept from what would make
two builds differ (`lipsum`, `random`, state, addresses in memory). Nothing here knows any view.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from functools import lru_cache
from types import CodeType
from typing import Any, NamedTuple, TypeAlias

import jinja2
from jinja2 import nodes
from markupsafe import Markup

from generator.model import Digest, Record
from generator.output.remember import remember
from generator.output.rows import give_rows
from generator.output.template_code import QuickCode
from generator.output.template_state import Kept, State, state_of
from generator.problems import Problem, Span, did_you_mean

Html = Callable[[object], Markup]
"""The filter `html`: a body view becomes its HTML."""


_Naming: TypeAlias = nodes.Extends | nodes.Include | nodes.Import | nodes.FromImport


class Template(Record):
    """A template's text; `reach` is the digest of it and of every template it can include, extend or import."""

    name: str  # "article.html", as pages and templates name it
    path: str  # "themes/broadsheet/templates/article.html", as messages name it
    text: str
    reach: Digest = Digest("")


class Reference(NamedTuple):
    """One include, extends or import: the names it can mean (None: worked out while rendering) and its line."""

    names: tuple[str, ...] | None
    line: int
    optional: bool  # `ignore missing`, or one of several
    kind: type[_Naming]


def environment(templates: Iterable[Template], html: Html) -> jinja2.Environment:
    """An environment that knows `templates` and, beside Jinja's own filters, `html`.

    Everything is escaped unless it is Markup, and an undefined name is an error. Compiled code calls a template by its
    path, so that tracebacks say where it is.
    """
    made = _environment()
    by_name = {template.name: template for template in templates}
    made.loader = _Loader(by_name)
    made.filters["html"] = html
    remember(made, list(by_name))
    return made


class _Loader(jinja2.BaseLoader):
    """Gives an environment its templates."""

    def __init__(self, templates: Mapping[str, Template]) -> None:
        self.templates = templates

    def load(
        self,
        environment: jinja2.Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002
    ) -> jinja2.Template:
        """The template `name`, or jinja2.TemplateNotFound."""
        template = self.templates.get(name)
        if template is None:
            raise jinja2.TemplateNotFound(name)
        code = _understood(template.text, template.name, template.path).code
        # A plain dict: Jinja walks its own chain of dicts for every page and import (2.7 s for 18,600 pages, not 2.1).
        return environment.template_class.from_code(environment, code, dict(globals or {}), lambda: True)


def checked(templates: tuple[Template, ...]) -> list[Problem]:
    """What is wrong with the templates before any is rendered."""
    problems: list[Problem] = []
    known = [template.name for template in templates]
    understood: list[tuple[Template, _Understood]] = []
    for template in templates:
        try:
            found = _understood(template.text, template.name, template.path)
        except jinja2.TemplateSyntaxError as error:
            problems.append(syntax_problem(template, error.lineno, error.message or "not understood"))
            continue
        except RecursionError:
            problems.append(syntax_problem(template, 1, "nested too deeply"))
            continue
        except SyntaxError as error:  # of Python, which compiles what Jinja wrote: an argument given twice
            problems.append(syntax_problem(template, 1, error.msg))
            continue
        understood.append((template, found))
        for reference in found.references:
            span = Span(template.path, reference.line)
            if reference.names is None:
                hint = 'write the name out, as in {% include "cards.html" %}: pages depend on the templates they reach'
                problems.append(Problem("dynamic-template", "a template that is chosen while rendering", span, hint))
            elif not reference.optional:
                problems.extend(
                    Problem("missing-template", f'no template "{name}"', span, _did_you_mean(name, known))
                    for name in reference.names
                    if name not in known
                )
    imported = _imported({template.name: found.references for template, found in understood})
    for template, (_, state, _) in understood:
        kept = state.always | state.imported if template.name in imported else state.always
        problems.extend(_keeps_state(template, one) for one in sorted(kept))
    return problems


def _imported(references: Mapping[str, tuple[Reference, ...]]) -> set[str]:
    """The templates that others import, and those that these extend, which run as a part of them."""
    found: set[str] = set()
    waiting = [one for some in references.values() for one in some if one.kind in {nodes.Import, nodes.FromImport}]
    while waiting:
        for name in waiting.pop().names or ():
            if name not in found:
                found.add(name)
                waiting.extend(one for one in references.get(name, ()) if one.kind is nodes.Extends)
    return found


def _keeps_state(template: Template, kept: Kept) -> Problem:
    hint = "make it inside a macro or block: what a page shows may not depend on the pages before it"
    return Problem("template-state", f"{kept.what} that all pages would share", Span(template.path, kept.line), hint)


def reach(templates: tuple[Template, ...]) -> tuple[Template, ...]:
    """The same templates, each with the digest of all it reaches; they are expected to be `checked`."""
    texts = {template.name: template.text for template in templates}
    direct = {
        template.name: sorted({name for one in references_of(template) for name in one.names or () if name in texts})
        for template in templates
    }
    own = {name: hashlib.blake2b(f"{name}\0{text}".encode()).digest() for name, text in texts.items()}

    def digest(name: str) -> Digest:
        found: set[str] = set()
        waiting = [name]
        while waiting:
            current = waiting.pop()
            if current not in found:
                found.add(current)
                waiting.extend(direct[current])
        return Digest(hashlib.blake2b(b"".join(own[one] for one in sorted(found)), digest_size=16).hexdigest())

    return tuple(Template(name=one.name, path=one.path, text=one.text, reach=digest(one.name)) for one in templates)


def reached_by(name: str, templates: Iterable[Template]) -> tuple[Template, ...]:
    """A template that is known to be right, and those that it reaches: what a page of it needs, and its key."""
    by_name = {template.name: template for template in templates}
    found: dict[str, Template] = {}
    waiting = [name]
    while waiting:
        current = waiting.pop()
        if current in by_name and current not in found:
            found[current] = by_name[current]
            waiting.extend(one for reference in references_of(found[current]) for one in reference.names or ())
    return reach(tuple(found[one] for one in sorted(found)))


def references_of(template: Template) -> tuple[Reference, ...]:
    """The templates that a template names, in order; jinja2.TemplateSyntaxError where it does not parse."""
    return _understood(template.text, template.name, template.path).references


def syntax_problem(template: Template, line: int, message: str) -> Problem:
    """A template that Jinja does not understand."""
    source = source_line(template.text, line)
    hint = f"in `{source}`" if source else None
    return Problem("template-syntax", message.rstrip("."), Span(template.path, max(line, 1)), hint)


def source_line(text: str, line: int) -> str:
    """One line of a template, counted from 1, without the space around it; empty beyond its end."""
    lines = text.splitlines()
    return lines[line - 1].strip() if 0 < line <= len(lines) else ""


class _Environment(jinja2.Environment):
    """An environment that finds what it found before by name alone: a page of 18,600 asks for twenty templates."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - Jinja's own
        super().__init__(**options)
        self._found: dict[object, jinja2.Template] = {}

    def get_template(
        self,
        name: str | jinja2.Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002
    ) -> jinja2.Template:
        """The template `name`, or jinja2.TemplateNotFound."""
        if globals is not None:
            return super().get_template(name, parent, globals)
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = super().get_template(name, parent)
        return found


def _environment() -> jinja2.Environment:
    made = _Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
    )
    made.code_generator_class = QuickCode
    # Chance would make two builds of the same archive differ.
    del made.globals["lipsum"]
    del made.filters["random"]
    made.filters["html"] = _not_while_compiling
    give_rows(made.filters)
    return made


def _not_while_compiling(value: object, *_: object) -> Markup:
    raise TypeError(f"{value!r} is no body")  # keeps Jinja from working out a constant's HTML while it compiles


class _Understood(NamedTuple):
    references: tuple[Reference, ...]
    state: State
    code: CodeType


@lru_cache(maxsize=512)
def _understood(text: str, name: str, path: str) -> _Understood:
    """A template's references and its code, compiled once a process; unknown filters and tests are syntax errors."""
    made = _environment()
    tree = made.parse(text, name, path)
    references, state = tuple(_walk(tree)), state_of(tree)  # before the compiler, which changes the tree
    return _Understood(references, state, made.compile(tree, name, path))


def _walk(tree: nodes.Template) -> Iterator[Reference]:
    kinds: tuple[type[_Naming], ...] = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
    for node in tree.find_all(kinds):
        named = node.template
        line, kind = node.lineno, type(node)
        optional = isinstance(node, nodes.Include) and node.ignore_missing
        if isinstance(named, nodes.Const) and isinstance(named.value, str):
            yield Reference((named.value,), line, optional, kind)
            continue
        items = named.items if isinstance(named, nodes.Tuple | nodes.List) else None
        names = tuple(item.value for item in items or () if isinstance(item, nodes.Const))
        if items is None or len(names) < len(items):
            yield Reference(None, line, optional, kind)
        else:
            yield Reference(names, line, optional=True, kind=kind)


def _did_you_mean(name: str, known: list[str]) -> str | None:
    near = did_you_mean(name, known)
    return f'did you mean "{near}"?' if near else None
