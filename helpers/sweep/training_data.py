"""The images and labels of a sweep, as its compiled program takes them."""

import numpy as np

from helpers.arrays import Array
from helpers.keras_import import keras  # noqa: F401, imports TensorFlow quietly
from helpers.sweep.evaluation import unit

# isort: split
import tensorflow as tf

__all__ = ["TrainingData"]


class TrainingData:
    """Hold images and labels as tensors, once for all networks that train on them.

    ``images`` are uint8 or float32 of shape ``(n, …)``, their ``labels`` of shape
    ``(n,)``. ``lit`` says which inputs are not 0 in every image.
    """

    def __init__(self, images: Array, labels: Array) -> None:
        """Leave out inputs that are always 0, and add the 1 that a bias multiplies."""
        flat = images.reshape(len(images), -1)
        self.lit: Array = np.any(flat, axis=0)
        one = np.full((len(flat), 1), 1 / unit(flat.dtype), flat.dtype)
        inputs = np.concatenate([flat.compress(self.lit, axis=1), one], axis=1)
        self.tensors = tf.constant(inputs), tf.constant(labels, tf.int32)
