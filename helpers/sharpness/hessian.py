"""The largest eigenvalue of the Hessian, by products of the Hessian with a vector.

The Hessian H has as many rows as there are weights, and is never written down. A
product Hv is the gradient of gᵀv. The power iteration v ← Hv/‖Hv‖ turns v towards the
eigenvector whose eigenvalue is largest in size (in a training it is positive), and
vᵀHv is that eigenvalue.
"""

from collections.abc import Callable, Sequence

from helpers.arrays import Floats32
from helpers.checks import check_count
from helpers.keras_import import keras  # noqa: F401, imports TensorFlow quietly

# isort: split
import tensorflow as tf

__all__ = ["dots", "gradient_and_product", "largest_eigenvalues", "power", "scaled"]

Stack = list[tf.Tensor]
Losses = Callable[[Stack], tf.Tensor]


def largest_eigenvalues(
    losses: Losses, weights: Stack, iterations: int = 100, seed: int = 0
) -> Floats32:
    """Return the sharpness of each of N losses, shape ``(N,)``.

    ``losses`` takes a stack of weights, arrays of shape ``(N, …)``, and returns N
    losses, each of its own slice alone.

    >>> curvature = tf.constant([[1.0, 4.0], [9.0, 2.0]])
    >>> bowls = lambda weights: tf.reduce_sum(curvature * weights[0] ** 2, 1) / 2
    >>> largest_eigenvalues(bowls, [tf.ones((2, 2))]).round(3).tolist()
    [4.0, 9.0]
    """
    times = check_count("iterations", iterations)
    values, _ = power(losses, weights, directions(weights, seed), times)
    found: Floats32 = values.numpy()
    return found


def directions(weights: Stack, seed: int = 0) -> Stack:
    """Return random vectors of length 1, to begin a power iteration with."""
    drawn = [
        tf.random.stateless_normal(tf.shape(weight), [seed, place])
        for place, weight in enumerate(weights)
    ]
    return scaled(drawn, 1 / tf.sqrt(dots(drawn, drawn)))


def power(
    losses: Losses, weights: Stack, vectors: Stack, iterations: int | tf.Tensor
) -> tuple[tf.Tensor, Stack]:
    """Return vᵀHv of the last iteration, and the vectors to go on from."""
    values = tf.zeros(tf.shape(weights[0])[0])
    for _ in tf.range(iterations):
        _, products = gradient_and_product(losses, weights, vectors)
        values = dots(vectors, products)
        lengths = tf.sqrt(dots(products, products))
        vectors = scaled(products, 1 / tf.maximum(lengths, 1e-20))
    return values, vectors


def gradient_and_product(
    losses: Losses, weights: Stack, vectors: Sequence[tf.Tensor] | None = None
) -> tuple[Stack, Stack]:
    """Return each network's gradient g, and the product Hv; without vectors Hg."""
    with tf.GradientTape() as outer:
        outer.watch(weights)
        with tf.GradientTape() as inner:
            inner.watch(weights)
            loss = losses(weights)
        gradients = inner.gradient(loss, weights)
        fixed = [tf.stop_gradient(v) for v in vectors or gradients]
        along = dots(gradients, fixed)
    return gradients, outer.gradient(along, weights)


def dots(first: Sequence[tf.Tensor], second: Sequence[tf.Tensor]) -> tf.Tensor:
    """Return the scalar product of each network's vectors, shape ``(N,)``."""
    parts = [
        tf.reduce_sum(tf.reshape(a * b, (tf.shape(a)[0], -1)), axis=1)
        for a, b in zip(first, second, strict=True)
    ]
    return tf.add_n(parts)


def scaled(stack: Sequence[tf.Tensor], factors: tf.Tensor) -> Stack:
    """Return a stack whose networks are multiplied by one factor each."""
    return [
        array * tf.reshape(factors, [-1] + [1] * (len(array.shape) - 1))
        for array in stack
    ]
