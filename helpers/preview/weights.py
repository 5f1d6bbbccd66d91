"""Weights that a training would change, in a way that nobody knows before.

A callback may set a rate by what the model predicts, or by its weights. So it is noted
who looks at them. For those the training is tried again with weights that go a random
way, with some that go the opposite way, so that whatever rose now falls, and with large
ones: what is the same in all of them does not depend on the weights.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

import numpy as np

from helpers.arrays import Floats
from helpers.keras_import import keras

__all__ = ["MOVES", "WEIGHTS", "MovingWeights", "noted_readers"]

WEIGHTS = "the weights"
MOVES: dict[str, Callable[[Floats, Floats, float], Floats]] = {
    "forth": lambda first, way, share: first + share * way,
    "back": lambda first, way, share: first - share * way,
    "large": lambda first, way, share: first + 1000.0 * np.sign(share) * (first + way),
}
"""Weights by the first ones, a random way, and the share of the training done."""

METHODS = ("evaluate", "predict", "predict_on_batch", "test_on_batch")
LEAST = 0.1  # of the spread of a variable's weights: zeros move too


@contextmanager
def noted_readers(model: keras.Model, note: Callable[[], None]) -> Iterator[None]:
    """Call ``note``, within the block, whenever somebody looks at a model's weights.

    >>> model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    >>> noted = []
    >>> with noted_readers(model, lambda: noted.append("here")):
    ...     _ = model.get_weights()
    >>> noted[0]
    'here'
    """
    weights = {id(variable) for variable in model.weights}

    def noting_value(plain: Any) -> property:
        def value(variable: Any) -> Any:
            if id(variable) in weights:
                note()
            return plain.__get__(variable)

        return property(value)

    def noting(method: Any) -> Any:
        def noted(*given: Any, **options: Any) -> Any:
            note()  # a program that is there already reads no variable
            return method(*given, **options)

        return noted

    with ExitStack() as block:
        for kind in {_definer_of_value(variable) for variable in model.weights}:
            value = noting_value(vars(kind)["value"])
            block.enter_context(patch.object(kind, "value", value))
        for name in METHODS:
            method = noting(getattr(keras.Model, name))
            block.enter_context(patch.object(keras.Model, name, method))
        yield


def _definer_of_value(variable: Any) -> type:
    """Return the class that has a variable's value; which one depends on Keras."""
    return next(kind for kind in type(variable).__mro__ if "value" in vars(kind))


class MovingWeights:
    """Let a model's weights change as a training goes on.

    >>> model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    >>> moving = MovingWeights(model, MOVES["forth"])
    >>> first = model.get_weights()[0].item()
    >>> moving.move(share=0.5)
    >>> model.get_weights()[0].item() == first
    False
    """

    def __init__(
        self, model: keras.Model, way: Callable[[Floats, Floats, float], Floats]
    ) -> None:
        """Choose a way for each variable, the same in each run."""
        random = np.random.default_rng(0)
        self._way = way
        self._variables = [
            (
                variable,
                first,
                random.normal(scale=first.std() + LEAST, size=first.shape),
            )
            for variable in model.trainable_variables
            for first in [np.array(variable.numpy(), float)]
        ]

    def move(self, share: float) -> None:
        """Give the variables the weights after a share of the training."""
        for variable, first, way in self._variables:
            variable.assign(self._way(first, way, share))
