"""What the preview's server answers, at which port, and that no client can hold it up."""

from __future__ import annotations

import asyncio
import gc
import logging
import re
import signal
import socket
import struct
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import quote

import pytest
import uvicorn
from click.testing import CliRunner

from generator.cli import main
from generator.cli.making import DEFAULT_PORT
from generator.output.manifest import MANIFEST, SUMS
from generator.prepare import CheckOptions
from generator.preview import serve as serving
from generator.preview import server as bounds
from generator.preview import tabs as tab_bounds
from generator.preview.answers import LARGEST_AT_ONCE, Run
from generator.preview.app import Door, application
from generator.preview.complaints import Told
from generator.preview.follow import begin
from generator.preview.generation import Texts
from generator.preview.held import Change, Following
from generator.preview.serve import Wish
from generator.preview.server import PortInUseError, listen, server
from generator.preview.tabs import Shows, State, Tabs, state_of
from generator.readings import BusyBodyError, LostBodyError
from generator.spread import in_turn
from tests.output.given import write
from tests.preview.served import (
    MINISTER,
    READY,
    Reply,
    connect,
    heard_on,
    replies,
    request,
    served,
    write_archive,
)
from tests.published.built import build

RUN = Run("a-run", "a-token")
SOCKET = f"/__pressmark__/socket?token={RUN.token}"
SHORT = 1.0  # seconds of patience where a test waits for its end
AT_LAST = 20.0  # seconds after which it has not ended
BOUND = 60.0  # seconds in which it answers the test itself
STEP = 0.01  # seconds between two looks

PATTERN = bytes(range(251)) * 20_000
LARGE = "assets/large.bin"
ENDLESS = "assets/endless.bin"
ENDLESS_SIZE = 64 * 1024 * 1024  # bytes, more than both ends of a connection hold back
ASSETS = {
    "content/assets/data.unknown": "data",
    "content/assets/README": "words",
    "content/assets/table.CSV": "a,b\n",
    "content/assets/archive.tar.gz": "packed",
}


@dataclass
class Running:
    """A server that runs in this process, so that its bounds can be small."""

    port: int
    tabs: Tabs
    own: uvicorn.Server
    loop: asyncio.AbstractEventLoop
    lost: list[int]

    @property
    def host(self) -> str:
        """What it is called."""
        return f"127.0.0.1:{self.port}"

    @property
    def connections(self) -> int:
        """How many clients it has."""
        return len(self.own.server_state.connections)

    def get(self, path: str, *headers: str, method: str = "GET") -> Reply:
        """The answer to a request for a path below the site's root."""
        with connect(self.port) as connection:
            connection.sendall(request(f"/archive/{quote(path)}", self.host, *headers, method=method))
            [reply] = replies(heard_on(connection))
        return reply

    def tell(self, state: State) -> None:
        """Show another state."""
        asyncio.run_coroutine_threadsafe(self.tabs.tell(state), self.loop).result(BOUND)


