"""What files said is kept between builds; whatever happens to what is kept, a build is only slower."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from generator.build import BuildOptions, build
from generator.files import list_content
from generator.intake import take_config
from generator.model import Digest, EdtfDate, SourcePath
from generator.output.store import FOLDER
from generator.problems import Problem, Span
from generator.read.parse import kind_of, parse
from generator.read.source import decode
from generator.readings import (
    FILE,
    CacheError,
    ReadingsFile,
    Said,
    is_ours,
    is_whole,
    load_readings,
    reader_of,
    reading_of,
    said_by,
    said_in,
)
from generator.report import Report
from generator.settings import Config
from tests.site.written import article

A = SourcePath("content/articles/a.md")
WARNED = "A text with a [link](nowhere.md)."


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Three articles, one of which links to nothing."""
    files = {
        "site.yaml": "title: T\nurl: https://example.org/\n",
        "content/articles/a.md": article("A", "Body *a*."),
        "content/articles/b.md": article("B", WARNED, updated="2023-06-26T10:00:00+09:00"),
        "content/articles/c.md": article("C", "Body c."),
        "content/outlets/the-times.md": "---\nname: The Times\n---\n\nAn outlet.\n",
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


class Watcher:
    """Notes how many files a build reads."""

    def __init__(self) -> None:
        self.read = 0

    def __call__(self, phase: str, done: int, all_: int) -> None:
        if phase == "Reading" and done == 0:
            self.read += all_


def built(folder: Path) -> tuple[Report, int]:
    """A build and how many files it read."""
    watcher = Watcher()
    return build(folder, BuildOptions(), progress=watcher), watcher.read


def published(folder: Path) -> dict[str, bytes]:
    """Every file of the built site."""
    public = folder / "public"
    return {str(path.relative_to(public)): path.read_bytes() for path in sorted(public.rglob("*")) if path.is_file()}


def age(folder: Path) -> None:
    """Make every file old enough for its time to be believed, as it is some seconds after it was written."""
    for path in folder.glob("content/**/*.md"):
        os.utime(path, (1_700_000_000, 1_700_000_000))


def test_a_file_is_read_once_for_each_change_of_its_content(archive: Path) -> None:
    assert built(archive)[1] == 4
    assert built(archive)[1] == 0
    (archive / "content/articles/a.md").write_text(article("A", "Another body."))
    assert built(archive)[1] == 1
    assert "Another body" in (archive / "public/2023/06/a/index.html").read_text()


def test_a_file_that_was_only_touched_is_not_read_again(archive: Path) -> None:
    built(archive)
    age(archive)
    assert built(archive)[1] == 0


def test_an_edit_that_keeps_size_and_time_is_noticed(archive: Path) -> None:
    age(archive)
    built(archive)
    path = archive / "content/articles/a.md"
    path.write_text(path.read_text().replace("Body *a*", "Body *x*"))
    os.utime(path, (1_700_000_000, 1_700_000_000))
    assert built(archive)[1] == 1
    assert "<em>x</em>" in (archive / "public/2023/06/a/index.html").read_text()


def test_a_build_with_an_error_forgets_no_text_that_is_still_shown(archive: Path) -> None:
    built(archive)
    with ReadingsFile(archive, is_ours) as readings:
        digest = said_by(readings.rows([A])[A]).record.body.digest  # type: ignore[union-attr]
    (archive / A).write_text(article("A", "Another body.", date="2023-99-99"))
    assert built(archive)[0].errors
    with ReadingsFile(archive, is_ours) as readings:
        assert "<em>a</em>" in readings.html(digest)


def test_what_is_wrong_with_an_unread_file_is_said_again(archive: Path) -> None:
    first, second = built(archive)[0], built(archive)[0]
    assert [problem.code for problem in first.problems] == ["broken-link"]
    assert second.problems == first.problems


def test_a_setting_that_texts_depend_on_has_them_read_again(archive: Path) -> None:
    built(archive)
    site = archive / "site.yaml"
    site.write_text(site.read_text() + "markdown: {smarty: true}\n")
    assert built(archive)[1] == 4
    site.write_text(site.read_text().replace("https://example.org/", "https://example.org/archive/"))
    assert built(archive)[1] == 0  # addresses are not made by reading


def test_a_file_that_is_gone_is_forgotten(archive: Path) -> None:
    built(archive)
    (archive / "content/articles/c.md").unlink()
    built(archive)
    assert "content/articles/c.md" not in load_readings(archive)


def _delete_bodies(place: Path) -> None:
    with sqlite3.connect(place) as connection:
        connection.execute("delete from bodies")


def _forge_bodies(place: Path) -> None:
    with sqlite3.connect(place) as connection:
        connection.execute("update bodies set html = '<script>alert(1)</script>'")


def _forge_records(place: Path) -> None:
    with sqlite3.connect(place) as connection:
        connection.execute("update readings set content = replace(content, '\"A\"', '\"Z\"')")


def _other_version(place: Path) -> None:
    with sqlite3.connect(place) as connection:
        connection.execute("pragma user_version = 99")


def _folder(place: Path) -> None:
    place.unlink()
    place.mkdir()


def _cache_is_a_file(place: Path) -> None:
    for path in place.parent.iterdir():
        path.unlink()
    place.parent.rmdir()
    place.parent.write_text("not a folder")


@pytest.mark.parametrize(
    "damage",
    [
        lambda place: place.write_bytes(b""),
        lambda place: place.write_bytes(b"not a database" * 1000),
        lambda place: place.write_bytes(place.read_bytes()[:5000]),
        _delete_bodies,
        _forge_bodies,
        _forge_records,
        _other_version,
        _folder,
        _cache_is_a_file,
    ],
)
def test_a_bad_cache_only_costs_time(archive: Path, damage: Callable[[Path], object]) -> None:
    built(archive)
    damage(archive / FOLDER / FILE)
    (archive / "content/articles/a.md").write_text(article("A", "Another body."))
    report, _ = built(archive)
    assert report.published, report.problems
    site = published(archive)
    assert build(archive, BuildOptions(fresh=True, output=archive / "public")).published
    assert published(archive) == site
    assert b"Another body" in site["2023/06/a/index.html"]


def test_a_cache_damaged_at_any_byte_gives_the_same_site(archive: Path) -> None:
    built(archive)
    site = published(archive)
    place = archive / FOLDER / FILE
    whole = place.read_bytes()
    for offset in range(0, len(whole), len(whole) // 30):
        place.write_bytes(whole[:offset] + bytes([whole[offset] ^ 0x55]) + whole[offset + 1 :])
        for store in (archive / FOLDER).glob("pages-*.msgpack"):
            store.unlink()  # so that every page is rendered from what the cache gives
        report = build(archive, BuildOptions())
        assert report.published, (offset, report.problems)
        assert published(archive) == site, offset


def test_a_cache_that_another_build_holds_is_done_without(archive: Path) -> None:
    built(archive)
    with sqlite3.connect(archive / FOLDER / FILE, isolation_level=None) as other:
        other.execute("begin exclusive")
        (archive / "content/articles/a.md").write_text(article("A", "Another body."))
        report, read = built(archive)
        assert (report.published, read) == (True, 4)
    assert "Another body" in (archive / "public/2023/06/a/index.html").read_text()


def said_of(folder: Path, path: SourcePath, config: Config) -> tuple[Said, tuple[tuple[Digest, str], ...]]:
    """What a file says, as the read room gives it."""
    source, _ = decode(path, (folder / path).read_bytes())
    kind = kind_of(path, config)
    assert source is not None
    assert kind is not None
    parsed, problems = parse(source, kind, config)
    return Said(record=parsed and parsed.record, problems=problems), parsed.html if parsed else ()


def test_every_record_of_a_real_archive_comes_back_as_it_was(corpora: Path) -> None:
    folder = corpora / "newseye"
    config, _ = take_config(folder)
    assert config is not None
    files = [path for path in list_content(folder, config.content).files if kind_of(path, config)]
    assert files
    for path in files:
        said, text = said_of(folder, path, config)
        reading = reading_of(path, b"key", b"hint", said, text)
        assert reading.said is None
        assert said_in(reading) == said


def test_a_file_that_was_not_read_whole_is_not_kept(archive: Path) -> None:
    config, _ = take_config(archive)
    assert config is not None
    said, text = said_of(archive, SourcePath("content/articles/a.md"), config)
    assert reading_of(SourcePath("content/articles/a.md"), b"", b"", said, text) == (
        "content/articles/a.md",
        None,
        (),
        said,
    )


def test_what_no_cache_can_hold_is_told_all_the_same() -> None:
    odd = Said(record=None, problems=(Problem("odd", "a lone \ud800", Span("a.md")),))
    reading = reading_of(SourcePath("a.md"), b"key", b"", odd, ())
    assert reading.row is None
    assert said_in(reading) == odd


def test_a_date_time_keeps_its_zone(archive: Path) -> None:
    built(archive)
    row = load_readings(archive)["content/articles/b.md"]  # type: ignore[index]
    record = msgspec.json.decode(row.content, type=Said).record
    updated = getattr(record, "updated", None)
    assert isinstance(updated, EdtfDate)
    assert updated.instant is not None
    assert updated.instant.isoformat() == "2023-06-26T10:00:00+09:00"


@pytest.mark.parametrize("method", ["keep", "touch", "keep_only", "bodies"])
def test_a_disk_too_full_for_the_cache_is_no_reason_not_to_publish(
    archive: Path, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    def full(*_: object) -> None:
        raise CacheError("database or disk is full")

    monkeypatch.setattr(ReadingsFile, method, full)
    assert built(archive)[0].published
    assert b"<em>a</em>" in published(archive)["2023/06/a/index.html"]


def test_what_the_database_refuses_is_a_failure_of_the_cache(archive: Path) -> None:
    with ReadingsFile(archive, is_whole) as readings:
        readings._connection.execute("pragma query_only = on")  # noqa: SLF001
        with pytest.raises(CacheError):
            readings.keep_only(["a"], [])  # type: ignore[list-item]


# What decides what a file says


class Asked:
    """Settings that note which of them are asked for."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self.names: set[str] = set()

    def __getattr__(self, name: str) -> object:
        self.names.add(name)
        return getattr(self._config, name)


def test_another_setting_is_another_reader_where_the_read_room_asks_for_it(root: Path) -> None:
    config, _ = take_config(root)
    assert config is not None
    asked = Asked(config)
    for path in list_content(root, config.content).files:
        source, _ = decode(path, (root / path).read_bytes()) if kind_of(path, config) else (None, ())
        if source is not None and (kind := kind_of(path, config)) is not None:
            parse(source, kind, asked)  # type: ignore[arg-type]
    others = {
        "content": "texts",
        "entity_types": (*config.entity_types, *config.entity_types),
        "markdown": msgspec.structs.replace(config.markdown, smarty=not config.markdown.smarty),
        "timezone": "Asia/Seoul",
    }
    assert asked.names <= others.keys()
    for name, value in others.items():
        assert reader_of(msgspec.structs.replace(config, **{name: value})) != reader_of(config), name


@pytest.mark.parametrize("other", ["title: Another\n", "title: T\nmenu: [{text: All, url: /articles/}]\n"])
def test_another_title_of_the_site_has_no_file_read(archive: Path, other: str) -> None:
    built(archive)
    (archive / "site.yaml").write_text(f"{other}url: https://example.org/\n")
    report, read = built(archive)
    assert report.rendered
    assert read == 0
