"""Every change on disk is told, however it was made, and however it came to be missed at first."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.preview import events, watch
from generator.preview.held import Change
from generator.preview.watch import Places, Watch, look

LIMIT = 20.0  # seconds; far more than any change takes to be told
A = "content/articles/a.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path in ("site.yaml", A, "content/articles/b.md", "content/deep/er/c.md", "themes/t/templates/x.html"):
        write(tmp_path, path, path)
    return tmp_path


@pytest.fixture
def packaged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("packaged")
    write(place, "broadsheet/theme.yaml", "name: B")
    return place


@pytest.fixture
def watching(folder: Path, packaged: Path) -> Iterator[Watch]:
    one = Watch(Places(folder, "content", packaged))
    assert not one.polls
    yield one
    one.end()


def write(folder: Path, path: str, text: str) -> None:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(text)


def told(one: Watch, *wanted: str) -> set[str]:
    """All paths that the watch says until the wanted are among them; AssertionError when it does not say them."""
    paths = set[str]()
    timer = threading.Timer(LIMIT, one.end)
    timer.start()
    while not paths.issuperset(wanted):
        change = one()
        assert change is not None, f"told of {paths}, and not of {set(wanted) - paths}"
        paths |= change.paths
    timer.cancel()
    return paths


def replaced(folder: Path) -> None:
    write(folder, "content/articles/.a.md.tmp", "new")
    os.replace(folder / "content/articles/.a.md.tmp", folder / A)


def as_vim(folder: Path) -> None:
    write(folder, "content/articles/4913", "")
    (folder / "content/articles/4913").unlink()
    (folder / A).rename(folder / f"{A}~")
    write(folder, A, "new")
    (folder / f"{A}~").unlink()


def deleted_and_created(folder: Path) -> None:
    (folder / A).unlink()
    write(folder, A, "new")


def folder_replaced(folder: Path) -> None:
    """What switching a branch does to a folder: the one that was watched is gone."""
    shutil.copytree(folder / "content", folder / "other")
    write(folder, A.replace("content", "other"), "another text")
    shutil.rmtree(folder / "content")
    (folder / "other").rename(folder / "content")


def folder_moved_away(folder: Path) -> None:
    (folder / "content/articles").rename(folder / "elsewhere")


def folder_moved_in(folder: Path) -> None:
    write(folder, "elsewhere/new/n.md", "n")
    (folder / "elsewhere").rename(folder / "content/fresh")


CHANGES: list[tuple[Callable[[Path], Any], str]] = [
    (lambda folder: write(folder, A, "new"), A),
    (replaced, A),
    (as_vim, A),
    (deleted_and_created, A),
    (lambda folder: (folder / A).unlink(), A),
    (lambda folder: (folder / A).rename(folder / "content/articles/z.md"), "content/articles/z.md"),
    (lambda folder: write(folder, "content/new/folder/n.md", "n"), "content/new/folder/n.md"),
    (folder_replaced, A),
    (folder_moved_away, A),
    (folder_moved_in, "content/fresh/new/n.md"),
    (lambda folder: write(folder, "site.yaml", "title: new"), "site.yaml"),
    (lambda folder: write(folder, "themes/t/templates/x.html", "new"), "themes/t/templates/x.html"),
    (lambda folder: write(folder, "themes/t/static/new.css", "new"), "themes/t/static/new.css"),
    (lambda folder: shutil.rmtree(folder / "themes"), "themes/t/templates/x.html"),
    (lambda folder: os.symlink(folder / A, folder / "content/articles/linked.md"), "content/articles/linked.md"),
    (lambda folder: os.symlink("nowhere", folder / "content/articles/broken.md"), "content/articles/broken.md"),
    (lambda folder: (folder / A).chmod(0o600), A),
]


@pytest.mark.parametrize(("change", "path"), CHANGES)
def test_a_change_is_told(watching: Watch, folder: Path, change: Callable[[Path], Any], path: str) -> None:
    change(folder)
    told(watching, path)


@pytest.mark.parametrize(("change", "path"), CHANGES)
def test_a_change_of_which_no_event_came_is_found_by_looking(
    folder: Path, packaged: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], Any], path: str
) -> None:
    monkeypatch.setattr(watch, "no_events", lambda _folder: "there are none")
    monkeypatch.setattr(watch, "POLL", 0.05)
    one = Watch(Places(folder, "content", packaged))
    assert one.polls == "there are none"
    change(folder)
    told(one, path)
    one.end()


@pytest.mark.parametrize("lost", ["Observer", "schedule"])
def test_a_system_without_events_to_give_is_looked_at_instead(
    folder: Path, packaged: Path, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    """As where too many programs watch files: ENOSPC for a watch, EMFILE for the queue."""

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(watch, "POLL", 0.05)
    monkeypatch.setattr(*((events, "Observer", fail) if lost == "Observer" else (events.Observer, "schedule", fail)))
    one = Watch(Places(folder, "content", packaged))
    assert one.polls == "the system has no file events to give (No space left on device)"
    write(folder, A, "new")
    told(one, A)
    one.end()


class Silent:
    """An observer whose events are lost."""

    def start(self) -> None: ...

    def stop(self) -> None: ...

    def join(self) -> None: ...

    def schedule(self, *_: object, **__: object) -> None: ...


def test_an_edit_whose_event_was_lost_is_found_and_events_begin_anew(
    folder: Path, packaged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as at_first:
        at_first.setattr(events, "Observer", Silent)
        at_first.setattr(watch, "LOOK", 0.1)
        one = Watch(Places(folder, "content", packaged))
    write(folder, A, "new")
    told(one, A)
    monkeypatch.setattr(watch, "look", lambda _places: pytest.fail("an event was enough"))
    write(folder, "content/articles/b.md", "new")
    told(one, "content/articles/b.md")
    one.end()


def test_thousands_of_changes_at_once_are_all_told(watching: Watch, folder: Path) -> None:
    paths = [f"content/many/{number % 20}/{number}.md" for number in range(3_000)]
    for path in paths:
        write(folder, path, path)
    told(watching, *paths)


@pytest.mark.parametrize(
    "path",
    [
        "content/articles/.a.md.swp",
        "content/articles/a.md~",
        "content/articles/#a.md#",
        "content/.git/x",
        "public/index.html",
        ".pressmark/readings.sqlite",
        "notes.txt",
    ],
)
def test_what_is_no_part_of_an_archive_is_not_told(watching: Watch, folder: Path, path: str) -> None:
    write(folder, path, "x")
    write(folder, A, "new")
    assert path not in told(watching, A)


def test_a_change_of_a_packaged_theme_is_told(watching: Watch, packaged: Path) -> None:
    write(packaged, "broadsheet/theme.yaml", "name: C")
    told(watching, f"{packaged}/broadsheet/theme.yaml")


def test_another_content_folder_is_watched_once_site_yaml_names_it(
    watching: Watch, folder: Path, packaged: Path
) -> None:
    write(folder, "texts/a.md", "x")
    watching.move_to(Places(folder, "texts", packaged))
    write(folder, "texts/a.md", "y")
    told(watching, "texts/a.md")


def test_a_content_folder_that_is_a_link_is_watched_where_it_leads(folder: Path, packaged: Path) -> None:
    (folder / "content").rename(folder / "real")
    (folder / "content").symlink_to("real")
    one = Watch(Places(folder, "content", packaged))
    write(folder, "real/articles/a.md", "new")
    told(one, A)
    one.end()


def test_what_changed_while_the_archive_was_read_is_told_at_first(folder: Path, packaged: Path) -> None:
    places = Places(folder, "content", packaged)
    before = look(places)
    write(folder, A, "new")
    (folder / "content/articles/b.md").unlink()
    one = Watch(places, before)
    assert told(one, A) == {A, "content/articles/b.md"}
    one.end()


# Folders that come and go


def test_a_new_folder_of_themes_is_watched_before_there_is_anything_in_it(watching: Watch, folder: Path) -> None:
    shutil.rmtree(folder / "themes")
    told(watching, "themes/t/templates/x.html")
    (folder / "themes").mkdir()
    later = threading.Timer(0.5, write, (folder, "themes/new/theme.yaml", "name: N"))
    later.start()
    started = time.monotonic()
    told(watching, "themes/new/theme.yaml")
    assert time.monotonic() - started < watch.LOOK / 2


def linked_theme(folder: Path, elsewhere: Path) -> tuple[Path, str]:
    write(elsewhere, "theme.yaml", "name: E")
    (folder / "themes/mine").symlink_to(elsewhere)
    return elsewhere / "templates/x.html", "themes/mine/templates/x.html"


def linked_templates(folder: Path, _elsewhere: Path) -> tuple[Path, str]:
    (folder / "shared").mkdir()
    (folder / "themes/t/more").symlink_to(folder / "shared")
    return folder / "shared/x.html", "themes/t/more/x.html"


def linked_content(folder: Path, _elsewhere: Path) -> tuple[Path, str]:
    (folder / "other").mkdir()
    (folder / "content/articles/more").symlink_to(folder / "other")
    return folder / "other/c.md", "content/articles/more/c.md"


@pytest.mark.parametrize("link", [linked_theme, linked_templates, linked_content])
@pytest.mark.parametrize("is_new", [False, True])
def test_what_a_link_leads_to_is_watched(
    folder: Path,
    packaged: Path,
    tmp_path_factory: pytest.TempPathFactory,
    link: Callable[[Path, Path], tuple[Path, str]],
    is_new: bool,
) -> None:
    if is_new:
        one = Watch(Places(folder, "content", packaged))
        file, shown = link(folder, tmp_path_factory.mktemp("elsewhere"))
        file.parent.mkdir(exist_ok=True)
        file.write_text("a text")
        told(one, shown)
    else:
        file, shown = link(folder, tmp_path_factory.mktemp("elsewhere"))
        file.parent.mkdir(exist_ok=True)
        file.write_text("a text")
        one = Watch(Places(folder, "content", packaged))
    file.write_text("another text")
    started = time.monotonic()
    told(one, shown)
    assert time.monotonic() - started < watch.LOOK / 2
    one.end()


def test_a_content_folder_that_leads_out_of_the_archive_is_not_watched(
    folder: Path, packaged: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (folder / "out").symlink_to(outside)
    one = Watch(Places(folder, "out", packaged))
    write(outside, "a.md", "x")
    write(folder, "site.yaml", "title: new")
    assert told(one, "site.yaml") == {"site.yaml"}
    one.end()


def test_folders_that_are_moved_away_and_made_anew_are_no_end_of_it(watching: Watch, folder: Path) -> None:
    """As a file manager does with "New folder", twice, and its trash: watchdog's books had two folders of one name."""
    new, trash = folder / "content/Untitled", folder / "trash"
    for place in (trash, folder / "content/2024"):
        new.mkdir()
        time.sleep(0.1)
        new.rename(place)
        time.sleep(0.1)
    write(folder, "content/2024/n.md", "n")
    told(watching, "content/2024/n.md")
    watching.end()
    assert watching() is None


