"""A sweep spread over many machines, or processes, by dask.

Install the extra ``cluster``: ``pip install ".[cluster]"``. Each worker needs this
collection, and one thread: TensorFlow takes all the processors that it finds.
"""

import dask
from dask.distributed import as_completed

from helpers.sweep.stacked_networks import TrainingData
from helpers.sweep.train_part import train_together


def spread(client, parts, protocol, advanced):
    """Train each part of a sweep on a worker of ``client``; return their tables.

    ``advanced`` is called with the number of updates of each part that is done. What a
    worker was at when it died, another does again.
    """
    # As a task's result, not as data scattered once, the protocol outlives its holder.
    with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 TB"}):
        shared = client.submit(as_it_is, protocol, pure=False)
        futures = client.map(train_part, parts, protocol=shared, pure=False)
    updates = {
        future: sum(protocol.stops(len(run.rates))[-1] for run in part.values())
        for future, part in zip(futures, parts, strict=True)
    }
    tables = []
    for future, table in as_completed(futures, with_results=True):
        tables.append(table)
        advanced(updates[future])
    return tables


def train_part(part, protocol):
    """Train a part of a sweep on a worker; return its rows."""
    return train_together(part, protocol, TrainingData(*protocol.train))


def as_it_is(protocol):
    """Return the protocol: the task that every part depends on."""
    return protocol


def number_of_workers(client):
    """Return how many parts the workers of ``client`` can train at a time."""
    return max(1, sum(client.nthreads().values()))
