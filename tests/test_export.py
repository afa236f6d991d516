"""pressmark export: the archive's data in a folder of its own."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.build import BuildOptions, export, quietly
from generator.cli import main
from generator.fixity import check_folder
from generator.report import Report
from generator.spread import processes
from tests.output.given import contents, write
from tests.test_build import FIRST, NOW, Archive


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive")


def exported(archive: Archive, to: Path) -> Report:
    return export(archive.folder, BuildOptions(now=NOW, output=to))


def texts(folder: Path) -> dict[str, str]:
    lines = (folder / "texts.jsonl").read_text(encoding="utf-8").splitlines()
    return {row["article"]: row["text"] for row in map(json.loads, lines)}


def test_it_has_what_the_site_has_and_the_texts(archive: Archive, tmp_path: Path) -> None:
    assert archive.build().published
    assert exported(archive, tmp_path / "data").published
    site, alone = contents(archive.public / "data"), contents(tmp_path / "data")
    assert site.keys() - alone.keys() == {"index.html"}
    assert alone.keys() - site.keys() == {"texts.csv", "texts.jsonl", "manifest-sha256.txt"}
    differing = {path for path in site.keys() & alone.keys() if site[path] != alone[path]}
    assert differing == {"README.md", "archive.sqlite", "ro-crate-metadata.json"}
    assert "gets a page too." in texts(tmp_path / "data")["how-an-article-is-written"]


def test_a_published_site_is_not_taken_for_a_place_to_export_to(archive: Archive) -> None:
    """All of it but the data would be removed."""
    assert archive.build().published
    site = contents(archive.public)
    assert [problem.code for problem in exported(archive, archive.public).problems] == ["output-refused"]
    assert contents(archive.public) == site


def test_annotations_stand_where_they_say_in_the_texts(tmp_path: Path) -> None:
    demo = Path(__file__).parent.parent
    assert export(demo, BuildOptions(now=NOW, output=tmp_path / "data")).published
    said = texts(tmp_path / "data")
    lines = (tmp_path / "data/annotations.jsonl").read_text(encoding="utf-8").splitlines()
    found = [one for one in map(json.loads, lines) if one["start"] is not None]
    assert len(found) > 3
    assert all(said[one["article"]][one["start"] : one["end"]] == one["exact"] for one in found)


@pytest.mark.parametrize("display", ["excerpt", "metadata"])
def test_a_text_that_rights_withhold_is_not_in_it(archive: Archive, tmp_path: Path, display: str) -> None:
    archive.edit(FIRST, "outlet:", f"rights: {{display: {display}}}\noutlet:")
    assert exported(archive, tmp_path / "data").published
    assert "how-an-article-is-written" not in texts(tmp_path / "data")
    assert not [path for path, text in contents(tmp_path / "data").items() if "gets a page too." in text]
    with closing(sqlite3.connect(tmp_path / "data/archive.sqlite")) as database:
        assert database.execute("SELECT count(*) FROM texts_fts('gets')").fetchone() == (0,)


def test_it_is_the_same_each_time_by_any_number_of_hands(archive: Archive, tmp_path: Path) -> None:
    exported(archive, tmp_path / "one")
    options = BuildOptions(now=NOW, output=tmp_path / "two", chunk=3)
    assert export(archive.folder, options, processes(2), quietly).published
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_an_edit_writes_only_what_shows_it(archive: Archive, tmp_path: Path) -> None:
    exported(archive, tmp_path / "data")
    assert exported(archive, tmp_path / "data").rendered == ()
    archive.edit(FIRST, "gets a page too.", "gets a page as well.")
    assert set(exported(archive, tmp_path / "data").rendered) == {"archive.sqlite", "texts.csv", "texts.jsonl"}


def test_a_site_beside_it_is_as_it_was_and_so_is_its_next_build(archive: Archive, tmp_path: Path) -> None:
    archive.build()
    before = contents(archive.public)
    exported(archive, tmp_path / "data")
    assert contents(archive.public) == before
    assert archive.build().rendered == ()


def test_it_can_be_verified(archive: Archive, tmp_path: Path) -> None:
    exported(archive, tmp_path / "data")
    assert check_folder(tmp_path / "data", quietly).problems == ()


@pytest.mark.parametrize(("content", "offered"), [("none", 0), ("records", 27), ("texts", 29)])
def test_site_yaml_says_what_the_site_offers(archive: Archive, tmp_path: Path, content: str, offered: int) -> None:
    with (archive.folder / "site.yaml").open("a") as file:
        file.write(f"data: {{content: {content}}}\n")
    assert archive.build().problems == ()
    assert len(contents(archive.public / "data")) == (offered and offered + 1)
    assert ("Data</a>" in archive.read("index.html")) == bool(offered)
    assert len(contents(tmp_path / "data")) == 0
    exported(archive, tmp_path / "data")
    assert len(contents(tmp_path / "data")) == 30


def test_what_is_in_the_way_stays(archive: Archive, tmp_path: Path) -> None:
    write(tmp_path / "data", {"articles.csv": "mine", "other.txt": "mine"})
    report = exported(archive, tmp_path / "data")
    assert [problem.code for problem in report.problems] == ["foreign-file"]
    assert contents(tmp_path / "data") == {"articles.csv": "mine", "other.txt": "mine"}


def test_the_command_says_what_it_did(archive: Archive, tmp_path: Path) -> None:
    command = ["export", str(tmp_path / "data"), "--site", str(archive.folder), "--jobs", "1"]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 0
    assert result.stdout.startswith("Exported 2 articles in ")
    archive.edit(FIRST, "outlet: Example Gazette", "outlet: ")
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 1
    assert "Nothing exported: 1 error. The folder is as it was." in result.stderr
