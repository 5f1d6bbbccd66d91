"""Callbacks that record what a training does: its rates, losses and test errors."""

import time
from collections.abc import Iterable

import numpy as np

from helpers.arrays import Array
from helpers.checks import check_count
from helpers.keras_schedule import TableSchedule
from helpers.legacy_keras import Keras3Callback
from helpers.rates.beside import acts_on, callbacks_beside
from helpers.rates.callback import Logs, RateCallback, check_single_updates
from helpers.rates.column_lengths import remark_on_updates
from helpers.rates.own_rates import reader_of, remark_on
from helpers.rates.reading import has_schedule, is_steady, schedule_of

__all__ = ["ErrorRecorder", "LossRecorder", "RateRecorder"]


class RateRecorder(RateCallback):
    """Record the rate of every update, whether a number or a schedule gave it.

    After a ``fit``, ``steps`` lists the optimizer's count before each batch, ``rates``
    the rate that it used (float32 values), and ``moved`` whether it counted an update:
    a batch that is accumulated, or that loss scaling skips, moves no weight.
    ``optimizer`` names one of several optimizers, such as ``"d_optimizer"``.

    Adafactor's limit and ScheduleFreeAdamW's warm-up are reckoned with. Of several
    updates in a batch the first is recorded, and nan of a schedule that tells another
    rate at each call, with a warning. A warning also says why weights may have moved by
    another rate: with Muon, with Adafactor and Lamb, which multiply it by the size of
    the weights, and with an optimizer's own ``update_step`` or ``apply``. What Keras's
    compiled program makes of a schedule (see notebook 09) can't be seen. An optimizer
    that makes no update raises ValueError, and so does ``steps_per_execution`` above 1.

    >>> from helpers.keras_import import keras
    >>> model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    >>> model.compile(keras.optimizers.SGD(0.5), loss="mse")
    >>> recorder, ones = RateRecorder(), np.ones((6, 1))
    >>> _ = model.fit(ones, ones, batch_size=2, verbose=0, callbacks=[recorder])
    >>> recorder.steps, recorder.rates
    ([0, 1, 2], [0.5, 0.5, 0.5])
    """

    needs_count = True

    def __init__(self, optimizer: str | None = None) -> None:
        """Start with empty lists."""
        super().__init__(optimizer)
        self.steps: list[int] = []
        self.rates: list[float] = []
        self.moved: list[bool] = []

    def on_train_begin(self, logs: Logs = None) -> None:
        """Start new lists, and look who may change a rate beside its reading."""
        super().on_train_begin(logs)
        check_single_updates(self.model)
        self.steps, self.rates, self.moved = [], [], []
        before, after = callbacks_beside(self)
        before = [one for one in before if not isinstance(one, RateCallback)]
        self._at_end = acts_on(before, "on_train_batch_end", "on_batch_end")
        self._at_begin = acts_on(after, "on_train_batch_begin", "on_batch_begin")
        self._scheduled = has_schedule(self.driven)
        self._in_force = reader_of(self.driven)
        if remark := remark_on(self.driven):
            self.tell("its own rate", remark)
        if not is_steady(self.driven):
            self._in_force = lambda updates: np.nan  # to ask would change the next
            text = "tells another rate each time it is asked: none can be recorded"
            self.tell("unsteady", f"{self.where} {text}")

    def on_train_batch_begin(self, batch: int, logs: Logs = None) -> None:
        """Note the step and the rate: a schedule's moves on with the update.

        A callback may have given the optimizer a schedule before the epoch.
        """
        if batch == 0:
            self._scheduled = has_schedule(self.driven)
        self.steps.append(self.updates_done())  # on JAX this brings the rate too
        self.rates.append(self._in_force(self.steps[-1]))

    def on_train_batch_end(self, batch: int, logs: Logs = None) -> None:
        """Note the rate again: a callback or the optimizer may just have changed it."""
        made = self.updates_done() - self.steps[-1]
        self.moved.append(made > 0)
        if made > 1 and self._scheduled:
            self.tell(
                "several updates",
                f"{self.where} made {made} updates in a batch: the first's is recorded",
            )
        if not self._scheduled and not (self._at_end and not self._at_begin):
            rate, self.rates[-1] = self.rates[-1], self._in_force(self.steps[-1])
            if self._at_end and rate != self.rates[-1]:
                self.tell(
                    "place",
                    "a callback changed the rate: to see which was used, list me last",
                )
        super().on_train_batch_end(batch, logs)

    def check_length(
        self, first: int, epochs: int, batches: int | None, accumulated: int
    ) -> None:
        """Notice a table in the optimizer that was not made for this training."""
        schedule = schedule_of(self.driven)
        if isinstance(schedule, TableSchedule):
            rows, done = len(schedule.rates), self.updates_done() * accumulated
            if remark := remark_on_updates(rows, first, epochs, batches, done):
                self.tell("length", remark)


