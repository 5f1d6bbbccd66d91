"""Carry out what is missing in a store, beside whoever else works on it."""

import math
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from helpers.compare.claims import MOST_CRASHES
from helpers.compare.crashes import OnCrash, settle
from helpers.compare.made_by import program_for
from helpers.compare.programs import SINGLE_UPDATES, Program
from helpers.compare.recipe import Recipe
from helpers.compare.stages import Stage
from helpers.compare.store import Store
from helpers.compare.training import Training, carry_out
from helpers.progress import duration, live_line

__all__ = ["finish", "missing_trainings", "progress", "run_locally"]

Show = Callable[[float], None]


def finish(
    stages: Iterable[Stage],
    recipe: Recipe,
    store: Store,
    client: Any = None,
    on_crash: OnCrash = "raise",
) -> list[Stage]:
    """Carry out what the store lacks of each stage, and return them all.

    That is done here, or by the workers of a client. It is shown how far it is, and the
    notes of a stage are warnings.
    """
    finished = []
    for stage in stages:
        for note in stage.notes:
            warnings.warn(note, stacklevel=3)
        finished.append(stage)
        if not missing_trainings(stage.trainings, store):
            continue
        program = program_for(store, recipe, stage.trainings)
        with progress(stage.title, len(stage.trainings)) as show:
            work = stage.trainings, recipe, store, show, on_crash, program
            if client is None:
                run_locally(*work)
            else:
                from helpers.compare.cluster import run_on_cluster  # needs dask

                run_on_cluster(client, *work)
    return finished


def run_locally(
    trainings: Sequence[Training],
    recipe: Recipe,
    store: Store,
    show: Show,
    on_crash: OnCrash = "raise",
    program: Program = SINGLE_UPDATES,
) -> None:
    """Carry out each of ``trainings`` that the store lacks, and keep it there.

    What another process has claimed is waited for, and done here if that one dies.
    ``show`` is called with the number of trainings done, parts of one among them. What
    has ended its process several times comes last, and is settled by ``on_crash``.
    """
    most = math.inf if on_crash == "retry" else MOST_CRASHES
    while missing := missing_trainings(trainings, store):
        done = len(trainings) - len(missing)
        free = (one for one in missing if store.claims.take(one, most))
        training = next(free, None)
        if training is None:
            settle(store.claims.crashed(missing, most), store, on_crash)
            time.sleep(0.2)
            continue
        try:
            with store.claims.renewed(training):
                shown = counted_from(done, show)
                outcome = carry_out(recipe, training, shown, program=program)
        except BaseException:
            store.claims.give_back(training)
            raise
        store.save(training, outcome)
        show(done + 1)


def missing_trainings(trainings: Sequence[Training], store: Store) -> list[Training]:
    """Return the trainings that are not finished yet."""
    finished = store.finished_keys()
    return [training for training in trainings if training.key not in finished]


def counted_from(done: int, show: Show) -> Show:
    """Return a function that shows a share of the training after ``done`` others."""
    return lambda share: show(done + share)


@contextmanager
def progress(title: str, total: int) -> Iterator[Show]:
    """Give a function that shows how many trainings are done, and the time left."""
    first: tuple[float, float] | None = None
    with live_line() as show_line:

        def show(done: float) -> None:
            nonlocal first
            now = time.monotonic()
            began, done_before = first = first or (now, done)
            text = f"{title}: {int(done)} of {total} trainings"
            if done > done_before:
                left = (now - began) / (done - done_before) * (total - done)
                text += f", {duration(left)} left"
            show_line(text, done / total)

        yield show
