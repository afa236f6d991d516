"""Edits reach the disk all together or not at all, and never over what somebody else wrote meanwhile."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from generator.editing.plans import Change
from generator.editing.writing import write
from generator.model import SourcePath

BEFORE = {"a.md": b"old a", "b.md": b"old b", "gone.md": b"old gone"}
CHANGES = (
    Change(path=SourcePath("content/a.md"), before=b"old a", after=b"new a"),
    Change(path=SourcePath("content/b.md"), before=b"old b", after=b"new b"),
    Change(path=SourcePath("content/gone.md"), before=b"old gone", after=None),
    Change(path=SourcePath("content/new/c.md"), before=None, after=b"new c", like=SourcePath("content/gone.md")),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An archive with the files as they were read."""
    (tmp_path / "content").mkdir()
    for name, data in BEFORE.items():
        (tmp_path / "content" / name).write_bytes(data)
    return tmp_path


def files(folder: Path) -> dict[str, bytes]:
    """Everything below the content folder, hidden files too."""
    content = folder / "content"
    return {path.relative_to(content).as_posix(): path.read_bytes() for path in content.rglob("*") if path.is_file()}


def test_all_changes_are_written_and_nothing_is_left_beside_them(folder: Path) -> None:
    assert write(folder, CHANGES) == ()
    assert files(folder) == {"a.md": b"new a", "b.md": b"new b", "new/c.md": b"new c"}


def test_permissions_stay_also_of_a_file_that_moves(folder: Path) -> None:
    (folder / "content/a.md").chmod(0o640)
    (folder / "content/gone.md").chmod(0o600)
    write(folder, CHANGES)
    modes = [stat.S_IMODE((folder / "content" / name).stat().st_mode) for name in ("a.md", "new/c.md")]
    assert modes == [0o640, 0o600]


def test_a_link_stays_a_link(folder: Path) -> None:
    (folder / "real.md").write_bytes(b"old a")
    (folder / "content/a.md").unlink()
    (folder / "content/a.md").symlink_to("../real.md")
    assert write(folder, CHANGES[:1]) == ()
    assert (folder / "content/a.md").is_symlink()
    assert (folder / "real.md").read_bytes() == b"new a"


def test_a_link_out_of_the_archive_is_not_followed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "x.md"
    outside.write_bytes(b"old a")
    (folder / "content/a.md").unlink()
    (folder / "content/a.md").symlink_to(outside)
    assert [problem.code for problem in write(folder, CHANGES)] == ["symlink-leaves-archive"]
    assert outside.read_bytes() == b"old a"


@pytest.mark.parametrize("name", ["a.md", "b.md", "gone.md", "new/c.md"])
def test_a_file_that_has_changed_meanwhile_stays_and_so_do_all_others(name: str, folder: Path) -> None:
    place = folder / "content" / name
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(b"somebody else")
    before = files(folder)
    (problem,) = write(folder, CHANGES)
    assert (problem.code, problem.span.path) == ("file-changed", f"content/{name}")
    assert files(folder) == before


def test_a_write_protected_file_is_respected(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, _: not str(path).endswith("b.md"))  # root may write to anything
    (problem,) = write(folder, CHANGES)
    assert (problem.code, problem.span.path) == ("cannot-write", "content/b.md")
    assert files(folder) == BEFORE


@pytest.mark.parametrize("call", ["fsync", "replace", "unlink"])
@pytest.mark.parametrize("at", range(4))
def test_what_fails_on_the_way_is_taken_back(call: str, at: int, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, done = getattr(os, call), list[object]()

    def failing(*arguments: object) -> object:
        done.append(arguments)
        if len(done) == at + 1:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(*arguments)

    monkeypatch.setattr(os, call, failing)
    problems = write(folder, CHANGES)
    monkeypatch.undo()
    if not problems:  # it was the tidying that failed
        assert files(folder).items() >= {"a.md": b"new a", "b.md": b"new b", "new/c.md": b"new c"}.items()
        return
    assert problems[0].code == "cannot-write"
    assert problems[0].message.endswith("No space left on device; nothing was written")
    assert files(folder) == BEFORE


@pytest.mark.parametrize("at", range(4))
def test_ctrl_c_leaves_nothing_half_done(at: int, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, done = os.replace, list[object]()

    def interrupted(*arguments: str) -> None:
        real(*arguments)
        done.append(arguments)
        if len(done) == at + 1:
            raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupted)
    if at < 3:  # three files are put in place
        with pytest.raises(KeyboardInterrupt):
            write(folder, CHANGES)
        assert files(folder) == BEFORE
    else:
        assert write(folder, CHANGES) == ()


def test_what_cannot_be_taken_back_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, done = os.replace, list[object]()

    def failing(*arguments: str) -> None:
        done.append(arguments)
        if len(done) > 1:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        real(*arguments)

    monkeypatch.setattr(os, "replace", failing)
    (problem,) = write(folder, CHANGES)
    assert problem.message == (
        'cannot write "content/b.md": Input/output error; written before that, and not taken back: content/a.md'
    )
    assert files(folder) == BEFORE | {"a.md": b"new a"}
