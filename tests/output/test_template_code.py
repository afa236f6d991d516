"""Code for templates gives what Jinja's own code gives: the same text, or the same error in the same place."""

from __future__ import annotations

from types import TracebackType
from typing import Any, NamedTuple

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2.compiler import CodeGenerator
from jinja2.runtime import Context
from markupsafe import Markup, escape

from generator.output import template_code
from generator.output.asides import Also, Beside, Quoted
from generator.output.marks import mark
from generator.output.template_code import QuickCode, QuickMacro, escaped, shown
from generator.read.destinations import fill
from generator.site.parts import BodyView, LinkView
from tests.themes import examples, parts
from tests.themes.pages import rendered, theme_named

LIBRARY = """
{% macro plain(one, two) %}{{ one }}, {{ two }}{% endmacro %}
{% macro first(one) %}[{{ one }}]{% endmacro %}
{% macro with_default(one, two="<two>", three=one) %}{{ one }}, {{ two }}, {{ three }}{% endmacro %}
{% macro many(one) %}{{ one }}{% for other in varargs %}, {{ other }}{% endfor %}{% endmacro %}
{% macro named(one) %}{{ one }}{{ kwargs.two }}{% endmacro %}
{% macro around(one) %}({{ one }}: {{ caller() }}){% endmacro %}
{% macro around_or_not(one, caller=none) %}{% if caller %}{{ caller(one) }}{% else %}{{ one }}{% endif %}{% endmacro %}
{% macro nested(one) %}{{ plain(first(one), first(one) | upper) }}{% endmacro %}
{% macro endless(one) %}{{ endless(one) }}{% endmacro %}
{% set fixed = "<fixed>" %}
"""
PART = "{{ value }}{% set value = 1 %}{{ value }}"
BASE = """{% import "library.html" as library %}
{% autoescape false %}{% block loose %}{% endblock %}{{ text }}{% endautoescape %}
{% block main %}<main>{{ text }}</main>{% endblock %}"""


class Outcome(NamedTuple):
    """A text, or the error and the lines of templates that it came through."""

    text: str
    error: type[BaseException] | None = None
    places: tuple[tuple[str, int], ...] = ()


class Html:
    """Something that knows its HTML."""

    def __html__(self) -> str:
        return "<hr>"


@jinja2.pass_context
def seen(context: Context, name: str) -> object:
    """What the page's context holds under a name."""
    return context.get(name, "<nothing>")


def stop() -> None:
    """A function that has nothing more to give."""
    raise StopIteration


VALUES: dict[str, Any] = {
    "text": "<b>&\"'",
    "markup": Markup("<i>&amp;</i>"),
    "none": None,
    "number": -3,
    "yes": True,
    "items": ["<", Markup("<br>"), 2],
    "record": LinkView(text="<a>", url="/a/?b&c"),
    "mapping": {"key": "<k>", "items": "<i>"},
    "html": Html(),
    "value": "<v>",
    "seen": seen,
    "stop": stop,
}


def environment(code: type[CodeGenerator], sources: dict[str, str]) -> jinja2.Environment:
    """An environment like the themes', whose code is written by `code`."""
    made = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        loader=jinja2.FunctionLoader(lambda name: (sources[name], name, None) if name in sources else None),
    )
    made.code_generator_class = code
    return made


def outcome(code: type[CodeGenerator], page: str) -> Outcome:
    """What becomes of a page."""
    sources = {"page.html": page, "library.html": LIBRARY, "part.html": PART, "base.html": BASE}
    try:
        return Outcome(environment(code, sources).get_template("page.html").render(VALUES))
    except (RecursionError, SyntaxError) as error:  # of Python: where in the code is its own affair
        return Outcome("", type(error))
    except Exception as error:  # noqa: BLE001 - whatever it is, it is to be the same
        return Outcome(str(error), type(error), tuple(places(error.__traceback__, sources)))


def both(page: str) -> tuple[Outcome, Outcome]:
    """What becomes of a page with our code and with Jinja's; the macros of the library are `m`."""
    page = '{% import "library.html" as m %}' + page
    return outcome(QuickCode, page), outcome(CodeGenerator, page)


