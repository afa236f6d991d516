"""How suggestions and plans look: on a terminal and as JSON.

Values in, lines of text out, as in `console`; printing is for `cli`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from generator.archive.lookalikes import Alike, Bearer, Member, Spelling
from generator.archive.suggest import Mentioned, Single, Undeclared, Unused
from generator.console import count, plural, visible
from generator.editing.advise import Advice
from generator.editing.plans import Plan, difference
from generator.editing.proposals import Proposal, command_for, record_to_write
from generator.problems import Span

SHOWN = 10  # suggestions of a kind, unless all are asked for
EXAMPLES = 3  # articles and outlets that the text of one suggestion names

_BOLD, _BLUE, _DIM, _GREEN, _RED, _PLAIN = "\033[1m", "\033[34m", "\033[2m", "\033[32m", "\033[31m", "\033[0m"


class _Said(NamedTuple):
    """One suggestion in words: where, what, and what is written below it."""

    place: Span
    message: str
    below: list[str]


def suggestion_lines(advice: Advice, *, everything: bool, color: bool) -> Iterator[str]:
    """Suggestions as text: `path:line:column: suggestion[code]: message`, the evidence below; ten of each kind."""
    found, content = advice.suggestions, advice.content
    most = None if everything else SHOWN
    for code, said, all_ in (
        ("similar-names", [_alike(one, content) for one in found.alike[:most]], len(found.alike)),
        ("undeclared-entity", [_undeclared(one) for one in found.undeclared[:most]], len(found.undeclared)),
        ("declared-once", [_single(one) for one in found.singles[:most]], len(found.singles)),
        ("unused-alias", [_unused(one) for one in found.unused[:most]], len(found.unused)),
    ):
        for one in said:
            place, message = visible(str(one.place)), visible(one.message)
            kind = f"{_BLUE}{_BOLD}suggestion[{code}]{_PLAIN}" if color else f"suggestion[{code}]"
            yield f"{_BOLD}{place}{_PLAIN}: {kind}: {message}" if color else f"{place}: {kind}: {message}"
            for line in one.below:
                yield f"{_DIM}  {visible(line)}{_PLAIN}" if color else f"  {visible(line)}"
        if more := all_ - len(said):
            yield f"… and {more:,} more {code} {plural(more, 'suggestion')} (--all shows all)"
    if found.once:
        verb = "is" if found.once == 1 else "are"
        names = f"{count(found.once, 'name')} without a record"
        yield f"{names} {verb} declared by one article each, mentioned by no other, and like no other name"


def suggestions_json(advice: Advice, *, everything: bool) -> dict[str, Any]:
    """Suggestions as a JSON object: a list of each kind, how many are not in it, and the names nothing is said of."""
    found, content = advice.suggestions, advice.content
    most = None if everything else SHOWN
    kinds: dict[str, tuple[list[dict[str, Any]], int]] = {
        "similar_names": ([_alike_json(one, content) for one in found.alike[:most]], len(found.alike)),
        "undeclared_entities": ([_undeclared_json(one) for one in found.undeclared[:most]], len(found.undeclared)),
        "declared_once": ([_single_json(one) for one in found.singles[:most]], len(found.singles)),
        "unused_aliases": ([_unused_json(one) for one in found.unused[:most]], len(found.unused)),
    }
    return {
        **{kind: shown for kind, (shown, _) in kinds.items()},
        "not_shown": {kind: all_ - len(shown) for kind, (shown, all_) in kinds.items()},
        "declared_once_only": found.once,
    }


# Names that are alike


def _alike(found: Alike, content: str) -> _Said:
    first, (nearest, *_) = found.first, found.others
    names = " and ".join(f'"{member.names[1]}"' for member in found.others)
    why = "have an identifier in common"
    if nearest.differs_in is not None:
        why = f"differ in {nearest.differs_in} only"
    kind = first.type or f"{first.kind}s"
    message = f'{names} may be "{nearest.names[0]}" ({kind}): they {why}'
    below = [*_bearer_lines(first), *(line for member in found.others for line in _member_lines(member))]
    proposal = record_to_write(found, content)
    commands = [command_for(first, member.bearer) for member in found.others]
    are_equals = nearest.bearer.record is first.record is None and len(nearest.bearer.articles) == len(first.articles)
    if are_equals:  # nothing says which of them is written rightly
        commands.append(command_for(nearest.bearer, first))
    below.append(f"if they are one: {commands[0]}")
    below += [f"                 {command}" for command in commands[1:]]
    if proposal is not None:
        below += _proposal_lines(proposal)
    return _Said(_example(nearest.bearer), message, below)


def _bearer_lines(bearer: Bearer) -> Iterator[str]:
    if bearer.record is not None and bearer.record.source:
        yield f'"{bearer.label}" has a record: {bearer.record.source}' + (
            "" if bearer.spellings else "; nothing declares it"
        )
    for spelling in bearer.spellings:
        yield f'"{spelling.written}": {count(spelling.articles, "article")} ({_outlets(spelling)}), {spelling.example}'


def _member_lines(member: Member) -> Iterator[str]:
    yield from _bearer_lines(member.bearer)
    together = count(member.together, "article") if member.together else "no article"
    if member.bearer.articles:
        yield f'{together} declare{"" if member.together > 1 else "s"} "{member.names[0]}" and "{member.names[1]}"'


def _outlets(spelling: Spelling) -> str:
    named = [f"{outlet.id} {outlet.count:,}" for outlet in spelling.outlets[:EXAMPLES]]
    more = len(spelling.outlets) - len(named)
    return ", ".join([*named, f"{count(more, 'more outlet')}"] if more else named)


def _proposal_lines(proposal: Proposal) -> list[str]:
    lines = proposal.text.rstrip("\n").split("\n")
    if proposal.line == 0:
        head = f"or write {proposal.path}:"
    else:
        head = f"or write in {proposal.path}, in place of these keys where it has them (line {proposal.line}):"
    return [head, *(f"  {line}" for line in lines)]


def _example(bearer: Bearer) -> Span:
    if bearer.spellings:
        return bearer.spellings[0].example
    record = bearer.record
    return Span(record.source or "", record.at.line, record.at.column) if record else Span("")


def _alike_json(found: Alike, content: str) -> dict[str, Any]:
    proposal = record_to_write(found, content)
    return {
        "kind": str(found.first.type or f"{found.first.kind}s"),
        "name": _bearer_json(found.first),
        "others": [
            {
                **_bearer_json(member.bearer),
                "looks_like": member.names[0],
                "differs_in": None if member.differs_in is None else str(member.differs_in),
                "together": member.together,
                "command": command_for(found.first, member.bearer),
            }
            for member in found.others
        ],
        "write": proposal and {"path": proposal.path, "line": proposal.line or None, "text": proposal.text},
    }


def _bearer_json(bearer: Bearer) -> dict[str, Any]:
    return {
        "name": bearer.label,
        "id": bearer.id,
        "record": bearer.record.source if bearer.record else None,
        "articles": len(bearer.articles),
        "spellings": [
            {
                "written": spelling.written,
                "articles": spelling.articles,
                "outlets": {outlet.id: outlet.count for outlet in spelling.outlets},
                "example": _place_json(spelling.example),
            }
            for spelling in bearer.spellings
        ],
    }


def _place_json(place: Span) -> dict[str, Any]:
    return {
        "path": place.path,
        "line": place.line or None,
        "column": place.column if place.line else None,
    }


# Names in texts


def _undeclared(found: Undeclared) -> _Said:
    number, entity = len(found.articles), found.entity
    declared = count(found.declared, "article") if found.declared else "no article"
    verbs = ("does" if number == 1 else "do", "" if found.declared > 1 else "s")
    in_them = f"{count(number, 'article')} that {verbs[0]} not declare it"
    message = f'"{entity.name}" is mentioned in {in_them} ({entity.source}; {declared} declare{verbs[1]} it)'
    return _Said(found.articles[0].declare_at, message, _mention_lines(found.articles))


def _single(found: Single) -> _Said:
    number = len(found.articles)
    others = "another one mentions it" if number == 1 else f"{number:,} others mention it"
    message = f'"{found.entity.name}" ({found.entity.type}) is declared here only, and {others}'
    return _Said(found.declared_at, message, _mention_lines(found.articles))


def _mention_lines(articles: Sequence[Mentioned]) -> list[str]:
    lines = [f"{one.declare_at}: {one.context}" for one in articles[:EXAMPLES]]
    return [*lines, f"and {count(len(articles) - EXAMPLES, 'more article')}"] if len(articles) > EXAMPLES else lines


def _unused(found: Unused) -> _Said:
    names = ", ".join(f'"{alias.name}"' for alias in found.aliases)
    at = found.aliases[0].at
    message = f'no article declares or mentions "{found.entity.name}" as {names}'
    return _Said(Span(found.entity.source or "", at.line, at.column), message, [])


def _undeclared_json(found: Undeclared) -> dict[str, Any]:
    return {
        "name": found.entity.name,
        "type": found.entity.type,
        "record": found.entity.source,
        "declared": found.declared,
        "mentioned": [_mentioned_json(one) for one in found.articles],
    }


def _single_json(found: Single) -> dict[str, Any]:
    return {
        "name": found.entity.name,
        "type": found.entity.type,
        "declared_at": _place_json(found.declared_at),
        "mentioned": [_mentioned_json(one) for one in found.articles],
    }


def _mentioned_json(found: Mentioned) -> dict[str, Any]:
    return {
        "article": found.entry.id,
        "declare_at": _place_json(found.declare_at),
        "written": found.written,
        "context": found.context,
    }


def _unused_json(found: Unused) -> dict[str, Any]:
    return {
        "name": found.entity.name,
        "record": found.entity.source,
        "aliases": [alias.name for alias in found.aliases],
    }


# Plans


def diff_lines(plan: Plan, *, color: bool) -> Iterator[str]:
    """What a plan changes, as a unified diff."""
    for line in difference(plan.changes):
        shown = line[:1] + visible(line[1:])
        shade = {"+": _GREEN, "-": _RED, "@": _BLUE}.get(line[:1], "") if color else ""
        yield f"{shade}{shown}{_PLAIN}" if shade else shown


def plan_summary(plan: Plan, *, written: bool) -> str:
    """What a plan comes to, in one line."""
    if not plan.changes:
        return "Nothing to change: it is written like that everywhere."
    files, references = count(len(plan.changes), "file"), count(plan.references, plan.noun)
    return f"{files} changed, {references} rewritten" if written else f"{files} would change, {references} be rewritten"
