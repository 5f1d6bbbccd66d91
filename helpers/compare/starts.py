"""What a model begins a training with: the weights of a seed, and what is made outside.

A reader's function is called once for each seed, not for each training: to make a small
model takes as long as to train it.
"""

from collections import OrderedDict
from typing import Any, NamedTuple

import numpy as np

from helpers.compare.fingerprint import stable_repr
from helpers.compare.names import names_given_back
from helpers.compare.recipe import Recipe
from helpers.compare.settings import settings
from helpers.keras_import import keras

__all__ = ["Start", "Starts", "program_signature"]

MOST_BYTES = 64 * 2**20  # of weights that are kept


class Start(NamedTuple):
    """The signature of a seed's model, and its weights by their place in it.

    What it has in common with the models of other seeds is left out.
    """

    signature: tuple[Any, ...]
    weights: dict[int, np.ndarray]

    @property
    def bytes(self) -> int:
        """How much memory the weights take."""
        return sum(value.nbytes for value in self.weights.values())


class Starts:
    """The starts of a recipe's seeds, the latest ones of which are kept."""

    def __init__(self) -> None:
        """Have none yet."""
        self.kept: OrderedDict[int, Start] = OrderedDict()
        self.outside: list[tuple[Any, np.ndarray]] | None = None

    def of(self, recipe: Recipe, seed: int) -> Start:
        """Return the start of a seed."""
        if seed not in self.kept:
            self.kept[seed] = self.made(recipe, seed)
            while sum(one.bytes for one in self.kept.values()) > MOST_BYTES:
                if len(self.kept) == 1:
                    break
                self.kept.popitem(last=False)
        self.kept.move_to_end(seed)
        return self.kept[seed]

    def differ(self, recipe: Recipe, seed: int, other: int) -> bool:
        """Return whether models of two seeds can't be trained by one program."""
        return self.of(recipe, seed).signature != self.of(recipe, other).signature

    def made(self, recipe: Recipe, seed: int) -> Start:
        """Call the reader's function."""
        if self.outside is None:
            model = recipe.fresh_model(seed)  # what it may keep keeps its names
            self.outside = in_common(model, recipe.fresh_model(seed))
        else:
            with names_given_back():
                model = recipe.fresh_model(seed)
        common = {id(variable) for variable, _ in self.outside}
        weights = {
            place: keras.ops.convert_to_numpy(variable)
            for place, variable in enumerate(model.variables)
            if id(variable) not in common
        }
        return Start(program_signature(model), weights)

    def put_outside_back(self, seed: int | None = None) -> None:
        """Give variables that are made outside of the reader's function their values.

        For the training of a ``seed`` random layers among them draw by that seed, as
        theirs is drawn where the reader's code begins, in each process anew.
        """
        for number, (variable, value) in enumerate(self.outside or []):
            if seed is not None and variable.name == "seed_generator_state":
                value = np.array([seed, number], value.dtype)
            variable.assign(value)


def in_common(model: keras.Model, other: keras.Model) -> list[tuple[Any, np.ndarray]]:
    """Return the variables that two fresh models share, with their values."""
    others = {id(variable) for variable in other.variables}
    shared = [variable for variable in model.variables if id(variable) in others]
    return [(one, keras.ops.convert_to_numpy(one)) for one in shared]


def program_signature(model: keras.Model) -> tuple[Any, ...]:
    """Return what two models must have in common to be trained by one program."""
    variables = [(tuple(v.shape), str(v.dtype), v.trainable) for v in model.variables]
    return type(model), stable_repr(settings(model, seeds=False)), variables
