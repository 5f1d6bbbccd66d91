"""Legacy Keras is refused by name: a stand-in always, the real one where it is."""

import importlib.util
import os
import subprocess
import sys

import numpy as np
import pytest

from helpers.callbacks import RatePerEpoch, RatePerUpdate
from helpers.edge import EdgeRecorder
from helpers.keras_import import keras
from helpers.keras_schedule import TableSchedule
from helpers.legacy_keras import is_legacy
from helpers.recorders import ErrorRecorder, LossRecorder, RateRecorder
from tests.helpers.slide import slide, train

BOTH = rf"legacy Keras \(tf_keras .*\).*Keras {keras.__version__}.*`import keras`"

CALLBACKS = [
    RatePerEpoch([0.1]),
    RatePerUpdate([0.1]),
    RateRecorder(),
    LossRecorder(),
    ErrorRecorder(np.ones((1, 1)), np.ones(1), []),
    EdgeRecorder(np.ones((1, 1))),
]

REAL = """
import numpy as np
from helpers.keras_import import keras
import tf_keras
from helpers.callbacks import RatePerEpoch, RatePerUpdate
from helpers.edge import EdgeRecorder
from helpers.keras_schedule import TableSchedule
from helpers.recorders import LossRecorder, RateRecorder

ones = np.ones((4, 1))
callbacks = (RatePerEpoch([0.1]), RatePerUpdate([0.1]), RateRecorder(), LossRecorder(),
             EdgeRecorder(ones))


def train(optimizer="sgd", callbacks=()):
    model = tf_keras.Sequential([tf_keras.layers.Dense(1)])
    model.compile(optimizer, "mse")
    model.fit(ones, ones, verbose=0, callbacks=list(callbacks))


attempts = [lambda callback=callback: train(callbacks=[callback])
            for callback in callbacks]
for optimizers in (tf_keras.optimizers, tf_keras.optimizers.legacy):
    for kind in (optimizers.SGD, optimizers.Adam):
        attempts.append(lambda kind=kind: train(kind(TableSchedule([0.1]))))
for attempt in attempts:
    try:
        attempt()
    except TypeError as problem:
        assert tf_keras.__version__ in str(problem), problem
        assert keras.__version__ in str(problem), problem
    else:
        raise AssertionError("not refused")
print("refused")
"""


def legacy(name, **members):
    """An object of a class that says that it is of legacy Keras."""
    return type(name, (), {"__module__": "tf_keras.src.engine.training", **members})()


@pytest.mark.parametrize("callback", CALLBACKS, ids=lambda one: type(one).__name__)
def test_a_model_of_legacy_keras_is_refused_with_both_names(callback):
    with pytest.raises(TypeError, match=f"^model, of class Sequential, is of {BOTH}"):
        callback.set_model(legacy("Sequential"))


def test_an_optimizer_of_legacy_keras_in_a_model_is_refused_with_both_names():
    model = slide(0.1)
    model.d_optimizer = legacy("SGD", apply_gradients=print, learning_rate=0.1)
    with pytest.raises(
        TypeError, match=f"^model.d_optimizer, of class SGD, is of {BOTH}"
    ):
        train(model, [RatePerEpoch([0.1], optimizer="d_optimizer")])


def test_a_table_that_is_called_as_a_function_says_who_does_that():
    with pytest.raises(TypeError, match=f"step is missing.* is of {BOTH}"):
        TableSchedule([0.1])()


@pytest.mark.parametrize(
    "value", [keras.Sequential(), keras.optimizers.SGD(), 0.1, None, "tf_keras"]
)
def test_other_things_are_not_legacy(value):
    assert not is_legacy(value)


@pytest.mark.slow
def test_the_real_one_is_refused():
    if importlib.util.find_spec("tf_keras") is None:
        pytest.skip("needs tf_keras")
    done = subprocess.run(
        [sys.executable, "-c", REAL],
        env=dict(os.environ, TF_USE_LEGACY_KERAS="1"),
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "refused"
