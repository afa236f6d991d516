"""What makes Python-Markdown fast changes no byte of its output: the same text, converted with and without.

With PRESSMARK_LONG=1 every text of the corpora and many more made-up ones are tried.
"""

from __future__ import annotations

import os
import re
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Comment, Element, SubElement, tostring

import markdown
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor, UListProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor, SimpleTextInlineProcessor
from markdown.treeprocessors import Treeprocessor

from generator.model import SourcePath
from generator.read import finish as finishing
from generator.read import markdown as reading
from generator.read.dialect import Converter
from generator.read.fastmarkdown import BLOCKS, INLINE, FastMarkdown, _structure
from generator.read.markdown import convert
from generator.read.words import count_words
from generator.settings import MarkdownOptions
from tests.read.fastmarkdown_cases import CASES, PIECES

LONG = os.environ.get("PRESSMARK_LONG") == "1"
settings.register_profile("fastmarkdown", deadline=None, max_examples=150)
settings.register_profile("fastmarkdown-long", deadline=None, max_examples=20_000)
MADE_UP = settings.get_profile("fastmarkdown-long" if LONG else "fastmarkdown")
SAMPLE = 300  # files of each large corpus in the short run

OURS = ("footnotes", "tables", "def_list", "abbr", "attr_list", "sane_lists", "fenced_code")
SETS = {
    "stock": (),
    "ours": OURS,
    "smarty": (*OURS, "smarty"),
    "all": ("extra", "admonition", "legacy_attrs", "legacy_em", "meta", "nl2br", "sane_lists", "toc", "wikilinks"),
    "angled": ("markdown.extensions.smarty", "md_in_html", "footnotes"),
}
CONFIGS = {
    "angled": {"markdown.extensions.smarty": {"smart_angled_quotes": True}, "footnotes": {"SUPERSCRIPT_TEXT": "*[{}]*"}}
}
TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
    st.lists(st.sampled_from(CASES), min_size=2, max_size=4).map("\n\n".join),
    st.lists(st.sampled_from(CASES), min_size=2, max_size=4).map("\n".join),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=30).map("".join),
)


class Pair:
    """A converter as Python-Markdown has it, and one made fast; both go on from text to text."""

    def __init__(self, slow: markdown.Markdown, fast: markdown.Markdown) -> None:
        self.slow = slow
        self.fast = fast

    def agree_on(self, text: str) -> None:
        """Fail where they differ in output, in what they remember of the text, or in how they fail."""
        assert outcome(self.fast, text) == outcome(self.slow, text), text


def outcome(md: markdown.Markdown, text: str) -> tuple[str, ...]:
    md.reset()
    try:
        html = md.convert(text)
    except Exception as failure:  # noqa: BLE001 - whatever Python-Markdown does, the other must do
        return (type(failure).__name__,)
    stash = [tostring(raw).decode() if isinstance(raw, Element) else raw for raw in md.htmlStash.rawHtmlBlocks]
    return html, repr(md.references), repr(stash), repr(getattr(md, "lines", None))


@cache
def pair(name: str) -> Pair:
    """The pair for a set of extensions, or for our dialect."""
    if name.startswith("dialect"):
        smarty = name.endswith("smarty")
        return Pair(Converter(smarty=smarty, last=()).markdown, Converter(smarty=smarty).markdown)
    configs: dict[str, Any] = CONFIGS.get(name, {})
    form = "xhtml" if name == "all" else "html"
    slow = markdown.Markdown(extensions=SETS[name], extension_configs=configs, output_format=form)
    fast = markdown.Markdown(extensions=[*SETS[name], FastMarkdown()], extension_configs=configs, output_format=form)
    return Pair(slow, fast)


PAIRS = (*SETS, "dialect", "dialect with smarty")


