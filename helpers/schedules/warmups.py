"""Schedules that rise first: a warm-up around any other, and two with one built in.

Steps, ``endpoint`` and errors are as in ``helpers.schedules.decays``.
"""

import numpy as np

from helpers.checks import check_count, check_flag, check_positive, check_rate
from helpers.schedules.columns import Schedule, on_arrays
from helpers.schedules.decays import between, cosine, half_wave, linear, straight


def with_warmup(schedule, warmup, start=0.0):
    """Rise on a straight line to where ``schedule`` begins, then follow it.

    rate(t) = start + (schedule(0) − start) · t/warmup for t < warmup, and
    schedule(t − warmup) from there. The whole takes ``warmup`` steps more than
    ``schedule``, as in Keras. Goyal et al. 2017, section 2.2.

    A warm-up that is more than ten times as long as the schedule behind it raises
    ValueError: one was surely counted in steps and the other in epochs.
    """
    steps = getattr(schedule, "steps", None)
    warmup = check_warmup(warmup, steps)
    total = None if steps is None else warmup + steps
    return Schedule(_rise(straight, start, warmup, on_arrays(schedule)), total)


def warmup_stable_decay(
    peak, steps, warmup, decay, floor=0.0, start=0.0, endpoint=False
):
    """Rise for ``warmup`` steps, stay at ``peak``, fall for the last ``decay`` steps.

    Both slopes are straight; the rise starts at the rate ``start``. Hägele et al.
    2024, "Scaling laws and compute-optimal training beyond fixed training durations";
    the fall of Hu et al. 2024 (MiniCPM) is exponential.
    """
    steps = check_count("steps", steps)
    shortest = 1 + check_flag("endpoint", endpoint)
    decay = check_count("decay", decay, at_least=shortest, at_most=steps)
    warmup = check_count("warmup", warmup, at_least=0, at_most=steps - decay)
    fall = linear(peak, decay, floor, endpoint)
    stable = steps - warmup - decay
    then = Schedule(lambda step: fall(np.maximum(step - stable, 0)))
    return Schedule(_rise(straight, start, warmup, then), steps)


def one_cycle(peak, steps, warmup, start=None, floor=None, endpoint=False):
    """Rise to ``peak`` for ``warmup`` steps and fall below the start, on cosines.

    Without ``start`` the rise begins at peak/25; without ``floor`` the fall ends at
    start/10 000, the defaults of PyTorch's OneCycleLR (which counts its last step as
    the floor: ``endpoint=True``). Smith & Topin 2018, "Super-convergence", used
    straight lines; the half waves are those of fastai and PyTorch.
    """
    peak = check_positive("peak", peak)
    start = peak / 25 if start is None else start
    floor = check_rate("start", start) / 1e4 if floor is None else floor
    shortest = 1 + check_flag("endpoint", endpoint)
    steps = check_count("steps", steps, at_least=shortest)
    warmup = check_count("warmup", warmup, at_least=0, at_most=steps - shortest)
    fall = cosine(peak, steps - warmup, floor, endpoint)
    return Schedule(_rise(half_wave, start, warmup, fall), steps)


def check_warmup(warmup, steps):
    """Return the length of a warm-up before a schedule of so many steps, or None."""
    warmup = check_count("warmup", warmup, at_least=0)
    if steps is not None and warmup > 10 * steps:
        raise ValueError(
            f"warmup = {warmup} must be at most {10 * steps}, ten times the {steps} "
            "steps behind it: is one of them counted in epochs?"
        )
    return warmup


def _rise(shape, start, warmup, then):
    """Return the formula of a rise from ``start`` to ``then(0)``, then ``then``."""
    top = float(then(np.int64(0)))
    start = check_rate("start", start, at_most=top)

    def formula(step):
        to_go = shape(np.minimum(step / max(warmup, 1), 1))
        after = then(np.maximum(step - warmup, 0))
        return np.where(step < warmup, between(start, top, 1 - to_go), after)

    return formula
