"""Publishing: all or nothing, and only what is ours."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.output import commit as committing
from generator.output.commit import staging_of
from generator.output.manifest import MANIFEST, STAGING, read_manifest
from generator.output.publish import close_output, publish, recover
from tests.output.given import contents, put, stage, write

OLD = {"index.html": "old front", "a/index.html": "old a", "gone/deep/index.html": "stale"}
NEW = {"index.html": "new front", "a/index.html": "new a", "b/index.html": "new b"}


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """An output folder in which a site is published."""
    folder = tmp_path / "public"
    assert put(folder, OLD).problems == ()
    return folder


def codes(problems: tuple[object, ...]) -> list[str]:
    """The codes of problems, in order."""
    return [f"{problem.severity}:{problem.code}" for problem in problems]  # type: ignore[attr-defined]


def test_a_new_site_takes_the_place_of_the_old_one(output: Path) -> None:
    published = put(output, NEW)
    assert contents(output) == NEW
    assert (published.written, published.removed, published.problems) == (3, 1, ())
    assert not (output / "gone").exists()
    assert not (output / STAGING).exists()
    assert sorted(read_manifest(output)) == sorted(NEW)


def test_a_page_with_the_same_bytes_is_not_written_again(output: Path) -> None:
    before = (output / "a/index.html").stat()
    published = put(output, {**NEW, "a/index.html": "old a"})
    after = (output / "a/index.html").stat()
    assert published.written == 2
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_a_page_that_is_kept_stays_and_stays_ours(output: Path) -> None:
    put(output, {"index.html": "new front"}, kept=("a/index.html",))
    assert contents(output) == {"index.html": "new front", "a/index.html": "old a"}
    assert sorted(read_manifest(output)) == ["a/index.html", "index.html"]


def test_the_manifest_holds_no_time_and_is_the_same_for_the_same_site(tmp_path: Path) -> None:
    put(tmp_path / "one", NEW)
    put(tmp_path / "two", OLD)
    put(tmp_path / "two", NEW)
    assert (tmp_path / "one" / MANIFEST).read_bytes() == (tmp_path / "two" / MANIFEST).read_bytes()


# Only ours


def test_a_foreign_file_in_the_way_stops_the_publication(output: Path) -> None:
    write(output, {"b/index.html": "mine, not Pressmark's"})
    published = put(output, NEW)
    assert codes(published.problems) == ["error:foreign-file"]
    assert contents(output) == {**OLD, "b/index.html": "mine, not Pressmark's"}


def test_every_foreign_file_is_named_in_one_run(output: Path) -> None:
    write(output, {"b/index.html": "mine", "c/index.html": "mine"})
    published = put(output, {**NEW, "c/index.html": "new c"})
    assert [problem.span.path for problem in published.problems] == [
        str(output / "b/index.html"),
        str(output / "c/index.html"),
    ]


def test_a_foreign_file_with_the_same_bytes_becomes_ours(output: Path) -> None:
    write(output, {"b/index.html": "new b"})
    assert put(output, NEW).problems == ()
    assert "b/index.html" in read_manifest(output)


def test_files_beside_the_site_are_never_touched(output: Path) -> None:
    write(output, {"CNAME": "example.org", "gone/mine.txt": "kept", ".well-known/x": "kept"})
    put(output, NEW)
    assert contents(output) == {**NEW, "CNAME": "example.org", "gone/mine.txt": "kept", ".well-known/x": "kept"}


def test_a_page_edited_by_hand_is_said_and_replaced(output: Path) -> None:
    write(output, {"a/index.html": "edited by hand"})
    published = put(output, NEW)
    assert codes(published.problems) == ["warning:edited-output"]
    assert contents(output) == NEW


def test_a_stale_page_edited_by_hand_is_said_and_left(output: Path) -> None:
    write(output, {"gone/deep/index.html": "edited by hand"})
    published = put(output, NEW)
    assert codes(published.problems) == ["warning:edited-output"]
    assert contents(output) == {**NEW, "gone/deep/index.html": "edited by hand"}
    assert "gone/deep/index.html" not in read_manifest(output)


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"{",
        b"[]",
        b'{"version": 2, "files": {}}',
        b'{"version": 1, "files": {"../outside.txt": "0"}}',
        b'{"version": 1, "files": {"/etc/passwd": "0"}}',
        b'{"version": 1, "files": {"a/../../outside.txt": "0"}}',
        b"[" * 100_000,
    ],
)
def test_a_manifest_that_is_not_sound_owns_nothing(output: Path, damaged: bytes) -> None:
    write(output.parent, {"outside.txt": "never ours"})
    (output / MANIFEST).write_bytes(damaged)
    published = put(output, {"new.html": "new"})
    assert published.problems == ()
    assert contents(output) == {**OLD, "new.html": "new"}
    assert (output.parent / "outside.txt").read_text() == "never ours"


def test_losing_the_manifest_never_loses_a_foreign_file(output: Path) -> None:
    (output / MANIFEST).unlink()
    published = put(output, NEW)
    assert set(codes(published.problems)) == {"error:foreign-file"}
    assert contents(output) == OLD


# Files and folders that change places


def test_a_page_may_become_a_folder_and_a_folder_a_page(tmp_path: Path) -> None:
    output = tmp_path / "public"
    put(output, {"x": "a file", "y/z/index.html": "in a folder"})
    assert put(output, {"x/index.html": "in a folder", "y": "a file"}).problems == ()
    assert contents(output) == {"x/index.html": "in a folder", "y": "a file"}


def test_a_folder_with_a_foreign_file_does_not_become_a_page(tmp_path: Path) -> None:
    output = tmp_path / "public"
    put(output, {"y/index.html": "ours"})
    write(output, {"y/mine.txt": "mine"})
    assert codes(put(output, {"y": "a file"}).problems) == ["error:foreign-file"]
    assert contents(output) == {"y/index.html": "ours", "y/mine.txt": "mine"}


@pytest.mark.parametrize("place", ["y/theirs", "y/sub/theirs"])
def test_a_folder_with_a_linked_folder_does_not_become_a_page(tmp_path: Path, place: str) -> None:
    output = tmp_path / "public"
    elsewhere = write(tmp_path / "elsewhere", {"mine.txt": "mine"})
    put(output, {"y/index.html": "ours", "y/sub/index.html": "ours"})
    (output / place).symlink_to(elsewhere)
    assert codes(put(output, {"y": "a file"}).problems) == ["error:foreign-file"]
    assert (output / place).is_symlink()
    assert contents(elsewhere) == {"mine.txt": "mine"}


def test_a_folder_of_empty_folders_becomes_a_page(tmp_path: Path) -> None:
    output = tmp_path / "public"
    (output / "y/empty/deeper").mkdir(parents=True)
    assert put(output, {"y": "a file"}).problems == ()
    assert contents(output) == {"y": "a file"}


@pytest.mark.parametrize("arrives", ["a link", "a folder"])
def test_what_arrives_in_the_last_moment_is_never_moved(
    tmp_path: Path, arrives: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "public"
    put(output, {"a": "old a", "gone": "stale"})
    staged = stage(output, {"a": "new a"})
    begin = committing._write_journal  # noqa: SLF001

    def arrive(*arguments: object) -> None:
        begin(*arguments)  # type: ignore[arg-type]
        for place in (output / "a", output / "gone"):
            place.unlink()
            if arrives == "a link":
                place.symlink_to(tmp_path)
            else:
                write(place, {"mine.txt": "mine"})

    monkeypatch.setattr(committing, "_write_journal", arrive)
    assert codes(publish(output, staged, {}, {}).problems) == ["error:cannot-write"]
    assert (output / "a").is_symlink() == (output / "gone").is_symlink() == (arrives == "a link")
    assert arrives == "a link" or contents(output) == {"a/mine.txt": "mine", "gone/mine.txt": "mine"}


@pytest.mark.parametrize("place", ["new.html", "b/index.html"])
def test_a_file_that_arrives_in_the_last_moment_is_not_written_over(
    output: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    staged = stage(output, {**OLD, place: "ours"})
    begin = committing._write_journal  # noqa: SLF001

    def arrive(*arguments: object) -> None:
        begin(*arguments)  # type: ignore[arg-type]
        write(output, {place: "mine"})

    monkeypatch.setattr(committing, "_write_journal", arrive)
    assert codes(publish(output, staged, {}, {}).problems) == ["error:cannot-write"]
    assert contents(output) == {**OLD, place: "mine"}


def test_a_linked_folder_that_arrives_in_the_last_moment_is_not_followed(
    output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = write(tmp_path / "elsewhere", {"mine.txt": "mine"})
    staged = stage(output, NEW)
    begin = committing._write_journal  # noqa: SLF001

    def arrive(*arguments: object) -> None:
        begin(*arguments)  # type: ignore[arg-type]
        (output / "b").symlink_to(elsewhere)

    monkeypatch.setattr(committing, "_write_journal", arrive)
    assert codes(publish(output, staged, {}, {}).problems) == ["error:cannot-write"]
    assert contents(elsewhere) == {"mine.txt": "mine"}
    assert {path: text for path, text in contents(output).items() if path in OLD} == OLD


# Links


def test_nothing_is_written_through_a_linked_folder(output: Path, tmp_path: Path) -> None:
    elsewhere = write(tmp_path / "elsewhere", {"index.html": "theirs"})
    (output / "b").symlink_to(elsewhere)
    assert codes(put(output, NEW).problems) == ["error:foreign-file"]
    assert contents(elsewhere) == {"index.html": "theirs"}


def test_nothing_is_removed_through_a_linked_folder(output: Path, tmp_path: Path) -> None:
    elsewhere = write(tmp_path / "elsewhere", {"index.html": "stale"})
    (output / "gone/deep/index.html").unlink()
    (output / "gone/deep").rmdir()
    (output / "gone/deep").symlink_to(elsewhere)
    assert codes(put(output, NEW).problems) == ["warning:edited-output"]
    assert contents(elsewhere) == {"index.html": "stale"}


def test_a_link_in_the_place_of_a_page_is_not_followed(output: Path, tmp_path: Path) -> None:
    write(tmp_path, {"target.txt": "theirs"})
    (output / "a/index.html").unlink()
    (output / "a/index.html").symlink_to(tmp_path / "target.txt")
    assert codes(put(output, NEW).problems) == ["error:foreign-file"]
    assert (tmp_path / "target.txt").read_text() == "theirs"


def test_a_linked_staging_folder_is_refused(output: Path, tmp_path: Path) -> None:
    elsewhere = write(tmp_path / "elsewhere", {"new/index.html": "theirs"})
    (output / STAGING).symlink_to(elsewhere)
    assert codes(recover(output)) == ["error:cannot-write"]
    assert contents(elsewhere) == {"new/index.html": "theirs"}


# All or nothing


class Killed(BaseException):
    """The process ends here: nothing in it runs any more."""


def failing_at(call: int, original: Callable[..., None], error: BaseException) -> Callable[..., None]:
    """`original`, but its n-th call raises `error`, once."""
    calls = iter(range(1, 1_000_000))

    def once(*arguments: object, **named: object) -> None:
        if next(calls) == call:
            raise error
        original(*arguments, **named)

    return once


STEPS = range(1, 7)  # os.replace: the journal, the stale page set aside, three pages in place, the manifest


@pytest.mark.parametrize("step", STEPS)
def test_a_failure_at_any_step_leaves_the_old_site(output: Path, step: int, monkeypatch: pytest.MonkeyPatch) -> None:
    manifest = (output / MANIFEST).read_bytes()
    staged = stage(output, NEW)
    monkeypatch.setattr(os, "replace", failing_at(step, os.replace, OSError(28, "No space left on device")))
    published = publish(output, staged, {}, {})
    assert codes(published.problems) == ["error:cannot-write"]
    assert "No space left on device" in published.problems[0].message
    assert contents(output) == OLD
    assert (output / MANIFEST).read_bytes() == manifest
    assert not (output / STAGING).exists()
    assert not (output / "b").exists()


@pytest.mark.parametrize("step", STEPS)
def test_an_interruption_at_any_step_leaves_the_old_site(
    output: Path, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    staged = stage(output, NEW)
    monkeypatch.setattr(os, "replace", failing_at(step, os.replace, KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        publish(output, staged, {}, {})
    assert contents(output) == OLD


@pytest.mark.parametrize("step", STEPS)
def test_a_run_killed_at_any_step_is_finished_or_forgotten_by_the_next(
    output: Path, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    staged = stage(output, NEW)
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", failing_at(step, os.replace, Killed()))
        with pytest.raises(Killed):
            publish(output, staged, {}, {})
    problems = recover(output)
    expected = OLD if step == 1 else NEW  # the journal was not yet in place
    assert contents(output) == expected
    assert sorted(read_manifest(output)) == sorted(expected)
    assert codes(problems) == ([] if step == 1 else ["warning:publication-finished"])
    assert not (output / STAGING).exists()


@pytest.mark.parametrize("step", range(1, 4))  # two pages in place, the manifest
def test_a_run_killed_while_it_finishes_another_is_finished_by_the_third(
    output: Path, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    staged = stage(output, NEW)
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", failing_at(4, os.replace, Killed()))
        with pytest.raises(Killed):
            publish(output, staged, {}, {})
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", failing_at(step, os.replace, Killed()))
        with pytest.raises(Killed):
            recover(output)
    recover(output)
    assert contents(output) == NEW
    assert sorted(read_manifest(output)) == sorted(NEW)


def mixed(folder: Path) -> Path:
    """A site in which a page becomes a folder and a folder a page, beside what changes, comes and goes."""
    output = folder / "mixed"
    put(output, BEFORE)
    return output


BEFORE = {"index.html": "old front", "x": "a file", "y/z/index.html": "deep", "gone/index.html": "stale"}
AFTER = {"index.html": "new front", "x/index.html": "in a folder", "y": "a file", "new/index.html": "new"}


@pytest.mark.parametrize("links", [True, False])
@pytest.mark.parametrize("failing", [4, 7, 9, 10])
@pytest.mark.parametrize("undoing", range(1, 10))
def test_a_run_that_ends_while_it_takes_files_back_is_finished_by_the_next(
    tmp_path: Path, failing: int, undoing: int, links: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = mixed(tmp_path)
    staged = stage(output, AFTER)
    with monkeypatch.context() as patched:
        if not links:
            patched.setattr(os, "link", failing_at(1, os.link, OSError(1, "Operation not permitted")))
        later = failing_at(failing + undoing, os.replace, Killed())
        patched.setattr(os, "replace", failing_at(failing, later, OSError(28, "No space left on device")))
        with contextlib.suppress(Killed):
            publish(output, staged, {}, {})
    recover(output)
    assert contents(output) in (BEFORE, AFTER)
    assert sorted(read_manifest(output)) == sorted(contents(output))


@pytest.mark.parametrize("undoing", range(1, 7))
def test_taking_back_that_fails_is_said_and_the_next_build_finishes(
    tmp_path: Path, undoing: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = mixed(tmp_path)
    staged = stage(output, AFTER)
    with monkeypatch.context() as patched:
        later = failing_at(7 + undoing, os.replace, OSError(5, "Input/output error"))
        patched.setattr(os, "replace", failing_at(8, later, OSError(28, "No space left on device")))
        assert codes(publish(output, staged, {}, {}).problems) == ["error:publication-interrupted"]
    assert codes(recover(output)) == ["warning:publication-finished"]
    assert contents(output) == AFTER
    assert sorted(read_manifest(output)) == sorted(AFTER)


def test_a_run_killed_while_it_clears_away_what_it_took_back_changed_nothing(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    staged = stage(output, NEW)

    def half(folder: Path) -> None:
        (folder / "new").rename(folder / "half-gone")
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", failing_at(4, os.replace, OSError(28, "No space left on device")))
        patched.setattr(shutil, "rmtree", half)
        with pytest.raises(Killed):
            publish(output, staged, {}, {})
    assert recover(output) == ()
    assert contents(output) == OLD
    assert sorted(read_manifest(output)) == sorted(OLD)


@pytest.mark.parametrize("step", STEPS)
def test_an_interruption_right_after_any_step_leaves_one_site_or_the_other(
    output: Path, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    staged = stage(output, NEW)
    calls = iter(range(1, 1_000_000))
    replace = os.replace

    def interrupted(source: Path, target: Path) -> None:
        replace(source, target)
        if next(calls) == step:
            raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        publish(output, staged, {}, {})
    expected = NEW if step == max(STEPS) else OLD
    assert contents(output) == expected
    assert sorted(read_manifest(output)) == sorted(expected)
    assert not (output / STAGING).exists()


def failing_to_look_at(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on the disk fails when it is asked whether something of this name is there."""
    lstat = os.lstat

    def look(place: str | Path) -> os.stat_result:
        if os.fspath(place).endswith(name):
            raise OSError(5, "Input/output error", os.fspath(place))
        return lstat(place)

    monkeypatch.setattr(os, "lstat", look)


