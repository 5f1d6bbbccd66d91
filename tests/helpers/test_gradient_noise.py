"""The moments are those of gradients that TensorFlow makes, and of real batches."""

import numpy as np
import pytest

from helpers.gradient_noise import gradient_moments, mean_square
from helpers.models import mlp_weights, small_mlp

RANDOM = np.random.default_rng(0)
INPUTS = RANDOM.normal(size=(60, 7)).astype("float32")
LABELS = RANDOM.integers(0, 10, 60)
WEIGHTS = mlp_weights(seed=3, width=5, inputs=7)


@pytest.fixture(scope="module")
def single():
    """The gradient of each example, by TensorFlow, a row each."""
    import tensorflow as tf
    from keras.losses import SparseCategoricalCrossentropy

    model = small_mlp(seed=3, width=5, inputs=7)
    loss = SparseCategoricalCrossentropy(from_logits=True)
    rows = []
    for place in range(len(INPUTS)):
        with tf.GradientTape() as tape:
            value = loss(LABELS[[place]], model(INPUTS[[place]]))
        parts = tape.gradient(value, model.trainable_variables)
        rows.append(np.concatenate([part.numpy().ravel() for part in parts]))
    return np.array(rows, float)


def test_moments_are_those_of_single_gradients(single):
    of_all, of_one = gradient_moments(WEIGHTS, INPUTS, LABELS)
    assert of_all == pytest.approx(np.sum(single.mean(axis=0) ** 2), rel=1e-4)
    assert of_one == pytest.approx(np.mean(np.sum(single**2, axis=1)), rel=1e-4)


@pytest.mark.parametrize("batch", [1, 4, 16])
def test_batches_have_the_mean_square_that_is_said(single, batch):
    drawn = RANDOM.integers(0, len(single), (4000, batch))
    squares = np.sum(single[drawn].mean(axis=1) ** 2, axis=1)
    said = mean_square(*gradient_moments(WEIGHTS, INPUTS, LABELS), batch)
    error = squares.std() / np.sqrt(len(squares))
    assert squares.mean() == pytest.approx(said, abs=4 * error)


@pytest.mark.parametrize(
    ("inputs", "labels", "named"),
    [
        (INPUTS[:, :6], LABELS, "inputs"),
        (INPUTS[0], LABELS, "inputs"),
        (INPUTS, LABELS[:-1], "labels"),
    ],
)
def test_shapes_that_do_not_fit_are_named(inputs, labels, named):
    with pytest.raises(ValueError, match=named):
        gradient_moments(WEIGHTS, inputs, labels)


def test_a_batch_of_no_examples_is_named():
    with pytest.raises(ValueError, match="batch"):
        mean_square(1.0, 2.0, 0)
