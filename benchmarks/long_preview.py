"""A preview of a long training in which a callback sets the rate of each update.

What is measured is the processor's time, since a wait for other processes says nothing.
"""

import time

from benchmarks.measuring import Comparison
from helpers.callbacks import RatePerUpdate
from helpers.keras_import import keras
from helpers.preview import preview
from helpers.schedules import cosine, table

PROMISED = 40.0  # seconds for 100 000 updates


def compare(data, updates=100_000, epochs=100):
    """Look at the rates of so many updates, once."""
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile(keras.optimizers.SGD(0.1), "mse")
    callback = RatePerUpdate(table(cosine(0.1, updates), updates))
    length = {"epochs": epochs, "steps_per_epoch": updates // epochs}
    began = time.process_time()
    preview(model, [callback], **length)
    took = time.process_time() - began
    return [
        Comparison(
            f"a preview of {updates} updates by RatePerUpdate, against the promise",
            "s of processor time",
            (PROMISED * updates / 100_000,),
            (took,),
            goal=1,
        )
    ]
