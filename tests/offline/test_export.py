"""pressmark export offline: the built site as a zip, all of it or none."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.build import quietly
from generator.cli import main
from generator.fixity import check_folder
from generator.offline import edition, zips
from generator.offline.commands import Exported, Wish, export_offline
from tests.output.given import write

ROOT = Path(__file__).resolve().parents[2]
TOP = "papers-offline"
SITE_YAML = "title: Papers\nurl: https://example.org/archive/\n"


def article(title: str, more: str = "", text: str = "Words of an article.") -> str:
    return f"---\ntitle: {title}\noutlet: KCNA\ndate: 2023-06-25\n{more}---\n{text}\n"


class Desk:
    """An archive, built and exported as its editor would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "archive"
        self.public = self.folder / "public"
        self.zip = folder / "papers.zip"
        write(
            self.folder,
            {
                "site.yaml": SITE_YAML,
                "content/articles/one.md": article("One", "aliases: [/old.html]\n"),
                "content/articles/two.md": article("Two", "tags: [War]\n"),
                "content/assets/plan.txt": "A plan.\n",
            },
        )

    def run(self, *arguments: str) -> Result:
        return CliRunner().invoke(main, [*arguments, "--site", str(self.folder)], catch_exceptions=False)

    def build(self, *arguments: str) -> None:
        built = self.run("build", "--jobs", "1", *arguments)
        assert built.exit_code == 0, built.output

    def export(self, to: Path | None = None) -> Exported:
        return export_offline(self.folder, Wish(file=to or self.zip), quietly)

    def codes(self) -> list[str]:
        return [problem.code for problem in self.export().problems]

    def held(self) -> dict[str, bytes]:
        with zipfile.ZipFile(self.zip) as file:
            return {info.filename.removeprefix(f"{TOP}/"): file.read(info) for info in file.infolist()}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    made.build()
    return made


def test_all_files_of_the_site_are_in_it_but_those_for_hosts(desk: Desk) -> None:
    made = desk.export()
    assert made.problems == ()
    held = desk.held()
    site = {path.relative_to(desk.public).as_posix() for path in desk.public.rglob("*") if path.is_file()}
    feeds = {path for path in site if path.endswith(("feed.xml", "feed.json"))}
    hosts = {"404.html", ".nojekyll", "robots.txt", "sitemap.xml", ".pressmark-manifest.json"}
    assert held.keys() == (site - feeds - hosts) | {"README.txt"}
    assert made.files == len(held)
    assert made.size == desk.zip.stat().st_size
    assert {"index.html", "old.html", "2023/06/one/index.html", "data/archive.sqlite", "assets/plan.txt"} <= held.keys()


def test_what_is_no_page_is_in_it_byte_for_byte(desk: Desk) -> None:
    desk.export()
    made_here = {"README.txt", "manifest-sha256.txt"}
    for path, data in desk.held().items():
        if path not in made_here and not path.endswith(".html"):
            assert data == (desk.public / path).read_bytes(), path


def test_a_file_that_somebody_put_into_the_output_is_not_in_it(desk: Desk) -> None:
    write(desk.public, {"CNAME": "example.org\n", "private.txt": "mine"})
    desk.export()
    assert not {"CNAME", "private.txt"} & desk.held().keys()


def test_its_list_of_sums_is_true(desk: Desk, tmp_path: Path) -> None:
    desk.export()
    held = desk.held()
    listed = dict(reversed(line.split("  ", 1)) for line in held.pop("manifest-sha256.txt").decode().splitlines())
    assert listed == {path: hashlib.sha256(data).hexdigest() for path, data in held.items()}
    with zipfile.ZipFile(desk.zip) as file:
        file.extractall(tmp_path / "stick")
    checked = check_folder(tmp_path / "stick" / TOP, quietly)
    assert (checked.problems, checked.files) == ((), len(held))


def test_a_text_beside_the_start_page_says_what_it_is(desk: Desk) -> None:
    desk.export()
    text = desk.held()["README.txt"].decode()
    assert text.startswith("Papers\n======\n")
    assert "open the file index.html" in text
    assert "Content up to: 2023-06-25\n" in text
    assert "https://example.org/archive/" in text
    assert "sha256sum --check --quiet manifest-sha256.txt" in text


def test_the_same_site_gives_the_same_bytes_wherever_and_whenever(desk: Desk, tmp_path: Path) -> None:
    desk.export()
    another = Desk(tmp_path / "elsewhere")
    another.build("--output", str(tmp_path / "else"))
    os.utime(another.folder / "content/articles/one.md", (1, 1))
    another.build("--output", str(tmp_path / "else"), "--fresh")
    wish = Wish(file=another.zip, output=tmp_path / "else")
    assert export_offline(another.folder, wish, quietly).problems == ()
    assert another.zip.read_bytes() == desk.zip.read_bytes()


