"""Models that are made for a moment leave no names behind, nor the memory of those."""

import subprocess
import sys
from pathlib import Path

import pytest

from helpers.compare.names import names_given_back
from helpers.compare.starts import Starts
from helpers.keras_import import keras
from tests.helpers.compare.small import recipe

TOP = Path(__file__).parents[3]
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="Linux counts memory")


def name():
    return keras.layers.Dense(1).name


def test_names_are_given_again_after_an_error_too():
    @names_given_back()
    def names():
        return {}[name(), name()]

    with pytest.raises(KeyError) as error:
        names()
    first, second = error.value.args[0]
    assert name() == first != second


def test_a_state_that_was_cleared_within_stays_so():
    name()
    with names_given_back():
        keras.backend.clear_session()
        assert name() == "dense"
    assert name() == "dense_1"


def test_models_of_all_seeds_have_names_that_a_layer_outside_does_not_have():
    kept = []

    def model(seed):
        if not kept:
            kept.append(keras.layers.Dense(4))  # by the first model
        x = inputs = keras.Input((6,))
        return keras.Model(inputs, keras.layers.Dense(1)(kept[0](x)))

    starts, ours = Starts(), recipe(model)
    for seed in range(4):
        starts.of(ours, seed)
    *_, last = (starts.made(ours, seed) for seed in (4, 5))
    assert last.weights.keys() == {2, 3}  # what is kept outside is not the seed's


MEMORY = """
import gc, tempfile, warnings
from pathlib import Path
import numpy as np
from helpers.compare.starts import Starts
from helpers.keras_import import keras
from tests.helpers.compare.small import comparison, recipe

def model(seed):
    x = inputs = keras.Input((6,))
    for _ in range(8):
        x = keras.layers.Dense(6)(x)
    return keras.Model(inputs, keras.layers.Dense(1)(x))

def megabytes():
    gc.collect()
    [line] = [line for line in open("/proc/self/smaps_rollup") if line[:4] == "Rss:"]
    return int(line.split()[1]) / 1024
"""
FRESH_MODELS = """
starts, ours = Starts(), recipe(model)
for seed in range(35):
    if seed == 5:
        before = megabytes()
    starts.of(ours, seed)
print(megabytes() - before)
"""
TRAININGS = """
warnings.simplefilter("ignore")
arms = {str(end): np.linspace(1, end, 3) for end in (0.5, 0.4, 0.3, 0.2, 0.1)}
given = {"model": model, "arms": arms}
with tempfile.TemporaryDirectory() as folder:
    comparison(Path(folder), name="before", **given).run()
    before = megabytes()
    found = comparison(Path(folder), repeats=12, **given).run()
assert len(found.trainings) >= 240
del found
print(megabytes() - before)
"""


def grown(code):
    """Return by how many megabytes a process grows, as it says."""
    command = [sys.executable, "-c", MEMORY + code]
    done = subprocess.run(command, cwd=TOP, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return float(done.stdout.splitlines()[-1])


@pytest.mark.slow
@on_linux
def test_a_model_for_each_of_many_seeds_leaves_little_memory_behind():
    assert grown(FRESH_MODELS) < 6  # and 35, where each has names of its own


@on_linux
@pytest.mark.slow
def test_240_trainings_leave_less_than_100_megabytes_behind():
    assert grown(TRAININGS) < 100  # 56 with the oldest packages, 11 with ours
