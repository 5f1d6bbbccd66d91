"""What the rules look at: one optimizer's column, and all that is known about it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from helpers.arrays import Floats
from helpers.callbacks import RatePerEpoch, RatePerUpdate
from helpers.keras_schedule import TableSchedule
from helpers.preview.beyond import Beyond
from helpers.preview.counting import CountedOptimizer
from helpers.preview.runs import Run, Setting, Timing, failures_of
from helpers.preview.ways import Way, length_of_column, length_of_function
from helpers.rates.reading import schedule_of
from helpers.schedules.column_rules import Problem

__all__ = ["Facts", "Problem", "ways_of"]

FAINT = 1e-4  # of the largest rate
OWN = "optimizer"  # the attribute in which Keras keeps a model's optimizer


@dataclass(frozen=True)
class Facts:
    """What is known of an optimizer before a training begins.

    ``column`` has the rates that do not depend on the loss; they are ``whole`` if all
    updates are among them. ``start`` is the optimizer's count before, and
    ``accumulated`` the number of batches for which the weights move once. ``runs`` are
    by scenario. ``multiplying`` names the callbacks that multiply the rate in use, and
    ``in_vain`` has the settings of optimizers that make no update. With other random
    numbers other rates come from update ``random_from`` on. A schedule without an end
    is looked at ``beyond`` the training, and callbacks in so many epochs, where time
    was short, as were ``tried``.

    >>> facts = Facts(Timing(2, 3), "optimizer", np.array([0.1, 0.3, 0.2]))
    >>> facts.peak
    0.3
    """

    timing: Timing
    optimizer: str
    column: Floats
    whole: bool = True
    start: int = 0
    accumulated: int = 1
    scheduled: bool = False
    schedule: Any = None
    ways: Sequence[Way] = ()
    runs: Mapping[str, Run] = field(default_factory=dict)
    multiplying: Collection[str] = ()
    in_vain: Sequence[Setting] = ()
    random_from: int | None = None
    beyond: Beyond | None = None
    tried: int | None = None

    @property
    def peak(self) -> float:
        """The largest rate."""
        return float(self.column.max(initial=0.0))

    @property
    def faint(self) -> float:
        """A rate that hardly moves anything, beside the largest."""
        return FAINT * self.peak

    @property
    def with_unknown(self) -> Floats:
        """The column, and NaN for the rates that depend on the loss."""
        longest = max(len(run.columns[self.optimizer]) for run in self.runs.values())
        unknown = longest - len(self.column)
        return np.append(self.column, np.full(unknown, np.nan))

    @property
    def fit_stops(self) -> bool:
        """Whether a callback raises an error, whatever the loss is."""
        return "falling" in {scenario for scenario, _ in failures_of(self.runs)}

    @property
    def set_by(self) -> str:
        """The schedule, or the callbacks, by name; nothing if nobody sets the rate."""
        if self.scheduled:
            return self.ways[0].name
        setters = [one for run in self.runs.values() for one in run.settings]
        names = (one.callback for one in setters if one.optimizer == self.optimizer)
        return ", ".join(dict.fromkeys(names))


def ways_of(
    name: str,
    counted: CountedOptimizer,
    callbacks: Mapping[str, Any],
    timing: Timing,
) -> list[Way]:
    """Return the plans of an optimizer: its schedule, or the columns of callbacks.

    >>> from helpers.keras_import import keras
    >>> decay = keras.optimizers.schedules.CosineDecay(0.1, 100)
    >>> counted = CountedOptimizer(keras.optimizers.SGD(decay))
    >>> [way.length for way in ways_of("optimizer", counted, {}, Timing(2, 30))]
    [100]
    """
    start = counted.start
    stop = start + timing.batches * counted.for_each_batch
    if counted.scheduled:
        return [_way_of_schedule(counted, start, stop)]
    steps = {"epoch": (timing.initial_epoch, timing.epochs)}
    steps["update"] = (start // counted.accumulated, stop // counted.accumulated)
    found = []
    for title, callback in callbacks.items():
        if (getattr(callback, "optimizer", None) or OWN) != name:
            continue
        unit = _unit_of(callback)
        if unit is not None:
            rates, (begin, end) = callback.rates, steps[unit]
            last = rates[min(max(end, 1), len(rates)) - 1]
            length = length_of_column(rates)
            way = Way(title, unit, begin, end, length, last, rates[-1], {}, True)
            found.append(way)
    return found


def _way_of_schedule(counted: CountedOptimizer, start: int, stop: int) -> Way:
    length = length_of_function(counted.rates_at, stop)
    end = stop - 1 if length == np.inf else int(length)
    last, floor = map(float, counted.rates_at(np.array([stop - 1, end])))
    schedule = schedule_of(counted.optimizer)
    name = "The schedule" if schedule is None else type(schedule).__name__
    numbers = getattr(schedule, "__dict__", {})
    is_column = isinstance(schedule, TableSchedule)
    return Way(name, "update", start, stop, length, last, floor, numbers, is_column)


def _unit_of(callback: Any) -> str | None:
    if isinstance(callback, RatePerEpoch):
        return "epoch"
    return "update" if isinstance(callback, RatePerUpdate) else None
