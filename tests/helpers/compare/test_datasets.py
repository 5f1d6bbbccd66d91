"""What a training takes as data, and how they become batches."""

import numpy as np
import pandas as pd
import pytest

from helpers.compare.datasets import batched, has_few_rows, number_of_batches
from helpers.compare.recipe import evaluation_epochs
from tests.helpers.compare.small import Rows, X, Y, batches

# isort: split
import tensorflow as tf


@pytest.mark.parametrize(
    ("data", "batches"),
    [
        ((X, Y), 6),
        (({"a": X, "b": X}, [Y]), 6),
        (tf.data.Dataset.from_tensor_slices((X, Y)).batch(7), 7),
        (batches(repeat=True), None),
        (tf.data.Dataset.from_generator(lambda: [1], output_types=tf.int32), None),
    ],
)
def test_the_batches_of_an_epoch_are_counted_where_that_is_known(data, batches):
    assert number_of_batches(data, 8) == batches


def test_the_epochs_to_look_after_are_even_and_end_with_the_last():
    assert evaluation_epochs(3) == [1, 2, 3]
    assert evaluation_epochs(20) == [4, 8, 12, 16, 20]
    for epochs in range(1, 40):
        found = evaluation_epochs(epochs)
        assert found[-1] == epochs
        assert len(set(found)) == len(found) == min(5, epochs)


def rows_of(dataset):
    """Return the first number of each row, in the order of an epoch."""
    return [float(row) for inputs, *_ in dataset for row in inputs[:, 0]]


def test_few_rows_come_in_an_order_of_their_own_each_epoch_and_all_of_them():
    ones = batched((X, Y), 20, seed=1)
    first, second = rows_of(ones), rows_of(ones)
    assert first != second
    assert sorted(first) == sorted(second) == sorted(X[:, 0].tolist())
    again = batched((X, Y), 20, seed=1)
    assert [rows_of(again), rows_of(again)] == [first, second]
    assert rows_of(batched((X, Y), 20, seed=2)) != first
    assert rows_of(batched((X, Y), 20)) == X[:, 0].tolist()


def test_few_rows_are_of_the_types_that_keras_makes_of_arrays():
    whole, weights = np.arange(48), np.linspace(0, 1, 48)
    nested = [X.astype(float), {"a": whole.astype("uint8")}], whole, weights
    (first, second), y, w = next(iter(batched(nested, 20)))
    assert [part.dtype.name for part in (first, second["a"], y, w)] == [
        "float32", "uint8", "int64", "float32",
    ]  # fmt: skip
    assert [len(part) for part in batched((X, Y), 20).map(lambda x, y: y)] == [
        20,
        20,
        8,
    ]


@pytest.mark.parametrize(
    ("data", "few"),
    [
        ((X, Y), True),
        (({"a": X, "b": X}, Y), True),
        ((np.zeros((20_001, 1)), np.zeros(20_001)), False),
        ((pd.DataFrame(X), Y), False),
        ((tf.constant(X), Y), False),
        (batches(), False),
        (Rows(), False),
    ],
)
def test_keras_makes_the_batches_of_many_rows_and_of_other_data(data, few):
    assert has_few_rows(data) is few
