"""Work in parallel, through one seam.

Anything that is a `concurrent.futures.Executor` will do: a process pool, a thread pool, a Dask or Ray client. Results
come in the order of the tasks, so that nothing depends on which worker was first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")
Item = TypeVar("Item")


def in_order(function: Callable[[Task], Result], tasks: Sequence[Task], executor: Executor | None) -> Iterator[Result]:
    """`function` of each task; here when there is no executor or nothing to share, else on the executor.

    `function` is a top-level one and tasks and results pickle, since workers may be other processes.
    """
    if executor is None or len(tasks) <= 1:
        yield from map(function, tasks)
        return
    waiting = [executor.submit(function, task) for task in tasks]
    try:
        for future in waiting:
            yield future.result()
    finally:
        for future in waiting:
            future.cancel()


def chunks(items: Sequence[Item], size: int) -> list[Sequence[Item]]:
    """`items` in pieces of at most `size`, in order."""
    return [items[start : start + size] for start in range(0, len(items), size)]
