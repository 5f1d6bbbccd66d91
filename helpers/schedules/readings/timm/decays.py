"""Schedulers of timm that fall by stairs, or at the end."""

from typing import Any

import numpy as np

from helpers.arrays import Floats, Ints
from helpers.checks import check_choice, check_positive, check_rate
from helpers.schedules.columns import Schedule
from helpers.schedules.readings.stepping import Optimizer
from helpers.schedules.readings.timm.warmup import library, warmup_of, without_noise

__all__ = ["multi_step", "step_decay", "warmup_stable_decay"]


@library.reads("StepLRScheduler")
def step_decay(
    optimizer: Optimizer,
    decay_t: Any,
    decay_rate: Any = 1.0,
    warmup_t: Any = 0,
    warmup_lr_init: Any = 0.0,
    warmup_prefix: Any = True,
    t_in_epochs: Any = True,
    noise_range_t: Any = None,
    noise_pct: Any = 0.67,
    noise_std: Any = 1.0,
    noise_seed: Any = 42,
    initialize: Any = True,
) -> Schedule:
    """Multiply by ``decay_rate`` after each ``decay_t``.

    >>> step_decay(Optimizer(0.8), 2, 0.5)([1, 2, 4]).tolist()
    [0.8, 0.4, 0.2]
    """
    without_noise(noise_range_t)
    warmup = warmup_of(optimizer, warmup_t, warmup_lr_init, warmup_prefix)
    each = check_positive("decay_t", decay_t)
    rate = check_rate("decay_rate", decay_rate)
    return warmup.before(lambda step: warmup.peak * rate ** (step // each))


@library.reads("MultiStepLRScheduler")
def multi_step(
    optimizer: Optimizer,
    decay_t: Any,
    decay_rate: Any = 1.0,
    warmup_t: Any = 0,
    warmup_lr_init: Any = 0.0,
    warmup_prefix: Any = True,
    t_in_epochs: Any = True,
    noise_range_t: Any = None,
    noise_pct: Any = 0.67,
    noise_std: Any = 1.0,
    noise_seed: Any = 42,
    initialize: Any = True,
) -> Schedule:
    """Multiply by ``decay_rate`` one step before each milestone.

    >>> multi_step(Optimizer(0.8), [3], 0.5)([1, 2, 3]).tolist()
    [0.8, 0.4, 0.4]
    """
    without_noise(noise_range_t)
    warmup = warmup_of(optimizer, warmup_t, warmup_lr_init, warmup_prefix)
    if not isinstance(decay_t, list | tuple):
        raise TypeError(f"decay_t = {decay_t!r} must be a list of steps")
    turns = sorted(check_rate(f"decay_t[{i}]", each) for i, each in enumerate(decay_t))
    rate = check_rate("decay_rate", decay_rate)
    return warmup.before(
        lambda step: warmup.peak * rate ** np.searchsorted(turns, step + 1, "right")
    )


_STABLE = ("constant", "rsqrt", "power")


_FALLS = ("linear", "1-sqrt", "cosine", "power", "exp")


@library.reads("WSDLRScheduler")
def warmup_stable_decay(
    optimizer: Optimizer,
    t_initial: Any,
    decay_t: Any,
    lr_min: Any = 0.0,
    stable_fn: Any = "constant",
    stable_timescale: Any = None,
    stable_power: Any = 0.5,
    decay_fn: Any = "1-sqrt",
    decay_power: Any = 0.5,
    decay_ratio: Any = 0.1,
    warmup_t: Any = 0,
    warmup_lr_init: Any = 0.0,
    t_in_epochs: Any = True,
    noise_range_t: Any = None,
    noise_pct: Any = 0.67,
    noise_std: Any = 1.0,
    noise_seed: Any = 42,
    initialize: Any = True,
) -> Schedule:
    """Stay, or fall slowly, then fall to the floor in the last ``decay_t`` steps.

    >>> warmup_stable_decay(Optimizer(0.8), 6, 2, decay_fn="linear")([4, 5, 6]).tolist()
    [0.8, 0.4, 0.0]
    """
    without_noise(noise_range_t)
    warmup = warmup_of(optimizer, warmup_t, warmup_lr_init, True)
    whole = check_positive("t_initial", t_initial)
    last = check_positive("decay_t", decay_t, at_most=whole)
    floor = check_rate("lr_min", lr_min)
    stable = check_choice("stable_fn", stable_fn, _STABLE)
    scale = warmup.steps if stable_timescale is None else stable_timescale
    if stable == "constant":
        scale, stable_power = 1, 0
    elif stable == "rsqrt":
        stable_power = 0.5
    scale = check_positive("stable_timescale", scale)
    stable_power = check_rate("stable_power", stable_power)
    fall = check_choice("decay_fn", decay_fn, _FALLS)
    power = check_positive("decay_power", decay_power)
    ratio = check_positive("decay_ratio", decay_ratio, at_most=1 - 1e-12)

    def rates(step: Ints) -> Floats:
        top = np.maximum(warmup.peak * (1 + step / scale) ** -stable_power, floor)
        way = np.clip((step - (whole - last)) / last, 0, 1)
        left = {
            "linear": lambda: 1 - way,
            "1-sqrt": lambda: 1 - np.sqrt(way),
            "cosine": lambda: (1 + np.cos(np.pi * way)) / 2,
            "power": lambda: 1 - way**power,
            "exp": lambda: (ratio**way - ratio) / (1 - ratio),
        }[fall]()
        return floor + (top - floor) * left

    return warmup.before(rates, int(whole))
