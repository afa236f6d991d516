"""File events, as the system gives them: where something happened below some folders, or why nobody will say.

All that watchdog needs to be told or forgiven is here, so that nothing it does ends the preview, holds up its end or
fills the user's terminal. What an event means is for `watch`.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import threading
import warnings
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, NamedTuple

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileAttribEvent,
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

from generator.files import SITE_FILE, is_debris

PATIENCE: Final = 1.0  # seconds that watchdog may take to stop

_WANTED: Final[list[type[FileSystemEvent]]] = [
    FileCreatedEvent,
    FileModifiedEvent,
    FileAttribEvent,
    FileClosedEvent,
    FileMovedEvent,
    FileDeletedEvent,
    DirCreatedEvent,
    DirMovedEvent,
    DirDeletedEvent,
]
# File systems that do not announce what other machines change.
_REMOTE: Final = frozenset({"9p", "ceph", "cifs", "drvfs", "fuse.sshfs", "glusterfs", "nfs", "nfs4", "smb3", "vboxsf"})


class Root(NamedTuple):
    """A folder that is watched: where it really is, how paths below it are called, and whether all of it counts."""

    place: str
    shown: str
    recursive: bool


class Events:
    """Tells `note` where something happens below some folders. Threads may start and end it at once."""

    def __init__(self, note: Callable[[str], None]) -> None:
        self._note = note
        self._lock = threading.Lock()
        self._observer: BaseObserver | None = None
        self._ended = False

    def start(self, roots: Sequence[Root]) -> str:
        """From now on tell of these, and of no others; why that cannot be, or nothing where it can."""
        with self._lock:
            self._stop()
            if self._ended:
                return ""
            try:
                self._observer = _observing(roots, self._note)
            except OSError as error:
                return f"the system has no file events to give ({error.strerror or error})"
            return ""

    def end(self) -> None:
        """Tell of nothing more, whoever asks for it."""
        with self._lock:
            self._ended = True
            self._stop()

    def _stop(self) -> None:
        observer, self._observer = self._observer, None
        if observer is not None:
            _stop(observer)


def _observing(roots: Iterable[Root], note: Callable[[str], None]) -> BaseObserver:
    _forgive_watchdog()
    observer = Observer()
    observer.start()
    try:
        for root in roots:
            handler = _Handler(root, note)
            observer.schedule(handler, root.place, recursive=root.recursive, event_filter=_WANTED)
    except OSError:
        _stop(observer)
        raise
    return observer


def _stop(observer: BaseObserver) -> None:
    """Stop an observer, and wait no longer than it is worth: its threads end with the process."""

    def stop() -> None:
        with contextlib.suppress(KeyError, OSError, RuntimeError):  # of its own books, when folders come and go
            observer.stop()
            observer.join()

    stopping = threading.Thread(target=stop, daemon=True)
    stopping.start()
    stopping.join(PATIENCE)


class _Handler(FileSystemEventHandler):
    """Passes on the paths of events below one root, as the archive calls them; folders with `/` at their end."""

    def __init__(self, root: Root, note: Callable[[str], None]) -> None:
        self._root = root
        self._note = note

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Note where something happened."""
        for place in (event.src_path, event.dest_path):
            if place:
                self._told(os.fsdecode(place), is_folder=event.is_directory)

    def _told(self, place: str, *, is_folder: bool) -> None:
        below = os.path.relpath(place, self._root.place).replace(os.sep, "/")
        # A link may lead to a folder.
        as_folder = "/" if is_folder or os.path.islink(place) else ""
        if not self._root.recursive:
            if below == SITE_FILE or (as_folder and "/" not in below):
                self._note(below if below == SITE_FILE else f"{below}/")
            return
        if not any(is_debris(part) for part in below.split("/") if part != "."):
            self._note(f"{self._root.shown}/{below}{as_folder}")


def _forgive_watchdog() -> None:
    """Let watchdog be quick, and say nothing of what it finds in its books; a look at all files sets that right."""
    logging.getLogger("watchdog").setLevel(logging.CRITICAL)
    # It watches a folder twice that is made while it looks for new ones.
    warnings.filterwarnings("ignore", category=RuntimeWarning, module="watchdog")
    if sys.platform == "linux":
        _without_pairs()
        _without_gaps()


def _without_pairs() -> None:
    """Let watchdog pass on at once that a file was moved away.

    It would wait half a second for the other half of the move, and hold back every event behind it: the time that an
    editor which saves by renaming would have to wait for the preview.
    """
    from watchdog.observers.inotify_move_event_grouper import InotifyMoveEventGrouper  # noqa: PLC0415

    InotifyMoveEventGrouper.delay = 0.0


def _without_gaps() -> None:
    """Let watchdog forget a folder that it has forgotten already.

    When a folder is moved away and another of its name comes and goes, two of its watches have one path; it would raise
    KeyError in its reading thread for the second, and every event after that would be lost.
    """
    from watchdog.observers.inotify import InotifyWatchGroup  # noqa: PLC0415

    def forget(self: Any, watch: Any) -> None:  # noqa: ANN401 - watchdog's own
        path = self._active_callbacks_by_watch.pop(watch, None)
        if self._active_callbacks_by_path.get(path) == watch:
            del self._active_callbacks_by_path[path]

    InotifyWatchGroup._remove_watch_internally = forget  # type: ignore[assignment,method-assign] # noqa: SLF001


def no_events(folder: str) -> str:
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
