import numpy as np
import pytest

from helpers.keras_import import keras
from helpers.models import small_mlp
from helpers.sweep import Run, ScheduleFree, order_of_images
from tests.helpers.sweep.small import (
    BATCH,
    EPOCH,
    RATES,
    TRAIN,
    assert_same_weights,
    train,
)

# isort: split
import tensorflow as tf

pytestmark = pytest.mark.slow


def test_schedule_free_descent_is_the_one_of_the_paper():
    """Against equations 1 to 5, written down as they stand, on gradients of Keras."""
    rates, beta = RATES[: EPOCH + 3] * 5, 0.9
    assert rates[0] == 0 < rates[-1]  # a warm-up: its first step has no share
    row = train(
        [Run(rates, 4, ScheduleFree(beta))], {}, [len(rates)], keep_weights=True
    ).iloc[0]

    model = small_mlp(4, 16)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    z = [np.float64(weight) for weight in model.get_weights()]
    x = [weight.copy() for weight in z]
    for step, rate in enumerate(rates):
        epoch, batch = divmod(step, EPOCH)
        chosen = order_of_images(4, epoch, 400)[batch * BATCH :][:BATCH]
        y = [(1 - beta) * at_z + beta * at_x for at_z, at_x in zip(z, x, strict=True)]
        model.set_weights(y)
        with tf.GradientTape() as tape:
            value = loss(TRAIN[1][chosen], model(TRAIN[0][chosen]))
        slopes = tape.gradient(value, [v.value for v in model.trainable_variables])
        z = [at - rate * slope.numpy() for at, slope in zip(z, slopes, strict=True)]
        share = rate**2 / max(np.sum(rates[: step + 1] ** 2), 1e-30)
        x = [(1 - share) * at + share * to for at, to in zip(x, z, strict=True)]
    assert_same_weights(row["weights"], x)
