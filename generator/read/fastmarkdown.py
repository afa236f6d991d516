"""Python-Markdown without the work that cannot change anything: a Markdown extension for any set of extensions.

Register it last. Python-Markdown asks every processor about every piece of text. Nearly all of them need some
character to do anything, and prose has few of those. Here each known processor has a gate, the characters without
which it does nothing; where they are missing it is not asked. On plain articles that was nine tenths of the time
(docs/adr/0004-fast-markdown.md).

Refuses to guess. A gate says when a processor cannot act, never what it would do: the processors themselves do all
the work, so the output is the same byte for byte. One that no table names, a subclass of a named one too, is asked
about everything, as before. Only the instance at hand is changed (`run` of its processors, `parseBlocks` of its
parser), no class of the package; all objects keep their place, their state and their names. The one assumption: a
named class has the regular expressions that Python-Markdown gave it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, cast

from markdown import inlinepatterns
from markdown.blockparser import BlockParser
from markdown.blockprocessors import ParagraphProcessor
from markdown.extensions import Extension
from markdown.preprocessors import NormalizeWhitespace, Preprocessor
from markdown.treeprocessors import InlineProcessor, Treeprocessor
from markdown.util import ETX, STX, AtomicString

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from xml.etree.ElementTree import Element

    from markdown import Markdown
    from markdown.blockprocessors import BlockProcessor
    from markdown.inlinepatterns import DelimiterProcessor  # since 3.11
    from markdown.postprocessors import Postprocessor

    Pairs = tuple[tuple[str, str], ...]
    Needles = tuple[str | tuple[str, str], ...]  # one of these must occur, of two both; "" occurs everywhere

# Classes are named, not imported: an extension that is not in use is not loaded.

PREPROCESSORS: Final[Mapping[str, Needles]] = {
    "markdown.extensions.fenced_code.FencedBlockPreprocessor": ("```", "~~~"),  # a fence has three at least
    # No tag and no numeric reference (one without `;` gets one): the HTML parser hands on what it was given.
    "markdown.preprocessors.HtmlBlockPreprocessor": ("<", "&#"),
}

# What a line of a block must begin with, after spaces, for a processor to act; and four marks:
EMPTY: Final = "\n"  # an empty line
INDENTED: Final = " "  # a space at the start of the block
DIGIT: Final = "0"  # any decimal digit
PIPE: Final = "|"  # also: a `|` anywhere in a block of two lines or more

BLOCKS: Final[Mapping[str, str]] = {
    "markdown.blockprocessors.EmptyBlockProcessor": EMPTY,
    "markdown.blockprocessors.ListIndentProcessor": INDENTED,
    "markdown.blockprocessors.CodeBlockProcessor": INDENTED,
    "markdown.blockprocessors.HashHeaderProcessor": "#",
    "markdown.blockprocessors.SetextHeaderProcessor": "=-",  # the line below the title
    "markdown.blockprocessors.HRProcessor": "-_*",
    "markdown.blockprocessors.OListProcessor": DIGIT,
    "markdown.blockprocessors.UListProcessor": "*+-",
    "markdown.blockprocessors.BlockQuoteProcessor": ">",
    "markdown.blockprocessors.ReferenceProcessor": "[",
    "markdown.extensions.abbr.AbbrBlockprocessor": "*",  # *[HTML]: …
    "markdown.extensions.def_list.DefListIndentProcessor": INDENTED,
    "markdown.extensions.def_list.DefListProcessor": ":",
    "markdown.extensions.footnotes.FootnoteBlockProcessor": "[",  # [^1]: …
    "markdown.extensions.sane_lists.SaneOListProcessor": DIGIT,
    "markdown.extensions.sane_lists.SaneUListProcessor": "*+-",
    "markdown.extensions.tables.TableProcessor": PIPE,  # the row below the head, and its columns
}

# Whether an inline pattern can act is settled by its regular expression alone, so expressions stand here, not classes.
INLINE: Final[Mapping[str, Needles]] = {
    inlinepatterns.BACKTICK_RE: ("`",),
    inlinepatterns.ESCAPE_RE: ("\\",),
    inlinepatterns.LINK_RE: ("[",),  # references too
    inlinepatterns.IMAGE_LINK_RE: ("![",),
    inlinepatterns.AUTOLINK_RE: ("<",),
    inlinepatterns.AUTOMAIL_RE: ("<",),
    inlinepatterns.HTML_RE: ("<",),
    inlinepatterns.ENTITY_RE: (("&", ";"),),
    inlinepatterns.LINE_BREAK_RE: ("  \n",),
    r"\*|_": ("*", "_"),  # emphasis since Python-Markdown 3.11 …
    r"\*": ("*",),  # … and before
    r"_": ("_",),
    r"((^|(?<=\s))(\*{1,3}|_{1,3})(?=\s|$))": ("*", "_"),
    r"\[\^([^\]]*)\]": ("[^",),  # a reference to a footnote
    r"(?<!\.)\.{3}(?!\.)": ("...",),  # smarty, as far as it has no constants
    r"(?<!-)---(?!-)": ("---",),
    r"(?<!-)--(?!-)": ("--",),
    r"\<\<": ("<<",),
    r"\>\>": (">>",),
}

SMARTY: Final[Mapping[str, Needles]] = {
    "singleQuoteStartRe": ("'",),
    "doubleQuoteStartRe": ('"',),
    "doubleQuoteSetsRe": ("\"'",),
    "singleQuoteSetsRe": ("'\"",),
    "doubleQuoteSetsRe2": ("'\"",),
    "singleQuoteSetsRe2": ("\"'",),
    "decadeAbbrRe": ("'",),
    "openingSingleQuotesRegex": ("'",),
    "closingSingleQuotesRegex": ("'",),
    "closingSingleQuotesRegex2": ("'",),
    "remainingSingleQuotesRegex": ("'",),
    "openingDoubleQuotesRegex": ('"',),
    "closingDoubleQuotesRegex": ('"',),
    "closingDoubleQuotesRegex2": ('"',),
    "remainingDoubleQuotesRegex": ('"',),
    "HTML_STRICT_RE": ("<",),
}

DELIMITERS: Final = "markdown.inlinepatterns.DelimiterProcessor"

TREE: Final[Mapping[str, Needles]] = {
    "markdown.extensions.attr_list.AttrListTreeprocessor": ("{",),
    "markdown.treeprocessors.UnescapeTreeprocessor": (STX,),
}

POSTPROCESSORS: Final[Mapping[str, Needles]] = {
    "markdown.extensions.footnotes.FootnotePostprocessor": (STX,),
    "markdown.postprocessors.AndSubstitutePostprocessor": (STX,),
}

ALWAYS: Final = ("",)

_INLINE_FLAGS: Final = re.compile("", re.DOTALL).flags  # what InlineProcessor compiles with
_NOT_NORMAL: Final = tuple((mark, mark) for mark in ("\t", "\r", STX, ETX))
_BLANK_BUT_SPACES: Final = re.compile(r"\n +\n")
# Python-Markdown has no public seam between a text and its patterns. Where these are missing nothing is gated.
_HANDLE: Final = "_InlineProcessor__handleInline"
_APPLY: Final = "_InlineProcessor__applyPattern"


class FastMarkdown(Extension):
    """Speeds up one `markdown.Markdown`; see the module.

    `inline`, `blocks` and `tree` add gates for processors of your own: by regular expression, by class, by class. A
    gate must be right for every input: without these characters the processor changes nothing, whatever came before.
    """

    def __init__(
        self,
        *,
        inline: Mapping[str, Needles] | None = None,
        blocks: Mapping[type, str] | None = None,
        tree: Mapping[type, Needles] | None = None,
    ) -> None:
        super().__init__()
        self.inline = {**INLINE, **(inline or {})}
        self.blocks = {**BLOCKS, **{_name(cls): leads for cls, leads in (blocks or {}).items()}}
        self.tree = {**TREE, **{_name(cls): needles for cls, needles in (tree or {}).items()}}

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Gate what is registered now; block processors and inline patterns that come later are noticed too."""
        self._gate_texts(md)
        if type(md.parser) is BlockParser and md.tab_length > 0:
            _set(md.parser, "parseBlocks", _GatedBlocks(md.parser, self.blocks).parse)
        self._gate_tree(md)

    def _gate_texts(self, md: Markdown) -> None:
        """What works on the text, before there is a tree and after."""
        for preprocessor in md.preprocessors:
            if type(preprocessor) is NormalizeWhitespace:
                _set(preprocessor, "run", _GatedNormalizing(preprocessor).run)
            elif needles := PREPROCESSORS.get(_name(type(preprocessor))):
                _set(preprocessor, "run", _GatedPreprocessor(preprocessor, needles).run)
        for postprocessor in md.postprocessors:
            if needles := POSTPROCESSORS.get(_name(type(postprocessor))):
                _set(postprocessor, "run", _GatedPostprocessor(postprocessor, needles).run)

    def _gate_tree(self, md: Markdown) -> None:
        """What works on the tree: inline patterns, and treeprocessors."""
        for pattern in md.inlinePatterns:
            if _name(type(pattern)) == DELIMITERS and hasattr(pattern, "search"):
                _set(pattern, "search", _QuickDelimiters(cast("DelimiterProcessor", pattern)).search)
        inline = {**self.inline, **_smarty()} if "smarty" in md.treeprocessors else self.inline
        for processor in md.treeprocessors:
            if type(processor) is InlineProcessor and hasattr(processor, _APPLY) and hasattr(processor, _HANDLE):
                gated = _GatedPatterns(processor, inline)
                _set(processor, "run", gated.run)
                _set(processor, _HANDLE, gated.handle)
            elif needles := self.tree.get(_name(type(processor))):
                _set(processor, "run", _GatedTree(processor, needles).run)


