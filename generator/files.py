"""What is on disk in an archive's folder.

The only module that lists and reads an archive's own files; the rooms get paths and bytes. It follows a symbolic link
only inside the folder of site.yaml and into nothing that is hidden or made there, opens nothing but regular files, and
never writes.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path

from generator.model import NOWHERE, Record, SourcePath
from generator.problems import Position, Problem, Span, warning

SITE_FILE = SourcePath("site.yaml")
PUBLISHED_MARK = ".pressmark-manifest.json"  # in every folder that Pressmark has published into
THEMES = "themes"
_PART = 4096  # bytes asked for at least, also of files that say they are empty
LARGEST_TEXT = 32 * 1024 * 1024  # bytes; a text beyond this is a mistake, and would only exhaust the memory


class Listing(Record):
    """Every file below the content folder, in a fixed order, and what could not be listed."""

    files: tuple[SourcePath, ...]
    problems: tuple[Problem, ...]


def list_content(folder: Path, content: str, named_at: Position = NOWHERE) -> Listing:
    """The files of `content` (a path below `folder`), sorted by path; hidden files and editors' debris left out.

    A link that leaves `folder`, leads nowhere or reads a folder twice, a special file and a name that is not UTF-8
    are problems and are not listed. `named_at` is where site.yaml names the folder.
    """
    top = folder / content
    try:
        is_there = top.is_dir()
    except OSError as error:
        return Listing(files=(), problems=(unreadable(content, error),))
    if not is_there:
        missing = Problem(
            "no-content",
            f'there is no folder "{content}"',
            Span(SITE_FILE, named_at.line, named_at.column),
            "make it, or name another one in site.yaml: `content: FOLDER`",
        )
        return Listing(files=(), problems=(missing,))
    root = os.path.realpath(folder)
    real = os.path.realpath(top)
    if not inside(real, root):
        return Listing(files=(), problems=(leaves_archive(SourcePath(content)),))
    if real != os.path.normpath(os.path.join(root, content)) and (what := _kept_apart(real, root)):
        return Listing(files=(), problems=(leads_into(SourcePath(content), what),))
    found = list(_walk(folder, SourcePath(content), root))
    return Listing(
        files=tuple(sorted(item for item in found if not isinstance(item, Problem))),
        problems=tuple(item for item in found if isinstance(item, Problem)),
    )


def read_text_bytes(folder: str | Path, path: SourcePath) -> tuple[bytes | None, tuple[Problem, ...]]:
    """The bytes of a regular file of at most `LARGEST_TEXT`, or None and the reason it cannot be read."""
    try:
        data = read_regular(os.path.join(folder, path), LARGEST_TEXT + 1)
    except OSError as error:
        return None, (unreadable(path, error),)
    return (data, ()) if len(data) <= LARGEST_TEXT else (None, (_too_large(path),))


class SpecialFileError(OSError):
    """A pipe, socket or device where a file is expected; it has not been opened."""


def open_regular(place: str | Path) -> BufferedReader:
    """A file, open for reading; OSError for whatever else is there."""
    return open(_opened(place)[0], "rb")


def read_regular(place: str | Path, most: int = sys.maxsize) -> bytes:
    """The bytes of a file, no more than `most`; OSError for whatever else is there.

    Asks the system six times, where a Python file asks twelve (15 of 32 us for an article).
    """
    descriptor, size = _opened(place)
    try:
        parts, part = [], b" "
        while part and most > 0:
            part = os.read(descriptor, min(most, max(size + 1, _PART)))
            parts.append(part)
            most -= len(part)
        return b"".join(parts)
    finally:
        os.close(descriptor)


def _opened(place: str | Path) -> tuple[int, int]:
    """A descriptor of a file and the file's size; OSError, and nothing opened, for whatever else is there."""
    _only_regular(os.stat(place), place)
    # Not blocking: what was a file a moment ago may be a pipe by now.
    descriptor = os.open(place, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        status = os.fstat(descriptor)
        _only_regular(status, place)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor, status.st_size


def _only_regular(status: os.stat_result, place: str | Path) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), os.fspath(place))
    if not stat.S_ISREG(status.st_mode):
        raise SpecialFileError(errno.EINVAL, "neither a file nor a folder", os.fspath(place))


def unreadable(path: str, error: OSError) -> Problem:
    """The problem of a file or folder that the system will not let us read."""
    if isinstance(error, SpecialFileError):
        hint = "put a file there, or move it out of the archive"
        return Problem("not-a-file", "neither a file nor a folder", Span(path), hint)
    hint = "make the file readable, or move it out of the archive"
    return Problem("unreadable-file", f'cannot read "{path}": {words(error)}', Span(path), hint)


