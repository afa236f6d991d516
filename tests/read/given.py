"""What the tests of the read room are given: small sources, a configuration, and problems as one line each."""

from __future__ import annotations

from collections.abc import Iterable

from generator.model import AnyRecord, Article, SourcePath
from generator.problems import Problem
from generator.read.config import BUILT_IN_TYPES
from generator.read.parse import ContentKind, parse
from generator.read.source import Source, decode
from generator.settings import Config

CONFIG = Config(title="Test", url="https://example.org/", entity_types=BUILT_IN_TYPES)
BODY = "Body: a, b, c and one firm belief."  # words for notes to be about
REQUIRED = "title: A title\noutlet: KCNA\ndate: 2023-06-25\n"


def source(text: str, path: str = "content/articles/a.md") -> Source:
    """A source file with this text."""
    decoded, problems = decode(SourcePath(path), text.encode())
    assert decoded is not None, problems
    return decoded


def record(front: str, kind: ContentKind, name: str = "a", body: str = BODY) -> tuple[AnyRecord | None, list[str]]:
    """The record of a file with this front matter, and its problems as lines."""
    file = source(f"---\n{front}\n---\n{body}\n", f"content/{kind}/{name}.md")
    parsed, problems = parse(file, kind, CONFIG)
    return None if parsed is None else parsed.record, said(problems)


def article(
    more: str, *, name: str = "a", notes: str | None = None, body: str = BODY
) -> tuple[Article | None, list[str]]:
    """The article of a file with the required keys on lines 2 to 4 and `more` from line 5, and its problems."""
    file = source(f"---\n{REQUIRED}{more}\n---\n{body}\n", f"content/articles/{name}.md")
    beside = None if notes is None else source(notes, f"content/articles/{name}.notes.yaml")
    parsed, problems = parse(file, ContentKind.ARTICLE, CONFIG, beside)
    found = None if parsed is None else parsed.record
    assert found is None or isinstance(found, Article)
    return found, said(problems)


def good(more: str, *, name: str = "a", body: str = BODY) -> Article:
    """The article of a file that has nothing wrong."""
    found, problems = article(more, name=name, body=body)
    assert problems == []
    assert found is not None
    return found


def said(problems: Iterable[Problem]) -> list[str]:
    """Problems as "line:column severity[code] message (hint)", as short as they can be compared."""
    return [
        f"{problem.span.line}:{problem.span.column} {problem.severity}[{problem.code}] {problem.message}"
        + (f" ({problem.hint})" if problem.hint else "")
        for problem in problems
    ]
