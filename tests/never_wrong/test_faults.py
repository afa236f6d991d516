"""Promise 2: whatever fails, and wherever a build is killed, what is published is the old site or the new one.

Each file operation of a build is made to fail, and the build is killed at each. Afterwards the published site is the
old or the new one, a file that is not Pressmark's is as it was, and the next build gives what a clean one gives. Only a
build killed while files take their places, or whose undoing failed too, may leave both: each file old or new, none
missing, and a journal that the next build finishes. With PRESSMARK_LONG=1 every operation; else one in so many.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from generator.build import BuildOptions, build
from generator.output.manifest import MANIFEST, STAGING
from generator.output.store import EMPTY, FOLDER, Store
from generator.report import Report
from generator.spread import processes
from tests.conftest import ROOT
from tests.never_wrong.faults import ERRORS, NEVER, WRITING, Operation, Plan, failing
from tests.never_wrong.given import FOREIGN, MIRROR, NOW, SITE, Files, differences, put, record, site_yaml, tree

LONG = os.environ.get("PRESSMARK_LONG") == "1"
FAULTS = 80  # of each kind of build, in the short run
BOUND = 120.0  # seconds in which a build ends
PUBLISHING = ("commit.py", "publish.py", "manifest.py")
COMMAND = (sys.executable, "-c", "from generator.cli import main; main()", "build", "--quiet")

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be forked on this system")

OLD: Files = {
    **MIRROR,
    "site.yaml": site_yaml({**SITE, "feeds": {"items": 1}}),
    "content/assets/note.txt": b"A note.",
    "content/articles/a.md": record("A body.", title="A", outlet="The Times", date="2023-06-25"),
    "content/articles/gone.md": record("Gone.", title="Gone", outlet="The Times", date="2022"),
}
NEW: Files = {
    **{path: data for path, data in OLD.items() if "gone" not in path},
    "content/assets/new.txt": b"Another note.",
    "content/articles/a.md": record("Another body.", title="A", outlet="The Times", date="2023-06-25"),
    "content/articles/b.md": record("B.", title="B", outlet="The Gazette", date="2024", aliases=["/old/"]),
}


def with_text(end: str) -> Files:
    """The archive with another end of a text, which nothing but the article's page shows."""
    return {
        **NEW,
        "content/articles/a.md": record(f"A body.\n\n{end}", title="A", outlet="The Times", date="2023-06-25"),
    }


def believed(reader: bytes, statuses: Iterable[os.stat_result | None], _seen: int) -> bytes:
    """What is remembered of a file in a test: of a copy that was put back, only size and time are what they were."""
    return reader + b";".join(b"%d %d" % (one.st_size, one.st_mtime_ns) if one else b"-" for one in statuses)


class Case:
    """An archive before a build, kept so that it can be put back; what is published now, and what should be then."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.kept = folder / "archive", folder / "kept"
        self.public = self.folder / "public"
        self.old: Files = {}
        self.new: Files = {}

    def keep(self) -> None:
        """What is on disk now is where every build starts."""
        shutil.copytree(self.folder, self.kept, symlinks=True)
        self.old = tree(self.public)

    def put_back(self) -> None:
        """Start again."""
        shutil.rmtree(self.folder)
        shutil.copytree(self.kept, self.folder, symlinks=True)

    def build(self, **options: Any) -> Report:  # noqa: ANN401
        return build(self.folder, BuildOptions(now=NOW, **options))

    def operations(self) -> list[Operation]:
        """All that a build does to the disk."""
        self.put_back()
        with failing(self.folder, NEVER) as disk:
            assert self.build().published
        assert tree(self.public) == self.new
        return disk.done


@pytest.fixture(params=["first", "update", "text", "no cache", "recovery"])
def case(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    """Builds: into an empty folder; of an edited archive, or text; without a cache; after a killed one."""
    return _case(request.param, tmp_path, monkeypatch)


@pytest.fixture
def update(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    return _case("update", tmp_path, monkeypatch)


def _case(kind: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    case = Case(folder)
    temporary = case.folder / "tmp"
    old, new = (OLD, NEW) if kind != "text" else (with_text("An older end."), with_text("A newer end."))
    if kind == "text":
        for module in ("intake", "unchanged"):
            monkeypatch.setattr(f"generator.{module}.hint_of", believed)
    put(case.folder, {}, new)
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", None)
    (case.public).mkdir()
    (case.public / FOREIGN).write_text("archive.example.org")
    assert case.build(output=folder / "clean", fresh=True).published
    case.new = tree(folder / "clean")
    shutil.rmtree(case.folder / FOLDER)
    if kind != "first":
        put(case.folder, new, old)
        assert case.build().published
        put(case.folder, old, new)
    if kind == "no cache":
        shutil.rmtree(case.folder / FOLDER)
    case.keep()
    if kind == "text":
        assert "archive" not in dict(case.build().seconds), "an edited text takes the short cut"
    if kind == "recovery":
        moves = [at for at, one in enumerate(case.operations()) if one.name == "replace" and "/new/" in one.path]
        case.put_back()
        assert _killed(case, Plan(moves[len(moves) // 2], None))
        old = case.old
        shutil.rmtree(case.kept)
        case.keep()
        case.old = old
    return case


def _killed(case: Case, plan: Plan) -> bool:
    """Build in another process, which the plan kills; whether it did."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # other threads: the child uses none of them
        child = os.fork()
    if child == 0:
        code = 70
        try:
            with failing(case.folder, plan):
                code = 0 if case.build().published else 1
        finally:
            os._exit(code)
    status = _ended(child)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, status
    return os.WIFSIGNALED(status)


