"""A branch of a remote repository, and the commit that makes it hold a site.

All of it happens in a bare repository of its own, which goes when it is done: the archive's repository is only asked
for the address of the remote and for its settings. Neither its work tree nor its index, branches or objects are
touched. Nothing is ever forced: where somebody else has pushed meanwhile, the remote says so.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from generator.deploy.git import GitError, git, without_password
from generator.model import Record
from generator.output.store import FOLDER, keep_out_of_version_control

_NAME = "pressmark"  # of the remote, in the repository of its own


class Remote(Record):
    """A remote repository as the user named it, and where it is fetched from and pushed to."""

    name: str
    url: str
    push_url: str

    def __str__(self) -> str:
        shown = without_password(self.push_url)
        return shown if shown == self.name else f"{self.name} ({shown})"


class Branch(Record):
    """A branch as the remote has it: its last commit, None where it is new, and the object of each file."""

    repository: Path  # the bare one
    cwd: Path  # where git runs, so that an address that is a relative path leads where it did
    remote: Remote
    name: str
    tip: str | None
    holds: Mapping[str, str]

    def git(self, *arguments: str, given: bytes = b"", more: Mapping[str, str] | None = None) -> bytes:
        """What git prints, run on the repository of its own."""
        return git(f"--git-dir={self.repository}", *arguments, cwd=self.cwd, given=given, more=more)

    def read(self, path: str) -> bytes:
        """What a file of the branch holds; empty where there is none, or it cannot be had."""
        try:
            return self.git("cat-file", "blob", self.holds[path]) if path in self.holds else b""
        except GitError:
            return b""


class Changes(Record):
    """What becomes of the files of a branch, each sorted by path."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


@contextmanager
def repository_beside(folder: Path) -> Iterator[Path]:
    """A place for a repository, below the archive's folder, so that what git is set to do there counts for it too."""
    place: Path | None = folder / FOLDER
    try:
        (folder / FOLDER).mkdir(exist_ok=True)
        keep_out_of_version_control(folder / FOLDER)
    except OSError:  # an archive that is only read
        place = None
    with tempfile.TemporaryDirectory(dir=place, prefix="deploy-", ignore_cleanup_errors=True) as temporary:
        yield Path(temporary)


def top_of(folder: Path) -> Path | None:
    """The work tree that a folder is in; None where it is in none."""
    try:
        return Path(os.fsdecode(git("rev-parse", "--show-toplevel", cwd=folder).rstrip(b"\r\n")))
    except GitError:
        return None


def remotes_of(folder: Path) -> tuple[str, ...]:
    """The names of the remotes of the repository that a folder is in."""
    return tuple(git("remote", cwd=folder).decode().split())


def current_branch(folder: Path) -> str | None:
    """The branch that is checked out where a folder is; None where none is."""
    try:
        return git("symbolic-ref", "--quiet", "--short", "HEAD", cwd=folder).decode().strip()
    except GitError:
        return None


def is_branch_name(name: str, cwd: Path) -> bool:
    """Whether a branch may be called so."""
    try:
        git("check-ref-format", f"refs/heads/{name}", cwd=cwd)
    except GitError:
        return False
    return not name.startswith("-")


def remote_named(name: str, folder: Path) -> Remote:
    """A remote of the repository that a folder is in, with the addresses that its settings give."""
    url, push_url = (
        git("remote", "get-url", *how, "--", name, cwd=folder).decode().splitlines()[0] for how in ((), ("--push",))
    )
    return Remote(name=name, url=url, push_url=push_url)


