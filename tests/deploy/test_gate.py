"""The gate before publishing: what publishing an archive would break of the site that is published."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.deploy import gate, published
from generator.deploy.gate import File
from generator.deploy.moved import Holders
from generator.output.manifest import MANIFEST
from generator.problems import Problem, Span
from generator.site.planned import SitePath
from generator.site.routes import Base, is_listing, term_of
from tests.deploy.given import SITE_YAML, Desk, article, git
from tests.output.given import write

FILES = {
    "site.yaml": SITE_YAML,
    "content/articles/one.md": article("One", more="aliases: [/old/one/]\n"),
    "content/articles/two.md": article("Two", more="tags: [War]\nentities: {people: [Kim Jong Un]}\n"),
    "content/articles/three.md": article("Three", more="image: ../assets/photo.png\n"),
    "content/assets/photo.png": "PNG",
    "content/entities/kim.md": "---\nname: Kim Jong Un\ntype: people\nid: kim\n---\n",
    "content/outlets/kcna.md": "---\nname: KCNA\n---\n",
    "content/stories/mutiny.md": "---\ntitle: The mutiny\n---\n",
    "content/quotes/vow.md": "---\ntitle: A vow\n---\nWe vow.\n",
    "content/pages/about.md": "---\ntitle: About\n---\n",
}


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


class Published:
    """An archive that was published into a folder and is edited now."""

    def __init__(self, tmp_path: Path) -> None:
        self.folder = write(tmp_path / "archive", FILES)
        self.there = tmp_path / "there"
        assert run("build", "--site", self.folder, "--output", self.there, "--jobs", 1).exit_code == 0

    def move(self, old: str, new: str) -> None:
        (self.folder / new).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / old).rename(self.folder / new)

    def edit(self, path: str, old: str, new: str, times: int = -1) -> None:
        text = (self.folder / path).read_text(encoding="utf-8")
        assert old in text
        write(self.folder, {path: text.replace(old, new, times)})

    def check(self, where: object = None) -> Result:
        return run("check", "--site", self.folder, "--published", where or self.there, "--jobs", 1)

    def said(self, where: object = None) -> list[tuple[str, str]]:
        """Where each address that vanished by mistake is said, and which it is."""
        found = self.check(where)
        said = re.findall(r"^(\S+): error\[vanished-address\]: (\S+) is published", found.stdout, re.MULTILINE)
        assert found.exit_code == int(bool(said)), found.output
        return [(place, address) for place, address in said]


@pytest.fixture
def site(tmp_path: Path) -> Published:
    return Published(tmp_path)


# Addresses that vanish


def test_what_is_published_as_it_is_now_misses_nothing(site: Published) -> None:
    found = site.check()
    assert (found.exit_code, found.stdout) == (0, "Checked 3 articles: no problems\n")


def renamed(site: Published) -> None:
    site.move("content/articles/two.md", "content/articles/2.md")


def redated(site: Published) -> None:
    site.edit("content/articles/two.md", "2023-06-25", "2023-07-01")


def alias_dropped(site: Published) -> None:
    site.edit("content/articles/one.md", "aliases: [/old/one/]\n", "")


def alias_added(site: Published) -> None:
    site.move("content/articles/one.md", "content/articles/1.md")


def page_renamed(site: Published) -> None:
    site.move("content/pages/about.md", "content/pages/this-site.md")


def entity_renamed(site: Published) -> None:
    site.edit("content/entities/kim.md", "id: kim\n", "id: kim-jong-un\nreplaces: [leader]\n")


def entity_of_another_type(site: Published) -> None:
    site.edit("content/entities/kim.md", "type: people", "type: organizations")
    site.edit("content/articles/two.md", "people:", "organizations:")


def outlet_renamed(site: Published) -> None:
    site.move("content/outlets/kcna.md", "content/outlets/korean-central-news-agency.md")


def story_renamed(site: Published) -> None:
    site.move("content/stories/mutiny.md", "content/stories/the-mutiny.md")


def tag_with_a_record(site: Published) -> None:
    write(site.folder, {"content/tags/conflict.md": "---\nname: Conflict\naliases: [War]\n---\n"})


def tag_dropped(site: Published) -> None:
    site.edit("content/articles/two.md", "tags: [War]\n", "tags: [Peace]\n")


def quote_renamed(site: Published) -> None:
    site.move("content/quotes/vow.md", "content/quotes/the-vow.md")


def article_deleted(site: Published) -> None:
    (site.folder / "content/articles/one.md").unlink()


def picture_deleted(site: Published) -> None:
    (site.folder / "content/assets/photo.png").unlink()
    site.edit("content/articles/three.md", "image: ../assets/photo.png\n", "")


def capitals(site: Published) -> None:
    site.edit("content/entities/kim.md", "id: kim", "id: Kim")


@pytest.mark.parametrize(
    ("change", "place", "address", "hint"),
    [
        (renamed, "content/articles/2.md", "/2023/06/two/", "`aliases: [/2023/06/two/]` in its front matter leads on"),
        (
            redated,
            "content/articles/two.md",
            "/2023/06/two/",
            "`aliases: [/2023/06/two/]` in its front matter leads on",
        ),
        (alias_dropped, "content/articles/one.md", "/old/one/", "`aliases: [/old/one/]` in its front matter leads on"),
        (
            alias_added,
            "content/articles/1.md",
            "/2023/06/one/",
            "`aliases: [/old/one/, /2023/06/one/]` in its front matter leads on to /2023/06/1/",
        ),
        (page_renamed, "content/pages/this-site.md", "/about/", "`aliases: [/about/]` in its front matter leads on"),
        (
            entity_renamed,
            "content/entities/kim.md",
            "/entities/people/kim/",
            "`replaces: [leader, kim]` in its front matter leads on to /entities/people/kim-jong-un/",
        ),
        (
            entity_of_another_type,
            "content/entities/kim.md",
            "/entities/people/kim/",
            "`type: people` gives it its address back",
        ),
        (
            outlet_renamed,
            "content/outlets/korean-central-news-agency.md",
            "/outlets/kcna/",
            "`replaces: [kcna]` in its front matter leads on",
        ),
        (
            story_renamed,
            "content/stories/the-mutiny.md",
            "/stories/mutiny/",
            "`replaces: [mutiny]` in its front matter leads on",
        ),
        (tag_with_a_record, "content/tags/conflict.md", "/tags/war/", "`replaces: [war]` in its front matter leads on"),
        (tag_dropped, "site.yaml", "/tags/war/", "`replaces: [war]` in the record of what it is called now leads on"),
        (quote_renamed, "content/quotes/the-vow.md", "/quotes/vow/", "`id: vow` gives it its address back"),
        (
            article_deleted,
            "site.yaml",
            "/2023/06/one/",
            "`aliases: [/2023/06/one/]` in the front matter of what took its place leads on",
        ),
        (picture_deleted, "site.yaml", "/assets/photo.png", "bring it back"),
    ],
)
def test_an_address_that_vanished_is_said_where_it_can_be_mended(
    site: Published, change: Callable[[Published], None], place: str, address: str, hint: str
) -> None:
    change(site)
    assert (place, address) in site.said()
    lines = site.check().stdout.splitlines()
    number = next(number for number, line in enumerate(lines) if f": {address} is published" in line)
    assert lines[number + 1].startswith("  hint: ")
    assert hint in lines[number + 1]
    assert f"`gone: [{address}]` in site.yaml says that it is meant" in lines[number + 1]


@pytest.mark.parametrize(
    ("change", "path", "line"),
    [
        (renamed, "content/articles/2.md", "aliases: [/2023/06/two/]"),
        (alias_dropped, "content/articles/one.md", "aliases: [/old/one/]"),
        (page_renamed, "content/pages/this-site.md", "aliases: [/about/]"),
        (outlet_renamed, "content/outlets/korean-central-news-agency.md", "replaces: [kcna]"),
        (story_renamed, "content/stories/the-mutiny.md", "replaces: [mutiny]"),
        (tag_with_a_record, "content/tags/conflict.md", "replaces: [war]"),
        (quote_renamed, "content/quotes/the-vow.md", "id: vow"),
    ],
)
def test_the_line_that_is_suggested_mends_it(
    site: Published, change: Callable[[Published], None], path: str, line: str
) -> None:
    change(site)
    assert site.said()
    site.edit(path, "---\n", f"---\n{line}\n", 1)
    assert site.said() == []


@pytest.mark.parametrize("gone", ["/2023/06/one/", "/2023/", "/2023/06/one/, /nothing/"])
def test_an_address_that_is_meant_to_be_gone_is_not_missed(site: Published, gone: str) -> None:
    article_deleted(site)
    write(site.folder, {"site.yaml": f"{SITE_YAML}gone: [{gone}, /old/one/]\n"})
    assert site.said() == []


@pytest.mark.parametrize("wrong", ["/", "2023/06/one/", "https://example.org/x/", "//x/", "/x/?y"])
def test_what_is_gone_is_a_path_of_the_site(site: Published, wrong: str) -> None:
    write(site.folder, {"site.yaml": f'{SITE_YAML}gone: ["{wrong}"]\n'})
    assert "site.yaml:3:8: error[bad-path]" in run("check", "--site", site.folder).stdout


def test_a_page_is_said_once_with_all_that_is_below_it(site: Published) -> None:
    site.edit("content/articles/two.md", "tags: [War]\nentities: {people: [Kim Jong Un]}\n", "")
    assert (site.there / "tags/war/feed.xml").is_file()
    assert [address for _, address in site.said() if address.startswith("/tags/war")] == ["/tags/war/"]


def test_pages_that_list_what_there_is_come_and_go_with_a_warning(site: Published) -> None:
    redated(site)
    write(
        site.folder,
        {"content/articles/two.md": article("Two", "2023-07-01", "tags: [War]\naliases: [/2023/06/two/]\n")},
    )
    for name in ("one", "three"):
        (site.folder / f"content/articles/{name}.md").unlink()
    write(
        site.folder, {"site.yaml": f"{SITE_YAML}gone: [/2023/06/one/, /2023/06/three/, /old/, /entities/people/kim/]\n"}
    )
    found = site.check()
    assert ("site.yaml: warning[vanished-address]: /2023/06/ is published") in found.stdout
    assert found.exit_code == 0


def test_a_feed_that_nothing_leads_on_from_is_a_warning(site: Published) -> None:
    outlet_renamed(site)
    site.edit("content/outlets/korean-central-news-agency.md", "---\n", "---\nreplaces: [kcna]\n", 1)
    found = site.check()
    assert found.exit_code == 0
    assert "site.yaml: warning[vanished-address]: /outlets/kcna/feed.xml is published" in found.stdout


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("2023/06/strike/index.html", "error"),
        ("old.html", "error"),
        ("files/articles/scan.pdf", "error"),
        ("assets/photo.png", "error"),
        ("tags/x/page/2/index.html", "warning"),
        ("2023/06/index.html", "warning"),
        ("feed.json", "warning"),
        ("tags/x/feed.xml", "warning"),
        ("static/old.css", None),
        ("search/index/a1b2.json", None),
        ("2023/06/strike/annotations.json", None),
        ("sitemap-2.xml", None),
        ("404.html", None),
        (".well-known/x.html", None),
    ],
)
def test_pages_and_files_are_missed_and_what_only_machines_look_for_is_not(path: str, said: str | None) -> None:
    before = published.Published(where="there", files=frozenset({path}), page=lambda _: published.OldPage())
    found = list(gate.vanished(before, set(), Holders(())))
    assert [str(one.severity) for one in found] == ([said] if said else [])


def test_an_address_that_only_changed_its_case_is_not_led_on_from(site: Published) -> None:
    capitals(site)
    found = site.check()
    assert found.exit_code == 1
    assert "/entities/people/kim/ is published, and is /entities/people/Kim/ now" in found.stdout
    assert "give it its old address back" in found.stdout


@pytest.mark.parametrize(
    ("path", "listing", "term"),
    [
        ("", True, None),
        ("articles/", True, None),
        ("articles/page/3/", True, None),
        ("2023/", True, None),
        ("2023/06/", True, None),
        ("-0044/03/", True, None),
        ("2023/06/strike/", False, None),
        ("undated/", True, None),
        ("undated/strike/", False, None),
        ("entities/", True, None),
        ("entities/people/", True, None),
        ("entities/people/by/letter/k/", True, None),
        ("entities/people/kim/", False, ("entities/people/", "kim")),
        ("tags/", True, None),
        ("tags/war/", False, ("tags/", "war")),
        ("tags/war/page/1/", True, None),
        ("stories/mutiny/compare/", True, None),
        ("notes/by/jd/", True, None),
        ("about/", False, None),
    ],
)
def test_which_pages_list_others_and_which_are_of_terms(path: str, listing: bool, term: tuple[str, str] | None) -> None:
    assert is_listing(SitePath(path)) is listing
    assert term_of(SitePath(path)) == term


# Where what is published is looked up


def test_a_folder_without_a_manifest_is_walked(site: Published) -> None:
    (site.there / MANIFEST).unlink()
    write(site.there, {"README.md": "", "CNAME": "", ".git/config": "", "by-hand.html": ""})
    renamed(site)
    assert [address for _, address in site.said()] == ["/2023/06/two/", "/by-hand.html"]


@pytest.mark.parametrize("made", [True, False], ids=["an empty folder", "no folder"])
def test_where_nothing_is_published_that_is_said(site: Published, tmp_path: Path, *, made: bool) -> None:
    if made:
        (tmp_path / "none").mkdir()
    found = site.check(tmp_path / "none")
    assert found.exit_code == 0
    assert "warning[nothing-published]" in found.stdout


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def serving(folder: Path, handler: type[SimpleHTTPRequestHandler] = _Quiet) -> Iterator[str]:
    """The address of a folder, served on this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder))) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def hosted(site: Published, tmp_path: Path) -> Iterator[str]:
    """The published site at an address with a path, as on GitHub Pages."""
    (tmp_path / "host").mkdir()
    shutil.copytree(site.there, tmp_path / "host" / "archive")
    with serving(tmp_path / "host") as host:
        yield f"{host}archive"


