"""What ``fit`` takes as data, and how many batches it makes of it.

Few rows become a ``tf.data.Dataset``, in which an epoch begins at once.
"""

import inspect
from typing import Any

import numpy as np

from helpers.compare.arrays import (
    as_numpy,
    check_array,
    is_sparse,
    number_of_rows,
)
from helpers.compare.file_caches import finish_file_caches
from helpers.compare.lengths import length
from helpers.keras_import import keras

__all__ = [
    "as_fit_arguments",
    "batched",
    "data_of_seed",
    "first_batch",
    "has_few_rows",
    "is_arrays",
    "is_function",
    "number_of_batches",
    "taken",
]

FEW_ROWS = 20_000  # with more, Keras is quicker: it gathers the rows in parallel


def data_of_seed(data: Any, seed: int, name: str = "data") -> Any:
    """Return the data, made for this seed if they are a function of it.

    What they are made of is as ``taken`` returns it, and what they keep in files is
    there. ``name`` is for errors.
    """
    made = taken(name, data(seed)) if is_function(data) else data
    finish_file_caches(name, made)
    return made


def taken(name: str, data: Any) -> Any:
    """Return the data, tensors and tables in them as NumPy arrays.

    Raises a TypeError or ValueError that names them where that can't be.
    """
    if not is_arrays(data):
        return data
    try:
        return tuple(keras.tree.map_structure(as_numpy, [*data]))
    except (TypeError, ValueError) as problem:
        raise type(problem)(f"{name} has {problem}") from problem


def is_function(data: Any) -> bool:
    """Return whether the data are a function of the seed that makes them."""
    if isinstance(data, type):  # the function is its __init__
        return True
    itself = hasattr(data, "__iter__") or hasattr(data, "__getitem__")
    return callable(data) and not itself


def as_fit_arguments(name: str, data: Any, batch_size: int) -> dict[str, Any]:
    """Return data as arguments of ``fit``, or raise an error that names them.

    ``data`` is a tuple of arrays, ``(x, y)``, with sample weights ``(x, y, w)``, or
    ``(x,)``, where each may be a list or dict of arrays; or a ``tf.data.Dataset``, a
    ``keras.utils.PyDataset`` or a PyTorch ``DataLoader``, which make their own batches.
    A ValueError or TypeError says what is wrong with them.
    """
    if inspect.isgenerator(data) or isinstance(data, map | zip | filter):
        raise TypeError(
            f"{name} = {data!r} can be read once only, but is read in each epoch: give "
            "a tf.data.Dataset, as from_generator makes one, or a PyDataset"
        )
    if hasattr(data, "shape"):
        raise TypeError(
            f"{name} is one array, but must be a tuple: (x, y), or (x,) for a model "
            "that needs no y"
        )
    if not is_arrays(data):
        if not hasattr(data, "__iter__") and not hasattr(data, "__getitem__"):
            raise TypeError(
                f"{name} = {data!r} must be arrays (x, y), a tf.data.Dataset, a "
                "PyDataset, or a function of the seed that returns one of them"
            )
        shuffled = isinstance(data, keras.utils.PyDataset) and length(data) is not None
        return {"x": data} | ({} if shuffled else {"shuffle": False})
    if len(data) not in (1, 2, 3):
        raise ValueError(
            f"{name} has {len(data)} parts: it must be (x, y), (x, y, w) or (x,)"
        )
    arrays = keras.tree.flatten([*data])
    for array in arrays:
        check_array(name, array)
    lengths = sorted({number_of_rows(array) for array in arrays})
    if len(lengths) != 1:
        raise ValueError(
            f"{name} has arrays of {lengths} rows: all must have equally many"
        )
    if lengths == [0]:
        raise ValueError(f"{name} is empty: its arrays have no rows")
    names = ("x", "y", "sample_weight")
    return {**dict(zip(names, data, strict=False)), "batch_size": batch_size}


def is_arrays(data: Any) -> bool:
    """Return whether the data are a tuple or list of arrays, and not batches."""
    return isinstance(data, tuple | list)


def number_of_batches(data: Any, batch_size: int) -> int | None:
    """Return how many batches an epoch has, or None if it has no known end."""
    if is_arrays(data):
        rows = number_of_rows(keras.tree.flatten([*data])[0])
        return -(-rows // batch_size)
    return length(data)


def first_batch(name: str, data: Any, batch_size: int) -> tuple[Any, ...]:
    """Return the first batch as a tuple, ``(x, y)``, ``(x, y, w)`` or ``(x,)``.

    What is sparse in it is filled with zeros.
    """
    if is_arrays(data):
        batch = keras.tree.map_structure(lambda array: array[:batch_size], [*data])
    elif isinstance(data, keras.utils.PyDataset):
        batch = data[0]
    else:
        batch = next(iter(data), None)
    if batch is None:
        raise ValueError(f"{name} is empty: it gives no batch")
    parts = list(batch) if isinstance(batch, tuple | list) else [batch]
    if len(parts) not in (1, 2, 3):
        raise ValueError(
            f"{name} must give batches (x, y), (x, y, w) or x, not {len(parts)} parts"
        )
    return tuple(keras.tree.map_structure(dense, parts))


def dense(part: Any) -> np.ndarray:
    """Return a part of a batch as a NumPy array, whatever it was."""
    if hasattr(part, "to_tensor"):  # a ragged one of TensorFlow
        return np.asarray(part.to_tensor())
    array = as_numpy(part)
    return array.toarray() if is_sparse(array) else np.asarray(array)


def has_few_rows(data: Any) -> bool:
    """Return whether the data are NumPy arrays of few rows."""
    if not is_arrays(data):
        return False
    arrays = keras.tree.flatten([*data])
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

    parts = keras.tree.map_structure(as_keras_does, tuple(arrays))
    rows = keras.utils.pack_x_y_sample_weight(*parts)  # x alone comes without a tuple
    found = data.Dataset.from_tensor_slices(keras.tree.lists_to_tuples(rows))
    if seed is not None:
        found = found.shuffle(len(keras.tree.flatten(rows)[0]), seed=seed)
    return found.batch(batch_size).prefetch(1)
