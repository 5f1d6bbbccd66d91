"""What the data give is looked at before the first training: a little of it is read."""

import itertools
import time
import warnings
from typing import Any

from helpers.compare.datasets import data_of_seed, first_batch, is_arrays, is_function
from helpers.compare.fingerprint import fingerprint
from helpers.compare.lengths import check_ends, length
from helpers.compare.recipe import Recipe
from helpers.keras_import import keras

__all__ = ["check_batches"]

LOOKED_AT = 2  # batches
MOST_BATCHES = 10_000  # that data of unknown length may have before they end
PATIENCE = 30.0  # seconds, after which a search for their end is announced


def check_batches(recipe: Recipe) -> None:
    """Raise a ValueError that names data which change from one reading to the next.

    Those to judge on must end too, where they don't say how many batches they have.
    """
    names = ["train", "validation", "test"]
    if recipe.test is recipe.validation:
        names.remove("test")
    for name in names:
        check_alike(recipe, name)
        if name != "train":
            check_end_is_reached(recipe, name)


def check_alike(recipe: Recipe, name: str) -> None:
    """Raise a ValueError if the same seed gives other batches the second time."""
    data = getattr(recipe, name)
    if is_arrays(data) or first_batches(recipe, name) == first_batches(recipe, name):
        return
    if is_function(data):
        raise ValueError(
            f"{name}(0) gives other batches each time, so that the same seed would not "
            "be the same training: make the data within the function, and draw all "
            "that is random in them by its seed"
        )
    raise ValueError(
        f"{name} gives other batches each time it is read, so that the two of a pair "
        "would not see the same: give a function of the seed that makes it, as "
        f"{name}=lambda seed: data.shuffle(1000, seed=seed).batch(32), or data that do "
        "not shuffle themselves"
    )


def first_batches(recipe: Recipe, name: str) -> str:
    """Return a digest of the first batches that a training of the seed 0 reads."""
    with recipe.seeded(0):
        data = data_of_seed(getattr(recipe, name), 0, name)
    with recipe.seeded(0):
        return fingerprint(keras.tree.flatten(read(name, data, recipe.batch_size)))


def read(name: str, data: Any, batch_size: int) -> list[Any]:
    """Return the first batches of an epoch, and end the epoch as ``fit`` does."""
    if is_arrays(data):
        return [*first_batch(name, data, batch_size)]
    if not isinstance(data, keras.utils.PyDataset):
        return [*itertools.islice(data, LOOKED_AT)]
    if hasattr(data, "on_epoch_begin"):  # older versions of Keras don't have it
        data.on_epoch_begin()
    batches = [data[place] for place in range(min(LOOKED_AT, length(data) or 1))]
    data.on_epoch_end()
    return batches


def check_end_is_reached(recipe: Recipe, name: str) -> None:
    """Raise a ValueError if data have no end, or seem to have none."""
    data = data_of_seed(getattr(recipe, name), 0, name)
    check_ends(name, data)
    if is_arrays(data) or length(data) is not None:
        return
    most = max(MOST_BATCHES, 100 * recipe.updates)
    announced = time.monotonic() + PATIENCE
    for number, _ in enumerate(data, 1):
        if number > most:
            raise ValueError(
                f"{name} has not ended after {most} batches, but a training is judged "
                "on all of it: use take, or assert_cardinality if it does end"
            )
        if time.monotonic() > announced:
            warnings.warn(
                f"{name} doesn't say how long it is, and is read to its end once: "
                f"after {number} batches that goes on",
                stacklevel=2,
            )
            announced = float("inf")
