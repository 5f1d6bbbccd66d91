import numpy as np
import pytest

from helpers.data import Digits, small_digits
from helpers.keras_import import keras
from helpers.lesson.lent_digits import lend_to_keras


@pytest.fixture(autouse=True)
def restored(monkeypatch):
    """Keras has its own function again after the test."""
    monkeypatch.setattr(keras.datasets.mnist, "load_data", None)


def test_keras_gives_what_was_found():
    lend_to_keras(Digits("MNIST", *(np.full(1, n, np.uint8) for n in range(4))))
    (x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data("mnist.npz")
    assert [int(a[0]) for a in (x_train, y_train, x_test, y_test)] == [0, 1, 2, 3]


def test_other_digits_are_not_given_for_mnist():
    lend_to_keras(small_digits())
    with pytest.raises(OSError, match="MNIST can't be had"):
        keras.datasets.mnist.load_data()
