"""Callbacks that stop a training, set what nobody reads, or go by the loss."""

import itertools
import random
import time

import numpy as np
import pytest

from helpers.callbacks import RatePerEpoch, RatePerUpdate
from helpers.keras_import import keras
from tests.helpers.preview.small import (
    CALLBACKS,
    EPOCHS,
    SCHEDULES,
    STEPS,
    UPDATES,
    TellingSGD,
    notes,
    rules,
    said,
    seen,
    telling,
    told,
)
from tests.helpers.slide import slide

pytestmark = pytest.mark.slow
DECAY = SCHEDULES.CosineDecay(0.3, UPDATES)
PLATEAU = CALLBACKS.ReduceLROnPlateau("loss", patience=2, min_delta=1e6)


@pytest.mark.parametrize(
    ("callback", "update"),
    [
        (CALLBACKS.LearningRateScheduler(lambda epoch: 0.1), 0),
        (RatePerEpoch([0.3, 0.2]), 0),
        (RatePerUpdate([0.3, 0.2]), 0),
        (PLATEAU, 3 * STEPS),
    ],
)
def test_a_schedule_and_a_callback(callback, update):
    model = telling(DECAY)
    found = seen(model, [callback])
    assert rules(found) == ["schedule and callback"]
    assert f"at update {update}" in said(found)
    with pytest.raises(TypeError, match="LearningRateSchedule"):
        told(model, [callback])
    assert int(model.optimizer.iterations) == update


class SetsLr(CALLBACKS.Callback):
    """Set the rate as one did in Keras 2."""

    def on_epoch_begin(self, epoch, logs=None):
        self.model.optimizer.lr = 0.5 / (1 + epoch)


def test_a_name_that_keras_does_not_read():
    model = slide(TellingSGD(0.1))
    found = seen(model, [SetsLr()])
    assert rules(found) == ["sets what nobody reads"]
    assert "Write optimizer.learning_rate" in said(found)
    assert not hasattr(model.optimizer, "lr")
    assert found.rates.tolist() == told(model, [SetsLr()]).tolist()
    assert set(found.rates) == {np.float32(0.1)}


def test_a_name_that_was_there_before_is_nobodys():
    model = slide(TellingSGD(0.1))
    model.optimizer.lr = 0.5
    assert seen(model, [CALLBACKS.EarlyStopping("loss")]).problems == []
    assert model.optimizer.lr == 0.5


class Late(CALLBACKS.Callback):
    """Give the optimizer a schedule in the second epoch."""

    def on_epoch_begin(self, epoch, logs=None):
        if epoch == 1:
            self.model.optimizer.learning_rate = DECAY


def test_a_schedule_that_comes_too_late():
    model = slide(TellingSGD(0.1))
    found = seen(model, [Late()])
    assert rules(found) == ["sets what nobody reads"]
    assert "goes on with the number" in said(found)
    assert found.rates.tolist() == told(model, [Late()]).tolist()


class NewOptimizer(CALLBACKS.Callback):
    """Compile the model anew for its last epochs."""

    def on_epoch_begin(self, epoch, logs=None):
        if epoch == 2:
            self.model.compile(keras.optimizers.SGD(0.01), "mse")


def test_a_model_that_is_compiled_anew_while_it_trains():
    model = slide(TellingSGD(0.1))
    found = seen(model, [NewOptimizer()])
    assert rules(found) == ["fails"]
    assert f"at update {2 * STEPS}: the model gets another optimizer" in said(found)
    with pytest.raises(TypeError):  # Keras calls a program that is there no more
        told(model, [NewOptimizer()])


class Fails(CALLBACKS.Callback):
    """Run out of a table of rates."""

    def on_epoch_begin(self, epoch, logs=None):
        self.model.optimizer.learning_rate = [0.3, 0.2][epoch]


def test_a_callback_that_raises():
    model = telling()
    found = seen(model, [Fails()])
    assert rules(found) == ["fails"]
    assert "Fails.on_epoch_begin raises IndexError at update 20" in said(found)
    with pytest.raises(IndexError):
        told(model, [Fails()])
    assert int(model.optimizer.iterations) == 2 * STEPS


def test_an_error_is_told_without_what_follows():
    rates = [0.1, 0.05, 0.001]
    found = seen(
        telling(), [CALLBACKS.LearningRateScheduler(lambda e: rates[e])], epochs=20
    )
    assert rules(found) == ["fails"]
    assert "raises IndexError at update 30" in said(found)


class ByLoss(CALLBACKS.Callback):
    """Follow the loss, as a plateau of one's own does."""

    def on_epoch_end(self, epoch, logs=None):
        if logs["loss"] > 0.5:
            self.model.optimizer.learning_rate = 0.05


