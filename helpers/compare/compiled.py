"""One compiled model for all trainings, put back to a start before each of them."""

import gc
from collections.abc import Iterable
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from helpers.compare.randomness import GLOBAL_SEED, draws_from_tf_random, operations
from helpers.compare.recipe import Recipe
from helpers.compare.starts import Start, Starts, program_signature
from helpers.keras_import import keras
from helpers.keras_schedule import TableSchedule

__all__ = ["Compiled", "compiled_for"]


def compiled_for(
    recipe: Recipe, seed: int, rates: np.ndarray, alone: bool = False
) -> "Compiled":
    """Return a compiled model at the start of the training of a seed and its rates.

    It is compiled anew if it is to serve that training ``alone``, or if the one at hand
    differs from the reader's model for this seed in more than its numbers.
    """
    starts = STARTS.setdefault(recipe, Starts())
    start = starts.of(recipe, seed)
    kept = None if alone else COMPILED.get(recipe)
    if kept is None or kept.signature != start.signature:
        kept = Compiled(recipe, recipe.fresh_model(seed), rates)
        if not alone:
            COMPILED[recipe] = kept
        gc.collect()
    elif kept.uses_tf_random and not recipe.uses_tf_random:
        keras.utils.set_random_seed(GLOBAL_SEED)
    kept.start(start, rates)
    starts.put_outside_back(seed)
    return kept


class Compiled:
    """A model that is compiled once, and serves many trainings.

    To compile takes a second or two, in which many small models train. Weights and
    rates are variables of the compiled program, so it serves all seeds and arms.
    """

    def __init__(self, recipe: Recipe, model: keras.Model, rates: np.ndarray) -> None:
        """Compile the model, and note all that a training changes beside its weights.

        That is the state of the optimizer and, on TensorFlow, what else the program
        has: the optimizer within another one, a variable of the loss, or a
        ``tf.Variable`` that Keras can't see.
        """
        keras.utils.set_random_seed(GLOBAL_SEED)
        self.rates = VariableTable(rates)
        self.example = recipe.example()
        self.model = recipe.compile(model, self.rates)
        self.signature = program_signature(model)
        optimizer = self.model.optimizer
        optimizer.build(self.model.trainable_variables)
        if recipe.backend == "jax":  # whose programs know the model's variables alone
            self.rates.column = optimizer.add_variable(
                rates.shape, dtype="float32", name="rates"
            )
            self.model.test_on_batch(*self.example)  # makes what metrics keep
        self.walkers: dict[Any, Any] = {}
        self.graph = None
        if recipe.backend == "tensorflow" and not self.model.run_eagerly:
            batch = keras.utils.pack_x_y_sample_weight(*self.example)
            self.graph = graph_of(self.model, batch)
        self.of_optimizer = with_values(optimizer.variables)
        self.unseen = with_values(self.unseen_variables())

    def unseen_variables(self) -> list[Any]:
        """Return the variables of TensorFlow's graph that Keras does not list."""
        seen = (*self.model.variables, *self.model.optimizer.variables)
        known = {id(variable.value) for variable in seen}
        found = [] if self.graph is None else self.graph.variables
        return [variable for variable in found if id(variable) not in known]

    @cached_property
    def uses_tf_random(self) -> bool:
        """Whether an update or an evaluation may use ``tf.random``."""
        if self.graph is None:
            return keras.backend.backend() == "tensorflow"
        return draws_from_tf_random(self.graph)

    @cached_property
    def has_convolutions(self) -> bool:
        """Whether TensorFlow's graph has convolutions."""
        found = [] if self.graph is None else operations(self.graph)
        return any("Conv" in node.op for node in found)

    def start(self, start: Start, rates: np.ndarray) -> None:
        """Take over the weights of a fresh model, and the rates."""
        for variable, value in self.of_optimizer:
            variable.assign(value)
        variables = self.model.variables
        for place, value in start.weights.items():
            variables[place].assign(value)
        self.rates.column.assign(rates)

    def put_unseen_back(self) -> None:
        """Leave what Keras can't see as it was: a loss outlives the model."""
        for variable, value in self.unseen:
            variable.assign(value)


def with_values(variables: Iterable[Any]) -> list[tuple[Any, np.ndarray]]:
    """Return variables with their values of now."""
    return [(one, keras.ops.convert_to_numpy(one)) for one in variables]


def graph_of(model: keras.Model, batch: tuple[Any, ...]) -> Any:
    """Return TensorFlow's graph of an update and an evaluation on a batch."""
    from tensorflow import function  # here, as other backends run without it

    def both(batch: Any) -> Any:
        return model.train_step(batch), model.test_step(batch)

    return function(both, autograph=False).get_concrete_function(batch).graph


STARTS: WeakKeyDictionary[Recipe, Starts] = WeakKeyDictionary()
COMPILED: WeakKeyDictionary[Recipe, Compiled] = WeakKeyDictionary()


class VariableTable(TableSchedule):
    """A column whose numbers can be changed after an optimizer was compiled with it."""

    def __init__(self, rates: np.ndarray) -> None:
        """Put the column, of shape ``(updates,)``, into a variable, in float32."""
        super().__init__(rates)
        self.column = keras.Variable(self.rates, dtype="float32", trainable=False)

    def __call__(self, step: Any = None) -> Any:
        """Return the rate at ``step`` as a float32 tensor."""
        last = len(self.rates) - 1
        row = keras.ops.minimum(keras.ops.cast(step, "int32"), last)
        return keras.ops.take(self.column, row)
