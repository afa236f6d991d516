"""The same content gives the same bytes: in any folder, time zone, locale, with any hash seed and number of jobs."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.published.built import BuiltSite, build
from tests.published.conftest import copy

ELSEWHERE = {"TZ": "Pacific/Kiritimati", "LANG": "tr_TR.UTF-8", "LC_ALL": "C", "PYTHONHASHSEED": "4711", "HOME": "/"}


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.blake2b(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("name", ["demo", "newspapers"])
def test_building_elsewhere_gives_the_same_bytes(name: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    first: BuiltSite = request.getfixturevalue(name)
    source = tmp_path / "another folder, with a longer näme"
    copy([first.source / "site.yaml", first.source / "content"], source)
    build(source, tmp_path / "out", first.base_url, "--jobs", "1", env=ELSEWHERE)
    one, other = digests(first.folder), digests(tmp_path / "out")
    assert sorted(one.keys() ^ other.keys())[:20] == []
    assert [path for path, digest in sorted(one.items()) if other[path] != digest][:20] == []


def test_building_again_changes_nothing(demo: BuiltSite, tmp_path: Path) -> None:
    source, output = tmp_path / "archive", tmp_path / "out"
    copy([demo.source / "site.yaml", demo.source / "content"], source)
    build(source, output, demo.base_url)
    before = {path: path.stat().st_mtime_ns for path in output.rglob("*") if path.is_file()}
    build(source, output, demo.base_url)
    assert {path: path.stat().st_mtime_ns for path in output.rglob("*") if path.is_file()} == before