def test_watchdog_has_nothing_to_say_on_the_terminal(
    watching: Watch, folder: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    died: list[str] = []
    monkeypatch.setattr(threading, "excepthook", lambda given: died.append(repr(given.exc_value)))
    for number in range(60):
        write(folder, f"content/n{number}/folder/deep/n.md", "n")
        time.sleep(0.01)
    told(watching, "content/n59/folder/deep/n.md")
    watching.end()
    assert (died, caplog.records) == ([], [])


def test_a_watch_that_is_ended_while_its_events_begin_anew_has_ended(folder: Path, packaged: Path) -> None:
    for _ in range(30):
        one = Watch(Places(folder, "content", packaged))
        starting = threading.Thread(target=one.move_to, args=(Places(folder, "texts", packaged),))
        starting.start()
        one.end()
        starting.join(LIMIT)
        assert not starting.is_alive()
    last = time.monotonic() + LIMIT
    while [thread for thread in threading.enumerate() if "watchdog" in type(thread).__module__]:
        assert time.monotonic() < last, "events are still waited for"
        time.sleep(0.01)


class Stubborn(Silent):
    """An observer that does not end."""

    def stop(self) -> None:
        threading.Event().wait()


def test_an_observer_that_does_not_stop_is_left_to_itself(
    folder: Path, packaged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "Observer", Stubborn)
    monkeypatch.setattr(events, "PATIENCE", 0.1)
    one = Watch(Places(folder, "content", packaged))
    one.end()
    one.end()
    assert one() is None


# Where there are no events


def test_a_second_save_that_the_clock_does_not_tell_from_the_first_is_told(
    folder: Path, packaged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "no_events", lambda _folder: "there are none")
    monkeypatch.setattr(watch, "POLL", 0.05)
    one = Watch(Places(folder, "content", packaged))
    for text in ("one", "two", "six"):
        write(folder, A, text)
        os.utime(folder / A, (1, 1))
        monkeypatch.setattr(watch.Status, "__eq__", lambda one, other: one[:2] == other[:2])  # changed, inode: coarse
        monkeypatch.setattr(watch.Status, "__ne__", lambda one, other: one[:2] != other[:2])
        told(one, A)
    one.end()


def test_content_on_a_drive_of_its_own_is_looked_at(
    folder: Path, packaged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "no_events", lambda place: "a drive" if place.endswith("/content") else "")
    one = Watch(Places(folder, "content", packaged))
    assert one.polls == "a drive"
    one.end()


def test_a_new_quarter_of_an_hour_is_a_change_of_the_time(watching: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "LOOK", 0.05)
    watching._due = 0.0  # noqa: SLF001
    monkeypatch.setattr(watch, "_quarter", lambda: 0)
    assert watching() == Change(frozenset())


def test_a_lost_cache_is_told_at_once(watching: Watch) -> None:
    watching.say_lost(3)
    change = watching()
    assert change == Change(frozenset(), lost=3)


def test_a_watch_that_has_ended_waits_for_nothing(watching: Watch) -> None:
    watching.end()
    assert watching() is None


def test_a_look_names_every_file_that_a_site_is_made_from(folder: Path, packaged: Path) -> None:
    assert set(look(Places(folder, "content", packaged))) == {
        "site.yaml",
        A,
        "content/articles/b.md",
        "content/deep/er/c.md",
        "themes/t/templates/x.html",
        f"{packaged}/broadsheet/theme.yaml",
    }


@pytest.mark.parametrize(
    ("kind", "polls"),
    [
        ("ext4", ""),
        ("nfs4", "this folder is on a network drive (nfs4)"),
        ("9p", "this folder is on a network drive (9p)"),
    ],
)
def test_a_network_drive_is_known_by_its_mount(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str, polls: str
) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"1 0 8:1 / / rw shared:1 - ext4 /dev/sda rw\n2 1 0:5 / {tmp_path} rw - {kind} server rw\n")
    real_open = open
    monkeypatch.setattr(
        "builtins.open",
        lambda place, *rest, **more: real_open(mounts if place == "/proc/self/mountinfo" else place, *rest, **more),
    )
    assert events.no_events(str(folder)) == polls
