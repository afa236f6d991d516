"""Real texts: the names that an article declares are marked where they stand, and never inside another word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import lxml.html
import yaml

from tests.published.built import BuiltSite, parse
from tests.published.test_words import article_pages, id_of


def front_matter(path: Path) -> dict[str, object]:
    """A file's front matter, by a loader that is not ours."""
    _, front, _ = path.read_text(encoding="utf-8-sig").split("---\n", 2)
    found: dict[str, object] = yaml.safe_load(front)
    return found


def names_of_entities(site: BuiltSite) -> dict[str, tuple[str, list[str]]]:
    """The key and the strong names of each entity, by its id."""
    found: dict[str, tuple[str, list[str]]] = {}
    for path in (site.source / "content/entities").rglob("*.md"):
        front = front_matter(path)
        aliases = [one["name"] if isinstance(one, dict) else one for one in front.get("aliases") or []]  # type: ignore[attr-defined]
        identifier = str(front.get("id", path.stem))
        found[identifier] = f"{front['type']}/{identifier}", [str(front["name"]), *map(str, aliases)]
    return found


def declared(front: dict[str, object]) -> Iterator[str]:
    """What an article names, as it names it."""
    entities = front.get("entities") or {}
    lists = entities.values() if isinstance(entities, dict) else [entities]
    for items in lists:
        for item in items or []:  # type: ignore[attr-defined]
            yield str(item["ref"] if isinstance(item, dict) else item)


def text_of(body: lxml.html.HtmlElement) -> str:
    """The words of a body in which names are marked: not those of links of its own, of code and of headings."""
    for element in body.xpath(".//a[not(contains(@class, 'mention'))] | .//code | .//pre | .//h2 | .//h3 | .//h4"):
        element.drop_tree()
    return str(body.text_content())


def test_names_that_stand_in_a_text_are_marked(newspapers: BuiltSite) -> None:
    entities, pages = names_of_entities(newspapers), article_pages(newspapers)
    stands, missed = 0, []
    for source in sorted((newspapers.source / "content/articles").rglob("*.md")):
        (body,) = parse(newspapers, pages[id_of(source)]).find_class("body")
        marked = {key for one in body.find_class("mention") for key in one.get("data-entity").split()}
        text = text_of(body)
        for name in dict.fromkeys(declared(front_matter(source))):
            if name not in entities:
                continue
            key, names = entities[name]
            if any(re.search(rf"(?<!\w){re.escape(one)}(?!\w)", text) for one in names):
                stands += 1
                missed += [] if key in marked else [f"{source.stem}: {key}"]
    assert stands > 500
    assert len(missed) / stands <= 0.03, missed[:20]  # the longest name that stands there counts


def test_no_name_is_marked_inside_another_word(newspapers: BuiltSite) -> None:
    wrong = []
    for path in article_pages(newspapers).values():
        for body in parse(newspapers, path).find_class("body"):
            text = lxml.html.tostring(body, encoding="unicode")
            inside = r'\w<(?:a|span) class="mention"[^>]*>\w[^<]*|class="mention"[^>]*>[^<]*\w</(?:a|span)>\w'
            wrong += [f"{path}: {found}" for found in re.findall(inside, text)]
    assert wrong == []
