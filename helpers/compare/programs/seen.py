"""What ``fit`` and ``evaluate`` feed a model, seen by one that learns nothing."""

from typing import Any

import numpy as np

from helpers.keras_import import keras

__all__ = ["MOST_BYTES", "NotFeedableError", "seen_by_evaluate", "seen_by_fit"]

MOST_BYTES = 64 * 2**20  # of batches that are kept


class NotFeedableError(Exception):
    """These batches are no arrays of one shape, or too many to keep."""


class Seen(keras.Model):
    """A model that learns nothing, and keeps the batches that Keras feeds."""

    def __init__(self) -> None:
        """Be compiled, to be called on each batch as it comes."""
        super().__init__()
        self.batches: list[Any] = []
        self.compile("sgd", loss=None, run_eagerly=True)

    def call(self, inputs: Any) -> Any:
        """Return the inputs."""
        return inputs

    def _keep(self, *given: Any) -> Any:
        *state, batch = given  # on JAX the state comes first, and goes out again
        self.batches.append(keras.tree.map_structure(np.asarray, batch))
        logs = {"loss": 0.0}
        return (logs, *state) if state else logs

    train_step = test_step = _keep


class EpochsSeen(keras.callbacks.Callback):
    """Cut what a model sees into epochs, and end when the budget is spent."""

    def __init__(self, updates: int) -> None:
        """Have seen nothing yet."""
        super().__init__()
        self.left, self.bytes = updates, 0
        self.epochs: list[list[Any]] = []

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        """Count."""
        self.left -= 1
        newest = keras.tree.flatten(self.model.batches[-1])
        self.bytes += sum(array.nbytes for array in newest)
        if self.bytes > MOST_BYTES:
            raise NotFeedableError("too many batches to keep")
        self.model.stop_training = self.left == 0

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Begin another list."""
        self.epochs.append([*self.model.batches])
        self.model.batches = []


def seen_by_fit(arguments: dict[str, Any], updates: int) -> list[list[Any]]:
    """Return the batches that ``fit`` feeds, a list for each epoch."""
    seen = EpochsSeen(updates)
    Seen().fit(**arguments, callbacks=[seen], verbose=0)
    return seen.epochs


def seen_by_evaluate(data: Any) -> list[list[Any]]:
    """Return the batches that ``evaluate`` feeds, as one epoch."""
    seen = Seen()
    seen.evaluate(data, verbose=0)
    return [[*seen.batches]]
