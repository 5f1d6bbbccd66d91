"""Checks of a reader's model, before the first training."""

import warnings

from helpers.compare.fingerprint import fingerprint
from helpers.compare.recipe import Recipe
from helpers.compare.target_checks import check_targets
from helpers.compare.trial import check_by_trial
from helpers.keras_import import keras

__all__ = ["check_model_is_fresh"]


def check_model_is_fresh(recipe: Recipe) -> None:
    """Raise a ValueError if the model is not fresh, or its seed does not fix it.

    It is called twice with the seed 0. A model that can't be trained or evaluated on
    the data is refused too, and one that is compiled gives a warning.
    """
    first, second = recipe.fresh_model(0), recipe.fresh_model(0)
    check_device(recipe, first)
    check_targets(recipe, first)
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
    others = {id(variable) for variable in second.variables}
    shared = [variable for variable in first.variables if id(variable) in others]
    if trained := [variable for variable in shared if variable.trainable]:
        raise ValueError(
            f"model(0) has {trained[0].path!r} in common with the model before, so "
            "that one training would go on where another ended: make all layers "
            "that train within the function"
        )
    if fingerprint(first.get_weights()) != fingerprint(second.get_weights()):
        raise ValueError(
            "model(0) has other weights each time, so that the two of a pair would not "
            "begin alike: draw them from Keras's random numbers, or from the seed"
        )
    check_by_trial(recipe, second, trained=not shared)


def check_device(recipe: Recipe, model: keras.Model) -> None:
    """Raise a ValueError if the model is spread over several devices of TensorFlow."""
    if recipe.backend != "tensorflow":
        return
    from tensorflow import distribute  # here, as other backends run without TensorFlow

    strategy = model.distribute_strategy
    if strategy is not distribute.get_strategy() or strategy.num_replicas_in_sync > 1:
        raise ValueError(
            f"model(0) is made under {type(strategy).__name__}, but a comparison "
            "trains on one device: leave out strategy.scope()"
        )
