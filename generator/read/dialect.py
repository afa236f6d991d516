"""The Markdown that archives are written in: Python-Markdown, its extensions, and where we differ from them.

Makes converters, and nothing else: no file, no problem, no sanitising. Each difference is there because the original
would lose a word of the source, fail on some input, or take quadratic time.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement

import markdown
from markdown.extensions.attr_list import AttrListExtension, AttrListTreeprocessor
from markdown.extensions.footnotes import FN_BACKLINK_TEXT, FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension, SaneOListProcessor
from markdown.extensions.tables import TableExtension, TableProcessor
from markdown.treeprocessors import Treeprocessor

from generator.read.fastmarkdown import DIGIT, PIPE, FastMarkdown
from generator.read.wikilinks import WIKI_LINK, add_wiki_links

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markdown import Markdown
    from markdown.blockparser import BlockParser
    from markdown.extensions import Extension
    from markdown.inlinepatterns import LinkInlineProcessor

BACK_REFERENCE = "footnote-backref"
REFERENCE = "footnote-ref"
NOTES = "footnote"
_BRACKET = re.compile(r"[\[\]]")
_NEAR = 64  # brackets looked at before the whole text is paired
_LONGEST_DESTINATION = 1_500


class Footnotes(FootnoteExtension):
    """Footnotes of which none is lost.

    A second definition of one label is a note of its own; one that nothing refers to, or that stands inside another,
    is shown like the others.
    """

    twice: list[str]  # labels defined more than once
    renamed: set[str]  # labels made for the later definitions

    def reset(self) -> None:
        """Forget the last text."""
        super().reset()
        self.twice = []
        self.renamed = set()

    def setFootnote(self, id: str, text: str) -> None:  # noqa: A002, N802 - Python-Markdown's names
        """Keep a definition; a label that is taken gets a number."""
        label, number = id, 1
        while label in self.footnotes:
            number += 1
            label = f"{id}-{number}"
        if label != id:
            self.twice.append(id)
            self.renamed.add(label)
        self.footnotes[label] = text

    def unique_ref(self, reference: str, found: bool = False) -> str:  # noqa: FBT001, FBT002
        """The id of the next reference to one note: `fnref:x`, `fnref2:x`, … (the original counts up each time)."""
        if not found:
            return reference
        number = self.found_refs.get(reference, 0) + 1
        self.found_refs[reference] = number
        return reference if number == 1 else reference.replace("fnref", f"fnref{number}", 1)

    def unused(self) -> list[str]:
        """The labels that nothing refers to."""
        return [label for label in self.footnotes if label not in self.footnote_order]

    def findFootnotesPlaceholder(self, root: Element) -> None:  # noqa: N802, ARG002
        """None: notes always stand at the end, and a text that looks like a marker is text."""
        return

    def makeFootnotesDiv(self, root: Element) -> Element | None:  # noqa: N802, ARG002
        """The notes in order of definition; converting one may define more."""
        if not self.footnotes:
            return None
        section = Element("div", {"class": NOTES})
        SubElement(section, "hr")
        notes = SubElement(section, "ol")
        labels = list(self.footnotes)
        for label in labels:  # grows while it is walked
            notes.append(self._note(label, len(notes) + 1))
            labels.extend(list(self.footnotes)[len(labels) :])
        return section

    def _note(self, label: str, number: int) -> Element:
        note = Element("li", {"id": self.makeFootnoteId(label)})
        content = Element("div")
        self.parser.parseChunk(content, self.footnotes[label])
        note.extend(list(content))
        if not len(note) or note[-1].tag != "p":
            SubElement(note, "p")
        last = note[-1]
        last.text = (last.text or "") + " "
        back = {"href": "#" + self.makeFootnoteRefId(label), "class": BACK_REFERENCE, "title": str(number)}
        SubElement(last, "a", back).text = FN_BACKLINK_TEXT
        return note


class _ReferencesOnly(Treeprocessor):
    """Removes the way back from notes that nothing refers to; runs once all references are known."""

    def __init__(self, md: Markdown, notes: Footnotes) -> None:
        super().__init__(md)
        self.notes = notes

    def run(self, root: Element) -> None:
        if not self.notes.footnotes or not (unused := self.notes.unused()):
            return
        lost = {"#" + self.notes.makeFootnoteRefId(label) for label in unused}
        for parent in [element for element in root.iter() if len(element)]:
            for child in list(parent):
                if child.tag == "a" and child.get("class") == BACK_REFERENCE and child.get("href") in lost:
                    parent.remove(child)


class _AttributeLists(AttrListTreeprocessor):
    """Attribute lists that must look like one: `.class`, `#id` or `key=value`. `{{ x }}` and `{word}` stay text."""

    _ONE = r"""(?:[.#][^\s.#{}="']+|[A-Za-z][\w:-]*=(?:"[^"\n{}]*"|'[^'\n{}]*'|[^\s"'{}=]+))"""
    BASE_RE = rf"\{{:?[ ]*({_ONE}(?:[ ]+{_ONE})*)[ ]*\}}"  # type: ignore[misc]
    HEADER_RE = re.compile(rf"[ ]+{BASE_RE}[ ]*$")  # type: ignore[misc]
    BLOCK_RE = re.compile(rf"\n[ ]*{BASE_RE}[ ]*$")  # type: ignore[misc]
    INLINE_RE = re.compile(rf"^{BASE_RE}")  # type: ignore[misc]


class _AttributeListExtension(AttrListExtension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        super().extendMarkdown(md)
        md.treeprocessors.register(_AttributeLists(md), "attr_list", 8)


class _WholeRows(TableProcessor):
    """A row with more cells than the head keeps them all, in its last column."""

    def _build_row(self, row: str, parent: Element, align: Sequence[str | None]) -> None:
        cells = self._split_row(row)  # type: ignore[attr-defined]
        super()._build_row(row, parent, align)  # type: ignore[misc]
        if len(cells) > len(align):
            parent[-1][-1].text = " | ".join(cell.strip(" ") for cell in cells[len(align) - 1 :])


class _TableExtension(TableExtension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        super().extendMarkdown(md)
        md.parser.blockprocessors.register(_WholeRows(md.parser, self.getConfigs()), "table", 75)


class _NumbersAsWritten(SaneOListProcessor):
    """Ordered lists whose items keep their numbers: "3. Juli" and then "5. Juli" must not become the 3rd and the 4th.

    Repeating the first number ("1." on every item) still means counting on.
    """

    def __init__(self, parser: BlockParser) -> None:
        super().__init__(parser)
        self.RE = re.compile(r"^[ ]{0,3}[0-9]{1,9}\.[ ]+(.*)")
        self.CHILD_RE = re.compile(r"^[ ]{0,3}(([0-9]{1,9}\.))[ ]+(.*)")

    def run(self, parent: Element, blocks: list[str]) -> None:
        numbers = [int(found.group(1)) for line in blocks[0].split("\n") if (found := self._NUMBER.match(line))]
        before = self.lastChild(parent)
        super().run(parent, blocks)
        items = before if before is not None and before.tag == "ol" else parent
        if items is parent and parent.tag not in {"ol", "ul"}:
            items = parent[-1]
        first = int(items.get("start", "1"))
        due = first + len(items) - len(numbers)
        for item, number in zip(items[len(items) - len(numbers) :], numbers, strict=False):
            if number not in {due, first}:
                item.set("value", str(number))
                due = number
            due += 1

    _NUMBER = re.compile(r"[ ]{0,3}([0-9]{1,9})\.[ ]+")


class _ListExtension(SaneListExtension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        super().extendMarkdown(md)
        md.parser.blockprocessors.register(_NumbersAsWritten(md.parser), "olist", 40)


class Converter:
    """A Python-Markdown of ours, and its footnotes. Not to be shared by threads; `reset` before each text."""

    def __init__(self, *, smarty: bool, last: Sequence[Extension] | None = None) -> None:
        """`last` are extensions registered after all; None: what makes it fast and changes nothing else."""
        self.notes = Footnotes(BACKLINK_TITLE="{}")
        extensions: list[Any] = ["def_list", "abbr", "fenced_code"]
        extensions += [self.notes, _ListExtension(), _TableExtension(), _AttributeListExtension()]
        if smarty:
            extensions.append("smarty")
        self.markdown = markdown.Markdown(extensions=extensions, output_format="html")
        self.markdown.treeprocessors.register(_ReferencesOnly(self.markdown, self.notes), "footnote-unused", 14)
        add_wiki_links(self.markdown)
        _bound_brackets(self.markdown)
        self.markdown.registerExtensions([_faster()] if last is None else last, {})

    def convert(self, text: str) -> str:
        """Unsanitised HTML for a text; whatever was converted before leaves no trace."""
        self.markdown.reset()
        return self.markdown.convert(text)


def _faster() -> FastMarkdown:
    """`FastMarkdown` that knows the processors of this module too."""
    return FastMarkdown(
        inline={WIKI_LINK: ("[[",)},
        blocks={_WholeRows: PIPE, _NumbersAsWritten: DIGIT},
        tree={_AttributeLists: ("{",)},
    )


def _bound_brackets(md: Markdown) -> None:
    """Pair brackets once a text instead of once a bracket, and look for a link's end only so far."""
    for name in ("reference", "link", "image_link", "image_reference", "short_reference", "short_image_ref"):
        processor: Any = md.inlinePatterns[name]
        processor.getText = _text_in_brackets
        processor.getLink = _bounded(processor)


def _bounded(processor: LinkInlineProcessor) -> Callable[[str, int], tuple[str, str | None, int, bool]]:
    original = processor.getLink

    def get_link(data: str, index: int) -> tuple[str, str | None, int, bool]:
        if data[index : index + 1] != "(" or data.find(")", index, index + _LONGEST_DESTINATION) < 0:
            return "", None, index, False
        return original(data[: index + _LONGEST_DESTINATION], index)

    return get_link


def _text_in_brackets(data: str, index: int) -> tuple[str, int, bool]:
    """The text from `index` to the bracket that closes it, the index after that, and whether there is one."""
    depth = 1
    for count, found in enumerate(_BRACKET.finditer(data, index)):
        depth += 1 if found.group() == "[" else -1
        if depth == 0:
            return data[index : found.start()], found.end(), True
        if count == _NEAR:
            close = _pairs(data).get(index - 1)
            return ("", index, False) if close is None else (data[index:close], close + 1, True)
    return "", index, False


@lru_cache(maxsize=2)
def _pairs(data: str) -> dict[int, int]:
    """Where each opening bracket of a text is closed (a memo of a pure value: 8,000 brackets took 20 s without)."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for found in _BRACKET.finditer(data):
        if found.group() == "[":
            opened.append(found.start())
        elif opened:
            pairs[opened.pop()] = found.start()
    return pairs
