"""`pressmark check --fix`: notes whose words have changed a little quote them as they are now.

Only what `changed-words` is certain of is written: the words that the note is on already. Which of several words a note
is about stays for its author to say. What a note says of the words around stays where it still holds. A note without an
`id` gets the one that it has by its old words, so that its address stays; every other byte of the files stays, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from generator.editing.comments import comments_in
from generator.editing.desk import Desk, bytes_of, lay_out
from generator.editing.edits import cannot_edit, changed_since, front_or_problem, in_place_of
from generator.editing.effects import Meant
from generator.editing.plans import Draft, Plan, planned
from generator.editing.scalars import is_flow, yaml_value
from generator.editing.sheets import Front, Sheet, Splice, Way, after_line, line_end_of, sheet_of, spliced
from generator.intake import Progress
from generator.model import Annotation, SourcePath, TextQuote
from generator.problems import Problem, Severity
from generator.read.anchors import Anchor, Anchors
from generator.read.annotations import article_path
from generator.read.comparable import folded
from generator.read.fields import is_absent
from generator.read.nodes import Mapping, Scalar
from generator.read.parse import ContentKind, parse
from generator.read.source import decode
from generator.spread import Spread

_BETWEEN = re.compile(r"[ \t]*,[ \t]*")


class _Changed(NamedTuple):
    """Notes on changed words that stand in one file, and the article that they are on."""

    article: SourcePath
    file: SourcePath
    notes: tuple[Annotation, ...]


class _Fixed(NamedTuple):
    """A file in which notes quote their words as they are now: how many, and the article that they are on."""

    article: SourcePath
    sheet: Sheet
    notes: int


def plan_fix(folder: Path, spread: Spread, progress: Progress) -> tuple[Plan | None, tuple[Problem, ...]]:
    """The plan to write every note's words as they are now; or None and why the archive cannot be edited.

    A note that is written in a way that cannot be edited is left, and so is a file that would say something else then;
    they are among the plan's warnings.
    """
    desk, problems = lay_out(folder, spread, progress)
    if desk is None:
        return None, problems
    fixed: list[_Fixed] = []
    left: list[Problem] = []
    for changed in _changed(desk):
        data = bytes_of(desk, changed.file)
        if isinstance(data, Problem):
            return None, (data,)
        sheet, refused = with_words(sheet_of(changed.file, data), _with_what_stays(changed, desk))
        left += refused
        if done := len(changed.notes) - len(refused):
            fixed.append(_Fixed(changed.article, sheet, done))
    return _planned(fixed, left, desk)


def _planned(fixed: Sequence[_Fixed], left: Sequence[Problem], desk: Desk) -> tuple[Plan | None, tuple[Problem, ...]]:
    """The plan to write some files, without those with which something would be wrong then."""
    meant = Meant(names=frozenset(), requoted=frozenset(one.article for one in fixed))
    sheets, notes = tuple(one.sheet for one in fixed), sum(one.notes for one in fixed)
    plan, problems = planned(Draft(sheets=sheets, gone={}, meant=meant, references=notes, noun="note"), desk)
    if plan is not None:
        return msgspec.structs.replace(plan, warnings=(*plan.warnings, *left)), ()
    ours = {one.article for one in fixed}
    wrong = [(article, one) for one in problems if (article := article_path(SourcePath(one.span.path))) in ours]
    if not wrong:
        return None, problems
    rest = [one for one in fixed if one.article not in {article for article, _ in wrong}]
    return _planned(rest, [*left, *(_as_left(problem) for _, problem in wrong)], desk)


def _as_left(problem: Problem) -> Problem:
    """Why the notes of a file stay as they are: what would be wrong with it."""
    if problem.code == "cannot-edit":
        return _as_warning(problem)
    message = f"the notes of this file are left as they are, or else: {problem.message}"
    return Problem("cannot-edit", message, problem.span, problem.hint, Severity.WARNING)


def _changed(desk: Desk) -> Iterator[_Changed]:
    for article in desk.shelves.articles:
        by_file: dict[SourcePath, list[Annotation]] = {}
        for note in article.annotations:
            if note.requoted is not None:
                by_file.setdefault(note.file or article.source, []).append(note)
        for file, notes in by_file.items():
            yield _Changed(article.source, file, tuple(notes))


def _with_what_stays(changed: _Changed, desk: Desk) -> tuple[Annotation, ...]:
    """The notes, each to be quoted with what it says of the words around, where that holds."""
    if not any(note.quote.prefix or note.quote.suffix for note in changed.notes):
        return changed.notes
    data = bytes_of(desk, changed.article)
    source, _ = decode(changed.article, data) if isinstance(data, bytes) else (None, ())
    parsed, _ = parse(source, ContentKind.ARTICLE, desk.config) if source else (None, ())
    if parsed is None:
        return changed.notes
    anchors = Anchors(parsed.text.text)
    return tuple(_with_its_own(note, anchors) for note in changed.notes)


def _with_its_own(note: Annotation, anchors: Anchors) -> Annotation:
    """A note to be quoted with its own prefix and suffix, as far as they hold, say enough, and lead to its place."""
    old, new = note.quote, note.requoted
    if new is None or note.start is None or note.end is None:
        return note
    before, behind = folded(anchors.text[: note.start]), folded(anchors.text[note.end :])
    prefix, suffix = folded(old.prefix), folded(old.suffix)
    keeps_prefix = before.endswith(prefix) and len(prefix) >= len(folded(new.prefix))
    keeps_suffix = behind.startswith(suffix) and len(suffix) >= len(folded(new.suffix))
    quote = TextQuote(
        exact=new.exact,
        prefix=old.prefix if keeps_prefix else new.prefix,
        suffix=old.suffix if keeps_suffix else new.suffix,
    )
    found = anchors.anchor(quote)
    leads_there = isinstance(found, Anchor) and (found.start, found.end) == (note.start, note.end)
    return msgspec.structs.replace(note, requoted=quote) if leads_there else note


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
    splices: list[Splice | None] = []
    before_words: list[str] = []
    for key, old, new in (
        ("id", note.id, note.id),
        ("exact", note.quote.exact, quote.exact),
        ("prefix", note.quote.prefix, quote.prefix),
        ("suffix", note.quote.suffix, quote.suffix),
    ):
        value = front.values.get((*way, key))
        if value is None:
            before_words += [f"{key}: {yaml_value(new, in_flow=True)}"] if new else []
        elif is_absent(value.node):
            splices += [in_place_of(front, value, new)] if new else _without(front, mapping, key)
        elif not isinstance(value.node, Scalar) or (key != "id" and value.node.text != old):
            return changed_since(front.sheet, value.node.at)
        elif new != old:
            splices += (not new and _without(front, mapping, key)) or [in_place_of(front, value, new)]
    known = [splice for splice in splices if splice is not None]
    if len(known) < len(splices):
        return cannot_edit(front.sheet, note.at, "the words of this note cannot be replaced as they are written")
    return [*known, *_before_words(front, mapping, before_words)]


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


def _without(front: Front, mapping: Mapping, key: str) -> list[Splice]:
    """What takes a key and its value out; nothing for the first one, and where anything else stands on their lines."""
    text = front.sheet.text
    number = next(number for number, (name, _) in enumerate(mapping.entries) if name.text == key)
    name, value = mapping.entries[number]
    start, end = front.place(name.at), front.end(value)
    if end is None or not number or end == start or comments_in(front, start, end) != []:
        return []
    if is_flow(text, front.place(mapping.at)):
        before = front.end(mapping.entries[number - 1][1])
        return [Splice(before, end, "")] if before is not None and _BETWEEN.fullmatch(text, before, start) else []
    line, following = front.line_at(start), after_line(text, end)
    return [] if (text[line:start] + text[end:following]).strip() else [Splice(line, following, "")]
