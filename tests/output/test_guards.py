"""Where Pressmark refuses to publish."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.output.guards import refusals
from generator.output.manifest import unsafe
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
    ],
)
def test_a_path_stays_below_the_output_and_fits_a_file_system(path: str, fits: bool) -> None:
    assert (unsafe(path) is None) == fits
