"""How problems and reports look: on a terminal, as JSON, and as annotations of GitHub Actions.

Values in, lines of text out; printing is for `cli`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from generator.problems import Problem, Severity
from generator.report import Report, problem_json

if TYPE_CHECKING:
    from generator.fixity import Checked
    from generator.offline.commands import Exported

SHOWN_OF_A_CODE = 20  # warnings of one code that `build` shows

_BOLD, _RED, _YELLOW, _DIM, _PLAIN = "\033[1m", "\033[31m", "\033[33m", "\033[2m", "\033[0m"


def problem_lines(problem: Problem, *, color: bool = False) -> Iterator[str]:
    """A problem as a compiler writes it: `path:line:column: error[code]: message`, and below it the hint."""
    place, kind, code, message = (
        visible(text) for text in (str(problem.span), str(problem.severity), problem.code, problem.message)
    )
    if color:
        shade = _RED if problem.severity is Severity.ERROR else _YELLOW
        yield f"{_BOLD}{place}{_PLAIN}: {shade}{_BOLD}{kind}[{code}]{_PLAIN}: {message}"
    else:
        yield f"{place}: {kind}[{code}]: {message}"
    if problem.hint:
        hint = f"  hint: {visible(problem.hint)}"
        yield f"{_DIM}{hint}{_PLAIN}" if color else hint


def all_lines(problems: Iterable[Problem], *, color: bool = False) -> Iterator[str]:
    """Every problem; errors last, where they are seen."""
    for problem in _errors_last(problems):
        yield from problem_lines(problem, color=color)


def some_lines(problems: Iterable[Problem], *, color: bool = False) -> Iterator[str]:
    """The first twenty warnings of a code and how many others there are; then every error, last, where it is seen."""
    ordered = _errors_last(problems)
    warnings = [one for one in ordered if one.severity is Severity.WARNING]
    seen: Counter[str] = Counter()
    for problem in warnings:
        seen[problem.code] += 1
        if seen[problem.code] <= SHOWN_OF_A_CODE:
            yield from problem_lines(problem, color=color)
    for code, number in sorted(seen.items()):
        if number > SHOWN_OF_A_CODE:
            hidden = number - SHOWN_OF_A_CODE
            yield f"… and {hidden} more {code} {plural(hidden, 'warning')} (pressmark check shows all)"
    for problem in ordered[len(warnings) :]:
        yield from problem_lines(problem, color=color)


def _errors_last(problems: Iterable[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda one: one.severity is Severity.ERROR)


def as_json(report: Report, more: Mapping[str, Any] | None = None) -> str:
    """What `check --format json` prints: counts, and every problem as an object; `more` is what else it was asked."""
    value = {
        "articles": report.articles,
        "errors": report.errors,
        "warnings": report.warnings,
        "problems": [problem_json(problem) for problem in report.problems],
        **(more or {}),
    }
    return json.dumps(value, ensure_ascii=False, indent=2)


def github_line(problem: Problem, folder: str = "") -> str:
    """A workflow command that GitHub shows beside the line; `folder` leads from the repository to the site."""
    path = f"{folder}/{problem.span.path}" if folder else problem.span.path
    place = {"line": problem.span.line, "col": problem.span.column} if problem.span.line else {}
    properties = {"file": path, **place, "title": problem.code}
    written = ",".join(f"{name}={_escaped_property(str(value))}" for name, value in properties.items())
    message = f"{problem.message}\nhint: {problem.hint}" if problem.hint else problem.message
    return f"::{problem.severity} {written}::{_escaped(message)}"


def build_summary(report: Report, seconds: float) -> str:
    """What a build did, in one line."""
    if not report.published:
        return f"Nothing published: {counted(report)}. The site is as it was."
    files = f"{count(report.written, 'file')} written, {report.unchanged:,} unchanged, {report.removed:,} removed"
    site = f"{count(report.pages, 'page')} from {count(report.articles, 'article')}"
    parts = [f"Built {site} in {seconds:.1f} s: {files}", *_held_back(report)]
    if report.warnings:
        parts.append(counted(report) + (" as before (pressmark check shows all)" if report.as_before else ""))
    return "; ".join(parts)


def verified(report: Report) -> str:
    """What a comparison with a clean build found, in one line."""
    if any(problem.code == "not-verified" for problem in report.problems):
        return "Not verified: published, and not compared with a clean build"
    if differing := sum(problem.code == "differs-from-clean" for problem in report.problems):
        return f"Not verified: {count(differing, 'file')} differ{'s' if differing == 1 else ''} from a clean build"
    return f"Verified: {count(report.written + report.unchanged, 'file')}, each what a clean build gives"


def export_summary(report: Report, seconds: float) -> str:
    """What an export did, in one line."""
    if not report.published:
        return f"Nothing exported: {counted(report)}. The folder is as it was."
    files = f"{count(report.written, 'file')} written, {report.unchanged:,} unchanged, {report.removed:,} removed"
    return "; ".join([f"Exported {count(report.articles, 'article')} in {seconds:.1f} s: {files}", *_held_back(report)])


def offline_summary(made: Exported, seconds: float) -> str:
    """What an export for reading offline did, in one line."""
    if made.place is None:
        return "Nothing exported: no zip was written, and an older one is as it was."
    size = f"{made.size / 1_000_000:,.1f} MB"
    return f"Exported {count(made.files, 'file')} in {seconds:.1f} s: {visible(str(made.place))}, {size}"


def verify_summary(checked: Checked) -> str:
    """What a check of a site against its list found, in one line."""
    if not checked.problems:
        return f"Verified: {count(checked.files, 'file')}, each what the list says"
    if not checked.files:
        return "Not verified"
    return f"Not verified: {count(len(checked.problems), 'difference')} among {count(checked.files, 'file')}"


def check_summary(report: Report) -> str:
    """What a check found, in one line."""
    return "; ".join([f"Checked {count(report.articles, 'article')}: {counted(report)}", *_held_back(report)])


def counted(report: Report) -> str:
    """How many errors and warnings there are, in words."""
    parts = [count(number, noun) for number, noun in ((report.errors, "error"), (report.warnings, "warning")) if number]
    return " and ".join(parts) or "no problems"


def count(number: int, noun: str) -> str:
    """`1 page`, `1,200 pages`."""
    return f"{number:,} {plural(number, noun)}"


def plural(number: int, noun: str) -> str:
    """A regular noun in the number it needs."""
    return noun if number == 1 else f"{noun}s"


def visible(text: str) -> str:
    """Text that cannot move a cursor, colour a terminal, break a line or turn the reading direction."""
    if text.isprintable():
        return text
    return "".join(mark if mark.isprintable() or mark in "\u200c\u200d" else _escape(mark) for mark in text)


def _escape(mark: str) -> str:
    if mark == "\n":
        return "\\n"
    return mark.encode("ascii", errors="backslashreplace").decode() if ord(mark) > 0x7F else f"\\x{ord(mark):02x}"  # noqa: PLR2004


def _held_back(report: Report) -> Iterator[str]:
    drafts, future = report.held_back.drafts, report.held_back.future
    if drafts:
        yield f"{count(drafts, 'draft')} held back"
    if future:
        yield f"{count(future, 'future article')} held back"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escaped_property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
