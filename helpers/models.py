"""The small networks that the notebooks train, by default on images.

Images are uint8 of shape ``(n, 28, 28)``, and the networks divide them by 255. The
output is ten logits for each image. A ``seed`` from 0 to 2**32 − 1 fixes the initial
weights, and Keras's random numbers from there on.
"""

import random
from collections.abc import Iterator
from typing import Any

from helpers.arrays import Floats32
from helpers.checks import check_count
from helpers.keras_import import keras

__all__ = ["mlp_weights", "small_cnn", "small_mlp"]


def small_mlp(
    seed: int = 0, width: int = 64, inputs: int | None = None
) -> keras.Sequential:
    """Return an untrained network inputs-``width``-10 with ReLU.

    Without ``inputs`` it takes images, 784 inputs. With their number, it takes float32
    arrays of shape ``(n, inputs)`` as they are.

    >>> small_mlp(seed=1, width=64).count_params()  # 784·64 + 64 + 64·10 + 10
    50890
    >>> small_mlp(seed=1, width=64, inputs=40).output_shape
    (None, 10)
    """
    width = check_count("width", width)
    start = _initializers(seed)
    layers = keras.layers
    if inputs is None:
        first = [*_pixels(), layers.Flatten()]
    else:
        first = [keras.Input((check_count("inputs", inputs),))]
    return keras.Sequential(
        [
            *first,
            layers.Dense(width, activation="relu", kernel_initializer=next(start)),
            layers.Dense(10, kernel_initializer=next(start)),
        ]
    )


def mlp_weights(seed: int = 0, width: int = 64, inputs: int = 784) -> list[Floats32]:
    """Return the weights of ``small_mlp``, without building the network.

    They are float32 arrays of the shapes ``(inputs, width)``, ``(width,)``, ``(width,
    10)`` and ``(10,)``.

    >>> built = small_mlp(seed=1, width=8).get_weights()
    >>> [bool((a == b).all()) for a, b in zip(built, mlp_weights(seed=1, width=8))]
    [True, True, True, True]
    """
    width = check_count("width", width)
    start = _initializers(seed)
    kernels = [next(start)(shape) for shape in ((inputs, width), (width, 10))]
    arrays = [[kernel, keras.ops.zeros(kernel.shape[-1])] for kernel in kernels]
    return [keras.ops.convert_to_numpy(array) for layer in arrays for array in layer]


def small_cnn(seed: int = 0) -> keras.Sequential:
    """Return an untrained network of two 5×5 convolutions, for images.

    It pools before it normalises: there is then a quarter as much to normalise.

    >>> small_cnn(seed=1).count_params()
    73714
    """
    start = _initializers(seed)
    layers = keras.layers
    return keras.Sequential(
        [
            *_pixels(),
            layers.Reshape((28, 28, 1)),
            layers.Conv2D(8, 5, use_bias=False, kernel_initializer=next(start)),
            layers.MaxPooling2D(),
            layers.BatchNormalization(momentum=0.9),
            layers.ReLU(),
            layers.Conv2D(32, 5, use_bias=False, kernel_initializer=next(start)),
            layers.MaxPooling2D(),
            layers.BatchNormalization(momentum=0.9),
            layers.ReLU(),
            layers.Flatten(),
            layers.Dense(128, activation="relu", kernel_initializer=next(start)),
            layers.Dense(10, kernel_initializer=next(start)),
        ]
    )


def _initializers(seed: int) -> Iterator[keras.Initializer]:
    """Fix Keras's random numbers, and give an initializer for each kernel in turn.

    A layer would draw its seed from Python's global random numbers, and other threads
    may take some of them in between. Here the seeds come from a generator of our own.
    """
    seed = check_count("seed", seed, at_least=0, at_most=2**32 - 1)
    keras.utils.set_random_seed(seed)
    numbers = random.Random(seed)
    while True:
        yield keras.initializers.GlorotUniform(numbers.randint(1, 10**9))


def _pixels() -> list[Any]:
    return [keras.Input((28, 28), dtype="uint8"), keras.layers.Rescaling(1 / 255)]
