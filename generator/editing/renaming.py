"""`pressmark retag`: a tag, outlet, story or entity under another name, everywhere it is written.

Whatever bears the new name already takes the old in; else the record gets the name, and its file and address follow
unless it has an `id` of its own; else there is a new record. The old name stays an alias, and the old address leads on.
"""

from __future__ import annotations

import posixpath

import msgspec

from generator.archive.names import fold
from generator.archive.records import TargetKind
from generator.editing.cards import new_card, renamed
from generator.editing.desk import Desk, bytes_of
from generator.editing.effects import Meant
from generator.editing.links import files_linking_to, relinked
from generator.editing.merging import Target, Wish, merged, move_of, moves_articles, relink
from generator.editing.plans import Draft
from generator.editing.references import references_to
from generator.editing.rewrite import rewritten_in_all
from generator.editing.sheets import front_of, sheet_of
from generator.editing.subjects import Sort, Subject, folder_of, having_id, subjects_named, the_one
from generator.files import SITE_FILE
from generator.model import SourcePath
from generator.problems import Problem, Span
from generator.read import nodes
from generator.read.ids import short_hash, slug

Drafted = tuple[Draft | None, tuple[Problem, ...]]


def retagged(old: str, new: str, sort: Sort, desk: Desk) -> Drafted:
    """What is to be written so that what is called `old` is called `new`; or None and what is in the way."""
    subject = the_one(old, sort, desk)
    if isinstance(subject, Problem):
        return None, (subject,)
    name = " ".join(new.split())
    if not name or not name.isprintable():
        message = "the new name is empty" if not name else "the new name holds a control character"
        return None, (Problem("empty-name" if not name else "control-character", message, Span(SITE_FILE)),)
    taken = subjects_named(name, sort, desk)
    if len(taken) > 1:
        ambiguous = the_one(name, sort, desk)
        return None, (ambiguous,) if isinstance(ambiguous, Problem) else ()
    other = taken[0] if taken else None
    if other is not None and other.key == subject.key:
        if subject.record is None and fold(name) != fold(subject.label):  # it was named by its id
            return _recorded(subject, name, None, desk)
        return _respelt(subject, old, name, desk)
    if other is not None and other.record is not None:
        return merged(subject, other, Wish(), desk)
    if subject.record is not None:
        return _renamed(subject, other.label if other else name, other, desk)
    return _recorded(subject, other.label if other else name, other, desk)


def _respelt(subject: Subject, old: str, name: str, desk: Desk) -> Drafted:
    """One spelling in the place of others of the same name; a record is called by it from now on."""
    if subject.record is not None and name != subject.label:
        return _renamed(subject, name, None, desk)
    references = [ref for ref in references_to(subject, desk) if ref.written != name]
    if subject.record is not None:
        references = [ref for ref in references if fold(ref.written) == fold(old)]
    beside = references_to(subject, desk)
    sheets, problems = rewritten_in_all(references, beside, lambda _: name, desk)
    meant = Meant(names=frozenset({name, *(ref.written for ref in beside)}))
    return (
        (None, problems)
        if problems
        else (Draft(sheets=tuple(sheets.values()), gone={}, meant=meant, references=len(references)), ())
    )


def _recorded(subject: Subject, name: str, other: Subject | None, desk: Desk) -> Drafted:
    """A record for the new name, which there was none of, with the old one as its alias."""
    if subject.sort.kind is TargetKind.OUTLET and "{outlet}" in desk.config.permalink:
        return None, (moves_articles(subject),)
    record_id = _free_id(name, (subject, other), desk)
    path = SourcePath(f"{folder_of(subject.sort, desk.config.content)}/{record_id}.md")
    if path in desk.files:
        return None, (_file_exists(path),)
    references = references_to(subject, desk)
    beside = references_to(other, desk) if other else ()
    sheets, problems = rewritten_in_all(references, beside, lambda _: name, desk)
    if problems:
        return None, problems
    aliases = {fold(spelling): spelling for spelling in reversed(subject.names) if fold(spelling) != fold(name)}
    sheets[path] = new_card(path, subject.sort, name, aliases.values(), _former(record_id, subject, other))
    texts = {ref.written for ref in (*references, *beside)}
    meant = Meant(names=frozenset({name, *texts}), rewritten=frozenset({path}))
    return Draft(sheets=tuple(sheets.values()), gone={}, meant=meant, references=len(references)), ()


def _former(record_id: str, *subjects: Subject | None) -> list[str]:
    """The ids whose addresses are to lead to a record that has another."""
    return [one.id for one in subjects if one is not None and one.id != record_id]


def _renamed(subject: Subject, name: str, other: Subject | None, desk: Desk) -> Drafted:
    """The record under the new name; `other` are uses of that name, which have no record."""
    source = subject.source
    data = bytes_of(desk, source) if source else None
    if source is None or data is None or isinstance(data, Problem):
        return None, (data,) if isinstance(data, Problem) else ()
    new_id = _new_id(subject, name, other, desk)
    path = SourcePath(posixpath.join(posixpath.dirname(source), f"{new_id}.md")) if new_id != subject.id else source
    if path != source and path in desk.files:
        return None, (_file_exists(path),)
    key = Subject(sort=subject.sort, id=new_id, label=name).key
    references = references_to(subject, desk)
    beside = references_to(other, desk) if other else ()
    target = Target(id=new_id, key=key, name=name)
    sheets, problems = rewritten_in_all(references, beside, target.instead_of, desk)
    if problems:
        return None, problems
    old_card = sheets.pop(source, sheet_of(source, data))
    card = renamed(old_card, subject.sort, name, _former(new_id, subject, other), new_id)
    if isinstance(card, Problem):
        return None, (card,)
    move = move_of(subject, path, key)
    linking = frozenset(files_linking_to(move, desk)) if path != source else frozenset[SourcePath]()
    wrong = relink(linking, sheets, move, desk)
    if wrong:
        return None, wrong
    sheets[path] = msgspec.structs.replace(relinked(card, desk.records, move), path=path)
    texts = {ref.written for ref in (*references, *beside)}
    meant = Meant(names=frozenset({*target, *texts}), relinked=linking, rewritten=frozenset({source, path}))
    gone = {source: path} if path != source else {}
    return Draft(sheets=tuple(sheets.values()), gone=gone, meant=meant, references=len(references)), ()


def _new_id(subject: Subject, name: str, other: Subject | None, desk: Desk) -> str:
    """The id that goes with the new name; the old one where the record has said it, or articles' addresses hold it."""
    source = subject.source
    data = bytes_of(desk, source) if source else None
    front, _ = front_of(sheet_of(source, data)) if source and isinstance(data, bytes) else (None, ())
    says_it = front is not None and isinstance(front.root, nodes.Mapping) and front.root.get("id") is not None
    in_addresses = subject.sort.kind is TargetKind.OUTLET and "{outlet}" in desk.config.permalink
    if says_it or in_addresses:
        return subject.id
    return _free_id(name, (subject, other), desk)


def _free_id(name: str, own: tuple[Subject, Subject | None], desk: Desk) -> str:
    """An id made of a name, with a suffix where something else than its `own` has it, or had it."""
    plain = slug(name)
    keys = {one.key for one in own if one is not None}
    others = (one for one in having_id(plain, own[0].sort, desk) if one.key not in keys)
    return f"{plain}-{short_hash(fold(name))}" if any(others) else plain


def _file_exists(path: SourcePath) -> Problem:
    hint = "give the record that is there an `id` of its own, or rename its file"
    return Problem("file-exists", f'there is a file "{path}" already', Span(path), hint)