@contextmanager
def running(state: State) -> Iterator[Running]:
    """A server that shows a state, until the end of the block."""
    listening = listen("127.0.0.1", 0)
    port, tabs = listening.getsockname()[1], Tabs(state)
    lost: list[int] = []
    own = server(application(Door("127.0.0.1", port), RUN, tabs, lost.append))
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_until_complete, args=(own.serve([listening]),), daemon=True)
    thread.start()
    try:
        yield Running(port, tabs, own, loop, lost)
    finally:
        own.should_exit = True
        thread.join(BOUND)
        assert not thread.is_alive(), "the server does not end"
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with assets of many kinds."""
    folder = tmp_path_factory.mktemp("served") / "archive"
    write_archive(folder)
    write(folder, ASSETS)
    (folder / "content" / LARGE).write_bytes(PATTERN)
    with (folder / "content" / ENDLESS).open("wb") as file:
        file.truncate(ENDLESS_SIZE)
    return folder


@pytest.fixture(scope="module")
def state(archive: Path) -> State:
    """What is shown of it."""
    held = begin(Following(archive, CheckOptions(), Texts(), lambda _phase, _done, _all: None), in_turn)
    assert held.generation is not None, held.problems
    return state_of(archive, held.generation, held.problems)


@pytest.fixture(scope="module")
def patient(state: State) -> Iterator[Running]:
    """A server with the bounds that it has."""
    with running(state) as one:
        yield one


@pytest.fixture
def impatient(state: State, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    """A server that waits for nobody."""
    monkeypatch.setattr(bounds, "PATIENCE", SHORT)
    monkeypatch.setattr(tab_bounds, "PATIENCE", SHORT)
    with running(state) as one:
        yield one


def until(is_so: Callable[[], bool]) -> None:
    """Wait until something is so."""
    for _ in range(int(AT_LAST / STEP)):
        if is_so():
            return
        time.sleep(STEP)
    raise AssertionError("it never came to be")


# What is answered


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("", "text/html; charset=utf-8"),
        (MINISTER, "text/html; charset=utf-8"),
        ("404.html", "text/html; charset=utf-8"),
        ("static/base.css", "text/css; charset=utf-8"),
        ("static/favicon.svg", "image/svg+xml; charset=utf-8"),
        ("static/fonts/broadsheet-serif-latin-roman.woff2", "font/woff2"),
        ("feed.xml", "application/xml; charset=utf-8"),
        (f"{MINISTER}feed.xml", "application/xml; charset=utf-8"),
        ("feed.json", "application/json; charset=utf-8"),
        ("sitemap.xml", "application/xml; charset=utf-8"),
        ("robots.txt", "text/plain; charset=utf-8"),
        ("assets/photo.svg", "image/svg+xml; charset=utf-8"),
        ("assets/table.CSV", "text/csv; charset=utf-8"),
        ("assets/data.unknown", "application/octet-stream"),
        ("assets/README", "application/octet-stream"),
        ("assets/archive.tar.gz", "application/octet-stream"),
        (LARGE, "application/octet-stream"),
    ],
)
def test_each_file_says_what_it_is(path: str, kind: str, patient: Running) -> None:
    reply = patient.get(path, method="HEAD")
    assert (reply.status, reply.header("content-type"), reply.header("content-encoding")) == (200, kind, "")


def test_everything_that_is_published_is_shown_with_nothing_but_the_script_added(
    archive: Path, tmp_path: Path, patient: Running
) -> None:
    build(archive, tmp_path, "https://example.org/archive/")
    files = [path for path in tmp_path.rglob("*") if path.is_file() and path.name not in {MANIFEST, SUMS}]
    for file in files:
        published, path = file.read_bytes(), file.relative_to(tmp_path).as_posix()
        if path != ENDLESS:
            shown = patient.get(path)
            own, scripts = re.subn(rb'<script src="/__pressmark__/preview.js" [^>]*></script>\n', b"", shown.body)
            assert (shown.status, scripts) == (200, path.endswith(".html")), path
            assert own == published, path
            assert b"__pressmark__" not in published, path


@pytest.mark.parametrize("path", ["nowhere", "nowhere/", "2023/06/nowhere/", "assets/nothing.svg"])
def test_what_is_not_there_shows_the_site_s_own_page_for_that(path: str, patient: Running) -> None:
    reply = patient.get(path)
    assert (reply.status, reply.header("content-type")) == (404, "text/html; charset=utf-8")
    assert b'class="page-not-found"' in reply.body


@pytest.mark.parametrize("path", ["about", "2023", "2023/06/mutiny", MINISTER.removesuffix("/")])
def test_a_folder_without_its_slash_leads_to_the_page(path: str, patient: Running) -> None:
    reply = patient.get(path)
    assert (reply.status, reply.header("location")) == (301, f"/archive/{quote(path)}/")


def test_head_says_what_get_would_send(patient: Running) -> None:
    reply = patient.get(LARGE, method="HEAD")
    assert (reply.status, reply.header("content-length"), reply.body) == (200, str(len(PATTERN)), b"")


def test_a_large_file_comes_whole(patient: Running) -> None:
    assert len(PATTERN) > LARGEST_AT_ONCE
    is_whole = patient.get(LARGE).body == PATTERN
    assert is_whole


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("0-0", 0, 0),
        ("0-9", 0, 9),
        ("1000000-1000099", 1_000_000, 1_000_099),
        ("-5", len(PATTERN) - 5, len(PATTERN) - 1),
        (f"{len(PATTERN) - 3}-", len(PATTERN) - 3, len(PATTERN) - 1),
        (f"{len(PATTERN) - 3}-99999999999", len(PATTERN) - 3, len(PATTERN) - 1),
    ],
)
def test_a_part_of_a_large_file_comes_by_itself(asked: str, first: int, last: int, patient: Running) -> None:
    reply = patient.get(LARGE, f"Range: bytes={asked}")
    assert (reply.status, reply.header("content-range")) == (206, f"bytes {first}-{last}/{len(PATTERN)}")
    assert reply.body == PATTERN[first : last + 1]


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        (f"bytes={len(PATTERN)}-", 416),
        ("bytes=99999999999-", 416),
        ("bytes=9-1", 400),
        ("bytes=a-b", 400),
        ("bytes=", 400),
        ("lines=0-1", 400),
        ("bytes", 400),
    ],
)
def test_a_part_that_there_is_not_is_refused(asked: str, status: int, patient: Running) -> None:
    reply = patient.get(LARGE, f"Range: {asked}")
    assert (reply.status, len(reply.body) < 100) == (status, True)


def test_a_file_that_is_gone_this_moment_is_not_found(tmp_path: Path) -> None:
    write_archive(tmp_path)
    files = [tmp_path / "content/assets/photo.svg", tmp_path / "content" / LARGE]
    files[1].write_bytes(PATTERN)
    held = begin(Following(tmp_path, CheckOptions(), Texts(), lambda _phase, _done, _all: None), in_turn)
    with running(state_of(tmp_path, held.generation, held.problems)) as one:
        for file in files:
            file.unlink()
            reply = one.get(f"assets/{file.name}")
            assert (reply.status, reply.body) == (404, b"Not found\n")


# Clients that would hold it up


@pytest.mark.parametrize(
    "said", [b"", b"G", b"GET /archive/ HTTP/1.1\r\n", b"GET /archive/ HTTP/1.1\r\nHost: a\r\nX: "]
)
def test_who_says_nothing_more_is_let_go(said: bytes, impatient: Running) -> None:
    with connect(impatient.port) as connection:
        connection.sendall(said)
        assert heard_on(connection) == b""


def test_who_says_it_byte_by_byte_is_let_go(impatient: Running) -> None:
    with connect(impatient.port) as connection:
        connection.settimeout(STEP)
        connection.sendall(b"GET /archive/ HTTP/1.1\r\nX: ")
        for _ in range(int(AT_LAST / STEP)):
            try:
                connection.sendall(b"a")
                heard = connection.recv(1)
            except TimeoutError:
                continue
            except ConnectionError:
                return
            assert heard == b""
            return
    raise AssertionError("it was never let go")


def test_who_has_had_an_answer_and_asks_nothing_more_is_let_go(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "KEEP_ALIVE", SHORT)
    with running(state) as one, connect(one.port) as connection:
        connection.sendall(request("/archive/about", one.host).replace(b"Connection: close\r\n", b""))
        [reply] = replies(heard_on(connection))
    assert reply.status == 301


def test_who_does_not_take_his_answer_is_let_go(impatient: Running) -> None:
    with connect(impatient.port) as connection:
        connection.sendall(request(f"/archive/{ENDLESS}", impatient.host))
        connection.recv(1)
        until(lambda: impatient.connections == 0)
        assert len(heard_on(connection)) < ENDLESS_SIZE


def test_more_connections_than_there_may_be_are_told_so(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MOST_AT_ONCE", 8)
    with running(state) as one:
        with ExitStack() as crowd:
            for _ in range(8):
                crowd.enter_context(connect(one.port))
            until(lambda: one.connections == 8)
            assert one.get("").status == 503
        until(lambda: one.connections == 0)
        assert one.get("").status == 200


def test_two_hundred_clients_at_once_are_all_answered(patient: Running) -> None:
    with ExitStack() as crowd:
        clients = [crowd.enter_context(connect(patient.port)) for _ in range(200)]
        for client in clients:
            client.sendall(request("/archive/", patient.host))
        found = [replies(heard_on(client)) for client in clients]
    assert {(reply.status, reply.body) for [reply] in found} == {(200, patient.get("").body)}


# Clients at the socket

HELLO = b'{"path": "/archive/", "version": "", "seen": 1}'
TEXT, BINARY, PING, PONG, LAST, SQUEEZED = 1, 2, 9, 10, 0x80, 0x40
CLOSED = b"\x88\x02\x03\xe8"  # the frame that says so


def frame(kind: int, data: bytes) -> bytes:
    """A WebSocket frame as a client sends it; `kind` with its flags."""
    size = bytes([0x80 | len(data)]) if len(data) < 126 else b"\xfe" + struct.pack("!H", len(data))
    return bytes([kind]) + size + bytes(4) + data


def asking(host: str, *headers: str, version: str = "13") -> bytes:
    """A WebSocket handshake."""
    asked = request(
        SOCKET,
        host,
        "Upgrade: websocket",
        f"Origin: http://{host}",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        f"Sec-WebSocket-Version: {version}",
        *headers,
    )
    return asked.replace(b"Connection: close", b"Connection: Upgrade")


@contextmanager
def tab(one: Running, *headers: str, before: bytes = b"") -> Iterator[socket.socket]:
    """A socket that is open, after what was sent `before`."""
    with connect(one.port) as connection:
        connection.sendall(before + asking(one.host, *headers))
        heard_until(connection, b"101 Switching Protocols")
        heard_until(connection, b"\r\n\r\n")
        yield connection


def heard_until(connection: socket.socket, end: bytes) -> None:
    """Read as far as some bytes, and not beyond."""
    heard = b""
    while not heard.endswith(end):
        part = connection.recv(1)
        assert part, heard
        heard += part


def closed_with(connection: socket.socket) -> int:
    """The code of the frame that closes a socket, and comes first."""
    head = connection.recv(4)
    assert head[:1] == b"\x88", head
    return int.from_bytes(head[2:], "big")


def squeezed(data: bytes) -> bytes:
    """Data as `permessage-deflate` has it."""
    squeeze = zlib.compressobj(wbits=-12)
    return (squeeze.compress(data) + squeeze.flush(zlib.Z_SYNC_FLUSH))[:-4]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (frame(LAST | TEXT, b"a" * 5_000), 1009),
        (frame(LAST | BINARY, b"a" * 5_000), 1009),
        (frame(TEXT, b"a" * 3_000) + frame(LAST, b"a" * 3_000), 1009),
        (frame(LAST | SQUEEZED | TEXT, squeezed(b"a" * 1_000_000)), 1009),
        (b"\x81\xff" + struct.pack("!Q", 1 << 40), 1009),  # one that is only said to be large
        (frame(LAST | TEXT, b"\xff\xfe"), 1007),
        (frame(LAST | PING, b"a" * 126), 1002),
        (frame(LAST | 0x70 | TEXT, b"a"), 1002),
        (b"\x81\x01a", 1002),  # unmasked
    ],
)
def test_a_message_that_is_too_large_or_none_closes_the_socket(said: bytes, code: int, patient: Running) -> None:
    with tab(patient, "Sec-WebSocket-Extensions: permessage-deflate") as connection:
        connection.sendall(said)
        assert closed_with(connection) == code


@pytest.mark.parametrize(
    "said",
    [
        b"",
        frame(LAST | TEXT, b""),
        frame(LAST | TEXT, b"hello"),
        frame(LAST | TEXT, b"null"),
        frame(LAST | TEXT, b'{"path": "/archive/"}'),
        frame(LAST | TEXT, b'{"path": 1, "version": "", "seen": 1}'),
        frame(LAST | TEXT, b'{"path": "\\ud800", "version": "", "seen": 1}'),
        frame(LAST | TEXT, b'{"more": ' + b"[" * 4_000),
        frame(LAST | BINARY, HELLO),
        frame(LAST | PING, b""),
    ],
)
def test_who_does_not_say_what_he_shows_gets_no_news(said: bytes, impatient: Running) -> None:
    with tab(impatient) as connection:
        connection.sendall(said)
        heard = connection.recv(2)
        if heard == b"\x8a\x00":  # the answer to a ping
            heard = connection.recv(2)
        assert heard == b"\x88\x02"


ASKED_BEFORE = b"GET /archive/about HTTP/1.1\r\nHost: HOST\r\n\r\n"


@pytest.mark.parametrize("before", [b"", ASKED_BEFORE, ASKED_BEFORE * 3], ids=["at-first", "second", "fourth"])
def test_a_socket_outlives_the_patience_with_requests(before: bytes, impatient: Running) -> None:
    with tab(impatient, before=before.replace(b"HOST", impatient.host.encode())) as connection:
        connection.sendall(frame(LAST | TEXT, HELLO))
        with connect(impatient.port) as silent:
            assert heard_on(silent) == b""
        connection.sendall(frame(LAST | PING, b"still?"))
        heard_until(connection, b"\x8a\x06still?")


@pytest.mark.parametrize(
    "headers",
    [
        ["Content-Length: 5"],
        ["Transfer-Encoding: chunked"],
        [f"X-{number}: a" for number in range(300)],
        ["Cookie: " + "a" * 9_000],
    ],
    ids=["a-body", "chunks", "many-headers", "a-long-header"],
)
def test_who_asks_for_a_socket_in_a_way_that_is_not_understood_is_let_go(
    headers: list[str], impatient: Running
) -> None:
    with connect(impatient.port) as connection:
        connection.settimeout(AT_LAST)
        connection.sendall(asking(impatient.host, *headers))
        assert b"101" not in heard_on(connection)


def test_a_tab_that_does_not_take_its_messages_is_let_go(state: State, impatient: Running) -> None:
    with tab(impatient) as connection:
        connection.sendall(frame(LAST | TEXT, HELLO))
        heard_until(connection, b'{"kind":"reload"}')
        impatient.tell(state._replace(told=Told(({"message": "a" * ENDLESS_SIZE},))))
        until(lambda: impatient.connections == 0)


def test_a_tab_that_was_slow_once_is_told_to_ask_again(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tab_bounds, "PATIENCE", SHORT)
    with running(state) as one, tab(one) as connection:
        connection.sendall(frame(LAST | TEXT, HELLO))
        heard_until(connection, b'{"kind":"reload"}')
        one.tell(state._replace(told=Told(({"message": "a" * ENDLESS_SIZE},))))
        one.tell(state._replace(told=Told(({"message": "b"},))))  # which it does not take in time
        connection.settimeout(AT_LAST)
        last = b""
        while CLOSED not in last:
            part = connection.recv(1 << 20)
            assert part, last[-100:]
            last = last[-len(CLOSED) :] + part


def test_a_tab_that_cannot_be_told_keeps_no_other_from_being_told(
    state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    def news(shows: Shows, *rest: Any) -> Any:  # noqa: ANN401
        if shows.path == "/archive/about/":
            raise OSError(5, "Input/output error")
        return real(shows, *rest)

    real = tab_bounds._news  # noqa: SLF001
    with running(state) as one, tab(one) as first, tab(one) as second:
        for connection, path in ((first, b"/archive/about/"), (second, b"/archive/")):
            connection.sendall(frame(LAST | TEXT, HELLO.replace(b"/archive/", path)))
            heard_until(connection, b'{"kind":"reload"}')
        monkeypatch.setattr(tab_bounds, "_news", news)
        one.tell(state._replace(told=Told(({"message": "new"},))))
        for connection, last in ((first, CLOSED), (second, b'[{"message":"new"}],"more":0}')):
            connection.settimeout(AT_LAST)
            heard_until(connection, last)


def test_a_text_that_a_build_holds_back_is_not_said_to_be_lost(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    def held_back(*_: object) -> None:
        raise BusyBodyError("a digest")

    monkeypatch.setattr("generator.preview.app.answer", held_back)
    with running(state) as one:
        reply = one.get("")
        assert (reply.status, reply.header("refresh"), one.lost) == (503, "1", [])
    monkeypatch.setattr("generator.preview.app.answer", lambda *_: _missing())
    with running(state) as one:
        assert (one.get("").status, one.lost) == (503, [1])


def _missing() -> None:
    raise LostBodyError("a digest")


# Nothing that a client does is worth a word on the terminal.


def say_a_bad_chunk_after_the_answer(one: Running) -> None:
    with connect(one.port) as connection:
        asked = request("/archive/", one.host, "Transfer-Encoding: chunked", method="POST")
        connection.sendall(asked.replace(b"Connection: close\r\n", b""))
        heard_until(connection, b"nothing else.\n")
        connection.sendall(b"no chunk\r\n\r\n")
        heard_on(connection)


def say_garbage(one: Running) -> None:
    with connect(one.port) as connection:
        connection.sendall(bytes(range(256)))
        heard_on(connection)


def go_in_the_middle_of_an_answer(one: Running) -> None:
    with connect(one.port) as connection:
        connection.sendall(request(f"/archive/{ENDLESS}", one.host))
        connection.recv(1)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def go_in_the_middle_of_a_request(one: Running) -> None:
    with connect(one.port) as connection:
        connection.sendall(b"GET /archive/ HTTP/1.1\r\nHost")
        until(lambda: one.connections == 1)


def go_without_closing_the_socket(one: Running) -> None:
    with tab(one) as connection:
        connection.sendall(frame(LAST | TEXT, HELLO))
        connection.recv(1)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def say_too_much_at_the_socket(one: Running) -> None:
    with tab(one) as connection:
        connection.sendall(frame(LAST | TEXT, b"a" * 5_000))
        heard_on(connection)


@pytest.mark.parametrize(
    "behave",
    [
        say_a_bad_chunk_after_the_answer,
        say_garbage,
        go_in_the_middle_of_an_answer,
        go_in_the_middle_of_a_request,
        go_without_closing_the_socket,
        say_too_much_at_the_socket,
    ],
)
def test_what_clients_do_is_not_said_on_the_terminal(
    behave: Callable[[Running], None], state: State, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING), running(state) as one:
        behave(one)
        until(lambda: one.connections == 0)
        assert one.get("").status == 200
    assert caplog.text == ""


# Ports


@pytest.fixture
def taken() -> Iterator[int]:
    """A port at which somebody else listens."""
    with listen("127.0.0.1", 0) as listening:
        yield listening.getsockname()[1]


def serve(*arguments: object) -> Any:  # noqa: ANN401 - click's result
    return CliRunner().invoke(main, ["serve", *map(str, arguments)])


def test_a_port_in_use_is_wrong_usage_and_the_hint_names_the_next_that_is_free(archive: Path, taken: int) -> None:
    found = serve("--site", archive, "--port", taken)
    hint = re.search(rf"port {taken} is in use\n  hint: (\d+) is free: --port \1\n", found.stderr)
    assert found.exit_code == 2
    assert hint is not None, found.stderr
    assert taken < int(hint[1]) <= taken + 20


def test_the_free_port_that_is_named_can_be_had(taken: int) -> None:
    with pytest.raises(PortInUseError) as caught:
        listen("127.0.0.1", taken)
    assert caught.value.port == taken
    assert caught.value.free is not None
    with listen("127.0.0.1", caught.value.free) as listening:
        assert listening.getsockname()[1] == caught.value.free


def test_where_no_port_is_asked_for_the_next_that_is_free_is_taken(archive: Path) -> None:
    with ExitStack() as stack:
        with suppress(PortInUseError):  # then somebody else has it, which will do as well
            stack.enter_context(listen("127.0.0.1", DEFAULT_PORT))
        preview = stack.enter_context(served(archive, port=None))
        assert DEFAULT_PORT < preview.port <= DEFAULT_PORT + 20
        assert f"Port {DEFAULT_PORT} is in use; {preview.port} is free." in preview.lines


def test_a_free_port_that_somebody_is_quicker_to_take_is_not_the_last(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wishes: list[Wish] = []

    def listen_where_nobody_is_quicker(host: str, port: int) -> socket.socket:
        if port < DEFAULT_PORT + 2:
            raise PortInUseError(port, port + 1)
        return listen(host, 0)

    def show(wish: Wish, *_: object) -> None:
        wishes.append(wish)
        wish.listening.close()

    monkeypatch.setattr("generator.preview.server.listen", listen_where_nobody_is_quicker)
    monkeypatch.setattr("generator.preview.serve.serve", show)
    assert serve("--site", archive).exit_code == 0
    assert len(wishes) == 1


def test_port_0_is_any_that_is_free(archive: Path) -> None:
    with served(archive, port=0) as first, served(archive, port=0) as second:
        assert first.port != second.port
        assert first.url == f"http://127.0.0.1:{first.port}/archive/"


@pytest.mark.parametrize("port", ["-1", "65536", "http", ""])
def test_what_is_no_port_is_wrong_usage(port: str, archive: Path) -> None:
    assert serve("--site", archive, "--port", port).exit_code == 2


@pytest.mark.parametrize("host", ["nowhere.invalid", "192.0.2.1", "a" * 300, "ü" * 70, "a..b"])
def test_an_address_that_this_computer_does_not_have_is_wrong_usage(host: str, archive: Path) -> None:
    found = serve("--site", archive, "--port", "0", "--host", host)
    assert found.exit_code == 2, found.output
    assert f'cannot listen at "{host}": ' in found.stderr


# The end


def test_ctrl_c_ends_it_without_another_word(archive: Path) -> None:
    with served(archive) as preview:
        pass
    assert (preview.exit_code, preview.lines[-1]) == (0, READY)


def test_ctrl_c_ends_it_whatever_its_clients_are_doing(archive: Path) -> None:
    with ExitStack() as clients:
        with served(archive) as preview:
            host = f"127.0.0.1:{preview.port}"
            said = [
                b"",
                b"GET ",
                request("/archive/about", host).replace(b"Connection: close\r\n", b""),
                request(f"/archive/{ENDLESS}", host),
                asking(host),
            ]
            for one in said:
                client = clients.enter_context(connect(preview.port))
                client.sendall(one)
                if one.endswith(b"\r\n\r\n"):
                    client.recv(1)
        assert (preview.exit_code, preview.lines[-1]) == (0, READY)


ENDLESS_LOOP = "{% for _ in range(4000000000) %}{% endfor %}"
THEME = {
    "site.yaml": "title: T\nurl: https://example.org/archive/\ntheme: mine\n",
    "themes/mine/theme.yaml": "name: Mine\nextends: broadsheet\n",
}


def test_ctrl_c_ends_it_though_the_template_of_a_page_has_no_end(tmp_path: Path) -> None:
    """Both the thread that follows and the one that makes the page have none, then."""
    write_archive(tmp_path)
    write(tmp_path, {**THEME, "themes/mine/templates/404.html": ENDLESS_LOOP})
    with ExitStack() as clients:
        with served(tmp_path) as preview:
            client = clients.enter_context(connect(preview.port))
            client.sendall(request("/archive/nowhere/", f"127.0.0.1:{preview.port}"))
            time.sleep(SHORT)  # the request has come
            started = time.monotonic()
        assert preview.exit_code == 0
        assert time.monotonic() - started < AT_LAST


def test_ctrl_c_ends_it_though_an_edited_template_has_no_end(tmp_path: Path) -> None:
    write_archive(tmp_path)
    write(tmp_path, THEME)
    with served(tmp_path) as preview:
        write(tmp_path, {"themes/mine/templates/article.html": ENDLESS_LOOP})
        time.sleep(2 * SHORT)  # it has been seen
        started = time.monotonic()
    assert preview.exit_code == 0
    assert time.monotonic() - started < AT_LAST


def test_ctrl_c_at_the_moment_it_says_so_ends_it(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says so once the server has taken over the signals; they may have been ignored before, as by a shell's &."""
    said: list[tuple[str, object]] = []
    listening = listen("127.0.0.1", 0)

    def say(lines: Iterable[str]) -> None:
        said.extend((line, signal.getsignal(signal.SIGINT)) for line in lines)
        signal.raise_signal(signal.SIGINT)

    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    monkeypatch.setattr(serving.gc, "freeze", lambda: None)
    try:
        serving.serve(Wish(archive, CheckOptions(), "127.0.0.1", listening, opens=False), in_turn, lambda *_: None, say)
    finally:
        signal.signal(signal.SIGINT, before)
    line, handler = said[-1]
    assert (line, getattr(handler, "__name__", "")) == (READY, "handle_exit")


