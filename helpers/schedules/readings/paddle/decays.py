"""Schedulers of PaddlePaddle that are formulas of the epoch."""

from bisect import bisect_right
from math import ceil, exp
from typing import Any

from helpers.checks import (
    check_count,
    check_flag,
    check_positive,
    check_rate,
)
from helpers.schedules.readings.paddle.rule import Rule, library

__all__ = ["below_one"]


@library.reads("NoamDecay")
class _NoamDecay(Rule):
    def __init__(
        self,
        d_model: Any,
        warmup_steps: Any,
        learning_rate: Any = 1.0,
        last_epoch: Any = -1,
        verbose: Any = False,
    ) -> None:
        self.scale = check_count("d_model", d_model) ** -0.5
        self.warmup = check_count("warmup_steps", warmup_steps)
        super().__init__(learning_rate, last_epoch)

    def rate(self) -> float:
        fall = max(self.epoch, 1) ** -0.5
        return self.base * self.scale * min(fall, self.warmup**-1.5 * self.epoch)


@library.reads("PiecewiseDecay")
class _PiecewiseDecay(Rule):
    def __init__(
        self,
        boundaries: Any,
        values: Any,
        last_epoch: Any = -1,
        verbose: Any = False,
    ) -> None:
        if not isinstance(boundaries, list | tuple) or not boundaries:
            raise TypeError(f"boundaries = {boundaries!r} must be a list of epochs")
        if not isinstance(values, list | tuple) or len(values) <= len(boundaries):
            raise ValueError(f"values = {values!r} must be {len(boundaries) + 1} rates")
        self.values = [check_rate(f"values[{i}]", v) for i, v in enumerate(values)]
        self.turns = [
            check_count(f"boundaries[{i}]", turn, at_least=0)
            for i, turn in enumerate(boundaries)
        ]
        super().__init__(0.1, last_epoch)

    def rate(self) -> float:
        for turn, value in zip(self.turns, self.values, strict=False):
            if self.epoch < turn:
                return value
        return self.values[-1]


@library.reads("NaturalExpDecay")
class _NaturalExpDecay(Rule):
    def __init__(
        self,
        learning_rate: Any,
        gamma: Any,
        last_epoch: Any = -1,
        verbose: Any = False,
    ) -> None:
        self.gamma = check_positive("gamma", gamma)
        super().__init__(learning_rate, last_epoch)

    def rate(self) -> float:
        return self.base * exp(-self.gamma * self.epoch)


@library.reads("InverseTimeDecay")
class _InverseTimeDecay(Rule):
    def __init__(
        self,
        learning_rate: Any,
        gamma: Any,
        last_epoch: Any = -1,
        verbose: Any = False,
    ) -> None:
        self.gamma = check_rate("gamma", gamma)
        super().__init__(learning_rate, last_epoch)

    def rate(self) -> float:
        return self.base / (1 + self.gamma * self.epoch)


@library.reads("PolynomialDecay")
class _PolynomialDecay(Rule):
    def __init__(
        self,
        learning_rate: Any,
        decay_steps: Any,
        end_lr: Any = 0.0001,
        power: Any = 1.0,
        cycle: Any = False,
        last_epoch: Any = -1,
        verbose: Any = False,
    ) -> None:
        self.length = check_count("decay_steps", decay_steps)
        self.end = check_rate("end_lr", end_lr)
        self.power = check_positive("power", power)
        self.again = check_flag("cycle", cycle)
        self.steps = None if self.again else self.length
        super().__init__(learning_rate, last_epoch)

    def rate(self) -> float:
        whole = self.length
        if self.again:
            whole *= max(1, ceil(self.epoch / self.length))
        left = 1 - min(self.epoch, whole) / whole
        return self.end + (self.base - self.end) * left**self.power


@library.reads("ExponentialDecay")
class _ExponentialDecay(Rule):
    def __init__(
        self,
        learning_rate: Any,
        gamma: Any,
        last_epoch: Any = -1,
        verbose: Any = False,
    ) -> None:
        self.gamma = below_one(gamma)
        super().__init__(learning_rate, last_epoch)

    def rate(self) -> float:
        return self.base * self.gamma**self.epoch


@library.reads("MultiStepDecay")
class _MultiStepDecay(Rule):
    def __init__(
        self,
        learning_rate: Any,
        milestones: Any,
        gamma: Any = 0.1,
        last_epoch: Any = -1,
        verbose: Any = False,
    ) -> None:
        if not isinstance(milestones, list | tuple):
            raise TypeError(f"milestones = {milestones!r} must be a list of epochs")
        self.turns = [
            check_count(f"milestones[{i}]", turn, at_least=0)
            for i, turn in enumerate(milestones)
        ]
        if sorted(set(self.turns)) != self.turns:
            raise ValueError(f"milestones = {milestones!r} must rise")
        self.gamma = below_one(gamma)
        super().__init__(learning_rate, last_epoch)

    def rate(self) -> float:
        return self.base * self.gamma ** bisect_right(self.turns, self.epoch)


@library.reads("StepDecay")
class _StepDecay(Rule):
    def __init__(
        self,
        learning_rate: Any,
        step_size: Any,
        gamma: Any = 0.1,
        last_epoch: Any = -1,
        verbose: Any = False,
    ) -> None:
        self.size = check_count("step_size", step_size)
        self.gamma = below_one(gamma)
        super().__init__(learning_rate, last_epoch)

    def rate(self) -> float:
        return self.base * self.gamma ** (self.epoch // self.size)


def below_one(gamma: Any) -> float:
    """Return a factor that makes rates smaller.

    >>> below_one(0.5)
    0.5
    """
    factor = check_rate("gamma", gamma)
    if factor >= 1:
        raise ValueError(f"gamma = {gamma!r} must be below 1")
    return factor
