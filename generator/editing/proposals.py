"""What to do about names that look alike: the record to write, and the command that does it.

For names that may be one and that nobody has looked at, so every answer is for the user to take or leave.
"""

from __future__ import annotations

from collections.abc import Iterable

from generator.archive.lookalikes import Alike, Bearer
from generator.archive.names import fold
from generator.archive.records import TargetKind
from generator.editing.cards import new_card
from generator.editing.scalars import in_flow
from generator.editing.subjects import Sort, folder_of
from generator.model import NOWHERE, Alias, Record, SourcePath
from generator.read import nodes
from generator.read.nodes import Node, Scalar


class Proposal(Record):
    """Text to write into a file: a whole new one (`line` 0), or keys in the place of those that a record has."""

    path: SourcePath
    line: int
    text: str


def record_to_write(found: Alike, content: str) -> Proposal | None:
    """The record that makes one of these names; None where it does, or all have records, which only merging does."""
    first = found.first
    others = [member.bearer for member in found.others if member.bearer.record is None]
    if not others:
        return None
    known = {fold(name) for name in (first.names if first.record else (first.label,))}
    aliases: dict[str, str] = {}
    for name in (*(() if first.record else first.names), *(name for bearer in others for name in bearer.names)):
        if fold(name) not in known:
            aliases.setdefault(fold(name), name)
    former = [bearer.id for bearer in others if bearer.id != first.id]
    record = first.record
    if record is None or record.source is None:
        path = _new_path(first, content)
        card = new_card(path, Sort(kind=first.kind, type=first.type), first.label, aliases.values(), former)
        return Proposal(path=path, line=0, text=card.text)
    names = [*map(_alias, record.aliases), *map(_scalar, aliases.values())]
    replaces = [*(ref.name for ref in record.replaces), *former]
    lines = [f"aliases: {in_flow(_list(names))}"] if aliases else []
    lines += [f"replaces: {in_flow(_list(map(_scalar, replaces)))}"] if former else []
    if not lines:
        return None
    at = record.aliases[0].at if record.aliases else record.at
    return Proposal(path=record.source, line=at.line, text="\n".join(lines) + "\n")


def command_for(first: Bearer, other: Bearer) -> str:
    """The command that makes one of two."""
    if first.kind is TargetKind.ENTITY and first.record is not None:
        return f"pressmark merge-entity {_argument(_called(other))} {_argument(first.id)}"
    what = {TargetKind.TAG: "", TargetKind.OUTLET: " --type outlets"}.get(first.kind, f" --type {first.type}")
    return f"pressmark retag {_argument(_called(other))} {_argument(first.label)}{what}"


def _called(bearer: Bearer) -> str:
    """What means it and nothing else: the id of a record, the name of what has none."""
    return bearer.id if bearer.record is not None else bearer.label


def _new_path(bearer: Bearer, content: str) -> SourcePath:
    return SourcePath(f"{folder_of(Sort(kind=bearer.kind, type=bearer.type), content)}/{bearer.id}.md")


def _argument(text: str) -> str:
    """A word of a command line, in quotes that every shell understands where it needs them."""
    if text and all(char.isalnum() or char in "-_./" for char in text) and not text.startswith("-"):
        return text
    if any(char in text for char in '"$`\\!%'):
        return "'" + text.replace("'", "'\\''") + "'"
    return f'"{text}"'


def _alias(alias: Alias) -> Node:
    name = _scalar(alias.name)
    if alias.lang is None:
        return name
    return nodes.Mapping(entries=((_scalar("name"), name), (_scalar("lang"), _scalar(alias.lang))), at=NOWHERE)


def _list(items: Iterable[Node]) -> nodes.Sequence:
    return nodes.Sequence(items=tuple(items), at=NOWHERE)


def _scalar(text: str) -> Scalar:
    return Scalar(text=text, at=NOWHERE)
