"""A training of a reader's small model by ``helpers.compare``, and by Keras alone."""

from functools import partial

import numpy as np
from sklearn.datasets import make_friedman1

from benchmarks.measuring import Comparison, seconds_in_turn
from helpers.compare.recipe import Recipe, evaluation_epochs
from helpers.compare.training import Training, carry_out
from helpers.keras_import import keras
from helpers.keras_schedule import TableSchedule
from helpers.schedules import cosine, table

BATCH_SIZE, PEAK = 50, 0.01


def compare(data, repetitions=5, epochs=10, in_a_row=4):
    """Train networks of two hidden layers on 1000 rows, ``in_a_row`` of one kind.

    The first of a row prepares anew what ``set_random_seed`` has thrown away.
    """
    x, y = (array.astype("float32") for array in make_friedman1(2000, random_state=0))
    train, validation = (x[:1000], y[:1000]), (x[1000:], y[1000:])
    updates = epochs * -(-len(train[0]) // BATCH_SIZE)
    rates = table(cosine(PEAK, updates), updates)
    recipe = Recipe(
        network,
        train,
        validation,
        validation,
        "mse",
        "adam",
        "loss",
        BATCH_SIZE,
        updates,
        compile_options={},
    )

    def by_keras():
        keras.utils.set_random_seed(0)
        model = network(0)
        model.compile(keras.optimizers.Adam(TableSchedule(rates)), "mse")
        model.fit(
            *train,
            batch_size=BATCH_SIZE,
            epochs=epochs,
            validation_data=validation,
            validation_freq=evaluation_epochs(epochs),
            verbose=0,
        )

    def by_comparison():
        carry_out(recipe, Training("tuning", "cosine", PEAK, 0, rates))

    def several(job):
        for _ in range(in_a_row):
            job()

    jobs = {"keras": by_keras, "comparison": by_comparison}
    several(by_comparison)  # compiles the program
    in_turn = {name: partial(several, job) for name, job in jobs.items()}
    took = {
        name: tuple(np.divide(seconds, in_a_row))
        for name, seconds in seconds_in_turn(in_turn, repetitions).items()
    }
    return [
        Comparison(
            "a training of a small model within a comparison, against fit",
            "s",
            took["keras"],
            took["comparison"],
            goal=5,
        )
    ]


def network(seed):
    """Return a network of 4 929 weights for the ten inputs."""
    dense = keras.layers.Dense
    inputs = keras.Input((10,))
    hidden = dense(64, activation="relu")(dense(64, activation="relu")(inputs))
    return keras.Model(inputs, dense(1)(hidden))
