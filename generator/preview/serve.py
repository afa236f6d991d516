"""The live preview, composed: read this first in this folder.

    watch  ->  follow  ->  tabs        what an editor saves becomes a generation; open pages are told
                 |
              generation -> answers -> app -> server        a request is answered from the generation of that moment

One thread watches and follows; the server's loop answers. They share one value, the state in `tabs`, which is replaced
as a whole. Nothing is written but the cache of what files said.
"""

from __future__ import annotations

import asyncio
import gc
import secrets
import socket
import threading
import time
import webbrowser
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from generator.intake import Progress
from generator.output.theme import packaged_themes
from generator.prepare import CheckOptions
from generator.preview.answers import Run
from generator.preview.app import Door, application
from generator.preview.follow import Following, Held, begin, follow, tried
from generator.preview.generation import Texts
from generator.preview.lines import Begun, Said, after_change, at_start, problems_of
from generator.preview.server import server
from generator.preview.tabs import State, Tabs, state_of
from generator.preview.watch import Places, Watch
from generator.site.routes import base_of
from generator.spread import Spread


class Wish(NamedTuple):
    """What to show, at which address (a socket that listens there), and whether to open it in a browser."""

    folder: Path
    options: CheckOptions
    host: str
    listening: socket.socket
    opens: bool


Say = Callable[[Iterable[str]], None]
"""Told lines for the terminal."""


def serve(wish: Wish, spread: Spread, progress: Progress, say: Say) -> None:
    """Show the archive until the user ends it (KeyboardInterrupt)."""
    following = Following(wish.folder, wish.options, Texts(), progress)
    watch = Watch(_places(wish.folder, "content"))  # before anything is read, so that nothing is missed
    try:
        started = time.perf_counter()
        held = begin(following, spread)
        watch.move_to(_places_of(wish.folder, held))
        gc.freeze()  # what was read stays; from now on, rubbish is collected
        gc.enable()
        asyncio.run(_serve(wish, following, held, watch, say, time.perf_counter() - started))
    finally:
        watch.end()


async def _serve(  # noqa: PLR0913,PLR0917 - the parts that are composed here
    wish: Wish, following: Following, held: Held, watch: Watch, say: Say, seconds: float
) -> None:
    loop = asyncio.get_running_loop()
    tabs = Tabs(_state(following.folder, held))
    run = Run(name=secrets.token_urlsafe(8), token=secrets.token_urlsafe(24))
    door = Door(wish.host, wish.listening.getsockname()[1])

    def tell(state: State) -> int:
        return asyncio.run_coroutine_threadsafe(tabs.tell(state), loop).result()

    running = server(application(door, run, tabs, watch.say_lost))
    address = _address(door, held)
    say(at_start(Begun(held, address, is_open=not door.is_of_this_machine, polls=watch.polls, seconds=seconds)))
    if wish.opens:
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    follower = asyncio.create_task(asyncio.to_thread(_follow, _Hands(following, watch, tell, say), held))
    follower.add_done_callback(lambda _: setattr(running, "should_exit", True))  # nothing to show that is still true
    try:
        await running.serve(sockets=[wish.listening])
    finally:
        watch.end()
        await follower


class _Hands(NamedTuple):
    """What the following thread works with: what it reads, waits for and tells."""

    following: Following
    watch: Watch
    tell: Callable[[State], int]
    say: Say


def _follow(hands: _Hands, held: Held) -> None:
    """Follow every change until the watch ends."""
    before, held = held, tried(held)
    if held is not before:
        hands.tell(_state(hands.following.folder, held))
        hands.say(problems_of(held))
    while (change := hands.watch()) is not None:
        started = time.perf_counter()
        gc.disable()  # collecting while the whole archive is assembled anew takes as long as that
        before, held = held, follow(hands.following, held, change)
        gc.enable()
        if held is before:
            continue
        hands.watch.move_to(_places_of(hands.following.folder, held))
        reloaded = hands.tell(_state(hands.following.folder, held))
        said = Said(before, held, change, reloaded, time.perf_counter() - started)
        hands.say(after_change(said, time.strftime("%H:%M:%S")))


def _state(folder: Path, held: Held) -> State:
    return state_of(folder, held.generation, held.problems)


def _places_of(folder: Path, held: Held) -> Places:
    config = held.settled.config
    return _places(folder, config.content) if config else _places(folder, "content")


def _places(folder: Path, content: str) -> Places:
    return Places(folder, content, packaged_themes())


def _address(door: Door, held: Held) -> str:
    root = base_of(held.settled.config).root if held.settled.config else "/"
    host = f"[{door.host}]" if ":" in door.host else door.host
    return f"http://{host}:{door.port}{root}"
