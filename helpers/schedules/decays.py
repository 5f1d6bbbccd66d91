"""Schedules that stay or fall: constant, in steps, linear, cosine, with restarts.

Each function here checks its arguments once and returns a schedule: a pure function
of the step, scalar or array, that gives float64 rates. Steps are whole numbers from
0. A step may be an update or an epoch: that is for the reader of the column to say,
which ``table(schedule, steps)`` makes.

After its last step a schedule stays at its floor. ``endpoint`` says when it gets
there, as in ``numpy.linspace``. With ``False`` the floor belongs to step ``steps``,
which a run of ``steps`` steps never reaches: the convention of SGDR, Keras and
PyTorch. With ``True`` the last step, ``steps - 1``, is at the floor.

A rate that is negative or not finite, or steps that are not whole numbers in range,
raise a ValueError or a TypeError that names the argument.
"""

from itertools import accumulate

import numpy as np

from helpers.arrays import ArrayLike, Floats, Ints
from helpers.checks import check_count, check_flag, check_positive, check_rate
from helpers.schedules.calls import notes_its_call
from helpers.schedules.columns import Schedule, check_steps
from helpers.schedules.shapes import Shape, between, half_wave, straight

__all__ = ["constant", "cosine", "cosine_restarts", "linear", "step_decay"]


@notes_its_call
def constant(rate: float) -> Schedule:
    """Keep one rate at all steps.

    >>> from helpers.schedules import constant, table
    >>> table(constant(0.1), 3).tolist()
    [0.1, 0.1, 0.1]
    """
    rate = check_rate("rate", rate)
    return Schedule(lambda step: np.full(step.shape, rate))


@notes_its_call
def step_decay(peak: float, boundaries: ArrayLike, factor: float = 0.1) -> Schedule:
    """Multiply the rate by ``factor`` at each step in ``boundaries``.

    rate(t) = peak · factor^k, with k the number of boundaries b ≤ t. The boundaries
    are increasing steps from 1. (Keras's PiecewiseConstantDecay changes one step
    later, after the boundary.)

    >>> from helpers.schedules import step_decay, table
    >>> table(step_decay(peak=0.8, boundaries=[2, 3], factor=0.5), 5).tolist()
    [0.8, 0.8, 0.4, 0.2, 0.2]
    """
    peak = check_positive("peak", peak)
    factor = check_positive("factor", factor, at_most=1)
    edges = check_steps("boundaries", boundaries)
    if edges.ndim != 1 or not (np.diff(edges, prepend=0) > 0).all():
        raise ValueError(f"boundaries = {boundaries!r} must increase, from 1")
    rates = peak * factor ** np.arange(edges.size + 1)
    return Schedule(lambda step: rates[np.searchsorted(edges, step, "right")])


@notes_its_call
def linear(
    peak: float, steps: int, floor: float = 0.0, endpoint: bool = False
) -> Schedule:
    """Fall from ``peak`` to ``floor`` on a straight line.

    rate(t) = floor + (peak − floor) · (1 − t/T), with T = ``steps``, or ``steps − 1``
    if ``endpoint``.

    >>> from helpers.schedules import linear, table
    >>> table(linear(peak=1, steps=4), 5).tolist()
    [1.0, 0.75, 0.5, 0.25, 0.0]
    >>> table(linear(peak=1, steps=5, floor=0.5, endpoint=True), 5).tolist()
    [1.0, 0.875, 0.75, 0.625, 0.5]
    """
    return _decay(straight, peak, steps, floor, endpoint)


@notes_its_call
def cosine(
    peak: float, steps: int, floor: float = 0.0, endpoint: bool = False
) -> Schedule:
    """Fall from ``peak`` to ``floor`` on half a cosine wave.

    rate(t) = floor + (peak − floor) · (1 + cos(π t/T)) / 2, with T = ``steps``, or
    ``steps − 1`` if ``endpoint``. Loshchilov & Hutter 2017 (SGDR), equation 5.

    >>> from helpers.schedules import cosine, table
    >>> table(cosine(peak=1, steps=4), 5).round(2).tolist()
    [1.0, 0.85, 0.5, 0.15, 0.0]
    """
    return _decay(half_wave, peak, steps, floor, endpoint)


@notes_its_call
def cosine_restarts(
    peak: float,
    steps: int,
    cycles: int,
    floor: float = 0.0,
    cycle_multiplier: int = 1,
    peak_multiplier: float = 1.0,
    endpoint: bool = False,
) -> Schedule:
    """Fall on half a cosine ``cycles`` times within ``steps``, with warm restarts.

    Each cycle is ``cycle_multiplier`` times as long as the one before (a whole
    number, SGDR's T_mult), and rises ``peak_multiplier`` times as far above the
    floor. Cycle i starts at step ⌊steps · (1 + m + … + m^(i−1)) / (1 + m + … +
    m^(cycles−1))⌋, in integer arithmetic, so that no restart is ever early or late.
    SGDR's T_0 = 10, T_mult = 2 over three cycles is ``steps=70, cycles=3,
    cycle_multiplier=2``. Loshchilov & Hutter 2017 (SGDR), equation 5.

    >>> from helpers.schedules import cosine_restarts, table
    >>> table(cosine_restarts(peak=1, steps=6, cycles=2), 6).round(2).tolist()
    [1.0, 0.75, 0.25, 1.0, 0.75, 0.25]
    """
    peak, floor = _check_range(peak, floor)
    steps = check_count("steps", steps)
    shortest = 1 + check_flag("endpoint", endpoint)
    cycles = check_count("cycles", cycles, at_most=max(1, steps // shortest))
    multiplier = check_count("cycle_multiplier", cycle_multiplier)
    peak_multiplier = check_positive("peak_multiplier", peak_multiplier, at_most=1)

    # 54 cycles that double are longer than any run: no need to add up more.
    added_up = cycles if multiplier == 1 else min(cycles, 54)
    lengths = [multiplier**cycle for cycle in range(added_up)]
    whole = sum(lengths)
    if whole * shortest > steps:
        raise ValueError(
            f"cycles = {cycles} with cycle_multiplier = {multiplier} do not fit into "
            f"steps = {steps}: the first would be shorter than {shortest}"
        )
    ends = [steps * so_far // whole for so_far in accumulate(lengths)]
    starts = np.array([0, *ends[:-1]])
    falls = np.diff([0, *ends]) - endpoint
    peaks = between(floor, peak, peak_multiplier ** np.arange(cycles))

    def formula(step: Ints) -> Floats:
        cycle = np.searchsorted(starts, step, "right") - 1
        progress = np.minimum((step - starts[cycle]) / falls[cycle], 1)
        return between(floor, peaks[cycle], half_wave(progress))

    return Schedule(formula, steps)


def _decay(
    shape: Shape, peak: float, steps: int, floor: float, endpoint: bool
) -> Schedule:
    peak, floor = _check_range(peak, floor)
    at_floor = check_flag("endpoint", endpoint)
    steps = check_count("steps", steps, at_least=1 + at_floor)
    fall = steps - at_floor
    return Schedule(
        lambda step: between(floor, peak, shape(np.minimum(step / fall, 1))), steps
    )


def _check_range(peak: float, floor: float) -> tuple[float, float]:
    peak = check_positive("peak", peak)
    return peak, check_rate("floor", floor, at_most=peak)
