"""What all schedulers of PaddlePaddle do: they hold a base rate and the last one."""

from typing import Any

from helpers.checks import check_count, check_rate
from helpers.schedules.readings.signatures import Library
from helpers.schedules.readings.stepping import Optimizer

__all__ = ["Rule", "library"]

library: Library = Library("PaddlePaddle", "3.3.1", by_epoch=True)
"""The classes of ``paddle.optimizer.lr``."""

for _name in ("LambdaDecay", "MultiplicativeDecay"):
    library.refuses(
        _name,
        "it holds a function. Give the column itself, table(lambda step: rate * "
        "f(step), steps)",
    )


class Rule:
    """Set a rate in each epoch, from the base rate or the last one.

    >>> class Halving(Rule):
    ...     def rate(self):
    ...         return self.base / 2**self.epoch
    >>> rule = Halving(0.8, -1)
    >>> rule.go_to(3)
    >>> rule.optimizer.rate
    0.1
    """

    steps: int | None = None

    def __init__(self, rate: Any, last_epoch: Any) -> None:
        """Note the base rate, and make the first step."""
        self.base = check_rate("learning_rate", rate)
        self.optimizer = Optimizer(self.base)
        self.epoch = check_count("last_epoch", last_epoch, at_least=-1)
        self.step()

    def step(self) -> None:
        """Set the rate of the next epoch."""
        self.epoch += 1
        self.optimizer.rate = self.rate()

    def go_to(self, epoch: int) -> None:
        """Set the rate of an epoch, as a warm-up does."""
        self.epoch = epoch
        self.optimizer.rate = self.rate()

    def rate(self) -> float:
        """Return the rate of this epoch."""
        raise NotImplementedError
