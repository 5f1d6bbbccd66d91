"""MNIST-1D is made on the spot, and the same every time."""

import random
import socket

import numpy as np
import pytest

from helpers.data import mnist_1d

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def sequences():
    return mnist_1d()


def test_mnist_1d_is_made_without_a_network_and_the_same_every_time(
    sequences, monkeypatch
):
    def refuse(*arguments, **options):
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket, "create_connection", refuse)
    random.seed(1)
    np.random.seed(2)
    before = random.getstate(), np.random.get_state()[1].tolist()
    one, other = sequences, mnist_1d()
    after = random.getstate(), np.random.get_state()[1].tolist()
    assert after == before
    assert str(one) == "MNIST-1D: 4 000 training images, 1 000 test images"
    assert not one.is_mnist
    for name in ("x_train", "x_test"):
        arrays, labels = getattr(one, name), getattr(one, f"y{name[1:]}")
        assert arrays.dtype == np.float32
        assert arrays.shape[1:] == (40,)
        assert np.bincount(labels).min() > 0.08 * len(labels)
        assert np.array_equal(arrays, getattr(other, name))
    everything = np.concatenate([one.x_train, one.x_test])
    assert abs(everything.mean()) < 1e-5
    assert everything.std() == pytest.approx(1, abs=1e-4)


def test_mnist_1d_takes_more_than_a_line_to_tell_apart(sequences):
    """As its paper reports: a linear model is right on a third, a network on more."""
    from sklearn.linear_model import LogisticRegression

    linear = LogisticRegression(max_iter=300)
    linear.fit(sequences.x_train, sequences.y_train)
    assert 0.28 < linear.score(sequences.x_test, sequences.y_test) < 0.36
