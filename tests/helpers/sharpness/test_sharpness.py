"""Sharpness and edge are what they are called, and trainings are those of Keras."""

import numpy as np
import pytest

from helpers.keras_import import keras
from helpers.sharpness import (
    FreeRise,
    descend,
    descend_by_batches,
    distance,
    edge,
    initial,
    largest_eigenvalues,
    largest_peak,
    lesser,
    losses,
)
from helpers.sharpness.batches import orders

# isort: split
import tensorflow as tf

pytestmark = pytest.mark.slow

SIZES = (4, 3, 10)
RANDOM = np.random.default_rng(0)
EXAMPLES = (
    RANDOM.normal(size=(2, 8, 4)).astype("float32"),
    np.eye(10, dtype="float32")[RANDOM.integers(0, 10, (2, 8))],
)


def whole_hessian(weights, inputs, targets, loss):
    """The matrix of second derivatives of one network, as arrays."""

    def at(flat):
        parts = tf.split(flat, [int(tf.size(part)) for part in weights])
        pairs = zip(parts, weights, strict=True)
        stack = [tf.reshape(part, like.shape) for part, like in pairs]
        return losses(stack, inputs, targets, loss)

    flat = tf.concat([tf.reshape(part, [-1]) for part in weights], axis=0)
    with tf.GradientTape(persistent=True) as outer:
        outer.watch(flat)
        with tf.GradientTape() as inner:
            inner.watch(flat)
            value = at(flat)
        gradient = inner.gradient(value, flat)
    # Row by row: TensorFlow 2.21's program for all rows at once is wrong on some CPUs.
    rows = outer.jacobian(gradient, flat, experimental_use_pfor=False)
    return gradient.numpy(), rows.numpy()


@pytest.mark.parametrize("loss", ["squared", "cross-entropy"])
def test_the_power_iteration_finds_the_largest_eigenvalue_of_each_network(loss):
    weights = initial([1, 2], SIZES, scale=1.5)
    found = largest_eigenvalues(
        lambda stack: losses(stack, *EXAMPLES, loss), weights, iterations=120
    )
    for place in range(2):
        own = [part[place : place + 1] for part in weights]
        pair = [part[place : place + 1] for part in EXAMPLES]
        _, hessian = whole_hessian(own, *pair, loss)
        assert found[place] == pytest.approx(np.linalg.eigvalsh(hessian)[-1], rel=1e-3)


@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_a_training_is_that_of_keras(momentum):
    rates = np.linspace(0.3, 0.1, 10)
    model = keras.Sequential(
        [
            keras.Input((4,)),
            keras.layers.Dense(3, activation="tanh"),
            keras.layers.Dense(10),
        ]
    )
    weights = initial([1, 2], SIZES)
    model.set_weights([part[1].numpy().reshape(like.shape) for part, like in
                       zip(weights, model.get_weights(), strict=True)])  # fmt: skip
    # Keras's mean over the ten outputs is a fifth of half their sum.
    model.compile(keras.optimizers.SGD(0.0, momentum), "mse")
    expected = []
    for rate in rates:
        model.optimizer.learning_rate = 5 * rate
        model.reset_metrics()  # older Keras gives the mean of all batches so far
        expected.append(5 * model.train_on_batch(EXAMPLES[0][1], EXAMPLES[1][1]))
    seen = descend(np.tile(rates, (2, 1)), weights, EXAMPLES, momentum, every=5)
    assert seen.losses[1] == pytest.approx(expected, rel=1e-4)


def test_looks_change_nothing_and_networks_do_not_meet():
    rates = np.full((2, 40), 0.2)
    weights = initial([1, 2], SIZES)
    both = descend(rates, weights, EXAMPLES)
    blind = descend(rates, weights, EXAMPLES, products=0)
    assert np.array_equal(both.losses, blind.losses)
    alone = descend(
        rates[1:], [part[1:] for part in weights], [part[1:] for part in EXAMPLES]
    )
    assert both.losses[1] == pytest.approx(alone.losses[0], rel=1e-4)
    assert both.sharpness[1] == pytest.approx(alone.sharpness[0], rel=1e-2)


def test_a_network_that_diverges_is_told():
    rates = np.array([[0.1] * 400, [50.0] * 400])
    seen = descend(rates, initial([1, 2], SIZES, scale=3), EXAMPLES)
    assert seen.survived.tolist() == [True, False]


def test_the_batch_sharpness_is_its_definition():
    weights = initial([1, 2], SIZES)
    seen = descend_by_batches(
        np.zeros((2, 4)), weights, EXAMPLES, 4, seeds=[5, 6], every=4
    )
    for place, seed in enumerate([5, 6]):
        own = [part[place : place + 1] for part in weights]
        values = []
        for chosen in orders([seed], 8, 4, 6)[4:6, 0]:
            pair = [part[place : place + 1, chosen] for part in EXAMPLES]
            gradient, hessian = whole_hessian(own, *pair, "squared")
            values.append(gradient @ hessian @ gradient / (gradient @ gradient))
        found = seen.batch_sharpness[place, 0]
        assert found == pytest.approx(np.mean(values), rel=1e-3)


def test_each_epoch_has_every_example_once_in_an_order_of_its_own():
    order = orders([5, 6], 8, 4, 4)
    epochs = order.transpose(1, 0, 2).reshape(2, 2, 8)
    assert (np.sort(epochs, axis=2) == np.arange(8)).all()
    assert len({tuple(row) for row in epochs.reshape(4, 8)}) == 4


@pytest.mark.parametrize("momentum", [0.0, 0.5, 0.9])
def test_a_bowl_is_stable_below_the_edge_and_not_above(momentum):
    for share, grows in ((0.98, False), (1.02, True)):
        curvature = share * edge([0.3], momentum)[0]
        w, v = 1.0, 0.0
        for _ in range(2000):
            v = momentum * v - 0.3 * curvature * w
            w += v
        assert (abs(w) > 1) == grows


def test_the_distance_is_that_of_a_gradient_of_length_one():
    rates = np.array([0.5, 0.1, 0.0, 0.3])
    place, velocity = 0.0, 0.0
    for rate, travelled in zip(rates, distance(rates, 0.7), strict=False):
        assert travelled == pytest.approx(place)
        velocity = 0.7 * velocity + rate
        place += velocity


def test_the_largest_peak_is_the_last_that_meets_no_edge():
    free = FreeRise(np.array([0.0, 50.0]), np.array([2.0, 12.0]))
    shape = np.arange(1, 31) / 30
    peak = largest_peak(shape, 0.9, free)
    for share, met in ((0.99, False), (1.01, True)):
        column = share * peak * shape
        above = free.at(distance(column, 0.9)[:-1]) > edge(column, 0.9)
        assert above.any() == met
    assert (
        lesser(0.9 * peak * shape, 0.9, free) <= edge(0.9 * peak * shape, 0.9)
    ).all()


def test_what_does_not_fit_is_named():
    weights = initial([1, 2], SIZES)
    with pytest.raises(ValueError, match="every = 3 must divide the 40 updates"):
        descend(np.full((2, 40), 0.1), weights, EXAMPLES, every=3)
    with pytest.raises(ValueError, match="batch_size = 3"):
        descend_by_batches(np.ones((2, 4)), weights, EXAMPLES, 3, [0, 1], every=4)
    with pytest.raises(ValueError, match="shape must have its largest multiple"):
        largest_peak([1e-9], 0.9, FreeRise(np.array([0.0]), np.array([1.0])))
    with pytest.raises(ValueError, match="momentum = 1"):
        edge([0.1], 1.0)
