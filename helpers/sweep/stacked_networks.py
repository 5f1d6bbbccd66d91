"""Many small networks that train together, as one compiled program.

The kernels of N networks' first layers are one array of shape ``(N, width, inputs)``:
a row for each unit, where Keras has a column. Networks that see the images in one order
are a group, and share each batch; the N networks are G groups of equal size, one behind
the other. One matrix product then serves all units of a group at once, and a number of
one network is never added to, or multiplied by, a number of another.

Here a bias is one more column of its kernel: the weight of an input that is always 1.
Inputs that are 0 in every training image are left out: their weights have no gradient
and stay as they are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import partial

import numpy as np

from helpers.arrays import Array, Floats32, Ints32
from helpers.keras_import import keras  # noqa: F401, imports TensorFlow quietly
from helpers.sweep.evaluation import Stack, cross_entropy, open_sizes, scaled
from helpers.sweep.training_data import TrainingData
from helpers.sweep.update_rules import Rule, Variables, copy

# isort: split
import tensorflow as tf

__all__ = ["StackedNetworks", "advance"]


class StackedNetworks:
    """Train N networks inputs-width-10 with ReLU, each with its own weights and rates.

    ``weights`` is a stack as in ``evaluation``, and ``rule`` one of ``update_rules``.
    ``rates`` has the rate of each update, float32 of shape ``(updates, N)``.
    ``averages`` has by name the averaging weights of each update, of the same shape.
    """

    def __init__(
        self,
        weights: Stack,
        rule: Rule,
        data: TrainingData,
        batch_size: int,
        rates: Floats32,
        averages: Mapping[str, Floats32] | None = None,
    ) -> None:
        """Start each network, and each average, at its initial weights."""
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
        self.averaging_weights = [tf.constant(table) for table in averages.values()]
        self.averages = {
            name: [copy(layer) for layer in self.layers] for name in averages
        }

    def train(self, order: Ints32, first: int, last: int) -> Floats32:
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
        columns = [self.rates, self.averaging_weights]
        inputs = [*self.data.tensors, order, *columns, self.batch_size, *numbers]

        # Numbers are tensors, and all sizes are left open: otherwise another momentum,
        # or more networks, would have the program compiled again.
        shapes = tf.nest.map_structure(open_sizes, inputs)
        advance.get_concrete_function(*networks, *shapes)
        return advance(*networks, *inputs).numpy()

    def weights(self, average: str | None = None) -> Stack:
        """Return the weights as they are now, or an average of them: a stack.

        Schedule-free descent evaluates other weights than it trains: then those.
        """
        if average is None:
            pairs = zip(self.layers, self.slots, strict=True)
            layers = [self.rule.weights_to_evaluate(*pair) for pair in pairs]
        else:
            layers = self.averages[average]
        first, second = (layer.numpy() for layer in layers)
        kernel_1 = self.first_kernel.copy()
        kernel_1[:, self.data.lit] = first[:, :, :-1].swapaxes(1, 2)
        kernel_2 = second[:, :, :-1].swapaxes(1, 2)
        return [kernel_1, first[:, :, -1], kernel_2, second[:, :, -1]]

    def finite(self) -> Array:
        """Return whether each network's weights are all finite, shape ``(N,)``."""
        first, second = (tf.math.is_finite(layer) for layer in self.layers)
        return (tf.reduce_all(first, (1, 2)) & tf.reduce_all(second, (1, 2))).numpy()


def with_bias(kernels: Floats32, biases: Floats32) -> tf.Variable:
    """Return a variable of shape ``(N, units, inputs + 1)``, whose sizes are open."""
    columns = np.concatenate([kernels, biases[:, None]], axis=1)
    return tf.Variable(columns.swapaxes(1, 2), shape=(None, None, None))


@tf.function
def advance(
    rule: type[Rule],
    settings: dict[str, tf.Tensor],
    layers: Variables,
    slots: Sequence[Variables],
    averages: Sequence[Variables],
    all_images: tf.Tensor,
    all_labels: tf.Tensor,
    order: tf.Tensor,
    rates: tf.Tensor,
    averaging_weights: Sequence[tf.Tensor],
    batch_size: tf.Tensor,
    first: tf.Tensor,
    last: tf.Tensor,
) -> tf.Tensor:
    """Make updates of all networks, see :meth:`StackedNetworks.train`."""
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
        for average, column in zip(averages, averaging_weights, strict=True):
            # Where nothing is added, a pass over the weights is saved.
            if tf.reduce_any(column[update] > 0):
                move(average, layers, column[update])
        sums += losses
    return sums / tf.cast(last - first, tf.float32)


def move(average: Variables, layers: Variables, averaging_weights: tf.Tensor) -> None:
    """Move an average towards the weights, by one averaging weight for each network."""
    for mean, layer in zip(average, layers, strict=True):
        mean.assign_add(averaging_weights[:, None, None] * (layer - mean))


def mean_losses(layers: Variables, images: tf.Tensor, labels: tf.Tensor) -> tf.Tensor:
    """Return each network's mean loss over its batch, shape ``(N,)``.

    ``images`` has the batch of each group, shape ``(G, batch, inputs)``, and ``labels``
    its labels, ``(G, batch)``.
    """
    # The units of a group are rows of one matrix, so that its batch is there once, and
    # not for each of its networks. Rows times rows: for the gradient it is then a plain
    # product. With the images in front, both products take up to twice as long.
    kernels = tf.convert_to_tensor(layers[0])
    networks, width, inputs = tf.unstack(tf.shape(kernels))
    by_group = tf.reshape(kernels, (len(images), -1, inputs))
    hidden = tf.nn.relu(tf.matmul(by_group, scaled(images), transpose_b=True))
    hidden = tf.reshape(hidden, (networks, width, -1))
    ones = tf.ones_like(hidden[:, :1])
    logits = layers[1] @ tf.concat([hidden, ones], axis=1)
    labels = tf.repeat(labels, networks // len(labels), axis=0)
    losses = cross_entropy(tf.transpose(logits, (0, 2, 1)), labels)
    return tf.reduce_mean(losses, axis=1)
