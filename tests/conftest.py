"""What all tests share: where the project and the real material are, and when a skipped test is a failure."""

from __future__ import annotations

import faulthandler
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.faulthandler import fault_handler_stderr_fd_key
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from tests.published.browser import launch

settings.register_profile("unhurried", deadline=None)  # machines are busy; speed is measured elsewhere
settings.load_profile("unhurried")

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
MAY_BE_ABSENT = ("corpora", "seeds")  # folders of SHARED, which only some machines have


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's own folder."""
    return ROOT


@pytest.fixture(scope="session")
def corpora() -> Path:
    """Real archives to test with; the test is skipped where they are absent."""
    return _shared("corpora")


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The two articles that the demo archive retells; the test is skipped where they are absent."""
    return _shared("seeds")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A headless Chromium: one a process, since Playwright drives no second one beside it."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        if browser is None:
            pytest.skip("needs Chromium")
        yield browser
        browser.close()


def _shared(name: str) -> Path:
    folder = SHARED / name
    if not folder.is_dir():
        pytest.skip(f"../shared/{name} is absent")
    return folder


# With PRESSMARK_NO_SKIPS set, as in continuous integration, a test that misses its tool fails.


def _excused(reason: str) -> bool:
    if not os.environ.get("PRESSMARK_NO_SKIPS"):
        return True
    return any(name in reason and not (SHARED / name).is_dir() for name in MAY_BE_ABSENT)


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    return str(report.longrepr[2]) if isinstance(report.longrepr, tuple) else str(report.longrepr)


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.skipped and not hasattr(report, "wasxfail") and not _excused(_reason(report)):
        report.outcome = "failed"
        report.longrepr = f"PRESSMARK_NO_SKIPS is set and this was skipped: {_reason(report)}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    """Turn a skipped test into a failed one where no skip is tolerated."""
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Iterator[None]:
    """The same for a whole module that is skipped while it is collected."""
    report = yield
    _refuse_skip(report)
    return report


# pytest-timeout fails a test that hangs, by a signal, and the others go on. It does so once, so what hangs in the
# teardown then, or in a call that no signal ends, is ended with its process, saying where each thread was. (Its other
# method ends the process at once; under xdist it does not say where, and the test is run again by each new worker.)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[object]:
    """Bound a test that its timeout does not end."""
    _exit_after(2 * _timeout(item.config), item.config)
    try:
        return (yield)
    finally:
        faulthandler.cancel_dump_traceback_later()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[object]:
    """Bound what comes after a test, whose failure has cancelled the other bound."""
    _exit_after(_timeout(item.config), item.config)
    return (yield)


def _exit_after(seconds: float, config: pytest.Config) -> None:
    if seconds:
        faulthandler.dump_traceback_later(seconds, exit=True, file=config.stash[fault_handler_stderr_fd_key])


def _timeout(config: pytest.Config) -> float:
    chosen = config.getoption("timeout")
    return float(config.getini("timeout") if chosen is None else chosen)


# What the tests of promises counted is said at the end of a run


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A line for each count that a test recorded under "never wrong"."""
    reports = [report for one in terminalreporter.stats.values() for report in one]
    lines = [
        f"{report.nodeid.rpartition('/')[2]}: {value}"
        for report in reports
        if isinstance(report, pytest.TestReport) and report.when == "call"
        for key, value in report.user_properties
        if key == "never wrong"
    ]
    if lines:
        terminalreporter.section("never wrong")
        for line in lines:
            terminalreporter.write_line(line)