def fetched(remote: Remote, name: str, repository: Path, folder: Path) -> Branch:
    """A branch with the files that its last commit has. Raises GitError where the remote cannot be reached."""
    top = top_of(folder)
    cwd = top or folder
    git("init", "--quiet", "--bare", "--template=", "--", str(repository), cwd=cwd)
    _set_up(repository, remote, None if top is None else _settings_of(folder))
    branch = Branch(repository=repository, cwd=cwd, remote=remote, name=name, tip=None, holds={})
    ref = f"refs/heads/{name}"
    if not branch.git("ls-remote", "--heads", _NAME, ref).strip():
        return branch
    # Its last commit without what the files hold: git asks for that where it is needed.
    branch.git("fetch", "--quiet", "--no-tags", "--depth=1", "--filter=blob:none", _NAME, f"+{ref}:{ref}")
    tip = branch.git("rev-parse", "--verify", ref).decode().strip()
    entries = branch.git("ls-tree", "-r", "-z", "--full-tree", tip).split(b"\0")
    holds = dict(_entry(entry) for entry in entries if entry)
    return Branch(repository=repository, cwd=cwd, remote=remote, name=name, tip=tip, holds=holds)


def objects_of(branch: Branch, files: Mapping[str, str]) -> dict[str, str]:
    """The object that each file is or would be; `files` is path on the branch to place on this machine."""
    names = branch.git("hash-object", "--no-filters", "--stdin-paths", given=_lines(files.values())).decode().split()
    return dict(zip(files, names, strict=True))


def changes_to(branch: Branch, objects: Mapping[str, str]) -> Changes:
    """What becomes of the branch's files when it holds these and no others."""
    before = branch.holds
    return Changes(
        added=tuple(sorted(objects.keys() - before.keys())),
        changed=tuple(sorted(path for path, name in objects.items() if before.get(path, name) != name)),
        removed=tuple(sorted(before.keys() - objects.keys())),
    )


def committed(branch: Branch, objects: Mapping[str, str], files: Mapping[str, str], message: str) -> str:
    """The commit, on top of the branch, that holds these objects; it is in the repository of its own only."""
    changes = changes_to(branch, objects)
    new = [files[path] for path in (*changes.added, *changes.changed)]
    written = branch.git("hash-object", "-w", "--no-filters", "--stdin-paths", given=_lines(new)).decode().split()
    if written != [objects[path] for path in (*changes.added, *changes.changed)]:
        raise GitError("a file changed while it was read")
    index = {"GIT_INDEX_FILE": str(branch.repository / "index")}
    entries = b"".join(b"100644 %s\t%s\0" % (name.encode(), path.encode()) for path, name in objects.items())
    branch.git("update-index", "-z", "--index-info", given=entries, more=index)
    tree = branch.git("write-tree", "--missing-ok", more=index).decode().strip()
    parents = ["-p", branch.tip] if branch.tip else []
    return branch.git("commit-tree", *parents, tree, given=message.encode()).decode().strip()


def push(branch: Branch, commit: str) -> None:
    """Make the commit the remote branch's last. Raises RejectedError where the remote does not take it."""
    branch.git("push", "--quiet", "--porcelain", "--no-verify", _NAME, f"{commit}:refs/heads/{branch.name}")


def _set_up(repository: Path, remote: Remote, settings: Path | None) -> None:
    """Give the repository its remote, and the settings of the archive's own: who commits, how to log in."""
    config = repository / "config"
    own = config.read_text(encoding="utf-8")
    included = f'[include]\n\tpath = "{_quoted(str(settings))}"\n' if settings is not None else ""
    ours = f'[remote "{_NAME}"]\n\turl = "{_quoted(remote.url)}"\n\tpushurl = "{_quoted(remote.push_url)}"\n'
    config.write_text(included + own + ours, encoding="utf-8")


def _settings_of(folder: Path) -> Path:
    common = os.fsdecode(git("rev-parse", "--git-common-dir", cwd=folder).rstrip(b"\r\n"))
    return Path(os.path.abspath(folder / common)) / "config"


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _entry(entry: bytes) -> tuple[str, str]:
    """A line of `ls-tree`: mode, type and name of the object, and the path."""
    about, _, path = entry.partition(b"\t")
    return path.decode(errors="surrogateescape"), about.split()[2].decode()


def _lines(places: Iterable[str]) -> bytes:
    return b"".join(os.fsencode(os.path.abspath(place)) + b"\n" for place in places)