def _set(instance: object, name: str, method: Callable[..., Any]) -> None:
    """Put a method in front of the class's, for this instance."""
    setattr(instance, name, method)


def _name(cls: type) -> str:
    return f"{cls.__module__}.{cls.__qualname__}"


def _smarty() -> dict[str, Needles]:
    """The gates of smarty's expressions, by expression; those that this version lacks are left out."""
    from markdown.extensions import smarty  # noqa: PLC0415 - in use, so loaded already

    return {getattr(smarty, name): needles for name, needles in SMARTY.items() if hasattr(smarty, name)}


# Preprocessors. Each gets lines, joins them and splits the result; a line that holds a line break comes out as two, so
# that much is done here too. Classes, not closures, so that a copy of a Markdown instance is one.


class _GatedPreprocessor:
    """A preprocessor's `run`, left out where none of `needles` occurs."""

    def __init__(self, processor: Preprocessor, needles: Needles) -> None:
        self.original: Callable[[list[str]], list[str]] = processor.run
        self.needles = _pairs(needles)

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        if _holds_one(text, self.needles):
            return self.original(lines)
        return lines if text.count("\n") + 1 == len(lines) else text.split("\n")


class _GatedNormalizing:
    """Its search for lines of spaces looks behind at every character (0.1 of 2.2 ms); this one does not."""

    def __init__(self, processor: Preprocessor) -> None:
        self.original: Callable[[list[str]], list[str]] = processor.run

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines) + "\n\n"
        if _holds_one(text, _NOT_NORMAL) or _BLANK_BUT_SPACES.search(text):
            return self.original(lines)
        return text.split("\n")


