"""Whether anything has changed since the last build: the shortcut that makes a build with nothing to do take no time.

All that a site depends on goes into one digest: the settings, the theme, the program, the options, and for every file
below the content folder what the system says of it. If the digest is that of the last build, and every file in the
output is as that build left it, the site is right as it is. A file whose time could deceive (touched within two
seconds of looking) or an archive that waits for a day to come has no digest, and is built as always.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import time
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

import msgspec

from generator.files import Listing
from generator.output.changes import tool
from generator.output.manifest import MANIFEST, STAGING
from generator.output.publish import is_as_stored
from generator.output.store import Store
from generator.output.theme import Theme
from generator.readings import LIBRARIES, hint_of
from generator.report import Report
from generator.settings import Config


def inputs_of(folder: Path, listing: Listing, config: Config, theme: Theme, *, drafts: bool) -> str | None:
    """The digest of all that the site depends on; None when a file is too young for its time to be believed."""
    decided = (config, theme, drafts, listing.problems)
    digest = hashlib.blake2b(_program() + msgspec.json.encode(decided), digest_size=16)
    seen = time.time_ns()
    for path in listing.files:
        try:
            hint = hint_of(b"", [os.stat(folder / path)], seen)
        except OSError:
            return None
        if not hint:
            return None
        digest.update(path.encode() + b"\0" + hint + b"\0")
    return digest.hexdigest()


def still_right(output: Path, store: Store, inputs: str | None, now: dt.datetime) -> Report | None:
    """The last build's report, if it was a build of the same inputs and its output is as it was left."""
    if inputs is None or not store.report or (store.inputs, store.tool) != (inputs, tool()):
        return None
    if now.timestamp() < store.built_at or os.path.lexists(output / STAGING) or store.manifest != manifest_of(output):
        return None
    if not all(is_as_stored(output, path, stored) for path, stored in store.pages.items()):
        return None
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


@lru_cache(maxsize=1)
def _program() -> bytes:
    """The digest of the whole program and of the libraries that make pages of texts."""
    digest = hashlib.blake2b(" ".join(f"{name} {version(name)}" for name in LIBRARIES).encode(), digest_size=16)
    here = Path(__file__).resolve().parent
    for file in sorted(here.rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.digest()
