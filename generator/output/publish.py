"""From planned pages to the published site: render what changed, then put all of it in place, or nothing.

What the output folder holds that the manifest does not own is never touched; a file of ours that somebody edited is
said. Nothing is published while anything is wrong.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    is_inside,
    roll_forward,
    sha256_of,
    staged_name,
    staging_of,
)
from generator.output.guards import shown
from generator.output.manifest import MANIFEST, STAGING, manifest_bytes, read_manifest
from generator.output.staging import Staged, cannot_write
from generator.output.store import Stored
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
        if not os.path.lexists(output / STAGING) or not roll_forward(output):
            return ()
    except OSError as error:
        return (_cannot_publish(output, error),)
    message = "a build that was stopped while it published is now finished"
    return (warning("publication-finished", message, Span(shown(output))),)


def open_output(output: Path) -> tuple[Problem, ...]:
    """Make the output folder and its staging folder."""
    try:
        staging_of(output).mkdir(parents=True)
    except OSError as error:
        return (_cannot_publish(output, error),)
    return ()


def close_output(output: Path) -> tuple[Problem, ...]:
    """Clear away what was staged and is not to be published; a publication that waits to be finished stays."""
    try:
        if not has_journal(output):
            discard_staging(output)
    except OSError as error:
        return (_cannot_publish(output, error),)
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
    """The output folder as it is now: what we own there and what each file holds."""

    def __init__(self, folder: Path, stored: Mapping[str, Stored]) -> None:
        self.folder = folder
        self.owned = read_manifest(folder)
        self.stored = stored
        self._spellings = {folded(path): path for path in self.owned}

    def sha256(self, path: str) -> str | None:
        """What a file holds; None where there is no regular file."""
        stored = self.stored.get(path)
        if stored is not None and is_as_stored(self.folder, path, stored):
            return stored.sha256
        return sha256_of(self.folder / path)

    def owner(self, path: str) -> str | None:
        """What the manifest says a file holds; on a file system that ignores case, also under another spelling."""
        if path in self.owned:
            return self.owned[path]
        other = self._spellings.get(folded(path))
        if other is None:
            return None
        try:
            same = os.path.samefile(self.folder / path, self.folder / other)
        except OSError:
            return None
        return self.owned[other] if same else None


def is_as_stored(output: Path, path: str, stored: Stored) -> bool:
    """Whether a published file has the size and time it was published with."""
    try:
        status = os.lstat(f"{output}/{path}")  # not a Path: tens of thousands are looked at when nothing has changed
    except OSError:
        return False
    return stat.S_ISREG(status.st_mode) and (status.st_size, status.st_mtime_ns) == (stored.size, stored.mtime_ns)


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
            yield Problem("another-build", "changed while it waited to be published", Span(file.path), hint)


def _removals(output: _Output, manifest: Mapping[str, str]) -> tuple[list[Removal], list[Problem]]:
    """The files of ours that no page stands for any more; one that was edited stays, and is no longer ours."""
    removals: list[Removal] = []
    problems: list[Problem] = []
    wanted = {folded(path) for path in manifest}
    for path in sorted(output.owned.keys() - manifest.keys()):
        if not is_inside(output.folder, path):
            hint = "a folder on its way is a symbolic link now; Pressmark follows none in the output"
            problems.append(warning("edited-output", "left in place", Span(path), hint))
            continue
        holds = output.sha256(path)
        if holds == output.owned[path]:
            if folded(path) not in wanted or not _is_also(output, path, manifest):
                removals.append(Removal(path=path, before=holds))
        elif holds is not None or os.path.lexists(output.folder / path):
            hint = "no page stands for it any more; remove it yourself when you do not need it"
            message = "changed since it was published; left in place"
            problems.append(warning("edited-output", message, Span(path), hint))
    return removals, problems


def _is_also(output: _Output, path: str, manifest: Mapping[str, str]) -> bool:
    """Whether the file is, under another spelling, one that the new site has (macOS, Windows)."""
    others = [other for other in manifest if folded(other) == folded(path)]
    return any(_same(output.folder / path, output.folder / other) for other in others)


def _same(one: Path, other: Path) -> bool:
    try:
        return os.path.samefile(one, other)
    except OSError:
        return False


def _move(output: _Output, file: Staged, going: set[str]) -> tuple[Move | None, list[Problem]]:
    """What putting one staged file in place takes: a move, or nothing when the same bytes are there already."""
    span = Span(file.path)
    if blocked := _blocked_by(output, file.path, going):
        return None, [_foreign(file.path, blocked)]
    place = output.folder / file.path
    if not os.path.lexists(place):
        return Move(path=file.path, before=None, after=file.sha256), []
    holds = output.sha256(file.path)
    if holds is None:
        if place.is_dir() and not place.is_symlink() and _empties(output.folder, file.path, going):
            return Move(path=file.path, before=None, after=file.sha256), []
        return None, [_foreign(file.path, file.path)]
    if holds == file.sha256:
        return None, []
    owned = output.owner(file.path)
    if owned is None:
        return None, [_foreign(file.path, file.path)]
    said = []
    if owned != holds:
        hint = "change the article or the theme instead: what is edited in the output is lost with the next build"
        said.append(warning("edited-output", "changed since it was published; replaced", span, hint))
    return Move(path=file.path, before=holds, after=file.sha256), said


def _blocked_by(output: _Output, path: str, going: set[str]) -> str | None:
    """The first thing on the way to `path` that is not a folder and does not go."""
    if is_inside(output.folder, path):
        return None
    parts = path.split("/")
    for end in range(1, len(parts)):
        part = "/".join(parts[:end])
        place = output.folder / part
        if os.path.lexists(place) and (place.is_symlink() or not place.is_dir()):
            return None if part in going else part
    return None


def _empties(output: Path, folder: str, going: Iterable[str]) -> bool:
    """Whether nothing remains in a folder once the files that go are gone."""
    gone = set(going)
    return all(
        f"{os.path.relpath(base, output)}/{name}".replace(os.sep, "/") in gone
        for base, folders, names in os.walk(output / folder)
        for name in (*names, *(one for one in folders if os.path.islink(os.path.join(base, one))))
    )


def _foreign(path: str, place: str) -> Problem:
    hint = "move it away, or publish into another folder; Pressmark only replaces what it published itself"
    what = "a file that Pressmark did not publish is in the way"
    return Problem("foreign-file", what if place == path else f'{what} at "{place}"', Span(path), hint)


def _manifest_is(output: Path, manifest: Mapping[str, str]) -> bool:
    try:
        return read_regular(output / MANIFEST) == manifest_bytes(manifest)
    except OSError:
        return False


def _cannot_publish(output: Path, error: OSError) -> Problem:
    where = error.filename if isinstance(error.filename, str) else None
    path = os.path.relpath(where, output) if where and where.startswith(str(output) + os.sep) else shown(output)
    return cannot_write(path, error)
