"""Schedulers of PyTorch that go up and down, by formulas of the epoch."""

from typing import Any

from helpers.checks import check_choice, check_count, check_positive, check_rate
from helpers.schedules.readings.pytorch.rule import Rule, library
from helpers.schedules.readings.recursions import (
    MODES,
    on_parts,
    on_triangle,
    wave,
)
from helpers.schedules.readings.stepping import LibraryError, Optimizer

__all__ = ["one_rate"]


@library.reads("CosineAnnealingWarmRestarts")
class _CosineAnnealingWarmRestarts(Rule):
    """Fall on a cosine, again and again, each time ``T_mult`` times as long."""

    def __init__(
        self,
        optimizer: Optimizer,
        T_0: Any,  # noqa: N803
        T_mult: Any = 1,  # noqa: N803
        eta_min: Any = 0.0,
        last_epoch: Any = -1,
    ) -> None:
        self.first_length = self.length = check_count("T_0", T_0)
        self.multiplier = check_count("T_mult", T_mult)
        self.floor = check_rate("eta_min", eta_min)
        self.place = last_epoch
        super().__init__(optimizer, last_epoch)

    def begin(self) -> None:
        self.step()

    def step(self) -> None:
        if self.epoch < 0:
            self.epoch = self.place = 0
            self.length = self.first_length
        else:
            self.epoch += 1
            self.place += 1
            if self.place >= self.length:
                self.place %= self.length
                self.length *= self.multiplier
        self.optimizer.rate = self.next()

    def next(self) -> float:
        height = wave(self.place / self.length)
        return self.floor + (self.base - self.floor) * height


@library.reads("CyclicLR")
class _CyclicLR(Rule):
    """Go up to ``max_lr`` and down to ``base_lr`` on straight lines."""

    def __init__(
        self,
        optimizer: Optimizer,
        base_lr: Any,
        max_lr: Any,
        step_size_up: Any = 2000,
        step_size_down: Any = None,
        mode: Any = "triangular",
        gamma: Any = 1.0,
        scale_fn: None = None,
        scale_mode: Any = "cycle",
        cycle_momentum: Any = True,
        base_momentum: Any = 0.8,
        max_momentum: Any = 0.9,
        last_epoch: Any = -1,
    ) -> None:
        if scale_fn is not None:
            raise ValueError(f"scale_fn = {scale_fn!r} must be None: give a mode")
        low, self.top = one_rate("base_lr", base_lr), one_rate("max_lr", max_lr)
        self.up = check_positive("step_size_up", step_size_up)
        down = self.up if step_size_down is None else step_size_down
        self.down = check_rate("step_size_down", down)
        self.mode = check_choice("mode", mode, MODES)
        self.gamma = check_rate("gamma", gamma)
        if last_epoch == -1:
            optimizer.rate = low
        super().__init__(optimizer, last_epoch)
        self.base = low  # the constructor's own step used the optimizer's initial rate

    def next(self) -> float:
        height = on_triangle(self.epoch, self.up, self.down, self.mode, self.gamma)
        return self.base + (self.top - self.base) * height


@library.reads("OneCycleLR")
class _OneCycleLR(Rule):
    """Rise to ``max_lr`` and fall far below the start; the last step is the lowest.

    A step more is still taken, on the wave that rises again; the next one raises.
    Start, peak and end are kept with the optimizer, where SequentialLR finds the start
    as the rate of all its rules, and a second OneCycleLR puts its own.
    """

    def __init__(
        self,
        optimizer: Optimizer,
        max_lr: Any,
        total_steps: Any = None,
        epochs: Any = None,
        steps_per_epoch: Any = None,
        pct_start: Any = 0.3,
        anneal_strategy: Any = "cos",
        cycle_momentum: Any = True,
        base_momentum: Any = 0.85,
        max_momentum: Any = 0.95,
        div_factor: Any = 25.0,
        final_div_factor: Any = 10_000.0,
        three_phase: Any = False,
        last_epoch: Any = -1,
    ) -> None:
        if total_steps is None:
            if epochs is None or steps_per_epoch is None:
                raise TypeError(
                    "total_steps, or epochs and steps_per_epoch, must be given"
                )
            total_steps = check_count("epochs", epochs) * check_count(
                "steps_per_epoch", steps_per_epoch
            )
        self.steps = self.total = check_count("total_steps", total_steps)
        if not isinstance(pct_start, float):
            raise TypeError(f"pct_start = {pct_start!r} must be a float, as 0.3")
        share = check_rate("pct_start", pct_start, at_most=1)
        strategy = check_choice("anneal_strategy", anneal_strategy, ("cos", "linear"))
        self.is_cosine = strategy == "cos"
        turns = [share * self.total - 1]
        if three_phase:
            turns.append(2 * share * self.total - 2)
        self.turns = [*turns, self.total - 1]
        middle = ["initial"] if three_phase else []
        self.ends = ["initial", "peak", *middle, "end"]
        top = one_rate("max_lr", max_lr)
        if last_epoch == -1:
            optimizer.initial = top / check_positive("div_factor", div_factor)
            end = optimizer.initial / check_positive(
                "final_div_factor", final_div_factor
            )
            optimizer.shared |= {"peak": top, "end": end}
        super().__init__(optimizer, last_epoch)

    def next(self) -> float:
        if self.epoch > self.total:
            raise LibraryError(f"as it is made for {self.total} steps")
        rates = {"initial": self.optimizer.initial or 0.0} | self.optimizer.shared
        ends = [rates[end] for end in self.ends]
        return on_parts(self.epoch, self.turns, ends, self.is_cosine)


def one_rate(name: str, value: Any) -> float:
    """Return a rate, which may stand alone in a list: there is one group.

    >>> one_rate("max_lr", [0.1])
    0.1
    """
    if isinstance(value, list | tuple) and len(value) == 1:
        value = value[0]
    return check_rate(name, value)
