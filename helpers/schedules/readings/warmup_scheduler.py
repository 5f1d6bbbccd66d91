"""warmup-scheduler: a warm-up of its own in front of a scheduler of PyTorch.

That scheduler was made before, and is asked for its rate once before it steps: a rule
that scales the rate which it finds does so once too often.
"""

from typing import Any

from helpers.checks import check_count, check_rate
from helpers.schedules.readings.pytorch import library as pytorch
from helpers.schedules.readings.pytorch.joined import check_can_be_asked
from helpers.schedules.readings.pytorch.rule import Rule
from helpers.schedules.readings.signatures import Library
from helpers.schedules.readings.stepping import Optimizer

__all__ = ["library"]

library: Library = Library("warmup-scheduler", "0.3", takes_peak=True, by_epoch=True)
"""The scheduler of ``warmup_scheduler``, and those of PyTorch that it takes."""

library.readers.update(pytorch.readers)
library.refused.update(pytorch.refused)


@library.reads("GradualWarmupScheduler")
class _GradualWarmupScheduler(Rule):
    def __init__(
        self,
        optimizer: Optimizer,
        multiplier: Any,
        total_epoch: Any,
        after_scheduler: Any = None,
    ) -> None:
        self.multiplier = check_rate("multiplier", multiplier, at_least=1)
        self.warmup = check_count("total_epoch", total_epoch, at_least=0)
        self.then = None
        if after_scheduler is not None:
            self.then = check_can_be_asked("after_scheduler", after_scheduler)
            self.steps = self.then.steps and self.warmup + self.then.steps
        self.is_over = False
        super().__init__(optimizer)

    def step(self) -> None:
        if self.is_over and self.then is not None:
            self.then.step()
        else:
            super().step()

    def next(self) -> float:
        top = self.base * self.multiplier
        if self.epoch > self.warmup:
            if self.then is None:
                return top
            self.then.base, self.is_over = top, True
            return self.then.next()
        if self.multiplier == 1:
            return self.base * self.epoch / self.warmup
        return self.base * ((self.multiplier - 1) * self.epoch / self.warmup + 1)
