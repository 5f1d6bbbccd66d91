"""Models, data and recipes that train in a moment, as Keras does."""

import contextlib
import sqlite3

import numpy as np
import pandas as pd
import pytest

from helpers.compare import Comparison
from helpers.compare.recipe import Recipe
from helpers.compare.training import Training
from helpers.keras_import import keras

# isort: split
import tensorflow as tf

RNG = np.random.default_rng(0)
X = RNG.normal(size=(48, 6)).astype("float32")
Y = X[:, :1] - 0.5 * X[:, 1:2] ** 2
VALID = X[::3], Y[::3]
UP = np.linspace(0.001, 0.02, 6)
DOWN = np.linspace(0.02, 0.001, 6)
FLAT = np.full(6, 0.01)


def sequential(seed):
    return keras.Sequential([keras.layers.Dense(4, "relu"), keras.layers.Dense(1)])


class Late(keras.layers.Layer):
    """Tell the output's shape, so that symbols build no layer within it."""

    def __init__(self):
        super().__init__()
        self.inner, self.noise = keras.layers.Dense(4), keras.layers.Dropout(0.5)

    def build(self, shape):
        super().build(shape)

    def call(self, inputs, training=False):
        return self.noise(keras.ops.tanh(self.inner(inputs)), training=training)

    def compute_output_shape(self, shape):
        return (*shape[:-1], 4)


def late(seed):
    inputs = keras.Input((X.shape[1],))
    return keras.Model(inputs, keras.layers.Dense(1)(Late()(inputs)))


def recipe(model=sequential, **changed):
    """Return a recipe; the test is on the validation data if nothing else is given."""
    given = {
        "train": (X, Y),
        "validation": VALID,
        "test": changed.get("validation", VALID),
        "loss": "mse",
        "optimizer": "adam",
        "judge": "loss",
        "batch_size": 16,
        "updates": 6,
        "compile_options": {"jit_compile": False},
    }
    return Recipe(model, **given | changed)


def one_by_one(recipe):
    """Return the recipe, from now on with one update for each call of the program."""
    recipe.__dict__["steps_per_execution"] = 1
    return recipe


def training(rates=FLAT, seed=0, stage="tuning"):
    return Training(stage, "arm", float(np.max(rates)), seed, np.asarray(rates, float))


def comparison(folder, **changed):
    given = {
        "model": sequential,
        "train": (X, Y),
        "validation": VALID,
        "loss": "mse",
        "updates": 3,
        "batch_size": 16,
        "peaks": (1e-4, 1e-2, 1e6),
        "arms": {"flat": [1, 1, 1], "falling": [1, 0.5, 0]},
        "compile_options": {"jit_compile": False},
        "repeats": 2,
        "tuning_seeds": 1,
        "pairs": 1,
        "optimizer": "sgd",
        "file": str(folder / "kept.sqlite"),
    }
    return Comparison(**given | changed)


def assert_same(one, other, rtol=0.0):
    pd.testing.assert_frame_equal(
        pd.DataFrame(one["evaluations"]), pd.DataFrame(other["evaluations"]),
        rtol=rtol, atol=0.0, check_exact=not rtol,
    )  # fmt: skip
    assert one["value"] == pytest.approx(other["value"], rel=rtol, abs=0.0)


def claims(file):
    with contextlib.closing(sqlite3.connect(file)) as database:
        return database.execute("select * from attempts where place != ''").fetchall()


def batches(repeat=False):
    data = tf.data.Dataset.from_tensor_slices((X, Y))
    return data.batch(16).repeat() if repeat else data.batch(16)


class Rows(keras.utils.PyDataset):
    def __len__(self):
        return 3

    def __getitem__(self, index):
        return X[16 * index : 16 * index + 16], Y[16 * index : 16 * index + 16]


def of_the_seed(seed):
    data = tf.data.Dataset.from_tensor_slices((X, Y))
    return data.shuffle(48, seed=seed).batch(16)


class BrokenError(Exception):
    pass
