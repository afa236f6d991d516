"""Which articles carry what somebody said, and whether they say from whom they have it.

The base text of a quote is aligned with the texts of articles as those are with each other (`passages`): where 50
letters agree, it is found wherever it stands. Fewer are the words of anybody, so a short quote is looked for as the
words of a note are (`read.anchors`), and only in articles that have to do with it: they declare its speaker, or an
article that reported it, one of the same story, or one that derives from it. Nothing is said of who copied whom.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from generator.archive.fingerprints import SURE, reduced, that_may_have
from generator.archive.mentions import BORDER, Wanted, mentions, wanted_of
from generator.archive.names import fold
from generator.archive.passages import Shared, shared_passages
from generator.archive.records import Archive, Carrier, Entry, QuotePart, Target, TargetKind
from generator.archive.wording import words
from generator.model import ArticleId, OutletId, QuoteId, TextQuote
from generator.read.anchors import Anchor, Anchors, Loss

LEAST = 10  # letters of a quote that is looked for: fewer say nothing of whose they are
SHORT = 2 * SURE  # letters of a quote that a few other words may keep from being aligned


class Sought(NamedTuple):
    """A quote to look for: its base text, and the numbers of the articles that have to do with it."""

    text: str
    near: tuple[int, ...]


# Looking for a quote


def sought(archive: Archive, entries: Sequence[Entry], quote: QuoteId, text: str) -> Sought:
    """A quote of this base text, to be looked for in articles, which are numbered as they are given."""
    near = _near(archive, quote) if len(reduced(text).letters) < SHORT else frozenset()
    return Sought(text, tuple(number for number, entry in enumerate(entries) if entry.id in near))


def that_may_carry(quotes: Sequence[Sought], prints: Sequence[bytes]) -> list[tuple[int, int]]:
    """The pairs of a quote and a text, by number, that are worth comparing: by text, then by quote.

    `prints` are the fingerprints of all texts.
    """
    long = [place for place, quote in enumerate(quotes) if len(reduced(quote.text).letters) >= SURE]
    alike = dict(zip(long, that_may_have([quotes[one].text for one in long], prints), strict=True)) if long else {}
    pairs = (
        (number, place)
        for place, quote in enumerate(quotes)
        for number in {*alike.get(place, ()), *(near for near in quote.near if near < len(prints))}
    )
    return [(place, number) for number, place in sorted(pairs)]


def found_in(base: str, text: str, *, is_near: bool) -> tuple[Shared, ...]:
    """Where a text has words of a quote's base text, in the order of the base.

    A short quote is there as a whole, if `is_near` says that the text is of an article that has to do with it.

    Of passages that one stretch of the base has in several places of the text, all are given.
    """
    letters = len(reduced(base).letters)
    aligned = shared_passages(base, text) if letters >= SURE else ()
    if aligned or not is_near or not LEAST <= letters < SHORT:
        return aligned
    within = words(base)
    start, end = within[0][0], within[-1][1]  # without the quotation marks around it
    found = Anchors(text).anchor(TextQuote(exact=base[start:end]))
    if isinstance(found, Anchor):
        return (Shared(start, end, found.start, found.end, letters),)
    places = found.places if found.reason is Loss.SEVERAL else ()
    return tuple(Shared(start, end, first, last, letters) for first, last in places)


def says_any(text: str, names: Sequence[str]) -> bool:
    """Whether a reading text has one of some names."""
    return bool(mentions(text.replace("\n\n", BORDER), [Wanted("", tuple(names))])) if names else False


def reported_in(archive: Archive, quote: QuoteId) -> tuple[ArticleId, ...]:
    """The articles that a quote's record names as having reported it."""
    return tuple(ArticleId(one.id) for one in _reporters(archive, quote) if one.kind is TargetKind.ARTICLE)


def _reporters(archive: Archive, quote: QuoteId) -> Iterable[Target]:
    return (reporter.target for reporter in archive.reporters.get(quote, ()) if reporter.target)


