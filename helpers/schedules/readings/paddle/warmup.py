"""A warm-up of PaddlePaddle: it hands the epoch to the schedule behind it.

That one then uses its formula, where it has one, or goes on from its last rate.
"""

from math import inf
from typing import Any

from helpers.checks import check_choice, check_count, check_rate
from helpers.schedules.readings.paddle.rule import Rule, library
from helpers.schedules.readings.stepping import Optimizer

__all__ = ["library"]


@library.reads("ReduceOnPlateau")
class _ReduceOnPlateau(Rule):
    """Wait for losses; behind a warm-up it takes the number of the epoch for one."""

    def __init__(
        self,
        learning_rate: Any,
        mode: Any = "min",
        factor: Any = 0.1,
        patience: Any = 10,
        threshold: Any = 1e-4,
        threshold_mode: Any = "rel",
        cooldown: Any = 0,
        min_lr: Any = 0,
        epsilon: Any = 1e-8,
        verbose: Any = False,
    ) -> None:
        self.falls = check_choice("mode", mode, ("min", "max")) == "min"
        self.factor = check_rate("factor", factor, at_most=1)
        self.patience = check_count("patience", patience, at_least=0)
        self.threshold = check_rate("threshold", threshold)
        kind = check_choice("threshold_mode", threshold_mode, ("rel", "abs"))
        self.is_relative = kind == "rel"
        self.cooldown = check_count("cooldown", cooldown, at_least=0)
        self.floor = check_rate("min_lr", min_lr)
        self.epsilon = check_rate("epsilon", epsilon)
        self.best, self.bad, self.waiting = inf, 0, 0
        self.base = check_rate("learning_rate", learning_rate)
        self.optimizer = Optimizer(self.base)

    def step(self) -> None:
        raise ValueError("its rates depend on the losses. Give a log")

    def go_to(self, epoch: int) -> None:
        if self.waiting:
            self.waiting -= 1
            return
        bar = self.threshold * (self.best if self.is_relative else 1)
        is_better = epoch < self.best - bar if self.falls else epoch > self.best + bar
        if self.best == inf or is_better:
            self.best, self.bad = epoch, 0
        else:
            self.bad += 1
        if self.bad > self.patience:
            self.waiting, self.bad = self.cooldown, 0
            rate = max(self.optimizer.rate * self.factor, self.floor)
            if self.optimizer.rate - rate > self.epsilon:
                self.optimizer.rate = rate


@library.reads("LinearWarmup")
class _LinearWarmup(Rule):
    """Rise on a line, then ask the schedule behind, counted from there."""

    def __init__(
        self,
        learning_rate: Any,
        warmup_steps: Any,
        start_lr: Any,
        end_lr: Any,
        last_epoch: Any = -1,
        verbose: Any = False,
    ) -> None:
        self.then = learning_rate
        if not isinstance(learning_rate, Rule):
            self.then = check_rate("learning_rate", learning_rate)
        elif learning_rate.steps is not None:
            self.steps = learning_rate.steps + warmup_steps
        self.warmup = check_count("warmup_steps", warmup_steps)
        self.start = check_rate("start_lr", start_lr)
        self.end = check_rate("end_lr", end_lr)
        if self.end <= self.start:
            raise ValueError(
                f"end_lr = {end_lr!r} must be above start_lr = {start_lr!r}"
            )
        super().__init__(self.start, last_epoch)

    def rate(self) -> float:
        if self.epoch < self.warmup:
            return self.start + (self.end - self.start) * self.epoch / self.warmup
        if not isinstance(self.then, Rule):
            return float(self.then)
        self.then.go_to(self.epoch - self.warmup)
        return self.then.optimizer.rate
