"""Schedulers of PyTorch that multiply the rate which they find by a constant."""

from bisect import bisect_right
from collections import Counter
from typing import Any

from helpers.checks import (
    check_count,
    check_rate,
)
from helpers.schedules.readings.pytorch.rule import Rule, library
from helpers.schedules.readings.stepping import Optimizer

__all__ = ["library"]


@library.reads("StepLR")
class _StepLR(Rule):
    """Multiply by ``gamma`` at each multiple of ``step_size``."""

    def __init__(
        self,
        optimizer: Optimizer,
        step_size: Any,
        gamma: Any = 0.1,
        last_epoch: Any = -1,
    ) -> None:
        self.step_size = check_count("step_size", step_size)
        self.gamma = check_rate("gamma", gamma)
        super().__init__(optimizer, last_epoch)

    def next(self) -> float:
        drops = self.epoch > 0 and self.epoch % self.step_size == 0
        return self.optimizer.rate * (self.gamma if drops else 1)

    def closed(self) -> float:
        return self.base * self.gamma ** (self.epoch // self.step_size)


@library.reads("MultiStepLR")
class _MultiStepLR(Rule):
    """Multiply by ``gamma`` at each milestone, twice where it is given twice."""

    def __init__(
        self,
        optimizer: Optimizer,
        milestones: Any,
        gamma: Any = 0.1,
        last_epoch: Any = -1,
    ) -> None:
        if not isinstance(milestones, list | tuple):
            raise TypeError(f"milestones = {milestones!r} must be a list of epochs")
        self.milestones = sorted(
            check_count(f"milestones[{i}]", each, at_least=0)
            for i, each in enumerate(milestones)
        )
        self.drops = Counter(self.milestones)
        self.gamma = check_rate("gamma", gamma)
        super().__init__(optimizer, last_epoch)

    def next(self) -> float:
        return self.optimizer.rate * self.gamma ** self.drops[self.epoch]

    def closed(self) -> float:
        return self.base * self.gamma ** bisect_right(self.milestones, self.epoch)


@library.reads("ConstantLR")
class _ConstantLR(Rule):
    """Multiply by ``factor``, and divide by it again at ``total_iters``."""

    def __init__(
        self,
        optimizer: Optimizer,
        factor: Any = 1 / 3,
        total_iters: Any = 5,
        last_epoch: Any = -1,
    ) -> None:
        self.factor = check_rate("factor", factor, at_most=1)
        self.total_iters = check_count("total_iters", total_iters, at_least=0)
        super().__init__(optimizer, last_epoch)

    def next(self) -> float:
        if self.epoch == 0:
            return self.optimizer.rate * self.factor
        if self.epoch == self.total_iters:
            return self.optimizer.rate * (1 / self.factor)
        return self.optimizer.rate

    def closed(self) -> float:
        return self.base * (1 if self.epoch >= self.total_iters else self.factor)


@library.reads("ExponentialLR")
class _ExponentialLR(Rule):
    """Multiply by ``gamma`` in each epoch but the first."""

    def __init__(self, optimizer: Optimizer, gamma: Any, last_epoch: Any = -1) -> None:
        self.gamma = check_rate("gamma", gamma)
        super().__init__(optimizer, last_epoch)

    def first(self) -> float:
        return self.optimizer.rate

    def next(self) -> float:
        return self.optimizer.rate * self.gamma

    def closed(self) -> float:
        return self.base * self.gamma**self.epoch
