"""What ``fit`` takes as data, and how many batches it makes of it.

Few rows become a ``tf.data.Dataset``, in which an epoch begins at once.
"""

import inspect

import numpy as np

from helpers.keras_import import keras

INFINITE, UNKNOWN = -1, -2  # what a tf.data.Dataset has as its cardinality, too
# Rows. Of more, Keras makes batches sooner, as it gathers them in parallel.
FEW = 20_000


def of_seed(data, seed):
    """Return the data, made for this seed if they are a function of it."""
    return data(seed) if is_function(data) else data


def is_function(data):
    """Return whether the data have to be made first."""
    itself = hasattr(data, "__iter__") or hasattr(data, "__getitem__")
    return callable(data) and not itself


def as_arguments(name, data, batch_size):
    """Return what to give to ``fit`` or ``evaluate``, as a dict, if they can take it.

    ``data`` is a tuple of arrays, ``(x, y)`` or with sample weights ``(x, y, w)``,
    where each may be a list or dict of arrays; or a ``tf.data.Dataset``, a
    ``keras.utils.PyDataset`` or a PyTorch ``DataLoader``, which make their own batches.
    """
    if inspect.isgenerator(data) or isinstance(data, map | zip | filter):
        raise TypeError(
            f"{name} = {data!r} can be read once only, but many networks train on it: "
            "give a tf.data.Dataset, a PyDataset, or a function of the seed"
        )
    if hasattr(data, "shape"):
        raise TypeError(f"{name} is one array, but must be a tuple of two: (x, y)")
    if not is_arrays(data):
        if not hasattr(data, "__iter__") and not hasattr(data, "__getitem__"):
            raise TypeError(
                f"{name} = {data!r} must be arrays (x, y), a tf.data.Dataset, a "
                "PyDataset, or a function of the seed that returns one of them"
            )
        ordered = hasattr(data, "cardinality")  # as a tf.data.Dataset comes
        return {"x": data} | ({"shuffle": False} if ordered else {})
    if len(data) not in (2, 3):
        raise ValueError(
            f"{name} has {len(data)} parts: it must be (x, y) or (x, y, w)"
        )
    arrays = keras.tree.flatten(list(data))
    for array in arrays:
        if not getattr(array, "shape", ()):
            raise TypeError(
                f"{name} has {array!r} where an array must be: np.array makes one of "
                "a list"
            )
        if np.dtype(getattr(array, "dtype", float)).kind in "OSU":
            raise TypeError(
                f"{name} has an array of {array.dtype}, but must have numbers: number "
                "the labels from 0, for instance"
            )
        if isinstance(array, np.ndarray) and array.dtype.kind == "f":
            check_finite(name, array)
    lengths = {len(array) for array in arrays}
    if len(lengths) != 1 or 0 in lengths:
        raise ValueError(
            f"{name} has arrays of {sorted(lengths)} rows: all must have equally many"
        )
    names = ("x", "y", "sample_weight")
    return {**dict(zip(names, data, strict=False)), "batch_size": batch_size}


def check_finite(name, array):
    """Raise a ValueError that says where the first number is that is not finite."""
    wrong = ~np.isfinite(array)
    if wrong.any():
        place = tuple(map(int, np.argwhere(wrong)[0]))
        raise ValueError(
            f"{name} has {array[place]} at {place} of an array: all must be finite"
        )


def is_arrays(data):
    """Return whether the data are a tuple of arrays, rather than batches."""
    return isinstance(data, tuple | list)


def check_end(name, data):
    """Raise a ValueError if the data are known to have no end."""
    if hasattr(data, "cardinality") and int(data.cardinality()) == INFINITE:
        raise ValueError(
            f"{name} has no end, but a training is judged on all of it: use take"
        )


def without_end(data):
    """Return the data, repeated if it is not known where they end.

    There Keras makes one update more at the end of an epoch, on no data.
    """
    if hasattr(data, "cardinality") and int(data.cardinality()) == UNKNOWN:
        return data.repeat()
    return data


def number_of_batches(data, batch_size):
    """Return how many batches an epoch has, or None if nobody knows, or no end."""
    if is_arrays(data):
        return -(-len(keras.tree.flatten(list(data))[0]) // batch_size)
    if hasattr(data, "cardinality"):
        number = int(data.cardinality())
        return number if number > 0 else None
    if isinstance(data, keras.utils.PyDataset):
        return data.num_batches
    return len(data) if hasattr(data, "__len__") else None


def first_batch(name, data, batch_size):
    """Return the first batch as a tuple, ``(x, y)`` or ``(x, y, w)``."""
    if is_arrays(data):
        cut = keras.tree.map_structure(lambda array: array[:batch_size], list(data))
        return tuple(cut)
    if isinstance(data, keras.utils.PyDataset):
        batch = data[0]
    else:
        batch = next(iter(data), None)
    if not isinstance(batch, tuple | list) or len(batch) not in (2, 3):
        raise ValueError(f"{name} must give batches (x, y) or (x, y, w)")
    return tuple(keras.tree.map_structure(np.asarray, list(batch)))


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
