"""What is installed is all there: the wheel alone, far from the repository, makes an archive and builds it."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this repository, made with the tools at hand."""
    folder = tmp_path_factory.mktemp("wheel")
    run(
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--wheel-dir",
        folder,
        root,
    )
    (found,) = folder.glob("*.whl")
    return found


def run(*command: str | Path, cwd: Path | None = None) -> str:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PRESSMARK"))}
    found = subprocess.run(command, cwd=cwd, env=clean, capture_output=True, text=True, check=False, timeout=240)
    assert found.returncode == 0, f"{command}\n{found.stdout}\n{found.stderr}"
    return found.stdout


def test_the_wheel_carries_the_themes_and_the_starter(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for part in ("generator/themes/broadsheet/theme.yaml", "generator/themes/plain/theme.yaml", "generator/starter/"):
        assert any(name.startswith(part) for name in names), part
    assert not [name for name in names if name.startswith(("tests/", "content/", "benchmarks/"))]


def test_a_new_archive_is_made_and_built_with_the_wheel_alone(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=False)
    home = sysconfig.get_path("purelib", vars={"base": str(tmp_path / "venv"), "platbase": str(tmp_path / "venv")})
    binaries = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    run(sys.executable, "-m", "pip", "--python", binaries / "python", "install", "--quiet", "--no-deps", wheel)
    # The libraries come from where the tests run, so that no registry is asked; the program only from the wheel.
    Path(home, "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    where = run(binaries / "python", "-c", "import generator; print(generator.__file__)", cwd=tmp_path)
    assert Path(where.strip()).is_relative_to(tmp_path / "venv")

    run(binaries / "pressmark", "init", "a", cwd=tmp_path)
    run(binaries / "pressmark", "build", "--site", "a", cwd=tmp_path)
    assert (tmp_path / "a/public/index.html").is_file()