@pytest.mark.parametrize(
    ("callback", "known"),
    [
        (CALLBACKS.ReduceLROnPlateau("val_loss", patience=2), 3 * STEPS),
        (CALLBACKS.ReduceLROnPlateau("val_accuracy", patience=1), 2 * STEPS),
        (CALLBACKS.ReduceLROnPlateau("loss", patience=EPOCHS), UPDATES),
        (ByLoss(), STEPS),
    ],
)
def test_what_depends_on_the_loss_is_unknown(callback, known):
    found = seen(telling(), [callback])
    assert found.problems == []
    assert np.isfinite(found.rates).tolist() == [True] * known + [False] * (
        UPDATES - known
    )
    text = f"The rates are known for {known} updates ({known // STEPS} epoch"
    about_it = [note for note in notes(found) if note.startswith(text)]
    assert len(about_it) == len(notes(found)) == (known < UPDATES)
    assert all(type(callback).__name__ in note for note in about_it)


def test_a_plateau_that_nothing_can_please_is_known():
    model = telling()
    found = seen(model, [PLATEAU])
    assert found.problems == notes(found) == []
    assert found.rates.tolist() == told(model, [PLATEAU]).tolist()
    assert len(set(found.rates)) == 2


class ReadsAll(CALLBACKS.Callback):
    """Keep all logs, as a logger does; set the rate by the epoch alone."""

    def on_epoch_end(self, epoch, logs=None):
        self.kept = dict(logs), {**logs}, logs.get("val_loss"), "accuracy" in logs
        self.model.optimizer.learning_rate = 0.1 * 0.5**epoch


def test_who_reads_the_loss_and_does_not_go_by_it_changes_nothing():
    model = telling()
    found = seen(model, [ReadsAll()])
    assert found.problems == notes(found) == []
    assert found.rates.tolist() == told(model, [ReadsAll()]).tolist()


class AtRandom(CALLBACKS.Callback):
    """Draw a rate for each epoch, each time in another way."""

    def __init__(self, draw):
        super().__init__()
        self.draw = draw

    def on_epoch_begin(self, epoch, logs=None):
        self.model.optimizer.learning_rate = 0.1 * self.draw()


@pytest.mark.parametrize(("draw", "seed"), [(np.random.rand, 1), (random.random, 0)])
def test_random_rates_have_no_cycles(draw, seed):
    random.seed(seed), np.random.seed(seed)
    model, after = telling(), np.random.get_state()[1].tolist()
    found = seen(model, [AtRandom(draw)], epochs=10)
    assert found.problems == []
    (note,) = notes(found)
    assert note.startswith("The rates are random from update 0 on")
    assert np.random.get_state()[1].tolist() == after
    assert found.rates.tolist() == told(model, [AtRandom(draw)], epochs=10).tolist()


def test_rates_that_rise_and_fall_have_no_cycles():
    rates = [0.05, 0.02, 0.03, 0.015, 0.09, 0.08]  # drawn once
    assert seen(telling(), [RatePerEpoch(rates)], epochs=6).problems == []


def test_a_callback_that_ends_the_training():
    def stop(batch, logs):
        if batch == 4:
            model.stop_training = True

    model = telling()
    found = seen(model, [CALLBACKS.LambdaCallback(on_train_batch_end=stop)])
    assert notes(found) == ["LambdaCallback ends the training after 5 updates."]
    assert len(found.rates) == 5


EPOCHS_TRIED = itertools.count()  # a preview puts lists back as they were


class Slow(CALLBACKS.Callback):
    """Take long after every epoch."""

    def on_epoch_end(self, epoch, logs=None):
        next(EPOCHS_TRIED)
        time.sleep(0.05)
        self.model.optimizer.learning_rate = 0.1 / (2 + epoch)


def test_slow_callbacks_are_not_tried_for_long(monkeypatch):
    monkeypatch.setattr("helpers.preview.trials.SECONDS", 0.5)
    model, before = telling(), next(EPOCHS_TRIED)
    found = seen(model, [Slow()])
    tried = next(EPOCHS_TRIED) - before - 1
    assert 0 < tried < 60  # 200 and more if all are tried
    assert found.problems == []
    assert "training was only tried in" in notes(found)[0]
    assert found.rates.tolist() == told(model, [Slow()]).tolist()


def test_arguments_are_named():
    model = telling()
    for wrong in ({"epochs": 0}, {"steps_per_epoch": 0}, {"initial_epoch": EPOCHS}):
        with pytest.raises(ValueError, match="epoch"):
            seen(model, **wrong)
    with pytest.raises(ValueError, match="model must be compiled"):
        seen(keras.Sequential([keras.layers.Dense(1)]))
    with pytest.raises(TypeError, match="callbacks"):
        seen(model, ["EarlyStopping"])
