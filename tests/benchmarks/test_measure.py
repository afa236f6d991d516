"""What a run took is what all its processes took."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.measure import FailedRunError, measure

MB = 1_000_000
HOLD = "import time; held = b'x' * 60_000_000; time.sleep(1)"
TWO = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {HOLD!r}]); {HOLD}"
TOGETHER = f"import subprocess, sys; child = subprocess.Popen([sys.executable, '-c', {HOLD!r}]); {HOLD}; child.wait()"
BUSY = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'sum(range(20_000_000))'])"

needs_proc = pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="needs Linux's /proc")


@needs_proc
@pytest.mark.parametrize(("code", "least", "most"), [(HOLD, 60, 100), (TWO, 60, 110), (TOGETHER, 120, 180)])
def test_the_peak_is_that_of_all_processes_at_one_time(code: str, least: int, most: int, tmp_path: Path) -> None:
    assert least * MB < measure([sys.executable, "-c", code], {}, tmp_path, 60).peak < most * MB


def test_the_time_of_children_counts(tmp_path: Path) -> None:
    measured = measure([sys.executable, "-c", BUSY], {}, tmp_path, 60)
    assert measured.cpu > 0.05


def test_a_command_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(FailedRunError, match="ended with 3: no such archive"):
        measure([sys.executable, "-c", "print('no such archive'); raise SystemExit(3)"], {}, tmp_path, 60)


def test_a_command_that_does_not_end_is_ended(tmp_path: Path) -> None:
    with pytest.raises(FailedRunError, match=r"after 0\.5 s"):
        measure([sys.executable, "-c", "import time; time.sleep(600)"], {}, tmp_path, 0.5)
