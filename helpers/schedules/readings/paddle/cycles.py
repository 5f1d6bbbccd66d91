"""Schedulers of PaddlePaddle that go on from their last rate, or go up and down."""

from math import log
from typing import Any

from helpers.checks import (
    check_choice,
    check_count,
    check_flag,
    check_positive,
    check_rate,
)
from helpers.schedules.readings.paddle.rule import Rule, library
from helpers.schedules.readings.recursions import (
    MODES,
    on_cosine,
    on_line,
    on_parts,
    on_triangle,
    wave,
)
from helpers.schedules.readings.stepping import LibraryError

__all__ = ["library"]


@library.reads("CosineAnnealingDecay")
class _CosineAnnealingDecay(Rule):
    """Fall on a cosine, from rate to rate; behind a warm-up by its formula."""

    def __init__(
        self,
        learning_rate: Any,
        T_max: Any,  # noqa: N803
        eta_min: Any = 0,
        last_epoch: Any = -1,
        verbose: Any = False,
    ) -> None:
        self.steps = self.half = check_count("T_max", T_max)
        self.floor = check_rate("eta_min", eta_min)
        super().__init__(learning_rate, last_epoch)

    def rate(self) -> float:
        if self.epoch == 0:
            return self.base
        last = self.optimizer.rate
        return on_cosine(last, self.epoch, self.base, self.floor, self.half)

    def go_to(self, epoch: int) -> None:
        self.epoch = epoch
        height = wave(epoch / self.half)
        self.optimizer.rate = self.floor + (self.base - self.floor) * height


@library.reads("LinearLR")
class _LinearLR(Rule):
    """Multiply by the ratio of two factors that follow each other on a line."""

    def __init__(
        self,
        learning_rate: Any,
        total_steps: Any,
        start_factor: Any = 1 / 3,
        end_factor: Any = 1.0,
        last_epoch: Any = -1,
        verbose: Any = False,
    ) -> None:
        self.total = check_count("total_steps", total_steps)
        self.start = check_positive("start_factor", start_factor, at_most=1)
        self.end = check_rate("end_factor", end_factor, at_most=1)
        self.steps = self.total if self.end < self.start else None
        super().__init__(learning_rate, last_epoch)

    def rate(self) -> float:
        if self.epoch == 0:
            return self.base * self.start
        if self.epoch > self.total:
            return self.optimizer.rate
        last = self.optimizer.rate
        return on_line(last, self.epoch, self.start, self.end, self.total)


@library.reads("CosineAnnealingWarmRestarts")
class _CosineAnnealingWarmRestarts(Rule):
    """Fall again and again; behind a warm-up a logarithm finds the cycle."""

    def __init__(
        self,
        learning_rate: Any,
        T_0: Any,  # noqa: N803
        T_mult: Any = 1,  # noqa: N803
        eta_min: Any = 0,
        last_epoch: Any = -1,
        verbose: Any = False,
    ) -> None:
        self.first = self.length = check_count("T_0", T_0)
        self.longer = check_count("T_mult", T_mult)
        self.floor = check_rate("eta_min", eta_min)
        self.place: float = last_epoch
        super().__init__(learning_rate, last_epoch)

    def step(self) -> None:
        if self.epoch < 0:
            self.go_to(0)
            return
        self.epoch += 1
        self.place += 1
        if self.place >= self.length:
            self.place -= self.length
            self.length *= self.longer
        self.optimizer.rate = self.rate()

    def go_to(self, epoch: int) -> None:
        self.epoch, self.place, self.length = epoch, epoch, self.first
        if epoch >= self.first and self.longer == 1:
            self.place = epoch % self.first
        elif epoch >= self.first:
            more = self.longer - 1
            cycle = int(log(epoch / self.first * more + 1, self.longer))
            self.place = epoch - self.first * (self.longer**cycle - 1) / more
            self.length = self.first * self.longer**cycle
        self.optimizer.rate = self.rate()

    def rate(self) -> float:
        height = wave(self.place / self.length)
        return self.floor + (self.base - self.floor) * height


@library.reads("OneCycleLR")
class _OneCycleLR(Rule):
    """Rise and fall to an absolute end, which may lie above the start."""

    def __init__(
        self,
        max_learning_rate: Any,
        total_steps: Any,
        divide_factor: Any = 25.0,
        end_learning_rate: Any = 0.0001,
        phase_pct: Any = 0.3,
        anneal_strategy: Any = "cos",
        three_phase: Any = False,
        last_epoch: Any = -1,
        verbose: Any = False,
    ) -> None:
        top = check_rate("max_learning_rate", max_learning_rate)
        start = top / check_positive("divide_factor", divide_factor)
        end = check_rate("end_learning_rate", end_learning_rate)
        self.steps = self.total = check_count("total_steps", total_steps)
        if not isinstance(phase_pct, float):
            raise TypeError(f"phase_pct = {phase_pct!r} must be a float, as 0.3")
        share = check_rate("phase_pct", phase_pct, at_most=1)
        strategy = check_choice("anneal_strategy", anneal_strategy, ("cos", "linear"))
        self.is_cosine = strategy == "cos"
        self.turns = [share * self.total - 1, self.total - 1.0]
        self.ends = [start, top, end]
        if check_flag("three_phase", three_phase):
            if share >= 0.5:
                raise ValueError(f"phase_pct = {share} must be below 0.5")
            self.turns.insert(1, 2 * share * self.total - 2)
            self.ends.insert(2, start)
        super().__init__(start, last_epoch)

    def rate(self) -> float:
        if self.epoch > self.total:
            raise LibraryError(f"as it is made for {self.total} steps")
        return on_parts(self.epoch, self.turns, self.ends, self.is_cosine)


@library.reads("CyclicLR")
class _CyclicLR(Rule):
    """Go up and down on straight lines."""

    def __init__(
        self,
        base_learning_rate: Any,
        max_learning_rate: Any,
        step_size_up: Any,
        step_size_down: Any = None,
        mode: Any = "triangular",
        exp_gamma: Any = 1.0,
        scale_fn: None = None,
        scale_mode: Any = "cycle",
        last_epoch: Any = -1,
        verbose: Any = False,
    ) -> None:
        if scale_fn is not None:
            raise ValueError(f"scale_fn = {scale_fn!r} must be None: give a mode")
        self.top = check_rate("max_learning_rate", max_learning_rate)
        self.up = self.down = check_count("step_size_up", step_size_up)
        if step_size_down is not None:
            self.down = check_count("step_size_down", step_size_down)
        self.mode = check_choice("mode", mode, MODES)
        self.gamma = check_rate("exp_gamma", exp_gamma)
        super().__init__(base_learning_rate, last_epoch)

    def rate(self) -> float:
        height = on_triangle(self.epoch, self.up, self.down, self.mode, self.gamma)
        return self.base + (self.top - self.base) * height
