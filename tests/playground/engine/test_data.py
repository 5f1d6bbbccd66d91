"""MNIST-1D, as it comes with the page."""

import hashlib

import numpy as np
import pytest

from helpers.data import mnist_1d
from playground import make_data

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("playground-engine")]


def test_the_data_is_what_its_script_makes(sequences):
    inputs, labels, parts = sequences
    data = mnist_1d()
    numbers, scale = make_data.rounded(np.concatenate([data.x_train, data.x_test]))
    # Another machine may round a few numbers the other way.
    assert np.abs(inputs - numbers * scale).max() <= 1.01 * scale
    assert np.mean(np.abs(inputs - numbers * scale) < scale / 100) > 0.999
    assert labels.tolist() == [*data.y_train, *data.y_test]
    assert parts["training"].start == 0
    assert parts["validation"] == slice(parts["training"].stop, len(data.x_train))
    assert parts["test"] == slice(len(data.x_train), len(labels))


def test_packed_numbers_come_back_bit_for_bit(engine, sequences):
    rng = np.random.default_rng(1)
    rows = rng.integers(-128, 128, (50, 7), np.int8, endpoint=False)
    rows[:3] = [[-128, 127] * 3 + [-128], [0] * 7, [127] * 7]
    text, low = make_data.packed(rows)
    unpacked = engine("unpack", "plain(m.unpack(...given))", [text, 350, 7, low])
    assert np.array_equal(np.reshape(unpacked, (50, 7)), rows)
    # The numbers that all verdicts so far come from.
    inputs, _, _ = sequences
    numbers = np.rint(inputs / 0.043145034462213516).astype(np.int8)
    digest = hashlib.sha256(numbers.tobytes()).hexdigest()
    assert digest == (
        "dfa7acf6d260a7c96cf320cbcc2b6e42e33f2f3191ddf208b91abb96604ef79c"
    )
