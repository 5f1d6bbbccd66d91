"""MLX: functions of the count of updates, in float32, some made of others."""

from typing import Any

import numpy as np

from helpers.arrays import Floats, Ints
from helpers.checks import check_count, check_rate
from helpers.schedules.columns import Schedule
from helpers.schedules.readings.optax.joined import joined
from helpers.schedules.readings.signatures import Library

__all__ = ["library"]

library: Library = Library("MLX", "0.32.4")
"""The functions of ``mlx.optimizers``.

A schedule sets the rate before each update; what is assigned in between is lost.
"""

library.reads("join_schedules")(joined)


@library.reads("exponential_decay")
def exponential(init: Any, decay_rate: Any) -> Schedule:
    """Multiply by ``decay_rate`` in each step."""
    start = check_rate("init", init)
    factor = check_rate("decay_rate", decay_rate)
    return Schedule(lambda step: start * factor**step)


@library.reads("step_decay")
def step_decay(init: Any, decay_rate: Any, step_size: Any) -> Schedule:
    """Multiply by ``decay_rate`` after each ``step_size``."""
    start = check_rate("init", init)
    factor = check_rate("decay_rate", decay_rate)
    size = check_count("step_size", step_size)
    return Schedule(lambda step: start * factor ** (step // size))


@library.reads("cosine_decay")
def cosine(init: Any, decay_steps: Any, end: Any = 0.0) -> Schedule:
    """Fall on a cosine to ``end``, a rate, and stay."""
    start, low = check_rate("init", init), check_rate("end", end)
    steps = check_count("decay_steps", decay_steps)

    def formula(step: Ints) -> Floats:
        wave = (1 + np.cos(np.pi * np.minimum(step, steps) / steps)) / 2
        return low + (start - low) * wave

    return Schedule(formula, steps)


@library.reads("linear_schedule")
def linear(init: Any, end: Any, steps: Any) -> Schedule:
    """Go from one rate to another on a line, and stay, but for float32's dust."""
    start, last = np.float32(check_rate("init", init)), check_rate("end", end)
    length = check_count("steps", steps)
    slope = np.float32((last - float(init)) / length)

    def formula(step: Ints) -> Floats:
        rates = np.minimum(step, length).astype(np.float32) * slope + start
        return rates.astype(np.float64)

    return Schedule(formula, length if last < start else None)
