"""Schedules of optax behind each other, a warm-up first."""

from typing import Any

import numpy as np

from helpers.arrays import Floats, Ints
from helpers.checks import check_count, check_rate
from helpers.schedules.columns import Schedule
from helpers.schedules.readings.optax.single import cosine, exponential, library, linear

__all__ = ["joined"]


@library.reads("warmup_constant_schedule")
def warmup_constant(init_value: Any, peak_value: Any, warmup_steps: Any) -> Schedule:
    """Rise on a line, and stay."""
    return linear(init_value, peak_value, warmup_steps)


@library.reads("warmup_cosine_decay_schedule")
def warmup_cosine(
    init_value: Any,
    peak_value: Any,
    warmup_steps: Any,
    decay_steps: Any,
    end_value: Any = 0.0,
    exponent: Any = 1.0,
) -> Schedule:
    """Rise on a line, then fall on a cosine; ``decay_steps`` count the rise."""
    warmup = check_count("warmup_steps", warmup_steps, at_least=0)
    steps = check_count("decay_steps", decay_steps, at_least=warmup + 1)
    peak = check_rate("peak_value", peak_value)
    share = check_rate("end_value", end_value) / peak if peak else 0.0
    rise = linear(init_value, peak, warmup)
    return joined([rise, cosine(peak, steps - warmup, share, exponent)], [warmup])


@library.reads("warmup_exponential_decay_schedule")
def warmup_exponential(
    init_value: Any,
    peak_value: Any,
    warmup_steps: Any,
    transition_steps: Any,
    decay_rate: Any,
    transition_begin: Any = 0,
    staircase: Any = False,
    end_value: Any = None,
) -> Schedule:
    """Rise on a line, then fall by a factor over each transition."""
    rise = linear(init_value, peak_value, warmup_steps)
    fall = exponential(
        peak_value,
        transition_steps,
        decay_rate,
        transition_begin,
        staircase,
        end_value,
    )
    return joined([rise, fall], [warmup_steps])


@library.reads("sgdr_schedule")
def sgdr(cosine_kwargs: Any) -> Schedule:
    """Follow one warm-up and cosine after another."""
    if not isinstance(cosine_kwargs, list | tuple) or not cosine_kwargs:
        raise TypeError(f"cosine_kwargs = {cosine_kwargs!r} must be a list of dicts")
    parts = [warmup_cosine(**each) for each in cosine_kwargs]
    ends = np.cumsum([each["decay_steps"] for each in cosine_kwargs]).tolist()
    return joined(parts, ends[:-1])


@library.reads("join_schedules")
def joined(schedules: Any, boundaries: Any) -> Schedule:
    """Follow one schedule after another, each counted from its boundary.

    >>> joined([linear(0.0, 1.0, 2), cosine(1.0, 4)], [2])([0, 1, 2, 4]).tolist()
    [0.0, 0.5, 1.0, 0.5]
    """
    listed = isinstance(schedules, list | tuple) and schedules
    if not listed or not all(isinstance(each, Schedule) for each in schedules):
        raise TypeError(f"schedules = {schedules!r} must be a list of schedules")
    if not isinstance(boundaries, list | tuple):
        raise TypeError(f"boundaries = {boundaries!r} must be a list of steps")
    if len(boundaries) != len(schedules) - 1:
        raise ValueError(f"boundaries = {boundaries!r} must be {len(schedules) - 1}")
    turns = [
        check_count(f"boundaries[{i}]", turn, at_least=0)
        for i, turn in enumerate(boundaries)
    ]
    last = schedules[-1].steps

    def formula(step: Ints) -> Floats:
        rates = np.asarray(schedules[0].formula(step))
        for turn, schedule in zip(turns, schedules[1:], strict=True):
            after = np.asarray(schedule.formula(np.maximum(step - turn, 0)))
            rates = np.where(step < turn, rates, after)
        return rates

    return Schedule(formula, last and sum(turns[-1:]) + last)
