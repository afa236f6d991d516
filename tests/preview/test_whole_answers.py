"""Whatever is edited meanwhile, an answer is whole and shows one state of the archive, and never an older one again."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from threading import Event
from urllib.parse import quote

import pytest

from tests.preview.served import MINISTER, MUTINY, Served, served, write_archive

REBUILDS = 100
REQUESTS = 5_000
READERS = 4
BOUND = 60.0  # seconds in which an edit is shown; it is shown at once, but the machine may be busy
PATHS = ("", "articles/", MUTINY, quote(MINISTER), "2023/06/", "feed.xml", "nowhere/")
EDITION = re.compile(rb"Edition (\d+)")


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Served]:
    write_archive(tmp_path)
    edit(tmp_path, 0)
    with served(tmp_path) as one:
        yield one


def edit(folder: Path, edition: int) -> None:
    """Another title for the site, which every page and feed shows several times."""
    (folder / "site.yaml").write_text(f"title: Edition {edition}\nurl: https://example.org/archive/\n")


def editions_read(preview: Served, number: int, over: Event) -> int:
    """Read pages until it is over, `number` of them at least, and say how many."""
    newest = requests = 0
    with closing(HTTPConnection("127.0.0.1", preview.port, timeout=60)) as connection:
        while requests < number or not over.is_set():
            path = PATHS[requests % len(PATHS)]
            connection.request("GET", f"{preview.root}{path}")
            answer = connection.getresponse()
            body = answer.read()
            editions = {int(found) for found in EDITION.findall(body)}
            assert answer.status == (404 if path == "nowhere/" else 200)
            assert len(body) == int(answer.headers["Content-Length"])
            assert body.rstrip().endswith((b"</html>", b"</feed>"))
            assert len(editions) == 1, f"{path} shows editions {editions}"
            assert max(editions) >= newest, f"{path} shows an older edition than {newest}"
            newest = max(editions)
            requests += 1
    return requests


def shows(preview: Served, edition: int) -> bool:
    with closing(HTTPConnection("127.0.0.1", preview.port, timeout=60)) as connection:
        connection.request("GET", preview.root)
        return f"Edition {edition}<".encode() in connection.getresponse().read()


def test_every_answer_during_a_hundred_rebuilds_is_of_one_state(preview: Served) -> None:
    over = Event()
    with ThreadPoolExecutor(READERS) as readers:
        reading = [readers.submit(editions_read, preview, REQUESTS // READERS, over) for _ in range(READERS)]
        try:
            for edition in range(1, REBUILDS + 1):
                edit(preview.folder, edition)
                last = time.monotonic() + BOUND
                while not shows(preview, edition):
                    assert not any(one.done() and one.exception() for one in reading)
                    assert time.monotonic() < last, f"edition {edition} is not shown\n{chr(10).join(preview.lines)}"
        finally:
            over.set()
        assert sum(one.result(4 * BOUND) for one in reading) >= REQUESTS
    assert sum("site.yaml: " in line for line in preview.lines) >= REBUILDS
