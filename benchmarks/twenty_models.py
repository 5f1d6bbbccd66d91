"""Twenty models as readers have them, each with data of its kind, for ``plan``.

A model is a function of the seed, and its data are one of ``DATA``.
"""

from functools import partial

import numpy as np
from sklearn.datasets import load_digits, make_friedman1

from helpers.keras_import import keras

__all__ = ["DATA", "MODELS"]

layers = keras.layers
ROWS, TOKENS, WORDS = 640, 16, 50


def table():
    """Return 640 rows of ten numbers, and a number to predict."""
    x, y = make_friedman1(ROWS, random_state=0)
    return x.astype("float32"), y.astype("float32")


def images():
    """Return 640 digits of 8 by 8 pixels, and their labels."""
    data, labels = load_digits(return_X_y=True)
    return data[:ROWS].reshape(-1, 8, 8, 1).astype("float32") / 16, labels[:ROWS]


def series():
    """Return 640 series of 16 steps, and whether they rise."""
    x = np.random.default_rng(0).normal(size=(ROWS, 16, 1)).cumsum(axis=1)
    return x.astype("float32"), (x[:, -1, 0] > 0).astype("int32")


def texts():
    """Return 640 texts of 16 words, and which of two kinds of words has more."""
    x = np.random.default_rng(0).integers(WORDS, size=(ROWS, TOKENS)).astype("int32")
    return x, (2 * (x < WORDS // 2).sum(axis=1) > TOKENS).astype("int32")


DATA = {"table": table, "images": images, "series": series, "texts": texts}


def dense(seed, units=(64,), between=()):
    """Return a network for the table, with layers between its dense ones."""
    model = keras.Sequential([keras.Input((10,))])
    for number in units:
        model.add(layers.Dense(number, "relu"))
        for layer in between:
            model.add(layer())
    model.add(layers.Dense(1))
    return model


def added(seed):
    """Return a network with two blocks that add to their input."""
    x = inputs = keras.Input((10,))
    x = layers.Dense(32)(x)
    for _ in range(2):
        x = layers.Add()([x, layers.Dense(32, "relu")(layers.LayerNormalization()(x))])
    return keras.Model(inputs, layers.Dense(1)(x))


def wide_and_deep(seed):
    """Return a network with two ways to its output."""
    inputs = keras.Input((10,))
    deep = layers.Dense(32, "tanh")(layers.Dense(32, "tanh")(inputs))
    return keras.Model(inputs, layers.Dense(1)(layers.Concatenate()([inputs, deep])))


class Penalized(keras.Model):
    """A network with a ``compute_loss`` of its own."""

    def __init__(self):
        """Make its layers."""
        super().__init__()
        self.hidden, self.out = layers.Dense(32, "relu"), layers.Dense(1)

    def call(self, inputs):
        """Return the predictions."""
        return self.out(self.hidden(inputs))

    def compute_loss(self, x=None, y=None, y_pred=None, *others, **named):
        """Add a penalty on the predictions."""
        penalty = 1e-3 * keras.ops.mean(keras.ops.square(y_pred))
        return penalty + super().compute_loss(x, y, y_pred, *others, **named)


def convolutions(seed, kind=layers.Conv2D, filters=(8, 16), between=(), flat=None):
    """Return a network for the images."""
    model = keras.Sequential([keras.Input((8, 8, 1))])
    for number in filters:
        model.add(kind(number, 3, activation="relu", padding="same"))
        for layer in between:
            model.add(layer())
    model.add((flat or layers.GlobalAveragePooling2D)())
    model.add(layers.Dense(10, "softmax"))
    return model


def residual(seed):
    """Return a network of convolutions that add to their input."""
    x = inputs = keras.Input((8, 8, 1))
    x = layers.Conv2D(16, 3, padding="same")(x)
    for _ in range(2):
        y = layers.Conv2D(16, 3, padding="same", activation="relu")(x)
        x = layers.Add()([x, layers.BatchNormalization()(y)])
    outputs = layers.Dense(10, "softmax")(layers.GlobalAveragePooling2D()(x))
    return keras.Model(inputs, outputs)


def patches(seed):
    """Return a network of attention between parts of an image."""
    inputs = keras.Input((8, 8, 1))
    x = layers.Reshape((16, 16))(layers.Conv2D(16, 2, strides=2)(inputs))
    x = layers.Add()([x, layers.MultiHeadAttention(2, 8)(x, x)])
    x = layers.Flatten()(layers.Dense(16, "gelu")(layers.LayerNormalization()(x)))
    return keras.Model(inputs, layers.Dense(10, "softmax")(x))


def recurrent(seed, kind=layers.LSTM, units=8):
    """Return a network that goes through the series."""
    output = layers.Dense(2, "softmax")
    return keras.Sequential([keras.Input((16, 1)), kind(units), output])


def along(seed):
    """Return a network of convolutions along the series."""
    model = keras.Sequential([keras.Input((16, 1))])
    for number in (1, 2, 4):
        model.add(layers.Conv1D(16, 3, padding="causal", dilation_rate=number))
        model.add(layers.ReLU())
    model.add(layers.GlobalMaxPooling1D())
    model.add(layers.Dense(2, "softmax"))
    return model


def bag(seed):
    """Return a network that averages its words."""
    model = keras.Sequential([keras.Input((TOKENS,), dtype="int32")])
    model.add(layers.Embedding(WORDS, 16))
    model.add(layers.GlobalAveragePooling1D())
    model.add(layers.Dense(2, "softmax"))
    return model


def transformer(seed):
    """Return a network of attention between words."""
    inputs = keras.Input((TOKENS,), dtype="int32")
    x = layers.Embedding(WORDS, 16)(inputs)
    x = layers.LayerNormalization()(x + layers.MultiHeadAttention(2, 8)(x, x))
    x = layers.LayerNormalization()(x + layers.Dense(16, "relu")(x))
    x = layers.Dropout(0.1)(layers.GlobalAveragePooling1D()(x))
    return keras.Model(inputs, layers.Dense(2, "softmax")(x))


MODELS = {  # by name: the data, and the function of the seed
    "a line": ("table", partial(dense, units=())),
    "one hidden layer": ("table", dense),
    "four hidden layers": ("table", partial(dense, units=(64,) * 4)),
    "1000 units": ("table", partial(dense, units=(1000, 1000))),
    "batch normalization": (
        "table",
        partial(dense, units=(64, 64), between=(layers.BatchNormalization,)),
    ),
    "dropout": (
        "table",
        partial(dense, units=(64, 64), between=(partial(layers.Dropout, 0.2),)),
    ),
    "blocks that add": ("table", added),
    "wide and deep": ("table", wide_and_deep),
    "a loss of its own": ("table", lambda seed: Penalized()),
    "convolutions": ("images", convolutions),
    "more convolutions": ("images", partial(convolutions, filters=(16, 32, 32))),
    "separable convolutions": (
        "images",
        partial(convolutions, kind=layers.SeparableConv2D, flat=layers.Flatten),
    ),
    "pooled convolutions": (
        "images",
        partial(convolutions, between=(layers.MaxPooling2D,), flat=layers.Flatten),
    ),
    "residual": ("images", residual),
    "attention between patches": ("images", patches),
    "LSTM": ("series", recurrent),
    "GRU": ("series", partial(recurrent, kind=layers.GRU, units=16)),
    "dilated convolutions": ("series", along),
    "a bag of words": ("texts", bag),
    "a transformer": ("texts", transformer),
}
