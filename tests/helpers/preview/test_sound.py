"""Settings that are sound: the preview is what happens, and has nothing to say."""

import numpy as np
import pytest

from helpers.callbacks import (
    CosineAnnealingLearningRateSchedule,
    RatePerEpoch,
    RatePerUpdate,
)
from helpers.keras_import import keras, series
from helpers.keras_schedule import TableSchedule
from helpers.recorders import RateRecorder
from helpers.schedules import (
    cosine,
    cosine_restarts,
    linear,
    one_cycle,
    step_decay,
    table,
    warmup_stable_decay,
    with_warmup,
)
from tests.helpers.preview.small import (
    CALLBACKS,
    EPOCHS,
    SCHEDULES,
    STEPS,
    UPDATES,
    Noam,
    seen,
    telling,
    told,
    told_side_by_side,
)
from tests.helpers.slide import BATCH, slide, train

pytestmark = pytest.mark.slow
DECAY = SCHEDULES.CosineDecay(0.3, UPDATES)
CYCLES = cosine_restarts(0.3, UPDATES, 4)


class Triangles(CALLBACKS.Callback):
    """A cyclical rate that counts batches itself, as it is often copied."""

    def __init__(self):
        super().__init__()
        self.batches = 0

    def on_batch_end(self, batch, logs=None):
        self.batches += 1
        place = abs(self.batches / 5 % 2 - 1)
        self.model.optimizer.learning_rate = 0.01 + 0.09 * (1 - place)


class WarmUp(CALLBACKS.Callback):
    """A warm-up in the first epoch, and nothing after it."""

    def on_train_batch_begin(self, batch, logs=None):
        if int(self.model.optimizer.iterations) < STEPS:
            self.model.optimizer.learning_rate = 0.1 * (batch + 1) / STEPS


class Snapshots(CALLBACKS.Callback):
    """A whole cosine in each epoch, by the number of the batch."""

    def on_train_batch_begin(self, batch, logs=None):
        share = batch / STEPS
        self.model.optimizer.learning_rate = 0.05 * (1 + np.cos(np.pi * share))


def in_keras_docs(epoch, rate):
    return rate if epoch < 2 else float(rate * np.exp(-0.1))


SCHEDULED = {
    "constant": 0.1,
    "cosine": DECAY,
    "cosine to a floor": SCHEDULES.CosineDecay(0.3, UPDATES, alpha=0.1),
    "warm-up and cosine": SCHEDULES.CosineDecay(0.0, 32, 0.0, "c", 0.3, 8),
    "equal cycles": SCHEDULES.CosineDecayRestarts(0.3, STEPS, t_mul=1.0),
    "cycles that grow": SCHEDULES.CosineDecayRestarts(0.3, STEPS, t_mul=3.0),
    "line to 0": SCHEDULES.PolynomialDecay(0.3, UPDATES, 0.0),
    "line to a floor": SCHEDULES.PolynomialDecay(0.3, UPDATES),
    "steps": SCHEDULES.PiecewiseConstantDecay([20, 30], [0.3, 0.03, 0.003]),
    "exponential": SCHEDULES.ExponentialDecay(0.3, STEPS, 0.5),
    "stairs": SCHEDULES.ExponentialDecay(0.3, STEPS, 0.5, staircase=True),
    "inverse time": SCHEDULES.InverseTimeDecay(0.3, STEPS, 1.0),
    "Noam": Noam(),
    "a range test": SCHEDULES.ExponentialDecay(1e-6, STEPS, 2.0),
    "table of one cycle": TableSchedule(table(one_cycle(0.3, UPDATES, 8), UPDATES)),
    "one row more": TableSchedule(table(linear(0.3, UPDATES), UPDATES + 1)),
    "table of cycles": TableSchedule(table(CYCLES, UPDATES)),
    "warm-up, stable, decay": TableSchedule(
        table(warmup_stable_decay(0.3, UPDATES, 8, 8), UPDATES)
    ),
}


@pytest.fixture(scope="module")
def trained():
    """Train with all schedules at once."""
    return told_side_by_side(SCHEDULED)


@pytest.mark.parametrize("name", SCHEDULED)
def test_schedules(name, trained):
    found = seen(slide(SCHEDULED[name]))
    assert found.problems == found.notes == []
    assert found.rates.tolist() == trained[name].tolist()


