"""The documentation names every key that the readers know, and no other; its examples are read without a problem."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.read.config import read_config
from generator.read.parse import ContentKind
from tests.read.given import record, source

ROOT = Path(__file__).parents[2]
FRONT_MATTER = (ROOT / "docs" / "front-matter.md").read_text("utf-8")
SITE_YAML = (ROOT / "docs" / "site-yaml.md").read_text("utf-8")

# The function that reads a mapping, and the heading under which its keys are documented.
IN_FRONT_MATTER = {
    "read_article": "Articles",
    "entity": "Entities of an article",
    "_provenance": "`source`",
    "_capture": "`captures`",
    "_rights": "`rights`",
    "_derivation": "`derived_from`",
    "boilerplate": "`boilerplate`",
    "_annotation": "`annotations`",
    "read_entity": "Entities",
    "alias": "`aliases`",
    "_role": "`roles`",
    "read_outlet": "Outlets",
    "read_tag": "Tags",
    "read_story": "Stories",
    "read_quote": "Quotes",
    "read_page": "Pages",
}
IN_SITE_YAML = {
    "_labelled": "`entity_types`",
    "_menu_item": "`menu`",
    "_markdown": "`markdown`",
    "_rights": "`rights`",
    "_feeds": "`feeds`",
    "_data": "`data`",
}
EXAMPLES = {
    "Articles": ContentKind.ARTICLE,
    "Entities": ContentKind.ENTITY,
    "Outlets": ContentKind.OUTLET,
    "Tags": ContentKind.TAG,
    "Stories": ContentKind.STORY,
    "Quotes": ContentKind.QUOTE,
    "Pages": ContentKind.PAGE,
}


def keys_read(*modules: str) -> dict[str, set[str]]:
    """The keys that each function of these modules asks `fields` for."""
    found: dict[str, set[str]] = {}
    for module in modules:
        tree = ast.parse((ROOT / "generator" / "read" / f"{module}.py").read_text("utf-8"))
        for function in tree.body:
            if isinstance(function, ast.FunctionDef):
                keys = set(_keys_of(function))
                if keys:
                    found[function.name] = keys
    return found


def _keys_of(function: ast.FunctionDef) -> Iterator[str]:
    for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
        match call:
            case ast.Call(func=ast.Name(id="id_or")):
                yield "id"
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="fields"), attr="one" | "required" | "many"),
                args=[ast.Constant(value=str(key)), *_],
            ):
                yield key


def section(page: str, heading: str) -> str:
    """What stands under a heading, up to the next one."""
    _, _, after = page.partition(f"# {heading}\n")
    assert after, heading
    return re.split(r"^##", after, maxsplit=1, flags=re.MULTILINE)[0]


def keys_documented(page: str, heading: str) -> set[str]:
    """The first column of the table under a heading."""
    return set(re.findall(r"^\| `(\w+)` \|", section(page, heading), re.MULTILINE))


def test_every_key_of_front_matter_is_documented_and_no_other() -> None:
    read = keys_read("articles", "authorities", "annotations", "readers")
    read.pop("id_or")
    read.pop("read_notes")
    assert {IN_FRONT_MATTER.get(name, name): keys for name, keys in read.items()} == {
        heading: keys_documented(FRONT_MATTER, heading) for heading in IN_FRONT_MATTER.values()
    }


def test_every_setting_is_documented_and_no_other() -> None:
    read = keys_read("config")
    top = read.pop("_config") | read.pop("_folders") | read.pop("_places")
    assert top == keys_documented(SITE_YAML, "Settings")
    assert {IN_SITE_YAML.get(name, name): keys for name, keys in read.items()} == {
        heading: keys_documented(SITE_YAML, heading) for heading in IN_SITE_YAML.values()
    }


@pytest.mark.parametrize(("heading", "kind"), EXAMPLES.items())
def test_an_example_shows_every_key_and_is_read_without_a_problem(heading: str, kind: ContentKind) -> None:
    example = re.search(r"```yaml\n(.*?)```", section(FRONT_MATTER, heading), re.DOTALL)
    assert example is not None
    found, problems = record(example[1], kind, body="He expressed firm belief that.\n\nSupport us today")
    assert found is not None
    assert problems == []
    assert set(re.findall(r"^(\w+):", example[1], re.MULTILINE)) == keys_documented(FRONT_MATTER, heading)


def test_the_example_of_a_configuration_shows_every_setting() -> None:
    example = re.search(r"```yaml\n(.*?)```", SITE_YAML, re.DOTALL)
    assert example is not None
    found, problems = read_config(source(example[1], "site.yaml"))
    assert found is not None
    assert problems == ()
    assert set(re.findall(r"^(\w+):", example[1], re.MULTILINE)) == keys_documented(SITE_YAML, "Settings")
