"""A column of rates as a Keras ``LearningRateSchedule``."""

import numpy as np

from helpers.keras_import import keras
from helpers.schedules import check_table


@keras.saving.register_keras_serializable("learning_rate_schedules")
class TableSchedule(keras.optimizers.schedules.LearningRateSchedule):
    """Look the optimizer's step up in ``rates``, a column of shape ``(steps,)``.

    Returns ``rates[step]`` as float32, so any column can drive an optimizer, exact at
    every restart. Behind its end the last rate holds: make the table one row longer
    than the run, ``table(schedule, steps + 1)``, for the floor to hold. The column is
    saved with the model; import this module before ``keras.models.load_model``.
    """

    def __init__(self, rates):
        """Check the column; Keras computes with it in float32."""
        self.rates = check_table("rates", rates)

    def __call__(self, step):
        """Return the rate at ``step`` as a float32 tensor."""
        last = len(self.rates) - 1
        row = keras.ops.minimum(keras.ops.cast(step, "int32"), last)
        return keras.ops.take(self.rates.astype(np.float32), row)

    def get_config(self):
        """Return the column as a list, for Keras to save."""
        return {"rates": self.rates.tolist()}
