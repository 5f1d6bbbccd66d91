"""A schedule is a column of numbers, one rate per step.

The plot, the callback, the optimizer and a sweep of networks all read that column.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias, overload

import numpy as np

from helpers.arrays import Array, ArrayLike, Floats, Ints
from helpers.checks import LARGEST_STEP, check_count

if TYPE_CHECKING:
    from helpers.schedules.calls import Call

__all__ = [
    "RateFunction",
    "Schedule",
    "check_steps",
    "check_table",
    "on_arrays",
    "table",
]

RateFunction: TypeAlias = Callable[[int], float]
"""A function that takes a step, from 0, and returns its rate; a Schedule is one."""


@dataclass(frozen=True)
class Schedule:
    """Map steps to rates, for a given number of steps.

    ``formula`` takes an int64 array of steps and returns the rates, an array of the
    same shape. ``steps`` is None where the schedule has no end. ``call`` says by which
    function of the family it was made, or is None. A call with a step, or
    an array of steps, returns the rate, or an array of rates, as float64; a step that
    is no whole number from 0 to 2**53 raises TypeError or ValueError.

    >>> halving = Schedule(lambda step: 0.8 / 2.0**step, steps=4)
    >>> float(halving(1))
    0.4
    >>> halving([0, 1, 2]).tolist()
    [0.8, 0.4, 0.2]
    """

    formula: Callable[[Ints], ArrayLike]
    steps: int | None = None
    call: "Call | None" = field(default=None, compare=False, repr=False)

    @overload
    def __call__(self, step: int | np.integer[Any]) -> np.float64: ...
    @overload
    def __call__(self, step: Array | Sequence[int]) -> Floats: ...
    def __call__(self, step: Any) -> Any:
        """Return the rate at ``step``: a float64, or an array shaped like ``step``."""
        rates = self.formula(check_steps("step", step))
        return np.asarray(rates, np.float64)[()]


def table(schedule: RateFunction, steps: int) -> Floats:
    """Return the rates of steps 0 to ``steps - 1``, float64 of shape ``(steps,)``.

    ``schedule`` is one of ``helpers.schedules``, or any function of one step. A rate
    that is negative or not finite raises ValueError.

    >>> from helpers.schedules import linear, table
    >>> table(linear(peak=1, steps=4), 4).tolist()
    [1.0, 0.75, 0.5, 0.25]
    >>> table(lambda step: 1 / (step + 1), 3).round(2).tolist()
    [1.0, 0.5, 0.33]
    """
    every_step = np.arange(check_count("steps", steps))
    return check_table("rates", on_arrays(schedule)(every_step))


def on_arrays(schedule: RateFunction) -> Callable[[Ints], Floats]:
    """Return ``schedule`` as a function that takes arrays of steps.

    A Schedule does so already. One of Keras's own becomes a program that computes the
    rates that ``fit`` uses; any other function is asked for one step at a time.
    Anything that can't be called raises TypeError.

    >>> on_arrays(lambda step: 0.1 if step < 2 else 0.01)(np.arange(4)).tolist()
    [0.1, 0.1, 0.01, 0.01]
    """
    if isinstance(schedule, Schedule):
        return schedule
    if not callable(schedule):
        raise TypeError(f"schedule = {schedule!r} must be a function of the step")
    if _is_of_keras(schedule):
        from helpers.keras_columns import rates_of  # Keras has been imported already

        return rates_of(schedule)
    return np.vectorize(schedule, otypes=[np.float64])


def check_steps(name: str, steps: ArrayLike) -> Ints:
    """Return a step, or an array of steps, as an int64 array.

    Steps are whole numbers (TypeError) from 0 to 2**53 (ValueError).

    >>> check_steps("boundaries", [30, 60]).tolist()
    [30, 60]
    >>> check_steps("step", -1)
    Traceback (most recent call last):
    ValueError: step = -1 must be from 0 to 2**53 = 9007199254740992
    """
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


def check_table(name: str, rates: ArrayLike) -> Floats:
    """Return a column of rates as a float64 array of shape ``(steps,)``: a copy.

    Rates are numbers (TypeError), at least one, each finite and at least 0
    (ValueError).

    >>> check_table("rates", [1, 0.5, 0]).tolist()
    [1.0, 0.5, 0.0]
    >>> check_table("rates", [0.1, -0.1])
    Traceback (most recent call last):
    ValueError: rates[1] = -0.1 must be finite, at least 0
    """
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


def _is_of_keras(schedule: Any) -> bool:
    """Return whether a schedule is one of Keras, without importing it."""
    keras = sys.modules.get("keras")
    return keras is not None and isinstance(
        schedule, keras.optimizers.schedules.LearningRateSchedule
    )
