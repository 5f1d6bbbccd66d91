"""MNIST-1D, as it comes with the page."""

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
