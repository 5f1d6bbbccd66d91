"""Schedulers of timm that fall to a floor, once or again and again."""

from collections.abc import Callable
from typing import Any

import numpy as np

from helpers.arrays import Floats, Ints
from helpers.checks import check_count, check_positive, check_rate
from helpers.schedules.columns import Schedule
from helpers.schedules.readings.stepping import Optimizer
from helpers.schedules.readings.timm.warmup import library, warmup_of, without_noise

__all__ = ["cosine", "polynomial", "tanh"]


def _cycles(
    peak: float,
    length: Any,
    floor: Any,
    multiplier: Any,
    decay: Any,
    limit: Any,
    shape: Callable[[Any, Any], Any],
) -> Callable[[Ints], Floats]:
    """Return cycles that fall from a peak to a floor, and the floor after the last.

    ``shape`` maps the place in a cycle and its length to 1 at the peak, 0 at the floor.
    """
    length = check_positive("t_initial", length)
    floor = check_rate("lr_min", floor)
    multiplier = check_positive("cycle_mul", multiplier)
    decay = check_rate("cycle_decay", decay)
    limit = check_count("cycle_limit", limit, at_least=0)

    def formula(step: Ints) -> Floats:
        if multiplier == 1:
            cycle = step // length
            place, whole = step - length * cycle, length
        else:
            grown = np.maximum(1 - step / length * (1 - multiplier), 0)
            with np.errstate(divide="ignore"):
                cycle = np.floor(np.log(grown) / np.log(multiplier))
            cycle = np.minimum(cycle, limit)
            whole = multiplier**cycle * length
            begin = (1 - multiplier**cycle) / (1 - multiplier) * length
            place = step - begin
        place = np.where(cycle < limit, place, 0)
        top = peak * decay ** np.minimum(cycle, limit)
        fall = floor + (top - floor) * shape(place, whole)
        return np.where(cycle < limit, fall, floor)

    return formula


@library.reads("CosineLRScheduler")
def cosine(
    optimizer: Optimizer,
    t_initial: Any,
    lr_min: Any = 0.0,
    cycle_mul: Any = 1.0,
    cycle_decay: Any = 1.0,
    cycle_limit: Any = 1,
    warmup_t: Any = 0,
    warmup_lr_init: Any = 0.0,
    warmup_prefix: Any = False,
    t_in_epochs: Any = True,
    noise_range_t: Any = None,
    noise_pct: Any = 0.67,
    noise_std: Any = 1.0,
    noise_seed: Any = 42,
    k_decay: Any = 1.0,
    initialize: Any = True,
) -> Schedule:
    """Fall on a cosine ``cycle_limit`` times.

    >>> cosine(Optimizer(1.0), 4, lr_min=0.5)([0, 2, 4]).tolist()
    [1.0, 0.75, 0.5]
    """
    without_noise(noise_range_t)
    warmup = warmup_of(optimizer, warmup_t, warmup_lr_init, warmup_prefix)
    k = check_positive("k_decay", k_decay)

    def shape(place: Any, whole: Any) -> Any:
        return (1 + np.cos(np.pi * place**k / whole**k)) / 2

    rates = _cycles(
        warmup.peak, t_initial, lr_min, cycle_mul, cycle_decay, cycle_limit, shape
    )
    return warmup.before(rates, _length(t_initial, cycle_mul, cycle_limit))


@library.reads("TanhLRScheduler")
def tanh(
    optimizer: Optimizer,
    t_initial: Any,
    lb: Any = -7.0,
    ub: Any = 3.0,
    lr_min: Any = 0.0,
    cycle_mul: Any = 1.0,
    cycle_decay: Any = 1.0,
    cycle_limit: Any = 1,
    warmup_t: Any = 0,
    warmup_lr_init: Any = 0.0,
    warmup_prefix: Any = False,
    t_in_epochs: Any = True,
    noise_range_t: Any = None,
    noise_pct: Any = 0.67,
    noise_std: Any = 1.0,
    noise_seed: Any = 42,
    initialize: Any = True,
) -> Schedule:
    """Fall on a hyperbolic tangent; a warm-up aims at what it replaces.

    >>> tanh(Optimizer(1.0), 4, lb=-1.0, ub=1.0)([0, 2, 4]).tolist()
    [1.0, 0.5, 0.0]
    """
    without_noise(noise_range_t)
    warmup = warmup_of(optimizer, warmup_t, warmup_lr_init, warmup_prefix)
    if not lb < ub:
        raise ValueError(f"lb = {lb!r} must be below ub = {ub!r}")

    def shape(place: Any, whole: Any) -> Any:
        way = place / whole
        return (1 - np.tanh(lb * (1 - way) + ub * way)) / 2

    rates = _cycles(
        warmup.peak, t_initial, lr_min, cycle_mul, cycle_decay, cycle_limit, shape
    )
    aim = None if warmup.is_prefix else float(rates(np.array(warmup.steps)))
    length = _length(t_initial, cycle_mul, cycle_limit)
    return warmup.before(rates, length, aim)


@library.reads("PolyLRScheduler")
def polynomial(
    optimizer: Optimizer,
    t_initial: Any,
    power: Any = 0.5,
    lr_min: Any = 0.0,
    cycle_mul: Any = 1.0,
    cycle_decay: Any = 1.0,
    cycle_limit: Any = 1,
    warmup_t: Any = 0,
    warmup_lr_init: Any = 0.0,
    warmup_prefix: Any = False,
    t_in_epochs: Any = True,
    noise_range_t: Any = None,
    noise_pct: Any = 0.67,
    noise_std: Any = 1.0,
    noise_seed: Any = 42,
    k_decay: Any = 1.0,
    initialize: Any = True,
) -> Schedule:
    """Fall by a power of what is left of the cycle.

    >>> polynomial(Optimizer(1.0), 4, power=2.0)([0, 2, 4]).tolist()
    [1.0, 0.25, 0.0]
    """
    without_noise(noise_range_t)
    warmup = warmup_of(optimizer, warmup_t, warmup_lr_init, warmup_prefix)
    k, power = check_positive("k_decay", k_decay), check_rate("power", power)

    def shape(place: Any, whole: Any) -> Any:
        return np.maximum(1 - place**k / whole**k, 0) ** power

    rates = _cycles(
        warmup.peak, t_initial, lr_min, cycle_mul, cycle_decay, cycle_limit, shape
    )
    return warmup.before(rates, _length(t_initial, cycle_mul, cycle_limit))


def _length(first: Any, multiplier: Any, limit: Any) -> int:
    """Return how long all cycles are together, as timm counts it."""
    if multiplier == 1:
        return int(first * max(1, limit))
    return int(first * (multiplier ** max(1, limit) - 1) / (multiplier - 1))
