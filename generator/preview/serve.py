"""The live preview, composed: read this first in this folder.

    watch  ->  follow  ->  tabs        what an editor saves becomes a generation; open pages are told
                 |
              generation -> answers -> app -> server        a request is answered from the generation of that moment

One thread watches and follows; the server's loop answers. They share one value, the state in `tabs`, which is replaced
as a whole. Nothing is written but the cache of what files said.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import secrets
import socket
import threading
import time
import webbrowser
from collections.abc import Callable, Iterable
from concurrent.futures import CancelledError, Future
from pathlib import Path
from typing import Final, NamedTuple

from generator.intake import Progress, take_config
from generator.output.theme import packaged_themes
from generator.prepare import CheckOptions
from generator.preview.answers import Run
from generator.preview.app import Door, application
from generator.preview.follow import begin, follow, tried
from generator.preview.generation import Texts
from generator.preview.held import Change, Following, Held
from generator.preview.lines import Begun, Said, after_change, at_start, polling, problems_of
from generator.preview.server import server
from generator.preview.tabs import State, Tabs, state_of
from generator.preview.watch import Places, Watch, look
from generator.settings import Config
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

LAST: Final = 2.0  # seconds that what is at work has to end, once the user has ended the preview


def serve(wish: Wish, spread: Spread, progress: Progress, say: Say) -> None:
    """Show the archive until the user ends it (KeyboardInterrupt)."""
    following = Following(wish.folder, wish.options, Texts(), progress)
    _keep_from_workers(wish.listening)
    started = time.perf_counter()
    config, _ = take_config(wish.folder)
    seen = look(_places(wish.folder, config))  # before anything is read, so that nothing is missed
    held = begin(following, spread)
    watch = Watch(_places(wish.folder, held.settled.config), seen)  # after workers are forked, since it has threads
    ending = _Ending(Future(), threading.Timer(LAST, os._exit, (0,)))
    try:
        gc.freeze()  # what was read stays; from now on, rubbish is collected
        gc.enable()
        asyncio.run(_serve(_Parts(wish, following, watch, say), held, ending, time.perf_counter() - started))
    finally:
        watch.end()
        with contextlib.suppress(TimeoutError, CancelledError):
            ending.follower.result(LAST)
        ending.at_last.cancel()


def _keep_from_workers(listening: socket.socket) -> None:
    """Let no worker hold the port: it is to be free when the preview ends, however it ends."""
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=listening.close)


class _Parts(NamedTuple):
    """What a preview is composed of."""

    wish: Wish
    following: Following
    watch: Watch
    say: Say


class _Ending(NamedTuple):
    """The end: that of the thread that follows, and that of the process, if a template or anything else has none."""

    follower: Future[None]
    at_last: threading.Timer


async def _serve(parts: _Parts, held: Held, ending: _Ending, seconds: float) -> None:
    wish, following, watch, say = parts
    loop = asyncio.get_running_loop()
    tabs = Tabs(_state(following.folder, held))
    run = Run(name=secrets.token_urlsafe(8), token=secrets.token_urlsafe(24))
    door = Door(wish.host, wish.listening.getsockname()[1])

    def tell(state: State) -> int:
        return 0 if watch.has_ended else asyncio.run_coroutine_threadsafe(tabs.tell(state), loop).result()

    def ready() -> None:
        address = _address(door, held)
        say(at_start(Begun(held, address, is_open=not door.is_of_this_machine, polls=watch.polls, seconds=seconds)))
        if wish.opens:
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
        _in_a_thread(ending.follower, lambda: _follow(_Hands(following, watch, tell, say), held))

    running = server(application(door, run, tabs, watch.say_lost), ready)
    # Without it there is nothing to show that is still true.
    ending.follower.add_done_callback(lambda _: setattr(running, "should_exit", True))
    try:
        await running.serve(sockets=[wish.listening])
    finally:
        watch.end()
        ending.follower.cancel()  # if it has not begun
        ending.at_last.daemon = True
        ending.at_last.start()


def _in_a_thread(result: Future[None], work: Callable[[], None]) -> None:
    """Do some work beside everything else, in a thread that does not keep the process from ending."""

    def do() -> None:
        if not result.set_running_or_notify_cancel():
            return
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - for whoever asks for the result
            result.set_exception(error)
        else:
            result.set_result(None)

    threading.Thread(target=do, name="follower", daemon=True).start()


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
    polls = hands.watch.polls
    while (change := hands.watch()) is not None:
        started = time.perf_counter()
        before, held = held, _followed(hands.following, held, change)
        if held is not before:
            hands.watch.move_to(_places(hands.following.folder, held.settled.config))
            reloaded = hands.tell(_state(hands.following.folder, held))
            said = Said(before, held, change, reloaded, time.perf_counter() - started)
            hands.say(after_change(said, time.strftime("%H:%M:%S")))
        if hands.watch.polls not in {"", polls}:
            hands.say([polling(hands.watch.polls)])
        polls = hands.watch.polls


def _followed(following: Following, held: Held, change: Change) -> Held:
    gc.disable()  # collecting while the whole archive is assembled anew takes as long as that
    try:
        return follow(following, held, change)
    finally:
        gc.enable()


def _state(folder: Path, held: Held) -> State:
    return state_of(folder, held.generation, held.problems)


def _places(folder: Path, config: Config | None) -> Places:
    """Where the files are; without settings, where they usually are."""
    return Places(folder, config.content if config else "content", packaged_themes())


def _address(door: Door, held: Held) -> str:
    root = base_of(held.settled.config).root if held.settled.config else "/"
    host = f"[{door.host}]" if ":" in door.host else door.host
    return f"http://{host}:{door.port}{root}"
