"""Whether the output folder is the site that the archive gives now: what was built last, of nothing that changed since.

What is not must not be published: a text may be a draft again, or withheld by its rights, since the site was built.
Times are believed as a build believes them, and no further: then bytes are compared. Builds nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from generator.files import read_text_bytes
from generator.model import SourcePath
from generator.output.commit import sha256_of
from generator.output.guards import published_at, shown
from generator.output.manifest import STAGING, read_manifest
from generator.output.publish import is_as_stored
from generator.output.store import Store, load_store
from generator.prepare import CheckOptions, Phases, Settled, settle
from generator.problems import Problem, Span
from generator.read.annotations import NOTES_SUFFIX, article_path, notes_path
from generator.read.parse import ContentKind, kind_of
from generator.readings import key_of, reader_of
from generator.settings import Config
from generator.site import routes
from generator.unchanged import general_of, manifest_of

BUILD = "`pressmark build` makes it anew"
NAMED = 3  # files that a message names


def built_site(folder: Path, output: Path) -> tuple[Store | None, tuple[Problem, ...]]:
    """What the last build left in the output folder; or why it is not the site that the archive gives."""
    store = load_store(folder, output)
    span = Span(shown(output))
    if not read_manifest(output) or store.site is None:
        hint = "build it with `pressmark build`, or name its folder with --output"
        return None, (Problem("not-built", "this is no site that was built of this archive", span, hint),)
    if os.path.lexists(output / STAGING) or store.manifest != manifest_of(output):
        return None, (Problem("not-built", "this is not the site that was built last", span, BUILD),)
    problems = tuple(_edited(output, store)) or tuple(_outdated(folder, store, span))
    return (None, problems) if problems else (store, ())


def _edited(output: Path, store: Store) -> Iterator[Problem]:
    """The files of the site that are not as the build left them."""
    for path, stored in store.pages.items():
        if not is_as_stored(output, path, stored) and _sha256(output / path) != stored.sha256:
            yield Problem("not-built", "not as it was built", published_at(output, path), BUILD)


def _sha256(place: Path) -> str | None:
    try:
        return sha256_of(place)
    except OSError:
        return None


def _outdated(folder: Path, store: Store, span: Span) -> Iterator[Problem]:
    """Why the site is not what the archive gives: how it was built, or what was edited since."""
    url = store.site.url if store.site else None
    settled = settle(folder, CheckOptions(base_url=url), Phases())
    if settled.config is None or settled.theme is None or settled.inputs is None:
        yield from settled.problems
        return
    why = _why(folder, settled, settled.config, store)
    if why is not None:
        yield Problem("not-built", f"the site in this folder was built {why}", span, BUILD)


def _why(folder: Path, settled: Settled, config: Config, store: Store) -> str | None:
    now, then = settled.inputs, store.inputs
    if then is None or now is None:
        return "with --future, or in another way that is not for publishing"
    if now.general != then.general:
        with_drafts = settled.theme and general_of(config, settled.theme, _wrong(settled), drafts=True)
        return "with --drafts" if with_drafts == then.general else "with other settings, another theme or version"
    differing = sorted(now.files.keys() ^ then.files.keys())
    doubtful = (path for path in now.files if path in then.files and not _same_hint(now.files[path], then.files[path]))
    differing += [path for path in doubtful if _is_edited(folder, SourcePath(path), config, store)]
    if not differing:
        return None
    more = f" and {len(differing) - NAMED} more" if len(differing) > NAMED else ""
    return f"before the last change of {', '.join(differing[:NAMED])}{more}"


def _wrong(settled: Settled) -> tuple[Problem, ...]:
    return settled.problems + settled.listing.problems


def _same_hint(now: bytes, then: bytes) -> bool:
    return bool(now) and now == then


def _is_edited(folder: Path, path: SourcePath, config: Config, store: Store) -> bool:
    """Whether a file says something else than when the site was built, by its bytes."""
    record = article_path(path) if path.endswith(NOTES_SUFFIX) else path
    if record in store.readings:
        has_notes = kind_of(record, config) is ContentKind.ARTICLE and (folder / notes_path(record)).is_file()
        data, wrong = read_text_bytes(folder, record)
        notes, also = read_text_bytes(folder, notes_path(record)) if has_notes else (None, ())
        return data is None or bool(wrong or also) or key_of(data, notes, reader_of(config)) != store.readings[record]
    copied = store.pages.get(routes.out_path(routes.asset(path, config.content)))
    return copied is not None and _sha256(folder / path) != copied.sha256
