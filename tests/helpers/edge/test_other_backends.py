"""The recorder on Keras's other backends: the tests of this folder, run anew there."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.keras_import import keras

pytestmark = pytest.mark.slow

TESTS = Path(__file__).with_name("test_recorder.py")
THERE = "changes and (convolutional or two_outputs) or real_update or waited or anew"


@pytest.mark.parametrize("backend", ["jax", "torch"])
def test_on_another_backend(backend):
    if backend == keras.backend.backend():
        pytest.skip("is this one")
    if importlib.util.find_spec(backend) is None:
        pytest.skip("needs the extra peers")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-k", THERE, str(TESTS)],
        env=dict(os.environ, KERAS_BACKEND=backend),
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    assert " passed" in done.stdout