def bodies(folder: Path) -> list[str]:
    """What follows the front matter of the files of a folder, all of them or a sample that is always the same."""
    files = sorted(folder.rglob("*.md"))
    assert files
    chosen = files if LONG or len(files) < 2 * SAMPLE else files[:: len(files) // SAMPLE]
    texts = (file.read_text(encoding="utf-8").replace("\r\n", "\n") for file in chosen)
    return [re.sub(r"\A---\n.*?\n---[ ]*\n", "", text, flags=re.DOTALL) for text in texts]


@pytest.mark.parametrize("name", PAIRS if LONG else ("stock", "ours", "smarty", "dialect"))
@pytest.mark.parametrize("corpus", ["newseye/content/articles", "18f/content", "digitalgov/content"])
def test_real_texts_come_out_the_same(corpus: str, name: str, corpora: Path) -> None:
    for body in bodies(corpora / corpus):
        pair(name).agree_on(body)


@pytest.mark.parametrize("written", CASES)
def test_every_syntax_comes_out_the_same(written: str) -> None:
    for name in PAIRS:
        pair(name).agree_on(written)


@pytest.mark.parametrize("name", PAIRS)
def test_every_syntax_next_to_every_other_comes_out_the_same(name: str) -> None:
    for first, second in zip(CASES, chain(CASES[7:], CASES[:7]), strict=True):
        for between in ("\n", "\n\n", " ", "\n\n    ", "\n> "):
            pair(name).agree_on(first + between + second)


@MADE_UP
@given(TEXTS)
def test_made_up_texts_come_out_the_same(written: str) -> None:
    for name in PAIRS:
        pair(name).agree_on(written)


# The whole way of an article


class Slowly:
    """Stands in for the memo of converters, and gives one that is not made fast."""

    def __init__(self) -> None:
        self.converters = {smarty: Converter(smarty=smarty, last=()) for smarty in (False, True)}

    def __call__(self, options: MarkdownOptions, _: int) -> Converter:
        return self.converters[options.smarty]

    def cache_clear(self) -> None:
        self.__init__()  # type: ignore[misc]


SLOWLY = Slowly()
NO_WHOLE_PARAGRAPH = re.compile(finishing._TOKEN.pattern.replace("(<p>", "((?!)<p>", 1))  # noqa: SLF001


def article(text: str, *, smarty: bool) -> tuple[object, ...]:
    return convert(text, SourcePath("a.md"), 5, MarkdownOptions(smarty=smarty))


def agree_on_article(text: str, monkeypatch: pytest.MonkeyPatch, *, either: tuple[bool, ...] = (False, True)) -> None:
    for smarty in either:
        fast = article(text, smarty=smarty)
        with monkeypatch.context() as patched:
            patched.setattr(reading, "_converter", SLOWLY)
            patched.setattr(reading, "_PERHAPS_DEEP", re.compile(""))
            patched.setattr(finishing, "_TOKEN", NO_WHOLE_PARAGRAPH)
            assert article(text, smarty=smarty) == fast, text


@pytest.mark.parametrize("corpus", ["newseye/content/articles", "18f/content", "digitalgov/content"])
def test_real_articles_have_the_same_records_and_problems(
    corpus: str, corpora: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for body in bodies(corpora / corpus):
        agree_on_article(body, monkeypatch, either=(False, True) if LONG else (False,))


@MADE_UP
@given(TEXTS)
def test_made_up_articles_have_the_same_records_and_problems(written: str) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        agree_on_article(written, monkeypatch)


@given(st.text(alphabet=st.one_of(st.sampled_from(" a1-.'\n字かカ豈𠀀、🙂"), st.characters())))
@example("".join(f"a{chr(code)}b{chr(code)} {chr(code)}" for code in range(0x1000)))
@example("".join(map(chr, range(0x2000, 0x5000))) + "a b")
@example("一二 " * 40 + "“a” — b c")
def test_words_are_counted_as_their_definition_says(text: str) -> None:
    ideograph = "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
    runs = [run for run in re.sub(ideograph, " ", text).split() if any(character.isalnum() for character in run)]
    assert count_words(text) == len(runs) + (len(re.findall(ideograph, text)) + 1) // 2


# The gates


@given(st.sampled_from(sorted(INLINE)), st.lists(st.sampled_from(PIECES), max_size=20).map("".join), st.integers(0, 1))
def test_an_expression_matches_nothing_without_its_characters(expression: str, text: str, without: int) -> None:
    """Where it needs two strings, without either."""
    needles = [(needle,) if isinstance(needle, str) else needle for needle in INLINE[expression]]
    for needle in needles:
        while needle[without % len(needle)] in text:
            text = text.replace(needle[without % len(needle)], "")
    if not any(all(part in text for part in needle) for needle in needles):
        assert re.search(expression, text, re.DOTALL) is None


def everything() -> markdown.Markdown:
    return markdown.Markdown(extensions=OURS)


def named(processor: object) -> str:
    return f"{type(processor).__module__}.{type(processor).__qualname__}"


def test_every_processor_that_python_markdown_has_is_named() -> None:
    """Only paragraphs are for every block; a renamed class would silently cost its time again."""
    for names in (SETS["stock"], OURS):
        md = markdown.Markdown(extensions=names)
        assert [named(one) for one in md.parser.blockprocessors if named(one) not in BLOCKS] == [
            "markdown.blockprocessors.ParagraphProcessor"
        ]
        assert [one for one in md.inlinePatterns if one.getCompiledRegExp().pattern not in INLINE] == []


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), st.sampled_from(["", "p", "ul", "ol", "dl", "pre"]))
def test_a_block_processor_does_nothing_without_its_characters(block: str, sibling: str) -> None:
    for processor in everything().parser.blockprocessors:
        leads = BLOCKS.get(named(processor))
        if leads is None or not set(leads).isdisjoint(_structure(block)):
            continue
        parent = Element("div")
        if sibling:
            SubElement(SubElement(parent, sibling), "li").text = "x"
        before, blocks = tostring(parent), [block, "next"]
        assert not processor.test(parent, block) or processor.run(parent, blocks) is False
        assert (tostring(parent), blocks) == (before, [block, "next"])