def words(error: OSError) -> str:
    """What the operating system says is wrong, in its words ("No space left on device")."""
    return error.strerror or str(error) or type(error).__name__


def _walk(folder: Path, top: SourcePath, root: str) -> Iterator[SourcePath | Problem]:
    content = os.path.realpath(folder / top)
    linked: set[str] = set()
    waiting = [top]
    while waiting:
        current = waiting.pop()
        try:
            entries = sorted(os.scandir(folder / current), key=lambda entry: entry.name)
        except OSError as error:
            yield unreadable(current, error)
            continue
        if any(entry.name == PUBLISHED_MARK for entry in entries) and not inside(
            os.path.realpath(folder / current), content
        ):
            yield leads_into(current, "a published site")
            continue
        for entry in entries:
            path = SourcePath(f"{current}/{entry.name}")
            if is_debris(entry.name):
                continue
            if problem := name_problem(path):
                yield problem
                continue
            if entry.is_symlink():
                real = os.path.realpath(entry.path)
                if problem := _link_problem(path, real, root, content, linked):
                    yield problem
                    continue
                if os.path.isdir(real):
                    linked.add(real)
            if _is_folder(entry):
                waiting.append(path)
            elif _is_regular(entry):
                yield path
            else:
                yield _special(path)


def _link_problem(path: SourcePath, real: str, root: str, content: str, linked: set[str]) -> Problem | None:
    if not os.path.exists(real):
        return Problem("broken-symlink", "a symbolic link that leads nowhere", Span(path), "remove or mend the link")
    if not inside(real, root):
        return leaves_archive(path)
    # A content folder may be hidden itself: links within it stay within it.
    if what := hidden_or_made(real, content) if inside(real, content) else _kept_apart(real, root):
        return leads_into(path, what)
    if os.path.isdir(real) and (any(inside(real, one) or inside(one, real) for one in (content, *linked))):
        return Problem(
            "symlink-loop",
            "a symbolic link to a folder that the archive already holds",
            Span(path),
            "remove the link: its files would be read twice, or without end",
        )
    return None


def leaves_archive(path: SourcePath) -> Problem:
    """The problem of a symbolic link that leads out of the archive."""
    return Problem(
        "symlink-leaves-archive",
        "a symbolic link that leads out of the folder of site.yaml",
        Span(path),
        "copy the file into the archive: what an archive publishes has to be in it",
    )


def leads_into(path: SourcePath, what: str) -> Problem:
    """The problem of a symbolic link into what is in the archive's folder and not for publishing."""
    hint = "remove the link; copy the file into the content folder if it is to be published"
    return Problem("refused-symlink", f"a symbolic link into {what}", Span(path), hint)


def hidden_or_made(real: str, root: str) -> str | None:
    """What a real path below `root` must not be published for: it is hidden, or itself a published site."""
    if any(part.startswith(".") for part in os.path.relpath(real, root).split(os.sep) if part != os.curdir):
        return "a hidden folder or file"
    while real != root:
        if os.path.lexists(os.path.join(real, PUBLISHED_MARK)):
            return "a published site"
        real = os.path.dirname(real)
    return None


def _kept_apart(real: str, root: str) -> str | None:
    if os.path.relpath(real, root).split(os.sep)[0].casefold() == THEMES:
        return "the themes folder"
    return hidden_or_made(real, root)


def _special(path: SourcePath) -> Problem:
    hint = "move it out of the content folder"
    return warning("not-a-file", "neither a file nor a folder; left out", Span(path), hint)


def _too_large(path: SourcePath) -> Problem:
    return Problem(
        "file-too-large",
        f"a text of more than {LARGEST_TEXT // (1024 * 1024)} MiB",
        Span(path),
        "put large files into content/assets and link to them",
    )


def name_problem(path: SourcePath) -> Problem | None:
    """The warning about a name that is not UTF-8, or None."""
    try:
        path.encode()
    except UnicodeEncodeError:
        shown = path.encode(errors="backslashreplace").decode()
        return warning("file-name-not-utf8", "a file name that is not UTF-8; left out", Span(shown), "rename the file")
    return None


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _is_regular(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:
        return False


def is_debris(name: str) -> bool:
    """Hidden files, and what editors leave beside the file they edit."""
    return name.startswith(".") or name.endswith(("~", ".swp", ".swo")) or (name.startswith("#") and name.endswith("#"))


def inside(path: str, folder: str) -> bool:
    """Whether `path` is `folder` or below it; both real paths."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
