"""Two records that are one, or a name that is a record's: what has to be written so that one is left.

Every reference is rewritten, the names become aliases, what the record said goes into the other, and its address leads
there. `retag` merges as well, when its new name is taken.
"""

from __future__ import annotations

from collections.abc import Iterator

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


def merged(one: Subject, into: Subject, wish: Wish, desk: Desk) -> tuple[Draft | None, tuple[Problem, ...]]:
    """What is to be written so that `one` becomes `into`, which has a record; or None and what is in the way."""
    record = into.record
    if record is None or record.source is None:
        return None, (_without_a_record(into),)
    refused = _refused(one, into, wish, desk)
    if refused is not None:
        return None, (refused,)
    references = references_to(one, desk, into)
    wanted = [
        ref for ref in references if ref.path != one.source and not (wish.keep_spellings and ref.form is Form.NAME)
    ]
    name = best_name(into, one, desk)
    sheets, problems = rewritten_in_all(wanted, references_to(into, desk), lambda ref: named(ref, into, name), desk)
    if problems:
        return None, problems
    card = _sheet(record.source, sheets, desk)
    if isinstance(card, Problem):
        return None, (card,)
    taken, problems = _with_all_of(one, into, card, desk)
    if taken is None:
        return None, problems
    sheets[record.source] = taken
    gone = {one.source: record.source} if one.source else {}
    relinked_files = frozenset[SourcePath]()
    if one.source:
        move = move_of(one, record.source, into.key)
        relinked_files = frozenset(files_linking_to(move, desk))
        wrong = relink(relinked_files, sheets, move, desk)
        if wrong:
            return None, wrong
    texts = {ref.written for ref in references} | {ref.written for ref in references_to(into, desk)}
    meant = Meant(
        names=frozenset({*texts, name, into.id, into.key}),
        relinked=relinked_files,
        rewritten=frozenset({record.source}),
    )
    return Draft(sheets=tuple(sheets.values()), gone=gone, meant=meant, references=len(wanted)), ()


def named(reference: Reference, target: Subject, name: str) -> str:
    """What stands in a reference's place: an id for an id, a name for a name."""
    return {Form.ID: target.id, Form.KEY: target.key}.get(reference.form, name)


def best_name(into: Subject, without: Subject, desk: Desk) -> str:
    """The name of a record where it means that one alone once the other is gone, else its id, or its type and id."""
    for name in (into.label, into.id):
        others = {one.key for one in who(name, space_of(into.sort, desk).recorded)} - {into.key, without.key}
        if not others:
            return name
    return into.key


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


def _with_all_of(one: Subject, into: Subject, card: Sheet, desk: Desk) -> tuple[Sheet | None, tuple[Problem, ...]]:
    """The record of `into` with all that the other's said, its names and its id; without what it says of itself."""
    itself = frozenset(fold(name) for name in (into.id, into.key, one.id, one.key, *into.names, *one.names))
    for key in ("different_from", "broader"):
        edited = without_texts(card, key, itself)
        if isinstance(edited, Problem):
            return None, (edited,)
        card = edited
    if one.record is not None and one.source is not None:
        other = bytes_of(desk, one.source)
        if isinstance(other, Problem):
            return None, (other,)
        sheet = carried(sheet_of(one.source, other), one.record, card.path)
        taken, problems = joined(card, sheet, Joining(sort=into.sort, itself=itself))
        if taken is None:
            return None, problems
        card = taken
    edited = with_names(card, into.sort, one.names, [one.id] if one.id != into.id else [])
    return (None, (edited,)) if isinstance(edited, Problem) else (edited, ())


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
