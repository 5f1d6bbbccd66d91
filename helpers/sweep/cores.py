"""How a sweep uses the cores of one machine: each core trains other parts.

A small part needs less memory at a time, and no product waits for another core. Two
cores with a part each train more networks in a second than two cores that share one
large part, see ``benchmarks/README.md``. The numbers are the same up to rounding.
"""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from threading import Event
from typing import Any, TypeVar

from helpers.keras_import import keras  # noqa: F401, imports TensorFlow quietly

# isort: split
import tensorflow as tf

__all__ = ["SweepEndedError", "map_on_cores", "number_of_cores", "share_out"]

Part = TypeVar("Part")
Result = TypeVar("Result")

# Networks of width 64 times their number. Fewer are slower, more are no faster.
UNITS_ON_ALL_CORES = 64 * 64
UNITS_ON_ONE_CORE = 64 * 16


def share_out() -> tuple[int, int]:
    """Return how many parts to train at a time, and how many hidden units in each.

    TensorFlow spreads each product over all cores, unless it is told not to before it
    computes anything. If it is too late for that, large parts are trained one by one.

    >>> parts_at_a_time, hidden_units = share_out()
    """
    try:
        tf.config.threading.set_intra_op_parallelism_threads(1)
    except RuntimeError:
        return 1, UNITS_ON_ALL_CORES
    return number_of_cores(), UNITS_ON_ONE_CORE


def number_of_cores() -> int:
    """Return how many cores this process may use.

    >>> number_of_cores() >= 1
    True
    """
    if hasattr(os, "sched_getaffinity"):  # not on macOS, not on Windows
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def map_on_cores(
    cores: int,
    work: Callable[[Part, Callable[[int], None]], Result],
    parts: Iterable[Part],
    advanced: Callable[[int], None],
) -> list[Result]:
    """Return ``work(part, report)`` for each of ``parts``, ``cores`` of them at a time.

    Each part has a thread. What it passes to ``report(updates)`` is passed on to
    ``advanced`` in the caller's thread. An exception in one thread, or an interruption
    of the caller, ends the other threads when they report next.

    >>> def work(part, report):
    ...     report(10)
    ...     return 2 * part
    >>> map_on_cores(2, work, [1, 2, 3], advanced=print)
    10
    10
    10
    [2, 4, 6]
    """
    reports: SimpleQueue[Any] = SimpleQueue()
    given_up = Event()

    def report(updates: int) -> None:
        if given_up.is_set():
            raise SweepEndedError
        reports.put(updates)

    with ThreadPoolExecutor(cores) as pool:
        futures = [pool.submit(work, part, report) for part in parts]
        for future in futures:
            future.add_done_callback(reports.put)
        try:
            left = len(futures)
            while left:
                if isinstance(news := reports.get(), Future):
                    news.result()  # raises what the thread raised
                    left -= 1
                else:
                    advanced(news)
        finally:
            given_up.set()
            pool.shutdown(wait=False, cancel_futures=True)
    return [future.result() for future in futures]


class SweepEndedError(Exception):
    """Ends the training of a part whose sweep has ended."""
