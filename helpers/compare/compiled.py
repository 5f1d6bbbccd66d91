"""One compiled model for all trainings, where the backend is TensorFlow."""

import gc
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from helpers.compare.fingerprint import stable_repr
from helpers.compare.randomness import GLOBAL_SEED, program_uses_tf_random
from helpers.compare.recipe import Recipe
from helpers.compare.settings import settings
from helpers.keras_import import keras
from helpers.keras_schedule import TableSchedule

__all__ = ["Compiled", "compiled_model_for", "program_signature"]


def compiled_model_for(recipe: Recipe, seed: int, rates: np.ndarray) -> keras.Model:
    """Return a compiled model at the start of the training of a seed and its rates."""
    fresh = recipe.fresh_model(seed)
    if recipe.backend != "tensorflow":
        return recipe.compile(fresh, TableSchedule(rates))
    kept = COMPILED.get(recipe)
    if kept is None or not kept.fits(fresh):
        kept = COMPILED[recipe] = Compiled(recipe, fresh, rates)
        gc.collect()
    elif not recipe.uses_tf_random and kept.uses_tf_random:
        keras.utils.set_random_seed(GLOBAL_SEED)
    kept.start(fresh, rates)
    return kept.model


class Compiled:
    """A model that is compiled once, and put back to a start before each training.

    TensorFlow needs a second or two to compile what many small models train in. Weights
    and rates are variables of the compiled program, so it serves all seeds and arms.
    """

    def __init__(self, recipe: Recipe, model: keras.Model, rates: np.ndarray) -> None:
        """Compile the model, and note the state of its optimizer."""
        keras.utils.set_random_seed(GLOBAL_SEED)
        self.rates = VariableTable(rates)
        self.example = recipe.example()
        self.model = recipe.compile(model, self.rates)
        self.signature = program_signature(model)
        self.model.optimizer.build(self.model.trainable_variables)
        self.optimizer_start = [
            keras.ops.convert_to_numpy(variable)
            for variable in self.model.optimizer.variables
        ]

    @cached_property
    def uses_tf_random(self) -> bool:
        """Whether the program may use ``tf.random``; known once it has trained."""
        return program_uses_tf_random(self.model, self.example)

    def fits(self, fresh: keras.Model) -> bool:
        """Return whether a fresh model differs from this one in its numbers only."""
        return self.signature == program_signature(fresh)

    def start(self, fresh: keras.Model, rates: np.ndarray) -> None:
        """Take over the weights of a fresh model, and the rates."""
        self.rates.column.assign(rates)
        pairs = zip(self.model.variables, fresh.variables, strict=True)
        for mine, new in pairs:
            if mine is not new:
                mine.assign(new)
        pairs = zip(self.model.optimizer.variables, self.optimizer_start, strict=True)
        for mine, start in pairs:
            mine.assign(start)


COMPILED: WeakKeyDictionary[Recipe, Compiled] = WeakKeyDictionary()


def program_signature(model: keras.Model) -> tuple[Any, ...]:
    """Return what two models must have in common to be trained by one program."""
    variables = [(tuple(v.shape), str(v.dtype), v.trainable) for v in model.variables]
    return type(model), stable_repr(settings(model, seeds=False)), variables


class VariableTable(TableSchedule):
    """A column whose numbers can be changed after an optimizer was compiled with it."""

    def __init__(self, rates: np.ndarray) -> None:
        """Put the column, of shape ``(updates,)``, into a variable, in float32."""
        super().__init__(rates)
        self.column = keras.Variable(self.rates, dtype="float32", trainable=False)

    def __call__(self, step: Any) -> Any:
        """Return the rate at ``step`` as a float32 tensor."""
        last = len(self.rates) - 1
        row = keras.ops.minimum(keras.ops.cast(step, "int32"), last)
        return keras.ops.take(self.column, row)
