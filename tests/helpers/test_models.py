import math
import random
import sys
import threading

import numpy as np
import pytest

from helpers.data import small_digits
from helpers.keras_import import keras
from helpers.models import mlp_weights, small_cnn, small_mlp

pytestmark = pytest.mark.slow

models = pytest.mark.parametrize("model", [small_mlp, small_cnn])


def weights(model):
    return np.concatenate([array.ravel() for array in model.get_weights()])


@models
@pytest.mark.parametrize("count", [1, 5])
def test_an_image_gives_ten_logits(model, count):
    images = np.zeros((count, 28, 28), np.uint8)
    assert model().predict(images, verbose=0).shape == (count, 10)


@models
def test_images_are_scaled_to_numbers_from_0_to_1(model):
    network = keras.Sequential(model().layers[:1])
    image = np.arange(784).reshape(1, 28, 28) % 256
    scaled = network(image.astype(np.uint8)).numpy()
    assert scaled == pytest.approx(image / 255)


@models
@pytest.mark.parametrize("before", [0, 1])
def test_the_same_seed_gives_the_same_weights(model, before):
    first = weights(model(seed=3))
    keras.utils.set_random_seed(before)
    assert np.array_equal(first, weights(model(seed=3)))
    assert not np.array_equal(first, weights(model(seed=4)))


@models
def test_the_same_seed_gives_the_same_training(model):
    digits, losses = small_digits(), []
    for before in range(2):
        keras.utils.set_random_seed(before)
        losses.append(train(model(seed=3), digits, epochs=1).history["loss"])
    assert losses[0] == losses[1]


@models
def test_training_learns_the_small_digits(model):
    digits = small_digits()
    network = model()
    history = train(network, digits, epochs=3).history["loss"]
    assert history[0] > history[1] > history[2]
    logits = network.predict(digits.x_test, verbose=0)
    assert (logits.argmax(axis=1) == digits.y_test).mean() > 0.85


def test_the_width_is_that_of_the_hidden_layer():
    shapes = [array.shape for array in small_mlp(width=7).get_weights()]
    assert shapes == [(784, 7), (7,), (7, 10), (10,)]


@models
@pytest.mark.parametrize("seed", [-1, 2**32, 1.0, True, "1", None, math.nan])
def test_a_bad_seed_is_named_with_its_value(model, seed):
    with pytest.raises((TypeError, ValueError)) as error:
        model(seed=seed)
    assert str(error.value).startswith(f"seed = {seed!r} must be")


@pytest.mark.parametrize("width", [0, -1, 64.0, True, "64", None])
def test_a_bad_width_is_named_with_its_value(width):
    with pytest.raises((TypeError, ValueError)) as error:
        small_mlp(width=width)
    assert str(error.value).startswith(f"width = {width!r} must be")


def train(network, digits, epochs):
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    network.compile(keras.optimizers.Adam(0.003), loss)
    return network.fit(digits.x_train, digits.y_train, 32, epochs, verbose=0)


def test_a_seed_of_numpy_is_as_good_as_one_of_python():
    assert np.array_equal(weights(small_mlp(np.int64(5))), weights(small_mlp(5)))


def test_other_threads_that_draw_random_numbers_do_not_change_the_weights():
    expected = weights(small_mlp(seed=3))
    running = True

    def draw():
        while running:
            random.random()

    other = threading.Thread(target=draw)
    usual = sys.getswitchinterval()
    sys.setswitchinterval(usual / 500)  # the threads take turns that much more often
    other.start()
    try:
        drawn = [weights(small_mlp(seed=3)) for _ in range(20)]
    finally:
        running = False
        other.join()
        sys.setswitchinterval(usual)
    assert all(np.array_equal(one, expected) for one in drawn)


@pytest.mark.parametrize(("seed", "width"), [(0, 64), (7, 5), (2**32 - 1, 1)])
def test_the_weights_alone_are_those_of_the_network(seed, width):
    network = small_mlp(seed, width).get_weights()
    for alone, inside in zip(mlp_weights(seed, width), network, strict=True):
        assert alone.dtype == inside.dtype
        assert np.array_equal(alone, inside)
