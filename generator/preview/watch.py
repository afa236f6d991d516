"""What changed on disk, as soon as it did: events make it quick, and regular looks at all files make it true.

Events can be lost (a queue that overflows, a folder that was replaced), so every few seconds all files are looked at,
by size, time and inode, whatever the events said. Where there are no events at all, looking more often has to do. Says
which paths; reads and interprets nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from generator.files import LARGEST_TEXT, SITE_FILE, THEMES, inside, is_debris, list_content, read_regular
from generator.preview.events import Events, Root, no_events
from generator.preview.held import Change

SETTLE: Final = 0.02  # seconds without an event after which a save is taken to be finished
LONGEST: Final = 2.0  # seconds after which what has come is looked at, though more is coming
MANY: Final = 500  # paths at once (a branch was switched) after which only a look at all files is believed
LOOK: Final = 10.0  # seconds between two looks beside the events
POLL: Final = 1.0  # seconds between two looks without events
COARSE: Final = 2.0  # seconds in which a file may be saved twice and its time be the same
QUARTER: Final = 900  # seconds: whatever the time zone, a day begins with one of these


class Status(NamedTuple):
    """What the system says of a file: size, times (ns) and inode."""

    size: int
    modified: int
    changed: int
    inode: int


Look = Mapping[str, Status]
"""What the system says of each file, by path."""


class Places(NamedTuple):
    """Where an archive's files are: its folder, the name of its content folder, the themes that come with Pressmark."""

    folder: Path
    content: str
    packaged: Path


class Watch:
    """Waits for changes; `polls` says why it has to look instead of being told, and is empty where it is told.

    What differs from a look that was taken before, `since`, is the first change.
    """

    def __init__(self, places: Places, since: Look | None = None) -> None:
        self.polls = ""
        self._places = places
        self._told = threading.Condition()
        self._paths: set[str] = set()
        self._last = 0.0  # when the last event came
        self._ended = False
        self._lost = 0
        self._quarter = _quarter()
        self._events = Events(self._note)
        self._roots: tuple[Root, ...] = ()
        self._start()
        self._seen = look(places) if since is None else since
        self._young = _Young(places.folder, self._seen if self.polls else {})
        self._due = time.monotonic() + (self._pause() if since is None else 0)

    def __call__(self) -> Change | None:
        """The next change, once it has settled; None when the watch has ended. One without paths is of the time."""
        while True:
            paths = self._by_events()
            if self._ended:
                return None
            if self._lost:
                lost, self._lost = self._lost, 0
                return Change(frozenset(), lost)
            if (paths := paths or self._by_looking()) or self._quarter != _quarter():
                self._quarter = _quarter()
                return Change(frozenset(paths))

    @property
    def has_ended(self) -> bool:
        """Whether there will be no other change."""
        return self._ended

    def move_to(self, places: Places) -> None:
        """Watch other places, where site.yaml names another content folder."""
        if places != self._places:
            self._places = places
            self._start()

    def say_lost(self, generation: int) -> None:
        """Let the next change be that the cache is lost, which a generation misses."""
        with self._told:
            self._lost = generation
            self._told.notify()

    def end(self) -> None:
        """Wait for nothing more."""
        with self._told:
            self._ended = True
            self._told.notify()
        self._events.end()

    def _by_events(self) -> set[str]:
        """What events say until they pause; nothing where it is time to look at everything."""
        with self._told:
            while not (self._paths or self._ended or self._lost) and (left := self._due - time.monotonic()) > 0:
                self._told.wait(left)
            began = time.monotonic()
            while not self._ended and (left := min(self._last + SETTLE, began + LONGEST) - time.monotonic()) > 0:
                self._told.wait(left)
            paths, self._paths = self._paths, set()
        of_folders = any(path.endswith("/") for path in paths)  # with all that was in them
        if of_folders or len(paths) > MANY or time.monotonic() > self._due:
            return set()
        before = {path: status for path, status in self._seen.items() if path not in paths}
        self._seen = {**before, **_status_of(self._places.folder, paths)}
        return paths

    def _by_looking(self) -> set[str]:
        """What differs from the last look and from what events said since: events were lost, so they begin anew."""
        now = look(self._places)
        paths = _differences(self._seen, now)
        if paths or self._roots != tuple(_roots(self._places)):
            self._start()
            now = look(self._places)  # what changed before they began is not lost
            paths = _differences(self._seen, now)
        if self.polls:
            paths |= self._young.saved_again(now, paths)
        self._seen = now
        self._due = time.monotonic() + self._pause()
        return paths

    def _start(self) -> None:
        self._roots = tuple(_roots(self._places))
        remote = (no_events(root.place) for root in self._roots)
        self.polls = next(filter(None, remote), "") or self._events.start(self._roots)

    def _pause(self) -> float:
        return POLL if self.polls else LOOK

    def _note(self, path: str) -> None:
        with self._told:
            self._paths.add(path)
            self._last = time.monotonic()
            self._told.notify()


