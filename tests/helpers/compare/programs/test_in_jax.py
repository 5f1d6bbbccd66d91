"""On JAX one compiled program serves all trainings, and has the numbers of ``fit``."""

import importlib.util
import os
import subprocess
import sys

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(importlib.util.find_spec("jax") is None, reason="needs JAX"),
]

TRAIN = """
import numpy as np
from helpers.compare.choice import chosen_program
from helpers.compare.programs import *
from helpers.compare.recipe import Recipe
from helpers.compare.training import Training, carry_out
from helpers.keras_import import keras
from helpers.keras_schedule import TableSchedule

X = np.random.default_rng(0).normal(size=(44, 6)).astype("float32")
Y = X[:, :1] - X[:, 1:2] ** 2
NOISE = keras.layers.Dropout(0.3)


def model(seed):
    scaled = keras.layers.BatchNormalization()
    layers = scaled, keras.layers.Dense(8, "relu"), NOISE, keras.layers.Dense(1)
    return keras.Sequential([keras.Input((6,)), *layers])


class Rows(keras.utils.PyDataset):
    def __len__(self):
        return 3

    def __getitem__(self, index):
        return X[16 * index :][:16], Y[16 * index :][:16]


def recipe(**changed):
    given = dict(train=(X, Y), validation=(X[:20], Y[:20]), test=(X, Y), loss="mse",
                 optimizer="adam", judge="mae", batch_size=16, updates=8,
                 compile_options={})
    return Recipe(model, **given | changed)


def training(seed):
    return Training("tuning", "arm", 0.01, seed, np.linspace(0.01, 0.001, 8))


for data in (X, Y), Rows():
    ours = recipe(train=data)
    found = {}
    for program in (SINGLE_UPDATES, COMPILED_EACH_TIME, WHOLE_TRAINING):
        for seed in (3, 4, 3):
            found[program, seed] = carry_out(ours, training(seed), program=program)
    single, each, whole = (found[one, 3]["evaluations"] for one in
                           (SINGLE_UPDATES, COMPILED_EACH_TIME, WHOLE_TRAINING))
    assert single == each, (single, each)
    assert found[SINGLE_UPDATES, 4]["evaluations"] != single
    for one, other in zip(single, whole, strict=True):
        assert one.keys() == other.keys()
        assert all(np.isclose(one[name], other[name], rtol=1e-5) for name in one)
    again = carry_out(recipe(train=data), training(3))
    assert again["evaluations"] == single

# as in Keras alone, on rows in the same order
NOISE = keras.layers.Activation("linear")
ours = carry_out(recipe(train=(X[:16], Y[:16])), training(3))
keras.utils.set_random_seed(3)
alone = model(3)
adam = keras.optimizers.Adam(TableSchedule(training(3).rates))
alone.compile(adam, "mse", metrics=["mae"])
keras.utils.set_random_seed(3)
rows = [np.random.permutation(16) for _ in range(8)]
for order in rows:
    alone.fit(X[order], Y[order], batch_size=16, shuffle=False, verbose=0)
value = alone.evaluate(X[:20], Y[:20], verbose=0)[1]
assert ours["value"] == value, (ours["value"], value)

choice = chosen_program(recipe(), training(0), 1, trainings=100)
assert choice.program == SINGLE_UPDATES, choice
print("right")
"""


def test_a_training_is_one_number_whatever_carries_it_out():
    done = subprocess.run(
        [sys.executable, "-c", TRAIN],
        env=dict(os.environ, KERAS_BACKEND="jax"),
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "right"
