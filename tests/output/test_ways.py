"""What lies on the way to a file of the output folder, looked at once and made once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.output.ways import Folders, Way, Ways, folders_to, is_there, remove_emptied, remove_empty
from tests.output.given import contents, write


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """A folder with files, folders, and links to a folder beside it."""
    write(tmp_path / "elsewhere", {"theirs.txt": "theirs", "deep/theirs.txt": "theirs"})
    folder = write(tmp_path / "public", {"a/b/file": "x", "a/file": "x", "file": "x"})
    (folder / "link").symlink_to(tmp_path / "elsewhere")
    (folder / "a/link").symlink_to(tmp_path / "elsewhere")
    return folder


@pytest.mark.parametrize(
    ("path", "way", "closed_by"),
    [
        ("x", Way.OPEN, None),
        ("link", Way.OPEN, None),  # the way to it, not the link itself
        ("a/b/x", Way.OPEN, None),
        ("new/x", Way.MISSING, None),
        ("a/new/deep/x", Way.MISSING, None),
        ("link/x", Way.CLOSED, "link"),
        ("link/deep/x", Way.CLOSED, "link"),
        ("a/link/deep/x", Way.CLOSED, "a/link"),
        ("file/x", Way.CLOSED, "file"),
        ("a/file/new/x", Way.CLOSED, "a/file"),
    ],
)
def test_a_way_is_open_missing_or_closed(output: Path, path: str, way: Way, closed_by: str | None) -> None:
    ways = Ways(output)
    for _ in range(2):  # what was found is remembered
        assert ways.to(path) is way
        if closed_by:
            assert ways.closed_by(path) == closed_by


def test_a_folder_is_looked_at_once_and_nothing_below_a_missing_one(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    lstat = os.lstat
    monkeypatch.setattr(os, "lstat", lambda place: looked.append(os.path.relpath(place, output)) or lstat(place))
    ways = Ways(output)
    for path in ("a/b/x", "a/b/y", "a/z", "new/deep/x", "new/deep/y", "new/z"):
        ways.to(path)
    assert looked == ["a", "a/b", "new"]


def test_what_cannot_be_looked_at_is_an_error(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "lstat", fails)
    with pytest.raises(OSError, match="Input/output"):
        Ways(output).to("a/x")
    with pytest.raises(OSError, match="Input/output"):
        is_there(output / "a")


def test_folders_are_made_once_and_new_ones_are_known(output: Path) -> None:
    folders = Folders(output)
    assert [folders.make_for(path) for path in ("x", "a/x", "a/new/x", "a/new/y", "b/c/d/x", "b/y")] == [
        False,
        False,
        True,
        False,
        True,
        False,
    ]
    assert (output / "b/c/d").is_dir()


@pytest.mark.parametrize("path", ["link/x", "a/link/new/x", "file/x"])
def test_no_folder_is_made_through_a_link_or_a_file(output: Path, path: str) -> None:
    with pytest.raises(OSError, match="exists"):
        Folders(output).make_for(path)
    assert not (output.parent / "elsewhere/new").exists()


def test_emptied_folders_go_and_all_others_stay(output: Path) -> None:
    (output / "gone/deep").mkdir(parents=True)
    (output.parent / "elsewhere/empty").mkdir()
    before = contents(output)
    remove_emptied(output, ["gone/deep/x", "a/b/y", "a/link/empty/x", "link/empty/x", "never/was/x", "file/x", "x"])
    assert contents(output) == before
    assert not (output / "gone").exists()
    assert (output.parent / "elsewhere/empty").is_dir()


def test_only_a_folder_of_empty_folders_is_removed(output: Path) -> None:
    (output / "empty/deep").mkdir(parents=True)
    for place in ("empty", "file", "link", "new"):
        remove_empty(str(output / place))
    assert not (output / "empty").exists()
    assert (output / "file").is_file()
    assert (output / "link").is_symlink()
    with pytest.raises(OSError, match="not empty"):
        remove_empty(str(output / "a"))


@pytest.mark.parametrize(("path", "folders"), [("x", []), ("a/b/c", ["a", "a/b"]), ("", [])])
def test_the_folders_to_a_path_are_given_from_the_top(path: str, folders: list[str]) -> None:
    assert list(folders_to(path)) == folders