# Block processors


class _GatedBlocks:
    """A parser's `parseBlocks` as it was, but for processors that cannot act on a block (0.7 of 2.2 ms an article)."""

    def __init__(self, parser: BlockParser, gates: Mapping[str, str]) -> None:
        self.registry = parser.blockprocessors
        self.gates = gates
        self.registered: list[Any] = []
        self.gated: list[tuple[Any, frozenset[str] | None]] = []
        self.leads: frozenset[str] = frozenset()  # of all gates
        self.only: ParagraphProcessor | None = None  # the one without a gate, which takes every block

    def parse(self, parent: Element, blocks: list[str]) -> None:
        self._notice()
        while blocks:
            block = blocks[0]
            structure = _structure(block)
            if self.only is not None and self.leads.isdisjoint(structure):
                self.only.run(parent, blocks)
                continue
            for processor, leads in self.gated:
                if leads is not None and leads.isdisjoint(structure):
                    continue
                if processor.test(parent, blocks[0]):
                    if processor.run(parent, blocks) is not False:
                        break
                    if blocks[0] is not block:  # changed, and left to the others
                        block = blocks[0]
                        structure = _structure(block)

    def _notice(self) -> None:
        """Take up what was registered or replaced since the last time."""
        registered = list(self.registry)
        if registered != self.registered:
            self.registered = registered
            self.gated = [(processor, self._leads(processor)) for processor in registered]
            self.leads = frozenset().union(*(leads for _, leads in self.gated if leads is not None))
            everywhere = [processor for processor, leads in self.gated if leads is None]
            self.only = everywhere[0] if [type(one) for one in everywhere] == [ParagraphProcessor] else None

    def _leads(self, processor: BlockProcessor) -> frozenset[str] | None:
        leads = self.gates.get(_name(type(processor)))
        return None if leads is None else frozenset(leads)


def _structure(block: str) -> Iterable[str]:
    """What the lines of a block begin with, and its marks."""
    if block[:1].isalpha() and "\n" not in block:  # nearly every paragraph
        return ()
    lines = block.split("\n")
    structure = {line.lstrip(" ")[:1] or EMPTY for line in lines}
    if any(lead.isdecimal() for lead in structure):
        structure.add(DIGIT)
    if block[:1] == " ":
        structure.add(INDENTED)
    if len(lines) > 1 and "|" in block:
        structure.add(PIPE)
    return structure