def test_entries_are_in_the_order_of_their_names_of_one_date_and_plain_files(desk: Desk) -> None:
    desk.export()
    with zipfile.ZipFile(desk.zip) as file:
        entries = file.infolist()
    names = [entry.filename for entry in entries if not entry.filename.endswith(("README.txt", "sha256.txt"))]
    assert names == sorted(names)
    assert {(entry.date_time, entry.create_system, entry.external_attr >> 16) for entry in entries} == {
        ((1980, 1, 1, 0, 0, 0), 3, 0o100644)
    }


@pytest.mark.parametrize("display", ["excerpt", "metadata"])
def test_a_text_that_rights_withhold_is_not_in_it(desk: Desk, display: str) -> None:
    text = "First words. " * 40 + "The last are withheld."
    write(desk.folder, {"content/articles/one.md": article("One", f"rights: {{display: {display}}}\n", text)})
    desk.build()
    assert desk.codes() == []
    assert not [path for path, data in desk.held().items() if b"The last are withheld" in data]


@pytest.mark.parametrize(
    ("more", "built"),
    [
        ("rights: {display: metadata}\n", ()),  # and the site was built before
        ("draft: true\n", ("--drafts",)),
    ],
)
def test_a_site_that_the_archive_does_not_give_now_is_not_exported(
    desk: Desk, more: str, built: tuple[str, ...]
) -> None:
    write(desk.folder, {"content/articles/one.md": article("One", more)})
    if built:
        desk.build(*built)
    assert desk.codes() == ["not-built"]
    assert not desk.zip.exists()


def test_where_nothing_was_built_it_says_how(tmp_path: Path) -> None:
    made = Desk(tmp_path).export()
    assert [(one.code, one.hint) for one in made.problems] == [
        ("not-built", "build it with `pressmark build`, or name its folder with --output")
    ]


