"""Measure the live preview beside Hugo's server: from a saved file to the reload message, and to the new page painted.

    python -m benchmarks.preview                   1,000 and 10,000 articles
    python -m benchmarks.preview --articles 1000   one size

Each tool shows the same archive, with one article's page open in Chromium and one more listener on its socket. Articles
are edited one after the other; each tool has its turn alone, after its server has come to rest. Every full run replaces
PREVIEW.md.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import json
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Page, sync_playwright
from websockets.sync.client import ClientConnection, connect

from benchmarks import results, sites
from benchmarks.generate import Article, article
from benchmarks.tools import environment, hugo, install, pressmark, versions

HERE = Path(__file__).resolve().parent
SIZES = (1_000, 10_000)
RUNS = 15
REST = 3.0  # seconds after writing an archive or starting a server: files just written are looked at twice
LIMIT = 120.0  # seconds that anything may take
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True, slots=True)
class Previewer:
    """A tool's live server: how it is started, and how a listener greets it at a page and knows a reload."""

    name: str
    site: str
    start: Callable[[Path, int], list[str]]
    listen: Callable[[str, str], contextlib.AbstractContextManager[ClientConnection]]
    reloads: Callable[[dict[str, object]], bool]
    environment: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds: to the first page, and by kind of edit those to the message and to the painted page."""

    tool: str
    articles: int
    first: tuple[float, ...]
    message: dict[str, tuple[float, ...]]
    painted: dict[str, tuple[float, ...]]


def main() -> None:
    """Measure, print, and keep the results."""
    parser = argparse.ArgumentParser(description="Measure the live preview beside Hugo's server.")
    parser.add_argument("--articles", type=int, action="append", metavar="N", help="a size; keeps no results")
    parser.add_argument("--runs", type=int, default=RUNS, help=f"edits of each kind ({RUNS})")
    parser.add_argument("--work", type=Path, default=HERE / ".work", help="where archives are written")
    options = parser.parse_args()
    install()
    measured: list[Measured] = []
    for count in options.articles or SIZES:
        work = options.work.resolve() / f"preview-{count}"
        shutil.rmtree(work, ignore_errors=True)
        sites.write_sites(work, count, ["pressmark", "hugo"])
        time.sleep(REST)
        measured += [measure(one, work, count, options.runs) for one in previewers()]
        shutil.rmtree(work)
    text = table(measured)
    print(text)
    if not options.articles:
        (HERE / "PREVIEW.md").write_text(text, "utf-8")


def previewers() -> list[Previewer]:
    """Pressmark's preview, and Hugo's server as it comes and with a larger heap."""
    program = str(Path(sys.executable).with_name("pressmark"))
    binary = hugo()[0].command[0]

    def ours(work: Path, port: int) -> list[str]:
        return [program, "serve", "--site", str(work / "pressmark"), "--port", str(port)]

    def theirs(work: Path, port: int) -> list[str]:
        at = ["--port", str(port), "--baseURL", f"http://127.0.0.1:{port}/", "--appendPort=false"]
        return [binary, "server", "--source", str(work / "hugo"), *at, "--cacheDir", str(work / "cache"), "--quiet"]

    def reloads(message: dict[str, object]) -> bool:
        return message.get("command") == "reload"

    return [
        Previewer("Pressmark", "pressmark", ours, _listening_to_us, lambda message: message["kind"] == "reload"),
        Previewer("Hugo", "hugo", theirs, _listening_to_hugo, reloads),
        Previewer("Hugo GOGC=400", "hugo", theirs, _listening_to_hugo, reloads, (("GOGC", "400"),)),
    ]


def measure(one: Previewer, work: Path, count: int, runs: int) -> Measured:
    """One tool on one archive: three starts, of which the first fills its caches, and then the edits."""
    first = []
    for _ in range(3):
        started = time.perf_counter()
        with _running(one, work) as url:
            _get(url)
            first.append(time.perf_counter() - started)
    message: dict[str, tuple[float, ...]] = {}
    painted: dict[str, tuple[float, ...]] = {}
    with _running(one, work) as url, _tab() as tab:
        for kind, change in (("a text", _text), ("a title", _title)):
            edits = (change(article(count // 2 + run), run) for run in range(runs))
            times = list(_until_lost(_edit(one, work, url, tab, edit) for edit in edits))
            message[kind], painted[kind] = zip(*times, strict=True)
    return Measured(one.name, count, tuple(first[1:]), message, painted)


def _until_lost(times: Iterable[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """The times of edits, up to the first that the server did not tell anybody of: it would take two minutes each."""
    for told, painted in times:
        yield told, painted
        if told >= LIMIT:
            return


def _text(old: Article, run: int) -> tuple[Article, str]:
    word = f"zzedit{run}zz"
    return dataclasses.replace(old, body=f"{old.body}\n{word}.\n"), word


def _title(old: Article, run: int) -> tuple[Article, str]:
    word = f"zztitle{run}zz"
    return dataclasses.replace(old, title=f"{old.title} {word}"), word


def _edit(one: Previewer, work: Path, url: str, tab: Page, edited: tuple[Article, str]) -> tuple[float, float]:
    """Edit an article whose page is open; the seconds to the message and to the painted page."""
    new, word = edited
    path = quote(sites.page_path(new).removesuffix("index.html"))
    tab.goto(f"{url}{path}")
    with one.listen(url, f"/{path}") as listener:
        time.sleep(REST)
        started = time.perf_counter()
        sites.write_article(work, one.site, new)
        try:
            while not one.reloads(json.loads(listener.recv(timeout=LIMIT))):
                pass
        except TimeoutError:
            print(f"{one.name:<14} {word:<12} no message in {LIMIT} s", flush=True)
            return LIMIT, LIMIT
        told = time.perf_counter() - started
        tab.get_by_text(word).first.wait_for(timeout=LIMIT * 1000)
        painted = time.perf_counter() - started
        print(f"{one.name:<14} {word:<12} told {told:6.2f} s, painted {painted:6.2f} s", flush=True)
        return told, painted


@contextlib.contextmanager
def _running(one: Previewer, work: Path) -> Iterator[str]:
    """A tool's server, and its address once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    said = {**environment(hugo()[0]), **dict(one.environment)}
    process = subprocess.Popen(one.start(work, port), env=said, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        url, deadline = f"http://127.0.0.1:{port}/", time.perf_counter() + LIMIT
        while not _answers(url) and time.perf_counter() < deadline:
            time.sleep(0.005)
        yield url
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(LIMIT)


def _answers(url: str) -> bool:
    try:
        _get(url)
    except OSError:
        return False
    return True


def _get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=LIMIT) as answer:  # noqa: S310 - a loopback address made above
        return str(answer.read().decode())


