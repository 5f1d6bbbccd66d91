"""A stack of small networks: their initial weights, and the loss of each.

The weights of N networks of the sizes ``(inputs, width, 10)`` are arrays with the
networks in front: kernels ``(N, inputs, width)``, biases ``(N, 1, width)``, and so on.
No number of one network meets one of another, so a gradient, or a product with the
Hessian, of the sum of all losses has those of each.
"""

from collections.abc import Sequence

import numpy as np

from helpers.arrays import Floats32
from helpers.checks import check_choice, check_count, check_positive
from helpers.keras_import import keras  # noqa: F401, imports TensorFlow quietly

# isort: split
import tensorflow as tf

__all__ = ["ACTIVATIONS", "LOSSES", "Weights", "initial", "losses"]

LOSSES: tuple[str, ...] = ("squared", "cross-entropy")
ACTIVATIONS: tuple[str, ...] = ("tanh", "relu")
Weights = list[tf.Tensor]


def initial(seeds: Sequence[int], sizes: Sequence[int], scale: float = 1) -> Weights:
    """Return a stack of initial weights, one network for each seed.

    Kernels are Glorot's, uniform within ±√(6/(in + out)), times ``scale``; biases are
    0. ``sizes`` are the units of each layer, the inputs first.

    >>> [tuple(array.shape) for array in initial([0, 1, 2], [40, 32, 10])]
    [(3, 40, 32), (3, 1, 32), (3, 32, 10), (3, 1, 10)]
    """
    check_positive("scale", scale)
    sizes = [check_count("sizes", size) for size in sizes]
    stacks: list[list[Floats32]] = []
    for seed in seeds:
        random = np.random.default_rng(check_count("seeds", seed, at_least=0))
        layers: list[Floats32] = []
        for inputs, units in zip(sizes[:-1], sizes[1:], strict=True):
            reach = scale * np.sqrt(6 / (inputs + units))
            kernel = random.uniform(-reach, reach, (inputs, units))
            layers += [kernel.astype("float32"), np.zeros((1, units), "float32")]
        stacks.append(layers)
    return [tf.constant(np.stack(arrays)) for arrays in zip(*stacks, strict=True)]


def losses(
    weights: Weights,
    inputs: tf.Tensor,
    targets: tf.Tensor,
    loss: str = "squared",
    activation: str = "tanh",
) -> tf.Tensor:
    """Return the loss of each network on examples of its own, shape ``(N,)``.

    ``inputs`` has shape ``(N, n, inputs)``, ``targets`` the labels as rows of 0 and 1,
    ``(N, n, 10)``. ``loss`` is one of ``LOSSES``: "squared" is half the sum over
    outputs, meaned over examples. ``activation``, of all layers but the last, is one of
    ``ACTIVATIONS``.

    >>> weights = initial([0, 1], [40, 32, 10])
    >>> inputs, targets = tf.ones((2, 5, 40)), tf.zeros((2, 5, 10))
    >>> losses(weights, inputs, targets, "cross-entropy").numpy().tolist()
    [0.0, 0.0]
    """
    check_choice("loss", loss, LOSSES)
    check_choice("activation", activation, ACTIVATIONS)
    bend = tf.tanh if activation == "tanh" else tf.nn.relu
    *hidden, kernel, bias = weights
    units = inputs
    for inner, offset in zip(hidden[::2], hidden[1::2], strict=True):
        units = bend(units @ inner + offset)
    outputs = units @ kernel + bias
    if loss == "squared":
        each = 0.5 * tf.reduce_sum((outputs - targets) ** 2, axis=2)
    else:
        each = -tf.reduce_sum(targets * tf.nn.log_softmax(outputs), axis=2)
    return tf.reduce_mean(each, axis=1)
