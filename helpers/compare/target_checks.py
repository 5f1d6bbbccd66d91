"""Targets that Keras would take, and compare with the wrong outputs, or with none."""

from typing import Any

import numpy as np

from helpers.compare.datasets import data_of_seed, first_batch, is_arrays
from helpers.compare.recipe import Recipe
from helpers.keras_import import keras

__all__ = ["check_targets"]


def check_targets(recipe: Recipe, model: keras.Model) -> None:
    """Raise a ValueError that names data whose y do not fit to the model's outputs.

    Several outputs, and a model without a ``call``, are left to Keras.
    """
    try:
        outputs = model(recipe.example()[0])
    except NotImplementedError:
        return
    if not hasattr(outputs, "shape"):
        return
    for name in ("train", "validation", "test"):
        target = target_of(recipe, name)
        if not hasattr(target, "shape"):
            continue
        if compares_one_with_one(recipe.loss):
            check_shape(name, tuple(target.shape[1:]), tuple(outputs.shape[1:]))
        if is_sparse_crossentropy(recipe.loss):
            classes = outputs.shape[getattr(recipe.loss, "axis", -1)]
            ignored = getattr(recipe.loss, "ignore_class", None)
            check_labels(name, np.unique(target), classes, ignored)


def target_of(recipe: Recipe, name: str) -> Any:
    """Return the y of all rows of arrays, of other data those of the first batch."""
    data = data_of_seed(getattr(recipe, name), 0, name)
    parts = data if is_arrays(data) else first_batch(name, data, recipe.batch_size)
    return parts[1] if len(parts) > 1 else None


def check_shape(name: str, found: tuple[int, ...], given: tuple[int, ...]) -> None:
    """Raise a ValueError where Keras would broadcast y and outputs to one shape."""
    lengths = zip(found, given, strict=False)
    fits = all(one == other or 1 in (one, other) for one, other in lengths)
    if len(found) == len(given) and fits and found != given:
        raise ValueError(
            f"{name}: each y has the shape {found}, but the model gives {given}: the "
            "loss would compare one number with several"
        )


def compares_one_with_one(loss: Any) -> bool:
    """Return whether it is a loss of Keras that wants a y for each output.

    One of the reader's own may compare several outputs with one y, as quantiles.
    """
    kind = loss if hasattr(loss, "__name__") else type(loss)
    ours = isinstance(loss, str) or kind.__module__.startswith("keras.")
    name = loss if isinstance(loss, str) else kind.__name__
    return ours and "sparse" not in name.lower()


def is_sparse_crossentropy(loss: Any) -> bool:
    """Return whether y are the numbers of classes, as Keras's loss has them."""
    name = getattr(loss, "__name__", loss)
    kind = keras.losses.SparseCategoricalCrossentropy
    return isinstance(loss, kind) or name == "sparse_categorical_crossentropy"


def check_labels(
    name: str, found: np.ndarray, classes: int, ignored: int | None
) -> None:
    """Raise a ValueError if a label is none of the classes, from 0, nor ignored."""
    wrong = found[((found < 0) | (found >= classes)) & (found != ignored)]
    if len(wrong):
        raise ValueError(
            f"{name} has the label {wrong[0]:g}, but the model has {classes} outputs: "
            f"labels must be from 0 to {classes - 1}"
        )
