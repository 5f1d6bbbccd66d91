"""Many small networks by full batches, and the sharpness of each on the way."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from helpers.arrays import Array, ArrayLike, Floats, Ints
from helpers.checks import check_count
from helpers.keras_import import keras  # noqa: F401, imports TensorFlow quietly
from helpers.sharpness.hessian import directions, power, scaled
from helpers.sharpness.networks import Weights, losses

# isort: split
import tensorflow as tf

__all__ = ["Descent", "descend"]

FIRST = 40  # products with the Hessian before the first look


@dataclass(frozen=True)
class Descent:
    """What was seen of N trainings.

    ``losses`` has the loss before each update, ``(N, updates)``; ``sharpness`` the
    largest eigenvalue at each of ``at`` updates, ``(N, looks)``, NaN once a network has
    diverged.

    >>> Descent(np.ones((2, 4)), np.ones((2, 3)), np.array([0, 2, 4])).survived
    array([ True,  True])
    """

    losses: Floats
    sharpness: Floats
    at: Ints

    @property
    def survived(self) -> Array:
        """Return which networks have a finite loss to the end, shape ``(N,)``."""
        return np.all(np.isfinite(self.losses), axis=1)


def descend(
    columns: ArrayLike,
    weights: Weights,
    examples: tuple[ArrayLike, ArrayLike],
    momentum: float | Sequence[float] = 0.9,
    every: int = 20,
    products: int = 6,
    loss: str = "squared",
    activation: str = "tanh",
) -> Descent:
    """Train each network of a stack by its own column of rates, on all its examples.

    v ← βv − ηg, w ← w + v, as ``keras.optimizers.SGD(η, β)`` does. ``columns`` has
    shape ``(N, updates)``, ``examples`` are ``(N, n, inputs)`` and ``(N, n, 10)``. The
    sharpness is looked at before the first update and after each ``every``, by so many
    ``products`` of a power iteration that goes on from the look before; with 0 of them
    not at all. ``every`` must divide the number of updates. ``loss`` and ``activation``
    are those of ``losses``.

    >>> from helpers.sharpness.networks import initial
    >>> weights = initial([0, 1], [4, 3, 10])
    >>> examples = np.ones((2, 5, 4)), np.zeros((2, 5, 10))
    >>> seen = descend(np.full((2, 40), 0.1), weights, examples, every=20)
    >>> seen.sharpness.shape, seen.survived.tolist()
    ((2, 3), [True, True])
    """
    rates = np.asarray(columns, np.float32)
    every, updates = check_count("every", every), rates.shape[1]
    check_count("products", products, at_least=0)
    if updates % every:
        raise ValueError(f"every = {every} must divide the {updates} updates")
    inputs, targets = (tf.constant(part, tf.float32) for part in examples)
    betas = tf.constant(np.broadcast_to(np.asarray(momentum, np.float32), len(rates)))
    velocities = [tf.zeros_like(weight) for weight in weights]
    vectors, seen, looks = directions(weights), [], []
    kind, often = (loss, activation), tf.constant(products)
    if products:
        first = tf.constant(FIRST)
        value, vectors = look(weights, vectors, inputs, targets, first, *kind)
        looks.append(value.numpy())
    for start in range(0, updates, every):
        part = tf.constant(rates[:, start : start + every].T)
        weights, velocities, found = advance(
            weights, velocities, part, inputs, targets, betas, *kind
        )
        seen.append(found.numpy().T)
        if products:
            value, vectors = look(weights, vectors, inputs, targets, often, *kind)
            looks.append(value.numpy())
    sharpness = np.array(looks).T if products else np.empty((len(rates), 0))
    at = np.arange(0, updates + 1, every) if products else np.empty(0, np.int64)
    return Descent(np.concatenate(seen, axis=1), sharpness, at)


@tf.function(jit_compile=True)
def advance(
    weights: Weights,
    velocities: Weights,
    rates: tf.Tensor,
    inputs: tf.Tensor,
    targets: tf.Tensor,
    betas: tf.Tensor,
    loss: str,
    activation: str,
) -> tuple[Weights, Weights, tf.Tensor]:
    """Make an update for each row of ``rates``, ``(updates, N)``."""
    seen = tf.TensorArray(tf.float32, rates.shape[0])
    for step in tf.range(rates.shape[0]):
        with tf.GradientTape() as tape:
            tape.watch(weights)
            found = losses(weights, inputs, targets, loss, activation)
        weights, velocities = moved(
            weights, velocities, tape.gradient(found, weights), rates[step], betas
        )
        seen = seen.write(step, found)
    return weights, velocities, seen.stack()


def moved(
    weights: Weights,
    velocities: Weights,
    gradients: Weights,
    rates: tf.Tensor,
    betas: tf.Tensor,
) -> tuple[Weights, Weights]:
    """Return weights and velocities after one update."""
    steps = zip(scaled(velocities, betas), scaled(gradients, rates), strict=True)
    velocities = [kept - step for kept, step in steps]
    pairs = zip(weights, velocities, strict=True)
    return [weight + velocity for weight, velocity in pairs], velocities


@tf.function(jit_compile=True)
def look(
    weights: Weights,
    vectors: Weights,
    inputs: tf.Tensor,
    targets: tf.Tensor,
    iterations: tf.Tensor,
    loss: str,
    activation: str,
) -> tuple[tf.Tensor, Weights]:
    """Return the sharpness of each network, and the vectors to go on from."""
    of = partial(
        losses, inputs=inputs, targets=targets, loss=loss, activation=activation
    )
    return power(of, weights, vectors, iterations)
