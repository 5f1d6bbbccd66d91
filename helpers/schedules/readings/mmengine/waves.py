"""Rules of MMEngine that follow half waves."""

from bisect import bisect_right
from itertools import accumulate
from typing import Any

from helpers.checks import (
    check_choice,
    check_count,
    check_flag,
    check_positive,
    check_rate,
)
from helpers.schedules.readings.mmengine.rule import EVER, Rule, library, span
from helpers.schedules.readings.recursions import (
    on_cosine,
    on_parts,
)
from helpers.schedules.readings.stepping import LibraryError, Optimizer

__all__ = ["library"]


def _floor_of(eta_min: Any, ratio: Any, base: float) -> float:
    """Return a floor that is given as a rate, or as a share of the base rate."""
    if ratio is None:
        return check_rate("eta_min", eta_min)
    if eta_min is not None:
        raise ValueError("eta_min or eta_min_ratio must be given, not both")
    return base * check_rate("eta_min_ratio", ratio)


@library.reads("CosineAnnealingLR")
class _CosineAnnealingLR(Rule):
    """Fall on a cosine from rate to rate; the last step is one before its floor."""

    def __init__(
        self,
        optimizer: Optimizer,
        T_max: Any = None,  # noqa: N803
        eta_min: Any = None,
        begin: Any = 0,
        end: Any = EVER,
        last_step: Any = -1,
        by_epoch: Any = True,
        verbose: Any = False,
        eta_min_ratio: Any = None,
    ) -> None:
        first, last = span(begin, end)
        self.half = check_positive("T_max", T_max or last - first)
        if eta_min is None and eta_min_ratio is None:
            eta_min = 0.0
        self.floor = eta_min, eta_min_ratio
        super().__init__(optimizer, begin, end, last_step, by_epoch, verbose)

    def rate(self, last: float) -> float:
        floor = _floor_of(*self.floor, self.base)
        if self.at == 0:
            return last
        return on_cosine(last, self.at, self.base, floor, self.half)


@library.reads("CosineRestartLR")
class _CosineRestartLR(Rule):
    """Fall on a cosine in each period, from its own share of the base rate."""

    def __init__(
        self,
        optimizer: Optimizer,
        periods: Any,
        restart_weights: Any = (1,),
        eta_min: Any = None,
        eta_min_ratio: Any = None,
        begin: Any = 0,
        end: Any = EVER,
        last_step: Any = -1,
        by_epoch: Any = True,
        verbose: Any = False,
    ) -> None:
        if eta_min is None and eta_min_ratio is None:
            raise TypeError("eta_min or eta_min_ratio must be given")
        self.floor = eta_min, eta_min_ratio
        if not isinstance(periods, list | tuple) or not periods:
            raise TypeError(f"periods = {periods!r} must be a list of lengths")
        weights = restart_weights
        if not isinstance(weights, list | tuple) or len(weights) != len(periods):
            raise ValueError(f"restart_weights = {weights!r} must be {len(periods)}")
        self.periods = [check_count(f"periods[{i}]", p) for i, p in enumerate(periods)]
        self.weights = [
            check_rate(f"restart_weights[{i}]", weight)
            for i, weight in enumerate(weights)
        ]
        super().__init__(optimizer, begin, end, last_step, by_epoch, verbose)

    def rate(self, last: float) -> float:
        floor = _floor_of(*self.floor, self.base)
        ends = list(accumulate(self.periods))
        period = bisect_right(ends, self.at)
        if period == len(ends):
            return last
        length = self.periods[period]
        place = self.at - ends[period] + length
        if place == 0:
            return self.base * self.weights[period]
        return on_cosine(last, place, self.base, floor, length)


@library.reads("OneCycleLR")
class _OneCycleLR(Rule):
    """Rise to ``eta_max`` and fall far below the start."""

    def __init__(
        self,
        optimizer: Optimizer,
        eta_max: Any = 0,
        total_steps: Any = None,
        pct_start: Any = 0.3,
        anneal_strategy: Any = "cos",
        div_factor: Any = 25.0,
        final_div_factor: Any = 10_000.0,
        three_phase: Any = False,
        begin: Any = 0,
        end: Any = EVER,
        last_step: Any = -1,
        by_epoch: Any = True,
        verbose: Any = False,
    ) -> None:
        first, last = span(begin, end)
        self.total = check_count("total_steps", total_steps or last - first)
        if not isinstance(pct_start, float):
            raise TypeError(f"pct_start = {pct_start!r} must be a float, as 0.3")
        share = check_rate("pct_start", pct_start, at_most=1)
        strategy = check_choice("anneal_strategy", anneal_strategy, ("cos", "linear"))
        self.is_cosine = strategy == "cos"
        top = check_rate("eta_max", eta_max)
        start = top / check_positive("div_factor", div_factor)
        low = start / check_positive("final_div_factor", final_div_factor)
        self.turns = [share * self.total - 1, self.total - 1.0]
        self.ends = [start, top, low]
        if check_flag("three_phase", three_phase):
            self.turns.insert(1, 2 * share * self.total - 2)
            self.ends.insert(2, start)
        optimizer.initial = start
        super().__init__(optimizer, begin, end, last_step, by_epoch, verbose)

    def rate(self, last: float) -> float:
        if self.at > self.total:
            raise LibraryError(f"as it is made for {self.total} steps")
        return on_parts(self.at, self.turns, self.ends, self.is_cosine)
