"""Macros that are called once for equal arguments."""

from __future__ import annotations

import jinja2
import pytest
from markupsafe import Markup

from generator.output.remember import LONGEST, MOST, remember, remembering
from generator.site.parts import LinkView


def counting() -> tuple[list[tuple[object, ...]], object]:
    """A macro that writes down what it is asked."""
    asked: list[tuple[object, ...]] = []

    def macro(*arguments: object) -> Markup:
        asked.append(arguments)
        return Markup("{}").format(" ".join(map(str, arguments)))

    return asked, macro


def test_equal_arguments_are_asked_once() -> None:
    asked, macro = counting()
    call = remembering(macro)  # type: ignore[arg-type]
    link = LinkView(text="a", url="/a/")
    assert call(link, 2) == call(LinkView(text="a", url="/a/"), 2)
    assert asked == [(link, 2)]


@pytest.mark.parametrize(("one", "other"), [(1, True), (1, 1.0), ("<b>", Markup("<b>")), ("a", "b")])
def test_what_only_looks_equal_is_asked_again(one: object, other: object) -> None:
    asked, macro = counting()
    call = remembering(macro)  # type: ignore[arg-type]
    assert str(call(one)) == str(remembering(macro)(one))  # type: ignore[arg-type]
    call(other)
    assert len(asked) == 3


def test_a_list_or_an_undefined_value_is_for_the_macro_to_see() -> None:
    asked, macro = counting()
    call = remembering(macro)  # type: ignore[arg-type]
    call([1])
    call([1])
    assert len(asked) == 2
    with pytest.raises(jinja2.UndefinedError):
        call(jinja2.StrictUndefined(name="x"))


def test_memory_is_bounded() -> None:
    asked, macro = counting()
    call = remembering(macro)  # type: ignore[arg-type]
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
    environment = jinja2.Environment(
        loader=jinja2.DictLoader(sources), undefined=jinja2.StrictUndefined, autoescape=True
    )
    remember(environment, list(sources))
    assert environment.get_template("page.html").render() == "123"
    assert type(environment.get_template("remembered/a.html").module.m).__name__ == "function"  # type: ignore[attr-defined]
    assert type(environment.get_template("parts/b.html").module.m).__name__ == "Macro"  # type: ignore[attr-defined]
