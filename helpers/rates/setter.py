"""What the callbacks that set a rate have in common: it can be set, and it stays."""

from typing import Any

from helpers.rates.beside import callbacks_beside, of_keras_that_set, of_readers
from helpers.rates.callback import OWN, Logs, RateCallback
from helpers.rates.own_rates import changes_the_rate, rate_in_force
from helpers.rates.reading import are_alike, has_schedule, rate_of, schedule_of

__all__ = ["RateSetter"]

RIVAL = "who else sets the rate"


class RateSetter(RateCallback):
    """Set the rate of one optimizer; refuse a schedule, notice who else sets the rate.

    ``rate`` is the rate that was set, or what another has made of it since. The logs
    have it as ``key``, which is the one that Keras's own callbacks use.

    >>> RateSetter().key, RateSetter("d_optimizer").key
    ('learning_rate', 'learning_rate_d_optimizer')
    """

    def __init__(self, optimizer: str | None = None) -> None:
        """Keep the name."""
        super().__init__(optimizer)
        self.key = "_".join(["learning_rate", *filter(None, [self.optimizer])])
        self.rate: float | None = None
        self._others: list[Any] = []

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
        if (self.optimizer or OWN).split(".")[0] == OWN:
            rivals += of_keras_that_set(self._others)
        for one in rivals:
            self.tell(
                RIVAL,
                f"{type(one).__name__} sets the rate of {self.where} too, and one "
                "overrules the other: leave out one of the two",
            )

    def on_train_batch_end(self, batch: int, logs: Logs = None) -> None:
        """Look, once an epoch, whether the rate was still the one that was set."""
        if self._first_update:
            self._check_that_it_stayed()
        super().on_train_batch_end(batch, logs)

    def set_rate(self, rate: float) -> None:
        """Set the rate, and notice if it is not the one that was set before."""
        optimizer = self.driven
        if optimizer is None:  # no model: a look at the column
            self.rate = rate
            return
        if self.rate is None:
            self._try_to_set(rate)
        else:
            self._check_that_it_stayed()
            optimizer.learning_rate = rate
        self.rate = rate
        if self._changes:
            used = rate_in_force(optimizer, self.updates_done())
            if not are_alike(used, rate):
                self.tell(
                    "its own rate",
                    f"{type(optimizer).__name__} changes the rate that it is given: "
                    f"of {rate:g}, set for update {self.updates_done()}, it makes "
                    f"{used:g}",
                )

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
        names = [type(one).__name__ for one in of_readers(self._others)]
        self.tell(
            RIVAL,
            f"the rate of {self.where} was set to {before:.6g}, and then to "
            f"{now:.6g} by another: {' or '.join(names) or 'the model itself'}. One "
            "overrules the other: leave out one of the two",
        )
