"""Which rows come in which batch, as ``fit`` would feed them.

Of arrays the order is found by feeding the numbers of the rows; of other data all
batches are kept.
"""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from helpers.compare.arrays import is_sparse
from helpers.compare.datasets import as_fit_arguments, batched, data_of_seed, is_arrays
from helpers.compare.recipe import Kind, Recipe, evaluation_epochs
from helpers.keras_import import keras

__all__ = ["Batches", "Feed", "NotFeedableError", "feed_of", "kept_feed_of"]

MOST_BYTES = 64 * 2**20  # of batches that are kept


KEPT: WeakKeyDictionary[Recipe, OrderedDict[Any, Any]] = WeakKeyDictionary()


class NotFeedableError(Exception):
    """These batches are no arrays of one shape, or too many to keep."""


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


def feed_of(recipe: Recipe, seed: int, kind: Kind) -> Feed:
    """Return the batches of the training of a seed, with the whole budget.

    Raises a NotFeedableError where they can't be kept as arrays.
    """
    with recipe.seeded(seed):
        arguments = recipe.fit_arguments(seed, kind, recipe.updates)
        judged = arguments.pop("validation_data")
        size = arguments.pop("validation_batch_size")
        known = arguments.pop("validation_freq") != 1
        train = data_of_seed(recipe.train, seed)
        if is_arrays(train):
            rows = as_keras_has_them(train)
            epochs = orders(recipe, len(first_of(rows)), seed, arguments)
        else:
            rows, epochs = kept(seen_by_fit(arguments, recipe.updates))
    judged_on = data_of_seed(recipe.judged_on(kind), seed)
    if is_arrays(judged_on):
        judged_rows = as_keras_has_them(judged_on)
        size = size or recipe.batch_size
        looked_at = in_batches(np.arange(len(first_of(judged_rows))), size)
    else:
        with recipe.seeded(seed):
            judged_rows, (looked_at,) = kept(seen_by_evaluate(judged))
    return Feed(rows, epochs, known, judged_rows, looked_at)


def kept_feed_of(recipe: Recipe, seed: int, kind: Kind) -> Feed | None:
    """Return a feed, one of the latest if it is among them, or None if there is none.

    Trainings of one seed, of all arms and peaks, have the same batches.
    """
    kept = KEPT.setdefault(recipe, OrderedDict())
    key = seed, kind
    if key not in kept:
        try:
            kept[key] = feed_of(recipe, seed, kind)
        except NotFeedableError:
            kept[key] = None
        while (
            len(kept) > 1
            and sum(one.bytes for one in kept.values() if one) > MOST_BYTES
        ):
            kept.popitem(last=False)
    kept.move_to_end(key)
    return kept[key]


def bytes_of(feeds: Iterable[Feed | None]) -> int:
    """Return how much memory feeds take."""
    return sum(feed.bytes for feed in feeds if feed is not None)


def first_of(rows: Any) -> np.ndarray:
    """Return the first array of a structure."""
    return keras.tree.flatten(rows)[0]


def as_keras_has_them(arrays: Any) -> tuple[Any, ...]:
    """Return arrays as Keras feeds them: floating-point numbers are ``floatx``."""

    def converted(array: Any) -> np.ndarray:
        if is_sparse(array):
            raise NotFeedableError("sparse rows")
        array = np.asarray(array)
        return array.astype(keras.config.floatx()) if array.dtype.kind == "f" else array

    return tuple(keras.tree.map_structure(converted, tuple(arrays)))


def in_batches(order: np.ndarray, size: int) -> Batches:
    """Return the rows of an epoch in this order, in batches of this size."""
    full = len(order) // size * size
    order = order.astype("int32")
    return Batches(order[:full].reshape(-1, size), order[full:])


def orders(
    recipe: Recipe, rows: int, seed: int, arguments: dict[str, Any]
) -> list[Batches]:
    """Return the order of the rows in each epoch, as ``fit`` shuffles them."""
    numbers = (np.arange(rows, dtype="int32"),)
    whole = rows  # an epoch in one batch: it does not change the order
    if recipe.batches_here(data_of_seed(recipe.train, seed)):
        fed = as_fit_arguments("train", batched(numbers, whole, seed), whole)
    else:
        fed = as_fit_arguments("train", numbers, whole)
    fed["epochs"] = arguments["epochs"]
    found = [np.concatenate(epoch) for epoch in seen_by_fit(fed, fed["epochs"])]
    left, epochs = recipe.updates, []
    for order in found:
        epochs.append(in_batches(order, recipe.batch_size).first(left))
        left -= epochs[-1].number
    return epochs


class Seen(keras.Model):
    """A model that learns nothing, and keeps the batches that Keras feeds."""

    def __init__(self) -> None:
        """Be compiled, to be called on each batch as it comes."""
        super().__init__()
        self.batches: list[Any] = []
        self.compile("sgd", loss=None, run_eagerly=True)

    def call(self, inputs: Any) -> Any:
        """Return the inputs."""
        return inputs

    def _keep(self, *given: Any) -> Any:
        *state, batch = given  # on JAX the state comes first, and goes out again
        self.batches.append(keras.tree.map_structure(np.asarray, batch))
        logs = {"loss": 0.0}
        return (logs, *state) if state else logs

    train_step = test_step = _keep


class EpochsSeen(keras.callbacks.Callback):
    """Cut what a model sees into epochs, and end when the budget is spent."""

    def __init__(self, updates: int) -> None:
        """Have seen nothing yet."""
        super().__init__()
        self.left, self.bytes = updates, 0
        self.epochs: list[list[Any]] = []

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        """Count."""
        self.left -= 1
        newest = keras.tree.flatten(self.model.batches[-1])
        self.bytes += sum(array.nbytes for array in newest)
        if self.bytes > MOST_BYTES:
            raise NotFeedableError("too many batches to keep")
        self.model.stop_training = self.left == 0

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Begin another list."""
        self.epochs.append(self.model.batches)
        self.model.batches = []


def seen_by_fit(arguments: dict[str, Any], updates: int) -> list[list[Any]]:
    """Return the batches that ``fit`` feeds, a list for each epoch."""
    seen = EpochsSeen(updates)
    Seen().fit(**arguments, callbacks=[seen], verbose=0)
    return seen.epochs


def seen_by_evaluate(data: Any) -> list[list[Any]]:
    """Return the batches that ``evaluate`` feeds, as one epoch."""
    seen = Seen()
    seen.evaluate(data, verbose=0)
    return [seen.batches]


def kept(epochs: list[list[Any]]) -> tuple[Any, list[Batches]]:
    """Return all batches as rows, and which of them come in which batch."""
    batches = [batch for epoch in epochs for batch in epoch]
    if any(array.dtype.kind in "OSU" for array in keras.tree.flatten(batches[0])):
        raise NotFeedableError("texts, on which XLA may end the process")
    shapes = {tuple(a.shape[1:] for a in keras.tree.flatten(one)) for one in batches}
    sizes = [[len(first_of(batch)) for batch in epoch] for epoch in epochs]
    full = sizes[0][0]
    whole = all({*some[:-1]} <= {full} and some[-1] <= full for some in sizes)
    if len(shapes) != 1 or not whole:
        raise NotFeedableError("batches of several shapes")
    rows = keras.tree.map_structure(lambda *parts: np.concatenate(parts), *batches)
    ends = np.cumsum([sum(some) for some in sizes])
    numbers = np.split(np.arange(ends[-1]), ends[:-1])
    return rows, [in_batches(some, full) for some in numbers]
