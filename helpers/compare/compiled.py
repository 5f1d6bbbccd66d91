"""One compiled model for all trainings, where the backend is TensorFlow."""

import gc
from functools import cached_property
from weakref import WeakKeyDictionary

from helpers.compare.identity import settings_of
from helpers.compare.randomness import program_uses_tf_random
from helpers.keras_import import keras
from helpers.keras_schedule import TableSchedule

SEED = 0  # of the numbers that TensorFlow draws within a program, for every training


def ready(recipe, training):
    """Return a compiled model at the start of a training."""
    fresh = recipe.fresh_model(training.seed)
    if recipe.backend != "tensorflow":
        return recipe.compiled(fresh, TableSchedule(training.rates))
    found = COMPILED.get(recipe)
    if found is None or not found.fits(fresh):
        found = COMPILED[recipe] = Compiled(recipe, fresh, training.rates)
        gc.collect()
    elif not recipe.tensorflow_draws and found.draws:
        keras.utils.set_random_seed(SEED)
    found.start(fresh, training.rates)
    return found.model


class Compiled:
    """A model that is compiled once, and put back to a start before each training.

    TensorFlow needs a second or two to compile what many small models train in. Weights
    and rates are variables of the compiled program, so it serves all seeds and arms.
    """

    def __init__(self, recipe, model, rates):
        """Compile the model, and note the state of its optimizer."""
        keras.utils.set_random_seed(SEED)
        self.rates = VariableTable(rates)
        self.example = recipe.example()
        self.model = recipe.compiled(model, self.rates)
        self.kind = kind(model)
        self.model.optimizer.build(self.model.trainable_variables)
        self.optimizer_start = [
            keras.ops.convert_to_numpy(variable)
            for variable in self.model.optimizer.variables
        ]

    @cached_property
    def draws(self):
        """Whether ``tf.random`` may have a say in the program, once it has trained."""
        return program_uses_tf_random(self.model, self.example)

    def fits(self, fresh):
        """Return whether a fresh model differs from this one in its numbers only."""
        return self.kind == kind(fresh)

    def start(self, fresh, rates):
        """Take over the numbers of a fresh model, and the rates."""
        self.rates.column.assign(rates)
        pairs = zip(self.model.variables, fresh.variables, strict=True)
        for mine, new in pairs:
            if mine is not new:
                mine.assign(new)
        pairs = zip(self.model.optimizer.variables, self.optimizer_start, strict=True)
        for mine, start in pairs:
            mine.assign(start)


COMPILED = WeakKeyDictionary()


def kind(model):
    """Return what two models must have in common to be trained by one program."""
    variables = [(tuple(v.shape), str(v.dtype), v.trainable) for v in model.variables]
    return type(model), settings_of(model, seeds=False), variables


class VariableTable(TableSchedule):
    """A column whose numbers can be changed after an optimizer was compiled with it."""

    def __init__(self, rates):
        """Put the column into a variable, in float32."""
        super().__init__(rates)
        self.column = keras.Variable(self.rates, dtype="float32", trainable=False)

    def __call__(self, step):
        """Return the rate at ``step`` as a float32 tensor."""
        last = len(self.rates) - 1
        row = keras.ops.minimum(keras.ops.cast(step, "int32"), last)
        return keras.ops.take(self.column, row)
