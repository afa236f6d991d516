"""An archive, a preview of it that runs as a process of its own, as a user starts it, and requests byte by byte."""

from __future__ import annotations

import os
import queue
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import IO, NamedTuple
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
def served(folder: Path, *options: str, port: int | None = 0) -> Iterator[Served]:
    """Preview an archive; ended as by Ctrl-C, and has to end well.

    Port 0 is any that is free, and None is none that is asked for.
    """
    at = () if port is None else ("--port", str(port))
    with _started(folder, (*at, *options)) as (process, heard, lines):
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
    command = [sys.executable, "-m", "generator", "serve", "--site", str(folder), *options]
    with subprocess.Popen(
        command,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        Thread(target=_hear, args=(process.stdout, heard, lines), daemon=True).start()
        try:
            yield process, heard, lines
        finally:
            # With what it started: while a worker of a preview that was killed lives, what it says has no end.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


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


# Requests


class Reply(NamedTuple):
    """An answer as it came: names of headers in lower case, and the body undecoded."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        """A header that is there once; empty if it is not there."""
        values = [value for key, value in self.headers if key == name]
        assert len(values) < 2, values
        return "".join(values)


def request(target: str, host: str, *headers: str, method: str = "GET") -> bytes:
    """A request, after whose answer the connection is closed."""
    lines = (f"{method} {target} HTTP/1.1", f"Host: {host}", "Connection: close", *headers, "", "")
    return "\r\n".join(lines).encode("latin-1")


def connect(port: int) -> socket.socket:
    """A connection to this machine."""
    return socket.create_connection(("127.0.0.1", port), BOUND)


def heard_on(connection: socket.socket) -> bytes:
    """All that comes until the other side closes a connection."""
    parts = []
    try:
        while part := connection.recv(1 << 16):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


def replies(heard: bytes) -> list[Reply]:
    """The answers to requests that were made one after another."""
    found = []
    while heard:
        head, _, heard = heard.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = tuple((name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in lines))
        length = int(dict(headers).get("content-length", len(heard)))
        found.append(Reply(int(first.split(" ")[1]), headers, heard[:length]))
        heard = heard[length:]
    return found
