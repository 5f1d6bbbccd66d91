"""Are two comparisons the same? A digest of each part by which that is decided.

Python can't look into everything, such as the rows of a ``tf.data.Dataset``: for that a
comparison has a name.
"""

import platform
from importlib import import_module
from typing import Any

from helpers.compare.arrays import is_sparse
from helpers.compare.datasets import data_of_seed, is_arrays, is_function
from helpers.compare.fingerprint import fingerprint
from helpers.compare.lengths import length
from helpers.compare.own_models import optimizer_with
from helpers.compare.recipe import Recipe
from helpers.keras_import import keras
from helpers.keras_schedule import TableSchedule

__all__ = ["digests_of_parts", "software"]

PROBE = TableSchedule([0.0123])  # shows whether an optimizer uses its rate


def digests_of_parts(recipe: Recipe) -> dict[str, str]:
    """Return what a recipe consists of: a digest, or a few words, for each part."""
    fresh = recipe.fresh_model(0)
    validation, test = map(visible_data, (recipe.validation, recipe.test))
    same = fingerprint(validation) == fingerprint(test)
    return {
        "model": fingerprint(recipe.model, fresh, fresh.get_weights()),
        "train": fingerprint(visible_data(recipe.train)),
        "validation": fingerprint(validation),
        "test": "as validation" if same else fingerprint(test),
        "loss": fingerprint(recipe.loss),
        "optimizer": fingerprint(
            recipe.optimizer, optimizer_with(recipe.optimizer, PROBE)
        ),
        "judge": fingerprint(recipe.judge),
        "batch_size": str(recipe.batch_size),
        "order of the rows": shuffled_by(recipe),
        "budget": f"{recipe.updates} updates",
        "compile_options": fingerprint(recipe.compile_options),
        "precision": recipe.policy,
        "software": software(recipe.backend),
    }


def visible_data(data: Any) -> Any:
    """Return what Python sees of data: arrays whole, of others the kind and length."""
    if is_function(data):
        return data, visible_data(data_of_seed(data, 0))
    if is_arrays(data):
        return [*map(parts_of_array, keras.tree.flatten([*data]))]
    return data, length(data)


def parts_of_array(array: Any) -> Any:
    """Return an array, or the arrays that a sparse one consists of."""
    if is_sparse(array):
        return array.data, array.indices, array.indptr, array.shape
    return array


def shuffled_by(recipe: Recipe) -> str:
    """Return who shuffles: by one seed they have different orders."""
    if recipe.backend == "jax":  # where compiling would draw from the same numbers
        return "drawn before fit"
    return "tf.data" if recipe.batches_here(data_of_seed(recipe.train, 0)) else "fit"


def software(backend: str) -> str:
    """Return which Keras trains, on which backend and Python, with their versions."""
    version = getattr(import_module(backend), "__version__", "")
    python = ".".join(platform.python_version_tuple()[:2])
    return f"Keras {keras.__version__} on {backend} {version}, Python {python}"