def _ended(child: int) -> int:
    """The status of a child once it has ended; one that does not end, as forked children may not, is killed."""
    last = time.monotonic() + BOUND
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return status
        if time.monotonic() > last:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            raise AssertionError(f"a build did not end in {BOUND:.0f} seconds")
        time.sleep(0.002)


def _check(case: Case, what: object, report: Report | None = None) -> None:
    """The published site is right, whatever happened; and so is the next build."""
    site = tree(case.public)
    if (case.public / STAGING / "journal.json").exists():
        for path in {*case.old, *case.new}:
            assert site.get(path) in {case.old.get(path), case.new.get(path)}, (what, path)
        assert report is None or report.errors or site == case.new, what
    else:
        old, new = differences(site, case.old), differences(site, case.new)
        assert not old or not new, f"{what}: neither old:\n{old}\nnor new:\n{new}\n{report and report.problems}"
        assert report is None or report.published or report.errors, what
        assert report is None or not report.published or not new, f"{what}: said to be published, and is not\n{new}"
    _check_next(case, what)


def _check_next(case: Case, what: object) -> None:
    report = case.build()
    assert report.published, (what, report.problems)
    wrong = differences(tree(case.public), case.new)
    assert not wrong, f"{what}: after the next build\n{wrong}"
    assert (case.public / FOREIGN).read_text() == "archive.example.org", what
    assert not (case.public / STAGING).exists(), what


def _faults(operations: list[Operation], seed: str) -> list[Plan]:
    """Every operation with every error, once and from then on; or one of each line of the program, and some more."""
    every = [Plan(at, error, onward) for at in range(len(operations)) for error in ERRORS for onward in (False, True)]
    twice = _twice(operations, seed)
    if LONG:
        return [*every, *twice]
    random.Random(seed).shuffle(every)  # noqa: S311
    lines = {operations[plan.at][::2]: plan for plan in every}
    return [*lines.values(), *every[: max(0, FAULTS - len(lines))], *twice]


def _twice(operations: list[Operation], seed: str) -> list[Plan]:
    """A failure while files take their places, and another soon after, while they are taken back."""
    chance = random.Random(seed)  # noqa: S311
    moments = [at for at, one in enumerate(operations) if any(name in one.asked_by for name in PUBLISHING)]
    return [
        Plan(at, chance.choice(ERRORS), also=at + chance.randint(1, 40))
        for at in chance.choices(moments, k=250 if LONG else 20)
    ]


