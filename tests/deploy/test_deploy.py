"""`pressmark deploy`: the built site becomes a commit on a branch of a remote, and nothing else changes anywhere."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from generator.deploy.git import GitError, reason, without_password
from generator.deploy.hosts import pages_address
from tests.deploy.given import Desk, article, git
from tests.output.given import write


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A built archive whose remote has nothing yet."""
    made = Desk(tmp_path)
    made.build()
    return made


def files_of(folder: Path) -> dict[str, str]:
    """Every file below a folder and its object, as git names it: SHA-1 of a header and the bytes."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha1(
            b"blob %d\0" % len(data := path.read_bytes()) + data, usedforsecurity=False
        ).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


# What is published


def test_the_branch_is_the_output_folder_byte_for_byte(desk: Desk) -> None:
    found = desk.run("deploy", "--yes")
    assert found.exit_code == 0, found.output
    number = len(files_of(desk.public))
    assert desk.published() == files_of(desk.public)
    assert found.stdout.endswith(
        f"Published on gh-pages of origin ({desk.remote}), a new branch: {number} files added, 0 changed, 0 removed\n"
    )


def test_the_source_is_not_touched(desk: Desk) -> None:
    write(desk.folder, {"content/articles/one.md": article("One, edited and not committed")})
    git(desk.folder, "rm", "--quiet", "--cached", "content/articles/two.md")
    desk.build()
    before = desk.state()
    assert desk.run("deploy", "--dry-run").exit_code == 0
    assert desk.run("deploy", "--yes").exit_code == 0
    assert desk.state() == before


def test_a_second_deployment_is_a_commit_on_top_of_the_first(desk: Desk) -> None:
    desk.run("deploy", "--yes")
    write(desk.folder, {"content/articles/three.md": article("Three")})
    desk.build()
    found = desk.run("deploy", "--yes")
    assert found.exit_code == 0, found.output
    assert "A 2023/06/three/index.html\n" in found.stdout
    assert "M index.html\n" in found.stdout
    assert git(desk.remote, "log", "--format=%an %s", "gh-pages") == "An Editor Publish Papers\n" * 2
    assert desk.published() == files_of(desk.public)


def test_a_site_that_is_published_already_makes_no_commit(desk: Desk) -> None:
    desk.run("deploy", "--yes")
    found = desk.run("deploy")
    assert (found.exit_code, found.stderr) == (0, "")
    assert found.stdout == f"Nothing to publish: gh-pages of origin ({desk.remote}) holds this site already\n"
    assert git(desk.remote, "rev-list", "--count", "gh-pages") == "1\n"


def test_files_of_the_user_in_the_output_are_published_and_debris_is_not(desk: Desk) -> None:
    write(desk.public, {".well-known/security.txt": "x", ".DS_Store": "", "notes.txt~": "", "about/.DS_Store": ""})
    assert desk.run("deploy", "--yes").exit_code == 0
    assert ".well-known/security.txt" in desk.published()
    assert not [path for path in desk.published() if path.endswith((".DS_Store", "~"))]


def test_bytes_are_published_as_they_are_whatever_git_would_make_of_line_ends(desk: Desk) -> None:
    write(desk.folder, {"content/assets/table.csv": "a\r\nb\n", ".gitattributes": "* text=auto eol=crlf\n"})
    git(desk.folder, "config", "core.autocrlf", "true")
    desk.build()
    assert desk.run("deploy", "--yes").exit_code == 0
    assert desk.published() == files_of(desk.public)


@pytest.mark.parametrize("own", [None, "other.example.org\n"], ids=["as the branch has it", "as the output has it"])
def test_the_branch_keeps_its_domain(desk: Desk, own: str | None) -> None:
    desk.put_on_branch({"CNAME": "papers.example.org\n", "old.css": ""})
    if own:
        write(desk.public, {"CNAME": own})
    found = desk.run("deploy", "--yes")
    assert found.exit_code == 0, found.output
    assert "D old.css\n" in found.stdout
    assert desk.on_branch("CNAME") == (own or "papers.example.org\n")


def test_a_remote_that_gives_parts_of_a_history_is_asked_for_no_more(desk: Desk) -> None:
    git(desk.remote, "config", "uploadpack.allowFilter", "true")
    desk.put_on_branch({"CNAME": "papers.example.org\n"})
    desk.run("deploy", "--yes")
    (desk.folder / "content/articles/two.md").rename(desk.folder / "content/articles/2.md")
    desk.build()
    found = desk.run("deploy", "--remote", desk.remote.as_uri())
    assert "content/articles/2.md: error[vanished-address]" in found.stderr  # by its title, which the old page says
    write(desk.folder, {"content/articles/2.md": article("Two", more="tags: [War]\naliases: [/2023/06/two/]\n")})
    desk.build()
    assert desk.run("deploy", "--yes", "--remote", desk.remote.as_uri()).exit_code == 0
    assert desk.on_branch("CNAME") == "papers.example.org\n"


def test_a_relative_address_of_a_remote_leads_where_it_does_for_git(desk: Desk) -> None:
    git(desk.folder, "remote", "set-url", "origin", "../remote.git")
    assert desk.run("deploy", "--yes").exit_code == 0
    assert desk.published() == files_of(desk.public)


def test_an_archive_in_a_folder_of_a_repository_is_deployed_alone(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    inner = desk.folder / "papers"
    write(inner, {"site.yaml": "title: Inner\nurl: https://example.org/\n", "content/articles/a.md": article("Inner")})
    desk.folder = inner
    desk.build()
    assert desk.run("deploy", "--yes").exit_code == 0
    assert desk.published() == files_of(inner / "public")


def test_an_archive_without_a_repository_is_deployed_to_an_address(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    alone = write(tmp_path / "alone", {"site.yaml": "title: A\nurl: https://example.org/\n"})
    write(alone, {"content/articles/a.md": article("A")})
    desk.folder = alone
    desk.build()
    identity = {f"GIT_{who}_{what}": "x@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    assert desk.run("deploy", "--yes", "--remote", desk.remote, env=identity).exit_code == 0
    assert desk.published() == files_of(alone / "public")


# Asking


def test_a_dry_run_says_all_that_would_change_and_pushes_nothing(desk: Desk) -> None:
    found = desk.run("deploy", "--dry-run")
    assert found.exit_code == 0
    added = [line.removeprefix("A ") for line in found.stdout.splitlines() if line.startswith("A ")]
    assert added == sorted(files_of(desk.public))
    assert found.stdout.splitlines()[-1].startswith("Would publish on gh-pages of origin")
    assert git(desk.remote, "branch", "--list") == ""


@pytest.mark.parametrize(("answer", "pushed"), [("y", True), ("n", False), ("", False)])
def test_a_user_is_asked_and_answers(desk: Desk, answer: str, monkeypatch: pytest.MonkeyPatch, *, pushed: bool) -> None:
    monkeypatch.setattr("generator.terminal.has_terminal", lambda: True)
    found = desk.run("deploy", answer=f"{answer}\n")
    assert found.exit_code == 0
    assert f"Publish this on gh-pages of origin ({desk.remote}), a new branch? [y/N]" in found.stdout
    assert ("Nothing was published." in found.stdout) is not pushed
    assert bool(git(desk.remote, "branch", "--list")) is pushed


def test_where_nobody_can_be_asked_nothing_is_published(desk: Desk) -> None:
    found = desk.run("deploy")
    assert found.exit_code == 2
    assert found.stderr == (
        "Error: nothing was published: there is no terminal to ask on\n"
        "  hint: --yes publishes without asking, --dry-run only shows\n"
    )
    assert git(desk.remote, "branch", "--list") == ""


# What is no site to publish


def edit_a_page(desk: Desk) -> None:
    write(desk.public, {"index.html": "mine"})


def remove_a_page(desk: Desk) -> None:
    (desk.public / "index.html").unlink()


def edit_an_article(desk: Desk) -> None:
    write(desk.folder, {"content/articles/two.md": article("Two", text="Other words.")})


def withhold_an_article(desk: Desk) -> None:
    write(desk.folder, {"content/articles/two.md": article("Two", more="rights: {display: metadata}\n")})


def add_an_article(desk: Desk) -> None:
    write(desk.folder, {"content/articles/three.md": article("Three")})


def edit_notes(desk: Desk) -> None:
    write(desk.folder, {"content/articles/two.notes.yaml": "- {exact: Words, note: Really}\n"})


def edit_settings(desk: Desk) -> None:
    write(desk.folder, {"site.yaml": "title: Other papers\nurl: https://example.org/archive/\n"})


def lose_the_cache(desk: Desk) -> None:
    for file in (desk.folder / ".pressmark").glob("pages-*"):
        file.unlink()


def publish_elsewhere(desk: Desk) -> None:
    write(desk.folder, {"site.yaml": "title: T\nurl: https://example.org/archive/\noutput: elsewhere\n"})


def build_with_drafts(desk: Desk) -> None:
    desk.build("--drafts")


def build_with_future(desk: Desk) -> None:
    desk.build("--future")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (edit_a_page, "not as it was built"),
        (remove_a_page, "not as it was built"),
        (edit_an_article, "was built before the last change of content/articles/two.md"),
        (withhold_an_article, "was built before the last change of content/articles/two.md"),
        (add_an_article, "was built before the last change of content/articles/three.md"),
        (edit_notes, "was built before the last change of content/articles/two.notes.yaml"),
        (edit_settings, "was built with other settings, another theme or version"),
        (lose_the_cache, "this is no site that was built of this archive"),
        (publish_elsewhere, "this is no site that was built of this archive"),
        (build_with_drafts, "was built with --drafts"),
        (build_with_future, "was built with --future"),
    ],
)
def test_what_is_not_the_site_that_the_archive_gives_is_refused(desk: Desk, change: object, said: str) -> None:
    assert callable(change)
    change(desk)
    found = desk.run("deploy", "--yes")
    assert (found.exit_code, found.stdout) == (2, "")
    assert said in found.stderr
    assert "pressmark build" in found.stderr
    assert git(desk.remote, "branch", "--list") == ""


def test_a_file_that_was_only_touched_is_no_change(desk: Desk) -> None:
    for file in [*desk.folder.glob("content/**/*.md"), *desk.public.glob("**/*.html")]:
        file.touch()
    assert desk.run("deploy", "--yes").exit_code == 0


def test_another_folder_is_deployed_when_it_is_named(desk: Desk, tmp_path: Path) -> None:
    desk.build("--output", tmp_path / "site", "--base-url", "https://papers.example.org/")
    assert desk.run("deploy", "--yes", "--output", tmp_path / "site").exit_code == 0
    assert desk.published() == files_of(tmp_path / "site")


# git and the remote


def test_a_machine_without_git_is_told_so(desk: Desk, tmp_path: Path) -> None:
    found = desk.run("deploy", "--yes", env={"PATH": str(tmp_path)})
    assert (found.exit_code, found.stderr.splitlines()[0]) == (2, "Error: there is no git on this machine")


@pytest.mark.parametrize(
    ("remote", "said", "hint"),
    [
        ("orign", 'this repository has no remote "orign"', 'did you mean "origin"?'),
        ("other", 'this repository has no remote "other"', "its remotes are origin"),
        ("/no/such/repository.git", "cannot reach /no/such/repository.git: ", "see to the connection"),
        ("https://me:secret@localhost:9/x.git", "cannot reach https://localhost:9/x.git: ", "see to the connection"),
        ("--upload-pack=x", 'this repository has no remote "--upload-pack=x"', "its remotes are origin"),
    ],
)
def test_a_remote_that_is_not_there_is_said(desk: Desk, remote: str, said: str, hint: str) -> None:
    found = desk.run("deploy", "--yes", f"--remote={remote}")
    first, second = found.stderr.splitlines()
    assert found.exit_code == 2
    assert first.startswith(f"Error: {said}")
    assert second.startswith(f"  hint: {hint}")
    assert "secret" not in found.output


def test_a_repository_without_remotes_is_told_how_to_have_one(desk: Desk) -> None:
    git(desk.folder, "remote", "remove", "origin")
    found = desk.run("deploy", "--yes")
    assert found.exit_code == 2
    assert found.stderr == (
        "Error: this repository has no remote\n  hint: `git remote add origin URL`; or --remote URL\n"
    )


def test_an_archive_in_no_repository_is_told_how_to_have_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    desk = Desk(tmp_path)
    (desk.folder / ".git").rename(tmp_path / "away")
    desk.build()
    found = desk.run("deploy", "--yes")
    assert (found.exit_code, found.stderr.splitlines()[0]) == (2, "Error: the archive is in no git repository")


@pytest.mark.parametrize("name", ["a..b", "-x", "a b", "", "x.lock"])
def test_a_branch_has_a_name_that_git_takes(desk: Desk, name: str) -> None:
    found = desk.run("deploy", "--yes", f"--branch={name}")
    assert (found.exit_code, found.stderr) == (2, f'Error: "{name}" is no name of a branch\n')


def test_the_branch_that_is_checked_out_is_not_replaced(desk: Desk) -> None:
    found = desk.run("deploy", "--yes", "--branch", "main")
    assert found.exit_code == 2
    assert "holds the archive itself" in found.stderr


def test_a_branch_with_an_archive_is_not_replaced(desk: Desk) -> None:
    git(desk.folder, "push", "--quiet", "origin", "main:pages")
    before = desk.published("pages")
    found = desk.run("deploy", "--yes", "--branch", "pages")
    assert found.exit_code == 2
    assert "holds the archive itself" in found.stderr
    assert desk.published("pages") == before


def test_nobody_to_commit_as_is_said(desk: Desk) -> None:
    git(desk.folder, "config", "--unset", "user.name")
    git(desk.folder, "config", "--unset", "user.email")
    git(desk.folder, "config", "user.useConfigOnly", "true")
    found = desk.run("deploy", "--yes")
    assert (found.exit_code, found.stderr.splitlines()[0]) == (2, "Error: git does not know who commits")


def test_a_push_that_came_too_late_is_not_forced(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.run("deploy", "--yes")
    write(desk.folder, {"content/articles/three.md": article("Three")})
    desk.build()
    monkeypatch.setattr("generator.terminal.has_terminal", lambda: True)

    def meanwhile(*_: object, **__: object) -> bool:
        desk.put_on_branch({"theirs.txt": ""})
        return True

    monkeypatch.setattr("click.confirm", meanwhile)
    found = desk.run("deploy")
    assert found.exit_code == 2
    assert 'somebody else has pushed to "gh-pages" meanwhile' in found.stderr
    assert "theirs.txt" in desk.published()
    assert "2023/06/three/index.html" not in desk.published()


def test_a_remote_that_refuses_is_quoted(desk: Desk) -> None:
    hook = desk.remote / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho protected\nexit 1\n")
    hook.chmod(0o755)
    found = desk.run("deploy", "--yes")
    assert found.exit_code == 2
    assert "did not take the site: [remote rejected] (pre-receive hook declined)" in found.stderr
    assert git(desk.remote, "branch", "--list") == ""


def test_hooks_of_the_archives_repository_do_not_run(desk: Desk, tmp_path: Path) -> None:
    hooks = tmp_path / "hooks"
    write(hooks, {"pre-push": f"#!/bin/sh\ntouch {tmp_path}/ran\nexit 1\n"})
    (hooks / "pre-push").chmod(0o755)
    git(desk.folder, "config", "core.hooksPath", str(hooks))
    assert desk.run("deploy", "--yes").exit_code == 0
    assert not (tmp_path / "ran").exists()


def test_a_git_that_works_on_another_repository_is_not_in_the_way(desk: Desk, tmp_path: Path) -> None:
    env = {"GIT_DIR": str(tmp_path / "other"), "GIT_INDEX_FILE": str(tmp_path / "index"), "GIT_WORK_TREE": "/"}
    assert desk.run("deploy", "--yes", env=env).exit_code == 0
    assert desk.published() == files_of(desk.public)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (
            "fatal: unable to access 'https://a:b@c/': Could not resolve host: c\n",
            "unable to access 'https://c/': Could",
        ),
        ("warning: x\nhint: y\nerror: one\nerror: one\nfatal: two\n", "one; two"),
        ("", ""),
    ],
)
def test_what_git_says_is_one_line_without_passwords(said: str, shown: str) -> None:
    assert reason(said).startswith(shown)
    assert without_password("https://me:secret@host/x") == "https://host/x"


# Where it will be


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("https://github.com/User/archive.git", "https://user.github.io/archive/"),
        ("https://github.com/User/archive", "https://user.github.io/archive/"),
        ("https://x-access-token:abc@github.com/user/archive.git", "https://user.github.io/archive/"),
        ("git@github.com:user/archive.git", "https://user.github.io/archive/"),
        ("ssh://git@github.com/user/archive.git", "https://user.github.io/archive/"),
        ("ssh://git@github.com:22/user/archive.git", "https://user.github.io/archive/"),
        ("git@github.com:User/user.github.io.git", "https://user.github.io/"),
        ("https://gitlab.com/user/archive.git", None),
        ("https://github.com.example.org/user/archive.git", None),
        ("/srv/github.com/user/archive.git", None),
    ],
)
def test_the_address_of_github_pages_follows_from_the_remote(remote: str, address: str | None) -> None:
    assert pages_address(remote) == address
    assert pages_address(remote, "papers.example.org") == (address and "https://papers.example.org/")


def test_a_site_that_was_built_for_this_machine_is_not_published(desk: Desk) -> None:
    desk.build("--base-url", "http://localhost:8000/")
    found = desk.run("deploy", "--yes")
    assert found.exit_code == 1
    assert "site.yaml: error[built-for-elsewhere]: the site was built for http://localhost:8000/" in found.stderr
    assert git(desk.remote, "branch", "--list") == ""


def test_a_site_that_was_built_for_another_folder_is_not_published(desk: Desk) -> None:
    git(desk.folder, "remote", "set-url", "--push", "origin", "https://github.com/user/papers.git")
    found = desk.run("deploy", "--dry-run")
    assert found.exit_code == 1
    assert "is published at https://user.github.io/papers/, where its links lead nowhere" in found.stderr
    assert "hint: `pressmark build --base-url https://user.github.io/papers/`" in found.stderr
    desk.build("--base-url", "https://user.github.io/papers/")
    assert desk.run("deploy", "--dry-run").exit_code == 0
    desk.put_on_branch({"CNAME": "papers.example.org\n"})
    assert "is published at https://papers.example.org/, where" in desk.run("deploy", "--dry-run").stderr


def test_a_commit_that_cannot_be_made_is_said(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> str:
        raise GitError("unable to write file: No space left on device")

    monkeypatch.setattr("generator.deploy.commands.committed", full)
    found = desk.run("deploy", "--yes")
    assert found.exit_code == 2
    assert found.stderr.startswith("Error: git cannot make a commit of the site: unable to write file: No space left")
