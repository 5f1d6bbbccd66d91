"""Callbacks that apply a column of rates.

``RatePerEpoch`` and ``RatePerUpdate`` do not count: the row of the column is the epoch
that Keras names, or the optimizer's own count of updates. A run that is resumed at the
end of an epoch therefore goes on at the right rate. After the column's end its last
rate holds.

Two limits are Keras's own. ``BackupAndRestore`` with a number for ``save_freq`` begins
the epoch again but keeps the count, so that updates are repeated. And a callback that
acts on every update adds a tenth of a millisecond or two to it; ``TableSchedule``
does not.
"""

from typing import Any

from helpers.arrays import ArrayLike
from helpers.checks import check_choice, check_count, check_positive, check_rate
from helpers.keras_import import keras
from helpers.schedules import check_table, cosine_restarts, table

__all__ = ["CosineAnnealingLearningRateSchedule", "RatePerEpoch", "RatePerUpdate"]

Logs = dict[str, Any] | None


class RatePerEpoch(keras.callbacks.Callback):
    """Set the learning rate at the start of every epoch to ``rates[epoch]``.

    ``rates`` is a column of shape ``(epochs,)``. The rates used since training began
    are in the list ``lrates``, and in ``logs["learning_rate"]`` at each epoch's end,
    so that ``History`` and the callbacks listed later see them. With ``verbose`` a
    line is printed per epoch. Without a model, ``on_epoch_begin`` fills ``lrates``.

    An optimizer that was built with a schedule raises TypeError when training begins.

    >>> halving = RatePerEpoch([0.4, 0.2, 0.1])
    >>> for epoch in range(4):
    ...     halving.on_epoch_begin(epoch)
    >>> halving.lrates
    [0.4, 0.2, 0.1, 0.1]
    """

    def __init__(self, rates: ArrayLike, verbose: int = 0) -> None:
        """Check and keep the column."""
        super().__init__()
        self.rates = check_table("rates", rates)
        self.verbose = check_choice("verbose", verbose, (0, 1, 2))
        self.lrates: list[float] = []

    def on_train_begin(self, logs: Logs = None) -> None:
        """Start a new list of rates."""
        check_rate_can_be_set(self.model.optimizer)
        self.lrates = []

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:
        """Set the rate of this epoch."""
        row = min(check_count("epoch", epoch, at_least=0), len(self.rates) - 1)
        rate = float(self.rates[row])
        self.lrates.append(rate)
        if self.model is not None:
            self.model.optimizer.learning_rate = rate
        if self.verbose:
            print(f"Epoch {epoch + 1}: learning rate {rate:.6g}")

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Put the rate into the logs, under the key that Keras's own callback uses."""
        if logs is not None:
            logs["learning_rate"] = self.lrates[-1]


class CosineAnnealingLearningRateSchedule(RatePerEpoch):
    """Lower the rate on half a cosine, with warm restarts, once per epoch.

    The rate of an epoch is min_lr + (lrate_max − min_lr) · (1 + cos(π t/L)) / 2, with
    t epochs since the last restart in a cycle of L epochs. ``n_cycles`` cycles share
    ``n_epochs`` epochs, as evenly as whole epochs allow. ``min_lr`` is the floor of
    every cycle, and the rate from epoch ``n_epochs`` on. Epochs count from 0, as
    Keras counts them. Loshchilov & Hutter 2017 (SGDR), equation 5.

    >>> schedule = CosineAnnealingLearningRateSchedule(6, 2, 0.1, min_lr=0.001)
    >>> schedule.rates.round(4).tolist()
    [0.1, 0.0753, 0.0258, 0.1, 0.0753, 0.0258, 0.001]
    """

    def __init__(
        self,
        n_epochs: int,
        n_cycles: int,
        lrate_max: float,
        min_lr: float = 0.0,
        verbose: int = 0,
    ) -> None:
        """Check the arguments by the names that users know, and make the column."""
        n_epochs = check_count("n_epochs", n_epochs)
        n_cycles = check_count("n_cycles", n_cycles, at_most=n_epochs)
        lrate_max = check_positive("lrate_max", lrate_max)
        min_lr = check_rate("min_lr", min_lr, at_most=lrate_max)
        schedule = cosine_restarts(lrate_max, n_epochs, n_cycles, min_lr)
        super().__init__(table(schedule, n_epochs + 1), verbose)


class RatePerUpdate(keras.callbacks.Callback):
    """Set the learning rate before every update to ``rates[optimizer.iterations]``.

    ``rates`` is a column of shape ``(updates,)``. The optimizer counts its updates on
    over several calls of ``fit``, and so does this callback, as a Keras schedule does.
    ``logs["learning_rate"]`` holds the last rate of an epoch at its end.

    With ``steps_per_execution`` above 1 Keras calls no callback between the updates
    of one execution: a ValueError says so when training begins. An optimizer that was
    built with a schedule raises TypeError.

    >>> import numpy as np
    >>> from helpers.schedules import linear, table
    >>> model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    >>> model.compile(keras.optimizers.SGD(), loss="mse")
    >>> per_update = RatePerUpdate(table(linear(1, 4), 4))
    >>> ones = np.ones((4, 1))
    >>> done = model.fit(
    ...     ones, ones, batch_size=2, epochs=2, verbose=0, callbacks=[per_update]
    ... )
    >>> done.history["learning_rate"]
    [0.75, 0.25]
    """

    def __init__(self, rates: ArrayLike) -> None:
        """Check and keep the column."""
        super().__init__()
        self.rates = check_table("rates", rates)

    def on_train_begin(self, logs: Logs = None) -> None:
        """Refuse what can't be done right."""
        check_rate_can_be_set(self.model.optimizer)
        check_single_updates(self.model)

    def on_train_batch_begin(self, batch: int, logs: Logs = None) -> None:
        """Set the rate of the update that comes next."""
        optimizer = self.model.optimizer
        row = min(updates_done(optimizer), len(self.rates) - 1)
        optimizer.learning_rate = float(self.rates[row])

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Put the rate into the logs, under the key that Keras's own callback uses."""
        if logs is not None:
            logs["learning_rate"] = float(self.model.optimizer.learning_rate)


def has_schedule(optimizer: keras.optimizers.Optimizer) -> bool:
    """Return whether the optimizer computes its rate, so that none can be set.

    >>> has_schedule(keras.optimizers.SGD(0.1))
    False
    >>> decay = keras.optimizers.schedules.CosineDecay(0.1, 100)
    >>> has_schedule(keras.optimizers.SGD(decay))
    True
    """
    return not hasattr(optimizer.learning_rate, "assign")  # as variables have


def updates_done(optimizer: keras.optimizers.Optimizer) -> int:
    """Return how many updates the optimizer has made; loss scaling may skip some."""
    # Before Keras 3.9 only the optimizer inside of loss scaling counts them.
    return int(getattr(optimizer, "inner_optimizer", optimizer).iterations)


def check_rate_can_be_set(optimizer: keras.optimizers.Optimizer) -> None:
    """Raise TypeError if the optimizer was built with a LearningRateSchedule."""
    if has_schedule(optimizer):
        raise TypeError(
            "the optimizer was built with a LearningRateSchedule, which sets the rate "
            "at every update: give the optimizer a number, or leave out the callback"
        )


def check_single_updates(model: keras.Model) -> None:
    """Raise ValueError if Keras runs several updates between two callback calls."""
    if model.steps_per_execution != 1:
        raise ValueError(
            f"steps_per_execution = {model.steps_per_execution} must be 1 in compile: "
            "otherwise callbacks see one update of several"
        )
