"""Gather the facts on each optimizer from the runs of a training's loop."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from helpers.arrays import Floats
from helpers.preview.beyond import Beyond
from helpers.preview.facts import Facts, ways_of
from helpers.preview.pace_rules import HARDLY
from helpers.preview.runs import Run, known_length
from helpers.preview.trials import SECONDS, Trials, unchanged
from helpers.preview.ways import Way, comes_closer, end_of_fall, length_of_column
from helpers.rates.reading import schedule_of

__all__ = ["facts_of"]

SURE = 0.8  # of the epochs tried: what is constant after that has come to its end
FAR = 20_000  # updates, up to which callbacks are looked at beyond the training


def facts_of(trials: Trials, runs: Mapping[str, Run]) -> dict[str, Facts]:
    """Return the facts on each optimizer that moves weights, by its name.

    >>> from helpers.keras_import import keras
    >>> from helpers.preview.runs import Timing
    >>> model = keras.Sequential()
    >>> model.compile(keras.optimizers.SGD(0.5))
    >>> trials = Trials(model, {}, {"optimizer": 1}, Timing(1, 2))
    >>> facts_of(trials, trials.scenarios())["optimizer"].column.tolist()
    [0.5, 0.5]
    """
    with unchanged(trials.model, trials.callbacks):
        counted = trials.counting()
        ways = {
            name: ways_of(name, one, trials.callbacks, trials.timing)
            for name, one in counted.items()
        }
        beyond = {
            name: Beyond.of(one.rates_at, way.stop, schedule_of(one.optimizer))
            for name, one in counted.items()
            for way in ways[name]
            if one.scheduled and way.length == np.inf
        }
    settings = [one for run in runs.values() for one in run.settings]
    unused = {name for name, use in trials.uses.items() if not use}
    multiplying = trials.multiplying() if settings else set()
    random = trials.random(runs["falling"])
    by_epoch: Run | None = None
    found = {}
    for name, one in counted.items():
        if name in unused:
            continue
        columns = [run.columns[name] for run in runs.values()]
        known = known_length(columns)
        column = max(columns, key=len)[:known]
        is_set = any(setting.optimizer == name for setting in settings)
        if is_set and known is None and not ways[name]:
            by_epoch = by_epoch or trials.by_epoch()
            ways[name] = _ways_by_epoch(name, column, by_epoch, trials)
            if not ways[name] and _goes_on(column) and trials.timing.batches < FAR:
                beyond[name] = _beyond_of_callbacks(name, trials)
        found[name] = Facts(
            trials.timing,
            name,
            column,
            known is None,
            one.start,
            one.accumulated,
            one.scheduled,
            schedule_of(one.optimizer),
            ways[name],
            runs,
            multiplying,
            [one for one in settings if one.optimizer in unused],
            random.get(name),
            beyond.get(name),
            by_epoch.batches if by_epoch and by_epoch.out_of_time else None,
        )
    return found


def _ways_by_epoch(
    name: str, column: Floats, by_epoch: Run, trials: Trials
) -> list[Way]:
    """Return the plan of callbacks that go by the epoch, if that is what they do."""
    rates, timing = by_epoch.columns[name], trials.timing
    epochs = timing.epochs - timing.initial_epoch
    first_of_epochs = column[:: timing.steps_per_epoch * trials.uses[name]]
    setters = [one.callback for one in by_epoch.settings if one.optimizer == name]
    if (
        not setters
        or len(first_of_epochs) != epochs
        or not np.array_equal(rates[:epochs], first_of_epochs)
    ):
        return []
    length = length_of_column(rates)
    if length > SURE * len(rates):
        length = end_of_fall(rates)
        if length <= epochs:
            return []
    begin, floor = timing.initial_epoch, max(float(rates[length]), 0.0)
    if comes_closer(rates[: length + 1], rates[length // 2], floor):
        return []
    last = float(rates[epochs - 1])
    return [
        Way(setters[-1], "epoch", begin, timing.epochs, begin + length, last, floor)
    ]


def _goes_on(column: Floats) -> bool:
    """Tell whether rates rise to their end, or have hardly begun to fall."""
    steps = np.diff(column)
    rises, falls = (steps >= 0).all(), (steps <= 0).all()
    return bool(rises != falls and (rises or column[-1] > HARDLY * column[0]))


def _beyond_of_callbacks(name: str, trials: Trials) -> Beyond:
    """Let callbacks, which are told the true length, go on for as long as there is."""
    timing = trials.timing
    epochs = timing.initial_epoch + FAR // timing.steps_per_epoch
    run = trials.run(timing=replace(timing, epochs=epochs), seconds=SECONDS)
    rates, stop = run.columns[name], timing.batches * trials.uses[name]
    setters = [one.callback for one in run.settings if one.optimizer == name]
    numbers = vars(trials.callbacks[setters[-1]]) if setters else {}
    return Beyond(np.arange(stop, len(rates)), rates[stop:], numbers)
