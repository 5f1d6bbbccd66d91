"""Which rows come in which batch, as ``fit`` would feed them.

Of arrays the order is found by feeding the numbers of the rows; of other data all
batches are kept.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from random import Random
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from helpers.compare.arrays import is_sparse
from helpers.compare.datasets import as_fit_arguments, batched, data_of_seed, is_arrays
from helpers.compare.lengths import length
from helpers.compare.programs.batches import Batches, Feed, in_batches
from helpers.compare.programs.item_by_item import Epochs, items, read
from helpers.compare.programs.seen import (
    MOST_BYTES,
    NotFeedableError,
    seen_by_evaluate,
    seen_by_fit,
)
from helpers.compare.recipe import Kind, Recipe
from helpers.keras_import import keras

__all__ = ["feed_of", "kept_feed_of"]

KEPT: WeakKeyDictionary[Recipe, OrderedDict[Any, Any]] = WeakKeyDictionary()


def feed_of(recipe: Recipe, seed: int, kind: Kind) -> Feed:
    """Return the batches of the training of a seed, with the whole budget.

    Raises a NotFeedableError where they can't be kept as arrays.
    """

    def by(way: Callable[[dict[str, Any], int], Epochs]) -> Callable[[int], Epochs]:
        def epochs(number: int) -> Epochs:
            with recipe.seeded(seed):
                return way(recipe.fit_arguments(seed, kind, number), number)

        return epochs

    def items_to_train(fed: dict[str, Any], number: int) -> Epochs:
        return items(fed["x"], number, Random(seed))

    def items_to_judge(fed: dict[str, Any], number: int) -> Epochs:
        return items(fed["validation_data"], number)

    with recipe.seeded(seed):
        arguments = recipe.fit_arguments(seed, kind, recipe.updates)
        train = data_of_seed(recipe.train, seed)
        if is_arrays(train):
            rows = as_keras_has_them(train)
            here = recipe.batches_here(train)
            epochs = orders(recipe, len(first_of(rows)), seed, here)
    if not is_arrays(train):
        ways = by(fitted), by(items_to_train)
        rows, epochs = kept(read(recipe, "train", train, recipe.updates, *ways))
    judged = data_of_seed(recipe.judged_on(kind), seed)
    if is_arrays(judged):
        judged_rows = as_keras_has_them(judged)
        size = arguments["validation_batch_size"] or recipe.batch_size
        looked_at = in_batches(np.arange(len(first_of(judged_rows))), size)
    else:
        ways = by(evaluated), by(items_to_judge)
        all_of_it = length(judged) or 1
        judged_rows, (looked_at,) = kept(read(recipe, kind, judged, all_of_it, *ways))
    known = arguments["validation_freq"] != 1
    return Feed(rows, epochs, known, judged_rows, looked_at)


def fitted(fed: dict[str, Any], number: int) -> Epochs:
    """Return the batches that ``fit`` trains on."""
    alone = {name: fed[name] for name in fed if not name.startswith("validation")}
    return seen_by_fit(alone, number)


def evaluated(fed: dict[str, Any], number: int) -> Epochs:
    """Return the batches that ``fit`` evaluates, all that there are."""
    return seen_by_evaluate(fed["validation_data"])


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
        while len(kept) > 1 and bytes_of(kept.values()) > MOST_BYTES:
            kept.popitem(last=False)
    kept.move_to_end(key)
    return kept[key]


def bytes_of(feeds: Iterable[Feed | None]) -> int:
    """Return how much memory feeds take."""
    return sum(feed.bytes for feed in feeds if feed is not None)


def as_keras_has_them(arrays: Any) -> tuple[Any, ...]:
    """Return arrays as Keras feeds them: floating-point numbers are ``floatx``."""

    def converted(array: Any) -> np.ndarray:
        if is_sparse(array):
            raise NotFeedableError("sparse rows")
        array = np.asarray(array)
        floatx = keras.config.floatx()
        return array.astype(floatx, copy=False) if array.dtype.kind == "f" else array

    return tuple(keras.tree.map_structure(converted, tuple(arrays)))


def orders(recipe: Recipe, rows: int, seed: int, here: bool) -> list[Batches]:
    """Return the order of the rows in each epoch, as ``fit`` shuffles them.

    ``here`` says whether the batches of ``fit`` are made here, not by Keras.
    """
    numbers = (np.arange(rows, dtype="int32"),)
    whole = rows  # an epoch in one batch: it does not change the order
    if here:
        fed = as_fit_arguments("train", batched(numbers, whole, seed), whole)
    else:
        fed = as_fit_arguments("train", numbers, whole)
    fed["epochs"] = -(-recipe.updates // -(-rows // recipe.batch_size))
    found = [np.concatenate(epoch) for epoch in seen_by_fit(fed, fed["epochs"])]
    left, epochs = recipe.updates, []
    for order in found:
        epochs.append(in_batches(order, recipe.batch_size).first(left))
        left -= epochs[-1].number
    return epochs


def first_of(rows: Any) -> np.ndarray:
    """Return the first array of a structure."""
    return keras.tree.flatten(rows)[0]


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
