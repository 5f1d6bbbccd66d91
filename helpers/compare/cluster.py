"""Carry out what is missing in a store on the workers of a ``dask.distributed`` client.

Install the extra ``cluster``. Each worker needs this collection, and one thread. The
store stays with the caller, who alone writes to it.
"""

import cloudpickle
from dask.distributed import as_completed

from helpers.compare.local import lacking
from helpers.compare.training import carry_out
from helpers.sweep.cluster import as_it_is


def spread_out(client, trainings, recipe, store, show):
    """Carry out each of ``trainings`` that the store lacks, on the workers.

    What a worker was at when it died, another does again. An exception of a training
    ends the others that have not begun; what is finished is kept.
    """
    missing = lacking(trainings, store)
    done = len(trainings) - len(missing)
    missing = {training.key: training for training in missing}.values()  # each once
    check_travels(recipe)
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
    if left := lacking(trainings, store):
        raise RuntimeError(f"the cluster has left {len(left)} trainings undone")


def check_travels(recipe):
    """Raise a TypeError that names the part of a recipe that can't go to a worker."""
    named = {"train": recipe.train, **recipe.judged_on}
    for name in ("model", "loss", "optimizer", "judge", "compile_options"):
        named[name] = getattr(recipe, name)
    for name, part in named.items():
        try:
            cloudpickle.dumps(part)
        except Exception as problem:
            is_data = name in ("train", *recipe.judged_on)
            advice = ": give a function of the seed that makes it there"
            label = {"tuning": "validation"}.get(name, name)
            raise TypeError(
                f"{label} = {part!r} can't be sent to a worker{advice * is_data}"
            ) from problem
