"""The generators under measurement: where they are installed, how they are called, what they leave behind."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
JOBS = 2


@dataclass(frozen=True, slots=True)
class Tool:
    """One way to run one generator; `site` names its sources, which two tools may share."""

    name: str
    site: str
    command: tuple[str, ...]  # with {work} for the folder of everything
    environment: tuple[tuple[str, str], ...] = ()
    caches: tuple[str, ...] = ()  # below the work folder: what a cold build may not find

    @property
    def output(self) -> str:
        """Where it publishes, below the work folder."""
        return f"out-{self.name.lower().replace(' ', '-').replace('=', '-')}"

    def called(self, work: Path) -> list[str]:
        """Its command for one work folder."""
        return [part.replace("{work}", str(work)).replace("{output}", str(work / self.output)) for part in self.command]

    def put_aside(self, work: Path) -> None:
        """Move its output and caches away, so that the next build is cold.

        Not removed: ext4 makes files many times slower for a minute after as many have been deleted (18,600 files took
        0.4 s, or up to 9 s then), and no cold build begins so.
        """
        for name in (self.output, *self.caches):
            if (work / name).exists():
                aside = tempfile.mkdtemp(dir=_folder(work / "aside"))
                os.rename(work / name, Path(aside) / "was")


def pressmark(jobs: int) -> Tool:
    """Pressmark as installed beside this Python."""
    command = (str(Path(sys.executable).with_name("pressmark")), "build", "--site", "{work}/pressmark")
    options = ("--output", "{output}", "--jobs", str(jobs), "--quiet", "--report", "{work}/report.json")
    return Tool("Pressmark", "pressmark", command + options, caches=("pressmark/.pressmark",))


def hugo() -> tuple[Tool, Tool]:
    """Hugo as it comes, and with a heap that grows further before it is swept, which suits small machines.

    The binary is called directly, without the Python wrapper that its package puts on the path.
    """
    binary = next((VENV / "lib").glob("python*/site-packages/hugo/binaries/hugo*"))
    command = (str(binary), "--source", "{work}/hugo", "--destination", "{output}", "--quiet", "--cacheDir")
    left = ("hugo/resources", "hugo/.hugo_build.lock")
    one = Tool("Hugo", "hugo", (*command, "{work}/cache-hugo"), caches=("cache-hugo", *left))
    other = Tool(
        "Hugo GOGC=400", "hugo", (*command, "{work}/cache-gogc"), (("GOGC", "400"),), caches=("cache-gogc", *left)
    )
    return one, other


def pelican() -> Tool:
    """Pelican with its cache settings as they come."""
    settings = ("--settings", "{work}/pelican/pelicanconf.py", "--output", "{output}", "--quiet")
    command = (str(VENV / "bin/pelican"), "{work}/pelican/content", *settings)
    return Tool("Pelican", "pelican", command, caches=("cache", "pelican/cache"))


def _folder(place: Path) -> Path:
    place.mkdir(exist_ok=True)
    return place


def install() -> None:
    """Put Hugo and Pelican into an environment of their own, unless they are there."""
    done = VENV / "installed.txt"
    wanted = (HERE / "requirements.txt").read_text("utf-8")
    if done.is_file() and done.read_text("utf-8") == wanted:
        return
    subprocess.run([sys.executable, "-m", "venv", "--clear", "--without-pip", VENV], check=True)
    pip = [sys.executable, "-m", "pip", "--python", str(VENV), "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--requirement", str(HERE / "requirements.txt")], check=True)
    done.write_text(wanted, "utf-8")


def environment(tool: Tool) -> dict[str, str]:
    """What a tool sees of the environment: nothing but what it needs."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "SYSTEMROOT") if name in os.environ}
    return {**kept, "LANG": "C.UTF-8", **dict(tool.environment)}


def versions(tools: list[Tool]) -> dict[str, str]:
    """The version of each generator and of what runs it."""
    found = {"Python": sys.version.split()[0]}
    for tool in tools:
        if tool.site not in found:
            flag = "version" if tool.site == "hugo" else "--version"
            said = subprocess.run([tool.command[0], flag], check=True, capture_output=True, text=True).stdout
            found[tool.site] = said.split()[1].split("-")[0].lstrip("v") if tool.site == "hugo" else said.split()[-1]
    return found
