"""Several trainings: where each ``fit`` begins, and what is listed of it."""

from contextlib import suppress

import numpy as np

from classroom.assignments.questions import FormError, Point, Question, close
from classroom.assignments.repair.schedule import (
    changes,
    draw_plan,
    listed,
    planned,
    shift,
    trains_late,
    used_rates,
)

FITS = ("first", "second", "resumed")
NEAR = 0.01  # of a rate that is another one's, with a mistake perhaps


def draw_restarted(random, student):
    """Return a setting for several calls of ``fit``."""
    plan, _ = draw_plan(random, 2)  # no later cycle looks like an earlier one
    epochs = plan["warmup"] + plan["cycle"] + 1
    begin = epochs - int(random.integers(2, 4))
    setting = {"plan": plan, "epochs": epochs, "initial_epoch": begin}
    return [setting | {"start": draw_start(random)}]


def draw_start(random):
    """Return the optimizer's rate before a training, above any rate of the plan."""
    return float(random.uniform(0.2, 0.4))


def draw_short(random, student):
    """Return a setting for the lists of two callbacks."""
    plan, _ = draw_plan(random, 2)
    epochs = plan["warmup"] + 2
    return [{"plan": plan, "epochs": epochs, "start": draw_start(random)}]


def read_fits(setting, value):
    """Return the rates that three fits used, or listed where they used one rate only.

    What is listed counts if it has to do with the plan. Rates that come one epoch late,
    or change within an epoch, are those of a mistake that has its own points.
    """
    fits = {name: used_rates(value[name]) for name in FITS}
    plan, _ = planned(setting["plan"], setting["epochs"])
    within = np.isnan(fits["first"]).any()
    if within or not changes(fits["first"]):
        fits = {name: listed(value.get(f"{name}_list")) for name in FITS}
        if not changes(fits["first"]) or not is_of(plan, fits["first"]):
            used = "changing rates" if within else "one rate"
            raise FormError(f"all epochs train at {used}, and lrates tells no others")
    elif trains_late(setting, fits["first"]) or shift(plan, fits["first"]) > 0:
        return {name: rates[1:] for name, rates in fits.items()} | {"late": 1}
    return fits | {"late": 0}


def is_of(plan, rates):
    """Return whether half of the rates are the plan's, in their rows or one beside."""
    for ours, own in ((plan, rates), (plan[1:], rates), (plan, rates[1:])):
        rows = min(len(ours), len(own))
        if 2 * np.isclose(ours[:rows], own[:rows], rtol=NEAR).sum() >= len(plan):
            return True
    return False


def begins_anew(setting, fits):
    """Return whether the second ``fit`` had the rates of the first."""
    complete = len(fits["first"]) == setting["epochs"] - fits["late"] > 0
    return complete and close(fits["second"], fits["first"], setting["plan"]["peak"])


def resumes(setting, fits):
    """Return whether a later begin had the rates of the first ``fit`` from there."""
    rest, peak = fits["first"][setting["initial_epoch"] :], setting["plan"]["peak"]
    if not len(rest):
        return False
    ways = rest, by_rate_in_use(setting, fits["late"])
    return any(close(fits["resumed"], way, peak) for way in ways)


def by_rate_in_use(setting, late):
    """Return the rates from the right row on of who begins at the rate in use.

    The pasted class does so, and has no peak in its formula; that has its own points.
    """
    plan, rate = setting["plan"], setting["start"]
    rates, starts = planned(plan, setting["epochs"])
    share = (rates - plan["floor"]) / (plan["peak"] - plan["floor"])
    used = []
    for epoch in range(setting["initial_epoch"], setting["epochs"]):
        compounded = plan["floor"] + (rate - plan["floor"]) * share[epoch]
        rate = rates[epoch] if epoch < starts[0] else compounded
        used.append(rate)
    return np.array(used[: len(used) - late])


def read_lists(setting, value):
    """Return what was listed, and the rates that it may tell.

    These are the rates that the last ``fit`` used. Where it used one rate only, several
    in an epoch, or the rates of the plan one epoch late, which has its own points, they
    may be the plan's.
    """
    used = used_rates(value["again"])
    plan, _ = planned(setting["plan"], setting["epochs"])
    names = ("alone", "beside", "lrates", "history")
    lists = {name: listed(value[name]) for name in names}
    lists["late"] = trains_late(setting, used)
    by_plan = not changes(used) or shift(plan, used) or np.isnan(used).any()
    given = {name: value[name] for name in names}
    return lists | {"true": [used, plan] if by_plan else [used], "given": given}


def is_true(setting, lists, name):
    """Return whether a list has the rates of the last ``fit``, and no others.

    Where rates come one epoch late, which has its own points, it may have the next one.
    """
    peak, own = setting["plan"]["peak"], lists[name]
    if any(close(own, rates, peak) for rates in lists["true"]):
        return True
    used = lists["true"][0]
    return lists["late"] and len(own) == len(used) and close(own[:-1], used[1:], peak)


def lists_rates(setting, lists):
    """Return whether ``lrates`` has the rates of the last ``fit``."""
    if not len(lists["lrates"]):
        return nothing_in(lists["given"]["lrates"])
    return is_true(setting, lists, "lrates")


def nothing_in(given):
    """Return why a list of rates is none, in a sentence."""
    if given:
        return "The list lrates has something else in it than numbers, one an epoch."
    return "There is no list lrates, or nothing in it."


def has_own_list(setting, lists):
    """Return whether the training of one object left the other's list alone.

    What is in the list may be wrong, if it has to do with rates of the training: a
    third of it has one, beside an epoch perhaps. Where all epochs used one rate, it has
    one an epoch, as any list might have that rate.
    """
    given, plan = lists["given"], planned(setting["plan"], setting["epochs"])[0]
    if not given["alone"]:
        return nothing_in([])
    if given["alone"] != given["beside"]:
        return False
    known = np.concatenate([plan, *lists["true"]])
    own = [
        one
        for one in given["alone"]
        if any(np.isclose(x, known, rtol=NEAR, atol=0).any() for x in flat(one))
    ]
    fewest = 1 if changes(lists["true"][0]) else setting["epochs"]
    if len(own) < max(fewest, len(given["alone"]) / 3):
        return "The list lrates has other numbers in it than rates of the training."
    return True


def flat(value):
    """Yield the numbers in a list, whatever they are wrapped in, a text too."""
    if isinstance(value, list | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from flat(part)
    with suppress(TypeError, ValueError, OverflowError):
        yield float(value)


def tells_history(setting, lists):
    """Return whether ``history`` has the rates that were used."""
    if not len(lists["history"]):
        return "The history has no learning_rate."
    return is_true(setting, lists, "history")


QUESTIONS = (
    Question(
        "repair_again",
        draw_restarted,
        (
            Point("A second fit does not begin anew.", begins_anew),
            Point("With initial_epoch, fit begins at another row.", resumes),
        ),
        read_fits,
    ),
    Question(
        "repair_lists",
        draw_short,
        (
            Point("The list lrates is not that of the last fit.", lists_rates),
            Point("Two objects share what they record.", has_own_list),
            Point("The history does not have the rates that were used.", tells_history),
        ),
        read_lists,
    ),
)
