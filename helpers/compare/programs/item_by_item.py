"""The batches of a ``PyDataset``, read without the pipeline that Keras puts around it.

TensorFlow takes over a millisecond for each batch of a generator, in which a small
network trains on ten. How Keras reads is not written down, and older versions shuffle
otherwise, so that both ways read the first epochs of a comparison, and have to find the
same.
"""

from collections.abc import Callable
from random import Random
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from helpers.compare.fingerprint import fingerprint
from helpers.compare.lengths import length
from helpers.compare.programs.seen import MOST_BYTES, NotFeedableError
from helpers.compare.recipe import Recipe
from helpers.keras_import import keras

__all__ = ["Epochs", "are_read_by_item", "items", "read"]

Epochs = list[list[Any]]  # of batches
Way = Callable[[int], Epochs]  # to read so many

COMPARED = 2  # epochs: what the end of one changes shows in the next
ALIKE: WeakKeyDictionary[Recipe, dict[str, bool]] = WeakKeyDictionary()


def are_read_by_item(data: Any) -> bool:
    """Return whether Keras asks the data for one batch after the other."""
    if not isinstance(data, keras.utils.PyDataset) or not length(data):
        return False
    return data.workers <= 1 and not data.use_multiprocessing


def items(data: Any, number: int, order: Random | None = None) -> Epochs:
    """Return so many batches of a ``PyDataset``, a list for each epoch.

    They come in the order of their numbers, or as ``order`` shuffles those.
    """
    epochs: Epochs = []
    left, room = number, MOST_BYTES
    data.on_epoch_end()  # as Keras does before the first epoch, too
    while left > 0:
        if hasattr(data, "on_epoch_begin"):  # older versions of Keras don't have it
            data.on_epoch_begin()
        places = [*range(length(data) or 0)]
        if order is not None:
            order.shuffle(places)
        epoch = []
        for place in places[:left]:
            epoch.append(as_fed(data[place]))
            room -= sum(array.nbytes for array in keras.tree.flatten(epoch[-1]))
            if room < 0:
                raise NotFeedableError("too many batches to keep")
        data.on_epoch_end()
        epochs.append(epoch)
        left -= len(epoch)
    return epochs


def as_fed(batch: Any) -> Any:
    """Return a batch as Keras hands it to a ``train_step``, of NumPy arrays."""
    if isinstance(batch, list):
        batch = tuple(batch)
    elif not isinstance(batch, tuple | dict):
        batch = (batch,)
    return keras.tree.map_structure(np.asarray, batch)


def read(
    recipe: Recipe, name: str, data: Any, number: int, by_keras: Way, by_item: Way
) -> Epochs:
    """Return so many batches of the data of this name, by item if that is as good.

    The first time, both ways read some epochs, and the recipe keeps whether they agree.
    """
    if not are_read_by_item(data):
        return by_keras(number)
    known = ALIKE.setdefault(recipe, {})
    if name not in known:
        few = min(number, COMPARED * (length(data) or 1))
        known[name] = fingerprint(by_keras(few)) == fingerprint(by_item(few))
    return by_item(number) if known[name] else by_keras(number)
