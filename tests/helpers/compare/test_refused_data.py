"""What can't be used as data is refused by its name, before anything is trained."""

import re

import numpy as np
import pandas as pd
import pytest

from helpers.keras_import import keras
from tests.helpers.compare.kinds_of_data import (
    EndlessRows,
    ShuffledRows,
    drawn,
    shuffled,
    stream,
)
from tests.helpers.compare.small import X, Y, batches, comparison

# isort: split
import tensorflow as tf

pytestmark = pytest.mark.slow


REFUSED = {
    "one array": (lambda: X, r"train is one array, .* tuple: \(x, y\)"),
    "a tensor": (lambda: tf.constant(X), "train is one array"),
    "rows of unequal length": (
        lambda: (tf.ragged.constant([[1.0, 2.0], [3.0]]), Y[:2]),
        "train has rows of unequal length: fill them up",
    ),
    "sparse with three axes": (
        lambda: (tf.sparse.from_dense(np.zeros((48, 2, 3))), Y),
        "train has a sparse tensor of 3",
    ),
    "labels as texts": (
        lambda: (X, pd.Series(["cat"] * len(X))),
        "train has an array of .*, but must have numbers",
    ),
    "no rows": (lambda: (X[:0], Y[:0]), "train is empty"),
    "no batches": (lambda: batches().take(0), "train is empty"),
    "shuffled anew": (lambda: shuffled(1), "train gives other batches each time"),
    "a PyDataset that goes on": (ShuffledRows, "train gives other batches each time"),
    "drawn by no seed": (lambda: drawn, r"train\(0\) gives other batches each time"),
    "four parts": (
        lambda: tf.data.Dataset.from_tensors((X, Y, Y, Y)),
        "train must give batches .* not 4 parts",
    ),
}


def message(folder, trained, **given):
    """Return why a comparison does not begin."""
    stand_in = trained(lambda training: 1.0)
    with pytest.raises((TypeError, ValueError)) as found:
        comparison(folder, **given).run()
    assert not stand_in.trained
    return str(found.value)


@pytest.mark.parametrize("kind", REFUSED)
def test_data_that_can_not_be_trained_on_are_named(kind, tmp_path, trained):
    make, expected = REFUSED[kind]
    assert re.search(expected, message(tmp_path, trained, train=make()))


WITHOUT_END = {
    "endless": lambda: batches(repeat=True),
    "made endless by a function": lambda: lambda seed: batches(repeat=True),
    "an endless PyDataset": EndlessRows,
    "an endless stream": lambda: stream(ends=False),
}


@pytest.mark.parametrize(
    ("kind", "name"),
    [*((kind, "validation") for kind in WITHOUT_END), ("an endless stream", "test")],
)
def test_data_to_judge_on_without_an_end_are_named(kind, name, tmp_path, trained):
    found = message(tmp_path, trained, **{name: WITHOUT_END[kind]()})
    assert re.match(f"{name} has no(t ended|) .*use take", found)


def classifier(seed):
    return keras.Sequential([keras.layers.Dense(3, "softmax")])


LABELS = np.arange(len(X)) % 3
SPARSE = {
    "model": classifier,
    "loss": "sparse_categorical_crossentropy",
    "train": (X, LABELS),
    "validation": (X, LABELS),
}
UNFIT = {
    "another width": (
        {"validation": (X[:, :5], Y)},
        r"validation: the model can't be evaluated on the first batch: Input 0 .*",
    ),
    "another width, for the test": ({"test": (X[:, :5], Y)}, "test: the model can't"),
    "an order that changes": ({"validation": shuffled(1)}, "validation gives other"),
    "y of another width": (
        {"train": (X, np.ones((len(X), 3)))},
        r"train: each y has the shape \(3,\), but the model gives \(1,\)",
    ),
    "labels from 1": (
        SPARSE | {"train": (X, LABELS + 1)},
        "train has the label 3, but the model has 3 outputs: .* from 0 to 2",
    ),
    "labels from 1, to judge on": (
        SPARSE | {"validation": (X, LABELS + 1)},
        "validation has the label 3",
    ),
    "labels from -1, in batches": (
        SPARSE
        | {"train": tf.data.Dataset.from_tensor_slices((X, LABELS - 1)).batch(16)},
        "train has the label -1",
    ),
}


@pytest.mark.parametrize("kind", UNFIT)
def test_data_on_which_the_model_fails_are_named(kind, tmp_path, trained):
    given, expected = UNFIT[kind]
    assert re.match(expected, message(tmp_path, trained, **given))


def test_labels_that_the_loss_ignores_are_taken(tmp_path, trained):
    trained(lambda training: training.peak)
    loss = keras.losses.SparseCategoricalCrossentropy(ignore_class=-1)
    ignored = X, LABELS - (LABELS == 0)
    given = SPARSE | {"loss": loss, "train": ignored, "validation": ignored}
    assert comparison(tmp_path, **given).run().trainings.value.notna().all()
