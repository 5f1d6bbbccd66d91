"""Rates that depend on what a model predicts, or on its weights."""

import os
import subprocess
import sys

import numpy as np
import pytest

from helpers.keras_import import keras
from tests.helpers.preview.small import (
    CALLBACKS,
    STEPS,
    UPDATES,
    notes,
    seen,
    telling,
    told,
)

pytestmark = pytest.mark.slow
X = np.ones((4, 1), np.float32)
LOOKS = {
    "evaluate": lambda model: model.evaluate(X, X, verbose=0),
    "predict": lambda model: np.mean((model.predict(X, verbose=0) - 1) ** 2),
    "a call": lambda model: float(keras.ops.mean(model(X))),
    "get_weights": lambda model: sum(w.sum() for w in model.get_weights()),
}


class OwnPlateau(CALLBACKS.Callback):
    """Halve the rate when what is looked at has not become less."""

    def __init__(self, look):
        super().__init__()
        self.look, self.best = look, np.inf

    def on_epoch_end(self, epoch, logs=None):
        value = self.look(self.model)
        if value >= self.best:
            rate = float(self.model.optimizer.learning_rate)
            self.model.optimizer.learning_rate = 0.5 * rate
        self.best = min(value, self.best)


@pytest.mark.parametrize("way", ["evaluate", "a call", "get_weights"])
def test_an_own_plateau_is_unknown(way):
    model = telling()
    weights = [weight.tolist() for weight in model.get_weights()]
    found = seen(model, [OwnPlateau(LOOKS[way])])
    known = 2 * STEPS
    assert np.isfinite(found.rates).tolist() == (
        [True] * known + [False] * (UPDATES - known)
    )
    assert notes(found) == [
        f"The rates are known for {known} updates (2 epochs). From there on they "
        "depend on the weights, by which OwnPlateau goes."
    ]
    assert found.problems == []
    assert [weight.tolist() for weight in model.get_weights()] == weights


class Norm(CALLBACKS.Callback):
    """Keep what is looked at, and print the loss beside it."""

    def on_epoch_end(self, epoch, logs=None):
        self.model.norm = LOOKS["get_weights"](self.model)
        print(logs["loss"])


class ByNorm(CALLBACKS.Callback):
    """Set the rate by what another callback has kept."""

    def on_epoch_end(self, epoch, logs=None):
        self.model.optimizer.learning_rate = 0.1 / (1 + abs(self.model.norm))


def test_what_the_rates_depend_on_is_said_and_not_what_else_was_asked_for():
    found = notes(seen(telling(), [Norm(), ByNorm()]))
    assert found[0].endswith(" depend on the weights, by which Norm goes.")


class KeepsTheBest(CALLBACKS.Callback):
    """End the training when the loss rises, with the weights before."""

    def on_epoch_end(self, epoch, logs=None):
        self.kept = self.model.get_weights()
        if logs["loss"] > 1e6:
            self.model.stop_training = True


def test_a_stop_by_the_loss_does_not_depend_on_weights_that_are_kept():
    (note,) = notes(seen(telling(), [KeepsTheBest()]))
    assert note.endswith("that depends on loss, which nobody knows before.")


class Stops(CALLBACKS.Callback):
    """End the training when what is looked at is small."""

    def on_epoch_end(self, epoch, logs=None):
        if epoch >= 1 and abs(LOOKS["predict"](self.model)) < 50:
            self.model.stop_training = True


def test_a_stop_by_a_prediction_may_come():
    assert notes(seen(telling(), [Stops()])) == [
        "Stops may end the training after 20 updates (2 epochs) or later: that depends "
        "on the weights, which nobody knows before."
    ]


class Watches(CALLBACKS.Callback):
    """Look at the weights, and go by the epoch."""

    def on_train_begin(self, logs=None):
        self.first = LOOKS["get_weights"](self.model)
        self.model.optimizer.learning_rate = 0.1 / (1 + abs(self.first))

    def on_epoch_end(self, epoch, logs=None):
        self.norm = LOOKS["get_weights"](self.model)
        self.model.optimizer.learning_rate = 0.1 / (2 + epoch)


def test_who_looks_at_weights_and_does_not_go_by_them_changes_nothing():
    model = telling()
    found = seen(model, [Watches()])
    assert found.problems == notes(found) == []
    assert found.rates.tolist() == told(model, [Watches()]).tolist()


def test_best_weights_that_are_kept_are_not_gone_by():
    keeps = CALLBACKS.EarlyStopping("loss", patience=1, restore_best_weights=True)
    (note,) = notes(seen(telling(), [keeps]))
    assert note.endswith("that depends on loss, which nobody knows before.")


IN_JAX = """
from tests.helpers.preview.test_weights import LOOKS, OwnPlateau, seen
from tests.helpers.slide import slide
for way in LOOKS:
    found = seen(slide(0.1), [OwnPlateau(LOOKS[way])])
    assert sum(found.rates == found.rates) == 20, (way, str(found))
"""


def test_with_jax_too():
    pytest.importorskip("jax")
    environment = {**os.environ, "KERAS_BACKEND": "jax"}
    done = subprocess.run(
        [sys.executable, "-c", IN_JAX], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
