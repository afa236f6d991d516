"""No word of an article is lost: the letters of each paragraph of its source stand on its page, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from lxml import etree

from tests.published.built import BuiltSite, parse

# What Markdown writes and a reader does not see: addresses, footnote labels, list numbers, table rules.
MARKUP = [
    (re.compile(r"^\[\^[^\]]+\]:", re.MULTILINE), ""),
    (re.compile(r"\[\^[^\]]+\]"), ""),
    (re.compile(r"!\[[^\]]*\]\([^)\s]*\)"), ""),
    (re.compile(r"\]\([^)]*\)"), "]"),
    (re.compile(r"\[\[(?:[^\]|]*\\?\|)?([^\]]*)\]\]"), r"\1"),
    (re.compile(r"^[\s:]*\d+[.)]\s", re.MULTILINE), ""),
]


def letters(text: str) -> str:
    """A text's letters and digits and nothing else."""
    return "".join(character for character in text if character.isalnum())


def paragraphs(path: Path) -> Iterator[str]:
    """The paragraphs of an article's body as a reader reads them, by a rough reading of Markdown that is not ours."""
    body = path.read_text(encoding="utf-8-sig").partition("\n---")[2]
    for pattern, plain in MARKUP:
        body = pattern.sub(plain, body)
    yield from (unescape(paragraph) for block in re.split(r"\n\s*\n", body) for paragraph in lines_of(block))


def lines_of(block: str) -> list[str]:
    """A paragraph as one; a table by its cells, since a page has a cell's label between them or not."""
    return re.split(r"[|\n]", block) if block.lstrip().startswith("|") else [block]


ARTICLE = re.compile(r"(?:\d{4}/\d{2}|\d{4}|undated)/(?!\d{2}/)([^/]+)/index\.html")


def article_pages(site: BuiltSite) -> dict[str, str]:
    """The path of each article's page by the article's id."""
    return {found.group(1): path for path in site.pages if (found := ARTICLE.fullmatch(path))}


def id_of(path: Path) -> str:
    """The id that an article's file gives, by its front matter or its name."""
    written = re.search(r"^id: *[\"']?([^\"'\n]+?)[\"']? *$", path.read_text(encoding="utf-8-sig"), re.MULTILINE)
    return written.group(1) if written else re.sub(r"^\d{4}-\d{2}-\d{2}-", "", path.stem)


def shown(site: BuiltSite, path: str) -> str:
    """The letters of a page's main part, without the numbers of footnotes."""
    main = parse(site, path).find(".//main")
    for number in main.xpath(".//sup[a[starts-with(@href, '#')]]"):
        number.drop_tree()
    return letters(etree.tostring(main, method="text", encoding="unicode"))


def test_every_article_has_a_page_with_all_its_words(site: BuiltSite) -> None:
    sources = sorted((site.source / "content/articles").rglob("*.md"))
    pages = article_pages(site)
    lost = []
    for source in sources:
        page = shown(site, pages[id_of(source)])
        lost += [(source.name, p[:80]) for p in paragraphs(source) if letters(p) not in page]
    assert len(sources) == len(pages)
    assert not lost[:10]
