"""The rates of an optimizer that computes them, at any counts."""

from typing import Any

from helpers.arrays import Floats, Ints
from helpers.keras_columns import Rates, program_of
from helpers.keras_import import keras
from helpers.rates import optimizers_in

__all__ = ["ScheduledRates"]


class ScheduledRates:
    """Return the rates of a schedule at an array of the optimizer's counts.

    With TensorFlow and JAX they are computed in a program, as ``fit`` does, which may
    round otherwise than a call of the schedule does.

    >>> import numpy as np
    >>> decay = keras.optimizers.schedules.CosineDecay(1.0, 4)
    >>> ScheduledRates(keras.optimizers.SGD(decay))(np.array([0, 2, 4])).round(6)
    array([1. , 0.5, 0. ])
    """

    def __init__(self, optimizer: Any) -> None:
        """Find what the optimizer counts with."""
        self._optimizer = optimizer
        counting = [optimizer, *optimizers_in(optimizer).values()][-1]
        self._counter = counting.variables[0]
        self._program: Rates | None = None

    def __call__(self, counts: Ints) -> Floats:
        """Compute the rates; the optimizer's own count is as before afterwards."""
        before = self._counter.numpy()
        try:
            if self._program is None:
                self._program = program_of(self._rate_at)
            return self._program(counts)
        finally:
            self._counter.assign(before)

    def _rate_at(self, count: Any) -> Any:
        if keras.backend.backend() == "jax":
            with keras.StatelessScope(state_mapping=[(self._counter, count)]):
                return keras.ops.convert_to_tensor(self._optimizer.learning_rate)
        self._counter.assign(keras.ops.cast(count, self._counter.dtype))
        return keras.ops.convert_to_tensor(self._optimizer.learning_rate)
