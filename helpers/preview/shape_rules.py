"""Rules on the shape of the column of rates."""

from collections.abc import Iterator

import numpy as np

from helpers.arrays import Floats
from helpers.preview.facts import Facts
from helpers.preview.words import number, updates_and_epochs

__all__ = [
    "begins_at_zero",
    "ends_on_a_restart",
    "has_no_warmup",
    "is_no_rate",
    "rises_to_its_end",
]

JUMP = 2.0  # a restart at least doubles the rate
SAME = 1 + 1e-6  # rates whose quotient is less differ by rounding
FALLEN = 0.5  # of its rate, which some rate before it had: so it is no warm-up
LEFT = 0.2  # of a cycle's top: there is much of its fall to come
AT_THE_PEAK = 0.9


def ends_on_a_restart(facts: Facts) -> Iterator[str]:
    """The last cycle has only begun when training ends."""
    rates, cycle = facts.column, _last_cycle(facts.column)
    if not facts.whole or cycle is None or facts.random_from is not None:
        return
    left, top = len(rates) - cycle, rates[cycle:].max()
    if rates[-1] < LEFT * top:
        return
    where = "on a restart" if rates[-1] > AT_THE_PEAK * top else "within a cycle"
    epoch, rest = divmod(cycle, facts.timing.steps_per_epoch)
    stop = f"train for {cycle} updates"
    if rest == 0:
        stop += f" (epochs={facts.timing.initial_epoch + epoch})"
    yield (
        f"The training ends {where}: a cycle begins at update {cycle}, with "
        f"{updates_and_epochs(left, facts.timing.steps_per_epoch)} to go, and the last "
        f"rate is {number(rates[-1])}. Make whole cycles fit {len(rates)} updates"
        f"{_cycles(facts)}, or {stop}."
    )


def _last_cycle(rates: Floats) -> int | None:
    """Return where the last restart comes: up to a top in one step, after a fall.

    There is none if the rate also rises otherwise after it has fallen, as at random.
    """
    rises = np.flatnonzero(rates[1:] > SAME * rates[:-1]) + 1
    falls = np.flatnonzero(SAME * rates[1:] < rates[:-1])
    later = rises[rises > falls[0]] if len(falls) else rises
    if (rates[later] <= JUMP * rates[later - 1]).any():
        return None
    following = np.append(rates[2:], 0.0)
    jumps = (
        np.flatnonzero((rates[1:] > JUMP * rates[:-1]) & (rates[1:] >= following)) + 1
    )
    restarts = [jump for jump in jumps if rates[:jump].max() > FALLEN * rates[jump]]
    return int(restarts[-1]) if restarts else None


def _cycles(facts: Facts) -> str:
    numbers = vars(facts.schedule) if facts.schedule is not None else {}
    if "first_decay_steps" not in numbers:
        return ""
    first = numbers["first_decay_steps"]
    count = max(round(len(facts.column) / first), 1)
    return f", as first_decay_steps={len(facts.column) // count} with t_mul=1.0 does"


def begins_at_zero(facts: Facts) -> Iterator[str]:
    """The first updates have a rate of 0 and move nothing."""
    above = np.flatnonzero(facts.column > 0)
    first = int(above[0]) if len(above) else len(facts.column)
    wasted = first // facts.accumulated
    if wasted >= 2 and len(above):
        steps = updates_and_epochs(first, facts.timing.steps_per_epoch)
        yield (
            f"The first {steps} have a rate of 0 and move no weight. Let the warm-up "
            "begin above 0 (start=, initial_learning_rate=, or the first row of the "
            "column)."
        )
    elif not len(above) and len(facts.column) and not facts.start:
        yield (
            f"The rate is 0 in all {len(facts.column)} updates: no weight moves. Give "
            "the schedule, or the optimizer, a rate above 0."
        )


def has_no_warmup(facts: Facts) -> Iterator[str]:
    """A warm-up was asked for, and Keras leaves it out without an error."""
    numbers = getattr(facts.schedule, "__dict__", {})
    steps = numbers.get("warmup_steps") or 0
    if "warmup_target" in numbers and numbers["warmup_target"] is None and steps > 0:
        first = number(numbers["initial_learning_rate"])
        yield (
            f"There is no warm-up: Keras ignores warmup_steps={steps} without a "
            f"warmup_target. Write initial_learning_rate=0.0, warmup_target={first}."
        )


def rises_to_its_end(facts: Facts) -> Iterator[str]:
    """A decay ends above its beginning."""
    numbers = getattr(facts.schedule, "__dict__", {})
    first, end = map(numbers.get, ("initial_learning_rate", "end_learning_rate"))
    if first is not None and end is not None and end > first:
        yield (
            f"{type(facts.schedule).__name__} rises, from {number(first)} to "
            f"{number(end)}: its end_learning_rate is {number(end)}. Write "
            "end_learning_rate=0.0."
        )


def is_no_rate(facts: Facts) -> Iterator[str]:
    """A rate is negative, infinite, or not a number."""
    wrong = np.flatnonzero(~(np.isfinite(facts.column) & (facts.column >= 0)))
    if len(wrong):
        yield (
            f"At update {wrong[0]} the rate is {facts.column[wrong[0]]:g}, which is no "
            "learning rate: one such update spoils the weights."
        )
