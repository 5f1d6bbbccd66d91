"""Callbacks that apply a column of rates.

``RatePerEpoch`` and ``RatePerUpdate`` do not count: the row of the column is the epoch
that Keras names, or the optimizer's own count of updates. A run that is resumed at the
end of an epoch, with the optimizer's state, therefore goes on at the right rate. After
the column's end its last rate holds.

The state comes back with ``BackupAndRestore`` and ``load_model``. From weights alone,
``load_weights`` into a model that is compiled and not built, the optimizer counts from
0, and so does a new ``compile``. ``RatePerEpoch`` goes by ``initial_epoch``: in a loop
of ``fit(epochs=1)`` without it each call is epoch 0. What of this can be seen is
noticed with a warning.

Two limits are Keras's own. ``BackupAndRestore`` with a number for ``save_freq`` begins
the epoch again but keeps the count, so that updates are repeated. And a callback that
acts on every update adds a tenth of a millisecond or two to it; ``TableSchedule``
does not.
"""

import warnings

from helpers.arrays import ArrayLike
from helpers.checks import check_choice, check_count, check_positive, check_rate
from helpers.rates.callback import Logs, check_single_updates
from helpers.rates.setter import RateSetter
from helpers.schedules import cosine_restarts, table

__all__ = ["CosineAnnealingLearningRateSchedule", "RatePerEpoch", "RatePerUpdate"]


class RatePerEpoch(RateSetter):
    """Set the learning rate at the start of every epoch to ``rates[epoch]``.

    ``rates`` is a column of shape ``(epochs,)``. The rates set since training began
    are in the list ``lrates``. The rate in use is in ``logs["learning_rate"]`` at each
    epoch's end, so that ``History`` and the callbacks listed later see it. With
    ``verbose`` a line is printed per epoch. Without a model, ``on_epoch_begin`` fills
    ``lrates``. A model with several optimizers takes a callback for each:
    ``optimizer="d_optimizer"`` names the attribute, and the key of the logs is then
    ``"learning_rate_d_optimizer"``.

    An optimizer that was built with a schedule raises TypeError when training begins.
    One that no weight uses raises ValueError after the first update. A column for
    updates, a training that begins again at the first row, and others that set the same
    rate are noticed with a warning.

    >>> halving = RatePerEpoch([0.4, 0.2, 0.1])
    >>> for epoch in range(4):
    ...     halving.on_epoch_begin(epoch)
    >>> halving.lrates
    [0.4, 0.2, 0.1, 0.1]
    """

    def __init__(
        self, rates: ArrayLike, verbose: int = 0, optimizer: str | None = None
    ) -> None:
        """Check and keep the column."""
        super().__init__(rates, optimizer)
        self.verbose = check_choice("verbose", verbose, (0, 1, 2))
        self.lrates: list[float] = []

    def on_train_begin(self, logs: Logs = None) -> None:
        """Start a new list of rates."""
        super().on_train_begin(logs)
        self.lrates = []

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:
        """Set the rate of this epoch."""
        super().on_epoch_begin(epoch, logs)
        rate = self.set_row(check_count("epoch", epoch, at_least=0))
        self.lrates.append(rate)
        if self.verbose:
            print(f"Epoch {epoch + 1}: learning rate {rate:.6g}")


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
        optimizer: str | None = None,
    ) -> None:
        """Check the arguments by the names that users know, and make the column."""
        n_epochs = check_count("n_epochs", n_epochs)
        n_cycles = check_count("n_cycles", n_cycles, at_most=n_epochs)
        lrate_max = check_positive("lrate_max", lrate_max)
        min_lr = check_rate("min_lr", min_lr, at_most=lrate_max)
        if n_cycles == n_epochs > 1:
            warnings.warn(
                f"n_cycles = {n_cycles} and n_epochs = {n_epochs} make cycles of one "
                "epoch: every epoch has the rate lrate_max",
                stacklevel=2,
            )
        schedule = cosine_restarts(lrate_max, n_epochs, n_cycles, min_lr)
        super().__init__(table(schedule, n_epochs + 1), verbose, optimizer)


class RatePerUpdate(RateSetter):
    """Set the learning rate before every update to ``rates[optimizer.iterations]``.

    ``rates`` is a column of shape ``(updates,)``. The optimizer counts its updates on
    over several calls of ``fit``, and so does this callback, as a Keras schedule does.
    ``logs["learning_rate"]`` holds the last rate of an epoch at its end. ``optimizer``
    and the errors are as in ``RatePerEpoch``; a column made for epochs or for batches,
    and a count that begins anew, are noticed with a warning.

    With ``steps_per_execution`` above 1 Keras calls no callback between the updates
    of one execution: a ValueError says so when training begins. With
    ``gradient_accumulation_steps`` an update is made of several batches.

    >>> import numpy as np
    >>> from helpers.keras_import import keras
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

    needs_count = True

    def on_train_begin(self, logs: Logs = None) -> None:
        """Refuse what can't be done right."""
        super().on_train_begin(logs)
        check_single_updates(self.model)

    def on_train_batch_begin(self, batch: int, logs: Logs = None) -> None:
        """Set the rate of the update that comes next."""
        super().on_train_batch_begin(batch, logs)
        self.set_row(self.updates_done())
