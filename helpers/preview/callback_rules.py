"""Rules on callbacks that set rates: against a schedule, each other, or in vain."""

from collections.abc import Iterator
from itertools import groupby

import numpy as np

from helpers.preview.facts import Facts
from helpers.preview.runs import failures_of
from helpers.schedules.words import number

__all__ = [
    "compounds",
    "fails",
    "is_overruled",
    "schedule_and_callback",
    "sets_what_nobody_reads",
]

BY_EPOCH = "compute the rate from the number of the epoch alone"


def schedule_and_callback(facts: Facts) -> Iterator[str]:
    """A callback sets the rate of an optimizer that has a schedule: Keras raises."""
    for scenario, failure in failures_of(facts.runs):
        if facts.scheduled and failure.is_of_schedule:
            when = f"at update {failure.batch}"
            if scenario != "falling":
                when = f"as soon as the loss stops falling, {when} at the earliest"
            name = type(facts.schedule).__name__ if facts.schedule else "a schedule"
            yield (
                f"{failure.callback} sets the rate, but the optimizer has {name}: fit "
                f"stops with a TypeError {when}. Give the optimizer a number, or leave "
                f"out {failure.callback}."
            )


def fails(facts: Facts) -> Iterator[str]:
    """A callback raises an error."""
    for _, failure in failures_of(facts.runs):
        idle = {setting.callback for setting in facts.in_vain}
        of_schedule = facts.scheduled and failure.is_of_schedule
        if not of_schedule and failure.callback not in idle:
            yield (
                f"{failure.callback}.{failure.hook} raises "
                f"{type(failure.error).__name__} at update {failure.batch}: "
                f"{failure.error}. The preview goes on without it; fit would stop."
            )


def is_overruled(facts: Facts) -> Iterator[str]:
    """What one callback sets, another one changes before any update has used it."""
    in_force: set[str] = set()
    overruled: dict[str, str] = {}
    for run in facts.runs.values():
        used = [
            one
            for one in run.settings
            if one.optimizer == facts.optimizer and one.batch < run.batches
        ]
        for _, group in groupby(used, key=lambda one: one.batch):
            *earlier, last = group
            in_force.add(last.callback)
            overruled |= {one.callback: last.callback for one in earlier}
    for name, by in overruled.items():
        if name not in in_force:
            yield (
                f"{name} sets the rate in vain: {by} sets it again before the next "
                f"update, every time. Leave out one of the two."
            )


def sets_what_nobody_reads(facts: Facts) -> Iterator[str]:
    """A callback sets a rate that moves no weight."""
    for setting in facts.in_vain:
        yield (
            f"{setting.callback} sets the rate of model.{setting.optimizer}, which "
            f"makes no update: model.{facts.optimizer} moves the weights."
        )
    for run in facts.runs.values():
        for callback in run.misnamed:
            yield (
                f"{callback} sets optimizer.lr, which Keras 3 does not read. Write "
                "optimizer.learning_rate."
            )
        for callback, optimizers in run.ignored.items():
            yield (
                f"{callback} gives model.{', model.'.join(sorted(optimizers))} a "
                "schedule while fit trains: Keras's program goes on with the number. "
                "Compile the model with the schedule."
            )


def compounds(facts: Facts) -> Iterator[str]:
    """A callback multiplies the rate in use, so that factors add up."""
    run = facts.runs["falling"]
    for name in facts.multiplying:
        settings = [one for one in run.settings if one.callback == name]
        factors = [one.after / one.before for one in settings if one.before]
        if not factors:
            continue
        text = f"{name} multiplies the rate in use"
        first, last = settings[0].before, settings[-1].after
        if not 1e-6 * first < last < 1e3 * first:
            yield (
                f"{text} {len(settings)} times, from {number(first)} to "
                f"{number(last)}. Its factor of {number(factors[-1])} is meant for "
                f"fewer times: multiply once an epoch, or {BY_EPOCH}."
            )
        elif len(set(np.round(factors, 3))) > 2:
            yield (
                f"{text} by factors that differ "
                f"({', '.join(map(number, factors[:3]))}, …), so that it cuts again "
                f"what it has cut before. Instead, {BY_EPOCH}."
            )
        elif facts.start and not facts.timing.initial_epoch:
            yield (
                f"{text}, which is {number(first)} when this fit begins, after "
                f"{facts.start} updates before. Set optimizer.learning_rate to the "
                "first rate again."
            )
