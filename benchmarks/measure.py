"""Run a command and say what it took: wall time, processor time and the peak memory of all its processes together.

Linux says everything through /proc. Elsewhere the peak is that of the largest single process, which is less than the
truth for a tool that uses several. Nothing here knows which tool it measures.
"""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

INTERVAL = 0.03  # seconds between two looks at the memory: about 2 % of one core
AFRESH = 8  # looks between two searches for new processes, which are what costs
NOTICEABLE = 1.02  # a higher sum of resident sizes by this factor is worth the dearer look
_PAGE = os.sysconf("SC_PAGE_SIZE")
_MAXRSS = 1 if sys.platform == "darwin" else 1024  # bytes in one unit of ru_maxrss


class FailedRunError(Exception):
    """The command ended with an error, or did not end in time; the message holds what it said."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one run took: seconds, and bytes at the peak."""

    wall: float
    user: float
    system: float
    peak: int

    @property
    def cpu(self) -> float:
        """Processor seconds of all its processes."""
        return self.user + self.system


def measure(command: Sequence[str], environment: Mapping[str, str], folder: Path, limit: float) -> Measured:
    """Run `command` in `folder`, at most `limit` seconds, with nothing but `environment`."""
    log = folder / "last-run.log"
    with log.open("wb") as out:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, env=dict(environment), cwd=folder, stdout=out, stderr=out, start_new_session=True
        )
        watch = _Watch(process.pid, start + limit)
        watch.start()
        try:
            _, status, used = os.wait4(process.pid, 0)
            wall = time.perf_counter() - start
        except BaseException:  # interrupted: what was started does not go on alone
            _end(process.pid)
            raise
        process.returncode = os.waitstatus_to_exitcode(status)
        watch.stop()
    if process.returncode:
        said = log.read_text("utf-8", "replace")[-2_000:]
        late = f" after {limit:g} s" if watch.late else ""
        raise FailedRunError(f"{command[0]} ended with {process.returncode}{late}: {said}")
    return Measured(wall, used.ru_utime, used.ru_stime, watch.peak or used.ru_maxrss * _MAXRSS)


class _Watch(threading.Thread):
    """Looks at the memory of a session's processes until it is told to stop; ends them when their time is over.

    The proportional set size counts memory that forked processes share once, but asking for it takes the kernel long;
    so it is asked for only where there are several processes, and only when the sum of their resident sizes, which is
    cheap, is higher than before. The resident size of a process that is alone is all its own, but for libraries.
    """

    def __init__(self, session: int, deadline: float) -> None:
        super().__init__(daemon=True)
        self.peak = 0
        self.late = False
        self._session = session
        self._deadline = deadline
        self._highest = 0.0
        self._done = threading.Event()

    def run(self) -> None:
        """Look, wait, and again."""
        members: list[str] = []
        for look in itertools.count():
            if self._done.wait(INTERVAL):
                return
            if time.perf_counter() > self._deadline:
                self.late = True
                _end(self._session)
                return
            if look < AFRESH or look % AFRESH == 0:
                members = _members(self._session)
            resident = sum(map(_resident, members))
            if resident > self._highest * NOTICEABLE:
                self._highest = resident
                held = sum(map(_proportional, members)) if len(members) > 1 else resident
                self.peak = max(self.peak, held)

    def stop(self) -> None:
        """Look no more."""
        self._done.set()
        self.join()


def _end(session: int) -> None:
    """End a session that this module started, unless it has ended by itself."""
    with suppress(ProcessLookupError):
        os.killpg(session, signal.SIGKILL)


def _members(session: int) -> list[str]:
    """The processes of a session, which is what the command and everything it started is."""
    if not os.path.isdir("/proc"):
        return []
    return [number for number in os.listdir("/proc") if number.isdigit() and _session_of(number) == session]


def _session_of(number: str) -> int:
    stat = _read(f"/proc/{number}/stat")
    return int(stat.rpartition(") ")[2].split()[3]) if stat else 0  # proc(5): after the name come state, ppid, pgrp


def _resident(number: str) -> int:
    statm = _read(f"/proc/{number}/statm")
    return int(statm.split()[1]) * _PAGE if statm else 0


def _proportional(number: str) -> int:
    lines = _read(f"/proc/{number}/smaps_rollup").splitlines()
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


def _read(place: str) -> str:
    """A file of /proc, or nothing when its process has just ended."""
    try:
        with open(place, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""
