"""The small networks that the notebooks train, on uint8 images, 28×28, if not said."""

import random

from helpers.checks import check_count
from helpers.keras_import import keras


def small_mlp(seed=0, width=64, inputs=None):
    """Return an untrained network inputs-``width``-10; it gives 10 logits per image.

    Without ``inputs`` it takes images as above. With their number, it takes float32
    arrays of shape ``(n, inputs)`` as they are.
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


def mlp_weights(seed=0, width=64, inputs=784):
    """Return the weights of ``small_mlp``, without building the network."""
    width = check_count("width", width)
    start = _initializers(seed)
    kernels = [next(start)(shape) for shape in ((inputs, width), (width, 10))]
    arrays = [[kernel, keras.ops.zeros(kernel.shape[-1])] for kernel in kernels]
    return [keras.ops.convert_to_numpy(array) for layer in arrays for array in layer]


def small_cnn(seed=0):
    """Return an untrained network of two 5×5 convolutions; it gives 10 logits.

    The convolutions pool before they normalise, which costs a quarter of the time.
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


def _initializers(seed):
    """Fix Keras's random numbers, and give an initializer for each kernel in turn.

    Left alone, a layer draws its seed from Python's global random numbers, of which
    other threads may take some in between. Here they come from numbers of our own.
    """
    seed = check_count("seed", seed, at_least=0, at_most=2**32 - 1)
    keras.utils.set_random_seed(seed)
    numbers = random.Random(seed)
    while True:
        yield keras.initializers.GlorotUniform(numbers.randint(1, 10**9))


def _pixels():
    return [keras.Input((28, 28), dtype="uint8"), keras.layers.Rescaling(1 / 255)]
