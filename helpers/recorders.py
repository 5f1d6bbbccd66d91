"""Callbacks that record what a training does: its rates, losses and test errors."""

import time

import numpy as np

from helpers.callbacks import check_single_updates, has_schedule, updates_done
from helpers.checks import check_count
from helpers.keras_import import keras


class RateRecorder(keras.callbacks.Callback):
    """Record the rate that the optimizer used at every update, whatever set it.

    After training ``steps`` lists the optimizer's count before each update and
    ``rates`` the rate of that update (float32 values). Both start anew with each
    ``fit``. A schedule in the optimizer is asked by hand: where Keras's compiled
    program computes it otherwise (see notebook 09), that can't be seen.
    ``steps_per_execution`` above 1 raises ValueError, as single updates can't be seen
    then.
    """

    def __init__(self):
        """Start with empty lists."""
        super().__init__()
        self.steps, self.rates = [], []

    def on_train_begin(self, logs=None):
        """Start new lists."""
        check_single_updates(self.model)
        self.steps, self.rates = [], []
        self._scheduled = has_schedule(self.model.optimizer)

    def on_train_batch_begin(self, batch, logs=None):
        """Note the step and, from a schedule, its rate: it moves on with the update."""
        optimizer = self.model.optimizer
        self.steps.append(updates_done(optimizer))
        if self._scheduled:
            self.rates.append(float(optimizer.learning_rate))

    def on_train_batch_end(self, batch, logs=None):
        """Note a settable rate after the update, when no callback can change it."""
        if not self._scheduled:
            self.rates.append(float(self.model.optimizer.learning_rate))


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
