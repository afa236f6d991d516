"""From staged files to the published site: all of them put in place, or nothing.

What the output folder holds that the manifest does not own is never touched; a file of ours that somebody edited is
said. Nothing is published while anything is wrong.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import takewhile
from pathlib import Path

from generator.files import read_regular, words
from generator.model import Record
from generator.output.commit import (
    Journal,
    Move,
    Removal,
    UndoneError,
    commit,
    discard_staging,
    has_journal,
    roll_forward,
    sha256_of,
    staged_name,
    staging_of,
)
from generator.output.guards import published_at, shown
from generator.output.manifest import MANIFEST, STAGING, manifest_bytes, read_manifest
from generator.output.staging import Staged, cannot_write
from generator.output.store import Stored
from generator.output.ways import Way, Ways, is_there, status_of
from generator.problems import Problem, Span, warning
from generator.site.routes import folded


class Published(Record):
    """What a publication did to the output folder; with an error among `problems`, nothing."""

    written: int = 0
    removed: int = 0
    problems: tuple[Problem, ...] = ()


def recover(output: Path) -> tuple[Problem, ...]:
    """Finish the publication that a killed run left half done, or clear away what it had only staged."""
    try:
        if not is_there(output / STAGING) or not roll_forward(output):
            return ()
    except OSError as error:
        return (_cannot_publish(output, error),)
    message = "a build that was stopped while it published is now finished"
    return (warning("publication-finished", message, Span(shown(output))),)


def yet_to_make(output: Path) -> tuple[Path, ...]:
    """The folders that opening the output makes: itself and those above it that are not there, innermost first."""
    return tuple(takewhile(lambda place: not os.path.lexists(place), (output, *output.parents)))


def open_output(output: Path) -> tuple[Problem, ...]:
    """Make the output folder and its staging folder."""
    try:
        staging_of(output).mkdir(parents=True)
    except OSError as error:
        return (_cannot_publish(output, error),)
    return ()


def close_output(output: Path, made: Iterable[Path] = ()) -> tuple[Problem, ...]:
    """Clear away what was staged and is not to be published; a publication that waits to be finished stays.

    Of the folders that were `made` for the site, those go that it did not come to be in.
    """
    try:
        if not has_journal(output):
            discard_staging(output)
    except OSError as error:
        return (_cannot_publish(output, error),)
    finally:
        for place in made:
            with contextlib.suppress(OSError):  # the site is in it, or it could not be made
                place.rmdir()
    return ()


def publish(output: Path, staged: Sequence[Staged], kept: Mapping[str, str], stored: Mapping[str, Stored]) -> Published:
    """Put the staged files in place and remove those of ours that are neither staged nor in `kept`.

    `kept` is path to SHA-256 of files that are right as they are; `stored` spares reading files that are as the last
    build left them.
    """
    try:
        return _publish(_Output(output, stored), staged, kept)
    except UndoneError as error:
        return Published(problems=(_cannot_publish(output, error),))
    except OSError as error:
        hint = "the next build finishes the publication, or says what is in its way"
        message = f"stopped while publishing: {words(error)}"
        return Published(problems=(Problem("publication-interrupted", message, Span(shown(output)), hint),))


class _Output:
    """The output folder as it is now: what we own there, what lies on the way to a file and what each holds."""

    def __init__(self, folder: Path, stored: Mapping[str, Stored]) -> None:
        self.folder = folder
        self.owned = read_manifest(folder)
        self.stored = stored
        self.ways = Ways(folder)
        self._text = os.fspath(folder)  # not a Path: a publication may look at every file of a large site

    def place(self, path: str) -> str:
        return f"{self._text}/{path}"

    def sha256(self, path: str, status: os.stat_result) -> str | None:
        """What a file holds, whose status is known; None where there is no regular file any more."""
        stored = self.stored.get(path)
        return stored.sha256 if stored is not None and _is_as(stored, status) else sha256_of(self.place(path))

    def owner(self, path: str) -> str | None:
        """What the manifest says a file holds; on a file system that ignores case, also under another spelling."""
        if path in self.owned:
            return self.owned[path]
        other = self._spellings.get(folded(path))
        return self.owned[other] if other is not None and _same(self.place(path), self.place(other)) else None

    @cached_property
    def _spellings(self) -> dict[str, str]:
        return {folded(path): path for path in self.owned}


def is_as_stored(output: str | Path, path: str, stored: Stored) -> bool:
    """Whether a published file has the size and time it was published with."""
    try:
        status = os.lstat(f"{output}/{path}")  # not a Path: tens of thousands are looked at when nothing has changed
    except OSError:
        return False
    return _is_as(stored, status)


def _is_as(stored: Stored, status: os.stat_result) -> bool:
    same = status.st_size == stored.size and status.st_mtime_ns == stored.mtime_ns
    return same and stat.S_ISREG(status.st_mode)


def _publish(output: _Output, staged: Sequence[Staged], kept: Mapping[str, str]) -> Published:
    manifest = {**kept, **{file.path: file.sha256 for file in staged}}
    removals, problems = _removals(output, manifest)
    going = {removal.path for removal in removals}
    moves: list[Move] = []
    for file in staged:
        move, said = _move(output, file, going)
        problems.extend(said)
        if move is not None:
            moves.append(move)
    problems.extend(_disturbed(output.folder, staged))
    if any(problem.severity == "error" for problem in problems):
        discard_staging(output.folder)
        return Published(problems=tuple(problems))
    if moves or removals or not _manifest_is(output.folder, manifest):
        commit(output.folder, Journal(removals=tuple(removals), moves=tuple(moves), manifest=manifest))
    else:
        discard_staging(output.folder)
    return Published(written=len(moves), removed=len(removals), problems=tuple(problems))


def _disturbed(output: Path, staged: Sequence[Staged]) -> Iterator[Problem]:
    """Staged files that are not as they were written: somebody else is at work in the staging folder."""
    folder = str(staging_of(output))
    for file in staged:
        try:
            size = os.lstat(f"{folder}/{staged_name(file.path)}").st_size
        except OSError:
            size = -1
        if size != file.size:  # not the time: a file server may still round it
            hint = "let one build end before the next begins"
            message = "changed while it waited to be published"
            yield Problem("another-build", message, published_at(output, file.path), hint)


def _removals(output: _Output, manifest: Mapping[str, str]) -> tuple[list[Removal], list[Problem]]:
    """The files of ours that no page stands for any more; one that was edited stays, and is no longer ours."""
    removals: list[Removal] = []
    problems: list[Problem] = []
    stale = sorted(output.owned.keys() - manifest.keys())
    spellings = _spellings(manifest) if stale else {}
    for path in stale:
        way = output.ways.to(path)
        if way is Way.CLOSED:
            hint = "a folder on its way is a symbolic link now; Pressmark follows none in the output"
            problems.append(warning("edited-output", "left in place", published_at(output.folder, path), hint))
            continue
        status = None if way is Way.MISSING else status_of(output.place(path))
        if status is None:
            continue
        holds = output.sha256(path, status)
        if holds == output.owned[path]:
            others = spellings.get(folded(path), ())
            if not any(_same(output.place(path), output.place(other)) for other in others):
                removals.append(Removal(path=path, before=holds))
        else:
            hint = "no page stands for it any more; remove it yourself when you do not need it"
            message = "changed since it was published; left in place"
            problems.append(warning("edited-output", message, published_at(output.folder, path), hint))
    return removals, problems


def _spellings(paths: Iterable[str]) -> dict[str, list[str]]:
    """Paths by what a file system that ignores case takes them for (macOS, Windows)."""
    found = defaultdict(list)
    for path in paths:
        found[folded(path)].append(path)
    return found


def _same(one: str, other: str) -> bool:
    try:
        return os.path.samefile(one, other)
    except OSError:
        return False


def _move(output: _Output, file: Staged, going: Container[str]) -> tuple[Move | None, list[Problem]]:
    """What putting one staged file in place takes: a move, or nothing when the same bytes are there already."""
    new = Move(path=file.path, before=None, after=file.sha256)
    way = output.ways.to(file.path)
    if way is Way.CLOSED:
        blocked = output.ways.closed_by(file.path)
        return (new, []) if blocked in going else (None, [_foreign(output, file.path, blocked)])
    status = None if way is Way.MISSING else status_of(output.place(file.path))
    if status is None:
        return new, []
    if stat.S_ISDIR(status.st_mode) and _empties(output, file.path, going):
        return new, []
    holds = output.sha256(file.path, status)
    if holds is None:
        return None, [_foreign(output, file.path, file.path)]
    if holds == file.sha256:
        return None, []
    owned = output.owner(file.path)
    if owned is None:
        return None, [_foreign(output, file.path, file.path)]
    said = []
    if owned != holds:
        hint = "change the article or the theme instead: what is edited in the output is lost with the next build"
        message = "changed since it was published; replaced"
        said.append(warning("edited-output", message, published_at(output.folder, file.path), hint))
    return Move(path=file.path, before=holds, after=file.sha256), said


def _empties(output: _Output, folder: str, going: Container[str]) -> bool:
    """Whether nothing remains in a folder once the files that go are gone."""
    return all(
        f"{os.path.relpath(base, output.folder)}/{name}".replace(os.sep, "/") in going
        for base, folders, names in os.walk(output.place(folder))
        for name in (*names, *(one for one in folders if os.path.islink(os.path.join(base, one))))
    )


def _foreign(output: _Output, path: str, place: str) -> Problem:
    hint = "move it away, or publish into another folder; Pressmark only replaces what it published itself"
    what = "a file that Pressmark did not publish is in the way"
    message = what if place == path else f'{what} at "{place}"'
    return Problem("foreign-file", message, published_at(output.folder, path), hint)


def _manifest_is(output: Path, manifest: Mapping[str, str]) -> bool:
    try:
        return read_regular(output / MANIFEST) == manifest_bytes(manifest)
    except OSError:
        return False


def _cannot_publish(output: Path, error: OSError) -> Problem:
    """The problem with a file of the site, or with the folder itself: what is Pressmark's own in it is not said."""
    where = Path(error.filename) if isinstance(error.filename, str) else output
    is_of_the_site = output in where.parents and output / STAGING not in (where, *where.parents)
    return cannot_write(shown(where if is_of_the_site else output), error)
