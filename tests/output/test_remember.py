"""Macros that are called once for equal arguments."""

from __future__ import annotations

import jinja2
import pytest
from markupsafe import Markup

from generator.output.remember import LONGEST, MOST, remember, remembering
from generator.output.template_code import QuickCode, QuickMacro, Text
from generator.site.parts import LinkView


def counting() -> tuple[list[tuple[object, ...]], Text]:
    """A macro that writes down what it is asked."""
    asked: list[tuple[object, ...]] = []

    def macro(*arguments: object) -> Markup:
        asked.append(arguments)
        return Markup("{}").format(" ".join(map(str, arguments)))

    return asked, macro


def with_templates(sources: dict[str, str]) -> jinja2.Environment:
    """An environment like the themes'."""
    environment = jinja2.Environment(
        loader=jinja2.DictLoader(sources), undefined=jinja2.StrictUndefined, autoescape=True
    )
    environment.code_generator_class = QuickCode
    return environment


def function_of(environment: jinja2.Environment, name: str) -> str:
    """What the function of a template's macro `m` is called."""
    macro = vars(environment.get_template(name).module)["m"]
    assert isinstance(macro, QuickMacro)
    return macro.text.__name__


def test_equal_arguments_are_asked_once() -> None:
    asked, macro = counting()
    call = remembering(macro)
    link = LinkView(text="a", url="/a/")
    assert call(link, 2) == call(LinkView(text="a", url="/a/"), 2)
    assert asked == [(link, 2)]


@pytest.mark.parametrize(("one", "other"), [(1, True), (1, 1.0), ("<b>", Markup("<b>")), ("a", "b")])
def test_what_only_looks_equal_is_asked_again(one: object, other: object) -> None:
    asked, macro = counting()
    call = remembering(macro)
    assert str(call(one)) == str(remembering(macro)(one))
    call(other)
    assert len(asked) == 3


def test_a_list_or_an_undefined_value_is_for_the_macro_to_see() -> None:
    asked, macro = counting()
    call = remembering(macro)
    call([1])
    call([1])
    assert len(asked) == 2
    with pytest.raises(jinja2.UndefinedError):
        call(jinja2.StrictUndefined(name="x"))


def test_memory_is_bounded() -> None:
    asked, macro = counting()
    call = remembering(macro)
    call("x" * (LONGEST + 1))
    call("x" * (LONGEST + 1))
    assert len(asked) == 2  # too long to keep
    for number in range(MOST + 1):
        call(number)
    before = len(asked)
    call(0)
    assert len(asked) == before + 1  # forgotten, and right all the same


def test_only_templates_of_the_folder_remember_and_a_broken_one_is_left_alone() -> None:
    sources = {
        "remembered/a.html": "{% macro m(x) %}{{ x }}{% endmacro %}",
        "remembered/broken.html": "{{ missing.x }}{% macro m(x) %}{% endmacro %}",
        "remembered/sum.html": "{{ 1 // 0 }}{% macro m(x) %}{% endmacro %}",
        "remembered/method.html": "{{ ''.join(1) }}{{ x.__class__() }}{% macro m(x) %}{% endmacro %}",
        "remembered/itself.html": "{% include 'remembered/itself.html' %}{% macro m(x) %}{% endmacro %}",
        "parts/b.html": "{% macro m(x) %}{{ x }}{% endmacro %}",
        "page.html": '{% import "remembered/a.html" as a %}{% import "parts/b.html" as b %}'
        "{{ a.m(1) }}{{ b.m(x=2) }}{{ a.m(x=3) }}",
    }
    environment = with_templates(sources)
    remember(environment, list(sources))
    assert environment.get_template("page.html").render() == "123"
    assert function_of(environment, "remembered/a.html") == "call"
    assert function_of(environment, "parts/b.html") == "macro"


def test_however_a_macro_is_called_it_remembers_but_not_its_parts() -> None:
    asked: list[str] = []

    def ask(text: str) -> str:
        asked.append(text)
        return text

    sources = {
        "remembered/a.html": "{% macro _part(x) %}{{ ask(x) }}{% endmacro %}"
        "{% macro m(x, y=2) %}{{ _part(x) }}{{ y }}{% endmacro %}{% macro n(x) %}{{ _part(x) }}{% endmacro %}",
        "page.html": '{% import "remembered/a.html" as a %}'
        "{{ a.m('<') }}{{ a.m('<') }}{% set kept = a.m('<', y=3) %}{{ kept ~ a.m(y=3, x='<') }}{{ a.n('<') }}",
    }
    environment = with_templates(sources)
    environment.globals["ask"] = ask
    remember(environment, list(sources))
    assert environment.get_template("page.html").render() == "&lt;2&lt;2&lt;3&lt;3&lt;"
    assert asked == ["<", "<", "<"]  # m without y, m with 3, n
