"""What the tests of deployments start from: an archive in a repository of its own, and a bare one to publish to."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from click.testing import CliRunner, Result

from generator.cli import main
from tests.output.given import write

URL = "https://example.org/archive/"
SITE_YAML = f"title: Papers\nurl: {URL}\n"
ALONE = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_DATE": "2024-01-01T00:00:00Z",
    "GIT_COMMITTER_DATE": "2024-01-01T00:00:00Z",
}


def article(title: str, date: str = "2023-06-25", more: str = "", text: str = "Words.") -> str:
    """A small article."""
    return f"---\ntitle: {title}\noutlet: KCNA\ndate: {date}\n{more}---\n{text}\n"


def git(folder: Path, *arguments: str) -> str:
    """What git prints in a folder, whatever this machine has set up."""
    command = ["git", "-c", "user.name=T", "-c", "user.email=t@example.org", *arguments]
    ran = subprocess.run(
        command, cwd=folder, env={**os.environ, **ALONE}, capture_output=True, text=True, check=False, timeout=60
    )
    assert ran.returncode == 0, f"{command}\n{ran.stdout}{ran.stderr}"
    return ran.stdout


class Desk:
    """An archive under version control, edited, built and deployed as its editor would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "archive"
        self.remote = folder / "remote.git"
        self.public = self.folder / "public"
        files = {
            "site.yaml": SITE_YAML,
            ".gitignore": "public/\n.pressmark/\n",
            "content/articles/one.md": article("One"),
            "content/articles/two.md": article("Two", more="tags: [War]\n"),
        }
        write(self.folder, files)
        git(folder, "init", "--quiet", "--bare", str(self.remote))
        git(self.folder, "init", "--quiet", "--initial-branch", "main")
        git(self.folder, "config", "user.name", "An Editor")
        git(self.folder, "config", "user.email", "editor@example.org")
        git(self.folder, "remote", "add", "origin", str(self.remote))
        git(self.folder, "add", ".")
        git(self.folder, "commit", "--quiet", "--message", "The archive")

    def run(self, command: str, *arguments: object, answer: str = "", env: dict[str, str] | None = None) -> Result:
        """A command on this archive."""
        words = [command, "--site", str(self.folder), *map(str, arguments)]
        return CliRunner().invoke(main, words, input=answer, env={**ALONE, **(env or {})})

    def build(self, *arguments: object) -> None:
        """Build it; fails the test where that fails."""
        found = self.run("build", "--jobs", "1", "--quiet", *arguments)
        assert found.exit_code == 0, found.output

    def published(self, branch: str = "gh-pages") -> dict[str, str]:
        """The files of a branch of the remote, and the object of each."""
        lines = git(self.remote, "ls-tree", "-r", branch).splitlines()
        return {line.partition("\t")[2]: line.split()[2] for line in lines}

    def on_branch(self, path: str, branch: str = "gh-pages") -> str:
        """What a file of a branch of the remote holds."""
        return git(self.remote, "show", f"{branch}:{path}")

    def put_on_branch(self, files: dict[str, str], branch: str = "gh-pages") -> None:
        """Somebody else's commit on a branch of the remote; the files are added to those it has."""
        clone = self.folder.parent / f"clone-{len(list(self.folder.parent.iterdir()))}"
        git(self.folder.parent, "clone", "--quiet", str(self.remote), str(clone))
        known = git(clone, "branch", "--remotes", "--list", f"origin/{branch}")
        git(clone, "checkout", "--quiet", *([branch] if known else ["--orphan", branch]))
        write(clone, files)
        git(clone, "add", "--force", ".")
        git(clone, "commit", "--quiet", "--message", "Somebody else's")
        git(clone, "push", "--quiet", "origin", branch)

    def state(self) -> dict[str, object]:
        """All that a deployment must leave as it is in the archive's own repository and work tree."""
        inside = self.folder / ".git"
        return {
            "refs": git(self.folder, "for-each-ref"),
            "head": (inside / "HEAD").read_text(),
            "index": (inside / "index").read_bytes(),
            "config": (inside / "config").read_text(),
            "inside": sorted(str(path.relative_to(inside)) for path in inside.rglob("*")),
            "files": {
                str(path.relative_to(self.folder)): path.read_bytes()
                for path in self.folder.rglob("*")
                if path.is_file() and not {".git", ".pressmark"} & set(path.relative_to(self.folder).parts)
            },
            "cache": sorted(path.name for path in (self.folder / ".pressmark").iterdir()),
        }