@contextlib.contextmanager
def _tab() -> Iterator[Page]:
    executable = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=executable, args=arguments)
        yield browser.new_page()
        browser.close()


@contextlib.contextmanager
def _listening_to_us(url: str, path: str) -> Iterator[ClientConnection]:
    page = _get(url.rstrip("/") + path)
    token, version, seen = (re.search(rf'data-{name}="([^"]*)"', page)[1] for name in ("token", "version", "seen"))  # type: ignore[index]
    host = url.split("/")[2]
    with connect(f"ws://{host}/__pressmark__/socket?token={token}", origin=f"http://{host}") as listener:  # type: ignore[arg-type]
        listener.send(json.dumps({"path": path, "version": version, "seen": int(seen)}))
        yield listener


@contextlib.contextmanager
def _listening_to_hugo(url: str, _path: str) -> Iterator[ClientConnection]:
    protocols = ["http://livereload.com/protocols/official-7"]
    with connect(f"ws://{url.split('/')[2]}/livereload") as listener:
        listener.send(json.dumps({"command": "hello", "protocols": protocols, "ver": "2.0.8", "snipver": "2.0.3"}))
        yield listener


_INTRODUCTION = (
    "Made by `python -m benchmarks.preview`. Seconds: the median, and the fastest and slowest; the ratio is "
    "Pressmark's median by the tool's. *Message*: from the saved file to the message that tells a page to reload; "
    "*painted*: to the new words on the page in Chromium."
)


def table(measured: Sequence[Measured]) -> str:
    """PREVIEW.md."""
    machine = ", ".join(results.machine().values())
    known = ", ".join(f"{name} {number}" for name, number in versions([pressmark(2), hugo()[0]]).items())
    parts = [
        "# The live preview",
        f"{_INTRODUCTION} {machine}. {known}.",
        *(_size_table([one for one in measured if one.articles == count]) for count in _counts(measured)),
    ]
    return "\n\n".join(parts) + "\n"


def _counts(measured: Sequence[Measured]) -> list[int]:
    return list(dict.fromkeys(one.articles for one in measured))


def _size_table(tools: Sequence[Measured]) -> str:
    rows = [("Start to first page", [one.first for one in tools])]
    for kind in tools[0].message:
        rows.append((f"Save {kind}, to the message", [one.message[kind] for one in tools]))
        rows.append((f"Save {kind}, to the page painted", [one.painted[kind] for one in tools]))
    lines = [["", *(one.tool for one in tools)], ["---", *["---:"] * len(tools)]]
    lines += [[name, *(_cell(times, cells[0]) for times in cells)] for name, cells in rows]
    body = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"## {tools[0].articles:,} articles\n\n{body}"


def _cell(times: Sequence[float], ours: Sequence[float]) -> str:
    median = statistics.median(times)
    if median >= LIMIT:
        return f"none in {LIMIT:.0f}"
    ratio = "" if times is ours else f", ratio {statistics.median(ours) / median:.2g}"
    return f"{median:.2f} ({min(times):.2f}–{max(times):.2f}){ratio}"


if __name__ == "__main__":
    main()
