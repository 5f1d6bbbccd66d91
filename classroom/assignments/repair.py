"""Assignment *Repair it*: the recorded rates of a callback equal its plan."""

import numpy as np

from classroom.assignments.questions import Point, Question, close, column
from helpers.schedules import cosine

MODULES = ("helpers.callbacks", "numpy")


def draw_plan(random, multiplier):
    """Draw the arguments of a callback, and epochs that reach the third cycle.

    They are few, as each epoch of a real ``fit`` takes its time.
    """
    peak = float(random.uniform(0.01, 0.1))
    plan = {
        "peak": peak,
        "floor": peak * float(random.uniform(0.1, 0.3)),
        "warmup": int(random.integers(2, 4)),
        "cycle": int(random.integers(3, 5)) - multiplier // 2,
        "multiplier": multiplier,
    }
    return plan, plan["warmup"] + plan["cycle"] * (1 + multiplier) + 1


def draw_runs(random, student):
    """Return settings with cycles that stay the same, and with cycles that grow."""
    settings = []
    for multiplier, optimizer in ((1, "sgd"), (2, "adam")):
        plan, epochs = draw_plan(random, multiplier)
        run = {"epochs": epochs, "optimizer": optimizer}
        settings.append({"plan": plan, "run": run})
    return settings


def draw_restarted(random, student):
    """Return a setting for several calls of ``fit``."""
    plan, _ = draw_plan(random, 2)  # no later cycle looks like an earlier one
    epochs = plan["warmup"] + plan["cycle"] + 1
    begin = epochs - int(random.integers(2, 4))
    return [{"plan": plan, "epochs": epochs, "initial_epoch": begin}]


def draw_short(random, student):
    """Return a setting for the lists of two callbacks."""
    plan, _ = draw_plan(random, 2)
    return [{"plan": plan, "epochs": plan["warmup"] + 2}]


def planned(setting):
    """Return the rates of the plan, and the epochs in which cycles begin."""
    plan, epochs = setting["plan"], setting["run"]["epochs"]
    rise = np.arange(1, plan["warmup"] + 1) / (plan["warmup"] + 1)
    rates, length, starts = list(plan["peak"] * rise), plan["cycle"], []
    while len(rates) < epochs:
        starts.append(len(rates))
        fall = cosine(plan["peak"], length, plan["floor"])
        rates.extend(fall(np.arange(length)))
        length *= plan["multiplier"]
    return np.array(rates[:epochs]), [start for start in starts if start < epochs]


def equal_between(setting, value, begin, end):
    """Return whether rates equal the plan in these epochs, and are all there."""
    rates, plan = column(value), planned(setting)[0]
    peak = setting["plan"]["peak"]
    return len(rates) == len(plan) and close(rates[begin:end], plan[begin:end], peak)


def begins(setting, value):
    """Return whether the first epoch has its rate."""
    return equal_between(setting, value, 0, 1)


def warms_up(setting, value):
    """Return whether the rates rise to the peak, after the first epoch."""
    return equal_between(setting, value, 1, planned(setting)[1][0] + 1)


def falls(setting, value):
    """Return whether the first cycle falls as planned."""
    start, restart, *_ = planned(setting)[1]
    return equal_between(setting, value, start, restart)


def restarts(setting, value):
    """Return whether the cycles begin at the peak where they should, and only there."""
    rates, (plan, starts) = column(value), planned(setting)
    at_peak = np.isclose(rates, setting["plan"]["peak"], rtol=1e-5)
    return len(rates) == len(plan) and list(np.flatnonzero(at_peak)) == starts


def goes_on(setting, value):
    """Return whether all is right from the first restart on."""
    return equal_between(setting, value, planned(setting)[1][1], None)


def changing(rates):
    """Return the rates of a training, or raise if they are constant."""
    used = column(rates)
    if len(set(np.round(used, 9))) < 3:
        raise ValueError("these rates do not change")
    return used


def begins_anew(setting, value):
    """Return whether the second ``fit`` had the rates of the first."""
    first = changing(value["first"])
    complete = len(first) == setting["epochs"]
    return complete and close(value["second"], first, setting["plan"]["peak"])


def resumes(setting, value):
    """Return whether a later begin had the rates of the first ``fit`` from there."""
    rest = changing(value["first"])[setting["initial_epoch"] :]
    return close(value["resumed"], rest, setting["plan"]["peak"])


def lists_rates(setting, value):
    """Return whether ``lrates`` has the rates of the last ``fit``, and no others."""
    return close(value["lrates"], changing(value["again"]), setting["plan"]["peak"])


def has_own_list(setting, value):
    """Return whether the training of one object left the other's list alone."""
    alone = column(value["alone"])
    return (
        len(changing(value["used"])) > 0 < len(alone)
        and value["beside"] == alone.tolist()
    )


def tells_history(setting, value):
    """Return whether ``history`` has the rates that were used."""
    return close(value["history"], changing(value["again"]), setting["plan"]["peak"])


QUESTIONS = (
    Question(
        "repair_rates",
        draw_runs,
        (
            Point("The first epoch does not train at its rate.", begins),
            Point("The warm-up does not rise as planned to the peak.", warms_up),
            Point("The first cycle does not fall as planned.", falls),
            Point("A restart is missing, or in the wrong epoch.", restarts),
            Point("After the first restart, rates are not as planned.", goes_on),
        ),
    ),
    Question(
        "repair_again",
        draw_restarted,
        (
            Point("A second fit does not begin anew.", begins_anew),
            Point("With initial_epoch, fit begins at another row.", resumes),
        ),
    ),
    Question(
        "repair_lists",
        draw_short,
        (
            Point("The list lrates is not that of the last fit.", lists_rates),
            Point("Two objects share what they record.", has_own_list),
            Point("The history does not have the rates used.", tells_history),
        ),
    ),
)
