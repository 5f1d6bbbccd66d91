"""A small training, and the rates that it is recorded to have used."""

import numpy as np

from helpers.keras_import import keras
from helpers.preview import preview
from helpers.recorders import RateRecorder

STEPS, EPOCHS = 10, 4
UPDATES = EPOCHS * STEPS
RANDOM = np.random.default_rng(0)
X = RANDOM.normal(size=(4 * STEPS, 3)).astype(np.float32)
Y = RANDOM.normal(size=(4 * STEPS, 1)).astype(np.float32)
SCHEDULES = keras.optimizers.schedules


def compiled(rate=0.1, **options):
    """Return a small model with an optimizer, or with SGD at a rate or a schedule."""
    if not isinstance(rate, keras.optimizers.Optimizer):
        rate = keras.optimizers.SGD(rate)
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
    model.compile(rate, "mse", **options)
    return model


def seen(model, callbacks=(), **length):
    """Return a preview of the training."""
    length = {"epochs": EPOCHS, "steps_per_epoch": STEPS, **length}
    return preview(model, callbacks, **length)


def recorded(model, callbacks=(), epochs=EPOCHS, **options):
    """Train, and return the rate of every update."""
    recorder = RateRecorder()
    model.fit(X, Y, 4, epochs, verbose=0, callbacks=[*callbacks, recorder], **options)
    return recorder.rates


def rules(found):
    """Return the names of the rules that have found something."""
    return {problem.rule for problem in found.problems}
