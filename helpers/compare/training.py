"""One training of a reader's model: a column of rates, a seed, and what came of it."""

import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256

import numpy as np

from helpers.compare.budget import Budget
from helpers.compare.compiled import ready
from helpers.quiet import keras


@dataclass(frozen=True, eq=False)
class Training:
    """What to train, in which stage of the protocol, and the labels of its result."""

    stage: str
    arm: str
    peak: float
    seed: int
    rates: np.ndarray = field(repr=False)

    @property
    def key(self):
        """What tells this training from others: stage, digest of the rates, seed."""
        return self.stage, sha256(self.rates.tobytes()).hexdigest()[:16], self.seed


def carry_out(recipe, training, advanced=lambda share: None, updates=None):
    """Train the model of ``recipe`` once; return what came of it, a dict.

    ``value`` is what the judge says at the end, ``diverged`` whether a loss or a metric
    was not finite, and the value then None; ``evaluations`` lists the logs of ``fit``
    after each epoch, with the updates done; ``seconds`` counts everything, ``judging``
    those of the evaluations. ``advanced`` is called now and then with the share that is
    done. Without ``updates`` the training has the whole budget.
    """
    began = time.monotonic()
    if recipe.backend != keras.backend.backend():
        raise RuntimeError(
            f"this process runs Keras on {keras.backend.backend()}, but the comparison "
            f"began on {recipe.backend}: set KERAS_BACKEND alike"
        )
    with dtype_policy(recipe.policy):
        model = ready(recipe, training)
        budget = Budget(updates or recipe.updates, advanced, recipe.together)
        with recipe.seeded(training.seed):
            arguments = recipe.fit_arguments(
                training.seed, training.stage, budget.updates
            )
        with recipe.seeded(training.seed):
            model.fit(**arguments, callbacks=[budget], verbose=0)
    last = budget.evaluations[-1]
    return {
        "value": None if budget.diverged else last[judged(last, recipe.judge)],
        "diverged": budget.diverged,
        "evaluations": budget.evaluations,
        "seconds": time.monotonic() - began,
        "judging": budget.judging,
    }


def judged(logs, judge):
    """Return which of the logs the judge's value is."""
    if judge == "loss":
        if "val_loss" not in logs:
            raise ValueError(
                f"the model's evaluations have no 'val_loss', only {sorted(logs)}"
            )
        return "val_loss"
    found = [name for name in logs if name.startswith("val_") and name != "val_loss"]
    if len(found) != 1:
        raise ValueError(f"judge = {judge!r} must give one number, not {found}")
    return found[0]


@contextmanager
def dtype_policy(name):
    """Give layers that are made within the block this policy."""
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(name)
    try:
        yield
    finally:
        keras.config.set_dtype_policy(before)
