"""Many small networks by small batches, and the batch sharpness of each on the way.

The **batch sharpness** is the mean over batches B of gᵀH_B g / gᵀg, with the gradient g
and the Hessian H_B of that batch's loss (Andreyev and Beneventano, 2024).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from helpers.arrays import ArrayLike, Floats, Ints, Ints32
from helpers.checks import check_count
from helpers.keras_import import keras  # noqa: F401, imports TensorFlow quietly
from helpers.sharpness.descent import moved
from helpers.sharpness.hessian import dots, gradient_and_product
from helpers.sharpness.networks import Weights, losses

# isort: split
import tensorflow as tf

__all__ = ["BatchDescent", "descend_by_batches"]


@dataclass(frozen=True)
class BatchDescent:
    """What was seen of N trainings by batches.

    ``batch_sharpness`` at each of ``at`` updates, ``(N, looks)``; not finite once a
    network has diverged.

    >>> BatchDescent(np.ones((2, 3)), np.array([10, 20, 30])).batch_sharpness.shape
    (2, 3)
    """

    batch_sharpness: Floats
    at: Ints


def descend_by_batches(
    columns: ArrayLike,
    weights: Weights,
    examples: tuple[ArrayLike, ArrayLike],
    batch_size: int,
    seeds: Sequence[int],
    momentum: float | Sequence[float] = 0.9,
    every: int = 64,
    loss: str = "squared",
    activation: str = "tanh",
) -> BatchDescent:
    """Train each network by its own column and batches, and look at these batches.

    As :func:`~helpers.sharpness.descent.descend`, but each update sees ``batch_size``
    examples, in an order by the network's seed that is new in each epoch. After each
    ``every`` updates the batches of the epoch just begun are looked at, up to 32 of
    them. ``batch_size`` must divide the number of examples, and ``every`` that of
    updates.

    >>> from helpers.sharpness.networks import initial
    >>> weights = initial([0, 1], [4, 3, 10])
    >>> examples = np.ones((2, 8, 4)), np.zeros((2, 8, 10))
    >>> seen = descend_by_batches(
    ...     np.full((2, 40), 0.1), weights, examples, 4, [0, 1], every=20
    ... )
    >>> seen.batch_sharpness.shape, seen.at.tolist()
    ((2, 2), [20, 40])
    """
    rates = np.asarray(columns, np.float32)
    every, updates = check_count("every", every), rates.shape[1]
    inputs, targets = (tf.constant(part, tf.float32) for part in examples)
    count = int(inputs.shape[1])
    check_count("batch_size", batch_size, at_most=count)
    if updates % every or count % batch_size:
        raise ValueError(
            f"every = {every} must divide the {updates} updates, and "
            f"batch_size = {batch_size} the {count} examples"
        )
    order = orders(seeds, count, batch_size, updates + 32)
    betas = tf.constant(np.broadcast_to(np.asarray(momentum, np.float32), len(rates)))
    velocities = [tf.zeros_like(weight) for weight in weights]
    probes, seen = min(32, count // batch_size), []
    for start in range(0, updates, every):
        rows, chosen = slice(start, start + every), slice(start, start + every + probes)
        weights, velocities, found = advance(
            weights,
            velocities,
            tf.constant(rates[:, rows].T),
            tf.constant(order[chosen]),
            inputs,
            targets,
            betas,
            loss,
            activation,
        )
        seen.append(found.numpy())
    at = np.arange(every, updates + 1, every)
    return BatchDescent(np.array(seen, float).T, at)


def orders(seeds: Sequence[int], count: int, batch_size: int, updates: int) -> Ints32:
    """Return the examples of each update, int32 of ``(updates, N, batch_size)``."""
    epochs = -(-updates * batch_size // count)
    drawn = []
    for seed in seeds:
        random = np.random.default_rng([check_count("seeds", seed, at_least=0), 1])
        order = np.concatenate([random.permutation(count) for _ in range(epochs)])
        drawn.append(order.reshape(-1, batch_size)[:updates])
    return np.stack(drawn, axis=1).astype(np.int32)


@tf.function(jit_compile=True)
def advance(
    weights: Weights,
    velocities: Weights,
    rates: tf.Tensor,
    order: tf.Tensor,
    inputs: tf.Tensor,
    targets: tf.Tensor,
    betas: tf.Tensor,
    loss: str,
    activation: str,
) -> tuple[Weights, Weights, tf.Tensor]:
    """Make an update for each row of ``rates``, and look at the batches that follow."""
    updates, rows = rates.shape[0], order.shape[0]
    assert updates is not None
    assert rows is not None

    def of(step: tf.Tensor) -> "partial[tf.Tensor]":
        chosen = order[step]
        parts = [tf.gather(part, chosen, batch_dims=1) for part in (inputs, targets)]
        return partial(
            losses,
            inputs=parts[0],
            targets=parts[1],
            loss=loss,
            activation=activation,
        )

    for step in tf.range(updates):
        with tf.GradientTape() as tape:
            tape.watch(weights)
            found = of(step)(weights)
        gradients = tape.gradient(found, weights)
        weights, velocities = moved(weights, velocities, gradients, rates[step], betas)
    total = tf.zeros_like(betas)
    for step in tf.range(updates, rows):
        gradients, products = gradient_and_product(of(step), weights)
        total += dots(gradients, products) / dots(gradients, gradients)
    return weights, velocities, total / (rows - updates)
