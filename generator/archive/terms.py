"""What the names mean that articles use: a record, or a term of its own where no record claims them.

Terms merge by folded form. Their ids depend on that form alone, so an address stays when another spelling becomes
the commonest.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

from generator.archive.names import Named, Names, ambiguous_name, fold, who
from generator.model import Record, SourcePath
from generator.problems import Position, Problem, Span, warning
from generator.read.ids import short_hash, slug


class Use(Record, order=True):
    """A name where a text writes it. Uses sort in reading order."""

    source: SourcePath
    at: Position
    written: str

    @property
    def span(self) -> Span:
        """The use's place, for problems."""
        return Span(self.source, self.at.line, self.at.column)


class Term(Record):
    """A name that articles use and no record claims: its id, its label and every use of it."""

    id: str
    label: str
    spellings: tuple[str, ...]  # all ways in which it is written, the label first
    uses: tuple[Use, ...]  # in reading order, never empty


class Settled(Record):
    """What the names of one namespace mean: those that records claim, and the terms that the others make.

    An ambiguous name means the first of its claimants, so that every name has a meaning; `disputed` holds its folded
    form, and `problems` an error for each use.
    """

    claimed: Mapping[str, Named]  # by the name as written
    terms: tuple[Term, ...]  # by id
    disputed: frozenset[str]
    problems: tuple[Problem, ...]


def settle(uses: Iterable[Use], names: Names) -> Settled:
    """Decides what the used names mean; a name that no record claims makes a term."""
    claimed: dict[str, Named] = {}
    problems: list[Problem] = []
    disputed: set[str] = set()
    unclaimed: dict[str, list[Use]] = {}
    for written, here in by_written(uses).items():
        claimants = who(written, names)
        if not claimants:
            unclaimed.setdefault(fold(written), []).extend(here)
            continue
        claimed[written] = claimants[0]
        if len(claimants) > 1:
            disputed.add(fold(written))
            problems.extend(ambiguous_name(written, claimants, use.span) for use in here)
    terms, collisions = _terms(unclaimed, names.by_id)
    problems.extend(collisions)
    problems.extend(problem for term in terms for problem in _other_spellings(term))
    return Settled(claimed=claimed, terms=terms, disputed=frozenset(disputed), problems=tuple(problems))


def by_written(uses: Iterable[Use]) -> dict[str, list[Use]]:
    """Uses by the name as written."""
    found: dict[str, list[Use]] = {}
    for use in uses:
        found.setdefault(use.written, []).append(use)
    return found


def named_term(term: Term, key: str) -> Named:
    """A term as something to be named."""
    first = term.uses[0]
    return Named(key=key, id=term.id, name=term.label, source=first.source, at=first.at)


def _terms(
    unclaimed: Mapping[str, list[Use]], recorded: Mapping[str, tuple[Named, ...]]
) -> tuple[tuple[Term, ...], list[Problem]]:
    by_slug: dict[str, list[str]] = {}
    for folded in sorted(unclaimed):
        by_slug.setdefault(slug(folded), []).append(folded)
    records = {_path_form(known): named[0] for known, named in recorded.items()}
    taken = {*records, *by_slug}
    terms: list[Term] = []
    problems: list[Problem] = []
    for plain, alike in sorted(by_slug.items()):
        if len(alike) == 1 and plain not in records:
            terms.append(_term(plain, unclaimed[alike[0]]))
            continue
        made = [_term(_free_id(plain, folded, taken), unclaimed[folded]) for folded in alike]
        taken.update(term.id for term in made)
        terms.extend(made)
        if len(made) > 1:
            problems.append(_slug_collision(plain, made))
        else:
            problems.append(_slug_of_a_record(plain, made[0], records[plain]))
    return tuple(sorted(terms, key=lambda term: term.id)), problems


def _free_id(plain: str, folded: str, taken: Collection[str]) -> str:
    suffixed = f"{plain}-{short_hash(folded)}"
    while suffixed in taken:
        suffixed = f"{suffixed}-{short_hash(suffixed)}"
    return suffixed


def _term(term_id: str, uses: list[Use]) -> Term:
    """The commonest spelling is the label, of those as common the smallest by code point."""
    counts = Counter([use.written for use in uses])
    spellings = tuple(sorted(counts, key=lambda spelling: (-counts[spelling], spelling)))
    return Term(id=term_id, label=spellings[0], spellings=spellings, uses=tuple(sorted(uses)))


def _slug_collision(plain: str, terms: list[Term]) -> Problem:
    named = " and ".join(f'"{term.label}"' for term in terms)
    return warning(
        "slug-collision",
        f'{named} would both have the address "{plain}"; each gets a suffix',
        terms[0].uses[0].span,
        hint="if they are one, write one spelling or add a record with aliases; if not, a record gives each its own id",
    )


def _slug_of_a_record(plain: str, term: Term, record: Named) -> Problem:
    return warning(
        "slug-collision",
        f'"{term.label}" would have the address "{plain}" of "{record.name}" ({record.source}); it gets a suffix',
        term.uses[0].span,
        hint="if they are one, add an alias to the record; if not, a record gives it its own id",
    )


def _other_spellings(term: Term) -> Iterator[Problem]:
    if len(term.spellings) == 1:
        return
    said = {term.label}
    for use in term.uses:
        if use.written not in said:
            said.add(use.written)
            yield warning(
                "other-spelling",
                f'"{use.written}" is filed under "{term.label}"',
                use.span,
                hint="write one spelling, or add a record that has the other as an alias",
            )


def _path_form(text: str) -> str:
    """The form in which two ids are one path on some file system."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
