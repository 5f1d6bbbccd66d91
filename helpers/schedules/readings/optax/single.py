"""Schedules of optax that are one formula."""

from typing import Any

import numpy as np

from helpers.arrays import Floats, Ints
from helpers.checks import check_count, check_flag, check_rate
from helpers.schedules.columns import Schedule
from helpers.schedules.readings.signatures import Library

__all__ = ["cosine", "exponential", "library", "linear"]

library: Library = Library("optax", "0.2.8")
"""The functions of ``optax.schedules``."""
library.refuses("inject_hyperparams", "it makes an optimizer. Give its schedule")


@library.reads("constant_schedule")
def constant(value: Any) -> Schedule:
    """Stay at a value."""
    rate = check_rate("value", value)
    return Schedule(lambda step: np.full(step.shape, rate))


@library.reads("polynomial_schedule")
def polynomial(
    init_value: Any,
    end_value: Any,
    power: Any,
    transition_steps: Any,
    transition_begin: Any = 0,
) -> Schedule:
    """Go from one value to another by a power of what is left, and stay."""
    start = check_rate("init_value", init_value)
    end = check_rate("end_value", end_value)
    power = check_rate("power", power)
    length, begin = _transition(transition_steps, transition_begin)
    if not length:
        return constant(start)

    def formula(step: Ints) -> Floats:
        left = 1 - np.clip(step - begin, 0, length) / length
        return end + (start - end) * left**power

    return Schedule(formula, begin + length if end < start else None)


@library.reads("linear_schedule")
def linear(
    init_value: Any, end_value: Any, transition_steps: Any, transition_begin: Any = 0
) -> Schedule:
    """Go from one value to another on a line, and stay.

    >>> linear(0.0, 1.0, 4)([0, 1, 9]).tolist()
    [0.0, 0.25, 1.0]
    """
    return polynomial(init_value, end_value, 1, transition_steps, transition_begin)


def _transition(steps: Any, begin: Any) -> tuple[int, int]:
    """Return the length of a transition, 0 for none, and where it begins."""
    if not (isinstance(steps, int) and steps <= 0):
        steps = check_count("transition_steps", steps)
    if not (isinstance(begin, int) and begin < 0):
        begin = check_count("transition_begin", begin, at_least=0)
    return max(steps, 0), max(begin, 0)


@library.reads("exponential_decay")
def exponential(
    init_value: Any,
    transition_steps: Any,
    decay_rate: Any,
    transition_begin: Any = 0,
    staircase: Any = False,
    end_value: Any = None,
) -> Schedule:
    """Multiply by ``decay_rate`` over each transition, down (or up) to an end.

    >>> exponential(1.0, 2, 0.25)([0, 1, 2]).tolist()
    [1.0, 0.5, 0.25]
    """
    start = check_rate("init_value", init_value)
    factor = check_rate("decay_rate", decay_rate)
    length, begin = _transition(transition_steps, transition_begin)
    in_steps = check_flag("staircase", staircase)
    if not length or not factor:
        return constant(start)
    end = None if end_value is None else check_rate("end_value", end_value)

    def formula(step: Ints) -> Floats:
        way = np.maximum(step - begin, 0) / length
        rates = start * factor ** (np.floor(way) if in_steps else way)
        if end is None:
            return rates
        return np.maximum(rates, end) if factor < 1 else np.minimum(rates, end)

    return Schedule(formula)


@library.reads("cosine_decay_schedule")
def cosine(
    init_value: Any, decay_steps: Any, alpha: Any = 0.0, exponent: Any = 1.0
) -> Schedule:
    """Fall on a cosine to ``alpha``, a share of the start, and stay.

    >>> cosine(1.0, 4)([0, 2, 9]).tolist()
    [1.0, 0.5, 0.0]
    """
    start = check_rate("init_value", init_value)
    steps = check_count("decay_steps", decay_steps)
    share, power = check_rate("alpha", alpha), check_rate("exponent", exponent)

    def formula(step: Ints) -> Floats:
        wave = (1 + np.cos(np.pi * np.minimum(step, steps) / steps)) / 2
        return start * ((1 - share) * wave**power + share)

    return Schedule(formula, steps)
