"""Schedulers of Transformers whose floor is a share of the peak."""

from typing import Any

import numpy as np

from helpers.arrays import Floats, Ints
from helpers.checks import check_choice, check_count, check_rate
from helpers.schedules.columns import Schedule
from helpers.schedules.readings.stepping import Optimizer
from helpers.schedules.readings.transformers.factors import (
    SHAPES,
    after_warmup,
    fresh,
    lengths,
    library,
)

__all__ = ["library"]


@library.reads("get_cosine_schedule_with_warmup")
def cosine(
    optimizer: Optimizer,
    num_warmup_steps: Any,
    num_training_steps: Any,
    num_cycles: Any = 0.5,
    last_epoch: Any = -1,
) -> Schedule:
    """Rise from 0, then follow so many waves of a cosine, past the end too."""
    return cosine_with_floor(
        optimizer, num_warmup_steps, num_training_steps, num_cycles, last_epoch,
        min_lr_rate=0.0,
    )  # fmt: skip


@library.reads("get_cosine_with_min_lr_schedule_with_warmup")
def cosine_with_floor(
    optimizer: Optimizer,
    num_warmup_steps: Any,
    num_training_steps: Any,
    num_cycles: Any = 0.5,
    last_epoch: Any = -1,
    min_lr: Any = None,
    min_lr_rate: Any = None,
) -> Schedule:
    """Rise from 0, then follow a cosine down to a floor, and up again."""
    fresh(last_epoch)
    warmup, total = lengths(num_warmup_steps, num_training_steps)
    floor = _floor(optimizer, min_lr, min_lr_rate)
    wave, cycles = SHAPES["cosine"], check_rate("num_cycles", num_cycles)

    def factor(step: Ints) -> Floats:
        way = (step - warmup) / max(1, total - warmup)
        return wave(way, cycles) * (1 - floor) + floor

    return after_warmup(optimizer, warmup, factor, total)


@library.reads("get_cosine_with_min_lr_schedule_with_warmup_lr_rate")
def cosine_a_step_ahead(
    optimizer: Optimizer,
    num_warmup_steps: Any,
    num_training_steps: Any,
    num_cycles: Any = 0.5,
    last_epoch: Any = -1,
    min_lr: Any = None,
    min_lr_rate: Any = None,
    warmup_lr_rate: Any = None,
) -> Schedule:
    """Rise, then follow a cosine to a floor: both are counted a step ahead."""
    fresh(last_epoch)
    warmup, total = lengths(num_warmup_steps, num_training_steps)
    floor = _floor(optimizer, min_lr, min_lr_rate)
    wave, cycles = SHAPES["cosine"], check_rate("num_cycles", num_cycles)
    start = None
    if warmup_lr_rate is not None:
        start = check_rate("warmup_lr_rate", warmup_lr_rate)
    peak = optimizer.rate

    def formula(step: Ints) -> Floats:
        if start is None:
            rise = (step + 1) / max(1, warmup)
        else:
            rise = start + (1 - start) * step / max(1, warmup - 1)
        way = (step - warmup + 1) / max(1, total - warmup)
        fall = wave(way, cycles) * (1 - floor) + floor
        return peak * np.where(step < warmup, rise, np.maximum(fall, 0))

    return Schedule(formula, total)


def _floor(optimizer: Optimizer, min_lr: Any, min_lr_rate: Any) -> float:
    """Return the floor as a share of the peak; just one of the two says it."""
    if (min_lr is None) == (min_lr_rate is None):
        raise TypeError("min_lr or min_lr_rate must be given, one of them")
    if min_lr is None:
        return check_rate("min_lr_rate", min_lr_rate)
    return check_rate("min_lr", min_lr) / optimizer.rate


@library.reads("get_wsd_schedule")
def warmup_stable_decay(
    optimizer: Optimizer,
    num_warmup_steps: Any,
    num_decay_steps: Any,
    num_training_steps: Any = None,
    num_stable_steps: Any = None,
    warmup_type: Any = "linear",
    decay_type: Any = "cosine",
    min_lr_ratio: Any = 0,
    num_cycles: Any = 0.5,
    last_epoch: Any = -1,
) -> Schedule:
    """Rise from the floor, stay, fall to the floor; ``num_stable_steps`` wins."""
    fresh(last_epoch)
    warmup = check_count("num_warmup_steps", num_warmup_steps, at_least=0)
    decay = check_count("num_decay_steps", num_decay_steps, at_least=0)
    if num_stable_steps is not None:
        stable = check_count("num_stable_steps", num_stable_steps, at_least=0)
    elif num_training_steps is not None:
        total = check_count("num_training_steps", num_training_steps, at_least=0)
        stable = total - warmup - decay
    else:
        raise TypeError("num_training_steps or num_stable_steps must be given")
    rise = SHAPES[check_choice("warmup_type", warmup_type, tuple(SHAPES))]
    fall = SHAPES[check_choice("decay_type", decay_type, tuple(SHAPES))]
    floor = check_rate("min_lr_ratio", min_lr_ratio)
    cycles = check_rate("num_cycles", num_cycles)
    peak = optimizer.rate

    def formula(step: Ints) -> Floats:
        up = np.minimum(step / max(1, warmup), 1)
        risen = rise(1 - up, 0.5)
        down = np.maximum((step - warmup - stable) / max(1, decay), 0)
        turns = np.cumsum([warmup, stable, decay])
        factors = [
            np.maximum(risen * (1 - floor) + floor, 0),
            np.ones(step.shape),
            np.maximum(fall(down, cycles) * (1 - floor) + floor, 0),
        ]
        return peak * np.select([step < turn for turn in turns], factors, floor)

    return Schedule(formula, warmup + stable + decay)
