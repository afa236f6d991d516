"""The keys of a mapping, each read by a reader of its type, and a list of what is wrong with them.

`Fields` reads the keys of one mapping; a `Reader` turns the node under a key into a value. Neither raises: what is
wrong goes to the `Reading` of the file, the reader gives None, and the next key is read all the same. The readers are
in `readers`; nothing here knows any particular key or type.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Final, TypeAlias, TypeVar
from zoneinfo import ZoneInfo

from generator.model import Extra, SourcePath
from generator.problems import Position, Problem, Span, did_you_mean, warning
from generator.read.nodes import Mapping, Node, Scalar, Sequence
from generator.read.shapes import has_something_to_see, without_controls

T = TypeVar("T")

_ABSENT: Final = ("", "~", "null")  # unquoted: YAML's ways of writing no value
_LONGEST_QUOTE: Final = 80  # characters of a wrong value that a message repeats


class Reading:
    """One file being read: its path, the site's time zone, and everything found wrong with it so far.

    `start` is where a missing key is reported: the first line of the front matter.
    """

    def __init__(self, path: SourcePath, timezone: ZoneInfo, start: Position) -> None:
        self.path = path
        self.timezone = timezone
        self.start = start
        self.problems: list[Problem] = []

    def wrong(self, code: str, message: str, at: Position, hint: str | None = None) -> None:
        """Record an error."""
        self.problems.append(Problem(code, message, self._span(at), hint))

    def odd(self, code: str, message: str, at: Position, hint: str | None = None) -> None:
        """Record a warning."""
        self.problems.append(warning(code, message, self._span(at), hint))

    def _span(self, at: Position) -> Span:
        return Span(self.path, at.line, at.column)


class Value:
    """A node, the key it stands under ("source.url"), and the reading it belongs to: what a reader is given."""

    __slots__ = ("_is_item", "key", "node", "reading")

    def __init__(self, key: str, node: Node, reading: Reading, *, is_item: bool = False) -> None:
        self.key = key
        self.node = node
        self.reading = reading
        self._is_item = is_item

    @property
    def what(self) -> str:
        """How a message calls the value."""
        return f'an item of "{self.key}"' if self._is_item else f'"{self.key}"'

    @property
    def at(self) -> Position:
        """Where the value starts."""
        return self.node.at

    def wrong(self, code: str, message: str, hint: str | None = None) -> None:
        """Record an error at this value."""
        self.reading.wrong(code, message, self.at, hint)

    def odd(self, code: str, message: str, hint: str | None = None) -> None:
        """Record a warning at this value."""
        self.reading.odd(code, message, self.at, hint)


Reader: TypeAlias = Callable[[Value], T | None]


class Fields:
    """The keys of one mapping, each read once, in any order; afterwards the unknown ones are known.

    `prefix` is the key of the mapping itself, with a dot, for messages: "source.".
    """

    def __init__(self, mapping: Mapping, reading: Reading, prefix: str = "", at: Position | None = None) -> None:
        self.reading = reading
        self.at = at or mapping.at
        self._prefix = prefix
        self._entries = {key.text: (key, node) for key, node in mapping.entries}
        self._known: dict[str, None] = {}  # what was asked for, in that order
        self._complete = True

    def one(self, key: str, read: Reader[T]) -> T | None:
        """The value of an optional key; None when it is absent, empty or wrong."""
        node = self._node(key)
        return None if node is None else read(Value(self._prefix + key, node, self.reading))

    def required(self, key: str, read: Reader[T], otherwise: T, hint: str | None = None) -> T:
        """The value of a key that must be there; `otherwise`, a problem and an incomplete record, when it is not."""
        node = self._node(key)
        if node is None:
            state = "empty" if key in self._entries else "missing"
            self.fail("missing-field", f'"{self._prefix}{key}" is {state}', self.place(key), hint)
            return otherwise
        result = read(Value(self._prefix + key, node, self.reading))
        self._complete = self._complete and result is not None
        return otherwise if result is None else result

    def fail(self, code: str, message: str, at: Position, hint: str | None = None) -> None:
        """Record an error that leaves no record to keep."""
        self._complete = False
        self.reading.wrong(code, message, at, hint)

    def complete(self, record: T) -> T | None:
        """The record, or None when something that it must have was missing or wrong."""
        return record if self._complete else None

    def has(self, key: str) -> bool:
        """Whether there is a value under `key`."""
        return self._node(key) is not None

    def many(self, key: str, read: Reader[T]) -> tuple[T, ...]:
        """The values of a list, without those that are wrong. A single value is a list of one."""
        node = self._node(key)
        return () if node is None else items(Value(self._prefix + key, node, self.reading), read)

    def place(self, key: str) -> Position:
        """Where the value of `key` starts; where the mapping does when there is none."""
        return self._entries[key][1].at if key in self._entries else self.at

    def unknown(self) -> list[tuple[Scalar, Node]]:
        """The keys that nothing has asked for so far, in written order."""
        return [entry for key, entry in self._entries.items() if key not in self._known]

    def keep_unknown(self, elsewhere: dict[str, str]) -> tuple[Extra, ...]:
        """The unknown keys as a theme may use them, each with a warning.

        `elsewhere` is what other programs call the keys that are known here.
        """
        for key, _ in self.unknown():
            same = elsewhere.get(key.text.casefold())
            hint = f'the key for this is "{same}"' if same else self._meant(key.text) or "it is kept for themes"
            self.reading.odd("unknown-key", f"unknown key {self._full_name(key)}", key.at, hint)
        return tuple(Extra(key=without_controls(key.text), value=as_json(node)) for key, node in self.unknown())

    def drop_unknown(self) -> None:
        """Warn of each unknown key of a mapping that keeps none."""
        for key, _ in self.unknown():
            hint = self._meant(key.text) or f"the known keys are {listed(self._known, 'and')}"
            self.reading.odd("unknown-key", f"unknown key {self._full_name(key)} is left out", key.at, hint)

    def refuse_unknown(self) -> None:
        """Report each unknown key of a mapping that allows none."""
        for key, _ in self.unknown():
            hint = self._meant(key.text) or f"the known keys are {listed(self._known, 'and')}"
            self.reading.wrong("unknown-setting", f"unknown key {self._full_name(key)}", key.at, hint)

    def _full_name(self, key: Scalar) -> str:
        return quoted(self._prefix + key.text)

    def _meant(self, key: str) -> str | None:
        meant = did_you_mean(key, self._known)
        return meant and f'did you mean "{meant}"?'

    def _node(self, key: str) -> Node | None:
        self._known[key] = None
        _, node = self._entries.get(key, (None, None))
        return None if node is None or is_absent(node) else node


def is_absent(node: Node) -> bool:
    """Whether a node says nothing: `key:`, `key: null`, or a text without a visible character."""
    if not isinstance(node, Scalar):
        return False
    return (not node.quoted and node.text in _ABSENT) or not has_something_to_see(node.text)


def items(value: Value, read: Reader[T]) -> tuple[T, ...]:
    """Each item of a list; a single value is a list of one. Empty items are said and left out."""
    if not isinstance(value.node, Sequence):
        single = None if is_absent(value.node) else read(value)
        return () if single is None else (single,)
    found: list[T] = []
    for node in value.node.items:
        item = Value(value.key, node, value.reading, is_item=True)
        if is_absent(node):
            item.odd("empty-item", f'"{value.key}" has an empty item')
            continue
        result = read(item)
        if result is not None:
            found.append(result)
    return tuple(found)


def mapping(value: Value, example: str) -> Fields | None:
    """The fields of a nested mapping; `example` shows how it is written, for the hint."""
    if isinstance(value.node, Mapping):
        return Fields(value.node, value.reading, f"{value.key}.")
    wrong_shape(value, "a mapping", f"write it like this: {example}")
    return None


# Words for messages


def quoted(text: str) -> str:
    """A wrong value as a message repeats it: on one line, shortened, harmless in a terminal."""
    shown = " ".join(without_controls(text[: 10 * _LONGEST_QUOTE]).split())
    return f'"{shown[: _LONGEST_QUOTE - 1]}…"' if len(shown) > _LONGEST_QUOTE else f'"{shown}"'


def listed(words: Iterable[str], conjunction: str) -> str:
    """Words as a sentence lists them: "a, b or c"."""
    *most, last = words
    return f"{', '.join(most)} {conjunction} {last}" if most else last


def as_json(node: Node) -> str:
    """What a node says, as compact JSON text with sorted keys; scalars are strings."""
    return json.dumps(_plain(node), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(node: Node) -> str | list[object] | dict[str, object]:
    if isinstance(node, Scalar):
        return without_controls(node.text)
    if isinstance(node, Sequence):
        return [_plain(item) for item in node.items]
    return {without_controls(key.text): _plain(item) for key, item in node.entries}


def wrong_shape(value: Value, wanted: str, hint: str | None = None) -> None:
    """Report a list, mapping or text where another of them is wanted."""
    names = {Scalar: "text", Sequence: "a list", Mapping: "a mapping"}
    value.wrong("wrong-shape", f"{value.what} must be {wanted}, not {names[type(value.node)]}", hint)
