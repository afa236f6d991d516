"""The Nu HTML checker (W3C) has nothing to say against the pages."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.published.built import BuiltSite, sample

pytestmark = pytest.mark.java

CHECKER = Path(__file__).parent / "node_modules/vnu-jar/build/dist/vnu.jar"
PAGES_OF_A_CALL = 150
# The checker reads files, which are of no origin, so that nothing is 'self' to it; and it takes JSON-LD for a script.
# Chromium decides in test_reading what the policy really blocks.
NOT_FOR_FILES = "violates Content Security Policy"
NEWSPAPER_PAGES = 300


@pytest.fixture(scope="session")
def java() -> str:
    """The Java that runs the checker."""
    found = shutil.which("java")
    if found is None:
        pytest.skip("needs Java")
    if not CHECKER.is_file():
        pytest.skip("needs the Nu HTML checker: npm install --prefix tests/published")
    return found


def complaints(java: str, site: BuiltSite, paths: Iterable[str]) -> list[str]:
    """Errors and warnings on these pages, one line each."""
    chosen = sorted(paths)
    found = []
    for start in range(0, len(chosen), PAGES_OF_A_CALL):
        files = [str(site.folder / path) for path in chosen[start : start + PAGES_OF_A_CALL]]
        run = subprocess.run(
            [java, "-Xss4m", "-jar", str(CHECKER), "--format", "json", "--stdout", "--exit-zero-always", *files],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
            timeout=240,
        )
        found += [
            f"{Path(m['url'].removeprefix('file:')).relative_to(site.folder)}:{m.get('lastLine', 0)}: {m['message']}"
            for m in json.loads(run.stdout)["messages"]
            if (m["type"] != "info" or m.get("subType") == "warning") and NOT_FOR_FILES not in m["message"]
        ]
    return found


def test_the_checker_finds_what_is_wrong(java: str, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<!doctype html><title>x</title><p id=a><p id=a>", encoding="utf-8")
    found = complaints(java, BuiltSite(tmp_path, tmp_path, ""), ["index.html"])
    assert any("Duplicate ID" in line for line in found)


def test_every_page_of_the_demo_is_valid(java: str, demo: BuiltSite) -> None:
    assert not complaints(java, demo, demo.pages)[:20]


def test_the_pages_of_historical_newspapers_are_valid(java: str, newspapers: BuiltSite) -> None:
    pages = {*newspapers.kinds().values(), *sample(newspapers.pages, NEWSPAPER_PAGES)}
    assert len(pages) >= NEWSPAPER_PAGES
    assert not complaints(java, newspapers, pages)[:20]