def test_of_an_address_the_manifest_is_fetched(site: Published, hosted: str) -> None:
    alias_dropped(site)
    assert site.said(hosted) == [("content/articles/one.md", "/old/one/")]


def test_without_a_manifest_the_sitemap_is(site: Published, hosted: str, tmp_path: Path) -> None:
    (tmp_path / "host" / "archive" / MANIFEST).unlink()
    renamed(site)
    assert site.said(f"{hosted}/") == [("content/articles/2.md", "/2023/06/two/")]


def test_a_sitemap_in_parts_is_put_together(site: Published, hosted: str, tmp_path: Path) -> None:
    host = tmp_path / "host" / "archive"
    (host / MANIFEST).unlink()
    (host / "sitemap.xml").rename(host / "sitemap-1.xml")
    index = "<sitemapindex><sitemap><loc>https://example.org/archive/sitemap-1.xml</loc></sitemap>"
    write(host, {"sitemap.xml": f"{index}<sitemap><loc>https://example.com/x.xml</loc></sitemap></sitemapindex>"})
    article_deleted(site)
    assert site.said(hosted) == [("site.yaml", "/2023/06/one/")]


def test_an_address_with_nothing_has_nothing_to_miss(site: Published, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    with serving(tmp_path / "none") as url:
        found = site.check(url)
    assert (found.exit_code, "warning[nothing-published]" in found.stdout) == (0, True)


def test_an_address_that_answers_something_else_is_no_site(site: Published, tmp_path: Path) -> None:
    write(tmp_path / "other", {"sitemap.xml": "<html>Log in</html>", MANIFEST: "<html>Log in</html>"})
    with serving(tmp_path / "other") as url:
        found = site.check(url)
    assert found.exit_code == 1
    assert "error[published-not-read]: cannot tell what is published: it has neither a manifest" in found.stdout


def test_an_address_that_cannot_be_reached_is_an_error(site: Published) -> None:
    found = site.check("http://127.0.0.1:9/")
    assert found.exit_code == 1
    assert "error[published-not-read]" in found.stdout
    assert "cannot be reached: Connection refused" in found.stdout


class _Endless(_Quiet):
    def do_GET(self) -> None:
        """More than anybody wants."""
        self.send_response(200)
        self.end_headers()
        for _ in range(200):
            self.wfile.write(b" " * 65_536)


class _Redirecting(_Quiet):
    def do_GET(self) -> None:
        """A way out of the web."""
        self.send_response(302)
        self.send_header("Location", "file:///etc/passwd")
        self.end_headers()


@pytest.mark.parametrize(
    ("handler", "said"), [(_Endless, "has more than 1 MiB"), (_Redirecting, "answers 302")], ids=["endless", "file"]
)
def test_an_answer_is_bounded_and_of_the_web(
    site: Published, handler: type[_Quiet], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(published, "LARGEST", 1024 * 1024)
    with serving(tmp_path, handler) as url:
        found = site.check(url)
    assert found.exit_code == 1
    assert said in found.stdout


def test_an_answer_that_takes_too_long_is_given_up(
    site: Published, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(published, "PATIENCE", -1.0)
    with serving(tmp_path, _Endless) as url:
        assert "takes longer than" in site.check(url).stdout


def test_published_goes_with_no_other_wish(site: Published) -> None:
    assert run("check", "--site", site.folder, "--published", "x", "--suggest").exit_code == 2
    assert run("check", "--site", site.folder, "--published", "x", "--fix").exit_code == 2


def test_what_the_gate_says_can_be_read_by_programs(site: Published) -> None:
    renamed(site)
    found = run("check", "--site", site.folder, "--published", site.there, "--format", "github", "--jobs", 1)
    assert "file=" in found.stdout
    assert "title=vanished-address" in found.stdout


# Files that hosts do not take


def file(size: int = 1, path: str = "x") -> File:
    return File(size=size, span=Span(path))


def codes(problems: Iterator[Problem]) -> list[str]:
    return [f"{one.severity}[{one.code}] {one.span}" for one in problems]


MIB = 1024 * 1024


@pytest.mark.parametrize(
    ("sizes", "said"),
    [
        ([100 * MIB], []),
        ([100 * MIB + 1], ["error[too-large-to-publish] a"]),
        ([80_000_000] * 10, []),
        ([80_000_001] * 10, ["warning[too-large-to-publish] public"]),
        ([100_000_000] * 10, ["warning[too-large-to-publish] public"]),
        ([100_000_000] * 10 + [1], ["error[too-large-to-publish] public"]),
    ],
)
def test_large_files_and_sites_are_said(sizes: list[int], said: list[str]) -> None:
    files = {f"{number}": file(size, "a") for number, size in enumerate(sizes)}
    assert codes(gate.too_large(files, Span("public"))) == said


def test_a_large_file_is_said_where_it_is_kept(site: Published) -> None:
    with open(site.folder / "content/assets/film.mp4", "wb") as film:
        film.truncate(101 * MIB)  # takes no room
    found = site.check()
    assert "content/assets/film.mp4: error[too-large-to-publish]: a file of 101 MiB" in found.stdout


@pytest.mark.parametrize(
    ("paths", "said"),
    [
        (["a.html", "b.html"], []),
        (["A.html", "a.html"], ["error[colliding-pages] a.html"]),
        (["é.html", "e\u0301.html"], ["error[colliding-pages] é.html"]),
        (["a/x", "A/x", "A/y"], ["error[colliding-pages] a/x"]),
    ],
)
def test_files_that_only_case_or_normalisation_tells_apart_are_said(paths: list[str], said: list[str]) -> None:
    assert codes(gate.colliding({path: file(path=path) for path in paths})) == said


# Links

BASE = Base(origin="https://user.github.io", root="/archive/")


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ('<a href="/archive/about/">', None),
        ('<a href="/archive/about">', None),
        ('<a href="/archive/plain">', None),
        ('<a href="/archive/about/#x">', None),
        ('<a href="/archive/about/?q=1">', None),
        ('<a href="#x">', None),
        ('<a href="../about/">', None),
        ('<a href="https://user.github.io/archive/about/">', None),
        ('<a href="https://user.github.io/other/">', None),
        ('<a href="//user.github.io/other/">', None),
        ('<a href="https://example.org/x">', None),
        ('<a href="mailto:x@example.org">', None),
        ('<a href="/archive/%C3%A9/">', None),
        ('<a class="x" title="a > b" href="/archive/nowhere/">', "warning"),
        ('<a href="/archive/ABOUT/">', "warning"),
        ('<a href="nowhere/">', "warning"),
        ('<a data-href="/archive/nowhere/">', None),
        ('<a href="/about/">', "error"),
        ('<img src="/archive/photo.png" alt="">', "error"),
        ('<link rel="stylesheet" href="/static/base.css">', "error"),
        ('<script src="/archive/static/x.js"></script>', "error"),
        ("<p>&lt;a href=&quot;/nowhere/&quot;&gt;</p>", None),
        ('<a href="http://[x">', "warning"),
    ],
)
def test_an_address_leads_somewhere_under_the_base_path(html: str, said: str | None) -> None:
    files = {path: file(path=path) for path in ("index.html", "x/index.html", "about/index.html", "plain.html")}
    files["é/index.html"] = file()
    found = list(gate.broken(BASE, files, lambda path: html.encode() if path == "x/index.html" else b""))
    assert [str(one.severity) for one in found] == ([said] if said else [])
    assert all(str(one.span) == "x/index.html" for one in found)


def test_an_address_is_said_once_with_the_first_page_that_names_it() -> None:
    files = {f"{number}/index.html": file(path=str(number)) for number in range(3)}
    found = list(gate.broken(BASE, files, lambda _: b'<a href="/archive/gone/">x</a><a href="/archive/gone/">y</a>'))
    assert codes(iter(found)) == ["warning[broken-address] 0"]


def test_a_theme_that_forgets_the_base_path_is_stopped_before_it_is_published(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    base = (Path(__file__).parents[2] / "themes/broadsheet/templates/base.html").read_text(encoding="utf-8")
    forgetful = base.replace('href="{{ site.root }}static/favicon.svg"', 'href="/static/favicon.svg"')
    assert forgetful != base
    theme = {
        "themes/ours/theme.yaml": "name: Ours\nextends: broadsheet\n",
        "themes/ours/templates/base.html": forgetful,
    }
    write(desk.folder, {**theme, "site.yaml": f"{SITE_YAML}theme: ours\n"})
    desk.build()
    found = desk.run("deploy", "--yes")
    assert found.exit_code == 1
    assert 'error[broken-address]: the address "/static/favicon.svg" is outside /archive/' in found.stderr
    assert f"{desk.public}{os.sep}2023" in found.stderr


def test_deploy_misses_what_its_branch_has(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.build()
    assert desk.run("deploy", "--yes").exit_code == 0
    (desk.folder / "content/articles/two.md").rename(desk.folder / "content/articles/2.md")
    desk.build()
    found = desk.run("deploy", "--yes")
    assert found.exit_code == 1
    assert found.stderr == (
        "content/articles/2.md: error[vanished-address]: /2023/06/two/ is published in gh-pages of origin, and nothing"
        " is there now\n"
        "  hint: `aliases: [/2023/06/two/]` in its front matter leads on to /2023/06/2/; `gone: [/2023/06/two/]` in"
        " site.yaml says that it is meant\n"
        "Nothing published: 1 error. The branch is as it was.\n"
    )
    assert git(desk.remote, "rev-list", "--count", "gh-pages") == "1\n"
