"""The sharpness beside the largest eigenvalue of the Hessian, where it rides the edge.

By full batches without momentum. The Hessian is that of the same loss in NumPy.
"""

import numpy as np
import pytest
from sklearn.datasets import load_digits

from helpers.edge import EdgeRecorder
from helpers.keras_import import keras

pytestmark = pytest.mark.slow

PIXELS, DIGITS = load_digits(return_X_y=True)
ROWS, UPDATES, EVERY, RATE = 200, 300, 6, 5.0
X = ((PIXELS - PIXELS.mean(axis=0)) / 8)[:ROWS].astype("float32")
Y = np.eye(10, dtype="float32")[DIGITS[:ROWS]]
SHAPES = [(64, 16), (16,), (16, 10), (10,)]
ENDS = np.cumsum([np.prod(shape) for shape in SHAPES])[:-1]


def gradient(weights):
    parts = zip(np.split(weights, ENDS), SHAPES, strict=True)
    kernel, bias, second, last = (part.reshape(shape) for part, shape in parts)
    hidden = np.tanh(X @ kernel + bias)
    wrong = 2 * (hidden @ second + last - Y) / Y.size
    back = (wrong @ second.T) * (1 - hidden**2)
    both = X.T @ back, back.sum(axis=0), hidden.T @ wrong, wrong.sum(axis=0)
    return np.concatenate([part.ravel() for part in both])


def largest_eigenvalue(weights, vector):
    """Return it by power iteration, and the vector to begin with the next time."""
    for _ in range(60):
        vector /= np.linalg.norm(vector)
        tiny = 1e-4 * vector
        product = (gradient(weights + tiny) - gradient(weights - tiny)) / 2e-4
        found, vector = vector @ product, product
    return found, vector


@pytest.fixture(scope="module")
def ride():
    """Train on the edge; return the recorder, and the measured updates."""
    keras.utils.set_random_seed(3)
    model = keras.Sequential(
        [
            keras.Input((64,)),
            keras.layers.Dense(16, activation="tanh"),
            keras.layers.Dense(10),
        ]
    )
    model.compile(keras.optimizers.SGD(RATE), "mse")
    recorder, weights = EdgeRecorder(X, Y, every=EVERY), []

    def note(batch, logs=None):
        if batch % EVERY in (0, 1):
            arrays = model.get_weights()
            weights.append(
                np.concatenate([one.ravel() for one in arrays]).astype(float)
            )

    model.fit(
        np.tile(X, (UPDATES, 1)),
        np.tile(Y, (UPDATES, 1)),
        batch_size=ROWS,
        shuffle=False,
        verbose=0,
        callbacks=[keras.callbacks.LambdaCallback(on_train_batch_begin=note), recorder],
    )
    return recorder, list(zip(weights[::2], weights[1::2], strict=True))


def test_on_the_edge_the_sharpness_is_the_largest_eigenvalue(ride):
    recorder, updates = ride
    ratios, on_the_way = [], []
    vector = np.random.default_rng(0).normal(size=sum(map(np.prod, SHAPES)))
    for (before, after), found, ratio in zip(
        updates, recorder.sharpness, recorder.ratios, strict=True
    ):
        start, vector = largest_eigenvalue(before, vector)
        ratios.append(found / start)
        critical = before + (after - before) / ratio
        halfway, _ = largest_eigenvalue((before + critical) / 2, vector.copy())
        end, _ = largest_eigenvalue(critical, vector.copy())
        on_the_way.append(found / max(start, halfway, end))
    first = np.argmax(np.array(recorder.ratios) > 0.95)
    settled = np.array(ratios)[first + 4 :]  # after the first swing over the edge
    assert len(settled) > 20
    assert np.abs(settled - 1).max() < 0.1
    assert max(ratios) < 1.05
    assert max(on_the_way) < 1.01
