"""Keras: the schedules that it ships, in float32 as the program of ``fit`` has them.

There a division by a constant is a product with one over it. Where a stair or a restart
is found by rounding down, such a product decides whether it comes a step late.
"""

from typing import Any

import numpy as np

from helpers.arrays import Floats, Ints
from helpers.checks import check_count, check_flag, check_positive, check_rate
from helpers.schedules.columns import Schedule
from helpers.schedules.readings.signatures import Library

__all__ = ["library"]

library: Library = Library("Keras", "3.15.1")
"""The classes of ``keras.optimizers.schedules``."""

library.refuses(
    "LearningRateScheduler",
    "it holds a function. Give the column itself, table(function, epochs)",
)
library.refuses("ReduceLROnPlateau", "its rates depend on the losses. Give a log")

_ONE = np.float32(1)


def _start(value: Any) -> np.float32:
    if isinstance(value, int) and not isinstance(value, bool):
        raise TypeError(
            f"initial_learning_rate = {value!r} must be a float, {value}.0: with whole "
            "numbers Keras computes in whole numbers"
        )
    return np.float32(check_rate("initial_learning_rate", value))


def _way(step: Ints, steps: float, staircase: bool = False) -> Any:
    way = step.astype(np.float32) * (_ONE / np.float32(steps))
    return np.floor(way) if staircase else way


@library.reads("ExponentialDecay")
def exponential(
    initial_learning_rate: Any,
    decay_steps: Any,
    decay_rate: Any,
    staircase: Any = False,
    name: Any = "ExponentialDecay",
) -> Schedule:
    """Multiply by ``decay_rate`` over each ``decay_steps``."""
    start = _start(initial_learning_rate)
    steps = check_positive("decay_steps", decay_steps)
    factor = np.float32(check_rate("decay_rate", decay_rate))
    stairs = check_flag("staircase", staircase)
    return Schedule(lambda step: start * factor ** _way(step, steps, stairs))


@library.reads("InverseTimeDecay")
def inverse_time(
    initial_learning_rate: Any,
    decay_steps: Any,
    decay_rate: Any,
    staircase: Any = False,
    name: Any = "InverseTimeDecay",
) -> Schedule:
    """Divide by 1 and ``decay_rate`` times the way."""
    start = _start(initial_learning_rate)
    steps = check_positive("decay_steps", decay_steps)
    factor = np.float32(check_rate("decay_rate", decay_rate))
    stairs = check_flag("staircase", staircase)
    return Schedule(lambda step: start / (_ONE + factor * _way(step, steps, stairs)))


@library.reads("PiecewiseConstantDecay")
def piecewise_constant(
    boundaries: Any, values: Any, name: Any = "PiecewiseConstant"
) -> Schedule:
    """Use each value up to its boundary, and with it."""
    if not isinstance(boundaries, list | tuple) or not boundaries:
        raise TypeError(f"boundaries = {boundaries!r} must be a list of steps")
    if not isinstance(values, list | tuple) or len(values) != len(boundaries) + 1:
        raise ValueError(f"values = {values!r} must be {len(boundaries) + 1} rates")
    turns = [
        check_count(f"boundaries[{i}]", turn, at_least=0)
        for i, turn in enumerate(boundaries)
    ]
    if turns != sorted(turns):
        raise ValueError(f"boundaries = {boundaries!r} must rise")
    rates = np.array(
        [check_rate(f"values[{i}]", rate) for i, rate in enumerate(values)], np.float32
    )
    return Schedule(lambda step: rates[np.searchsorted(turns, step, "left")])


@library.reads("PolynomialDecay")
def polynomial(
    initial_learning_rate: Any,
    decay_steps: Any,
    end_learning_rate: Any = 0.0001,
    power: Any = 1.0,
    cycle: Any = False,
    name: Any = "PolynomialDecay",
) -> Schedule:
    """Go to ``end_learning_rate`` by a power of what is left, which may be a rise."""
    start = _start(initial_learning_rate)
    steps = check_count("decay_steps", decay_steps)
    end = np.float32(check_rate("end_learning_rate", end_learning_rate))
    power = np.float32(check_rate("power", power))
    again = check_flag("cycle", cycle)

    def formula(step: Ints) -> Floats:
        whole = np.float32(steps)
        at = step.astype(np.float32)
        if again:
            whole = whole * np.maximum(np.ceil(at / whole), _ONE)
        way = np.minimum(at / whole, _ONE)
        return (start - end) * (_ONE - way) ** power + end

    return Schedule(formula, None if again else steps)


@library.reads("CosineDecay")
def cosine(
    initial_learning_rate: Any,
    decay_steps: Any,
    alpha: Any = 0.0,
    name: Any = "CosineDecay",
    warmup_target: Any = None,
    warmup_steps: Any = 0,
) -> Schedule:
    """Rise to ``warmup_target``, then fall to ``alpha``, a share of it.

    Without a target there is no warm-up, whatever ``warmup_steps`` say; they are not
    counted in ``decay_steps``.
    """
    start = _start(initial_learning_rate)
    steps = check_count("decay_steps", decay_steps)
    share = np.float32(check_rate("alpha", alpha))
    warmup, top = 0, start
    if warmup_target is not None:
        warmup = check_count("warmup_steps", warmup_steps, at_least=0)
        top = np.float32(check_rate("warmup_target", warmup_target))

    def formula(step: Ints) -> Floats:
        rise = start + (top - start) * _way(step, max(warmup, 1))
        way = _way(np.clip(step - warmup, 0, steps), steps)
        fall = top * ((_ONE - share) * _wave(way) + share)
        return np.where(step < warmup, rise, fall)

    return Schedule(formula, warmup + steps)


@library.reads("CosineDecayRestarts")
def cosine_restarts(
    initial_learning_rate: Any,
    first_decay_steps: Any,
    t_mul: Any = 2.0,
    m_mul: Any = 1.0,
    alpha: Any = 0.0,
    name: Any = "SGDRDecay",
) -> Schedule:
    """Fall again and again, ``t_mul`` times as long, from ``m_mul`` times as high."""
    start = _start(initial_learning_rate)
    first = check_positive("first_decay_steps", first_decay_steps)
    longer = np.float32(check_positive("t_mul", t_mul))
    lower = np.float32(check_rate("m_mul", m_mul))
    share = np.float32(check_rate("alpha", alpha))

    def formula(step: Ints) -> Floats:
        way = _way(step, first)
        if longer == 1:
            cycle = np.floor(way)
            way = way - cycle
        else:
            with np.errstate(invalid="ignore", divide="ignore"):
                grown = _log(_ONE - way * (_ONE - longer))
                cycle = np.floor(grown * (_ONE / _log(longer)))
                before = (_ONE - longer**cycle) * (_ONE / (_ONE - longer))
                way = (way - before) / longer**cycle
        return start * ((_ONE - share) * lower**cycle * _wave(way) + share)

    return Schedule(formula)


def _log(value: Any) -> Any:
    """Return the float32 nearest to a logarithm: NumPy's own may be the next."""
    return np.log(np.asarray(value, np.float64)).astype(np.float32)


def _wave(way: Any) -> Any:
    return np.float32(0.5) * (_ONE + np.cos(np.float32(np.pi) * way))
