"""Schedulers of DeepSpeed that warm up, and fall or not."""

from math import log
from typing import Any

import numpy as np

from helpers.arrays import Floats, Ints
from helpers.checks import check_count, check_rate
from helpers.schedules.columns import Schedule
from helpers.schedules.readings.signatures import Library
from helpers.schedules.readings.stepping import Optimizer

__all__ = ["fresh", "library"]

library: Library = Library("DeepSpeed", "0.19.8", takes_peak=True)
"""The schedulers of ``deepspeed.runtime.lr_schedules``."""


def fresh(last_batch_iteration: Any) -> None:
    """Raise a ValueError for a training that is resumed.

    >>> fresh(-1)
    """
    if last_batch_iteration != -1:
        raise ValueError(
            f"last_batch_iteration = {last_batch_iteration!r} must be -1: a start from "
            "nothing"
        )


def _risen(batch: Ints, warmup: int, kind: Any) -> Floats:
    """Return how far a warm-up has come: logarithmic, whatever is not "linear"."""
    if kind == "linear":
        return batch / warmup
    return np.log(np.maximum(batch, 0) + 1) / log(warmup)


@library.reads("WarmupLR")
def warmup(
    optimizer: Optimizer,
    warmup_min_lr: Any = 0.0,
    warmup_max_lr: Any = None,
    warmup_num_steps: Any = 1000,
    warmup_type: Any = "log",
    last_batch_iteration: Any = -1,
) -> Schedule:
    """Rise to ``warmup_max_lr``, or to the rate of the optimizer, and stay."""
    if warmup_max_lr is None:
        warmup_max_lr = optimizer.rate
    else:
        check_rate("warmup_max_lr", warmup_max_lr)
    return _warmup_and_fall(
        None, warmup_min_lr, warmup_max_lr, warmup_num_steps, warmup_type,
        last_batch_iteration,
    )  # fmt: skip


@library.reads("WarmupDecayLR")
def warmup_decay(
    optimizer: Optimizer,
    total_num_steps: Any,
    warmup_min_lr: Any = 0.0,
    warmup_max_lr: Any = 0.001,
    warmup_num_steps: Any = 1000,
    warmup_type: Any = "log",
    last_batch_iteration: Any = -1,
) -> Schedule:
    """Rise to ``warmup_max_lr``, then fall on a line to ``warmup_min_lr``."""
    total = check_count("total_num_steps", total_num_steps)
    check_rate("warmup_max_lr", warmup_max_lr)
    return _warmup_and_fall(
        total, warmup_min_lr, warmup_max_lr, warmup_num_steps, warmup_type,
        last_batch_iteration,
    )  # fmt: skip


def _warmup_and_fall(
    total: int | None, low: Any, top: float, warmup: Any, kind: Any, last: Any
) -> Schedule:
    fresh(last)
    low = check_rate("warmup_min_lr", low)
    warmup = max(2, check_count("warmup_num_steps", warmup))

    def formula(step: Ints) -> Floats:
        batch = step - 1
        if total is None:
            after = np.ones(step.shape)
        else:
            after = np.maximum((total - batch) / max(1, total - warmup), 0)
        way = np.where(batch < warmup, _risen(batch, warmup, kind), after)
        return low + (top - low) * np.where(step == 0, 0, way)

    return Schedule(formula, total)


@library.reads("WarmupCosineLR")
def warmup_cosine(
    optimizer: Optimizer,
    total_num_steps: Any,
    warmup_min_ratio: Any = 0.0,
    warmup_num_steps: Any = 1000,
    cos_min_ratio: Any = 0.0001,
    warmup_type: Any = "log",
    last_batch_iteration: Any = -1,
) -> Schedule:
    """Rise to the rate of the optimizer, then fall on a cosine a step ahead.

    The first update is at rate 0, whatever ``warmup_min_ratio`` says.
    """
    fresh(last_batch_iteration)
    total = check_count("total_num_steps", total_num_steps)
    warmup = max(2, check_count("warmup_num_steps", warmup_num_steps))
    start = check_rate("warmup_min_ratio", warmup_min_ratio)
    end = check_rate("cos_min_ratio", cos_min_ratio)
    peak = optimizer.rate

    def formula(step: Ints) -> Floats:
        batch = step - 1
        rise = start + (1 - start) * _risen(batch, warmup, warmup_type)
        way = np.clip((batch - warmup + 1) / max(1, total - warmup), 0, 1)
        fall = end + (1 - end) * (1 + np.cos(np.pi * way)) / 2
        ratio = np.where(batch < warmup, rise, np.maximum(fall, 0))
        return peak * np.where(step == 0, 0, ratio)

    return Schedule(formula, total)
