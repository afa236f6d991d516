"""What changed on disk, as soon as it did: events make it quick, and regular looks at all files make it true.

Events can be lost (a queue that overflows, a folder that was replaced), so every few seconds all files are looked at,
by size, time and inode, whatever the events said. Where there are no events at all, looking more often has to do. Says
which paths; reads and interprets nothing.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

from generator.files import SITE_FILE, THEMES, is_debris, list_content
from generator.preview.follow import Change

SETTLE: Final = 0.02  # seconds without an event after which a save is taken to be finished
LONGEST: Final = 2.0  # seconds after which what has come is looked at, though more is coming
MANY: Final = 500  # paths at once (a branch was switched) after which only a look at all files is believed
LOOK: Final = 10.0  # seconds between two looks beside the events
POLL: Final = 1.0  # seconds between two looks without events

_WANTED: Final[list[type[FileSystemEvent]]] = [
    FileCreatedEvent,
    FileModifiedEvent,
    FileClosedEvent,
    FileMovedEvent,
    FileDeletedEvent,
    DirCreatedEvent,
    DirMovedEvent,
    DirDeletedEvent,
]
# File systems that do not announce what other machines change.
_REMOTE: Final = frozenset({"9p", "ceph", "cifs", "drvfs", "fuse.sshfs", "glusterfs", "nfs", "nfs4", "smb3", "vboxsf"})

Look = Mapping[str, tuple[int, int, int, int]]
"""What the system says of each file, by path: size, times (ns) and inode."""


class Places(NamedTuple):
    """Where an archive's files are: its folder, the name of its content folder, the themes that come with Pressmark."""

    folder: Path
    content: str
    packaged: Path


class Watch:
    """Waits for changes; `polls` says why it has to look instead of being told, and is empty where it is told."""

    def __init__(self, places: Places) -> None:
        self.polls = ""
        self._places = places
        self._seen = look(places)
        self._told = threading.Condition()
        self._paths: set[str] = set()
        self._last = 0.0  # when the last event came
        self._ended = False
        self._lost = False
        self._observer: BaseObserver | None = None
        self._start()
        self._due = time.monotonic() + (POLL if self.polls else LOOK)

    def __call__(self) -> Change | None:
        """The next change, once it has settled; None when the watch has ended."""
        while True:
            paths = self._by_events()
            if self._ended:
                return None
            if self._lost:
                self._lost = False
                return Change(frozenset(), lost=True)
            if paths := paths or self._by_looking():
                return Change(frozenset(paths))

    def move_to(self, places: Places) -> None:
        """Watch other places, where site.yaml names another content folder."""
        if places != self._places:
            self._places = places
            self._restart()

    def say_lost(self) -> None:
        """Let the next change be that the cache is lost."""
        with self._told:
            self._lost = True
            self._told.notify()

    def end(self) -> None:
        """Wait for nothing more."""
        with self._told:
            self._ended = True
            self._told.notify()
        self._stop()

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
        paths = {path for path in now.keys() | self._seen.keys() if now.get(path) != self._seen.get(path)}
        self._seen = now
        if paths:
            self._restart()
        self._due = time.monotonic() + (POLL if self.polls else LOOK)
        return paths

    def _start(self) -> None:
        self.polls = no_events(self._places.folder)
        if self.polls:
            return
        try:
            without_pairs()
            observer = Observer()
            observer.start()
        except OSError as error:
            self.polls = _used_up(error)
            return
        try:
            for root in _roots(self._places):
                handler = _Handler(root, self._note)
                observer.schedule(handler, root.place, recursive=root.recursive, event_filter=_WANTED)
        except OSError as error:
            observer.stop()
            self.polls = _used_up(error)
            return
        self._observer = observer

    def _stop(self) -> None:
        if self._observer is not None:
            self._observer.stop()
            self._observer.join()
            self._observer = None

    def _restart(self) -> None:
        self._stop()
        self._start()

    def _note(self, path: str) -> None:
        with self._told:
            self._paths.add(path)
            self._last = time.monotonic()
            self._told.notify()


