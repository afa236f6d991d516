"""YAML text becomes nodes that know their place, or problems that know theirs.

Built on PyYAML's parsers, with our own composing: a scalar stays the text it is. Refuses what an archive never needs
and an attacker may want: anchors, aliases, merge keys, tags, directives, several documents, keys that are not text,
deep nesting, large texts. Every failure is one located problem; `yaml_hints` finds the words.

PyYAML has a fast parser (libyaml) and a pure one, which differ in rare places. The pure one decides: the fast one is
used on texts where both agree, and what it refuses is judged again. Characters that only look like line ends or
white space to YAML (U+2028, U+2029, U+FEFF, tabs) are put aside first, so that lines count as an editor counts them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import cast

import yaml
from yaml import (
    CollectionStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from generator.problems import Position, Problem, Span
from generator.read.nodes import Mapping, Node, Scalar, Sequence
from generator.read.source import merge_conflict
from generator.read.yaml_hints import Complaint, complaint_about, explain, tab_indents

LARGEST = 256 * 1024  # characters of one YAML text; a hostile one of this size takes seconds, not minutes
DEEPEST = 32  # mappings and sequences inside one another
_MOST_DUPLICATES = 20  # repeated keys reported in one text

# Noncharacters that stand for what the two parsers see differently; no text may hold them itself.
_LINE_SEPARATOR, _PARAGRAPH_SEPARATOR, _MARK, _TAB, _QUESTION = "\U0002fffe\U0002ffff\U0003fffe\U0003ffff\U0004fffe"
_HIDE = str.maketrans({"\u2028": _LINE_SEPARATOR, "\u2029": _PARAGRAPH_SEPARATOR, "\ufeff": _MARK})
_SHOW = str.maketrans(
    {_LINE_SEPARATOR: "\u2028", _PARAGRAPH_SEPARATOR: "\u2029", _MARK: "\ufeff", _TAB: "\t", _QUESTION: "?"}
)
_HIDDEN = re.compile("[\U0002fffe\U0002ffff\U0003fffe\U0003ffff\U0004fffe]")
_HIDDEN_SOON = re.compile("[\u2028\u2029\ufeff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_FORBIDDEN = re.compile(f"{_CONTROL.pattern}|{_HIDDEN.pattern}")
_FORBIDDEN_ESCAPE = re.compile(r"\\U(?!000[0-9a-fA-F]|0010)[0-9a-fA-F]{8}|\\U000[234][fF]{3}[eEfF]")
_TAB_AS_TEXT = re.compile(r"(?<!\\)\t")  # an escaped tab would be an escape of what hides it
_TAB_INDENT = re.compile(r"[ ]*\t[ \t]*[^\s#]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# In a flow collection the pure parser ends a plain scalar at any "?", libyaml only at one that stands alone.
_INNER_QUESTION = re.compile(r"(?<=[^\s\[\]{},])[?]")
# Where the parsers differ or the pure one's words are wanted anyway: indicators at the start of a value.
_MAYBE_RARE = re.compile(r"[?!*&%|>](?<![^\s\[\]{},:?-].)")  # quick: the character first, then what stands before it
_RARE = re.compile(r"(?:^[ ]*|[:?-]\s*|[\[{,]\s*)[?!*&%]|[|>][-+0-9]*#", re.MULTILINE)


class _RefusalError(Exception):
    """Carries the one complaint that ends a reading; never leaves this module."""

    def __init__(self, complaint: Complaint) -> None:
        super().__init__(complaint.message)
        self.complaint = complaint


def load_yaml(text: str, path: str, first_line: int = 1) -> tuple[Node | None, tuple[Problem, ...]]:
    """What a YAML text says, and what is wrong with it.

    `first_line` is the line of the file `path` on which `text` begins; every position counts from the file's start.
    The node is None for a text without content, and after any problem but a repeated key, whose first value stays.
    """
    fast = getattr(yaml, "CSafeLoader", None)  # absent where PyYAML was built without libyaml
    return _load(text, path, first_line, fast)


def load_yaml_purely(text: str, path: str, first_line: int = 1) -> tuple[Node | None, tuple[Problem, ...]]:
    """As `load_yaml`, never through libyaml: what tests hold it to, since both parsers must say the same."""
    return _load(text, path, first_line, None)


def _load(
    text: str, path: str, first_line: int, fast: type[yaml.CSafeLoader] | None
) -> tuple[Node | None, tuple[Problem, ...]]:
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > LARGEST:
        message = f"this YAML has {len(text):,} characters; at most {LARGEST:,} are read"
        hint = "long texts belong below the front matter; split a long notes file"
        return None, (Problem("yaml-too-large", message, Span(path, first_line), hint),)
    conflict = merge_conflict(path, text, first_line)
    if conflict is not None:
        return None, (conflict,)
    try:
        _refuse_characters(text, first_line)
        text = text.translate(_HIDE) if _HIDDEN_SOON.search(text) else text
        node, complaints = _read(text, first_line, fast)
    except _RefusalError as refused:
        node, complaints = None, [refused.complaint]
    problems = (
        Problem(
            said.code, _shown(said.message), Span(path, said.at.line, said.at.column), said.hint and _shown(said.hint)
        )
        for said in complaints
    )
    return node, tuple(problems)


def _refuse_characters(text: str, first_line: int) -> None:
    """Stop at a character or an escape that no page can carry."""
    found = _FORBIDDEN.search(text)
    escape = _FORBIDDEN_ESCAPE.search(text) if "\\U" in text else None
    if found:
        at = _place(text, found.start(), first_line)
        message = f"the character U+{ord(found[0]):04X} cannot be part of a text"
        raise _RefusalError(Complaint(code="control-character", message=message, at=at, hint="delete it"))
    if escape:
        at = _place(text, escape.start(), first_line)
        message = f'"{escape[0]}" is not a character'
        raise _RefusalError(Complaint(code="bad-escape", message=message, at=at, hint="take the escape out"))


def _place(text: str, index: int, first_line: int) -> Position:
    return Position(first_line + text.count("\n", 0, index), index - text.rfind("\n", 0, index))


def _shown(text: str) -> str:
    return text.translate(_SHOW)


def _read(text: str, first_line: int, fast: type[yaml.CSafeLoader] | None) -> tuple[Node | None, list[Complaint]]:
    if "?" in text and ("[" in text or "{" in text):
        text = _INNER_QUESTION.sub(_QUESTION, text)
    if "\t" in text:
        return _read_with_tabs(text, first_line)
    if fast is not None and not (_MAYBE_RARE.search(text) and _RARE.search(text)):
        try:
            return _compose(text, first_line, fast)
        except (yaml.YAMLError, _RefusalError):
            pass  # the pure parser decides, and its place and words are the same everywhere
    return _read_purely(text, first_line)


def _read_purely(text: str, first_line: int) -> tuple[Node | None, list[Complaint]]:
    try:
        return _compose(text, first_line, yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        raise _RefusalError(explain(text, error, first_line)) from error


def _read_with_tabs(text: str, first_line: int) -> tuple[Node | None, list[Complaint]]:
    """Read a text in which a tab separates as a space does, is kept inside quotes and blocks, and never indents."""
    spaced = text.replace("\t", " ")
    try:
        _compose(spaced, first_line, yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        raise _RefusalError(explain(text, error, first_line)) from error
    kept = _keep_tabs(text, spaced)
    if isinstance(kept, int):
        raise _RefusalError(tab_indents(text, kept, first_line))
    return _read_purely(kept, first_line)


def _keep_tabs(text: str, spaced: str) -> str | int:
    """The text with every tab hidden that belongs to a quoted or block scalar, or the line a tab indents, from 0."""
    lines = text.split("\n")
    inside = [False] * len(lines)  # whether a line begins inside such a scalar
    out = list(spaced)
    for event in yaml.parse(spaced, yaml.SafeLoader):
        if not isinstance(event, yaml.ScalarEvent) or not event.style:
            continue
        start, end = event.start_mark, event.end_mark
        if start is None or end is None:  # allowed by PyYAML's types, never seen
            continue
        block = event.style in "|>"
        within = range(start.line + 1, end.line if block and end.column == 0 else end.line + 1)
        indent = _block_indent([lines[number] for number in within]) if block else 0
        for number in within:
            inside[number] = len(lines[number]) - len(lines[number].lstrip(" ")) >= indent
        for first, last in [(start.index, end.index)] if block else _insides(text, start.index, end.index):
            for match in _TAB_AS_TEXT.finditer(text, first, last):
                out[match.start()] = _TAB
    for number, line in enumerate(lines):
        if not inside[number] and _TAB_INDENT.match(line):
            return number
    return "".join(out)


def _block_indent(lines: list[str]) -> int:
    """How many spaces indent a block scalar's first line that says anything."""
    return next((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), 0)


