"""theme.yaml: what a theme is called, which theme it builds on, and the options it understands.

Reads one file into one value; finding themes and their files is for `theme`.
"""

from __future__ import annotations

import json
from typing import Any

from generator.model import NOWHERE, Record
from generator.problems import Position, Problem, Span, did_you_mean
from generator.read.nodes import Mapping, Node, Scalar, Sequence
from generator.read.source import Source
from generator.read.yaml import load_yaml

KEYS = ("name", "extends", "description", "options")


class ThemeFile(Record):
    """A theme.yaml; `options` are defaults by name, values as compact JSON."""

    name: str
    description: str = ""
    extends: str | None = None
    extends_at: Position = NOWHERE
    options: tuple[tuple[str, str], ...] = ()


def read_theme_file(source: Source) -> tuple[ThemeFile | None, tuple[Problem, ...]]:
    """The values of a theme.yaml, or None and everything that is wrong with it."""
    node, problems = load_yaml(source.text, source.path)
    if problems or node is None:
        return None, problems
    if not isinstance(node, Mapping):
        found = _problem("wrong-shape", "theme.yaml holds no keys", node.at, source, "write `name: …` into it")
        return None, (found,)
    wrong = [_unknown_key(key, source) for key, _ in node.entries if key.text not in KEYS]
    texts: dict[str, str] = {}
    for key in ("name", "extends", "description"):
        value = node.get(key)
        if isinstance(value, Scalar):
            texts[key] = value.text.strip()
        elif value is not None:
            wrong.append(_problem("wrong-shape", f"`{key}` must be a text", value.at, source))
    if not texts.get("name"):
        wrong.append(_problem("missing-field", "a theme needs a `name`", node.at, source, "add `name: …`"))
    options = node.get("options")
    if options is not None and not isinstance(options, Mapping) and not _is_empty(options):
        wrong.append(_problem("wrong-shape", "`options` must be keys and values", options.at, source))
    if wrong:
        return None, tuple(wrong)
    extends = node.get("extends")
    file = ThemeFile(
        name=texts["name"],
        description=texts.get("description", ""),
        extends=texts.get("extends") or None,
        extends_at=extends.at if extends else NOWHERE,
        options=tuple((key.text, compact_json(value)) for key, value in options.entries)
        if isinstance(options, Mapping)
        else (),
    )
    return file, ()


def compact_json(node: Node) -> str:
    """A YAML value as JSON text without spaces; every scalar is a string, as everywhere in Pressmark."""
    return json.dumps(_plain(node), ensure_ascii=False, separators=(",", ":"))


def _plain(node: Node) -> Any:  # noqa: ANN401 - JSON has no better type
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [_plain(item) for item in node.items]
    return {key.text: _plain(value) for key, value in node.entries}


def _is_empty(node: Node) -> bool:
    return isinstance(node, Scalar) and not node.quoted and node.text in {"", "~", "null"}


def _unknown_key(key: Scalar, source: Source) -> Problem:
    near = did_you_mean(key.text, KEYS)
    hint = f"did you mean `{near}`?" if near else f"theme.yaml knows {', '.join(KEYS)}"
    return _problem("unknown-setting", f"theme.yaml has no key `{key.text}`", key.at, source, hint)


def _problem(code: str, message: str, at: Position, source: Source, hint: str | None = None) -> Problem:
    return Problem(code, message, Span(source.path, at.line, at.column), hint)
