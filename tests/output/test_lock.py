"""One build at a time for an output folder, and a dead one is nobody."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from generator.output import lock
from generator.output.lock import alone
from tests.conftest import ROOT

HOLDER = """
import os, sys, time
from pathlib import Path
from generator.output.lock import alone
with alone(Path(sys.argv[1]), Path(sys.argv[2])) as another:
    if "forking" in sys.argv and os.fork() == 0:
        time.sleep(60)
        os._exit(0)
    print(another is None, flush=True)
    sys.stdin.read()
"""


@contextmanager
def another_build(site: Path, output: Path, *more: str) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock until it is told to end, or killed."""
    command = [sys.executable, "-c", HOLDER, str(site), str(output), *more]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True, start_new_session=True) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == "True\n"
            yield process
        finally:
            process.kill()
            if "forking" in more:
                os.killpg(process.pid, 9)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive with a cache, and nobody patient."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(lock, "PATIENCE", 0.2)
    (tmp_path / "site/.pressmark").mkdir(parents=True)
    return tmp_path / "site"


def locks(site: Path) -> list[Path]:
    """Every lock file there is."""
    return [*site.glob(".pressmark/*"), *site.parent.glob("tmp/*")]


def said(site: Path, output: Path) -> str | None:
    """The code of what a build gets to hear that begins now."""
    with alone(site, output) as another:
        return another.code if another else None


def test_a_build_that_is_alone_leaves_nothing_behind(site: Path) -> None:
    with alone(site, site / "public") as another:
        assert another is None
        assert len(locks(site)) == 2
        assert not (site / "public").exists()
    assert locks(site) == []


def test_a_second_build_into_the_same_folder_waits_and_gives_up(site: Path) -> None:
    (site / "here").symlink_to(site)
    with another_build(site, site / "public"):
        assert said(site, site / "public") == "another-build"
        assert said(site, site / "here/public") == "another-build"
        assert said(site, site / "elsewhere") is None
    assert said(site, site / "public") is None


def test_a_second_build_waits_for_the_end_of_the_first(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "PATIENCE", 60.0)
    with another_build(site, site / "public") as process:
        monkeypatch.setattr(lock.time, "sleep", lambda _: process.kill())
        assert said(site, site / "public") is None


@pytest.mark.parametrize("cache", [True, False])
def test_another_archive_s_build_counts_too_and_so_does_one_without_a_cache(site: Path, cache: bool) -> None:
    other = site.parent / "other"
    other.mkdir()
    if cache:
        (other / ".pressmark").mkdir()
    with another_build(other, site / "public"):
        assert said(site, site / "public") == "another-build"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be forked on this system")
def test_a_killed_build_holds_nothing_even_if_its_workers_live(site: Path) -> None:
    with another_build(site, site / "public", "forking") as process:
        process.kill()
        process.wait(30)
        assert len(locks(site)) == 2  # it could not clear up
        assert said(site, site / "public") is None
    assert locks(site) == []
