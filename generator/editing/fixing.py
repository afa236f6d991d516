"""`pressmark check --fix`: notes whose words have changed a little quote them as they are now.

Only what `changed-words` is certain of is written: the words that the note is on already. Which of several words a note
is about stays for its author to say. A note without an `id` gets the one that it has by its old words, so that its
address stays; every other byte of the files stays, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from generator.editing.desk import Desk, bytes_of, lay_out
from generator.editing.edits import cannot_edit, changed_since, front_or_problem
from generator.editing.effects import Meant
from generator.editing.plans import Draft, Plan, planned
from generator.editing.scalars import is_flow, rewritten, yaml_value
from generator.editing.sheets import Front, Sheet, Splice, Value, Way, after_line, line_end_of, sheet_of, spliced
from generator.intake import Progress
from generator.model import Annotation, SourcePath
from generator.problems import Problem, Severity
from generator.read.fields import is_absent
from generator.read.nodes import Mapping, Scalar
from generator.spread import Spread

_BETWEEN = re.compile(r"[ \t]*,[ \t]*")


class _Changed(NamedTuple):
    """Notes on changed words that stand in one file, and the article that they are on."""

    article: SourcePath
    file: SourcePath
    notes: tuple[Annotation, ...]


def plan_fix(folder: Path, spread: Spread, progress: Progress) -> tuple[Plan | None, tuple[Problem, ...]]:
    """The plan to write every note's words as they are now; or None and why the archive cannot be edited.

    A note that is written in a way that cannot be edited is left, and is among the plan's warnings.
    """
    desk, problems = lay_out(folder, spread, progress)
    if desk is None:
        return None, problems
    sheets: list[Sheet] = []
    left: list[Problem] = []
    fixed, articles = 0, set[SourcePath]()
    for changed in _changed(desk):
        data = bytes_of(desk, changed.file)
        if isinstance(data, Problem):
            return None, (data,)
        sheet, refused = with_words(sheet_of(changed.file, data), changed.notes)
        left += refused
        if done := len(changed.notes) - len(refused):
            sheets.append(sheet)
            articles.add(changed.article)
            fixed += done
    meant = Meant(names=frozenset(), requoted=frozenset(articles))
    draft = Draft(sheets=tuple(sheets), gone={}, meant=meant, references=fixed, noun="note")
    plan, problems = planned(draft, desk)
    return (msgspec.structs.replace(plan, warnings=(*plan.warnings, *left)) if plan else None), problems


def _changed(desk: Desk) -> Iterator[_Changed]:
    for article in desk.shelves.articles:
        by_file: dict[SourcePath, list[Annotation]] = {}
        for note in article.annotations:
            if note.requoted is not None:
                by_file.setdefault(note.file or article.source, []).append(note)
        for file, notes in by_file.items():
            yield _Changed(article.source, file, tuple(notes))


def with_words(sheet: Sheet, notes: Sequence[Annotation]) -> tuple[Sheet, list[Problem]]:
    """The sheet in which notes quote the words that they are about now, and a warning for each that cannot."""
    front = front_or_problem(sheet)
    if isinstance(front, Problem):
        return sheet, [_as_warning(front)] * len(notes)
    ways = {value.node.at: way for way, value in front.values.items() if way[-1:] == ("exact",)}
    splices: list[Splice] = []
    refused: list[Problem] = []
    for note in notes:
        way = ways.get(note.at)
        found = changed_since(sheet, note.at) if way is None else _of_note(front, way[:-1], note)
        if isinstance(found, Problem):
            refused.append(_as_warning(found))
        else:
            splices += found
    return spliced(sheet, splices), refused


def _as_warning(problem: Problem) -> Problem:
    """What keeps one note from being edited keeps no other from it."""
    return msgspec.structs.replace(problem, severity=Severity.WARNING)


def _of_note(front: Front, way: Way, note: Annotation) -> list[Splice] | Problem:
    """What makes one note, the mapping at `way`, quote its words."""
    mapping, quote = front.values[way].node, note.requoted
    if not isinstance(mapping, Mapping) or quote is None:
        return changed_since(front.sheet, note.at)
    splices: list[Splice] = []
    before_words = [] if mapping.get("id") else [f"id: {yaml_value(note.id, in_flow=True)}"]
    for key, old, new in (
        ("exact", note.quote.exact, quote.exact),
        ("prefix", note.quote.prefix, quote.prefix),
        ("suffix", note.quote.suffix, quote.suffix),
    ):
        value = front.values.get((*way, key))
        if value is None:
            before_words += [f"{key}: {yaml_value(new, in_flow=True)}"] if new else []
            continue
        if not isinstance(value.node, Scalar) or value.node.text != old:
            return changed_since(front.sheet, value.node.at)
        splice = _without(front, mapping, key) if not new else None
        splice = splice or _in_place_of(front, value, new)
        if splice is None:
            return cannot_edit(
                front.sheet, value.node.at, "the words of this note cannot be replaced as they are written"
            )
        splices.append(splice)
    return [*splices, *_before_words(front, mapping, before_words)]


def _in_place_of(front: Front, value: Value, text: str) -> Splice | None:
    start, end = front.place(value.node.at), front.end(value.node)
    if end is None:
        return None
    if is_absent(value.node):
        space = "" if front.sheet.text[start - 1].isspace() else " "
        return Splice(start, end, space + yaml_value(text, in_flow=value.in_flow)) if text else Splice(start, end, "")
    written = front.sheet.text[start:end]
    return Splice(start, end, rewritten(written, text, in_flow=value.in_flow))


def _before_words(front: Front, mapping: Mapping, written: Sequence[str]) -> Iterator[Splice]:
    """Keys and values put before the words of a note, each on a line of its own where these are on one."""
    if not written:
        return
    name = next(name for name, _ in mapping.entries if name.text == "exact")
    place = front.place(name.at)
    apart = ", " if is_flow(front.sheet.text, front.place(mapping.at)) else line_end_of(front.sheet) + _indent(mapping)
    yield Splice(place, place, "".join(one + apart for one in written))


def _indent(mapping: Mapping) -> str:
    return " " * (mapping.at.column - 1)


def _without(front: Front, mapping: Mapping, key: str) -> Splice | None:
    """What takes a key and its value out; None for the first one, and where anything else stands on their line."""
    text = front.sheet.text
    number = next(number for number, (name, _) in enumerate(mapping.entries) if name.text == key)
    name, value = mapping.entries[number]
    start, end = front.place(name.at), front.end(value)
    if end is None or not number:
        return None
    if is_flow(text, front.place(mapping.at)):
        before = front.end(mapping.entries[number - 1][1])
        return Splice(before, end, "") if before is not None and _BETWEEN.fullmatch(text, before, start) else None
    line, following = front.line_at(start), after_line(text, end)
    return Splice(line, following, "") if not (text[line:start] + text[end:following]).strip() else None