def _insides(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the lines of a quoted scalar hold text: without the white space at their ends, which folding drops."""
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        line = text[start:stop]
        yield stop - len(line.lstrip(" \t")), start + len(line.rstrip(" \t"))
        start = stop + 1


def _compose(
    text: str, first_line: int, loader: type[yaml.SafeLoader | yaml.CSafeLoader]
) -> tuple[Node | None, list[Complaint]]:
    """The one document of a text; raises the parser's own errors, and _RefusalError for what is YAML but not ours."""
    parser = loader(text)
    composer = _Composer(parser, first_line, text)
    try:
        return composer.document(), composer.complaints
    finally:
        parser.dispose()


class _Composer:
    """One reading of a parser's events. Asks it for each, since `yaml.parse` takes as long as the parser itself."""

    def __init__(self, parser: yaml.SafeLoader | yaml.CSafeLoader, first_line: int, text: str) -> None:
        self.next = cast("Callable[[], yaml.Event]", parser.get_event)
        self.first_line = first_line
        self.escapes = "\\" in text
        self.hidden = self.escapes or _HIDDEN.search(text) is not None
        self.complaints: list[Complaint] = []

    def document(self) -> Node | None:
        """The whole text's node."""
        self.next()  # the stream's start
        event = self.next()
        if not isinstance(event, yaml.DocumentStartEvent):
            return None
        if event.version or event.tags:
            raise self._refusal(event, "directive")
        node = self._node(self.next(), 0)
        self.next()  # the document's end
        event = self.next()
        if not isinstance(event, yaml.StreamEndEvent):
            raise self._refusal(event, "document")
        return None if isinstance(node, Scalar) and not node.text and not node.quoted else node

    def _at(self, event: yaml.Event) -> Position:
        mark = event.start_mark
        if mark is None:  # allowed by PyYAML's types, never seen
            return Position(self.first_line, 1)
        return Position(mark.line + self.first_line, mark.column + 1)

    def _refusal(self, event: yaml.Event, what: str) -> _RefusalError:
        return _RefusalError(complaint_about(what, self._at(event)))

    def _node(self, event: yaml.Event, depth: int) -> Node:
        if type(event) is ScalarEvent and event.anchor is None and event.tag is None:
            return self._scalar(event)  # nearly every node
        if not isinstance(event, (ScalarEvent, CollectionStartEvent)):
            raise self._refusal(event, "alias")
        if event.anchor is not None:
            raise self._refusal(event, "anchor")
        if event.tag is not None:
            raise self._refusal(event, "tag")
        if depth == DEEPEST:
            raise self._refusal(event, "depth")
        if isinstance(event, MappingStartEvent):
            return self._mapping(event, depth + 1)
        items = []
        at = self._at(event)
        while not isinstance(event := self.next(), SequenceEndEvent):
            items.append(self._node(event, depth + 1))
        return Sequence(items=tuple(items), at=at)

    def _scalar(self, event: ScalarEvent) -> Scalar:
        text = event.value
        at = self._at(event)
        if self.escapes and event.style == '"':
            text = _joined(text)
            if found := _CONTROL.search(text):
                message = f"this text holds the character U+{ord(found[0]):04X}, which no page can carry"
                hint = "take its escape out"
                raise _RefusalError(Complaint(code="control-character", message=message, at=at, hint=hint))
        return Scalar(text=text.translate(_SHOW) if self.hidden else text, at=at, quoted=bool(event.style))

    def _mapping(self, start: MappingStartEvent, depth: int) -> Mapping:
        entries: dict[str, tuple[Scalar, Node]] = {}
        while not isinstance(event := self.next(), MappingEndEvent):
            key = self._key(event, depth)
            value = self._node(self.next(), depth)
            if start.flow_style and isinstance(value, Scalar) and not value.text and not value.quoted:
                value = Scalar(text="", at=key.at)  # where the parsers differ: it has no place of its own
            if key.text not in entries:
                entries[key.text] = (key, value)
            elif len(self.complaints) < _MOST_DUPLICATES:
                first = entries[key.text][0].at.line
                message = f'"{key.text}" is written twice, on line {first} and on line {key.at.line}'
                hint = "keep one of them; a list holds several values"
                self.complaints.append(Complaint(code="duplicate-key", message=message, at=key.at, hint=hint))
        return Mapping(entries=tuple(entries.values()), at=self._at(start))

    def _key(self, event: yaml.Event, depth: int) -> Scalar:
        if isinstance(event, (MappingStartEvent, SequenceStartEvent)):
            raise self._refusal(event, "braces" if depth > 1 or event.flow_style else "key")
        key = self._node(event, depth)
        if not isinstance(key, Scalar) or (not key.text and not key.quoted):
            raise self._refusal(event, "empty key")
        if key.text == "<<" and not key.quoted:
            raise self._refusal(event, "merge")
        return key


def _joined(text: str) -> str:
    """A text whose escapes wrote a character as a surrogate pair, as JSON does, with the character itself."""
    if not _SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
