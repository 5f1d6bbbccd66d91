"""Many small networks that train side by side, as one compiled program.

The kernels of N networks' first layers are one array of shape ``(N, inputs, width)``.
A batched matrix product then serves all networks at once, and no number of one
network ever meets a number of another.

Here a bias is one more row of its kernel: the weight of an input that is always 1.
Pixels that are black in every training image take no part: without a gradient, their
weights stay as they are.
"""

from dataclasses import asdict
from functools import partial

import numpy as np

from helpers.quiet import keras  # noqa: F401, it imports TensorFlow without remarks
from helpers.sweep.evaluation import cross_entropy, scaled

# isort: split
import tensorflow as tf


class ManyNetworks:
    """N networks 784-width-10 with ReLU, each with its own weights and rates.

    ``weights`` is a stack as in ``evaluation``, and ``rule`` one of ``update_rules``.
    ``images`` to train on are uint8 of shape ``(n, 28, 28)``, their ``labels`` of shape
    ``(n,)``.
    """

    def __init__(self, weights, rule, images, labels, batch_size):
        """Put each network where it starts, and the data where the program is."""
        pixels = images.reshape(len(images), -1)
        self.lit = pixels.any(axis=0)
        white = np.full((len(pixels), 1), 255, np.uint8)
        inputs = np.concatenate([pixels.compress(self.lit, axis=1), white], axis=1)
        self.data = tf.constant(inputs), tf.constant(labels, tf.int32)
        self.batch_size = tf.constant(batch_size)

        self.first_kernel, bias_1, kernel_2, bias_2 = weights
        self.layers = [
            with_bias(self.first_kernel[:, self.lit], bias_1),
            with_bias(kernel_2, bias_2),
        ]
        self.slots = [rule.slots(layer) for layer in self.layers]
        self.rule = type(rule)
        self.settings = {
            name: tf.constant(number, tf.float32)
            for name, number in asdict(rule).items()
        }

    def train(self, order, rates, first, last):
        """Make the updates ``first`` to ``last - 1``, which are of one epoch.

        ``order`` has the indices of that epoch's images, int32 of shape ``(N, n)``, or
        ``(1, n)`` if all networks see the same; the last batch takes what is left.
        ``rates`` is the table of the whole run, float32 of shape ``(updates, N)``.
        Returns each network's loss, the mean over these updates, shape ``(N,)``.
        """
        networks = self.rule, self.settings, self.layers, self.slots
        numbers = [tf.constant(number) for number in (first, last)]
        inputs = [*self.data, order, rates, self.batch_size, *numbers]

        # Compiled at the first call, with all sizes left open; later sweeps reuse it.
        shapes = [tf.TensorSpec([None] * np.ndim(x), x.dtype) for x in inputs]
        advance.get_concrete_function(*networks, *shapes)
        return advance(*networks, *inputs).numpy()

    def weights(self):
        """Return the weights as they are now, a stack."""
        first, second = (layer.numpy() for layer in self.layers)
        kernel_1 = self.first_kernel.copy()
        kernel_1[:, self.lit] = first[:, :-1]
        return [kernel_1, first[:, -1], second[:, :-1], second[:, -1]]

    def finite(self):
        """Return whether each network's weights are all finite, shape ``(N,)``."""
        first, second = (tf.math.is_finite(layer) for layer in self.layers)
        return (tf.reduce_all(first, (1, 2)) & tf.reduce_all(second, (1, 2))).numpy()


def with_bias(kernels, biases):
    """Return a variable of shape ``(N, inputs + 1, units)``, whose sizes are open."""
    rows = np.concatenate([kernels, biases[:, None]], axis=1)
    return tf.Variable(rows, shape=(None, None, None))


@tf.function
def advance(
    rule,
    settings,
    layers,
    slots,
    all_images,
    all_labels,
    order,
    rates,
    batch_size,
    first,
    last,
):
    """Make updates of all networks, see :meth:`ManyNetworks.train`."""
    batches = -(-tf.shape(order)[1] // batch_size)
    sums = tf.zeros_like(rates[0])
    for update in tf.range(first, last):
        start = update % batches * batch_size
        batch = order[:, start : start + batch_size]
        images, labels = tf.gather(all_images, batch), tf.gather(all_labels, batch)
        with tf.GradientTape() as tape:
            losses = mean_losses(layers, images, labels)
        gradients = partial(tape.gradient, losses, layers)
        rule.update(layers, slots, gradients, rates[update], update + 1, **settings)
        sums += losses
    return sums / tf.cast(last - first, tf.float32)


def mean_losses(layers, images, labels):
    """Return each network's mean loss over its batch, shape ``(N,)``."""
    hidden = tf.nn.relu(first_products(images, tf.convert_to_tensor(layers[0])))
    ones = tf.ones_like(hidden[..., :1])
    logits = tf.concat([hidden, ones], axis=2) @ layers[1]
    return tf.reduce_mean(cross_entropy(logits, labels), axis=1)


@tf.custom_gradient
def first_products(images, kernels):
    """Return scaled images times kernels, with a gradient that is a plain product.

    TensorFlow's own multiplies by the images' transpose, a fifth slower than by a copy
    that is transposed.
    """

    def gradient(upstream):
        # Scaled in two steps, or TensorFlow would undo the copy. The first is exact.
        pixels = tf.transpose(tf.cast(images, tf.float32) / 256, (0, 2, 1))
        return None, (pixels * (256 / 255)) @ upstream

    return scaled(images) @ kernels, gradient
