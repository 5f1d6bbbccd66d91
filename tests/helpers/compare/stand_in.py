"""A comparison whose trainings cost no time: values by a formula."""

import math

import numpy as np
import pytest

from helpers.compare import Comparison
from helpers.keras_import import keras

X = np.random.default_rng(0).normal(size=(24, 3)).astype("float32")
Y = X.sum(1, keepdims=True)
PEAKS = (0.001, 0.01, 0.1)


def model(seed, width=2, activation="relu", start="glorot_uniform"):
    layer = keras.layers.Dense(width, activation, kernel_initializer=start)
    return keras.Sequential([keras.Input((3,)), layer, keras.layers.Dense(1)])


def comparison(tmp_path=None, **changed):
    given = {
        "model": model,
        "train": (X, Y),
        "validation": (X, Y),
        "loss": "mse",
        "updates": 4,
        "peaks": PEAKS,
        "arms": {"constant": [1, 1, 1, 1], "falling": [1, 0.5, 0.2, 0]},
        "repeats": 3,
        "tuning_seeds": 2,
        "pairs": 2,
    }
    if tmp_path is not None:
        given["file"] = str(tmp_path / "kept.sqlite")
    return Comparison(**given | changed)


def refused(tmp_path, **changed):
    with pytest.raises((ValueError, TypeError)) as found:
        comparison(tmp_path, **changed).run()
    return str(found.value)


class Trained:
    """Stands in for ``carry_out``: values by a formula, and what was trained."""

    def __init__(self, formula):
        self.formula, self.trained = formula, []

    def __call__(self, recipe, training, advanced=None, updates=None, program=None):
        self.trained.append(
            (training.stage, training.arm, training.peak, training.seed)
        )
        value = self.formula(training)
        return {
            "value": None if value is None else float(value),
            "diverged": value is None,
            "evaluations": [{"updates": 4, "val_loss": 1.0}],
            "seconds": 0.1,
        }


def valley(bottom, noise=0.01):
    """Return values with the best peak at ``bottom``; falling is twice as good.

    Their logarithm is a parabola over that of the peak.
    """

    def formula(training):
        scatter = noise * np.sin(training.seed * 7 + len(training.arm))
        better = math.log(2) * (training.arm == "falling")
        return math.exp(math.log10(training.peak / bottom) ** 2 - better + scatter)

    return formula


class Batches(keras.utils.PyDataset):
    def __init__(self, number):
        super().__init__()
        self.number = number

    def __len__(self):
        return self.number

    def __getitem__(self, index):
        return X[:8], Y[:8]


class Own(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = keras.layers.Dense(1)

    def call(self, inputs):
        return 2 * self.dense(inputs)


class OtherCall(Own):
    def call(self, inputs):
        return 3 * self.dense(inputs)
