"""The rows of ``small`` as every kind of data that ``fit`` takes."""

import numpy as np
import pytest

from helpers.keras_import import keras
from tests.helpers.compare.small import Rows, X, Y

# isort: split
import tensorflow as tf

ROWS = 16  # of a batch
PARTS = [slice(start, start + ROWS) for start in range(0, len(X), ROWS)]
SIGNATURE = tf.TensorSpec((None, 6), "float32"), tf.TensorSpec((None, 1), "float32")


def generated(ends=True):
    """Return a data set of unknown length."""

    def batches():
        while True:
            yield from ((X[part], Y[part]) for part in PARTS)
            if ends:
                return

    return tf.data.Dataset.from_generator(batches, output_signature=SIGNATURE)


class EndlessRows(Rows):
    @property
    def num_batches(self):
        return None

    def __getitem__(self, index):
        return super().__getitem__(index % 3)


class ShuffledRows(Rows):
    """Has another order in each epoch, as a generator of its own goes on."""

    def __init__(self, seed=0):
        super().__init__()
        self.draw, self.order = np.random.default_rng(seed), np.arange(len(X))

    def __getitem__(self, index):
        rows = self.order[PARTS[index]]
        return X[rows], Y[rows]

    def on_epoch_end(self):
        self.draw.shuffle(self.order)


def loader(data=None, **how):
    """Return PyTorch's batches, of tensors if nothing else is given."""
    torch = pytest.importorskip("torch")
    if data is None:
        data = torch.utils.data.TensorDataset(torch.tensor(X), torch.tensor(Y))
    return torch.utils.data.DataLoader(data, batch_size=ROWS, **how)


def stream(ends=True):
    """Return PyTorch's batches of rows without a known number."""

    class Rows(pytest.importorskip("torch").utils.data.IterableDataset):
        def __iter__(self):
            while True:
                yield from zip(X, Y, strict=True)
                if ends:
                    return

    return loader(Rows())


def shuffled(seed, **how):
    data = tf.data.Dataset.from_tensor_slices((X, Y))
    return data.shuffle(len(X), seed=seed, **how).batch(ROWS)


def drawn(seed):
    """Return rows that no seed fixes."""
    return X, np.random.default_rng().normal(size=Y.shape)


class Reconstruction(keras.Model):
    """Learns from x alone, by steps and a loss of its own."""

    def __init__(self):
        super().__init__()
        self.code = keras.Sequential([keras.Input((6,)), keras.layers.Dense(2)])
        self.back = keras.Sequential([keras.Input((2,)), keras.layers.Dense(6)])
        self.total = keras.metrics.Mean(name="total_loss")

    @property
    def metrics(self):
        return [self.total]

    def loss_of(self, x):
        return keras.ops.mean((self.back(self.code(x)) - x) ** 2)

    def train_step(self, data):
        with tf.GradientTape() as tape:
            loss = self.loss_of(data)
        weights = self.trainable_variables
        self.optimizer.apply(tape.gradient(loss, weights), weights)
        self.total.update_state(loss)
        return {"total_loss": self.total.result()}

    def test_step(self, data):
        self.total.update_state(self.loss_of(data))
        return {"total_loss": self.total.result()}
