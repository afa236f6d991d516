"""Who is meant by a name, as far as records say.

A name means a record when it is its id, else its name, else, folded, its name or one of its aliases. Folding makes
spellings equal that only typing made different; it never guesses. Weak aliases mean nobody here. Names that no record
claims are the matter of `terms`. docs/names.md explains all this to those who write.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from generator.archive.records import entity_key
from generator.model import (
    NOWHERE,
    Alias,
    Article,
    Entity,
    Outlet,
    Quote,
    Record,
    SourcePath,
    StandalonePage,
    Story,
    Tag,
)
from generator.problems import Position, Problem, Span, warning
from generator.read.ids import article_id_from_stem, id_from_stem, slug

# Default_Ignorable_Code_Point of Unicode's DerivedCoreProperties.txt: what Unicode's own NFKC_Casefold leaves out.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_HYPHENS = (
    "\u02d7\u058a\u05be\u1400\u1806\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u2e17\u2e1a\u2e3a\u2e3b\u2e40"
    "\u2e5d\u301c\u3030\u30a0\ufe58\ufe63\uff0d\U00010ead"
)
_APOSTROPHES = "\u0060\u00b4\u02b9\u02bb\u02bc\u2018\u2019\u201b\u2032\u1fbd\u1fbf\u1fef\u1ffd\ua78c\uff07"
_DOTS = "\u00b7\u0387\u2022\u2024\u2027\u2219\u22c5\u2e31\u2e33\u3002\u30fb\ufe52\uff0e\uff61\uff65"
_VARIANTS = str.maketrans(dict.fromkeys(_HYPHENS, "-") | dict.fromkeys(_APOSTROPHES, "'") | dict.fromkeys(_DOTS, "."))

MOST_NAMED = 8  # claimants that a message lists


def fold(name: str) -> str:
    """The form under which spellings of one name are equal. Idempotent.

    Unicode's compatibility caseless form (NFKC and casefold, section 3.13, D146) without invisible characters; every
    hyphen, apostrophe and dot variant becomes the ASCII one and every run of white space one space. A hyphen stays
    different from a space, and diacritics stay.
    """
    if name.isascii():
        return " ".join(name.replace("`", "'").lower().split())
    # Variants go first as well as last: NFKC takes an acute accent apart into a space and a combining mark.
    text = _INVISIBLE.sub("", name).translate(_VARIANTS)
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFD", text).casefold())
    text = unicodedata.normalize("NFKC", text.casefold())
    return " ".join(text.translate(_VARIANTS).split())


class Named(Record):
    """A record as something to be named; `key` is its own among everything that shares a lookup."""

    key: str
    id: str
    name: str
    source: SourcePath
    at: Position = NOWHERE
    aliases: tuple[Alias, ...] = ()
    former_ids: tuple[str, ...] = ()  # ids of records merged into this one still mean it


class Names(Record):
    """The records that ids (and keys), exact names and folded names mean, each in the order given."""

    by_id: Mapping[str, tuple[Named, ...]]
    by_name: Mapping[str, tuple[Named, ...]]
    by_folded: Mapping[str, tuple[Named, ...]]


class Unread(Record):
    """Records in which something is wrong, which their own problems say: who means one of them is not to blame.

    What they call themselves is not known, so it is taken from their files' names.
    """

    files: frozenset[str] = frozenset()  # NFC
    ids: frozenset[str] = frozenset()

    def may_be(self, name: str) -> bool:
        """Whether a name may be that of one of them."""
        return bool(self.ids) and (name in self.ids or slug(name) in self.ids)


def unread_in(files: Collection[str]) -> Unread:
    """The records that these files were to give."""
    stems = [posixpath.splitext(posixpath.basename(path))[0] for path in files]
    ids = {*map(id_from_stem, stems), *map(article_id_from_stem, stems)}
    return Unread(files=frozenset(map(_nfc, files)), ids=frozenset(ids))


def named_entity(entity: Entity) -> Named:
    """An entity as something to be named; its key is its EntityKey."""
    return Named(
        key=entity_key(entity.type, entity.id),
        id=entity.id,
        name=entity.name,
        source=entity.source or SourcePath(""),
        at=entity.at,
        aliases=entity.aliases,
        former_ids=tuple(ref.name for ref in entity.replaces),
    )


def named_authority(record: Outlet | Tag | Story) -> Named:
    """An outlet, tag or story as something to be named; its key is its id."""
    return Named(
        key=record.id,
        id=record.id,
        name=record.title if isinstance(record, Story) else record.name,
        source=record.source or SourcePath(""),
        at=record.at,
        aliases=record.aliases,
        former_ids=tuple(ref.name for ref in record.replaces),
    )


def named_text(record: Article | Quote | StandalonePage) -> Named:
    """An article, quote or page as something to be named: by its id or its title."""
    at = record.id_at if isinstance(record, Article) else record.at
    return Named(key=record.id, id=record.id, name=record.title or record.id, source=record.source, at=at)


def index_names(records: Iterable[Named]) -> Names:
    """Lookup tables for `who`; records come back in the order they are given in here."""
    everyone = tuple(records)
    ids = ((_nfc(known), one) for one in everyone for known in (one.id, one.key, *one.former_ids))
    names = ((_nfc(one.name), one) for one in everyone)
    spellings = ((fold(spelling), one) for one in everyone for spelling, _ in _spellings(one))
    return Names(by_id=_claimants(ids), by_name=_claimants(names), by_folded=_claimants(spellings))


def who(written: str, names: Names) -> tuple[Named, ...]:
    """The records a written name can mean: one, none, or several when they claim the same string."""
    exact = _nfc(written)
    return names.by_id.get(exact) or names.by_name.get(exact) or names.by_folded.get(fold(written)) or ()


def ambiguous_name(written: str, claimants: Sequence[Named], span: Span) -> Problem:
    """The error that a text uses a name which several records claim."""
    ids = Counter(record.id for record in claimants)
    ways = (record.id if ids[record.id] == 1 else record.key for record in claimants[:MOST_NAMED])
    return Problem(
        "ambiguous-name",
        f'"{written}" may mean more than one record: {_listed_with_files(claimants)}',
        span,
        hint=f"write the one you mean: {' or '.join(ways)}",
    )


def ambiguous_aliases(names: Names, reported: frozenset[str], parted: frozenset[tuple[str, str]]) -> Iterator[Problem]:
    """A warning for every string that several records claim, except those `reported` (folded) where texts use them.

    `parted` holds pairs of keys, in order, whose records say that they are different: they know of each other.
    """
    for folded, claimants in sorted(names.by_folded.items()):
        if len(claimants) > 1 and folded not in reported and not _all_parted(claimants, parted):
            yield _ambiguous_alias(folded, claimants)


def _all_parted(claimants: tuple[Named, ...], parted: frozenset[tuple[str, str]]) -> bool:
    keys = sorted(record.key for record in claimants)
    return all((one, other) in parted for at, one in enumerate(keys) for other in keys[at + 1 :])


def _ambiguous_alias(folded: str, claimants: tuple[Named, ...]) -> Problem:
    second = claimants[1]
    written, at = next(spelled for spelled in _spellings(second) if fold(spelled[0]) == folded)
    return warning(
        "ambiguous-alias",
        f'"{written}" is claimed by {_listed_with_files(claimants)}',
        Span(second.source, at.line, at.column),
        hint="where a text means one of them, write its id; if they are one, merge them with `replaces`; "
        "if not, say so with `different_from`",
    )


def _listed_with_files(claimants: Sequence[Named]) -> str:
    named = " and ".join(f"{record.id} ({record.source})" for record in claimants[:MOST_NAMED])
    more = len(claimants) - MOST_NAMED
    return f"{named} and {more} more" if more > 0 else named


def _spellings(record: Named) -> Iterator[tuple[str, Position]]:
    yield record.name, record.at
    for alias in record.aliases:
        yield alias.name, alias.at


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _claimants(claims: Iterable[tuple[str, Named]]) -> dict[str, tuple[Named, ...]]:
    """The records that claim each text. Nearly all texts have one claimant, so only the others cost a table more."""
    found: dict[str, tuple[Named, ...]] = {}
    several: dict[str, dict[str, Named]] = {}
    for text, record in claims:
        first = found.setdefault(text, (record,))[0]
        if first is not record:
            several.setdefault(text, {first.key: first})[record.key] = record
    found.update((text, tuple(records.values())) for text, records in several.items())
    return found
