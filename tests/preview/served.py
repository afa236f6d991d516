"""An archive, and a preview of it that runs as a process of its own, as a user starts it."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import IO
from urllib.parse import urlsplit

from tests.output.given import write
from tests.site.written import article

ROOT = Path(__file__).resolve().parents[2]
BOUND = 120.0  # seconds in which it starts and in which it ends; it is quick, but the machine may be busy
READY = "Ctrl-C ends the preview. Changes show at once."

MUTINY = "2023/06/mutiny/"
MINISTER = "entities/people/임천일/"
FILES = {
    "site.yaml": "title: The Archive\nurl: https://example.org/archive/\n",
    "content/articles/2023-06-25-mutiny.md": article(
        "Pyongyang backs Moscow", "A firm belief.", entities="{people: [임천일]}", image="../assets/photo.svg"
    ),
    "content/entities/people/임천일.md": "---\nname: 임천일\ntype: people\naliases: [Im Chon Il]\n---\nA minister.\n",
    "content/pages/about.md": "---\ntitle: About\n---\nAn archive of coverage.\n",
    "content/assets/photo.svg": "<svg xmlns='http://www.w3.org/2000/svg' width='4' height='4'></svg>",
}


@dataclass
class Served:
    """A preview that runs; `lines` is what it has said so far, and `exit_code` is there once it has ended."""

    folder: Path
    url: str
    lines: list[str]
    exit_code: int | None = None

    @property
    def port(self) -> int:
        """The port that it listens at."""
        port = urlsplit(self.url).port
        assert port is not None, self.url
        return port

    @property
    def root(self) -> str:
        """The path of the site's front page, with a `/` at both ends."""
        return urlsplit(self.url).path


def write_archive(folder: Path) -> None:
    """Write a small archive that is published below a path, with a name that is not in Latin letters."""
    write(folder, FILES)


@contextmanager
def served(folder: Path, *options: str) -> Iterator[Served]:
    """Preview an archive at a port that is free, unless `options` name one; ended as by Ctrl-C, and has to end well."""
    with _started(folder, options) as (process, heard, lines):
        preview = Served(folder, _address(heard, lines), lines)
        yield preview
        process.send_signal(signal.SIGINT)
        preview.exit_code = process.wait(BOUND)
        while _next(heard) is not None:
            pass
        assert preview.exit_code == 0, "\n".join(lines)


Heard = queue.Queue[str | None]
"""What a preview says, line by line as it comes; None at its end."""


@contextmanager
def _started(folder: Path, options: tuple[str, ...]) -> Iterator[tuple[subprocess.Popen[str], Heard, list[str]]]:
    lines: list[str] = []
    heard: Heard = queue.Queue()
    command = [sys.executable, "-m", "generator", "serve", "--site", str(folder), "--port", "0", *options]
    with subprocess.Popen(
        command,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        Thread(target=_hear, args=(process.stdout, heard, lines), daemon=True).start()
        try:
            yield process, heard, lines
        finally:
            process.kill()  # does nothing where it has ended


def _hear(said: IO[str], heard: Heard, lines: list[str]) -> None:
    for line in said:
        lines.append(line.rstrip("\n"))
        heard.put(lines[-1])
    heard.put(None)


def _address(heard: Heard, lines: list[str]) -> str:
    while (line := _next(heard)) != READY:
        assert line is not None, "\n".join(lines)
    return next(line.strip() for line in lines if line.startswith("  http://"))


def _next(heard: Heard) -> str | None:
    return heard.get(timeout=BOUND)
