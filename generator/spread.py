"""Work in parallel, through one seam: a `Spread` does a function's tasks, wherever its workers are.

`in_turn` has no workers, `processes` starts some for each piece of work, and `on` takes any
`concurrent.futures.Executor`: a thread pool, a Dask or Ray client. Results come in the order of the tasks, so that
nothing depends on which worker was first.
"""

from __future__ import annotations

import functools
import multiprocessing
import multiprocessing.connection
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from typing import Any, Protocol, TypeVar

Given = TypeVar("Given")
Task = TypeVar("Task")
Result = TypeVar("Result")
Item = TypeVar("Item")

PATIENCE = 900.0  # seconds that a worker may be silent before it is taken for dead
BATCHES = 8  # an executor of somebody else's is sent `given` this often


class Spread(Protocol):
    """Does `function(given, task)` for each task and gives the results in the order of the tasks.

    `function` is a top-level one, and all it takes and returns pickles, since workers may be other processes. `given`
    is large and the same for all tasks, so workers get it as seldom as can be. Raises BrokenExecutor when a worker is
    lost.
    """

    def __call__(
        self, function: Callable[[Given, Task], Result], given: Given, tasks: Sequence[Task], /
    ) -> Iterator[Result]:
        """The results, as they come."""
        ...


def in_turn(function: Callable[[Given, Task], Result], given: Given, tasks: Sequence[Task], /) -> Iterator[Result]:
    """A `Spread` without workers: one task after the other, here."""
    return (function(given, task) for task in tasks)


def processes(number: int) -> Spread:
    """A `Spread` over `number` processes that live as long as the work.

    Where processes are forked they have `given` from the start, without copying it; elsewhere each is sent it once.
    """

    def spread(function: Callable[[Given, Task], Result], given: Given, tasks: Sequence[Task], /) -> Iterator[Result]:
        if len(tasks) <= 1 or number <= 1:
            yield from in_turn(function, given, tasks)
            return
        # Forking is quickest, and sound where no other thread runs, as in a build and before a preview watches and
        # serves. Elsewhere the system's own default is the sound one.
        context = multiprocessing.get_context("fork" if sys.platform == "linux" else None)
        others = set(multiprocessing.active_children())
        executor = ProcessPoolExecutor(min(number, len(tasks)), context, _begin, (function, given))
        try:
            yield from _results([executor.submit(_do, task) for task in tasks])
        except BaseException:  # lost, or Ctrl-C, or nobody wants the results
            for process in set(multiprocessing.active_children()) - others:  # one that hangs would be waited for
                process.kill()
            raise
        finally:
            executor.shutdown(wait=True, cancel_futures=True)

    return spread


def on(executor: Executor) -> Spread:
    """A `Spread` on an executor whose workers cannot be prepared: `given` goes along with each of a few batches."""

    def spread(function: Callable[[Given, Task], Result], given: Given, tasks: Sequence[Task], /) -> Iterator[Result]:
        if len(tasks) <= 1:
            yield from in_turn(function, given, tasks)
            return
        batches = chunks(tasks, -(-len(tasks) // BATCHES))
        for results in _results([executor.submit(_batch, function, given, batch) for batch in batches]):
            yield from results

    return spread


def chunks(items: Sequence[Item], size: int) -> list[Sequence[Item]]:
    """`items` in pieces of at most `size`, in order."""
    return [items[start : start + size] for start in range(0, len(items), size)]


def _results(waiting: Iterable[Future[Result]]) -> Iterator[Result]:
    futures = list(waiting)
    try:
        for future in futures:
            try:
                yield future.result(PATIENCE)
            except TimeoutError as error:
                raise BrokenExecutor(f"no answer in {PATIENCE:.0f} seconds") from error
    finally:
        for future in futures:
            future.cancel()


def _batch(function: Callable[[Given, Task], Result], given: Given, tasks: Sequence[Task]) -> list[Result]:
    return [function(given, task) for task in tasks]


# What a process of `processes` was started for: set once, when it starts, and read by every task of it.
_work: Callable[[Any], Any]


def _begin(function: Callable[[Given, Task], Result], given: Given) -> None:
    """Take up the work; leave Ctrl-C to the process that the user started, and end with it, however it ends."""
    global _work  # noqa: PLW0603 - an initializer has no other way to hand a value to the tasks of its process
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _work = functools.partial(function, given)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)  # killed: nobody takes the results, and other workers of its may hold its files and ports


def _do(task: Any) -> Any:  # noqa: ANN401 - typed by `processes`
    return _work(task)
