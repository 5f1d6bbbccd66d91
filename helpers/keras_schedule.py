"""A column of rates as a Keras ``LearningRateSchedule``."""

from typing import Any

import numpy as np

from helpers.arrays import ArrayLike
from helpers.keras_import import keras
from helpers.legacy_keras import check_step
from helpers.schedules import check_table

__all__ = ["TableSchedule"]


@keras.saving.register_keras_serializable("learning_rate_schedules")
class TableSchedule(keras.optimizers.schedules.LearningRateSchedule):
    """Look the optimizer's step up in ``rates``, a column of shape ``(steps,)``.

    Returns ``rates[step]`` as float32, so any column can drive an optimizer, exact at
    every restart. After its end the last rate holds: make the table one row longer
    than the run, ``table(schedule, steps + 1)``, for the floor to hold. A step is a
    batch where gradients are accumulated: then each n-th row moves weights. The column
    is saved with the model; import this module before ``keras.models.load_model``.

    >>> from helpers.schedules import linear, table
    >>> rates = TableSchedule(table(linear(1, 4), 5))
    >>> [float(rates(step)) for step in (0, 1, 3, 4, 9)]
    [1.0, 0.75, 0.25, 0.0, 0.0]
    >>> optimizer = keras.optimizers.SGD(rates)
    >>> float(optimizer.learning_rate)
    1.0
    """

    def __init__(self, rates: ArrayLike) -> None:
        """Check the column; Keras computes with it in float32."""
        self.rates = check_table("rates", rates)

    def __call__(self, step: Any = None) -> Any:
        """Return the rate at ``step`` as a float32 tensor."""
        check_step(step)
        last = len(self.rates) - 1
        row = keras.ops.minimum(keras.ops.cast(step, "int32"), last)
        return keras.ops.take(self.rates.astype(np.float32), row)

    def get_config(self) -> dict[str, Any]:
        """Return the column as a list, for Keras to save."""
        return {"rates": self.rates.tolist()}
