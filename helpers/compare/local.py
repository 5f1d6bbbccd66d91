"""Carry out what is missing in a store, beside whoever else works on it."""

import time
from contextlib import contextmanager

from helpers.compare.training import carry_out
from helpers.progress import duration, live_line


def work_through(trainings, recipe, store, show):
    """Carry out each of ``trainings`` that the store lacks, and keep it there.

    What another process has claimed is waited for, and done here if that one dies.
    ``show`` is called with the trainings done, parts of one among them.
    """
    while missing := lacking(trainings, store):
        done = len(trainings) - len(missing)
        training = next(filter(store.claim, missing), None)
        if training is None:
            time.sleep(0.2)
            continue
        try:
            outcome = carry_out(
                recipe, training, lambda share, done=done: show(done + share)
            )
        except BaseException:
            store.release(training)
            raise
        store.save(training, outcome)
        show(done + 1)


def lacking(trainings, store):
    """Return the trainings that are not finished yet."""
    finished = store.finished()
    return [training for training in trainings if training.key not in finished]


@contextmanager
def progress(stage, trainings):
    """Give a function that shows how many trainings are done, and the time left."""
    total, before = len(trainings), []
    with live_line() as show_line:

        def show(done):
            before.append((time.monotonic(), done))
            (began, first), (now, _) = before[0], before[-1]
            text = f"{stage}: {int(done)} of {total} trainings"
            if done > first:
                left = (now - began) / (done - first) * (total - done)
                text += f", {duration(left)} left"
            show_line(text, done / total)

        yield show
