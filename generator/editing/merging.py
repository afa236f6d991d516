"""Two records that are one, or a name that is a record's: what has to be written so that one is left.

Every reference is rewritten, the names become aliases, what the record said goes into the other, and its address leads
there. `retag` merges as well, when its new name is taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from generator.archive.directory import known
from generator.archive.names import fold, who
from generator.archive.records import TargetKind
from generator.editing.cards import Joining, joined, with_names, without_texts
from generator.editing.desk import Desk, bytes_of
from generator.editing.effects import Meant
from generator.editing.links import Move, carried, files_linking_to, relinked
from generator.editing.plans import Draft
from generator.editing.references import Form, Reference, references_to
from generator.editing.rewrite import Sheets, rewritten_in_all
from generator.editing.sheets import Sheet, sheet_of
from generator.editing.subjects import Subject, space_of
from generator.files import SITE_FILE
from generator.model import Entity, Record, SourcePath
from generator.problems import Problem, Span


class Wish(Record):
    """How two are merged.

    `keep_spellings` leaves articles the spelling that they have, now an alias; `although_different` says that they are
    one though a record says that they are not.
    """

    keep_spellings: bool = False
    although_different: bool = False


class Target(NamedTuple):
    """What is written in the place of a reference: an id for an id, a name for a name."""

    id: str
    key: str
    name: str

    def instead_of(self, reference: Reference) -> str:
        """What names the target as a reference named what it meant before."""
        return {Form.ID: self.id, Form.KEY: self.key}.get(reference.form, self.name)


def merged(one: Subject, into: Subject, wish: Wish, desk: Desk) -> tuple[Draft | None, tuple[Problem, ...]]:
    """What is to be written so that `one` becomes `into`, which has a record; or None and what is in the way."""
    if into.source is None:
        return None, (_without_a_record(into),)
    refused = _refused(one, into, wish, desk)
    if refused is not None:
        return None, (refused,)
    references, beside = references_to(one, desk, into), references_to(into, desk)
    wanted = [ref for ref in references if ref.path != one.source]
    if wish.keep_spellings:
        wanted = [ref for ref in wanted if ref.form is not Form.NAME]
    target = _target(into, one, desk)
    sheets, problems = rewritten_in_all(wanted, beside, target.instead_of, desk)
    if problems:
        return None, problems
    problems = _take_in(one, into, sheets, desk)
    if problems:
        return None, problems
    move = move_of(one, into.source, into.key)
    linking = frozenset(files_linking_to(move, desk)) if one.source else frozenset[SourcePath]()
    problems = relink(linking, sheets, move, desk)
    if problems:
        return None, problems
    texts = {ref.written for ref in (*references, *beside)}
    meant = Meant(names=frozenset({*texts, *target}), relinked=linking, rewritten=frozenset({into.source}))
    gone = {one.source: into.source} if one.source else {}
    return Draft(sheets=tuple(sheets.values()), gone=gone, meant=meant, references=len(wanted)), ()


def _target(into: Subject, without: Subject, desk: Desk) -> Target:
    """How to name a record once another is gone: what others have too is no name, and an id of two types no id."""
    recorded = space_of(into.sort, desk).recorded

    def means_it_alone(name: str) -> bool:
        return {one.key for one in who(name, recorded)} <= {into.key, without.key}

    own_id = into.id if means_it_alone(into.id) else into.key
    return Target(id=own_id, key=into.key, name=into.label if means_it_alone(into.label) else own_id)


def move_of(one: Subject, to: SourcePath, key: str) -> Move:
    """The move of a record's file; only entities are linked to by a type and an id."""
    of_entity = one.sort.kind is TargetKind.ENTITY
    return Move(old=one.source or to, new=to, old_key=one.key if of_entity else "", new_key=key if of_entity else "")


