"""A schedule is a column of numbers, one rate per step.

The plot, the callback, the optimizer and a sweep of networks all read that column.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from helpers.checks import LARGEST_STEP, check_count


@dataclass(frozen=True)
class Schedule:
    """A function from steps to rates, and the number of steps it is made for.

    ``formula`` takes an int64 array of steps and returns the rates. ``steps`` is None
    where the schedule has no end.
    """

    formula: Callable[[np.ndarray], np.ndarray]
    steps: int | None = None

    def __call__(self, step):
        """Return the rate at ``step``: a float64, or an array shaped like ``step``."""
        rates = self.formula(check_steps("step", step))
        return np.asarray(rates, np.float64)[()]


def table(schedule, steps):
    """Return the rates of steps 0 to ``steps - 1``, float64 of shape ``(steps,)``.

    ``schedule`` is one of ``helpers.schedules``, or any function of one step.
    """
    steps = np.arange(check_count("steps", steps))
    return check_table("rates", on_arrays(schedule)(steps))


def on_arrays(schedule):
    """Return ``schedule`` as a function that takes arrays of steps."""
    if isinstance(schedule, Schedule):
        return schedule
    if not callable(schedule):
        raise TypeError(f"schedule = {schedule!r} must be a function of the step")
    return np.vectorize(schedule, otypes=[np.float64])


def check_steps(name, steps):
    """Return a step, or an array of steps, as an int64 array."""
    array = np.asarray(steps)
    if array.dtype.kind not in "iu":
        raise TypeError(
            f"{name} = {steps!r} must be a whole number, or an array of them"
        )
    outside = (array < 0) | (array > LARGEST_STEP)
    if outside.any():
        wrong = array[outside].flat[0]
        raise ValueError(f"{name} = {wrong} must be from 0 to 2**53 = {LARGEST_STEP}")
    return array.astype(np.int64)


def check_table(name, rates):
    """Return a column of rates as a float64 array of shape ``(steps,)``."""
    column = np.asarray(rates)
    if column.dtype.kind not in "iuf":
        raise TypeError(
            f"{name} = {rates!r} must be a column of rates: table(schedule, steps)"
        )
    if column.ndim != 1 or column.size == 0:
        raise ValueError(f"{name} must hold one rate per step, not {column.shape}")
    wrong = ~(np.isfinite(column) & (column >= 0))
    if wrong.any():
        row = int(np.argmax(wrong))
        raise ValueError(f"{name}[{row}] = {column[row]} must be finite, at least 0")
    return column.astype(np.float64)
