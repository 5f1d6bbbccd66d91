"""Checks of a reader's model, before the first training."""

import warnings

from helpers.compare.fingerprint import fingerprint, stable_repr
from helpers.compare.recipe import Recipe
from helpers.keras_import import keras

__all__ = ["check_model_is_fresh"]


def check_model_is_fresh(recipe: Recipe) -> None:
    """Raise a ValueError if the model is not fresh, or its seed does not fix it.

    It is called twice with the seed 0. A model whose outputs can't be compared with the
    target is refused too, and one that is compiled gives a warning.
    """
    first, second = recipe.fresh_model(0), recipe.fresh_model(0)
    check_target(recipe, first)
    if first.compiled:
        warnings.warn(
            "model(0) is compiled: its optimizer, loss and metrics are not used, but "
            "those of the comparison",
            stacklevel=2,
        )
    if first is second:
        raise ValueError(
            "model(0) returned the same model twice: it must make a new one"
        )
    for variable in first.trainable_variables:
        if any(variable is other for other in second.trainable_variables):
            raise ValueError(
                f"model(0) has {variable.path!r} in common with the model before, so "
                "that one training would go on where another ended: make all layers "
                "that train within the function"
            )
    if fingerprint(first.get_weights()) != fingerprint(second.get_weights()):
        raise ValueError(
            "model(0) has other weights each time, so that the two of a pair would not "
            "begin alike: draw them from Keras's random numbers, or from the seed"
        )


def check_target(recipe: Recipe, model: keras.Model) -> None:
    """Raise a ValueError where Keras would broadcast y to the shape of the outputs."""
    loss = recipe.loss if isinstance(recipe.loss, str) else type(recipe.loss)
    inputs, target = recipe.example()[:2]
    outputs = model(inputs)
    if "sparse" in stable_repr(loss).lower() or not hasattr(target, "shape"):
        return
    found, asked = tuple(target.shape[1:]), tuple(getattr(outputs, "shape", ())[1:])
    if len(found) == len(asked) and 1 in found and found != asked:
        raise ValueError(
            f"train: each y has the shape {found}, but the model gives {asked}: the "
            "loss would compare every output with the same number"
        )
