"""An optimizer's updates, counted and not made, with the rate that each would use."""

from collections.abc import Callable
from typing import Any

import numpy as np

from helpers.arrays import Floats, Ints
from helpers.preview.scheduled import ScheduledRates
from helpers.rates import (
    changes_the_rate,
    has_schedule,
    optimizers_in,
    rate_in_force,
    rate_of,
)

__all__ = ["CountedOptimizer"]


class CountedOptimizer:
    """Count the updates of an optimizer, and note the rate of each.

    A rate that can be set is read by ``look``. A schedule is asked for all its rates at
    the end, in one program. In a batch the optimizer makes ``for_each_batch`` updates.

    >>> from helpers.keras_import import keras
    >>> counted = CountedOptimizer(keras.optimizers.SGD(0.5))
    >>> counted.count(batches=2)
    >>> counted.column().tolist()
    [0.5, 0.5]
    """

    def __init__(
        self,
        optimizer: Any,
        for_each_batch: int = 1,
        rates_at: Callable[[Ints], Floats] | None = None,
    ) -> None:
        """Begin at the optimizer's own count; ``rates_at`` spares another program."""
        self.optimizer, self.for_each_batch = optimizer, for_each_batch
        self.rates_at = rates_at or ScheduledRates(optimizer)
        counting = [optimizer, *optimizers_in(optimizer).values()]
        self._counters = [one.variables[0] for one in counting]
        self.start = self._count()
        steps = [getattr(one, "gradient_accumulation_steps", 1) for one in counting]
        self.accumulated = max(number or 1 for number in steps)
        self.scheduled = has_schedule(optimizer)
        self.rate: float | None = None
        self.is_ignored = False
        self._changes_rate = changes_the_rate(optimizer)
        self._rates: list[float] = []
        self._steps: list[int] = []
        self._times: list[int] = []
        self.look()

    def _count(self) -> int:
        return int(self._counters[-1].numpy())  # wrapped optimizers count themselves

    def look(self) -> float | None:
        """Read the rate that can be set, and return it; with a schedule, None.

        A schedule that takes the place of a number after the first update is not read:
        Keras's program goes on with the number.
        """
        if not self.scheduled:
            if not has_schedule(self.optimizer):
                self.rate = rate_of(self.optimizer)
            elif self._times:
                self.is_ignored = True
            else:
                self.scheduled, self.rate = True, None
        return self.rate

    def count(self, batches: int) -> None:
        """Count the updates of so many batches, all at the rate that was read last."""
        updates = batches * self.for_each_batch
        if self.rate is None or self._changes_rate:
            self._steps.append(self._count())
        if self.rate is not None:
            self._rates.append(self.rate)
        self._times.append(updates)
        for counter in self._counters:
            _add(counter, updates)

    def column(self) -> Floats:
        """Return the rates of the updates counted so far."""
        spans = zip(self._steps, self._times, strict=False)
        steps = [np.arange(first, first + length) for first, length in spans]
        counts = np.concatenate([np.arange(0), *steps])
        if self.scheduled:
            rates = self.rates_at(counts)
        else:
            rates = np.repeat(np.array(self._rates, float), np.array(self._times, int))
        if self._changes_rate:
            pairs = zip(counts // self.accumulated, rates, strict=True)
            changed = [rate_in_force(self.optimizer, *pair) for pair in pairs]
            rates = np.array(changed, float)
        return rates


def _add(counter: Any, updates: int) -> None:
    # TensorFlow's own variable takes a quarter of the time that Keras's takes.
    if hasattr(counter.value, "assign_add"):
        counter.value.assign_add(updates, read_value=False)
    else:
        counter.assign(counter + updates)
