"""Who a byline names: a person or an organisation, and which part of a person's name is the family's.

Bylines are recorded as printed, so both are guesses, made here and nowhere else. An entity of the archive knows better:
its type says what it is, and its `sort_name` how it is filed ("Doe, Jane"; without a comma as it stands, "Im Chon Il").
Another name is taken apart only where its order is plain: in an alphabet that writes given names first, not by an
outlet or in a language where the family's comes first, and not after a word that is a family's more often than not. A
name left whole is never wrong, one turned about wrongly always is.
"""

from __future__ import annotations

import re

import msgspec

from generator.archive.records import EntityKey, Entry
from generator.model import Entity, Record
from generator.site.context import Context, language_of
from generator.site.locales import subtags
from generator.site.words import one_line

PERSON = "Person"  # of schema.org
_FAMILY_FIRST_LANGUAGES = frozenset({"hu", "ja", "km", "ko", "vi", "yue", "zh"})
_FAMILY_FIRST_COUNTRIES = frozenset({"CN", "HK", "HU", "JP", "KH", "KP", "KR", "MO", "TW", "VN"})
_FAMILY_NAMES = frozenset({
    "An", "Bae", "Chang", "Chen", "Cho", "Choe", "Choi", "Chon", "Chung", "Han", "Hong", "Huang", "Hwang", "Im", "Jang",
    "Jeon", "Jung", "Kang", "Kim", "Kwon", "Lee", "Li", "Lim", "Liu", "Ma", "Nguyen", "Oh", "Pak", "Park", "Ri", "Ryu",
    "Shin", "Sin", "Son", "Song", "Sun", "Tran", "Wang", "Wu", "Xi", "Xu", "Yang", "Yi", "Yoon", "Yun", "Zhang", "Zhao",
    "Zhou",
})  # fmt: skip
_SUFFIXES = frozenset({"Jr.", "Jr", "Sr.", "Sr", "II", "III", "IV"})
_MOST_WORDS = 6
_GIVEN_FIRST = re.compile("[A-Za-z\u00c0-\u058f\u1e00-\u1fff'’.\u2010\u2011 -]+")  # Latin, Greek, Cyrillic, Armenian
_JOINED = re.compile(r"\b(?:and|und|et|y|e|och|ja|и)\b|\.\S{2}")  # two names, or an address


class Author(Record):
    """Someone whom a byline names. Without `family` the name is to be kept whole."""

    name: str
    organization: bool = False
    family: str = ""
    given: str = ""
    suffix: str = ""  # "Jr."
    entity: EntityKey | None = None

    @property
    def inverted(self) -> str:
        """The name as it is filed: "Doe, Jane", "King, Martin Luther, Jr."; one that is kept whole as it is."""
        if not self.family:
            return self.name
        return ", ".join(filter(None, (self.family, self.given, self.suffix)))


def authors_of(context: Context, entry: Entry) -> tuple[Author, ...]:
    """The authors of an article, in the order of its byline."""
    return tuple(_author(context, one_line(name), entry) for name in entry.article.byline if one_line(name))


def _author(context: Context, name: str, entry: Entry) -> Author:
    """The entity of that name which the article declares, else a guess.

    One word, or capitals only, is taken for an agency ("AFP", "Reuters"), anything else for a person.
    """
    folded = name.casefold()
    outlet = context.archive.outlets[entry.outlet]
    family_first = (outlet.country or "").upper() in _FAMILY_FIRST_COUNTRIES
    family_first = family_first or subtags(language_of(context, entry))[0] in _FAMILY_FIRST_LANGUAGES
    for mention in entry.mentions:
        entity = context.archive.entities[mention.entity]
        if folded in {entity.name.casefold(), mention.written.casefold()}:
            return _recorded(context, mention.entity, entity, family_first=family_first)
    if folded == outlet.name.casefold() or " " not in name or name.isupper():
        return Author(name=name, organization=True)
    return Author(name=name) if family_first else _taken_apart(name)


def _recorded(context: Context, key: EntityKey, entity: Entity, *, family_first: bool) -> Author:
    if context.types[entity.type].schema != PERSON:
        return Author(name=entity.name, organization=True, entity=key)
    family, comma, rest = (entity.sort_name or "").partition(",")
    if comma:
        given, _, suffix = rest.partition(",")
        return Author(name=entity.name, family=family.strip(), given=given.strip(), suffix=suffix.strip(), entity=key)
    whole = entity.source is not None or family_first  # a record that does not say is filed as it stands
    apart = Author(name=entity.name) if whole else _taken_apart(entity.name)
    return msgspec.structs.replace(apart, entity=key)


def _taken_apart(name: str) -> Author:
    """A name whose last word is the family's, with the small words before it ("von der Leyen")."""
    words = name.split()
    suffix = words.pop() if words[-1] in _SUFFIXES else ""
    if (
        not 1 < len(words) <= _MOST_WORDS
        or words[0] in _FAMILY_NAMES
        or not _GIVEN_FIRST.fullmatch(name)
        or _JOINED.search(name)
    ):
        return Author(name=name)
    first = len(words) - 1
    while first > 1 and words[first - 1].islower():
        first -= 1
    return Author(name=name, family=" ".join(words[first:]), given=" ".join(words[:first]), suffix=suffix)
