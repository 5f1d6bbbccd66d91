"""Schedulers of DeepSpeed that rise for ever, or up and down."""

from math import isclose
from typing import Any

import numpy as np

from helpers.arrays import Floats, Ints
from helpers.checks import check_count, check_flag, check_positive, check_rate
from helpers.schedules.columns import Schedule
from helpers.schedules.readings.deepspeed.warmups import fresh, library
from helpers.schedules.readings.stepping import Optimizer

__all__ = ["library"]


@library.reads("LRRangeTest")
def range_test(
    optimizer: Optimizer,
    lr_range_test_min_lr: Any = 0.001,
    lr_range_test_step_size: Any = 2000,
    lr_range_test_step_rate: Any = 1.0,
    lr_range_test_staircase: Any = False,
    last_batch_iteration: Any = -1,
) -> Schedule:
    """Rise on a line, or on stairs, for ever."""
    fresh(last_batch_iteration)
    low = check_rate("lr_range_test_min_lr", lr_range_test_min_lr)
    size = check_count("lr_range_test_step_size", lr_range_test_step_size)
    slope = check_rate("lr_range_test_step_rate", lr_range_test_step_rate)
    stairs = check_flag("lr_range_test_staircase", lr_range_test_staircase)

    def formula(step: Ints) -> Floats:
        way = step / size
        return low * (1 + slope * (np.floor(way) if stairs else way))

    return Schedule(formula)


@library.reads("OneCycle")
def one_cycle(
    optimizer: Optimizer,
    cycle_min_lr: Any,
    cycle_max_lr: Any,
    decay_lr_rate: Any = 0.0,
    cycle_first_step_size: Any = 2000,
    cycle_second_step_size: Any = None,
    cycle_first_stair_count: Any = 0,
    cycle_second_stair_count: Any = None,
    decay_step_size: Any = 0,
    cycle_momentum: Any = True,
    cycle_min_mom: Any = 0.8,
    cycle_max_mom: Any = 0.9,
    decay_mom_rate: Any = 0.0,
    last_batch_iteration: Any = -1,
) -> Schedule:
    """Rise and fall on lines or stairs, then go on falling.

    Without ``decay_step_size`` nothing falls after the cycle.
    """
    fresh(last_batch_iteration)
    low = check_rate("cycle_min_lr", cycle_min_lr)
    top = check_rate("cycle_max_lr", cycle_max_lr)
    up = check_positive("cycle_first_step_size", cycle_first_step_size)
    down = up
    if cycle_second_step_size is not None:
        down = check_rate("cycle_second_step_size", cycle_second_step_size)
    stairs_up = check_count("cycle_first_stair_count", cycle_first_stair_count, 0)
    stairs_down = stairs_up
    if cycle_second_stair_count is not None:
        stairs_down = check_count(
            "cycle_second_stair_count", cycle_second_stair_count, 0
        )
    each = check_rate("decay_step_size", decay_step_size)
    slope = check_rate("decay_lr_rate", decay_lr_rate)
    falls = not (isclose(each, 0) or isclose(slope, 0))
    whole, turn = up + down, up / (up + down)

    def formula(step: Ints) -> Floats:
        place = 1 + step / whole - np.floor(1 + step / whole)
        rises = place <= turn
        stairs = np.where(rises, stairs_up, stairs_down)
        height = np.where(rises, place / turn, (1 - place) / max(1 - turn, 1e-300))
        within = step % whole
        position = np.where(
            within <= up,
            within * stairs / up,
            (whole - within) * stairs / max(down, 1e-300),
        )
        height = np.where(
            stairs > 0, np.floor(position) / np.maximum(stairs, 1), height
        )
        rates = low + (top - low) * height
        after = np.maximum(step - whole, 0) / each if falls else np.zeros(step.shape)
        return np.where(step <= whole, rates, low / (1 + slope * after))

    return Schedule(formula)
