"""What is wrong with a YAML text, in words its author understands at once.

The parser says where it stopped; the author needs to know what they wrote. So this looks at the lines themselves: an
unclosed quote, text after a quote, a colon in an unquoted title, a missing space, indentation. It decides nothing:
`yaml` has already refused the text. Lines count from `first_line`, columns from 1.
"""

from __future__ import annotations

import re

import yaml

from generator.model import Record
from generator.problems import Position

_LONGEST_EXAMPLE = 90  # characters of a line quoted in a hint

_KEY_COLON = re.compile(r"(?P<before>\s*(?:-\s+)*)(?P<key>[^\s:#\"'][^:]*?)\s*:(?=\s|$)")
_KEY_LINE = re.compile(r"(?P<indent>[ ]*)(?:-[ ]+)?[\w-][\w .-]*:(?:\s|$)")
_QUOTED_VALUE = re.compile(r"(?P<indent>[ ]*)(?:-[ ]+)*(?P<key>[\w-][\w .-]*:[ \t]+)?(?=[\"'])")
_BLOCK_HEADER = re.compile(r"(?P<indent>[ ]*)\S.*(?::|-)[ \t]+[|>][-+0-9]*[ \t]*(?:#.*)?$")
_NO_SPACE = re.compile(r"\s*(?:-\s+)*(?P<key>[A-Za-z_][\w-]*):(?P<value>[^\s/:].*|/[^/].*)")
_NO_SPACE_AFTER_DASH = re.compile(r"\s*-(?P<value>[^\s-].*)")
_NO_COLON = re.compile(r"\s*(?P<key>[\w-]+)\s+(?P<value>[|>][-+]?)\s*")
_CURLY = "\u201c\u201d\u201e\u2018\u2019\u201a\u00ab\u00bb"
_TAB_INDENT = re.compile(r"[ ]*\t[ \t]*[^\s#]")


class Complaint(Record):
    """One thing that is wrong with a YAML text; `at` counts from the first line of the file."""

    code: str
    message: str
    at: Position
    hint: str | None = None


_REFUSED = {
    "alias": (
        "yaml-alias",
        'a value that begins with "*" is a YAML alias, which is not supported',
        'if it is text, quote it: "*…"; if not, write the value out',
    ),
    "anchor": (
        "yaml-alias",
        'a value that begins with "&" is a YAML anchor, which is not supported',
        'if it is text, quote it: "&…"; if not, delete the anchor',
    ),
    "tag": (
        "yaml-tag",
        'a value that begins with "!" is a YAML tag, which is not supported',
        'if it is text, quote it: "!…"; if not, delete the tag',
    ),
    "merge": (
        "yaml-merge",
        'the YAML merge key "<<" is not supported',
        "write the keys out",
    ),
    "directive": ("yaml-directive", "YAML directives are not supported", 'delete the lines that begin with "%"'),
    "document": (
        "yaml-documents",
        "a second YAML document begins here; only one is read",
        'delete this line if it is a stray "---"',
    ),
    "depth": ("yaml-too-deep", "lists and mappings are nested too deeply here", "at most 32 levels are read"),
    "braces": (
        "yaml-key",
        "a key must be text; this one begins with a bracket or a brace",
        'quote the value if it is text such as "{{ … }}" or "[…]"',
    ),
    "key": ("yaml-key", "a key must be text, not a list or a mapping", None),
    "empty key": ("yaml-key", "there is no key before this colon", "write one, or quote the whole value"),
}


def complaint_about(what: str, at: Position) -> Complaint:
    """The complaint about a thing that is YAML but not read here; `what` is a key of the table above."""
    code, message, hint = _REFUSED[what]
    return Complaint(code=code, message=message, at=at, hint=hint)


def tab_indents(text: str, line: int, first_line: int) -> Complaint:
    """The complaint about a tab that indents `line`, counted from 0 in `text`."""
    column = text.split("\n")[line].index("\t") + 1
    return Complaint(
        code="tab-indentation",
        message="this line is indented with a tab",
        at=Position(line + first_line, column),
        hint="indent with spaces; an editor can convert them",
    )