def test_staging_that_cannot_be_looked_at_is_not_taken_for_gone(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    staged = stage(output, NEW)
    with monkeypatch.context() as patched:
        failing_to_look_at(STAGING, patched)
        assert codes(publish(output, staged, {}, {}).problems) == ["error:publication-interrupted"]
        assert codes(recover(output)) == ["error:cannot-write"]
    assert codes(recover(output)) == ["warning:publication-finished"]
    assert contents(output) == NEW


def test_a_failure_that_cannot_be_looked_into_is_finished_by_the_next_build(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    staged = stage(output, NEW)
    with monkeypatch.context() as patched:
        failing_to_look_at("manifest.new", patched)
        patched.setattr(os, "replace", failing_at(4, os.replace, OSError(28, "No space left on device")))
        assert codes(publish(output, staged, {}, {}).problems) == ["error:publication-interrupted"]
    assert codes(recover(output)) == ["warning:publication-finished"]
    assert contents(output) == NEW


def test_a_journal_that_cannot_be_read_now_is_kept_for_the_next_build(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: object) -> bytes:
        raise OSError(5, "Input/output error")

    staged = stage(output, NEW)
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", failing_at(4, os.replace, Killed()))
        with pytest.raises(Killed):
            publish(output, staged, {}, {})
    with monkeypatch.context() as patched:
        patched.setattr(committing, "read_regular", fails)
        assert codes(recover(output)) == ["error:cannot-write"]
        assert codes(close_output(output)) == ["error:cannot-write"]
    assert codes(recover(output)) == ["warning:publication-finished"]
    assert contents(output) == NEW


def test_finishing_does_not_pass_over_a_file_it_cannot_look_at(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    staged = stage(output, NEW)
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", failing_at(3, os.replace, Killed()))
        with pytest.raises(Killed):
            publish(output, staged, {}, {})
    with monkeypatch.context() as patched:
        failing_to_look_at(committing.staged_name("b/index.html"), patched)
        assert codes(recover(output)) == ["error:cannot-write"]
    assert codes(recover(output)) == ["warning:publication-finished"]
    assert contents(output) == NEW


def test_staged_files_that_another_build_wrote_over_are_not_published(output: Path) -> None:
    staged = stage(output, NEW)
    write(staging_of(output), {committing.staged_name("b/index.html"): "a draft of another build"})
    (staging_of(output) / committing.staged_name("a/index.html")).unlink()
    published = publish(output, staged, {}, {})
    assert [f"{one.span}: {one.code}" for one in published.problems] == [
        f"{output}/a/index.html: another-build",
        f"{output}/b/index.html: another-build",
    ]
    assert contents(output) == OLD


def test_staging_without_a_journal_is_cleared_away(output: Path) -> None:
    stage(output, NEW)
    assert recover(output) == ()
    assert contents(output) == OLD
    assert not (output / STAGING).exists()


@pytest.mark.parametrize("share", range(0, 100, 9))
def test_a_journal_damaged_anywhere_is_no_journal(output: Path, share: int, monkeypatch: pytest.MonkeyPatch) -> None:
    staged = stage(output, NEW)
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", failing_at(2, os.replace, Killed()))
        with pytest.raises(Killed):
            publish(output, staged, {}, {})
    journal = output / STAGING / "journal.json"
    data = bytearray(journal.read_bytes())
    data[len(data) * share // 100] ^= 0x15
    journal.write_bytes(data)
    recover(output)
    assert contents(output) == OLD


def test_a_journal_cannot_be_aimed_outside_the_output(output: Path, tmp_path: Path) -> None:
    write(tmp_path, {"outside.txt": "theirs"})
    text = json.dumps({"removals": [{"path": "../outside.txt", "before": "0"}], "moves": [], "manifest": {}})
    stage(output, NEW)
    sealed = {"checksum": committing._checksum(text), "journal": text}  # noqa: SLF001
    (output / STAGING / "journal.json").write_text(json.dumps(sealed))
    assert recover(output) == ()
    assert (tmp_path / "outside.txt").read_text() == "theirs"


def test_a_file_put_in_the_way_after_a_crash_is_not_overwritten(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    staged = stage(output, NEW)
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", failing_at(3, os.replace, Killed()))
        with pytest.raises(Killed):
            publish(output, staged, {}, {})
    write(output, {"b/index.html": "mine"})
    recover(output)
    assert contents(output) == {**NEW, "b/index.html": "mine"}
    assert "b/index.html" not in read_manifest(output)


@pytest.mark.parametrize("arrives", ["a link", "a folder"])
def test_a_link_or_folder_put_in_the_way_after_a_crash_stays(
    output: Path, tmp_path: Path, arrives: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    staged = stage(output, NEW)
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", failing_at(3, os.replace, Killed()))
        with pytest.raises(Killed):
            publish(output, staged, {}, {})
    if arrives == "a link":
        (output / "b").mkdir()
        (output / "b/index.html").symlink_to(write(tmp_path, {"mine.txt": "mine"}) / "mine.txt")
    else:
        write(output, {"b/index.html/mine.txt": "mine"})
    recover(output)
    assert (output / "b/index.html").is_symlink() == (arrives == "a link")
    assert "mine" in contents(output).values()
    assert "b/index.html" not in read_manifest(output)


def test_staged_files_are_on_the_output_s_own_file_system(tmp_path: Path) -> None:
    assert staging_of(tmp_path).is_relative_to(tmp_path)