def test_a_file_that_changes_while_it_is_packed_leaves_no_zip(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def edited(*_: object) -> tuple[object, tuple[()]]:
        found = built_site(desk.folder, desk.public)
        write(desk.public, {"2023/06/two/index.html": "<p>another</p>"})
        return found

    from generator.offline import commands  # noqa: PLC0415

    built_site = commands.built_site
    monkeypatch.setattr(commands, "built_site", edited)
    assert [(one.code, one.span.path) for one in desk.export().problems] == [
        ("not-built", str(desk.public / "2023/06/two/index.html"))
    ]
    assert os.listdir(desk.zip.parent) == ["archive"]


# What was there before


@pytest.mark.parametrize(
    "other", [b"not a zip", b"", b"PK\x05\x06" + bytes(18)], ids=["a text", "nothing", "somebody's zip"]
)
def test_a_file_that_is_no_zip_of_ours_is_never_written_over(desk: Desk, other: bytes) -> None:
    desk.zip.write_bytes(other)
    assert desk.codes() == ["foreign-file"]
    assert desk.zip.read_bytes() == other


def test_a_link_to_a_zip_of_ours_stays_a_link(desk: Desk, tmp_path: Path) -> None:
    desk.export(tmp_path / "real.zip")
    desk.zip.symlink_to(tmp_path / "real.zip")
    assert desk.codes() == ["foreign-file"]
    assert desk.zip.is_symlink()


def test_an_older_zip_is_replaced(desk: Desk) -> None:
    desk.export()
    write(desk.folder, {"content/articles/three.md": article("Three")})
    desk.build()
    assert desk.codes() == []
    assert "2023/06/three/index.html" in desk.held()


@pytest.mark.parametrize("folder", ["public", "content", "content/assets", "themes", ".pressmark"])
def test_no_zip_is_written_among_what_it_is_made_of(desk: Desk, folder: str) -> None:
    (desk.folder / folder).mkdir(parents=True, exist_ok=True)
    made = desk.export(desk.folder / folder / "x.zip")
    assert [one.code for one in made.problems] == ["output-refused"]


def test_a_full_disk_leaves_the_older_zip_and_nothing_else(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.export()
    before = desk.zip.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zips.os, "fsync", full)
    made = desk.export()
    assert [(one.code, one.message) for one in made.problems] == [
        ("cannot-write", "cannot write: No space left on device")
    ]
    assert desk.zip.read_bytes() == before
    assert sorted(os.listdir(desk.zip.parent)) == ["archive", "papers.zip"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_a_disk_that_is_full_in_the_middle_is_said_without_a_traceback(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = open
    monkeypatch.setattr(zips, "open", lambda _place, mode: real("/dev/full", mode.replace("x", "w")), raising=False)
    assert desk.codes() == ["cannot-write"]
    assert os.listdir(desk.zip.parent) == ["archive"]


def test_a_folder_that_is_not_there_is_said(desk: Desk, tmp_path: Path) -> None:
    made = desk.export(tmp_path / "no/such/papers.zip")
    assert [(one.code, one.message) for one in made.problems] == [
        ("cannot-write", "cannot write: No such file or directory")
    ]


def test_an_export_that_is_killed_leaves_the_older_zip_and_the_next_one_clears_up(desk: Desk) -> None:
    desk.export()
    before = desk.zip.read_bytes()
    waiting = desk.zip.with_name(".papers.zip.part")
    slowly = (
        "import sys, time; from pathlib import Path; from generator.offline.commands import Wish, export_offline\n"
        "def slow(*_): time.sleep(0.05)\n"
        "export_offline(Path(sys.argv[1]), Wish(file=Path(sys.argv[2])), slow)\n"
    )
    with subprocess.Popen([sys.executable, "-c", slowly, str(desk.folder), str(desk.zip)], cwd=ROOT) as process:
        until = time.monotonic() + 30
        while not waiting.exists() and time.monotonic() < until:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
    assert waiting.exists()
    assert desk.zip.read_bytes() == before
    assert desk.codes() == []
    assert desk.zip.read_bytes() == before
    assert not waiting.exists()


# Names


@pytest.mark.parametrize("name", ["con", "aux.1", "a:b", "nul"])
def test_a_name_that_windows_cannot_store_is_an_error_of_the_build(desk: Desk, name: str) -> None:
    """So there is no site to export."""
    write(desk.folder, {f"content/assets/{name}": "x"})
    built = desk.run("build", "--jobs", "1")
    assert built.exit_code == 1
    assert "error[unsafe-path]" in built.output
    assert desk.codes() == ["not-built"]


def test_names_that_differ_only_in_case_are_an_error_of_the_build(desk: Desk) -> None:
    write(desk.folder, {"content/assets/a.txt": "1", "content/assets/A.txt": "2"})
    built = desk.run("build", "--jobs", "1")
    assert "error[colliding-pages]" in built.output
    assert desk.codes() == ["not-built"]


def test_an_address_in_the_place_of_the_readme_is_named(desk: Desk) -> None:
    write(desk.folder, {"content/articles/one.md": article("One", "aliases: [/Readme.txt/]\n")})
    desk.build()
    assert desk.codes() == ["colliding-pages"]


def test_a_path_that_is_long_for_windows_is_said(desk: Desk) -> None:
    write(desk.folder, {f"content/assets/{'d' * 80}/{'e' * 80}/{'f' * 80}.txt": "deep"})
    desk.build()
    (said,) = desk.export().problems
    assert (said.code, said.severity) == ("long-path", "warning")
    assert said.message == "its path has 268 characters in the zip"


def test_a_module_script_of_a_theme_is_said(desk: Desk) -> None:
    script = '<script type="module" src="{{ site.root }}static/x.js"></script>'
    page = '{% extends "base.html" %}{% block scripts %}' + script + "{% endblock %}"
    write(
        desk.folder,
        {
            "site.yaml": f"{SITE_YAML}theme: mine\n",
            "themes/mine/theme.yaml": "name: mine\nextends: broadsheet\n",
            "themes/mine/templates/tag.html": page,
            "themes/mine/static/x.js": "",
        },
    )
    desk.build()
    (said,) = desk.export().problems
    assert (said.code, said.severity) == ("module-script", "warning")


# The command


def test_the_command_says_what_it_made(desk: Desk) -> None:
    made = desk.run("export", "offline", str(desk.zip))
    assert made.exit_code == 0
    assert f"{desk.zip}, " in made.output
    assert made.output.rstrip().endswith(" MB")


def test_without_a_name_the_zip_is_called_as_the_site_is(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk.zip.parent)
    assert desk.run("export", "offline").exit_code == 0
    assert Path("papers-offline.zip").is_file()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["somewhere", "x.zip"], "go with the word offline"),
        (["somewhere", "--output", "public"], "go with the word offline"),
        (["offline", "--jobs", "2"], "do not go with offline"),
        (["offline", "--base-url", "https://example.org/"], "do not go with offline"),
        ([""], "the name of the folder is empty"),
    ],
)
def test_what_does_not_go_together_is_wrong_usage(desk: Desk, arguments: list[str], said: str) -> None:
    refused = desk.run("export", *arguments)
    assert refused.exit_code == 2
    assert said in refused.output


def test_an_error_is_an_exit_code(desk: Desk) -> None:
    desk.zip.write_text("mine")
    refused = desk.run("export", "offline", str(desk.zip))
    assert refused.exit_code == 1
    assert "error[foreign-file]" in refused.output
    assert "Nothing exported" in refused.output


def test_large_files_go_through_a_piece_at_a_time(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edition, "_PIECE", 7)
    assert desk.codes() == []
    assert desk.held()["assets/plan.txt"] == b"A plan.\n"
