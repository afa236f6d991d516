"""The tabs that are open, what each shows, and what they are told when something changes.

A tab says what it shows and which generation it has seen; from that alone follows what it has to be told, whether it
was there all the time or has slept through a hundred generations.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

import msgspec
from starlette.websockets import WebSocket, WebSocketDisconnect

from generator.preview.answers import addresses, moved_to, version_at, version_of
from generator.preview.complaints import Told, told_of
from generator.preview.generation import Generation
from generator.problems import Problem, Severity

PATIENCE = 5.0  # seconds that a tab may take to say what it shows, or to take a message


class State(NamedTuple):
    """What is shown now, and what is wrong with the archive, ready to be told."""

    generation: Generation | None
    told: Told


def state_of(folder: Path, generation: Generation | None, problems: Sequence[Problem]) -> State:
    """A state; `folder` is where the lines are that problems are about."""
    errors = tuple(one for one in problems if one.severity is Severity.ERROR)
    return State(generation, told_of(folder, errors))


class Shows(msgspec.Struct, frozen=True):
    """What a tab says it shows: the path of its address, the version of the page, the last generation it knows of."""

    path: str
    version: str
    seen: int


@dataclass(eq=False)
class _Tab:
    socket: WebSocket
    shows: Shows
    told: Told | None = None  # not yet, whatever it was told before it slept
    busy: asyncio.Lock = field(default_factory=asyncio.Lock)


class Tabs:
    """All open tabs. Lives in the server's loop; `state` is replaced from there only."""

    def __init__(self, state: State) -> None:
        self.state = state
        self._tabs: set[_Tab] = set()
        self._closing: set[asyncio.Task[None]] = set()  # which the loop itself would forget

    async def serve(self, socket: WebSocket) -> None:
        """One tab, from its first message until it goes."""
        tab = None
        try:
            async with asyncio.timeout(PATIENCE):
                shows = msgspec.json.decode(await socket.receive_text(), type=Shows)
            tab = _Tab(socket, shows)
            self._tabs.add(tab)
            await self._tell(tab)
            while True:
                await socket.receive_text()  # says nothing more; this ends when the tab goes
        except (WebSocketDisconnect, msgspec.MsgspecError, KeyError, RuntimeError, TimeoutError):
            pass
        finally:
            self._tabs.discard(tab) if tab else None
            await _close(socket)

    async def tell(self, state: State) -> int:
        """Show a new state in all tabs; how many were given something else to show."""
        self.state = state
        tabs = tuple(self._tabs)
        told = await asyncio.gather(*map(self._tell, tabs), return_exceptions=True)
        for tab, result in zip(tabs, told, strict=True):
            if isinstance(result, BaseException):
                self._give_up(tab)
        return sum(result is True for result in told)

    async def _tell(self, tab: _Tab) -> bool:
        """Tell a tab what it does not know yet; whether its page is another."""
        async with tab.busy:
            state = self.state
            messages, is_new = await asyncio.to_thread(_news, tab.shows, tab.told, state)
            try:
                async with asyncio.timeout(PATIENCE):
                    for message in messages:
                        await tab.socket.send_text(msgspec.json.encode(message).decode())
            except (TimeoutError, RuntimeError, WebSocketDisconnect):
                self._give_up(tab)
                return False
            tab.told = state.told
            if state.generation is not None:
                tab.shows = Shows(tab.shows.path, tab.shows.version, state.generation.number)
            return is_new

    def _give_up(self, tab: _Tab) -> None:
        """Tell a tab nothing more, and let it know, so that it asks again for what it has missed."""
        self._tabs.discard(tab)
        closing = asyncio.create_task(_close(tab.socket))
        self._closing.add(closing)
        closing.add_done_callback(self._closing.discard)


async def _close(socket: WebSocket) -> None:
    with contextlib.suppress(RuntimeError, WebSocketDisconnect):
        await socket.close()


def _news(shows: Shows, told: Told | None, state: State) -> tuple[list[dict[str, Any]], bool]:
    """The messages for a tab, and whether it is to show another page."""
    messages: list[dict[str, Any]] = []
    generation = state.generation
    if generation is None:  # the page itself says what is wrong
        is_new = shows.version != version_of(state.told)
        return [{"kind": "reload"}] if is_new else [], is_new
    if told != state.told:
        messages.append({"kind": "problems", **state.told._asdict()})
    path = unquote(shows.path)
    if version_at(path, generation) != shows.version:
        to = moved_to(path, generation)
        return [*messages, {"kind": "go", "to": to} if to else {"kind": "reload"}], True
    files = [path for path, number in generation.since.items() if number > shows.seen]
    if files:
        messages.append({"kind": "files", "files": addresses(files, generation)})
    if generation.number > shows.seen:
        messages.append({"kind": "seen", "seen": generation.number})
    return messages, False
