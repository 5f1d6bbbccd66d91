"""What the callbacks that set a rate have in common: it can be set, and it stays."""

from typing import Any

from helpers.arrays import ArrayLike
from helpers.rates.beside import callbacks_beside, of_keras_that_set, of_readers
from helpers.rates.callback import Logs, RateCallback
from helpers.rates.column_lengths import remark_on_epochs, remark_on_updates
from helpers.rates.own_rates import changes_the_rate, rate_in_force
from helpers.rates.reading import are_alike, has_schedule, rate_of, schedule_of
from helpers.schedules import check_table

__all__ = ["RateSetter"]

RIVAL = "who else sets the rate"


class RateSetter(RateCallback):
    """Set the rate of one optimizer to rows of ``rates``; notice who else sets it.

    A row is for an epoch or, with ``needs_count``, an update. After the last row its
    rate holds. An optimizer that was built with a schedule raises TypeError.
    ``rate`` is the rate that was set, or what another has made of it since. The logs
    have it as ``key``, which is the one that Keras's own callbacks use.

    >>> setter = RateSetter([0.2, 0.1], "d_optimizer")
    >>> setter.set_row(5), setter.key
    (0.1, 'learning_rate_d_optimizer')
    """

    def __init__(self, rates: ArrayLike, optimizer: str | None = None) -> None:
        """Check and keep the column."""
        super().__init__(optimizer)
        self.rates = check_table("rates", rates)
        self.key = "_".join(["learning_rate", *filter(None, [self.optimizer])])
        self.rate: float | None = None
        self._others: list[Any] = []
        self._changes, self._before = False, 0

    def on_train_begin(self, logs: Logs = None) -> None:
        """Look who else sets the rate."""
        super().on_train_begin(logs)
        before, after = callbacks_beside(self)
        self._others = before + after
        rivals = [
            one
            for one in before
            if isinstance(one, RateSetter) and one.where == self.where
        ]
        if self.drives_models_own:
            rivals += of_keras_that_set(self._others)
        for one in rivals:
            self.tell(
                RIVAL,
                f"{type(one).__name__} sets the rate of {self.where} too, and one "
                "overrules the other: leave out one of the two",
            )

    def set_row(self, row: int) -> float:
        """Set the rate of this row, and notice if it is not as it was left."""
        rate, optimizer = float(self.rates[min(row, len(self.rates) - 1)]), self.driven
        if optimizer is None:  # no model: a look at the column
            pass
        elif self.rate is None:
            self._try_to_set(rate)
        else:
            self._check_that_it_stayed()
            optimizer.learning_rate = rate
        self.rate = rate
        if self._changes:
            self._check_that_it_is_used()
        return rate

    def on_train_batch_begin(self, batch: int, logs: Logs = None) -> None:
        """Note the count before the first update of an epoch."""
        if self._first_update:
            self._before = self.updates_done()

    def on_train_batch_end(self, batch: int, logs: Logs = None) -> None:
        """Look, once an epoch, whether the rate stayed, and was that of one update."""
        if self._first_update:
            self._check_that_it_stayed()
            made = self.updates_done() - self._before
            if self.needs_count and made > 1:
                self.tell(
                    "several updates",
                    f"{self.where} makes {made} updates in a batch, between which no "
                    f"callback acts: of {made} rows one is used. TableSchedule(rates) "
                    "in the optimizer uses all",
                )
        super().on_train_batch_end(batch, logs)

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Put the rate into the logs."""
        super().on_epoch_end(epoch, logs)
        if logs is not None:
            logs[self.key] = self.rate

    def check_length(
        self, first: int, epochs: int, batches: int | None, accumulated: int
    ) -> None:
        """Notice a column that was not made for this training."""
        training = len(self.rates), first, epochs, batches, self.updates_done()
        remark = (
            remark_on_updates(*training, accumulated, self.has_new_optimizer)
            if self.needs_count
            else remark_on_epochs(*training)
        )
        if remark:
            self.tell("length", remark)

    def _find(self) -> None:
        super()._find()
        optimizer = self._found
        if has_schedule(optimizer):
            owner = self.where if self.optimizer else "the optimizer"
            kind = "LearningRateSchedule" if schedule_of(optimizer) else "function"
            raise TypeError(
                f"{owner} was built with a {kind}, which sets the rate at every "
                "update: give the optimizer a number, or leave out the callback"
            )
        self.rate, self._others = None, []
        self._changes = changes_the_rate(optimizer)

    def _try_to_set(self, rate: float) -> None:
        optimizer = self.driven
        wrong = (
            f"the learning rate of {self.where}, of class {type(optimizer).__name__}, "
            "can't be set"
        )
        try:
            optimizer.learning_rate = rate
        except AttributeError as problem:
            raise TypeError(f"{wrong}: {problem}") from problem
        if not are_alike(rate_of(optimizer), rate):
            raise TypeError(f"{wrong}: after {rate:g} it is {rate_of(optimizer):g}")

    def _check_that_it_stayed(self) -> None:
        now = rate_of(self.driven)
        if self.rate is None or are_alike(now, self.rate):
            return
        before, self.rate = self.rate, now
        self.tell(
            RIVAL,
            f"the rate of {self.where} was set to {before:.6g}, and then to "
            f"{now:.6g} by {self._rival()}. One overrules the other: leave out one of "
            "the two",
        )

    def _rival(self) -> str:
        """Return who may have set the rate, in words."""
        names = [
            type(one).__name__
            for one in of_readers(self._others)
            if isinstance(one, RateSetter) or not isinstance(one, RateCallback)
        ]
        found = [f"another callback ({' or '.join(names)})"] if names else []
        if self.has_own_step:
            found.append("the model's own train_step")
        return " or ".join(found) or "the model or its optimizer"

    def _check_that_it_is_used(self) -> None:
        update = self.updates_done()
        used = rate_in_force(self.driven, update)
        if self.rate is not None and not are_alike(used, self.rate):
            self.tell(
                "its own rate",
                f"{type(self.driven).__name__} changes the rate that it is given: of "
                f"{self.rate:g}, set for update {update}, it makes {used:g}",
            )
