"""A small sweep, and what it is compared with."""

import numpy as np
import pandas as pd

from helpers.callbacks import RatePerUpdate
from helpers.data import small_digits
from helpers.keras_import import keras
from helpers.models import small_mlp
from helpers.schedules import cosine, table, with_warmup
from helpers.sweep import Momentum, Run, order_of_images, sweep, updates_per_epoch

DIGITS = small_digits()
TRAIN = DIGITS.x_train[:400], DIGITS.y_train[:400]
TEST = DIGITS.x_test, DIGITS.y_test
BATCH = 32
EPOCH = updates_per_epoch(400, BATCH)  # 13 updates, the last with 16 images
RATES = table(with_warmup(cosine(0.1, 2 * EPOCH - 5), 5), 2 * EPOCH)
SGD = Momentum()

# Rounding, carried on by some dozens of updates. It is not exact: a kernel may treat
# the end of an array, where the last network lies, with other machine instructions.
ROUNDING = {"rtol": 1e-4, "atol": 1e-5}


def runs(*peaks, optimizer=SGD, rates=RATES, **options):
    return [
        Run(rates * peak, seed, optimizer, {"peak": peak}, **options)
        for seed, peak in enumerate(peaks)
    ]


def train(runs, *arguments, **options):
    options = {"batch_size": BATCH, "width": 16, **options}
    return sweep(runs, TRAIN, *(arguments or [{"test": TEST}]), **options)


def assert_same_weights(one, other):
    for mine, theirs in zip(one, other, strict=True):
        np.testing.assert_allclose(mine, theirs, **ROUNDING)


def assert_same_results(one, other):
    others = ["run", "weights"]
    pd.testing.assert_frame_equal(
        one.drop(columns=others).reset_index(drop=True),
        other.drop(columns=others).reset_index(drop=True),
        **ROUNDING,
    )
    for mine, theirs in zip(one["weights"], other["weights"], strict=True):
        assert_same_weights(mine, theirs)


def fit(data, rates, seed, optimizer, batch_size, width, epochs, inputs=None):
    """Train one network by Keras, on images in the order that a sweep takes them."""
    model = small_mlp(seed, width, inputs)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer, loss, metrics=["accuracy"])
    images, labels = data
    for epoch in range(epochs):
        order = order_of_images(seed, epoch, len(images))
        model.fit(
            images[order],
            labels[order],
            batch_size,
            shuffle=False,
            verbose=0,
            callbacks=[RatePerUpdate(rates)],
        )
    return model
