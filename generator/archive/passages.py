"""Passages that two articles share, and what the same passage makes of many articles: a cluster.

Two texts are compared by their letters and digits alone (`fingerprints.reduced`). Runs of 25 that both have are
anchors; from each the two are aligned letter by letter as far as more agrees than not, and alignments that follow each
other closely in both texts are one passage. So typing errors, misread letters, other words and clauses put in or left
out are in a passage, as in passim's (Smith, Cordell and Mullen, 2015); the means are ours. Runs that are passages by
themselves anchor before others, letters that stand once in each text before repeated ones and long runs before short
ones, and no letter is in two passages. The work grows with the length of the texts, whatever they say.

Places are code points of the reading texts, ends exclusive, at the edges of words (`wording.words`). Only texts are
known here: which outlet printed a passage, who was first, and whether a repeat means anything is for others to say.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from generator.archive.fingerprints import GRAM, SURE, common_grams, grams, reduced
from generator.archive.wording import is_unspaced, whole_words

if TYPE_CHECKING:
    from generator.archive.fingerprints import Hashes, Indices

SHORTEST = SURE  # letters that agree in a passage, at least
LONGEST_GAP = 150  # letters in either text between two parts of a passage: a sentence
SEEN = 96  # letters of either text that are aligned at once
LEAST_RUN = 3  # letters in a row that agree; fewer do so by chance
GIVE_UP = 30  # letters: how many more may disagree than agree before an alignment goes on
LEAST_ANCHOR = GRAM // 2  # letters of an anchor that others leave
EDGE = 12  # letters at the edge of an alignment that may be of a word that agrees in part
BACK = 4  # parts among which the one is that another goes on with
TRIES = 100  # anchors from which an alignment is tried, besides one for each GRAM letters
QUOTED = 150  # characters from which on words are a quotation and no stock phrase
COMPARED = 8  # texts kept for the next comparison: each is compared with several, one after the other


class Shared(NamedTuple):
    """A passage of two texts: where each has it, and how many letters and digits agree (an ideograph counts three)."""

    a_start: int
    a_end: int
    b_start: int
    b_end: int
    matches: int

    def swapped(self) -> Shared:
        """The same with the texts in the other order."""
        return Shared(self.b_start, self.b_end, self.a_start, self.a_end, self.matches)


def shared_passages(a: str, b: str) -> tuple[Shared, ...]:
    """The passages that two texts share, in the order of `a`. In neither text do two overlap.

    In each at least SHORTEST letters agree, and at least half of those in the text that has more, not counting the rest
    of the words it begins and ends in. With the texts in the other order the passages are the same, swapped.
    """
    if b < a:
        return tuple(sorted(passage.swapped() for passage in shared_passages(b, a)))
    one, other = _read(a), _read(b)
    parts = [part for part in _chained(_aligned(one, other)) if part.matches >= SHORTEST]
    return tuple(_at_words(one, other, parts))


class _Text(NamedTuple):
    """A text as it is compared: its letters, their places in it, and the hashes of its grams."""

    text: str
    letters: str
    places: Indices
    hashes: Hashes


@lru_cache(maxsize=COMPARED)
def _read(text: str) -> _Text:
    letters, places = reduced(text)
    return _Text(text, letters.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass"), places, grams(letters))


class _Part(NamedTuple):
    """Letters of two texts that are aligned, and how many of them agree."""

    a: int
    a_end: int
    b: int
    b_end: int
    matches: int


# Alignment


def _aligned(one: _Text, other: _Text) -> list[_Part]:
    """Alignments around anchors. None has a letter of another."""
    parts: list[_Part] = []
    taken_a, taken_b = list[tuple[int, int]](), list[tuple[int, int]]()
    tries = TRIES + min(len(one.letters), len(other.letters)) // GRAM
    for size, a, b in _anchors(one, other):
        room_a = _room(taken_a, a + size // 2, len(one.letters))
        room_b = _room(taken_b, b + size // 2, len(other.letters))
        if not tries:
            break
        if not (room_a and room_b):
            continue
        before = max(0, room_a[0] - a, room_b[0] - b)
        left = size - max(0, a + size - room_a[1], b + size - room_b[1]) - before
        if left >= LEAST_ANCHOR:
            anchor = _Part(a + before, a + before + left, b + before, b + before + left, left)
            parts.append(_grown(one, other, anchor, room_a, room_b))
            insort(taken_a, (parts[-1].a, parts[-1].a_end))
            insort(taken_b, (parts[-1].b, parts[-1].b_end))
            tries -= 1
    return parts


def _anchors(one: _Text, other: _Text) -> Iterator[tuple[int, int, int]]:
    """How many letters both texts have in a row, and where: what is a passage by itself before what may be part of one.

    Of each, those first that stand once in either text.
    """
    common = common_grams(one.hashes, other.hashes)
    once = _runs(common.first[common.once], common.second[common.once])
    any_number = [] if common.once.all() else _runs(common.first, common.second)
    for are_passages in (True, False):
        for runs in (once, any_number):
            yield from (run for run in runs if (run[0] >= SHORTEST) is are_passages)


def _runs(first: Indices, second: Indices) -> list[tuple[int, int, int]]:
    """Grams that follow each other in both texts as runs of letters, the longest first."""
    import numpy as np  # noqa: PLC0415 - only who compares texts pays for this import

    starts = np.flatnonzero((np.diff(first, prepend=-2) != 1) | (np.diff(second, prepend=-2) != 1))
    sizes = np.diff(starts, append=len(first)) + GRAM - 1
    runs = zip(sizes.tolist(), first[starts].tolist(), second[starts].tolist(), strict=True)
    return sorted(runs, key=lambda run: (-run[0], run))


def _room(taken: Sequence[tuple[int, int]], at: int, size: int) -> tuple[int, int] | None:
    """Between which letters that are taken the letter `at` is, or None if it is one of them."""
    following = bisect_right(taken, (at, size))
    start = taken[following - 1][1] if following else 0
    end = taken[following][0] if following < len(taken) else size
    return (start, end) if start <= at else None


class _Reach(NamedTuple):
    """How far an alignment goes in each text, how many letters agree, and how many of them in a row at its end."""

    a: int
    b: int
    matches: int
    run: int


def _grown(one: _Text, other: _Text, part: _Part, room_a: tuple[int, int], room_b: tuple[int, int]) -> _Part:
    """The alignment around an anchor, within the letters that are free, from word to word where there is one."""
    part = _whole_run(one, other, part, room_a, room_b)

    def ahead(a: int, b: int) -> tuple[str, str]:
        a, b = part.a_end + a, part.b_end + b
        return one.letters[a : min(a + SEEN, room_a[1])], other.letters[b : min(b + SEEN, room_b[1])]

    def back(a: int, b: int) -> tuple[str, str]:
        a, b = part.a - a, part.b - b
        ours, theirs = one.letters[max(a - SEEN, room_a[0]) : a], other.letters[max(b - SEEN, room_b[0]) : b]
        return ours[::-1], theirs[::-1]

    left, right = _reach(back), _reach(ahead)
    a, a_end, b, b_end = part.a - left.a, part.a_end + right.a, part.b - left.b, part.b_end + right.b
    matches = left.matches + part.matches + right.matches
    behind = _loose(one, other, (a_end, b_end), right.run or part.matches, -1)
    before = _loose(one, other, (a, b), (left.run or part.matches) - behind, 1)
    if matches - before - behind < SHORTEST <= matches:
        before = behind = 0
    return _Part(a + before, a_end - behind, b + before, b_end - behind, matches - before - behind)


def _whole_run(one: _Text, other: _Text, part: _Part, room_a: tuple[int, int], room_b: tuple[int, int]) -> _Part:
    """An anchor with the letters that agree right beside it: where grams repeat, others may have had them."""
    a, b, a_end, b_end = part.a, part.b, part.a_end, part.b_end
    while a > room_a[0] and b > room_b[0] and one.letters[a - 1] == other.letters[b - 1]:
        a, b = a - 1, b - 1
    while a_end < room_a[1] and b_end < room_b[1] and one.letters[a_end] == other.letters[b_end]:
        a_end, b_end = a_end + 1, b_end + 1
    return _Part(a, a_end, b, b_end, a_end - a)


def _reach(window: Callable[[int, int], tuple[str, str]]) -> _Reach:
    """How far two texts go on alike; `window` gives the next letters of each behind so many."""
    reach = _Reach(0, 0, 0, 0)
    while True:
        step = _alike(*window(reach.a, reach.b))
        if step.matches:
            reach = _Reach(reach.a + step.a, reach.b + step.b, reach.matches + step.matches, step.run)
        if max(step.a, step.b) <= SEEN // 2:  # as much again was looked at, in vain
            return reach


def _alike(one: str, other: str) -> _Reach:
    """The beginning of two texts in which the most letters more agree than disagree, aligned with the fewest edits."""
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 - as numpy above

    best, most, score, matches, a, b = _Reach(0, 0, 0, 0), 0, 0, 0, 0, 0
    for start, first, size in Levenshtein.editops(one, other).as_matching_blocks():
        if size < LEAST_RUN:
            continue
        score -= max(start - a, first - b)
        if score < most - GIVE_UP:
            break
        a, b, score, matches = start + size, first + size, score + size, matches + size
        if score > most:
            best, most = _Reach(a, b, matches, size), score
    return best


def _loose(one: _Text, other: _Text, edge: tuple[int, int], run: int, inwards: int) -> int:
    """How many letters at the edge of an alignment are of words that agree in part, which is often chance.

    `run` letters in a row agree there; `inwards` is 1 at its start and -1 at its end.
    """
    a, b = edge
    for loose in range(min(run, EDGE + 1)):
        if _is_break(one, a + inwards * loose) and _is_break(other, b + inwards * loose):
            return loose
    return 0


def _is_break(text: _Text, at: int) -> bool:
    """Whether a word may begin with a letter: something stands before it, or its script does without."""
    if at <= 0 or at >= len(text.letters):
        return True
    apart = int(text.places[at] - text.places[at - 1])
    return apart > 1 or (apart == 1 and is_unspaced(text.letters[at]))


# From alignments to passages


def _chained(parts: list[_Part]) -> list[_Part]:
    """The parts in the order of the first text, those as one that follow each other closely in both."""
    passages = sorted(part.b for part in parts if part.matches >= SHORTEST)
    chained: list[_Part] = []
    for part in sorted(parts):
        back = _gone_on(chained, part, passages)
        if back:
            last = chained[-back]
            part = _Part(last.a, part.a_end, last.b, part.b_end, last.matches + part.matches)  # noqa: PLW2901
            del chained[-back:]  # what stood between is no passage
        chained.append(part)
    return _apart(chained)


def _apart(parts: list[_Part]) -> list[_Part]:
    """The parts without those that overlap one with more letters in the second text, in the order of the first."""
    taken: list[tuple[int, int]] = []
    kept: list[_Part] = []
    for part in sorted(parts, key=lambda part: (-part.matches, part)):
        room = _room(taken, part.b, part.b_end)
        if room and part.b_end <= room[1]:
            insort(taken, (part.b, part.b_end))
            kept.append(part)
    return sorted(kept)


def _gone_on(chained: Sequence[_Part], part: _Part, passages: Sequence[int]) -> int:
    """How many parts back the one is that `part` goes on with, or 0.

    `passages` are the places in the second text of parts that are passages by themselves: none may come between.
    """
    for back in range(1, min(BACK, len(chained)) + 1):
        last = chained[-back]
        if _goes_on(last, part) and bisect_left(passages, last.b_end) == bisect_left(passages, part.b):
            return back
        if last.matches >= SHORTEST:
            break
    return 0


def _goes_on(last: _Part, part: _Part) -> bool:
    """Whether both texts go on with `part` soon, for what agrees on either side, and at least half would agree."""
    gap_a, gap_b = part.a - last.a_end, part.b - last.b_end
    if not (0 <= gap_a <= LONGEST_GAP and 0 <= gap_b <= LONGEST_GAP):
        return False
    longer = max(part.a_end - last.a, part.b_end - last.b)
    return max(gap_a, gap_b) <= 2 * min(last.matches, part.matches) and longer <= 2 * (last.matches + part.matches)


def _at_words(one: _Text, other: _Text, parts: list[_Part]) -> Iterator[Shared]:
    """The parts as passages of the texts, but for those of which others leave no word."""
    ours = _placed(one, [(part.a, part.a_end) for part in parts])
    theirs = _placed(other, [(part.b, part.b_end) for part in parts])
    for part, a, b in zip(parts, ours, theirs, strict=True):
        if a and b:
            yield Shared(*a, *b, part.matches)


def _placed(text: _Text, spans: list[tuple[int, int]]) -> list[tuple[int, int] | None]:
    """Where spans of letters are in a text, with the whole of the words they begin and end in."""
    return whole_words(text.text, [(int(text.places[start]), int(text.places[end - 1]) + 1) for start, end in spans])


# Clusters


class Place(NamedTuple):
    """Where a document has a passage."""

    document: int
    start: int
    end: int


class Cluster(NamedTuple):
    """A passage and all its places, in order: several in one document that repeats it."""

    id: str
    places: tuple[Place, ...]


def clusters(pairs: Mapping[tuple[int, int], Sequence[Shared]], text_of: Callable[[int], str]) -> tuple[Cluster, ...]:
    """The groups that shared passages make, in the order of their first places.

    `pairs` are numbers of documents with what they share. `text_of` gives a document's text, and is asked once a
    cluster.

    Two places of a pair are of one cluster. So are two in one document, if half of the shorter is in both, and that is
    a third of the longer or QUOTED: a sentence quoted from a dispatch goes with the dispatch, and a stock phrase does
    not make one of two dispatches. Places of a cluster that overlap become one; those of two clusters may overlap.

    An id is eight hexadecimal digits, made of the gram with the smallest hash in the first place. It stays as long as
    that gram is there, whatever documents come and go and wherever the passage ends.
    """
    roots = _united(pairs)
    groups: defaultdict[Place, list[Place]] = defaultdict(list)
    for place in sorted(roots):
        groups[_root(roots, place)].append(place)
    named: dict[str, Cluster] = {}
    for places in sorted(map(_merged, groups.values())):
        document, start, end = places[0]
        name = next(name for name in _names(text_of(document)[start:end]) if name not in named)
        named[name] = Cluster(name, places)
    return tuple(named.values())


def _united(pairs: Mapping[tuple[int, int], Sequence[Shared]]) -> dict[Place, Place]:
    """For every place one of the same cluster; from each, one comes to the same in the end (a union-find structure)."""
    roots: dict[Place, Place] = {}
    for (one, other), passages in pairs.items():
        for passage in passages:
            a = Place(one, passage.a_start, passage.a_end)
            b = Place(other, passage.b_start, passage.b_end)
            roots[_root(roots, b)] = _root(roots, a)
    near: list[Place] = []
    for place in sorted(roots):
        near = [before for before in near if before.document == place.document and before.end > place.start]
        for before in near:
            if _is_same(before, place):
                roots[_root(roots, place)] = _root(roots, before)
        near.append(place)
    return roots


def _root(roots: dict[Place, Place], place: Place) -> Place:
    root = roots.setdefault(place, place)
    while root != place:
        roots[place] = roots[root]
        place, root = root, roots[root]
    return root


def _is_same(one: Place, later: Place) -> bool:
    common = min(one.end, later.end) - later.start
    shorter, longer = sorted((one.end - one.start, later.end - later.start))
    return 2 * common >= shorter and (3 * common >= longer or common >= QUOTED)


def _merged(places: Iterable[Place]) -> tuple[Place, ...]:
    """Sorted places, those that overlap as one."""
    merged: list[Place] = []
    for place in places:
        if merged and merged[-1].document == place.document and place.start < merged[-1].end:
            merged[-1] = merged[-1]._replace(end=max(merged[-1].end, place.end))
        else:
            merged.append(place)
    return tuple(merged)


def _names(words: str) -> Iterator[str]:
    """Ids for a passage: its own, and others for when that is taken."""
    least = int(grams(reduced(words).letters).min(initial=(1 << 64) - 1))
    for number in count():
        yield hashlib.blake2b(b"%d %d" % (least, number), digest_size=4).hexdigest()
