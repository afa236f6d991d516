"""The records that an edit writes: a new one, one under another name, and one that takes another in.

The record's own front matter is edited where it stands; what it takes over from another is written as the YAML it was
there. Nothing that somebody wrote is lost, comments included: what both records have and only one can keep stops the
edit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from generator.archive.names import fold
from generator.archive.records import TargetKind
from generator.editing.comments import comments_in
from generator.editing.edits import (
    Edited,
    cannot_edit,
    front_or_problem,
    with_items,
    with_key,
    with_new,
    with_node,
    without_items,
    without_key,
)
from generator.editing.labels import adds_up, apart
from generator.editing.scalars import yaml_value
from generator.editing.sheets import Sheet, Splice, body_of, line_end_of, spliced
from generator.editing.subjects import Sort
from generator.model import NOWHERE, SourcePath
from generator.problems import Problem, Span
from generator.read import nodes
from generator.read.fields import is_absent
from generator.read.nodes import Mapping, Node, Scalar
from generator.settings import MarkdownOptions

_LINE_END = re.compile(r"\r\n|\r|\n")
# The keys of each kind of record in the order in which they are documented: a new one goes behind those before it.
ORDER = {
    TargetKind.ENTITY: (
        *("name", "type", "id", "sort_name", "aliases", "weak_aliases", "different_from", "same_as", "roles"),
        "replaces",
    ),
    TargetKind.OUTLET: ("name", "id", "kind", "url", "country", "lang", "aliases", "same_as", "replaces"),
    TargetKind.TAG: ("name", "id", "aliases", "broader", "replaces"),
    TargetKind.STORY: ("title", "id", "when", "where", "summary", "aliases", "replaces"),
}
LISTS = frozenset(
    {"aliases", "weak_aliases", "different_from", "same_as", "roles", "replaces", "broader", "where"}
)  # keys whose items join those of another record


def name_key(kind: TargetKind) -> str:
    """The key under which a record of this kind has its name."""
    return "title" if kind is TargetKind.STORY else "name"


def new_card(path: SourcePath, sort: Sort, name: str, aliases: Iterable[str], replaces: Iterable[str]) -> Sheet:
    """The file of a record that there was none of."""
    lines = ["---", f"{name_key(sort.kind)}: {yaml_value(name, in_flow=False)}"]
    if sort.type:
        lines.append(f"type: {sort.type}")
    for key, values in (("aliases", aliases), ("replaces", replaces)):
        written = ", ".join(yaml_value(value, in_flow=True) for value in values)
        lines += [f"{key}: [{written}]"] if written else []
    return Sheet(path=path, text="\n".join([*lines, "---", ""]))


def with_names(sheet: Sheet, sort: Sort, aliases: Iterable[str], replaces: Iterable[str]) -> Edited:
    """A record with more aliases and former ids, those that it lacks."""
    front = front_or_problem(sheet)
    if isinstance(front, Problem):
        return front
    known = {fold(name) for name in _texts(front.root, name_key(sort.kind), "aliases")}
    new: dict[str, str] = {}
    for name in aliases:
        new.setdefault(fold(name), name)
    more = [_scalar(name) for folded, name in new.items() if folded not in known]
    former = set(_texts(front.root, "replaces"))
    gone = [_scalar(name) for name in dict.fromkeys(replaces) if name not in former]
    edited = with_items(sheet, "aliases", more, ORDER[sort.kind]) if more else sheet
    if isinstance(edited, Problem) or not gone:
        return edited
    return with_items(edited, "replaces", gone, ORDER[sort.kind])


def renamed(sheet: Sheet, sort: Sort, name: str, replaces: Iterable[str], new_id: str) -> Edited:
    """A record under another name: the old one becomes an alias, and an alias that is the name now goes.

    `new_id` is no former id any longer, should it have been one.
    """
    front = front_or_problem(sheet)
    if isinstance(front, Problem):
        return front
    old = _texts(front.root, name_key(sort.kind))
    edited = with_key(sheet, name_key(sort.kind), name, ORDER[sort.kind])
    if not isinstance(edited, Problem):
        edited = without_texts(edited, "aliases", frozenset({fold(name)}))
    if not isinstance(edited, Problem):
        edited = without_texts(edited, "replaces", frozenset({fold(new_id)}))
    aliases = [one for one in old if fold(one) != fold(name)]
    return edited if isinstance(edited, Problem) else with_names(edited, sort, aliases, replaces)


class Joining(NamedTuple):
    """What kind of records are joined, and the names, folded, by which either may mean the other or itself.

    `markdown` is how their texts are read.
    """

    sort: Sort
    itself: frozenset[str]
    markdown: MarkdownOptions


class _Taken(NamedTuple):
    """What the other record says under a key, and in which file."""

    path: SourcePath
    key: Scalar
    node: Node

    def span(self, node: Node) -> Span:
        """Where a part of it stands."""
        return Span(self.path, node.at.line, node.at.column)


def joined(into: Sheet, other: Sheet, joining: Joining) -> tuple[Sheet | None, tuple[Problem, ...]]:
    """A record that has taken another one in, or None and what of the other has no place in it.

    Its id, type and name are its own; the other's are for `with_names`.
    """
    front, taken = front_or_problem(into), front_or_problem(other)
    if isinstance(front, Problem) or isinstance(taken, Problem):
        return None, tuple(one for one in (front, taken) if isinstance(one, Problem))
    if not isinstance(front.root, Mapping) or not isinstance(taken.root, Mapping):
        return None, ()
    sheet, problems = into, list[Problem]()
    for key, node in taken.root.entries:
        if is_absent(node) or key.text in {"id", "type", name_key(joining.sort.kind)}:
            continue
        edited = _with_taken(sheet, front.root, _Taken(other.path, key, node), joining)
        if isinstance(edited, Problem):
            problems.append(edited)
        else:
            sheet = edited
    for add in (_with_comments, _with_body):
        edited = add(sheet, other, joining)
        if isinstance(edited, Problem):
            problems.append(edited)
        else:
            sheet = edited
    return (None, tuple(problems)) if problems else (sheet, ())


def _with_taken(sheet: Sheet, root: Mapping, taken: _Taken, joining: Joining) -> Edited:
    """A record that says under a key what the other one says there, too."""
    key, order = taken.key.text, ORDER[joining.sort.kind]
    there = root.get(key)
    if key in {"aliases", "weak_aliases"}:
        return _with_spellings(sheet, root, taken, joining)
    if key in LISTS:
        own = {_essence(item) for item in _items(there)}
        more = [item for item in _items(taken.node) if _essence(item) not in own]
        if key in {"different_from", "broader"}:  # it is not different from itself, nor its own part
            more = [item for item in more if fold(_name(item)) not in joining.itself]
        return with_items(sheet, key, more, order) if more else sheet
    if there is None or is_absent(there):
        return with_new(sheet, key, taken.node, order)
    if _essence(there) == _essence(taken.node):
        return sheet
    message = f'both records have "{key}", which says something else in each, and only one can stay'
    return _only_one(message, Span(sheet.path, there.at.line, there.at.column), taken.span(taken.key))


def _with_spellings(sheet: Sheet, root: Mapping, taken: _Taken, joining: Joining) -> Edited:
    """A list of names with those of the other's that it lacks, and with what that one says more of those it has."""
    key = taken.key.text
    there, names = root.get(key), {fold(name) for name in _texts(root, name_key(joining.sort.kind))}
    own = {fold(_name(item)): (number, item) for number, item in reversed(list(enumerate(_items(there))))}
    more: list[Node] = []
    for item in _items(taken.node):
        number, known = own.get(fold(_name(item)), (0, None))
        if known is None:
            more += [item] if fold(_name(item)) not in names or _more_than_name(item) else []
            continue
        both = _as_one(known, item)
        if both is None:
            message = f'both records have "{_name(known)}" in "{key}", and say something else of it'
            return _only_one(message, Span(sheet.path, known.at.line, known.at.column), taken.span(item))
        way = (key, number) if isinstance(there, nodes.Sequence) else (key,)
        edited = sheet if both is known else with_node(sheet, way, both)
        if isinstance(edited, Problem):
            return edited
        sheet, own[fold(_name(item))] = edited, (number, both)
    return with_items(sheet, key, more, ORDER[joining.sort.kind]) if more else sheet


