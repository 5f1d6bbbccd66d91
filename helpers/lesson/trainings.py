"""What a check sees of a callback: the rates of a short training with it."""

import contextlib
import io
from typing import Any

import numpy as np

from helpers.arrays import Floats
from helpers.lesson.observers import FormError

__all__ = ["rates_in_training"]


def rates_in_training(callback: Any, epochs: int) -> Floats:
    """Return the rate of each epoch of a real training with a callback.

    The training makes two updates an epoch. What is no callback, or changes the rate
    within an epoch, raises FormError. What the callback prints is left out.

    >>> from helpers.callbacks import RatePerEpoch
    >>> rates_in_training(RatePerEpoch([0.5, 0.25]), 3).tolist()
    [0.5, 0.25, 0.25]
    """
    from helpers.keras_import import keras
    from helpers.recorders import RateRecorder

    if not isinstance(callback, keras.callbacks.Callback):
        raise FormError(_why_no_callback(callback))
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile(keras.optimizers.Adam(), loss="mse")
    ones, recorder = np.ones((2, 1)), RateRecorder()
    with contextlib.redirect_stdout(io.StringIO()):
        model.fit(
            ones,
            ones,
            batch_size=1,
            epochs=epochs,
            callbacks=[callback, recorder],
            verbose=0,
        )
    rates = np.array(recorder.rates).reshape(-1, 2)
    if not np.array_equal(*rates.T):
        raise FormError("It changes the rate within an epoch.")
    return rates[:, 0]


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
