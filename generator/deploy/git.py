"""git, run as a program: what it says, or why it would not.

Knows nothing of sites. Never runs a shell, never waits for an answer where nobody can give one, and repeats no password
that an address holds.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

LONGEST_REASON = 300  # characters of what git says that a message repeats

# What a hook or another git sets for its own repository (`git rev-parse --local-env-vars`).
_OF_ANOTHER = frozenset(
    {
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_COMMON_DIR",
        "GIT_CONFIG",
        "GIT_DIR",
        "GIT_GRAFT_FILE",
        "GIT_IMPLICIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_INTERNAL_SUPER_PREFIX",
        "GIT_NAMESPACE",
        "GIT_NO_REPLACE_OBJECTS",
        "GIT_OBJECT_DIRECTORY",
        "GIT_PREFIX",
        "GIT_REPLACE_REF_BASE",
        "GIT_SHALLOW_FILE",
        "GIT_WORK_TREE",
    }
)
_PASSWORD = re.compile(r"(?<=//)[^/@\s]+@")
_NOISE = ("hint:", "warning:", "Please make sure you have the correct access rights", "and the repository exists.")


class GitError(Exception):
    """git did not do what it was asked to; the text is its reason, in its own words."""


class NoGitError(Exception):
    """There is no git here."""


class RejectedError(GitError):
    """The remote did not take what was pushed."""


def git(*arguments: str, cwd: Path, given: bytes = b"", more: Mapping[str, str] | None = None) -> bytes:
    """What git prints, run in the folder `cwd` with `given` as its input and `more` in its environment."""
    program = shutil.which("git")
    if program is None:
        raise NoGitError("there is no git on this machine")
    ran = subprocess.run(  # noqa: S603 - a fixed program; what users write is an argument, never a command
        [program, *arguments],
        cwd=cwd,
        input=given,
        capture_output=True,
        env=_environment(more or {}),
        check=False,
    )
    if ran.returncode:
        rejected = _rejected(ran.stdout.decode(errors="replace"))
        said = reason(ran.stderr.decode(errors="replace")) or f"git ended with {ran.returncode}"
        raise RejectedError(rejected or said) if rejected else GitError(said)
    return ran.stdout


def reason(said: str) -> str:
    """What git gives as its reason, on one line."""
    lines = (line.removeprefix("remote: ").strip() for line in said.splitlines())
    kept = [line.removeprefix("fatal: ").removeprefix("error: ") for line in lines if line and not _is_noise(line)]
    text = "; ".join(dict.fromkeys(kept))
    return without_password(text if len(text) <= LONGEST_REASON else f"{text[:LONGEST_REASON]}…")


def without_password(url: str) -> str:
    """An address as it may be shown: without the user name and password that it may hold."""
    return _PASSWORD.sub("", url)


def _is_noise(line: str) -> bool:
    return line.startswith(_NOISE)


def _rejected(said: str) -> str:
    """Why a remote took no branch, by what `push --porcelain` prints: "!<tab>from:to<tab>[rejected] (fetch first)"."""
    return "; ".join(line.rpartition("\t")[2] for line in said.splitlines() if line.startswith("!\t"))


def _environment(more: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in _OF_ANOTHER}
    quiet = {} if sys.stdin.isatty() else {"GIT_TERMINAL_PROMPT": "0"}
    return {**kept, "LC_ALL": "C", "LANGUAGE": "C", **quiet, **more}
