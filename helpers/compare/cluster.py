"""Carry out what is missing in a store on the workers of a ``dask.distributed`` client.

Install the extra ``cluster``. Each worker needs this collection, and one thread. The
store stays with the caller, who alone writes to it.
"""

from dask.distributed import as_completed

from helpers.compare.training import carry_out
from helpers.compare.work import lacking
from helpers.sweep.cluster import as_it_is


def spread_out(client, trainings, recipe, store, show):
    """Carry out each of ``trainings`` that the store lacks, on the workers.

    What a worker was at when it died, another does again. An exception of a training
    ends the others that have not begun; what is finished is kept.
    """
    missing = lacking(trainings, store)
    done = len(trainings) - len(missing)
    shared = client.submit(as_it_is, recipe, pure=False)
    futures = {
        client.submit(carry_out, shared, training, pure=False): training
        for training in missing
    }
    problem = None
    for future in as_completed(futures):
        if future.status == "finished":
            store.save(futures[future], future.result())
            done += 1
            show(done)
        elif problem is None and future.status == "error":
            problem = future.exception()
            client.cancel([other for other in futures if not other.done()])
    if problem is not None:
        raise problem
