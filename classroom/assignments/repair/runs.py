"""One training: do the recorded rates equal the plan?"""

import numpy as np

from classroom.assignments.questions import FormError, Point, Question, close
from classroom.assignments.repair.schedule import (
    draw_plan,
    planned,
    shift,
    used_rates,
)


def draw_runs(random, student):
    """Return settings with cycles that stay the same, and with cycles that grow."""
    settings = []
    for multiplier in (1, 3):
        plan, epochs = draw_plan(random, multiplier)
        settings.append({"plan": plan, "run": {"epochs": epochs}})
    return settings


def read_run(setting, value):
    """Return the rates of a run, and the same in the epochs that they are meant for."""
    rates = used_rates(value)
    plan, starts = planned(setting["plan"], setting["run"]["epochs"])
    if len(rates) != len(plan):
        raise FormError("there is not one rate for each epoch")
    if len(set(np.round(rates, 9))) < 2:
        raise FormError(
            "all epochs train at one rate: nothing sets the optimizer's learning_rate"
        )
    shifted = shift(plan, rates)
    meant = rates
    if shifted:  # the epoch that is left out is taken as right
        one = plan[-1:] if shifted > 0 else plan[:1]
        meant = np.append(rates[1:], one) if shifted > 0 else np.append(one, rates[:-1])
    return {
        "rates": rates,
        "meant": meant,
        "shift": shifted,
        "plan": plan,
        "starts": starts,
    }


def equal_between(run, begin, end):
    """Return whether rates are those of the plan in these epochs."""
    plan = run["plan"]
    return close(run["meant"][begin:end], plan[begin:end], plan.max())


def begins(setting, run):
    """Return whether the first epoch has its rate."""
    return close(run["rates"][:1], run["plan"][:1], run["plan"].max())


def warms_up(setting, run):
    """Return whether the rates rise as planned, after the first epoch.

    They may come one epoch late or early, as that is another mistake; the peak is the
    cycle's.
    """
    begin, plan = run["starts"][0], run["plan"]
    both = run["rates"], run["meant"]
    return any(close(one[1:begin], plan[1:begin], plan.max()) for one in both)


def falls(setting, run):
    """Return whether the first cycle falls as planned."""
    return equal_between(run, *run["starts"][:2])


def restarts(setting, run):
    """Return whether the rates jump up where cycles should begin, and only there."""
    first, *later = run["starts"]
    rates, peak = run["meant"][first:], run["plan"].max()
    jumps = np.flatnonzero(np.diff(rates) > 0) + first + 1
    peaks = np.flatnonzero(np.isclose(rates, peak, rtol=1e-5)) + first
    if list(jumps) != later and list(peaks) != run["starts"]:
        return False
    said = {
        1: "Each restart is one epoch late.",
        -1: "Each restart is one epoch early.",
    }
    return said.get(run["shift"], True)


def goes_on(setting, run):
    """Return whether all is right from the first restart on."""
    return equal_between(run, run["starts"][1], None)


QUESTIONS = (
    Question(
        "repair_rates",
        draw_runs,
        (
            Point("The first epoch does not train at its rate.", begins),
            Point("The warm-up does not rise as planned.", warms_up),
            Point("The first cycle does not fall as planned.", falls),
            Point("A restart is missing, or in the wrong epoch.", restarts),
            Point("After the first restart, rates are not as planned.", goes_on),
        ),
        read_run,
    ),
)
