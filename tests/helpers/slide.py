"""A model of one weight, which shows the rate of every update."""

import numpy as np

from helpers.keras_import import keras
from helpers.schedules import linear, table

EPOCHS, UPDATES, BATCH = 3, 4, 2
PER_UPDATE = table(linear(0.5, EPOCHS * UPDATES), EPOCHS * UPDATES + 1)


def slide(rate, **options):
    """A model of one weight that every update of plain SGD lowers by its rate."""
    model = keras.Sequential(
        [
            keras.Input((1,)),
            keras.layers.Dense(1, use_bias=False, kernel_initializer="zeros"),
        ]
    )
    optimizer = rate
    if not isinstance(rate, keras.optimizers.Optimizer):
        optimizer = keras.optimizers.SGD(rate)
    model.compile(optimizer, loss=lambda y, output: keras.ops.mean(output), **options)
    return model


def train(model, callbacks, epochs=EPOCHS, samples=UPDATES * BATCH, **options):
    x = np.ones((samples, 1), np.float32)
    options = {"batch_size": BATCH, "verbose": 0, **options}
    return model.fit(x, x, epochs=epochs, callbacks=callbacks, **options)


def fallen(model):
    return -model.get_weights()[0].item()


def float32(rates):
    return np.asarray(rates, np.float32).tolist()