def relink(files: frozenset[SourcePath], sheets: Sheets, move: Move, desk: Desk) -> tuple[Problem, ...]:
    """Change the links to what moves in some files; the problem of one that cannot be read."""
    for path in sorted(files):
        sheet = _sheet(path, sheets, desk)
        if isinstance(sheet, Problem):
            return (sheet,)
        sheets[path] = relinked(sheet, desk.records, move)
    return ()


def _sheet(path: SourcePath, sheets: Sheets, desk: Desk) -> Sheet | Problem:
    if path in sheets:
        return sheets[path]
    data = bytes_of(desk, path)
    return data if isinstance(data, Problem) else sheet_of(path, data)


def _take_in(one: Subject, into: Subject, sheets: Sheets, desk: Desk) -> tuple[Problem, ...]:
    """Let the record of `into` say all that the other's said, and have its names and its id; the problems if it cannot.

    What it says of being different from the other, or a part of it, goes.
    """
    card = _sheet(into.source, sheets, desk) if into.source else _without_a_record(into)
    itself = frozenset(fold(name) for name in (into.id, into.key, one.id, one.key, *into.names, *one.names))
    for key in ("different_from", "broader"):
        card = card if isinstance(card, Problem) else without_texts(card, key, itself)
    if isinstance(card, Problem):
        return (card,)
    if one.record is not None and one.source is not None:
        other = bytes_of(desk, one.source)
        if isinstance(other, Problem):
            return (other,)
        sheet = carried(sheet_of(one.source, other), one.record, card.path)
        taken, problems = joined(card, sheet, Joining(into.sort, itself, desk.config.markdown))
        if taken is None:
            return problems
        card = taken
    named = with_names(card, into.sort, one.names, [one.id] if one.id != into.id else [])
    if isinstance(named, Problem):
        return (named,)
    sheets[named.path] = named
    return ()


def _refused(one: Subject, into: Subject, wish: Wish, desk: Desk) -> Problem | None:
    """Why two cannot be merged, or not without being asked twice."""
    here = Span(SITE_FILE)  # what the user asked for is at fault, and no file
    if one.sort != into.sort:
        message = f'"{one.label}" is an {one.sort.words}, "{into.label}" an {into.sort.words}'
        return Problem("different-types", message, here, "only what is of one type can be one; correct a type first")
    if one.key == into.key:
        return Problem("merge-with-itself", f'"{one.label}" and "{into.label}" are the same {one.sort.kind}', here)
    if one.sort.kind is TargetKind.OUTLET and "{outlet}" in desk.config.permalink:
        return moves_articles(one)
    said = None if wish.although_different else next(_said_different(one, into, desk), None)
    if said is not None:
        message = f'{said} says that "{one.label}" and "{into.label}" are different'
        return Problem("different-from", message, here, "if they are one all the same: --although-different")
    return None


def moves_articles(one: Subject) -> Problem:
    """The problem that an outlet's id is in its articles' addresses, which nothing would lead on from."""
    message = f'the addresses of the articles of "{one.label}" would change: `permalink` in site.yaml has {{outlet}}'
    hint = "give the articles their old addresses as `aliases`, and rename the outlet by hand"
    return Problem("articles-would-move", message, Span(SITE_FILE), hint)


def _said_different(one: Subject, into: Subject, desk: Desk) -> Iterator[Span]:
    """Where either of two records says that it is different from the other."""
    for subject, other in ((one, into), (into, one)):
        if isinstance(subject.record, Entity) and subject.source:
            for ref in subject.record.different_from:
                if any(found.key == other.key for found in known(ref.name, desk.directory.entities)):
                    yield Span(subject.source, ref.at.line, ref.at.column)


def _without_a_record(into: Subject) -> Problem:
    message = f'"{into.label}" has no record'
    kind = into.sort.type or f"{into.sort.kind}s"
    hint = f"to make one and merge: pressmark retag FROM INTO --type {kind}"
    return Problem("no-record", message, Span(SITE_FILE), hint)
