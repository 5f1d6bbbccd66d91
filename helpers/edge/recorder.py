"""A callback that tells how near the learning rate is to the edge of stability."""

import math
from collections.abc import Callable
from statistics import median
from typing import Any

from helpers.checks import check_count
from helpers.edge.along import LossAlong
from helpers.edge.batches import as_batch
from helpers.edge.search import critical_multiple
from helpers.rates.callback import Logs, RateCallback, check_single_updates
from helpers.rates.own_rates import reader_of

__all__ = ["EdgeRecorder"]


KEYS = "critical_rate", "sharpness", "edge_ratio"


class EdgeRecorder(RateCallback):
    """Record the rate at which an update would no longer lower the loss.

    Every ``every`` batches of a ``fit`` the real update u, weights after minus weights
    before, is measured: L is the training loss of the batch ``(x, y)`` given here, and
    s the multiple with L(w + s u) = L(w). The rate η that made the update could have
    been s times as large:

        critical rate = s η,  sharpness = 2 / (s η),  ratio = 1 / s

    The ratio says how near the edge an update was: below 1 it has lowered the loss,
    above 1 it has raised it. Whatever the optimizer does (momentum, Adam, clipping,
    weight decay) is in the update. This is the critical sharpness of Kalra et al. 2026
    (arXiv 2601.16979) along the update that was really made; as there, a reading takes
    fewer than ten forward passes.

    With full batches and plain gradient descent the sharpness is a mean of the
    curvature along the step, from its start (weight 2) to the critical point (weight
    0): never above the largest eigenvalue of the Hessian on that way, and on the edge
    about as large. Before that it can be a hundred times smaller, since the update
    avoids the sharpest direction until the weights swing in it. So a small ratio does
    not promise that the rate could be larger; a ratio about 1 says that it could not.
    With momentum β the ratio is 1 on the edge too, where the largest eigenvalue is
    (2 + 2β)/η and this sharpness 2/η.

    ``x``, ``y`` and ``sample_weight`` are what ``fit`` would be given: arrays, or
    lists or dicts of arrays. Take a fixed part of the training data, of a batch's size
    or more: a larger one tells more and costs more. An update that another batch has
    chosen may lead uphill here, so that with mini-batches single readings scatter, and
    their median tells. ``optimizer`` is as in ``RateRecorder``.

    After a ``fit``, ``steps`` lists the optimizer's counts before the updates that were
    measured, ``rates`` their rates, ``critical_rates``, ``sharpness`` and ``ratios``
    the results; ``draw_edge(recorder)`` draws them. The logs of an epoch's end have the
    medians of its readings, as ``"critical_rate"``, ``"sharpness"`` and
    ``"edge_ratio"``, so that ``History`` and the callbacks listed later see them. An
    epoch without a reading has those of the one before.

    The critical rate is inf, and the ratio 0, if the loss still falls a thousand times
    as far. They are 0 and inf if it rises at once, uphill. All are nan if no weight has
    moved, as at a rate of 0, or if the loss before the update is not finite. A batch
    that is accumulated, or that loss scaling skips, moves nothing: the next one is
    measured. A change below a millionth of the loss counts for none; in mixed precision
    losses are rounded more, and readings scatter.

    Nothing of the training is changed, except that in eager mode the model's own calls
    of ``tf.random`` draw other numbers. Without a loss there is a ValueError, and so
    with ``steps_per_execution`` above 1; weights of 16 bits raise TypeError.

    >>> import numpy as np
    >>> from helpers.keras_import import keras
    >>> model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    >>> model.compile(keras.optimizers.SGD(0.1), loss="mse")
    >>> ones = np.ones((4, 1))  # the loss is (w + b − 1)²: its sharpness is 4
    >>> recorder = EdgeRecorder(ones, ones, every=2)
    >>> done = model.fit(ones, ones, epochs=4, verbose=0, callbacks=[recorder])
    >>> recorder.steps, np.round(recorder.sharpness, 3).tolist()
    ([0, 2], [4.0, 4.0])
    >>> round(done.history["edge_ratio"][-1], 3)  # of 0.5 a rate of 0.1 is a fifth
    0.2
    """

    needs_count = True

    def __init__(
        self,
        x: Any,
        y: Any = None,
        sample_weight: Any = None,
        every: int = 20,
        optimizer: str | None = None,
    ) -> None:
        """Check and keep the batch."""
        super().__init__(optimizer)
        self.every = check_count("every", every)
        self.batch = as_batch(x, y, sample_weight)
        self._along: LossAlong | None = None
        self._made_for: Any = None
        self._start()

    def _start(self) -> None:
        self.steps: list[int] = []
        self.rates: list[float] = []
        self.critical_rates: list[float] = []
        self.sharpness: list[float] = []
        self.ratios: list[float] = []
        self._wait = 0  # batches until the next reading
        self._guess = 0.0
        self._first = 0
        self._medians = dict.fromkeys(KEYS, math.nan)

    def on_train_begin(self, logs: Logs = None) -> None:
        """Start new lists."""
        super().on_train_begin(logs)
        check_single_updates(self.model)
        self._start()
        made_for = self.model.train_function  # compile() has Keras make a new one
        if self._made_for is not made_for:
            self._made_for, self._along = made_for, None
        self._in_force: Callable[[int], float] = reader_of(self.driven)

    def on_train_batch_begin(self, batch: int, logs: Logs = None) -> None:
        """Note weights, rate and count before an update that is measured."""
        if self._wait == 0:
            self._step = self.updates_done()
            self._rate = self._in_force(self._step)
            if self._along is None:
                self._along = LossAlong(self.model, self.batch)
            self._along.begin()

    def on_train_batch_end(self, batch: int, logs: Logs = None) -> None:
        """Measure the update that was made, if there was one."""
        super().on_train_batch_end(batch, logs)
        if self._wait > 0:
            self._wait -= 1
        elif self.updates_done() > self._step:
            self._wait = self.every - 1
            self._record()

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:
        """Note where the readings of this epoch begin."""
        super().on_epoch_begin(epoch, logs)
        self._first = len(self.steps)

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Put the medians of the epoch's readings into the logs."""
        super().on_epoch_end(epoch, logs)
        kept = self.critical_rates, self.sharpness, self.ratios
        for key, values in zip(self._medians, kept, strict=True):
            if known := [one for one in values[self._first :] if not math.isnan(one)]:
                self._medians[key] = median(known)
        if logs is not None:
            logs.update(self._medians)

    def _record(self) -> None:
        rate, critical, along = self._rate, math.nan, self._along
        if along is not None and rate > 0 and along.moved():
            critical = rate * critical_multiple(along.loss_at, self._guess / rate)
        if 0 < critical < math.inf:
            self._guess = critical
        self.steps.append(self._step)
        self.rates.append(rate)
        self.critical_rates.append(critical)
        self.sharpness.append(_over(2.0, critical))
        self.ratios.append(_over(rate, critical))


def _over(one: float, other: float) -> float:
    """Return a quotient, inf where something is divided by 0."""
    return one / other if other else math.inf
