"""The documents keep their word: the commands they show work, and their links lead somewhere."""

from __future__ import annotations

import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path
from threading import Timer
from urllib.parse import unquote

import pytest

from generator.read.ids import slug

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
WALKS = ("README.md", "docs/publish.md")  # documents whose commands are one walk, from nothing to a site
SHELL = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
BOUND = 120.0  # seconds in which a command ends, and in which one that runs on says how to end it
CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def commands(document: str) -> list[list[str]]:
    """The `pressmark` and `cd` lines of a document's shell blocks, comments taken off."""
    text = (ROOT / document).read_text(encoding="utf-8").replace("$BASE_URL", "https://example.org/archive")
    lines = (line for block in SHELL.findall(text) for line in block.splitlines())
    return [words for line in lines if (words := shlex.split(line, comments=True)) and words[0] in {"pressmark", "cd"}]


def run(arguments: list[str], folder: Path) -> tuple[int, str]:
    """The exit code of a command and what it said."""
    command = [sys.executable, "-m", "generator", *arguments]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=BOUND)
    return ran.returncode, ran.stdout + ran.stderr


def served(arguments: list[str], folder: Path) -> tuple[int, str]:
    """The same for the command that runs until its user ends it: as soon as it says how."""
    command = [sys.executable, "-m", "generator", *arguments, "--port", "0"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout is not None
        at_last = Timer(BOUND, process.kill)  # which ends every wait for what it says
        at_last.start()
        try:
            said = "".join(iter(lambda: _line_before_the_end(process), ""))
            process.send_signal(signal.SIGINT)
            said += process.stdout.read()
            return process.wait(BOUND), said
        finally:
            at_last.cancel()
            process.kill()  # does nothing where it has ended


def _line_before_the_end(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    line = process.stdout.readline()
    return "" if line.startswith("Ctrl-C ends") else line


@pytest.mark.parametrize("document", WALKS)
def test_the_commands_of_a_document_work_in_its_order(document: str, tmp_path: Path) -> None:
    folder = tmp_path
    walk = commands(document)
    assert [words[1] for words in walk if words[0] == "pressmark"][:1] == ["init"]
    for words in walk:
        if words[0] == "cd":
            folder /= words[1]
            continue
        status, said = (served if words[1] == "serve" else run)(words[1:], folder)
        assert status == 0, f"{shlex.join(words)}\n{said}"
    assert list(tmp_path.rglob("public/index.html"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    text = CODE.sub("", document.read_text(encoding="utf-8"))
    for found in LINK.finditer(text):
        target = found.group(1) or found.group(2)
        if re.match(r"[a-z]+:", target):
            continue
        path, _, fragment = unquote(target).partition("#")
        place = (document.parent / path).resolve() if path else document
        assert place.exists(), f"{target}: no such file"
        if fragment and place.suffix == ".md":
            headings = {
                slug(heading.replace("`", "")) for heading in HEADING.findall(place.read_text(encoding="utf-8"))
            }
            assert slug(fragment) in headings, f"{target}: no such heading"