def places(traceback: TracebackType | None, sources: dict[str, str]) -> list[tuple[str, int]]:
    """The lines of templates in a traceback."""
    found = []
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename in sources:
            found.append((traceback.tb_frame.f_code.co_filename, traceback.tb_lineno))
        traceback = traceback.tb_next
    return found


def body_html(
    body: BodyView, beside: Beside | None = None, also: Also | None = None, named: Quoted | None = None
) -> Markup:
    """A body as the filter `html` shows it."""
    return Markup(mark(fill(parts.BODIES[body.digest], body.urls), body, beside, also, named))  # noqa: S704


@pytest.mark.parametrize("theme", ["broadsheet", "plain"])
def test_every_page_of_our_themes_is_what_jinja_makes_of_it(theme: str) -> None:
    """With the filter `html` as it is, and nothing remembered."""
    stock = environment(CodeGenerator, {one.name: one.text for one in theme_named(theme).templates})
    stock.filters["html"] = body_html
    for page in examples.PAGES:
        assert stock.get_template(page.template).render(view=page.view, site=parts.SITE) == rendered(theme)[page.path]


HAND_MADE = (
    # what is shown
    "{{ text }}{{ markup }}{{ none }}{{ number }}{{ 1.5 }}{{ yes }}{{ items }}{{ html }}{{ record }}",
    "{{ text ~ markup }}{{ text | safe }}{{ markup | string }}{{ text | e }}{{ text | forceescape }}",
    "{{ text if yes else markup }}{{ text if not yes }}",
    "{{ nothing }}",
    "a\n{{ nothing.more }}",
    "a\n\n{{ record.nothing }}",
    "{{ record.nothing.more }}",
    "{{ record['text'] }}{{ record.text }}{{ mapping.key }}{{ mapping.items }}{{ mapping['items'] }}",
    "{{ mapping.lost }}",
    "{{ text.__class__ }}",
    "{{ none.text }}",
    # what is called
    "{{ text.upper() }}{{ '{:,}'.format(1234567) }}{{ '<{}>'.format(text) }}{{ markup.format(1) }}",
    "{% for item in items %}{{ seen('item') }}{{ item }}{% endfor %}{{ seen('item') }}",
    "{% block one %}{% set here = text %}{{ seen('here') }}{{ seen('text') }}{% endblock %}",
    "{{ stop() }}",
    "{% macro local(x) %}{{ stop() }}{% endmacro %}\n{{ local(1) }}",
    "{{ nothing() }}",
    "{{ record() }}",
    "{{ none(stop()) }}",
    "{{ text.nothing(1) }}",
    "{{ '{}'.format(*items) }}{{ '{}{a}'.format(*items, **{'a': text}) }}{{ '{a}'.format(a=text) }}",
    "{{ range(3) }}{{ cycler(text, markup).next() }}{{ dict(a=1) }}",
    # macros
    "{{ m.plain(text, markup) }}{{ m.nested(text) }}{{ m.fixed }}{{ m.first.name }}",
    "{{ m.plain(m.first(text), m.first(markup) ~ text) }}",
    "{{ m.plain(one=text, two=2) }}{{ m.plain(*items[:2]) }}{{ m.plain(1, two=2) }}",
    "\n{{ m.plain(text) }}",
    "\n{{ m.plain(1, 2, 3) }}",
    "\n{{ m.plain(1, 2, three=3) }}",
    "\n{{ m.plain(1, 2, one=3) }}",
    "\n{{ m.first(nothing) }}",
    "\n{{ m.first(record.nothing) }}",
    "\n{{ m.nothing(1) }}",
    "\n{{ m.endless(1) }}",
    "{{ m.with_default(text) }}{{ m.with_default(1, none) }}{{ m.with_default(1, 2, 3) }}",
    "\n{{ m.with_default() }}",
    "{{ m.many(1, text, markup) }}{{ m.many(1) }}{{ m.named(1, two=text) }}",
    "\n{{ m.named(1, 2) }}",
    "{% call m.around(text) %}<{{ text }}>{% endcall %}",
    "\n{{ m.around(1) }}",
    "\n{% call m.first(1) %}x{% endcall %}",
    "{{ m.around_or_not(text) }}{{ m.around_or_not(text, m.first) }}",
    "{% call(x) m.around_or_not(text) %}{{ x }}{% endcall %}",
    "{% from 'library.html' import plain, first as f %}{{ plain(f(text), 1) }}{{ f.arguments }}",
    "{% from 'library.html' import lost %}\n{{ lost(1) }}",
    "{% set got = m.first(text) %}{{ got }}{{ got ~ text }}{{ got | upper }}{{ [got] }}",
    "{% if m.first(text) == '[' %}a{% else %}b{% endif %}{{ m }}",
    "{% macro l(x) %}{% for y in x %}{{ l(y) }}{% else %}{{ x }}{% endfor %}{% endmacro %}{{ l([[], [[]]]) }}",
    # where escaping changes
    "{% autoescape false %}{{ text }}{{ m.first(text) }}{{ m.first(text) ~ text }}{% endautoescape %}{{ text }}",
    "{% autoescape number %}{{ text }}{{ m.first(text) }}{% endautoescape %}{{ text }}",
    "{% macro local(x) %}{{ m.first(x) }}{% endmacro %}{% autoescape false %}{{ local(text) }}{% endautoescape %}",
    "{% autoescape not yes %}{{ text }}{{ m.first(text) }}{{ markup }}{% endautoescape %}{{ text }}",
    "{% autoescape false %}{% set got = m.first(text) %}{{ got }}{% endautoescape %}{{ got }}",
    "{% extends 'base.html' %}{% block loose %}{{ m.first(text) }}{{ text }}{{ self.main() }}{% endblock %}",
    "{% extends 'base.html' %}{% block main %}{{ super() }}{{ library.first(text) }}{{ text }}{% endblock %}",
    # all else
    "{% for x in items recursive %}{{ loop.index }}{{ x }}{% if loop.first %}{{ loop('&') }}{% endif %}{% endfor %}",
    "{% for item in items if item %}{{ loop.cycle(text, markup) }}{{ item }}{% else %}-{% endfor %}",
    "{% for item in [] %}{% else %}{{ text }}{% endfor %}{% for item in nothing %}{% endfor %}",
    "{% set value %}{{ text }}<b>{% endset %}{{ value }}{% set value | upper %}{{ text }}{% endset %}{{ value }}",
    "{% filter upper %}{{ text }}<b>{% endfilter %}{% with value = text %}{% include 'part.html' %}{% endwith %}",
    "{% set value = 1 %}{% include 'part.html' %}{{ value }}{% include 'lost.html' ignore missing %}",
    "{% include 'base.html' %}",
    "{% include 'lost.html' %}",
    "{% set space = namespace(a=text) %}{% for item in items %}{% set space.a = item %}{% endfor %}{{ space.a }}",
    "{{ items | map('upper') | join('<') }}{{ items | join(markup) }}{{ items | first }}{{ [text] | tojson }}",
)


