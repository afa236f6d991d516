"""What a template would keep from one page to the next: nothing may, or a page would depend on those before it.

A template that others import runs once, and all pages share what it set outside its macros. So nothing that is there to
be changed is made there, a macro changes only what it made itself, and what was imported is not changed at all. This
looks at the parsed template and guards against mistakes: a theme that hides what it does is not found out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from jinja2 import nodes

_TO_BE_CHANGED = frozenset({"namespace", "cycler", "joiner"})
_CHANGING = frozenset({
    "add", "append", "clear", "discard", "extend", "insert", "pop", "popitem", "remove", "reverse", "setdefault",
    "sort", "update",
})  # fmt: skip
_GIVEN = frozenset({"caller", "kwargs", "varargs"})  # to each call of a macro, and made for it


class Kept(NamedTuple):
    """What would be kept, and the line that keeps it."""

    line: int
    what: str


class State(NamedTuple):
    """What a template would keep whoever uses it, and what it would keep if another one imports it."""

    always: frozenset[Kept]
    imported: frozenset[Kept]


class _Change(NamedTuple):
    line: int
    name: str


def state_of(tree: nodes.Template) -> State:
    """What a template would keep from page to page."""
    came = set(_came_from_others(tree)) - _made_in(tree)
    always = {change for change in _changes(tree) if change.name in came}
    shared = {change for macro in _macros(tree) for change in _changes(macro) if change.name not in _made_in(macro)}
    made = {Kept(line, "a namespace, cycler or joiner") for line in _made_to_be_changed(tree)}
    # What is made there to be changed is said once, and not again for each change.
    return State(frozenset(map(_kept, always)), frozenset(made or map(_kept, shared - always)))


def _kept(change: _Change) -> Kept:
    return Kept(change.line, f"a change of `{change.name}`")


def _made_to_be_changed(node: nodes.Node) -> Iterator[int]:
    """The lines of calls that make what can change, but for those made anew with each macro and block."""
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Call) and isinstance(child.node, nodes.Name) and child.node.name in _TO_BE_CHANGED:
            yield child.lineno
        if not isinstance(child, nodes.Macro | nodes.Block | nodes.CallBlock):
            yield from _made_to_be_changed(child)


def _macros(node: nodes.Node) -> Iterator[nodes.Macro]:
    """The macros, but for those inside others."""
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Macro):
            yield child
        else:
            yield from _macros(child)


def _changes(node: nodes.Node) -> Iterator[_Change]:
    """Every `set name.field` and every call such as `name.append()`, by the name that it begins with."""
    for one in node.find_all(nodes.NSRef):
        yield _Change(one.lineno, one.name)
    for call in node.find_all(nodes.Call):
        if isinstance(call.node, nodes.Getattr) and call.node.attr in _CHANGING:
            changed = call.node.node
            while isinstance(changed, nodes.Getattr | nodes.Getitem):
                changed = changed.node
            if isinstance(changed, nodes.Name):
                yield _Change(call.lineno, changed.name)


def _made_in(node: nodes.Node) -> set[str]:
    """The names that are set, looped over or taken as arguments; a template that was imported holds macros to call."""
    modules = {one.target for one in node.find_all(nodes.Import)}
    return {one.name for one in node.find_all(nodes.Name) if one.ctx != "load"} | modules | _GIVEN


def _came_from_others(tree: nodes.Template) -> Iterator[str]:
    for one in tree.find_all(nodes.FromImport):
        for name in one.names:
            yield name[1] if isinstance(name, tuple) else name
