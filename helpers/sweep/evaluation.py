"""Many networks evaluated at once, their weights in stacks.

A stack of N networks inputs-width-10 is four arrays, in Keras's order: kernels of shape
``(N, inputs, width)``, biases ``(N, width)``, kernels ``(N, width, 10)`` and biases
``(N, 10)``.
"""

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

import numpy as np

from helpers.arrays import Array, Floats, Floats32
from helpers.keras_import import keras  # noqa: F401, imports TensorFlow quietly

# isort: split
import tensorflow as tf

__all__ = [
    "Stack",
    "add_up",
    "cross_entropy",
    "evaluate",
    "open_sizes",
    "scaled",
    "stack",
    "unit",
    "unstack",
]

Stack: TypeAlias = list[Floats32]
"""The weights of N networks: four arrays, whose first axis is the network."""

CHUNK = 500  # images at a time: N networks take N · width · 2 kB of memory for it


def stack(weights: Iterable[Sequence[Floats32]]) -> Stack:
    """Return the stack of N networks' weights, each as Keras's ``get_weights()``.

    >>> from helpers.models import mlp_weights
    >>> [array.shape for array in stack(mlp_weights(seed) for seed in range(3))]
    [(3, 784, 64), (3, 64), (3, 64, 10), (3, 10)]
    """
    return [np.stack(same) for same in zip(*weights, strict=True)]


def unstack(stack: Stack) -> list[list[Floats32]]:
    """Return for each network the list that Keras's ``set_weights`` takes.

    >>> from helpers.models import mlp_weights
    >>> two = unstack(stack(mlp_weights(seed) for seed in range(2)))
    >>> [array.shape for array in two[1]]
    [(784, 64), (64,), (64, 10), (10,)]
    """
    return [list(one) for one in zip(*stack, strict=True)]


def evaluate(stack: Stack, images: Array, labels: Array) -> tuple[Floats, Floats]:
    """Return each network's error and its loss, two float64 arrays of shape ``(N,)``.

    The error is the share of images classified wrongly, 0 to 1; the loss is the mean
    negative log-likelihood of an image. Where an output is not finite, the image
    counts as wrong. Images are uint8 or float32 of shape ``(n, …)``, labels ``(n,)``.

    >>> from helpers.data import small_digits
    >>> from helpers.models import mlp_weights
    >>> from helpers.sweep import evaluate, stack
    >>> untrained = stack(mlp_weights(seed) for seed in range(3))
    >>> digits = small_digits()
    >>> errors, losses = evaluate(untrained, digits.x_test, digits.y_test)
    >>> (errors > 0.5).tolist()
    [True, True, True]
    """
    inputs = tf.reshape(images, (len(images), -1))
    weights = [tf.cast(array, tf.float32) for array in stack]
    arrays = [*weights, inputs, tf.cast(labels, tf.int32)]
    # Compiled once for each type of images, with all sizes left open.
    add_up.get_concrete_function(*map(open_sizes, arrays))
    right, loss = add_up(*arrays)
    return 1 - right.numpy() / len(labels), loss.numpy() / len(labels)


def open_sizes(array: Any) -> tf.TensorSpec:
    """Return the signature of arrays like this one, of any sizes."""
    return tf.TensorSpec([None] * len(array.shape), array.dtype)


@tf.function
def add_up(
    kernel_1: tf.Tensor,
    bias_1: tf.Tensor,
    kernel_2: tf.Tensor,
    bias_2: tf.Tensor,
    images: tf.Tensor,
    labels: tf.Tensor,
) -> tuple[tf.Tensor, tf.Tensor]:
    """Return the number of right answers and the sum of losses of each network."""
    right = tf.zeros(len(bias_1), tf.int64)
    total = tf.zeros(len(bias_1), tf.float64)
    for first in tf.range(0, len(labels), CHUNK):
        answers = labels[None, first : first + CHUNK]
        inputs = scaled(images[None, first : first + CHUNK])
        hidden = tf.nn.relu(inputs @ kernel_1 + bias_1[:, None])
        logits = hidden @ kernel_2 + bias_2[:, None]
        losses = cross_entropy(logits, answers)
        hits = tf.argmax(logits, 2, tf.int32) == answers
        right += tf.math.count_nonzero(hits & tf.math.is_finite(losses), axis=1)
        total += tf.reduce_sum(tf.cast(losses, tf.float64), axis=1)
    return right, total


def scaled(images: tf.Tensor) -> tf.Tensor:
    """Return uint8 pixels as float32 from 0 to 1, as Keras's ``Rescaling`` does.

    Numbers that are float32 are returned as they are.
    """
    return tf.cast(images, tf.float32) * unit(images.dtype)


def unit(dtype: Any) -> float:
    """Return by what images of this type are multiplied: pixels go up to 255."""
    return 1 / 255 if dtype == np.uint8 else 1.0


def cross_entropy(logits: tf.Tensor, labels: tf.Tensor) -> tf.Tensor:
    """Return negative log-likelihoods, shape ``(N, images)``.

    The labels have that shape too, or ``(1, images)``.
    """
    labels = tf.broadcast_to(labels, tf.shape(logits)[:2])
    return tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits)
