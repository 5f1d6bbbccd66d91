"""One training of a reader's model: a column of rates, a seed, and its outcome."""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Any

import numpy as np

from helpers.compare.compiled import compiled_model_for
from helpers.compare.recipe import Kind, Recipe
from helpers.keras_import import keras

__all__ = ["Budget", "Key", "Outcome", "Training", "carry_out"]

Key = tuple[str, str, int]  # kind, digest of the rates, and seed
Outcome = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Training:
    """What to train, what for, and the labels of its result.

    ``rates`` has the shape ``(updates,)``, in float64.
    """

    stage: Kind
    arm: str
    peak: float
    seed: int
    rates: np.ndarray = field(repr=False)

    @cached_property
    def key(self) -> Key:
        """What identifies the training in a file: two arms may share one."""
        return self.stage, sha256(self.rates.tobytes()).hexdigest()[:16], self.seed


def carry_out(
    recipe: Recipe,
    training: Training,
    advanced: Callable[[float], None] = lambda share: None,
    updates: int | None = None,
) -> Outcome:
    """Train the model of ``recipe`` once; return the outcome, a dict.

    ``value`` is the judge's number at the end, or None if a loss or a metric was not
    finite: then ``diverged`` is True. ``evaluations`` lists the logs of ``fit`` after
    each evaluation, with the updates done. ``seconds`` counts everything, ``judging``
    the evaluations alone. ``advanced`` is called now and then with the share that is
    done. Without ``updates`` the training has the whole budget.

    Raises a RuntimeError where this process runs another backend than the recipe.
    """
    began = time.monotonic()
    if recipe.backend != keras.backend.backend():
        raise RuntimeError(
            f"this process runs Keras on {keras.backend.backend()}, but the comparison "
            f"began on {recipe.backend}: set KERAS_BACKEND alike"
        )
    with dtype_policy(recipe.policy):
        model = compiled_model_for(recipe, training.seed, training.rates)
        budget = Budget(updates or recipe.updates, advanced, recipe.steps_per_execution)
        with recipe.seeded(training.seed):
            arguments = recipe.fit_arguments(
                training.seed, training.stage, budget.updates
            )
        with recipe.seeded(training.seed):
            model.fit(**arguments, callbacks=[budget], verbose=0)
    last = budget.evaluations[-1]
    return {
        "value": None if budget.diverged else last[judged_log_name(last, recipe.judge)],
        "diverged": budget.diverged,
        "evaluations": budget.evaluations,
        "seconds": time.monotonic() - began,
        "judging": budget.judging,
    }


def judged_log_name(logs: dict[str, float], judge: Any) -> str:
    """Return the name of the log that holds the judge's value.

    Raises a ValueError if there is none, or more than one.
    """
    if judge == "loss":
        if "val_loss" not in logs:
            raise ValueError(
                f"the model's evaluations have no 'val_loss', only {sorted(logs)}"
            )
        return "val_loss"
    names = [name for name in logs if name.startswith("val_") and name != "val_loss"]
    if len(names) != 1:
        raise ValueError(f"judge = {judge!r} must give one number, not {names}")
    return names[0]


class Budget(keras.callbacks.Callback):
    """End a training after a number of updates, or when a loss is not finite."""

    def __init__(
        self,
        updates: int,
        advanced: Callable[[float], None],
        steps_per_execution: int = 1,
        every: int = 20,
    ) -> None:
        """Call ``advanced`` after each ``every`` updates or so, with the share done."""
        super().__init__()
        self.updates, self.advanced = updates, advanced
        self.steps_per_execution, self.every = steps_per_execution, every
        self.done = self.shown = 0
        self.diverged, self.judging = False, 0.0
        self.evaluations: list[dict[str, float]] = []

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        """Count, and end the training where it is due."""
        self.done += self.steps_per_execution
        if self.done >= self.shown + self.every:
            self.shown = self.done
            self.advanced(min(1.0, self.done / self.updates))
            self.diverged = not all_finite(logs)
        if self.done >= self.updates or self.diverged:
            self.model.stop_training = True

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Keep the numbers of the evaluation."""
        numbers = {name: float(value) for name, value in logs.items()}
        self.evaluations.append({"updates": self.done, **numbers})
        if not all_finite(numbers):
            self.diverged = self.model.stop_training = True

    def on_test_begin(self, logs: Any = None) -> None:
        """Start the clock of the evaluations."""
        self.began = time.monotonic()

    def on_test_end(self, logs: Any = None) -> None:
        """Stop the clock."""
        self.judging += time.monotonic() - self.began


def all_finite(logs: dict[str, Any]) -> bool:
    """Return whether all numbers of the logs are finite."""
    return all(math.isfinite(float(value)) for value in logs.values())


@contextmanager
def dtype_policy(name: str) -> Iterator[None]:
    """Give this policy to the layers that are made within a block."""
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(name)
    try:
        yield
    finally:
        keras.config.set_dtype_policy(before)
