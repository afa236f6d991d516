"""What in a built site a browser or a feed reader could run, found by parsing every file of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from lxml import etree, html

URLS = frozenset({
    "action", "background", "cite", "data", "formaction", "href", "longdesc", "manifest", "ping", "poster", "src",
    "srcset", "xlink:href",
})  # fmt: skip
NEVER = frozenset({"applet", "base", "embed", "form", "foreignobject", "frame", "iframe", "math", "object", "style"})
SAFE = re.compile(r"(https?://|mailto:|[^:]*(?:[/?#]|$))", re.IGNORECASE)  # a scheme that runs nothing, or none
OWN_SCRIPT = re.compile(r"(/[\w-]+)?/static/cite\.js")  # the theme's one script, which copies a citation
IGNORED = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028\u2029\ufeff]")  # what browsers skip in front of a scheme
URL_KEYS = frozenset({
    "@id", "archivedat", "avatar", "banner_image", "contenturl", "external_url", "favicon", "feed_url", "home_page_url",
    "icon", "image", "item", "license", "mainentityofpage", "sameas", "thumbnailurl", "url",
})  # fmt: skip


class _Elements(HTMLParser):
    """Every element of an HTML text as a lenient parser sees it, with what a script element holds."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.data: list[str] = []  # of JSON-LD blocks
        self._in_data = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self._in_data = tag == "script" and ("type", "application/ld+json") in attrs

    def handle_endtag(self, tag: str) -> None:
        self._in_data = self._in_data and tag != "script"

    def handle_data(self, data: str) -> None:
        if self._in_data:
            self.data.append(data)


def dangers(site: Path) -> list[str]:
    """What could run, in every file of a site: "path: what"."""
    found = []
    for path in sorted(site.rglob("*")):
        if path.is_file() and path.relative_to(site).parts[0] != "static":  # the theme's own
            found.extend(f"{path.relative_to(site)}: {danger}" for danger in _in_file(path))
    return found


def _in_file(path: Path) -> Iterator[str]:
    if path.suffix == ".html":
        yield from in_html(path.read_text(encoding="utf-8"))
    elif path.suffix in {".xml", ".svg"}:
        yield from _in_xml(path.read_bytes())
    elif path.suffix == ".json":
        yield from in_json(json.loads(path.read_text(encoding="utf-8")))


def in_html(text: str) -> Iterator[str]:
    """What could run in an HTML text, by two parsers that forgive differently."""
    parser = _Elements()
    parser.feed(text)
    parser.close()
    for tag, attributes in parser.elements:
        yield from _in_element(tag, attributes)
    for data in parser.data:
        yield from in_json(json.loads(data))
    tree = html.fromstring(f"<html>{text}</html>", parser=html.HTMLParser(huge_tree=True))
    for node in tree.iter(etree.Element):
        yield from _in_element(str(node.tag), {str(key): str(value) for key, value in node.attrib.items()})


def _in_element(tag: str, attributes: dict[str, str]) -> Iterator[str]:
    tag = tag.casefold()
    if tag == "script" and attributes.keys() == {"src", "defer"} and OWN_SCRIPT.fullmatch(attributes["src"]):
        return
    if tag in NEVER or (tag == "script" and attributes.get("type") != "application/ld+json"):
        yield f"<{tag}>"
    if tag == "script" and attributes.keys() - {"type"}:
        yield f"<script> with {sorted(attributes)}"
    for name, value in attributes.items():
        if name.casefold().startswith("on") or name.casefold() in {"srcdoc", "style"}:
            yield f"<{tag} {name}={value!r}>"
        if name.casefold() in URLS and not is_safe(value):
            yield f"<{tag} {name}={value!r}>"
    if tag == "meta" and attributes.get("http-equiv", "").casefold() == "refresh":
        delay, _, target = attributes.get("content", "").partition("url=")
        if not re.fullmatch(r"\d+;\s*", delay) or not is_safe(target):
            yield f"<meta refresh {attributes.get('content')!r}>"


def is_safe(url: str) -> bool:
    """Whether an address is relative, http, https or mailto, however it is spelt."""
    return SAFE.match(IGNORED.sub("", url)) is not None


def _in_xml(data: bytes) -> Iterator[str]:
    tree = etree.fromstring(data, parser=etree.XMLParser(resolve_entities=False, no_network=True))
    for node in tree.iter(etree.Element):
        tag = etree.QName(node).localname
        yield from _in_element(tag, {etree.QName(key).localname: value for key, value in node.attrib.items()})
        if tag in {"loc", "id", "uri", "logo", "icon"} and not (is_safe(node.text or "") or _is_tag_uri(node.text)):
            yield f"<{tag}>{node.text}"
        if node.get("type") == "html":
            yield from in_html(f"<div>{node.text or ''}</div>")


def _is_tag_uri(text: str | None) -> bool:
    return bool(text) and re.fullmatch(r"(tag|urn):[^<>\s]+", text or "") is not None


def in_json(value: object, key: str = "") -> Iterator[str]:
    """What could run in JSON that names addresses and HTML by its keys."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from in_json(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from in_json(inner, key)
    elif isinstance(value, str):
        if key.casefold() in URL_KEYS and not is_safe(value):
            yield f'"{key}": {value!r}'
        if key == "content_html":
            yield from in_html(f"<div>{value}</div>")
