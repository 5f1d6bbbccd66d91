"""Schedules that stay or fall: constant, in steps, linear, cosine, with restarts.

Each function here checks its arguments once and returns a schedule: a pure function
of the step, scalar or array, that gives float64 rates. Steps are whole numbers from
0; what a step is, an update or an epoch, is up to whoever reads the column of rates
that ``table(schedule, steps)`` makes.

After its last step a schedule stays at its floor. ``endpoint`` says when it gets
there, as in ``numpy.linspace``. With ``False`` the floor belongs to step ``steps``,
which a run of ``steps`` steps never reaches: the convention of SGDR, Keras and
PyTorch. With ``True`` the last step, ``steps - 1``, is at the floor.

A rate that is negative or not finite, or steps that are not whole numbers in range,
raise a ValueError or a TypeError that names the argument.
"""

from itertools import accumulate

import numpy as np

from helpers.checks import check_count, check_flag, check_positive, check_rate
from helpers.schedules.columns import Schedule, check_steps


def constant(rate):
    """Keep one rate for ever."""
    rate = check_rate("rate", rate)
    return Schedule(lambda step: np.full(step.shape, rate))


def step_decay(peak, boundaries, factor=0.1):
    """Multiply the rate by ``factor`` at each step in ``boundaries``.

    rate(t) = peak · factor^k, with k the number of boundaries b ≤ t. The boundaries
    are increasing steps from 1. (Keras's PiecewiseConstantDecay changes one step
    later, after the boundary.)
    """
    peak = check_positive("peak", peak)
    factor = check_positive("factor", factor, at_most=1)
    edges = check_steps("boundaries", boundaries)
    if edges.ndim != 1 or not (np.diff(edges, prepend=0) > 0).all():
        raise ValueError(f"boundaries = {boundaries!r} must increase, from 1")
    rates = peak * factor ** np.arange(edges.size + 1)
    return Schedule(lambda step: rates[np.searchsorted(edges, step, "right")])


def linear(peak, steps, floor=0.0, endpoint=False):
    """Fall from ``peak`` to ``floor`` on a straight line.

    rate(t) = floor + (peak − floor) · (1 − t/T), with T = ``steps``, or ``steps − 1``
    if ``endpoint``.
    """
    return _decay(straight, peak, steps, floor, endpoint)


def cosine(peak, steps, floor=0.0, endpoint=False):
    """Fall from ``peak`` to ``floor`` on half a cosine wave.

    rate(t) = floor + (peak − floor) · (1 + cos(π t/T)) / 2, with T = ``steps``, or
    ``steps − 1`` if ``endpoint``. Loshchilov & Hutter 2017 (SGDR), equation 5.
    """
    return _decay(half_wave, peak, steps, floor, endpoint)


def cosine_restarts(
    peak,
    steps,
    cycles,
    floor=0.0,
    cycle_multiplier=1,
    peak_multiplier=1.0,
    endpoint=False,
):
    """Fall on half a cosine ``cycles`` times within ``steps``, with warm restarts.

    Each cycle is ``cycle_multiplier`` times as long as the one before (a whole
    number, SGDR's T_mult), and rises ``peak_multiplier`` times as far above the
    floor. Cycle i starts at step ⌊steps · (1 + m + … + m^(i−1)) / (1 + m + … +
    m^(cycles−1))⌋, in integer arithmetic, so that no restart is ever early or late.
    SGDR's T_0 = 10, T_mult = 2 over three cycles is ``steps=70, cycles=3,
    cycle_multiplier=2``. Loshchilov & Hutter 2017 (SGDR), equation 5.
    """
    peak, floor = _check_range(peak, floor)
    steps = check_count("steps", steps)
    shortest = 1 + check_flag("endpoint", endpoint)
    cycles = check_count("cycles", cycles, at_most=max(1, steps // shortest))
    multiplier = check_count("cycle_multiplier", cycle_multiplier)
    peak_multiplier = check_positive("peak_multiplier", peak_multiplier, at_most=1)

    # 54 cycles that double are longer than any run: no need to add up more.
    added_up = cycles if multiplier == 1 else min(cycles, 54)
    shares = [multiplier**cycle for cycle in range(added_up)]
    if sum(shares) * shortest > steps:
        raise ValueError(
            f"cycles = {cycles} with cycle_multiplier = {multiplier} do not fit into "
            f"steps = {steps}: the first would be shorter than {shortest}"
        )
    whole = sum(shares)
    ends = [steps * so_far // whole for so_far in accumulate(shares)]
    starts = np.array([0, *ends[:-1]])
    falls = np.diff([0, *ends]) - endpoint
    peaks = between(floor, peak, peak_multiplier ** np.arange(cycles))

    def formula(step):
        cycle = np.searchsorted(starts, step, "right") - 1
        progress = np.minimum((step - starts[cycle]) / falls[cycle], 1)
        return between(floor, peaks[cycle], half_wave(progress))

    return Schedule(formula, steps)


def _decay(shape, peak, steps, floor, endpoint):
    peak, floor = _check_range(peak, floor)
    at_floor = check_flag("endpoint", endpoint)
    steps = check_count("steps", steps, at_least=1 + at_floor)
    fall = steps - at_floor
    return Schedule(
        lambda step: between(floor, peak, shape(np.minimum(step / fall, 1))), steps
    )


def straight(progress):
    """Return the share that is left: 1 at progress 0, and 0 at progress 1."""
    return 1 - progress


def half_wave(progress):
    """Return the share that is left on half a cosine wave."""
    return (1 + np.cos(np.pi * progress)) / 2


def between(low, high, share):
    """Return ``low`` at share 0 and ``high`` at share 1, exactly, rising in between."""
    # One sum and one product: however they are rounded, a larger share gives no less.
    inside = np.clip(low + (high - low) * share, low, high)
    return np.where(share == 1, high, inside)


def _check_range(peak, floor):
    peak = check_positive("peak", peak)
    return peak, check_rate("floor", floor, at_most=peak)
