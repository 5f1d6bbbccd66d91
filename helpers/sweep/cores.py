"""How a sweep uses the cores of one machine: each trains parts of its own.

The networks of one part need less memory at a time, and no product waits for another
core. Two cores so train more networks than both together on one large part, see
``benchmarks/README.md``, and the numbers are the same up to rounding.
"""

import os
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from threading import Event

from helpers.keras_import import keras  # noqa: F401, it imports TensorFlow without remarks

# isort: split
import tensorflow as tf

# Networks of width 64 times their number. Fewer are slower, more are no faster.
UNITS_ON_ALL_CORES = 64 * 64
UNITS_ON_ONE_CORE = 64 * 16


def share_out():
    """Return how many parts to train at a time, and how many hidden units in each.

    TensorFlow spreads each product over all cores, unless it is told not to before it
    computes anything. Where it is too late for that, large parts follow one another.
    """
    try:
        tf.config.threading.set_intra_op_parallelism_threads(1)
    except RuntimeError:
        return 1, UNITS_ON_ALL_CORES
    return number_of_cores(), UNITS_ON_ONE_CORE


def number_of_cores():
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):  # not on macOS, not on Windows
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def one_on_each(cores, work, parts, advanced):
    """Return ``work(part, told)`` for each of ``parts``, ``cores`` of them at a time.

    What a thread says by ``told(updates)`` reaches ``advanced`` in the caller's thread.
    An exception, or an interruption of the caller, ends the other threads at the next
    thing that they say.
    """
    said, given_up = SimpleQueue(), Event()

    def told(updates):
        if given_up.is_set():
            raise SweepEndedError
        said.put(updates)

    with ThreadPoolExecutor(cores) as pool:
        futures = [pool.submit(work, part, told) for part in parts]
        for future in futures:
            future.add_done_callback(said.put)
        try:
            left = len(futures)
            while left:
                if isinstance(news := said.get(), Future):
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
