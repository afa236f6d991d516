"""The sites under test, each built once a session with the public command and shared by all workers."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from filelock import FileLock

from tests.published.built import BuiltSite, build

ARCHIVES = ("demo", "newspapers")
BASE_URLS = {"demo": "https://example.org/mutiny/", "newspapers": "https://example.org/newspapers/"}


@pytest.fixture(scope="session")
def demo(root: Path, tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """The archive that this repository ships."""
    return _built_once("demo", [root / "site.yaml", root / "content"], tmp_path_factory)


@pytest.fixture(scope="session")
def newspapers(corpora: Path, tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """Real historical newspapers: 339 articles in four languages, read by machine."""
    folder = corpora / "newseye"
    return _built_once("newspapers", [folder / "site.yaml", folder / "content"], tmp_path_factory)


@pytest.fixture(params=ARCHIVES)
def site(request: pytest.FixtureRequest) -> BuiltSite:
    """Each of the sites in turn."""
    built: BuiltSite = request.getfixturevalue(request.param)
    return built


def _built_once(name: str, parts: list[Path], tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """The site, built by the first worker that asks. The archive is copied, so that its own folder stays as it is."""
    here = tmp_path_factory.getbasetemp()
    shared = here.parent if here.name.startswith("popen-") else here
    source, output, done = shared / f"{name}-source", shared / f"{name}-public", shared / f"{name}-done"
    with FileLock(shared / f"{name}.lock", timeout=240):
        if not done.exists():
            copy(parts, source)
            build(source, output, BASE_URLS[name], "--jobs", "2")
            done.touch()
    return BuiltSite(source, output, BASE_URLS[name])


def copy(parts: list[Path], folder: Path) -> None:
    """Copy files and folders into a new folder."""
    folder.mkdir()
    for part in parts:
        if part.is_dir():
            shutil.copytree(part, folder / part.name)
        else:
            shutil.copy(part, folder)
