"""Rules of MMEngine that scale the rate by factors, on a line or by a power."""

from collections import Counter
from typing import Any

from helpers.checks import check_count, check_rate
from helpers.schedules.readings.mmengine.rule import EVER, Rule, library
from helpers.schedules.readings.recursions import on_line
from helpers.schedules.readings.stepping import Optimizer

__all__ = ["library"]


@library.reads("StepLR")
class _StepLR(Rule):
    def __init__(
        self,
        optimizer: Optimizer,
        step_size: Any,
        gamma: Any = 0.1,
        begin: Any = 0,
        end: Any = EVER,
        last_step: Any = -1,
        by_epoch: Any = True,
        verbose: Any = False,
    ) -> None:
        self.size = check_count("step_size", step_size)
        self.gamma = check_rate("gamma", gamma)
        super().__init__(optimizer, begin, end, last_step, by_epoch, verbose)

    def rate(self, last: float) -> float:
        return last * (self.gamma if self.at and self.at % self.size == 0 else 1)


@library.reads("MultiStepLR")
class _MultiStepLR(Rule):
    def __init__(
        self,
        optimizer: Optimizer,
        milestones: Any,
        gamma: Any = 0.1,
        last_step: Any = -1,
        begin: Any = 0,
        end: Any = EVER,
        by_epoch: Any = True,
        verbose: Any = False,
    ) -> None:
        if not isinstance(milestones, list | tuple):
            raise TypeError(f"milestones = {milestones!r} must be a list of steps")
        self.drops = Counter(
            check_count(f"milestones[{i}]", each, at_least=0)
            for i, each in enumerate(milestones)
        )
        self.gamma = check_rate("gamma", gamma)
        super().__init__(optimizer, begin, end, last_step, by_epoch, verbose)

    def rate(self, last: float) -> float:
        return last * self.gamma ** self.drops[self.at]


@library.reads("ConstantLR")
class _ConstantLR(Rule):
    def __init__(
        self,
        optimizer: Optimizer,
        factor: Any = 1 / 3,
        begin: Any = 0,
        end: Any = EVER,
        last_step: Any = -1,
        by_epoch: Any = True,
        verbose: Any = False,
    ) -> None:
        self.factor = check_rate("factor", factor, at_most=1)
        super().__init__(optimizer, begin, end, last_step, by_epoch, verbose)

    def rate(self, last: float) -> float:
        if self.at == 0:
            return last * self.factor
        if self.at == self.end - self.begin - 1:
            return last * (1 / self.factor)
        return last


@library.reads("ExponentialLR")
class _ExponentialLR(Rule):
    def __init__(
        self,
        optimizer: Optimizer,
        gamma: Any,
        begin: Any = 0,
        end: Any = EVER,
        last_step: Any = -1,
        by_epoch: Any = True,
        verbose: Any = False,
    ) -> None:
        self.gamma = check_rate("gamma", gamma)
        super().__init__(optimizer, begin, end, last_step, by_epoch, verbose)

    def rate(self, last: float) -> float:
        return last * self.gamma if self.at else last


@library.reads("LinearLR")
class _LinearLR(Rule):
    def __init__(
        self,
        optimizer: Optimizer,
        start_factor: Any = 1 / 3,
        end_factor: Any = 1.0,
        begin: Any = 0,
        end: Any = EVER,
        last_step: Any = -1,
        by_epoch: Any = True,
        verbose: Any = False,
    ) -> None:
        self.first = check_rate("start_factor", start_factor, at_most=1)
        self.last = check_rate("end_factor", end_factor, at_most=1)
        super().__init__(optimizer, begin, end, last_step, by_epoch, verbose)

    def rate(self, last: float) -> float:
        if self.at == 0:
            return last * self.first
        length = self.end - self.begin - 1
        return on_line(last, self.at, self.first, self.last, length)


@library.reads("PolyLR")
class _PolyLR(Rule):
    def __init__(
        self,
        optimizer: Optimizer,
        eta_min: Any = 0,
        power: Any = 1.0,
        begin: Any = 0,
        end: Any = EVER,
        last_step: Any = -1,
        by_epoch: Any = True,
        verbose: Any = False,
    ) -> None:
        self.floor = check_rate("eta_min", eta_min)
        self.power = check_rate("power", power)
        super().__init__(optimizer, begin, end, last_step, by_epoch, verbose)

    def rate(self, last: float) -> float:
        if self.at == 0:
            return last
        left = 1 - 1 / (self.end - self.begin - self.at)
        return self.floor + (last - self.floor) * left**self.power
