"""Several images at a time: one lane takes one image from file to verdict."""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import TypeVar

import torch

_MOST_LANES = 8  # each holds an image and what the network makes of it

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")


def lanes_for(total: int) -> int:
    """How many of so many items are worked on side by side; a single one has every thread."""
    return max(1, min(torch.get_num_threads(), total, _MOST_LANES))


def in_lanes(work: Callable[[Item], Outcome], items: Iterable[Item], *, lanes: int) -> Generator[Outcome, None, None]:
    """`work` of each item, in order, several side by side; at most twice as many are under way as there are lanes.

    The threads that torch has here are divided among the lanes. So decoding one image, the model's work on another
    and looking for regions in a third overlap, and no operation waits for its own second thread: on two cores this
    gives a third more images than one image after the other on both (training/results/speed.md).

    Args:
        work: of one item; may run in any thread. What it raises is raised here.
        items: taken from only as fast as they are worked on.
        lanes: how many, see :func:`lanes_for`; one is here, with every thread.
    """
    threads = torch.get_num_threads()
    if lanes < 2:
        yield from map(work, items)
        return
    under_way: deque[Future[Outcome]] = deque()
    with _pool(lanes, threads) as pool:
        try:
            for item in items:
                under_way.append(pool.submit(work, item))
                if len(under_way) >= 2 * lanes:
                    yield under_way.popleft().result()
            while under_way:
                yield under_way.popleft().result()
        finally:
            for future in under_way:
                future.cancel()


@contextmanager
def _pool(lanes: int, threads: int) -> Iterator[Executor]:
    """Threads for the lanes, in each of which torch has its share of the threads."""
    started = Barrier(lanes + 1)

    def start() -> None:
        torch.get_num_threads()  # the first use of torch in a thread gives it the number that all begin with
        torch.set_num_threads(threads // lanes)
        started.wait()

    with ThreadPoolExecutor(lanes, "lane", initializer=start) as pool:
        for _ in range(lanes):
            pool.submit(int)
        started.wait()
        # What is said in one thread holds for it and for all that start later: those are none of the lanes.
        torch.set_num_threads(threads)
        yield pool
