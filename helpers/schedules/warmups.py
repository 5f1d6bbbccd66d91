"""Schedules that rise first: a warm-up before any other, and two with one built in.

Steps, ``endpoint`` and errors are as in ``helpers.schedules.decays``.
"""

from collections.abc import Callable

import numpy as np

from helpers.arrays import Floats, Ints
from helpers.checks import check_count, check_flag, check_positive, check_rate
from helpers.schedules.calls import notes_its_call
from helpers.schedules.columns import RateFunction, Schedule, on_arrays
from helpers.schedules.decays import cosine, linear
from helpers.schedules.shapes import Shape, between, half_wave, straight

__all__ = ["check_warmup", "one_cycle", "warmup_stable_decay", "with_warmup"]


@notes_its_call
def with_warmup(schedule: RateFunction, warmup: int, start: float = 0.0) -> Schedule:
    """Rise on a straight line to where ``schedule`` begins, then follow it.

    rate(t) = start + (schedule(0) − start) · t/warmup for t < warmup, and
    schedule(t − warmup) from there. The whole takes ``warmup`` steps more than
    ``schedule``, as in Keras. Goyal et al. 2017, section 2.2.

    A warm-up that is more than ten times as long as the schedule after it raises
    ValueError: one was surely counted in steps and the other in epochs.

    >>> from helpers.schedules import linear, table, with_warmup
    >>> table(with_warmup(linear(peak=1, steps=4), warmup=2), 6).tolist()
    [0.0, 0.5, 1.0, 0.75, 0.5, 0.25]
    """
    steps = getattr(schedule, "steps", None)
    warmup = check_warmup(warmup, steps)
    total = None if steps is None else warmup + steps
    return Schedule(_rise(straight, start, warmup, on_arrays(schedule)), total)


@notes_its_call
def warmup_stable_decay(
    peak: float,
    steps: int,
    warmup: int,
    decay: int,
    floor: float = 0.0,
    start: float = 0.0,
    endpoint: bool = False,
) -> Schedule:
    """Rise for ``warmup`` steps, stay at ``peak``, fall for the last ``decay`` steps.

    Both slopes are straight; the rise starts at the rate ``start``. Hägele et al.
    2024, "Scaling laws and compute-optimal training beyond fixed training durations";
    the fall of Hu et al. 2024 (MiniCPM) is exponential.

    >>> from helpers.schedules import table, warmup_stable_decay
    >>> table(warmup_stable_decay(peak=1, steps=7, warmup=2, decay=2), 7).tolist()
    [0.0, 0.5, 1.0, 1.0, 1.0, 1.0, 0.5]
    """
    steps = check_count("steps", steps)
    shortest = 1 + check_flag("endpoint", endpoint)
    decay = check_count("decay", decay, at_least=shortest, at_most=steps)
    warmup = check_count("warmup", warmup, at_least=0, at_most=steps - decay)
    fall = linear(peak, decay, floor, endpoint)
    stable = steps - warmup - decay
    then = Schedule(lambda step: fall(np.maximum(step - stable, 0)))
    return Schedule(_rise(straight, start, warmup, then), steps)


@notes_its_call
def one_cycle(
    peak: float,
    steps: int,
    warmup: int,
    start: float | None = None,
    floor: float | None = None,
    endpoint: bool = False,
) -> Schedule:
    """Rise to ``peak`` for ``warmup`` steps and fall below the start, on cosines.

    Without ``start`` the rise begins at peak/25; without ``floor`` the fall ends at
    start/10 000, the defaults of PyTorch's OneCycleLR (which counts its last step as
    the floor: ``endpoint=True``). Smith & Topin 2018, "Super-convergence", used
    straight lines; the half waves are those of fastai and PyTorch.

    >>> from helpers.schedules import one_cycle, table
    >>> table(one_cycle(peak=1, steps=6, warmup=2), 6).round(2).tolist()
    [0.04, 0.52, 1.0, 0.85, 0.5, 0.15]
    """
    peak = check_positive("peak", peak)
    start = peak / 25 if start is None else start
    floor = check_rate("start", start) / 1e4 if floor is None else floor
    shortest = 1 + check_flag("endpoint", endpoint)
    steps = check_count("steps", steps, at_least=shortest)
    warmup = check_count("warmup", warmup, at_least=0, at_most=steps - shortest)
    fall = cosine(peak, steps - warmup, floor, endpoint)
    return Schedule(_rise(half_wave, start, warmup, fall), steps)


def check_warmup(warmup: int, steps: int | None) -> int:
    """Return the length of a warm-up, if it fits the schedule that comes after it.

    ``steps`` is the length of that schedule, or None where it has no end. A warm-up of
    more than ten times as many steps raises ValueError.

    >>> check_warmup(5, steps=100)
    5
    """
    warmup = check_count("warmup", warmup, at_least=0)
    if steps is not None and warmup > 10 * steps:
        raise ValueError(
            f"warmup = {warmup} must be at most {10 * steps}, ten times the {steps} "
            "steps behind it: is one of them counted in epochs?"
        )
    return warmup


def _rise(
    shape: Shape, start: float, warmup: int, then: Callable[[Ints], Floats]
) -> Callable[[Ints], Floats]:
    """Return the formula of a rise from ``start`` to ``then(0)``, then ``then``."""
    top = float(then(np.zeros((), np.int64)))
    start = check_rate("start", start, at_most=top)

    def formula(step: Ints) -> Floats:
        to_go = shape(np.minimum(step / max(warmup, 1), 1))
        after = then(np.maximum(step - warmup, 0))
        return np.where(step < warmup, between(start, top, 1 - to_go), after)

    return formula
