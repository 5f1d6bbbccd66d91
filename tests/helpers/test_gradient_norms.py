"""Norms are those of a real Keras training, batch by batch."""

import numpy as np
import pytest
import tensorflow as tf

from helpers.data import small_digits
from helpers.gradient_norms import gradient_norms, root_mean_square
from helpers.keras_import import keras
from helpers.models import small_mlp
from helpers.schedules import constant, linear, table
from helpers.sweep import Adam, Momentum, Run, order_of_images

DIGITS = small_digits()
TRAIN = DIGITS.x_train[:200], DIGITS.y_train[:200]
UPDATES, BATCH = 8, 64  # two epochs; the last batch of each is smaller


def by_keras(run):
    """Return the norms that Keras's own model and optimizer meet."""
    model = small_mlp(run.seed, width=8)
    optimizer = keras.optimizers.SGD(momentum=run.optimizer.momentum)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    norms = []
    for update, rate in enumerate(run.rates):
        epoch, place = divmod(update, 4)
        order = order_of_images(run.seed, epoch, 200)
        batch = order[BATCH * place : BATCH * (place + 1)]
        with tf.GradientTape() as tape:
            value = loss(TRAIN[1][batch], model(TRAIN[0][batch]))
        gradients = tape.gradient(value, model.trainable_variables)
        norms.append(float(tf.linalg.global_norm(gradients)))
        optimizer.learning_rate = float(rate)
        optimizer.apply(gradients, model.trainable_variables)
    return norms


@pytest.mark.slow
def test_they_are_those_of_keras():
    runs = [
        Run(table(shape, UPDATES), seed, Momentum(0.8))
        for seed in (1, 2)
        for shape in (constant(0.3), linear(0.5, UPDATES))
    ]
    found = gradient_norms(runs, TRAIN, batch_size=BATCH, width=8)
    expected = np.array([by_keras(run) for run in runs])
    assert found == pytest.approx(expected, rel=1e-4)
    assert np.ptp(expected, axis=0).min() > 1e-3, "runs must differ to be told apart"


def test_the_mean_is_of_squares_and_leaves_out_what_diverged():
    norms = np.array([[3.0, 1.0], [4.0, 7.0], [np.nan, 1.0]])
    assert root_mean_square(norms) == pytest.approx([np.sqrt(12.5), 5.0])
    with pytest.raises(ValueError, match="none of 1 runs has finite ones"):
        root_mean_square(norms[2:])


@pytest.mark.parametrize(
    ("runs", "said"),
    [
        ([], "runs is empty"),
        ([Run([0.1], 0), Run([0.1, 0.1], 0)], "one length"),
        ([Run([0.1], 0), Run([0.1], 0, Momentum(0.5))], "one optimizer"),
        ([Run([0.1], 0, Adam())], "must be Momentum"),
    ],
    ids=["none", "lengths", "momenta", "Adam"],
)
def test_runs_that_do_not_fit_are_named(runs, said):
    with pytest.raises(ValueError, match=said):
        gradient_norms(runs, TRAIN)
