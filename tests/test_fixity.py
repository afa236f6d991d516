"""pressmark verify: a site against its own list of sums, in a folder and on the web."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.build import quietly
from generator.cli import main
from generator.fixity import Checked, check_folder, check_site
from generator.output.manifest import SUMS
from tests.output.given import write
from tests.test_build import Archive
from tests.test_verify import damage


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published site."""
    archive = Archive(tmp_path_factory.mktemp("fixity") / "archive")
    assert archive.build().published
    return archive.public


@pytest.fixture
def site(published: Path, tmp_path: Path) -> Path:
    """A copy of it, as anybody may have one."""
    return Path(shutil.copytree(published, tmp_path / "copy"))


def said(checked: Checked, root: str) -> list[tuple[str, str]]:
    return [(one.code, one.span.path.removeprefix(root).lstrip("/")) for one in checked.problems]


def test_a_site_as_it_was_published_is_verified(site: Path) -> None:
    checked = check_folder(site, quietly)
    assert checked.problems == ()
    assert checked.files > 20


def test_every_difference_is_named(site: Path) -> None:
    damage(site / "feed.xml")  # one bit; neither size nor time tells
    (site / "404.html").unlink()
    write(site, {"about/notes.txt": "mine"})
    (site / "static/link").symlink_to(site / "feed.xml")
    assert said(check_folder(site, quietly), str(site)) == [
        ("missing-file", "404.html"),
        ("changed-file", "feed.xml"),
        ("unknown-file", "about/notes.txt"),
        ("unknown-file", "static/link"),
    ]


def test_a_folder_or_a_link_in_a_file_s_place_is_a_missing_file(site: Path) -> None:
    (site / "404.html").unlink()
    (site / "404.html").mkdir()
    (site / "feed.xml").rename(site / ".git")  # which is no part of a site
    (site / "feed.xml").symlink_to(site / ".git")
    assert said(check_folder(site, quietly), str(site)) == [
        ("missing-file", "404.html"),
        ("missing-file", "feed.xml"),
    ]


@pytest.mark.parametrize(
    ("sums", "code", "line"),
    [
        ("no list at all\n", "bad-sums", 1),
        ("0" * 64 + "  ../outside\n", "bad-sums", 1),
        ("0" * 64 + "  index.html\n" + "0" * 64 + "  /etc/passwd\n", "bad-sums", 2),
        (None, "no-sums", 0),
    ],
)
def test_without_a_sound_list_nothing_is_verified(site: Path, sums: str | None, code: str, line: int) -> None:
    (site / SUMS).unlink()
    if sums is not None:
        (site / SUMS).write_text(sums)
    (problem,) = check_folder(site, quietly).problems
    assert (problem.code, problem.span.line) == (code, line)


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="no sha256sum")
def test_sha256sum_reads_the_list(site: Path) -> None:
    command = ["sha256sum", "--check", "--strict", "--quiet", SUMS]
    assert subprocess.run(command, cwd=site, capture_output=True, check=False).returncode == 0
    damage(site / "feed.xml")
    ran = subprocess.run(command, cwd=site, capture_output=True, check=False, text=True)
    assert (ran.returncode, ran.stdout) == (1, "feed.xml: FAILED\n")


# On the web


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def served(site: Path) -> Iterator[str]:
    """The address of the copy on this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def test_a_site_on_the_web_is_verified_by_reading_it(site: Path, served: str) -> None:
    assert check_site(served.rstrip("/"), quietly).problems == ()
    damage(site / "feed.xml")
    (site / "404.html").unlink()
    (site / ".nojekyll").unlink()  # which few hosts serve
    assert said(check_site(served, quietly), served) == [("missing-file", "404.html"), ("changed-file", "feed.xml")]


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://127.0.0.1:1/", "refused"),
        ("https://[bad", "IPv6"),
        ("http://two words/", "control characters"),
        ("http://host:port/", "nonnumeric port"),
    ],
)
def test_a_host_that_does_not_answer_is_said(url: str, why: str) -> None:
    (problem,) = check_site(url, quietly).problems
    assert problem.code == "no-sums"
    assert why in problem.message


def test_the_command_ends_with_1_on_any_difference(site: Path) -> None:
    result = CliRunner().invoke(main, ["verify", str(site)])
    assert (result.exit_code, result.stdout.splitlines()[-1][:9]) == (0, "Verified:")
    write(site, {"stray": "x"})
    result = CliRunner().invoke(main, ["verify", str(site)])
    assert result.exit_code == 1
    assert "stray: error[unknown-file]" in result.stdout
    assert result.stdout.splitlines()[-1].startswith("Not verified: 1 difference among ")
