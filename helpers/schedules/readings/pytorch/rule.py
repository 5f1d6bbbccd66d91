"""What all schedulers of PyTorch do when they are made, stepped and begun again."""

from typing import Any

from helpers.checks import check_count
from helpers.schedules.readings.signatures import Library
from helpers.schedules.readings.stepping import Optimizer

__all__ = ["Rule", "check_epoch", "library"]

library: Library = Library("PyTorch", "2.13.0", takes_peak=True, by_epoch=True)
"""The schedulers of ``torch.optim.lr_scheduler``."""

_A_FUNCTION = (
    "it holds a function. Give the column itself, table(lambda step: peak * f(step), "
    "steps)"
)
library.refuses("LambdaLR", _A_FUNCTION)
library.refuses("MultiplicativeLR", _A_FUNCTION)
library.refuses("ReduceLROnPlateau", "its rates depend on the losses. Give a log")


class Rule:
    """Set the rate of an optimizer in each epoch, which is a call of ``step``.

    Most rules scale the rate that they find there (``next``), and so depend on what
    other rules have set. ``closed`` is the rule as a formula of the epoch alone, which
    PyTorch uses where a rule is begun by SequentialLR.

    ``last_epoch`` is -1, or the last epoch of a training that is resumed. Then the
    optimizer's rate and ``initial_lr`` are both taken for the peak.

    >>> class Halving(Rule):
    ...     def next(self):
    ...         return self.optimizer.rate / 2
    >>> rule = Halving(Optimizer(0.8))
    >>> rule.step()
    >>> rule.optimizer.rate
    0.2
    """

    steps: int | None = None

    def __init__(self, optimizer: Optimizer, last_epoch: Any = -1) -> None:
        """Note the rate to scale, and make the first step."""
        self.optimizer = optimizer
        if optimizer.initial is None:
            optimizer.initial = optimizer.rate
        self.base = optimizer.initial
        self.epoch = check_epoch(last_epoch)
        self.begin()

    def begin(self) -> None:
        """Set the rate of the first epoch."""
        self.epoch += 1
        self.optimizer.rate = self.first()

    def step(self) -> None:
        """Set the rate of the next epoch."""
        self.epoch += 1
        self.optimizer.rate = self.next()

    def begin_again(self) -> None:
        """Set the rate of epoch 0, as SequentialLR does at a milestone."""
        self.epoch = 0
        self.optimizer.rate = self.closed()

    def undo(self) -> None:
        """Count an epoch less: SequentialLR takes back what constructors did."""
        self.epoch -= 1

    def first(self) -> float:
        """Return the rate that the constructor sets."""
        return self.next()

    def next(self) -> float:
        """Return the rate of this epoch, from that of the one before."""
        raise NotImplementedError

    def unstepped(self) -> float:
        """Return the rate of an epoch that was set from outside, without a step."""
        return self.next()

    def closed(self) -> float:
        """Return the rate of this epoch by the formula, if the rule has one."""
        return self.next()


def check_epoch(last_epoch: Any) -> int:
    """Return the last epoch of a training that is resumed, or -1.

    >>> check_epoch(-1)
    -1
    """
    return check_count("last_epoch", last_epoch, at_least=-1)
