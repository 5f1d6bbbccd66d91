"""A small training, what is seen before it, and what its optimizer tells of it."""

from functools import cache

import numpy as np

from helpers.keras_import import keras
from helpers.preview import preview
from tests.helpers.slide import BATCH, fallen, slide, train

STEPS, EPOCHS = 10, 4
UPDATES = EPOCHS * STEPS
SCHEDULES = keras.optimizers.schedules
CALLBACKS = keras.callbacks


@keras.saving.register_keras_serializable("tests")
class TellingSGD(keras.optimizers.SGD):
    """SGD that notes the rate by which it moves a weight, within Keras's program."""

    def build(self, variables):
        super().build(variables)
        self.told = self.add_variable((200,), initializer="zeros", name="told")
        self.moves = self.add_variable((), dtype="int32", name="moves")

    def update_step(self, gradient, variable, learning_rate):
        super().update_step(gradient, variable, learning_rate)
        here = keras.ops.equal(keras.ops.arange(200), self.moves)
        self.told.assign(keras.ops.where(here, learning_rate, self.told))
        self.moves.assign(self.moves + 1)


class Noam(SCHEDULES.LearningRateSchedule):
    """The schedule of "Attention is all you need", as it is often copied."""

    def __init__(self, width=64, warmup_steps=8):
        self.width, self.warmup_steps = width, warmup_steps

    def __call__(self, step):
        step = keras.ops.cast(step, "float32") + 1
        rise = step * self.warmup_steps**-1.5
        return self.width**-0.5 * keras.ops.minimum(step**-0.5, rise)


def telling(rate=0.1, **options):
    """Return a model of one weight, which SGD lowers by each rate and tells it.

    With a number it is always the same model, as it was in the beginning.
    """
    if not isinstance(rate, float) or options:
        return slide(TellingSGD(rate), **options)
    model = _model_with_a_number()
    model.optimizer.learning_rate = rate
    for variable in (*model.variables, *model.optimizer.variables):
        if variable is not model.optimizer.learning_rate:
            variable.assign(keras.ops.zeros_like(variable))
    return model


@cache
def _model_with_a_number():
    model = slide(TellingSGD(0.1))
    model.optimizer.build(model.trainable_variables)
    return model


def seen(model, callbacks=(), **length):
    """Return a preview of the training."""
    length = {"epochs": EPOCHS, "steps_per_epoch": STEPS, **length}
    return preview(model, callbacks, **length)


def told(model, callbacks=(), steps_per_epoch=STEPS, **options):
    """Train, and return the rates that have moved the weight, by its optimizer."""
    options = {"epochs": EPOCHS, **options}
    before, first = fallen(model), moves(model)
    train(model, callbacks, samples=BATCH * steps_per_epoch, **options)
    rates = model.optimizer.told.numpy()[first : moves(model)].astype(float)
    assert np.isclose(fallen(model) - before, rates.sum(), rtol=1e-4, atol=1e-6)
    return rates


class SideBySide(keras.Model):
    """A weight for each of several schedules, all trained by one program of fit."""

    def __init__(self, schedules):
        super().__init__()
        self.each = {
            name: (TellingSGD(schedule), self.add_weight(shape=(), initializer="zeros"))
            for name, schedule in schedules.items()
        }

    def train_step(self, data):
        for optimizer, weight in self.each.values():
            optimizer.apply([keras.ops.ones(())], [weight])
        return {"loss": 0.0}

    def call(self, x):
        return x


def told_side_by_side(schedules):
    """Train with each schedule, and return the rates that have moved its weight."""
    model = SideBySide(schedules)
    model.compile(optimizer=None)
    train(model, [], EPOCHS, samples=BATCH * STEPS)
    found = {}
    for name, (optimizer, weight) in model.each.items():
        found[name] = optimizer.told.numpy()[:UPDATES].astype(float)
        assert np.isclose(-float(weight), found[name].sum(), rtol=1e-4, atol=1e-6)
    return found


def moves(model):
    return int(model.optimizer.moves) if model.optimizer.built else 0


def said(found):
    """Return what the problems say, as one line."""
    return " ".join(map(str, found.problems))


def notes(found):
    """Return the notes, but for what is said of TellingSGD."""
    return [note for note in found.notes if not note.startswith("TellingSGD")]


def rules(found):
    """Return the names of the rules that have found something, without repeats."""
    return sorted({problem.rule for problem in found.problems})
