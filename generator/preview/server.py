"""The web server that the preview runs in: uvicorn, bounded in everything that a client could take without end."""

from __future__ import annotations

import asyncio
import errno
import socket
from collections.abc import Callable
from typing import Any, Final

import h11
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

MOST_AT_ONCE: Final = 256  # connections; more are answered with 503
LARGEST_HEAD: Final = 16 * 1024  # bytes of a request before its body
LARGEST_MESSAGE: Final = 4 * 1024  # bytes that a tab may say
KEEP_ALIVE: Final = 10  # seconds that a connection may be idle between requests
PATIENCE: Final = 30.0  # seconds in which a request has to be made and its answer taken
_NEXT: Final = 20  # ports that are tried after one that is in use


class PortInUseError(Exception):
    """Somebody else listens at the port; `free` is the next that is free, if any."""

    def __init__(self, port: int, free: int | None) -> None:
        super().__init__(f"port {port} is in use")
        self.port = port
        self.free = free


def listen_from(host: str, port: int) -> socket.socket:
    """A socket that listens at an address, or at the next port after it that is free; errors as of `listen`."""
    while True:
        try:
            return listen(host, port)
        except PortInUseError as error:
            if error.free is None:
                raise
            port = error.free  # unless somebody is quicker


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens at an address; port 0 takes any that is free.

    PortInUseError when it is taken, OSError when there is no such address or none that we may have.
    """
    family, _, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    try:
        return _bound(family, place)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise PortInUseError(port, _free_after(family, place)) from error


def _nothing() -> None:
    """What a server that nobody waits for calls once it is ready."""


def server(application: ASGIApp, ready: Callable[[], None] = _nothing) -> uvicorn.Server:
    """A server for the application, which logs nothing; `ready` is called once it answers, and Ctrl-C ends it."""
    return _Server(
        ready,
        uvicorn.Config(
            application,
            http=Bounded,
            ws=BoundedSocket,
            ws_max_size=LARGEST_MESSAGE,
            h11_max_incomplete_event_size=LARGEST_HEAD,
            limit_concurrency=MOST_AT_ONCE,
            timeout_keep_alive=KEEP_ALIVE,
            timeout_graceful_shutdown=1,
            lifespan="off",
            log_config=None,
            log_level="critical",
            access_log=False,
            server_header=False,
            proxy_headers=False,
        ),
    )


class _Server(uvicorn.Server):
    def __init__(self, ready: Callable[[], None], config: uvicorn.Config) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer; uvicorn has taken over the signals before."""
        await super().startup(sockets)
        self._ready()


class Deadline:
    """Ends a connection unless it is lifted in time."""

    def __init__(self) -> None:
        self._timer: asyncio.TimerHandle | None = None

    def set(self, transport: asyncio.Transport) -> None:
        """From now on."""
        self.lift()
        self._timer = asyncio.get_running_loop().call_later(PATIENCE, transport.abort)

    def lift(self) -> None:
        """What was waited for has come."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


class _Awaited(asyncio.Protocol):
    """A connection that is waited for from its beginning, and no more after its end."""

    def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 - uvicorn's own
        super().__init__(*given, **named)
        self._deadline = Deadline()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait."""
        super().connection_made(transport)
        self._deadline.set(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._deadline.lift()
        super().connection_lost(exc)


class Bounded(_Awaited, H11Protocol):
    """uvicorn's HTTP/1.1, ended when a request or the taking of its answer does not come to an end.

    uvicorn bounds the time between requests and the size of their heads; not a head that comes byte by byte, nor an
    answer that nobody takes.
    """

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """Leave the waiting to the socket."""
        self._deadline.lift()
        super().handle_websocket_upgrade(event)

    def on_response_complete(self) -> None:
        """Wait for the next request; it may be there already, and ask for a socket."""
        self._deadline.set(self.transport)
        super().on_response_complete()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no request; where an answer is over, there can be no other."""
        if self.conn.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            super().send_400_response(msg)
        else:
            self.transport.abort()


class BoundedSocket(_Awaited, WebSocketsSansIOProtocol):  # type: ignore[misc] # uvicorn's own types of transports
    """uvicorn's WebSocket, ended when its handshake does not come to an end or its messages are not taken.

    uvicorn answers nothing to a handshake that its parser refuses, and keeps the connection.
    """

    def data_received(self, data: bytes) -> None:
        """Once there is a handshake, it may stay as long as it likes."""
        super().data_received(data)
        if self.handshake_initiated and self.writable.is_set():
            self._deadline.lift()

    def pause_writing(self) -> None:
        """Begin to wait for messages to be taken."""
        super().pause_writing()
        self._deadline.set(self.transport)

    def resume_writing(self) -> None:
        """They have been."""
        super().resume_writing()
        self._deadline.lift()


def _bound(family: socket.AddressFamily, place: Any) -> socket.socket:  # noqa: ANN401 - an address as the system has it
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(place)
        listening.listen(MOST_AT_ONCE)
    except OSError:
        listening.close()
        raise
    return listening


def _free_after(family: socket.AddressFamily, place: Any) -> int | None:  # noqa: ANN401 - an address as the system has it
    host, port, *more = place
    for number in range(port + 1, min(port + 1 + _NEXT, 65_536)):
        try:
            _bound(family, (host, number, *more)).close()
        except OSError:
            continue
        return number
    return None
