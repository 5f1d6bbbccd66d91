"""A training of a reader's small model by ``helpers.compare``, and by Keras alone.

``helpers.compare`` has two programs for it: one compiled model of which ``fit`` makes
some updates in each call, or one program for a whole training.
"""

from functools import partial

import numpy as np
from sklearn.datasets import make_friedman1

from benchmarks.measuring import Comparison, seconds_in_turn
from helpers.compare.programs import SINGLE_UPDATES, WHOLE_TRAINING
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

    def by_comparison(program):
        one = Training("tuning", "cosine", PEAK, 0, rates)
        carry_out(recipe, one, program=program)

    def several(job):
        for _ in range(in_a_row):
            job()

    programs = {
        "updates": partial(by_comparison, SINGLE_UPDATES),
        "whole": partial(by_comparison, WHOLE_TRAINING),
    }
    for program in programs.values():
        program()  # compiles
    jobs = {"keras": by_keras, **programs}
    in_turn = {name: partial(several, job) for name, job in jobs.items()}
    took = {
        name: tuple(np.divide(seconds, in_a_row))
        for name, seconds in seconds_in_turn(in_turn, repetitions).items()
    }
    what = "a training of a small model within a comparison"
    return [
        Comparison(f"{what}, against fit", "s", took["keras"], took["whole"], goal=16),
        Comparison(
            f"{what}, one program against several updates in each call",
            "s",
            took["updates"],
            took["whole"],
            goal=2.5,
        ),
    ]


def network(seed):
    """Return a network of 4 929 weights for the ten inputs."""
    dense = keras.layers.Dense
    inputs = keras.Input((10,))
    hidden = dense(64, activation="relu")(dense(64, activation="relu")(inputs))
    return keras.Model(inputs, dense(1)(hidden))