def look(places: Places) -> Look:
    """What the system says of every file that a site is made from."""
    folder = places.folder
    paths: list[str] = [SITE_FILE, *list_content(folder, places.content).files]
    for root in _roots(places):
        if root.recursive and root.shown != places.content:
            paths.extend(_walk(root))
    return _status_of(folder, paths)


class _Root(NamedTuple):
    """A folder that is watched: where it really is, how paths below it are called, and whether all of it counts."""

    place: str
    shown: str
    recursive: bool


def _roots(places: Places) -> Iterator[_Root]:
    """What to watch: the archive's folder for site.yaml and new folders, and all of its content and themes."""
    yield _Root(os.path.realpath(places.folder), "", recursive=False)
    seen = set[str]()
    for shown in (places.content, THEMES, str(places.packaged)):
        place = os.path.realpath(places.folder / shown)
        if os.path.isdir(place) and place not in seen:
            seen.add(place)
            yield _Root(place, shown, recursive=True)


def _walk(root: _Root) -> Iterator[str]:
    for folder, folders, names in os.walk(root.place):
        folders[:] = [name for name in folders if not is_debris(name)]
        below = os.path.relpath(folder, root.place).replace(os.sep, "/")
        prefix = root.shown if below == "." else f"{root.shown}/{below}"
        yield from (f"{prefix}/{name}" for name in names if not is_debris(name))


def _status_of(folder: Path, paths: Iterable[str]) -> dict[str, tuple[int, int, int, int]]:
    found = {}
    for path in paths:
        try:
            status = os.stat(os.path.join(folder, path))
        except OSError:
            continue
        found[path] = (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
    return found


class _Handler(FileSystemEventHandler):
    """Passes on the paths of events below one root, as the archive calls them; folders with `/` at their end."""

    def __init__(self, root: _Root, note: Callable[[str], None]) -> None:
        self._root = root
        self._note = note

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Note where something happened."""
        for place in (event.src_path, event.dest_path):
            if place:
                self._told(os.fsdecode(place), is_folder=event.is_directory)

    def _told(self, place: str, *, is_folder: bool) -> None:
        below = os.path.relpath(place, self._root.place).replace(os.sep, "/")
        if not self._root.recursive:
            if below == SITE_FILE or (is_folder and "/" not in below):
                self._note(f"{below}/" if is_folder else below)
            return
        if not any(is_debris(part) for part in below.split("/") if part != "."):
            self._note(f"{self._root.shown}/{below}{'/' if is_folder else ''}")


def without_pairs() -> None:
    """Let watchdog pass on at once that a file was moved away.

    It would wait half a second for the other half of the move, and hold back every event behind it: the time that an
    editor which saves by renaming would have to wait for the preview.
    """
    if sys.platform == "linux":
        from watchdog.observers.inotify_move_event_grouper import InotifyMoveEventGrouper  # noqa: PLC0415

        InotifyMoveEventGrouper.delay = 0.0


def _used_up(error: OSError) -> str:
    return f"the system has no file events to give ({error.strerror or error})"


def no_events(folder: Path) -> str:
    """Why no events can be expected for a folder; empty where they can."""
    try:
        with open("/proc/self/mountinfo", encoding="utf-8", errors="surrogateescape") as file:
            mounts = [line.split(" ") for line in file]
    except OSError:
        return ""
    place, kind = os.path.realpath(folder), ""
    longest = -1
    for fields in mounts:  # proc(5): the fifth field is where it is mounted, the type comes after a lone "-"
        top = fields[4].replace("\\040", " ")
        is_around = place == top or place.startswith(top.rstrip("/") + "/")
        if is_around and len(top) >= longest:
            longest, kind = len(top), fields[fields.index("-") + 1]
    return f"this folder is on a network drive ({kind})" if kind in _REMOTE else ""
