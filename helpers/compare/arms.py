"""An arm of a comparison: whatever gives a column of rates for a peak and a budget.

``STANDARD_ARMS`` are those that a comparison has if it is given no others:

>>> for name, arm in STANDARD_ARMS.items():
...     print(name, column(name, arm, 0.1, 20).round(3).tolist()[::5])
constant [0.1, 0.1, 0.1, 0.1]
linear [0.1, 0.075, 0.05, 0.025]
cosine [0.1, 0.085, 0.05, 0.015]
warm-up + cosine [0.0, 0.093, 0.059, 0.018]
"""

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from helpers.checks import check_takes
from helpers.keras_import import keras
from helpers.keras_schedule import TableSchedule
from helpers.schedules import (
    Schedule,
    check_table,
    constant,
    cosine,
    linear,
    on_arrays,
    with_warmup,
)

__all__ = ["STANDARD_ARMS", "check_arms", "column", "constant_arm", "warmup_cosine_arm"]


def constant_arm(peak: float, updates: int) -> Schedule:
    """Return the rate that stays at the peak."""
    return constant(peak)


def warmup_cosine_arm(peak: float, updates: int) -> Schedule:
    """Return a rise over a tenth of the updates, and a cosine over the rest."""
    tenth = updates // 10
    return with_warmup(cosine(peak, updates - tenth), tenth)


STANDARD_ARMS: dict[str, Callable[..., Schedule]] = {
    "constant": constant_arm,
    "linear": linear,
    "cosine": cosine,
    "warm-up + cosine": warmup_cosine_arm,
}
SCHEDULES = Schedule, keras.optimizers.schedules.LearningRateSchedule


def check_arms(arms: Any) -> None:
    """Raise an error unless the arms are two schedules or more, by their names."""
    if not isinstance(arms, dict):
        raise TypeError(f"arms = {arms!r} must be a dict: a schedule by each name")
    if len(arms) < 2:
        raise ValueError(f"arms = {arms!r} must be two or more, the reference first")
    for name, arm in arms.items():
        if not isinstance(name, str):
            raise TypeError(f"arms: the name {name!r} must be a text")
        check_arm(f"arms[{name!r}]", arm)


def check_arm(name: str, arm: Any) -> None:
    """Raise an error unless it is something that gives a column of rates."""
    if isinstance(arm, SCHEDULES):
        return
    if callable(arm) and not isinstance(arm, keras.callbacks.Callback):
        check_takes(name, arm, "the peak", "the number of updates")
    elif np.ndim(arm) == 0 or isinstance(arm, str):
        raise TypeError(
            f"{name} = {arm!r} must be a function of the peak and the number of "
            "updates, a schedule, or a column of rates: for one rate all the way, "
            "lambda peak, updates: constant(peak)"
        )
    else:
        check_table(name, arm)


def column(name: str, arm: Any, peak: float, updates: int) -> np.ndarray:
    """Return the rates of an arm, float64 of shape ``(updates,)``.

    ``arm`` is a function of peak and updates that returns a schedule of this
    collection, a Keras schedule, a function of the step, or a column. Or it is one of
    these itself: then it is scaled so that its highest rate is the peak. A ValueError
    names an arm of another length, or one that can't be scaled.
    """
    named = f"arms[{name!r}]"
    scaled = isinstance(arm, SCHEDULES) or not callable(arm)
    made = arm if scaled else arm(peak, updates)
    if isinstance(made, SCHEDULES) or callable(made):
        rates = on_arrays(made)(np.arange(updates))
        warn_of_another_length(named, made, rates)
        made = rates
    elif made is None:
        raise TypeError(
            f"{named} gives None. (A function without `return` gives None.)"
        )
    elif isinstance(made, int | float | np.number):
        raise TypeError(
            f"{named} gives one number: return `constant(peak)`, or a function of the "
            "step."
        )
    rates = check_table(named, made)
    if len(rates) != updates:
        raise ValueError(
            f"{named} has {len(rates)} rates, but the budget is {updates} updates"
        )
    if not scaled:
        return rates
    if not rates.any():
        raise ValueError(f"{named} has no rate above 0, so that it can't be scaled")
    return rates * (peak / np.max(rates))


def warn_of_another_length(named: str, schedule: Any, rates: np.ndarray) -> None:
    """Warn of a schedule made for many more steps than a training has, or many less.

    Many more are those of which the ``rates`` of a training are less than half of the
    way, and many less those which are over after less than half of the training.
    """
    steps, updates = steps_of(schedule), len(rates)
    if steps is None:
        return
    looks = on_arrays(schedule)(np.linspace(0, steps, 9).astype(np.int64))
    way, made = np.ptp(looks), np.ptp(rates)
    if updates < steps and made < way / 2:
        said = f"a training makes only {100 * made / way:.2g} % of its way"
    elif 2 * steps < updates and way > 0:
        said = "it is over long before a training ends"
    else:
        return
    warnings.warn(
        f"{named} is a schedule of {steps} steps, but the budget is {updates} updates: "
        f"{said}. A function of the peak and the number of updates can fit it",
        stacklevel=3,
    )


def steps_of(schedule: Any) -> int | None:
    """Return for how many steps a schedule was made, or None where nobody knows.

    >>> steps_of(cosine(0.1, 100)), steps_of(lambda step: 0.1)
    (100, None)
    >>> schedules = keras.optimizers.schedules
    >>> steps_of(schedules.CosineDecay(0.0, 90, warmup_target=0.1, warmup_steps=10))
    100
    """
    schedules = keras.optimizers.schedules
    if isinstance(schedule, TableSchedule):
        return len(schedule.rates)
    if isinstance(schedule, schedules.CosineDecay):
        return int(schedule.decay_steps + schedule.warmup_steps)
    if isinstance(schedule, schedules.PolynomialDecay) and not schedule.cycle:
        return int(schedule.decay_steps)
    return getattr(schedule, "steps", None) if isinstance(schedule, Schedule) else None
