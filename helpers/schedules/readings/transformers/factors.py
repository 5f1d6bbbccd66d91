"""What the schedulers of Transformers have in common: a warm-up, and a factor."""

from collections.abc import Callable
from typing import Any

import numpy as np

from helpers.arrays import Floats, Ints
from helpers.checks import check_count
from helpers.schedules.columns import Schedule
from helpers.schedules.readings.signatures import Library
from helpers.schedules.readings.stepping import Optimizer

__all__ = ["SHAPES", "after_warmup", "fresh", "lengths", "library"]

library: Library = Library("transformers", "5.24.0", takes_peak=True)
"""The functions of ``transformers.optimization`` that make a scheduler."""

for _name in ("get_reduce_on_plateau_schedule", "GreedyLR"):
    library.refuses(_name, "its rates depend on the losses. Give a log")

SHAPES: dict[str, Callable[[Floats, float], Floats]] = {
    "linear": lambda way, cycles: 1 - way,
    "cosine": lambda way, cycles: (1 + np.cos(2 * np.pi * cycles * way)) / 2,
    "1-sqrt": lambda way, cycles: 1 - np.sqrt(way),
}
"""Falls from 1 to 0 by the way done; a cosine does so in so many cycles."""


def fresh(last_epoch: Any) -> None:
    """Raise a ValueError for a training that is resumed.

    >>> fresh(-1)
    """
    if last_epoch != -1:
        raise ValueError(
            f"last_epoch = {last_epoch!r} must be -1: a start from nothing"
        )


def lengths(warmup: Any, total: Any) -> tuple[int, int]:
    """Return the length of the warm-up and of all, which are checked.

    >>> lengths(0, 10)
    (0, 10)
    """
    return (
        check_count("num_warmup_steps", warmup, at_least=0),
        check_count("num_training_steps", total, at_least=0),
    )


def after_warmup(
    optimizer: Optimizer,
    warmup: int,
    factor: Callable[[Ints], Any],
    steps: int | None = None,
) -> Schedule:
    """Rise on a line from 0 to the peak, then use the peak times ``factor(step)``.

    >>> falls = after_warmup(Optimizer(1.0), 2, lambda step: 2 / step)
    >>> falls([0, 1, 2, 4]).tolist()
    [0.0, 0.5, 1.0, 0.5]
    """
    peak = optimizer.rate

    def formula(step: Ints) -> Floats:
        after = np.maximum(factor(np.maximum(step, warmup)), 0.0)
        return peak * np.where(step < warmup, step / max(1, warmup), after)

    return Schedule(formula, steps)
