"""Rules on the shape of the column of rates."""

from collections.abc import Iterator

import numpy as np

from helpers.preview.facts import Facts
from helpers.schedules import column_rules
from helpers.schedules.words import number, updates_and_epochs

__all__ = [
    "begins_at_zero",
    "ends_on_a_restart",
    "has_no_warmup",
    "is_no_rate",
    "rises_to_its_end",
    "starts_anew_each_epoch",
]


def ends_on_a_restart(facts: Facts) -> Iterator[str]:
    """The last cycle has only begun when training ends."""
    found = column_rules.ends_on_a_restart(facts.column)
    if not facts.whole or found is None or facts.random_from is not None:
        return
    if any(starts_anew_each_epoch(facts)):
        return
    updates, steps = len(facts.column), facts.timing.steps_per_epoch
    epoch, rest = divmod(found.begin, steps)
    stop = f"train for {found.begin} updates"
    if rest == 0:
        stop += f" (epochs={facts.timing.initial_epoch + epoch})"
    yield (
        f"{found.text(found.begin, updates_and_epochs(updates - found.begin, steps))} "
        f"Make whole cycles fit {updates} updates{_cycles(facts)}, or {stop}."
    )


def _cycles(facts: Facts) -> str:
    numbers = vars(facts.schedule) if facts.schedule is not None else {}
    if "first_decay_steps" not in numbers:
        return ""
    first = numbers["first_decay_steps"]
    count = max(round(len(facts.column) / first), 1)
    return f", as first_decay_steps={len(facts.column) // count} with t_mul=1.0 does"


def starts_anew_each_epoch(facts: Facts) -> Iterator[str]:
    """A callback goes by the number of the batch, which begins at 0 in each epoch."""
    rates, steps = facts.column, facts.timing.steps_per_epoch
    if facts.scheduled or not facts.whole or steps < 3 or len(rates) < 2 * steps:
        return
    for first in (0, 1):  # set before a batch, or after it for the next one
        one = np.roll(rates[steps : 2 * steps], -first)
        falls, rises = (np.diff(one) <= 0).all(), (np.diff(one) >= 0).all()
        again = np.resize(one, len(rates) - first)
        has_way_to_go = rises or one[-1] > column_rules.LEFT * one[0]
        if falls != rises and has_way_to_go and np.allclose(rates[first:], again, 1e-6):
            yield (
                f"{facts.set_by} begins anew in each epoch, as the number of the batch "
                f"does: the rate {'falls' if falls else 'rises'} from {number(one[0])} "
                f"to {number(one[-1])} in every one. Count the updates over all "
                "epochs, or go by optimizer.iterations."
            )
            return


def begins_at_zero(facts: Facts) -> Iterator[str]:
    """The first updates have a rate of 0 and move nothing."""
    steps = facts.timing.steps_per_epoch
    if facts.start and not (facts.column > 0).any():
        return
    yield from column_rules.begins_at_zero(
        facts.column, lambda rows: updates_and_epochs(rows, steps), facts.accumulated
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
    yield from column_rules.is_no_rate(facts.column)
