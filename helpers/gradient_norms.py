"""How long the gradients of a training are: the norm of each update, for many networks.

The networks train side by side, as those of a sweep do, with momentum; beside each
update the norm of its gradient, over all weights and of that batch alone, is kept.
"""

from collections.abc import Sequence

import numpy as np

from helpers.arrays import Floats
from helpers.checks import check_count
from helpers.sweep.evaluation import Stack, cross_entropy, scaled
from helpers.sweep.protocol import LabelledImages, Protocol
from helpers.sweep.run import Run
from helpers.sweep.runs import check_runs
from helpers.sweep.train_part import as_table, initial_weights
from helpers.sweep.update_rules import Momentum

# isort: split
import tensorflow as tf

__all__ = ["gradient_norms", "root_mean_square"]


def gradient_norms(
    runs: Sequence[Run],
    train: LabelledImages,
    *,
    batch_size: int = 128,
    width: int = 64,
) -> Floats:
    """Return ‖g_t‖ for each run and each of its T updates, shape ``(runs, T)``.

    The arguments are those of ``sweep``; the runs train as they would there. All have
    one number of updates and one momentum, or ValueError. A training that diverges has
    norms that are not finite.

    >>> from helpers.data import small_digits
    >>> from helpers.schedules import linear, table
    >>> digits = small_digits()
    >>> runs = [Run(table(linear(0.1, 40), 40), seed) for seed in range(3)]
    >>> norms = gradient_norms(runs, (digits.x_train, digits.y_train), width=16)
    >>> norms.shape, bool((norms > 0).all())
    ((3, 40), True)
    """
    protocol = Protocol(train, {}, None, batch_size, width, False)
    runs = check_runs(runs, protocol)
    momentum = _momentum_of(runs)
    images, labels = train
    inputs = scaled(tf.constant(images.reshape(len(images), -1)))
    answers = tf.constant(labels, tf.int32)
    seeds = [run.seed for run in runs]
    weights = initial_weights(seeds, check_count("width", width), inputs.shape[1])
    layers = [tf.constant(array) for array in weights]
    velocities = [tf.zeros_like(layer) for layer in layers]
    rates = as_table([run.rates for run in runs])
    found = []
    for first in range(0, len(rates), protocol.updates_per_epoch):
        epoch = first // protocol.updates_per_epoch
        order = protocol.order(epoch, [run.seed_of_order for run in runs])
        part = tf.constant(rates[first : first + protocol.updates_per_epoch])
        layers, velocities, norms = _one_epoch(
            layers, velocities, inputs, answers, order, part, batch_size, momentum
        )
        found.append(norms.numpy())
    return np.concatenate(found).T.astype(np.float64)


def root_mean_square(norms: Floats) -> Floats:
    """Return one norm for each update: the root of the mean square over the runs.

    ``norms`` has a row for each run, shape ``(runs, T)``. The bound on an average loss
    asks for the average of ‖g_t‖², which a mean or a median of norms is below. Runs
    with a norm that is not finite are left out; if none is left, ValueError.

    >>> root_mean_square(np.array([[3.0, 1.0], [4.0, 1.0], [np.inf, 1.0]])).round(2)
    array([3.54, 1.  ])
    """
    finite = np.isfinite(norms).all(axis=1)
    if not finite.any():
        raise ValueError(f"norms: none of {len(norms)} runs has finite ones")
    return np.sqrt(np.mean(norms[finite] ** 2, axis=0))


def _momentum_of(runs: Sequence[Run]) -> float:
    """Return the momentum of all runs, if they have one, and one length."""
    rules = {run.optimizer for run in runs}
    lengths = {len(run.rates) for run in runs}
    if len(rules) > 1 or len(lengths) > 1:
        raise ValueError(
            f"runs must have one optimizer and one length, not {rules} and {lengths}"
        )
    [rule] = rules
    if not isinstance(rule, Momentum):
        raise ValueError(f"runs: optimizer = {rule!r} must be Momentum")
    return rule.momentum


@tf.function(reduce_retracing=True)
def _one_epoch(
    layers: Stack,
    velocities: Stack,
    inputs: tf.Tensor,
    answers: tf.Tensor,
    order: tf.Tensor,
    rates: tf.Tensor,
    batch_size: int,
    momentum: float,
) -> tuple[Stack, Stack, tf.Tensor]:
    """Make the updates of one epoch; return weights, velocities and norms."""
    norms = tf.TensorArray(tf.float32, len(rates))
    for update in tf.range(len(rates)):
        batch = order[:, batch_size * update : batch_size * (update + 1)]
        images, labels = tf.gather(inputs, batch), tf.gather(answers, batch)
        with tf.GradientTape() as tape:
            tape.watch(layers)
            hidden = tf.nn.relu(images @ layers[0] + layers[1][:, None])
            logits = hidden @ layers[2] + layers[3][:, None]
            losses = tf.reduce_mean(cross_entropy(logits, labels), axis=1)
        gradients = tape.gradient(losses, layers)
        squares = [
            tf.reduce_sum(g**2, axis=list(range(1, len(g.shape)))) for g in gradients
        ]
        norms = norms.write(update, tf.sqrt(tf.add_n(squares)))
        steps = [
            tf.reshape(rates[update], (-1, *[1] * (len(g.shape) - 1))) * g
            for g in gradients
        ]
        velocities = [
            momentum * v - step for v, step in zip(velocities, steps, strict=True)
        ]
        layers = [w + v for w, v in zip(layers, velocities, strict=True)]
    return layers, velocities, norms.stack()