def explain(text: str, error: yaml.MarkedYAMLError, first_line: int) -> Complaint:
    """The complaint that a parser's error amounts to; the parser is always PyYAML's pure one."""
    found = _Finding(text.split("\n"), error, first_line)
    for number, line in enumerate(found.lines[: found.line + 1]):
        if _TAB_INDENT.match(line) and not found.in_block(number):
            return tab_indents(text, number, first_line)
    if found.first_document_is_missing() and text.startswith("%"):
        return complaint_about("directive", Position(first_line, 1))
    return found.quotes() or found.by_the_parsers_words() or found.nothing_known()


class _Finding:
    """One failed text: its lines and where the parser stopped, lines and columns from 0 until they are said."""

    def __init__(self, lines: list[str], error: yaml.MarkedYAMLError, first_line: int) -> None:
        self.lines = lines
        self.first_line = first_line
        self.problem = error.problem or ""
        self.context = error.context or ""
        mark = error.problem_mark or error.context_mark
        start = error.context_mark or mark
        self.line, self.column = (mark.line, mark.column) if mark else (0, 0)
        self.from_line, self.from_column = (start.line, start.column) if start else (0, 0)
        self.blocks = _block_lines(lines)

    def in_block(self, line: int) -> bool:
        """Whether a line is text of a block scalar."""
        return line in self.blocks

    def say(self, code: str, message: str, line: int, column: int, hint: str | None) -> Complaint:
        """A complaint, with its place counted as files are."""
        return Complaint(code=code, message=message, at=Position(line + self.first_line, column + 1), hint=hint)

    def at(self, line: int) -> str:
        """A line's text, or nothing beyond the end."""
        return self.lines[line] if line < len(self.lines) else ""

    def first_document_is_missing(self) -> bool:
        """Whether the parser wanted the `---` that follows directives."""
        return "expected '<document start>'" in self.problem

    def quotes(self) -> Complaint | None:
        """The first value whose quotes do not close, or close too early."""
        number = 0
        while number <= self.line and number < len(self.lines):
            match = _QUOTED_VALUE.match(self.lines[number])
            if match is None or number in self.blocks:
                number += 1
                continue
            quote, start = self.lines[number][match.end()], match.end()
            closing = _closing(self.lines, number, start + 1, quote)
            next_key = self._next_key(number, len(match["indent"]))
            if closing is None or closing[0] >= next_key:
                return self._unclosed(number, start, quote, next_key)
            after = self.lines[closing[0]][closing[1] + 1 :]
            if after.strip() and not re.match(r"\s+#|\s*:(?:\s|$)", after):
                return self._text_after(number, start, closing, quote)
            number = closing[0] + 1
        return None

    def _next_key(self, number: int, indent: int) -> int:
        """The next line that is a key or a list item of the same or an outer level."""
        for later in range(number + 1, len(self.lines)):
            match = _KEY_LINE.match(self.lines[later])
            if match and len(match["indent"]) <= indent:
                return later
        return len(self.lines)

    def _unclosed(self, line: int, column: int, quote: str, next_key: int) -> Complaint:
        message = f"the quote {_named(quote)} that opens here is not closed"
        value = [text.rstrip() for text in self.lines[line:next_key] if text.strip()]
        text = value[-1]
        other = "'" if quote == '"' else '"'
        hint = f"end the value with {_named(quote)}"
        if text.endswith(other) and (len(value) > 1 or len(text) > column + 1):
            hint = f"the value begins with {_named(quote)} and ends with {_named(other)}: use the same one"
        elif text.endswith(("\u201c", "\u201d", "\u2019")):
            hint = f"the value ends with the curly quote {text[-1]}: end it with {_named(quote)}"
        elif quote == "'" and "'" in "".join(value)[column + 1 :]:
            hint = "inside single quotes an apostrophe is written twice; or use double quotes around the value"
        return self.say("unclosed-quote", message, line, column, hint)

    def _text_after(self, line: int, column: int, closing: tuple[int, int], quote: str) -> Complaint:
        after = self.lines[closing[0]][closing[1] + 1 :]
        place = closing[1] + 1 + len(after) - len(after.lstrip())
        message = f"the quote that opens on line {line + self.first_line} closes before this text"
        if line == closing[0] and closing[1] == column + 1 and after[0] == quote:
            hint = f"use one quote {_named(quote)} at the beginning, not two"
        elif after.strip() == quote:
            hint = f"the value ends with two quotes: delete one of them, or write a quote inside as {_escaped(quote)}"
        else:
            hint = f"write a quote inside the value as {_escaped(quote)}, or quote the whole value with {_other(quote)}"
        return self.say("text-after-quote", message, closing[0], place, hint)

    def by_the_parsers_words(self) -> Complaint | None:
        """What the parser's own message means, if it is one of those that people meet."""
        if self.problem == "mapping values are not allowed here":
            return self._stray_colon()
        if self.problem == "could not find expected ':'":
            return self._no_colon()
        if self.problem == "sequence entries are not allowed here":
            return self._list_on_the_keys_line()
        if "escape" in self.problem and "double-quoted" in self.context:
            return self.say(
                "bad-escape",
                "inside double quotes a backslash begins an escape, and this is none",
                self.line,
                max(self.column - 1, 0),
                'write "\\\\" for a backslash, or use single quotes around the value',
            )
        return self._unquoted_start() or self._unclosed_bracket() or self._indentation()

    def _stray_colon(self) -> Complaint:
        line = self.lines[self.line]
        key = _KEY_COLON.match(line)
        if key and key.end() - 1 < self.column:
            return self._colon_in_value(self.line, key)
        above = self._above(self.line)
        if above is not None:
            missing = _NO_SPACE.fullmatch(self.lines[above])
            if missing:
                return self._no_space(above, missing)
        name = key["key"].strip("- ") if key else line.strip()
        message = f'"{_cut(name)}" cannot be a key here: the line above already has a value'
        hint = "give it the indentation of the key above; if it continues that value, quote the whole value"
        return self.say("bad-indentation", message, self.line, len(line) - len(line.lstrip()), hint)

    def _colon_in_value(self, number: int, key: re.Match[str]) -> Complaint:
        value = self.lines[number][key.end() :].strip()
        message = f'the value of "{_cut(key["key"])}" contains a colon followed by a space, and is not quoted'
        continued = self.at(number + 1).startswith(" " * (len(key["before"]) + 1)) and self.at(number + 1).strip()
        if value[:1] in _CURLY and value:
            message += "; curly quotes do not quote"
            value = value.strip(_CURLY)
        example = f"{key['key']}: {_quoted(value)}"
        show = not continued and len(example) <= _LONGEST_EXAMPLE
        hint = f"quote the value: {example}" if show else "quote the whole value"
        return self.say("unquoted-colon", message, number, self.column, hint)

    def _above(self, number: int) -> int | None:
        for earlier in range(number - 1, -1, -1):
            if self.lines[earlier].strip() and not self.lines[earlier].lstrip().startswith("#"):
                return earlier
        return None

    def _no_space(self, number: int, match: re.Match[str]) -> Complaint:
        example = f"{match['key']}: {match['value'].strip()}"
        hint = f"write {_cut(example)}"
        message = f'there is no space after the colon of "{match["key"]}"'
        return self.say("missing-space", message, number, match.end("key"), hint)

    def _no_colon(self) -> Complaint:
        number = self.from_line
        line = self.at(number)
        start = len(line) - len(line.lstrip())
        if match := _NO_SPACE_AFTER_DASH.fullmatch(line):
            hint = f"write - {_cut(match['value'].strip())}"
            return self.say("missing-space", "there is no space after the dash of this list item", number, start, hint)
        if match := _NO_SPACE.fullmatch(line):
            return self._no_space(number, match)
        if match := _NO_COLON.fullmatch(line):
            hint = f"write {match['key']}: {match['value']}"
            return self.say("missing-colon", f'there is no colon after "{match["key"]}"', number, start, hint)
        message = 'this line is neither "key: value" nor a list item'
        above = self._above(number)
        key = _KEY_COLON.match(self.lines[above]) if above is not None else None
        hint = "begin it with a key and a colon, or move it below the front matter"
        if key:
            hint = (
                f'if it continues the value of "{_cut(key["key"])}", indent it; if not, begin it with a key and a colon'
            )
        return self.say("missing-colon", message, number, start, hint)

    def _list_on_the_keys_line(self) -> Complaint:
        hint = "put each item on a line of its own below the key; if it is text, quote it"
        return self.say("bad-indentation", "a list cannot begin here", self.line, self.column, hint)

    def _unquoted_start(self) -> Complaint | None:
        """A value whose first character means something to YAML."""
        scanning = re.search(r"scanning an? (alias|anchor|tag|directive|block scalar)|parsing a (node)", self.context)
        if re.search("cannot start any token|expected the node content|mapping keys are not allowed", self.problem):
            number, column = self.line, self.column
        elif scanning and ("tag" in self.problem or scanning[1]):
            number, column = self.from_line, self.from_column
            if scanning[2]:
                number, column = self.line, self.column
        elif "a flow" in self.context:
            return None
        else:
            number = self.line
            match = _KEY_COLON.match(self.at(number))
            column = match.end() + 1 if match else -1
            if match is None or self.at(number)[column : column + 1] not in ("[", "{") or column >= self.column:
                return None
        line = self.at(number)
        if column >= len(line) or line[column].isspace():
            return None
        message = f"a value that begins with {_named(line[column])} must be quoted"
        value = _quoted(line[column:].strip())
        hint = f"quote it: {value}" if len(value) <= _LONGEST_EXAMPLE else "quote the whole value"
        return self.say("unquoted-start", message, number, column, hint)

    def _unclosed_bracket(self) -> Complaint | None:
        if "while parsing a flow" not in self.context:
            return None
        opening = self.at(self.from_line)[self.from_column : self.from_column + 1]
        closing = {"[": "]", "{": "}"}.get(opening)
        if closing is None:
            return None
        message = f'the "{opening}" that opens here is not closed, or a comma is missing after an item'
        hint = f'close it with "{closing}", put a comma between items, or quote the value if it is text'
        return self.say("unclosed-bracket", message, self.from_line, self.from_column, hint)

    def _indentation(self) -> Complaint | None:
        if "expected <block end>" not in self.problem and "expected '<document start>'" not in self.problem:
            return None
        line = self.at(self.line)
        start = len(line) - len(line.lstrip())
        if self.column > start:
            return None
        if line.lstrip().startswith(":"):
            return complaint_about("empty key", Position(self.line + self.first_line, start + 1))
        above = self._above(self.line)
        if line.lstrip().startswith("- ") or line.strip() == "-":
            message = "this list item belongs to no list"
            hint = "a list follows a key whose own line has no value, and its items are indented alike"
        elif "block collection" in self.context:
            message = "this line is indented like the list above it, and is no item of it"
            hint = 'give it the indentation of the key that the list belongs to, or begin it with "- "'
        else:
            message = "the indentation of this line does not fit the lines above"
            hint = "keys that belong together begin in the same column"
        if above is not None:
            other = len(self.lines[above]) - len(self.lines[above].lstrip())
            if other == start:
                return self.say("bad-indentation", message, self.line, start, hint)
            hint += f"; this line is indented by {start}, line {above + self.first_line} by {other}"
        return self.say("bad-indentation", message, self.line, start, hint)

    def nothing_known(self) -> Complaint:
        """The complaint for all else."""
        hint = "look for a missing quote, colon or bracket, or for different indentation, here or on the line above"
        return self.say("yaml-syntax", "YAML cannot be read from here on", self.line, self.column, hint)


