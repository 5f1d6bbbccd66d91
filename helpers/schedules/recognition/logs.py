"""A log of rates: which rate was used at which step."""

import reprlib
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from helpers.arrays import Array, ArrayLike, Floats, Ints
from helpers.schedules.columns import check_steps
from helpers.schedules.recognition.rounding import halves_of_a_digit

__all__ = ["Log", "read_log"]


@dataclass(frozen=True)
class Log:
    """Steps that increase, their rates, and how far each may be off by its rounding.

    All three have shape ``(rows,)``, and ``tolerance`` is in the rates' unit.

    >>> log = Log(np.array([0, 10, 20]), np.array([0.1, 0.05, 0.0]))
    >>> log.largest, log.gap
    (0.1, 10)
    """

    steps: Ints
    rates: Floats
    tolerance: Floats = field(init=False)

    def __post_init__(self) -> None:
        """Find out how the rates are rounded."""
        object.__setattr__(self, "tolerance", halves_of_a_digit(self.rates))

    @property
    def largest(self) -> float:
        """The largest rate."""
        return float(self.rates.max())

    @property
    def last(self) -> int:
        """The last step."""
        return int(self.steps[-1])

    @property
    def gap(self) -> int:
        """The steps between the last two rows."""
        return int(self.steps[-1] - self.steps[-2])

    def off(self, rates: Floats) -> float:
        """Return the largest difference from ``rates``, in halves of a last digit."""
        return float((np.abs(rates - self.rates) / self.tolerance).max())

    def share_off(self, rates: Floats) -> float:
        """Return the largest difference from ``rates``, as a share of the largest."""
        return float(np.abs(rates - self.rates).max() / (self.largest or 1.0))


def read_log(column: ArrayLike, steps: ArrayLike | None = None) -> tuple[Ints, Floats]:
    """Return the steps and the rates of a column, or of a log's two columns.

    ``column`` has one rate for each step from 0, shape ``(rows,)``, or steps and rates
    side by side, shape ``(rows, 2)``. ``steps`` may also come apart, shape ``(rows,)``.
    A pandas Series has its index for steps. A rate that is NaN, above a row with a
    rate, was not noted, and its row is left out; any other may be anything.
    What is no number raises TypeError. Other shapes,
    fewer than two rows, and steps that do not increase raise ValueError.

    >>> steps, rates = read_log([[0, 0.1], [10, 0.05]])
    >>> steps.tolist(), rates.tolist()
    ([0, 10], [0.1, 0.05])
    >>> read_log([[0, 0.1], [0, 0.05]])
    Traceback (most recent call last):
    ValueError: steps[1] = 0 must be above the step before it, 0: where a run was...
    """
    if steps is None:
        steps = _index_of(column)
    table = _numbers("column", column)
    if table.ndim == 2 and table.shape[1] == 1:
        table = table[:, 0]  # as PyTorch's get_last_lr gives them
    if table.ndim == 2 and table.shape[1] == 2 and steps is None:
        at, rates = table.T
    elif table.ndim == 1:
        rates = table
        at = np.arange(len(table)) if steps is None else _numbers("steps", steps)
    else:
        beside = ", and steps apart" if steps is not None else ""
        raise ValueError(
            f"column of shape {table.shape}{beside}: it must hold one rate per step, "
            "shape (rows,), or steps and rates side by side, shape (rows, 2)"
        )
    if at.shape != rates.shape:
        raise ValueError(
            f"steps of shape {at.shape} must be as many as the {len(rates)} rates"
        )
    if len(rates) < 2:
        raise ValueError(f"column has {len(rates)} rows: it must have at least 2")
    rates = rates.astype(np.float64)
    empty, held = np.isnan(rates), np.flatnonzero(np.isfinite(rates) & (rates >= 0))
    empty[held[-1] if held.size > 1 else 0 :] = False
    return _increasing(at)[~empty], rates[~empty]


def _index_of(column: Any) -> Array | None:
    """Return the steps that a pandas Series has beside its rates, if it has any."""
    if not hasattr(column, "to_numpy") or getattr(column, "ndim", 0) != 1:
        return None
    index = np.asarray(column.index)
    return index if index.dtype.kind in "iu" else None


def _numbers(name: str, values: ArrayLike) -> Array:
    try:
        array = np.asarray(values)
    except ValueError as problem:
        raise ValueError(f"{name} has rows of different lengths: {problem}") from None
    if array.dtype.kind not in "iuf":
        mend = ": numpy.asarray(…, float) makes them of texts"
        raise TypeError(f"{name} = {reprlib.repr(values)} must hold numbers{mend}")
    return array


def _increasing(at: Array) -> Ints:
    """Return steps as whole numbers, if each is above the one before it."""
    broken = ~(np.isfinite(at) & (at == np.floor(at)))
    if broken.any():
        row = int(np.argmax(broken))
        raise ValueError(f"steps[{row}] = {at[row]:g} must be a whole number")
    steps = check_steps("steps", at.astype(np.int64))
    late = np.flatnonzero(np.diff(steps) <= 0)
    if late.size:
        row = int(late[0]) + 1
        raise ValueError(
            f"steps[{row}] = {steps[row]} must be above the step before it, "
            f"{steps[row - 1]}: where a run was resumed, give its parts one by one"
        )
    return steps
