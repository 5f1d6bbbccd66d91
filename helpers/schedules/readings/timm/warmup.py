"""What all schedulers of timm have in common: a warm-up, and how they begin.

The first rate is what the constructor sets, as timm's training script has it: the peak,
or the start of the warm-up, whatever the formula says.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.arrays import Floats, Ints
from helpers.checks import check_count, check_flag, check_rate
from helpers.schedules.columns import Schedule
from helpers.schedules.readings.signatures import Library
from helpers.schedules.readings.stepping import Optimizer

__all__ = ["Warmup", "library", "warmup_of", "without_noise"]

library: Library = Library("timm", "1.0.31", takes_peak=True, by_epoch=True)
"""The schedulers of ``timm.scheduler``.

A step of the column is what ``t_in_epochs`` says: an epoch, or an update.
"""
library.refuses("PlateauLRScheduler", "its rates depend on the losses. Give a log")
library.refuses("create_scheduler", "it takes a namespace. Give create_scheduler_v2")


@dataclass(frozen=True)
class Warmup:
    """What all schedulers of timm have in common: a warm-up, in steps.

    >>> warmup = Warmup(1.0, 2, 0.0, True)
    >>> warmup.before(lambda step: 1 - step / 4)([0, 1, 2, 4]).tolist()
    [0.0, 0.5, 1.0, 0.5]
    """

    peak: float
    steps: int
    start: float
    is_prefix: bool

    def before(
        self,
        rates: Callable[[Ints], Any],
        steps: int | None = None,
        aim: float | None = None,
    ) -> Schedule:
        """Return the warm-up and what comes after it, a function of the step."""
        slope = ((self.peak if aim is None else aim) - self.start) / max(self.steps, 1)
        first = self.start if self.steps else self.peak

        def formula(step: Ints) -> Floats:
            at = np.maximum(step, self.steps) - self.steps * self.is_prefix
            after = np.where(step < self.steps, self.start + step * slope, rates(at))
            return np.where(step == 0, first, after)

        if steps is not None:
            steps += self.steps * self.is_prefix
        return Schedule(formula, steps)


def warmup_of(optimizer: Optimizer, steps: Any, start: Any, is_prefix: Any) -> Warmup:
    """Return the warm-up of an optimizer, whose arguments are checked.

    >>> warmup_of(Optimizer(0.1), 5, 0.0, True)
    Warmup(peak=0.1, steps=5, start=0.0, is_prefix=True)
    """
    return Warmup(
        optimizer.rate,
        check_count("warmup_t", steps, at_least=0),
        check_rate("warmup_lr_init", start),
        check_flag("warmup_prefix", is_prefix),
    )


def without_noise(noise: Any) -> None:
    """Raise a ValueError for noise.

    >>> without_noise(None)
    """
    if noise is not None:
        raise ValueError(f"noise_range_t = {noise!r} must be None: noise can't be read")
