"""Schedulers of Transformers that stay, fall to 0 or to a rate."""

from typing import Any

import numpy as np

from helpers.arrays import Floats, Ints
from helpers.checks import check_count, check_positive, check_rate
from helpers.schedules.columns import Schedule
from helpers.schedules.readings.stepping import Optimizer
from helpers.schedules.readings.transformers.factors import (
    after_warmup,
    fresh,
    lengths,
    library,
)

__all__ = ["library"]


@library.reads("get_constant_schedule")
def constant(optimizer: Optimizer, last_epoch: Any = -1) -> Schedule:
    """Stay at the peak."""
    fresh(last_epoch)
    return after_warmup(optimizer, 0, lambda step: np.ones(step.shape))


@library.reads("get_constant_schedule_with_warmup")
def constant_with_warmup(
    optimizer: Optimizer, num_warmup_steps: Any, last_epoch: Any = -1
) -> Schedule:
    """Rise from 0, then stay."""
    fresh(last_epoch)
    warmup = check_count("num_warmup_steps", num_warmup_steps, at_least=0)
    return after_warmup(optimizer, warmup, lambda step: np.ones(step.shape))


@library.reads("get_linear_schedule_with_warmup")
def linear(
    optimizer: Optimizer,
    num_warmup_steps: Any,
    num_training_steps: Any,
    last_epoch: Any = -1,
) -> Schedule:
    """Rise from 0, then fall on a line to 0 and stay there."""
    fresh(last_epoch)
    warmup, total = lengths(num_warmup_steps, num_training_steps)
    fall = max(1, total - warmup)
    return after_warmup(optimizer, warmup, lambda step: (total - step) / fall, total)


@library.reads("get_cosine_with_hard_restarts_schedule_with_warmup")
def cosine_with_restarts(
    optimizer: Optimizer,
    num_warmup_steps: Any,
    num_training_steps: Any,
    num_cycles: Any = 1,
    last_epoch: Any = -1,
) -> Schedule:
    """Rise from 0, then fall ``num_cycles`` times on a cosine; 0 past the end."""
    fresh(last_epoch)
    warmup, total = lengths(num_warmup_steps, num_training_steps)
    cycles = check_rate("num_cycles", num_cycles)

    def factor(step: Ints) -> Floats:
        way = (step - warmup) / max(1, total - warmup)
        return np.where(way < 1, (1 + np.cos(np.pi * (cycles * way % 1))) / 2, 0.0)

    return after_warmup(optimizer, warmup, factor, total)


@library.reads("get_polynomial_decay_schedule_with_warmup")
def polynomial(
    optimizer: Optimizer,
    num_warmup_steps: Any,
    num_training_steps: Any,
    lr_end: Any = 1e-7,
    power: Any = 1.0,
    last_epoch: Any = -1,
) -> Schedule:
    """Rise from 0, then fall by a power of what is left to ``lr_end``, and stay."""
    fresh(last_epoch)
    warmup, total = lengths(num_warmup_steps, num_training_steps)
    end, power = check_rate("lr_end", lr_end), check_rate("power", power)
    peak = optimizer.rate
    if end >= peak:
        raise ValueError(f"lr_end = {end:g} must be below the peak = {peak:g}")
    if total <= warmup:
        raise ValueError(f"num_training_steps = {total} must be above {warmup}")

    def factor(step: Ints) -> Floats:
        left = np.maximum(1 - (step - warmup) / (total - warmup), 0)
        fall = np.where(step > total, 0.0, (peak - end) * left**power)
        return (fall + end) / peak

    return after_warmup(optimizer, warmup, factor, total)


@library.reads("get_inverse_sqrt_schedule")
def inverse_sqrt(
    optimizer: Optimizer,
    num_warmup_steps: Any,
    timescale: Any = None,
    last_epoch: Any = -1,
) -> Schedule:
    """Rise from 0, then fall as one over the square root of the step."""
    fresh(last_epoch)
    warmup = check_count("num_warmup_steps", num_warmup_steps, at_least=0)
    scale = check_positive(
        "timescale", (warmup or 10_000) if timescale is None else timescale
    )
    return after_warmup(
        optimizer, warmup, lambda step: np.sqrt(scale / (step + scale - warmup))
    )