@pytest.mark.parametrize("page", HAND_MADE)
def test_a_page_made_by_hand_is_what_jinja_makes_of_it(page: str) -> None:
    ours, stock = both(page)
    assert ours == stock


SOUND = (*VALUES, "record.text", "mapping.key", "m.fixed", "'<'", "1", "[]")
UNSOUND = ("nothing", "record.lost", "mapping.lost", "m.lost")  # seldom, since the first one ends a page
ATOMS = st.sampled_from(SOUND * 5 + UNSOUND)
CALLED = (
    *("m.plain", "m.first", "m.with_default", "m.many", "m.named", "m.nested"),
    *("m.around", "m.around_or_not", "local", "seen", "'{}{}'.format", "text.replace", "nothing"),
)


def _larger_expressions(small: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    operators = st.sampled_from(("~", "~", "~", "==", "and", "or", "+", "in"))
    arguments = st.tuples(st.lists(small, max_size=3), st.lists(small.map("two={}".format), max_size=1)).map(
        lambda both: ", ".join(both[0] + both[1])
    )
    return st.one_of(
        st.tuples(st.sampled_from(CALLED), arguments).map(lambda call: f"{call[0]}({call[1]})"),
        st.sampled_from(CALLED[:3]).flatmap(
            lambda name: st.tuples(small, small).map(lambda t: f"{name}({t[0]}, {t[1]})")
        ),
        small.map(lambda one: f"m.first({one})"),
        st.tuples(small, operators, small).map(lambda t: f"({' '.join(t)})"),
        st.tuples(small, small, small).map(lambda t: f"({t[0]} if {t[1]} else {t[2]})"),
        st.tuples(small, st.sampled_from(("upper", "e", "safe", "string", "default('<')"))).map(" | ".join),
        small.map(lambda one: f"[{one}][0]"),
    )


def _larger_pages(small: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(small, small).map("\n".join),
        st.tuples(EXPRESSIONS, small, small).map(lambda t: f"{{% if {t[0]} %}}{t[1]}{{% else %}}{t[2]}{{% endif %}}"),
        st.tuples(EXPRESSIONS, small).map(
            lambda t: f"{{% for value in {t[0]} %}}{t[1]}{{{{ loop.index }}}}{{% endfor %}}"
        ),
        st.tuples(EXPRESSIONS, small).map(lambda t: f"{{% set value = {t[0]} %}}{t[1]}"),
        st.tuples(small, small).map(lambda t: f"{{% set value %}}{t[0]}{{% endset %}}{t[1]}"),
        st.tuples(small, small).map(lambda t: f"{{% macro local(value, two) %}}{t[0]}{{% endmacro %}}{t[1]}"),
        st.tuples(EXPRESSIONS, small).map(lambda t: f"{{% call m.around({t[0]}) %}}{t[1]}{{% endcall %}}"),
        st.tuples(st.sampled_from(("false", "true", "number", "not yes")), small).map(
            lambda t: f"{{% autoescape {t[0]} %}}{t[1]}{{% endautoescape %}}"
        ),
        small.map(lambda one: f"{{% filter upper %}}{one}{{% endfilter %}}"),
        small.map(lambda one: f"{{% include 'part.html' %}}{one}"),
    )


EXPRESSIONS = st.recursive(ATOMS, _larger_expressions, max_leaves=5)
PAGES = st.recursive(EXPRESSIONS.map(lambda one: f"<p>{{{{ {one} }}}}</p>"), _larger_pages, max_leaves=6)


@given(PAGES)
def test_any_page_is_what_jinja_makes_of_it(page: str) -> None:
    """Also when it makes little sense."""
    ours, stock = both(page)
    assert ours == stock


@given(st.text())
def test_texts_are_escaped_as_markupsafe_does(text: str) -> None:
    """Also where MarkupSafe has no function that makes no Markup."""
    assert escaped(text) == template_code._escaped(text) == str(escape(text))  # noqa: SLF001
    assert type(escaped(text)) is type(template_code._escaped(text)) is str  # noqa: SLF001


@pytest.mark.parametrize("value", [*VALUES.values(), 2.5, [Markup("<b>")]])
def test_any_value_is_shown_as_jinja_shows_it(value: object) -> None:
    assert shown(value) == escape(value)


def test_macros_called_by_position_are_called_as_functions() -> None:
    """The short way is taken; without it all tests above would hold as well."""
    sources = {
        "page.html": "{% import 'm.html' as m %}{{ m.a('<') }}",
        "m.html": "{% macro a(x) %}{{ x }}{% endmacro %}",
    }
    made = environment(QuickCode, sources)
    macro = vars(made.get_template("m.html").module)["a"]
    assert type(macro) is QuickMacro
    macro.become(lambda one: f"function of {one}")
    assert made.get_template("page.html").render() == "function of <"
    assert macro("<") == Markup("function of <")
