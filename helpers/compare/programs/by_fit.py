"""A training by Keras's own ``fit``."""

import time
from collections.abc import Callable
from typing import Any

from helpers.compare.datasets import is_arrays
from helpers.compare.evaluations import Evaluations
from helpers.compare.judging import keeps_an_average
from helpers.compare.recipe import Kind, Recipe
from helpers.keras_import import keras

__all__ = ["Budget", "train_by_fit"]


def train_by_fit(
    recipe: Recipe,
    model: keras.Model,
    seed: int,
    kind: Kind,
    updates: int,
    advanced: Callable[[float], None],
) -> Evaluations:
    """Train a compiled model; return the logs of its epochs."""
    budget = Budget(updates, advanced, recipe.steps_per_execution)
    with recipe.seeded(seed):
        arguments = recipe.fit_arguments(seed, kind, updates)
    with recipe.seeded(seed):
        model.fit(**arguments, callbacks=[budget], verbose=0)
        if keeps_an_average(model.optimizer) and not budget.seen.diverged:
            # It is put into the model at the end of fit, after the last evaluation.
            budget.seen.add_average(evaluated(model, arguments))
    return budget.seen


def evaluated(model: keras.Model, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return the logs of a model on the data that it was evaluated on by ``fit``."""
    data, size = arguments["validation_data"], arguments["validation_batch_size"]
    names = ("x", "y", "sample_weight")
    given = dict(zip(names, data, strict=False)) if is_arrays(data) else {"x": data}
    return model.evaluate(**given, batch_size=size, return_dict=True, verbose=0)


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
        self.judging = 0.0
        self.seen = Evaluations()

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        """Count, and end the training where it is due."""
        self.done += self.steps_per_execution
        if self.done >= self.shown + self.every:
            self.shown = self.done
            self.advanced(min(1.0, self.done / self.updates))
            self.seen.notice(logs)
        if self.done >= self.updates or self.seen.diverged:
            self.model.stop_training = True

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Keep the logs of the epoch."""
        self.seen.add(self.done, logs, self.judging)
        self.judging = 0.0
        if self.seen.diverged:
            self.model.stop_training = True

    def on_test_begin(self, logs: Any = None) -> None:
        """Start the clock of the evaluations."""
        self.began = time.monotonic()

    def on_test_end(self, logs: Any = None) -> None:
        """Stop the clock."""
        self.judging += time.monotonic() - self.began
