"""Where Pressmark refuses to publish."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.output import manifest
from generator.output.guards import refusals
from generator.output.manifest import MANIFEST, manifest_bytes, read_manifest, unfit, unsafe
from tests.output.given import write


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive inside somebody's home."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    folder = tmp_path / "home" / "work" / "archive"
    return write(folder, {"site.yaml": "", "content/articles/a.md": "", "themes/x/theme.yaml": "", ".git/HEAD": ""})


@pytest.mark.parametrize(
    "output",
    [
        ".",
        "..",
        "../..",
        "../../..",
        "/",
        "/dev",
        "/proc",
        "/proc/public",
        "/sys/public",
        "content",
        "content/articles",
        "content/articles/new/deeper",
        "themes",
        "themes/x/static",
        ".pressmark",
        ".pressmark/site",
        ".git/site",
        "public/../content",
        "a-file",
        "a-link",
        "a-link-to-content/deeper",
    ],
)
def test_these_are_refused(site: Path, output: str) -> None:
    write(site, {"a-file": "x", ".pressmark/x": ""})
    (site / "elsewhere").mkdir()
    (site / "a-link").symlink_to(site / "elsewhere")
    (site / "a-link-to-content").symlink_to(site / "content")
    assert len(refusals(site / output, site, "content")) == 1


@pytest.mark.parametrize(
    ("output", "relation"),
    [
        (".", "is the archive's own folder"),
        ("..", "holds the archive's own folder"),
        ("../..", "is your home folder"),
        ("/", "is the root of the file system"),
        ("/proc", "is a folder of the system"),
        ("content", "is the content folder"),
        ("content/new", "is inside the content folder"),
        ("themes/x", "is inside the themes folder"),
    ],
)
def test_a_refusal_says_what_the_folder_is(site: Path, output: str, relation: str) -> None:
    [refused] = refusals(site / output, site, "content")
    assert refused.message == f"the output folder {relation}"


@pytest.mark.parametrize("output", ["public", "a/b/c", "../public", "../../public", "a-linked-folder/public"])
def test_these_are_not(site: Path, output: str) -> None:
    (site / "elsewhere").mkdir()
    (site / "a-linked-folder").symlink_to(site / "elsewhere")
    assert refusals(site / output, site, "content") == ()


@pytest.mark.parametrize(
    ("path", "fits"),
    [
        ("index.html", True),
        ("2023/06/å-한/index.html", True),
        (".nojekyll", True),
        ("", False),
        ("/a", False),
        ("a//b", False),
        ("a/../b", False),
        ("./a", False),
        ("a/", False),
        ("a\\b", False),
        ("a\0b", False),
        ("a\nb", False),
        ("\ud83d", False),
        ("ß" * 127, True),
        ("ß" * 128, False),
        (".pressmark-manifest.json", False),
        (".pressmark-staging/x", False),
        (".PRESSMARK-Manifest.json", False),  # the same file on macOS and Windows
        (".Pressmark-Staging/x", False),
        ("a/.pressmark-manifest.json", True),
        (".git/config", False),
        ("a/.GIT/config", False),
        ("git~1/config", False),
        ("a/.", False),
        ("a.b/..", False),
        ("_/.git/x", False),
        ("a.git/x", True),
        (".github/x", True),
    ],
)
def test_a_path_stays_below_the_output_and_fits_a_file_system(path: str, fits: bool) -> None:
    assert (unsafe(path) is None) == fits


@given(st.from_regex(manifest._PLAIN, fullmatch=True))  # noqa: SLF001
def test_nothing_is_wrong_with_a_path_that_is_taken_for_plain_at_a_glance(path: str) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(manifest, "_PLAIN", re.compile("(?!)"))  # what no path looks like
        assert unsafe(path) is None


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        ("tags/con/index.html", "device"),
        ("assets/NUL", "device"),
        ("assets/com1.tar.gz", "device"),
        ("assets/lpt³ .txt", "device"),
        ("assets/console.txt", None),
        ("assets/com10.txt", None),
        ("a:b/index.html", "refuses, :"),
        ("what?.png", "refuses, ?"),
        ('a"b', 'refuses, "'),
        ("a*b", "refuses, *"),
        ("<a", "refuses, <"),
        ("a>", "refuses, >"),
        ("a|b", "refuses, |"),
        ("inc./index.html", "full stop or a space"),
        ("a /index.html", "full stop or a space"),
        ("a.", "full stop or a space"),
        ("a b/c.d.html", None),
        ("../a", "below"),
    ],
)
def test_a_name_that_another_system_refuses_is_not_given(path: str, wrong: str | None) -> None:
    said = unfit(path)
    assert said is None if wrong is None else wrong in (said or "")


def test_a_site_published_under_such_a_name_is_still_ours(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_bytes(manifest_bytes({"a:b/index.html": "0"}))
    assert read_manifest(tmp_path) == {"a:b/index.html": "0"}


def test_a_user_without_a_home_can_publish(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", unknown)
    monkeypatch.setattr(Path, "expanduser", lambda _: unknown())
    assert refusals(site / "public", site, "content") == ()
