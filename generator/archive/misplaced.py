"""Texts that lie where nothing reads them: their authors think that they are published.

Only files that look like texts of an archive, and only those that no page refers to: a text may well be published as a
file that another one links to.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator

from generator.model import SourcePath
from generator.problems import Problem, Span, did_you_mean, warning
from generator.read.annotations import NOTES_SUFFIX
from generator.read.parse import ContentKind

_DATA = (".yaml", ".yml")
_TEXTS = (".md", ".markdown", ".mdown", ".txt", *_DATA)


def misplaced(files: Collection[SourcePath], published: Collection[SourcePath], content: str) -> Iterator[Problem]:
    """A warning for each text among `files` (those that are no records) which is not among the `published` ones."""
    articles = f"{content}/{ContentKind.ARTICLE}/"
    for path in sorted(set(files).difference(published)):
        are_notes = path.startswith(articles) and path.endswith(NOTES_SUFFIX)  # read, or said to be orphaned
        if path.lower().endswith(_TEXTS) and not are_notes:
            yield warning("unused-file", "nothing reads or shows this text", Span(path), _advice(path, content))


def _advice(path: SourcePath, content: str) -> str:
    folder, _, below = path.removeprefix(f"{content}/").partition("/")
    if not below:
        return f"move it into {content}/{ContentKind.ARTICLE}/ or the folder of another kind of record"
    if folder in set(ContentKind) and path.lower().endswith(_DATA):
        return f"records are files that end in .md; notes end in {NOTES_SUFFIX} and lie beside their article"
    if folder in set(ContentKind):
        return f'rename it to "{posixpath.splitext(posixpath.basename(path))[0]}.md"'
    meant = did_you_mean(folder, list(ContentKind))
    kinds = ", ".join(ContentKind)
    return f"did you mean {content}/{meant}/?" if meant else f"below {content}/, records are in {kinds}"
