"""Carry out what is missing in a store on the workers of a ``dask.distributed`` client.

Install the extra ``cluster``. Each worker needs this collection, and one thread. The
store stays with the caller, who alone writes to it.
"""

from collections.abc import Sequence
from typing import Any

import cloudpickle
from dask.distributed import KilledWorker, as_completed

from helpers.compare.crashes import OnCrash, settle
from helpers.compare.local import Show, missing_trainings
from helpers.compare.programs import SINGLE_UPDATES, Program
from helpers.compare.recipe import Recipe
from helpers.compare.store import Store
from helpers.compare.training import Training, carry_out
from helpers.sweep.cluster import identity

__all__ = ["run_on_cluster"]

DATA = ("train", "validation", "test")
OTHERS = ("model", "loss", "optimizer", "judge", "compile_options")


def run_on_cluster(
    client: Any,
    trainings: Sequence[Training],
    recipe: Recipe,
    store: Store,
    show: Show,
    on_crash: OnCrash = "raise",
    program: Program = SINGLE_UPDATES,
) -> None:
    """Carry out each of ``trainings`` that the store lacks, on the workers.

    What a worker was training when it died, or had trained and not sent, another trains
    anew, as often as dask allows. Dask blames all that waited on a worker which died.
    So these are trained once more when all others are done, one at a time, and what
    workers die of then is settled by ``on_crash``. An exception of a training ends
    those that have not begun; what is finished is kept.

    Raises a TypeError if a part of the recipe can't be sent to a worker, and a
    RuntimeError if the cluster ends with trainings undone.
    """
    missing = missing_trainings(trainings, store)
    done = len(trainings) - len(missing)
    once = {training.key: training for training in missing}.values()
    check_travels(recipe)

    def sent() -> Any:  # anew after a death, since the recipe is blamed too
        return client.submit(identity, recipe, pure=False)

    def submitted(training: Training, recipe: Any) -> Any:
        return client.submit(carry_out, recipe, training, program=program, pure=False)

    shared = sent()
    futures = {submitted(training, shared): training for training in once}
    problem, crashed = None, []
    for future in (running := as_completed(futures)):
        training = futures[future]
        if future.cancelled():
            continue
        try:
            found = future.result()  # made again, if its worker has died since
        except KilledWorker:
            if on_crash != "retry":
                crashed.append(training)
            elif problem is None:
                again = submitted(training, sent())
                futures[again] = training
                running.add(again)
        except Exception as raised:
            if problem is None:
                problem = raised
                client.cancel([other for other in futures if not other.done()])
        else:
            store.save(training, found)
            done += 1
            show(done)
    if problem is not None:
        raise problem
    deadly = []
    for training in crashed:
        try:
            store.save(training, submitted(training, sent()).result())
        except KilledWorker:
            deadly.append(training)
    settle(deadly, store, on_crash)
    if left := missing_trainings(trainings, store):
        raise RuntimeError(f"the cluster has left {len(left)} trainings undone")


def check_travels(recipe: Recipe) -> None:
    """Raise a TypeError that names the part of a recipe that can't go to a worker."""
    for name in (*DATA, *OTHERS):
        part = getattr(recipe, name)
        try:
            cloudpickle.dumps(part)
        except Exception as problem:
            advice = ": give a function of the seed that makes it there"
            raise TypeError(
                f"{name} = {part!r} can't be sent to a worker{advice * (name in DATA)}"
            ) from problem
