"""Small models with all that a reading could disturb, and a training of each."""

import numpy as np

from helpers.keras_import import keras

RANDOM = np.random.default_rng(0)
IMAGES = RANDOM.normal(size=(40, 8, 8, 1)).astype("float32")
ROWS = RANDOM.normal(size=(40, 6)).astype("float32")
TOKENS = RANDOM.integers(9, size=(40, 6))
LABELS = RANDOM.integers(3, size=40)
NUMBERS = RANDOM.normal(size=(40, 1)).astype("float32")
WEIGHTS = RANDOM.uniform(0.1, 2, size=40).astype("float32")

layers = keras.layers
AVERAGED = {"use_ema": True, "ema_overwrite_frequency": 7}
if keras.backend.backend() == "jax":
    AVERAGED = {}  # a second fit of Keras 3.15 fails
LOGITS = keras.losses.SparseCategoricalCrossentropy(from_logits=True)


def convolutional(**options):
    """Batch normalization, dropout, a penalty, a drawn augmentation, a frozen layer."""
    model = keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            layers.GaussianNoise(0.1),
            layers.Conv2D(4, 3, trainable=False),
            layers.Conv2D(4, 3, kernel_regularizer="l2"),
            layers.BatchNormalization(),
            layers.ReLU(),
            layers.Flatten(),
            layers.Dropout(0.3),
            layers.Dense(3),
        ]
    )
    optimizer = keras.optimizers.Adam(0.01, **AVERAGED)
    model.compile(optimizer, LOGITS, metrics=["accuracy"], **options)
    return model, (IMAGES, LABELS)


def transformer(**options):
    """A block of attention on tokens, AdamW and a cosine."""
    tokens = keras.Input((6,), dtype="int32")
    stream = layers.Embedding(9, 8)(tokens)
    attended = layers.MultiHeadAttention(2, 4, dropout=0.2)(stream, stream)
    stream = layers.LayerNormalization()(stream + attended)
    stream = layers.GlobalAveragePooling1D()(stream)
    model = keras.Model(tokens, layers.Dense(3)(stream))
    rate = keras.optimizers.schedules.CosineDecay(0.01, 100)
    optimizer = keras.optimizers.AdamW(rate, clipnorm=0.5)
    model.compile(optimizer, LOGITS, metrics=["accuracy"], **options)
    return model, (TOKENS, LABELS)


def two_outputs(**options):
    """Two inputs, two outputs with a loss each, weights of losses and of samples."""
    rows, images = keras.Input((6,), name="rows"), keras.Input((8, 8, 1), name="images")
    both = layers.Concatenate()([rows, layers.Flatten()(images)])
    hidden = layers.Dense(5, activation="tanh", activity_regularizer="l1")(both)
    outputs = {
        "number": layers.Dense(1, name="number")(hidden),
        "label": layers.Dense(3, name="label")(hidden),
    }
    model = keras.Model({"rows": rows, "images": images}, outputs)
    model.compile(
        keras.optimizers.SGD(0.1, momentum=0.9, nesterov=True),
        {"number": "mse", "label": LOGITS},
        loss_weights={"number": 0.3, "label": 1.0},
        weighted_metrics={"number": ["mae"]},
        **options,
    )
    x = {"rows": ROWS, "images": IMAGES}
    y = {"number": NUMBERS, "label": LABELS}
    return model, (x, y, {"number": WEIGHTS, "label": 1 / WEIGHTS})


def state(model):
    """Return all numbers that a training of a model has changed."""
    held = [*model.variables, *model.optimizer.variables, *model.metrics_variables]
    return [np.array(keras.ops.convert_to_numpy(one)) for one in held]
