"""--verify: what is published, compared with a clean build, byte for byte."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.build import BuildOptions
from generator.cli import main
from generator.report import Report
from generator.verify import build_and_verify
from tests.output.given import contents, write
from tests.test_build import FIRST, NOW, Archive


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """A published archive."""
    made = Archive(tmp_path / "archive")
    assert made.build().published
    return made


def verified(archive: Archive) -> Report:
    return build_and_verify(archive.folder, BuildOptions(now=NOW))


def damage(place: Path) -> None:
    """Change a file's bytes so that neither its size nor its time tells."""
    status, data = place.stat(), place.read_bytes()
    place.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    os.utime(place, ns=(status.st_atime_ns, status.st_mtime_ns))


def test_a_site_as_it_should_be_is_verified_and_left_alone(archive: Archive) -> None:
    before = contents(archive.public)
    assert verified(archive).problems == ()
    assert contents(archive.public) == before


def test_what_was_edited_in_the_content_is_published_first(archive: Archive) -> None:
    archive.edit(FIRST, "title: ", "title: Not ")
    assert verified(archive).problems == ()
    assert "Not " in archive.read("index.html")


def test_every_file_that_differs_is_named(archive: Archive) -> None:
    damage(archive.public / "about/index.html")
    damage(archive.public / "feed.xml")
    said = [(one.code, one.span.path, one.message) for one in verified(archive).problems]
    assert said == [
        ("differs-from-clean", str(archive.public / "about/index.html"), "not what a clean build gives"),
        ("differs-from-clean", str(archive.public / "feed.xml"), "not what a clean build gives"),
    ]


def test_a_fresh_build_puts_it_right(archive: Archive) -> None:
    damage(archive.public / "about/index.html")
    assert verified(archive).errors == 1
    archive.build(fresh=True)
    assert verified(archive).problems == ()


def test_a_clean_build_that_has_no_room_is_no_verdict_on_what_is_published(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("generator.verify.tempfile.TemporaryDirectory", full)
    report = verified(archive)
    (problem,) = report.problems
    assert report.published
    assert (problem.code, report.errors) == ("not-verified", 1)
    assert problem.message.endswith(": No space left on device")


def test_files_that_are_not_ours_are_not_looked_at(archive: Archive) -> None:
    write(archive.public, {"CNAME": "archive.example.org"})
    assert verified(archive).problems == ()


def test_an_archive_with_errors_is_not_verified(archive: Archive) -> None:
    archive.edit(FIRST, "outlet: Example Gazette", "outlet: ")
    report = verified(archive)
    assert report.errors == 1
    assert "differs-from-clean" not in [problem.code for problem in report.problems]


def test_nothing_is_left_behind(archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    verified(archive)
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize(
    ("damaged", "code", "said"),
    [
        ((), 0, "Verified: "),
        (("about/index.html",), 1, "Not verified: 1 file differs from a clean build"),
        (("about/index.html", "feed.xml"), 1, "Not verified: 2 files differ from a clean build"),
    ],
)
def test_the_command_says_so(archive: Archive, damaged: tuple[str, ...], code: int, said: str) -> None:
    command = ["build", "--site", str(archive.folder), "--verify", "--jobs", "1"]
    assert CliRunner().invoke(main, command).exit_code == 0
    for path in damaged:
        damage(archive.public / path)
    result = CliRunner().invoke(main, command)
    assert result.exit_code == code
    assert said in result.output