def test_a_disk_that_fails_leaves_the_old_site_or_the_new_one(
    case: Case, request: pytest.FixtureRequest, record_property: Callable[[str, object], None]
) -> None:
    survived = 0
    operations = case.operations()
    assert any(one.name == "read" and "intake.py" in one.asked_by for one in operations), "a text is read"
    wrong: dict[str, str] = {}  # by the end of a traceback, so that each mistake is said once
    for plan in _faults(operations, request.node.name):
        case.put_back()
        with failing(case.folder, plan) as disk:
            try:
                report = case.build()
            except Exception as error:  # noqa: BLE001 - whatever it is, it is wrong
                report = None
                frames = traceback.extract_tb(error.__traceback__)
                ours = [f"{one.filename}:{one.lineno} {one.line}" for one in frames if "generator/" in one.filename]
                wrong.setdefault(ours[-1], f"{plan}: {disk.done[plan.at]}\n{error!r}\n" + "\n".join(ours))
        if report is not None:
            try:
                _check(case, f"{plan}: {disk.done[plan.at : plan.at + 1]}", report)
            except AssertionError as error:
                wrong.setdefault(str(error)[-200:], str(error))
        survived += disk.failed > 0
    assert not wrong, "\n\n".join(wrong.values())
    record_property("never wrong", f"survived {survived} faults of {len(operations)} operations")
    assert survived > 50


