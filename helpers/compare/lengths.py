"""How many batches data have that make their own, and whether they end."""

from collections.abc import Iterable, Iterator
from typing import Any

from helpers.keras_import import keras

__all__ = ["check_ends", "has_no_end", "length", "repeated_if_unknown"]

INFINITE = -1  # as tf.data calls it


def length(data: Any) -> int | None:
    """Return how many batches data have that make them, or None if they don't say."""
    if hasattr(data, "cardinality"):
        number = int(data.cardinality())
        return number if number >= 0 else None
    if isinstance(data, keras.utils.PyDataset):
        return data.num_batches
    try:
        return len(data)
    except TypeError:  # as of a DataLoader, if its data set has no length
        return None


def check_ends(name: str, data: Any) -> None:
    """Raise a ValueError if the data are known to have no end."""
    if has_no_end(data):
        raise ValueError(
            f"{name} has no end, but a training is judged on all of it: use take"
        )


def has_no_end(data: Any) -> bool:
    """Return whether the data say themselves that they go on for ever."""
    if isinstance(data, keras.utils.PyDataset):
        return data.num_batches is None
    return hasattr(data, "cardinality") and int(data.cardinality()) == INFINITE


def repeated_if_unknown(data: Any) -> Any:
    """Return data that make batches, repeated without end if their length is unknown.

    At the end of such data Keras makes one more update, on no data.
    """
    if has_no_end(data) or length(data) is not None:
        return data
    return data.repeat() if hasattr(data, "repeat") else endless(data)


def endless(batches: Iterable[Any]) -> Iterator[Any]:
    """Yield the batches again and again, as those of a PyTorch ``DataLoader``."""
    while True:
        yield from map(tuple, batches)
