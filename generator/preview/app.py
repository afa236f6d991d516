"""The preview as a web application: who may ask, what is answered, and the socket over which tabs are told.

For this machine only: the Host header must be one of a few known names (a page elsewhere that has its name point here
must not read the archive), a socket must come from a page of this very run, and nobody else's page may read anything:
no CORS header is ever sent. GET and HEAD are all there is.
"""

from __future__ import annotations

import asyncio
import ipaddress
import secrets
from collections.abc import Callable
from importlib.resources import files
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket

from generator.preview.answers import OWN, Answer, Run, answer, nothing_yet, version_of
from generator.preview.tabs import State, Tabs
from generator.readings import BusyBodyError, LostBodyError

_OWN_FILES = {"preview.js": "text/javascript; charset=utf-8", "overlay.css": "text/css; charset=utf-8"}
_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
}
_AGAIN = {"Retry-After": "1", "Refresh": "1"}  # for programs and for browsers
_ANYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared with, not bound to


class Door(NamedTuple):
    """The address that is listened at, which decides which names it may be called by."""

    host: str
    port: int

    @property
    def is_of_this_machine(self) -> bool:
        """Whether nobody else can reach it."""
        return self.host == "localhost" or (_is_number(self.host) and ipaddress.ip_address(self.host).is_loopback)

    def lets_in(self, called: str) -> bool:
        """Whether a Host header names this machine and port.

        By a name of the loopback address, by the address that is listened at, or, where all are, by any address that
        is a number: a name could be anybody's.
        """
        name, colon, port = called.rpartition(":") if not called.endswith("]") else (called, "", "")
        if not colon:
            name, port = called, "80"
        if port != str(self.port):
            return False
        name = name.lower()
        if name in {"localhost", "127.0.0.1", "[::1]", self.host.lower(), f"[{self.host.lower()}]"}:
            return True
        return self.host in _ANYWHERE and _is_number(name)


def application(door: Door, run: Run, tabs: Tabs, lost: Callable[[int], None]) -> ASGIApp:
    """The application; `lost` is told the number of a generation when a text that it shows is gone from the cache."""

    async def page(request: Request) -> Response:
        if refused := _refused(request, door):
            return refused
        path = request.scope["path"]
        if path.startswith(OWN):
            return _own_file(path.removeprefix(OWN))
        return await _shown(path, tabs.state, run, lost)

    async def socket(asking: WebSocket) -> None:
        if not _is_ours(asking, door, run):
            await asking.close()
            return
        await asking.accept()
        await tabs.serve(asking)

    async def asked(scope: Scope, receive: Receive, send: Send) -> None:
        # No router: it would answer some requests by itself, before anybody has asked who they are for.
        if scope["type"] == "http":
            response = await page(Request(scope, receive))
            await response(scope, receive, send)
        elif scope["path"] == f"{OWN}socket":
            await socket(WebSocket(scope, receive, send))
        else:
            await WebSocket(scope, receive, send).close()

    return asked


async def _shown(path: str, state: State, run: Run, lost: Callable[[int], None]) -> Response:
    if state.generation is None:
        return _response(nothing_yet(state.told, version_of(state.told), run), run)
    try:
        return _response(await asyncio.to_thread(answer, path, state.generation, run), run)
    except BusyBodyError:
        return _plain(503, "A build is at work.", _AGAIN)
    except LostBodyError:
        lost(state.generation.number)
        return _plain(503, "Being read again.", _AGAIN)


def _refused(request: Request, door: Door) -> Response | None:
    """The answer to who asks for somebody else, or for more than reading."""
    called = request.headers.getlist("host")
    if len(called) != 1 or not door.lets_in(called[0]):
        return _plain(421, "This preview is not known by that name.")
    if request.method not in {"GET", "HEAD"}:
        return _plain(405, "A preview can be read and nothing else.", {"Allow": "GET, HEAD"})
    return None


def _is_ours(asking: WebSocket, door: Door, run: Run) -> bool:
    """Whether it is a page of this very run that asks for a socket."""
    called, origin = asking.headers.getlist("host"), asking.headers.getlist("origin")
    token = asking.query_params.get("token", "")
    return (
        len(called) == 1
        and door.lets_in(called[0])
        and origin == [f"http://{called[0]}"]
        and secrets.compare_digest(token.encode(), run.token.encode())
    )


def _response(found: Answer, run: Run) -> Response:
    headers = {**_HEADERS, "Pressmark-Run": run.name}
    if found.location:
        return Response(status_code=found.status, headers={**headers, "Location": found.location})
    if found.file:
        return FileResponse(found.file, media_type=found.type, headers=headers)
    return Response(found.body, found.status, {**headers, "Content-Type": found.type})


def _own_file(name: str) -> Response:
    if name not in _OWN_FILES:
        return _plain(404, "Not found.")
    data = files("generator.preview").joinpath("client", name).read_bytes()
    return Response(data, headers={**_HEADERS, "Content-Type": _OWN_FILES[name]})


def _plain(status: int, text: str, headers: dict[str, str] | None = None) -> Response:
    return PlainTextResponse(f"{text}\n", status, {**_HEADERS, **(headers or {})})


def _is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name.removeprefix("[").removesuffix("]"))
    except ValueError:
        return False
    return True
