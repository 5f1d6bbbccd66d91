"""A sweep on many machines, or processes, by dask.

Install the extra ``cluster``: ``pip install ".[cluster]"``. Each worker needs this
collection, and one thread: TensorFlow takes all the processors that it finds.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

import dask
import pandas as pd
from dask.distributed import Client, as_completed

from helpers.sweep.protocol import Protocol
from helpers.sweep.run import Run
from helpers.sweep.train_part import train_part
from helpers.sweep.training_data import TrainingData

__all__ = ["identity", "number_of_workers", "train_on_cluster"]

Anything = TypeVar("Anything")


def train_on_cluster(
    client: Client,
    parts: Sequence[dict[int, Run]],
    protocol: Protocol,
    advanced: Callable[[int], None],
) -> list[pd.DataFrame]:
    """Train each part of a sweep on a worker of ``client``; return their tables.

    ``advanced`` is called with the number of updates of each part that is done. If a
    worker dies, another trains its part again.
    """
    # The protocol is the result of a task, not data scattered once: so dask can make
    # it again if the worker that holds it dies.
    with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 TB"}):
        shared = client.submit(identity, protocol, pure=False)
        futures = client.map(_train_on_worker, parts, protocol=shared, pure=False)
    updates = {
        future: sum(protocol.stops(len(run.rates))[-1] for run in part.values())
        for future, part in zip(futures, parts, strict=True)
    }
    tables = []
    for future, table in as_completed(futures, with_results=True):
        tables.append(table)
        advanced(updates[future])
    return tables


def identity(shared: Anything) -> Anything:
    """Return what it is given: the task that all others depend on.

    >>> identity(3)
    3
    """
    return shared


def number_of_workers(client: Client) -> int:
    """Return how many parts the workers of ``client`` can train at a time."""
    return max(1, sum(client.nthreads().values()))


def _train_on_worker(part: dict[int, Run], protocol: Protocol) -> pd.DataFrame:
    return train_part(part, protocol, TrainingData(*protocol.train))
