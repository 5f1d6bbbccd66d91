"""The callbacks and the table schedule on the other backends of Keras."""

import importlib.util
import os
import subprocess
import sys

import pytest

from helpers.keras_import import keras

pytestmark = pytest.mark.slow

TRAIN = """
import warnings
import numpy as np
from helpers.callbacks import CosineAnnealingLearningRateSchedule, RatePerUpdate
from helpers.preview import preview
from helpers.recorders import RateRecorder
from helpers.keras_schedule import TableSchedule
from helpers.keras_import import keras
from helpers.schedules import cosine_restarts, table

warnings.simplefilter("error", UserWarning)

epochs, updates = 4, 5
total = epochs * updates
column = table(cosine_restarts(0.02, total, 2, 0.001), total)
per_epoch = table(cosine_restarts(0.02, epochs, 2, 0.001), epochs)
callback = CosineAnnealingLearningRateSchedule(epochs, 2, 0.02, 0.001)
for rate, callbacks, expected in [
    (0.02, [callback], np.repeat(per_epoch, updates)),
    (0.02, [RatePerUpdate(column)], column),
    (TableSchedule(column), [], column),
]:
    layer = keras.layers.Dense(1, kernel_initializer="ones")
    model = keras.Sequential([keras.Input((3,)), layer])
    model.compile(keras.optimizers.SGD(rate), "mse")
    seen = preview(model, callbacks, epochs=epochs, steps_per_epoch=updates)
    assert np.allclose(seen.rates, expected, rtol=1e-6)
    recorder = RateRecorder()
    ones, zeros = np.ones((updates, 3)), np.zeros((updates, 1))
    model.fit(ones, zeros, batch_size=1, epochs=epochs, shuffle=False,
              callbacks=[*callbacks, recorder], verbose=0)
    assert recorder.steps == list(range(total))
    assert np.allclose(recorder.rates, expected, rtol=1e-6)
    output = 3.0  # each update takes 2 rate (3 + 1) output off the output
    for rate in expected:
        output *= 1 - 8 * rate
    assert np.isclose(model.predict(ones[:1], verbose=0)[0, 0], output, rtol=1e-3)
    assert recorder.moved == [True] * total

decay = keras.optimizers.schedules.CosineDecay(
    0.1, 9, warmup_target=0.5, warmup_steps=4
)
one_by_one = [float(decay(step)) for step in range(15)]
assert np.allclose(table(decay, 15), one_by_one, rtol=1e-6)

model.compile(keras.optimizers.SGD(0.02), "mse")
model.spare = keras.optimizers.SGD(0.02)
plateau = keras.callbacks.ReduceLROnPlateau("loss", patience=9)
for wrong, callbacks in [
    ("no weight uses the rate of model.spare", [RatePerUpdate(column, "spare")]),
    ("ReduceLROnPlateau sets the rate", [RatePerUpdate(column), plateau]),
]:
    try:
        model.fit(ones, zeros, batch_size=1, epochs=4, verbose=0, callbacks=callbacks)
    except (ValueError, UserWarning) as said:
        assert wrong in str(said), said
    else:
        raise AssertionError(f"not said: {wrong}")

if keras.backend.backend() == "jax":
    from tests.helpers.rates.gans import Handing, Keeping

    class Showing(Handing):
        @property
        def variables(self):
            return [*super().variables, *self.inner.variables]

    def fit_within(wrapper, *callbacks):
        model.compile(wrapper(keras.optimizers.SGD(0.02)), "mse")
        model.fit(ones, zeros, batch_size=1, epochs=epochs, verbose=0,
                  callbacks=callbacks)

    for wrapper in (Keeping, Handing):
        for unseen in (RatePerUpdate(column), RatePerUpdate(column, "optimizer.inner"),
                       RatePerUpdate(column, "optimizer"), callback):
            try:
                fit_within(wrapper, unseen)
            except ValueError as said:
                assert "model.optimizer.inner may move" in str(said), said
            else:
                raise AssertionError(f"not said of {wrapper}")
    before = model.predict(ones[:1], verbose=0)
    fit_within(Showing, RatePerUpdate(column))
    moved = model.predict(ones[:1], verbose=0) / before
    assert np.isclose(moved, np.prod(1 - 8 * column), rtol=1e-3)
else:  # on JAX train_step has other arguments
    from tests.helpers.rates.gans import gan

    setters = [RatePerUpdate(column, f"{part}_optimizer") for part in "dg"]
    recorders = [RateRecorder(f"{part}_optimizer") for part in "dg"]
    model = gan(jit_compile=False)
    model.fit(ones[:, :1], zeros, batch_size=1, epochs=epochs, verbose=0,
              callbacks=[*setters, *recorders])
    for recorder, part in zip(recorders, (model.discriminator, model.generator)):
        assert np.allclose(recorder.rates, column, rtol=1e-6)
        assert np.isclose(-part.get_weights()[0].item(), column.sum(), rtol=1e-4)
print(keras.backend.backend())
"""


@pytest.mark.parametrize("backend", ["tensorflow", "torch", "jax"])
def test_every_update_gets_its_rate(backend, capsys):
    if backend == keras.backend.backend():
        exec(TRAIN, {})
        assert capsys.readouterr().out.strip() == backend
        return
    if importlib.util.find_spec(backend) is None:
        pytest.skip("needs the extra peers")
    done = subprocess.run(
        [sys.executable, "-c", TRAIN],
        env=dict(os.environ, KERAS_BACKEND=backend),
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == backend
