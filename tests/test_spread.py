"""One seam for parallel work: whatever does it, the site is the same."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from pathlib import Path
from threading import Timer

import pytest

from generator import spread
from generator.build import BuildOptions, build
from generator.init import write_starter
from generator.spread import Spread, in_turn, on, processes
from tests.conftest import ROOT
from tests.output.given import contents
from tests.site.written import article, site_of
from tests.test_build import NOW

BOUND = 60.0  # seconds in which a cluster starts and ends


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new archive with its site in public/, built by one process."""
    folder = tmp_path_factory.mktemp("spread") / "archive"
    assert write_starter(folder) is None
    report = build(folder, BuildOptions(now=NOW))
    assert report.published
    return folder


def built(archive: Path, output: Path, workers: Spread) -> dict[str, object]:
    """The site as these workers build it, from the files alone."""
    report = build(archive, BuildOptions(now=NOW, output=output, fresh=True, chunk=3), workers)
    assert report.published, report.problems
    assert report.problems == ()
    return contents(output)


@pytest.fixture(params=["forked", "spawned", "pool", "threads"])
def workers(request: pytest.FixtureRequest) -> Iterator[Spread]:
    """Two workers of each kind that the standard library has."""
    match request.param:
        case "forked":
            yield processes(2)
        case "spawned":
            with pytest.MonkeyPatch.context() as patched:
                patched.setattr("sys.platform", "darwin")
                patched.setattr(spread.multiprocessing, "get_context", lambda _: get_context("spawn"))
                yield processes(2)
        case "pool":
            with ProcessPoolExecutor(2, get_context("spawn")) as executor:
                yield on(executor)
        case _:
            with ThreadPoolExecutor(2) as executor:
                yield on(executor)


def test_the_site_is_the_same_whoever_builds_it(archive: Path, tmp_path: Path, workers: Spread) -> None:
    assert built(archive, tmp_path / "site", workers) == contents(archive / "public")


def test_a_dask_client_s_executor_builds_the_same_site(archive: Path, tmp_path: Path) -> None:
    """Workers in processes of their own, which are sent everything: the optional extra `cluster`."""
    distributed = pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        cluster = distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, local_directory=tmp_path / "dask"
        )
        try:
            with distributed.Client(cluster, timeout=BOUND) as client:
                assert built(archive, tmp_path / "site", on(client.get_executor())) == contents(archive / "public")
        finally:
            cluster.close(BOUND)  # at the end of a `with` it waits without end for workers that do not end


def test_a_planned_site_is_sent_as_what_it_was_planned_from() -> None:
    site = site_of({f"articles/{number}.md": article(f"No. {number}", tags="[War]") for number in range(30)})
    sent = pickle.loads(pickle.dumps(site))  # noqa: S301 - our own
    assert [(page.path, page.template, page.view) for page in sent.pages] == [
        (page.path, page.template, page.view) for page in site.pages
    ]
    assert len(pickle.dumps(site)) < len(pickle.dumps([page.view for page in site.pages]))


def double(factor: int, number: int) -> int:
    """A task that takes the longer the earlier it is."""
    time.sleep(0.02 / (1 + number))
    return factor * number


def test_results_come_in_the_order_of_the_tasks(workers: Spread) -> None:
    assert list(workers(double, 2, range(20))) == list(range(0, 40, 2))


@pytest.mark.parametrize("number", [0, 1])
def test_a_single_task_needs_no_worker(number: int) -> None:
    assert list(processes(2)(_process, None, range(number))) == [os.getpid()] * number


def _process(_given: None, _task: int) -> int:
    return os.getpid()


def test_in_turn_does_a_task_when_its_result_is_asked_for() -> None:
    done: list[int] = []
    results = in_turn(lambda given, task: done.append(task) or given, "x", [1, 2, 3])
    assert next(results) == "x"
    assert done == [1]


def test_a_worker_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spread, "PATIENCE", 0.5)
    start = time.monotonic()
    with pytest.raises(BrokenExecutor, match="no answer in"):
        list(processes(2)(_hang, None, range(4)))
    assert time.monotonic() - start < 30


def test_a_worker_that_hangs_takes_no_other_process_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spread, "PATIENCE", 0.5)
    other = get_context("fork").Process(target=time.sleep, args=(60,))
    other.start()
    with pytest.raises(BrokenExecutor, match="no answer in"):
        list(processes(2)(_hang, None, range(4)))
    assert other.is_alive()
    other.kill()
    other.join(30)


def _hang(_given: None, task: int) -> None:
    if task == 1:
        time.sleep(120)


# However the process ends that has started workers

ALONE = """
import os, time
from generator.spread import processes

def busy(_given, task):
    os.write(1, b"%d\\n" % task)  # at once, since the other worker says something too
    time.sleep(120)

try:
    list(processes(2)(busy, None, range(4)))
except KeyboardInterrupt:
    print("interrupted", flush=True)
"""


@contextmanager
def at_work() -> Iterator[subprocess.Popen[str]]:
    """A process whose two workers are busy for longer than any test waits; what they say ends when the last has."""
    command = [sys.executable, "-c", ALONE]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdout=pipe, text=True, start_new_session=True) as process:
        assert process.stdout is not None
        at_last = Timer(BOUND, os.killpg, (process.pid, signal.SIGKILL))
        at_last.start()
        try:
            assert {process.stdout.readline() for _ in range(2)} == {"0\n", "1\n"}
            yield process
            assert at_last.is_alive(), "its workers live on"
        finally:
            at_last.cancel()
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


@pytest.mark.skipif(sys.platform != "linux", reason="here workers are not forked")
def test_workers_end_with_a_process_that_is_killed() -> None:
    with at_work() as process:
        process.kill()
        assert process.stdout is not None
        assert process.stdout.read() == ""


@pytest.mark.skipif(sys.platform != "linux", reason="here workers are not forked")
def test_ctrl_c_does_not_wait_for_a_worker() -> None:
    with at_work() as process:
        process.send_signal(signal.SIGINT)
        assert process.wait(BOUND) == 0
        assert process.stdout is not None
        assert process.stdout.read() == "interrupted\n"


def test_workers_end_when_nobody_wants_their_results() -> None:
    start = time.monotonic()
    results = processes(2)(_hang, None, [0, 1, 2])
    next(results)
    results.close()  # type: ignore[attr-defined]
    assert time.monotonic() - start < 30
