"""The small networks that the notebooks train. Both take uint8 images, 28×28."""

from helpers.checks import check_count
from helpers.quiet import keras


def small_mlp(seed=0, width=64):
    """Return an untrained 784-``width``-10 network; it gives 10 logits per image."""
    width = check_count("width", width)
    _fix_random_numbers(seed)
    layers = keras.layers
    return _network(layers.Flatten(), layers.Dense(width, activation="relu"))


def small_cnn(seed=0):
    """Return an untrained network of two 5×5 convolutions; it gives 10 logits.

    The convolutions pool before they normalise, which costs a quarter of the time.
    """
    _fix_random_numbers(seed)
    layers = keras.layers
    return _network(
        layers.Reshape((28, 28, 1)),
        layers.Conv2D(8, 5, use_bias=False),
        layers.MaxPooling2D(),
        layers.BatchNormalization(momentum=0.9),
        layers.ReLU(),
        layers.Conv2D(32, 5, use_bias=False),
        layers.MaxPooling2D(),
        layers.BatchNormalization(momentum=0.9),
        layers.ReLU(),
        layers.Flatten(),
        layers.Dense(128, activation="relu"),
    )


def _fix_random_numbers(seed):
    """Seed Keras before the layers are made: a layer draws its own seed when it is."""
    keras.utils.set_random_seed(check_count("seed", seed, 0, 2**32 - 1))


def _network(*hidden):
    return keras.Sequential(
        [
            keras.Input((28, 28), dtype="uint8"),
            keras.layers.Rescaling(1 / 255),
            *hidden,
            keras.layers.Dense(10),
        ]
    )
