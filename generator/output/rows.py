"""The rows of values that filters such as `map` give: to be gone through or joined, and no text.

Jinja gives generators. As a text they say where they lie in memory, another place in each build; and one that a
template keeps would be used up by the first page that looks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping
from functools import wraps
from typing import Any, NoReturn

FILTERS = ("batch", "items", "map", "reject", "rejectattr", "reverse", "select", "selectattr", "slice", "unique")


class Row(tuple[object, ...]):
    """Values, worked out; TypeError where they are taken for a text."""

    __slots__ = ()

    def __html__(self) -> NoReturn:
        raise TypeError("this is a row of values: add `| list` or `| join`, or go through it")

    __str__ = __repr__ = __html__


def give_rows(filters: MutableMapping[str, Callable[..., Any]]) -> None:
    """Let Jinja's filters give rows where they give generators."""
    for name in FILTERS:
        filters[name] = _worked_out(filters[name])


def _worked_out(rule: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(rule)  # Jinja reads from a filter's attributes what it wants to be passed
    def call(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - as the filter
        value = rule(*arguments, **named)
        return Row(value) if isinstance(value, Iterator) else value

    return call