BY_CALLBACKS = {
    "per epoch": [RatePerEpoch(table(cosine(0.3, EPOCHS), EPOCHS))],
    "per update": [RatePerUpdate(table(with_warmup(cosine(0.3, 32), 8), UPDATES))],
    "one row more": [RatePerUpdate(table(linear(0.3, UPDATES), UPDATES + 1))],
    "restarts": [CosineAnnealingLearningRateSchedule(EPOCHS, 2, 0.3, 0.01)],
    "steps": [RatePerUpdate(table(step_decay(0.3, [20, 30]), UPDATES))],
    "by the epoch": [CALLBACKS.LearningRateScheduler(lambda epoch: 0.1 / (1 + epoch))],
    "linear by the epoch": [
        CALLBACKS.LearningRateScheduler(lambda epoch: 0.1 * (1 - epoch / EPOCHS))
    ],
    "with the time": [
        CALLBACKS.LearningRateScheduler(lambda epoch: 0.1 / (1 + 0.1 * epoch))
    ],
    "slowly": [CALLBACKS.LearningRateScheduler(lambda epoch: 0.1 * 0.95**epoch)],
    "as in Keras's manual": [CALLBACKS.LearningRateScheduler(in_keras_docs)],
    "nine tenths": [CALLBACKS.LearningRateScheduler(lambda epoch, rate: 0.9 * rate)],
    "triangles": [Triangles()],
    "a cosine in each epoch": [Snapshots()],
    "warm-up beside a plateau": [
        WarmUp(),
        CALLBACKS.ReduceLROnPlateau("loss", patience=EPOCHS),
    ],
    "beside those that write": [
        RatePerEpoch([0.3, 0.2, 0.1, 0.05]),
        CALLBACKS.TerminateOnNaN(),
    ],
}


@pytest.mark.parametrize("name", BY_CALLBACKS)
def test_callbacks(name):
    model, callbacks = telling(), BY_CALLBACKS[name]
    found = seen(model, callbacks)
    assert found.problems == []
    assert found.rates.tolist() == told(model, callbacks).tolist()


def test_a_function_that_knows_the_model():
    model = telling()

    def halve(epoch, logs):
        model.optimizer.learning_rate = 0.1 * 0.5**epoch

    callbacks = [CALLBACKS.LambdaCallback(on_epoch_begin=halve)]
    found = seen(model, callbacks)
    assert found.problems == []
    assert found.rates.tolist() == told(model, callbacks).tolist()


OPTIMIZERS = {
    "loss scaling": lambda: keras.optimizers.LossScaleOptimizer(
        keras.optimizers.SGD(DECAY)
    ),
    "averaged": lambda: keras.optimizers.SGD(DECAY, use_ema=True),
    "Adam": lambda: keras.optimizers.AdamW(DECAY),
    "accumulated": lambda: keras.optimizers.SGD(DECAY, gradient_accumulation_steps=4),
    "a function": lambda: keras.optimizers.SGD(lambda: 0.1),
    "Adafactor": lambda: keras.optimizers.Adafactor(0.3),
}


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_optimizers(name):
    model, recorder = slide(OPTIMIZERS[name]()), RateRecorder()
    found = seen(model)
    train(model, [recorder], EPOCHS, samples=BATCH * STEPS)
    assert found.problems == []
    # The recorder calls a schedule outside of fit's program, which may round it.
    assert np.allclose(found.rates, recorder.rates, rtol=0, atol=1e-7)


def test_a_column_for_the_moves_of_accumulated_gradients():
    model = slide(keras.optimizers.SGD(0.1, gradient_accumulation_steps=4))
    callbacks = [RatePerUpdate(table(cosine(0.3, UPDATES // 4), UPDATES // 4))]
    recorder, found = RateRecorder(), seen(model, callbacks)
    train(model, [*callbacks, recorder], EPOCHS, samples=BATCH * STEPS)
    assert found.problems == []
    assert found.rates.tolist() == recorder.rates


@pytest.mark.parametrize("by_callback", [False, True])
def test_a_training_that_goes_on(by_callback):
    column = RatePerUpdate(table(cosine(0.3, UPDATES), UPDATES))
    rate, callbacks = (0.1, [column]) if by_callback else (DECAY, [])
    model = telling(rate)
    whole = seen(model, callbacks).rates
    told(model, callbacks, epochs=2)
    rest = seen(model, callbacks, initial_epoch=2)
    assert rest.problems == []
    assert rest.rates.tolist() == whole[2 * STEPS :].tolist()
    assert told(model, callbacks, initial_epoch=2).tolist() == rest.rates.tolist()


def test_a_second_fit_at_a_constant_rate():
    model = telling()
    told(model)
    assert seen(model).problems == []


@pytest.mark.parametrize("together", [2, 10, 3, 64])
def test_several_updates_in_an_execution(together):
    if STEPS % together and series(keras.__version__) < (3, 9):
        pytest.skip("before Keras 3.9 the last execution of an epoch must be whole")
    model = telling(DECAY, steps_per_execution=together)
    found = seen(model)
    assert found.problems == []
    assert found.rates.tolist() == told(model).tolist()


def test_stopping_early_ends_the_rates_and_changes_none():
    found = seen(telling(DECAY), [CALLBACKS.EarlyStopping("loss", patience=2)])
    assert found.problems == []
    assert np.isfinite(found.rates).all()
    assert "after 30 updates (3 epochs) or later" in found.notes[0]
