"""One training of a reader's model: a column of rates, a seed, and what came of it."""

import math
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256

import numpy as np

from helpers.compare.compiled import ready
from helpers.keras_import import keras


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


class Budget(keras.callbacks.Callback):
    """End a training after so many updates, or when a number is not finite."""

    def __init__(self, updates, advanced, together=1, every=20):
        """Keep the numbers; ``advanced`` is called every so many updates.

        So many updates are made ``together`` between two calls of the callback.
        """
        super().__init__()
        self.updates, self.advanced = updates, advanced
        self.together, self.every = together, every
        self.done = self.shown = 0
        self.diverged, self.evaluations, self.judging = False, [], 0.0

    def on_train_batch_end(self, batch, logs=None):
        """Count, and end the training where it is due."""
        self.done += self.together
        if self.done >= self.shown + self.every:
            self.shown = self.done
            self.advanced(min(1.0, self.done / self.updates))
            self.diverged = not all_finite(logs)
        if self.done >= self.updates or self.diverged:
            self.model.stop_training = True

    def on_epoch_end(self, epoch, logs=None):
        """Note the evaluation."""
        numbers = {name: float(value) for name, value in logs.items()}
        self.evaluations.append({"updates": self.done, **numbers})
        if not all_finite(numbers):
            self.diverged = self.model.stop_training = True

    def on_test_begin(self, logs=None):
        """Start the clock of the evaluations."""
        self.began = time.monotonic()

    def on_test_end(self, logs=None):
        """Stop it."""
        self.judging += time.monotonic() - self.began


def all_finite(logs):
    """Return whether all numbers of the logs are finite."""
    return all(math.isfinite(float(value)) for value in logs.values())


@contextmanager
def dtype_policy(name):
    """Give layers that are made within the block this policy."""
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(name)
    try:
        yield
    finally:
        keras.config.set_dtype_policy(before)
