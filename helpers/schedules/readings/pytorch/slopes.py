"""Schedulers of PyTorch that multiply the rate which they find by a ratio.

It is that of two values of a formula which follow each other.
"""

from typing import Any

from helpers.checks import check_count, check_positive, check_rate
from helpers.schedules.readings.pytorch.rule import Rule, library
from helpers.schedules.readings.recursions import on_cosine, on_line, wave
from helpers.schedules.readings.stepping import Optimizer

__all__ = ["library"]


@library.reads("LinearLR")
class _LinearLR(Rule):
    """Multiply by the ratio of two factors that follow each other on a line."""

    def __init__(
        self,
        optimizer: Optimizer,
        start_factor: Any = 1 / 3,
        end_factor: Any = 1.0,
        total_iters: Any = 5,
        last_epoch: Any = -1,
    ) -> None:
        self.start = check_positive("start_factor", start_factor, at_most=1)
        self.end = check_rate("end_factor", end_factor, at_most=1)
        self.total_iters = check_count("total_iters", total_iters, at_least=0)
        self.steps = self.total_iters or None if self.end < self.start else None
        super().__init__(optimizer, last_epoch)

    def first(self) -> float:
        return self.next() if self.epoch == 0 else self.optimizer.rate

    def next(self) -> float:
        if self.epoch == 0:
            return self.optimizer.rate * self.start
        if self.epoch > self.total_iters:
            return self.optimizer.rate
        return on_line(
            self.optimizer.rate, self.epoch, self.start, self.end, self.total_iters
        )

    def closed(self) -> float:
        way = min(self.epoch, self.total_iters) / self.total_iters
        return self.base * (self.start + (self.end - self.start) * way)


@library.reads("PolynomialLR")
class _PolynomialLR(Rule):
    """Multiply by the ratio of what is left of the way, to the power."""

    def __init__(
        self,
        optimizer: Optimizer,
        total_iters: Any = 5,
        power: Any = 1.0,
        last_epoch: Any = -1,
    ) -> None:
        self.total_iters = check_count("total_iters", total_iters, at_least=0)
        self.power = check_rate("power", power)
        self.steps = self.total_iters or None
        super().__init__(optimizer, last_epoch)

    def first(self) -> float:
        return self.optimizer.rate

    def next(self) -> float:
        if self.epoch > self.total_iters:
            return self.optimizer.rate
        left = 1 - self.epoch / self.total_iters
        left_before = 1 - (self.epoch - 1) / self.total_iters
        return self.optimizer.rate * (left / left_before) ** self.power

    def closed(self) -> float:
        left = 1 - min(self.epoch, self.total_iters) / self.total_iters
        return self.base * left**self.power


@library.reads("CosineAnnealingLR")
class _CosineAnnealingLR(Rule):
    """Multiply by the ratio of two values of the cosine that follow each other.

    So it rises again after ``T_max``, where it adds what the formula does, as there is
    nothing to scale.
    """

    def __init__(
        self,
        optimizer: Optimizer,
        T_max: Any,  # noqa: N803
        eta_min: Any = 0.0,
        last_epoch: Any = -1,
    ) -> None:
        self.half = check_positive("T_max", T_max)
        self.floor = check_rate("eta_min", eta_min)
        self.steps = int(self.half) or None
        super().__init__(optimizer, last_epoch)

    def first(self) -> float:
        return self.optimizer.rate

    def next(self) -> float:
        return on_cosine(
            self.optimizer.rate, self.epoch, self.base, self.floor, self.half
        )

    def unstepped(self) -> float:
        return self.closed() if self.epoch > 0 else self.next()

    def closed(self) -> float:
        return self.floor + (self.base - self.floor) * wave(self.epoch / self.half)