def _block_lines(lines: list[str]) -> frozenset[int]:
    """The lines that are text of a block scalar (`|` or `>`)."""
    found = set()
    number = 0
    while number < len(lines):
        match = _BLOCK_HEADER.match(lines[number])
        number += 1
        while match and number < len(lines):
            line = lines[number].expandtabs(1)
            if line.strip() and len(line) - len(line.lstrip()) <= len(match["indent"]):
                break
            found.add(number)
            number += 1
    return frozenset(found)


def _closing(lines: list[str], number: int, start: int, quote: str) -> tuple[int, int] | None:
    """Where the quote that opened before `start` closes: line and column, or None."""
    inner = re.compile(r'(?:[^"\\]|\\.)*\\?' if quote == '"' else r"(?:[^']|'')*")
    while number < len(lines):
        match = inner.match(lines[number], start)
        end = match.end() if match else len(lines[number])
        if end < len(lines[number]):
            return number, end
        number, start = number + 1, 0
    return None


def _named(character: str) -> str:
    return f"'{character}'" if character == '"' else f'"{character}"'


def _escaped(quote: str) -> str:
    return '\\"' if quote == '"' else "''"


def _other(quote: str) -> str:
    return "single quotes" if quote == '"' else "double quotes"


def _quoted(value: str) -> str:
    if '"' not in value and "\\" not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_EXAMPLE else text[:_LONGEST_EXAMPLE] + "…"