def _reporting_outlets(archive: Archive, quote: QuoteId) -> frozenset[OutletId]:
    """The outlets that reported a quote: those its record names, and those of the articles that it names."""
    articles = (archive.by_id[article].outlet for article in reported_in(archive, quote))
    named = (OutletId(one.id) for one in _reporters(archive, quote) if one.kind is TargetKind.OUTLET)
    return frozenset((*articles, *named))


def _near(archive: Archive, quote: QuoteId) -> frozenset[ArticleId]:
    """The articles that have to do with a quote."""
    speaker, outlets = archive.speakers.get(quote), _reporting_outlets(archive, quote)
    declaring = archive.by_entity.get(speaker.entity, ()) if speaker else ()
    reporting = {*reported_in(archive, quote), *(entry.id for entry in declaring if entry.outlet in outlets)}
    stories = {story for article in reporting for story in archive.by_id[article].stories}
    near = {entry.id for entry in declaring} | reporting
    near.update(entry.id for story in stories for entry in archive.by_story.get(story, ()))
    return frozenset(near.union(_deriving(archive, reporting)))


def _deriving(archive: Archive, articles: Iterable[ArticleId]) -> set[ArticleId]:
    """The articles that derive from some, or from one that does."""
    found: set[ArticleId] = set()
    level = list(articles)
    while level:
        level = [child for article in level for child in archive.derived.get(article, ()) if child not in found]
        found.update(level)
    return found


# Whose words an article says they are


def names_of_sources(archive: Archive, quote: QuoteId) -> tuple[str, ...]:
    """What names the speaker of a quote, or an outlet that reported it first; nothing where its record names nobody."""
    speaker = archive.speakers.get(quote)
    wanted = wanted_of(archive.entities[speaker.entity], speaker.written) if speaker else None
    names = [*wanted.strong, *wanted.weak] if wanted else []  # an article that says "Morozova" says who spoke
    for outlet in sorted(_reporting_outlets(archive, quote)):
        record = archive.outlets[outlet]
        names += (record.name, *(alias.name for alias in record.aliases))
    names += (reporter.name for reporter in archive.reporters.get(quote, ()) if reporter.target is None)
    return tuple(dict.fromkeys(names))


def _names_source(archive: Archive, entry: Entry, quote: QuoteId, names: Sequence[str]) -> bool:
    """Whether an article says whose words a quote's are beside its text: whom it declares, derives from, is by.

    So it does where it is of an outlet that reported them, and where nobody is known whom it could name.
    """
    outlets, folded = _reporting_outlets(archive, quote), frozenset(map(fold, names))
    speaker = archive.speakers.get(quote)
    if not names or entry.outlet in outlets or (speaker and speaker.entity in {one.entity for one in entry.mentions}):
        return True
    for parent in entry.parents:
        known = archive.by_id.get(parent.article) if parent.article else None
        if (known and known.outlet in outlets) or fold(parent.name) in folded:
            return True
    declared = (archive.entities[one.entity] for one in entry.mentions)
    called = {fold(name) for entity in declared for name in (entity.name, *(alias.name for alias in entity.aliases))}
    printed = (entry.article.title, *entry.article.byline, archive.outlets[entry.outlet].name)
    return bool(called & folded) or says_any("\n\n".join(printed), names)


# What is found, put together


class Heard(NamedTuple):
    """Where an article has words of a quote, and whether its text names a source of them."""

    parts: tuple[Shared, ...]
    names_source: bool


def carrier(archive: Archive, entry: Entry, quote: QuoteId, heard: Heard, text: str) -> Carrier:
    """An article that carries a quote, given what was found in its text."""
    parts = (
        QuotePart(base_start=a, base_end=a_end, start=b, end=b_end, text=text[b:b_end])
        for a, a_end, b, b_end, _ in sorted(heard.parts)
    )
    names = names_of_sources(archive, quote)
    return Carrier(
        article=entry.id,
        parts=tuple(parts),
        names_source=heard.names_source or _names_source(archive, entry, quote, names),
    )
