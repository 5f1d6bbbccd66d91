"""Random numbers, those of ``tf.random`` among them, are the same for a seed."""

import random

import numpy as np
import pytest

from helpers.compare.compiled import COMPILED
from helpers.compare.recipe import OWN_SHUFFLE
from helpers.compare.training import carry_out
from helpers.keras_import import keras, series
from tests.helpers.compare.small import (
    DOWN,
    UP,
    Rows,
    X,
    assert_same,
    of_the_seed,
    one_by_one,
    recipe,
    sequential,
    training,
)

# isort: split
import tensorflow as tf

pytestmark = pytest.mark.slow


class Shuffled(Rows):
    """Keras shuffles its batches, by Python's random numbers."""

    def on_epoch_begin(self):
        random.seed()


class Noisy(keras.layers.Layer):
    """Add noise of TensorFlow's own to what passes by in training."""

    def call(self, inputs, training=False):
        noise = tf.random.normal(tf.shape(inputs)) if training else 0.0
        return inputs + noise


class Hidden(keras.layers.Layer):
    """Add noise that is drawn where TensorFlow does not see how."""

    def call(self, inputs):
        def noise(x):
            return x + np.random.normal(size=x.shape).astype("float32")

        return tf.ensure_shape(
            tf.numpy_function(noise, [inputs], tf.float32), (None, 6)
        )


def with_layer(layer):
    def model(seed):
        return keras.Sequential([keras.Input((6,)), layer(), keras.layers.Dense(1)])

    return model


def drawn(seed):
    """Return a model whose first weights TensorFlow draws."""

    def start(shape, dtype=None):
        return tf.random.normal(shape, dtype=dtype)

    return keras.Sequential(
        [keras.Input((6,)), keras.layers.Dense(1, kernel_initializer=start)]
    )


def chosen(seed):
    rows = np.random.default_rng(seed).permutation(len(X))
    return X[rows], X[rows, :1]


def noisy(seed):
    return X + tf.random.normal(X.shape).numpy(), X[:, :1]


def with_its_own_seed(seed):
    tf.random.set_seed(seed)
    return noisy(seed)


class NoisyRows(Rows):
    """Draws from TensorFlow in each batch."""

    def __getitem__(self, index):
        x, y = super().__getitem__(index)
        return x + tf.random.normal(x.shape).numpy(), y


USES = [
    (chosen, False),
    (noisy, True),
    (with_its_own_seed, False),
    (Rows(), series(keras.__version__) < OWN_SHUFFLE),
    (lambda seed: Rows(), series(keras.__version__) < OWN_SHUFFLE),
    (lambda seed: NoisyRows(), True),
    (of_the_seed, True),
]


@pytest.mark.parametrize(("data", "uses"), USES)
def test_data_made_by_the_seed_use_tf_random_or_not(data, uses):
    """And they are the same for a seed, whatever was trained before."""
    ours = recipe(train=data)
    assert ours.uses_tf_random is uses
    first, other = carry_out(ours, training()), carry_out(ours, training(seed=1))
    tf.random.set_seed(7)
    assert_same(other, carry_out(recipe(train=data), training(seed=1)))
    assert_same(first, carry_out(ours, training()))


def test_first_weights_of_tensorflows_own_are_those_of_the_seed():
    ours = recipe(drawn)
    first, other = carry_out(ours, training()), carry_out(ours, training(seed=1))
    assert first["value"] != other["value"]
    assert_same(first, carry_out(ours, training()))
    assert_same(other, carry_out(recipe(drawn), training(seed=1)))


@pytest.mark.parametrize("layer", [Noisy, Hidden])
def test_noise_of_tensorflows_own_is_the_same_in_every_training(layer):
    ours = recipe(with_layer(layer))
    first, again = carry_out(ours, training()), carry_out(ours, training())
    assert_same(first, again, rtol=1e-6)
    assert COMPILED[ours].uses_tf_random
    assert_same(first, carry_out(recipe(with_layer(layer)), training()), rtol=1e-6)


def test_without_such_numbers_what_tensorflow_has_prepared_is_kept(monkeypatch):
    ours = recipe(with_layer(lambda: keras.layers.Dropout(0.5)))
    expected = carry_out(ours, training(UP, 1))
    set_anew = []
    monkeypatch.setattr(tf.random, "set_seed", set_anew.append)
    carry_out(ours, training(DOWN, 2))
    assert_same(carry_out(ours, training(UP, 1)), expected)
    assert not set_anew
    other = recipe(train=of_the_seed)  # may draw them, as far as one knows
    carry_out(other, training(seed=3))
    assert 3 in set_anew


class Watched(keras.Model):
    """Note the rows of each batch, and the weights before the first one."""

    seen = []

    def __init__(self):
        super().__init__()
        self.out = keras.layers.Dense(1)

    def call(self, inputs, training=False):
        if training:
            self.seen.append(np.array(inputs)[:, 0].tolist())
        found = self.out(inputs)
        if training and len(self.seen) == 1:
            self.seen.insert(0, self.out.get_weights()[0].tolist())
        return found


def test_the_same_seed_is_the_same_start_and_the_same_order():
    eagerly = {"compile_options": {"run_eagerly": True}, "updates": 3}
    ours = one_by_one(recipe(lambda seed: Watched(), **eagerly))
    found = []
    for rates, seed in ((UP, 0), (DOWN, 0), (UP, 1)):
        Watched.seen.clear()
        carry_out(ours, training(rates[:3], seed))
        weights, *batches = Watched.seen
        found.append((weights, [row for batch in batches for row in batch]))
    (start, order), again, (other_start, other_order) = found
    assert again == (start, order)
    assert start != other_start
    assert order != other_order
    assert sorted(order) == sorted(other_order) == sorted(X[:, 0].tolist())


def test_a_model_that_sets_the_seeds_itself_has_the_order_of_the_seed_each_time():
    def model(seed):
        keras.utils.set_random_seed(seed)
        return sequential(seed)

    ours = recipe(model)
    first, again = carry_out(ours, training(seed=3)), carry_out(ours, training(seed=3))
    assert_same(first, again)
    tf.random.set_seed(12)  # as a cell of a notebook may
    assert_same(first, carry_out(recipe(), training(seed=3)))


def test_random_numbers_drawn_by_other_threads_change_nothing():
    """As dask's do on a worker, several times a second."""

    def disturbed(seed):
        random.seed()
        model = sequential(seed)
        random.seed()
        return model

    ours = recipe(disturbed, train=Shuffled())
    found = [carry_out(ours, training()) for _ in range(2)]
    assert_same(*found)
    assert_same(found[0], carry_out(recipe(train=Shuffled()), training()))