def _as_one(known: Node, other: Node) -> Node | None:
    """An item of `aliases` that says all that two of one name say; None where they say different things."""
    said = {key.text: value for key, value in _more_than_name(known)}
    more = _more_than_name(other)
    if any(_essence(said.get(key.text, value)) != _essence(value) for key, value in more):
        return None
    lacking = [(key, value) for key, value in more if key.text not in said]
    name = (_scalar("name"), _scalar(_name(known)))
    return Mapping(entries=(name, *_more_than_name(known), *lacking), at=known.at) if lacking else known


def _more_than_name(item: Node) -> Sequence[tuple[Scalar, Node]]:
    """What an item of `aliases` says besides the name."""
    entries = item.entries if isinstance(item, Mapping) else ()
    return [(key, value) for key, value in entries if key.text != "name" and not is_absent(value)]


def _only_one(message: str, here: Span, other: Span) -> Problem:
    return Problem("merge-loses-text", message, here, f"the other one: {other}; take one of them out and try again")


def _with_comments(sheet: Sheet, other: Sheet, _: Joining) -> Edited:
    """A record with the comments of the other's front matter at the end of its own, but for those that it has."""
    front, taken = front_or_problem(sheet), front_or_problem(other)
    if isinstance(front, Problem) or isinstance(taken, Problem):
        return front if isinstance(front, Problem) else sheet
    comments = comments_in(taken, taken.first, taken.last)
    if comments is None:
        return cannot_edit(other, taken.root.at, "a value in here is written so that comments cannot be told from it")
    own = comments_in(front, front.first, front.last) or ()
    indent, line_end = " " * (front.root.at.column - 1), line_end_of(sheet)
    lines = "".join(f"{indent}{comment}{line_end}" for comment in comments if comment not in own)
    return spliced(sheet, [Splice(front.last, front.last, lines)])


