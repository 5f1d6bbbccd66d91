"""An optimizer's updates, counted and not made, with the rate that each would use."""

from typing import Any

import numpy as np

from helpers.arrays import Floats, Ints
from helpers.keras_import import keras
from helpers.rates import has_schedule, optimizers_in, rate_of

__all__ = ["CountedOptimizer"]


class CountedOptimizer:
    """Count the updates of an optimizer, and note the rate of each.

    A rate that can be set is read by ``look``. A schedule is asked for all its rates at
    the end, in one program. In a batch the optimizer makes ``for_each_batch`` updates.

    >>> counted = CountedOptimizer(keras.optimizers.SGD(0.5))
    >>> counted.count(batches=2)
    >>> counted.column().tolist()
    [0.5, 0.5]
    """

    def __init__(self, optimizer: Any, for_each_batch: int = 1) -> None:
        """Begin at the optimizer's own count."""
        self.optimizer, self.for_each_batch = optimizer, for_each_batch
        counting = [optimizer, *optimizers_in(optimizer).values()]
        self._counters = [one.variables[0] for one in counting]
        self.start = self._count()
        steps = [getattr(one, "gradient_accumulation_steps", 1) for one in counting]
        self.accumulated = max(number or 1 for number in steps)
        self.scheduled = has_schedule(optimizer)
        self.rate: float | None = None
        self._program: Any = None
        self._rates: list[float] = []
        self._steps: list[int] = []
        self._times: list[int] = []
        self.look()

    def _count(self) -> int:
        return int(self._counters[-1].numpy())  # wrapped optimizers count themselves

    def look(self) -> float | None:
        """Read the rate that can be set, and return it; with a schedule, None."""
        if not self.scheduled:
            self.rate = rate_of(self.optimizer)
        return self.rate

    def count(self, batches: int) -> None:
        """Count the updates of so many batches, all at the rate that was read last."""
        updates = batches * self.for_each_batch
        if self.rate is None:
            self._steps.append(self._count())
        else:
            self._rates.append(self.rate)
        self._times.append(updates)
        for counter in self._counters:
            _add(counter, updates)

    def column(self) -> Floats:
        """Return the rates of the updates counted so far."""
        if not self.scheduled:
            return np.repeat(np.array(self._rates, float), np.array(self._times, int))
        spans = zip(self._steps, self._times, strict=True)
        steps = [np.arange(first, first + length) for first, length in spans]
        return self.rates_at(np.concatenate([np.arange(0), *steps]))

    def rates_at(self, steps: Ints) -> Floats:
        """Return the rates of the schedule at these counts.

        With TensorFlow they are computed in a program, as in ``fit``.
        """
        counter, before = self._counters[-1], self._count()
        try:
            if keras.backend.backend() == "tensorflow":
                if self._program is None:
                    self._program = _program(self.optimizer, counter)
                return np.asarray(self._program(_int64(steps)), float)
            rates = []
            for step in steps:
                counter.assign(step)
                rates.append(rate_of(self.optimizer))
            return np.array(rates, float)
        finally:
            counter.assign(before)


def _add(counter: Any, updates: int) -> None:
    # TensorFlow's own variable takes a third of the time that Keras's takes.
    if hasattr(counter.value, "assign_add"):
        counter.value.assign_add(updates)
    else:
        counter.assign(counter + updates)


def _program(optimizer: Any, counter: Any) -> Any:
    """Return a program that computes the rates at an array of counts."""
    import tensorflow as tf

    def rate(step: Any) -> Any:
        counter.value.assign(tf.cast(step, counter.value.dtype))
        return tf.cast(optimizer.learning_rate, tf.float32)

    def column(steps: Any) -> Any:
        return tf.map_fn(
            rate, steps, fn_output_signature=tf.float32, parallel_iterations=1
        )

    program = tf.function(column, autograph=False)  # fit calls schedules without it too
    return program.get_concrete_function(tf.TensorSpec([None], tf.int64))


def _int64(steps: Ints) -> Any:
    import tensorflow as tf

    return tf.constant(steps, tf.int64)
