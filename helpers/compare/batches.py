"""Few rows as a ``tf.data.Dataset``, in which an epoch begins at once."""

import numpy as np

from helpers.compare.datasets import is_arrays
from helpers.quiet import keras

FEW = (
    20_000  # rows; of more, Keras makes batches sooner, as it gathers them in parallel
)


def are_few(data):
    """Return whether the data are NumPy arrays of few rows."""
    if not is_arrays(data):
        return False
    arrays = keras.tree.flatten(list(data))
    known = all(isinstance(array, np.ndarray) for array in arrays)
    return known and len(arrays[0]) <= FEW


def batched(arrays, batch_size, seed=None):
    """Return arrays as batches, a ``tf.data.Dataset`` of tuples.

    ``arrays`` is a tuple as ``fit`` takes it. With a ``seed`` every epoch has the rows
    in an order of its own, by that seed. As in Keras, numbers with a point become
    ``floatx``.

    Given the arrays themselves, Keras builds a pipeline for each ``fit``, and an
    iterator of several stages for each epoch: for few rows that takes longer than a
    small network takes to learn from them.
    """
    from tensorflow import data  # here, as other backends run without TensorFlow

    def as_keras_does(array):
        return array.astype(keras.config.floatx()) if array.dtype.kind == "f" else array

    rows = keras.tree.map_structure(as_keras_does, tuple(arrays))
    found = data.Dataset.from_tensor_slices(keras.tree.lists_to_tuples(rows))
    if seed is not None:
        found = found.shuffle(len(keras.tree.flatten(rows)[0]), seed=seed)
    return found.batch(batch_size).prefetch(1)
