"""The store is a cache: damaged anywhere, it is empty, and nothing else happens."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.output.store import EMPTY, Inputs, Key, Store, Stored, digest_of, encoded, load_store, save_store
from tests.output.given import Note
from tests.themes.parts import SITE

STORE = Store(
    tool="1",
    site=SITE,
    inputs=Inputs(general=b"g", files={"content/a.md": b"1 2 3 4;", "content/b.md": b""}),
    pages={"a/index.html": Stored(key=Key(view=b"v" * 16, template=b"t"), sha256="0" * 64, size=3, mtime_ns=5)},
)


def saved(folder: Path) -> Path:
    """A site folder with one stored build; the file it is in."""
    (folder / "public").mkdir()
    assert save_store(folder, folder / "public", STORE) == ()
    [file] = (folder / ".pressmark").glob("*.msgpack")
    return file


def test_what_was_stored_is_loaded(tmp_path: Path) -> None:
    saved(tmp_path)
    assert load_store(tmp_path, tmp_path / "public") == STORE


def test_each_output_folder_has_its_own(tmp_path: Path) -> None:
    saved(tmp_path)
    assert load_store(tmp_path, tmp_path / "other") == EMPTY


def test_damaged_at_any_byte_it_is_empty(tmp_path: Path) -> None:
    file = saved(tmp_path)
    data = file.read_bytes()
    for place in range(len(data)):
        damaged = bytearray(data)
        damaged[place] ^= 0x21
        file.write_bytes(damaged)
        assert load_store(tmp_path, tmp_path / "public") == EMPTY


def test_cut_off_at_any_byte_it_is_empty(tmp_path: Path) -> None:
    file = saved(tmp_path)
    data = file.read_bytes()
    for length in range(len(data)):
        file.write_bytes(data[:length])
        assert load_store(tmp_path, tmp_path / "public") == EMPTY


def test_a_store_of_an_output_that_is_gone_is_forgotten(tmp_path: Path) -> None:
    file = saved(tmp_path)
    (tmp_path / "public").rmdir()
    (tmp_path / "other").mkdir()
    save_store(tmp_path, tmp_path / "other", STORE)
    assert not file.exists()


def test_a_folder_that_cannot_be_written_costs_time_only(tmp_path: Path) -> None:
    (tmp_path / ".pressmark").write_text("a file")
    [problem] = save_store(tmp_path, tmp_path / "public", STORE)
    assert (problem.code, problem.severity) == ("cache-not-saved", "warning")


def test_the_cache_keeps_itself_out_of_version_control(tmp_path: Path) -> None:
    saved(tmp_path)
    assert (tmp_path / ".pressmark/.gitignore").read_text() == "*\n"


@pytest.mark.parametrize(("one", "other"), [(Note(text="a"), Note(text="b")), (Note(text=""), Note(text="\0"))])
def test_unequal_views_have_unequal_digests(one: Note, other: Note) -> None:
    assert digest_of(encoded(one)) != digest_of(encoded(other))
    assert digest_of(encoded(one)) == digest_of(encoded(Note(text=one.text)))
