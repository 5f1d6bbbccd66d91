"""What a check sees of a callback: the rates of a short training with it."""

import contextlib
import io
import traceback
from typing import Any

import numpy as np

from helpers.arrays import Floats
from helpers.lesson.observers import FormError

__all__ = ["rates_in_training"]

NEEDS_A_FUNCTION = (
    "LearningRateScheduler needs a function of the epoch that returns a float: "
    "write `lambda epoch: float(…)`."
)


def rates_in_training(callback: Any, epochs: int) -> Floats:
    """Return the rate of each epoch of a real training with a callback.

    The training makes two updates an epoch. What is no callback, or changes the rate
    within an epoch, raises FormError. What the callback prints is left out.

    >>> from helpers.callbacks import RatePerEpoch
    >>> rates_in_training(RatePerEpoch([0.5, 0.25]), 3).tolist()
    [0.5, 0.25, 0.25]
    """
    import tensorflow as tf

    from helpers.keras_import import keras
    from helpers.recorders import RateRecorder

    if not isinstance(callback, keras.callbacks.Callback):
        raise FormError(_why_no_callback(callback))
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile(keras.optimizers.Adam(), loss="mse")
    ones, recorder = np.ones((1, 1)), RateRecorder()
    # Arrays get a new iterator for each epoch, which takes longer than the updates.
    batches = tf.data.Dataset.from_tensors((ones, ones)).repeat()
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            model.fit(
                batches,
                epochs=epochs,
                steps_per_epoch=2,
                callbacks=[callback, recorder],
                shuffle=False,
                verbose=0,
            )
    except Exception as error:
        asks = isinstance(callback, keras.callbacks.LearningRateScheduler)
        if asks and not _is_in_a_cell(error):
            raise FormError(NEEDS_A_FUNCTION) from error
        raise
    rates = np.array(recorder.rates).reshape(-1, 2)
    if not np.array_equal(*rates.T):
        raise FormError("It changes the rate within an epoch.")
    return rates[:, 0]


def _is_in_a_cell(error: Exception) -> bool:
    """Return whether the code of a notebook's cell took part in an error."""
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    return any(frame.f_globals.get("__name__") == "__main__" for frame in frames)


def _why_no_callback(answer: Any) -> str:
    """Return a sentence on what is given instead of a callback."""
    from helpers.keras_import import keras

    if isinstance(answer, type):
        return "It is a class: write its arguments behind it, in brackets."
    if isinstance(answer, keras.optimizers.schedules.LearningRateSchedule):
        return "It is a schedule for the optimizer, which counts updates, not epochs."
    if isinstance(answer, str):
        return "It is a text. Write the call itself, without quotation marks."
    if callable(answer):
        return "It is a function: a callback can ask it for the rate of each epoch."
    if isinstance(answer, list | tuple) and any(
        isinstance(part, keras.callbacks.Callback) for part in answer
    ):
        return "It is a list with a callback in it. Give the callback alone."
    return "These are numbers: give them to a callback."