@needs_fork
def test_a_killed_build_leaves_the_old_site_or_the_new_one(
    case: Case, request: pytest.FixtureRequest, record_property: Callable[[str, object], None]
) -> None:
    operations = case.operations()
    order = list(range(len(operations)))
    random.Random(request.node.name).shuffle(order)  # noqa: S311
    killed = 0
    for at in order if LONG else order[: FAULTS // 4]:
        case.put_back()
        killed += _killed(case, Plan(at, None))
        _check(case, ("killed", at, operations[at]))
    record_property("never wrong", f"survived being killed {killed} times")
    assert killed >= 10


def test_a_command_killed_at_any_moment_leaves_the_old_site_or_the_new_one(update: Case) -> None:
    start = time.monotonic()
    subprocess.run([*COMMAND, "--site", update.folder, "--jobs", "2"], cwd=ROOT, check=True, timeout=BOUND)
    lasts = time.monotonic() - start
    chance = random.Random(1)  # noqa: S311
    for _ in range(60 if LONG else 6):
        update.put_back()
        command = [*COMMAND, "--site", update.folder, "--jobs", "2"]
        with subprocess.Popen(command, cwd=ROOT, start_new_session=True) as process:
            time.sleep(lasts * chance.uniform(0.2, 1.0))
            os.killpg(process.pid, signal.SIGKILL)
        _check(update, "killed by the clock")


@needs_fork
def test_a_killed_worker_leaves_the_old_site(update: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    with monkeypatch.context() as patched:
        patched.setattr("generator.output.press.render", killed)
        report = build(update.folder, BuildOptions(now=NOW, chunk=1), processes(2))
    assert [problem.code for problem in report.problems] == ["worker-lost"]
    assert tree(update.public) == update.old
    _check_next(update, "a killed worker")


def _read_only(folder: Path) -> Callable[[Operation], bool]:
    inside = str(folder)
    return lambda one: one.path.startswith(inside) and one.name in WRITING | {"sqlite"}


def test_an_output_that_cannot_be_written_is_said(update: Case) -> None:
    with failing(update.folder, Plan(0, ERRORS[2], onward=True, only=_read_only(update.public))) as disk:
        report = update.build()
    assert disk.failed
    assert {problem.code for problem in report.problems} == {"cannot-write"}
    assert tree(update.public) == update.old
    _check_next(update, "a read-only output")


def test_a_cache_that_cannot_be_written_costs_time_only(update: Case) -> None:
    with failing(update.folder, Plan(0, ERRORS[2], onward=True, only=_read_only(update.folder / FOLDER))) as disk:
        report = update.build()
    assert disk.failed
    assert report.published
    assert {problem.code for problem in report.problems} == {"cache-not-saved"}
    assert tree(update.public) == update.new
    _check_next(update, "a read-only cache")


def _sealed(place: Path, payload: bytes) -> bytes:
    header = place.read_bytes().partition(b"\n")[0]
    return header + b"\n" + hashlib.blake2b(payload, digest_size=16).digest() + payload


ONE_MORE = b"\x9a" + msgspec.msgpack.encode(EMPTY)[1:]  # a store, and a tenth field to come


@pytest.mark.parametrize(
    ("payload", "fault"),
    [
        (b"", "truncated"),
        (b"\x91" * 100_000, "`array` of at least length 3"),  # arrays in arrays
        (b"\x81\xa1a" * 100_000, "`array`, got `object`"),  # maps in maps
        (ONE_MORE + b"\x91" * 100_000, "recursion"),  # the same where nobody looks
        (ONE_MORE + b"\x81\xa1a" * 100_000, "recursion"),
        (b"\xdd\xff\xff\xff\xff", "truncated"),  # an array of four thousand million
        (b"\xdf\xff\xff\xff\xff", "`array`, got `object`"),
        (b"\xdb\xff\xff\xff\xff", "truncated"),  # a text of four gigabytes
        (b"\xc6\xff\xff\xff\xff", "truncated"),
        (b"\x93\xa0\xc0\xdf\xff\xff\xff\xff", "truncated"),  # the same where the pages are
        (b"\x93\xa0\xc0\x80", "none"),  # no page
        (b"\x93\xa0\xc0\x81\xa0\x94\x92\xc4\x00\xc4\x00\xa0\xcf" + b"\xff" * 9, "none"),  # a page of that size
        (b"\x93\xa0\xc0\x81\xa1\xff\xc0", "utf-8"),
        (b"\xc1", "malformed"),
    ],
)
def test_a_hostile_cache_only_costs_time(update: Case, payload: bytes, fault: str) -> None:
    assert fault in _fault_of(payload)
    [store] = (update.folder / FOLDER).glob("pages-*.msgpack")
    store.write_bytes(_sealed(store, payload))
    _check_next(update, payload[:10])


def _fault_of(payload: bytes) -> str:
    """What there is to say against a store; "none" for one that is read."""
    try:
        msgspec.msgpack.decode(payload, type=Store)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        return str(error)
    return "none"


@pytest.mark.parametrize("data", [b'{"version": 1, "files": {"\xff": ""}}', b"\xff", b"[" * 100_000, b""])
def test_a_hostile_manifest_owns_nothing(update: Case, data: bytes) -> None:
    (update.public / MANIFEST).write_bytes(data)
    (update.folder / "content/articles/b.md").unlink()
    report = update.build()
    assert {problem.code for problem in report.problems} == {"foreign-file"}
    assert {**tree(update.public), MANIFEST: b""} == {**update.old, MANIFEST: b""}


@pytest.mark.parametrize("data", [b'{"checksum": "\xff", "journal": ""}', b"\xff", b"[" * 100_000, b"", b"{}"])
def test_a_hostile_journal_is_none(update: Case, data: bytes) -> None:
    put(update.public, {}, {f"{STAGING}/journal.json": data, f"{STAGING}/new/x": b"x"})
    _check_next(update, data[:20])


def test_a_cache_damaged_anywhere_only_costs_time(update: Case, record_property: Callable[[str, object], None]) -> None:
    [name] = [place.name for place in (update.folder / FOLDER).glob("pages-*.msgpack")]
    store = update.folder / FOLDER / name
    whole = store.read_bytes()
    chance = random.Random(2)  # noqa: S311
    offsets = range(len(whole)) if LONG else [*range(0, 30, 3), *chance.sample(range(len(whole)), 15)]
    for offset in offsets:
        for damaged in (
            whole[:offset],
            whole[:offset] + bytes([whole[offset] ^ 1 << offset % 8]) + whole[offset + 1 :],
        ):
            update.put_back()
            store.write_bytes(damaged)
            _check_next(update, offset)
    record_property("never wrong", f"survived {2 * len(offsets)} damaged caches")


def test_a_cache_of_another_version_is_no_cache(update: Case) -> None:
    [store] = (update.folder / FOLDER).glob("pages-*.msgpack")
    store.write_bytes(b"pressmark-pages 0" + store.read_bytes()[len(b"pressmark-pages 1") :])
    report = update.build()
    assert {line.rpartition(": ")[2] for line in report.explanations} == {"new"}
    assert tree(update.public) == update.new


def test_two_builds_at_once_give_the_site_of_one(update: Case) -> None:
    command = [*COMMAND, "--site", str(update.folder), "--jobs", "1"]
    for _ in range(20 if LONG else 3):
        update.put_back()
        both = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(2)]
        try:
            for process in both:
                _, said = process.communicate(timeout=BOUND)
                assert process.returncode == 0 or "another-build" in said, said
        finally:
            for process in both:
                process.kill()  # does nothing where it has ended
        assert 0 in {process.returncode for process in both}
        assert tree(update.public) == update.new
        _check_next(update, "two builds")
