"""The branch to publish on: found by what the user names, or a problem that says what is missing.

Turns what git says into problems; what git does is `branch`'s.
"""

from __future__ import annotations

from pathlib import Path

from generator.deploy.branch import (
    Branch,
    Remote,
    current_branch,
    fetched,
    is_branch_name,
    remote_named,
    remotes_of,
    top_of,
)
from generator.deploy.git import GitError, NoGitError, without_password
from generator.files import SITE_FILE, words
from generator.output.guards import shown
from generator.problems import Problem, Span, did_you_mean

_NOBODY = ("identity", "user.email", "auto-detect")  # in what git says when it does not know who commits


def branch_named(name: str, remote_name: str, folder: Path, repository: Path) -> Branch | Problem:
    """The branch to publish on, as the remote has it; or why there is none."""
    try:
        top = top_of(folder)
        if not is_branch_name(name, folder):
            return Problem("bad-branch", f'"{name}" is no name of a branch', Span(name))
        remote = _remote(folder, remote_name, has_repository=top is not None)
        if isinstance(remote, Problem):
            return remote
        if top is not None and current_branch(folder) == name:
            return _source_branch(name)
        branch = fetched(remote, name, repository, folder)
    except NoGitError as error:
        hint = "install it (git-scm.com), or publish the folder in another way: docs/publish.md"
        return Problem("no-git", str(error), Span(SITE_FILE), hint)
    except GitError as error:
        hint = "see to the connection, the address and your access: `git ls-remote` says the same where it fails"
        message = f"cannot reach {without_password(remote_name)}: {error}"
        return Problem("remote-not-reached", message, Span(SITE_FILE), hint)
    except OSError as error:
        return Problem("cannot-write", f"cannot make a repository: {words(error)}", Span(shown(repository)))
    return _source_branch(name) if SITE_FILE in branch.holds else branch


def _remote(folder: Path, name: str, *, has_repository: bool) -> Remote | Problem:
    names = remotes_of(folder) if has_repository else ()
    if name in names:
        return remote_named(name, folder)
    if any(mark in name for mark in "/:\\") and not name.startswith("-"):
        return Remote(name=without_password(name), url=name, push_url=name)
    span = Span(SITE_FILE)
    if not has_repository:
        hint = "`git init` makes one, `git remote add origin URL` tells it where; or --remote URL"
        return Problem("no-remote", "the archive is in no git repository", span, hint)
    if not names:
        return Problem(
            "no-remote", "this repository has no remote", span, f"`git remote add {name} URL`; or --remote URL"
        )
    near = did_you_mean(name, names)
    hint = f'did you mean "{near}"?' if near else f"its remotes are {', '.join(names)}"
    return Problem("no-remote", f'this repository has no remote "{name}"', span, hint)


def _source_branch(name: str) -> Problem:
    message = f'the branch "{name}" holds the archive itself, which publishing would replace'
    return Problem("source-branch", message, Span(SITE_FILE), "name another with --branch")


def no_commit(error: GitError) -> Problem:
    """Why there is no commit of the site."""
    said = str(error)
    if any(word in said for word in _NOBODY):
        hint = '`git config user.name "Your name"` and `git config user.email you@example.org` say so'
        return Problem("no-identity", "git does not know who commits", Span(SITE_FILE), hint)
    hint = "nothing was published; run it again"
    return Problem("no-commit", f"git cannot make a commit of the site: {said}", Span(SITE_FILE), hint)


def rejection(error: GitError, branch: Branch) -> Problem:
    """Why the remote did not take the site."""
    said = str(error)
    if "fetch first" in said or "non-fast-forward" in said:
        hint = "nothing was lost: run it again, and see what changes now"
        said = f'somebody else has pushed to "{branch.name}" meanwhile'
    else:
        hint = "the branch is as it was; the remote's settings say who may push to it"
    return Problem("push-rejected", f"{branch.remote} did not take the site: {said}", Span(SITE_FILE), hint)
