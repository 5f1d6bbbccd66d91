"""The batch that an edge is measured on, as tensors, from what a reader has."""

from typing import Any

import numpy as np

from helpers.keras_import import keras

__all__ = ["as_batch"]


def as_batch(x: Any, y: Any = None, sample_weight: Any = None) -> tuple[Any, Any, Any]:
    """Return inputs, targets and weights of samples, with tensors for arrays.

    Each is an array or a tensor with a row for each sample, a list, tuple or dict of
    such, or None. Floating numbers get Keras's own type, as in ``fit``. What is no
    array raises TypeError, a dataset among it: to iterate over it once more may change
    the order in which training sees the data. Unequal rows raise ValueError.

    >>> as_batch([np.zeros((4, 2)), np.zeros((4, 3))], np.ones(5))
    Traceback (most recent call last):
    ValueError: x and y must have a row for each sample: x has 4 rows, y has 5 rows
    """
    parts = {"x": x, "y": y, "sample_weight": sample_weight}
    made = [
        keras.tree.map_structure(lambda leaf, name=name: _tensor(name, leaf), part)
        for name, part in parts.items()
    ]
    rows = {
        name: sorted({leaf.shape[0] for leaf in leaves})
        for name, part in zip(parts, made, strict=True)
        if (leaves := [leaf for leaf in keras.tree.flatten(part) if leaf is not None])
    }
    if len({count for counts in rows.values() for count in counts}) > 1:
        raise ValueError(
            f"{' and '.join(rows)} must have a row for each sample: "
            + ", ".join(
                f"{name} has {' or '.join(map(str, counts))} rows"
                for name, counts in rows.items()
            )
        )
    x, y, sample_weight = made
    return x, y, sample_weight


def _tensor(name: str, leaf: Any) -> Any:
    if leaf is None:
        return None
    try:
        numbers = leaf if keras.ops.is_tensor(leaf) else np.asarray(leaf)
        if isinstance(numbers, np.ndarray) and numbers.dtype.kind == "f":
            numbers = numbers.astype(keras.config.floatx())
        tensor = keras.ops.convert_to_tensor(numbers)
        known = len(tensor.shape) > 0
    except (TypeError, ValueError):
        known = False
    if not known:
        raise TypeError(
            f"{name}, of class {type(leaf).__name__}, must be an array with a row for "
            "each sample, or a list, tuple or dict of such. Of a dataset take a batch: "
            "x, y = next(iter(dataset))"
        )
    return tensor
