"""A zip that is the same for the same files: their order, one date for all, and how hard they are pressed are fixed.

It takes the place of an older one when it is whole, and of nothing but such a zip. Files go through it a piece at a
time, however many and large they are.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

MARK = b"An archive for reading offline, made by Pressmark"  # the comment by which ours are known

_DATE = (1980, 1, 1, 0, 0, 0)  # the first that a zip can say
_MODE = stat.S_IFREG | 0o644
_UNIX = 3
# What is pressed already gets no smaller.
_PRESSED = frozenset(
    {
        "7z",
        "avif",
        "gif",
        "gz",
        "jpeg",
        "jpg",
        "m4a",
        "mp3",
        "mp4",
        "ogg",
        "opus",
        "pdf",
        "png",
        "webm",
        "webp",
        "woff2",
    }
    | {"docx", "epub", "odt", "xlsx", "xz", "zip", "zst"}
)


class Zip:
    """A zip that is being written, and the SHA-256 of each file in it."""

    def __init__(self, file: zipfile.ZipFile, folder: str) -> None:
        self._file = file
        self._folder = folder
        self.sums: dict[str, str] = {}

    def add(self, path: str, pieces: Iterable[bytes], size: int) -> str:
        """Add a file of about so many bytes; its SHA-256."""
        info = zipfile.ZipInfo(f"{self._folder}/{path}", _DATE)
        is_pressed = path.rpartition(".")[2].lower() in _PRESSED
        info.compress_type = zipfile.ZIP_STORED if is_pressed else zipfile.ZIP_DEFLATED
        # How hard it is pressed stays zlib's default, which is the same 6 in all its versions.
        info.create_system = _UNIX
        info.external_attr = _MODE << 16
        info.file_size = size  # from 2 GB on its entry has room for 64 bits
        digest = hashlib.sha256()
        with self._file.open(info, "w") as entry:
            for piece in pieces:
                digest.update(piece)
                entry.write(piece)
        self.sums[path] = digest.hexdigest()
        return self.sums[path]


def is_ours(place: Path) -> bool:
    """Whether a file is a zip that this module wrote, whole."""
    try:
        if not stat.S_ISREG(os.lstat(place).st_mode):
            return False
        with zipfile.ZipFile(place) as file:
            return file.comment == MARK
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        return False


def write_zip(place: Path, folder: str, fill: Callable[[Zip], bool]) -> int:
    """Write a zip of one folder, and put it in place if `fill` says that it is right; how many bytes it has, or 0.

    OSError where the system refuses it. Whatever keeps it from being whole, what was there before stays.
    """
    waiting = place.with_name(f".{place.name}.part")
    waiting.unlink(missing_ok=True)  # of a run that was killed
    try:
        with open(waiting, "xb") as file:
            with zipfile.ZipFile(file, "w") as archive:
                archive.comment = MARK
                if not fill(Zip(archive, folder)):
                    return 0
            file.flush()
            os.fsync(file.fileno())
            size = os.fstat(file.fileno()).st_size
        os.replace(waiting, place)
    finally:
        with contextlib.suppress(OSError):
            waiting.unlink(missing_ok=True)
    return size
