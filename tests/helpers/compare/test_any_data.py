"""What ``fit`` takes as data is taken, and trains as the same rows in arrays do."""

import sys
from functools import cache

import numpy as np
import pandas as pd
import pytest
import scipy.sparse

from helpers.compare.training import carry_out
from helpers.keras_import import keras
from tests.helpers.compare.kinds_of_data import (
    EndlessRows,
    Reconstruction,
    ShuffledRows,
    generated,
    loader,
    shuffled,
    stream,
)
from tests.helpers.compare.small import (
    FLAT,
    VALID,
    X,
    Y,
    assert_same,
    batches,
    comparison,
    training,
)

# isort: split
import tensorflow as tf

pytestmark = pytest.mark.slow


def outcome(folder, **given):
    """Return how a training ends, after all checks of a comparison's begin."""
    arms = {"flat": [1, 1, 1, 1], "falling": [4, 3, 2, 1]}
    ours = comparison(folder, updates=4, arms=arms, **given)  # ends in mid-epoch
    assert not ours.store.finished()
    return carry_out(ours.recipe, training(FLAT[:4]))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("kept")


@pytest.fixture(scope="module")
def expected(folder):
    """Give a function that trains in a way to compare others with, once."""
    ways = {
        "in order": {"train": batches(), "validation": batches()},
        "arrays": {"train": (X, Y), "validation": VALID},
    }
    return cache(lambda way: outcome(folder, **ways[way]))


IN_ORDER = {
    "endless": lambda: batches(repeat=True),
    "of unknown length": lambda: batches().filter(lambda *batch: True),
    "a generator": generated,
    "an endless generator": lambda: generated(ends=False),
    "an endless PyDataset": EndlessRows,
    "a loader": loader,
    "a stream": stream,
    "an endless stream": lambda: stream(ends=False),
}


@pytest.mark.filterwarnings("ignore:Your input ran out of data")
@pytest.mark.parametrize("kind", IN_ORDER)
def test_batches_of_any_length_train_in_their_order(kind, folder, expected):
    data = IN_ORDER[kind]()
    judged_on = batches() if "endless" in kind else data
    found = outcome(folder, train=data, validation=judged_on)
    assert found["value"] == pytest.approx(expected("in order")["value"], rel=1e-5)


ARRAYS = {
    "tensors of TensorFlow": tf.constant,
    "tensors of PyTorch": lambda part: pytest.importorskip("torch").tensor(part),
    "arrays of JAX": lambda part: pytest.importorskip("jax.numpy").asarray(part),
    "tables, and a column of one": lambda part: (
        pd.Series(part[:, 0]) if part.shape[1] == 1 else pd.DataFrame(part)
    ),
    "a function that makes tensors": None,
}


@pytest.mark.parametrize("kind", ARRAYS)
def test_tensors_and_tables_train_as_the_arrays_they_hold(kind, folder, expected):
    make = ARRAYS[kind]
    if make is None:
        train, validation = (lambda seed: (tf.constant(X), tf.constant(Y))), VALID
    else:
        train, validation = ([*map(make, data)] for data in ((X, Y), VALID))
    found = outcome(folder, train=train, validation=validation)
    assert_same(found, expected("arrays"), rtol=0.0 if make else 1e-5)


def linear(seed):
    return keras.Sequential([keras.Input((6,), sparse=True), keras.layers.Dense(1)])


def test_sparse_arrays_train_as_dense_ones(folder, few_rows):
    few_rows(1)  # so that Keras makes the batches of both
    rows = np.where(X > 0, X, 0)
    dense = outcome(folder, train=(rows, Y), validation=(rows, Y))
    sparse = scipy.sparse.coo_array(rows), Y
    found = outcome(folder, train=sparse, validation=sparse)
    assert found["value"] == pytest.approx(dense["value"], rel=1e-5)
    sparse = tf.sparse.from_dense(rows), Y
    found = outcome(folder, model=linear, train=sparse, validation=sparse)
    assert np.isfinite(found["value"])


SEEDED = {
    "a loader that shuffles": lambda: loader(shuffle=True),
    "made by a function": lambda: shuffled,
    "a PyDataset made by its class": lambda: ShuffledRows,
    "a loader made by a function": lambda: lambda seed: loader(shuffle=True),
    "one order for all": lambda: shuffled(1, reshuffle_each_iteration=False),
}


@pytest.mark.parametrize("kind", SEEDED)
def test_the_same_seed_sees_the_same_rows_whatever_came_before(kind, folder):
    arms = {"flat": [1] * 7, "falling": [*range(7, 0, -1)]}
    ours = comparison(folder, updates=7, arms=arms, train=SEEDED[kind]())
    assert not ours.store.finished()
    first = carry_out(ours.recipe, training())
    tf.random.set_seed(17)
    if "torch" in sys.modules:
        sys.modules["torch"].seed()
    other = carry_out(ours.recipe, training(seed=1))
    assert_same(carry_out(ours.recipe, training()), first)
    assert other["value"] != first["value"]


class AddsItsLoss(keras.Model):
    def __init__(self):
        super().__init__()
        self.out = keras.layers.Dense(6)

    def call(self, x):
        found = self.out(x)
        self.add_loss(keras.ops.mean((found - x) ** 2))
        return found


ALONE = {
    "a loss that is added": (AddsItsLoss, "loss"),
    "steps of its own": (Reconstruction, "total_loss"),
}


@pytest.mark.parametrize("kind", ALONE)
@pytest.mark.parametrize("in_batches", [True, False])
def test_x_alone_trains_a_model_that_needs_no_y(kind, in_batches, folder):
    make, judge = ALONE[kind]
    data = tf.data.Dataset.from_tensor_slices(X).batch(16) if in_batches else (X,)
    given = {"train": data, "validation": data, "loss": None, "judge": judge}
    found = outcome(folder, model=lambda seed: make(), **given)
    first, *_, last = found["evaluations"]
    assert found["value"] == last[f"val_{judge}"] < first[f"val_{judge}"]


def test_texts_in_batches_train_a_model_that_reads_them(folder):
    words = keras.layers.TextVectorization(10, output_sequence_length=2)
    words.adapt(["good bad"])

    def model(seed):
        layers = keras.layers
        return keras.Sequential(
            [keras.Input((), dtype="string"), words, layers.Embedding(10, 2),
             layers.GlobalAveragePooling1D(), layers.Dense(1)]
        )  # fmt: skip

    texts = np.where(Y[:, 0] > 0, "good", "bad")
    data = tf.data.Dataset.from_tensor_slices((texts, Y)).batch(16)
    found = outcome(folder, model=model, train=data, validation=data)
    assert np.isfinite(found["value"])
