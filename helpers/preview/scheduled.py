"""The rates of an optimizer that computes them, at any counts."""

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np

from helpers.arrays import Floats, Ints
from helpers.keras_import import keras
from helpers.rates import optimizers_in, rate_of

__all__ = ["ScheduledRates"]

Program: TypeAlias = Callable[[Ints], Any]


class ScheduledRates:
    """Return the rates of a schedule at an array of the optimizer's counts.

    With TensorFlow and JAX they are computed in a program, as ``fit`` does, which may
    round otherwise than a call of the schedule does.

    >>> decay = keras.optimizers.schedules.CosineDecay(1.0, 4)
    >>> ScheduledRates(keras.optimizers.SGD(decay))(np.array([0, 2, 4])).round(6)
    array([1. , 0.5, 0. ])
    """

    def __init__(self, optimizer: Any) -> None:
        """Find what the optimizer counts with."""
        self._optimizer = optimizer
        counting = [optimizer, *optimizers_in(optimizer).values()][-1]
        self._counter = counting.variables[0]
        self._program: Program | None = None

    def __call__(self, counts: Ints) -> Floats:
        """Compute the rates; the optimizer's own count is as before afterwards."""
        backend, before = keras.backend.backend(), self._counter.numpy()
        try:
            if backend not in PROGRAMS:
                return np.array([self._rate_at(count) for count in counts], float)
            if self._program is None:
                self._program = PROGRAMS[backend](self._optimizer, self._counter)
            return np.asarray(self._program(counts), float)
        finally:
            self._counter.assign(before)

    def _rate_at(self, count: Any) -> float:
        self._counter.assign(count)
        return rate_of(self._optimizer)


def _in_tensorflow(optimizer: Any, counter: Any) -> Program:
    import tensorflow as tf

    variable = counter.value

    def rate(count: Any) -> Any:
        variable.assign(tf.cast(count, variable.dtype))
        return tf.cast(optimizer.learning_rate, tf.float64)

    def column(counts: Any) -> Any:
        return tf.map_fn(
            rate, counts, fn_output_signature=tf.float64, parallel_iterations=1
        )

    # Without autograph, as fit calls schedules.
    program = tf.function(column, autograph=False).get_concrete_function(
        tf.TensorSpec([None], tf.int64)
    )
    return lambda counts: program(tf.constant(counts, tf.int64))


def _in_jax(optimizer: Any, counter: Any) -> Program:
    import jax

    def rate(count: Any) -> Any:
        with keras.StatelessScope(state_mapping=[(counter, count)]):
            return keras.ops.convert_to_tensor(optimizer.learning_rate)

    program = jax.jit(lambda counts: jax.lax.map(rate, counts))
    return lambda counts: program(np.asarray(counts, np.int32))


PROGRAMS = {"tensorflow": _in_tensorflow, "jax": _in_jax}
