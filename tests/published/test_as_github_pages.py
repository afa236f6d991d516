"""A site served as GitHub Pages serves it, below a base path: every address that it names answers at once.

At the end, all of it from nothing: a new archive is written in, built and deployed to a repository, and what that one
has is served and crawled.
"""

from __future__ import annotations

import gzip
import http.client
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.published.built import COMMAND, ROOT, BuiltSite, build
from tests.published.pages_host import PagesHost, crawl, hosted


@pytest.fixture(scope="module")
def host(demo: BuiltSite) -> Iterator[PagesHost]:
    """The demo archive at its address's path."""
    with hosted(demo.folder, urlsplit(demo.base_url).path) as running:
        yield running


def test_every_address_that_the_site_names_answers_without_a_detour(host: PagesHost, demo: BuiltSite) -> None:
    visits = crawl(host, demo.base_url)
    assert [visit for visit in visits.values() if visit.status != 200] == []
    visited = {host.found(urlsplit(url).path)[1] for url in visits}
    assert {path for path, page in demo.facts.items() if not page.redirects} - visited == set()


def test_an_old_address_leads_on(host: PagesHost, demo: BuiltSite) -> None:
    for path, page in demo.facts.items():
        if page.redirects:
            (target,) = {one.absolute for one in page.references if one.attribute == "refresh"}
            assert host.get(host.url + path.removesuffix("index.html")).status == 200
            assert host.get(host.url + target.removeprefix(demo.base_url)).status == 200


@pytest.mark.parametrize(
    ("path", "status", "file"),
    [
        ("", 200, "index.html"),
        ("about/", 200, "about/index.html"),
        ("about", 301, None),
        ("about/index.html", 200, "about/index.html"),
        ("404", 200, "404.html"),
        ("About/", 404, "404.html"),
        ("nowhere/", 404, "404.html"),
        ("nowhere", 404, "404.html"),
        ("nowhere/deep/down/", 404, "404.html"),
        (".nojekyll", 200, ".nojekyll"),
    ],
)
def test_the_host_answers_as_github_pages_does(
    host: PagesHost, demo: BuiltSite, path: str, status: int, file: str | None
) -> None:
    answer = host.get(host.url + path)
    assert answer.status == status
    if file is not None:
        assert answer.data == demo.bytes_of(file)
    else:
        assert answer.headers["location"] == f"{host.root}{path}/"


def test_nothing_of_the_site_is_outside_its_base_path(host: PagesHost) -> None:
    origin = host.url.removesuffix(host.root)
    assert [host.get(origin + path).status for path in ("/", "/about/", "/static/base.css")] == [404] * 3
    assert host.get(host.url.rstrip("/")).headers["location"] == host.root


def test_the_page_for_lost_addresses_works_at_any_depth(host: PagesHost, demo: BuiltSite) -> None:
    page = demo.facts["404.html"]
    named = [one for one in page.references if not one.url.startswith("#")]
    assert all(one.url.startswith(("/", "http")) for one in named)  # none is relative to where the page is shown
    own = {one.absolute.removeprefix(demo.base_url) for one in named if one.absolute.startswith(demo.base_url)}
    assert {host.get(host.url + path).status for path in own} == {200}


def test_pages_are_sent_compressed_and_not_twice(host: PagesHost, demo: BuiltSite) -> None:
    parts = urlsplit(host.url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=20)
    connection.request("GET", parts.path, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(data) == demo.bytes_of("index.html")
    assert len(data) < len(demo.bytes_of("index.html")) / 2
    assert host.get(host.url, If_None_Match=answer.headers["ETag"]).status == 304


def test_a_site_of_many_scripts_is_crawled_clean(newspapers: BuiltSite) -> None:
    with hosted(newspapers.folder, urlsplit(newspapers.base_url).path) as running:
        visits = crawl(running, newspapers.base_url, most=3000)
    assert len(visits) == 3000
    assert [visit for visit in visits.values() if visit.status != 200][:20] == []


# All of it


def run(*command: str | Path, cwd: Path) -> str:
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(
        command, cwd=cwd, env={**os.environ, **alone}, capture_output=True, text=True, check=False, timeout=120
    )
    assert ran.returncode == 0, f"{command}\n{ran.stdout}{ran.stderr}"
    return ran.stdout


def test_a_new_archive_is_published_from_nothing(tmp_path: Path) -> None:
    archive, url = tmp_path / "archive", "https://user.github.io/archive/"
    run("git", "init", "--quiet", "--bare", "remote.git", cwd=tmp_path)
    run(*COMMAND, "init", "archive", cwd=tmp_path)
    run(
        *COMMAND,
        "new",
        "article",
        "Minister resigns",
        "--outlet",
        "Example Gazette",
        "--date",
        "2024-05-01",
        cwd=archive,
    )
    (written,) = archive.glob("content/articles/*minister-resigns.md")
    written.write_text(written.read_text(encoding="utf-8").replace("draft: true", "draft: false"), encoding="utf-8")
    for command in (
        ["init", "--quiet", "--initial-branch", "main"],
        ["config", "user.name", "An Editor"],
        ["config", "user.email", "editor@example.org"],
        ["remote", "add", "origin", "../remote.git"],
        ["add", "."],
        ["commit", "--quiet", "--message", "A new archive"],
    ):
        run("git", *command, cwd=archive)
    build(archive, archive / "public", url)
    assert "a new branch: " in run(*COMMAND, "deploy", "--yes", cwd=archive)
    run("git", "clone", "--quiet", "--branch", "gh-pages", "remote.git", "site", cwd=tmp_path)
    with hosted(tmp_path / "site", "/archive/") as host:
        visits = crawl(host, url)
        assert [visit for visit in visits.values() if visit.status != 200] == []
        assert f"{host.url}2024/05/minister-resigns/" in visits
    assert run("git", "status", "--porcelain", cwd=archive) == ""
    assert "no problems" in run(*COMMAND, "check", "--published", "../site", cwd=archive)
