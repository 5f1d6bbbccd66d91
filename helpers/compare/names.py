"""Names that Keras counts up, ``dense_12`` for instance, given back after use.

TensorFlow keeps what it has prepared to make a variable, for each name that a variable
ever had, until ``clear_session``: 0.5 MB for a small network. So where many models are
made, one after the other, they have the same names.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

__all__ = ["names_given_back"]

PLACE = "keras.src.backend.common.global_state"


@contextmanager
def names_given_back() -> Iterator[None]:
    """Let Keras name what is made after the block as if nothing was made within it.

    Unless its state was cleared meanwhile.

    >>> from helpers.keras_import import keras
    >>> with names_given_back():
    ...     first = keras.layers.Dense(1).name
    >>> keras.layers.Dense(1).name == first
    True
    """
    counts = _counts()
    before = dict(counts or {})
    try:
        yield
    finally:
        found = _counts()
        if found is not None and (counts is None or counts is found):
            found.clear()
            found.update(before)


def _counts() -> dict[str, int] | None:
    """Return how often Keras has given each name, None where it has given none."""
    state: Any = sys.modules.get(PLACE)
    return None if state is None else state.get_global_attribute("object_name_uids")
