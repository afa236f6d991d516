"""What is listed and read of an archive's folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.files import list_content, open_regular, read_text_bytes
from generator.model import SourcePath
from tests.output.given import write


def listed(folder: Path) -> tuple[list[str], list[str]]:
    """The files below content, without that prefix, and problems as `path: code`."""
    listing = list_content(folder, "content")
    return (
        [path.removeprefix("content/") for path in listing.files],
        [f"{problem.span.path}: {problem.code}" for problem in listing.problems],
    )


def test_files_are_listed_in_one_order_and_debris_is_not(tmp_path: Path) -> None:
    debris = [".hidden", ".git/x", "a.md~", ".#a.md", "#a.md#", "x.swp"]
    names = ["b.md", "a.md", "a/z.md", "Å.md", "a.notes.yaml", *debris]
    write(tmp_path, {f"content/{name}": "" for name in names})
    assert listed(tmp_path) == (["a.md", "a.notes.yaml", "a/z.md", "b.md", "Å.md"], [])


def test_no_content_folder_is_a_problem(tmp_path: Path) -> None:
    assert listed(tmp_path) == ([], ["site.yaml: no-content"])


def test_a_link_inside_the_archive_is_followed_and_one_out_of_it_is_not(tmp_path: Path) -> None:
    site = write(tmp_path / "site", {"content/a.md": "", "more/b.md": ""})
    write(tmp_path, {"secret/c.md": ""})
    (site / "content/inside").symlink_to(site / "more")
    (site / "content/one.md").symlink_to("a.md")
    (site / "content/out").symlink_to(tmp_path / "secret")
    (site / "content/out.md").symlink_to(tmp_path / "secret/c.md")
    (site / "content/passwd.md").symlink_to("/etc/passwd")
    (site / "content/nowhere.md").symlink_to("no-such-file")
    files, problems = listed(site)
    assert files == ["a.md", "inside/b.md", "one.md"]
    assert problems == [
        "content/nowhere.md: broken-symlink",
        "content/out: symlink-leaves-archive",
        "content/out.md: symlink-leaves-archive",
        "content/passwd.md: symlink-leaves-archive",
    ]


@pytest.mark.parametrize("target", [".", "..", "sub", "../.."])
def test_a_link_that_would_read_a_folder_twice_is_refused(tmp_path: Path, target: str) -> None:
    write(tmp_path, {"content/sub/a.md": ""})
    (tmp_path / "content/loop").symlink_to(tmp_path / "content" / target)
    files, problems = listed(tmp_path)
    assert files == ["sub/a.md"]
    assert len(problems) == 1


def test_links_between_folders_outside_content_end(tmp_path: Path) -> None:
    write(tmp_path, {"content/a.md": "", "x/b.md": "", "y/c.md": ""})
    (tmp_path / "content/x").symlink_to(tmp_path / "x")
    (tmp_path / "x/y").symlink_to(tmp_path / "y")
    (tmp_path / "y/x").symlink_to(tmp_path / "x")
    files, problems = listed(tmp_path)
    assert files == ["a.md", "x/b.md", "x/y/c.md"]
    assert problems == ["content/x/y/x: symlink-loop"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are missing on this system")
def test_a_pipe_is_never_opened(tmp_path: Path) -> None:
    write(tmp_path, {"content/a.md": ""})
    os.mkfifo(tmp_path / "content/pipe.md")
    assert listed(tmp_path) == (["a.md"], ["content/pipe.md: not-a-file"])
    data, problems = read_text_bytes(tmp_path, SourcePath("content/pipe.md"))
    assert data is None
    assert [problem.code for problem in problems] == ["not-a-file"]


def test_a_name_that_is_not_utf8_is_said_and_left_out(tmp_path: Path) -> None:
    write(tmp_path, {"content/a.md": ""})
    try:
        (tmp_path / os.fsdecode(b"content/\xff.md")).write_text("")
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    assert listed(tmp_path) == (["a.md"], ["content/\\udcff.md: file-name-not-utf8"])


def test_a_file_that_is_gone_or_a_folder_is_a_located_problem(tmp_path: Path) -> None:
    write(tmp_path, {"content/a.md/b": ""})
    for path in ("content/no.md", "content/a.md"):
        data, [problem] = read_text_bytes(tmp_path, SourcePath(path))
        assert data is None
        assert problem.span.path == path


@pytest.mark.parametrize(
    "target",
    [".git", ".git/config", ".env", "more/.hidden/x.md", "themes", "themes/mine/x.md", "public", "public/d/x.md"],
)
def test_a_link_into_what_is_hidden_or_made_there_is_refused(tmp_path: Path, target: str) -> None:
    files = [".git/config", ".env", "more/.hidden/x.md", "themes/mine/x.md", "public/d/x.md"]
    write(tmp_path, {**dict.fromkeys(files, "x"), "content/a.md": "", "public/.pressmark-manifest.json": "{}"})
    (tmp_path / "content/linked").symlink_to(tmp_path / target)
    assert listed(tmp_path) == (["a.md"], ["content/linked: refused-symlink"])


def test_a_linked_folder_is_read_without_the_site_published_in_it(tmp_path: Path) -> None:
    write(tmp_path, {"content/a.md": "", "more/b.md": "", "more/public/.pressmark-manifest.json": "{}"})
    write(tmp_path, {"more/public/draft.html": ""})
    (tmp_path / "content/more").symlink_to(tmp_path / "more")
    assert listed(tmp_path) == (["a.md", "more/b.md"], ["content/more/public: refused-symlink"])


def test_a_hidden_content_folder_may_link_within_itself(tmp_path: Path) -> None:
    write(tmp_path, {".notes/a.md": ""})
    (tmp_path / ".notes/b.md").symlink_to("a.md")
    assert list_content(tmp_path, ".notes").files == (".notes/a.md", ".notes/b.md")


@pytest.mark.parametrize("target", [".git", "themes"])
def test_a_content_folder_that_is_a_link_to_such_a_place_is_refused(tmp_path: Path, target: str) -> None:
    write(tmp_path, {f"{target}/a.md": ""})
    (tmp_path / "content").symlink_to(target)
    assert listed(tmp_path) == ([], ["content: refused-symlink"])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are missing on this system")
def test_only_files_are_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for place in (tmp_path / "pipe", tmp_path, Path(os.devnull), tmp_path / "nothing"):
        with pytest.raises(OSError, match=r"neither|directory"):
            open_regular(place)
