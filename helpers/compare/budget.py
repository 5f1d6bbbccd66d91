"""The callback that ends a training where its budget does, and keeps its numbers."""

import math
import time

from helpers.quiet import keras


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
