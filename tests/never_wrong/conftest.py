"""What these tests counted, said at the end of a run: steps, faults, kills."""

from __future__ import annotations

import pytest


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
