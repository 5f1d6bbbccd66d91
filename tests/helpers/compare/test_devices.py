"""A model spread over several devices, in a process of its own.

TensorFlow keeps the strategy for the whole process: a scope that is not left whole
would take all later tests with it.
"""

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

COMPARE = """
import pathlib
import sys
from helpers.keras_import import keras
import tensorflow as tf
from tests.helpers.compare.small import comparison

processor = tf.config.list_physical_devices("CPU")[0]
two = [tf.config.LogicalDeviceConfiguration()] * 2
tf.config.set_logical_device_configuration(processor, two)


def spread(seed):
    with tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"]).scope():
        return keras.Sequential([keras.Input((6,)), keras.layers.Dense(1)])


try:
    comparison(pathlib.Path(sys.argv[1]), model=spread).run()
except ValueError as error:
    print(error)
"""


def test_a_model_on_several_devices_is_named(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", COMPARE, str(tmp_path)],
        env=dict(os.environ, TF_CPP_MIN_LOG_LEVEL="2"),
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].startswith(
        "model(0) is made under MirroredStrategy, but a comparison trains on one device"
    )
