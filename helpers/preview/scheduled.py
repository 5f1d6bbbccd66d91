"""The rates of an optimizer that computes them, at any counts."""

from typing import Any

import numpy as np

from helpers.arrays import Floats, Ints
from helpers.keras_import import keras
from helpers.rates import optimizers_in, rate_of

__all__ = ["ScheduledRates"]


class ScheduledRates:
    """Return the rates of a schedule at an array of the optimizer's counts.

    With TensorFlow they are computed in a program, as in ``fit``, to the last bit.

    >>> decay = keras.optimizers.schedules.CosineDecay(1.0, 4)
    >>> ScheduledRates(keras.optimizers.SGD(decay))(np.array([0, 2, 4])).tolist()
    [1.0, 0.5, 0.0]
    """

    def __init__(self, optimizer: Any) -> None:
        """Find what the optimizer counts with."""
        self._optimizer = optimizer
        counting = [optimizer, *optimizers_in(optimizer).values()][-1]
        self._counter = counting.variables[0]
        self._program: Any = None

    def __call__(self, counts: Ints) -> Floats:
        """Compute the rates; the optimizer's own count is as before afterwards."""
        before = self._counter.numpy()
        try:
            if keras.backend.backend() == "tensorflow":
                return self._in_a_program(counts)
            return np.array([self._rate_at(count) for count in counts], float)
        finally:
            self._counter.assign(before)

    def _rate_at(self, count: Any) -> float:
        self._counter.assign(count)
        return rate_of(self._optimizer)

    def _in_a_program(self, counts: Ints) -> Floats:
        import tensorflow as tf

        if self._program is None:
            self._program = _program(self._optimizer, self._counter.value)
        return np.asarray(self._program(tf.constant(counts, tf.int64)), float)


def _program(optimizer: Any, counter: Any) -> Any:
    """Return a TensorFlow program from an array of counts to the rates."""
    import tensorflow as tf

    def rate(count: Any) -> Any:
        counter.assign(tf.cast(count, counter.dtype))
        return tf.cast(optimizer.learning_rate, tf.float32)

    def column(counts: Any) -> Any:
        return tf.map_fn(
            rate, counts, fn_output_signature=tf.float32, parallel_iterations=1
        )

    program = tf.function(column, autograph=False)  # fit calls schedules without it too
    return program.get_concrete_function(tf.TensorSpec([None], tf.int64))
