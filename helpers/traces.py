"""Callbacks that record what a training run does: its losses, and its test errors."""

import time

import numpy as np

from helpers.callbacks import check_single_updates
from helpers.checks import check_count
from helpers.quiet import keras


class LossRecorder(keras.callbacks.Callback):
    """Record the loss of every batch in the list ``losses``.

    Keras adds the losses of an epoch up, each times the number of its samples. What
    a batch adds to that sum, over the samples it adds, is the loss of the batch.
    ``steps_per_execution`` above 1 raises ValueError.
    """

    def on_train_begin(self, logs=None):
        """Start a new list."""
        check_single_updates(self.model)
        self.losses = []

    def on_epoch_begin(self, epoch, logs=None):
        """Keras starts its sum anew."""
        self._sum = self._samples = 0.0

    def on_train_batch_end(self, batch, logs=None):
        """Note the loss of this batch."""
        mean = self.model.metrics[0]
        earlier_sum, earlier_samples = self._sum, self._samples
        self._sum, self._samples = float(mean.total), float(mean.count)
        self.losses.append(
            (self._sum - earlier_sum) / (self._samples - earlier_samples)
        )


class ErrorRecorder(keras.callbacks.Callback):
    """Count the wrong answers on ``(x, y)`` after the updates listed in ``at``.

    The last update of training is always among them. The lists ``steps``, ``seconds``
    and ``errors`` hold the number of updates done, the seconds of training so far
    (without these evaluations), and the number of images that the model gets wrong.
    ``answers``, int of shape ``(n,)``, are the model's at the latest evaluation.
    """

    def __init__(self, x, y, at):
        """Keep the data, and when to look at it."""
        super().__init__()
        self.x, self.y = x, y
        self.at = {check_count("at", update) for update in at}

    def on_train_begin(self, logs=None):
        """Start new lists and the clock."""
        self.steps, self.seconds, self.errors = [], [], []
        self._done = 0
        self._began = time.perf_counter()

    def on_train_batch_end(self, batch, logs=None):
        """Evaluate, if it is time to, while the clock stands still."""
        self._done += 1
        if self._done in self.at:
            self._evaluate()

    def on_train_end(self, logs=None):
        """Evaluate the trained model, if that has not been done."""
        if not self.steps or self.steps[-1] != self._done:
            self._evaluate()

    def _evaluate(self):
        stopped = time.perf_counter()
        logits = np.concatenate(
            [
                self.model.predict_on_batch(self.x[i : i + 1000])
                for i in range(0, len(self.x), 1000)
            ]
        )
        self.answers = logits.argmax(axis=1)
        self.steps.append(self._done)
        self.seconds.append(stopped - self._began)
        self.errors.append(int((self.answers != self.y).sum()))
        self._began += time.perf_counter() - stopped