class _Enough(Exception):  # noqa: N818 - no error
    pass


def test_workers_are_forked_before_there_is_any_thread_and_keep_no_port(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[Callable[[], None]] = []
    before = set(threading.enumerate())  # other tests' servers

    def begin_alone(*_: object) -> None:
        assert set(threading.enumerate()) <= before
        raise _Enough

    monkeypatch.setattr(serving, "begin", begin_alone)
    monkeypatch.setattr(serving.os, "register_at_fork", lambda *, after_in_child: kept.append(after_in_child))
    listening = listen("127.0.0.1", 0)
    wish = Wish(archive, CheckOptions(), "127.0.0.1", listening, opens=False)
    with listening, pytest.raises(_Enough):
        serving.serve(wish, in_turn, lambda *_: None, lambda _: None)
    assert kept == [listening.close]


def test_that_the_system_tells_no_more_of_changes_is_said_when_it_begins(archive: Path) -> None:
    class Watched:
        polls, has_ended, changes = "", False, 2

        def __call__(self) -> Change | None:
            self.changes -= 1
            self.polls = "it rains"
            return Change(frozenset(["nothing"])) if self.changes >= 0 else None

    said: list[str] = []
    one = Following(archive, CheckOptions(), Texts(), lambda _phase, _done, _all: None)
    hands = serving._Hands(one, Watched(), lambda _: 0, said.extend)  # type: ignore[arg-type] # noqa: SLF001
    held = begin(one, in_turn)
    serving._follow(hands, held)  # noqa: SLF001
    assert said == ["Looking for changes every second, since it rains"]
    assert gc.isenabled()
