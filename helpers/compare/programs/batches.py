"""The batches of a training, as the numbers of their rows."""

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from helpers.compare.recipe import evaluation_epochs
from helpers.keras_import import keras

__all__ = ["Batches", "Feed", "in_batches"]


@dataclass(frozen=True, eq=False)
class Batches:
    """Batches of rows, all of one size but perhaps for the last.

    ``order`` has the shape ``(batches, size)``, and ``rest``, of a last batch that is
    smaller, ``(rows,)``: the numbers of rows, int32.
    """

    order: np.ndarray
    rest: np.ndarray

    @property
    def number(self) -> int:
        """The number of batches."""
        return len(self.order) + bool(len(self.rest))

    def first(self, number: int) -> "Batches":
        """Return the first so many batches."""
        if number >= self.number:
            return self
        return Batches(self.order[:number], self.rest[:0])


@dataclass(frozen=True, eq=False)
class Feed:
    """The batches of a training, epoch by epoch, and those that it is judged on.

    ``rows`` and ``judged_rows`` are what ``fit`` gives a ``train_step``: a tuple of
    arrays, or of dicts or lists of arrays. Where the length of an epoch is ``known``
    the model is evaluated after some of them, and otherwise after each.
    """

    rows: Any
    epochs: list[Batches]
    known: bool
    judged_rows: Any
    judged: Batches = field(repr=False)

    @property
    def looks(self) -> set[int]:
        """The epochs, from 1, after which the model is evaluated."""
        number = len(self.epochs)
        return {*(evaluation_epochs(number) if self.known else range(1, number + 1))}

    @property
    def most(self) -> int:
        """The largest number of full batches in an epoch."""
        return max(len(epoch.order) for epoch in self.epochs)

    def first(self, updates: int) -> "Feed":
        """Return the feed of a training of so many updates."""
        epochs: list[Batches] = []
        while updates > 0:
            epochs.append(self.epochs[len(epochs)].first(updates))
            updates -= epochs[-1].number
        return replace(self, epochs=epochs)

    @property
    def bytes(self) -> int:
        """How much memory the orders take, and the rows if they are kept here."""
        arrays = keras.tree.flatten((self.rows, self.judged_rows))
        orders = [epoch.order.nbytes for epoch in self.epochs]
        return sum(array.nbytes for array in arrays) + sum(orders)


def in_batches(order: np.ndarray, size: int) -> Batches:
    """Return the rows of an epoch in this order, in batches of this size."""
    full = len(order) // size * size
    order = order.astype("int32")
    return Batches(order[:full].reshape(-1, size), order[full:])
