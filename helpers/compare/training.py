"""One training of a reader's model: a column of rates, a seed, and what came of it."""

import gc
import math
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from weakref import WeakKeyDictionary

import numpy as np

from helpers.compare.identity import settings_of
from helpers.keras_schedule import TableSchedule
from helpers.quiet import keras


@dataclass(frozen=True, eq=False)
class Training:
    """What to train, in which stage of the protocol, and the labels of its result."""

    stage: str
    arm: str
    peak: float
    seed: int
    rates: np.ndarray = field(repr=False)

    @property
    def key(self):
        """What tells this training from others: stage, digest of the rates, seed."""
        return self.stage, sha256(self.rates.tobytes()).hexdigest()[:16], self.seed


def carry_out(recipe, training, advanced=lambda share: None, updates=None):
    """Train the model of ``recipe`` once; return what came of it, a dict.

    ``value`` is what the judge says at the end, ``diverged`` whether a loss or a metric
    was not finite, and the value then None; ``evaluations`` lists the logs of ``fit``
    after each epoch, with the updates done; ``seconds`` counts everything, ``judging``
    those of the evaluations. ``advanced`` is called now and then with the share that is
    done. Without ``updates`` the training has the whole budget.
    """
    began = time.monotonic()
    if recipe.backend != keras.backend.backend():
        raise RuntimeError(
            f"this process runs Keras on {keras.backend.backend()}, but the comparison "
            f"began on {recipe.backend}: set KERAS_BACKEND alike"
        )
    with dtype_policy(recipe.policy):
        model = ready(recipe, training)
        budget = Budget(updates or recipe.updates, advanced)
        arguments = recipe.fit_arguments(training.seed, training.stage, budget.updates)
        keras.utils.set_random_seed(training.seed)
        model.fit(**arguments, callbacks=[budget], verbose=0)
    last = budget.evaluations[-1]
    return {
        "value": None if budget.diverged else last[judged(last, recipe.judge)],
        "diverged": budget.diverged,
        "evaluations": budget.evaluations,
        "seconds": time.monotonic() - began,
        "judging": budget.judging,
    }


def judged(logs, judge):
    """Return which of the logs the judge's value is."""
    if judge == "loss":
        return "val_loss"
    found = [name for name in logs if name.startswith("val_") and name != "val_loss"]
    if len(found) != 1:
        raise ValueError(f"judge = {judge!r} must give one number, not {found}")
    return found[0]


class Budget(keras.callbacks.Callback):
    """End a training after so many updates, or when a number is not finite."""

    def __init__(self, updates, advanced, every=20):
        """Keep the numbers; ``advanced`` is called every so many updates."""
        super().__init__()
        self.updates, self.advanced, self.every = updates, advanced, every
        self.done = self.shown = self.epochs_done = 0
        self.diverged, self.evaluations, self.judging = False, [], 0.0

    def on_train_batch_end(self, batch, logs=None):
        """Count, and end the training where it is due."""
        self.done = self.epochs_done + batch + 1
        if self.done >= self.shown + self.every:
            self.shown = self.done
            self.advanced(self.done / self.updates)
            self.diverged = not math.isfinite(logs["loss"])
        if self.done >= self.updates or self.diverged:
            self.model.stop_training = True

    def on_epoch_end(self, epoch, logs=None):
        """Note the evaluation."""
        self.epochs_done = self.done
        numbers = {name: float(value) for name, value in logs.items()}
        self.evaluations.append({"updates": self.done, **numbers})
        if not all(map(math.isfinite, numbers.values())):
            self.diverged = self.model.stop_training = True

    def on_test_begin(self, logs=None):
        """Start the clock of the evaluations."""
        self.began = time.monotonic()

    def on_test_end(self, logs=None):
        """Stop it."""
        self.judging += time.monotonic() - self.began


@contextmanager
def dtype_policy(name):
    """Give layers that are made within the block this policy."""
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(name)
    try:
        yield
    finally:
        keras.config.set_dtype_policy(before)


def ready(recipe, training):
    """Return a compiled model at the start of a training."""
    fresh = recipe.fresh_model(training.seed)
    if recipe.backend != "tensorflow":
        return recipe.compiled(fresh, TableSchedule(training.rates))
    found = COMPILED.get(recipe)
    if found is None or not found.fits(fresh):
        found = COMPILED[recipe] = Compiled(recipe, fresh, training.rates)
        gc.collect()
    found.start(fresh, training.rates)
    return found.model


class Compiled:
    """A model that is compiled once, and put back to a start before each training.

    TensorFlow needs a second or two to compile what many small models train in. Weights
    and rates are variables of the compiled program, so it serves all seeds and arms.
    """

    def __init__(self, recipe, model, rates):
        """Compile the model, and note the state of its optimizer."""
        self.rates = VariableTable(rates)
        self.model = recipe.compiled(model, self.rates)
        self.kind = kind(model)
        self.model.optimizer.build(self.model.trainable_variables)
        self.optimizer_start = [
            keras.ops.convert_to_numpy(variable)
            for variable in self.model.optimizer.variables
        ]

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
    return type(model), settings_of(model), variables


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
