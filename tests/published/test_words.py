"""No word of an article is lost: the letters of each paragraph of its source stand on its page, in order.

But for what rights withhold, of which no page has a paragraph.
"""

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


def is_withheld(path: Path) -> bool:
    """Whether an article's rights let its page show an excerpt of its text at most."""
    front = path.read_text(encoding="utf-8-sig").partition("\n---")[0]
    return re.search(r"\bdisplay: *(?:excerpt|metadata)\b", front) is not None


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
        if not is_withheld(source):
            lost += [(source.name, p[:80]) for p in paragraphs(source) if letters(p) not in page]
    assert len(sources) == len(pages)
    assert not lost[:10]


def test_the_demo_shows_only_the_beginning_of_a_text_that_is_withheld(demo: BuiltSite) -> None:
    pages = article_pages(demo)
    (source,) = [path for path in sorted((demo.source / "content/articles").rglob("*.md")) if is_withheld(path)]
    beginning, *rest = paragraphs(source)
    page = shown(demo, pages[id_of(source)])
    assert letters(beginning)[:200] in page
    assert len(rest) > 3
    whole = {path: letters(demo.bytes_of(path).decode("utf-8", "replace")) for path in demo.files}
    assert [path for path, text in whole.items() for paragraph in rest if letters(paragraph)[-80:] in text] == []
