"""docs/themes.md and the views say the same: every field of every view is documented, and nothing else is."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from generator.model import Record
from generator.site import evidence, parts, views
from tests.themes.pages import PROJECT, theme_named

DOCUMENT = (PROJECT / "docs" / "themes.md").read_text(encoding="utf-8")
MODULES = (parts, evidence, views)
SECTION = re.compile(r"^### `(\w+)`\n(.*?)(?=^##|\Z)", re.DOTALL | re.MULTILINE)
ROW = re.compile(r"^\| `(\w+)` \| `(.*?)` \| (.+) \|$", re.MULTILINE)


def documented() -> dict[str, list[tuple[str, str]]]:
    """Fields and their types, by the name of the view, as the document has them."""
    return {
        name: [(field, kind.replace("\\|", "|")) for field, kind, _ in ROW.findall(text)]
        for name, text in SECTION.findall(DOCUMENT)
    }


def defined() -> dict[str, list[tuple[str, str]]]:
    """The same, as generator/site has them."""
    trees = [ast.parse(Path(module.__file__).read_text(encoding="utf-8")) for module in MODULES]
    return {
        node.name: [
            (field.target.id, ast.unparse(field.annotation))
            for field in node.body
            if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        ]
        for tree in trees
        for node in tree.body
        if isinstance(node, ast.ClassDef)
    }


def test_the_document_names_every_view_and_no_other() -> None:
    assert documented().keys() == defined().keys()


@pytest.mark.parametrize("name", sorted(defined()))
def test_every_field_is_documented_with_its_type_and_no_other(name: str) -> None:
    assert documented().get(name) == defined()[name]


def test_the_definitions_read_here_are_those_that_run() -> None:
    for name, fields in defined().items():
        kind = next(found for module in reversed(MODULES) if (found := getattr(module, name, None)))
        assert issubclass(kind, Record)
        assert [field for field, _ in fields] == list(kind.__struct_fields__)


def test_every_file_that_the_document_tells_to_override_is_there() -> None:
    theme = theme_named("broadsheet")
    there = {*(f"templates/{one.name}" for one in theme.templates), *(one.path for one in theme.static)}
    named = set(re.findall(r"`((?:templates|static)/[\w./-]+\.\w+)`", DOCUMENT))
    assert len(named) > 8
    assert named <= there
