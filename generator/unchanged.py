"""What has changed since the last build: the shortcut that makes a build with nothing to do take no time.

All that a site depends on is in its `Inputs`: one digest of the settings, the theme, the program and the options, and
for every file below the content folder what the system says of it. Where they are those of the last build, and every
file in the output is as that build left it, the site is right as it is. A file whose time could deceive (touched within
two seconds of looking) counts as changed, and an archive that waits for a day to come is built as always.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import time
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import msgspec

from generator.model import SourcePath
from generator.output.changes import tool
from generator.output.manifest import MANIFEST, STAGING
from generator.output.publish import is_as_stored
from generator.output.store import Inputs, Store
from generator.output.theme import Theme
from generator.problems import Problem
from generator.readings import LIBRARIES, hint_of, versions
from generator.report import Report
from generator.settings import Config


def general_of(config: Config, theme: Theme, problems: tuple[Problem, ...], *, drafts: bool) -> bytes:
    """The digest of all that a site depends on beside its files: settings, theme, what is wrong with them, program."""
    static = tuple((file.path, file.sha256) for file in theme.static)  # not where it is on this machine
    decided = (config, theme.name, theme.templates, static, theme.options, drafts, problems)
    return hashlib.blake2b(program() + msgspec.json.encode(decided), digest_size=16).digest()


def inputs_of(folder: Path, files: Iterable[SourcePath], general: bytes) -> Inputs:
    """All that a site of this archive depends on."""
    seen, root = time.time_ns(), os.fspath(folder)
    return Inputs(general=general, files={path: _hint(f"{root}/{path}", seen) for path in files})


def changed_since(store: Store, inputs: Inputs | None, now: dt.datetime) -> tuple[SourcePath, ...] | None:
    """The files that differ, or may, from those of the build that `store` remembers; None where anything else does."""
    before = store.inputs
    if inputs is None or before is None or not store.report or store.tool != tool() or now.timestamp() < store.built_at:
        return None
    if inputs.general != before.general or inputs.files.keys() != before.files.keys():
        return None
    return tuple(SourcePath(path) for path, hint in inputs.files.items() if not hint or before.files[path] != hint)


def is_as_left(output: Path, store: Store) -> bool:
    """Whether the output folder is as the build that `store` remembers left it, and nobody is at work in it."""
    return not os.path.lexists(output / STAGING) and holds_what_was_stored(output, store)


def holds_what_was_stored(output: Path, store: Store) -> bool:
    """Whether every file that the build put into the output folder is there as it was put."""
    if store.manifest != manifest_of(output):
        return False
    return all(is_as_stored(output, path, stored) for path, stored in store.pages.items())


def report_of(store: Store) -> Report | None:
    """What the build that `store` remembers said, with nothing done."""
    try:
        report = msgspec.json.decode(store.report, type=Report)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return msgspec.structs.replace(report, unchanged=len(store.pages))


def remembered(report: Report) -> bytes:
    """What of a report a build with nothing to do says again; empty when it must not be taken for the next one's.

    An archive with articles in the future changes as time passes, and a file that was edited in the output is news.
    """
    passing = report.held_back.future or any(problem.code in _NEWS for problem in report.problems)
    if passing or not report.published:
        return b""
    kept = msgspec.structs.replace(report, written=0, removed=0, rendered=(), explanations=(), seconds=())
    return msgspec.json.encode(kept)


def manifest_of(output: Path) -> str:
    """The digest of the manifest in the output folder; empty without one."""
    try:
        return hashlib.blake2b((output / MANIFEST).read_bytes(), digest_size=16).hexdigest()
    except OSError:
        return ""


_NEWS = frozenset({"edited-output", "publication-finished", "cache-not-saved"})


def _hint(place: str, seen: int) -> bytes:
    try:
        return hint_of(b"", [os.stat(place)], seen)
    except OSError:
        return b""


@lru_cache(maxsize=1)
def program() -> bytes:
    """The digest of the whole program and of the libraries that make pages of texts."""
    digest = hashlib.blake2b(versions((*LIBRARIES, "babel", "rapidfuzz")), digest_size=16)
    here = Path(__file__).resolve().parent
    for file in sorted(here.rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.digest()