def look(places: Places) -> Look:
    """What the system says of every file that a site is made from, and of what is listed as wrong with them."""
    folder, content = places.folder, places.content
    listing = list_content(folder, content)
    paths: list[str] = [SITE_FILE, *listing.files, *(problem.span.path for problem in listing.problems)]
    for root in _roots(places):
        if root.recursive and not f"{root.shown}/".startswith(f"{content}/"):
            paths.extend(_walk(root))
    return _status_of(folder, paths)


class _Young:
    """Files that were saved a moment ago, by their bytes: they may be saved again and have the size and time they had.

    The clocks of some file systems tell two seconds apart, and those of network drives may be wrong as well, so what
    counts is when a file was seen to differ.
    """

    def __init__(self, folder: Path, seen: Look) -> None:
        self._folder = folder
        recent, until = time.time_ns() - int(COARSE * 1e9), time.monotonic() + COARSE
        young = (path for path, status in seen.items() if max(status.modified, status.changed) > recent)
        self._known = {path: (until, self._digest(path)) for path in young}  # until when, by our clock, and the digest

    def saved_again(self, now: Look, changed: set[str]) -> set[str]:
        """The files beside those that `changed` whose bytes are not what they were."""
        moment = time.monotonic()
        before, self._known = self._known, {}
        again = set[str]()
        for path in (before.keys() | changed) & now.keys():
            until, known = before.get(path, (0.0, b""))
            digest = self._digest(path)
            if path not in changed and digest != known:
                again.add(path)
            if path in changed or path in again:
                until = moment + COARSE
            if moment < until:
                self._known[path] = until, digest
        return again

    def _digest(self, path: str) -> bytes:
        try:
            return hashlib.blake2b(read_regular(self._folder / path, LARGEST_TEXT), digest_size=16).digest()
        except OSError:
            return b""


def _differences(before: Look, now: Look) -> set[str]:
    return {path for path in now.keys() | before.keys() if now.get(path) != before.get(path)}


def _quarter() -> int:
    return int(time.time() // QUARTER)


def _roots(places: Places) -> Iterator[Root]:
    """What to watch: the archive's folder for site.yaml and new folders, and all of its content and themes.

    Links are followed where a build follows them: content stays in the archive, and themes may lie elsewhere.
    """
    top = os.path.realpath(places.folder)
    yield Root(top, "", recursive=False)
    seen = set[str]()
    waiting = [places.content, THEMES, str(places.packaged)]
    while waiting:
        shown = waiting.pop(0)
        place = os.path.realpath(places.folder / shown)
        if place in seen or not os.path.isdir(place) or not _is_ours(places, shown, place, top):
            continue
        seen.add(place)
        root = Root(place, shown, recursive=True)
        yield root
        waiting.extend(_linked(root))


def _is_ours(places: Places, shown: str, place: str, top: str) -> bool:
    if shown in {THEMES, str(places.packaged)}:
        return True
    if inside(place, top):
        return place != top or shown == places.content
    return not f"{shown}/".startswith(f"{places.content}/") and os.path.isfile(os.path.join(place, "theme.yaml"))


def _linked(root: Root) -> Iterator[str]:
    """The links to folders in a folder and below it, as the archive calls them."""
    for folder, folders, _ in os.walk(root.place):
        folders[:] = [name for name in folders if not is_debris(name)]
        yield from (_called(root, folder, name) for name in folders if os.path.islink(os.path.join(folder, name)))


def _walk(root: Root) -> Iterator[str]:
    for folder, folders, names in os.walk(root.place):
        folders[:] = [name for name in folders if not is_debris(name)]
        yield from (_called(root, folder, name) for name in names if not is_debris(name))


def _called(root: Root, folder: str, name: str) -> str:
    below = os.path.relpath(folder, root.place).replace(os.sep, "/")
    return f"{root.shown}/{name}" if below == "." else f"{root.shown}/{below}/{name}"


def _status_of(folder: Path, paths: Iterable[str]) -> dict[str, Status]:
    found = {}
    for path in paths:
        place = os.path.join(folder, path)
        for ask in (os.stat, os.lstat):  # a link may lead nowhere, and be mended
            with contextlib.suppress(OSError):
                status = ask(place)
                found[path] = Status(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
                break
    return found
