"""Many networks judged at once, their weights in stacks.

A stack of N networks inputs-width-10 is four arrays, in Keras's order: kernels of shape
``(N, inputs, width)``, biases ``(N, width)``, kernels ``(N, width, 10)`` and biases
``(N, 10)``.
"""

import numpy as np

from helpers.keras_import import keras  # noqa: F401, it imports TensorFlow without remarks

# isort: split
import tensorflow as tf

CHUNK = 500  # images at a time: N networks take N · width · 2 kB of memory for it


def stack(weights):
    """Return the stack of N networks' weights, each as Keras's ``get_weights()``."""
    return [np.stack(same) for same in zip(*weights, strict=True)]


def unstack(stack):
    """Return for each network the list that Keras's ``set_weights`` takes."""
    return [list(one) for one in zip(*stack, strict=True)]


def evaluate(stack, images, labels):
    """Return each network's error and its loss, two float64 arrays of shape ``(N,)``.

    The error is the share of images classified wrongly, 0 to 1; the loss is the mean
    negative log-likelihood of an image. Where an output is not finite, the image
    counts as wrong. Images are uint8 or float32 of shape ``(n, …)``, labels ``(n,)``.
    """
    inputs = tf.reshape(images, (len(images), -1))
    weights = [tf.cast(array, tf.float32) for array in stack]
    arrays = [*weights, inputs, tf.cast(labels, tf.int32)]
    # Compiled once for each type of images, with all sizes left open.
    add_up.get_concrete_function(*map(open_sizes, arrays))
    right, loss = add_up(*arrays)
    return 1 - right.numpy() / len(labels), loss.numpy() / len(labels)


def open_sizes(array):
    """Return the signature of arrays like this one, of any sizes."""
    return tf.TensorSpec([None] * len(array.shape), array.dtype)


@tf.function
def add_up(kernel_1, bias_1, kernel_2, bias_2, images, labels):
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


def scaled(images):
    """Return uint8 pixels as float32 from 0 to 1, as Keras's ``Rescaling`` does.

    Numbers that are float32 are returned as they are.
    """
    return tf.cast(images, tf.float32) * unit(images.dtype)


def unit(dtype):
    """Return what a 1 in images of this type stands for: pixels go up to 255."""
    return 1 / 255 if dtype == np.uint8 else 1.0


def cross_entropy(logits, labels):
    """Return negative log-likelihoods, shape ``(N, images)``.

    The labels have that shape too, or ``(1, images)``.
    """
    labels = tf.broadcast_to(labels, tf.shape(logits)[:2])
    return tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits)
