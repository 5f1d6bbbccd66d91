"""Rates on several devices at once: two processors of one machine."""

import os
import subprocess
import sys

import pytest

from helpers.keras_import import keras

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        keras.backend.backend() != "tensorflow", reason="a strategy of TensorFlow"
    ),
]

TRAIN = """
import warnings
import numpy as np
from helpers.keras_import import keras
import tensorflow as tf
from helpers.callbacks import RatePerEpoch, RatePerUpdate
from helpers.keras_schedule import TableSchedule
from helpers.preview import preview
from helpers.recorders import RateRecorder

warnings.simplefilter("error", UserWarning)

processor = tf.config.list_physical_devices("CPU")[0]
two = [tf.config.LogicalDeviceConfiguration()] * 2
tf.config.set_logical_device_configuration(processor, two)
strategy = tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"])
column = [0.5, 0.25, 0.125, 0.0625]
by_epoch = np.repeat([0.5, 0.25], 2)
ones = np.ones((8, 1), np.float32)
data = tf.data.Dataset.from_tensor_slices((ones, ones)).batch(4)

for rate, callbacks, options, expected in (
    (0.9, [RatePerUpdate(column)], {}, column),
    (0.9, [RatePerEpoch([0.5, 0.25])], {}, by_epoch),
    (TableSchedule(column), [], {}, column),
    (0.9, [RatePerUpdate(column)], {"momentum": 0.0, "use_ema": True}, column),
):
    with strategy.scope():
        layer = keras.layers.Dense(1, use_bias=False, kernel_initializer="zeros")
        model = keras.Sequential([keras.Input((1,)), layer])
        optimizer = keras.optimizers.SGD(rate, **options)
        model.compile(optimizer, lambda y, output: keras.ops.mean(output, axis=-1))
    seen = preview(model, callbacks, epochs=2, steps_per_epoch=2)
    assert np.allclose(seen.rates, expected), seen
    recorder, lowered = RateRecorder(), []
    watch = keras.callbacks.LambdaCallback(
        on_train_batch_end=lambda batch, logs: lowered.append(model.get_weights()[0])
    )
    model.fit(data, epochs=2, shuffle=False, verbose=0,
              callbacks=[*callbacks, recorder, watch])
    assert recorder.rates == np.float32(expected).tolist(), recorder.rates
    assert recorder.steps == [0, 1, 2, 3]
    moved = -np.diff(np.ravel(lowered), prepend=0)
    moved *= expected[0] / moved[0]  # Keras 3.5 adds up what the devices find
    assert np.allclose(moved, expected), moved
print("as planned")
"""


def test_every_device_gets_the_rates_of_the_column():
    done = subprocess.run(
        [sys.executable, "-c", TRAIN],
        env=dict(os.environ, TF_CPP_MIN_LOG_LEVEL="2"),
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().endswith("as planned")