# Inline patterns


class _GatedPatterns:
    """The way of a text through its patterns, but only those that can match in it (1.1 of 2.2 ms)."""

    def __init__(self, processor: InlineProcessor, gates: Mapping[str, Needles]) -> None:
        self.processor = processor
        self.gates = gates
        self.original: Callable[[Element, list[str] | None], Element] = processor.run
        self.apply: Callable[..., tuple[str, bool, int]] = getattr(processor, _APPLY)
        self.expressions: list[tuple[Any, re.Pattern[str]]] = []
        self.gated: list[tuple[Any, Pairs]] = []
        self.needles: Pairs = ()
        self._notice()

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """Texts in which nothing can match are put aside meanwhile."""
        self._notice()
        texts = [(element, text) for element in tree.iter() if type(text := element.text) is str]
        whole = "".join([text for _, text in texts])
        present = [(one, other) for one, other in (*self.needles, (STX, STX)) if one in whole and other in whole]
        aside = [(element, text) for element, text in texts if not _holds_one(text, present)]
        for element, _ in aside:
            element.text = None
        result = self.original(tree, ancestors)
        for element, text in aside:
            element.text = text
        return result

    def handle(self, data: str, index: int = 0) -> str:
        if isinstance(data, AtomicString) or not _holds_one(data, self.needles):
            return data
        for place, (pattern, needles) in enumerate(self.gated[index:], index):
            start, matched = 0, _holds_one(data, needles)
            while matched:
                data, matched, start = self.apply(pattern, data, place, start)
        return data

    def _notice(self) -> None:
        """Take up what was registered, replaced or changed since the last time."""
        patterns: Iterable[Any] = self.processor.inlinePatterns
        expressions = [(pattern, pattern.getCompiledRegExp()) for pattern in patterns]
        if expressions != self.expressions:
            self.expressions = expressions
            self.gated = [(pattern, _pairs(self._needles(expression))) for pattern, expression in expressions]
            self.needles = tuple(dict.fromkeys(marked for _, needles in self.gated for marked in needles))

    def _needles(self, expression: re.Pattern[str]) -> Needles:
        return self.gates.get(expression.pattern, ALWAYS) if expression.flags == _INLINE_FLAGS else ALWAYS


class _QuickDelimiters:
    """A `DelimiterProcessor`'s `search`, by its regular expression instead of character by character."""

    def __init__(self, processor: DelimiterProcessor) -> None:
        self.processor = processor
        self.original: Callable[[str, int], re.Match[str] | None] = processor.search

    def search(self, data: str, start: int) -> re.Match[str] | None:
        delimiters = self.processor.delimiters
        if any(len(token) != 1 for token in delimiters):
            return self.original(data, start)
        for token in self.processor.compiled_re.finditer(data, start):
            delimiter = delimiters[token.group()]
            found: re.Match[str] | None = delimiter.boundary.match(data, token.start())
            if found is not None and (delimiter.stack or found.lastgroup != "end"):
                return found
        return None


# Treeprocessors and postprocessors


class _GatedTree:
    """A treeprocessor's `run`, left out where no text and no attribute of the tree holds one of `needles`."""

    def __init__(self, processor: Treeprocessor, needles: Needles) -> None:
        self.original: Callable[[Element], Element | None] = processor.run
        self.needles = _pairs(needles)

    def run(self, root: Element) -> Element | None:
        strings: list[str | None] = []
        for element in root.iter():  # `itertext` leaves out comments
            strings += (element.text, element.tail, *element.attrib.values())
        return self.original(root) if _holds_one("".join(filter(None, strings)), self.needles) else None


class _GatedPostprocessor:
    """A postprocessor's `run`, left out where none of `needles` occurs."""

    def __init__(self, processor: Postprocessor, needles: Needles) -> None:
        self.original: Callable[[str], str] = processor.run
        self.needles = _pairs(needles)

    def run(self, text: str) -> str:
        return self.original(text) if _holds_one(text, self.needles) else text


# Looking for needles


def _pairs(needles: Needles) -> Pairs:
    """Two strings for each needle: its last character first, since one is found a hundred times as fast as two."""
    return tuple(needle if isinstance(needle, tuple) else (needle[-1:], needle) for needle in needles)


def _holds_one(text: str, needles: Iterable[tuple[str, str]]) -> bool:
    for one, other in needles:  # noqa: SIM110 - `any` takes three times as long, and this is the time of the module
        if one in text and other in text:
            return True
    return False