# Processors that no table names


class Shouting(Extension):
    """Acts on plain letters everywhere: inline, blocks, bullets of its own, and the tree."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802
        md.inlinePatterns.register(SimpleTextInlineProcessor(r"e(\w)"), "drop-e", 185)
        md.inlinePatterns.register(Starred(r"q"), "star-q", 76)
        md.parser.blockprocessors.register(Quiet(md.parser), "quiet", 200)
        md.parser.blockprocessors.register(Rewriting(md.parser), "rewriting", 95)
        md.parser.blockprocessors.register(Remark(md.parser), "remark", 94)
        md.parser.blockprocessors.register(Bullets(md.parser), "ulist", 30)
        md.treeprocessors.register(Marked(md), "marked", 9)


class Starred(InlineProcessor):
    """Gives text with markup that was in no text before, for the patterns after it."""

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[Element, int, int]:
        element = Element("span")
        element.text = "*s* &amp; `t`"
        return element, m.start(0), m.end(0)


class Quiet(BlockProcessor):
    """Takes a block that looks like a paragraph."""

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002
        return block.startswith("plain")

    def run(self, parent: Element, blocks: list[str]) -> bool | None:
        SubElement(parent, "section").text = blocks.pop(0)
        return None


class Rewriting(BlockProcessor):
    """Changes a block and leaves it to the processors after it."""

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002
        return block.startswith("list of ")

    def run(self, parent: Element, blocks: list[str]) -> bool | None:  # noqa: ARG002
        blocks[0] = "- " + blocks[0].removeprefix("list of ")
        return False


class Remark(BlockProcessor):
    """Makes a comment, which is an element without a name."""

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002
        return block.startswith("remark")

    def run(self, parent: Element, blocks: list[str]) -> bool | None:
        parent.append(Comment(blocks.pop(0)))
        return None


class Bullets(UListProcessor):
    """A known processor made to know another bullet."""

    def __init__(self, parser: BlockParser) -> None:
        super().__init__(parser)
        self.RE = re.compile(r"^[ ]{0,3}[*+•-][ ]+(.*)")
        self.CHILD_RE = re.compile(r"^[ ]{0,3}(([*+•-]))[ ]+(.*)")


class Marked(Treeprocessor):
    def run(self, root: Element) -> None:
        for element in root.iter("p"):
            element.set("n", str(len(element)))


REMARKS = ("remark", r"remark \* and \_", "remark `code` {.a}", "remark [a](b)\n\n{x} and *y*")


@pytest.mark.parametrize(
    "written",
    ["• one\n• two", "plain and *so*", "list of e", "see the sea", "quick query", "word", *REMARKS, *CASES[:60]],
)
@pytest.mark.parametrize("later", [False, True])
def test_a_processor_that_is_not_known_is_asked_about_everything(written: str, later: bool) -> None:
    """Also one that is registered after."""
    slow = markdown.Markdown(extensions=[*OURS, Shouting()])
    extensions = [FastMarkdown(), Shouting()] if later else [Shouting(), FastMarkdown()]
    Pair(slow, markdown.Markdown(extensions=[*OURS, *extensions])).agree_on(written)


def test_the_classes_of_the_package_are_left_alone() -> None:
    before = {name: vars(markdown.treeprocessors.InlineProcessor)[name] for name in ("run", "__init__")}
    parse = vars(markdown.blockparser.BlockParser)["parseBlocks"]
    markdown.Markdown(extensions=[FastMarkdown()]).convert("*a*")
    assert before == {name: vars(markdown.treeprocessors.InlineProcessor)[name] for name in before}
    assert vars(markdown.blockparser.BlockParser)["parseBlocks"] is parse


@pytest.mark.parametrize("tab_length", [0, 1, 2, 4, 8])
def test_any_tab_length_will_do(tab_length: int) -> None:
    slow = markdown.Markdown(extensions=OURS, tab_length=tab_length)
    fast = markdown.Markdown(extensions=[*OURS, FastMarkdown()], tab_length=tab_length)
    for written in CASES if tab_length else ("    code",):
        Pair(slow, fast).agree_on(written)
