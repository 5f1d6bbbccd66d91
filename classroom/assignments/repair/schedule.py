"""The plan of *Repair it*, drawn and as rates, and what is recorded of a training."""

import numpy as np

from classroom.assignments.questions import LONGEST, FormError, column, number
from helpers.schedules import cosine


def draw_plan(random, multiplier):
    """Draw the arguments of a callback, and epochs up to the second of the third cycle.

    That one shows how long the cycle is. They are few, as each epoch of a real ``fit``
    takes its time.
    """
    peak = float(random.uniform(0.01, 0.1))
    plan = {
        "peak": peak,
        "floor": peak * float(random.uniform(0.1, 0.3)),
        "warmup": int(random.integers(2, 4)),
        "cycle": int(random.integers(3, 5)) - multiplier // 2,
        "multiplier": multiplier,
    }
    return plan, plan["warmup"] + plan["cycle"] * (1 + multiplier) + 2


def planned(plan, epochs):
    """Return the rates of the plan, and the epochs in which cycles begin."""
    rise = np.arange(1, plan["warmup"] + 1) / (plan["warmup"] + 1)
    rates, length, starts = list(plan["peak"] * rise), plan["cycle"], []
    while len(rates) < epochs:
        starts.append(len(rates))
        fall = cosine(plan["peak"], length, plan["floor"])
        rates.extend(fall(np.arange(length)))
        length *= plan["multiplier"]
    return np.array(rates[:epochs]), [start for start in starts if start < epochs]


def used_rates(value):
    """Return the rates that epochs used: NaN where it changed within the epoch."""
    if type(value) is not list or len(value) > LONGEST:
        raise FormError("what was recorded is no list of rates")
    return np.array([np.nan if rate is None else number(rate) for rate in value])


def listed(value):
    """Return the rates that a callback lists, none if they are no numbers."""
    try:
        return column(value)
    except FormError:
        return np.array([])


def changes(rates):
    """Return whether rates are those of a schedule, and not one rate."""
    return len(set(np.round(rates, 9))) > 2


def trains_late(setting, used):
    """Return whether the first epoch trains at the rate that the optimizer had before.

    So does a callback that sets a rate at the end of its epoch.
    """
    at_start = np.isclose(used[:2], setting["start"], rtol=1e-5, atol=0)
    return at_start.tolist() == [True, False]


def shift(plan, rates):
    """Return by how many epochs rates are late: 1, -1 if they are early, else 0.

    A callback is late that sets a rate at the end of its epoch, and early if it counts
    epochs from 1.
    """
    if len(rates) != len(plan):
        return 0
    near = 1e-5 * plan.max()
    in_time = (np.abs(rates - plan) < near).sum()
    late = (np.abs(rates[1:] - plan[:-1]) < near).sum()
    early = (np.abs(rates[:-1] - plan[1:]) < near).sum()
    most = max(in_time, len(plan) / 2)  # one rate alone may be so by chance
    return 1 if late > most else -1 if early > most else 0
