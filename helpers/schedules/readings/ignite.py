"""ignite: handlers that set a rate when an iteration begins, around PyTorch's rules.

They ask a rule for its rate, and count its epoch themselves: a rule that scales the
rate which it finds has done so when it was made, and does so again at the first
iteration.
"""

from typing import Any

from helpers.checks import check_count, check_rate
from helpers.schedules.readings.pytorch import library as pytorch
from helpers.schedules.readings.pytorch.joined import check_can_be_asked
from helpers.schedules.readings.recursions import on_parts
from helpers.schedules.readings.signatures import Library

__all__ = ["library"]

library: Library = Library("ignite", "0.5.5", takes_peak=True, by_epoch=True)
"""Two of ``ignite.handlers``, attached to ITERATION_STARTED, and PyTorch's rules."""

_RESTARTS: Any = pytorch.readers["CosineAnnealingWarmRestarts"].read
library.readers.update(pytorch.readers)
library.refused.update(pytorch.refused)


@library.reads("LRScheduler")
class _LRScheduler:
    def __init__(
        self, lr_scheduler: Any, save_history: Any = False, use_legacy: Any = False
    ) -> None:
        if use_legacy:
            raise ValueError(f"use_legacy = {use_legacy!r} must be False")
        self.asked = _Asked(lr_scheduler, skipped=0)
        self.steps = lr_scheduler.steps
        self.optimizer = lr_scheduler.optimizer
        self.step()

    def step(self) -> None:
        self.optimizer.rate = self.asked.next()


@library.reads("create_lr_scheduler_with_warmup")
class _WithWarmup:
    """Rise on a line to a rate, and in one step to that of the rule, then ask it."""

    def __init__(
        self,
        lr_scheduler: Any,
        warmup_start_value: Any,
        warmup_duration: Any,
        warmup_end_value: Any = None,
        save_history: Any = False,
        output_simulated_values: None = None,
    ) -> None:
        self.asked = _Asked(lr_scheduler, skipped=1)
        self.optimizer = lr_scheduler.optimizer
        start = check_rate("warmup_start_value", warmup_start_value)
        length = check_count("warmup_duration", warmup_duration, at_least=2)
        self.turns, self.rates = [length - 1], [start, self.optimizer.rate]
        if warmup_end_value is not None:
            end = check_rate("warmup_end_value", warmup_end_value)
            if end != self.optimizer.rate:
                self.turns.append(length)
                self.rates.insert(1, end)
        self.steps = lr_scheduler.steps and lr_scheduler.steps + self.turns[-1]
        self.done = 0
        self.optimizer.rate = start

    def step(self) -> None:
        self.done += 1
        if self.done > self.turns[-1]:
            self.optimizer.rate = self.asked.next()
        else:
            self.optimizer.rate = on_parts(self.done, self.turns, self.rates, False)


class _Asked:
    """A rule of PyTorch that is asked for the rate of each iteration.

    Restarts are counted by the asking, so their first rate is the second one.
    """

    def __init__(self, lr_scheduler: Any, skipped: int) -> None:
        self.rule = check_can_be_asked("lr_scheduler", lr_scheduler)
        self.steps_itself = isinstance(self.rule, _RESTARTS)
        self.epoch = self.rule.epoch + skipped

    def next(self) -> float:
        if self.steps_itself:
            self.rule.step()
            return self.rule.optimizer.rate
        self.rule.epoch = self.epoch
        self.epoch += 1
        return self.rule.unstepped()
