"""Many small networks that train side by side, as one compiled program.

The kernels of N networks' first layers are one array of shape ``(N, inputs, width)``.
A batched matrix product then serves all networks at once, and no number of one
network ever meets a number of another.

Networks that see the images in one order are a group, and share each batch. The N
networks are G groups of equal size, one behind the other.

Here a bias is one more row of its kernel: the weight of an input that is always 1.
Inputs that are 0 in every training image take no part: without a gradient, their
weights stay as they are.
"""

from dataclasses import asdict
from functools import partial

import numpy as np

from helpers.keras_import import keras  # noqa: F401, it imports TensorFlow without remarks
from helpers.sweep.evaluation import cross_entropy, open_sizes, scaled, unit
from helpers.sweep.update_rules import copy

# isort: split
import tensorflow as tf


class TrainingData:
    """Images and labels to train on, where the program is: many networks share them.

    ``images`` are uint8 or float32 of shape ``(n, …)``, their ``labels`` of shape
    ``(n,)``. ``lit`` says which inputs are not 0 in every image.
    """

    def __init__(self, images, labels):
        """Leave out what is always 0, and add the 1 that biases are weights of."""
        flat = images.reshape(len(images), -1)
        self.lit = flat.any(axis=0)
        one = np.full((len(flat), 1), 1 / unit(flat.dtype), flat.dtype)
        inputs = np.concatenate([flat.compress(self.lit, axis=1), one], axis=1)
        self.tensors = tf.constant(inputs), tf.constant(labels, tf.int32)


class ManyNetworks:
    """N networks inputs-width-10 with ReLU, each with its own weights and rates.

    ``weights`` is a stack as in ``evaluation``, ``rule`` one of ``update_rules``, and
    ``data`` are ``TrainingData``. ``rates`` has the rate of each update, float32 of
    shape ``(updates, N)``; ``averages`` has by name the shares that each update has in
    an average of the weights, of the same shape.
    """

    def __init__(self, weights, rule, data, batch_size, rates, averages=None):
        """Put each network where it starts."""
        self.data = data
        self.batch_size = tf.constant(batch_size)
        self.rates = tf.constant(rates)

        self.first_kernel, bias_1, kernel_2, bias_2 = weights
        self.layers = [
            with_bias(self.first_kernel[:, data.lit], bias_1),
            with_bias(kernel_2, bias_2),
        ]
        self.rule = rule
        self.slots = [rule.slots(layer) for layer in self.layers]
        averages = averages or {}
        self.shares = [tf.constant(shares) for shares in averages.values()]
        self.averages = {
            name: [copy(layer) for layer in self.layers] for name in averages
        }

    def train(self, order, first, last):
        """Make the updates ``first`` to ``last - 1``, which are of one epoch.

        ``order`` has the indices of that epoch's images for each group of networks,
        int32 of shape ``(G, n)``; the last batch takes what is left.
        Returns each network's loss, the mean over these updates, shape ``(N,)``.
        """
        settings = {
            name: tf.constant(number, tf.float32)
            for name, number in asdict(self.rule).items()
        }
        averages = [*self.averages.values()]
        networks = type(self.rule), settings, self.layers, self.slots, averages
        numbers = [tf.constant(number) for number in (first, last)]
        given = [order, self.rates, self.shares, self.batch_size, *numbers]
        inputs = [*self.data.tensors, *given]

        # Compiled at the first call, with all sizes left open; later sweeps reuse it.
        shapes = tf.nest.map_structure(open_sizes, inputs)
        advance.get_concrete_function(*networks, *shapes)
        return advance(*networks, *inputs).numpy()

    def weights(self, average=None):
        """Return the weights as they are now, or an average of them: a stack.

        As they are: those that the rule would have judged, where it trains others.
        """
        if average is None:
            pairs = zip(self.layers, self.slots, strict=True)
            layers = [self.rule.judged(layer, slots) for layer, slots in pairs]
        else:
            layers = self.averages[average]
        first, second = (layer.numpy() for layer in layers)
        kernel_1 = self.first_kernel.copy()
        kernel_1[:, self.data.lit] = first[:, :-1]
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
    averages,
    all_images,
    all_labels,
    order,
    rates,
    shares,
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
        for average, share in zip(averages, shares, strict=True):
            if tf.reduce_any(share[update] > 0):
                move(average, layers, share[update])
        sums += losses
    return sums / tf.cast(last - first, tf.float32)


def move(average, layers, shares):
    """Move an average of weights towards the weights, by a share for each network."""
    for mean, layer in zip(average, layers, strict=True):
        mean.assign_add(shares[:, None, None] * (layer - mean))


def mean_losses(layers, images, labels):
    """Return each network's mean loss over its batch, shape ``(N,)``.

    ``images`` has the batch of each group, shape ``(G, batch, inputs)``, and ``labels``
    its labels, ``(G, batch)``.
    """
    kernels = tf.convert_to_tensor(layers[0])
    networks, inputs, width = tf.unstack(tf.shape(kernels))
    by_group = tf.reshape(kernels, (len(images), -1, inputs, width))
    hidden = tf.nn.relu(first_products(images, by_group))
    hidden = tf.reshape(hidden, (networks, -1, width))
    ones = tf.ones_like(hidden[..., :1])
    logits = tf.concat([hidden, ones], axis=2) @ layers[1]
    labels = tf.repeat(labels, networks // len(labels), axis=0)
    return tf.reduce_mean(cross_entropy(logits, labels), axis=1)


@tf.custom_gradient
def first_products(images, kernels):
    """Return scaled images times the kernels of their group's networks.

    ``kernels`` has shape ``(G, N/G, inputs, width)``; the result ``(G, N/G, batch,
    width)``. The gradient is a plain product: TensorFlow's own multiplies by the
    images' transpose, a fifth slower than by a copy that is transposed.
    """

    def gradient(upstream):
        # Scaled in two steps, or TensorFlow would undo the copy. The first is exact.
        inputs = tf.transpose(tf.cast(images, tf.float32) / 256, (0, 2, 1))
        return None, (inputs * (256 * unit(images.dtype)))[:, None] @ upstream

    return scaled(images)[:, None] @ kernels, gradient