def _with_body(sheet: Sheet, other: Sheet, joining: Joining) -> Edited:
    """The text of the other below this one's, with labels of its own."""
    own, text = (one.text[body_of(one)[0] :] for one in (sheet, other))
    own, text = (_LINE_END.sub("\n", one) for one in (own, text))
    text = text.strip("\n")
    if not text.strip():
        return sheet
    line_end = line_end_of(sheet)
    before = sheet.text.rstrip("\r\n") + line_end
    if own.strip():
        before += line_end
        below = apart(text, own)
        if not adds_up(f"{own}\n\n{below}", (own, text), sheet.path, joining.markdown):
            message = f"this text and that of {sheet.path} would say something else in one file"
            hint = "write what both are to say into one of the two, take the other out, and try again"
            return Problem("cannot-edit", message, Span(other.path, body_of(other)[1]), hint)
        text = below
    return Sheet(path=sheet.path, text=before + text.replace("\n", line_end) + line_end, marked=sheet.marked)


def without_texts(sheet: Sheet, key: str, folded: frozenset[str]) -> Edited:
    """A record without the items of a list that are, folded, one of these names and say no more; an empty list goes."""
    front = front_or_problem(sheet)
    if isinstance(front, Problem) or not isinstance(front.root, Mapping):
        return front if isinstance(front, Problem) else sheet
    items = _items(front.root.get(key))
    gone = [number for number, item in enumerate(items) if fold(_name(item)) in folded and not _more_than_name(item)]
    if not gone:
        return sheet
    return without_key(sheet, key) if len(gone) == len(items) else without_items(sheet, (key,), gone)


def _texts(root: Node, *keys: str) -> list[str]:
    found = (root.get(key) for key in keys) if isinstance(root, Mapping) else ()
    return [_name(item) for node in found for item in _items(node)]


def _items(node: Node | None) -> Sequence[Node]:
    if node is None or is_absent(node):
        return ()
    return node.items if isinstance(node, nodes.Sequence) else (node,)


def _name(item: Node) -> str:
    """The name that an item of `aliases` is: a text, or the `name` of a mapping."""
    named = item.get("name") if isinstance(item, Mapping) else item
    return named.text if isinstance(named, Scalar) else ""


def _essence(node: Node) -> str:
    """What two values have in common that say the same."""
    if isinstance(node, Scalar):
        return " ".join(node.text.split())
    if isinstance(node, nodes.Sequence):
        return "\n".join(map(_essence, node.items))
    return "\n".join(sorted(f"{key.text}: {_essence(value)}" for key, value in node.entries))


def _scalar(text: str) -> Scalar:
    return Scalar(text=text, at=NOWHERE)
