"""Macros that are called once for equal arguments.

A card stands on the front page, in its year and month, with its outlet and with every entity and tag it names: a dozen
pages. Macros in the theme's folder `remembered/` give what they gave before when they are called with equal arguments,
which are frozen values. They see nothing but their arguments, since an imported template does not see the page's view.
A macro whose name begins with `_` is a part of others and does not remember.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import jinja2

from generator.output.mistakes import TEMPLATE_MISTAKES
from generator.output.template_code import QuickMacro, Text

FOLDER = "remembered/"
LONGEST = 4_000  # characters of a result worth keeping
MOST = 20_000  # results kept for one macro, before it forgets them all


def remember(environment: jinja2.Environment, names: list[str]) -> None:
    """Let the macros of those of the templates `names` that lie in `remembered/` remember what they gave.

    A template that fails is left for the page that needs it to report.
    """
    for name in names:
        if name.startswith(FOLDER):
            try:
                module = environment.get_template(name).module
            except TEMPLATE_MISTAKES:
                continue
            for value in vars(module).values():
                if isinstance(value, QuickMacro):
                    value.become(remembering(value.text))


def remembering(macro: Text) -> Text:
    """A function that gives what `macro` gives, asking it once for equal arguments of equal types."""
    known: dict[Hashable, str] = {}

    def call(*arguments: Any) -> str:  # noqa: ANN401 - a macro takes whatever a template passes
        key = (*arguments, *map(type, arguments))  # 1 and True are equal, and so are a text and the same as Markup
        try:
            found = known.get(key)
        except (TypeError, jinja2.UndefinedError):  # a list, or a value that is not there: for the macro to see
            return macro(*arguments)
        if found is None:
            found = macro(*arguments)
            if len(found) <= LONGEST:
                if len(known) >= MOST:
                    known.clear()
                known[key] = found
        return found

    return call
