"""What ``fit`` takes as data, and how many batches it makes of it.

Few rows become a ``tf.data.Dataset``, in which an epoch begins at once.
"""

import inspect
from typing import Any

import numpy as np

from helpers.keras_import import keras

__all__ = [
    "as_fit_arguments",
    "batched",
    "check_ends",
    "data_of_seed",
    "first_batch",
    "has_few_rows",
    "is_arrays",
    "is_function",
    "number_of_batches",
    "repeated_if_unknown",
]

INFINITE, UNKNOWN = -1, -2  # the cardinality of a tf.data.Dataset, where it isn't known
FEW_ROWS = 20_000  # with more, Keras is quicker: it gathers the rows in parallel


def data_of_seed(data: Any, seed: int) -> Any:
    """Return the data, made for this seed if they are a function of it."""
    return data(seed) if is_function(data) else data


def is_function(data: Any) -> bool:
    """Return whether the data are a function of the seed that makes them."""
    itself = hasattr(data, "__iter__") or hasattr(data, "__getitem__")
    return callable(data) and not itself


def as_fit_arguments(name: str, data: Any, batch_size: int) -> dict[str, Any]:
    """Return data as arguments of ``fit``, or raise an error that names them.

    ``data`` is a tuple of arrays, ``(x, y)`` or with sample weights ``(x, y, w)``,
    where each may be a list or dict of arrays; or a ``tf.data.Dataset``, a
    ``keras.utils.PyDataset`` or a PyTorch ``DataLoader``, which make their own batches.
    A ValueError or TypeError says what is wrong with them.
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
        check_array(name, array)
    lengths = {len(array) for array in arrays}
    if len(lengths) != 1 or 0 in lengths:
        raise ValueError(
            f"{name} has arrays of {sorted(lengths)} rows: all must have equally many"
        )
    names = ("x", "y", "sample_weight")
    return {**dict(zip(names, data, strict=False)), "batch_size": batch_size}


def check_array(name: str, array: Any) -> None:
    """Raise an error that names the data unless this is an array of finite numbers."""
    if not getattr(array, "shape", ()):
        raise TypeError(
            f"{name} has {array!r} where an array must be: np.array makes one of a list"
        )
    if np.dtype(getattr(array, "dtype", float)).kind in "OSU":
        raise TypeError(
            f"{name} has an array of {array.dtype}, but must have numbers: number the "
            "labels from 0, for instance"
        )
    if isinstance(array, np.ndarray) and array.dtype.kind == "f":
        wrong = ~np.isfinite(array)
        if wrong.any():
            place = tuple(map(int, np.argwhere(wrong)[0]))
            raise ValueError(
                f"{name} has {array[place]} at {place} of an array: all must be finite"
            )


def is_arrays(data: Any) -> bool:
    """Return whether the data are a tuple or list of arrays, and not batches."""
    return isinstance(data, tuple | list)


def check_ends(name: str, data: Any) -> None:
    """Raise a ValueError if the data are known to have no end."""
    if hasattr(data, "cardinality") and int(data.cardinality()) == INFINITE:
        raise ValueError(
            f"{name} has no end, but a training is judged on all of it: use take"
        )


def repeated_if_unknown(data: Any) -> Any:
    """Return the data, repeated without end if their length is not known.

    At the end of such data Keras makes one more update, on no data.
    """
    if hasattr(data, "cardinality") and int(data.cardinality()) == UNKNOWN:
        return data.repeat()
    return data


def number_of_batches(data: Any, batch_size: int) -> int | None:
    """Return how many batches an epoch has, or None if it has no known end."""
    if is_arrays(data):
        return -(-len(keras.tree.flatten(list(data))[0]) // batch_size)
    if hasattr(data, "cardinality"):
        number = int(data.cardinality())
        return number if number > 0 else None
    if isinstance(data, keras.utils.PyDataset):
        return data.num_batches
    return len(data) if hasattr(data, "__len__") else None


def first_batch(name: str, data: Any, batch_size: int) -> tuple[Any, ...]:
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


def has_few_rows(data: Any) -> bool:
    """Return whether the data are NumPy arrays of few rows."""
    if not is_arrays(data):
        return False
    arrays = keras.tree.flatten(list(data))
    known = all(isinstance(array, np.ndarray) for array in arrays)
    return known and len(arrays[0]) <= FEW_ROWS


def batched(arrays: Any, batch_size: int, seed: int | None = None) -> Any:
    """Return arrays as batches, a ``tf.data.Dataset`` of tuples.

    ``arrays`` is a tuple as ``fit`` takes it. With a ``seed`` the rows are shuffled by
    it, in each epoch anew. As in Keras, floating-point numbers become ``floatx``.

    From the arrays themselves Keras would build a pipeline for each ``fit``, and an
    iterator of several stages for each epoch. With few rows that takes longer than to
    train a small network on them.
    """
    from tensorflow import data  # here, as other backends run without TensorFlow

    def as_keras_does(array: np.ndarray) -> np.ndarray:
        return array.astype(keras.config.floatx()) if array.dtype.kind == "f" else array

    rows = keras.tree.map_structure(as_keras_does, tuple(arrays))
    found = data.Dataset.from_tensor_slices(keras.tree.lists_to_tuples(rows))
    if seed is not None:
        found = found.shuffle(len(keras.tree.flatten(rows)[0]), seed=seed)
    return found.batch(batch_size).prefetch(1)