class LossRecorder(Keras3Callback):
    """Record the loss of every batch in the list ``losses``.

    Keras adds up the losses of an epoch, each times the number of its samples. The loss
    of a batch is what the batch adds to that sum, divided by its number of samples.
    ``steps_per_execution`` above 1 raises ValueError.

    >>> from helpers.keras_import import keras
    >>> model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    >>> model.compile(keras.optimizers.SGD(0.5), loss="mse")
    >>> recorder, x = LossRecorder(), np.zeros((2, 1))
    >>> y = np.array([[1.0], [2.0]])
    >>> _ = model.fit(
    ...     x, y, batch_size=1, shuffle=False, verbose=0, callbacks=[recorder]
    ... )
    >>> recorder.losses  # the first update moves the bias from 0 to 1
    [1.0, 1.0]
    """

    def on_train_begin(self, logs: Logs = None) -> None:
        """Start a new list."""
        check_single_updates(self.model)
        self.losses: list[float] = []

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:
        """Start at 0, as Keras's sum does."""
        self._sum = self._samples = 0.0

    def on_train_batch_end(self, batch: int, logs: Logs = None) -> None:
        """Note the loss of this batch."""
        mean = self.model.metrics[0]
        earlier_sum, earlier_samples = self._sum, self._samples
        self._sum, self._samples = float(mean.total), float(mean.count)
        self.losses.append(
            (self._sum - earlier_sum) / (self._samples - earlier_samples)
        )


class ErrorRecorder(Keras3Callback):
    """Count the wrong answers on ``(x, y)`` after the updates listed in ``at``.

    ``x`` has shape ``(n, …)`` and the labels ``y`` ``(n,)``; the model's output is one
    number for each class. The last update of training is always evaluated too. The
    lists ``steps``, ``seconds`` and ``errors`` hold the number of updates done, the
    seconds of training so far (without these evaluations), and the number of images
    that the model gets wrong. ``answers``, int of shape ``(n,)``, are the model's at
    the latest evaluation.

    >>> from helpers.keras_import import keras
    >>> model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(2)])
    >>> loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    >>> model.compile(keras.optimizers.SGD(1.0), loss)
    >>> x, y = np.ones((4, 1)), np.ones(4, int)
    >>> recorder = ErrorRecorder(x, y, at=[2])
    >>> _ = model.fit(x, y, batch_size=1, verbose=0, callbacks=[recorder])
    >>> recorder.steps, recorder.errors[-1]
    ([2, 4], 0)
    """

    def __init__(self, x: Array, y: Array, at: Iterable[int]) -> None:
        """Keep the data, and when to evaluate."""
        super().__init__()
        self.x, self.y = x, y
        self.at = {check_count("at", update) for update in at}

    def on_train_begin(self, logs: Logs = None) -> None:
        """Start new lists and the clock."""
        self.steps: list[int] = []
        self.seconds: list[float] = []
        self.errors: list[int] = []
        self._done = 0
        self._began = time.perf_counter()

    def on_train_batch_end(self, batch: int, logs: Logs = None) -> None:
        """Evaluate after a listed update, while the clock stands still."""
        self._done += 1
        if self._done in self.at:
            self._evaluate()

    def on_train_end(self, logs: Logs = None) -> None:
        """Evaluate the trained model, if that has not been done."""
        if not self.steps or self.steps[-1] != self._done:
            self._evaluate()

    def _evaluate(self) -> None:
        stopped = time.perf_counter()
        starts = range(0, len(self.x), 1000)
        logits = [self.model.predict_on_batch(self.x[i : i + 1000]) for i in starts]
        self.answers = np.concatenate(logits).argmax(axis=1)
        self.steps.append(self._done)
        self.seconds.append(stopped - self._began)
        self.errors.append(int((self.answers != self.y).sum()))
        self._began += time.perf_counter() - stopped
