"""The labels of footnotes and links in a text that goes below another one: each leads where it led.

Where both texts write a label, the lower one's gets a number, and what only looks like a reference there stays text.
No more of Markdown is known here: whether two texts say together what they say apart, `adds_up` has the converter say.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import Enum, auto
from itertools import count
from typing import NamedTuple

from generator.model import DestinationKind, SourcePath
from generator.read.markdown import convert
from generator.settings import MarkdownOptions

# Code, whose brackets are text; or brackets without any in them.
_CODE_OR_BRACKETS = re.compile(
    r"^(?P<fence>~{3,}|`{3,})[^\n`]*\n.*?^(?P=fence)[ ]*$"
    r"|(?<![\\`])(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=ticks)(?!`)"
    r"|(?<!\\)\[(?P<label>[^\[\]]*)\]",
    re.DOTALL | re.MULTILINE,
)
_THEN_ADDRESS = re.compile(r":[ ]*(?:\n[ >]*)?\S+[ ]*(?:(?:\n[ >]*)?[\"'(][^\n]*)?$", re.MULTILINE)
_ABBREVIATION = re.compile(r"<abbr\b.*?</abbr>", re.DOTALL)


class _Role(Enum):
    NOTE = auto()  # [^label], referred to or defined
    DEFINITION = auto()  # [label]: address
    LABEL = auto()  # […][label]
    ALONE = auto()  # [label], or the text before a label or an address
    NAME = auto()  # [[name]]


class _Brackets(NamedTuple):
    """Brackets in a text and what they hold."""

    start: int
    end: int
    label: str
    role: _Role
    defines: bool = False

    @property
    def key(self) -> str:
        """By what labels are compared."""
        return self.in_one_line.lower()

    @property
    def in_one_line(self) -> str:
        """The label as it is written anew."""
        return " ".join(self.label.split())


def apart(text: str, above: str) -> str:
    """A text that goes below another one, with labels of its own; both have their lines ended by LF."""
    here, there = tuple(_brackets(text)), tuple(_brackets(above))
    written, known = {one.key for one in here}, {one.key for one in there}
    own, others = {one.key for one in here if one.defines}, {one.key for one in there if one.defines}
    clashing = written & known & (own | others)
    numbers = {key: _number(key, written | known) if key in own else None for key in clashing}
    parts, done = list[str](), 0
    for at, one in enumerate(here):
        before, behind = here[at - 1] if at else None, here[at + 1] if at + 1 < len(here) else None
        new = _instead(one, before, numbers)
        if one.role is _Role.ALONE:
            new = _instead_of_text(one, behind, text, own, numbers)
        if new is not None:
            parts += (text[done : one.start], new)
            done = one.end
    return "".join(parts) + text[done:]


def _number(key: str, taken: Collection[str]) -> str:
    """What makes a label one that neither text has."""
    return next(f"-{number}" for number in count(2) if f"{key}-{number}" not in taken)


_Numbers = Mapping[str, str | None]  # what is added to labels; None for what is to stay text


def _instead(one: _Brackets, before: _Brackets | None, numbers: _Numbers) -> str | None:
    """Brackets that hold a label, with the label that they have from now on; None where they stay."""
    label = before if one.role is _Role.LABEL and not one.key else one  # [text][]: the text is the label
    if label is None or label.key not in numbers or one.role is _Role.NAME:
        return None
    number = numbers[label.key]
    if number is None:
        return f"\\[{one.label}]" if one.key else None
    return f"[{label.in_one_line}{number}]"


def _instead_of_text(
    one: _Brackets, behind: _Brackets | None, text: str, own: Collection[str], numbers: _Numbers
) -> str | None:
    """Brackets that may be label and text in one, as both."""
    if one.key not in numbers or text.startswith("(", one.end):
        return None
    number = numbers[one.key]
    is_labelled = behind is not None and behind.role is _Role.LABEL and behind.start - one.end <= 1
    if behind is not None and is_labelled and (behind.key in own or (not behind.key and number is not None)):
        return None  # the label is the one behind
    return f"\\[{one.label}]" if number is None else f"[{one.label}][{one.in_one_line}{number}]"


def _brackets(text: str) -> Iterator[_Brackets]:
    closed = -1  # the end of brackets that are no text before a label
    for found in _CODE_OR_BRACKETS.finditer(text):
        if found["label"] is not None:
            one = _read(text, found.start(), found.end(), closed)
            closed = closed if one.role is _Role.ALONE else one.end + (one.role is _Role.NAME)
            yield one


def _read(text: str, start: int, end: int, closed: int) -> _Brackets:
    """Brackets, and what they are by what stands around them."""
    label = text[start + 1 : end - 1]
    begins_line = not text[text.rfind("\n", 0, start) + 1 : start].strip(" >")
    if text[start - 1 : start] == "[" and text[end : end + 1] == "]":
        return _Brackets(start, end, label, _Role.NAME)
    if label.startswith("^"):
        return _Brackets(start, end, label, _Role.NOTE, begins_line and text[end : end + 1] == ":")
    if begins_line and _THEN_ADDRESS.match(text, end):
        return _Brackets(start, end, label, _Role.DEFINITION, defines=True)
    text_end = start - 1 if text[start - 1 : start].isspace() else start
    follows = text_end > 0 and text[text_end - 1] == "]" and text_end != closed
    return _Brackets(start, end, label, _Role.LABEL if follows else _Role.ALONE)


class _Said(NamedTuple):
    """What is to be the same of texts apart and together, in whatever order."""

    words: Counter[str]
    leads: Counter[tuple[DestinationKind, str]]
    problems: Counter[str]
    abbreviations: frozenset[str]


def adds_up(whole: str, parts: Sequence[str], path: SourcePath, options: MarkdownOptions) -> bool:
    """Whether a text says what its parts say apart: the same words and links, and nothing more is wrong with it."""
    together, alone = _said(whole, path, options), [_said(part, path, options) for part in parts]
    return together == _Said(
        sum((one.words for one in alone), Counter()),
        sum((one.leads for one in alone), Counter()),
        sum((one.problems for one in alone), Counter()),
        frozenset().union(*(one.abbreviations for one in alone)),
    )


def _said(text: str, path: SourcePath, options: MarkdownOptions) -> _Said:
    body, read, problems = convert(text, path, 1, options)
    return _Said(
        Counter(read.text.split()),
        Counter((one.kind, one.target) for one in body.destinations),
        Counter(one.code for one in problems),
        frozenset(_ABBREVIATION.findall(read.html)),
    )
